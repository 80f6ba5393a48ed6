//! How far two words say the same, whoever uses them: one word, one family, one concept, one meaning or a kind of it (WordNet),
//! near vectors.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::lexicon::concepts;
use crate::likeness::{Likeness, families, related};
use crate::story::Vectors;
use crate::terms::{Idf, Term, WordKind, term};
use crate::wordnet;

/// Words whose vectors are at least this near may stand for one another where all else fits. The weights keep one vector for
/// many words, "death" and "fire" among them: of predicates they prove nothing.
const NEAR: f32 = 0.75;

/// A word of a telling, ready to be compared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// Lemma in lower case.
    pub lemma: String,
    pub term: Term,
    /// How much it tells.
    pub weight: f32,
    /// The token.
    pub at: usize,
    /// Whether it is a verb: "to defect" and "a defect" are no one word, "to sink" and "the sinking" are one family.
    pub verb: bool,
}

/// Compares words, and remembers what it found.
pub(crate) struct Meaning<'v> {
    likeness: Likeness<'v>,
    idf: Idf,
    known: RefCell<FxHashMap<(Term, Term), f32>>,
}

impl<'v> Meaning<'v> {
    pub(crate) fn new(vectors: &'v dyn Vectors) -> Self {
        Self { likeness: Likeness::new(vectors), idf: Idf::default(), known: RefCell::default() }
    }

    /// A word at a token.
    pub(crate) fn word(&self, lemma: &str, kind: WordKind, at: usize) -> Word {
        let t = term(lemma);
        // Rare words tell more, but one rare word is not worth five common ones.
        Word {
            lemma: lemma.to_owned(),
            term: t,
            weight: 1.0 + self.idf.of_word(t, kind).min(6.0) / 3.0,
            at,
            verb: false,
        }
    }

    /// 1 for the same word, less for one family, one concept, near vectors; 0 for words that have nothing in common.
    pub(crate) fn alike(&self, a: &Word, b: &Word) -> f32 {
        if a.term == b.term {
            return if a.verb == b.verb { 1.0 } else { 0.9 };
        }
        // Of words that are verbs in one place and nouns in another, each pair is remembered apart.
        let key = (a.term.min(b.term) ^ u64::from(a.verb == b.verb), a.term.max(b.term));
        if let Some(&known) = self.known.borrow().get(&key) {
            return known;
        }
        let found = self.weigh(&a.lemma, &b.lemma, a.verb == b.verb);
        self.known.borrow_mut().insert(key, found);
        found
    }

    fn weigh(&self, a: &str, b: &str, one_class: bool) -> f32 {
        if concepts(a).iter().any(|x| concepts(b).iter().any(|y| x.name == y.name && x.same == y.same)) {
            return 0.9;
        }
        if families().iter().any(|f| f.contains(&a) && f.contains(&b)) || related(a, b, &self.likeness) {
            return 0.9;
        }
        if wordnet::derived(a, b) {
            return 0.9;
        }
        if one_class && wordnet::same(a, b) {
            return 0.8;
        }
        if one_class && (wordnet::kind_of(a, b) || wordnet::kind_of(b, a)) {
            return 0.6;
        }
        match self.likeness.known_cosine(a, b) {
            Some(c) if c >= NEAR => 0.45,
            _ => 0.0,
        }
    }

    /// How well a word is matched by the best of others.
    pub(crate) fn best<'w>(&self, word: &Word, others: impl IntoIterator<Item = &'w Word>) -> f32 {
        others.into_iter().map(|o| self.alike(word, o)).fold(0.0, f32::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_family_and_one_concept_are_nearly_the_same_word() {
        let m = Meaning::new(&());
        let alike = |a: &str, b: &str| m.alike(&m.word(a, WordKind::Word, 0), &m.word(b, WordKind::Word, 0));
        assert_eq!(alike("apologise", "apologise"), 1.0);
        assert!(alike("apologise", "apology") > 0.8 && alike("expel", "withdraw") > 0.8);
        assert!(alike("bullet", "projectile") > 0.5 && alike("bullet", "harbour") == 0.0);
    }
}
