//! Actors across reports: one name is one actor, but those who have no name are another in each report.

use crate::wire::reading::Actor;

use super::ids::{self, Id};
use super::view::View;

/// Who an actor of a report is among those of all reports.
pub fn id(report: &View<'_>, actor: &Actor<'_>) -> Id {
    let name = actor.name.to_lowercase();
    if actor.anonymous {
        Id::of("nameless actor", &[&ids::report(report.line).hex(), &actor.id, &name])
    } else {
        Id::of("actor", &[&name])
    }
}

/// Pairs of those who act and those who are acted on. What several do together (meet, agree, cooperate) and to nobody
/// else they do to each other: the last says so.
pub fn pairs<'e>(kind: &str, actors: &'e [String], recipients: &'e [String]) -> Vec<(&'e str, &'e str, bool)> {
    let mutual = recipients.is_empty() && matches!(kind, "CONSULT" | "AGREE" | "COOPERATE");
    let mut out = Vec::new();
    for (k, a) in actors.iter().enumerate() {
        let others = if mutual { &actors[k + 1..] } else { recipients };
        out.extend(others.iter().filter(|b| *b != a).map(|b| (a.as_str(), b.as_str(), mutual)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_meet_meet_each_other() {
        let ids = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let met = ids(&["a1", "a2", "a3"]);
        assert_eq!(pairs("CONSULT", &met, &[]), [("a1", "a2", true), ("a1", "a3", true), ("a2", "a3", true)]);
        assert_eq!(pairs("COERCE", &met, &[]), []);
        assert_eq!(pairs("COERCE", &ids(&["a1"]), &ids(&["a1", "a4"])), [("a1", "a4", false)]);
    }
}
