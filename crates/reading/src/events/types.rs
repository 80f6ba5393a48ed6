//! PLOVER types: which pattern of the lexicon a predicate fits.

use rashomon_lang::{Dep, Pos, Tag};

use super::Finder;
use crate::lexicon::Pattern;
use crate::reading::{ActorKind, Because, Plover};

/// The type that was chosen, and the noun that helped to choose it.
pub(super) struct Chosen {
    pub kind: Plover,
    pub because: Because,
    pub mode: Option<&'static str>,
    pub noun: Option<usize>,
}

impl Finder<'_> {
    pub(super) fn verb_type(&self, v: usize, key: &str) -> Option<Chosen> {
        let p = self.p;
        let base = p.a.lemma(v).to_lowercase();
        // "the sitting president", "wounded soldiers"
        if matches!(p.dep(v), Dep::Amod | Dep::Compound) {
            return None;
        }
        // "oil prices retreated", "shares rallied"
        if self.lexicon.guard("market_move", &base)
            && p.subjects(v).iter().any(|&s| self.lexicon.object("market", &p.a.lemma(s).to_lowercase()))
        {
            return None;
        }
        let passive = p.is_passive(v);
        let objects: Vec<usize> = if passive {
            p.a.children_with(v, Dep::Nsubjpass).flat_map(|s| p.conjuncts(s)).collect()
        } else {
            p.objects(v)
        };
        let mut best: Option<(u32, &Pattern, Option<usize>)> = None;
        let mut keys = vec![key.to_owned()];
        if key == base {
            // A particle read as a preposition or adverb: "called for", "turned down", "broke off".
            let of_day = |c: usize| p.a.children_with(c, Dep::Pobj).any(|o| self.dated[o]);
            for c in p.a.children(v).filter(|&c| c > v && matches!(p.dep(c), Dep::Prep | Dep::Advmod) && !of_day(c)) {
                keys.push(format!("{base}_{}", p.a.lower(c)));
            }
        }
        for k in &keys {
            for pattern in self.lexicon.verbs.get(k).into_iter().flatten() {
                if let Some(noun) = self.fits(v, pattern, &objects) {
                    let weight = pattern.weight() + if k.contains('_') { 3 } else { 0 };
                    if best.as_ref().is_none_or(|(w, ..)| weight > *w) {
                        best = Some((weight, pattern, noun));
                    }
                }
            }
        }
        let (_, pattern, noun) = best?;
        let kind = pattern.kind?;
        if self.lexicon.guard("sport_verb", &base) && self.is_sport(v) {
            return None;
        }
        if kind == Plover::Assault && pattern.class.is_none() && !self.harms(&objects) {
            // "attacked the budget": words, not blows.
            return (base == "attack" && self.argues(v, &objects)).then_some(Chosen {
                kind: Plover::Accuse,
                because: pattern.from,
                mode: Some("disapprove"),
                noun: None,
            });
        }
        Some(Chosen { kind, because: pattern.from, mode: pattern.mode, noun })
    }

    /// Whether a pattern fits; with the noun that its class named.
    fn fits(&self, v: usize, pattern: &Pattern, objects: &[usize]) -> Option<Option<usize>> {
        let p = self.p;
        let mut noun = None;
        let to = |c: usize| p.a.children(c).any(|x| p.dep(x) == Dep::Aux && p.tag(x) == Tag::To);
        let of_class = |class: &str, o: usize| {
            // "in March" is no march.
            if self.dated[o] {
                return false;
            }
            self.lexicon.object(class, &p.a.lemma(o).to_lowercase())
                || self.lexicon.object(class, p.a.lower(o))
                || p.hyphenated(o).is_some_and(|w| self.lexicon.object(class, &w))
                || p.a
                    .children(o)
                    .any(|c| matches!(p.dep(c), Dep::Quantmod | Dep::Compound) && class == "money" && p.word(c) == "$")
        };
        if let Some(class) = &pattern.class {
            let mut candidates: Vec<usize> = objects.to_vec();
            // "a state of emergency", "a series of strikes", "a package of sanctions"
            for &o in objects {
                candidates.extend(p.preposition_objects(o, &["of"]));
            }
            if candidates.iter().all(|&o| !of_class(class, o)) {
                // "pulled out of the agreement", "walked out of talks"
                // … but not what only says when: "left during the talks".
                let aside = |c: usize| self.lexicon.guard("aside", p.a.lower(c));
                for c in p.a.children_with(v, Dep::Prep).filter(|&c| !aside(c)) {
                    candidates.extend(p.a.children_with(c, Dep::Pobj));
                    candidates.extend(p.a.children_with(c, Dep::Prep).flat_map(|d| p.a.children_with(d, Dep::Pobj)));
                }
                // "send food parcels": what stands before the noun
                let inner: Vec<usize> = objects.iter().flat_map(|&o| p.a.children_with(o, Dep::Compound)).collect();
                candidates.extend(inner);
                if pattern.infinitive {
                    candidates.extend(p.a.children(v).filter(|&c| matches!(p.dep(c), Dep::Xcomp | Dep::Ccomp)));
                }
            }
            noun = Some(candidates.into_iter().find(|&o| of_class(class, o))?);
        }
        if let Some(class) = &pattern.not_class
            && objects
                .iter()
                .copied()
                .chain(p.a.children(v).filter(|&c| matches!(p.dep(c), Dep::Xcomp | Dep::Ccomp) && to(c)))
                .any(|o| of_class(class, o))
        {
            return None;
        }
        if pattern.bare && p.a.children(v).any(|c| matches!(p.dep(c), Dep::Xcomp | Dep::Ccomp | Dep::Oprd) && !to(c)) {
            return None;
        }
        if let Some(class) = &pattern.also {
            let found = p.clause(v).any(|t| {
                t != v && (p.is_noun(t) || p.pos(t) == Pos::Adj || p.dep(t) == Dep::Amod) && of_class(class, t)
            });
            if !found {
                return None;
            }
        }
        let has = |prep: &String| {
            p.a.children(v).any(|c| {
                matches!(p.dep(c), Dep::Prep | Dep::Agent | Dep::Prt | Dep::Dative | Dep::Advmod)
                    && p.a.lower(c) == prep
                    // "called on Friday" is not "called on Peru".
                    && !p.a.children_with(c, Dep::Pobj).any(|o| self.dated[o])
            })
        };
        if pattern.preposition.as_ref().is_some_and(|prep| !has(prep))
            || pattern.no_preposition.as_ref().is_some_and(has)
        {
            return None;
        }
        if pattern.land
            && !objects.iter().any(|&o| {
                self.cast.at(o).iter().any(|&a| matches!(self.cast.actor(a).kind, ActorKind::State | ActorKind::Place))
            })
        {
            return None;
        }
        if pattern.actor && !objects.iter().any(|&o| self.is_actor_like(o)) {
            return None;
        }
        if pattern.infinitive
            && !p.a.children(v).any(|c| matches!(p.dep(c), Dep::Xcomp | Dep::Ccomp | Dep::Advcl) && to(c))
        {
            return None;
        }
        if pattern.clause && !p.a.children(v).any(|c| matches!(p.dep(c), Dep::Xcomp | Dep::Ccomp)) {
            return None;
        }
        Some(noun)
    }

    pub(super) fn noun_type(&self, n: usize, lemma: &str, pair: Option<&str>) -> Option<Chosen> {
        let p = self.p;
        let patterns = pair.and_then(|w| self.lexicon.nouns.get(w)).or_else(|| self.lexicon.nouns.get(lemma))?;
        let mut best: Option<(&Pattern, Option<usize>)> = None;
        for pattern in patterns {
            let noun = match &pattern.class {
                None => None,
                // "suspension of aid", "cuts to funding", "aid cuts": what it is done to
                Some(class) => {
                    let of_class = |o: &usize| {
                        self.lexicon.object(class, &p.a.lemma(*o).to_lowercase())
                            || self.lexicon.object(class, p.a.lower(*o))
                    };
                    let found = p
                        .preposition_objects(n, &["of", "to", "on", "in", "for", "with"])
                        .into_iter()
                        .chain(p.a.children_with(n, Dep::Compound))
                        .find(of_class);
                    if found.is_none() {
                        continue;
                    }
                    found
                }
            };
            if let Some(class) = &pattern.also {
                let near = p.a.parent(n).filter(|&h| p.is_verb(h)).unwrap_or(n);
                let of_class = |t: usize| p.is_noun(t) && self.lexicon.object(class, &p.a.lemma(t).to_lowercase());
                if !p.clause(near).any(of_class) {
                    continue;
                }
            }
            if best.is_none_or(|(b, _)| pattern.weight() > b.weight()) {
                best = Some((pattern, noun));
            }
        }
        let (pattern, noun) = best?;
        let kind = pattern.kind?;
        // A record of PLOVER needs somebody: a bare "protests" or "after the attacks" is no event of its own.
        let args = self.noun_arguments(n, Some(kind));
        if args.actors.ids.is_empty() && args.recipients.ids.is_empty() {
            let someone = !args.actors.spans.is_empty() || !args.recipients.spans.is_empty();
            if !someone || (self.lexicon.guard("needs_party", lemma) && pattern.class.is_none()) {
                return None;
            }
        }
        if self.lexicon.guard("sport_verb", lemma) && self.is_sport(n) {
            return None;
        }
        Some(Chosen { kind, because: pattern.from, mode: pattern.mode, noun })
    }

    /// A person, state, group, or a thing that belongs to one ("Russian troops", "the Polish consul").
    pub(super) fn is_actor_like(&self, o: usize) -> bool {
        let p = self.p;
        !self.cast.at(o).is_empty()
            || p.a
                .children(o)
                .any(|c| self.cast.modifier(c).is_some_and(|m| self.cast.actor(m).kind != ActorKind::Person))
            || matches!(
                p.a.lower(o),
                "him" | "her" | "them" | "us" | "me" | "those" | "everyone" | "anyone" | "whom" | "someone"
            )
            || (p.pos(o) == Pos::Num && p.a.children(o).any(|c| p.a.lower(c) == "of"))
            || (p.pos(o) == Pos::Propn && p.a.children(o).all(|c| p.a.lower(c) != "the" || p.pos(o) == Pos::Propn))
    }

    /// Whether an attack has a target that can be struck, or none named.
    fn harms(&self, objects: &[usize]) -> bool {
        objects.is_empty()
            || objects.iter().any(|&o| {
                let lemma = self.p.a.lemma(o).to_lowercase();
                self.is_actor_like(o)
                    || self
                        .lexicon
                        .guards
                        .get("can_be_struck")
                        .is_some_and(|classes| classes.iter().any(|c| self.lexicon.object(c, &lemma)))
                    || matches!(self.p.tag(o), Tag::Wdt | Tag::Wp | Tag::Prp)
                    || self.lexicon.guard("struck", &lemma)
            })
    }

    /// Whether what is attacked is a matter of opinion.
    fn argues(&self, v: usize, objects: &[usize]) -> bool {
        let person = self.p.subjects(v).iter().any(|&s| !self.cast.at(s).is_empty());
        person && objects.iter().any(|&o| self.cast.at(o).is_empty() && self.p.pos(o) == Pos::Noun)
    }

    /// A score ("3-0", "21–17") or the words of a match in the sentence.
    fn is_sport(&self, i: usize) -> bool {
        let p = self.p;
        let s = p.a.sentence(p.a.sentence_of(i));
        let words = s.clone().filter(|&t| self.lexicon.guard("sport_scene", p.a.lower(t))).count();
        let score = s.clone().any(|t| {
            let w = p.word(t);
            let dash = w.find(['-', '–']).filter(|&d| d > 0);
            dash.is_some_and(|d| {
                let rest = w[d..].trim_start_matches(['-', '–']);
                w[..d].len() <= 3
                    && rest.len() <= 3
                    && !rest.is_empty()
                    && w[..d].bytes().all(|b| b.is_ascii_digit())
                    && rest.bytes().all(|b| b.is_ascii_digit())
            }) || (matches!(w, "-" | "–")
                && t > 0
                && t + 1 < p.a.len()
                && is_small(p.word(t - 1))
                && is_small(p.word(t + 1)))
        });
        score || words >= 2
    }
}

fn is_small(w: &str) -> bool {
    !w.is_empty() && w.len() <= 3 && w.bytes().all(|b| b.is_ascii_digit())
}
