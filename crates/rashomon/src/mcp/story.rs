//! `story`: where the reports of an affair agree, where they part, and on whose word.

use std::collections::HashMap;

use rashomon_store::{Head, KeptDispute, Store, StoryHead};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page::Pages;
use super::quote::{Quote, ReportRef, named};
use super::room::{LeftOut, Room};
use super::stories::{StoryRow, moment};
use super::{Ask, Desk, McpError};
use crate::wire::StoryLine;
use crate::wire::comparison::{AgreementLine, DisputeLine, PositionLine, StatementLine};

/// How much of a dispute is told: statements a side, and code points of each quote. Where there is no room for the first, the next is tried.
const DISPUTE: [(usize, u32); 3] = [(4, 800), (2, 500), (1, 250)];
const SIDES: usize = 6;
const STEPS: usize = 10;
/// The same for agreements and positions.
const AGREEMENT: (usize, u32) = (3, 400);
const STANCES: (usize, u32) = (6, 400);
const NAMES: usize = 20;

/// Which story, and what of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StoryArgs {
    /// Id of the story, or its beginning
    story: String,
    /// Only this part of it; all if nothing is said
    part: Option<Part>,
    /// With a part: how many of its elements to pass over, to see the next ones
    #[serde(default)]
    skip: usize,
}

/// A part of a story.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Reports,
    Sources,
    Disputes,
    Agreements,
    Positions,
}

/// A story.
#[derive(Debug, JsonSchema, Serialize)]
pub struct StoryAnswer {
    #[serde(flatten)]
    story: StoryRow,
    /// Its reports, in order of publication
    reports: Vec<ReportRef>,
    /// Reports that count for one source: copies, and those that rest on the same word
    sources: Vec<SharedSource>,
    /// Questions that the reports answer differently
    disputes: Vec<Dispute>,
    /// What independent reports say alike
    agreements: Vec<Agreement>,
    /// Who is reported to stand where on what, in order of time
    positions: Vec<Position>,
    /// What there is more of; ask for that `part` with `skip`
    left_out: Vec<LeftOut>,
}

/// Reports that count for one source.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SharedSource {
    /// Ids of the reports
    reports: Vec<String>,
    /// On whose word more than one of them rests
    rest_on: Vec<String>,
}

/// A question that reports answer differently.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Dispute {
    /// Its id, which it keeps; null where it was not kept yet
    dispute: Option<String>,
    /// The question
    question: String,
    /// happened, stance, number, date, place, actor, words or figures (one report against itself)
    kind: String,
    /// dispute: both cannot hold; revision: a later report replaces an earlier one; reversal: an actor changed position; gone: no longer found
    status: String,
    /// The answers, each with who gives it
    sides: Vec<Side>,
    /// Why it is read so
    why: Option<String>,
    /// From 0 to 1: how sure the program is that it is one question with different answers
    confidence: Option<f64>,
    /// When it appeared in the store, UTC
    since: Option<String>,
    /// What became of it, oldest first
    history: Vec<Step>,
    /// What there is more of
    left_out: Vec<LeftOut>,
}

/// An answer to a question.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Side {
    /// The answer
    value: String,
    /// Of when it is
    date: Option<String>,
    /// Who gives it, and on whose word
    statements: Vec<Statement>,
}

/// Words of a report, and on whose word they are.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Statement {
    #[serde(flatten)]
    said: Quote,
    /// Id of the report
    report: String,
    /// Who published it
    outlet: Option<String>,
    /// When
    published: Option<String>,
    /// The sources, the first one first; null where the outlet says it on its own word
    on_whose_word: Option<String>,
    /// Whether the first source has no name
    anonymous: bool,
}

/// Something that became of a dispute.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Step {
    /// When, UTC
    at: Option<String>,
    /// appeared, changed, settled or reopened
    what: String,
    /// Its status from then on
    status: String,
    /// Id of the report that brought it about
    by: Option<String>,
}

/// What independent reports say alike.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Agreement {
    /// The question
    question: String,
    /// The answer
    value: String,
    /// Who gives it
    statements: Vec<Statement>,
    /// What there is more of
    left_out: Vec<LeftOut>,
}

/// Where somebody is reported to stand.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Position {
    /// Who
    actor: String,
    /// On what
    issue: String,
    /// In order of time
    stances: Vec<Stance>,
    /// What there is more of
    left_out: Vec<LeftOut>,
}

/// For or against.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Stance {
    /// for, against or mixed
    stance: String,
    /// Of when it is
    date: Option<String>,
    #[serde(flatten)]
    said: Quote,
    /// Id of the report
    report: String,
}

/// A story that was compared, with what was told of it.
pub fn told(store: &Store, id: &str) -> Result<(StoryHead, StoryLine<'static>), McpError> {
    let id = id.trim();
    // Any id begins with nothing, and of a store with one story it would be that one.
    if id.is_empty() {
        return Err(McpError::Ask("story is the id of a story; `stories` lists them".to_owned()));
    }
    let head = store.story(id)?;
    let Some(told) = store.told(head.no)? else {
        let what = format!("the reports of story {} are not compared yet; `rashomon add` does it", head.id);
        return Err(McpError::Ask(what));
    };
    let line = serde_json::from_slice(&told).map_err(|_| McpError::Damaged(format!("story {}", head.id)))?;
    Ok((head, line))
}

impl Ask for StoryArgs {
    const NAME: &'static str = "story";
    const TITLE: &'static str = "Tell a story";
    const DESCRIPTION: &'static str = "Tells one story: its reports, how many independent sources they have, the questions they answer \
        differently with each side's quotes, on whose word they are, since when and what became of it, what they say alike, and who \
        stands where. It never says who is right, and neither follows from how many say so.";
    type Answer = StoryAnswer;

    fn answer(self, desk: &Desk) -> Result<StoryAnswer, McpError> {
        if self.part.is_none() && self.skip > 0 {
            return Err(McpError::Ask("skip is of one part: name the part as well".to_owned()));
        }
        desk.ask(|store| {
            let (head, line) = told(store, &self.story)?;
            let reports = store.reports_of(head.no)?;
            let mut disputes = current(&line.disputes, store.disputes(head.no)?);
            let mut teller = Teller {
                store,
                heads: reports.iter().map(|h| (h.id.as_str(), h)).collect(),
                pages: Pages::new(store),
                room: desk.room(),
                wanted: self.part,
                skip: self.skip,
                left_out: Vec::new(),
            };
            // Disputes first: they are what is asked for, and have what the others leave.
            let told_disputes = teller.disputes(&mut disputes)?;
            Ok(StoryAnswer {
                story: StoryRow::from(head),
                disputes: told_disputes,
                reports: teller.list(Part::Reports, "reports", 40, &reports, |_, h| Ok(ReportRef::from(h)))?,
                positions: teller.list(Part::Positions, "positions", 45, &line.positions, Teller::position)?,
                agreements: teller.list(Part::Agreements, "agreements", 80, &line.agreements, Teller::agreement)?,
                sources: teller.list(Part::Sources, "sources", 100, &line.sources, |_, s| {
                    let reports = s.reports.iter().take(NAMES).map(|r| r.clone().into_owned()).collect();
                    Ok(SharedSource { reports, rest_on: s.rest_on.iter().take(NAMES).map(|r| named(r)).collect() })
                })?,
                left_out: teller.left_out,
            })
        })
    }
}

/// The disputes that were found last, each with what is kept of it; then those that are found no more.
fn current<'a>(
    found: &'a [DisputeLine<'a>],
    mut kept: Vec<KeptDispute>,
) -> Vec<(Option<&'a DisputeLine<'a>>, Option<KeptDispute>)> {
    let mut all: Vec<_> = found
        .iter()
        .map(|d| {
            let at = kept.iter().position(|k| k.kind == d.kind && k.question == d.question);
            (Some(d), at.map(|n| kept.remove(n)))
        })
        .collect();
    all.extend(kept.into_iter().map(|k| (None, Some(k))));
    all
}

struct Teller<'s> {
    store: &'s Store,
    heads: HashMap<&'s str, &'s Head>,
    pages: Pages<'s>,
    room: Room,
    wanted: Option<Part>,
    skip: usize,
    left_out: Vec<LeftOut>,
}

impl Teller<'_> {
    /// As many elements of a part as fit into these hundredths of the room that is left.
    fn list<A, B: Serialize>(
        &mut self,
        part: Part,
        what: &'static str,
        hundredths: usize,
        all: &[A],
        tell: impl Fn(&mut Self, &A) -> Result<B, McpError>,
    ) -> Result<Vec<B>, McpError> {
        let (skip, hundredths) = match self.wanted {
            None => (0, hundredths),
            Some(wanted) if wanted == part => (self.skip, 100),
            Some(_) => return Ok(Vec::new()),
        };
        let mut room = self.room.part(hundredths);
        let rest = all.get(skip..).unwrap_or_default();
        let (told, left_out) = room.fill(rest.len(), rest.iter().map(|x| tell(self, x)))?;
        self.room.give_back(room);
        LeftOut::note(&mut self.left_out, what, left_out);
        Ok(told)
    }

    fn disputes(
        &mut self,
        all: &mut [(Option<&DisputeLine<'_>>, Option<KeptDispute>)],
    ) -> Result<Vec<Dispute>, McpError> {
        let (skip, hundredths) = match self.wanted {
            None => (0, 60),
            Some(Part::Disputes) => (self.skip, 100),
            Some(_) => return Ok(Vec::new()),
        };
        let mut room = self.room.part(hundredths);
        let rest = all.get(skip..).unwrap_or_default();
        let mut out = Vec::new();
        'disputes: for (found, kept) in rest {
            for (statements, most) in DISPUTE {
                let told = self.dispute(*found, kept.as_ref(), statements, most)?;
                if room.take(&told) {
                    out.push(told);
                    continue 'disputes;
                }
            }
            break;
        }
        self.room.give_back(room);
        LeftOut::note(&mut self.left_out, "disputes", rest.len() - out.len());
        Ok(out)
    }

    fn dispute(
        &self,
        found: Option<&DisputeLine<'_>>,
        kept: Option<&KeptDispute>,
        statements: usize,
        most: u32,
    ) -> Result<Dispute, McpError> {
        let last: Option<DisputeLine<'_>> = match (found, kept) {
            (None, Some(k)) => {
                Some(serde_json::from_slice(&k.json).map_err(|_| McpError::Damaged(format!("dispute {}", k.id)))?)
            }
            _ => None,
        };
        let line = found.or(last.as_ref());
        let mut left_out = Vec::new();
        let sides = line.map_or(&[][..], |l| &l.sides);
        LeftOut::note(&mut left_out, "sides", sides.len().saturating_sub(SIDES));
        let more = sides.iter().take(SIDES).map(|s| s.statements.len().saturating_sub(statements)).sum();
        LeftOut::note(&mut left_out, "statements", more);
        let history = kept.map_or(&[][..], |k| &k.history);
        LeftOut::note(&mut left_out, "steps", history.len().saturating_sub(STEPS));
        let sides = sides.iter().take(SIDES).map(|s| Side {
            value: named(&s.value),
            date: s.date.clone().map(String::from),
            statements: self.statements(&s.statements, statements, most),
        });
        // Of a long history the last steps say how it stands.
        let history = history[history.len().saturating_sub(STEPS)..].iter().map(|s| Step {
            at: moment(s.at),
            what: s.what.clone(),
            status: s.status.clone(),
            by: s.by.clone(),
        });
        let status = match (found, kept) {
            (Some(f), _) => f.status.clone().into_owned(),
            _ => "gone".to_owned(),
        };
        Ok(Dispute {
            dispute: kept.map(|k| k.id.clone()),
            question: line.map(|l| named(&l.question)).unwrap_or_default(),
            kind: line.map(|l| l.kind.clone().into_owned()).unwrap_or_default(),
            status,
            sides: sides.collect(),
            why: line.map(|l| named(&l.why)),
            confidence: line.map(|l| l.confidence),
            since: kept.and_then(|k| moment(k.appeared)),
            history: history.collect(),
            left_out,
        })
    }

    fn statements(&self, all: &[StatementLine<'_>], most: usize, points: u32) -> Vec<Statement> {
        let one = |s: &StatementLine<'_>| {
            // Of a number that an outlet changed, the version before is none of the story's newest.
            let head = self.heads.get(&*s.report).map(|&h| h.clone()).or_else(|| self.store.head(&s.report).ok());
            Statement {
                said: Quote::of(&s.report, s.start, &s.quote, points),
                report: s.report.clone().into_owned(),
                outlet: head.as_ref().and_then(|h| h.outlet.as_deref()).map(named),
                published: head.and_then(|h| h.published.clone()),
                on_whose_word: s.according_to.as_deref().map(named),
                anonymous: s.anonymous,
            }
        };
        all.iter().take(most).map(one).collect()
    }

    fn agreement(&mut self, a: &AgreementLine<'_>) -> Result<Agreement, McpError> {
        let (most, points) = AGREEMENT;
        let mut left_out = Vec::new();
        LeftOut::note(&mut left_out, "statements", a.statements.len().saturating_sub(most));
        Ok(Agreement {
            question: named(&a.question),
            value: named(&a.value),
            statements: self.statements(&a.statements, most, points),
            left_out,
        })
    }

    fn position(&mut self, p: &PositionLine<'_>) -> Result<Position, McpError> {
        let (most, points) = STANCES;
        let mut left_out = Vec::new();
        LeftOut::note(&mut left_out, "stances", p.stances.len().saturating_sub(most));
        let mut stances = Vec::new();
        for s in p.stances.iter().take(most) {
            let page = self.pages.get(&s.report)?;
            stances.push(Stance {
                stance: s.stance.clone().into_owned(),
                date: s.date.clone().map(String::from),
                said: page.quote((s.start, s.end), points),
                report: page.head.id.clone(),
            });
        }
        Ok(Position { actor: named(&p.actor), issue: named(&p.issue), stances, left_out })
    }
}
