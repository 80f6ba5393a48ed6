//! A story in a few sentences: what most independent sources tell alike.

use std::collections::{BTreeSet, HashMap};

use super::quote::{Quote, Sources, href};
use crate::export::Told;
use crate::wire::comparison::StatementLine;

/// Sentences at most.
const SENTENCES: usize = 4;
/// A sentence longer than this sums nothing up.
const LONGEST: usize = 420;

/// A sentence, and who else tells the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summed {
    /// The sentence.
    pub quote: Quote,
    /// Independent sources that tell it alike.
    pub sources: usize,
    /// Other reports that do: outlet and paragraph, and place.
    pub also: Vec<(String, String)>,
}

/// The summary: of what reports tell alike, that which most independent sources do. What one source alone tells, however often it was
/// copied, is borne out by nobody and stands elsewhere.
#[must_use]
pub fn summary(told: &Told<'_>, sources: &Sources<'_>) -> Vec<Summed> {
    let story = &told.story;
    let mut source_of: HashMap<&str, usize> = HashMap::new();
    for (n, s) in story.sources.iter().enumerate() {
        source_of.extend(s.reports.iter().map(|r| (r.as_ref(), n)));
    }
    let mut found: Vec<Summed> = Vec::new();
    for a in &story.agreements {
        let voices: BTreeSet<usize> = a.statements.iter().filter_map(|s| source_of.get(&*s.report).copied()).collect();
        let length = |s: &StatementLine<'_>| s.quote.chars().count();
        // The one that tells most of it.
        let best = a.statements.iter().filter(|s| length(s) <= LONGEST).max_by_key(|s| length(s));
        let Some(best) = best.filter(|_| voices.len() > 1) else { continue };
        let mut also: Vec<(String, String)> = Vec::new();
        for s in a.statements.iter().filter(|s| s.report != best.report) {
            let quote = sources.statement(s);
            let name = format!("{} {}", quote.outlet, quote.place);
            if also.iter().all(|o| o.0 != name) {
                also.push((name, href(&s.report, (s.start, s.end))));
            }
        }
        let summed = Summed { quote: sources.statement(best), sources: voices.len(), also };
        if found.iter().all(|f| f.quote.text != summed.quote.text) {
            found.push(summed);
        }
    }
    // Stable: of those that as many tell, the first found.
    found.sort_by_key(|f| std::cmp::Reverse(f.sources));
    found.truncate(SENTENCES);
    found
}
