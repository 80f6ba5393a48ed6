//! The front page: what is new, and where reports part.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use rashomon_store::{Counts, Store, StoreError, StoryHead, Wanted};
use serde::Deserialize;

use super::{Frame, Here, Page};
use crate::commands::date as parse_date;
use crate::human;
use crate::web::view::quote::outlet;
use crate::web::view::story::{facts, headline};
use crate::web::{Desk, WebError};
use crate::wire::comparison::DisputeLine;

/// Stories of a page.
const SHOWN: usize = 20;
/// Pages that can be turned.
const PAGES: usize = 500;
/// Outlets that are named.
const OUTLETS: usize = 4;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Only where reports part.
    disputed: String,
    /// Somebody in it.
    who: String,
    /// A place in it.
    place: String,
    /// Changed since this day.
    since: String,
    /// Which page of them, from 1.
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "web/front.html")]
struct FrontPage {
    frame: Frame,
    filter: Filter,
    filtered: bool,
    counts: Counts,
    stories: Vec<Card>,
    page: usize,
    more: bool,
    /// The filter, as an address carries it.
    query: String,
}

/// A story on the front page.
struct Card {
    id: String,
    title: String,
    facts: Vec<String>,
    outlets: String,
    changed: String,
    /// Where its reports part: how often, and in which way.
    partings: Vec<(&'static str, usize)>,
    /// The first question that they answer differently, and the answers to it.
    question: Option<(String, Vec<String>)>,
}

/// Of what is told of a story, where its reports part.
#[derive(Deserialize)]
struct Partings<'a> {
    disputes: Vec<DisputeLine<'a>>,
}

/// Shows it.
pub async fn show(State(desk): State<Arc<Desk>>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let page = filter.page.unwrap_or(1).clamp(1, PAGES);
    let since = match filter.since.trim() {
        "" => None,
        day => Some(first_moment(day)?),
    };
    let named = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let wanted = Wanted {
        since,
        actor: named(&filter.who),
        place: named(&filter.place),
        disputed: false,
        parted: filter.disputed == "yes",
        limit: page * SHOWN + 1,
    };
    let filtered = since.is_some() || wanted.actor.is_some() || wanted.place.is_some() || wanted.parted;
    let looked = desk.ask(move |store| {
        let mut stories = store.stories(&wanted)?;
        let more = stories.len() > page * SHOWN;
        stories.truncate(page * SHOWN);
        let cards = stories.iter().skip((page - 1) * SHOWN).map(|s| card(store, s)).collect::<Result<Vec<_>, _>>()?;
        Ok((store.counts()?, cards, more))
    });
    let (counts, stories, more) = match looked.await {
        Ok(looked) => looked,
        // A desk that is new is empty, which is no error.
        Err(WebError::Store(StoreError::None(_))) => Default::default(),
        Err(e) => return Err(e),
    };
    let query =
        [("disputed", &filter.disputed), ("who", &filter.who), ("place", &filter.place), ("since", &filter.since)]
            .into_iter()
            .filter(|(_, v)| !v.trim().is_empty())
            .map(|(k, v)| format!("{k}={}&", super::encoded(v.trim())))
            .collect();
    Page::draw(&FrontPage {
        frame: Frame::new("Stories", Here::Stories),
        filter,
        filtered,
        counts,
        stories,
        page,
        more,
        query,
    })
}

fn card(store: &Store, s: &StoryHead) -> Result<Card, WebError> {
    let (mut partings, mut question) = (Vec::new(), None);
    if let Some(told) = store.told(s.no)? {
        let told: Partings<'_> = serde_json::from_slice(&told)?;
        let kept = store.disputes(s.no)?;
        let dismissed = |d: &&DisputeLine<'_>| {
            kept.iter().any(|k| k.kind == d.kind && k.question == d.question && k.dismissed.is_some())
        };
        let found: Vec<&DisputeLine<'_>> = told.disputes.iter().filter(|d| !dismissed(d)).collect();
        for status in ["dispute", "reversal", "revision"] {
            let of_it = found.iter().filter(|d| d.status == status).count();
            partings.extend((of_it > 0).then_some((status, of_it)));
        }
        // What cannot both hold comes first.
        let first = found.iter().find(|d| d.status == "dispute").or(found.first());
        let sides = |d: &DisputeLine<'_>| d.sides.iter().map(|s| s.value.to_string()).collect();
        question = first.map(|d| (d.question.to_string(), sides(d)));
    }
    let heads = store.reports_of(s.no)?;
    let mut outlets: Vec<String> = Vec::new();
    for h in &heads {
        let name = outlet(h);
        if !outlets.contains(&name) {
            outlets.push(name);
        }
    }
    let rest = outlets.len().saturating_sub(OUTLETS);
    outlets.truncate(OUTLETS);
    let outlets = outlets.join(", ") + &if rest > 0 { format!(" and {rest} more") } else { String::new() };
    Ok(Card {
        id: s.id.clone(),
        title: headline(s),
        facts: facts(s, &heads),
        outlets,
        changed: human::moment(s.changed),
        partings,
        question,
    })
}

/// The first moment of a day in UTC, in milliseconds since 1970.
fn first_moment(day: &str) -> Result<i64, WebError> {
    let wrong =
        || WebError::Ask(format!("“Changed since” is a date, written 2031-06-19, 2031-06 or 2031; {day:?} is none"));
    let date = parse_date(day).map_err(|_| wrong())?;
    let first = jiff::civil::Date::new(
        date.year.ok_or_else(wrong)?,
        date.month.unwrap_or(1) as i8,
        date.day.unwrap_or(1) as i8,
    );
    let moment = first.and_then(|d| d.to_zoned(jiff::tz::TimeZone::UTC)).map_err(|_| wrong())?;
    Ok(moment.timestamp().as_millisecond())
}
