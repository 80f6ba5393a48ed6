//! Which reports are about one affair.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use crate::copies::{self, Copy};
use crate::story::Case;
use crate::terms::{self, Idf, Term, WordKind};

/// Two groups are joined while they are at least this similar.
const JOIN: f32 = 0.2;
/// Pairs of reports less similar than this are not looked at.
const FLOOR: f32 = 0.02;
/// 0: mean similarity of the pairs of two groups; 1: cosine of their centroids.
const CENTROID: f32 = 0.5;
/// A word in the headline counts as if it stood so many more times in the text.
const TITLE: f32 = 1.0;
/// Names tell more than other words.
const NAME: f32 = 1.5;
const NUMBER: f32 = 0.7;

fn env(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// A report as its words.
#[derive(Debug)]
struct Profile {
    /// Sorted by word: weight of one.
    words: Vec<(Term, f32)>,
}

/// Groups reports by affair.
///
/// Each report is in one group; reports in a group and groups by their first report are in order of input.
/// Which reports are grouped does not depend on that order.
///
/// Reports are compared by the cosine of their content words, weighted by frequency in the report, rarity, and more
/// where they are names or stand in the headline. Groups are joined from the most similar pair on (agglomerative
/// clustering), copies first. Only pairs that share telling words are looked at.
#[must_use]
pub fn group(cases: &[Case]) -> Vec<Vec<usize>> {
    group_with(cases, &copies::find(cases))
}

/// As [`group`], with the copies already found.
#[must_use]
pub fn group_with(cases: &[Case], copies: &[Copy]) -> Vec<Vec<usize>> {
    // Ties and sums of floats depend on order: work in an order that is the reports' own.
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_cached_key(|&i| (terms::term(&cases[i].report.text), &cases[i].report.id));
    let mut rank = vec![0; cases.len()];
    for (r, &i) in order.iter().enumerate() {
        rank[i] = r;
    }
    let profiles = profiles(cases, &order);
    let pairs = similar_pairs(&profiles);
    let mut clusters = Clusters::new(cases.len(), &pairs);
    let mut sure: Vec<(usize, usize)> =
        copies.iter().map(|c| (rank[c.a].min(rank[c.b]), rank[c.a].max(rank[c.b]))).collect();
    sure.sort_unstable();
    for (a, b) in sure {
        clusters.join_sure(a, b);
    }
    clusters.run();
    let mut groups: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (i, &r) in rank.iter().enumerate() {
        groups.entry(clusters.root(r)).or_default().push(i);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(|g| g[0]);
    groups
}

fn profiles(cases: &[Case], order: &[usize]) -> Vec<Profile> {
    let counted: Vec<FxHashMap<Term, (f32, WordKind)>> = order.iter().map(|&i| count(&cases[i])).collect();
    let held: Vec<Vec<Term>> = counted.iter().map(|c| c.keys().copied().collect()).collect();
    let idf = Idf::of(held.iter().map(Vec::as_slice));
    let name = env("NAME", NAME);
    let number = env("NUMBER", NUMBER);
    counted
        .into_iter()
        .map(|counts| {
            let mut words: Vec<(Term, f32)> = counts
                .into_iter()
                .map(|(w, (n, kind))| {
                    let boost = match kind {
                        WordKind::Word => 1.0,
                        WordKind::Name => name,
                        WordKind::Number => number,
                    };
                    (w, (1.0 + n.ln()) * idf.of_word(w, kind) * boost)
                })
                .collect();
            words.sort_unstable_by_key(|&(w, _)| w);
            let length = words.iter().map(|(_, x)| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            words.iter_mut().for_each(|(_, x)| *x /= length);
            Profile { words }
        })
        .collect()
}

/// How often each word stands in the report.
fn count(case: &Case) -> FxHashMap<Term, (f32, WordKind)> {
    let a = &case.analysis;
    let mut counts: FxHashMap<Term, (f32, WordKind)> = FxHashMap::default();
    let title = env("TITLE", TITLE);
    let head = case.report.title.as_deref().unwrap_or("").to_lowercase();
    let in_title: Vec<&str> = head.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    for i in 0..a.len() {
        if let Some((w, kind)) = terms::content(a, i) {
            let at =
                counts.entry(w).or_insert_with(|| (if in_title.contains(&a.lower(i)) { title } else { 0.0 }, kind));
            at.0 += 1.0;
            if kind == WordKind::Name {
                at.1 = WordKind::Name;
            }
        }
    }
    counts
}

/// Similarities of pairs that share telling words, `a < b`.
fn similar_pairs(profiles: &[Profile]) -> Vec<(usize, usize, f32)> {
    let mut index: FxHashMap<Term, Vec<(usize, f32)>> = FxHashMap::default();
    let mut pairs = Vec::new();
    let mut sums = vec![0.0f32; profiles.len()];
    let mut touched = Vec::new();
    for (b, p) in profiles.iter().enumerate() {
        for &(w, x) in &p.words {
            let at = index.entry(w).or_default();
            for &(a, y) in at.iter() {
                if sums[a] == 0.0 {
                    touched.push(a);
                }
                sums[a] += x * y;
            }
            at.push((b, x));
        }
        for a in touched.drain(..) {
            let sim = std::mem::take(&mut sums[a]);
            if sim >= FLOOR {
                pairs.push((a, b, sim));
            }
        }
    }
    pairs
}

/// A possible join.
#[derive(Debug, PartialEq)]
struct Join {
    score: f32,
    a: usize,
    b: usize,
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

/// Groups that grow together.
#[derive(Debug)]
struct Clusters {
    parent: Vec<usize>,
    size: Vec<f32>,
    /// Sum of similarities within, each pair twice, each report with itself once.
    inner: Vec<f32>,
    /// Sum of similarities to other groups.
    near: Vec<FxHashMap<usize, f32>>,
    age: Vec<u32>,
}

impl Clusters {
    fn new(n: usize, pairs: &[(usize, usize, f32)]) -> Self {
        let mut near = vec![FxHashMap::default(); n];
        for &(a, b, sim) in pairs {
            near[a].insert(b, sim);
            near[b].insert(a, sim);
        }
        Self { parent: (0..n).collect(), size: vec![1.0; n], inner: vec![1.0; n], near, age: vec![0; n] }
    }

    fn root(&self, mut i: usize) -> usize {
        while self.parent[i] != i {
            i = self.parent[i];
        }
        i
    }

    fn score(&self, a: usize, b: usize, sum: f32) -> f32 {
        let mean = |c: usize| self.inner[c] / (self.size[c] * self.size[c]);
        let between = sum / (self.size[a] * self.size[b]);
        between / (mean(a) * mean(b)).powf(env("CENTROID", CENTROID) / 2.0)
    }

    fn join_sure(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.join(a.min(b), a.max(b));
        }
    }

    /// Joins `b` to `a`.
    fn join(&mut self, a: usize, b: usize) {
        let between = self.near[a].remove(&b).unwrap_or(0.0);
        self.near[b].remove(&a);
        self.parent[b] = a;
        self.size[a] += self.size[b];
        self.inner[a] += self.inner[b] + 2.0 * between;
        self.age[a] += 1;
        self.age[b] += 1;
        let mut others: Vec<(usize, f32)> = std::mem::take(&mut self.near[b]).into_iter().collect();
        others.sort_unstable_by_key(|o| o.0);
        for (c, sum) in others {
            *self.near[a].entry(c).or_default() += sum;
            self.near[c].remove(&b);
            *self.near[c].entry(a).or_default() += sum;
        }
    }

    fn weigh(&self, a: usize, b: usize, sum: f32) -> Join {
        let (a, b) = (a.min(b), a.max(b));
        Join { score: self.score(a, b, sum), a, b, age: (self.age[a], self.age[b]) }
    }

    fn run(&mut self) {
        let least = env("JOIN", JOIN);
        let mut heap = BinaryHeap::new();
        for a in 0..self.near.len() {
            heap.extend(
                self.near[a]
                    .iter()
                    .filter(|o| *o.0 > a)
                    .map(|(&b, &sum)| self.weigh(a, b, sum))
                    .filter(|j| j.score >= least),
            );
        }
        while let Some(j) = heap.pop() {
            if self.age[j.a] != j.age.0
                || self.age[j.b] != j.age.1
                || self.parent[j.a] != j.a
                || self.parent[j.b] != j.b
            {
                continue;
            }
            self.join(j.a, j.b);
            heap.extend(self.near[j.a].iter().map(|(&c, &sum)| self.weigh(j.a, c, sum)).filter(|j| j.score >= least));
        }
    }
}
