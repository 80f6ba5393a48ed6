//! How surely something is said to have happened: −3 (certainly not) … +3 (certainly).
//!
//! Each predicate has a value of its own (negation, modal, hedge) and stands in the context of what governs it.
//! The context is worked out from the governor's value and its class in `factuality.tsv`, so that
//! "failed to persuade", "did not deny that", "is reported to have refused to" come out by composition
//! (after Saurí & Pustejovsky's factuality profiles and Nairn, Condoravdi & Karttunen's implicative signatures).

use rashomon_lang::{Dep, Pos, Tag};

use crate::lexicon::{FactClass, Lexicon};
use crate::parsed::Parsed;

/// Certainty of what a source says, seen by the outlet that passes it on.
const SAID: f32 = 2.2;
/// Of what is believed or expected.
const BELIEVED: f32 = 1.6;
/// Of what is wanted or planned.
const WANTED: f32 = 0.6;
/// Of what is asked of another: nothing says that he will.
const ASKED: f32 = 0.0;

/// Factuality of predicates, computed once a token.
pub(crate) struct Factuality<'a> {
    p: Parsed<'a>,
    lexicon: &'a Lexicon,
    known: Vec<Option<f32>>,
}

impl<'a> Factuality<'a> {
    pub fn new(p: Parsed<'a>, lexicon: &'a Lexicon) -> Self {
        Self { p, lexicon, known: vec![None; p.a.len()] }
    }

    /// The value of the predicate at token `i`.
    pub fn of(&mut self, i: usize) -> f32 {
        self.value(i, 0)
    }

    fn value(&mut self, i: usize, depth: usize) -> f32 {
        if let Some(v) = self.known[i] {
            return v;
        }
        if depth > 40 {
            return 0.0;
        }
        let own = self.own(i);
        let context = self.context(i, depth);
        let v = combine(own, context).clamp(-3.0, 3.0);
        self.known[i] = Some(v);
        v
    }

    /// By the words that hang on the predicate itself.
    fn own(&self, i: usize) -> f32 {
        let p = self.p;
        let mut size: f32 = 3.0;
        let mut sign: f32 = 1.0;
        if p.negated(i) != p.negated_by_subject(i) {
            sign = -sign;
        }
        let mut would = false;
        let mut have = false;
        // "did not attack or invade", "may attack and invade": what stands with the first holds for the others.
        let mut heads = vec![i];
        while p.dep(heads[heads.len() - 1]) == Dep::Conj && heads.len() < 8 {
            let c = heads[heads.len() - 1];
            let h = p.a.head(c);
            let own_verbs =
                p.a.children(c).any(|x| matches!(p.dep(x), Dep::Aux | Dep::Auxpass | Dep::Nsubj | Dep::Nsubjpass));
            if !p.is_verb(c) || own_verbs || p.tag(c) != p.tag(h) {
                break;
            }
            if matches!(p.tag(c), Tag::Vb | Tag::Vbn) && p.negated(h) && !p.negated(c) {
                sign = -sign;
            }
            heads.push(h);
        }
        for &h in &heads {
            for c in p.a.children(h) {
                match (p.dep(c), p.a.lower(c)) {
                    (Dep::Aux, "may" | "might" | "could") => size = size.min(0.9),
                    (Dep::Aux, "can" | "ca") => size = size.min(if sign < 0.0 { 2.0 } else { 1.2 }),
                    (Dep::Aux, "will" | "shall" | "'ll" | "wo") => size = size.min(1.9),
                    (Dep::Aux, "would" | "'d") if p.tag(c) == Tag::Md => {
                        would = true;
                        size = size.min(0.9);
                    }
                    (Dep::Aux, "should" | "must" | "ought" | "need") => size = size.min(0.7),
                    (Dep::Aux, "have") => have = true,
                    (Dep::Advmod, w) if self.lexicon.fact(w, FactClass::Hedge) => size = size.min(1.5),
                    (Dep::Amod, w) if self.lexicon.fact(w, FactClass::Hedge) => {
                        size =
                            size.min(if matches!(w, "alleged" | "reported" | "suspected" | "apparent" | "purported") {
                                1.5
                            } else {
                                0.7
                            })
                    }
                    // "threatened to strike if …": what is threatened hangs on the condition, not the threat.
                    (Dep::Advcl, _)
                        if self.is_condition(c)
                            && !(p.tag(h) == Tag::Vbd
                                && p.a.children(h).any(|x| matches!(p.dep(x), Dep::Xcomp | Dep::Ccomp))) =>
                    {
                        size = size.min(0.9)
                    }
                    (Dep::Mark, w) if self.lexicon.fact(w, FactClass::Conditional) => size = 0.0,
                    _ => {}
                }
            }
        }
        // "almost sank": it did not.
        if p.is_verb(i)
            && p.tag(i) != Tag::Vbg
            && sign > 0.0
            && p.a
                .children(i)
                .any(|c| c + 1 == i && p.dep(c) == Dep::Advmod && matches!(p.a.lower(c), "almost" | "nearly"))
        {
            return -1.5;
        }
        // "would have sent": it was not.
        if would && have {
            return -1.2 * sign;
        }
        // "had Greece asked for help"
        if self.is_inverted(i) {
            return -sign;
        }
        if p.is_verb(i) {
            let root = p.a.parent(i).is_none();
            if root && self.asks(i) {
                return 0.0;
            }
            // A bare root without a subject is an order or a headline's infinitive ("Leaders to meet").
            if p.tag(i) == Tag::Vb && root && !p.a.children(i).any(|c| matches!(p.dep(c), Dep::Nsubj | Dep::Nsubjpass))
            {
                size = size.min(0.5);
            }
            if p.tag(i) == Tag::Vb && root && p.a.children(i).any(|c| p.dep(c) == Dep::Aux && p.tag(c) == Tag::To) {
                size = size.min(1.5);
            }
        }
        sign * size
    }

    fn is_condition(&self, c: usize) -> bool {
        self.p.a.children(c).any(|m| {
            matches!(self.p.dep(m), Dep::Mark | Dep::Advmod)
                && matches!(self.p.a.lower(m), "if" | "unless" | "provided" | "once")
        }) && !self.p.a.children(c).any(|m| self.p.a.lower(m) == "even")
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

    fn asks(&self, i: usize) -> bool {
        let p = self.p;
        let s = p.a.sentence(p.a.sentence_of(i));
        s.rev().take(3).any(|t| p.word(t) == "?")
    }

    /// What governs the predicate, as a value that its own is multiplied into; 3 where nothing does.
    fn context(&mut self, i: usize, depth: usize) -> f32 {
        let p = self.p;
        let Some(h) = p.a.parent(i) else {
            let credited = p.a.children(i).any(|c| p.credits(c) && self.class(c, FactClass::Say).is_some());
            return if credited { SAID } else { 3.0 };
        };
        if p.credits(i) && self.class(i, FactClass::Say).is_some() {
            return 3.0;
        }
        match p.dep(i) {
            Dep::Conj => self.context(h, depth + 1),
            Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::Csubjpass | Dep::Oprd => self.governed(h, i, depth),
            Dep::Pcomp => {
                let g = p.a.head(h);
                match p.a.lower(h) {
                    "without" => -2.5,
                    "before" | "until" => 2.0,
                    "instead" | "against" | "from" if self.class(g, FactClass::NegImplicative).is_some() => {
                        self.governed(g, i, depth)
                    }
                    // "stopped the ships from sailing"; without "from", what is stopped was under way
                    "from" if matches!(p.a.lemma(g), "stop" | "keep") && !p.objects(g).is_empty() => {
                        combine(self.value(g, depth + 1), -2.6)
                    }
                    "instead" | "rather" => -2.0,
                    "for" | "in" | "by" | "after" | "since" | "while" | "on" => {
                        3.0_f32.min(self.context(g, depth + 1).abs().max(1.0))
                    }
                    _ => self.governed(g, i, depth),
                }
            }
            Dep::Advcl => {
                if p.a
                    .children(i)
                    .any(|m| p.dep(m) == Dep::Mark && self.lexicon.fact(p.a.lower(m), FactClass::Conditional))
                {
                    return 1.0;
                }
                let infinitive = p.a.children(i).any(|c| p.dep(c) == Dep::Aux && p.tag(c) == Tag::To);
                let outer = self.context(h, depth + 1);
                if infinitive { outer.clamp(-1.0, 1.0) } else { outer }
            }
            Dep::Relcl | Dep::Parataxis | Dep::Appos => self.outer_clause(h, depth),
            Dep::Acl => {
                let infinitive = p.a.children(i).any(|c| p.dep(c) == Dep::Aux && p.tag(c) == Tag::To);
                if infinitive || p.a.child(i, Dep::Mark).is_some() {
                    self.governed(h, i, depth)
                } else {
                    self.outer_clause(h, depth)
                }
            }
            // A noun: what its governor does with it.
            Dep::Acomp => self.value(h, depth + 1),
            Dep::Attr if p.pos(h) == Pos::Aux => self.value(h, depth + 1),
            Dep::Dobj | Dep::Nsubjpass | Dep::Attr => self.object(h, i, depth),
            Dep::Pobj => {
                let g = p.a.head(h);
                match p.a.lower(h) {
                    "without" => -2.0,
                    "against" if matches!(p.a.lemma(g), "warn" | "vote" | "decide" | "advise") => 0.0,
                    "for" | "to" | "on" | "of" | "with" | "from" | "over" | "at"
                        if self.class_of(g).is_some_and(|c| c != FactClass::Factive && c != FactClass::Say) =>
                    {
                        self.object(g, i, depth)
                    }
                    "of" | "about" if p.is_noun(g) => self.object(g, i, depth).max(0.5),
                    _ => self.outer_clause(g, depth),
                }
            }
            Dep::Nsubj
                if matches!(
                    p.a.lemma(h),
                    "happen" | "occur" | "take" | "begin" | "start" | "continue" | "erupt" | "end" | "resume"
                ) =>
            {
                self.value(h, depth + 1)
            }
            Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss => self.outer_clause(h, depth),
            _ => self.outer_clause(h, depth),
        }
    }

    /// What the clauses around a clause say of it, the one it hangs on left aside: an attack that is spoken of is not
    /// undone because who condemned it is doubtful.
    fn outer_clause(&mut self, h: usize, depth: usize) -> f32 {
        let p = self.p;
        let mut at = h;
        let mut context: f32 = 3.0;
        for _ in 0..12 {
            let Some(up) = p.a.parent(at) else { break };
            if matches!(p.dep(at), Dep::Ccomp)
                && self.class(up, FactClass::Say).is_some()
                && self.value(up, depth + 1) > 0.0
            {
                context = context.min(SAID + 0.3);
            }
            at = up;
        }
        context
    }

    fn class(&self, g: usize, class: FactClass) -> Option<()> {
        let p = self.p;
        let with = p.lemma_with_particle(g);
        (self.lexicon.fact(&with, class) || self.lexicon.fact(p.a.lower(g), class)).then_some(())
    }

    fn class_of(&self, g: usize) -> Option<FactClass> {
        let p = self.p;
        let with = p.lemma_with_particle(g);
        let classes = self.lexicon.factuality.get(&with).or_else(|| self.lexicon.factuality.get(p.a.lower(g)))?;
        classes.first().copied()
    }

    /// The context that a governor gives its clause.
    fn governed(&mut self, g: usize, child: usize, depth: usize) -> f32 {
        let p = self.p;
        let value = self.value(g, depth + 1);
        let infinitive = p.a.children(child).any(|c| p.dep(c) == Dep::Aux && p.tag(c) == Tag::To);
        // A word can be of two minds: "forget to" is not "forget that".
        let all: Vec<FactClass> = {
            let with = p.lemma_with_particle(g);
            self.lexicon
                .factuality
                .get(&with)
                .or_else(|| self.lexicon.factuality.get(p.a.lower(g)))
                .cloned()
                .unwrap_or_default()
        };
        let has = |c: FactClass| all.contains(&c);
        let positive = value > 0.0;
        // "has yet to publish"
        if infinitive
            && matches!(p.a.lemma(g), "have" | "be")
            && p.a.children(g).any(|c| p.dep(c) == Dep::Advmod && p.a.lower(c) == "yet")
        {
            return -2.0;
        }
        // "it is not true that", "it is false that"
        if !infinitive && p.pos(g) == Pos::Aux {
            let word = p.a.child(g, Dep::Acomp).map_or("", |c| p.a.lower(c));
            if (word == "true" && p.negated(g)) || (matches!(word, "false" | "untrue") && !p.negated(g)) {
                return -2.2;
            }
        }
        let sure = (value.abs() / 3.0).clamp(0.0, 1.0);
        if p.a.lemma(g) == "forget" && !infinitive {
            return 3.0;
        }
        if p.pos(g) == Pos::Aux
            && p.a.children(g).any(|c| matches!(p.dep(c), Dep::Acomp | Dep::Attr))
            && p.dep(child) != Dep::Csubj
        {
            // "is likely to", "was ready to": the adjective decides
            if let Some(c) = p.a.children(g).find(|&c| matches!(p.dep(c), Dep::Acomp | Dep::Attr)) {
                if self.class(c, FactClass::Doubt).is_some() {
                    return -1.5;
                }
                if self.class(c, FactClass::Believe).is_some() {
                    return BELIEVED;
                }
                if self.class(c, FactClass::Want).is_some() {
                    return WANTED;
                }
                if self.class(c, FactClass::Ask).is_some() {
                    return ASKED;
                }
            }
        }
        if has(FactClass::Deny) && !infinitive {
            return if positive { -2.0 } else { 1.0 };
        }
        if has(FactClass::NegImplicative) {
            return if value.abs() < 0.3 {
                0.0
            } else if positive {
                -2.6 * sure.max(0.4)
            } else {
                2.0
            };
        }
        if has(FactClass::Ask) && (infinitive || !has(FactClass::Say)) {
            return if positive { ASKED } else { -0.6 };
        }
        if has(FactClass::Want) && (infinitive || !has(FactClass::Say)) {
            return if positive { WANTED } else { -0.6 };
        }
        if has(FactClass::Implicative) {
            return value;
        }
        if has(FactClass::Factive) && !infinitive {
            return 3.0;
        }
        if has(FactClass::Factive) {
            return value;
        }
        if has(FactClass::Doubt) {
            return if positive { -1.0 } else { 1.5 };
        }
        if has(FactClass::Believe) {
            return if positive { BELIEVED.min(BELIEVED * sure.max(0.5)) } else { -1.5 };
        }
        if has(FactClass::Say) {
            return if positive { SAID * sure.max(0.6) } else { 0.5 };
        }
        if infinitive {
            if p.is_noun(g) || p.pos(g) == Pos::Adj { WANTED } else { value.clamp(-1.5, 1.5) }
        } else {
            2.5
        }
    }

    /// The context that a verb or noun gives a noun it governs: "called for an attack", "prevented the attack".
    fn object(&mut self, g: usize, noun: usize, depth: usize) -> f32 {
        let p = self.p;
        let definite =
            p.a.children(noun)
                .any(|c| matches!(p.a.lower(c), "the" | "this" | "that" | "these") || p.dep(c) == Dep::Poss);
        let value = self.value(g, depth + 1);
        let Some(class) = self.class_of(g) else {
            // "launched an attack", "did not impose sanctions": the noun is what the verb does.
            return if definite { self.outer_clause(g, depth) } else { value };
        };
        match class {
            FactClass::Want | FactClass::Ask => {
                if definite && !matches!(p.a.lemma(noun), "release" | "withdrawal") {
                    2.0
                } else if class == FactClass::Ask {
                    ASKED
                } else {
                    WANTED
                }
            }
            FactClass::NegImplicative => {
                let asked = matches!(
                    p.a.lemma(noun),
                    "request"
                        | "demand"
                        | "appeal"
                        | "call"
                        | "offer"
                        | "proposal"
                        | "claim"
                        | "allegation"
                        | "accusation"
                        | "plan"
                        | "bid"
                        | "plea"
                        | "invitation"
                        | "report"
                        | "charge"
                        | "idea"
                        | "suggestion"
                        | "deal"
                        | "agreement"
                );
                if asked {
                    3.0
                } else if value > 0.0 {
                    -2.0
                } else {
                    1.5
                }
            }
            FactClass::Deny => {
                if matches!(
                    p.a.lemma(noun),
                    "report"
                        | "claim"
                        | "allegation"
                        | "accusation"
                        | "charge"
                        | "rumour"
                        | "rumor"
                        | "request"
                        | "statement"
                ) {
                    3.0
                } else {
                    -2.0
                }
            }
            FactClass::Doubt => 0.0,
            FactClass::Believe => BELIEVED,
            FactClass::Implicative | FactClass::Factive => {
                if definite {
                    3.0_f32.min(self.outer_clause(g, depth))
                } else {
                    value
                }
            }
            _ => self.outer_clause(g, depth),
        }
    }
}

/// A value in a context: certainty is that of the less certain, the sign is the product.
fn combine(own: f32, context: f32) -> f32 {
    let sign = if (own < 0.0) == (context < 0.0) { 1.0 } else { -1.0 };
    sign * own.abs().min(context.abs())
}

#[cfg(test)]
mod tests {
    use super::combine;

    #[test]
    fn certainty_is_that_of_the_less_certain_and_signs_multiply() {
        for (own, context, both) in [
            (3.0, 3.0, 3.0),
            (3.0, 2.2, 2.2),
            (0.9, 3.0, 0.9),
            (-3.0, 3.0, -3.0),
            // "denied that it had not": what is denied is a negation
            (-3.0, -2.0, 2.0),
            (3.0, -2.6, -2.6),
            (3.0, 0.0, 0.0),
        ] {
            assert_eq!(combine(own, context), both, "{own} in {context}");
            assert_eq!(combine(context, own), both, "{context} in {own}");
        }
    }
}
