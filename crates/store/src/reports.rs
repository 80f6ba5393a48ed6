//! What is kept of reports, read back.

use std::path::Path;

use rashomon_page::Report;
use rashomon_story::Profile;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::disputes::COUNTED;
use crate::pack::{body, profile, unpack};
use crate::store::Store;
use crate::{Kept, StoreError};

/// Number of a version of a report within one store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportNo(pub(crate) i64);

/// A version of a report, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub no: ReportNo,
    /// Its id.
    pub id: String,
    /// What all its versions share: a URL, a path, or its own id.
    pub address: String,
    /// 1, 2, … in order of being added.
    pub version: i64,
    /// Whether it is the newest version.
    pub latest: bool,
    /// What it was called where it came from.
    pub name: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// When, ISO 8601, as far as it is known.
    pub published: Option<String>,
    /// When it was added: milliseconds since 1970, UTC.
    pub added: i64,
    /// When its page last returned to this version from a later one, if it ever did.
    pub returned: Option<i64>,
    /// The id of its story, once it is placed.
    pub story: Option<String>,
    /// Whether a user put it into that story, where it stays.
    pub pinned: bool,
}

impl Head {
    /// When this became what the page says: when it was added, or when the page returned to it.
    #[must_use]
    pub fn came(&self) -> i64 {
        self.returned.unwrap_or(self.added)
    }

    /// Whether the page said something else before, as far as it is known.
    #[must_use]
    pub fn replaces_another(&self) -> bool {
        self.version > 1 || self.returned.is_some()
    }
}

const HEAD: &str = "SELECT report.no, report.id, address, version, latest, name, report.title, outlet, url, published, added, \
                    returned, story.id, pinned FROM report LEFT JOIN story ON story.no = report.story";

fn head(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        no: ReportNo(row.get(0)?),
        id: row.get(1)?,
        address: row.get(2)?,
        version: row.get(3)?,
        latest: row.get(4)?,
        name: row.get(5)?,
        title: row.get(6)?,
        outlet: row.get(7)?,
        url: row.get(8)?,
        published: row.get(9)?,
        added: row.get(10)?,
        returned: row.get(11)?,
        story: row.get(12)?,
        pinned: row.get(13)?,
    })
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reports, newest versions only.
    pub reports: i64,
    /// Versions of reports.
    pub versions: i64,
    /// Stories.
    pub stories: i64,
    /// Reports that are not placed in a story yet.
    pub unplaced: i64,
    /// Disputes that are open, those left out that a user dismissed.
    pub disputes: i64,
    /// Bytes of the file.
    pub bytes: i64,
}

impl Store {
    /// How much there is.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let one = |sql: &str| self.db.query_row(sql, [], |row| row.get(0)).map_err(|e| self.failed(e));
        Ok(Counts {
            reports: one("SELECT count(*) FROM report WHERE latest = 1")?,
            versions: one("SELECT count(*) FROM report")?,
            stories: one("SELECT count(*) FROM story WHERE into_no IS NULL AND reports > 0")?,
            unplaced: one("SELECT count(*) FROM report WHERE story IS NULL")?,
            disputes: one(&format!("SELECT count(*) FROM dispute WHERE {COUNTED}"))?,
            bytes: one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
        })
    }

    /// Hands out the ids of all versions of all reports, in order of being added, until `each` fails.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn ids<E>(&self, mut each: impl FnMut(&str) -> Result<(), E>) -> Result<Result<(), E>, StoreError> {
        let mut query = self.db.prepare("SELECT id FROM report ORDER BY no").map_err(|e| self.failed(e))?;
        let mut rows = query.query([]).map_err(|e| self.failed(e))?;
        while let Some(row) = rows.next().map_err(|e| self.failed(e))? {
            let id: String = row.get(0).map_err(|e| self.failed(e))?;
            if let Err(e) = each(&id) {
                return Ok(Err(e));
            }
        }
        Ok(Ok(()))
    }

    /// The version of a report with this id, or with the only id that begins so.
    ///
    /// # Errors
    /// If there is none, or more than one.
    pub fn head(&self, id: &str) -> Result<Head, StoreError> {
        let no = find(&self.db, &self.path, "report", id)?;
        self.head_of(ReportNo(no))
    }

    pub(crate) fn head_of(&self, no: ReportNo) -> Result<Head, StoreError> {
        self.db
            .prepare_cached(&format!("{HEAD} WHERE report.no = ?1"))
            .and_then(|mut q| q.query_row([no.0], head))
            .map_err(|e| self.failed(e))
    }

    /// All versions of an address, oldest first. The newest is the last, also where the page returned to it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn versions(&self, address: &str) -> Result<Vec<Head>, StoreError> {
        self.heads(
            "WHERE address = ?1 ORDER BY latest, coalesce(written, 0), coalesce(returned, added), version",
            params![address],
        )
    }

    /// The reports of a story, newest versions, in order of publication.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn reports_of(&self, story: crate::StoryNo) -> Result<Vec<Head>, StoreError> {
        self.heads(
            "WHERE report.story = ?1 AND latest = 1 ORDER BY day IS NULL, day, coalesce(written, 0), report.no",
            params![story.0],
        )
    }

    fn heads(&self, rest: &str, params: &[&dyn rusqlite::ToSql]) -> Result<Vec<Head>, StoreError> {
        self.db
            .prepare_cached(&format!("{HEAD} {rest}"))
            .and_then(|mut q| q.query_map(params, head)?.collect())
            .map_err(|e| self.failed(e))
    }

    /// The report itself, under its id in the store.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn report(&self, head: &Head) -> Result<Report, StoreError> {
        let kept: Kept = serde_json::from_slice(&self.body(head)?.0).map_err(|_| self.damaged(head))?;
        Ok(Report { id: head.id.clone(), ..kept.into() })
    }

    /// Its reading, as `rashomon read --format jsonl` prints it; its `id` there is the name it came with.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn reading(&self, head: &Head) -> Result<Vec<u8>, StoreError> {
        Ok(self.body(head)?.1)
    }

    /// The bytes it was read from, and of what kind they are, where they were kept.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn original(&self, head: &Head) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let found: Option<(String, Vec<u8>)> = self
            .db
            .prepare_cached(
                "SELECT kind, bytes FROM original JOIN report ON report.original = original.no WHERE report.no = ?1",
            )
            .and_then(|mut q| q.query_row([head.no.0], |row| Ok((row.get(0)?, row.get(1)?))).optional())
            .map_err(|e| self.failed(e))?;
        found.map(|(kind, bytes)| Ok((kind, unpack(&bytes).ok_or_else(|| self.damaged(head))?))).transpose()
    }

    /// What the report is grouped by.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn profile(&self, head: &Head) -> Result<Profile, StoreError> {
        let bytes: Vec<u8> = self
            .db
            .prepare_cached("SELECT profile FROM body WHERE report = ?1")
            .and_then(|mut q| q.query_row([head.no.0], |row| row.get(0)))
            .map_err(|e| self.failed(e))?;
        profile(&bytes).ok_or_else(|| self.damaged(head))
    }

    fn body(&self, head: &Head) -> Result<(Vec<u8>, Vec<u8>), StoreError> {
        let (kept, reading, split): (Vec<u8>, Vec<u8>, Option<i64>) = self
            .db
            .prepare_cached("SELECT kept, reading, split FROM body WHERE report = ?1")
            .and_then(|mut q| q.query_row([head.no.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))))
            .map_err(|e| self.failed(e))?;
        body(&kept, &reading, split).ok_or_else(|| self.damaged(head))
    }

    pub(crate) fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }

    pub(crate) fn damaged(&self, head: &Head) -> StoreError {
        StoreError::Corrupt { path: self.path.clone(), what: format!("report {} cannot be unpacked", head.id) }
    }
}

/// The number of the row whose id is this, or begins so.
pub(crate) fn find(db: &Connection, path: &Path, what: &'static str, id: &str) -> Result<i64, StoreError> {
    // Every id begins with nothing, and a store of one report has only one.
    if id.is_empty() {
        return Err(StoreError::Unknown { what, id: String::new() });
    }
    // Above all ids that begin so: no digit of an id comes after '~'.
    let end = format!("{id}~");
    let found: Vec<(i64, String)> = db
        .prepare_cached(&format!("SELECT no, id FROM {what} WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 2"))
        .and_then(|mut q| q.query_map([id, &end], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .map_err(|e| StoreError::of(path, e))?;
    match &found[..] {
        [] => Err(StoreError::Unknown { what, id: id.to_owned() }),
        [(no, _)] => Ok(*no),
        [(no, whole), ..] if whole == id => Ok(*no),
        _ => Err(StoreError::Ambiguous { what, id: id.to_owned() }),
    }
}
