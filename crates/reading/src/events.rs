//! What happened: predicates with their participants, types, places, times and numbers.

mod arguments;
mod intent;
mod recipients;
mod types;

use rashomon_lang::{Dep, EntityLabel, Pos, Tag};
use rashomon_text::Span;
use rashomon_times::Timex;

use crate::actors::Cast;
use crate::attributions::holder;
use crate::factuality::Factuality;
use crate::lexicon::{FactClass, Lexicon};
use crate::parsed::Parsed;
use crate::quantities;
use crate::reading::{Attribution, Event, EventId, Plover};

/// Verbs that only carry their object, which is the event ("launched an attack", "held talks").
const LIGHT: &[&str] = &[
    "make",
    "take",
    "give",
    "have",
    "hold",
    "launch",
    "conduct",
    "carry",
    "carry_out",
    "stage",
    "mount",
    "perform",
    "do",
    "issue",
    "impose",
    "begin",
    "start",
    "resume",
    "open",
    "sign",
    "reach",
    "lodge",
    "file",
    "offer",
    "order",
    "announce",
    "commit",
    "wage",
    "pay",
    "hold_off",
];

/// Verbs that tell of no event of their own.
const EMPTY: &[&str] = &[
    "be", "have", "do", "seem", "appear", "become", "remain", "include", "contain", "consist", "belong", "mean",
    "concern", "involve",
];

/// Nouns made from verbs, by their ending.
fn is_derived(lemma: &str) -> bool {
    lemma.len() > 6
        && ["tion", "sion", "ment", "ance", "ence", "ing", "ysis"].iter().any(|s| lemma.ends_with(s))
        && !matches!(
            lemma,
            "government"
                | "parliament"
                | "department"
                | "apartment"
                | "document"
                | "building"
                | "nation"
                | "population"
                | "evening"
                | "morning"
                | "station"
                | "organisation"
                | "organization"
                | "corporation"
                | "equipment"
                | "instrument"
                | "element"
                | "environment"
                | "audience"
                | "ambulance"
                | "insurance"
                | "million"
                | "television"
                | "religion"
                | "institution"
                | "foundation"
                | "constitution"
                | "federation"
                | "section"
                | "question"
                | "position"
                | "condition"
                | "generation"
                | "moment"
                | "provision"
                | "segment"
                | "evidence"
                | "science"
                | "residence"
                | "intelligence"
                | "finance"
                | "distance"
                | "substance"
                | "ceiling"
                | "clothing"
                | "dimension"
                | "basement"
                | "monument"
                | "pavement"
                | "garment"
                | "ointment"
                | "regiment"
        )
}

/// An event of which only the words and the parties are known yet.
fn event(head: usize, span: Span, clause: Span, args: arguments::Arguments) -> Event {
    Event {
        span,
        head: head as u32,
        lemma: String::new(),
        kind: None,
        because: None,
        recast: None,
        intends: None,
        mode: None,
        actors: args.actors.ids,
        recipients: args.recipients.ids,
        actor_spans: args.actors.spans,
        recipient_spans: args.recipients.spans,
        about: None,
        place: None,
        time: None,
        quantities: Vec::new(),
        factuality: 0.0,
        holder: None,
        clause,
        nominal: false,
        negated: false,
    }
}

/// Finds the events of a text.
pub(crate) fn find(
    p: Parsed<'_>,
    cast: &Cast,
    attributions: &[Attribution],
    times: &[Timex],
    lexicon: &Lexicon,
) -> Vec<Event> {
    let mut f = Finder {
        p,
        cast,
        lexicon,
        facts: Factuality::new(p, lexicon),
        consumed: vec![false; p.a.len()],
        dated: dated(p),
        event_at: vec![None; p.a.len()],
        out: Vec::new(),
    };
    for i in 0..p.a.len() {
        f.verb(i);
    }
    for i in 0..p.a.len() {
        f.noun(i);
    }
    f.out.sort_by_key(|e| e.span.start);
    for (k, e) in f.out.iter().enumerate() {
        f.event_at[e.head as usize] = Some(EventId(k as u32));
    }
    f.propositions();
    f.intents();
    f.break_circles();
    f.promised();
    f.modes();
    f.farther_recipients();
    f.places();
    f.times(times);
    let spans: Vec<Span> = times.iter().map(|t| t.span).collect();
    f.quantities(&spans);
    for e in &mut f.out {
        e.holder = holder(attributions, e.span);
    }
    f.out
}

/// Which tokens belong to a date or an hour.
fn dated(p: Parsed<'_>) -> Vec<bool> {
    let mut out = vec![false; p.a.len()];
    for e in p.a.entities().iter().filter(|e| matches!(e.label, EntityLabel::Date | EntityLabel::Time)) {
        out[e.first as usize..e.last as usize].fill(true);
    }
    out
}

struct Finder<'a> {
    p: Parsed<'a>,
    cast: &'a Cast,
    lexicon: &'a Lexicon,
    facts: Factuality<'a>,
    /// Nouns that a verb's pattern has taken as its own ("sanctions" in "imposed sanctions").
    consumed: Vec<bool>,
    /// Tokens of dates and hours: "on Tuesday" is nobody.
    dated: Vec<bool>,
    event_at: Vec<Option<EventId>>,
    out: Vec<Event>,
}

impl Finder<'_> {
    fn verb(&mut self, v: usize) {
        let p = self.p;
        if p.pos(v) == Pos::Aux && p.a.lemma(v) == "be" && !matches!(p.dep(v), Dep::Aux | Dep::Auxpass) {
            self.state(v);
            return;
        }
        if p.pos(v) == Pos::Adj && self.is_predicate(v) {
            self.state(v);
            return;
        }
        if !p.is_verb(v) || matches!(p.dep(v), Dep::Aux | Dep::Auxpass) {
            return;
        }
        // "according to", "regarding" are read as verbs and are none.
        if matches!(p.a.lower(v), "according" | "regarding" | "concerning")
            && matches!(p.dep(v), Dep::Prep | Dep::Pcomp)
        {
            return;
        }
        // "closed-door talks", "war-torn"
        if self.before_hyphen(v) || (p.dep(v) == Dep::Amod && p.hyphenated(v).is_some()) {
            return;
        }
        // "the wounded soldier", "a surviving witness", "the waiting crowd"
        if matches!(p.dep(v), Dep::Amod | Dep::Compound) && !matches!(p.tag(v), Tag::Vbn | Tag::Vbg) {
            return;
        }
        let key = p.lemma_with_particle(v);
        let chosen = self.verb_type(v, &key);
        let passive = p.is_passive(v);
        let mut span = p.a.token(v).span;
        if let Some(prt) = p.a.child(v, Dep::Prt).filter(|&c| c == v + 1) {
            span = span.cover(p.a.token(prt).span);
        }
        let kind = chosen.as_ref().map(|c| c.kind);
        if let Some(o) = chosen.as_ref().and_then(|c| c.noun) {
            self.consumed[o] = true;
        }
        let args = self.verb_arguments(v, kind, passive, chosen.as_ref().and_then(|c| c.noun));
        let factuality = self.facts.of(v);
        self.out.push(Event {
            lemma: key.replace('_', " "),
            kind,
            because: chosen.as_ref().map(|c| c.because),
            mode: chosen.and_then(|c| c.mode),
            factuality,
            negated: p.negated(v),
            ..event(v, span, p.trimmed(p.clause(v)), args)
        });
    }

    /// Whether the word is the first half of another: "war-torn".
    fn before_hyphen(&self, i: usize) -> bool {
        let p = self.p;
        i + 1 < p.a.len() && p.word(i + 1) == "-" && p.a.token(i).span.end == p.a.token(i + 1).span.start
    }

    /// Whether an adjective says something of its subject, or is made from a verb: "the unsolved murder".
    fn is_predicate(&self, v: usize) -> bool {
        let p = self.p;
        match p.dep(v) {
            Dep::Acomp | Dep::Oprd | Dep::Root | Dep::Ccomp | Dep::Xcomp | Dep::Advcl | Dep::Acl | Dep::Relcl => true,
            Dep::Conj => p.pos(p.a.head(v)) == Pos::Adj && self.is_predicate(p.a.head(v)),
            Dep::Amod => {
                ["ed", "ing"].iter().any(|end| p.a.lower(v).len() > end.len() + 2 && p.a.lower(v).ends_with(end))
            }
            _ => false,
        }
    }

    /// What somebody or something is: no political event, yet stated or denied.
    fn state(&mut self, v: usize) {
        let p = self.p;
        let mut actors = arguments::Side::default();
        let verb = if p.pos(v) == Pos::Adj { p.a.head(v) } else { v };
        for s in p.subjects(verb) {
            self.take(&mut actors, s);
        }
        let factuality = self.facts.of(v);
        let args = arguments::Arguments { actors, ..Default::default() };
        self.out.push(Event {
            lemma: p.a.lemma(v).to_lowercase(),
            factuality,
            negated: p.negated(verb),
            ..event(v, p.a.token(v).span, p.trimmed(p.clause(verb)), args)
        });
    }

    /// Whether a name ends in a word for an event and is no name of a body: "the War Office" is none, nor is "Victory Park".
    fn names_event(&self, n: usize) -> bool {
        let p = self.p;
        let k = p.a.entities().partition_point(|e| e.last as usize <= n);
        let named = p.a.entities().get(k).filter(|e| (e.first as usize..e.last as usize).contains(&n));
        named.is_none_or(|e| e.label == EntityLabel::Event) && p.dep(n) != Dep::Compound
    }

    fn noun(&mut self, n: usize) {
        let p = self.p;
        // A name of an event is one, whatever its parts: "the Gulf War", "the Boxer Rebellion".
        if p.pos(n) != Pos::Noun && !(p.pos(n) == Pos::Propn && self.names_event(n)) {
            return;
        }
        let lemma = p.hyphenated(n).filter(|w| self.lexicon.nouns.contains_key(w));
        let lemma = lemma.unwrap_or_else(|| p.a.lemma(n).to_lowercase());
        let typed = self.lexicon.nouns.contains_key(&lemma);
        let pair =
            p.a.children_with(n, Dep::Compound).next_back().map(|c| format!("{} {lemma}", p.a.lemma(c).to_lowercase()));
        let paired = pair.as_deref().is_some_and(|w| self.lexicon.nouns.contains_key(w));
        // "the Trump administration" acts, and happens no more than "a delegation" does.
        let derived = is_derived(&lemma) && !self.lexicon.person_nouns.contains_key(&lemma);
        if !typed && !paired && !self.lexicon.event_nouns.contains(&lemma) && !derived {
            return;
        }
        if self.before_hyphen(n) {
            return;
        }
        // "attack helicopter", "protest song": not the event.
        let qualifies = p.pos(n) == Pos::Propn || matches!(p.dep(n), Dep::Compound | Dep::Amod | Dep::Nmod);
        let chosen = if qualifies || self.consumed[n] { None } else { self.noun_type(n, &lemma, pair.as_deref()) };
        let kind = chosen.as_ref().map(|c| c.kind);
        // "Peruvian forces": those who act do not happen.
        if kind.is_none() && !self.cast.at(n).is_empty() {
            return;
        }
        if let Some(o) = chosen.as_ref().and_then(|c| c.noun) {
            self.consumed[o] = true;
        }
        let args = self.noun_arguments(n, kind);
        let factuality = self.facts.of(n);
        self.out.push(Event {
            lemma,
            kind,
            because: chosen.as_ref().map(|c| c.because),
            mode: chosen.and_then(|c| c.mode),
            factuality,
            nominal: true,
            negated: p.negated(n),
            ..event(n, p.a.token(n).span, p.trimmed(p.a.subtree(n)), args)
        });
    }

    /// What each event is about, and who is meant to do what was asked.
    fn propositions(&mut self) {
        let p = self.p;
        for k in 0..self.out.len() {
            let e = &self.out[k];
            let i = e.head as usize;
            let clause =
                p.a.children(i)
                    .filter(|&c| matches!(p.dep(c), Dep::Ccomp | Dep::Xcomp | Dep::Acl | Dep::Relcl | Dep::Advcl))
                    .find(|&c| {
                        c > i
                            && !(p.credits(c) && self.lexicon.fact(p.a.lemma(c), FactClass::Say))
                            && match p.dep(c) {
                                Dep::Relcl => e.nominal && p.a.children(c).any(|m| p.dep(m) == Dep::Mark),
                                Dep::Acl => e.nominal,
                                // "the need for them to leave": what hangs on a noun so is its content.
                                Dep::Advcl => {
                                    e.nominal && p.a.children(c).any(|x| p.dep(x) == Dep::Aux && p.tag(x) == Tag::To)
                                }
                                _ => true,
                            }
                    });
            let mut about = clause.and_then(|c| self.event_or_below(c));
            if about.is_none() {
                // "accused Ethiopia of diverting", "called for freeing"
                let bears = |c: &usize| {
                    matches!(
                        p.a.lower(*c),
                        "of" | "for"
                            | "from"
                            | "against"
                            | "about"
                            | "to"
                            | "on"
                            | "in"
                            | "into"
                            | "with"
                            | "over"
                            | "at"
                    ) && *c > i
                };
                about =
                    p.a.children_with(i, Dep::Prep)
                        .filter(bears)
                        .chain(p.a.children_with(i, Dep::Dobj).flat_map(|o| p.a.children_with(o, Dep::Prep)))
                        .find_map(|c| p.a.child(c, Dep::Pcomp).and_then(|v| self.event_at[v]));
            }
            let speech = e.kind.is_some_and(|t| {
                matches!(
                    t,
                    Plover::Agree
                        | Plover::Support
                        | Plover::Concede
                        | Plover::Request
                        | Plover::Reject
                        | Plover::Accuse
                        | Plover::Threaten
                        | Plover::Consult
                )
            }) || !self.lexicon.cue(&e.lemma.replace(' ', "_")).is_empty()
                || self.lexicon.factuality.contains_key(&e.lemma.replace(' ', "_"));
            if about.is_none() && speech {
                // "refused the request", "condemned the attack", "called for a withdrawal", "opposition to the deal"
                let object =
                    p.a.children_with(i, Dep::Dobj)
                        .chain(if p.is_passive(i) { p.a.child(i, Dep::Nsubjpass) } else { None })
                        .find_map(|o| self.event_at[o]);
                about = object.or_else(|| {
                    p.preposition_objects(i, &["for", "to", "on", "of", "about", "over", "against", "with"])
                        .into_iter()
                        .find_map(|o| self.event_at[o])
                });
            }
            if let Some(about) = about
                && about.0 as usize != k
            {
                self.out[k].about = Some(about);
            }
        }
        self.break_circles();
        for k in 0..self.out.len() {
            let e = self.out[k].clone();
            // A request that somebody turns down or grants was made to him.
            if matches!(e.kind, Some(Plover::Reject | Plover::Concede | Plover::Agree))
                && let Some(a) = e.about
            {
                let request = &mut self.out[a.0 as usize];
                if request.kind == Some(Plover::Request) && request.nominal && request.recipients.is_empty() {
                    let asked: Vec<_> = e.actors.iter().copied().filter(|x| !request.actors.contains(x)).collect();
                    request.recipients = asked;
                }
            }
        }
        for k in 0..self.out.len() {
            let e = self.out[k].clone();
            if e.kind == Some(Plover::Request)
                && let Some(a) = e.about
            {
                let p = self.p;
                let wanted = &mut self.out[a.0 as usize];
                let infinitive = p.tag(wanted.head as usize) == Tag::Vb;
                if infinitive
                    && wanted.actors.is_empty()
                    && wanted.actor_spans.is_empty()
                    && !p.is_passive(wanted.head as usize)
                {
                    wanted.actors = e.recipients.iter().copied().filter(|r| !wanted.recipients.contains(r)).collect();
                }
            }
        }
    }

    /// Nothing can be about itself, by way of others either.
    fn break_circles(&mut self) {
        for k in 0..self.out.len() {
            let mut seen = vec![k];
            let mut at = k;
            while let Some(next) = self.out[at].about {
                let next = next.0 as usize;
                if seen.contains(&next) {
                    self.out[at].about = None;
                    break;
                }
                seen.push(next);
                at = next;
            }
        }
    }

    /// The event of a clause: its head's, or, under "be able to", "begin to" and copulas, that of what hangs on it.
    fn event_or_below(&self, c: usize) -> Option<EventId> {
        self.event_at[c].or_else(|| {
            let p = self.p;
            p.a.children(c)
                .filter(|&x| matches!(p.dep(x), Dep::Xcomp | Dep::Acomp | Dep::Attr | Dep::Ccomp | Dep::Nsubj))
                .find_map(|x| self.event_at[x].or_else(|| p.a.children(x).find_map(|y| self.event_at[y])))
        })
    }

    /// The nearest event above token `i`, or at it.
    fn event_above(&self, i: usize) -> Option<usize> {
        std::iter::once(i).chain(self.p.a.ancestors(i)).find_map(|x| self.event_at[x]).map(|e| e.0 as usize)
    }

    fn places(&mut self) {
        let p = self.p;
        for e in p.a.entities() {
            if !matches!(e.label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac) {
                continue;
            }
            let (first, last) = (e.first as usize, e.last as usize);
            let head = (first..last).rev().find(|&i| !(first..last).contains(&p.a.head(i))).unwrap_or(last - 1);
            let prep = p.a.head(head);
            if p.dep(head) != Dep::Pobj
                || !matches!(p.a.lower(prep), "in" | "at" | "near" | "outside" | "off" | "on" | "around" | "inside")
            {
                continue;
            }
            if let Some(k) = self.event_above(prep)
                && self.out[k].place.is_none()
            {
                let span = p.trimmed(first..last);
                let name = span.of(p.text);
                self.out[k].place = Some(name.strip_prefix("the ").unwrap_or(name).to_owned());
            }
        }
    }

    fn times(&mut self, times: &[Timex]) {
        let p = self.p;
        let mut at = 0;
        for t in times {
            if !matches!(t.kind, rashomon_times::TimeType::Date | rashomon_times::TimeType::Time)
                || t.value.ends_with("_REF")
            {
                continue;
            }
            while at < p.a.len() && p.a.token(at).span.end <= t.span.start {
                at += 1;
            }
            let inside: Vec<usize> = (at..p.a.len()).take_while(|&i| p.a.token(i).span.start < t.span.end).collect();
            let Some(&head) = inside.iter().find(|&&i| !inside.contains(&p.a.head(i)) || p.a.head(i) == i) else {
                continue;
            };
            // "last month's attack", "the meeting in July", "on Monday the two agreed"
            let above = p.a.head(head);
            if let Some(k) = self.event_above(above) {
                let e = &mut self.out[k];
                // "Tuesday" for the day before "in July" of another clause: the first that hangs on it is its own.
                if e.time.is_none() {
                    e.time = Some(t.value.clone());
                }
            }
        }
        // A noun that a light verb carries happened when the verb says; and the other way round.
        for k in 0..self.out.len() {
            let head = self.out[k].head as usize;
            if self.out[k].time.is_none() && self.out[k].nominal && p.dep(head) == Dep::Dobj {
                let v = p.a.head(head);
                if LIGHT.contains(&p.lemma_with_particle(v).as_str())
                    && let Some(e) = self.event_at[v]
                {
                    self.out[k].time = self.out[e.0 as usize].time.clone();
                    if self.out[k].place.is_none() {
                        self.out[k].place = self.out[e.0 as usize].place.clone();
                    }
                }
            }
        }
    }

    fn quantities(&mut self, times: &[Span]) {
        for (noun, q) in quantities::find(self.p, times) {
            if let Some(k) = self.event_above(noun) {
                self.out[k].quantities.push(q);
            }
        }
    }
}
