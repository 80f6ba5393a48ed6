//! `timeline`: what happened when, as the reports of a story tell it.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page::Pages;
use super::quote::{Quote, ReportRef};
use super::room::LeftOut;
use super::story::told;
use super::{Ask, Desk, McpError};
use crate::wire::comparison::EventLine;

/// Reports that are quoted for one event.
const TELLERS: usize = 4;
/// Code points of a quote.
const QUOTE: u32 = 500;

/// Of which story.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineArgs {
    /// Id of the story, or its beginning
    story: String,
    /// Events to pass over, to see the next ones
    #[serde(default)]
    skip: usize,
}

/// Events of a story in order of their dates.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TimelineAnswer {
    /// Id of the story
    story: String,
    /// Events that the reports date, in order; what they do not date is not here
    events: Vec<DatedEvent>,
    /// `skip` of the call that shows the next ones; absent if these are all
    #[serde(skip_serializing_if = "Option::is_none")]
    next_skip: Option<usize>,
}

/// An event with its date.
#[derive(Debug, JsonSchema, Serialize)]
pub struct DatedEvent {
    /// ISO 8601 or TIMEX3, as far as it is known: 2031-06-19, 2031-06, 2031-W25
    date: String,
    /// The sentences that tell it, one a report
    told_by: Vec<Teller>,
    /// What there is more of
    left_out: Vec<LeftOut>,
}

/// A sentence that tells an event.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Teller {
    #[serde(flatten)]
    said: Quote,
    #[serde(flatten)]
    report: ReportRef,
}

impl Ask for TimelineArgs {
    const NAME: &'static str = "timeline";
    const TITLE: &'static str = "Timeline of a story";
    const DESCRIPTION: &'static str = "What happened when in one story, as its reports date it: events in order of date, each with \
        the sentences that tell it. Whether two reports date one event differently stands in the disputes of `story`.";
    type Answer = TimelineAnswer;

    fn answer(self, desk: &Desk) -> Result<TimelineAnswer, McpError> {
        desk.ask(|store| {
            let (head, line) = told(store, &self.story)?;
            let events: HashMap<&str, &EventLine<'_>> = line.events.iter().map(|e| (e.id.as_str(), e)).collect();
            let mut pages = Pages::new(store);
            let all = line.timeline.len().saturating_sub(self.skip);
            let dated = line.timeline.iter().skip(self.skip).map(|t| {
                let event = events.get(t.event.as_str());
                let event = event.ok_or_else(|| McpError::Damaged(format!("story {}", head.id)))?;
                Ok::<_, McpError>(DatedEvent { date: t.date.clone().into_owned(), ..tellers(event, &mut pages)? })
            });
            let (events, left_out) = desk.room().fill(all, dated)?;
            let next_skip = (left_out > 0).then_some(self.skip + events.len());
            Ok(TimelineAnswer { story: head.id, events, next_skip })
        })
    }
}

/// The first sentence of each report that tells it.
fn tellers(event: &EventLine<'_>, pages: &mut Pages<'_>) -> Result<DatedEvent, McpError> {
    let mut first: Vec<(&str, (u32, u32))> = Vec::new();
    for m in &event.mentions {
        if first.iter().all(|f| f.0 != m.report) {
            first.push((&m.report, (m.start, m.end)));
        }
    }
    let mut told_by = Vec::new();
    for (report, span) in first.iter().take(TELLERS) {
        let page = pages.get(report)?;
        let said = page.quote(page.sentence(*span), QUOTE);
        told_by.push(Teller { said, report: ReportRef::from(&page.head) });
    }
    let mut left_out = Vec::new();
    LeftOut::note(&mut left_out, "reports", first.len().saturating_sub(TELLERS));
    Ok(DatedEvent { date: String::new(), told_by, left_out })
}
