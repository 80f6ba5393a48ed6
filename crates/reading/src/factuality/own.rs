//! The value that a predicate has by the words that hang on it.

use rashomon_lang::{Dep, Pos, Tag};

use super::values::{
    ALMOST, BARE, CAN, CONDITIONED, COUNTERFACT, DUE, GERUND, HEDGED, MAY, MERELY_POSSIBLE, NEGATED, NOUN, ORDERED,
    QUALIFIER, WILL, WILL_NOT, WOULD,
};
use super::{Factuality, Put, Why};
use crate::lexicon::FactClass;

/// The rule for orders: "Close the gate."
pub(super) const ORDER: &str = "ordered";

/// Adverbs and adjectives that pass on a report or suspicion; others of their class only say that it can be.
const ON_HEARSAY: &[&str] = &["alleged", "reported", "suspected", "apparent", "purported"];

impl Factuality<'_> {
    /// By the words that hang on the predicate itself.
    pub(super) fn own(&self, i: usize) -> (Put, Option<Why>) {
        let p = self.p;
        let mut put = Put { value: self.form(i), ..Put::PLAIN };
        let mut negated = p.negated(i) != p.negated_by_subject(i);
        let nobody = || p.a.children(i).find(|&c| matches!(p.dep(c), Dep::Nsubj | Dep::Nsubjpass));
        let mut negator = p.negation(i).or_else(nobody).unwrap_or(i);
        // "did not attack or invade", "may attack and invade": what stands with the first holds for the others.
        let mut heads = [i; 8];
        let mut n = 1;
        while n < heads.len() && p.dep(heads[n - 1]) == Dep::Conj {
            let c = heads[n - 1];
            let h = p.a.head(c);
            let own_verbs =
                p.a.children(c).any(|x| matches!(p.dep(x), Dep::Aux | Dep::Auxpass | Dep::Nsubj | Dep::Nsubjpass));
            if !p.is_verb(c) || own_verbs || p.tag(c) != p.tag(h) {
                break;
            }
            if matches!(p.tag(c), Tag::Vb | Tag::Vbn) && p.negated(h) && !p.negated(c) {
                negated = !negated;
                negator = p.negation(h).unwrap_or(h);
            }
            heads[n] = h;
            n += 1;
        }
        let heads = &heads[..n];
        let mut would = false;
        let mut have = false;
        for &h in heads {
            for c in p.a.children(h) {
                match (p.dep(c), p.a.lower(c)) {
                    (Dep::Aux, "have" | "'ve") => have = true,
                    (Dep::Aux, w) => {
                        would |= p.tag(c) == Tag::Md && matches!(w, "would" | "'d");
                        if let Some(size) = self.modal(c, h, negated) {
                            put.weaken(Put::unreal(size, "put with", c));
                        }
                    }
                    (Dep::Advmod, w) if self.lexicon.fact(w, FactClass::Hedge) => {
                        put.weaken(Put::real(HEDGED, "put with", c));
                    }
                    (Dep::Amod, w) if self.lexicon.fact(w, FactClass::Hedge) => {
                        put.weaken(if ON_HEARSAY.contains(&w) {
                            Put::real(HEDGED, "put with", c)
                        } else {
                            Put::unreal(MERELY_POSSIBLE, "put with", c)
                        });
                    }
                    // "threatened to strike if …": what is threatened hangs on the condition, not the threat.
                    (Dep::Advcl, _)
                        if self.is_condition(c)
                            && !(p.tag(h) == Tag::Vbd
                                && p.a.children(h).any(|x| matches!(p.dep(x), Dep::Xcomp | Dep::Ccomp))) =>
                    {
                        put.weaken(Put::unreal(CONDITIONED, "on the condition of", c));
                    }
                    (Dep::Mark, w) if self.lexicon.fact(w, FactClass::Conditional) => {
                        put.weaken(Put::real(0.0, "under", c));
                    }
                    _ => {}
                }
            }
        }
        if p.is_verb(i) && p.tag(i) != Tag::Vbg && !negated {
            let almost = p.a.children_with(i, Dep::Advmod).find(|&c| c + 1 == i && self.is_almost(c));
            if let Some(c) = almost {
                return (Put::real(ALMOST, "put with", c), None);
            }
        }
        if would && have {
            let value = if negated { -COUNTERFACT } else { COUNTERFACT };
            return (Put { value, unreal: false, ..put }, None);
        }
        // "had Greece asked for help"
        if self.is_inverted(i) {
            let value = if negated { 1.0 } else { -1.0 };
            return (Put::real(value, "a condition that was not met, with", i), None);
        }
        if p.a.lower(i) == "going" && p.a.children_with(i, Dep::Xcomp).any(|c| self.is_infinitive(c)) {
            put.weaken(Put::unreal(WILL, "put with", i));
        }
        if p.is_verb(i) || p.pos(i) == Pos::Aux {
            let top = self.first_joined(i);
            if let Some(order) = self.order(i, top) {
                put.weaken(order);
            } else if p.a.parent(heads[n - 1]).is_none() {
                let top = heads[n - 1];
                if self.asks(top) {
                    return (Put { unreal: put.unreal, ..Put::real(0.0, "asked, with", top) }, None);
                }
                if p.tag(top) == Tag::Vb && self.is_infinitive(top) {
                    put.weaken(Put::unreal(HEDGED, "to come, by the infinitive of", top));
                }
            }
        }
        if negated {
            put.value = -put.value.min(NEGATED);
            return (put, Some(Why { rule: "negated by", word: negator }));
        }
        (put, None)
    }

    /// How surely a modal verb puts its verb; `None` for other auxiliaries.
    fn modal(&self, c: usize, verb: usize, negated: bool) -> Option<f32> {
        let p = self.p;
        Some(match p.a.lower(c) {
            "can" | "ca" | "could" if negated => WILL_NOT,
            "can" | "ca" => CAN,
            "may" | "might" | "could" => MAY,
            "will" | "shall" | "'ll" | "’ll" | "wo" => WILL,
            "would" | "'d" if p.tag(c) == Tag::Md && (negated || self.is_told_earlier(verb)) => WILL,
            "would" | "'d" if p.tag(c) == Tag::Md => WOULD,
            "should" | "must" | "ought" | "need" => DUE,
            _ => return None,
        })
    }

    /// Whether a clause is what somebody said, so that its "would" is a "will": "said that it would close the plant".
    fn is_told_earlier(&self, verb: usize) -> bool {
        let p = self.p;
        let mut at = verb;
        for _ in 0..8 {
            let Some(h) = p.a.parent(at) else {
                return p.a.children(at).any(|c| p.credits(c) && self.is(c, FactClass::Say));
            };
            match p.dep(at) {
                Dep::Ccomp => {
                    return p.tag(h) == Tag::Vbd && (self.is(h, FactClass::Say) || self.is(h, FactClass::Believe));
                }
                Dep::Conj => at = h,
                _ => return false,
            }
        }
        false
    }

    fn is_almost(&self, c: usize) -> bool {
        matches!(self.p.a.lower(c), "almost" | "nearly")
    }

    /// How much the form of the word alone says that it is so.
    fn form(&self, i: usize) -> f32 {
        let p = self.p;
        if p.is_noun(i) {
            return if matches!(p.dep(i), Dep::Compound | Dep::Amod | Dep::Nmod) { QUALIFIER } else { NOUN };
        }
        let gerund = p.tag(i) == Tag::Vbg && p.dep(i) != Dep::Root && p.a.child(i, Dep::Aux).is_none();
        if gerund { GERUND } else { 3.0 }
    }

    /// The first of what is joined to the verb at `i`: "sit down" in "sit down, listen and learn".
    fn first_joined(&self, i: usize) -> usize {
        let p = self.p;
        let mut at = i;
        for _ in 0..8 {
            if p.dep(at) != Dep::Conj {
                break;
            }
            at = p.a.head(at);
        }
        at
    }

    /// An order: "Close the gate and leave." A base form that nothing carries is mostly one too, read as something else.
    fn order(&self, i: usize, top: usize) -> Option<Put> {
        let p = self.p;
        let free = |t: usize| {
            !p.a.children(t).any(|c| {
                matches!(p.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Expl | Dep::Csubj | Dep::Auxpass)
                    || (p.dep(c) == Dep::Aux && p.a.lemma(c) != "do")
            })
        };
        let base = |t: usize| matches!(p.tag(t), Tag::Vb | Tag::Vbp) && free(t);
        // "Thank you" does what it says.
        if !base(i) || p.a.lemma(i) == "thank" {
            return None;
        }
        if base(top) && p.a.parent(top).is_none() {
            return Some(Put::unreal(ORDERED, ORDER, top));
        }
        // Elsewhere a base form stands under a verb that carries it, or is a noun read as a verb ("a strike to demand").
        let alone =
            matches!(p.dep(top), Dep::Root | Dep::Advcl | Dep::Parataxis | Dep::Dep | Dep::Nsubj | Dep::Npadvmod)
                && (!p.is_verb(top) || base(top))
                && free(top)
                && (i == 0 || p.a.lower(i - 1) != "to");
        (p.tag(i) == Tag::Vb && alone).then(|| Put::unreal(BARE, ORDER, i))
    }

    pub(super) fn is_condition(&self, c: usize) -> bool {
        let p = self.p;
        p.a.children(c).any(|m| {
            matches!(p.dep(m), Dep::Mark | Dep::Advmod) && matches!(p.a.lower(m), "if" | "unless" | "provided" | "once")
        }) && !p.a.children(c).any(|m| p.a.lower(m) == "even")
            || self.is_inverted(c)
    }

    /// "had Greece asked", "should Greece ask", "were Greece to ask"
    fn is_inverted(&self, i: usize) -> bool {
        let p = self.p;
        matches!(p.dep(i), Dep::Advcl | Dep::Ccomp)
            && p.a.child(i, Dep::Mark).is_none()
            && p.a.child(i, Dep::Nsubj).is_some_and(|s| {
                p.a.children_with(i, Dep::Aux).any(|x| x < s && matches!(p.a.lower(x), "had" | "should" | "were"))
            })
    }

    /// Whether the sentence asks whether it is so. "Why did they attack?" takes the attack for granted.
    fn asks(&self, i: usize) -> bool {
        let p = self.p;
        let s = p.a.sentence(p.a.sentence_of(i));
        let takes_for_granted =
            p.a.children(i)
                .any(|c| p.dep(c) == Dep::Advmod && c < i && matches!(p.a.lower(c), "why" | "how" | "when" | "where"))
                && !p.a.children(i).any(|c| p.dep(c) == Dep::Aux && p.tag(c) == Tag::Md);
        s.rev().take(3).any(|t| p.word(t) == "?") && !takes_for_granted
    }
}

impl Put {
    /// Takes over what is less certain.
    fn weaken(&mut self, other: Self) {
        if other.value < self.value {
            self.value = other.value;
            self.why = other.why;
        }
        self.unreal |= other.unreal;
    }
}
