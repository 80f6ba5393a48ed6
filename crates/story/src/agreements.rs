//! What reports tell alike, and when it happened.

use std::collections::BTreeSet;

use rashomon_reading::{Event, EventId, Plover};

use crate::sources::{keys, statement};
use crate::story::{Agreement, Case, Dated, EventCluster, Statement};
use crate::tellings::{FACT, span_of};

fn said(cases: &[Case], (r, id): (usize, EventId)) -> Statement {
    let e = cases[r].reading.event(id);
    statement(cases, r, span_of(&cases[r], e), e.holder)
}

fn participants(case: &Case, e: &Event) -> BTreeSet<String> {
    e.actors.iter().chain(&e.recipients).flat_map(|&id| keys(case.reading.actor(id))).collect()
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
            c.mentions.iter().copied().filter(|&(r, id)| cases[r].reading.event(id).factuality >= FACT).collect();
        let mut independent: Vec<usize> = Vec::new();
        for &(r, _) in &told {
            if !independent.iter().any(|&o| o == r || same_text(o, r)) {
                independent.push(r);
            }
        }
        if independent.len() < 2 || c.mentions.iter().any(|&(r, id)| cases[r].reading.event(id).factuality <= -FACT) {
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
