//! A story: where its reports part, what they share, and on whose word.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rashomon_store::Store;

use super::{Frame, Here, Page};
use crate::desk::dossier;
use crate::human;
use crate::web::view::drawn::{Drawings, drawings};
use crate::web::view::quote::Sources;
use crate::web::view::story::{DisputeView, Loaded, StoryView};
use crate::web::{Desk, WebError};

#[derive(Template)]
#[template(path = "web/story.html")]
struct StoryPage<'a> {
    frame: Frame,
    id: &'a str,
    title: &'a str,
    changed: String,
    /// Its reports are still to be compared, or to be compared anew.
    waiting: bool,
    view: StoryView,
    drawings: Drawings,
}

impl StoryPage<'_> {
    fn disputes(&self) -> impl Iterator<Item = &DisputeView> {
        self.view.disputes.iter()
    }
}

/// Shows it.
pub async fn show(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Response, WebError> {
    let shared = Arc::clone(&desk);
    let page = desk.ask(move |store| page(&shared, store, &id)).await?;
    match page {
        Shown::Page(page) => Ok(page.into_response()),
        Shown::Elsewhere(id) => Ok(super::lead(&format!("/story/{id}"))),
    }
}

enum Shown {
    Page(Page),
    /// The id was a beginning, or the story is part of another by now.
    Elsewhere(String),
}

fn page(desk: &Desk, store: &Store, id: &str) -> Result<Shown, WebError> {
    let head = store.story(id)?;
    if head.id != id {
        return Ok(Shown::Elsewhere(head.id));
    }
    let name = format!("story {}", head.id);
    let stamp = format!("{} {} {:?}", head.changed, store.is_stale(head.no)?, store.corrections_stamp()?);
    if let Some(page) = desk.pages.get(&name, &stamp) {
        return Ok(Shown::Page(Page(page)));
    }
    let page = draw(store, id)?;
    desk.pages.put(&name, stamp, &page.0);
    Ok(Shown::Page(page))
}

fn draw(store: &Store, id: &str) -> Result<Page, WebError> {
    let loaded = Loaded::of(store, id)?;
    let waiting = loaded.told.is_none() || store.is_stale(loaded.head.no)?;
    let (view, drawings) = match &loaded.told {
        None => (StoryView::waiting(&loaded), Drawings::default()),
        Some(told) => {
            let sources = Sources::new(told, &loaded.heads);
            let view = StoryView::new(&loaded, told, &sources);
            let drawings = drawings(told, &sources, &view, &loaded.same);
            (view, drawings)
        }
    };
    let title = match &loaded.head.title {
        t if t.trim().is_empty() => loaded.heads.first().map_or_else(|| loaded.head.id.clone(), dossier::title),
        t => t.clone(),
    };
    Page::draw(&StoryPage {
        frame: Frame::new(title.as_str(), Here::Stories),
        id: &loaded.head.id,
        title: &title,
        changed: human::moment(loaded.head.changed),
        waiting,
        view,
        drawings,
    })
}

/// Hands out the story as a document of its own.
pub async fn dossier(
    State(desk): State<Arc<Desk>>,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (markdown, kind) = match form.as_str() {
        "dossier.md" => (true, "text/markdown; charset=utf-8"),
        "dossier.html" => (false, "text/html; charset=utf-8"),
        _ => return Err(WebError::Missing("a dossier is dossier.md or dossier.html".to_owned())),
    };
    let text = desk.ask(move |store| {
        let id = store.story(&id)?.id;
        let dossier = dossier::of_story(store, &id).map_err(|e| WebError::Busy(e.to_string()))?;
        Ok(if markdown { dossier.markdown()? } else { dossier.html()? })
    });
    let disposition = format!("attachment; filename=\"{form}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text.await?)
        .into_response())
}
