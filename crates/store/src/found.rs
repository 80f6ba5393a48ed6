//! What was found before is known again: it is not read again, and its bytes are not kept again.

use rusqlite::{OptionalExtension as _, params};

use crate::StoreError;
use crate::pack::unpack;
use crate::store::{Store, Writing};

impl Store {
    /// The id of the report that came of what was found so, if it is there: it need not be read again.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn found(&self, digest: &[u8; 16]) -> Result<Option<String>, StoreError> {
        let between = |first: &[u8; 16], last: &[u8; 16]| {
            self.db
                .prepare_cached(
                    "SELECT id FROM found JOIN report ON report.no = found.report WHERE digest BETWEEN ?1 AND ?2",
                )
                .and_then(|mut q| q.query_row([&first[..], &last[..]], |row| row.get(0)).optional())
                .map_err(|e| self.failed(e))
        };
        if let Some(id) = between(digest, digest)? {
            return Ok(Some(id));
        }
        // The first format began a digest with what is the second half now.
        let [mut first, mut last] = [[0; 16], [0xFF; 16]];
        first[..8].copy_from_slice(&digest[8..]);
        last[..8].copy_from_slice(&digest[8..]);
        between(&first, &last)
    }
}

impl Writing<'_> {
    /// What was found so came to this report.
    pub(crate) fn note_found(&mut self, digest: &[u8; 16], report: i64) -> Result<(), StoreError> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO found (digest, report) VALUES (?1, ?2)")
            .and_then(|mut q| q.execute(params![&digest[..], report]))
            .map_err(|e| self.failed(e))?;
        Ok(())
    }

    /// The number of these bytes, which are kept unless they are there.
    pub(crate) fn original(&mut self, found: &[u8; 16], kind: &str, bytes: &[u8]) -> Result<i64, StoreError> {
        let mut last = *found;
        last[8..].fill(0xFF);
        let mut first = *found;
        first[8..].fill(0);
        let there: Option<(i64, Vec<u8>)> = self
            .db
            .prepare_cached(
                "SELECT original.no, bytes FROM found JOIN report ON report.no = found.report \
                 JOIN original ON original.no = report.original \
                 WHERE digest BETWEEN ?1 AND ?2 AND kind = ?3 AND length = ?4 LIMIT 1",
            )
            .and_then(|mut q| {
                q.query_row(params![&first[..], &last[..], kind, bytes.len() as i64], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()
            })
            .map_err(|e| self.failed(e))?;
        // Half a digest is a hint, and the bytes themselves decide.
        if let Some((no, packed)) = there
            && unpack(&packed).as_deref() == Some(bytes)
        {
            return Ok(no);
        }
        let packed = self.pack(bytes)?;
        self.db
            .prepare_cached("INSERT INTO original (kind, length, bytes) VALUES (?1, ?2, ?3)")
            .and_then(|mut q| q.execute(params![kind, bytes.len() as i64, packed]))
            .map_err(|e| self.failed(e))?;
        Ok(self.db.last_insert_rowid())
    }
}
