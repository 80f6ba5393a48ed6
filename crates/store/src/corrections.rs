//! What a user put right: kept apart from what was found, and held to whatever is found anew.

use std::collections::BTreeMap;

use rusqlite::{Row, params};

use crate::StoreError;
use crate::reports::find;
use crate::store::{Store, Writing};
use crate::stories::{StoryNo, whole};

/// Something that is to be put right. Reports, stories and disputes are named by their ids, or the beginnings of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewCorrection<'a> {
    /// A report belongs to another story.
    Moved {
        /// The report, in whichever version.
        report: &'a str,
        /// The story; `None` for one of its own.
        to: Option<&'a str>,
    },
    /// A dispute is none, or not worth a look.
    Dismissed {
        /// The dispute.
        dispute: &'a str,
        /// Why; may be empty.
        why: &'a str,
    },
    /// A name is another name of an actor.
    SameActor {
        /// The other name.
        name: &'a str,
        /// Whose.
        is: &'a str,
    },
}

/// What was put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corrected {
    /// A report was moved.
    Moved {
        /// The id of the report.
        report: String,
        /// The id of the story that it was in, if it was in one.
        from: Option<String>,
        /// The id of the story that it belongs to.
        to: String,
    },
    /// A dispute was put aside.
    Dismissed {
        /// The id of the dispute.
        dispute: String,
        /// Why; empty where no reason was given.
        why: String,
    },
    /// A name is another name of an actor.
    SameActor {
        /// The other name.
        name: String,
        /// Whose.
        is: String,
    },
}

/// A correction that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its number, by which it is taken back.
    pub no: i64,
    /// When it was made: milliseconds since 1970, UTC.
    pub at: i64,
    /// What was put right.
    pub what: Corrected,
}

/// Corrections that hold.
const HOLD: &str = "SELECT correction.no, correction.at, correction.kind, report.id, origin.id, story.id, dispute.id, why, correction.name, \
                    means FROM correction LEFT JOIN report ON report.no = correction.report \
                    LEFT JOIN story AS origin ON origin.no = correction.origin LEFT JOIN story ON story.no = correction.story \
                    LEFT JOIN dispute ON dispute.no = correction.dispute WHERE until IS NULL";

fn correction(row: &Row<'_>) -> rusqlite::Result<Correction> {
    let what = match row.get::<_, String>(2)?.as_str() {
        "moved" => Corrected::Moved { report: row.get(3)?, from: row.get(4)?, to: row.get(5)? },
        "dismissed" => Corrected::Dismissed { dispute: row.get(6)?, why: row.get(7)? },
        _ => Corrected::SameActor { name: row.get(8)?, is: row.get(9)? },
    };
    Ok(Correction { no: row.get(0)?, at: row.get(1)?, what })
}

impl Store {
    /// The corrections that hold, the last made first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn corrections(&self) -> Result<Vec<Correction>, StoreError> {
        self.db
            .prepare_cached(&format!("{HOLD} ORDER BY correction.no DESC"))
            .and_then(|mut q| q.query_map([], correction)?.collect())
            .map_err(|e| self.failed(e))
    }

    /// Every name that a user called another name of an actor, and the name it stands for in the end.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn actors_same(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let names: BTreeMap<String, String> = self
            .db
            .prepare_cached("SELECT name, means FROM correction WHERE kind = 'same' AND until IS NULL")
            .and_then(|mut q| q.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .map_err(|e| self.failed(e))?;
        let whole = |name: &String| match stands_for(&names, name) {
            Some(is) => Ok((name.clone(), is.to_owned())),
            None => {
                let what = format!("the name {name:?} leads in a circle");
                Err(StoreError::Corrupt { path: self.path.clone(), what })
            }
        };
        names.keys().map(whole).collect()
    }
}

/// The name that this one stands for in the end. `None` if it leads in a circle.
fn stands_for<'a>(names: &'a BTreeMap<String, String>, name: &'a str) -> Option<&'a str> {
    let mut at = name;
    for _ in 0..=names.len() {
        match names.get(at) {
            Some(next) => at = next,
            None => return Some(at),
        }
    }
    None
}

impl Writing<'_> {
    /// Puts something right. It takes the place of what was said before of the same report, dispute or name.
    ///
    /// - A report that is *moved* goes with all its versions, those included that are yet to come, and stays: [`Writing::place`]
    ///   and [`Writing::merged`] leave it where it is.
    /// - A dispute that is *dismissed* keeps its id and its history and is not counted, whatever is found of it.
    /// - Of two names of the *same* actor one stands for the other ([`Store::actors_same`]).
    ///
    /// ```
    /// use rashomon_store::{NewCorrection, Store};
    /// let dir = tempfile::tempdir()?;
    /// let path = dir.path().join("desk.rashomon");
    /// let _writer = Store::open_to_write(&path, &mut |_holder| false)?;
    /// let mut store = Store::open_to_correct(&path)?;
    /// let same = |name, is| NewCorrection::SameActor { name, is };
    /// let made = store.write(|w| w.correct(&same("V. Talvik", "Igor Talvik"), 1_940_000_000_000))?;
    /// assert_eq!(store.actors_same()?["V. Talvik"], "Igor Talvik");
    /// assert!(store.write(|w| w.correct(&same("Igor Talvik", "V. Talvik"), 1_940_000_000_001)).is_err());
    /// store.write(|w| w.take_back(made.no, 1_940_000_000_002))?;
    /// assert!(store.actors_same()?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If there is no such report, story or dispute, a name would stand for itself, or the store cannot be written.
    pub fn correct(&mut self, new: &NewCorrection<'_>, now: i64) -> Result<Correction, StoreError> {
        match *new {
            NewCorrection::Moved { report, to } => self.move_report(report, to, now)?,
            NewCorrection::Dismissed { dispute, why } => {
                let dispute = find(self.db, self.path, "dispute", dispute)?;
                self.run(
                    "UPDATE correction SET until = ?2 WHERE dispute = ?1 AND until IS NULL",
                    params![dispute, now],
                )?;
                self.run(
                    "INSERT INTO correction (at, kind, dispute, why) VALUES (?1, 'dismissed', ?2, ?3)",
                    params![now, dispute, why],
                )?;
            }
            NewCorrection::SameActor { name, is } => self.same_actor(name.trim(), is.trim(), now)?,
        }
        let no = self.db.last_insert_rowid();
        self.count_disputes_of(no)?;
        self.db
            .prepare_cached(&format!("{HOLD} AND correction.no = ?1"))
            .and_then(|mut q| q.query_row([no], correction))
            .map_err(|e| self.failed(e))
    }

    fn move_report(&mut self, report: &str, to: Option<&str>, now: i64) -> Result<(), StoreError> {
        let report = find(self.db, self.path, "report", report)?;
        let (id, from): (String, Option<i64>) = self
            .db
            .prepare_cached("SELECT id, story FROM report WHERE no = ?1")
            .and_then(|mut q| q.query_row([report], |row| Ok((row.get(0)?, row.get(1)?))))
            .map_err(|e| self.failed(e))?;
        let to = match to {
            Some(story) => whole(self.db, self.path, story)?,
            None => self.new_story(&id, now)?,
        };
        self.run(
            "UPDATE correction SET until = ?2 WHERE until IS NULL AND report IN \
             (SELECT no FROM report WHERE address = (SELECT address FROM report WHERE no = ?1))",
            params![report, now],
        )?;
        self.put_versions(report, Some(to), now)?;
        self.came(to, now)?;
        self.run(
            "INSERT INTO correction (at, kind, report, origin, story) VALUES (?1, 'moved', ?2, ?3, ?4)",
            params![now, report, from, to.0],
        )
    }

    /// Puts all versions of a report into a story and holds them there, or into none and holds them no longer.
    fn put_versions(&mut self, report: i64, to: Option<StoryNo>, now: i64) -> Result<(), StoreError> {
        self.run(
            "UPDATE story SET stale = 1, changed = ?2, revision = revision + 1 WHERE no IN \
             (SELECT story FROM report WHERE address = (SELECT address FROM report WHERE no = ?1))",
            params![report, now],
        )?;
        self.run(
            "UPDATE report SET story = ?2, pinned = ?3 WHERE address = (SELECT address FROM report WHERE no = ?1)",
            params![report, to.map(|s| s.0), to.is_some()],
        )
    }

    fn same_actor(&mut self, name: &str, is: &str, now: i64) -> Result<(), StoreError> {
        if name.is_empty() || is.is_empty() {
            return Err(StoreError::Refused("a name is wanted".to_owned()));
        }
        let names: BTreeMap<String, String> = self
            .db
            .prepare_cached("SELECT name, means FROM correction WHERE kind = 'same' AND until IS NULL AND name <> ?1")
            .and_then(|mut q| q.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .map_err(|e| self.failed(e))?;
        if stands_for(&names, is).is_none_or(|whole| whole == name) {
            return Err(StoreError::Refused(format!("{is:?} stands for {name:?} itself")));
        }
        self.run("UPDATE correction SET until = ?2 WHERE name = ?1 AND until IS NULL", params![name, now])?;
        self.run("INSERT INTO correction (at, kind, name, means) VALUES (?1, 'same', ?2, ?3)", params![now, name, is])
    }

    /// Takes a correction back. A report that was moved is then in no story, and is placed anew.
    ///
    /// # Errors
    /// If there is none of this number that holds, or the store cannot be written.
    pub fn take_back(&mut self, no: i64, now: i64) -> Result<(), StoreError> {
        let held = self
            .db
            .prepare_cached("UPDATE correction SET until = ?2 WHERE no = ?1 AND until IS NULL")
            .and_then(|mut q| q.execute(params![no, now]))
            .map_err(|e| self.failed(e))?;
        if held == 0 {
            return Err(StoreError::Unknown { what: "correction", id: no.to_string() });
        }
        let report: Option<i64> = self
            .db
            .prepare_cached("SELECT report FROM correction WHERE no = ?1")
            .and_then(|mut q| q.query_row([no], |row| row.get(0)))
            .map_err(|e| self.failed(e))?;
        if let Some(report) = report {
            self.put_versions(report, None, now)?;
        }
        self.count_disputes_of(no)
    }

    /// Counts the disputes anew of the story whose dispute this correction is of, if it is of one.
    fn count_disputes_of(&self, no: i64) -> Result<(), StoreError> {
        let story: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT dispute.story FROM correction LEFT JOIN dispute ON dispute.no = correction.dispute \
                 WHERE correction.no = ?1",
            )
            .and_then(|mut q| q.query_row([no], |row| row.get(0)))
            .map_err(|e| self.failed(e))?;
        story.map_or(Ok(()), |story| self.count_disputes(StoryNo(story)))
    }
}
