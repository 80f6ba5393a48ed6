//! Who acts on whom in a story, with names that the user has said to be one.

use std::collections::{BTreeMap, BTreeSet};

use super::quote::{Sources, href};
use crate::export::who::pairs;

/// The name that stands for an actor.
pub struct Same(pub BTreeMap<String, String>);

impl Same {
    /// The name that this one is another name of, or itself.
    #[must_use]
    pub fn of<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// All names of the actor that this is a name of; the one that stands for it first.
    #[must_use]
    pub fn names<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        let stands = self.of(name);
        let others = self.0.iter().filter(|(_, is)| is.as_str() == stands).map(|(n, _)| n.as_str());
        [stands].into_iter().chain(others).collect()
    }
}

/// An actor.
#[derive(Clone, Debug, Default)]
pub struct Party {
    /// What most reports call it: person, state, …
    pub kind: String,
    /// Events that it takes part in.
    pub weight: u32,
}

/// What one does to another.
#[derive(Clone, Debug, Default)]
pub struct Deed {
    /// How often each type of PLOVER is told.
    pub kinds: BTreeMap<String, u32>,
    /// Reports that tell of it.
    pub reports: BTreeSet<String>,
    /// Where one of them does.
    pub href: String,
}

/// Actors by name, and deeds by who does them to whom.
#[must_use]
pub fn parties(sources: &Sources<'_>, same: &Same) -> (BTreeMap<String, Party>, BTreeMap<(String, String), Deed>) {
    let (mut actors, mut deeds): (BTreeMap<String, Party>, BTreeMap<(String, String), Deed>) = Default::default();
    for report in &sources.views.reports {
        // Of what is said not to happen nothing is drawn.
        for event in report.line.events.iter().filter(|e| e.factuality > 0.0) {
            let Some(kind) = event.kind.as_deref() else { continue };
            for (a, b, _) in pairs(kind, &event.actors, &event.recipients) {
                let (Some(a), Some(b)) = (report.actor(a), report.actor(b)) else { continue };
                // Those without a name are another in every report.
                if a.anonymous || b.anonymous || !acts(a) || !acts(b) {
                    continue;
                }
                let names = [same.of(&a.name).to_owned(), same.of(&b.name).to_owned()];
                if names[0] == names[1] {
                    continue;
                }
                for (name, actor) in names.iter().zip([a, b]) {
                    let party = actors.entry(name.clone()).or_default();
                    party.weight += 1;
                    if party.kind.is_empty() {
                        party.kind = actor.kind.replace('_', " ");
                    }
                }
                let [from, to] = names;
                let deed = deeds.entry((from, to)).or_default();
                *deed.kinds.entry(kind.to_owned()).or_default() += 1;
                deed.reports.insert(report.line.id.clone().into_owned());
                if deed.href.is_empty() {
                    deed.href = href(&report.line.id, report.sentence(event));
                }
            }
        }
    }
    (actors, deeds)
}

/// Whether somebody has a name and can act: "the garrison" is another in every report, and a town does nothing.
fn acts(a: &crate::wire::reading::Actor<'_>) -> bool {
    a.name.chars().next().is_some_and(char::is_uppercase) && !matches!(&*a.kind, "place" | "people")
}

/// What a type of PLOVER is, in plain words between two names.
#[must_use]
pub fn in_words(kind: &str) -> &'static str {
    match kind {
        "AGREE" => "agrees with",
        "CONSULT" => "meets",
        "SUPPORT" => "supports",
        "CONCEDE" => "gives way to",
        "COOPERATE" => "works with",
        "AID" => "helps",
        "RETREAT" => "withdraws from",
        "REQUEST" => "asks",
        "REJECT" => "refuses",
        "ACCUSE" => "accuses",
        "THREATEN" => "threatens",
        "PROTEST" => "protests against",
        "SANCTION" => "punishes",
        "MOBILIZE" => "mobilises against",
        "COERCE" => "forces",
        "ASSAULT" => "attacks",
        _ => "acts on",
    }
}

/// Types of PLOVER by which one works with another; the rest are against it or neither.
#[must_use]
pub fn is_cooperative(kind: &str) -> bool {
    matches!(kind, "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" | "COOPERATE" | "AID" | "RETREAT")
}
