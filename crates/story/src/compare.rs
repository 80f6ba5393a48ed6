//! From reports to stories.

use crate::copies::{copy_groups, find_copies};
use crate::coreference::events_by;
use crate::dossier::tell;
use crate::independence::independent_sources;
use crate::likeness::Likeness;
use crate::stories::group_with;
use crate::story::{Case, Story, Vectors};

/// Brings reports together: stories in order of their first report, each with its copies, its independent sources, its
/// events, and what there is to tell of it: disputes, agreements, positions, timeline.
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
            let independent_sources = independent_sources(cases, &reports, &copies);
            let events = events_by(cases, &reports, &likeness);
            let mut story = Story { reports, copies, independent_sources, events, ..Story::default() };
            tell(cases, &mut story, vectors);
            story
        })
        .collect()
}
