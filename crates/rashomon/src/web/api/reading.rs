//! Reports, searches, actors and claims.

#![expect(unused_qualifications, reason = "what utoipa writes for parameters of a query")]

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use rashomon_text::CodePoints;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::describe::Trouble;
use super::stories::{ReportItem, StoryItem, json};
use crate::desk::quotes::quotes;
use crate::web::client::Client;
use crate::web::pages::check::hold;
use crate::web::view::actor::{ActorView, Dated};
use crate::web::{Desk, WebError};
use crate::wire::ReadingLine;

/// Reports of one answer.
const MOST: usize = 200;

/// One report with what was read in it: a line of `rashomon read --format jsonl`.
#[utoipa::path(get, path = "/api/reports/{id}", tag = "reports",
    params(("id" = String, Path, description = "Id of a report, or its beginning")),
    responses((status = 200, body = ReadingLine<'static>), (status = 404, body = Trouble)))]
pub async fn report(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Response, WebError> {
    Ok(json(desk.ask(move |store| Ok(store.reading(&store.head(&id)?)?)).await?))
}

/// What is searched for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Words, "phrases" and fields (`who:`, `to:`, `said-by:`, `type:`, `place:`, `date:`, `after:`, `before:`, `outlet:`, `disputed:`).
    q: String,
    /// Leave out the first so many.
    skip: usize,
    /// At most so many, 200 at the most; 20 if nothing is said.
    limit: Option<usize>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundItems {
    /// Reports, the best first.
    hits: Vec<FoundItem>,
    /// Whether there are more.
    more: bool,
    /// Too many fit to be ranked: these are the last added.
    newest_only: bool,
}

/// A report that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundItem {
    /// The report.
    #[serde(flatten)]
    report: ReportItem,
    /// The sentences that fit.
    statements: Vec<QuoteItem>,
}

/// Words of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuoteItem {
    /// First code point.
    start: u32,
    /// One past the last.
    end: u32,
    /// The words.
    quote: String,
}

/// Reports, by words and by fields of what they say.
#[utoipa::path(get, path = "/api/search", tag = "reports", params(Asked),
    responses((status = 200, body = FoundItems), (status = 400, body = Trouble)))]
pub async fn search(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>) -> Result<Json<FoundItems>, WebError> {
    let limit = asked.limit.unwrap_or(20);
    if !(1..=MOST).contains(&limit) || asked.skip > 100_000 {
        return Err(WebError::Ask(format!("limit is a number from 1 to {MOST}, skip one up to 100,000")));
    }
    let query = rashomon_store::Query::parse(&asked.q)?;
    let found = desk.ask(move |store| {
        let found = store.search(&query, asked.skip, limit)?;
        let mut hits = Vec::with_capacity(found.hits.len());
        for hit in found.hits {
            let quote = |q: crate::desk::quotes::Quoted| QuoteItem { start: q.start, end: q.end, quote: q.quote };
            let statements = quotes(store, &hit, &query)?.into_iter().map(quote).collect();
            hits.push(FoundItem { report: hit.head.into(), statements });
        }
        Ok(FoundItems { hits, more: found.more, newest_only: found.ranked_last_only })
    });
    Ok(Json(found.await?))
}

/// Who is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// The name.
    name: String,
}

/// An actor across all that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorItem {
    /// The name that stands for it.
    name: String,
    /// Its other names, as the user said.
    other_names: Vec<String>,
    /// Sentences that stand on its word.
    says: Vec<SentenceItem>,
    /// Sentences in which it does something.
    does: Vec<SentenceItem>,
    /// Sentences in which something is done to it.
    done_to: Vec<SentenceItem>,
    /// Stories that it is in.
    stories: Vec<StoryItem>,
}

/// A sentence of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentenceItem {
    /// The words.
    quote: String,
    /// Who published it.
    outlet: String,
    /// Where it is read in the desk.
    href: String,
}

fn sentences(list: Vec<Dated>) -> Vec<SentenceItem> {
    let one = |d: Dated| SentenceItem { quote: d.quote.text, outlet: d.quote.outlet, href: d.quote.href };
    list.into_iter().map(one).collect()
}

/// What somebody is said to do and to say.
#[utoipa::path(get, path = "/api/actor", tag = "actors", params(Named),
    responses((status = 200, body = ActorItem), (status = 400, body = Trouble)))]
pub async fn actor(State(desk): State<Arc<Desk>>, Query(asked): Query<Named>) -> Result<Json<ActorItem>, WebError> {
    let view = desk.ask(move |store| ActorView::of(store, &asked.name)).await?;
    Ok(Json(ActorItem {
        name: view.name,
        other_names: view.names,
        says: sentences(view.says),
        does: sentences(view.does),
        done_to: sentences(view.done_to),
        stories: view.stories.into_iter().map(StoryItem::from).collect(),
    }))
}

/// A claim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimItem {
    /// One plain English sentence, 1000 characters at most.
    claim: String,
}

/// What reports say to a claim.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedItems {
    /// Those that support or dispute it, then those that only mention it.
    reports: Vec<CheckedItem>,
    /// How many were read for it.
    looked_at: usize,
}

/// What one report says to it, as `rashomon check --format jsonl` prints it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedItem {
    /// Id of the report.
    report: String,
    /// `supports`, `disputes` or `mentions`.
    relation: &'static str,
    /// How sure the program is that the report disputes it, 0 to 1.
    score: f64,
    /// The sentences that it goes by.
    evidence: Vec<QuoteItem>,
    /// Why.
    why: String,
}

/// Which reports bear a claim out, and which dispute it. It says what reports say, never what is so.
#[utoipa::path(post, path = "/api/check", tag = "claims", request_body = ClaimItem, security(("token" = [])),
    responses((status = 200, body = CheckedItems), (status = 400, body = Trouble), (status = 401, body = Trouble),
        (status = 429, body = Trouble), (status = 503, body = Trouble)))]
pub async fn check(
    State(desk): State<Arc<Desk>>,
    client: Client,
    claim: Result<Json<ClaimItem>, JsonRejection>,
) -> Result<Json<CheckedItems>, WebError> {
    let Json(claim) = claim.map_err(wrong)?;
    let held = hold(&desk, client, &claim.claim).await?;
    let reports = held.answers.iter().map(|a| {
        let points = CodePoints::new(&a.report.text);
        let quote = |s: &rashomon_text::Span| {
            let (start, end) = points.span(*s);
            QuoteItem { start, end, quote: s.of(&a.report.text).to_owned() }
        };
        CheckedItem {
            report: a.head.id.clone(),
            relation: a.check.relation.as_str(),
            score: f64::from((a.check.score.clamp(0.0, 1.0) * 10_000.0).round()) / 10_000.0,
            evidence: a.check.evidence.iter().map(quote).collect(),
            why: a.check.why.clone(),
        }
    });
    Ok(Json(CheckedItems { reports: reports.collect(), looked_at: held.looked_at }))
}

/// What is wrong with JSON that was sent.
pub fn wrong(e: JsonRejection) -> WebError {
    match e.status().as_u16() {
        413 => WebError::Large("that is too large".to_owned()),
        _ => WebError::Ask(e.body_text()),
    }
}
