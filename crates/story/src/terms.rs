//! What words a report is about, and how much each of them tells.

use std::sync::LazyLock;

use rashomon_lang::{Analysis, Pos};
use rustc_hash::FxHashMap;

/// A lemma, as a number. Equal words have equal numbers in every run.
pub(crate) type Term = u64;

/// Reports that the shares in `common_words.tsv` count for.
const PRIOR_REPORTS: f32 = 1000.0;
/// Share of reports that hold a word which is not listed.
const RARE: f32 = 0.003;
/// The same for names and numbers.
const RARE_NAME: f32 = 0.0015;

/// FNV-1a: a word's number must not change from one build to the next, since ties are broken by it.
pub(crate) fn term(word: &str) -> Term {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Lines of a data file that are neither empty nor comments, as columns.
pub(crate) fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

static COMMON: LazyLock<FxHashMap<Term, f32>> = LazyLock::new(|| {
    let mut common = FxHashMap::default();
    for row in rows(include_str!("../data/common_words.tsv")) {
        let [share, words] = row[..] else { continue };
        let Ok(share) = share.parse::<f32>() else { continue };
        for word in words.split_whitespace() {
            common.entry(term(word)).or_insert(share);
        }
    }
    common
});

/// Share of any reports that hold the word.
fn prior(word: Term, name: bool) -> f32 {
    COMMON.get(&word).copied().unwrap_or(if name { RARE_NAME } else { RARE })
}

/// A word so common that it tells nothing.
pub(crate) fn is_stop(word: Term) -> bool {
    COMMON.get(&word).is_some_and(|&share| share > 0.5)
}

/// What kind of word a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordKind {
    /// A noun, verb, adjective or adverb.
    Word,
    /// Part of a name.
    Name,
    /// A number.
    Number,
}

/// The number and kind of token `i`; `None` for words without content.
pub(crate) fn content(a: &Analysis, i: usize) -> Option<(Term, WordKind)> {
    let lower = a.lower(i);
    let kind = match a.token(i).pos {
        Pos::Propn => WordKind::Name,
        Pos::Num => WordKind::Number,
        Pos::Noun | Pos::Verb | Pos::Adj | Pos::Adv => WordKind::Word,
        _ => return None,
    };
    if !lower.chars().any(char::is_alphanumeric) || (lower.chars().count() < 2 && kind != WordKind::Number) {
        return None;
    }
    let word = match kind {
        // Lemmas of names are names as written; plural and possessive forms are other tokens or rare.
        WordKind::Name | WordKind::Number => term(lower.trim_end_matches(['.', ','])),
        WordKind::Word => {
            let lemma = a.lemma(i);
            if lemma.bytes().any(|b| b.is_ascii_uppercase()) { term(&lemma.to_lowercase()) } else { term(lemma) }
        }
    };
    (!is_stop(word)).then_some((word, kind))
}

/// Inverse document frequencies: those of a collection, eked out by what is common in news anyway.
///
/// With `N` reports of which `n` hold the word, and a prior share `p` worth `M` reports:
/// `ln((N + M) / (n + p · M))` (a Dirichlet-smoothed share, as in Zhai and Lafferty 2004).
#[derive(Debug, Default)]
pub(crate) struct Idf {
    reports: f32,
    held: FxHashMap<Term, u32>,
}

impl Idf {
    /// Of a collection, each report given as its different words.
    pub(crate) fn of<'a>(reports: impl Iterator<Item = &'a [Term]>) -> Self {
        let mut idf = Self::default();
        reports.for_each(|words| idf.add(words));
        idf
    }

    /// Counts one more report, given as its different words.
    pub(crate) fn add(&mut self, words: &[Term]) {
        self.reports += 1.0;
        for &w in words {
            *self.held.entry(w).or_default() += 1;
        }
    }

    /// How many reports of the collection hold the word.
    pub(crate) fn held(&self, word: Term) -> u32 {
        self.held.get(&word).copied().unwrap_or(0)
    }

    /// How much the word tells.
    pub(crate) fn of_word(&self, word: Term, kind: WordKind) -> f32 {
        let p = prior(word, kind != WordKind::Word);
        ((self.reports + PRIOR_REPORTS) / (self.held(word) as f32 + p * PRIOR_REPORTS)).ln().max(0.0)
    }
}

/// Sets of things that belong together, by number.
#[derive(Debug, Default)]
pub(crate) struct Union {
    parent: FxHashMap<usize, usize>,
}

impl Union {
    pub(crate) fn root(&self, mut i: usize) -> usize {
        while let Some(&p) = self.parent.get(&i).filter(|&&p| p != i) {
            i = p;
        }
        i
    }

    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (x, y) = (self.root(a), self.root(b));
        let low = x.min(y);
        // Paths are kept short by hanging what was asked for to the top as well.
        for i in [a, b, x, y] {
            self.parent.insert(i, low);
        }
    }

    /// The sets of all that were joined, each in order, by their first.
    pub(crate) fn groups(&self) -> Vec<Vec<usize>> {
        let mut of: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for &i in self.parent.keys() {
            of.entry(self.root(i)).or_default().push(i);
        }
        let mut groups: Vec<Vec<usize>> = of.into_values().collect();
        groups.iter_mut().for_each(|g| g.sort_unstable());
        groups.sort_unstable();
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_tell_less_even_in_an_empty_collection() {
        let idf = Idf::default();
        let of = |w: &str| idf.of_word(term(w), WordKind::Word);
        assert!(of("police") < of("scaffold"));
        assert!(of("year") < of("police"));
        assert!(is_stop(term("would")) && !is_stop(term("police")));
    }

    #[test]
    fn a_large_collection_overrules_the_table() {
        let words = [term("lighthouse")];
        let idf = Idf::of(std::iter::repeat_n(&words[..], 5000));
        assert!(idf.of_word(words[0], WordKind::Word) < idf.of_word(term("police"), WordKind::Word));
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        assert!(rows(include_str!("../data/common_words.tsv")).all(|r| r.len() == 2 && r[0].parse::<f32>().is_ok()));
    }
}
