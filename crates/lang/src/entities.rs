//! Named entities: begin, in, last, unit, out, taken greedily.

use crate::analysis::Entity;
use crate::error::LoadError;
use crate::head::{Head, HeadScratch, Names};
use crate::kernel::Kernel;
use crate::labels::EntityLabel;
use crate::store::Store;

const FEATURES: usize = 3;
const WIDE: usize = 80;

const BEGIN: u8 = 1;
const IN: u8 = 2;
const LAST: u8 = 3;
const UNIT: u8 = 4;
const OUT: u8 = 5;

/// Weights and actions.
#[derive(Debug)]
pub(crate) struct Recogniser {
    pub(crate) head: Head,
    actions: Vec<(u8, Option<EntityLabel>)>,
}

impl Recogniser {
    pub(crate) fn read(store: &Store) -> Result<Self, LoadError> {
        let names = Names {
            lower: ["e.lower.w", "e.lower.b"],
            affine: ["e.affine.w", "e.affine.b", "e.affine.pad"],
            upper: ["e.upper.w", "e.upper.b"],
            actions: "e.actions",
        };
        let head = Head::read::<FEATURES, WIDE>(store, &names)?;
        let actions: Vec<_> = head.actions.iter().map(|(m, l)| (*m, EntityLabel::from_label(l))).collect();
        if !actions.iter().any(|a| a.0 == OUT) {
            return Err(LoadError::Damaged("e.actions"));
        }
        Ok(Self { head, actions })
    }

    /// Finds the entities of a text whose tokens have been fed to the classifier. `sentence_start` and `is_space` say
    /// of each token whether it begins a sentence and whether it is white space.
    pub(crate) fn run(
        &self,
        store: &Store,
        kernel: Kernel,
        sentence_start: &[bool],
        is_space: impl Fn(usize) -> bool,
        s: &mut HeadScratch,
        out: &mut Vec<Entity>,
    ) {
        out.clear();
        let mut open: Option<(u32, EntityLabel)> = None;
        let mut scores = [0f32; WIDE];
        let n = sentence_start.len();
        for i in 0..n {
            let first = open.map(|(first, _)| first);
            let tokens = [Some(i as u32), first, first.and_then(|_| (i as u32).checked_sub(1))];
            self.head.score::<FEATURES, WIDE>(store, kernel, tokens, s, &mut scores);
            let goes_on = i + 1 < n && !sentence_start[i + 1];
            let space = is_space(i);
            let mut best = None;
            let mut most = f32::NEG_INFINITY;
            for (&(action, label), &score) in self.actions.iter().zip(&scores) {
                let valid = match (action, label, open) {
                    (BEGIN, Some(_), None) => goes_on && !space,
                    (IN, Some(l), Some((_, o))) => l == o && goes_on,
                    (LAST, Some(l), Some((_, o))) => l == o,
                    (UNIT, Some(_), None) => !space,
                    (OUT, _, None) => true,
                    _ => false,
                };
                if valid && (score > most || best.is_none()) {
                    (best, most) = (Some((action, label)), score);
                }
            }
            match best {
                Some((BEGIN, Some(label))) => open = Some((i as u32, label)),
                Some((LAST, _)) => {
                    if let Some((first, label)) = open.take() {
                        out.push(Entity { first, last: i as u32 + 1, label });
                    }
                }
                Some((UNIT, Some(label))) => out.push(Entity { first: i as u32, last: i as u32 + 1, label }),
                _ => {}
            }
        }
    }
}
