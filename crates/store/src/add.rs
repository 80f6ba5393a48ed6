//! A report goes in.

use std::path::Path;

use rashomon_page::Report;
use rashomon_story::Profile;
use rashomon_text::PartialDate;
use rusqlite::{OptionalExtension as _, params};

use crate::ids::report_id;
use crate::pack::profile_bytes;
use crate::store::Writing;
use crate::{Kept, StoreError};

/// A report that is to be kept.
pub struct NewReport<'a> {
    /// What all versions of it share: its URL, or the path where it was found. Without one, it is itself alone.
    pub address: Option<&'a str>,
    /// The digest of how it was found, made of `original`; see [`crate::found_digest`].
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
    /// It is another version of a report that was there, or an older one that its page returned to.
    Version {
        /// Its id.
        id: String,
        /// That of the version that was the newest before.
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

impl Writing<'_> {
    /// Adds a report, unless it is there. A page that returned to an older text is at that version again.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn add(&mut self, new: NewReport<'_>) -> Result<Added, StoreError> {
        let id = report_id(new.report);
        let (db, path) = (self.db, self.path);
        let failed = |e| StoreError::of(path, e);
        let report = new.report;
        let written = report.modified.as_ref().or(report.published.as_ref()).and_then(written_at);
        let there: Option<(i64, bool)> = db
            .prepare_cached("SELECT no, latest FROM report WHERE id = ?1")
            .and_then(|mut q| q.query_row([&id], |row| Ok((row.get(0)?, row.get(1)?))).optional())
            .map_err(failed)?;
        if let Some((no, latest)) = there {
            self.note_found(&new.found, no)?;
            let replaced = if latest { None } else { self.return_to(no, written, new.added)? };
            return Ok(match replaced {
                Some(of) => Added::Version { id, of },
                None => Added::Same(id),
            });
        }
        let address = new.address.unwrap_or(&id);
        let original = new.original.map(|(kind, bytes)| self.original(&new.found, kind, bytes)).transpose()?;
        let before = latest(self, address)?;
        let dated = report.published.as_ref().map(|d| d.date).or_else(|| report.dateline.as_ref().and_then(|d| d.date));
        let newest = before.as_ref().is_none_or(|b| b.may_give_way_to(written));
        let version = before.as_ref().map_or(1, |b| b.versions + 1);
        db.prepare_cached(
            "INSERT INTO report (id, address, version, latest, name, title, outlet, url, language, published, day, written, \
             added, original, story, pinned) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
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
                original,
                // What a user put into a story is there in all its versions.
                before.as_ref().and_then(|b| b.pinned_to),
                before.as_ref().is_some_and(|b| b.pinned_to.is_some()),
            ])
        })
        .map_err(failed)?;
        let no = db.last_insert_rowid();
        if let Some(before) = before.as_ref().filter(|_| newest) {
            self.run("UPDATE report SET latest = 0 WHERE no = ?1", params![before.no])?;
            self.left(before.no, new.added)?;
        }
        let mut body = serde_json::to_vec(&Kept::from(report)).unwrap_or_default();
        let split = body.len() as i64;
        body.extend_from_slice(new.reading);
        let body = self.pack(&body)?;
        db.prepare_cached("INSERT INTO body (report, kept, reading, split, profile) VALUES (?1, ?2, x'', ?3, ?4)")
            .and_then(|mut q| q.execute(params![no, body, split, profile_bytes(new.profile)]))
            .map_err(failed)?;
        db.prepare_cached("INSERT INTO report_words (rowid, title, text) VALUES (?1, ?2, ?3)")
            .and_then(|mut q| q.execute(params![no, report.title, report.text]))
            .map_err(failed)?;
        self.statements(no, new.statements, dated)?;
        self.note_found(&new.found, no)?;
        Ok(match before {
            Some(b) => Added::Version { id, of: b.id },
            None => Added::New(id),
        })
    }

    /// A page says again what it said before: that version becomes the newest, unless this copy of it is dated earlier than
    /// the newest. Returns the id of the version that was the newest, if it is not any more.
    fn return_to(&mut self, no: i64, written: Option<i64>, now: i64) -> Result<Option<String>, StoreError> {
        let address: String = self
            .db
            .prepare_cached("SELECT address FROM report WHERE no = ?1")
            .and_then(|mut q| q.query_row([no], |row| row.get(0)))
            .map_err(|e| self.failed(e))?;
        let Some(before) = latest(self, &address)?.filter(|b| b.may_give_way_to(written)) else { return Ok(None) };
        self.run("UPDATE report SET latest = 0 WHERE no = ?1", params![before.no])?;
        self.run(
            "UPDATE report SET latest = 1, returned = ?2, written = coalesce(max(written, ?3), written, ?3) WHERE no = ?1",
            params![no, now, written],
        )?;
        self.left(before.no, now)?;
        self.left(no, now)?;
        Ok(Some(before.id))
    }

    fn statements(
        &self,
        report: i64,
        said: &[NewStatement<'_>],
        published: Option<PartialDate>,
    ) -> Result<(), StoreError> {
        let all = || {
            let mut rows = self.db.prepare_cached(
                "INSERT INTO statement (report, start, end, day, factuality) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            let mut words = self.db.prepare_cached(
                "INSERT INTO statement_words (rowid, who, recipient, said_by, type, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            for s in said {
                let when = PartialDate::parse(s.time).or(published).and_then(day);
                let no = rows.insert(params![report, s.start, s.end, when, s.factuality])?;
                words.execute(params![no, s.who, s.recipient, s.said_by, s.kind, s.place])?;
            }
            Ok(())
        };
        all().map_err(|e| self.failed(e))
    }
}

/// The newest version of an address.
struct Before {
    no: i64,
    id: String,
    written: Option<i64>,
    versions: i64,
    /// The story that a user put it into.
    pinned_to: Option<i64>,
}

impl Before {
    /// Whether a copy that was written then may be newer: a page that was saved earlier may be added later.
    fn may_give_way_to(&self, written: Option<i64>) -> bool {
        !matches!((written, self.written), (Some(w), Some(o)) if w < o)
    }
}

fn latest(writing: &Writing<'_>, address: &str) -> Result<Option<Before>, StoreError> {
    writing
        .db
        .prepare_cached(
            "SELECT no, id, written, (SELECT count(*) FROM report AS all_ WHERE all_.address = ?1), iif(pinned, story, NULL) \
             FROM report WHERE address = ?1 AND latest = 1",
        )
        .and_then(|mut q| {
            q.query_row([address], |row| {
                Ok(Before {
                    no: row.get(0)?,
                    id: row.get(1)?,
                    written: row.get(2)?,
                    versions: row.get(3)?,
                    pinned_to: row.get(4)?,
                })
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
