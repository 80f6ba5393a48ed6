//! Which reports are one text: copies of a copy are, two texts that a third merged are not.

use std::borrow::Borrow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::pairs::{Pair, in_common};
use crate::profile::Profile;
use crate::terms::Union;

/// A report merges two texts if what it has of the one is, but for this share, not what it has of the other.
const OVERLAP: f32 = 0.1;
/// Groups of more reports than this are one text that everybody ran; nobody merged it with another.
const LARGEST_MERGED: usize = 64;

/// The pairs that make groups: without those by which a report that merged two texts would make one of them.
pub(crate) fn binding<P: Borrow<Profile>>(profiles: &[P], pairs: &[Pair]) -> Vec<Pair> {
    let mut union = Union::default();
    for c in pairs {
        union.join(c.a, c.b);
    }
    let mut by_group: FxHashMap<usize, Vec<Pair>> = FxHashMap::default();
    for c in pairs {
        by_group.entry(union.root(c.a)).or_default().push(*c);
    }
    let mut kept: Vec<Pair> = Vec::with_capacity(pairs.len());
    for (_, mut group) in by_group {
        let members: FxHashSet<usize> = group.iter().flat_map(|c| [c.a, c.b]).collect();
        if (3..=LARGEST_MERGED).contains(&members.len()) {
            let mut members: Vec<usize> = members.into_iter().collect();
            members.sort_by_key(|&m| profiles[m].borrow().key);
            for m in members {
                unmerge(profiles, m, &mut group);
            }
        }
        kept.extend(group);
    }
    kept.sort_by_key(|c| (c.a, c.b));
    kept
}

/// Leaves report `m` with the one text it has most of, where it merged several.
fn unmerge<P: Borrow<Profile>>(profiles: &[P], m: usize, group: &mut Vec<Pair>) {
    let other = |c: &Pair| if c.a == m { c.b } else { c.a };
    let (of_m, rest): (Vec<Pair>, Vec<Pair>) = group.iter().partition(|c| c.a == m || c.b == m);
    let mut union = Union::default();
    of_m.iter().for_each(|c| union.join(other(c), other(c)));
    rest.iter().for_each(|c| union.join(c.a, c.b));
    // What `m` has of each text that hangs together without it.
    let mut texts: Vec<(usize, FxHashSet<u32>)> = Vec::new();
    for c in &of_m {
        let shared = in_common(&profiles[m].borrow().shingles.own, &profiles[other(c)].borrow().shingles.own);
        let root = union.root(other(c));
        match texts.iter_mut().find(|t| t.0 == root) {
            Some(t) => t.1.extend(shared),
            None => texts.push((root, shared.collect())),
        }
    }
    texts.sort_by_key(|t| (std::cmp::Reverse(t.1.len()), profiles[t.0].borrow().key));
    let Some(((main, most), more)) = texts.split_first() else { return };
    let elsewhere: Vec<usize> = more
        .iter()
        .filter(|(_, part)| part.intersection(most).count() as f32 <= OVERLAP * part.len() as f32)
        .map(|t| t.0)
        .collect();
    debug_assert!(!elsewhere.contains(main));
    group.retain(|c| (c.a != m && c.b != m) || !elsewhere.contains(&union.root(other(c))));
}
