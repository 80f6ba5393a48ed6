//! Reports that programs hand over, and pages that a browser's extension does.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rashomon_page::Hints;
use rashomon_page::carriers::{Content, Item};
use rashomon_text::{Document, PartialDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::describe::Trouble;
use super::reading::wrong;
use crate::web::client::Client;
use crate::web::guard::rate::Costly;
use crate::web::jobs::{Job, Task};
use crate::web::pages::add::web;
use crate::web::{Desk, WebError};

/// Documents that are taken at once.
const MOST: usize = 1000;

/// Reports whose text is already that of the article.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// 1 to 1000 of them.
    documents: Vec<DocumentItem>,
}

/// One document, as a line of a `.jsonl` file.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentItem {
    /// What it is called.
    id: String,
    /// The text, kept to the byte.
    text: String,
    /// Headline.
    title: Option<String>,
    /// 2018-08-17, 2018-08 or 2018.
    published: Option<String>,
    /// Who published it.
    outlet: Option<String>,
    /// Where.
    url: Option<String>,
}

/// A page as a browser shows it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Captured {
    /// Its address.
    url: String,
    /// All of it, in HTML.
    html: String,
    /// Its title, to be recognised by.
    #[serde(default)]
    title: String,
}

/// How far something is.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobItem {
    /// Its name, by which `/api/jobs/{id}` tells how far it is.
    id: String,
    /// What it is.
    label: String,
    /// In words: waiting, reading, placing, comparing, done, failed.
    step: String,
    /// Whether nothing more will happen.
    over: bool,
    /// Ids of reports that are kept, the last first; 500 at the most.
    kept: Vec<String>,
    /// What could not be read, or looks odd.
    troubles: Vec<String>,
}

impl From<&Job> for JobItem {
    fn from(job: &Job) -> Self {
        let state = job.state();
        Self {
            id: job.id.clone(),
            label: job.label.clone(),
            step: state.step.say(),
            over: state.step.is_over(),
            kept: state.kept.into_iter().map(|k| k.id).collect(),
            troubles: state.troubles,
        }
    }
}

/// Has documents added.
#[utoipa::path(post, path = "/api/add", tag = "adding", request_body = Documents, security(("token" = [])),
    responses((status = 202, body = JobItem), (status = 400, body = Trouble), (status = 401, body = Trouble),
        (status = 413, body = Trouble), (status = 503, body = Trouble)))]
pub async fn add(
    State(desk): State<Arc<Desk>>,
    client: Client,
    documents: Result<Json<Documents>, JsonRejection>,
) -> Result<(StatusCode, Json<JobItem>), WebError> {
    client.may(&desk, Costly::Write)?;
    let Json(Documents { documents }) = documents.map_err(wrong)?;
    if documents.is_empty() || documents.len() > MOST {
        return Err(WebError::Ask(format!("from 1 to {MOST} documents can be given at once")));
    }
    let label = crate::human::count(documents.len(), "document");
    let items = documents.into_iter().enumerate().map(item).collect::<Result<Vec<_>, _>>()?;
    let job = desk.jobs.add(label, Task::Items(items))?;
    Ok((StatusCode::ACCEPTED, Json(JobItem::from(&*job))))
}

fn item((n, d): (usize, DocumentItem)) -> Result<Item, WebError> {
    let name = if d.id.trim().is_empty() { format!("document-{}", n + 1) } else { d.id };
    if d.text.trim().is_empty() {
        return Err(WebError::Ask(format!("{name} has no text")));
    }
    let date = |text: String| {
        let wrong = || WebError::Ask(format!("published of {name} is 2018-08-17, 2018-08 or 2018, not {text:?}"));
        PartialDate::parse(&text).ok_or_else(wrong)
    };
    d.published.clone().map(date).transpose()?;
    let document = Document {
        id: name.clone(),
        text: d.text,
        title: d.title,
        published: d.published,
        outlet: d.outlet,
        url: d.url,
    };
    Ok(Item { id: name, content: Content::Given(document), hints: Hints::default() })
}

/// Takes a page as a browser's extension hands it over.
#[utoipa::path(post, path = "/api/capture", tag = "adding", request_body = Captured, security(("token" = [])),
    responses((status = 202, body = JobItem), (status = 400, body = Trouble), (status = 401, body = Trouble),
        (status = 413, body = Trouble), (status = 503, body = Trouble)))]
pub async fn capture(
    State(desk): State<Arc<Desk>>,
    client: Client,
    page: Result<Json<Captured>, JsonRejection>,
) -> Result<(StatusCode, Json<JobItem>), WebError> {
    client.may(&desk, Costly::Write)?;
    let Json(page) = page.map_err(wrong)?;
    let Some(url) = web(page.url.trim())? else { return Err(WebError::Ask("the page has no address".to_owned())) };
    let label = if page.title.trim().is_empty() { url.clone() } else { page.title };
    let hints = Hints { url: Some(url), ..Hints::default() };
    let item = Item { id: "page".to_owned(), content: Content::Html(page.html.into_bytes()), hints };
    let job = desk.jobs.add(label.chars().take(200).collect(), Task::Items(vec![item]))?;
    Ok((StatusCode::ACCEPTED, Json(JobItem::from(&*job))))
}

/// How far something is that was handed over.
#[utoipa::path(get, path = "/api/jobs/{id}", tag = "adding",
    params(("id" = String, Path, description = "Name of a job")),
    responses((status = 200, body = JobItem), (status = 404, body = Trouble)))]
pub async fn job(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Json<JobItem>, WebError> {
    let job =
        desk.jobs.get(&id).ok_or_else(|| WebError::Missing("the desk does not remember adding that".to_owned()))?;
    Ok(Json(JobItem::from(&*job)))
}
