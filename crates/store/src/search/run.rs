//! Searching.

use std::collections::HashMap;

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Query;
use crate::StoreError;
use crate::reports::{Head, ReportNo};
use crate::store::Store;

/// Reports that are ranked by how well they fit. Of a word that more than these hold, the last added are ranked.
const RANKED: usize = 10_000;
/// Statements that are looked at for fields, the last added first.
const STATEMENTS: usize = 10_000;
/// A word of the headline counts as so many of the text.
const TITLE: f64 = 4.0;

/// A report that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The report.
    pub head: Head,
    /// Sentences in which the fields that were asked for hold, in code points of its text; none where only words were asked for.
    pub statements: Vec<(u32, u32)>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Reports, the best first.
    pub hits: Vec<Hit>,
    /// There are more.
    pub more: bool,
    /// So many fit that only the last added were ranked.
    pub ranked_last_only: bool,
}

impl Store {
    /// Searches for reports, newest versions only, and takes `limit` of them after the first `skip`.
    ///
    /// Words are ranked by BM25, the headline counting more; where only fields are asked for, the report with most
    /// statements that fit is first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn search(&self, query: &Query, skip: usize, limit: usize) -> Result<Found, StoreError> {
        let (ranked, statements, ranked_last_only) = match query.fields_match() {
            Some(fields) => self.by_fields(query, &fields)?,
            None => self.by_words(query, skip + limit + 1)?,
        };
        let more = ranked.len() > skip + limit;
        let mut statements = statements;
        let hits = ranked
            .into_iter()
            .skip(skip)
            .take(limit)
            .map(|no| {
                let mut spans = statements.remove(&no).unwrap_or_default();
                spans.sort_unstable();
                spans.dedup();
                Ok(Hit { head: self.head_of(ReportNo(no))?, statements: spans })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Found { hits, more, ranked_last_only })
    }

    /// Conditions on reports, and their values.
    fn on_reports(query: &Query, day: &str) -> (String, Vec<Value>) {
        let mut sql = String::from(" AND report.latest = 1");
        let mut values = Vec::new();
        if let Some(from) = query.from {
            sql.push_str(&format!(" AND {day} >= ?"));
            values.push(Value::Integer(from));
        }
        if let Some(until) = query.until {
            sql.push_str(&format!(" AND {day} < ?"));
            values.push(Value::Integer(until));
        }
        if let Some(outlet) = &query.outlet {
            sql.push_str(" AND instr(lower(report.outlet), ?) > 0");
            values.push(Value::Text(outlet.to_lowercase()));
        }
        if let Some(disputed) = query.disputed {
            let not = if disputed { "" } else { "NOT " };
            sql.push_str(&format!(
                " AND {not}EXISTS (SELECT 1 FROM story WHERE story.no = report.story AND story.disputes > 0)"
            ));
        }
        if let Some(words) = query.words_excluded() {
            sql.push_str(" AND report.no NOT IN (SELECT rowid FROM report_words WHERE report_words MATCH ?)");
            values.push(Value::Text(words));
        }
        (sql, values)
    }

    #[expect(clippy::type_complexity, reason = "three things that are taken apart at once")]
    fn by_words(
        &self,
        query: &Query,
        want: usize,
    ) -> Result<(Vec<i64>, HashMap<i64, Vec<(u32, u32)>>, bool), StoreError> {
        let (conditions, more) = Self::on_reports(query, "report.day");
        let Some(words) = query.words_match() else {
            let sql = format!("SELECT no FROM report WHERE 1 {conditions} ORDER BY day DESC, no DESC LIMIT ?");
            let values = more.into_iter().chain([Value::Integer(want as i64)]);
            return Ok((self.numbers(&sql, values)?, HashMap::new(), false));
        };
        let count: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM report_words WHERE report_words MATCH ?1 LIMIT ?2)")
            .and_then(|mut q| q.query_row((&words, RANKED as i64 + 1), |row| row.get(0)))
            .map_err(|e| self.failed(e))?;
        let too_many = count > RANKED as i64;
        // Ranking looks at every report that holds one of the words; where that is much of the store, the newest will do.
        let sql = if too_many {
            format!(
                "SELECT report.no FROM report_words JOIN report ON report.no = report_words.rowid \
                 WHERE report_words MATCH ? {conditions} ORDER BY report_words.rowid DESC LIMIT ?"
            )
        } else {
            format!(
                "SELECT report.no FROM report_words JOIN report ON report.no = report_words.rowid \
                 WHERE report_words MATCH ? {conditions} ORDER BY bm25(report_words, {TITLE}, 1.0), report.no DESC LIMIT ?"
            )
        };
        let values = [Value::Text(words)].into_iter().chain(more).chain([Value::Integer(want as i64)]);
        Ok((self.numbers(&sql, values)?, HashMap::new(), too_many))
    }

    fn numbers(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<i64>, StoreError> {
        self.db
            .prepare_cached(sql)
            .and_then(|mut q| q.query_map(params_from_iter(values), |row| row.get(0))?.collect())
            .map_err(|e| self.failed(e))
    }

    #[expect(clippy::type_complexity, reason = "three things that are taken apart at once")]
    fn by_fields(
        &self,
        query: &Query,
        fields: &str,
    ) -> Result<(Vec<i64>, HashMap<i64, Vec<(u32, u32)>>, bool), StoreError> {
        let (mut conditions, mut more) = Self::on_reports(query, "statement.day");
        if let Some(words) = query.words_match() {
            conditions.push_str(" AND statement.report IN (SELECT rowid FROM report_words WHERE report_words MATCH ?)");
            more.push(Value::Text(words));
        }
        let sql = format!(
            "SELECT statement.report, statement.start, statement.end FROM statement_words \
             JOIN statement ON statement.no = statement_words.rowid JOIN report ON report.no = statement.report \
             WHERE statement_words MATCH ? {conditions} ORDER BY statement_words.rowid DESC LIMIT ?"
        );
        let values =
            [Value::Text(fields.to_owned())].into_iter().chain(more).chain([Value::Integer(STATEMENTS as i64)]);
        let rows: Vec<(i64, u32, u32)> = self
            .db
            .prepare_cached(&sql)
            .and_then(|mut q| {
                q.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
            })
            .map_err(|e| self.failed(e))?;
        let too_many = rows.len() == STATEMENTS;
        let mut order = Vec::new();
        let mut spans: HashMap<i64, Vec<(u32, u32)>> = HashMap::new();
        for (report, start, end) in rows {
            let at = spans.entry(report).or_default();
            if at.is_empty() {
                order.push(report);
            }
            at.push((start, end));
        }
        // Stable: of those with as many statements the last added stays first.
        order.sort_by_key(|r| std::cmp::Reverse(spans[r].len()));
        Ok((order, spans, too_many))
    }
}
