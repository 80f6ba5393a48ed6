//! How surely something is said to have happened: −3 (certainly not) … +3 (certainly).
//!
//! Each predicate has a value of its own (negation, modal, hedge: [`own`]) and stands in the context of what governs it
//! ([`context`] for clauses, [`nouns`] for nouns). The context is worked out from the governor's value and its class in
//! `factuality.tsv`, so that "failed to persuade", "did not deny that", "is reported to have refused to" come out by
//! composition (after Saurí & Pustejovsky's factuality profiles and Nairn, Condoravdi & Karttunen's implicative
//! signatures). Every value keeps why it is what it is, which the explanation prints.

mod context;
mod nouns;
mod own;
mod register;
mod values;

use rashomon_lang::{Dep, Tag};

use crate::lexicon::{FactClass, Lexicon};
use crate::parsed::Parsed;
use register::Register;
use values::{IN_PASSING, UNDONE, UNDONE_BELOW, combine};

/// What bears on a value: a rule, and the word that it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Why {
    /// The rule, in words that go before the word.
    pub rule: &'static str,
    /// The token that the rule rests on.
    pub word: usize,
}

/// A value, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Put {
    value: f32,
    /// Whether it is put as not (yet) so: what will, can or should be, what is wanted, asked or ordered.
    unreal: bool,
    why: Option<Why>,
}

impl Put {
    /// Told as it is: nothing weakens it.
    const PLAIN: Self = Self { value: 3.0, unreal: false, why: None };

    fn real(value: f32, rule: &'static str, word: usize) -> Self {
        Self { value, unreal: false, why: Some(Why { rule, word }) }
    }

    fn unreal(value: f32, rule: &'static str, word: usize) -> Self {
        Self { value, unreal: true, why: Some(Why { rule, word }) }
    }
}

/// The value of one predicate, with both of its parts.
#[derive(Clone, Copy, Debug)]
struct Judged {
    value: f32,
    unreal: bool,
    /// Whether it is its own words that put it so.
    unreal_itself: bool,
    own: Option<Why>,
    negation: Option<Why>,
    context: Option<Why>,
}

/// Factuality of predicates, computed once a token.
pub(crate) struct Factuality<'a> {
    p: Parsed<'a>,
    lexicon: &'a Lexicon,
    register: Register,
    known: Vec<Option<Judged>>,
}

/// Longest chain of governors that is followed.
const DEEPEST: usize = 40;

impl<'a> Factuality<'a> {
    pub fn new(p: Parsed<'a>, lexicon: &'a Lexicon) -> Self {
        Self { p, lexicon, register: Register::of(p), known: vec![None; p.a.len()] }
    }

    /// The value of the predicate at token `i`.
    pub fn of(&mut self, i: usize) -> f32 {
        let judged = self.judged(i, 0);
        if self.undone(i, judged) {
            return if judged.unreal_itself { UNDONE } else { UNDONE_BELOW };
        }
        if self.is_in_passing(i) { judged.value.min(IN_PASSING) } else { judged.value }
    }

    /// What the value at token `i` rests on: its own words, then what it hangs on, from the nearest.
    pub fn grounds(&mut self, i: usize) -> Vec<Why> {
        let mut out: Vec<Why> = Vec::new();
        let mut at = i;
        for _ in 0..DEEPEST {
            let judged = self.judged(at, 0);
            for why in judged.negation.into_iter().chain(judged.own).chain(judged.context) {
                if !out.contains(&why) {
                    out.push(why);
                }
            }
            match judged.context {
                Some(why) if why.word != at && self.p.a.is_within(at, why.word) => at = why.word,
                _ => break,
            }
        }
        let judged = self.judged(i, 0);
        if (self.undone(i, judged) || (judged.value > IN_PASSING && self.is_in_passing(i)))
            && let Some(word) = self.register.addressed(self.p.a.sentence_of(i))
        {
            out.push(Why { rule: "the writer speaks of himself or to the reader, with", word });
        }
        out
    }

    /// Whether it is only to come, wanted or possible in the mouth of one who speaks of himself or to the reader: a
    /// newspaper's "will" tells of what is decided, a letter's "I will" or "you can" of what nobody has done.
    fn undone(&self, i: usize, judged: Judged) -> bool {
        judged.unreal
            && judged.value >= 0.0
            && (self.register.is_personal(self.p, i) || judged.own.is_some_and(|w| w.rule == own::ORDER))
    }

    /// Whether the writer speaks in the present of himself or to the reader, in a clause that is not the main one.
    fn is_in_passing(&self, i: usize) -> bool {
        let p = self.p;
        matches!(p.tag(i), Tag::Vbp | Tag::Vbz | Tag::Vbg)
            && !matches!(p.dep(i), Dep::Root | Dep::Ccomp | Dep::Parataxis)
            && self.register.is_personal(p, i)
    }

    fn value(&mut self, i: usize, depth: usize) -> f32 {
        self.judged(i, depth).value
    }

    fn judged(&mut self, i: usize, depth: usize) -> Judged {
        if let Some(j) = self.known[i] {
            return j;
        }
        if depth > DEEPEST {
            return Judged {
                value: 0.0,
                unreal: false,
                unreal_itself: false,
                own: None,
                negation: None,
                context: None,
            };
        }
        let (own, negation) = self.own(i);
        let context = self.context(i, depth);
        let j = Judged {
            value: combine(own.value, context.value).clamp(-3.0, 3.0),
            unreal: own.unreal || context.unreal,
            unreal_itself: own.unreal,
            own: own.why,
            negation,
            context: context.why,
        };
        self.known[i] = Some(j);
        j
    }

    /// A governor's own value, handed on to what it governs.
    fn passed_on(&mut self, g: usize, rule: &'static str, depth: usize) -> Put {
        let j = self.judged(g, depth);
        Put { value: j.value, unreal: j.unreal, why: Some(Why { rule, word: g }) }
    }

    fn is(&self, g: usize, class: FactClass) -> bool {
        let with = self.p.lemma_with_particle(g);
        self.lexicon.fact(&with, class) || self.lexicon.fact(self.p.a.lower(g), class)
    }

    /// The classes of a word, as lemma with its particle or as it stands.
    fn classes(&self, g: usize) -> &'a [FactClass] {
        let with = self.p.lemma_with_particle(g);
        self.lexicon
            .factuality
            .get(&with)
            .or_else(|| self.lexicon.factuality.get(self.p.a.lower(g)))
            .map_or(&[], Vec::as_slice)
    }
}
