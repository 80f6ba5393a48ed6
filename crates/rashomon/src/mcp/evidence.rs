//! `evidence`: what stands around a quote, and where it is from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page::Pages;
use super::quote::{LONGEST, Place, Quote, ReportRef, outside};
use super::{Ask, Desk, McpError};

const MOST: usize = 20;
const AROUND: usize = 5;
/// Code points of a quote with what stands around it.
const CONTEXT: u32 = 3000;

/// Which places.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceArgs {
    /// Evidence ids from other answers, REPORT:START-END, at most 20
    #[schemars(length(min = 1, max = 20))]
    ids: Vec<String>,
    /// Sentences to show before and after; 1 if nothing is said
    #[schemars(range(min = 0, max = 5))]
    around: Option<usize>,
}

/// The places with what stands around them.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EvidenceAnswer {
    /// In the order asked for
    evidence: Vec<Shown>,
    /// Ids for which there was no room; ask for them again
    left_out: Vec<String>,
}

/// A place.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Shown {
    #[serde(flatten)]
    said: Quote,
    /// The quote with the sentences around it
    context: Quote,
    #[serde(flatten)]
    report: ReportRef,
    /// Its story
    story: Option<String>,
    /// Which version of the page it is, from 1 on
    version: i64,
    /// Whether there is no newer version; if there is, the page may read otherwise by now
    newest: bool,
}

impl Ask for EvidenceArgs {
    const NAME: &'static str = "evidence";
    const TITLE: &'static str = "Show evidence";
    const DESCRIPTION: &'static str = "Shows the exact words behind evidence ids with the sentences around them, and outlet, date and \
        address of the report. Use it before you quote something that matters.";
    type Answer = EvidenceAnswer;

    fn answer(self, desk: &Desk) -> Result<EvidenceAnswer, McpError> {
        if self.ids.is_empty() || self.ids.len() > MOST {
            let n = self.ids.len();
            return Err(McpError::Ask(format!("from 1 to {MOST} evidence ids can be asked for at a time, not {n}")));
        }
        let around = self.around.unwrap_or(1);
        if around > AROUND {
            return Err(McpError::Ask(format!("around is a number from 0 to {AROUND}, not {around}")));
        }
        let places: Vec<Place<'_>> = self.ids.iter().map(|id| Place::parse(id)).collect::<Result<_, _>>()?;
        desk.ask(|store| {
            let mut pages = Pages::new(store);
            let shown = places.iter().map(|p| show(p, around, &mut pages));
            let (evidence, left_out) = desk.room().fill(places.len(), shown)?;
            Ok(EvidenceAnswer { evidence, left_out: self.ids[self.ids.len() - left_out..].to_vec() })
        })
    }
}

fn show(place: &Place<'_>, around: usize, pages: &mut Pages<'_>) -> Result<Shown, McpError> {
    let page = pages.get(place.report)?;
    let span = (place.start, place.end);
    if place.end > page.length() {
        return Err(outside(place, page.length() as usize));
    }
    let context = page.around(span, around);
    // Where all of it is too long, what was asked for is still in it.
    let context = (context.0.max(span.0.saturating_sub(CONTEXT / 2)), context.1);
    Ok(Shown {
        said: page.quote(span, LONGEST),
        context: page.quote(context, CONTEXT),
        report: ReportRef::from(&page.head),
        story: page.head.story.clone(),
        version: page.head.version,
        newest: page.head.latest,
    })
}
