//! On whose word a statement stands: the chain of sources behind it, and who is the same across reports.

use rashomon_reading::{Actor, ActorId, ActorKind, AttributionId, Reading};
use rashomon_text::Span;

use crate::story::{Case, Statement};

/// The words by which an actor is known in every report: state codes, names, descriptions.
///
/// Persons go by surname (with the given name where two of one surname occur, see [`crate`]), states by code,
/// groups by description.
pub(crate) fn key(a: &Actor) -> String {
    match a.kind {
        ActorKind::State => a.country.clone().unwrap_or_else(|| a.name.to_lowercase()),
        ActorKind::Person if a.named => {
            let last = a.name.rsplit(' ').next().unwrap_or(&a.name).to_lowercase();
            last.trim_start_matches("al-").trim_start_matches("el-").to_owned()
        }
        _ => {
            let name = a.name.to_lowercase();
            let bare = name.trim_start_matches("the ").trim_start_matches("a ").trim_start_matches("an ");
            bare.to_owned()
        }
    }
}

/// The key, the state and the words of an actor: all by which two mentions in two reports can meet.
pub(crate) fn keys(a: &Actor) -> Vec<String> {
    let mut out = vec![key(a)];
    if let Some(c) = &a.country
        && a.kind != ActorKind::Person
    {
        out.push(c.clone());
    }
    out.dedup();
    out
}

/// The chain of sources behind an attribution, first hand first.
pub(crate) fn chain(reading: &Reading, text: &str, holder: Option<AttributionId>) -> (Vec<String>, bool) {
    let mut out: Vec<String> = Vec::new();
    let mut anonymous = false;
    let mut at = holder;
    let mut steps = 0;
    while let Some(id) = at {
        let w = reading.attribution(id);
        let name =
            w.source_actor.map(|a| describe(reading, a)).or_else(|| w.source.first().map(|s| s.of(text).to_owned()));
        let first = out.is_empty();
        match name {
            Some(name) => {
                if first {
                    anonymous = w.anonymous;
                }
                if !out.contains(&name) {
                    out.push(name);
                }
            }
            None if first => {
                anonymous = true;
                out.push("nobody named".to_owned());
            }
            None => {}
        }
        if let Some(via) = w.via {
            let via = reading.actor(via).name.clone();
            if !out.contains(&via) {
                out.push(via);
            }
        }
        at = w.within;
        steps += 1;
        if steps > 12 {
            break;
        }
    }
    (out, anonymous)
}

fn describe(reading: &Reading, id: ActorId) -> String {
    let a = reading.actor(id);
    let mut chars = a.name.chars();
    // "A US official" stands at the head of its sentence, not of ours.
    if !a.named && (a.name.starts_with("A ") || a.name.starts_with("An ") || a.name.starts_with("The ")) {
        let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
        return first + chars.as_str();
    }
    a.name.clone()
}

/// A statement at `span`, on the word of `holder`.
pub(crate) fn statement(cases: &[Case], report: usize, span: Span, holder: Option<AttributionId>) -> Statement {
    let case = &cases[report];
    let (according_to, anonymous) = chain(&case.reading, &case.report.text, holder);
    Statement { report, span, according_to, anonymous }
}
