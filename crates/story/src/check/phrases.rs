//! Words by which a report says that something is not so, or may not be.

use std::sync::LazyLock;

use rashomon_lang::Analysis;
use rustc_hash::FxHashMap;

use crate::terms::{Term, rows, term};

/// How words bear on whether something is so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Stance {
    pub refute: f32,
    pub deny: f32,
    pub doubt: f32,
    pub hedge: f32,
    pub counter: f32,
}

impl Stance {
    pub fn add(&mut self, other: Self, weight: f32) {
        self.refute += weight * other.refute;
        self.deny += weight * other.deny;
        self.doubt += weight * other.doubt;
        self.hedge += weight * other.hedge;
        self.counter += weight * other.counter;
    }

    pub fn against(self) -> f32 {
        self.refute + 0.8 * self.deny + 0.4 * self.doubt
    }
}

/// First word, further words, what they say.
type Phrases = FxHashMap<Term, Vec<(Vec<Term>, Stance)>>;

static REFUTING: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for row in rows(include_str!("../../data/refuting.tsv")) {
        let [class, words] = row[..] else { continue };
        let mut stance = Stance::default();
        match class {
            "refute" => stance.refute = 1.0,
            "deny" => stance.deny = 1.0,
            "doubt" => stance.doubt = 1.0,
            "counter" => stance.counter = 1.0,
            _ => stance.hedge = 1.0,
        }
        for phrase in words.split(';') {
            // "isn't" is two tokens.
            let phrase = phrase.replace("n't", " n't");
            let mut parts = phrase.split_whitespace().map(term);
            let Some(first) = parts.next() else { continue };
            phrases.entry(first).or_default().push((parts.collect(), stance));
        }
    }
    phrases
});

/// What the phrases that begin with token `i` say; none reaches beyond `end`.
pub(super) fn stance(a: &Analysis, i: usize, end: usize) -> Stance {
    let mut stance = Stance::default();
    let forms = [term(a.lower(i)), term(a.lemma(i))];
    let different = if forms[0] == forms[1] { 1 } else { 2 };
    for form in &forms[..different] {
        for (rest, says) in REFUTING.get(form).into_iter().flatten() {
            if rest.iter().enumerate().all(|(k, &w)| i + 1 + k < end && term(a.lower(i + 1 + k)) == w) {
                stance.add(*says, 1.0);
            }
        }
    }
    stance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let classes: Vec<&str> = rows(include_str!("../../data/refuting.tsv")).map(|r| r[0]).collect();
        assert_eq!(classes, ["refute", "deny", "doubt", "hedge", "counter"]);
        assert!(REFUTING.contains_key(&term("hoax")) && REFUTING.contains_key(&term("too")));
    }
}
