//! From reports to stories.

use crate::copies::Copy;
use crate::coreference::events_by;
use crate::dossier::tell;
use crate::independence::source_groups;
use crate::likeness::Likeness;
use crate::profile::Profile;
use crate::stories::{Affair, Gathered, gather};
use crate::story::{Case, Story, Vectors};

/// Brings reports together: stories in order of their first report, each with its copies, its independent sources, its
/// events, and what there is to tell of it: disputes, agreements, positions, timeline.
#[must_use]
pub fn compare(cases: &[Case], vectors: &dyn Vectors) -> Vec<Story> {
    let likeness = Likeness::new(vectors);
    let profiles: Vec<Profile> = cases.iter().map(Profile::of).collect();
    let gathered = gather(&profiles);
    gathered.affairs.iter().map(|affair| story_of(cases, affair, &gathered, &likeness)).collect()
}

/// Compares the reports of one affair, for collections that are too large to be held: `cases` are the affair's reports and
/// no others, in order of input, and the story names them by their places in it.
#[must_use]
pub fn compare_affair(cases: &[Case], affair: &Affair, gathered: &Gathered, vectors: &dyn Vectors) -> Story {
    let place = |r: usize| affair.reports.binary_search(&r).unwrap_or(0);
    let mut local = affair.clone();
    local.reports = (0..cases.len()).collect();
    local.copies.iter_mut().flatten().for_each(|r| *r = place(*r));
    for pair in &mut local.pairs {
        (pair.a, pair.b) = (place(pair.a), place(pair.b));
    }
    story_of(cases, &local, gathered, &Likeness::new(vectors))
}

fn story_of(cases: &[Case], affair: &Affair, gathered: &Gathered, likeness: &Likeness<'_>) -> Story {
    let reports = affair.reports.clone();
    let copies = affair.copies.clone();
    let copied = affair.pairs.iter().map(|&pair| Copy::of(cases, pair, &gathered.boilerplate)).collect();
    let sources = source_groups(cases, &reports, &copies);
    let events = events_by(cases, &reports, likeness);
    let independent_sources = sources.len();
    let mut story = Story { reports, copies, copied, independent_sources, sources, events, ..Story::default() };
    tell(cases, &mut story, likeness.vectors());
    story
}
