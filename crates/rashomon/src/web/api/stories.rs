//! Stories and their disputes.

#![expect(unused_qualifications, reason = "what utoipa writes for parameters of a query")]

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rashomon_store::{Head, KeptDispute, StoryHead, Wanted};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use super::describe::Trouble;
use crate::human::moment;
use crate::web::{Desk, WebError};
use crate::wire::StoryLine;

/// Stories that are listed at once.
const USUAL: usize = 50;
const MOST: usize = 1000;

/// Which stories.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Changed since: milliseconds since 1970, UTC.
    since: Option<i64>,
    /// Somebody who does, is done to, or says something in it.
    who: Option<String>,
    /// A place where something of it happens.
    place: Option<String>,
    /// Only those with open disputes.
    disputed: Option<bool>,
    /// At most so many, 1000 at the most; 50 if nothing is said.
    limit: Option<usize>,
}

/// A story without what is told of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoryItem {
    /// Its id.
    id: String,
    /// A headline.
    title: String,
    /// First day of publication that is known.
    first: Option<String>,
    /// Last day of publication that is known.
    last: Option<String>,
    /// How many reports.
    reports: i64,
    /// How many independent sources.
    independent_sources: i64,
    /// How many open disputes.
    disputes: i64,
    /// When it last changed, UTC.
    changed: String,
}

impl From<StoryHead> for StoryItem {
    fn from(s: StoryHead) -> Self {
        let (first, last) = s.published.unzip();
        Self {
            id: s.id,
            title: s.title,
            first,
            last,
            reports: s.reports,
            independent_sources: s.sources,
            disputes: s.disputes,
            changed: moment(s.changed),
        }
    }
}

/// Stories, the last changed first.
#[utoipa::path(get, path = "/api/stories", tag = "stories", params(Asked),
    responses((status = 200, body = Vec<StoryItem>), (status = 400, body = Trouble)))]
pub async fn list(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>) -> Result<Json<Vec<StoryItem>>, WebError> {
    let limit = asked.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(WebError::Ask(format!("limit is a number from 1 to {MOST}, not {limit}")));
    }
    let wanted = Wanted {
        since: asked.since,
        actor: asked.who,
        place: asked.place,
        disputed: asked.disputed.unwrap_or(false),
        parted: false,
        limit,
    };
    let stories = desk.ask(move |store| Ok(store.stories(&wanted)?)).await?;
    Ok(Json(stories.into_iter().map(StoryItem::from).collect()))
}

/// One story: an element of `stories` of `rashomon compare --format json`, with the ids of the store.
#[utoipa::path(get, path = "/api/stories/{id}", tag = "stories",
    params(("id" = String, Path, description = "Id of a story, or its beginning")),
    responses((status = 200, body = StoryLine<'static>), (status = 404, body = Trouble),
        (status = 503, body = Trouble, description = "Its reports are not compared yet")))]
pub async fn one(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Response, WebError> {
    let told = desk.ask(move |store| {
        let head = store.story(&id)?;
        store.told(head.no)?.ok_or_else(|| WebError::Busy("its reports are not compared yet".to_owned()))
    });
    Ok(json(told.await?))
}

/// JSON that is kept as it is sent.
pub fn json(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], bytes).into_response()
}

/// A dispute with what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeItem {
    /// Its id, which it keeps.
    id: String,
    /// Whether it was found when its story was last compared, and both cannot hold.
    open: bool,
    /// When it appeared, UTC.
    appeared: String,
    /// Whether the user dismissed it, and why.
    dismissed: Option<String>,
    /// What became of it, oldest first.
    history: Vec<StepItem>,
    /// The dispute, as in the story.
    #[schema(value_type = crate::wire::comparison::DisputeLine<'static>)]
    dispute: Box<RawValue>,
}

/// Something that became of a dispute.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepItem {
    /// When, UTC.
    at: String,
    /// `appeared`, `changed`, `settled` or `reopened`.
    what: String,
    /// Its status from then on; `gone` where it is no longer found.
    status: String,
    /// The id of the report that brought it about, where one did.
    by: Option<String>,
}

fn dispute(d: KeptDispute) -> Result<DisputeItem, WebError> {
    let step = |s: rashomon_store::Step| StepItem { at: moment(s.at), what: s.what, status: s.status, by: s.by };
    Ok(DisputeItem {
        id: d.id,
        open: d.open,
        appeared: moment(d.appeared),
        dismissed: d.dismissed.map(|d| d.why),
        history: d.history.into_iter().map(step).collect(),
        dispute: serde_json::from_slice(&d.json)?,
    })
}

/// The disputes of a story, those too that are settled by now.
#[utoipa::path(get, path = "/api/stories/{id}/disputes", tag = "stories",
    params(("id" = String, Path, description = "Id of a story, or its beginning")),
    responses((status = 200, body = Vec<DisputeItem>), (status = 404, body = Trouble)))]
pub async fn disputes(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Json<Vec<DisputeItem>>, WebError> {
    let all = desk.ask(move |store| Ok(store.disputes(store.story(&id)?.no)?)).await?;
    Ok(Json(all.into_iter().map(dispute).collect::<Result<_, _>>()?))
}

/// A report without its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportItem {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, ISO 8601 as far as it is known.
    pub published: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// Its story, once it is placed.
    pub story: Option<String>,
    /// 1, 2, … of its address.
    pub version: i64,
}

impl From<Head> for ReportItem {
    fn from(h: Head) -> Self {
        let Head { id, title, outlet, published, url, story, version, .. } = h;
        Self { id, title, outlet, published, url, story, version }
    }
}
