//! What is known of a source between two looks at it.

use rusqlite::{OptionalExtension as _, params};

use crate::StoreError;
use crate::store::{Store, Writing};

/// The state of a source that is watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// When it was last looked at: milliseconds since 1970, UTC.
    pub looked: Option<i64>,
    /// When it is next to be looked at.
    pub next: Option<i64>,
    /// Looks that failed since the last that did not.
    pub failures: u32,
    /// Why the last one failed.
    pub trouble: Option<String>,
}

impl Store {
    /// What is known of this source; nothing known is no error.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn watched(&self, source: &str) -> Result<Watched, StoreError> {
        self.db
            .prepare_cached("SELECT looked, next, failures, trouble FROM watched WHERE source = ?1")
            .and_then(|mut q| {
                q.query_row([source], |row| {
                    Ok(Watched { looked: row.get(0)?, next: row.get(1)?, failures: row.get(2)?, trouble: row.get(3)? })
                })
                .optional()
            })
            .map(Option::unwrap_or_default)
            .map_err(|e| self.failed(e))
    }
}

impl Writing<'_> {
    /// Keeps what is known of this source.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn set_watched(&mut self, source: &str, w: &Watched) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO watched (source, looked, next, failures, trouble) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (source) DO UPDATE SET looked = ?2, next = ?3, failures = ?4, trouble = ?5",
            params![source, w.looked, w.next, w.failures, w.trouble],
        )
    }
}
