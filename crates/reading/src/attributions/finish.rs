//! What is known once all attributions are found: kind, outlet, anonymity, and what stands in what.

use rashomon_lang::Dep;
use rashomon_text::Span;

use super::{Finder, Found};
use crate::reading::{ActorKind, Attribution, AttributionId, QuoteKind};

impl Finder<'_> {
    pub(super) fn finish(mut self) -> Vec<Attribution> {
        let p = self.p;
        for Found { a, .. } in &mut self.out {
            let inside = |s: Span| self.quotes.iter().any(|q| q.outer.contains(s));
            let touched = self.quotes.iter().any(|q| a.content.iter().any(|c| c.overlaps(q.inner)));
            a.kind = if a.content.iter().all(|&c| inside(c)) {
                QuoteKind::Direct
            } else if touched {
                QuoteKind::Mixed
            } else {
                QuoteKind::Indirect
            };
            let Some(t) = a.cue_token.map(|t| t as usize) else { continue };
            if !p.is_verb(t) {
                continue;
            }
            // The outlet to which it was said, and whether a name was withheld: of this verb, or of the one it is joined to.
            let mut chain = vec![t];
            while p.dep(chain[chain.len() - 1]) == Dep::Conj && chain.len() < 6 {
                chain.push(p.a.head(chain[chain.len() - 1]));
            }
            for v in chain {
                let told: Vec<usize> =
                    p.a.children(v)
                        .filter(|&c| matches!(p.dep(c), Dep::Dobj | Dep::Dative))
                        .chain(p.preposition_objects(v, &["to"]))
                        .collect();
                a.via = a.via.or_else(|| {
                    told.iter().flat_map(|&o| self.cast.at(o)).copied().find(|&id| {
                        // Officials tell newspapers; a body with a name that is told something by an unnamed one is an outlet.
                        let to = self.cast.actor(id);
                        to.kind == ActorKind::Outlet || (to.kind == ActorKind::Organisation && to.named && a.anonymous)
                    })
                });
                let condition = p
                    .preposition_objects(v, &["on", "under"])
                    .iter()
                    .any(|&o| p.phrase_span(o).of(p.text).contains("anonymity") || p.a.lemma(o) == "anonymity");
                // "said a diplomat who spoke on condition of anonymity"
                let described = p.subjects(v).into_iter().any(|s| {
                    p.a.children(s)
                        .filter(|&c| matches!(p.dep(c), Dep::Relcl | Dep::Acl))
                        .any(|c| p.a.subtree(c).any(|t| p.a.lower(t) == "anonymity"))
                });
                a.anonymous |= condition || described;
            }
        }
        self.out.sort_by_key(|f| (f.a.content.first().copied(), f.a.cue.first().copied()));
        self.nest();
        self.out.into_iter().map(|f| f.a).collect()
    }

    /// Says what stands in what, and leaves out what is no voice of its own within another's word.
    fn nest(&mut self) {
        let n = self.out.len();
        let within: Vec<Option<usize>> = (0..n).map(|k| self.holding(k, |_| true)).collect();
        let mut keep: Vec<bool> = (0..n).map(|k| self.another_voice(k, &within)).collect();
        // Two clauses can each seem to hold the other's cue; one of them stands.
        for k in 0..n {
            if !keep[k] && within[k].is_some_and(|w| !keep[w] && within[w] == Some(k) && w > k) {
                keep[k] = true;
            }
        }
        let mut place = vec![None; n];
        let mut next = 0;
        for k in 0..n {
            if keep[k] {
                place[k] = Some(AttributionId(next));
                next += 1;
            }
        }
        for k in 0..n {
            self.out[k].a.within = self.holding(k, |o| keep[o]).and_then(|w| place[w]);
        }
        let mut at = 0;
        self.out.retain(|_| {
            at += 1;
            keep[at - 1]
        });
        self.end_chains();
    }

    /// The smallest content that holds the cue of `k`, among those that count.
    fn holding(&self, k: usize, counts: impl Fn(usize) -> bool) -> Option<usize> {
        let cue = self.out[k].a.cue.first().copied()?;
        (0..self.out.len())
            .filter(|&o| o != k && counts(o) && self.out[o].a.content.iter().any(|c| c.contains(cue)))
            .min_by_key(|&o| self.out[o].a.content.iter().map(|c| c.len()).sum::<usize>())
    }

    /// Whether an attribution tells of a voice that those around it do not. "He said he hopes …" is one voice; a wish or a
    /// liking that somebody tells of another is what he tells, not that other's word.
    fn another_voice(&self, k: usize, within: &[Option<usize>]) -> bool {
        let Found { a, word } = &self.out[k];
        let mut at = within[k];
        if at.is_some() && (!word || a.source.is_empty() || !a.vouches) {
            return false;
        }
        let first_person =
            a.source.first().is_some_and(|s| matches!(s.of(self.p.text).to_lowercase().as_str(), "i" | "we" | "you"));
        if at.is_some() && first_person {
            return false;
        }
        // A quoted speaker's "people say" is his own way of putting it.
        let quoted = a.cue.iter().any(|&c| self.quotes.iter().any(|q| q.inner.contains(c)));
        if at.is_some() && a.source_actor.is_none() && quoted {
            return false;
        }
        for _ in 0..within.len() {
            let Some(w) = at else { break };
            let outer = &self.out[w].a;
            let same_words = a.source.first().zip(outer.source.first()).is_some_and(|(x, y)| x == y);
            if same_words || (a.source_actor.is_some() && a.source_actor == outer.source_actor) {
                return false;
            }
            at = within[w];
        }
        true
    }

    /// Two clauses can each seem to hold the other's cue; the chain must end.
    fn end_chains(&mut self) {
        let n = self.out.len();
        for k in 0..n {
            let mut at = k;
            for _ in 0..n {
                match self.out[at].a.within {
                    Some(w) if w.0 as usize == k => {
                        self.out[k].a.within = None;
                        break;
                    }
                    Some(w) => at = w.0 as usize,
                    None => break,
                }
            }
        }
    }
}
