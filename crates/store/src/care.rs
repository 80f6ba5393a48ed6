//! Looking after the file: is it whole, can it be smaller, is there another of it?

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, Row};

use crate::lock::lock_path;
use crate::pack::{body, profile, unpack};
use crate::store::Store;
use crate::{Kept, StoreError, report_id};

/// Pages that a backup copies before it lets the writer on.
const PAGES: i32 = 1024;

impl Store {
    /// Looks whether all is as it should be, and says what is not. `step` is told how many of how many reports were looked at.
    ///
    /// The file's structure, rows that lead to nowhere, blobs that cannot be unpacked, reports that do not have the id
    /// that their content makes, words without a report, and reports that are not where a user put them are looked for.
    ///
    /// # Errors
    /// If the store cannot be read at all.
    pub fn check(&self, mut step: impl FnMut(i64, i64)) -> Result<Vec<String>, StoreError> {
        let mut wrong = Vec::new();
        self.lines("PRAGMA integrity_check(100)", &mut wrong)?;
        wrong.retain(|l| l != "ok");
        let mut keys = Vec::new();
        self.lines(
            "SELECT 'a row of ' || \"table\" || ' leads to no ' || parent FROM pragma_foreign_key_check LIMIT 100",
            &mut keys,
        )?;
        wrong.append(&mut keys);
        for (sql, what) in [
            (
                "SELECT id FROM report LEFT JOIN body ON body.report = report.no WHERE body.report IS NULL LIMIT 20",
                "has no text",
            ),
            (
                "SELECT address FROM report GROUP BY address HAVING sum(latest) <> 1 LIMIT 20",
                "has no one newest version",
            ),
            (
                "SELECT id FROM report WHERE no NOT IN (SELECT rowid FROM report_words) LIMIT 20",
                "cannot be found by words",
            ),
            (
                "SELECT report.id FROM statement JOIN report ON report.no = statement.report WHERE statement.no NOT IN \
                 (SELECT rowid FROM statement_words) LIMIT 20",
                "has a statement that cannot be found",
            ),
            (
                "SELECT id FROM report WHERE pinned = 1 AND NOT EXISTS (SELECT 1 FROM correction JOIN report AS moved \
                 ON moved.no = correction.report WHERE moved.address = report.address AND until IS NULL \
                 AND correction.story = report.story) LIMIT 20",
                "is held in a story where nobody put it",
            ),
            (
                "SELECT report.id FROM correction JOIN report ON report.no = correction.report WHERE until IS NULL AND \
                 (pinned = 0 OR report.story IS NOT correction.story) LIMIT 20",
                "is not in the story where a user put it",
            ),
        ] {
            let mut found = Vec::new();
            self.lines(sql, &mut found)?;
            wrong.extend(found.into_iter().map(|id| format!("{id} {what}")));
        }
        match self.actors_same() {
            Err(StoreError::Corrupt { what, .. }) => wrong.push(what),
            other => drop(other?),
        }
        self.bodies(&mut wrong, &mut step)?;
        Ok(wrong)
    }

    fn lines(&self, sql: &str, out: &mut Vec<String>) -> Result<(), StoreError> {
        let lines = self
            .db
            .prepare(sql)
            .and_then(|mut q| q.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>());
        match lines {
            Ok(lines) => out.extend(lines),
            // A damaged page is what is looked for, and the rest may still be whole.
            Err(e) => match StoreError::of(&self.path, e) {
                StoreError::Corrupt { what, .. } => out.push(what),
                other => return Err(other),
            },
        }
        Ok(())
    }

    fn bodies(&self, wrong: &mut Vec<String>, step: &mut impl FnMut(i64, i64)) -> Result<(), StoreError> {
        let all = self.db.query_row("SELECT count(*) FROM report", [], |row| row.get(0)).map_err(|e| self.failed(e))?;
        let mut query = self
            .db
            .prepare(
                "SELECT report.id, body.kept, body.reading, body.split, body.profile, original.bytes, original.length FROM report \
                 JOIN body ON body.report = report.no LEFT JOIN original ON original.no = report.original ORDER BY report.no",
            )
            .map_err(|e| self.failed(e))?;
        let mut rows = query.query([]).map_err(|e| self.failed(e))?;
        let mut done = 0;
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(()),
                Err(e) => {
                    wrong.push(self.failed(e).to_string());
                    return Ok(());
                }
            };
            let Ok(Body { id, kept, reading, split, grouped_by, original }) = Body::of(row) else {
                wrong.push("a report cannot be read".to_owned());
                continue;
            };
            let report = body(&kept, &reading, split)
                .and_then(|(kept, _)| serde_json::from_slice::<Kept>(&kept).ok())
                .map(rashomon_page::Report::from);
            match report {
                None => wrong.push(format!("report {id}: its text or its reading cannot be unpacked")),
                Some(r) if report_id(&r) != id => {
                    wrong.push(format!("report {id}: its text is not the one its id is made of"))
                }
                Some(_) => {}
            }
            if profile(&grouped_by).is_none() {
                wrong.push(format!("report {id}: what it is grouped by cannot be read"));
            }
            if let Some((bytes, length)) = original
                && unpack(&bytes).is_none_or(|b| b.len() as i64 != length)
            {
                wrong.push(format!("report {id}: what it was read from cannot be unpacked"));
            }
            done += 1;
            step(done, all);
        }
    }

    /// Gives back room that is no longer used, and puts the index of words in order. Returns bytes before and after.
    ///
    /// # Errors
    /// If the store cannot be written, or there is no room for a second copy meanwhile.
    pub fn vacuum(&mut self) -> Result<(i64, i64), StoreError> {
        let before = self.counts()?.bytes;
        let run = |sql: &str| self.db.execute_batch(sql).map_err(|e| self.failed(e));
        run("INSERT INTO report_words (report_words) VALUES ('optimize')")?;
        run("INSERT INTO statement_words (statement_words) VALUES ('optimize')")?;
        run("VACUUM")?;
        run("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok((before, self.counts()?.bytes))
    }

    /// Copies the store to another file while it is in use. What is there already is not overwritten; what comes out is one whole
    /// file, or none.
    ///
    /// # Errors
    /// If there is a file already, or it cannot be written.
    pub fn backup(&self, to: &Path, mut step: impl FnMut(i32, i32)) -> Result<(), StoreError> {
        if to.exists() {
            let source = std::io::Error::new(std::io::ErrorKind::AlreadyExists, "there is a file of that name");
            return Err(StoreError::Io { path: to.to_path_buf(), source });
        }
        let mut part = to.as_os_str().to_owned();
        part.push(".part");
        let part = std::path::PathBuf::from(part);
        let io = |source| StoreError::Io { path: to.to_path_buf(), source };
        // Left by a backup that was interrupted.
        match std::fs::remove_file(&part) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(io(e)),
            _ => {}
        }
        let failed = |e| StoreError::of(to, e);
        let copied = (|| {
            let mut copy = Connection::open(&part).map_err(failed)?;
            {
                let backup = Backup::new(&self.db, &mut copy).map_err(failed)?;
                loop {
                    match backup.step(PAGES).map_err(failed)? {
                        rusqlite::backup::StepResult::Done => break,
                        rusqlite::backup::StepResult::More => {
                            let p = backup.progress();
                            step(p.pagecount - p.remaining, p.pagecount);
                        }
                        _ => std::thread::sleep(Duration::from_millis(20)),
                    }
                }
            }
            // One file, without a log beside it.
            copy.pragma_update(None, "journal_mode", "DELETE").map_err(failed)?;
            copy.close().map_err(|(_, e)| failed(e))?;
            std::fs::File::open(&part).and_then(|f| f.sync_all()).map_err(io)?;
            std::fs::rename(&part, to).map_err(io)
        })();
        if copied.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        copied
    }

    /// The files that belong to a store: itself, SQLite's log and index, and the lock.
    #[must_use]
    pub fn files(path: &Path) -> [std::path::PathBuf; 4] {
        let beside = |end: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            std::path::PathBuf::from(name)
        };
        [path.to_path_buf(), beside("-wal"), beside("-shm"), lock_path(path)]
    }
}

/// A report as its row holds it, packed.
struct Body {
    id: String,
    kept: Vec<u8>,
    reading: Vec<u8>,
    split: Option<i64>,
    grouped_by: Vec<u8>,
    original: Option<(Vec<u8>, i64)>,
}

impl Body {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let original: (Option<Vec<u8>>, Option<i64>) = (row.get(5)?, row.get(6)?);
        Ok(Self {
            id: row.get(0)?,
            kept: row.get(1)?,
            reading: row.get(2)?,
            split: row.get(3)?,
            grouped_by: row.get(4)?,
            original: original.0.zip(original.1),
        })
    }
}
