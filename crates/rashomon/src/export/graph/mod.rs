//! Who acts on whom: actors of all reports as nodes, what one does to another on one day as edges.
//!
//! Of what is said not to happen nothing is drawn, as in records of PLOVER. The graph is held until its end, since the
//! forms that it is written in want all nodes first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Told;
use super::days::{Grain, days};
use super::ids::Id;
use super::view::{View, Views};
use super::who;
use crate::wire::reading::Actor;

mod gexf;
mod graphml;

pub use gexf::Gexf;
pub use graphml::Graphml;

/// Actors and what they do to each other.
#[derive(Default)]
pub struct Graph {
    nodes: Vec<Node>,
    number: HashMap<Id, usize>,
    edges: BTreeMap<Key, Edge>,
}

/// An actor, as most tellings have it.
struct Node {
    id: Id,
    name: String,
    kinds: BTreeMap<String, usize>,
    countries: BTreeMap<String, usize>,
    reports: BTreeSet<String>,
}

impl Node {
    fn kind(&self) -> &str {
        most(&self.kinds)
    }

    fn country(&self) -> &str {
        most(&self.countries)
    }
}

/// What edges are told apart by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    source: usize,
    target: usize,
    kind: String,
    /// Empty where no report dates it to a day.
    day: String,
    /// They do it to each other.
    mutual: bool,
}

#[derive(Default)]
struct Edge {
    /// What several reports tell of the same counts once.
    events: BTreeSet<String>,
    tellings: usize,
    reports: BTreeSet<String>,
}

/// The most frequent, the first in the alphabet of those that are as frequent.
fn most(counts: &BTreeMap<String, usize>) -> &str {
    counts.iter().rev().max_by_key(|(_, n)| **n).map_or("", |(word, _)| word)
}

/// Between the reports of one node or edge.
const BETWEEN: &str = "; ";

fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(BETWEEN)
}

impl Graph {
    fn node(&mut self, report: &View<'_>, actor: &Actor<'_>) -> usize {
        let id = who::id(report, actor);
        let k = *self.number.entry(id).or_insert_with(|| {
            self.nodes.push(Node {
                id,
                name: actor.name.clone().into_owned(),
                kinds: BTreeMap::new(),
                countries: BTreeMap::new(),
                reports: BTreeSet::new(),
            });
            self.nodes.len() - 1
        });
        let node = &mut self.nodes[k];
        // Once a report, however often it acts there.
        if node.reports.insert(report.line.id.clone().into_owned()) {
            *node.kinds.entry(actor.kind.clone().into_owned()).or_default() += 1;
            if let Some(country) = &actor.country {
                *node.countries.entry(country.clone().into_owned()).or_default() += 1;
            }
        }
        k
    }

    /// Adds who acts on whom in a story.
    pub fn add(&mut self, told: &Told<'_>) {
        let views = Views::new(told);
        let dated: HashMap<&str, &str> =
            told.story.timeline.iter().map(|t| (t.event.as_str(), t.date.as_ref())).collect();
        for report in &views.reports {
            for event in report.line.events.iter().filter(|e| e.factuality > 0.0) {
                let Some(kind) = event.kind.as_deref() else { continue };
                let of = views.story_event(&report.line.id, event);
                let dates = [event.time.as_deref(), of.and_then(|x| dated.get(x).copied())];
                let day = dates.into_iter().flatten().filter_map(days).find(|d| d.grain == Grain::Day);
                let own = format!("{}/{}", report.line.id, event.id);
                let name = format!("{}/{}", told.story.id, of.unwrap_or(&own));
                for (a, b, mutual) in who::pairs(kind, &event.actors, &event.recipients) {
                    let (Some(a), Some(b)) = (report.actor(a), report.actor(b)) else { continue };
                    let (source, target) = (self.node(report, a), self.node(report, b));
                    if source == target {
                        continue;
                    }
                    let day = day.map(|d| d.first.to_string()).unwrap_or_default();
                    let edge =
                        self.edges.entry(Key { source, target, kind: kind.to_owned(), day, mutual }).or_default();
                    edge.events.insert(name.clone());
                    edge.tellings += 1;
                    edge.reports.insert(report.line.id.clone().into_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::testing;

    #[test]
    fn what_did_not_happen_is_no_edge_and_those_who_meet_are_one() {
        let mut graph = Graph::default();
        graph.add(&testing::quay());
        let edges: Vec<(&str, &str, &str, &str, bool, usize)> = graph
            .edges
            .iter()
            .map(|(k, e)| {
                let name = |n: usize| graph.nodes[n].name.as_str();
                (name(k.source), name(k.target), k.kind.as_str(), k.day.as_str(), k.mutual, e.events.len())
            })
            .collect();
        assert_eq!(
            edges,
            [
                ("mayor", "Dock <Union>", "COERCE", "2031-06-17", false, 1),
                ("mayor", "Dock <Union>", "CONSULT", "", true, 1)
            ]
        );
        assert_eq!((graph.nodes[0].kind(), graph.nodes[0].country()), ("person", "NOR"));
    }

    #[test]
    fn one_event_in_two_reports_counts_once() {
        let mut told = testing::quay();
        told.reports[1].events[0].factuality = 3.0;
        let mut graph = Graph::default();
        graph.add(&told);
        let (key, edge) = graph.edges.iter().next().expect("an edge");
        // The second report does not say when; the story does.
        assert_eq!((key.day.as_str(), edge.events.len(), edge.tellings), ("2031-06-17", 1, 2));
        assert_eq!(joined(&edge.reports), "askvik; brenmouth");
    }
}
