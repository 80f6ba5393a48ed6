//! Words to vectors in context: hashed embeddings, then four convolutions.

use crate::error::LoadError;
use crate::hash::embed_keys;
use crate::kernel::{Kernel, Rows};
use crate::lexicon::{Lexicon, NONE, WordTables};
use crate::store::{Section, Store};

/// Floats of a vector.
pub(crate) const WIDTH: usize = 96;
/// Zero rows that the weights were trained with before and after every text.
const HALO: usize = 4;
/// Rows of a text that go through all layers together; keeps the buffers in the second-level cache.
const WINDOW: usize = 256;
/// Words that are embedded together.
const BATCH: usize = 128;
/// Numbers of the attributes of a word beside norm, prefix, suffix and shape.
const MOST_TABLES: usize = 6;

/// Which of the two nets of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Net {
    /// Feeds tagger and parser; knows about spaces.
    Shared,
    /// Feeds the entity recogniser.
    Entities,
}

/// Weights of one net.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    net: Net,
    /// Seed, first float and rows of each table.
    tables: Vec<(u32, usize, u32)>,
    embed: Section,
    projection: Section,
    /// Inputs of the embed stage.
    width: usize,
    maxout_w: Section,
    maxout_b: Section,
    norm: Section,
}

/// Section names of a net.
pub(crate) struct Names {
    pub(crate) tables: &'static str,
    pub(crate) embed: &'static str,
    pub(crate) projection: &'static str,
    pub(crate) maxout_w: &'static str,
    pub(crate) maxout_b: &'static str,
    pub(crate) norm: &'static str,
}

/// What one net computes with, kept between texts.
#[derive(Debug, Default)]
pub(crate) struct NetScratch {
    /// Embedded words, one row each.
    cache: Vec<f32>,
    missing: Vec<(u32, u8)>,
    gathered: Vec<f32>,
    wide: Vec<f32>,
    a: Vec<f32>,
    b: Vec<f32>,
}

impl NetScratch {
    pub(crate) fn clear(&mut self) {
        self.cache.clear();
        self.cache.shrink_to(1 << 22);
    }

    /// Bytes of embedded words held.
    pub(crate) fn bytes(&self) -> usize {
        self.cache.len() * 4
    }
}

impl Tok2Vec {
    pub(crate) fn read(store: &Store, net: Net, names: &Names, vectors: usize) -> Result<Self, LoadError> {
        let info = store.u32s(store.section(names.tables)?);
        let mut at = 0;
        let mut tables = Vec::new();
        for &[seed, rows] in info.as_chunks::<2>().0 {
            tables.push((seed, at, rows));
            at += rows as usize * WIDTH;
        }
        let wanted = if net == Net::Shared { MOST_TABLES } else { 4 };
        let projection = store.section(names.projection)?;
        let with_vectors = !store.f32s(projection).is_empty();
        let this = Self {
            net,
            width: WIDTH * (tables.len() + usize::from(with_vectors)),
            tables,
            embed: store.section(names.embed)?,
            projection,
            maxout_w: store.section(names.maxout_w)?,
            maxout_b: store.section(names.maxout_b)?,
            norm: store.section(names.norm)?,
        };
        let fits = this.tables.len() == wanted
            && this.tables.iter().all(|t| t.2 > 0)
            && store.f32s(this.embed).len() == at
            && (!with_vectors || store.f32s(projection).len() == WIDTH * vectors)
            && store.f32s(this.maxout_w).len() == 288 * (this.width + 4 * 288)
            && store.f32s(this.maxout_b).len() == 5 * 288
            && store.f32s(this.norm).len() == 5 * 2 * WIDTH;
        if fits { Ok(this) } else { Err(LoadError::Damaged(names.tables)) }
    }

    /// Which cache of a word holds its row.
    fn slot(&self, space: bool) -> usize {
        match self.net {
            Net::Shared => usize::from(space),
            Net::Entities => 2,
        }
    }

    /// Embeds all words of a text that are not yet embedded.
    pub(crate) fn embed(
        &self,
        store: &Store,
        tables: &WordTables,
        kernel: Kernel,
        lexicon: &mut Lexicon,
        words: impl Iterator<Item = (u32, bool)>,
        s: &mut NetScratch,
    ) {
        s.missing.clear();
        for (word, space) in words {
            let slot = self.slot(space);
            let row = &mut lexicon.get_mut(word).embedded[slot];
            if *row == NONE {
                *row = (s.cache.len() / WIDTH + s.missing.len()) as u32;
                s.missing.push((word, slot as u8));
            }
        }
        let embed = store.f32s(self.embed);
        let (w, b) = (&store.f32s(self.maxout_w)[..288 * self.width], &store.f32s(self.maxout_b)[..288]);
        let gain = &store.f32s(self.norm)[..2 * WIDTH];
        let missing = std::mem::take(&mut s.missing);
        for batch in missing.chunks(BATCH) {
            s.wide.clear();
            s.wide.resize(batch.len() * self.width, 0.0);
            for (&(word, slot), out) in batch.iter().zip(s.wide.chunks_exact_mut(self.width)) {
                let word = lexicon.get(word);
                let [norm, prefix, suffix, shape] = word.features;
                let ids = [norm, prefix, suffix, shape, u64::from(slot == 1), u64::from(word.is_space)];
                for ((&(seed, at, rows), &id), out) in self.tables.iter().zip(&ids).zip(out.chunks_exact_mut(WIDTH)) {
                    for key in embed_keys(id, seed) {
                        let row = &embed[at + (key % rows) as usize * WIDTH..][..WIDTH];
                        for (o, v) in out.iter_mut().zip(row) {
                            *o += v;
                        }
                    }
                }
            }
            self.add_vectors(store, tables, kernel, lexicon, batch, s);
            let rows = Rows { data: &s.wide, stride: self.width, width: self.width, count: batch.len() };
            let at = s.cache.len();
            s.cache.resize(at + batch.len() * WIDTH, 0.0);
            kernel.maxout(rows, w, b, &mut s.cache[at..]);
            kernel.layer_norm(&mut s.cache[at..], None, gain);
        }
        s.missing = missing;
    }

    /// Projects the vectors of the words into the last columns of `wide`.
    fn add_vectors(
        &self,
        store: &Store,
        tables: &WordTables,
        kernel: Kernel,
        lexicon: &Lexicon,
        batch: &[(u32, u8)],
        s: &mut NetScratch,
    ) {
        let projection = store.f32s(self.projection);
        if projection.is_empty() {
            return;
        }
        s.gathered.clear();
        for &(word, _) in batch {
            match tables.vector(store, lexicon.get(word).row) {
                Some(v) => s.gathered.extend_from_slice(v),
                None => s.gathered.resize(s.gathered.len() + tables.width, 0.0),
            }
        }
        let rows = Rows { data: &s.gathered, stride: tables.width, width: tables.width, count: batch.len() };
        s.a.resize(s.a.len().max(batch.len() * WIDTH), 0.0);
        kernel.linear(rows, projection, &[0.0; WIDTH], &mut s.a);
        for (wide, v) in s.wide.chunks_exact_mut(self.width).zip(s.a.chunks_exact(WIDTH)) {
            wide[self.width - WIDTH..].copy_from_slice(v);
        }
    }

    /// Runs the convolutions over a text whose words are embedded and hands out the rows, stretch by stretch.
    pub(crate) fn encode(
        &self,
        store: &Store,
        kernel: Kernel,
        lexicon: &Lexicon,
        words: &[(u32, bool)],
        s: &mut NetScratch,
        mut emit: impl FnMut(usize, &[f32]),
    ) {
        let (w, b) = (&store.f32s(self.maxout_w)[288 * self.width..], &store.f32s(self.maxout_b)[288..]);
        let gain = &store.f32s(self.norm)[2 * WIDTH..];
        for start in (0..words.len()).step_by(WINDOW) {
            let end = (start + WINDOW).min(words.len());
            // Row r of the buffers is token start - HALO + r; the halo is zero outside the text.
            let rows = end - start + 2 * HALO;
            let len = rows * WIDTH;
            s.a.resize(s.a.len().max(len), 0.0);
            s.b.resize(s.b.len().max(len), 0.0);
            for (r, out) in s.a[..len].chunks_exact_mut(WIDTH).enumerate() {
                match (start + r).checked_sub(HALO).and_then(|i| words.get(i)) {
                    Some(&(word, space)) => {
                        let row = lexicon.get(word).embedded[self.slot(space)] as usize * WIDTH;
                        out.copy_from_slice(&s.cache[row..row + WIDTH]);
                    }
                    None => out.fill(0.0),
                }
            }
            for layer in 0..HALO {
                // Each layer sees one row to either side, so one row less at either end is needed.
                let count = rows - 2 * (layer + 1);
                let input = Rows { data: &s.a[layer * WIDTH..len], stride: WIDTH, width: 3 * WIDTH, count };
                let out = &mut s.b[(layer + 1) * WIDTH..][..count * WIDTH];
                kernel.maxout(input, &w[layer * 288 * 288..][..288 * 288], &b[layer * 288..][..288], out);
                let residual = &s.a[(layer + 1) * WIDTH..][..count * WIDTH];
                kernel.layer_norm(out, Some(residual), &gain[layer * 2 * WIDTH..][..2 * WIDTH]);
                std::mem::swap(&mut s.a, &mut s.b);
            }
            emit(start, &s.a[HALO * WIDTH..][..(end - start) * WIDTH]);
        }
    }
}
