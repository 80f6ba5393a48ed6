//! What is told of a story, and its disputes from their first appearance on.

use rusqlite::{Row, params};

use crate::pack::unpack;
use crate::store::{Store, Writing};
use crate::stories::StoryNo;
use crate::{StoreError, ids};

/// What comparing the reports of a story showed.
#[derive(Clone, Debug, Default)]
pub struct NewTold<'a> {
    /// A headline.
    pub title: &'a str,
    /// First and last day of publication that is known.
    pub published: Option<(&'a str, &'a str)>,
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

/// A dispute as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDispute {
    /// Its id, which it keeps.
    pub id: String,
    /// The story's id.
    pub story: String,
    /// `happened`, `stance`, …
    pub kind: String,
    /// `dispute`, `revision` or `reversal`, as it last was.
    pub status: String,
    /// The question.
    pub question: String,
    /// Whether it was found when its story was last compared, and both cannot hold.
    pub open: bool,
    /// When it appeared: milliseconds since 1970, UTC.
    pub appeared: i64,
    /// The dispute as JSON, as it last was.
    pub json: Vec<u8>,
    /// What became of it, oldest first.
    pub history: Vec<Step>,
}

/// Something that became of a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
    /// `appeared`, `changed`, `settled` or `reopened`.
    pub what: String,
    /// Its status from then on; `gone` where it is no longer found.
    pub status: String,
    /// The id of the report that brought it about, where one did.
    pub by: Option<String>,
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
    /// Keeps what comparing the reports of a story showed, and notes what has become of its disputes.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn tell(&mut self, story: StoryNo, told: &NewTold<'_>, now: i64) -> Result<(), StoreError> {
        let mut old = self.old(story)?;
        let mut open = 0;
        for d in &told.disputes {
            let by = self.brought_by(d)?.or_else(|| told.last_added.map(str::to_owned));
            let at = old.iter().position(|o| o.is(d));
            open += i64::from(d.status == OPEN);
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
            "UPDATE story SET title = ?2, first = ?3, last = ?4, reports = ?5, sources = ?6, disputes = ?7, told = ?8, \
             stale = 0, changed = ?9 WHERE no = ?1",
            params![
                story.0,
                told.title,
                told.published.map(|p| p.0),
                told.published.map(|p| p.1),
                told.reports as i64,
                told.sources as i64,
                open,
                json,
                now
            ],
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

impl Store {
    /// The disputes of a story, open ones first, each with what became of it.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn disputes(&self, story: StoryNo) -> Result<Vec<KeptDispute>, StoreError> {
        self.kept_disputes("WHERE dispute.story = ?1 ORDER BY open DESC, dispute.no", &[&story.0])
    }

    /// Disputes that something became of since then (milliseconds since 1970), in whatever story.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn disputes_since(&self, since: i64) -> Result<Vec<KeptDispute>, StoreError> {
        self.kept_disputes(
            "WHERE dispute.no IN (SELECT dispute FROM dispute_history WHERE at >= ?1) ORDER BY dispute.no",
            &[&since],
        )
    }

    fn kept_disputes(&self, rest: &str, params: &[&dyn rusqlite::ToSql]) -> Result<Vec<KeptDispute>, StoreError> {
        let sql = format!(
            "SELECT dispute.no, dispute.id, story.id, kind, status, question, open, appeared, dispute.told FROM dispute \
             JOIN story ON story.no = dispute.story {rest}"
        );
        let mut query = self.db.prepare_cached(&sql).map_err(|e| self.failed(e))?;
        let rows: Vec<(i64, KeptDispute)> = query
            .query_map(params, |row| {
                let json: Vec<u8> = row.get(8)?;
                Ok((
                    row.get(0)?,
                    KeptDispute {
                        id: row.get(1)?,
                        story: row.get(2)?,
                        kind: row.get(3)?,
                        status: row.get(4)?,
                        question: row.get(5)?,
                        open: row.get(6)?,
                        appeared: row.get(7)?,
                        json,
                        history: Vec::new(),
                    },
                ))
            })
            .and_then(Iterator::collect)
            .map_err(|e| self.failed(e))?;
        let mut out = Vec::with_capacity(rows.len());
        for (no, mut d) in rows {
            d.json = unpack(&d.json).ok_or_else(|| StoreError::Corrupt {
                path: self.path.clone(),
                what: format!("dispute {} cannot be unpacked", d.id),
            })?;
            d.history = self
                .db
                .prepare_cached("SELECT at, what, status, by FROM dispute_history WHERE dispute = ?1 ORDER BY no")
                .and_then(|mut q| {
                    q.query_map([no], |row| {
                        Ok(Step { at: row.get(0)?, what: row.get(1)?, status: row.get(2)?, by: row.get(3)? })
                    })?
                    .collect()
                })
                .map_err(|e| self.failed(e))?;
            out.push(d);
        }
        Ok(out)
    }
}
