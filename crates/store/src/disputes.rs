//! Disputes as they are kept, from their first appearance on.

use crate::StoreError;
use crate::pack::unpack;
use crate::reports::find;
use crate::store::Store;
use crate::stories::StoryNo;

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
    /// That a user put it aside, if one did.
    pub dismissed: Option<Dismissed>,
}

/// A user put a dispute aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissed {
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
    /// Why; empty where no reason was given.
    pub why: String,
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

/// Of disputes, those that are counted: the open ones that no user dismissed.
pub(crate) const COUNTED: &str =
    "open = 1 AND NOT EXISTS (SELECT 1 FROM correction WHERE correction.dispute = dispute.no AND until IS NULL)";

impl Store {
    /// The disputes of a story, open ones first and dismissed ones last, each with what became of it.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged.
    pub fn disputes(&self, story: StoryNo) -> Result<Vec<KeptDispute>, StoreError> {
        self.kept_disputes(
            "WHERE dispute.story = ?1 ORDER BY correction.no IS NOT NULL, open DESC, dispute.no",
            &[&story.0],
        )
    }

    /// The dispute with this id, or with the only id that begins so.
    ///
    /// # Errors
    /// If there is none, or more than one.
    pub fn dispute(&self, id: &str) -> Result<KeptDispute, StoreError> {
        let no = find(&self.db, &self.path, "dispute", id)?;
        let unknown = || StoreError::Unknown { what: "dispute", id: id.to_owned() };
        self.kept_disputes("WHERE dispute.no = ?1", &[&no])?.pop().ok_or_else(unknown)
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
            "SELECT dispute.no, dispute.id, story.id, dispute.kind, status, question, open, appeared, dispute.told, \
             correction.at, correction.why FROM dispute JOIN story ON story.no = dispute.story \
             LEFT JOIN correction ON correction.dispute = dispute.no AND until IS NULL {rest}"
        );
        let mut query = self.db.prepare_cached(&sql).map_err(|e| self.failed(e))?;
        let rows: Vec<(i64, KeptDispute)> = query
            .query_map(params, |row| {
                let json: Vec<u8> = row.get(8)?;
                let (at, why): (Option<i64>, Option<String>) = (row.get(9)?, row.get(10)?);
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
                        dismissed: at.map(|at| Dismissed { at, why: why.unwrap_or_default() }),
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
