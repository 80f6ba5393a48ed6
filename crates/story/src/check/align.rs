//! Which word of a report answers which of a claim.

use super::clashes::fit;
use super::index::{Sentence, Word};
use crate::likeness;
use crate::terms::WordKind;
use crate::wordnet;

/// Words are alike whose vectors are at least this alike, or whom WordNet holds for alike.
pub(super) const SOFT: f32 = 0.6;
/// Words so much alike are the same, or the report's is a kind of the claim's.
pub(super) const SURE: f32 = 0.85;
/// Words whose vectors are less alike than this are not looked up.
const LOOKED_UP: f32 = 0.2;

/// A word of the claim and one of the report.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub at: usize,
    pub like: f32,
}

/// A claim's sentence and a report's, word by word.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    /// For each word of the claim, the word of the report nearest to it, if any is near.
    pub there: Vec<Option<Link>>,
    /// For each word of the report, that of the claim.
    pub back: Vec<Option<Link>>,
    /// Words of which one undoes the other, of claim and report.
    pub opposites: Vec<(usize, usize)>,
}

/// How one word of the claim stands to one of the report.
enum Pair {
    Alike(f32),
    Opposite,
    Nothing,
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn pair(w: &Word, o: &Word) -> Pair {
    if w.is(o) {
        return Pair::Alike(1.0);
    }
    if let (Some(x), Some(y)) = (w.value, o.value)
        && fit((x, w.bound), (y, o.bound))
    {
        return Pair::Alike(0.9);
    }
    let (a, b) = (w.lemma(), o.lemma());
    if likeness::opposed(a, b) || wordnet::opposed(a, b) {
        return Pair::Opposite;
    }
    if w.kind != WordKind::Word || o.kind != WordKind::Word {
        return Pair::Nothing;
    }
    let near = match (&w.vector, &o.vector) {
        (Some(x), Some(y)) => Some(dot(x, y)),
        _ => None,
    };
    if near.is_some_and(|n| n < LOOKED_UP) {
        return Pair::Nothing;
    }
    if w.entry.same(&o.entry) {
        return Pair::Alike(0.95);
    }
    if wordnet::derived(a, b) {
        return Pair::Alike(0.9);
    }
    if o.entry.kind_of(&w.entry) {
        return Pair::Alike(0.85);
    }
    let near = near.unwrap_or(0.0);
    if w.entry.kind_of(&o.entry) {
        return Pair::Alike(near.clamp(0.5, 0.8));
    }
    // What is the one is not the other, however near their vectors: a guitar, a drum.
    if !w.predicate && !o.predicate && near >= 0.3 && w.entry.sisters(&o.entry) {
        return Pair::Nothing;
    }
    Pair::Alike(near.min(0.95))
}

impl Alignment {
    pub fn new(claim: &Sentence, s: &Sentence) -> Self {
        let mut out = Self { there: vec![None; claim.words.len()], back: vec![None; s.words.len()], ..Self::default() };
        for (i, w) in claim.words.iter().enumerate() {
            for (j, o) in s.words.iter().enumerate() {
                match pair(w, o) {
                    Pair::Alike(like) => {
                        if out.there[i].is_none_or(|l| like > l.like) {
                            out.there[i] = Some(Link { at: j, like });
                        }
                        if out.back[j].is_none_or(|l| like > l.like) {
                            out.back[j] = Some(Link { at: i, like });
                        }
                    }
                    Pair::Opposite => out.opposites.push((i, j)),
                    Pair::Nothing => {}
                }
            }
        }
        for link in out.there.iter_mut().chain(&mut out.back) {
            *link = link.filter(|l| l.like >= SOFT);
        }
        // What is there as itself has no opposite: "open until it closed".
        let (there, back) = (&out.there, &out.back);
        let free =
            |&(i, j): &(usize, usize)| there[i].is_none_or(|l| l.like < 0.99) && back[j].is_none_or(|l| l.like < 0.99);
        out.opposites.retain(free);
        out
    }

    /// Share of the claim that the sentence has in the same words or in words that mean the same.
    pub fn sure(&self, claim: &Sentence) -> f32 {
        let sure = claim.words.iter().zip(&self.there).filter(|(_, l)| l.is_some_and(|l| l.like >= SURE));
        if claim.weight > 0.0 { sure.map(|(w, _)| w.weight).sum::<f32>() / claim.weight } else { 0.0 }
    }

    /// Share of the claim that the sentence has, by weight.
    pub fn cover(&self, claim: &Sentence) -> f32 {
        if claim.weight <= 0.0 {
            return 0.0;
        }
        claim.words.iter().zip(&self.there).filter_map(|(w, l)| l.map(|l| l.like * w.weight)).sum::<f32>()
            / claim.weight
    }
}
