//! What `rashomon stories` prints for programs.

use rashomon_story::Change;
use serde::Serialize;

/// A story as its reports.
#[derive(Serialize)]
pub struct StoryEntry<'a> {
    /// `s1`, `s2`, …
    pub id: String,
    /// A headline.
    pub title: &'a str,
    /// Ids, in order of input.
    pub reports: Vec<&'a str>,
    /// Groups of ids of which one repeats another's text.
    pub copies: Vec<Vec<&'a str>>,
    /// What is left when copies, and reports that rest on one source, are counted once.
    pub independent_sources: usize,
    /// First and last day of publication that is known.
    pub published: Option<(&'a str, &'a str)>,
}

/// A line of the log of `--stream`.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum ChangeLine<'a> {
    /// The report is of a story that was there.
    Placed {
        /// The report's id.
        report: &'a str,
        /// The story's id.
        story: String,
    },
    /// The report is the first of a story.
    New {
        /// The report's id.
        report: &'a str,
        /// The story's id.
        story: String,
    },
    /// Two stories turned out to be one.
    Merged {
        /// The story that stands.
        story: String,
        /// The one that is no more.
        from: String,
        /// Ids of the reports that came over.
        reports: Vec<&'a str>,
    },
    /// A story turned out to be two.
    Split {
        /// The story that was.
        story: String,
        /// The one that the reports went to.
        into: String,
        /// Their ids.
        reports: Vec<&'a str>,
    },
}

impl<'a> ChangeLine<'a> {
    /// The line for a change; `ids` are those of the reports.
    #[must_use]
    pub fn new(change: &Change, ids: &'a [String]) -> Self {
        let named = |story: &usize| format!("s{}", story + 1);
        let id = |report: &usize| ids[*report].as_str();
        match change {
            Change::Placed { report, story } => Self::Placed { report: id(report), story: named(story) },
            Change::New { report, story } => Self::New { report: id(report), story: named(story) },
            Change::Merged { story, from, reports } => {
                Self::Merged { story: named(story), from: named(from), reports: reports.iter().map(id).collect() }
            }
            Change::Split { story, into, reports } => {
                Self::Split { story: named(story), into: named(into), reports: reports.iter().map(id).collect() }
            }
        }
    }
}
