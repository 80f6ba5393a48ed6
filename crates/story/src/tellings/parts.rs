//! Who takes part: the words of a part, who it is, pronouns brought back to what they stand for.

use std::collections::BTreeSet;

use rashomon_lang::{Dep, EntityLabel, Pos, Tag};
use rashomon_reading::{Event, EventId};

use crate::meaning::{Meaning, Word};
use crate::propositions::mentioned;
use crate::sources::keys;
use crate::story::Case;

use super::alignment::stands_for_anything;
use super::word_at;

/// What fills a part.
#[derive(Clone, Debug)]
pub(crate) struct Filler {
    /// The token that heads it, where the text has one.
    pub head: Option<usize>,
    pub words: Vec<Word>,
    /// Keys of the actors that it names.
    pub keys: BTreeSet<String>,
    /// As it is called.
    pub name: String,
    /// Whether it is a name.
    pub named: bool,
}

impl Filler {
    /// Whether it only says that it was something ("no document", "any object").
    pub(crate) fn is_anything(&self) -> bool {
        self.words.iter().all(|w| stands_for_anything(&w.lemma))
    }

    /// The word that heads it.
    pub(crate) fn head_word(&self) -> Option<&Word> {
        self.words.iter().find(|w| Some(w.at) == self.head)
    }
}

/// Where a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// At a token.
    Token(usize),
    /// Who speaks: "we" in an outlet's own words.
    Outlet,
}

/// The subject of a predicate: its own, that of the verb it is joined to, or the noun that its clause describes.
pub(crate) fn subject_of(cases: &[Case], r: usize, id: EventId) -> Option<Place> {
    let case = &cases[r];
    let a = &case.analysis;
    let e = case.reading.event(id);
    let mut at = e.head as usize;
    for _ in 0..4 {
        if let Some(s) = a.children(at).find(|&c| matches!(a.token(c).dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj)) {
            return Some(resolve(cases, r, s, e));
        }
        match a.token(at).dep {
            Dep::Conj | Dep::Xcomp => at = a.head(at),
            Dep::Relcl | Dep::Acl => return Some(Place::Token(a.head(at))),
            _ => return None,
        }
    }
    None
}

/// What a pronoun stands for: who speaks, the noun of a relative clause, the subject of the sentence before.
fn resolve(cases: &[Case], r: usize, s: usize, e: &Event) -> Place {
    let case = &cases[r];
    let a = &case.analysis;
    if a.token(s).pos != Pos::Pron && !matches!(a.token(s).tag, Tag::Wdt | Tag::Wp) {
        return Place::Token(s);
    }
    let verb = a.head(s);
    if matches!(a.lower(s), "who" | "which" | "that") && matches!(a.token(verb).dep, Dep::Relcl) {
        return Place::Token(a.head(verb));
    }
    if matches!(a.lower(s), "we" | "i" | "us") && e.holder.is_none() {
        return Place::Outlet;
    }
    // "The boat left at noon. It sank …": a thing goes on being spoken of in the same place.
    if a.lower(s) == "it"
        && let Some(t) = spoken_of(case, s)
    {
        return Place::Token(t);
    }
    Place::Token(s)
}

/// The thing that "it" at a token stands for: the nearest subject or object before it in the sentence, else the subject of the
/// sentence before.
pub(crate) fn spoken_of(case: &Case, s: usize) -> Option<usize> {
    let a = &case.analysis;
    let n = a.sentence_of(s);
    let own = a.sentence(n);
    let thing = |t: usize| matches!(a.token(t).tag, Tag::Nn | Tag::Nnp) && !is_person(case, t);
    let subject = |t: usize| matches!(a.token(t).dep, Dep::Nsubj | Dep::Nsubjpass);
    let here = (own.start..s).rev().find(|&t| (subject(t) || a.token(t).dep == Dep::Dobj) && thing(t));
    here.or_else(|| (n > 0).then(|| a.sentence(n - 1).find(|&t| subject(t) && thing(t))).flatten())
}

fn is_person(case: &Case, t: usize) -> bool {
    case.analysis
        .entities()
        .iter()
        .any(|e| e.label == EntityLabel::Person && (e.first as usize..e.last as usize).contains(&t))
}

/// Who or what stands at a place.
pub(crate) fn filler(cases: &[Case], r: usize, place: Place, e: &Event, meaning: &Meaning<'_>) -> Filler {
    let case = &cases[r];
    let a = &case.analysis;
    let t = match place {
        Place::Token(t) => t,
        Place::Outlet => {
            let name = case.report.outlet.clone().unwrap_or_default();
            let words = name
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| w.len() > 2)
                .map(|w| meaning.word(&w.to_lowercase(), crate::terms::WordKind::Name, e.head as usize))
                .collect();
            return Filler { head: None, words, keys: BTreeSet::from([name.to_lowercase()]), name, named: true };
        }
    };
    let range = phrase(case, t);
    let mut words: Vec<Word> =
        range.clone().filter_map(|i| word_at(case, i, meaning, a.token(i).pos == Pos::Propn)).collect();
    let mut keys_of = if a.lower(t) == "it" { BTreeSet::new() } else { mentioned(case, range.clone()) };
    let mut name = a.span(range.clone()).of(&case.report.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut named = a.token(t).pos == Pos::Propn;
    let span = a.token(t).span;
    // What "it" stands for is guessed too often wrongly to be held against anybody.
    let guessed = a.lower(t) == "it";
    let actor = case
        .reading
        .actors
        .iter()
        .filter(|_| !guessed)
        .find(|x| x.mentions.iter().any(|m| m.head as usize == t || m.span == span));
    if let Some(actor) = actor {
        keys_of.extend(keys(actor));
        named |= actor.named;
        if a.token(t).pos == Pos::Pron {
            name.clone_from(&actor.name);
            words.extend(
                actor
                    .name
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|w| w.len() > 2)
                    .map(|w| meaning.word(&w.to_lowercase(), crate::terms::WordKind::Name, t)),
            );
        }
    }
    Filler { head: Some(t), words, keys: keys_of, name, named }
}

/// As [`filler`], of a token.
pub(crate) fn filler_at(cases: &[Case], r: usize, t: usize, e: &Event, meaning: &Meaning<'_>) -> Filler {
    filler(cases, r, Place::Token(t), e, meaning)
}

/// A noun with what belongs to it, without clauses and appositions.
pub(crate) fn phrase(case: &Case, t: usize) -> std::ops::Range<usize> {
    let a = &case.analysis;
    let whole = a.subtree(t);
    let joined = a.children(t).filter(|&c| {
        // "The shipping firm Calder Lines": a name beside its calling, with no comma between, is one with it.
        let name = a.token(c).dep == Dep::Appos && a.subtree(c).start == t + 1 && a.token(c).pos == Pos::Propn;
        c > t && !name && matches!(a.token(c).dep, Dep::Appos | Dep::Punct | Dep::Conj | Dep::Cc)
    });
    let clauses = (t + 1..whole.end).filter(|&c| matches!(a.token(c).dep, Dep::Relcl | Dep::Advcl | Dep::Acl));
    let end = joined.chain(clauses).map(|c| a.subtree(c).start.max(t + 1)).min().unwrap_or(whole.end);
    whole.start.min(t)..end
}
