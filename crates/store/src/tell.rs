//! What comparing the reports of a story showed is kept, and so is what has become of its disputes.

use rusqlite::{Row, params};

use crate::disputes::COUNTED;
use crate::store::Writing;
use crate::stories::StoryNo;
use crate::{StoreError, ids};

/// What comparing the reports of a story showed.
#[derive(Clone, Debug, Default)]
pub struct NewTold<'a> {
    /// A headline.
    pub title: &'a str,
    /// First and last day of publication that is known.
    pub published: Option<(&'a str, &'a str)>,
    /// What [`Store::revision`] was when they were read: if it has changed since, they are to be compared again.
    pub revision: i64,
    /// How many reports.
    pub reports: usize,
    /// How many independent sources.
    pub sources: usize,
    /// The story as `rashomon compare --format json` prints it.
    pub json: &'a [u8],
    /// Its disputes.
    pub disputes: Vec<NewDispute>,
    /// The report that was added last, on whose account things may have changed.
    pub last_added: Option<&'a str>,
}

/// A dispute as comparing showed it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewDispute {
    /// `happened`, `stance`, …
    pub kind: String,
    /// `dispute`, `revision` or `reversal`.
    pub status: String,
    /// The question.
    pub question: String,
    /// Report, start and end of each statement, in code points.
    pub evidence: Vec<(String, u32, u32)>,
    /// The dispute as JSON.
    pub json: Vec<u8>,
}

struct Old {
    no: i64,
    kind: String,
    status: String,
    question: String,
    open: bool,
    evidence: Vec<(String, u32, u32)>,
}

impl Old {
    /// Whether it is the same dispute: the same question, or the same sentences on two sides.
    fn is(&self, new: &NewDispute) -> bool {
        let shared = || {
            let meets = |n: &&(String, u32, u32)| self.evidence.iter().any(|o| o.0 == n.0 && o.1 < n.2 && n.1 < o.2);
            new.evidence.iter().filter(meets).count() >= 2
        };
        self.kind == new.kind && (self.question == new.question || shared())
    }
}

/// Both cannot hold, and nothing has replaced one of them.
const OPEN: &str = "dispute";

impl Writing<'_> {
    /// Keeps what comparing the reports of a story showed, and notes what has become of its disputes. If reports came to the
    /// story or left it meanwhile, it still waits to be compared.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn tell(&mut self, story: StoryNo, told: &NewTold<'_>, now: i64) -> Result<(), StoreError> {
        let mut old = self.old(story)?;
        for d in &told.disputes {
            let by = self.brought_by(d)?.or_else(|| told.last_added.map(str::to_owned));
            let at = old.iter().position(|o| o.is(d));
            match at.map(|n| old.swap_remove(n)) {
                Some(o) => self.go_on(&o, d, by.as_deref(), now)?,
                None => self.appear(story, d, by.as_deref(), now)?,
            }
        }
        for o in old.iter().filter(|o| o.open) {
            self.run("UPDATE dispute SET open = 0 WHERE no = ?1", params![o.no])?;
            self.step(o.no, now, "settled", "gone", told.last_added)?;
        }
        let json = self.pack(told.json)?;
        self.run(
            "UPDATE story SET title = ?2, first = ?3, last = ?4, reports = ?5, sources = ?6, told = ?7, \
             stale = revision <> ?8, changed = ?9 WHERE no = ?1",
            params![
                story.0,
                told.title,
                told.published.map(|p| p.0),
                told.published.map(|p| p.1),
                told.reports as i64,
                told.sources as i64,
                json,
                told.revision,
                now
            ],
        )?;
        self.count_disputes(story)
    }

    /// Counts the disputes of a story anew.
    pub(crate) fn count_disputes(&self, story: StoryNo) -> Result<(), StoreError> {
        self.run(
            &format!(
                "UPDATE story SET disputes = (SELECT count(*) FROM dispute WHERE story = ?1 AND {COUNTED}) WHERE no = ?1"
            ),
            params![story.0],
        )
    }

    fn appear(&mut self, story: StoryNo, d: &NewDispute, by: Option<&str>, now: i64) -> Result<(), StoreError> {
        let first = d.evidence.first().map_or("", |e| &e.0);
        let packed = self.pack(&d.json)?;
        for n in 0.. {
            let number = n.to_string();
            let id = format!("d{}", &ids::id_of(&[&d.kind, &d.question, first, &number])[..12]);
            let made = self
                .db
                .prepare_cached(
                    "INSERT OR IGNORE INTO dispute (id, story, kind, status, question, open, appeared, evidence, told) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )
                .and_then(|mut q| {
                    let (open, evidence) = (d.status == OPEN, evidence_text(&d.evidence));
                    q.execute(params![id, story.0, d.kind, d.status, d.question, open, now, evidence, packed])
                })
                .map_err(|e| self.failed(e))?;
            if made == 1 {
                break;
            }
        }
        self.step(self.db.last_insert_rowid(), now, "appeared", &d.status, by)
    }

    fn go_on(&mut self, o: &Old, d: &NewDispute, by: Option<&str>, now: i64) -> Result<(), StoreError> {
        let open = d.status == OPEN;
        let packed = self.pack(&d.json)?;
        self.run(
            "UPDATE dispute SET status = ?2, question = ?3, open = ?4, evidence = ?5, told = ?6 WHERE no = ?1",
            params![o.no, d.status, d.question, open, evidence_text(&d.evidence), packed],
        )?;
        let what = match (o.open, open) {
            (true, false) => "settled",
            (false, true) => "reopened",
            _ if o.status != d.status || o.question != d.question || o.evidence != d.evidence => "changed",
            _ => return Ok(()),
        };
        self.step(o.no, now, what, &d.status, by)
    }

    /// The report of a dispute that was added last: with it, there was one.
    fn brought_by(&self, d: &NewDispute) -> Result<Option<String>, StoreError> {
        let mut last: Option<(i64, &str)> = None;
        for (id, ..) in &d.evidence {
            let no: Option<i64> = self
                .db
                .prepare_cached("SELECT max(no) FROM report WHERE id = ?1")
                .and_then(|mut q| q.query_row([id], |row| row.get(0)))
                .map_err(|e| self.failed(e))?;
            last = last.max(no.map(|no| (no, id.as_str())));
        }
        Ok(last.map(|l| l.1.to_owned()))
    }

    fn old(&self, story: StoryNo) -> Result<Vec<Old>, StoreError> {
        let row = |row: &Row<'_>| {
            Ok(Old {
                no: row.get(0)?,
                kind: row.get(1)?,
                status: row.get(2)?,
                question: row.get(3)?,
                open: row.get(4)?,
                evidence: serde_json::from_str(&row.get::<_, String>(5)?).unwrap_or_default(),
            })
        };
        self.db
            .prepare_cached(
                "SELECT no, kind, status, question, open, evidence FROM dispute WHERE story = ?1 ORDER BY no",
            )
            .and_then(|mut q| q.query_map([story.0], row)?.collect())
            .map_err(|e| self.failed(e))
    }

    fn step(&self, dispute: i64, at: i64, what: &str, status: &str, by: Option<&str>) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO dispute_history (dispute, at, what, status, by) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![dispute, at, what, status, by],
        )
    }

    pub(crate) fn run(&self, sql: &str, params: &[&dyn rusqlite::ToSql]) -> Result<(), StoreError> {
        self.db.prepare_cached(sql).and_then(|mut q| q.execute(params)).map_err(|e| self.failed(e))?;
        Ok(())
    }
}

fn evidence_text(evidence: &[(String, u32, u32)]) -> String {
    serde_json::to_string(evidence).unwrap_or_default()
}
