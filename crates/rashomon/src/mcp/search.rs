//! `search`: reports by words and by fields of what they say.

use rashomon_store::{Hit, Query};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page::Page;
use super::quote::{Quote, ReportRef};
use super::room::LeftOut;
use super::{Ask, Desk, McpError, about, within};

const USUAL: usize = 10;
const MOST: usize = 50;
/// Characters of a query.
const LONGEST: usize = 500;
/// Sentences of one report that are quoted.
const QUOTES: usize = 3;
/// Code points of each.
const QUOTE: u32 = 600;

/// What to search for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchArgs {
    /// Words (all must stand in the report), "phrases", -words that must not, and fields: who:NAME (does it), to:NAME (it is done to),
    /// said-by:NAME (on whose word), type:AGREE (PLOVER: AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE
    /// THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT), place:NAME, date:2031-06 or date:FIRST..LAST, after:DATE, before:DATE,
    /// outlet:NAME, disputed:yes. who, to, said-by, type and place must hold of one statement. Words are matched as written, whatever
    /// their case: give few and telling ones
    #[schemars(length(max = 500))]
    query: String,
    /// Reports at most; 10 if nothing is said
    #[schemars(range(min = 1, max = 50))]
    limit: Option<usize>,
    /// Reports to pass over, to see the next ones
    #[serde(default)]
    skip: usize,
}

/// What was found.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SearchAnswer {
    /// Reports, the best first
    hits: Vec<SearchHit>,
    /// `skip` of the call that shows the next ones; absent if these are all
    #[serde(skip_serializing_if = "Option::is_none")]
    next_skip: Option<usize>,
    /// Whether so many reports fit that only the last added were ranked
    ranked_last_only: bool,
}

/// A report that fits.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SearchHit {
    #[serde(flatten)]
    report: ReportRef,
    /// Its story; the tool `story` tells how its reports differ
    story: Option<String>,
    /// Sentences that fit; none where only the headline does
    quotes: Vec<Quote>,
    /// What there is more of
    left_out: Vec<LeftOut>,
}

impl Ask for SearchArgs {
    const NAME: &'static str = "search";
    const TITLE: &'static str = "Search the reports";
    const DESCRIPTION: &'static str = "Finds news reports in the user's collection by words and by fields of what they say, with \
        the sentences that fit. Begin here, then ask `story` how the reports of an affair differ.";
    type Answer = SearchAnswer;

    fn answer(self, desk: &Desk) -> Result<SearchAnswer, McpError> {
        let limit = within("limit", self.limit, USUAL, MOST)?;
        if self.query.chars().count() > LONGEST {
            return Err(McpError::Ask(format!("a query has at most {LONGEST} characters: give few and telling words")));
        }
        let query = Query::parse(&self.query)?;
        let wanted = about::words(&query.words());
        desk.ask(|store| {
            let found = store.search(&query, self.skip, limit)?;
            let all = found.hits.len();
            let mut room = desk.room();
            let hits = found.hits.into_iter().map(|hit| told(Page::open(store, hit.head.clone())?, &hit, &wanted));
            let (hits, left_out) = room.fill(all, hits)?;
            let next_skip = (found.more || left_out > 0).then_some(self.skip + hits.len());
            Ok(SearchAnswer { hits, next_skip, ranked_last_only: found.ranked_last_only })
        })
    }
}

fn told(page: Page, hit: &Hit, wanted: &[String]) -> Result<SearchHit, McpError> {
    let mut spans = hit.statements.clone();
    if spans.is_empty() {
        // Those that hold most of the words, in the order of the text.
        let mut held: Vec<(usize, (u32, u32))> =
            page.line.sentences.iter().map(|&s| (about::held(page.words(s), wanted), s)).collect();
        let most = held.iter().map(|h| h.0).max().unwrap_or(0);
        held.retain(|h| h.0 > 0 && h.0 == most);
        spans = held.into_iter().map(|h| h.1).collect();
    }
    let mut left_out = Vec::new();
    LeftOut::note(&mut left_out, "quotes", spans.len().saturating_sub(QUOTES));
    let quotes = spans.iter().take(QUOTES).map(|&s| page.quote(s, QUOTE)).collect();
    Ok(SearchHit { report: ReportRef::from(&page.head), story: page.head.story, quotes, left_out })
}
