//! What is wanted, refused, said to have happened: propositions, and how near two of them are.
//!
//! Nearness goes by meaning and participants: "leave Syria", "be expelled from Syria", "withdraw" are one predicate
//! (a table of concepts, else word vectors), Iranian forces and Iran's military meet in Iran.

use std::collections::BTreeSet;

use rashomon_lang::{Dep, Pos, Tag};
use rashomon_reading::{Event, EventId};
use rashomon_text::Span;

use crate::lexicon::concepts;
use crate::sources::keys;
use crate::story::{Case, Vectors};
use crate::tellings::phrase;
use crate::wordnet;

/// A proposition as some report puts it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proposition {
    /// Lemma of the predicate, or of the noun that stands for it.
    pub lemma: String,
    /// Whether the proposition itself is negated ("that they will not leave").
    pub negated: bool,
    /// Keys of those who take part, and of places.
    pub participants: BTreeSet<String>,
    /// Lemmas of its content words.
    pub words: BTreeSet<String>,
    /// Subject and rest, for putting it in words: ("Iranian forces", "leave Syria").
    pub subject: Option<String>,
    /// The predicate with what belongs to it, in the infinitive; or the noun phrase.
    pub phrase: String,
    /// Whether `phrase` is a noun phrase.
    pub nominal: bool,
}

/// Nouns and verbs that say too little to be shared.
pub(crate) fn is_light(lemma: &str) -> bool {
    matches!(
        lemma,
        "be" | "have"
            | "do"
            | "make"
            | "take"
            | "say"
            | "tell"
            | "get"
            | "give"
            | "go"
            | "come"
            | "year"
            | "day"
            | "time"
            | "people"
            | "person"
            | "thing"
            | "way"
            | "part"
            | "month"
            | "week"
            | "report"
            | "include"
            | "new"
            | "last"
            | "first"
            | "other"
            | "more"
            | "also"
            | "would"
            | "could"
            | "than"
            | "one"
            | "two"
            | "need"
            | "use"
            | "number"
            | "mr"
            | "ms"
    )
}

/// Lemmas of the content words of a range of tokens.
pub(crate) fn content_words(case: &Case, tokens: impl Iterator<Item = usize>) -> BTreeSet<String> {
    let a = &case.analysis;
    tokens
        .filter(|&t| matches!(a.token(t).pos, Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj))
        .map(|t| a.lemma(t).to_lowercase())
        .filter(|l| !is_light(l) && l.chars().any(char::is_alphanumeric))
        .collect()
}

/// Keys of the actors mentioned in a range of tokens.
pub(crate) fn mentioned(case: &Case, tokens: std::ops::Range<usize>) -> BTreeSet<String> {
    let span = case.analysis.span(tokens);
    let mut out = BTreeSet::new();
    for actor in &case.reading.actors {
        if actor.mentions.iter().any(|m| span.contains(m.span)) {
            out.extend(keys(actor));
        }
    }
    out
}

/// The proposition that an event makes.
pub(crate) fn of_event(case: &Case, id: EventId) -> Proposition {
    let a = &case.analysis;
    let e = case.reading.event(id);
    let head = e.head as usize;
    // "The offer, which undervalues the company": what is said of it beside is no part of what it is.
    let tokens = if e.nominal { phrase(case, head) } else { core(case, head) };
    let mut participants = mentioned(case, tokens.clone());
    for &actor in e.actors.iter().chain(&e.recipients) {
        participants.extend(keys(case.reading.actor(actor)));
    }
    if let Some(p) = &e.place {
        participants.insert(p.to_lowercase());
    }
    let words = content_words(case, tokens);
    let (subject, phrase) = if e.nominal { (None, noun_phrase(case, head)) } else { verb_phrase(case, e) };
    let lemma = if a.token(head).pos == Pos::Aux {
        predicate_noun(case, head).unwrap_or_else(|| e.lemma.clone())
    } else {
        e.lemma.clone()
    };
    Proposition { lemma, negated: e.negated, participants, words, subject, phrase, nominal: e.nominal }
}

/// Under "be", what somebody is said to be.
fn predicate_noun(case: &Case, head: usize) -> Option<String> {
    let a = &case.analysis;
    a.children(head).find(|&c| matches!(a.token(c).dep, Dep::Acomp | Dep::Attr)).map(|c| a.lemma(c).to_lowercase())
}

/// The proposition that a noun phrase stands for ("rejected the offer").
pub(crate) fn of_noun(case: &Case, head: usize) -> Proposition {
    let a = &case.analysis;
    let tokens = phrase(case, head);
    Proposition {
        lemma: a.lemma(head).to_lowercase(),
        negated: false,
        participants: mentioned(case, tokens.clone()),
        words: content_words(case, tokens),
        subject: None,
        phrase: noun_phrase(case, head),
        nominal: true,
    }
}

/// The tokens of a predicate without the clauses that only hang on beside it.
pub(crate) fn core(case: &Case, head: usize) -> std::ops::Range<usize> {
    let a = &case.analysis;
    let mut r = a.subtree(head);
    for c in a.children(head) {
        if matches!(a.token(c).dep, Dep::Advcl | Dep::Conj | Dep::Parataxis) {
            let s = a.subtree(c);
            if c > head {
                r.end = r.end.min(s.start.max(head + 1));
            } else {
                r.start = r.start.max(s.end.min(head));
            }
        }
    }
    r.start.min(head)..r.end.max(head + 1)
}

fn clean(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['“', '”', '"', ',', ';', '—', '–']).to_owned()
}

fn noun_phrase(case: &Case, head: usize) -> String {
    let a = &case.analysis;
    let r = a.subtree(head);
    // Relative clauses and appositions go beyond the name of the thing.
    let end = a
        .children(head)
        .filter(|&c| {
            c > head
                && matches!(
                    a.token(c).dep,
                    Dep::Relcl | Dep::Appos | Dep::Advcl | Dep::Conj | Dep::Cc | Dep::Punct | Dep::Acl
                )
                && a.tokens()[c].tag != Tag::Hyph
        })
        .map(|c| a.subtree(c).start)
        .min()
        .unwrap_or(r.end)
        .max(head + 1);
    clean(a.span(r.start..end).of(&case.report.text))
}

/// Subject and infinitive: ("Iranian forces", "leave Syria").
fn verb_phrase(case: &Case, e: &Event) -> (Option<String>, String) {
    let a = &case.analysis;
    let v = e.head as usize;
    let text = &case.report.text;
    let passive = a.children(v).any(|c| matches!(a.token(c).dep, Dep::Auxpass | Dep::Nsubjpass));
    let subject = a.children(v).find(|&c| matches!(a.token(c).dep, Dep::Nsubj | Dep::Nsubjpass)).map(|s| {
        if matches!(a.token(s).pos, Pos::Pron | Pos::Det) {
            e.actors
                .iter()
                .chain(&e.recipients)
                .map(|&id| case.reading.actor(id).name.clone())
                .next()
                .unwrap_or_else(|| clean(a.span(a.subtree(s)).of(text)))
        } else {
            let r = a.subtree(s);
            let end = a
                .children(s)
                .filter(|&c| c > s && matches!(a.token(c).dep, Dep::Relcl | Dep::Appos | Dep::Punct))
                .map(|c| a.subtree(c).start)
                .min()
                .unwrap_or(r.end)
                .max(s + 1);
            clean(a.span(r.start..end).of(text))
        }
    });
    let mut words: Vec<String> = Vec::new();
    if passive {
        words.push("be".to_owned());
        words.push(a.token(v).span.of(text).to_lowercase());
    } else {
        words.push(a.lemma(v).to_lowercase());
    }
    for c in a.children(v).filter(|&c| c > v) {
        match a.token(c).dep {
            Dep::Dobj | Dep::Prt | Dep::Dative | Dep::Acomp | Dep::Attr | Dep::Oprd | Dep::Agent | Dep::Xcomp => {
                words.push(inner(case, c));
            }
            // "leave Syria during the talks": when and in which circumstances is another matter.
            Dep::Prep
                if !matches!(
                    a.lower(c),
                    "during"
                        | "after"
                        | "before"
                        | "since"
                        | "until"
                        | "despite"
                        | "amid"
                        | "as"
                        | "by"
                        | "because"
                        | "without"
                        | "while"
                        | "within"
                        | "following"
                ) && words.len() < 4 =>
            {
                words.push(inner(case, c));
            }
            _ => {}
        }
    }
    (subject, clean(&words.join(" ")))
}

/// A dependent without the clauses that hang on it.
fn inner(case: &Case, c: usize) -> String {
    let a = &case.analysis;
    let r = a.subtree(c);
    let end = r
        .clone()
        .skip(1)
        .find(|&t| matches!(a.token(t).dep, Dep::Advcl | Dep::Relcl) && t > c)
        .map_or(r.end, |t| a.subtree(t).start.max(c + 1));
    // "close the base, not this year and not next": what follows the comma is said beside it.
    let end = (c + 1..end).find(|&t| a.token(t).span.of(&case.report.text) == ",").unwrap_or(end);
    clean(a.span(r.start..end).of(&case.report.text))
}

impl Proposition {
    /// The proposition as a phrase with its subject: "Iranian forces leave Syria".
    pub fn as_issue(&self) -> String {
        match &self.subject {
            Some(s) => format!("{s} {}", self.phrase),
            None => self.phrase.clone(),
        }
    }
}

/// Whether two predicates say the same (1), the contrary (−1), or how near they are by their vectors (0 … 1).
pub(crate) fn predicate_nearness(a: &str, b: &str, vectors: &dyn Vectors) -> f32 {
    if a == b {
        return 1.0;
    }
    let (ca, cb) = (concepts(a), concepts(b));
    for x in ca {
        for y in cb {
            if x.name == y.name {
                return if x.same == y.same { 1.0 } else { -1.0 };
            }
        }
    }
    if wordnet::same(a, b) || wordnet::kind_of(a, b) || wordnet::kind_of(b, a) {
        return 0.8;
    }
    let (Some(x), Some(y)) = (vectors.vector(a), vectors.vector(b)) else { return 0.0 };
    cosine(x, y).max(0.0)
}

/// Cosine of two vectors of one length.
pub(crate) fn cosine(x: &[f32], y: &[f32]) -> f32 {
    let (mut dot, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        dot += a * b;
        xx += a * a;
        yy += b * b;
    }
    if xx == 0.0 || yy == 0.0 { 0.0 } else { dot / (xx * yy).sqrt() }
}

/// Share of the smaller set that is in the other; 0 where one is empty.
pub(crate) fn containment(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f32 {
    let n = a.len().min(b.len());
    if n == 0 { 0.0 } else { a.intersection(b).count() as f32 / n as f32 }
}

/// How near two propositions are, 0 … 1, and whether they point the same way.
pub(crate) fn nearness(a: &Proposition, b: &Proposition, without: &str, vectors: &dyn Vectors) -> (f32, bool) {
    let predicate = predicate_nearness(&a.lemma, &b.lemma, vectors);
    let others =
        |p: &Proposition| -> BTreeSet<String> { p.participants.iter().filter(|k| *k != without).cloned().collect() };
    let (pa, pb) = (others(a), others(b));
    let common = pa.intersection(&pb).count();
    let share = containment(&pa, &pb);
    let words = containment(&a.words, &b.words);
    let strength = predicate.abs();
    // A shared predicate without a shared participant or word is two different matters.
    let joint = if common == 0 && a.words.intersection(&b.words).next().is_none() { 0.0 } else { 1.0 };
    let vague = if strength < 0.5 && !(a.nominal || b.nominal) { 0.6 } else { 1.0 };
    // One actor's stands on "the bid" and on "the offer" are on one thing.
    if a.nominal
        && b.nominal
        && predicate >= 0.8
        && !without.is_empty()
        && (pa.is_empty() || pb.is_empty() || common > 0)
    {
        return (0.6, a.negated == b.negated);
    }
    let score = joint * vague * (0.4 * strength + 0.35 * share + 0.25 * words + if common >= 2 { 0.1 } else { 0.0 });
    (score.min(1.0), (predicate >= 0.0) == (a.negated == b.negated))
}

/// The sentence that a span stands in.
pub(crate) fn sentence(case: &Case, token: usize) -> Span {
    let a = &case.analysis;
    a.span(a.sentence(a.sentence_of(token)))
}
