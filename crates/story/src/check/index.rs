//! A claim or a report made ready for checking.

use rashomon_lang::{Analysis, Dep, Pos};
use rashomon_reading::{Bound, Plover};
use rashomon_text::Span;

use super::denials::{Denial, denials};
use super::phrases::{Stance, stance};
use crate::likeness::unit;
use crate::stances::{Stand, stands};
use crate::story::{Case, Vectors};
use crate::terms::{self, Idf, Term, WordKind, term};
use crate::wordnet::{self, Entry};

/// In a heading so many of a hundred words of some length begin with a capital.
const HEADING: usize = 75;

/// What a word does in the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Who does it or is it, whatever the voice.
    Actor,
    /// Whom or what it befalls; what somebody is.
    Object,
    /// Beside it with this preposition.
    Beside(Term),
    /// A part of what it hangs on, or a clause of its own.
    Part,
}

#[derive(Debug)]
pub(super) struct Word {
    /// As the user may read it.
    pub text: Box<str>,
    pub token: usize,
    /// Lemma, form, and the form without its ending where it may be a word taken for a name.
    pub keys: [Term; 3],
    pub kind: WordKind,
    pub weight: f32,
    pub negated: bool,
    pub predicate: bool,
    pub role: Role,
    /// The word of the sentence that it belongs to.
    pub head: Option<usize>,
    /// Of a number, and how it is bounded.
    pub value: Option<f64>,
    pub bound: Bound,
    /// Of length 1.
    pub vector: Option<Box<[f32]>>,
    /// What WordNet has of it.
    pub entry: Entry,
}

impl Word {
    /// Whether the two are one word.
    pub fn is(&self, other: &Self) -> bool {
        self.keys[0] == other.keys[0]
            || self.keys.iter().any(|k| other.keys.contains(k))
            || (self.value.is_some() && self.value == other.value)
    }

    /// The lemma, of a word in a heading as well.
    pub fn lemma(&self) -> Term {
        self.keys[2]
    }
}

#[derive(Debug)]
pub(super) struct Sentence {
    pub span: Span,
    pub words: Vec<Word>,
    pub weight: f32,
    pub stance: Stance,
    /// What is denied in it, each with the words that the denial reaches.
    pub denials: Vec<Denial>,
    /// What is counted, and how many.
    pub counts: Vec<(Term, f64, Bound)>,
    /// On whose word something in it is: the last word of each source.
    pub voices: Vec<Term>,
    /// Whether somebody is accused in it.
    pub accuses: bool,
    /// Predicates that are only wanted, feared or possible.
    pub unsure: Vec<usize>,
}

/// A claim or a report made ready for checking: its sentences with what each word weighs.
///
/// Made once and used for any number of pairs.
#[derive(Debug)]
pub struct Indexed {
    pub(super) sentences: Vec<Sentence>,
    /// All words, sorted.
    pub(super) words: Vec<Term>,
    /// Who is said to be for or against what.
    pub(super) stands: Vec<Stand>,
}

impl Indexed {
    /// Of a report, or of a claim read as if it were one.
    #[must_use]
    pub fn new(case: &Case, vectors: &dyn Vectors) -> Self {
        let idf = Idf::default();
        let a = &case.analysis;
        let mut sentences = Vec::new();
        let mut word_of = vec![None; a.len()];
        for range in a.sentences() {
            if range.is_empty() {
                continue;
            }
            let heading = is_heading(a, &case.report.text, range.clone());
            let mut words: Vec<Word> = Vec::new();
            let mut says = Stance::default();
            for i in range.clone() {
                says.add(stance(a, i, range.end), 1.0);
                let Some((lemma, kind)) = terms::content(a, i) else { continue };
                let word = word(a, i, lemma, kind, heading, &idf, vectors);
                if let Some(known) = words.iter().position(|w| w.keys[0] == word.keys[0]) {
                    word_of[i] = Some(known);
                    continue;
                }
                word_of[i] = Some(words.len());
                words.push(word);
            }
            for w in &mut words {
                let (role, head) = place(a, w.token, &word_of);
                w.role = role;
                w.head = head;
            }
            let span = a.span(range.clone());
            let denials = denials(case, range.clone(), &word_of);
            for d in &denials {
                for &w in &d.reach {
                    words[w].negated = true;
                }
            }
            let quantities = || case.reading.events.iter().flat_map(|e| &e.quantities);
            for w in words.iter_mut().filter(|w| w.kind == WordKind::Number) {
                let token = a.token(w.token).span;
                if let Some(q) = quantities().find(|q| q.span.contains(token)) {
                    (w.value, w.bound) = (Some(q.value), q.bound);
                }
            }
            let events = || case.reading.events.iter().filter(|e| span.contains(e.span));
            sentences.push(Sentence {
                span,
                weight: words.iter().map(|w| w.weight).sum(),
                words,
                stance: says,
                denials,
                counts: events().flat_map(|e| e.quantities.iter().map(|q| (term(&q.of), q.value, q.bound))).collect(),
                voices: voices(case, span),
                accuses: events().any(|e| e.kind == Some(Plover::Accuse)),
                unsure: events()
                    .filter(|e| e.factuality > -1.0 && e.factuality < 1.5)
                    .filter_map(|e| word_of[e.head as usize])
                    .collect(),
            });
        }
        let mut all: Vec<Term> = sentences.iter().flat_map(|s| s.words.iter().flat_map(|w| w.keys)).collect();
        all.sort_unstable();
        all.dedup();
        Self { sentences, words: all, stands: stands(case) }
    }
}

impl Indexed {
    /// Whether the text has the word anywhere.
    pub(super) fn holds(&self, word: &Word) -> bool {
        word.keys.iter().any(|k| self.words.binary_search(k).is_ok())
    }
}

fn word(a: &Analysis, i: usize, lemma: Term, kind: WordKind, heading: bool, idf: &Idf, vectors: &dyn Vectors) -> Word {
    let lower = a.lower(i);
    // In a heading every word looks like a name.
    let plain = if kind == WordKind::Name && heading { base(lower) } else { None };
    let kind = if plain.is_some() { WordKind::Word } else { kind };
    let lemma = plain.unwrap_or(lemma);
    let vector =
        if kind == WordKind::Word { vectors.vector(lower).or_else(|| vectors.vector(a.lemma(i))) } else { None };
    Word {
        text: lower.into(),
        token: i,
        keys: [lemma, term(lower), lemma],
        kind,
        weight: idf.of_word(lemma, kind),
        negated: false,
        predicate: a.token(i).pos == Pos::Verb,
        role: Role::Part,
        head: None,
        bound: Bound::Exact,
        value: if kind == WordKind::Number { value(lower) } else { None },
        vector: vector.and_then(unit),
        entry: if kind == WordKind::Word { Entry::new(lemma) } else { Entry::default() },
    }
}

/// On whose word something in the sentence is.
fn voices(case: &Case, span: Span) -> Vec<Term> {
    let text = &case.report.text;
    let last = |words: &str| words.split_whitespace().next_back().map(|w| term(&w.to_lowercase()));
    case.reading
        .attributions
        .iter()
        .filter(|w| w.content.iter().any(|&c| span.contains(c)))
        .filter_map(|w| match w.source_actor {
            Some(actor) => last(&case.reading.actor(actor).name),
            None => w.source.first().and_then(|s| last(s.of(text))),
        })
        .collect()
}

/// Whether a sentence is written as a heading: nearly all words of some length with a capital.
fn is_heading(a: &Analysis, text: &str, range: std::ops::Range<usize>) -> bool {
    let (mut long, mut capital) = (0, 0);
    for i in range.filter(|&i| a.lower(i).chars().count() >= 4) {
        long += 1;
        capital += usize::from(a.token(i).span.of(text).starts_with(char::is_uppercase));
    }
    long >= 3 && capital * 100 >= long * HEADING
}

/// The dictionary form of a word that stands with a capital or an ending.
fn base(lower: &str) -> Option<Term> {
    if wordnet::known(lower) {
        return Some(term(lower));
    }
    let endings =
        [("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")];
    endings.into_iter().find_map(|(ending, instead)| {
        let word = format!("{}{instead}", lower.strip_suffix(ending)?);
        wordnet::known(word.as_str()).then(|| term(&word))
    })
}

/// A number in digits or as one word.
fn value(lower: &str) -> Option<f64> {
    const SMALL: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(n) = SMALL.iter().position(|&w| w == lower) {
        return Some(n as f64);
    }
    lower.replace(',', "").parse().ok().filter(|n: &f64| n.is_finite())
}

/// What token `i` does, and the word that it belongs to.
fn place(a: &Analysis, mut i: usize, word_of: &[Option<usize>]) -> (Role, Option<usize>) {
    // "Ann and Bob left": both did.
    for _ in 0..8 {
        if a.token(i).dep != Dep::Conj || a.parent(i).is_none() {
            break;
        }
        i = a.head(i);
    }
    let Some(mut head) = a.parent(i) else { return (Role::Part, None) };
    let role = match a.token(i).dep {
        Dep::Nsubj | Dep::Csubj => {
            // "Ann is the mayor": Ann belongs to the mayor.
            if let Some(what) = a.child(head, Dep::Attr).or_else(|| a.child(head, Dep::Acomp)) {
                head = what;
            }
            Role::Actor
        }
        Dep::Nsubjpass | Dep::Dobj | Dep::Oprd | Dep::Dative | Dep::Attr | Dep::Acomp | Dep::Xcomp | Dep::Ccomp => {
            Role::Object
        }
        Dep::Pobj => {
            // "Out of the house": out.
            let mut preposition = head;
            while a.parent(preposition).is_some_and(|p| a.token(p).dep == Dep::Prep) {
                preposition = a.head(preposition);
            }
            let Some(above) = a.parent(preposition) else { return (Role::Part, None) };
            head = above;
            match a.token(preposition).dep {
                Dep::Agent => Role::Actor,
                _ => Role::Beside(term(a.lower(preposition))),
            }
        }
        _ => Role::Part,
    };
    (role, word_of[head])
}
