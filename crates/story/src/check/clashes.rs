//! What cannot both hold: a denial, opposites, exchanged roles, another number.

use std::sync::LazyLock;

use rashomon_reading::Bound;
use rustc_hash::FxHashSet;

use super::align::{Alignment, SURE};
use super::denials::Denial;
use super::index::{Role, Sentence, Word};
use crate::figures::rounds_to;
use crate::likeness::opposed;
use crate::terms::{Term, WordKind, rows, term};

/// What a word that is only alike counts towards a denial.
const VAGUE: f32 = 0.3;

/// "About so many" is within this share.
const ABOUT: f64 = 0.1;
/// Who does not do what counts so much more in a denial than where and how.
const CARRIES: f32 = 2.0;

fn lemmas(data: &'static str) -> FxHashSet<Term> {
    rows(data).flat_map(|r| r[0].split_whitespace()).map(term).collect()
}

/// What two do to each other: "Ann met Bob" is "Bob met Ann".
fn mutual(lemma: Term) -> bool {
    static MUTUAL: LazyLock<FxHashSet<Term>> = LazyLock::new(|| lemmas(include_str!("../../data/mutual.tsv")));
    MUTUAL.contains(&lemma)
}

/// What only one can be or do.
fn unique(lemma: Term) -> bool {
    static UNIQUE: LazyLock<FxHashSet<Term>> = LazyLock::new(|| lemmas(include_str!("../../data/unique.tsv")));
    UNIQUE.contains(&lemma)
}

/// Whether two numbers can be of one count: bounds and rounding respected.
pub(super) fn fit((x, left): (f64, Bound), (y, right): (f64, Bound)) -> bool {
    let low = |b| matches!(b, Bound::AtLeast);
    let high = |b| matches!(b, Bound::AtMost);
    match () {
        () if (x - y).abs() < 1e-6 => true,
        () if low(left) && low(right) || high(left) && high(right) => true,
        () if low(left) || high(right) => x <= y,
        () if high(left) || low(right) => x >= y,
        () if left == Bound::About || right == Bound::About => (x - y).abs() <= ABOUT * x.abs().max(y.abs()),
        () => rounds_to(x, y) || rounds_to(y, x),
    }
}

/// Ways in which a sentence of the report may go against the claim.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clashes {
    /// One denies what the other tells: how much of the denial the other covers, and how many of its words it lacks.
    pub denied: Option<(f32, usize)>,
    /// Opposite predicates, or prepositions, in one place.
    pub opposed: usize,
    /// Opposite qualities of one thing.
    pub qualities: usize,
    /// Somebody else fills a place that only one can fill.
    pub usurped: bool,
    /// Somebody else does it, which both may: a man, a woman.
    pub another: bool,
    /// Who does it and whom it befalls are exchanged.
    pub exchanged: bool,
    /// Another number of the same.
    pub counted: bool,
    /// Of the claim's words that hang on another, the share that hang on it in the report as well.
    pub kept: f32,
    /// What the claim tells is only wanted, feared or possible in the report.
    pub unsure: bool,
}

/// How much of a denial the other side covers, by words, and how many words it lacks; `None` if the other denies it too or
/// does not speak of it.
fn met(
    denial: &Denial,
    words: &[Word],
    other: &Sentence,
    link: impl Fn(usize) -> Option<(usize, f32)>,
) -> Option<(f32, usize)> {
    let mut covered = 0.0;
    let mut whole = 0.0;
    let mut missing = 0;
    let mut denied_too = false;
    for &w in &denial.reach {
        let carries = denial.core.contains(&w) || words[w].role == Role::Actor;
        let weight = words[w].weight.max(1.0) * if carries { CARRIES } else { 1.0 };
        whole += weight;
        match link(w) {
            Some((at, like)) => {
                // "No onions" says nothing of leeks.
                if like < SURE {
                    covered += VAGUE * weight;
                    missing += 1;
                    continue;
                }
                covered += like * weight;
                if denial.core.contains(&w) || denial.core.is_empty() {
                    denied_too |= other.words[at].negated;
                }
            }
            None => missing += 1,
        }
    }
    (!denied_too && covered > 0.0).then(|| (covered / whole, missing))
}

pub(super) fn clashes(claim: &Sentence, s: &Sentence, a: &Alignment) -> Clashes {
    let there = |w: usize| a.there[w].map(|l| (l.at, l.like));
    let back = |w: usize| a.back[w].map(|l| (l.at, l.like));
    let denied = claim
        .denials
        .iter()
        .filter_map(|d| met(d, &claim.words, s, there))
        .chain(s.denials.iter().filter_map(|d| met(d, &s.words, claim, back)))
        .max_by(|x, y| x.0.total_cmp(&y.0));
    let mut out = Clashes { denied, ..Clashes::default() };
    let same_place = |i: usize, j: usize| {
        let (w, o) = (&claim.words[i], &s.words[j]);
        match (w.head, o.head) {
            (Some(h), Some(g)) => a.there[h].is_some_and(|l| l.at == g) || a.opposites.contains(&(h, g)),
            (None, None) => true,
            _ => w.predicate && o.predicate,
        }
    };
    for &(i, j) in a.opposites.iter().filter(|&&(i, j)| same_place(i, j)) {
        let (w, o) = (&claim.words[i], &s.words[j]);
        // A man does it, a woman does it: two persons, and both may.
        if w.role == Role::Actor && o.role == Role::Actor {
            out.another = true;
            continue;
        }
        if w.predicate || o.predicate || w.role != Role::Part || w.head.is_none() {
            out.opposed += 1;
        } else {
            out.qualities += 1;
        }
    }
    let (mut hang, mut kept) = (0, 0);
    for (f, w) in claim.words.iter().enumerate() {
        let Some(p) = w.head.filter(|&p| p != f) else { continue };
        hang += 1;
        if let (Some(l), Some(q)) = (a.there[f], a.there[p]) {
            let o = &s.words[l.at];
            let up = o.head.and_then(|h| s.words[h].head);
            if l.at == q.at || o.head == Some(q.at) || up == Some(q.at) || s.words[q.at].head == Some(l.at) {
                kept += 1;
            }
            // "Into the house", "out of the house".
            if o.head == Some(q.at)
                && let (Role::Beside(x), Role::Beside(y)) = (w.role, o.role)
            {
                out.opposed += usize::from(opposed(x, y));
            }
        }
    }
    out.kept = if hang == 0 { 1.0 } else { kept as f32 / hang as f32 };
    for (p, link) in a.there.iter().enumerate() {
        let Some(q) = link.map(|l| l.at) else { continue };
        for (f, w) in claim.words.iter().enumerate().filter(|(_, w)| w.head == Some(p)) {
            match a.there[f] {
                Some(l) => {
                    // "Ann beat Bob", "Bob beat Ann".
                    let o = &s.words[l.at];
                    if w.role == Role::Actor
                        && !mutual(claim.words[p].lemma())
                        && o.head == Some(q)
                        && matches!(o.role, Role::Object | Role::Beside(_))
                    {
                        out.exchanged |= claim.words.iter().enumerate().any(|(g, x)| {
                            x.head == Some(p)
                                && x.role != Role::Actor
                                && a.there[g]
                                    .is_some_and(|l| s.words[l.at].head == Some(q) && s.words[l.at].role == Role::Actor)
                        });
                    }
                }
                None => {
                    let filled = || s.words.iter().zip(&a.back).filter(|(o, l)| o.head == Some(q) && l.is_none());
                    // "16 members", "19 members".
                    out.counted |= w.value.is_some_and(|n| {
                        let mut others = filled()
                            .filter(|(o, _)| o.role == w.role)
                            .filter_map(|(o, _)| o.value.map(|m| (m, o.bound)));
                        others.next().is_some_and(|m| !fit((n, w.bound), m) && !others.any(|m| fit((n, w.bound), m)))
                    });
                    // "Ann was elected", "Bob was elected".
                    out.usurped |= w.kind == WordKind::Name
                        && w.role != Role::Part
                        && unique(claim.words[p].lemma())
                        && filled().any(|(o, _)| o.kind == WordKind::Name && o.role == w.role);
                }
            }
        }
    }
    out.counted |= claim.counts.iter().any(|&(of, n, bound)| {
        let mut same = s.counts.iter().filter(|c| c.0 == of).peekable();
        same.peek().is_some() && !same.any(|c| fit((n, bound), (c.1, c.2)))
    });
    out.unsure = s
        .unsure
        .iter()
        .any(|&j| a.back[j].is_some_and(|l| claim.words[l.at].predicate && !claim.unsure.contains(&l.at)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_and_rounding_let_numbers_fit() {
        use Bound::{About, AtLeast, AtMost, Exact};
        for (x, y) in [
            ((16.0, AtLeast), (19.0, Exact)),
            ((19.0, Exact), (16.0, AtLeast)),
            ((20.0, AtMost), (19.0, Exact)),
            ((400.0, Exact), (412.0, Exact)),
            ((95.0, About), (100.0, Exact)),
        ] {
            assert!(fit(x, y) && fit(y, x), "{x:?} {y:?}");
        }
        for (x, y) in
            [((16.0, Exact), (19.0, Exact)), ((20.0, AtLeast), (19.0, Exact)), ((16.0, AtMost), (19.0, AtLeast))]
        {
            assert!(!fit(x, y) && !fit(y, x), "{x:?} {y:?}");
        }
    }

    #[test]
    fn every_line_of_the_tables_is_read() {
        assert!(mutual(term("meet")) && !mutual(term("defeat")));
        assert!(unique(term("capital")) && !unique(term("town")));
    }
}
