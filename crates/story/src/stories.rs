//! Which reports are about one affair.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use crate::copies::{self, Copy};
use crate::story::Case;
use crate::terms::{self, Idf, Term, WordKind};

/// Two groups are joined while the mean similarity of their pairs is at least this: reports on wholly different matters
/// stay below it.
const JOIN: f32 = 0.1;
/// Pairs of reports less similar than this are taken for not similar at all.
const FLOOR: f32 = 0.03;
/// Two groups are parted again where pairs across them are, in the mean, less than this share as similar as pairs within them.
const PART: f32 = 0.64;
/// How similar two reports of one story are in the mean, and for how many pairs that counts where a group has few.
const WITHIN: (f32, f32) = (0.2, 3.0);
/// Groups with fewer pairs within are too small to tell what is usual in them.
const FEWEST_PAIRS: f32 = 3.0;
/// A word in the headline counts as if it stood so many more times in the text.
const TITLE: f32 = 1.0;
/// Names tell more than other words, numbers less.
const NAME: f32 = 1.3;
const NUMBER: f32 = 0.7;
/// Reports that share less than this of words that are no names share only who is named: the same people do many things,
/// and such reports are on different matters.
const NAMES_ALONE: f32 = 0.025;
/// Words in more reports than this bring no reports together: they tell little, and would make the cost grow with the
/// square of the collection.
const TOO_COMMON: usize = 400;

/// A report as its words.
#[derive(Debug)]
struct Profile {
    /// Sorted by word: weight of one, and whether it is a name.
    words: Vec<(Term, f32, bool)>,
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
    group_with(cases, &copies::find_copies(cases))
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
    let mut groups = clusters.groups();
    for g in &mut groups {
        g.iter_mut().for_each(|r| *r = order[*r]);
        g.sort_unstable();
    }
    groups.sort_by_key(|g| g[0]);
    groups
}

fn profiles(cases: &[Case], order: &[usize]) -> Vec<Profile> {
    let counted: Vec<FxHashMap<Term, (f32, WordKind)>> = order.iter().map(|&i| count(&cases[i])).collect();
    let held: Vec<Vec<Term>> = counted.iter().map(|c| c.keys().copied().collect()).collect();
    let idf = Idf::of(held.iter().map(Vec::as_slice));
    counted
        .into_iter()
        .map(|counts| {
            let mut words: Vec<(Term, f32, bool)> = counts
                .into_iter()
                .map(|(w, (n, kind))| {
                    let boost = match kind {
                        WordKind::Word => 1.0,
                        WordKind::Name => NAME,
                        WordKind::Number => NUMBER,
                    };
                    (w, (1.0 + n.ln()) * idf.of_word(w, kind) * boost, kind == WordKind::Name)
                })
                .collect();
            words.sort_unstable_by_key(|&(w, ..)| w);
            let length = words.iter().map(|(_, x, _)| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            words.iter_mut().for_each(|(_, x, _)| *x /= length);
            Profile { words }
        })
        .collect()
}

/// How often each word stands in the report.
fn count(case: &Case) -> FxHashMap<Term, (f32, WordKind)> {
    let a = &case.analysis;
    let mut counts: FxHashMap<Term, (f32, WordKind)> = FxHashMap::default();
    let head = case.report.title.as_deref().unwrap_or("").to_lowercase();
    let in_title: Vec<&str> = head.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    for i in 0..a.len() {
        if let Some((w, kind)) = terms::content(a, i) {
            let at =
                counts.entry(w).or_insert_with(|| (if in_title.contains(&a.lower(i)) { TITLE } else { 0.0 }, kind));
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
    let mut held: FxHashMap<Term, usize> = FxHashMap::default();
    for (w, ..) in profiles.iter().flat_map(|p| &p.words) {
        *held.entry(*w).or_default() += 1;
    }
    held.retain(|_, n| (2..=TOO_COMMON).contains(n));
    let mut index: FxHashMap<Term, Vec<(usize, f32)>> = FxHashMap::default();
    let mut pairs = Vec::new();
    // Similarity by all words, and by those that are no names.
    let mut sums = vec![(0.0f32, 0.0f32); profiles.len()];
    let mut touched = Vec::new();
    for (b, p) in profiles.iter().enumerate() {
        for &(w, x, name) in p.words.iter().filter(|(w, ..)| held.contains_key(w)) {
            let at = index.entry(w).or_default();
            for &(a, y) in at.iter() {
                if sums[a].0 == 0.0 {
                    touched.push(a);
                }
                sums[a].0 += x * y;
                if !name {
                    sums[a].1 += x * y;
                }
            }
            at.push((b, x));
        }
        for a in touched.drain(..) {
            let (sim, plain) = std::mem::take(&mut sums[a]);
            let sim = if plain < NAMES_ALONE { sim.min(JOIN * plain / NAMES_ALONE) } else { sim };
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

/// Similarities of the pairs within a group.
#[derive(Clone, Copy, Debug, Default)]
struct Inner {
    sum: f32,
    pairs: f32,
}

impl Inner {
    /// Their mean, drawn to what is usual where there are few.
    fn mean(self) -> f32 {
        (self.sum + WITHIN.0 * WITHIN.1) / (self.pairs + WITHIN.1)
    }
}

/// How a group came to be.
#[derive(Debug)]
enum Node {
    Report(usize),
    Joined { parts: [usize; 2], cut: bool },
}

/// Groups that grow together.
#[derive(Debug)]
struct Clusters {
    /// The group that a group was joined to; itself while it stands.
    parent: Vec<usize>,
    size: Vec<f32>,
    inner: Vec<Inner>,
    /// Sum of similarities to other groups.
    near: Vec<FxHashMap<usize, f32>>,
    age: Vec<u32>,
    nodes: Vec<Node>,
    /// The node of each group.
    node: Vec<usize>,
}

impl Clusters {
    fn new(n: usize, pairs: &[(usize, usize, f32)]) -> Self {
        let mut near = vec![FxHashMap::default(); n];
        for &(a, b, sim) in pairs {
            near[a].insert(b, sim);
            near[b].insert(a, sim);
        }
        Self {
            parent: (0..n).collect(),
            size: vec![1.0; n],
            inner: vec![Inner::default(); n],
            near,
            age: vec![0; n],
            nodes: (0..n).map(Node::Report).collect(),
            node: (0..n).collect(),
        }
    }

    fn root(&self, mut i: usize) -> usize {
        while self.parent[i] != i {
            i = self.parent[i];
        }
        i
    }

    /// Joins two reports that belong together whatever else.
    fn join_sure(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.join(a.min(b), a.max(b), true);
        }
    }

    /// Joins `b` to `a`.
    fn join(&mut self, a: usize, b: usize, sure: bool) {
        let between = self.near[a].remove(&b).unwrap_or(0.0);
        self.near[b].remove(&a);
        let pairs = self.size[a] * self.size[b];
        // Two happenings of one kind: pairs across share the words of the kind, pairs within share names and details as well.
        // Normalised by what is usual within, so that it holds for long reports and short ones.
        let apart = between / pairs < PART * (self.inner[a].mean() * self.inner[b].mean()).sqrt();
        let told = self.inner[a].pairs >= FEWEST_PAIRS && self.inner[b].pairs >= FEWEST_PAIRS;
        self.nodes.push(Node::Joined { parts: [self.node[a], self.node[b]], cut: apart && told && !sure });
        self.node[a] = self.nodes.len() - 1;
        self.parent[b] = a;
        self.size[a] += self.size[b];
        self.inner[a].sum += self.inner[b].sum + between;
        self.inner[a].pairs += self.inner[b].pairs + pairs;
        self.age[a] += 1;
        self.age[b] += 1;
        let mut others: Vec<(usize, f32)> = std::mem::take(&mut self.near[b]).into_iter().collect();
        others.sort_unstable_by_key(|o| o.0);
        for (c, sum) in others {
            let to_a = self.near[a].entry(c).or_default();
            *to_a += sum;
            let sum = *to_a;
            self.near[c].remove(&b);
            self.near[c].insert(a, sum);
        }
    }

    fn weigh(&self, a: usize, b: usize, sum: f32) -> Join {
        let (a, b) = (a.min(b), a.max(b));
        Join { score: sum / (self.size[a] * self.size[b]), a, b, age: (self.age[a], self.age[b]) }
    }

    /// Joins the most similar groups until none are similar enough.
    fn run(&mut self) {
        let mut heap = BinaryHeap::new();
        for a in 0..self.near.len() {
            let later = self.near[a].iter().filter(|&(&b, _)| b > a);
            heap.extend(later.map(|(&b, &sum)| self.weigh(a, b, sum)).filter(|j| j.score >= JOIN));
        }
        while let Some(j) = heap.pop() {
            let stands = |c: usize, age: u32| self.age[c] == age && self.parent[c] == c;
            if stands(j.a, j.age.0) && stands(j.b, j.age.1) {
                self.join(j.a, j.b, false);
                let near = self.near[j.a].iter();
                heap.extend(near.map(|(&c, &sum)| self.weigh(j.a, c, sum)).filter(|j| j.score >= JOIN));
            }
        }
    }

    /// The groups, those parted again that should not have been joined.
    fn groups(&self) -> Vec<Vec<usize>> {
        // Parts stand before what they make: one pass upwards tells where a cut lies below.
        let mut cut = vec![false; self.nodes.len()];
        for (n, node) in self.nodes.iter().enumerate() {
            if let Node::Joined { parts: [a, b], cut: here } = *node {
                cut[n] = here || cut[a] || cut[b];
            }
        }
        let mut groups = Vec::new();
        let mut tops: Vec<usize> =
            (0..self.parent.len()).filter(|&c| self.parent[c] == c).map(|c| self.node[c]).collect();
        while let Some(top) = tops.pop() {
            match self.nodes[top] {
                Node::Joined { parts, .. } if cut[top] => tops.extend(parts),
                _ => groups.push(self.reports(top)),
            }
        }
        groups
    }

    fn reports(&self, top: usize) -> Vec<usize> {
        let mut reports = Vec::new();
        let mut at = vec![top];
        while let Some(n) = at.pop() {
            match self.nodes[n] {
                Node::Report(i) => reports.push(i),
                Node::Joined { parts, .. } => at.extend(parts),
            }
        }
        reports
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    fn reports() -> Vec<Case> {
        vec![
            case("a", "The ferry Halcyon sank off Brenmouth harbour. Divers searched the wreck of the Halcyon."),
            case("b", "Ilse Okoro won the mayoral ballot in Tarn. Okoro thanked her canvassers."),
            case("c", "Divers off Brenmouth found the wreck of the ferry Halcyon, harbour pilots told."),
            case("d", "A recount in Tarn upheld the mayoral ballot that Ilse Okoro narrowly carried."),
            case("e", ""),
        ]
    }

    #[test]
    fn reports_of_one_affair_are_one_group_and_an_empty_report_is_alone() {
        assert_eq!(group(&reports()), [vec![0, 2], vec![1, 3], vec![4]]);
        assert!(group(&[]).is_empty());
    }

    #[test]
    fn the_order_of_input_changes_nothing_but_the_numbers() {
        let mut turned = reports();
        turned.reverse();
        let mut back: Vec<Vec<usize>> =
            group(&turned).into_iter().map(|g| g.into_iter().rev().map(|i| 4 - i).collect()).collect();
        back.sort();
        assert_eq!(back, group(&reports()));
    }

    #[test]
    fn two_happenings_of_one_kind_are_parted() {
        let at = |place: &str, street: &str, owner: &str, n: usize| {
            let text = format!(
                "A warehouse burned in {place}. The {street} warehouse of {owner} held {owner} stock, a {street} neighbour \
                 recalled. Mayor of {place} {owner}{street} visited {street}. {place}{owner} insured it. Caller {n}{n}{n} phoned."
            );
            case(&format!("{place}{n}"), &text)
        };
        let cases: Vec<Case> = (0..4)
            .flat_map(|n| [at("Orle", "Quayside", "Dunmore", n), at("Vexford", "Millgate", "Pasko", n)])
            .collect();
        assert_eq!(group_with(&cases, &[]), [vec![0, 2, 4, 6], vec![1, 3, 5, 7]]);
    }
}
