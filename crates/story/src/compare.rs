//! From reports to stories.

use crate::copies;
use crate::coreference;
use crate::story::{Case, Story, Vectors};
use crate::stories;

/// Brings reports together: stories, copies, events.
#[must_use]
pub fn compare(cases: &[Case], vectors: &dyn Vectors) -> Vec<Story> {
    let pairs = copies::find_copies(cases);
    let groups = copies::copy_groups(&pairs);
    stories::group_with(cases, &pairs)
        .into_iter()
        .map(|reports| {
            let copies: Vec<Vec<usize>> = groups.iter().filter(|g| reports.contains(&g[0])).cloned().collect();
            let events = coreference::events(cases, &reports, vectors);
            Story { reports, copies, events, ..Story::default() }
        })
        .collect()
}
