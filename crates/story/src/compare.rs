//! From reports to stories.

use crate::copies;
use crate::stories;
use crate::story::{Case, Story};

/// Brings reports together: stories, copies, events.
#[must_use]
pub fn compare(cases: &[Case]) -> Vec<Story> {
    let pairs = copies::find(cases);
    let groups = copies::groups(&pairs);
    stories::group_with(cases, &pairs)
        .into_iter()
        .map(|reports| {
            let copies: Vec<Vec<usize>> = groups.iter().filter(|g| reports.contains(&g[0])).cloned().collect();
            Story { reports, copies, ..Story::default() }
        })
        .collect()
}
