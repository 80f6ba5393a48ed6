//! Participants: who did it, and to whom.

use rashomon_lang::{Dep, Pos};
use rashomon_text::Span;

use super::{EMPTY, Finder, LIGHT};
use crate::lexicon::FactClass;
use crate::reading::{ActorId, ActorKind, Plover};

/// One side of an event.
#[derive(Default, Debug)]
pub(super) struct Side {
    pub ids: Vec<ActorId>,
    pub spans: Vec<Span>,
}

/// Both sides.
#[derive(Default, Debug)]
pub(super) struct Arguments {
    pub actors: Side,
    pub recipients: Side,
}

/// Prepositions after which the other side stands, by type.
fn toward(kind: Option<Plover>) -> &'static [&'static str] {
    match kind {
        Some(Plover::Consult | Plover::Cooperate | Plover::Agree) => &["with", "to", "between", "among"],
        Some(Plover::Aid) => &["to", "for", "with"],
        Some(Plover::Request) => &["on", "to", "from", "with", "of"],
        Some(Plover::Retreat | Plover::Concede) => &["from", "to", "on"],
        Some(Plover::Mobilize) => &["against", "to", "in", "into", "near", "on", "along", "toward", "towards"],
        Some(Plover::Sanction | Plover::Coerce) => &["on", "against", "from", "to", "upon", "of"],
        Some(Plover::Assault) => &["on", "against", "at", "with", "upon", "into"],
        Some(Plover::Protest) => &["against", "at", "over", "with"],
        Some(Plover::Accuse) => &["against", "of", "at", "on", "about", "into"],
        Some(Plover::Threaten) => &["to", "against", "with"],
        Some(Plover::Support) => &["for", "with", "to", "of", "behind"],
        Some(Plover::Reject) => &["to", "from", "of", "with"],
        None => &["with", "against", "to", "on"],
    }
}

impl Finder<'_> {
    /// Adds whom the noun phrase at `h` means, or its words where it means nobody known.
    pub(super) fn take(&self, side: &mut Side, h: usize) {
        let p = self.p;
        let ids = self.cast.at(h);
        if ids.is_empty() {
            // "the Polish consul", "Syrian villages": the state stands for what is its own.
            let state =
                p.a.children(h)
                    .find_map(|c| self.cast.modifier(c).filter(|&m| self.cast.actor(m).kind != ActorKind::Person));
            if let Some(m) = state
                && !side.ids.contains(&m)
            {
                side.ids.push(m);
            }
        }
        for &id in ids {
            if !side.ids.contains(&id) {
                side.ids.push(id);
            }
        }
        let span = p.phrase_span(h);
        if !side.spans.contains(&span) {
            side.spans.push(span);
        }
    }

    /// "published a report accusing the army": a document speaks for whoever put it out.
    fn take_authors(&self, side: &mut Side, subjects: &[usize]) {
        let p = self.p;
        for &s in subjects {
            let h = p.a.head(s);
            if p.dep(s) == Dep::Dobj && p.is_verb(h) && self.lexicon.object("writing", &p.a.lemma(s).to_lowercase()) {
                for author in p.subjects(h) {
                    if !self.cast.at(author).is_empty() {
                        self.take(side, author);
                    }
                }
            }
        }
    }

    fn take_modifier(&self, side: &mut Side, c: usize) {
        let ids: Vec<ActorId> = self.cast.modifier(c).into_iter().chain(self.cast.at(c).iter().copied()).collect();
        for id in ids {
            if !side.ids.contains(&id) {
                side.ids.push(id);
            }
        }
        side.spans.push(self.p.a.token(c).span);
    }

    /// Whether a noun phrase can be a party to something.
    fn is_party(&self, h: usize) -> bool {
        self.is_actor_like(h) && !matches!(self.p.pos(h), Pos::Adj) && !self.dated[h]
    }

    pub(super) fn verb_arguments(
        &self,
        v: usize,
        kind: Option<Plover>,
        passive: bool,
        noun: Option<usize>,
    ) -> Arguments {
        let p = self.p;
        let mut args = Arguments::default();
        let lemma = p.a.lemma(v);
        let subjects = p.subjects(v);
        if passive {
            for o in p.preposition_objects(v, &["by"]) {
                self.take(&mut args.actors, o);
            }
            // "threatened with a cut by Gazprom": the agent hangs on the noun.
            if args.actors.ids.is_empty() {
                for c in p.a.children(v).filter(|&c| matches!(p.dep(c), Dep::Prep | Dep::Agent)) {
                    for o in p.a.children_with(c, Dep::Pobj) {
                        for b in p.preposition_objects(o, &["by"]) {
                            if self.is_party(b) {
                                self.take(&mut args.actors, b);
                            }
                        }
                    }
                }
            }
        } else {
            for &s in &subjects {
                self.take(&mut args.actors, s);
            }
            if args.actors.ids.is_empty() {
                self.take_authors(&mut args.actors, &subjects);
            }
        }
        let mut parties: Vec<usize> = Vec::new();
        let mut things: Vec<usize> = Vec::new();
        let sort = |h: usize, parties: &mut Vec<usize>, things: &mut Vec<usize>| {
            if Some(h) == noun && !self.lexicon.person_nouns.contains_key(p.a.lemma(h)) {
                return;
            }
            if self.is_party(h) { parties.push(h) } else { things.push(h) }
        };
        // Where the type says that the object is what is moved and not who is met.
        let indirect = matches!(kind, Some(Plover::Retreat | Plover::Mobilize | Plover::Aid)) && noun.is_some()
            || (matches!(kind, Some(Plover::Retreat)) && matches!(lemma, "withdraw" | "pull" | "recall"))
            || matches!(kind, Some(Plover::Sanction)) && noun.is_some();
        let dative: Vec<usize> =
            p.a.children_with(v, Dep::Dative)
                .flat_map(|d| {
                    if p.is_noun(d) || p.pos(d) == Pos::Pron {
                        p.conjuncts(d)
                    } else {
                        p.preposition_objects(v, &[p.a.lower(d)])
                    }
                })
                .collect();
        for o in dative {
            sort(o, &mut parties, &mut things);
        }
        // "discussed the truce", "is said to have left": a topic or a raised subject is no party.
        let raised = passive
            && kind.is_none()
            && self.lexicon.fact(lemma, FactClass::Say)
            && p.a.children(v).any(|c| p.dep(c) == Dep::Xcomp);
        let direct: Vec<usize> = if raised || self.lexicon.guard("topic_verb", lemma) {
            Vec::new()
        } else if passive {
            subjects.clone()
        } else {
            p.objects(v)
        };
        let mut direct_parties: Vec<usize> = Vec::new();
        for o in direct {
            sort(o, &mut direct_parties, &mut things);
        }
        if !indirect && parties.is_empty() {
            parties.append(&mut direct_parties);
        }
        let mutual = kind.is_some_and(Plover::is_mutual);
        if parties.is_empty() || mutual {
            for o in p.preposition_objects(v, toward(kind)) {
                let placelike = !mutual
                    && self.cast.at(o).iter().all(|&a| self.cast.actor(a).kind == ActorKind::Place)
                    && kind.is_none();
                if self.is_party(o) && !placelike {
                    parties.push(o);
                }
            }
        }
        // What belongs to the object: "turned down a Saudi appeal", "sanctions on Iran", "deliveries to Lebanon".
        if parties.is_empty() && kind.is_some() {
            let inner: Vec<usize> = things.iter().copied().chain(noun).collect();
            for t in inner {
                let mut found = Vec::new();
                // "its support", "his country's support": what is one's own has no other owner.
                let own = |c: usize| {
                    let mine = |x: usize| self.cast.at(x).iter().any(|id| args.actors.ids.contains(id));
                    p.dep(c) == Dep::Poss && (mine(c) || p.a.children_with(c, Dep::Poss).any(mine))
                };
                let owned = p.a.children(t).any(|c| {
                    c < t
                        && !own(c)
                        && ((p.dep(c) == Dep::Poss && !self.cast.at(c).is_empty()) || self.cast.modifier(c).is_some())
                });
                // "condemned the attack on a church": the church is not who is blamed.
                let judged = kind == Some(Plover::Accuse) && self.is_harm(t);
                if judged {
                    for o in p.preposition_objects(t, &["by"]) {
                        if self.is_party(o) {
                            found.push(o);
                        }
                    }
                } else if !owned
                    || matches!(kind, Some(Plover::Aid | Plover::Mobilize | Plover::Agree | Plover::Sanction))
                {
                    found.extend(p.preposition_objects(t, toward(kind)).into_iter().filter(|&o| self.is_party(o)));
                }
                if found.is_empty() && !matches!(kind, Some(Plover::Aid | Plover::Mobilize | Plover::Agree)) {
                    let others: Vec<usize> = p.a.children(t).filter(|&c| !own(c)).collect();
                    for c in others {
                        if (p.dep(c) == Dep::Poss && !self.cast.at(c).is_empty()) || self.cast.modifier(c).is_some() {
                            self.take_modifier(&mut args.recipients, c);
                        }
                    }
                }
                parties.extend(found);
            }
        }
        if parties.is_empty() && args.recipients.ids.is_empty() {
            let moved = kind == Some(Plover::Mobilize) || (indirect && kind == Some(Plover::Aid));
            if !moved {
                parties = direct_parties;
            }
            if !indirect || matches!(kind, Some(Plover::Retreat)) {
                let keep = matches!(
                    kind,
                    None | Some(
                        Plover::Assault
                            | Plover::Coerce
                            | Plover::Sanction
                            | Plover::Accuse
                            | Plover::Support
                            | Plover::Reject
                            | Plover::Protest
                    )
                );
                if parties.is_empty() && keep && !EMPTY.contains(&lemma) {
                    parties
                        .extend(things.iter().copied().filter(|&t| p.is_noun(t) && self.event_like(t) != Some(true)));
                }
            }
        }
        for o in parties {
            self.take(&mut args.recipients, o);
        }
        // Nobody is on both sides, except of what is done to oneself.
        let actors = args.actors.ids.clone();
        if args.recipients.ids.len() > 1 || mutual {
            args.recipients.ids.retain(|r| !actors.contains(r));
        }
        args
    }

    /// Whether the noun names an act of conflict: "attack", "siege".
    fn is_harm(&self, t: usize) -> bool {
        let patterns = self.lexicon.nouns.get(&self.p.a.lemma(t).to_lowercase());
        patterns.is_some_and(|all| all.iter().any(|x| x.kind.is_some_and(Plover::harms)))
    }

    fn event_like(&self, t: usize) -> Option<bool> {
        let lemma = self.p.a.lemma(t).to_lowercase();
        Some(self.lexicon.nouns.contains_key(&lemma) || self.lexicon.event_nouns.contains(&lemma))
    }

    pub(super) fn noun_arguments(&self, n: usize, kind: Option<Plover>) -> Arguments {
        let p = self.p;
        let mut args = Arguments::default();
        for c in p.a.children(n).filter(|&c| c < n) {
            match p.dep(c) {
                Dep::Poss => {
                    for o in p.conjuncts(c) {
                        if self.is_party(o) || p.pos(o) == Pos::Pron {
                            self.take(&mut args.actors, o);
                        } else if let Some(owner) = p.a.child(o, Dep::Poss).filter(|&x| self.is_party(x)) {
                            // "the minister's office's request": whose office it is
                            self.take(&mut args.actors, owner);
                        }
                    }
                }
                Dep::Amod | Dep::Compound | Dep::Nmod if self.cast.modifier(c).is_some() => {
                    self.take_modifier(&mut args.actors, c);
                    // "Russian and Syrian strikes"
                    for d in p.a.children_with(c, Dep::Conj) {
                        if self.cast.modifier(d).is_some() {
                            self.take_modifier(&mut args.actors, d);
                        }
                    }
                }
                _ => {}
            }
        }
        for o in p.preposition_objects(n, &["by"]) {
            if self.is_party(o) {
                self.take(&mut args.actors, o);
            }
        }
        let lemma = p.a.lemma(n).to_lowercase();
        // "the withdrawal of Russian troops", "the resignation of the minister": of whom is who does it.
        let of_is_actor = matches!(
            lemma.as_str(),
            "withdrawal"
                | "resignation"
                | "pullout"
                | "retreat"
                | "surrender"
                | "visit"
                | "support"
                | "threat"
                | "departure"
                | "death"
                | "arrival"
                | "return"
                | "march"
                | "pullback"
                | "meeting"
                | "exit"
                | "refusal"
                | "request"
                | "strike"
                | "statement"
                | "presence"
        );
        let mutual = kind.is_some_and(Plover::is_mutual);
        for o in p.preposition_objects(n, &["of"]) {
            let party = self.is_party(o);
            // "the deployment of 200 soldiers to Chad": who is sent is not who is met.
            let moved = matches!(kind, Some(Plover::Mobilize | Plover::Aid))
                && self.lexicon.object("troops", &p.a.lemma(o).to_lowercase());
            if moved {
                continue;
            }
            if of_is_actor {
                if party && args.actors.ids.is_empty() {
                    self.take(&mut args.actors, o);
                }
            } else if party || matches!(kind, Some(Plover::Assault | Plover::Coerce)) {
                self.take(&mut args.recipients, o);
            }
        }
        for o in p.preposition_objects(n, &["between", "among"]) {
            if self.is_party(o) {
                self.take(&mut args.actors, o);
            }
        }
        if args.recipients.ids.is_empty() {
            let preps: &[&str] = if mutual { &["with"] } else { toward(kind) };
            for o in p.preposition_objects(n, preps) {
                if self.is_party(o) {
                    self.take(&mut args.recipients, o);
                }
            }
        }
        // "voiced its rejection and condemnation of the raid": the owner stands with the first.
        if p.dep(n) == Dep::Conj && args.actors.ids.is_empty() && p.is_noun(p.a.head(n)) {
            for c in p.a.children_with(p.a.head(n), Dep::Poss).filter(|&c| c < n) {
                self.take(&mut args.actors, c);
            }
        }
        // "held talks with Iran", "made a request": the subject of a verb that only carries the noun.
        let h = p.a.head(n);
        if matches!(p.dep(n), Dep::Dobj) && p.is_verb(h) && LIGHT.contains(&p.lemma_with_particle(h).as_str()) {
            if args.actors.ids.is_empty() && args.actors.spans.is_empty() {
                if p.is_passive(h) {
                    for o in p.preposition_objects(h, &["by"]) {
                        self.take(&mut args.actors, o);
                    }
                } else {
                    for s in p.subjects(h) {
                        self.take(&mut args.actors, s);
                    }
                }
            }
            if args.recipients.ids.is_empty() {
                for o in p
                    .preposition_objects(h, toward(kind))
                    .into_iter()
                    .chain(p.a.children_with(h, Dep::Dative).filter(|&d| p.is_noun(d)))
                {
                    if self.is_party(o) && !self.cast.at(o).iter().any(|id| args.actors.ids.contains(id)) {
                        self.take(&mut args.recipients, o);
                    }
                }
            }
        }
        args
    }
}
