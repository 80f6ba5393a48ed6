//! Reports are put into stories.

use rusqlite::params;

use crate::reports::ReportNo;
use crate::store::Writing;
use crate::stories::StoryNo;
use crate::{StoreError, ids};

impl Writing<'_> {
    /// A story that begins with this report.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn new_story(&mut self, first: &str, now: i64) -> Result<StoryNo, StoreError> {
        for n in 0.. {
            // The report a story began with may have gone to another since, and begin one more.
            let number = n.to_string();
            let words = if n == 0 { vec![first] } else { vec![first, &number] };
            let id = format!("s{}", &ids::id_of(&words)[..12]);
            let made = self
                .db
                .prepare_cached("INSERT OR IGNORE INTO story (id, changed) VALUES (?1, ?2)")
                .and_then(|mut q| q.execute(params![id, now]))
                .map_err(|e| self.failed(e))?;
            if made == 1 {
                break;
            }
        }
        Ok(StoryNo(self.db.last_insert_rowid()))
    }

    /// Puts a report into a story, whose reports are then to be compared anew; so are those of the story it was in. One that a
    /// user has put where it is stays there.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn place(&mut self, report: ReportNo, story: StoryNo, now: i64) -> Result<(), StoreError> {
        let pinned: bool = self
            .db
            .prepare_cached("SELECT pinned FROM report WHERE no = ?1")
            .and_then(|mut q| q.query_row([report.0], |row| row.get(0)))
            .map_err(|e| self.failed(e))?;
        if pinned {
            return Ok(());
        }
        self.left(report.0, now)?;
        self.run("UPDATE report SET story = ?2 WHERE no = ?1", params![report.0, story.0])?;
        self.came(story, now)
    }

    /// The story of this report, if it is in one, is to be compared anew.
    pub(crate) fn left(&self, report: i64, now: i64) -> Result<(), StoreError> {
        self.run(
            "UPDATE story SET stale = 1, changed = ?2, revision = revision + 1 \
             WHERE no = (SELECT story FROM report WHERE no = ?1)",
            params![report, now],
        )
    }

    /// A report came to this story.
    pub(crate) fn came(&self, story: StoryNo, now: i64) -> Result<(), StoreError> {
        self.run(
            "UPDATE story SET stale = 1, changed = ?2, revision = revision + 1, into_no = NULL WHERE no = ?1",
            params![story.0, now],
        )
    }

    /// A story turned out to be part of another: whoever asks for it is led there, and its disputes go with it. Where reports
    /// remain that a user has put there, it stays a story, with the disputes that one of them has a part in.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn merged(&mut self, from: StoryNo, into: StoryNo) -> Result<(), StoreError> {
        // What others are part of is a story itself, so nobody is led in a circle.
        self.run("UPDATE story SET into_no = NULL WHERE no = ?1", params![into.0])?;
        self.run(
            "UPDATE dispute SET story = ?2 WHERE story = ?1 AND NOT EXISTS (SELECT 1 FROM json_each(evidence) AS said \
             JOIN report ON report.id = said.value ->> 0 WHERE report.story = ?1 AND pinned = 1)",
            params![from.0, into.0],
        )?;
        self.run(
            "UPDATE story SET into_no = ?2, stale = 0, told = NULL, reports = 0 \
             WHERE no = ?1 AND NOT EXISTS (SELECT 1 FROM report WHERE story = ?1 AND pinned = 1)",
            params![from.0, into.0],
        )?;
        self.count_disputes(from)?;
        self.count_disputes(into)
    }

    /// Notes how many reports a story had when it was grouped anew.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn looked_at(&mut self, story: StoryNo, reports: usize) -> Result<(), StoreError> {
        self.db
            .prepare_cached("UPDATE story SET looked_at = ?2 WHERE no = ?1 AND looked_at <> ?2")
            .and_then(|mut q| q.execute(params![story.0, reports as i64]))
            .map_err(|e| self.failed(e))?;
        Ok(())
    }
}
