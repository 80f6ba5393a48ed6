//! Reports that are in no story yet are put into one.

use std::collections::HashMap;

use rashomon_store::{ReportNo, Store, StoreError, StoryNo};
use rashomon_story::{Change, Stream};

/// Reports that new ones are placed among: what is known of a hundred thousand takes two hundred megabytes. Of a larger store the last added are taken.
const AMONG: usize = 200_000;
/// Reports that are placed in one transaction.
const AT_A_TIME: usize = 500;

/// Knows which reports are in which story, and goes on from there.
pub struct Placer {
    stream: Stream,
    /// The store's number of each report of the stream.
    reports: Vec<ReportNo>,
    /// The store's number of each story of the stream.
    stories: Vec<StoryNo>,
}

impl Placer {
    /// With what the store holds.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn load(store: &Store) -> Result<Self, StoreError> {
        let mut numbers: HashMap<StoryNo, usize> = HashMap::new();
        let (mut reports, mut stories, mut looked_at) = (Vec::new(), Vec::new(), Vec::new());
        let mut placed = Vec::new();
        for p in store.placed(AMONG)? {
            let story = *numbers.entry(p.story).or_insert_with(|| {
                stories.push(p.story);
                looked_at.push(p.looked_at);
                stories.len() - 1
            });
            reports.push(p.no);
            placed.push((p.profile, story));
        }
        Ok(Self { stream: Stream::resume(placed, &looked_at), reports, stories })
    }

    /// Places all reports that are in no story. `step` is told of each.
    ///
    /// # Errors
    /// If the store cannot be written. What was placed before stays so, and this placer is of no more use.
    pub fn place_all(&mut self, store: &mut Store, now: i64, mut step: impl FnMut()) -> Result<(), StoreError> {
        loop {
            let waiting = store.unplaced(AT_A_TIME)?;
            if waiting.is_empty() {
                return Ok(());
            }
            store.write(|writing| {
                let mut ids: HashMap<ReportNo, String> = HashMap::new();
                for report in waiting {
                    ids.insert(report.no, report.id);
                    self.reports.push(report.no);
                    for change in self.stream.place(report.profile) {
                        let (story, moved) = match &change {
                            Change::New { report, story } | Change::Placed { report, story } => (*story, vec![*report]),
                            Change::Merged { story, reports, .. } | Change::Split { into: story, reports, .. } => {
                                (*story, reports.clone())
                            }
                        };
                        if story == self.stories.len() {
                            let first = self.reports[moved[0]];
                            // Reports of earlier batches are known to the store alone, and their number is as good a name.
                            let name = ids.get(&first).cloned().unwrap_or_else(|| format!("{first:?}"));
                            self.stories.push(writing.new_story(&name, now)?);
                        }
                        for r in moved {
                            writing.place(self.reports[r], self.stories[story], now)?;
                        }
                        if let Change::Merged { story, from, .. } = change {
                            writing.merged(self.stories[from], self.stories[story])?;
                        }
                    }
                    step();
                }
                for (no, looked_at) in self.stories.iter().zip(self.stream.looked_at()) {
                    writing.looked_at(*no, looked_at)?;
                }
                Ok(())
            })?;
        }
    }
}
