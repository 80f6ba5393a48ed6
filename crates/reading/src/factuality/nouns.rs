//! What governs a noun that tells of an event: "called for an attack", "prevented the attack".

use rashomon_lang::Dep;

use super::values::{ASKED, BELIEVED, PURPOSE};
use super::{Factuality, Put};
use crate::lexicon::FactClass;

impl Factuality<'_> {
    /// A noun after a preposition: what the preposition hangs on decides, where it bears on what comes about.
    pub(super) fn prepositional_object(&mut self, prep: usize, noun: usize, depth: usize) -> Put {
        let p = self.p;
        let g = p.a.head(prep);
        match p.a.lower(prep) {
            "without" => Put::real(-2.0, "after", prep),
            "against" if matches!(p.a.lemma(g), "warn" | "vote" | "decide" | "advise") => {
                Put::unreal(0.0, "after", prep)
            }
            "for" | "to" | "on" | "of" | "with" | "from" | "over" | "at"
                if self.classes(g).first().is_some_and(|&c| c != FactClass::Factive && c != FactClass::Say) =>
            {
                self.object(g, noun, depth)
            }
            "of" | "about" if p.is_noun(g) => {
                let put = self.object(g, noun, depth);
                Put { value: put.value.max(0.5), ..put }
            }
            _ => self.outer_clause(g, depth),
        }
    }

    /// The context that a verb or noun gives a noun it governs.
    pub(super) fn object(&mut self, g: usize, noun: usize, depth: usize) -> Put {
        let p = self.p;
        let definite =
            p.a.children(noun)
                .any(|c| matches!(p.a.lower(c), "the" | "this" | "that" | "these" | "those") || p.dep(c) == Dep::Poss);
        let negated = self.value(g, depth + 1) <= 0.0;
        let Some(&class) = self.classes(g).first() else {
            // "launched an attack", "did not impose sanctions": the noun is what the verb does.
            return if definite { self.outer_clause(g, depth) } else { self.passed_on(g, "by way of", depth + 1) };
        };
        match class {
            FactClass::Want | FactClass::Ask if definite && !matches!(p.a.lemma(noun), "release" | "withdrawal") => {
                Put::real(2.0, "under", g)
            }
            FactClass::Ask => Put::unreal(ASKED, "under", g),
            FactClass::Want => Put::unreal(PURPOSE, "under", g),
            FactClass::NegImplicative if self.is_put_forward(noun) => Put::PLAIN,
            FactClass::NegImplicative if self.leaves_it(g, definite) => Put::real(1.5, "under", g),
            FactClass::NegImplicative => Put::real(if negated { 1.5 } else { -2.0 }, "under", g),
            FactClass::Deny if self.is_put_forward(noun) => Put::PLAIN,
            FactClass::Deny => Put::real(-2.0, "under", g),
            FactClass::Doubt => Put::real(0.0, "under", g),
            FactClass::Believe => Put::real(BELIEVED, "under", g),
            FactClass::Implicative | FactClass::Factive if !definite => self.passed_on(g, "by way of", depth + 1),
            _ => self.outer_clause(g, depth),
        }
    }

    fn leaves_it(&self, g: usize, definite: bool) -> bool {
        let verb = self.p.lemma_with_particle(g);
        self.lexicon.guard("withstanding", &verb) || (definite && self.lexicon.guard("turning_down", &verb))
    }

    /// A request, claim or plan was put forward, whatever became of it.
    fn is_put_forward(&self, noun: usize) -> bool {
        self.lexicon.guard("put_forward", self.p.a.lemma(noun))
    }
}
