//! From reports to stories.

use crate::copies::{copy_groups, find_copies};
use crate::coreference::events_by;
use crate::likeness::Likeness;
use crate::sources::independent_sources;
use crate::stories::group_with;
use crate::story::{Case, Story, Vectors};

/// Brings reports together: stories in order of their first report, each with its copies, its independent sources and its events.
///
/// What the reports dispute, agree on and hold is for others to add.
#[must_use]
pub fn compare(cases: &[Case], vectors: &dyn Vectors) -> Vec<Story> {
    let likeness = Likeness::new(vectors);
    let pairs = find_copies(cases);
    let mut of_story = vec![0; cases.len()];
    let groups = group_with(cases, &pairs);
    for (n, g) in groups.iter().enumerate() {
        g.iter().for_each(|&r| of_story[r] = n);
    }
    let mut copies: Vec<Vec<Vec<usize>>> = vec![Vec::new(); groups.len()];
    for group in copy_groups(&pairs) {
        copies[of_story[group[0]]].push(group);
    }
    groups
        .into_iter()
        .zip(copies)
        .map(|(reports, copies)| {
            let title = title(cases, &reports);
            let independent_sources = independent_sources(cases, &reports, &copies);
            let events = events_by(cases, &reports, &likeness);
            Story { title, reports, copies, independent_sources, events, ..Story::default() }
        })
        .collect()
}

/// The shortest headline of the story.
fn title(cases: &[Case], reports: &[usize]) -> String {
    let titles = reports.iter().filter_map(|&r| cases[r].report.title.as_deref());
    titles.filter(|t| !t.trim().is_empty()).min_by_key(|t| (t.len(), *t)).unwrap_or_default().to_owned()
}
