//! What governs a clause, as a value that its own is multiplied into.

use rashomon_lang::{Dep, Pos, Tag};

use super::values::{ASKED, BARE, BELIEVED, DUE, GENERIC, HAD_TO, INFINITIVE, PURPOSE, SAID, WANTED, WILL, combine};
use super::{Factuality, Put};
use crate::lexicon::FactClass;

/// How far up the clauses around a clause are looked at.
const FARTHEST: usize = 12;

impl Factuality<'_> {
    /// What governs the predicate; plain where nothing does.
    pub(super) fn context(&mut self, i: usize, depth: usize) -> Put {
        let p = self.p;
        let Some(h) = p.a.parent(i) else {
            let credit = p.a.children(i).find(|&c| p.credits(c) && self.is(c, FactClass::Say));
            return credit.map_or(Put::PLAIN, |c| Put::real(SAID, "on the word of", c));
        };
        if p.credits(i) && self.is(i, FactClass::Say) {
            return Put::PLAIN;
        }
        match p.dep(i) {
            // "failed to find a buyer and filed for bankruptcy": what has a tense of its own does not hang on the failure.
            Dep::Conj if p.tag(i) == Tag::Vbd && matches!(p.tag(h), Tag::Vb | Tag::Vbg) && self.is_infinitive(h) => {
                self.outer_clause(h, depth)
            }
            Dep::Conj => self.context(h, depth + 1),
            // "called the move a setback"
            Dep::Oprd if !p.is_verb(i) => Put::real(SAID, "so called by", h),
            Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::Csubjpass | Dep::Oprd => self.governed(h, i, depth),
            Dep::Pcomp => self.after_preposition(h, i, depth),
            Dep::Advcl => self.adverbial(h, i, depth),
            Dep::Relcl if self.is_infinitive(i) => self.infinitive_of_noun(h, i, depth),
            Dep::Relcl => self.relative(h, i, depth),
            Dep::Parataxis | Dep::Appos => self.outer_clause(h, depth),
            Dep::Acl => {
                if self.is_infinitive(i) {
                    self.infinitive_of_noun(h, i, depth)
                } else if p.a.child(i, Dep::Mark).is_some() {
                    self.governed(h, i, depth)
                } else {
                    self.outer_clause(h, depth)
                }
            }
            // A noun: what its governor does with it.
            Dep::Acomp => self.passed_on(h, "said of its subject by", depth + 1),
            Dep::Attr if p.pos(h) == Pos::Aux => self.passed_on(h, "said of its subject by", depth + 1),
            Dep::Dobj | Dep::Nsubjpass | Dep::Attr => self.object(h, i, depth),
            Dep::Pobj => self.prepositional_object(h, i, depth),
            Dep::Nsubj if self.lexicon.guard("takes_place", p.a.lemma(h)) => {
                self.passed_on(h, "which takes place by", depth + 1)
            }
            _ => self.outer_clause(h, depth),
        }
    }

    /// What the clauses around a clause say of it, the one it hangs on left aside: an attack that is spoken of is not
    /// undone because who condemned it is doubtful.
    pub(super) fn outer_clause(&mut self, h: usize, depth: usize) -> Put {
        let p = self.p;
        let mut at = h;
        for _ in 0..FARTHEST {
            let Some(up) = p.a.parent(at) else { break };
            if p.dep(at) == Dep::Ccomp && self.is(up, FactClass::Say) && self.value(up, depth + 1) > 0.0 {
                return Put::real(SAID, "on the word of", up);
            }
            at = up;
        }
        Put::PLAIN
    }

    pub(super) fn is_infinitive(&self, i: usize) -> bool {
        self.p.a.children(i).any(|c| self.p.dep(c) == Dep::Aux && self.p.tag(c) == Tag::To)
    }

    /// "for closing", "without signing", "stopped the ships from sailing".
    fn after_preposition(&mut self, prep: usize, i: usize, depth: usize) -> Put {
        let p = self.p;
        let g = p.a.head(prep);
        match p.a.lower(prep) {
            "without" => Put::real(-2.0, "after", prep),
            "before" | "until" => Put::real(2.0, "after", prep),
            "instead" | "against" | "from" if self.is(g, FactClass::NegImplicative) => self.governed(g, i, depth),
            // Without "from", what is stopped was under way.
            "from" if matches!(p.a.lemma(g), "stop" | "keep") && !p.objects(g).is_empty() => {
                let outer = self.judged(g, depth + 1);
                Put { unreal: outer.unreal, ..Put::real(combine(outer.value, -2.6), "kept away by", g) }
            }
            "instead" | "rather" => Put::real(-2.0, "after", prep),
            // "prevented them from leaving": the noun stands between.
            "from" if self.keeper(g).is_some() => {
                let keeper = self.keeper(g).unwrap_or(g);
                self.governed(keeper, i, depth)
            }
            "of" if p.a.lower(g) == "instead" => Put::real(-2.0, "after", g),
            "for" | "to" if self.classes(g).is_empty() => {
                Put { unreal: false, ..Put::real(PURPOSE, "what is meant by", prep) }
            }
            "for" | "in" | "by" | "after" | "since" | "while" | "on" | "with" | "upon" => {
                let main = self.judged(g, depth + 1);
                if main.unreal && p.is_verb(g) {
                    return along_with(main.value, g);
                }
                let outer = self.context(g, depth + 1);
                Put { value: 3.0_f32.min(outer.value.abs().max(1.0)), unreal: false, why: outer.why }
            }
            _ => self.governed(g, i, depth),
        }
    }

    /// The verb of preventing whose object is `noun`.
    fn keeper(&self, noun: usize) -> Option<usize> {
        let h = self.p.a.parent(noun)?;
        (self.p.dep(noun) == Dep::Dobj && self.is(h, FactClass::NegImplicative)).then_some(h)
    }

    /// "if", "when", "to", "after", "so that".
    fn adverbial(&mut self, h: usize, i: usize, depth: usize) -> Put {
        let p = self.p;
        let mark = p.a.children(i).find(|&m| matches!(p.dep(m), Dep::Mark | Dep::Advmod) && m < i);
        if let Some(m) =
            p.a.children_with(i, Dep::Mark).find(|&m| self.lexicon.fact(p.a.lower(m), FactClass::Conditional))
        {
            return Put::real(1.0, "under", m);
        }
        let outer = self.context(h, depth + 1);
        if self.is_infinitive(i) {
            let value = outer.value.clamp(-PURPOSE, PURPOSE);
            return Put { value, ..Put::unreal(value, "done for, by", h) };
        }
        // "when they meet, they argue"
        if let Some(m) = mark
            && matches!(p.a.lower(m), "when" | "whenever" | "once" | "until" | "before")
            && matches!(p.tag(i), Tag::Vbp | Tag::Vbz)
        {
            return Put::real(GENERIC.min(outer.value.abs()), "at no certain time, by", m);
        }
        // "expected to fall, while rents rose": what has a tense of its own is told for itself.
        if self.is_finite(i) {
            return self.outer_clause(h, depth);
        }
        // "will close the plant, leaving hundreds without work"
        let main = self.judged(h, depth + 1);
        if main.unreal && p.tag(i) == Tag::Vbg {
            return along_with(main.value, h);
        }
        outer
    }

    /// "the man who left"; "anyone who leaves" is nobody in particular.
    fn relative(&mut self, noun: usize, i: usize, depth: usize) -> Put {
        let p = self.p;
        let any = std::iter::once(noun).chain(p.a.children_with(noun, Dep::Det)).find(|&d| {
            matches!(
                p.a.lower(d),
                "any" | "anyone" | "anybody" | "anything" | "whoever" | "whatever" | "everyone" | "everybody" | "those"
            )
        });
        if let Some(d) = any
            && matches!(p.tag(i), Tag::Vbp | Tag::Vbz)
        {
            return Put::real(GENERIC, "of nobody in particular, by", d);
        }
        // "wants a dog that barks": no dog yet, no barking.
        let definite = p.a.children(noun).any(|c| {
            p.dep(c) == Dep::Poss || matches!(p.a.lower(c), "the" | "this" | "that" | "these" | "those" | "its")
        });
        if !definite
            && p.pos(noun) == Pos::Noun
            && let wanted = self.context(noun, depth + 1)
            && wanted.unreal
        {
            return Put::real(BARE, "of what is not there yet, by", wanted.why.map_or(noun, |w| w.word));
        }
        self.outer_clause(noun, depth)
    }

    /// "a plan to leave", "the first to leave", "a place to stay".
    fn infinitive_of_noun(&mut self, noun: usize, i: usize, depth: usize) -> Put {
        let p = self.p;
        // "the first to leave", "the only one to survive": they did.
        let ranked = std::iter::once(noun).chain(p.a.children(noun)).find(|&c| {
            matches!(p.a.lower(c), "first" | "last" | "only" | "second" | "third" | "latest" | "next")
                && p.dep(c) != Dep::Compound
        });
        if let Some(c) = ranked
            && self.classes(noun).is_empty()
            && p.a.lower(c) != "next"
            && p.dep(i) == Dep::Relcl
        {
            return Put::real(2.4, "of those who did, by", c);
        }
        // "an appeal for blankets to warm the homeless": what is asked for stands after "for".
        let asked_for =
            p.a.children_with(noun, Dep::Prep)
                .find(|&c| c < i && p.a.lower(c) == "for" && p.a.child(c, Dep::Pobj).is_some());
        if let Some(c) = asked_for
            && self.is(noun, FactClass::Ask)
        {
            return Put::unreal(PURPOSE, "done for, by", c);
        }
        self.governed(noun, i, depth)
    }

    /// Whether a clause has a tense of its own.
    fn is_finite(&self, i: usize) -> bool {
        let p = self.p;
        let finite = |t: usize| matches!(p.tag(t), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        finite(i) || p.a.children(i).any(|c| matches!(p.dep(c), Dep::Aux | Dep::Auxpass) && finite(c))
    }

    /// The context that a governor gives its clause.
    pub(super) fn governed(&mut self, g: usize, child: usize, depth: usize) -> Put {
        let p = self.p;
        let outer = self.judged(g, depth + 1);
        let value = outer.value;
        let infinitive = self.is_infinitive(child);
        // A word can be of two minds: "forget to" is not "forget that".
        let all = self.classes(g);
        let has = |c: FactClass| all.contains(&c);
        let positive = value > 0.0;
        let real = |value: f32| Put { unreal: outer.unreal, ..Put::real(value, "under", g) };
        let unreal = |value: f32| Put::unreal(value, "under", g);
        // "has yet to publish"
        if infinitive
            && matches!(p.a.lemma(g), "have" | "be")
            && let Some(c) = p.a.children_with(g, Dep::Advmod).find(|&c| p.a.lower(c) == "yet")
        {
            return Put::real(-2.0, "put with", c);
        }
        // "has to leave"
        if infinitive && p.a.lemma(g) == "have" && p.dep(child) == Dep::Xcomp {
            // "had to leave" tells that one did, of a time that is past.
            if p.tag(g) == Tag::Vbd && positive {
                return Put::real(HAD_TO, "under", g);
            }
            return unreal(if positive { DUE } else { -DUE });
        }
        // "is going to leave"
        if infinitive && p.a.lower(g) == "going" && p.dep(child) == Dep::Xcomp {
            return unreal(value.clamp(-WILL, WILL));
        }
        if p.pos(g) == Pos::Aux
            && let Some(put) = self.by_adjective(g, child, infinitive, depth)
        {
            return put;
        }
        let sure = (value.abs() / 3.0).clamp(0.0, 1.0);
        if p.a.lemma(g) == "forget" && !infinitive {
            return Put::real(3.0, "taken for granted by", g);
        }
        if has(FactClass::Deny) && !infinitive {
            return Put::real(if positive { -2.0 } else { 1.0 }, "under", g);
        }
        if has(FactClass::NegImplicative) {
            return real(if value.abs() < 0.3 {
                0.0
            } else if positive {
                -2.6 * sure.max(0.4)
            } else {
                2.0
            });
        }
        if has(FactClass::Ask) && (infinitive || !has(FactClass::Say)) {
            return unreal(if positive { ASKED } else { -0.6 });
        }
        if has(FactClass::Want) && (infinitive || !has(FactClass::Say)) {
            return unreal(if positive { WANTED } else { -0.6 });
        }
        if has(FactClass::Implicative) {
            return self.passed_on(g, "by way of", depth + 1);
        }
        if has(FactClass::Factive) {
            // "saw that they left" holds if nobody saw it; "saw them leave" does not.
            return if infinitive || (!self.is_finite(child) && self.lexicon.guard("sensed", p.a.lemma(g))) {
                self.passed_on(g, "by way of", depth + 1)
            } else {
                Put::real(if outer.unreal { 2.0 } else { 3.0 }, "taken for granted by", g)
            };
        }
        if has(FactClass::Doubt) {
            return Put::real(if positive { -1.0 } else { 1.5 }, "under", g);
        }
        if has(FactClass::Believe) {
            return Put::real(if positive { BELIEVED * sure.max(0.6) } else { -1.5 }, "under", g);
        }
        if has(FactClass::Say) {
            return Put::real(if positive { SAID * sure.max(0.8) } else { 0.5 }, "under", g);
        }
        if !infinitive {
            return if outer.unreal { unreal(WANTED) } else { Put::real(2.5, "under", g) };
        }
        if p.is_noun(g) || p.pos(g) == Pos::Adj {
            return unreal(INFINITIVE);
        }
        unreal(value.clamp(-INFINITIVE, INFINITIVE))
    }

    /// "is likely to", "was ready to", "it is not true that": the adjective decides, or the noun.
    fn by_adjective(&mut self, g: usize, child: usize, infinitive: bool, depth: usize) -> Option<Put> {
        let p = self.p;
        let c = p.a.children(g).find(|&c| c != child && matches!(p.dep(c), Dep::Acomp | Dep::Attr))?;
        let word = p.a.lower(c);
        if !infinitive && ((word == "true" && p.negated(g)) || (matches!(word, "false" | "untrue") && !p.negated(g))) {
            return Some(Put::real(-2.2, "under", c));
        }
        if p.dep(child) == Dep::Csubj {
            return None;
        }
        let negated = self.value(g, depth + 1) < 0.0;
        if self.is(c, FactClass::Doubt) {
            return Some(Put::real(if negated { 1.5 } else { -1.5 }, "under", c));
        }
        if self.is(c, FactClass::Believe) {
            return Some(Put::real(if negated { -BELIEVED } else { BELIEVED }, "under", c));
        }
        if self.is(c, FactClass::Want) {
            return Some(Put::unreal(if negated { -WANTED } else { WANTED }, "under", c));
        }
        self.is(c, FactClass::Ask).then(|| Put::unreal(ASKED, "under", c))
    }
}

/// What comes along with what will or should be: "will close the plant, leaving hundreds without work".
fn along_with(main: f32, h: usize) -> Put {
    Put::unreal(if main > 0.0 { main.max(BARE) } else { 0.0 }, "along with", h)
}
