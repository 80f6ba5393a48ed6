//! What two words have to do with each other: one family, alike in meaning, opposed.

use std::cell::RefCell;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::story::Vectors;
use crate::terms::{Term, rows, term};

/// A noun names a happening if its vector is this close to that of one that does.
const HAPPENING: f32 = 0.4;

/// Families whose members endings alone do not show, as in `families.tsv`.
static FAMILIES: LazyLock<Vec<Vec<&'static str>>> =
    LazyLock::new(|| rows(include_str!("../data/families.tsv")).map(|r| r[0].split_whitespace().collect()).collect());

/// Predicates that say the same, as in `concepts.tsv`; a word counts with the first concept that has it.
static SYNONYMS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let mut seen = FxHashSet::default();
    rows(include_str!("../data/concepts.tsv"))
        .filter_map(|r| r.get(1).copied())
        .map(|words| {
            words.split(';').map(str::trim).filter(|w| !w.is_empty() && !w.contains(' ') && seen.insert(*w)).collect()
        })
        .collect()
});

static OPPOSED: LazyLock<FxHashSet<(Term, Term)>> = LazyLock::new(|| {
    let mut pairs = FxHashSet::default();
    for row in rows(include_str!("../data/antonyms.tsv")) {
        let [left, right] = row[..] else { continue };
        for a in left.split_whitespace().map(term) {
            for b in right.split_whitespace().map(term) {
                pairs.insert((a, b));
                pairs.insert((b, a));
            }
        }
    }
    pairs
});

/// What is left of words of one family after what they have in common.
static ENDINGS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    "e ed d ing ion ation tion sion ition ment al ial ance ence ancy ency ure age y ery ry t th ce se de te ate ize ise ify ification ive \
     ant ent able ible ness ity s es ies ied ying yed tial ption ction iage ying led ling"
        .split_whitespace()
        .collect()
});

/// The families of words that `families.tsv` lists.
pub(crate) fn families() -> &'static [Vec<&'static str>] {
    &FAMILIES
}

/// Words that news uses of one happening.
pub(crate) fn synonyms() -> &'static [Vec<&'static str>] {
    &SYNONYMS
}

/// Whether two lemmas are verb and noun of one family ("decide", "decision"): a common beginning, endings that such words have,
/// and vectors that do not speak against it.
pub(crate) fn related(a: &str, b: &str, likeness: &Likeness<'_>) -> bool {
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let shorter = a.len().min(b.len());
    if common < 3 || common * 5 < shorter * 3 || !a.is_char_boundary(common) || !b.is_char_boundary(common) {
        return false;
    }
    let last = a.as_bytes()[common - 1];
    let ending = |w: &str| {
        let rest = &w[common..];
        // stab, stabbing
        let rest = if rest.len() > 1 && rest.as_bytes()[0] == last { &rest[1..] } else { rest };
        rest.is_empty() || ENDINGS.contains(rest)
    };
    ending(a) && ending(b) && likeness.known_cosine(a, b).is_none_or(|c| c >= if common >= 5 { 0.2 } else { 0.35 })
}

/// Likeness of words by their vectors.
pub(crate) struct Likeness<'v> {
    vectors: &'v dyn Vectors,
    /// Vectors of nouns that name happenings, of length 1.
    examples: Vec<Box<[f32]>>,
    happening: RefCell<FxHashMap<Term, bool>>,
}

/// The vector at length 1; `None` for one without length.
pub(crate) fn unit(v: &[f32]) -> Option<Box<[f32]>> {
    let length = v.iter().map(|x| x * x).sum::<f32>().sqrt();
    (length > 0.0).then(|| v.iter().map(|x| x / length).collect())
}

impl<'v> Likeness<'v> {
    pub(crate) fn new(vectors: &'v dyn Vectors) -> Self {
        let examples = rows(include_str!("../data/happenings.tsv"))
            .flat_map(|r| r[0].split_whitespace())
            .filter_map(|w| vectors.vector(w).and_then(unit))
            .collect();
        Self { vectors, examples, happening: RefCell::default() }
    }

    /// The vectors that it goes by.
    pub(crate) fn vectors(&self) -> &'v dyn Vectors {
        self.vectors
    }

    /// Cosine of the vectors; `None` where a word has none.
    pub(crate) fn known_cosine(&self, a: &str, b: &str) -> Option<f32> {
        let (x, y) = (self.vectors.vector(a)?, self.vectors.vector(b)?);
        let dot: f32 = x.iter().zip(y).map(|(p, q)| p * q).sum();
        let length = |v: &[f32]| v.iter().map(|p| p * p).sum::<f32>().sqrt();
        let lengths = length(x) * length(y);
        (lengths > 0.0).then(|| dot / lengths)
    }

    /// Whether the vector of a noun is near that of one that names a happening. Remembered, since it is asked of every noun.
    pub(crate) fn is_happening(&self, noun: &str) -> bool {
        if let Some(&known) = self.happening.borrow().get(&term(noun)) {
            return known;
        }
        let near = self.vectors.vector(noun).and_then(unit).is_some_and(|v| {
            self.examples.iter().any(|e| e.iter().zip(&v).map(|(p, q)| p * q).sum::<f32>() >= HAPPENING)
        });
        self.happening.borrow_mut().insert(term(noun), near);
        near
    }
}

/// As numbers: whether one denies or undoes the other.
pub(crate) fn opposed(a: Term, b: Term) -> bool {
    OPPOSED.contains(&(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verb_and_noun_are_one_family() {
        let likeness = Likeness::new(&());
        for (a, b) in [
            ("decide", "decision"),
            ("kill", "killing"),
            ("stab", "stabbing"),
            ("announce", "announcement"),
            ("elect", "election"),
        ] {
            assert!(related(a, b, &likeness), "{a} {b}");
        }
        for (a, b) in [("port", "portray"), ("win", "window"), ("con", "concert")] {
            assert!(!related(a, b, &likeness), "{a} {b}");
        }
    }

    #[test]
    fn opposites_work_both_ways() {
        assert!(opposed(term("accept"), term("refuse")) && opposed(term("refuse"), term("accept")));
        assert!(!opposed(term("accept"), term("agree")));
    }

    #[test]
    fn every_line_of_the_tables_is_read() {
        assert!(rows(include_str!("../data/antonyms.tsv")).all(|r| r.len() == 2));
        assert!(FAMILIES.iter().all(|f| f.len() > 1));
    }
}
