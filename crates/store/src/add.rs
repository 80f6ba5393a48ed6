//! A report goes in.

use std::path::Path;

use rashomon_page::Report;
use rashomon_story::Profile;
use rashomon_text::PartialDate;
use rusqlite::{OptionalExtension as _, params};

use crate::ids::report_id;
use crate::pack::profile_bytes;
use crate::store::{Store, Writing};
use crate::{Kept, StoreError};

/// A report that is to be kept.
pub struct NewReport<'a> {
    /// What all versions of it share: its URL, or the path where it was found. Without one, it is itself alone.
    pub address: Option<&'a str>,
    /// The digest of how it was found; see [`crate::found_digest`].
    pub found: [u8; 16],
    /// The bytes that it was read from, and their kind.
    pub original: Option<(&'a str, &'a [u8])>,
    /// The report. Its `id` is kept as its name; in the store it has one of its own.
    pub report: &'a Report,
    /// The line of `rashomon read --format jsonl`.
    pub reading: &'a [u8],
    /// What it says, to be found by field.
    pub statements: &'a [NewStatement<'a>],
    /// What it is grouped by.
    pub profile: Profile,
    /// When it was added: milliseconds since 1970, UTC.
    pub added: i64,
}

/// A thing said, as far as it can be searched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewStatement<'a> {
    /// The sentence, in code points.
    pub start: u32,
    /// One past its end.
    pub end: u32,
    /// Who does it, names one after the other.
    pub who: &'a str,
    /// To whom.
    pub recipient: &'a str,
    /// On whose word.
    pub said_by: &'a str,
    /// The PLOVER type; empty where it has none.
    pub kind: &'a str,
    /// Where.
    pub place: &'a str,
    /// When it is said to be, a TIMEX3 value; empty where nothing is said.
    pub time: &'a str,
    /// From −3 to +3.
    pub factuality: f64,
}

/// What came of adding a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there, nor another version of it.
    New(String),
    /// It is another version of a report that was there.
    Version {
        /// Its id.
        id: String,
        /// That of the version before.
        of: String,
    },
    /// It was there.
    Same(String),
}

impl Added {
    /// The id of the report.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::New(id) | Self::Same(id) | Self::Version { id, .. } => id,
        }
    }
}

impl Store {
    /// The id of the report that came of what was found so, if it is there: it need not be read again.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn found(&self, digest: &[u8; 16]) -> Result<Option<String>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT id FROM found JOIN report ON report.no = found.report WHERE digest = ?1")
            .map_err(|e| StoreError::of(&self.path, e))?;
        query.query_row([&digest[..]], |row| row.get(0)).optional().map_err(|e| StoreError::of(&self.path, e))
    }
}

impl Writing<'_> {
    /// Adds a report, unless it is there.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn add(&mut self, new: NewReport<'_>) -> Result<Added, StoreError> {
        let id = report_id(new.report);
        let (db, path) = (self.db, self.path);
        let failed = |e| StoreError::of(path, e);
        let there: Option<i64> = db
            .prepare_cached("SELECT no FROM report WHERE id = ?1")
            .and_then(|mut q| q.query_row([&id], |row| row.get(0)).optional())
            .map_err(failed)?;
        if let Some(no) = there {
            self.note_found(&new.found, no)?;
            return Ok(Added::Same(id));
        }
        let address = new.address.unwrap_or(&id);
        let original = new.original.map(|(kind, bytes)| self.original(kind, bytes)).transpose()?;
        let before = latest(self, address)?;
        let report = new.report;
        let dated = report.published.as_ref().map(|d| d.date).or_else(|| report.dateline.as_ref().and_then(|d| d.date));
        let written = report.modified.as_ref().or(report.published.as_ref()).and_then(written_at);
        // A page that was saved earlier may be added later.
        let newest = before.as_ref().is_none_or(|b| !matches!((written, b.written), (Some(w), Some(o)) if w < o));
        let version = before.as_ref().map_or(1, |b| b.versions + 1);
        db.prepare_cached(
            "INSERT INTO report (id, address, version, latest, name, title, outlet, url, language, published, day, written, \
             added, original) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )
        .and_then(|mut q| {
            q.execute(params![
                id,
                address,
                version,
                newest,
                report.id,
                report.title,
                report.outlet,
                report.url,
                report.language,
                dated.map(|d| d.to_string()),
                dated.and_then(day),
                written,
                new.added,
                original
            ])
        })
        .map_err(failed)?;
        let no = db.last_insert_rowid();
        if let Some(before) = before.as_ref().filter(|_| newest) {
            db.prepare_cached("UPDATE report SET latest = 0 WHERE no = ?1")
                .and_then(|mut q| q.execute([before.no]))
                .map_err(failed)?;
        }
        let kept = serde_json::to_vec(&Kept::from(report)).unwrap_or_default();
        let kept = self.pack(&kept)?;
        let reading = self.pack(new.reading)?;
        db.prepare_cached("INSERT INTO body (report, kept, reading, profile) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut q| q.execute(params![no, kept, reading, profile_bytes(new.profile)]))
            .map_err(failed)?;
        db.prepare_cached("INSERT INTO report_words (rowid, title, text) VALUES (?1, ?2, ?3)")
            .and_then(|mut q| q.execute(params![no, report.title, report.text]))
            .map_err(failed)?;
        for s in new.statements {
            self.statement(no, s, dated)?;
        }
        self.note_found(&new.found, no)?;
        Ok(match before {
            Some(b) => Added::Version { id, of: b.id },
            None => Added::New(id),
        })
    }

    fn note_found(&mut self, digest: &[u8; 16], report: i64) -> Result<(), StoreError> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO found (digest, report) VALUES (?1, ?2)")
            .and_then(|mut q| q.execute(params![&digest[..], report]))
            .map_err(|e| self.failed(e))?;
        Ok(())
    }

    fn original(&mut self, kind: &str, bytes: &[u8]) -> Result<i64, StoreError> {
        let digest = crate::found_digest(&[kind.as_bytes(), bytes]);
        let there: Option<i64> = self
            .db
            .prepare_cached("SELECT no FROM original WHERE digest = ?1")
            .and_then(|mut q| q.query_row([&digest[..]], |row| row.get(0)).optional())
            .map_err(|e| self.failed(e))?;
        if let Some(no) = there {
            return Ok(no);
        }
        let packed = self.pack(bytes)?;
        self.db
            .prepare_cached("INSERT INTO original (digest, kind, length, bytes) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut q| q.execute(params![&digest[..], kind, bytes.len() as i64, packed]))
            .map_err(|e| self.failed(e))?;
        Ok(self.db.last_insert_rowid())
    }

    fn statement(
        &mut self,
        report: i64,
        s: &NewStatement<'_>,
        published: Option<PartialDate>,
    ) -> Result<(), StoreError> {
        let when = PartialDate::parse(s.time).or(published).and_then(day);
        self.db
            .prepare_cached("INSERT INTO statement (report, start, end, day, factuality) VALUES (?1, ?2, ?3, ?4, ?5)")
            .and_then(|mut q| q.execute(params![report, s.start, s.end, when, s.factuality]))
            .map_err(|e| self.failed(e))?;
        self.db
            .prepare_cached(
                "INSERT INTO statement_words (rowid, who, recipient, said_by, type, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut q| {
                let no = self.db.last_insert_rowid();
                q.execute(params![no, s.who, s.recipient, s.said_by, s.kind, s.place])
            })
            .map_err(|e| self.failed(e))?;
        Ok(())
    }
}

/// The newest version of an address.
struct Before {
    no: i64,
    id: String,
    written: Option<i64>,
    versions: i64,
}

fn latest(writing: &Writing<'_>, address: &str) -> Result<Option<Before>, StoreError> {
    writing
        .db
        .prepare_cached(
            "SELECT no, id, written, (SELECT count(*) FROM report AS all_ WHERE all_.address = ?1) FROM report \
             WHERE address = ?1 AND latest = 1",
        )
        .and_then(|mut q| {
            q.query_row([address], |row| {
                Ok(Before { no: row.get(0)?, id: row.get(1)?, written: row.get(2)?, versions: row.get(3)? })
            })
            .optional()
        })
        .map_err(|e| writing.failed(e))
}

/// The moment of a date that a page gives, in seconds since 1970; the beginning of the day where it gives no more.
fn written_at(dated: &rashomon_page::Dated) -> Option<i64> {
    match dated.moment {
        Some(m) => {
            let offset = m.offset.unwrap_or(jiff::tz::Offset::UTC);
            offset.to_timestamp(m.at).ok().map(jiff::Timestamp::as_second)
        }
        None => day(dated.date).map(|d| d * 86_400),
    }
}

/// The first day of a date, from 1 January 1970; `None` without a year.
pub(crate) fn day(date: PartialDate) -> Option<i64> {
    let first = jiff::civil::Date::new(date.year?, date.month.unwrap_or(1) as i8, date.day.unwrap_or(1) as i8).ok()?;
    Some((first - jiff::civil::date(1970, 1, 1)).get_days().into())
}

/// A path as an address.
///
/// ```
/// assert_eq!(rashomon_store::file_address(std::path::Path::new("/pages/ferry.html")), "file:///pages/ferry.html");
/// ```
#[must_use]
pub fn file_address(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    format!("file://{}", absolute.display())
}
