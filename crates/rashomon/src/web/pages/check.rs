//! A claim, held against what is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use rashomon_story::Relation;
use rashomon_text::CodePoints;
use serde::Deserialize;

use super::{Frame, Here, Page};
use crate::desk::claims::{Answer, Claim, LONGEST_CLAIM};
use crate::desk::dossier;
use crate::human::date;
use crate::web::client::Client;
use crate::web::guard::rate::Costly;
use crate::web::view::quote::{Quote, flat, href, lang, outlet};
use crate::web::{Desk, WebError};

/// Sentences of a report.
const SENTENCES: usize = 3;

/// What is claimed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    claim: String,
}

#[derive(Template)]
#[template(path = "web/check.html")]
struct CheckPage {
    frame: Frame,
    claim: String,
    /// What reports say to it, by how they say it.
    groups: Vec<Group>,
    looked_at: usize,
    unrelated: usize,
    asked: bool,
    /// Why it cannot be checked.
    wrong: Option<String>,
    longest: usize,
}

struct Group {
    name: &'static str,
    title: &'static str,
    answers: Vec<Shown>,
}

struct Shown {
    id: String,
    title: String,
    outlet: String,
    date: String,
    quotes: Vec<Quote>,
    why: String,
    story: Option<String>,
}

/// What came of holding a claim against the store.
pub struct Held {
    /// What reports say to it.
    pub answers: Vec<Answer>,
    /// How many were read.
    pub looked_at: usize,
}

/// Holds a claim against the store.
///
/// # Errors
/// If it is none, or there are no weights to read it with.
pub async fn hold(desk: &Arc<Desk>, client: Client, claim: &str) -> Result<Held, WebError> {
    if claim.chars().count() > LONGEST_CLAIM {
        return Err(WebError::Ask(format!("a claim has at most {LONGEST_CLAIM} characters: give one sentence")));
    }
    client.may(desk, Costly::Engine)?;
    // A store that is not there needs no engine to say so.
    desk.ask(|_| Ok(())).await?;
    let turn = Arc::clone(&desk.engine_turn).acquire_owned().await.map_err(|_| WebError::Fault)?;
    let (engine, claim) = (Arc::clone(&desk.engine), claim.to_owned());
    // The turn goes along from step to step, and ends when the work does: who asked may be gone long before.
    let read = tokio::task::spawn_blocking(move || {
        let model = engine.model()?;
        Ok::<_, WebError>((Claim::read(&claim, &model), model, turn))
    });
    let (claim, model, turn) = read.await.map_err(|_| WebError::Fault)??;
    let Some(claim) = claim else {
        return Err(WebError::Ask("there is no word in the claim that reports could be searched for".to_owned()));
    };
    let (most, settings) = (desk.checked(), desk.engine.settings());
    let (claim, found, turn) = desk
        .ask(move |store| {
            let found = claim.candidates(store, most)?;
            Ok((claim, found, turn))
        })
        .await?;
    let looked_at = found.len();
    let held = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        claim.hold_against(found, &model, settings)
    });
    Ok(Held { answers: held.await.map_err(|_| WebError::Fault)?, looked_at })
}

/// Shows what reports say to a claim.
pub async fn show(State(desk): State<Arc<Desk>>, client: Client, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let claim = flat(&asked.claim);
    let mut page = CheckPage {
        frame: Frame::new("Check a claim", Here::Check),
        groups: Vec::new(),
        looked_at: 0,
        unrelated: 0,
        asked: !claim.is_empty(),
        wrong: None,
        longest: LONGEST_CLAIM,
        claim,
    };
    if !page.asked {
        return Page::draw(&page);
    }
    page.frame.title = format!("Check: {}", page.claim);
    match hold(&desk, client, &page.claim).await {
        Ok(held) => {
            page.looked_at = held.looked_at;
            page.unrelated = held.looked_at - held.answers.len();
            page.groups = groups(held.answers);
        }
        // What was typed is shown again with what is wrong with it.
        Err(e @ (WebError::Ask(_) | WebError::Weights { .. })) => page.wrong = Some(e.to_string()),
        Err(e) => return Err(e),
    }
    Page::draw(&page)
}

fn groups(answers: Vec<Answer>) -> Vec<Group> {
    let mut groups = vec![
        Group { name: "supports", title: "Supports it", answers: Vec::new() },
        Group { name: "disputes", title: "Disputes it", answers: Vec::new() },
        Group { name: "mentions", title: "Only mentions it", answers: Vec::new() },
    ];
    for a in answers {
        let at = match a.check.relation {
            Relation::Supports => 0,
            Relation::Disputes => 1,
            _ => 2,
        };
        groups[at].answers.push(shown(&a));
    }
    groups.retain(|g| !g.answers.is_empty());
    groups
}

fn shown(a: &Answer) -> Shown {
    let text = &a.report.text;
    let points = CodePoints::new(text);
    let quote = |s: &rashomon_text::Span| Quote {
        text: flat(s.of(text)),
        href: href(&a.head.id, points.span(*s)),
        lang: lang(a.report.language.as_deref()),
        ..Quote::default()
    };
    Shown {
        id: a.head.id.clone(),
        title: flat(&dossier::title(&a.head)),
        outlet: outlet(&a.head),
        date: a.head.published.as_deref().map_or_else(|| "no date of its own".to_owned(), date),
        quotes: a.check.evidence.iter().take(SENTENCES).map(quote).collect(),
        why: a.check.why.clone(),
        story: a.head.story.clone(),
    }
}
