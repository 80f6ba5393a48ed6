//! Whether it happened: one event, told as done by one report and as not done by another; and what all tell alike.

use std::collections::BTreeSet;

use rashomon_reading::{Event, EventId, Plover};
use rashomon_text::Span;

use crate::propositions::of_event;
use crate::sources::{keys, statement};
use crate::story::{Agreement, Case, Dated, Dispute, DisputeKind, EventCluster, Side, Statement, Status};

/// From here on something is told as a fact.
const SAID_TO_BE: f32 = 1.4;

fn span_of(case: &Case, e: &Event) -> Span {
    let a = &case.analysis;
    let s = a.span(a.sentence(a.sentence_of(e.head as usize)));
    let text = &case.report.text;
    if s.len() <= 240 || e.nominal { s.trim(text) } else { e.clause.trim(text) }
}

fn said(cases: &[Case], (r, id): (usize, EventId)) -> Statement {
    let e = cases[r].reading.event(id);
    statement(cases, r, span_of(&cases[r], e), e.holder)
}

fn participants(case: &Case, e: &Event) -> BTreeSet<String> {
    e.actors.iter().chain(&e.recipients).flat_map(|&id| keys(case.reading.actor(id))).collect()
}

/// Disputes on whether an event happened.
pub(crate) fn disputes(
    cases: &[Case],
    clusters: &[EventCluster],
    same_text: &dyn Fn(usize, usize) -> bool,
) -> Vec<Dispute> {
    let mut out = Vec::new();
    for c in clusters {
        let value = |m: &(usize, EventId)| cases[m.0].reading.event(m.1).factuality;
        let told: Vec<(usize, EventId)> = c.mentions.iter().copied().filter(|m| value(m) >= SAID_TO_BE).collect();
        let untold: Vec<(usize, EventId)> =
            c.mentions.iter().copied().filter(|m| value(m) <= -SAID_TO_BE && bears_denial(cases, *m)).collect();
        if told.is_empty() || untold.is_empty() {
            continue;
        }
        // A report that gives the allegation and the denial takes neither side.
        let both: BTreeSet<usize> = told.iter().map(|m| m.0).filter(|r| untold.iter().any(|u| u.0 == *r)).collect();
        let pair = told.iter().find_map(|t| {
            untold
                .iter()
                .find(|u| {
                    t.0 != u.0
                        && !same_text(t.0, u.0)
                        && !both.contains(&t.0)
                        && !both.contains(&u.0)
                        && meet(cases, *t, **u)
                })
                .map(|u| (*t, *u))
        });
        let Some((yes, no)) = pair else { continue };
        // Clusters go by words; on each side only what meets the other answers the question.
        let told: Vec<(usize, EventId)> = told.into_iter().filter(|t| *t == yes || meet(cases, *t, no)).collect();
        let untold: Vec<(usize, EventId)> = untold.into_iter().filter(|u| *u == no || meet(cases, yes, *u)).collect();
        let issue = of_event(&cases[yes.0], yes.1);
        let statements = |ms: &[(usize, EventId)]| {
            let mut v: Vec<Statement> = ms.iter().map(|m| said(cases, *m)).collect();
            v.sort_by_key(|s| (s.report, s.span.start));
            v.dedup_by(|b, a| a.report == b.report && a.span.overlaps(b.span));
            v
        };
        let subject = issue.subject.clone().or_else(|| {
            cases[yes.0].reading.event(yes.1).actors.first().map(|&a| cases[yes.0].reading.actor(a).name.clone())
        });
        let question = match subject {
            Some(s) if !issue.nominal => format!("Did {s} {}?", issue.phrase),
            _ if issue.nominal => format!("Was there {}?", issue.phrase),
            _ => format!("Did it happen: {}?", issue.phrase),
        };
        out.push(Dispute {
            kind: DisputeKind::Happened,
            status: Status::Dispute,
            question,
            sides: vec![
                Side { value: "it happened".to_owned(), date: None, statements: statements(&told) },
                Side { value: "it did not".to_owned(), date: None, statements: statements(&untold) },
            ],
            why: "One tells it as a fact, the other that it was not so.".to_owned(),
            confidence: 0.6,
        });
    }
    out
}

/// A denial counts where it has a predicate of its own; "no date was set" and states of mind make no dispute of fact.
fn bears_denial(cases: &[Case], (r, id): (usize, EventId)) -> bool {
    let e = cases[r].reading.event(id);
    !matches!(
        e.lemma.as_str(),
        "be" | "have"
            | "know"
            | "think"
            | "believe"
            | "want"
            | "like"
            | "seem"
            | "say"
            | "comment"
            | "respond"
            | "see"
            | "do"
            | "need"
            | "expect"
            | "make"
            | "get"
            | "go"
            | "come"
            | "give"
            | "take"
    )
}

/// Two mentions of one event must share a party, or be of a kind that few do twice in a story.
fn meet(cases: &[Case], a: (usize, EventId), b: (usize, EventId)) -> bool {
    let (x, y) = (cases[a.0].reading.event(a.1), cases[b.0].reading.event(b.1));
    let (px, py) = (participants(&cases[a.0], x), participants(&cases[b.0], y));
    let shared = px.intersection(&py).count();
    let (wx, wy) = (of_event(&cases[a.0], a.1).words, of_event(&cases[b.0], b.1).words);
    shared >= 2 || (shared >= 1 && wx.intersection(&wy).count() >= 2) || wx.intersection(&wy).count() >= 4
}

/// What reports that are no copies of one another tell alike.
pub(crate) fn agreements(
    cases: &[Case],
    clusters: &[EventCluster],
    same_text: &dyn Fn(usize, usize) -> bool,
) -> Vec<Agreement> {
    let mut found: Vec<(usize, bool, Agreement)> = Vec::new();
    for c in clusters {
        let told: Vec<(usize, EventId)> =
            c.mentions.iter().copied().filter(|&(r, id)| cases[r].reading.event(id).factuality >= SAID_TO_BE).collect();
        let mut independent: Vec<usize> = Vec::new();
        for &(r, _) in &told {
            if !independent.iter().any(|&o| o == r || same_text(o, r)) {
                independent.push(r);
            }
        }
        if independent.len() < 2
            || c.mentions.iter().any(|&(r, id)| cases[r].reading.event(id).factuality <= -SAID_TO_BE)
        {
            continue;
        }
        let worth = |&(r, id): &(usize, EventId)| {
            let e = cases[r].reading.event(id);
            let parties = participants(&cases[r], e).len();
            (
                usize::from(e.kind.is_some()) * 2
                    + parties.min(3)
                    + usize::from(e.place.is_some())
                    + usize::from(e.time.is_some())
                    + usize::from(!e.nominal),
                std::cmp::Reverse(e.clause.len()),
            )
        };
        let Some(best) = told.iter().max_by_key(|m| worth(m)) else { continue };
        let e = cases[best.0].reading.event(best.1);
        // Only mentions that share a party with the fullest one bear it out; one shared party is enough for a typed event
        // with its place or time, two for any.
        let parties = participants(&cases[best.0], e);
        let bears_out = |&&(r, id): &&(usize, EventId)| {
            let o = cases[r].reading.event(id);
            let shared = parties.intersection(&participants(&cases[r], o)).count();
            let placed = (e.place.is_some() && e.place == o.place) || (e.time.is_some() && e.time == o.time);
            // Another town or another day: another event of the kind.
            let apart = |x: &Option<String>, y: &Option<String>| matches!((x, y), (Some(x), Some(y)) if x != y && !x.contains('X') && !y.contains('X'));
            if apart(&e.place, &o.place) || apart(&e.time, &o.time) {
                return false;
            }
            shared >= 2 || (shared == 1 && (placed || (e.kind.is_some() && e.kind == o.kind && e.lemma == o.lemma)))
        };
        let told: Vec<(usize, EventId)> = told.iter().filter(bears_out).copied().collect();
        let mut independent: Vec<usize> = Vec::new();
        for &(r, _) in &told {
            if !independent.iter().any(|&o| o == r || same_text(o, r)) {
                independent.push(r);
            }
        }
        // What is thought or said is no happening to agree on.
        let speech =
            matches!(e.kind, None | Some(Plover::Accuse | Plover::Request | Plover::Threaten)) && e.place.is_none();
        if independent.len() < 2 || speech {
            continue;
        }
        let value = worded(&cases[best.0], e);
        let mut statements: Vec<Statement> = told.iter().map(|m| said(cases, *m)).collect();
        statements.sort_by_key(|s| (s.report, s.span.start));
        statements.dedup_by(|b, a| a.report == b.report);
        found.push((
            independent.len() * 10 + worth(best).0,
            e.nominal,
            Agreement { question: "What happened?".to_owned(), value, statements },
        ));
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.value.cmp(&b.2.value)));
    // One sentence may tell of several events; it is shown once.
    let mut out: Vec<Agreement> = Vec::new();
    for (_, _, a) in found {
        let same = |o: &Agreement| {
            o.statements
                .iter()
                .filter(|s| a.statements.iter().any(|t| t.report == s.report && t.span.overlaps(s.span)))
                .count()
                >= 2
        };
        if !out.iter().any(same) && out.len() < 12 {
            out.push(a);
        }
    }
    out
}

/// An event in one short sentence of its own parts: who, what, where, when.
fn worded(case: &Case, e: &Event) -> String {
    let names = |ids: &[rashomon_reading::ActorId]| -> String {
        let mut v: Vec<&str> = Vec::new();
        for &id in ids {
            let n = case.reading.actor(id).name.as_str();
            if !v.contains(&n) {
                v.push(n);
            }
        }
        match v.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        }
    };
    let actors = names(&e.actors);
    let recipients = names(&e.recipients);
    let arrow = if e.kind.is_some_and(Plover::is_mutual) { " with " } else { " → " };
    let mut s =
        if e.nominal { format!("{actors}: {}", e.lemma) } else { format!("{actors} {}", e.span.of(&case.report.text)) };
    if actors.is_empty() {
        s = e.span.of(&case.report.text).to_owned();
    }
    if !recipients.is_empty() {
        s = if e.nominal { format!("{s}{arrow}{recipients}") } else { format!("{s} {recipients}") };
    }
    if let Some(p) = &e.place {
        s = format!("{s}, {p}");
    }
    if let Some(t) = &e.time {
        s = format!("{s}, {t}");
    }
    s.trim_start_matches(": ").to_owned()
}

/// Dated events, in order.
pub(crate) fn timeline(cases: &[Case], clusters: &[EventCluster]) -> Vec<Dated> {
    let mut out: Vec<Dated> = Vec::new();
    for (k, c) in clusters.iter().enumerate() {
        let typed = c.mentions.iter().any(|&(r, id)| cases[r].reading.event(id).kind.is_some());
        let date = c.mentions.iter().find_map(|&(r, id)| {
            cases[r].reading.event(id).time.clone().filter(|t| {
                t.starts_with(|c: char| c.is_ascii_digit())
                    || (t.starts_with("XXXX-") && !t.contains("-W") && t.len() > 5 && !t[5..].contains('X'))
            })
        });
        if let Some(date) = date.filter(|_| typed) {
            out.push(Dated { date, event: k });
        }
    }
    out.sort_by(|a, b| a.date.cmp(&b.date).then(a.event.cmp(&b.event)));
    out
}
