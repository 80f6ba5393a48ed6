//! What WordNet says of two words: they mean the same, are of one family, opposites, or one a kind of the other.
//!
//! Words are lemmas in lower case, compounds with a space ("car park"). The tables in `data/generated` are read when first
//! asked for; see NOTICE there for whose they are.

#![allow(dead_code, reason = "a table of questions, of which not each has its caller yet")]

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::terms::{Term, rows, term};

/// Senses of a word that count: the rarer ones make everything alike.
const SENSES: usize = 2;
/// Steps up from each of two sisters to what both are a kind of.
const NEAR: usize = 2;
/// Nouns that share only a kind so near the top ("object", "person") have little to do with each other.
const TOP: usize = 4;

/// A word as the tables know it: its letters or its number.
pub(crate) trait Lemma {
    /// Its number.
    fn number(self) -> Term;
}

impl Lemma for Term {
    fn number(self) -> Term {
        self
    }
}

impl Lemma for &str {
    fn number(self) -> Term {
        term(self)
    }
}

/// Synsets by their number, which is the line of `wordnet_kinds.tsv`.
type Synset = u32;

struct Words {
    /// Where the senses of a word stand, and how many.
    of: FxHashMap<Term, (u32, u8)>,
    senses: Vec<Synset>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let data = include_str!("../data/generated/wordnet_words.tsv");
    let mut of = FxHashMap::default();
    of.reserve(data.len() / 20);
    let mut senses = Vec::with_capacity(data.len() / 8);
    for line in data.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let Some(word) = fields.next() else { continue };
        let first = senses.len();
        for field in fields {
            // The part of speech is in the number: synsets of verbs never are those of nouns.
            senses.extend(field[1..].split(' ').take(SENSES).filter_map(|n| n.parse::<Synset>().ok()));
        }
        of.insert(term(word), (first as u32, (senses.len() - first) as u8));
    }
    Words { of, senses }
});

struct Kinds {
    /// Where the kinds of a synset begin; they end where the next begin.
    first: Vec<u32>,
    above: Vec<Synset>,
}

impl Kinds {
    fn above(&self, synset: Synset) -> &[Synset] {
        let n = synset as usize;
        match (self.first.get(n), self.first.get(n + 1)) {
            (Some(&from), Some(&to)) => &self.above[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The fewest steps up to a kind of nothing, if there are fewer than `limit`.
    fn depth(&self, synset: Synset, limit: usize) -> usize {
        if limit == 0 {
            return 0;
        }
        self.above(synset).iter().map(|&s| 1 + self.depth(s, limit - 1)).min().unwrap_or(0)
    }

    /// Whether the way up from `synset` leads past one of `goals`. No way is longer than twenty steps.
    fn leads(&self, synset: Synset, goals: &[Synset], steps: usize) -> bool {
        goals.contains(&synset) || (steps > 0 && self.above(synset).iter().any(|&s| self.leads(s, goals, steps - 1)))
    }

    /// Calls `visit` with all kinds within `steps` up; stops when it says true, and says so.
    fn climb(&self, synset: Synset, steps: usize, visit: &mut impl FnMut(Synset) -> bool) -> bool {
        self.above(synset).iter().any(|&s| visit(s) || (steps > 1 && self.climb(s, steps - 1, visit)))
    }
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let data = include_str!("../data/generated/wordnet_kinds.tsv");
    let mut first = Vec::with_capacity(data.len() / 5);
    let mut above = Vec::with_capacity(data.len() / 5);
    for line in data.lines().filter(|l| !l.starts_with('#')) {
        first.push(above.len() as u32);
        above.extend(line.split(' ').filter_map(|n| n.parse::<Synset>().ok()));
    }
    first.push(above.len() as u32);
    Kinds { first, above }
});

fn pairs(data: &'static str) -> FxHashSet<(Term, Term)> {
    let mut pairs = FxHashSet::default();
    pairs.reserve(data.len() / 10);
    for row in rows(data) {
        let [word, others] = row[..] else { continue };
        let a = term(word);
        for b in others.split(';').map(term) {
            pairs.insert((a, b));
            pairs.insert((b, a));
        }
    }
    pairs
}

static DERIVED: LazyLock<FxHashSet<(Term, Term)>> =
    LazyLock::new(|| pairs(include_str!("../data/generated/wordnet_derived.tsv")));

static OPPOSED: LazyLock<FxHashSet<(Term, Term)>> =
    LazyLock::new(|| pairs(include_str!("../data/generated/wordnet_opposed.tsv")));

fn senses(word: Term) -> &'static [Synset] {
    let words = &*WORDS;
    words.of.get(&word).map_or(&[], |&(first, n)| &words.senses[first as usize..first as usize + usize::from(n)])
}

/// Whether WordNet has the word at all.
pub(crate) fn known(word: impl Lemma) -> bool {
    !senses(word.number()).is_empty()
}

/// Whether two words have one of their first meanings in common ("car", "automobile").
pub(crate) fn same(a: impl Lemma, b: impl Lemma) -> bool {
    let (a, b) = (a.number(), b.number());
    a == b || senses(a).iter().any(|s| senses(b).contains(s))
}

/// Whether two words are of one family but other parts of speech ("decide", "decision").
pub(crate) fn derived(a: impl Lemma, b: impl Lemma) -> bool {
    DERIVED.contains(&(a.number(), b.number()))
}

/// Whether two words are each other's opposites ("win", "lose").
pub(crate) fn opposed(a: impl Lemma, b: impl Lemma) -> bool {
    OPPOSED.contains(&(a.number(), b.number()))
}

/// Whether the first is a kind of the second ("trawler", "vessel"); no word is a kind of itself.
pub(crate) fn kind_of(a: impl Lemma, b: impl Lemma) -> bool {
    let (a, b) = (senses(a.number()), senses(b.number()));
    !b.is_empty() && a.iter().any(|&s| !b.contains(&s) && KINDS.leads(s, b, 20))
}

/// Whether two words name different things of one near kind ("guitar", "drum"): what is the one is not the other.
pub(crate) fn sisters(a: impl Lemma, b: impl Lemma) -> bool {
    let (a, b) = (a.number(), b.number());
    if same(a, b) || kind_of(a, b) || kind_of(b, a) {
        return false;
    }
    let others = senses(b);
    senses(a).iter().any(|&s| {
        KINDS.climb(s, NEAR, &mut |kind| {
            others.iter().any(|&o| KINDS.climb(o, NEAR, &mut |k| k == kind)) && !is_top(kind)
        })
    })
}

/// Whether a kind of things is too general to tell anything. Ways up from verbs are short from the start and all count.
fn is_top(kind: Synset) -> bool {
    let mut root = kind;
    while let Some(&up) = KINDS.above(root).first() {
        root = up;
    }
    senses(term("entity")).contains(&root) && KINDS.depth(kind, TOP) < TOP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_meaning_are_the_same() {
        for (a, b) in [("car", "automobile"), ("purchase", "buy"), ("car park", "parking lot"), ("huge", "immense")] {
            assert!(same(a, b) && same(b, a), "{a} {b}");
        }
        assert!(same(term("ferry"), "ferry"));
        assert!(!same("ferry", "harbour") && !same("xyzzy", "plugh") && known("ferry") && !known("xyzzy"));
    }

    #[test]
    fn families_cross_parts_of_speech() {
        for (a, b) in [("decide", "decision"), ("guitarist", "guitar"), ("quickly", "quick"), ("accept", "acceptance")]
        {
            assert!(derived(a, b) && derived(b, a), "{a} {b}");
        }
        assert!(!derived("decide", "deck"));
    }

    #[test]
    fn opposites_are_opposed() {
        for (a, b) in [("win", "lose"), ("arrive", "leave"), ("dead", "alive"), ("accept", "refuse"), ("dry", "wet")] {
            assert!(opposed(a, b) && opposed(b, a), "{a} {b}");
        }
        assert!(!opposed("win", "gain"));
    }

    #[test]
    fn kinds_go_one_way() {
        for (a, b) in [("trawler", "vessel"), ("violin", "musical instrument"), ("murder", "kill"), ("puppy", "animal")]
        {
            assert!(kind_of(a, b) && !kind_of(b, a), "{a} {b}");
        }
        assert!(!kind_of("ship", "ship") && !kind_of("ship", "puppy"));
    }

    #[test]
    fn sisters_are_different_things_of_one_near_kind() {
        for (a, b) in [("guitar", "drum"), ("man", "woman"), ("dog", "cat"), ("bus", "truck"), ("walk", "run")] {
            assert!(sisters(a, b) && sisters(b, a), "{a} {b}");
        }
        for (a, b) in [("car", "automobile"), ("violin", "musical instrument"), ("ship", "harbour"), ("victim", "lamp")]
        {
            assert!(!sisters(a, b), "{a} {b}");
        }
    }

    #[test]
    fn every_line_of_the_tables_is_read() {
        let words = include_str!("../data/generated/wordnet_words.tsv");
        assert_eq!(WORDS.of.len(), words.lines().filter(|l| !l.starts_with('#')).count());
        let synsets = KINDS.first.len() - 1;
        assert!(WORDS.senses.iter().chain(&KINDS.above).all(|&s| (s as usize) < synsets));
    }
}
