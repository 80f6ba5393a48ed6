//! Whether what was drawn from a store a moment ago is still what would be drawn now.

use rusqlite::OptionalExtension as _;

use crate::StoreError;
use crate::reports::Head;
use crate::store::Store;
use crate::stories::StoryNo;

impl Store {
    /// Whether the reports of a story are still to be compared, or to be compared anew.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn is_stale(&self, story: StoryNo) -> Result<bool, StoreError> {
        self.one("SELECT stale FROM story WHERE no = ?1", story.0).map(|s: Option<bool>| s.unwrap_or(false))
    }

    /// Whether the bytes that a report was read from are kept.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn has_original(&self, head: &Head) -> Result<bool, StoreError> {
        self.one("SELECT original IS NOT NULL FROM report WHERE no = ?1", head.no.0)
            .map(|s: Option<bool>| s.unwrap_or(false))
    }

    /// Changes whenever something is put right, or taken back.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn corrections_stamp(&self) -> Result<(i64, i64), StoreError> {
        self.db
            .prepare_cached("SELECT coalesce(max(no), 0), count(until) FROM correction")
            .and_then(|mut q| q.query_row([], |row| Ok((row.get(0)?, row.get(1)?))))
            .map_err(|e| self.failed(e))
    }

    fn one<T: rusqlite::types::FromSql>(&self, sql: &str, no: i64) -> Result<Option<T>, StoreError> {
        self.db
            .prepare_cached(sql)
            .and_then(|mut q| q.query_row([no], |row| row.get(0)).optional())
            .map_err(|e| self.failed(e))
    }
}
