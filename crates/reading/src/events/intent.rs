//! Types that the grammar decides and not the verb: what is only meant to be done, refused or demanded.
//!
//! The PLOVER manual reads cooperative acts told in the future as AGREE ("will send aid"), hostile ones as THREATEN
//! ("will expel the envoy"), a refusal to cooperate as REJECT ("will not lift the ban"), and what somebody says that
//! others must do as REQUEST. A coder who goes by the verb alone counts all of them as done.

use rashomon_lang::{Dep, Pos, Tag};

use super::Finder;
use crate::lexicon::FactClass;
use crate::reading::{EventId, Plover};

/// How an act is put, where it is not put as a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    /// It is to come: "will", "is to", "is set to".
    Future,
    /// It ought to: "must", "should", "needs to".
    Due,
}

/// How a word stands to the act that its infinitive names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Will {
    /// "ready to", "plans to".
    For,
    /// "reluctant to".
    Against,
}

impl Plover {
    /// Whether it is an act of cooperation, in words or deeds.
    fn cooperates(self) -> bool {
        matches!(
            self,
            Self::Agree | Self::Consult | Self::Support | Self::Concede | Self::Cooperate | Self::Aid | Self::Retreat
        )
    }

    /// Whether it is an act of conflict in deeds.
    pub(super) fn harms(self) -> bool {
        matches!(self, Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault)
    }
}

impl Finder<'_> {
    /// Gives intended, refused and demanded acts the type of the intention, refusal or demand.
    pub(super) fn intents(&mut self) {
        for k in 0..self.out.len() {
            let v = self.out[k].head as usize;
            if self.out[k].nominal {
                continue;
            }
            if let Some((g, will)) = self.willing(v) {
                self.willed(k, g, will);
                continue;
            }
            match self.mood(v, 0) {
                Some(Mood::Future) => self.future(k),
                Some(Mood::Due) => self.due(k),
                None => {}
            }
        }
    }

    /// What is promised, threatened or asked in an infinitive is not said to happen: "agreed to free the editor".
    pub(super) fn promised(&mut self) {
        for k in 0..self.out.len() {
            let spoken = matches!(self.out[k].kind, Some(Plover::Agree | Plover::Threaten | Plover::Request));
            if let (true, Some(about)) = (spoken, self.out[k].about) {
                let content = &mut self.out[about.0 as usize];
                if content.kind.is_some() && self.p.tag(content.head as usize) == Tag::Vb && content.factuality > 0.0 {
                    content.factuality = 0.0;
                }
            }
        }
    }

    /// The mode of what is only spoken of: what is asked, refused or threatened, by the type of it.
    pub(super) fn modes(&mut self) {
        for k in 0..self.out.len() {
            let e = &self.out[k];
            let content = e.intends.or_else(|| e.about.and_then(|a| self.out[a.0 as usize].kind));
            let mode = match (e.kind, content) {
                (Some(Plover::Request | Plover::Reject), Some(content)) => match content {
                    Plover::Aid | Plover::Cooperate | Plover::Support => Some("assist"),
                    Plover::Concede | Plover::Retreat => Some("yield"),
                    Plover::Consult => Some("meet"),
                    _ => None,
                },
                (Some(Plover::Threaten), Some(content)) => match content {
                    Plover::Sanction => Some("relations"),
                    Plover::Coerce | Plover::Protest => Some("restrict"),
                    Plover::Assault | Plover::Mobilize => Some("violence"),
                    _ => None,
                },
                (Some(Plover::Consult), _) if e.actors.len() > 2 => Some("multilateral"),
                _ => None,
            };
            let e = &mut self.out[k];
            if e.mode.is_none() || e.intends.is_some() {
                e.mode = mode.or(e.mode.filter(|_| e.intends.is_none()));
            }
        }
    }

    /// "is ready to withdraw", "plans to impose sanctions", "vowed to attack": the intention is the event.
    fn willed(&mut self, k: usize, g: usize, will: Will) {
        let Some(kind) = self.out[k].kind else { return };
        let Some(event) = self.event_at[g].map(|e| e.0 as usize) else { return };
        let own = self.out[event].kind;
        if self.p.negated(g) {
            return;
        }
        let type_ = match (will, kind) {
            (Will::For, t) if t.harms() => Plover::Threaten,
            (Will::For, t) if t.cooperates() => Plover::Agree,
            (Will::Against, t) if t.cooperates() => Plover::Reject,
            _ => return,
        };
        if own.is_none() || (own == Some(Plover::Agree) && type_ == Plover::Threaten) {
            let parties = (self.out[k].actors.clone(), self.out[k].actor_spans.clone());
            let e = &mut self.out[event];
            e.kind = Some(type_);
            e.recast = Some(match (will, type_) {
                (Will::Against, _) => "unwilling to cooperate: REJECT",
                (_, Plover::Threaten) => "means to harm: THREATEN",
                _ => "means to cooperate: AGREE",
            });
            e.mode = None;
            e.about = Some(EventId(k as u32));
            if e.actors.is_empty() && e.actor_spans.is_empty() {
                (e.actors, e.actor_spans) = parties;
            }
        }
    }

    /// "will release the hostages", "said it would not lift the ban".
    fn future(&mut self, k: usize) {
        let e = &self.out[k];
        let Some(kind) = e.kind else { return };
        if e.actors.is_empty() && e.actor_spans.is_empty() {
            return;
        }
        if e.factuality > 0.0 {
            // Who is not known to have a will threatens and promises nothing: "the storm will hit the coast".
            let e = &mut self.out[k];
            if kind.cooperates() {
                e.kind = Some(Plover::Agree);
                e.intends = Some(kind);
                e.recast = Some("cooperation to come: AGREE");
            } else if kind.harms() && !e.actors.is_empty() {
                e.kind = Some(Plover::Threaten);
                e.intends = Some(kind);
                e.recast = Some("harm to come: THREATEN");
            }
        } else if kind.cooperates()
            && e.negated
            && let Some(g) = self.speaker_of(k)
            && self.out[g].kind.is_none()
            && self.shares_actor(g, k)
            // A refusal that is quoted is the speaker's to name: "We will not leave" stays a statement.
            && !self.first_person(k)
        {
            let e = &mut self.out[g];
            e.kind = Some(Plover::Reject);
            e.recast = Some("says that it will not cooperate: REJECT");
            e.about = Some(EventId(k as u32));
        }
    }

    /// "said that Kenya must open the border": asked of Kenya.
    fn due(&mut self, k: usize) {
        let Some(g) = self.speaker_of(k) else { return };
        let e = &self.out[k];
        let asked = if self.p.is_passive(e.head as usize) { &e.recipients } else { &e.actors };
        if self.out[g].kind.is_some()
            || self.out[g].actors.is_empty()
            || self.shares_actor(g, k)
            || (asked.is_empty() && e.kind.is_none())
            || self.out[g].factuality <= 0.0
        {
            return;
        }
        let (ids, spans) = if self.p.is_passive(e.head as usize) {
            (Vec::new(), Vec::new())
        } else {
            (e.actors.clone(), e.actor_spans.clone())
        };
        let e = &mut self.out[g];
        e.kind = Some(Plover::Request);
        e.recast = Some("says what another must do: REQUEST");
        e.about = Some(EventId(k as u32));
        if e.recipients.is_empty() {
            e.recipients = ids;
            e.recipient_spans = spans;
        }
    }

    /// Whether a condition hangs on the predicate at `v`.
    fn conditional(&self, v: usize) -> bool {
        let p = self.p;
        p.a.children_with(v, Dep::Advcl).any(|x| {
            p.a.children(x).any(|m| p.dep(m) == Dep::Mark && self.lexicon.fact(p.a.lower(m), FactClass::Conditional))
        })
    }

    fn shares_actor(&self, g: usize, k: usize) -> bool {
        self.out[k].actors.iter().any(|a| self.out[g].actors.contains(a))
    }

    /// The event of saying whose clause event `k` stands in, if it is its content and not the event's own credit.
    fn speaker_of(&self, k: usize) -> Option<usize> {
        let p = self.p;
        let mut v = self.out[k].head as usize;
        for _ in 0..8 {
            let h = p.a.parent(v)?;
            match p.dep(v) {
                Dep::Ccomp | Dep::Parataxis => {
                    let lemma = p.a.lemma(h);
                    let g = self.event_at[h]?.0 as usize;
                    return (self.lexicon.fact(lemma, FactClass::Say) || self.lexicon.fact(lemma, FactClass::Believe))
                        .then_some(g);
                }
                Dep::Conj | Dep::Xcomp | Dep::Acomp => v = h,
                _ => return None,
            }
        }
        None
    }

    fn first_person(&self, k: usize) -> bool {
        let p = self.p;
        p.subjects(self.out[k].head as usize).iter().any(|&s| matches!(p.a.lower(s), "i" | "we"))
    }

    /// The word of will that the infinitive at `v` hangs on.
    fn willing(&self, v: usize) -> Option<(usize, Will)> {
        let p = self.p;
        if p.tag(v) != Tag::Vb || !matches!(p.dep(v), Dep::Xcomp | Dep::Ccomp | Dep::Acl | Dep::Advcl) {
            return None;
        }
        let h = p.a.parent(v)?;
        let key = p.lemma_with_particle(h);
        let lower = p.a.lower(h);
        let is = |class: &str| self.lexicon.guard(class, &key) || self.lexicon.guard(class, lower);
        if is("willing") {
            Some((h, Will::For))
        } else if is("unwilling") {
            Some((h, Will::Against))
        } else {
            None
        }
    }

    /// How the predicate at `v` is put.
    fn mood(&self, v: usize, depth: usize) -> Option<Mood> {
        let p = self.p;
        let mut own = false;
        for c in p.a.children_with(v, Dep::Aux) {
            own = true;
            match p.a.lower(c) {
                // What hangs on a condition binds nobody: "would withdraw if asked".
                "will" | "'ll" | "’ll" | "shall" | "wo" => return (!self.conditional(v)).then_some(Mood::Future),
                "would" if !p.a.children(v).any(|x| p.dep(x) == Dep::Aux && p.a.lower(x) == "have") => {
                    return (!self.conditional(v)).then_some(Mood::Future);
                }
                "must" | "should" | "ought" => return Some(Mood::Due),
                "to" if matches!(p.dep(v), Dep::Xcomp | Dep::Ccomp | Dep::Advcl) => {
                    let h = p.a.parent(v)?;
                    // "leaders to meet", "is to meet", "is set to meet", "is going to meet", "has to leave"
                    return match (p.a.lemma(h), p.a.lower(h)) {
                        ("be", _) | (_, "going") => Some(Mood::Future),
                        ("have" | "need", _) if p.is_verb(h) => Some(Mood::Due),
                        (_, lower) if self.lexicon.guard("scheduled", lower) => Some(Mood::Future),
                        _ => None,
                    };
                }
                _ => {}
            }
        }
        // "will meet the king and sign a pact": the auxiliary stands with the first.
        let h = p.a.parent(v)?;
        let shared = p.dep(v) == Dep::Conj
            && !own
            && depth < 6
            && p.pos(h) == Pos::Verb
            && p.tag(v) == Tag::Vb
            && !p.a.children(v).any(|c| p.dep(c) == Dep::Nsubj);
        if shared { self.mood(h, depth + 1) } else { None }
    }
}
