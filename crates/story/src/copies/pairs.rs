//! Which reports share so much text that one repeats the other, from profiles alone.

use std::borrow::Borrow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::shingles::Shingles;
use crate::profile::Profile;

/// Share of the shorter text that must stand in the longer. Independent reports on one happening share names, figures
/// and turns of phrase, which come to less than half of this.
const SHARE: f32 = 0.2;
/// Fewer common shingles than this make no copy: a headline or a dateline.
const FEWEST: usize = 8;
/// A text with fewer shingles is short: two desks that tell one happening in two sentences have a clause or two in common.
const SHORT: usize = 40;
/// The share of a short text that makes it a copy.
const SHARE_OF_SHORT: f32 = 0.5;
/// The same where all words count, quoted or not, for texts that are little else than a quotation.
const SHARE_OF_ALL: f32 = 0.8;
/// A shingle in so many reports may be boilerplate …
const MANY: usize = 9;
/// … and is, if the reports that hold it have less than this of their text in common.
const ALIKE: f32 = 0.35;
/// Pairs of its reports that are looked at for it.
const PROBES: usize = 8;
/// Where more reports than this share a shingle, each is compared with the next few only: copies of one text are joined
/// through each other.
const CROWD: usize = 48;
const NEIGHBOURS: usize = 4;
/// Shingles that are sorted at once: all of a collection would take as much memory as its profiles.
const SORTED_AT_ONCE: usize = 1 << 21;

/// Two reports of which one repeats text of the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    /// The one that comes first in order of input.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// How much of the shorter text stands in the longer.
    pub share: f32,
}

/// The pairs among these reports, and the shingles that are boilerplate in this collection.
///
/// Only reports that share shingles are compared, so that the cost grows with the text, not with its square.
pub(crate) fn find<P: Borrow<Profile>>(profiles: &[P], order: &[u32]) -> (Vec<Pair>, FxHashSet<u32>) {
    let shingles = |i: u32| &profiles[i as usize].borrow().shingles;
    let total: usize = profiles.iter().map(|p| p.borrow().shingles.own.len()).sum();
    let parts = total.div_ceil(SORTED_AT_ONCE).max(1) as u32;
    let mut boilerplate = FxHashSet::default();
    let mut alike: FxHashMap<(u32, u32), f32> = FxHashMap::default();
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut held: Vec<u64> = Vec::with_capacity(total / parts as usize + total / 16);
    for part in 0..parts {
        held.clear();
        // Places in the reports' own order, so that neighbours are the same whatever the order of input.
        for (place, &i) in order.iter().enumerate() {
            let own = shingles(i).own.iter();
            held.extend(own.filter(|&&s| s % parts == part).map(|&s| u64::from(s) << 32 | place as u64));
        }
        held.sort_unstable();
        for run in held.chunk_by(|x, y| x >> 32 == y >> 32).filter(|run| run.len() > 1) {
            let report = |x: u64| order[(x & 0xffff_ffff) as usize];
            if run.len() >= MANY
                && is_boilerplate(run, |a, b| {
                    *alike.entry((report(a), report(b))).or_insert_with(|| {
                        let own = |x: u64| &shingles(report(x)).own;
                        share(own(a), own(b), &FxHashSet::default())
                    })
                })
            {
                boilerplate.insert((run[0] >> 32) as u32);
                continue;
            }
            let reach = if run.len() > CROWD { NEIGHBOURS } else { run.len() };
            for (n, &a) in run.iter().enumerate() {
                for &b in run[n + 1..].iter().take(reach) {
                    let (a, b) = (report(a), report(b));
                    *common.entry((a.min(b), a.max(b))).or_default() += 1;
                }
            }
        }
    }
    let mut found: Vec<Pair> = common
        .into_iter()
        .filter(|&(_, n)| n as usize >= FEWEST)
        .filter_map(|((a, b), _)| {
            let share = repeated(shingles(a), shingles(b), &boilerplate)?;
            Some(Pair { a: a as usize, b: b as usize, share })
        })
        .collect();
    found.sort_by_key(|c| (c.a, c.b));
    (found, boilerplate)
}

/// How much of the shorter text stands in the longer, if that makes a copy.
fn repeated(a: &Shingles, b: &Shingles, boilerplate: &FxHashSet<u32>) -> Option<f32> {
    let part = share(&a.own, &b.own, boilerplate);
    let least = if a.own.len().min(b.own.len()) < SHORT { SHARE_OF_SHORT } else { SHARE };
    if part >= least {
        return Some(part);
    }
    if part == 0.0 {
        return None;
    }
    let all = share(&a.all(), &b.all(), &FxHashSet::default());
    (all >= SHARE_OF_ALL).then_some(all)
}

/// Whether the reports that hold a shingle have otherwise little in common.
fn is_boilerplate(holders: &[u64], mut alike: impl FnMut(u64, u64) -> f32) -> bool {
    let step = ((holders.len() - 1) / PROBES).max(1);
    let (mut sum, mut pairs) = (0.0, 0.0);
    for p in holders.windows(2).step_by(step) {
        sum += alike(p[0], p[1]);
        pairs += 1.0;
    }
    sum < ALIKE * pairs
}

/// How many shingles two reports have in common; both sorted.
pub(crate) fn in_common<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let mut j = 0;
    a.iter().copied().filter(move |x| {
        while b.get(j).is_some_and(|y| y < x) {
            j += 1;
        }
        b.get(j) == Some(x)
    })
}

/// How much of the shorter stands in the longer; both sorted.
fn share(a: &[u32], b: &[u32], without: &FxHashSet<u32>) -> f32 {
    let n = in_common(a, b).filter(|s| !without.contains(s)).count();
    if n < FEWEST {
        return 0.0;
    }
    let size = |x: &[u32]| x.iter().filter(|&s| !without.contains(s)).count();
    n as f32 / size(a).min(size(b)).max(1) as f32
}
