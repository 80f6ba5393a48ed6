//! The classifier of parser and entity recogniser: from the tokens that a state looks at to a score for each action.
//!
//! What each token adds in each place (1024 floats in the parser) is computed ahead in blocks of tokens. Only a
//! bounded number of blocks is kept, so that a text of any length needs bounded memory here.

use crate::error::LoadError;
use crate::kernel::{Kernel, PANEL, Rows};
use crate::net::WIDTH;
use crate::store::{Section, Store, WireReader};

/// Floats of a token after the first layer, padded to whole panels.
pub(crate) const LOWER: usize = 72;
const BLOCK: usize = 64;
/// Blocks that are kept. A state looks at fewer.
const MOST_BLOCKS: usize = 48;
const FREE: u32 = u32::MAX;

/// Weights.
#[derive(Debug)]
pub(crate) struct Head {
    lower_w: Section,
    lower_b: Section,
    affine_w: Section,
    affine_b: Section,
    pad: Section,
    upper_w: Section,
    upper_b: Section,
    features: usize,
    /// Floats of a token in a block.
    row: usize,
    /// Move and label of each action.
    pub(crate) actions: Vec<(u8, Box<str>)>,
}

/// Section names of a classifier.
pub(crate) struct Names {
    pub(crate) lower: [&'static str; 2],
    pub(crate) affine: [&'static str; 3],
    pub(crate) upper: [&'static str; 2],
    pub(crate) actions: &'static str,
}

/// What a classifier computes with.
#[derive(Debug, Default)]
pub(crate) struct HeadScratch {
    /// First layer, `LOWER` floats a token.
    lower: Vec<f32>,
    /// Blocks of the second layer.
    slots: Vec<f32>,
    slot_of_block: Vec<u32>,
    block_in_slot: Vec<u32>,
    used: Vec<u64>,
    clock: u64,
    zeros: Vec<f32>,
    tokens: usize,
}

impl Head {
    pub(crate) fn read<const F: usize, const WIDE: usize>(store: &Store, names: &Names) -> Result<Self, LoadError> {
        let mut r = WireReader::new(store.bytes(store.section(names.actions)?), names.actions);
        let actions =
            (0..r.u32()?).map(|_| Ok((r.u32()? as u8, r.str()?.into()))).collect::<Result<Vec<_>, LoadError>>()?;
        let this = Self {
            lower_w: store.section(names.lower[0])?,
            lower_b: store.section(names.lower[1])?,
            affine_w: store.section(names.affine[0])?,
            affine_b: store.section(names.affine[1])?,
            pad: store.section(names.affine[2])?,
            upper_w: store.section(names.upper[0])?,
            upper_b: store.section(names.upper[1])?,
            features: F,
            row: (F * 128).next_multiple_of(PANEL),
            actions,
        };
        let len = |s| store.f32s(s).len();
        let fits = this.actions.len() <= WIDE
            && len(this.lower_w) == LOWER * WIDTH
            && len(this.lower_b) == LOWER
            && len(this.affine_w) == this.row * 64
            && len(this.affine_b) == 128
            && len(this.pad) == F * 128
            && len(this.upper_w) == 64 * WIDE
            && len(this.upper_b) == WIDE;
        if fits { Ok(this) } else { Err(LoadError::Damaged(names.actions)) }
    }

    /// Makes room for a text.
    pub(crate) fn begin(&self, tokens: usize, s: &mut HeadScratch) {
        s.tokens = tokens;
        s.lower.resize(tokens * LOWER, 0.0);
        s.slot_of_block.clear();
        s.slot_of_block.resize(tokens.div_ceil(BLOCK), FREE);
        s.block_in_slot.clear();
        s.used.clear();
        s.zeros.clear();
        s.zeros.resize(self.row, 0.0);
        s.lower.shrink_to((tokens * LOWER).max(1 << 20));
    }

    /// Takes in the vectors of a stretch of tokens.
    pub(crate) fn feed(&self, store: &Store, kernel: Kernel, first: usize, rows: &[f32], s: &mut HeadScratch) {
        let count = rows.len() / WIDTH;
        let rows = Rows { data: rows, stride: WIDTH, width: WIDTH, count };
        let out = &mut s.lower[first * LOWER..][..count * LOWER];
        kernel.linear(rows, store.f32s(self.lower_w), store.f32s(self.lower_b), out);
    }

    /// Where in the slots the row of a token begins, computing its block if needed.
    fn locate(&self, store: &Store, kernel: Kernel, token: usize, s: &mut HeadScratch) -> usize {
        let (block, within) = (token / BLOCK, token % BLOCK);
        let mut slot = s.slot_of_block[block];
        if slot == FREE {
            slot = self.fill(store, kernel, block, s);
        }
        s.clock += 1;
        s.used[slot as usize] = s.clock;
        (slot as usize * BLOCK + within) * self.row
    }

    #[cold]
    fn fill(&self, store: &Store, kernel: Kernel, block: usize, s: &mut HeadScratch) -> u32 {
        let slot = if s.block_in_slot.len() < MOST_BLOCKS {
            s.block_in_slot.push(0);
            s.used.push(0);
            s.block_in_slot.len() - 1
        } else {
            let oldest = s.used.iter().enumerate().min_by_key(|&(_, &t)| t).map_or(0, |(i, _)| i);
            s.slot_of_block[s.block_in_slot[oldest] as usize] = FREE;
            oldest
        };
        s.block_in_slot[slot] = block as u32;
        s.slot_of_block[block] = slot as u32;
        let size = BLOCK * self.row;
        s.slots.resize(s.slots.len().max((slot + 1) * size), 0.0);
        let first = block * BLOCK;
        let count = BLOCK.min(s.tokens - first);
        let rows = Rows { data: &s.lower[first * LOWER..], stride: LOWER, width: 64, count };
        kernel.linear(rows, store.f32s(self.affine_w), &s.zeros, &mut s.slots[slot * size..][..size]);
        slot as u32
    }

    /// Scores of all actions where the state looks at `tokens` (`None` for none, in order of the features).
    pub(crate) fn score<const F: usize, const WIDE: usize>(
        &self,
        store: &Store,
        kernel: Kernel,
        tokens: [Option<u32>; F],
        s: &mut HeadScratch,
        out: &mut [f32; WIDE],
    ) {
        debug_assert_eq!(self.features, F);
        let mut at = [usize::MAX; F];
        for (f, token) in tokens.iter().enumerate() {
            if let Some(t) = token {
                at[f] = self.locate(store, kernel, *t as usize, s) + f * 128;
            }
        }
        let pad = store.f32s(self.pad);
        let rows = std::array::from_fn(|f| match at[f] {
            usize::MAX => &pad[f * 128..][..128],
            at => &s.slots[at..][..128],
        });
        kernel.score::<F, WIDE>(
            rows,
            store.f32s(self.affine_b),
            store.f32s(self.upper_w),
            store.f32s(self.upper_b),
            out,
        );
    }
}
