//! A report: its text with what was read from it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use rashomon_store::{Head, Store};
use serde::Deserialize;

use super::{Frame, Here, Page, filters};
use crate::desk::dossier;
use crate::human::{count, date};
use crate::web::client::Client;
use crate::web::guard::rate::Costly;
use crate::web::view::paragraphs::{Paragraph, paragraphs};
use crate::web::view::quote::{flat, lang, outlet};
use crate::web::view::reading::{self, Read};
use crate::web::view::story::headline;
use crate::web::{Desk, WebError};
use crate::wire::Points;
use crate::wire::reading::ReadingLine;

/// What is asked of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A place, START-END in code points.
    at: String,
    /// Whether to say why it was read so.
    why: String,
}

#[derive(Template)]
#[template(path = "web/report.html")]
struct ReportPage {
    frame: Frame,
    head: Head,
    title: String,
    facts: Vec<String>,
    byline: String,
    /// Where the outlet has it, with the words that are asked about.
    link: Option<String>,
    lang: String,
    paragraphs: Vec<Paragraph>,
    asked: Option<Asking>,
    /// After which paragraph what was read is shown.
    after: usize,
    notes: Vec<(String, String)>,
    warnings: Vec<String>,
    versions: Vec<Head>,
    has_original: bool,
    story: Option<(String, String)>,
    /// "3 statements on somebody’s word".
    counted: String,
}

/// A place that is asked about.
struct Asking {
    at: String,
    quote: String,
    read: Read,
    why: bool,
    /// Why there is no why.
    trouble: Option<String>,
}

/// Shows it.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    client: Client,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let place = match asked.at.as_str() {
        "" => None,
        text => Some(place(text)?),
    };
    let whole = id.clone();
    let (page, report) = desk
        .ask(move |store| {
            let head = store.head(&id)?;
            let report = store.report(&head)?;
            Ok((page(store, head, place)?, report))
        })
        .await?;
    let Some(mut page) = page else { return Err(WebError::Missing("the report is not as long as that".to_owned())) };
    if page.head.id != whole {
        let rest = if asked.at.is_empty() { String::new() } else { format!("?at={}#at", super::encoded(&asked.at)) };
        return Ok(super::lead(&format!("/report/{}{rest}", page.head.id)));
    }
    if let (Some(asking), Some(place)) = (&mut page.asked, place)
        && asked.why == "yes"
    {
        client.may(&desk, Costly::Engine)?;
        asking.why = true;
        // One at a time: the engine takes all threads.
        let turn = Arc::clone(&desk.engine_turn).acquire_owned().await.map_err(|_| WebError::Fault)?;
        let engine = Arc::clone(&desk.engine);
        let why = tokio::task::spawn_blocking(move || {
            // Held until it is done: who asked may be gone long before.
            let _turn = turn;
            let model = engine.model()?;
            Ok::<_, WebError>(reading::why(report, place, &model, engine.settings()))
        });
        match why.await.map_err(|_| WebError::Fault)? {
            Ok(why) => asking.read.why = why,
            Err(e) => asking.trouble = Some(e.to_string()),
        }
    }
    Ok(Page::draw(&page)?.into_response())
}

fn place(text: &str) -> Result<Points, WebError> {
    let parts = text.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    parts.filter(|(a, b): &Points| a < b).ok_or_else(|| {
        WebError::Ask(format!("A place in a report is written START-END, such as 120-186; {text:?} is none"))
    })
}

fn page(store: &Store, head: Head, asked: Option<Points>) -> Result<Option<ReportPage>, WebError> {
    let bytes = store.reading(&head)?;
    let line: ReadingLine<'_> = serde_json::from_slice(&bytes)?;
    let length = line.text.chars().count() as u32;
    if asked.is_some_and(|a| a.1 > length) {
        return Ok(None);
    }
    let paragraphs = paragraphs(&line, asked);
    let words = |(start, end): Points| -> String {
        line.text.chars().skip(start as usize).take((end - start) as usize).collect()
    };
    let asking = asked.map(|a| Asking {
        at: format!("{}-{}", a.0, a.1),
        quote: flat(&words(a)),
        read: reading::read(&line, reading::sentences(&line, a)),
        why: false,
        trouble: None,
    });
    let page = head.url.as_deref().and_then(dossier::web);
    let shown = asking.as_ref().map_or("", |a| a.quote.as_str());
    let story = match &head.story {
        Some(id) => Some((id.clone(), headline(&store.story(id)?))),
        None => None,
    };
    let mut facts = vec![outlet(&head)];
    facts.push(match &line.published {
        Some(d) => date(d),
        None => "no date of its own".to_owned(),
    });
    facts.extend(line.dateline.iter().filter_map(|d| d.place.as_deref()).map(flat));
    facts.extend(line.agencies.iter().map(|a| format!("from {}{}", a.name, if a.whole { "" } else { ", in part" })));
    let title = flat(&dossier::title(&head));
    Ok(Some(ReportPage {
        frame: Frame::new(title.as_str(), Here::Stories),
        title,
        facts,
        byline: line.byline.iter().map(|b| flat(b)).collect::<Vec<_>>().join(", "),
        link: page.map(|p| if shown.is_empty() { p } else { format!("{p}{}", dossier::fragment(&p, shown)) }),
        lang: lang(line.language.as_deref()),
        after: reading::after(&paragraphs),
        paragraphs,
        asked: asking,
        notes: line.notes.iter().map(|n| (n.kind.clone().into_owned(), flat(&n.text))).collect(),
        warnings: line.warnings.iter().map(|w| w.clone().into_owned()).collect(),
        versions: store.versions(&head.address)?,
        has_original: store.has_original(&head)?,
        counted: format!("{} on somebody’s word", count(line.attributions.len(), "statement")),
        story,
        head,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_two_numbers_in_order() {
        assert_eq!(place("12-40").ok(), Some((12, 40)));
        for odd in ["", "12", "40-12", "12-12", "-1-4", "12-99999999999", "a-b"] {
            assert!(place(odd).is_err(), "{odd}");
        }
    }
}
