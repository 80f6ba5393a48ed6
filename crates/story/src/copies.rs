//! Which reports repeat another's text.

use rashomon_text::Span;
use rustc_hash::FxHashMap;

use crate::story::Case;
use crate::terms;

/// Words in a shingle.
const SHINGLE: usize = 3;
/// Shingles in so many reports or more are the house's own or common words.
const BOILERPLATE: usize = 9;
/// Share of the shorter report that must stand in the longer.
const SHARE: f32 = 0.4;

/// One report repeats text of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// The one that comes first in order of input.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// How much of the shorter text stands in the longer, 0 to 1.
    pub share: f32,
    /// What they share, in `a`.
    pub spans_a: Vec<Span>,
    /// What they share, in `b`.
    pub spans_b: Vec<Span>,
}

fn env(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// A report as its shingles.
#[derive(Debug)]
struct Shingled {
    /// Shingle and where it stands.
    shingles: Vec<(u64, Span)>,
}

/// Finds the pairs of reports of which one repeats the other's text.
#[must_use]
pub fn find(cases: &[Case]) -> Vec<Copy> {
    let texts: Vec<Shingled> = cases.iter().map(shingled).collect();
    let mut index: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (i, t) in texts.iter().enumerate() {
        for &(s, _) in &t.shingles {
            let at = index.entry(s).or_default();
            if at.last() != Some(&(i as u32)) {
                at.push(i as u32);
            }
        }
    }
    let mut shared: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut size = vec![0u32; cases.len()];
    for at in index.values().filter(|at| at.len() < BOILERPLATE) {
        for (n, &b) in at.iter().enumerate() {
            size[b as usize] += 1;
            for &a in &at[..n] {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let least = env("SHARE", SHARE);
    let mut found: Vec<Copy> = shared
        .into_iter()
        .filter_map(|((a, b), n)| {
            let (a, b) = (a as usize, b as usize);
            let share = n as f32 / size[a].min(size[b]).max(1) as f32;
            (share >= least && n >= 8).then(|| Copy { a, b, share, spans_a: Vec::new(), spans_b: Vec::new() })
        })
        .collect();
    found.sort_by_key(|c| (c.a, c.b));
    found
}

/// Groups of reports of which one repeats another's text, each with two reports or more, in order of input.
#[must_use]
pub fn copies(cases: &[Case]) -> Vec<Vec<usize>> {
    groups(&find(cases))
}

/// Joins pairs to groups.
#[must_use]
pub fn groups(copies: &[Copy]) -> Vec<Vec<usize>> {
    let mut of: FxHashMap<usize, usize> = FxHashMap::default();
    fn root(of: &FxHashMap<usize, usize>, mut i: usize) -> usize {
        while let Some(&p) = of.get(&i) {
            i = p;
        }
        i
    }
    for c in copies {
        let (a, b) = (root(&of, c.a), root(&of, c.b));
        if a != b {
            of.insert(a.max(b), a.min(b));
        }
    }
    let mut members: Vec<usize> = copies.iter().flat_map(|c| [c.a, c.b]).collect();
    members.sort_unstable();
    members.dedup();
    let mut groups: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for m in members {
        groups.entry(root(&of, m)).or_default().push(m);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort();
    groups
}

fn shingled(case: &Case) -> Shingled {
    let a = &case.analysis;
    let words: Vec<(u64, Span)> = (0..a.len())
        .filter(|&i| a.lower(i).chars().any(char::is_alphanumeric))
        .map(|i| (terms::term(a.lower(i)), a.token(i).span))
        .collect();
    let shingles = words
        .windows(SHINGLE)
        .map(|w| {
            let id = w.iter().fold(0u64, |h, x| (h.rotate_left(21) ^ x.0).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            (id, w[0].1.cover(w[SHINGLE - 1].1))
        })
        .collect();
    Shingled { shingles }
}
