//! Bringing similar reports together (agglomerative clustering by mean similarity).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::weights::{Vector, Weighted, products, sum};

/// Two groups are joined while the mean similarity of their pairs is at least this: reports on wholly different matters
/// stay below it.
pub(super) const JOIN: f32 = 0.067;
/// Reports that share less than this of words that are no names share only who is named: the same people do many things,
/// and such reports are on different matters.
const NAMES_ALONE: f32 = 0.025;
/// Within half a year days tell nothing: an arrest is followed by its trial. Reports further apart are seldom on one affair …
const NEAR_IN_TIME: i32 = 180;
/// … and count as half as similar after so many days more.
const HALF_AS_SIMILAR: f32 = 365.0;

/// Reports that belong together, as the sum of their vectors.
#[derive(Debug)]
pub(super) struct Group<'v> {
    vector: std::borrow::Cow<'v, [(u32, f32)]>,
    size: f32,
    /// First and last day of those that have one.
    days: Option<(i32, i32)>,
    /// Only names and numbers of all of them are known.
    unread: bool,
}

impl<'v> Group<'v> {
    /// Of one report.
    pub(super) fn of(weighted: &'v Weighted, r: u32) -> Self {
        Self {
            vector: std::borrow::Cow::Borrowed(&weighted.vectors[r as usize]),
            size: 1.0,
            days: weighted.days[r as usize].map(|d| (d, d)),
            unread: weighted.unread[r as usize],
        }
    }

    /// How similar the reports of two groups are in the mean.
    pub(super) fn likeness(&self, other: &Self, is_name: &[bool]) -> f32 {
        let (all, plain) = products(&self.vector, &other.vector, is_name);
        let pairs = self.size * other.size;
        let gap = self.days.zip(other.days).map_or(0, |(a, b)| (a.0 - b.1).max(b.0 - a.1));
        if self.unread || other.unread {
            return judged_by_names(all / pairs, gap);
        }
        judged(all / pairs, plain / pairs, gap)
    }

    /// Both as one.
    fn with(&self, other: &Self) -> Self {
        let vector: Vector = sum(&self.vector, &other.vector);
        let days = match (self.days, other.days) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        let unread = self.unread && other.unread;
        Self { vector: vector.into(), size: self.size + other.size, days, unread }
    }
}

/// How similar reports count as whose products over all words, and over those that are no names, are these, and between
/// which lie so many days.
pub(super) fn judged(all: f32, plain: f32, days: i32) -> f32 {
    let mean = if plain < NAMES_ALONE { all.min(JOIN * plain / NAMES_ALONE) } else { all };
    if days <= NEAR_IN_TIME { mean } else { mean / (1.0 + (days - NEAR_IN_TIME) as f32 / HALF_AS_SIMILAR) }
}

/// A report of which only names and numbers are known shares this much with one on the same matter …
const BY_NAMES: f32 = 0.2;
/// … and is no further from it than so many days: the same people do many things.
const BY_NAMES_DAYS: i32 = 10;

/// The same for reports of which one is in a language that is not read.
pub(super) fn judged_by_names(all: f32, days: i32) -> f32 {
    if days <= BY_NAMES_DAYS { all * JOIN / BY_NAMES } else { 0.0 }
}

/// A possible join.
#[derive(Debug, PartialEq)]
struct Join {
    score: f32,
    a: u32,
    b: u32,
    /// How often each had been joined when this was weighed.
    age: (u32, u32),
}

impl Eq for Join {}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

/// Joins reports from the most similar pair on until none are similar enough; those of `sure` belong together whatever else.
///
/// A join makes no two groups more similar than the more similar of its parts was, so that a pair that was weighed before
/// is weighed again only when its turn comes.
pub(super) fn join(weighted: &Weighted, pairs: &[(u32, u32, f32)], sure: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let n = weighted.vectors.len();
    let mut groups = Groups {
        parent: (0..n as u32).collect(),
        age: vec![0; n],
        groups: (0..n as u32).map(|r| Some(Group::of(weighted, r))).collect(),
    };
    for &(a, b) in sure {
        let (a, b) = (groups.root(a), groups.root(b));
        if a != b {
            groups.join(a.min(b), a.max(b));
        }
    }
    let mut heap: BinaryHeap<Join> = pairs.iter().map(|&(a, b, score)| Join { score, a, b, age: (0, 0) }).collect();
    // When each pair of groups was last weighed: many pairs of reports come to one pair of groups.
    let mut weighed: FxHashMap<(u32, u32), (u32, u32)> = FxHashMap::default();
    while let Some(j) = heap.pop() {
        let (a, b) = (groups.root(j.a), groups.root(j.b));
        if a == b {
            continue;
        }
        let (a, b) = (a.min(b), a.max(b));
        let age = (groups.age[a as usize], groups.age[b as usize]);
        if (a, b, age) == (j.a, j.b, j.age) {
            weighed.remove(&(a, b));
            groups.join(a, b);
        } else if weighed.insert((a, b), age) != Some(age) {
            let score = groups.likeness(a, b, &weighted.is_name);
            if score >= JOIN {
                heap.push(Join { score, a, b, age });
            }
        }
    }
    let mut of: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for r in 0..n as u32 {
        of.entry(groups.root(r)).or_default().push(r);
    }
    let mut found: Vec<Vec<u32>> = of.into_values().collect();
    found.sort_unstable();
    found
}

/// Groups that grow together.
struct Groups<'v> {
    /// The group that a group was joined to; itself while it stands.
    parent: Vec<u32>,
    age: Vec<u32>,
    groups: Vec<Option<Group<'v>>>,
}

impl Groups<'_> {
    fn root(&mut self, mut i: u32) -> u32 {
        while self.parent[i as usize] != i {
            let above = self.parent[self.parent[i as usize] as usize];
            self.parent[i as usize] = above;
            i = above;
        }
        i
    }

    fn likeness(&self, a: u32, b: u32, is_name: &[bool]) -> f32 {
        let (a, b) = (&self.groups[a as usize], &self.groups[b as usize]);
        a.as_ref().zip(b.as_ref()).map_or(0.0, |(a, b)| a.likeness(b, is_name))
    }

    /// Joins `b` to `a`.
    fn join(&mut self, a: u32, b: u32) {
        let gone = self.groups[b as usize].take();
        let slot = &mut self.groups[a as usize];
        if let Some((x, y)) = slot.as_ref().zip(gone.as_ref()) {
            *slot = Some(x.with(y));
        }
        self.parent[b as usize] = a;
        self.age[a as usize] += 1;
        self.age[b as usize] += 1;
    }
}
