//! `check_claim`: do the reports bear a claim out, or dispute it?

use rashomon_text::CodePoints;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quote::{Quote, ReportRef, named};
use super::room::LeftOut;
use super::{Ask, Desk, McpError, within};
use crate::desk::claims::{Answer, Claim, LONGEST_CLAIM};

const USUAL: usize = 10;
const MOST: usize = 20;
/// Code points of a sentence that is quoted, and sentences of a report.
const QUOTE: u32 = 600;
const QUOTES: usize = 3;

/// A claim.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckArgs {
    /// The claim, one plain English sentence that says that something is so: "The port of Brenmouth was closed on Tuesday."
    #[schemars(length(min = 1, max = 1000))]
    claim: String,
    /// Reports at most; 10 if nothing is said
    #[schemars(range(min = 1, max = 20))]
    limit: Option<usize>,
}

/// What reports say to a claim.
#[derive(Debug, JsonSchema, Serialize)]
pub struct CheckAnswer {
    /// Reports that support or dispute it, then those that only mention it
    reports: Vec<Checked>,
    /// How many reports were read for it: those that share its telling words. That others say nothing to it does not follow
    looked_at: usize,
    /// How many of these are about something else
    unrelated: usize,
    /// What there is more of
    left_out: Vec<LeftOut>,
}

/// What one report says to a claim.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Checked {
    /// supports: it says that it is so; disputes: it says that it is not, or something that cannot be so as well; mentions: it tells of it without saying whether it is so
    relation: String,
    /// How sure the program is that the report disputes the claim, 0 to 1
    disputes_score: f64,
    /// The sentences that it goes by
    quotes: Vec<Quote>,
    /// What the answer rests on
    why: String,
    #[serde(flatten)]
    report: ReportRef,
    /// Its story
    story: Option<String>,
}

impl Ask for CheckArgs {
    const NAME: &'static str = "check_claim";
    const TITLE: &'static str = "Check a claim";
    const DESCRIPTION: &'static str = "Tells which reports of the collection support a claim, dispute it, or only mention it, with the \
        sentences they go by. It says what reports say, never whether the claim is true. The first call takes a while: the language \
        engine is opened for it.";
    type Answer = CheckAnswer;

    fn answer(self, desk: &Desk) -> Result<CheckAnswer, McpError> {
        let limit = within("limit", self.limit, USUAL, MOST)?;
        if self.claim.chars().count() > LONGEST_CLAIM {
            return Err(McpError::Ask(format!("a claim has at most {LONGEST_CLAIM} characters: give one sentence")));
        }
        // A store that is not there needs no engine to say so.
        desk.ask(|_| Ok(()))?;
        let model = desk.model()?;
        let Some(claim) = Claim::read(&self.claim, &model) else {
            return Err(McpError::Ask("there is no word in the claim that reports could be searched for".to_owned()));
        };
        let found = desk.ask(|store| Ok(claim.candidates(store, desk.reports)?))?;
        let looked_at = found.len();
        let checked = claim.hold_against(found, &model, desk.settings());
        let unrelated = looked_at - checked.len();
        let all = checked.len();
        let items = checked.into_iter().take(limit).map(|a| Ok::<_, McpError>(told(a)));
        let (reports, rest) = desk.room().fill(all, items)?;
        let mut left_out = Vec::new();
        LeftOut::note(&mut left_out, "reports", rest);
        Ok(CheckAnswer { reports, looked_at, unrelated, left_out })
    }
}

fn told(answer: Answer) -> Checked {
    let Answer { head, report, check } = answer;
    let points = CodePoints::new(&report.text);
    let quote = |s: &rashomon_text::Span| Quote::of(&head.id, points.span(*s).0, s.of(&report.text), QUOTE);
    Checked {
        relation: check.relation.as_str().to_owned(),
        disputes_score: f64::from((check.score.clamp(0.0, 1.0) * 100.0).round()) / 100.0,
        quotes: check.evidence.iter().take(QUOTES).map(quote).collect(),
        why: named(&check.why),
        report: ReportRef::from(&head),
        story: head.story,
    }
}
