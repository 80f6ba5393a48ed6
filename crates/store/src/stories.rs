//! Stories: which reports they have, what was told of them, and what became of them.

use std::path::Path;

use rashomon_story::Profile;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::StoreError;
use crate::pack::{profile, unpack};
use crate::reports::{ReportNo, find};
use crate::store::Store;

/// Number of a story within one store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryNo(pub(crate) i64);

/// A report that is not in a story yet.
pub struct Unplaced {
    /// Its number.
    pub no: ReportNo,
    /// Its id.
    pub id: String,
    /// What it is grouped by.
    pub profile: Profile,
}

/// A report that is in a story.
pub struct Placed {
    /// Its number.
    pub no: ReportNo,
    /// The story.
    pub story: StoryNo,
    /// How many reports the story had when it was last grouped anew.
    pub looked_at: usize,
    /// What it is grouped by.
    pub profile: Profile,
}

/// A story without what is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryHead {
    /// Its number.
    pub no: StoryNo,
    /// Its id.
    pub id: String,
    /// A headline.
    pub title: String,
    /// First and last day of publication that is known.
    pub published: Option<(String, String)>,
    /// How many reports.
    pub reports: i64,
    /// How many independent sources.
    pub sources: i64,
    /// How many open disputes.
    pub disputes: i64,
    /// When it last changed: milliseconds since 1970, UTC.
    pub changed: i64,
}

const STORY: &str = "SELECT no, id, title, first, last, reports, sources, disputes, changed FROM story";

fn story_head(row: &Row<'_>) -> rusqlite::Result<StoryHead> {
    let days: (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
    Ok(StoryHead {
        no: StoryNo(row.get(0)?),
        id: row.get(1)?,
        title: row.get(2)?,
        published: days.0.zip(days.1),
        reports: row.get(5)?,
        sources: row.get(6)?,
        disputes: row.get(7)?,
        changed: row.get(8)?,
    })
}

/// Which stories to list.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Changed since: milliseconds since 1970, UTC.
    pub since: Option<i64>,
    /// Somebody who does, is done to, or says something in it.
    pub actor: Option<String>,
    /// A place where something of it happens.
    pub place: Option<String>,
    /// With open disputes only.
    pub disputed: bool,
    /// Where reports part at all: with open disputes, or with revisions and reversals that were found once.
    pub parted: bool,
    /// At most so many.
    pub limit: usize,
}

impl Store {
    /// Reports that are in no story yet, in order of being added, at most `limit`.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn unplaced(&self, limit: usize) -> Result<Vec<Unplaced>, StoreError> {
        let mut query = self
            .db
            .prepare_cached(
                "SELECT no, id, profile FROM report JOIN body ON body.report = report.no WHERE story IS NULL ORDER BY no LIMIT ?1",
            )
            .map_err(|e| self.failed(e))?;
        let rows = query
            .query_map([limit as i64], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?)))
            .map_err(|e| self.failed(e))?;
        let mut out = Vec::new();
        for row in rows {
            let (no, id, bytes) = row.map_err(|e| self.failed(e))?;
            let Some(profile) = profile(&bytes) else {
                let what = format!("what report {id} is grouped by cannot be read");
                return Err(StoreError::Corrupt { path: self.path.clone(), what });
            };
            out.push(Unplaced { no: ReportNo(no), id, profile });
        }
        Ok(out)
    }

    /// The `most` last of the reports that are in a story, in order of being added. One that cannot be read is left out: it
    /// stays where it is.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn placed(&self, most: usize) -> Result<Vec<Placed>, StoreError> {
        let mut query = self
            .db
            .prepare(
                "SELECT report.no, story, looked_at, profile FROM report JOIN story ON story.no = report.story \
                 JOIN body ON body.report = report.no ORDER BY report.no DESC LIMIT ?1",
            )
            .map_err(|e| self.failed(e))?;
        let rows = query
            .query_map([most as i64], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?, row.get::<_, Vec<u8>>(3)?))
            })
            .map_err(|e| self.failed(e))?;
        let mut out = Vec::new();
        for row in rows {
            let (no, story, looked_at, bytes) = row.map_err(|e| self.failed(e))?;
            if let Some(profile) = profile(&bytes) {
                let looked_at = usize::try_from(looked_at).unwrap_or(0);
                out.push(Placed { no: ReportNo(no), story: StoryNo(story), looked_at, profile });
            }
        }
        out.reverse();
        Ok(out)
    }

    /// The story with this id, or with the only id that begins so. One that turned out to be part of another leads there.
    ///
    /// # Errors
    /// If there is none, or more than one.
    pub fn story(&self, id: &str) -> Result<StoryHead, StoreError> {
        self.story_head(whole(&self.db, &self.path, id)?)
    }

    /// The story of this number.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn story_head(&self, no: StoryNo) -> Result<StoryHead, StoreError> {
        self.db
            .prepare_cached(&format!("{STORY} WHERE no = ?1"))
            .and_then(|mut q| q.query_row([no.0], story_head))
            .map_err(|e| self.failed(e))
    }

    /// What is told of a story: an element of `stories` of `rashomon compare --format json`. `None` until its reports are compared.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn told(&self, no: StoryNo) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes: Option<Option<Vec<u8>>> = self
            .db
            .prepare_cached("SELECT told FROM story WHERE no = ?1")
            .and_then(|mut q| q.query_row([no.0], |row| row.get(0)).optional())
            .map_err(|e| self.failed(e))?;
        let damaged = || StoreError::Corrupt { path: self.path.clone(), what: "a story cannot be unpacked".to_owned() };
        bytes.flatten().map(|b| unpack(&b).ok_or_else(damaged)).transpose()
    }

    /// Stories, the last changed first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn stories(&self, wanted: &Wanted) -> Result<Vec<StoryHead>, StoreError> {
        let mut sql = format!("{STORY} WHERE into_no IS NULL AND reports > 0");
        let mut values: Vec<Box<dyn rusqlite::ToSql>> = Vec::new();
        if let Some(since) = wanted.since {
            sql.push_str(" AND changed >= ?");
            values.push(Box::new(since));
        }
        if wanted.disputed {
            sql.push_str(" AND disputes > 0");
        }
        if wanted.parted {
            sql.push_str(" AND (disputes > 0 OR EXISTS (SELECT 1 FROM dispute WHERE dispute.story = story.no AND status <> 'dispute'))");
        }
        let mut said = |columns: &str, name: &str| {
            let words = crate::search::every_word(columns, name);
            // Nobody is called by no word at all.
            if words.is_empty() {
                sql.push_str(" AND 0");
                return;
            }
            sql.push_str(
                " AND no IN (SELECT story FROM report JOIN statement ON statement.report = report.no WHERE latest = 1 AND \
                 statement.no IN (SELECT rowid FROM statement_words WHERE statement_words MATCH ?))",
            );
            values.push(Box::new(words));
        };
        if let Some(actor) = &wanted.actor {
            said("who recipient said_by", actor);
        }
        if let Some(place) = &wanted.place {
            said("place", place);
        }
        sql.push_str(" ORDER BY changed DESC, no DESC LIMIT ?");
        values.push(Box::new(wanted.limit as i64));
        let values: Vec<&dyn rusqlite::ToSql> = values.iter().map(AsRef::as_ref).collect();
        self.db
            .prepare(&sql)
            .and_then(|mut q| q.query_map(&values[..], story_head)?.collect())
            .map_err(|e| self.failed(e))
    }

    /// How often reports came to a story or left it. Who compares them reads this in one transaction with them ([`Store::read`]).
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn revision(&self, no: StoryNo) -> Result<i64, StoreError> {
        self.db
            .prepare_cached("SELECT revision FROM story WHERE no = ?1")
            .and_then(|mut q| q.query_row([no.0], |row| row.get(0)))
            .map_err(|e| self.failed(e))
    }

    /// Stories whose reports are still to be compared, those that wait longest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn stale(&self) -> Result<Vec<StoryNo>, StoreError> {
        self.db
            .prepare_cached("SELECT no FROM story WHERE stale = 1 AND into_no IS NULL ORDER BY changed, no")
            .and_then(|mut q| q.query_map([], |row| Ok(StoryNo(row.get(0)?)))?.collect())
            .map_err(|e| self.failed(e))
    }
}

/// The story with this id, or the one that it turned out to be part of.
pub(crate) fn whole(db: &Connection, path: &Path, id: &str) -> Result<StoryNo, StoreError> {
    let mut no = find(db, path, "story", id)?;
    // As many steps as there may be merges; a damaged file may hold a circle.
    for _ in 0..1000 {
        let into: Option<i64> = db
            .query_row("SELECT into_no FROM story WHERE no = ?1", [no], |row| row.get(0))
            .map_err(|e| StoreError::of(path, e))?;
        match into {
            Some(next) => no = next,
            None => return Ok(StoryNo(no)),
        }
    }
    Err(StoreError::Corrupt { path: path.to_path_buf(), what: format!("story {id} leads in a circle") })
}
