//! Recipients that stand not beside the predicate but further in: "agreed to open its border to *refugees*",
//! "rejected every offer of *the junta*", "called the arrest of *the editor* a disgrace".
//!
//! The manual codes the party that is addressed or affected wherever the sentence names it. What is found here is the
//! nearest such party in what the event is about, then in the words the predicate governs, and last the thing itself.

use rashomon_lang::{Dep, Pos};
use rashomon_text::Span;

use super::Finder;
use crate::reading::{ActorId, ActorKind, Plover};

impl Finder<'_> {
    /// Fills in the recipients of typed events that have none.
    pub(super) fn farther_recipients(&mut self) {
        for k in (0..self.out.len()).rev() {
            let e = &self.out[k];
            let Some(kind) = e.kind else { continue };
            if !e.recipients.is_empty() || !e.recipient_spans.is_empty() || (kind.is_mutual() && e.actors.len() > 1) {
                continue;
            }
            let found = self.in_content(k, kind).or_else(|| self.in_words(k, kind));
            if let Some((ids, spans)) = found {
                let e = &mut self.out[k];
                e.recipients = ids;
                e.recipient_spans = spans;
            }
        }
    }

    /// The other party of what the event is about. Praise and blame are for who did it, not for whom it befell.
    fn in_content(&self, k: usize, kind: Plover) -> Option<(Vec<ActorId>, Vec<Span>)> {
        let e = &self.out[k];
        let mut at = e.about?;
        for _ in 0..6 {
            let b = &self.out[at.0 as usize];
            let both = [(&b.actors, &b.actor_spans), (&b.recipients, &b.recipient_spans)];
            let sides = if matches!(kind, Plover::Accuse | Plover::Support) { &both[..1] } else { &both[..] };
            for &(ids, spans) in sides {
                let others: Vec<ActorId> = ids.iter().copied().filter(|a| !e.actors.contains(a)).collect();
                if !others.is_empty() && ids.len() == others.len() {
                    return Some((others, spans.clone()));
                }
            }
            at = b.about?;
        }
        None
    }

    /// The first party among the words that the predicate governs; failing that, its object.
    fn in_words(&self, k: usize, kind: Plover) -> Option<(Vec<ActorId>, Vec<Span>)> {
        let p = self.p;
        let e = &self.out[k];
        let v = e.head as usize;
        let mut best: Option<usize> = None;
        let mut thing = None;
        for c in p.a.children(v) {
            let place_only = match p.dep(c) {
                Dep::Dobj | Dep::Xcomp | Dep::Ccomp | Dep::Dative | Dep::Oprd | Dep::Acl | Dep::Attr => false,
                Dep::Nsubjpass => false,
                Dep::Prep | Dep::Agent => !matches!(
                    p.a.lower(c),
                    "to" | "of"
                        | "for"
                        | "with"
                        | "against"
                        | "on"
                        | "over"
                        | "from"
                        | "at"
                        | "about"
                        | "into"
                        | "toward"
                        | "towards"
                ),
                // An infinitive of purpose: "opened an inquiry to find whether the mayor …"
                Dep::Advcl => {
                    if !p.a.children(c).any(|x| p.dep(x) == Dep::Aux && p.a.lower(x) == "to") {
                        continue;
                    }
                    false
                }
                _ => continue,
            };
            if c < v && !e.nominal {
                if p.dep(c) == Dep::Nsubjpass {
                    thing = Some(c);
                }
                continue;
            }
            if p.dep(c) == Dep::Dobj && self.lexicon.guard("topic_verb", p.a.lemma(v)) {
                continue;
            }
            if p.dep(c) == Dep::Dobj && thing.is_none() {
                thing = Some(c);
            }
            if p.dep(c) == Dep::Prep && matches!(p.a.lower(c), "as" | "after" | "before" | "during" | "since" | "by") {
                continue;
            }
            // What is sent, moved or pulled out is not who it is done to.
            let moved = |t: usize| {
                t == c && matches!(kind, Plover::Mobilize | Plover::Retreat | Plover::Aid) && self.consumed[t]
            };
            // "its troops", "his country": one's own is not the other side.
            let own = |t: usize| {
                p.a.children_with(t, Dep::Poss).any(|o| self.cast.at(o).iter().any(|a| e.actors.contains(a)))
            };
            // "condemned the attack on a church": who attacked is blamed, if anyone, not the church.
            let done =
                matches!(kind, Plover::Accuse | Plover::Support) && p.dep(c) == Dep::Dobj && self.event_at[c].is_some();
            if done {
                continue;
            }
            let found = p.a.subtree(c).filter(|&t| !moved(t) && !own(t) && !self.dated[t]).find(|&t| {
                let ids = self.cast.at(t);
                let (ids, known) = if ids.is_empty() {
                    (self.cast.modifier(t).into_iter().collect::<Vec<_>>(), p.is_noun(t) || p.pos(t) == Pos::Adj)
                } else {
                    (ids.to_vec(), true)
                };
                known
                    && !ids.is_empty()
                    && ids.iter().all(|&a| {
                        !e.actors.contains(&a)
                            && (!place_only || self.cast.actor(a).kind == ActorKind::State)
                            && self.cast.actor(a).kind != ActorKind::Outlet
                    })
            });
            if let Some(t) = found {
                best = Some(t);
                break;
            }
        }
        if let Some(t) = best {
            let ids = self.cast.at(t);
            return Some(if ids.is_empty() {
                (self.cast.modifier(t).into_iter().collect(), vec![p.a.token(t).span])
            } else {
                let mut side = super::arguments::Side::default();
                for o in p.conjuncts(t) {
                    self.take(&mut side, o);
                }
                side.ids.retain(|a| !e.actors.contains(a));
                (side.ids, side.spans)
            });
        }
        let takes_things = !matches!(
            kind,
            Plover::Retreat | Plover::Mobilize | Plover::Aid | Plover::Agree | Plover::Consult | Plover::Cooperate
        ) || e.mode == Some("release");
        // "opened an inquiry", "imposed a curfew": the noun is the deed.
        let deed = |t: usize| {
            self.consumed[t]
                && matches!(
                    kind,
                    Plover::Accuse
                        | Plover::Threaten
                        | Plover::Coerce
                        | Plover::Sanction
                        | Plover::Protest
                        | Plover::Request
                )
        };
        let thing = thing.filter(|&t| takes_things && p.is_noun(t) && !deed(t))?;
        Some((Vec::new(), vec![p.phrase_span(thing)]))
    }
}
