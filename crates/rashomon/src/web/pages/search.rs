//! What is kept, by words and by fields.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use rashomon_store::{FIELDS, StoreError};
use serde::Deserialize;

use super::{Frame, Here, Page, filters};
use crate::desk::dossier;
use crate::desk::quotes::quotes;
use crate::human::date;
use crate::web::view::quote::{Quote, flat, href, outlet};
use crate::web::{Desk, WebError};

/// Reports of a page, and pages that can be turned.
const SHOWN: usize = 20;
const PAGES: usize = 500;
/// Sentences of a report.
const SENTENCES: usize = 3;
/// Characters of a query.
const LONGEST: usize = 1000;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "web/search.html")]
struct SearchPage {
    frame: Frame,
    hits: Vec<FoundReport>,
    page: usize,
    more: bool,
    newest_only: bool,
    /// Why nothing was searched for.
    wrong: Option<String>,
    fields: &'static [(&'static str, &'static str)],
}

struct FoundReport {
    id: String,
    title: String,
    outlet: String,
    date: String,
    story: Option<String>,
    quotes: Vec<Quote>,
}

/// Searches.
pub async fn show(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let mut frame = Frame::new("Search", Here::Stories);
    frame.query = asked.q.chars().take(LONGEST).collect();
    let page = asked.page.unwrap_or(1).clamp(1, PAGES);
    let mut shown =
        SearchPage { frame, hits: Vec::new(), page, more: false, newest_only: false, wrong: None, fields: FIELDS };
    if shown.frame.query.trim().is_empty() {
        return Page::draw(&shown);
    }
    let query = match rashomon_store::Query::parse(&shown.frame.query) {
        Ok(query) => query,
        // What was typed is shown again with what is wrong with it.
        Err(e) => {
            shown.wrong = Some(e.to_string());
            return Page::draw(&shown);
        }
    };
    shown.frame.title = format!("Search: {}", shown.frame.query);
    let looked = desk.ask(move |store| {
        let found = store.search(&query, (page - 1) * SHOWN, SHOWN)?;
        let mut hits = Vec::with_capacity(found.hits.len());
        for hit in &found.hits {
            let h = &hit.head;
            let quote = |q: crate::desk::quotes::Quoted| Quote {
                text: flat(&q.quote),
                href: href(&h.id, (q.start, q.end)),
                ..Quote::default()
            };
            hits.push(FoundReport {
                id: h.id.clone(),
                title: flat(&dossier::title(h)),
                outlet: outlet(h),
                date: h.published.as_deref().map_or_else(|| "no date of its own".to_owned(), date),
                story: h.story.clone(),
                quotes: quotes(store, hit, &query)?.into_iter().take(SENTENCES).map(quote).collect(),
            });
        }
        Ok((hits, found.more, found.ranked_last_only))
    });
    match looked.await {
        Ok((hits, more, newest_only)) => (shown.hits, shown.more, shown.newest_only) = (hits, more, newest_only),
        Err(WebError::Store(StoreError::None(_))) => {}
        Err(e) => return Err(e),
    }
    Page::draw(&shown)
}
