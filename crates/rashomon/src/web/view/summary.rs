//! A story in a few sentences: those that most independent sources bear out.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::quote::{Quote, Sources};
use crate::export::Told;
use crate::wire::Points;

/// Sentences at most.
const SENTENCES: usize = 4;
/// A sentence longer than this sums nothing up; one shorter than the other says nothing.
const LONGEST: usize = 420;
const SHORTEST: usize = 30;

/// A sentence, and who else tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summed {
    /// The sentence.
    pub quote: Quote,
    /// Independent sources that tell of the same.
    pub sources: usize,
    /// Other reports that do: outlet and place.
    pub also: Vec<(String, String)>,
}

/// The summary, in order of time as the first report tells it. Nothing that is in dispute stands in it.
#[must_use]
pub fn summary(told: &Told<'_>, sources: &Sources<'_>) -> Vec<Summed> {
    let story = &told.story;
    // What counts once.
    let mut source_of: HashMap<&str, usize> = HashMap::new();
    for (n, s) in story.sources.iter().enumerate() {
        source_of.extend(s.reports.iter().map(|r| (r.as_ref(), n)));
    }
    let disputed: Vec<(&str, Points)> = (story.disputes.iter())
        .flat_map(|d| &d.sides)
        .flat_map(|s| &s.statements)
        .map(|s| (s.report.as_ref(), (s.start, s.end)))
        .collect();
    let in_dispute =
        |report: &str, span: Points| disputed.iter().any(|(r, d)| *r == report && d.0 < span.1 && span.0 < d.1);
    let mut found: Vec<(usize, usize, Candidate<'_>)> = Vec::new();
    let mut seen: HashSet<(String, Points)> = HashSet::new();
    for (order, event) in story.events.iter().enumerate() {
        let mut mentions: Vec<(&str, Points)> = Vec::new();
        for m in &event.mentions {
            let Some(view) = sources.views.report(&m.report) else { continue };
            let Some(e) = view.event_at((m.start, m.end)) else { continue };
            let sentence = view.sentence(e);
            let headline = view.line.headings.iter().any(|h| h.0 <= sentence.0 && sentence.1 <= h.1);
            // What may be, or is only wanted, sums up nothing that is told.
            if e.factuality >= 1.0 && !headline && mentions.iter().all(|(r, _)| *r != &*m.report) {
                mentions.push((&m.report, sentence));
            }
        }
        if mentions.iter().any(|&(r, s)| in_dispute(r, s)) {
            continue;
        }
        let voices: BTreeSet<usize> = mentions.iter().filter_map(|(r, _)| source_of.get(r).copied()).collect();
        let length = |(r, s): &(&str, Points)| sources.views.report(r).map_or(0, |v| v.text.of(*s).chars().count());
        let fits = |m: &&(&str, Points)| (SHORTEST..=LONGEST).contains(&length(m));
        let Some(&best) = mentions.iter().filter(fits).max_by_key(|m| length(m)) else { continue };
        if seen.insert((best.0.to_owned(), best.1)) {
            found.push((voices.len(), order, Candidate { best, mentions }));
        }
    }
    // Stable: of those that as many tell, the first told.
    found.sort_by_key(|f| std::cmp::Reverse(f.0));
    // One sentence may tell of several events, and two sentences of one report of much the same.
    let mut chosen: Vec<(usize, usize, Candidate<'_>)> = Vec::new();
    for f in found {
        let again = |c: &(usize, usize, Candidate<'_>)| f.2.mentions.iter().any(|m| c.2.mentions.contains(m));
        if chosen.len() < SENTENCES && !chosen.iter().any(again) {
            chosen.push(f);
        }
    }
    if chosen.iter().any(|c| c.0 > 1) {
        // Where several agree on anything, what one alone tells is left to the rest of the page.
        chosen.retain(|c| c.0 > 1);
    } else {
        chosen.truncate(2);
    }
    chosen.sort_by_key(|c| c.1);
    let told = |(voices, _, c): (usize, usize, Candidate<'_>)| Summed {
        quote: sources.words(c.best.0, c.best.1),
        sources: voices.max(1),
        also: (c.mentions.iter())
            .filter(|m| m.0 != c.best.0)
            .map(|&(r, s)| (sources.outlet(r), super::quote::href(r, s)))
            .collect(),
    };
    chosen.into_iter().map(told).collect()
}

/// An event with the sentences that tell of it, one a report.
struct Candidate<'t> {
    best: (&'t str, Points),
    mentions: Vec<(&'t str, Points)>,
}
