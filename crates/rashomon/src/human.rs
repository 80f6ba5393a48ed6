//! What a person reads in a terminal.

use rashomon_story::{Case, Story};

/// One report.
#[must_use]
pub fn reading(case: &Case) -> String {
    format!("{}\n", case.report.id)
}

/// All stories.
#[must_use]
pub fn stories(_cases: &[Case], stories: &[Story], _explain: bool) -> String {
    format!("{} stories\n", stories.len())
}
