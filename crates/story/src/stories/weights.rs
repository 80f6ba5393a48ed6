//! Reports as weighted words.

use rustc_hash::FxHashMap;

use crate::profile::Profile;
use crate::terms::{Idf, Term, WordKind};

/// Names tell more than other words, numbers less.
const NAME: f32 = 1.3;
const NUMBER: f32 = 0.7;

/// Words by number, with a weight each, sorted by number.
pub(super) type Vector = Vec<(u32, f32)>;

/// Reports as vectors of length one, over the words that more than one of them holds.
#[derive(Debug)]
pub(super) struct Weighted {
    /// One a report, in the reports' own order.
    pub vectors: Vec<Vector>,
    /// Whether each word is a name in most reports that hold it.
    pub is_name: Vec<bool>,
    /// Day of each report, where known.
    pub days: Vec<Option<i32>>,
    /// Whether only names and numbers of each report are known.
    pub unread: Vec<bool>,
}

impl Weighted {
    /// Of these reports, weighed by how rare their words are in the whole collection.
    pub(super) fn of<'p>(profiles: impl Iterator<Item = &'p Profile> + Clone, idf: &Idf) -> Self {
        // How many of the reports hold the word, and for how many of them it is a name.
        let mut held: FxHashMap<Term, (u32, u32)> = FxHashMap::default();
        for (w, _, kind) in profiles.clone().flat_map(Profile::words) {
            let at = held.entry(w).or_default();
            at.0 += 1;
            at.1 += u32::from(kind == WordKind::Name);
        }
        let mut shared: Vec<Term> = held.iter().filter(|(_, n)| n.0 > 1).map(|(&w, _)| w).collect();
        shared.sort_unstable();
        let is_name = shared.iter().map(|w| held[w].1 * 2 >= held[w].0).collect();
        drop(held);
        let number: FxHashMap<Term, u32> = shared.iter().copied().zip(0..).collect();
        let (mut days, mut unread) = (Vec::new(), Vec::new());
        let vectors = profiles
            .map(|p| {
                days.push(p.day);
                unread.push(p.unread);
                let mut squares = 0.0;
                let mut vector = Vector::with_capacity(p.terms().len());
                for (w, n, kind) in p.words() {
                    let x = weight(w, n, kind, idf);
                    squares += x * x;
                    if let Some(&k) = number.get(&w) {
                        vector.push((k, x));
                    }
                }
                let length = squares.sqrt().max(f32::MIN_POSITIVE);
                vector.iter_mut().for_each(|(_, x)| *x /= length);
                vector.shrink_to_fit();
                vector
            })
            .collect();
        Self { vectors, is_name, days, unread }
    }
}

/// How much a word tells that stands so often in a report.
pub(super) fn weight(word: Term, count: f32, kind: WordKind, idf: &Idf) -> f32 {
    let boost = match kind {
        WordKind::Word => 1.0,
        WordKind::Name => NAME,
        WordKind::Number => NUMBER,
    };
    (1.0 + count.ln()) * idf.of_word(word, kind) * boost
}

/// The products of two vectors: over all words, and over those that are no names.
pub(super) fn products(a: &[(u32, f32)], b: &[(u32, f32)], is_name: &[bool]) -> (f32, f32) {
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (mut all, mut plain) = (0.0, 0.0);
    let mut add = |w: u32, x: f32| {
        all += x;
        if !is_name[w as usize] {
            plain += x;
        }
    };
    if small.len() * 16 < large.len() {
        let mut rest = large;
        for &(w, x) in small {
            let at = rest.partition_point(|y| y.0 < w);
            rest = &rest[at..];
            if let Some(&(v, y)) = rest.first()
                && v == w
            {
                add(w, x * y);
            }
        }
    } else {
        let mut j = 0;
        for &(w, x) in small {
            while large.get(j).is_some_and(|y| y.0 < w) {
                j += 1;
            }
            if let Some(&(v, y)) = large.get(j)
                && v == w
            {
                add(w, x * y);
            }
        }
    }
    (all, plain)
}

/// The sum of two vectors.
pub(super) fn sum(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vector {
    let mut out = Vector::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while let (Some(&(v, x)), Some(&(w, y))) = (a.get(i), b.get(j)) {
        match v.cmp(&w) {
            std::cmp::Ordering::Less => {
                out.push((v, x));
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                out.push((w, y));
                j += 1;
            }
            std::cmp::Ordering::Equal => {
                out.push((v, x + y));
                i += 1;
                j += 1;
            }
        }
    }
    out.extend_from_slice(&a[i..]);
    out.extend_from_slice(&b[j..]);
    out.shrink_to_fit();
    out
}
