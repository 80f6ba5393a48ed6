//! Whether two tellings are of one thing.

use crate::meaning::{Meaning, Word};

use super::Telling;
use crate::wordnet;

/// Nouns that stand for whatever was spoken of: they are matched by anything, and tell little.
pub(super) fn stands_for_anything(lemma: &str) -> bool {
    matches!(
        lemma,
        "document"
            | "paper"
            | "text"
            | "product"
            | "substance"
            | "material"
            | "object"
            | "item"
            | "matter"
            | "event"
            | "incident"
            | "action"
            | "act"
            | "fact"
            | "kind"
            | "sort"
            | "form"
            | "type"
            | "moment"
            | "point"
            | "case"
            | "such"
            | "any"
            | "own"
            | "same"
            | "whole"
            | "certain"
    )
}

/// How well two tellings fit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Match {
    /// Share of what the first says, by weight, that the second says too.
    pub covered: f32,
    /// Share of what the second says that the first says too.
    pub covers: f32,
    /// Words matched.
    pub words: usize,
    /// How well the predicates fit.
    pub predicate: f32,
    /// Whether an actor takes part in both.
    pub shared: bool,
    /// How well those who do it fit, in the active or after "by"; `None` where one names nobody.
    pub subject: Option<f32>,
    /// How well their grammatical subjects fit, whether they do it or suffer it: what the tellings speak of.
    pub topic: Option<f32>,
    /// How well the objects fit.
    pub object: Option<f32>,
}

/// How far `a` and `b` tell of one thing.
pub(crate) fn of_one_thing(a: &Telling, b: &Telling, meaning: &Meaning<'_>) -> Match {
    let (covered, words) = share(&a.words, &b.words, &b.context, meaning);
    let (covers, _) = share(&b.words, &a.words, &a.context, meaning);
    let predicate = match a.void {
        // "No rubber projectile was used": all that is denied must be there, whatever was done with it.
        true => a.predicate.iter().map(|w| meaning.best(w, &b.words)).sum::<f32>() / a.predicate.len().max(1) as f32,
        false => a.predicate.iter().map(|w| meaning.best(w, &b.predicate)).fold(0.0, f32::max),
    };
    let filled = |x: &Option<super::Filler>, y: &Option<super::Filler>| -> Option<f32> {
        let (x, y) = (x.as_ref()?, y.as_ref()?);
        if !x.keys.is_disjoint(&y.keys) {
            return Some(1.0);
        }
        // "No product reached the river": what product is left open.
        if x.is_anything() || y.is_anything() {
            return None;
        }
        let (fewer, more) = if x.words.len() <= y.words.len() { (x, y) } else { (y, x) };
        let shared = share(&fewer.words, &more.words, &[], meaning).0;
        // "The population of the villages" and "the buildings in the villages": what heads them must be one.
        let heads = match (x.head_word(), y.head_word()) {
            (Some(v), Some(w)) => meaning.alike(v, w),
            // "Most of them", "one in ten": what heads it says nothing.
            _ if shared >= 0.8 => 1.0,
            _ => 0.0,
        };
        // A name and a calling may be one person: nothing is known.
        if x.named != y.named
            && shared == 0.0
            && [x, y].iter().any(|f| !f.named && f.head_word().is_some_and(|w| is_person(&w.lemma)))
        {
            return None;
        }
        let proper = (x.named || y.named) && shared >= 0.6;
        Some(if heads >= 0.55 || proper { shared.max(0.6 * heads) } else { shared.min(0.25) })
    };
    Match {
        covered,
        covers,
        words,
        predicate,
        shared: !a.keys.is_disjoint(&b.keys),
        subject: filled(&a.agent, &b.agent),
        topic: filled(&a.subject, &b.subject),
        object: filled(&a.object, &b.object),
    }
}

/// Whether a noun names a person.
fn is_person(lemma: &str) -> bool {
    wordnet::kind_of(lemma, "person")
}

/// Share of `words`, by weight, that `others` match, those of the context counted for less; and how many are matched.
fn share(words: &[Word], others: &[Word], context: &[Word], meaning: &Meaning<'_>) -> (f32, usize) {
    let (mut sum, mut got, mut n) = (0.0, 0.0, 0);
    for w in words {
        if stands_for_anything(&w.lemma) {
            continue;
        }
        let best = meaning.best(w, others).max(0.7 * meaning.best(w, context));
        sum += w.weight;
        got += w.weight * best;
        n += usize::from(best >= 0.4);
    }
    if sum > 0.0 { (got / sum, n) } else { (0.0, 0) }
}
