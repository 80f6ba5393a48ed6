//! `who_said`: what somebody is quoted with, and through whom it came.

use rashomon_store::{Query, Store};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page::Page;
use super::quote::{Quote, ReportRef, named};
use super::{Ask, Desk, McpError, about, within};
use crate::wire::reading::{Actor, Attribution};

const USUAL: usize = 10;
const MOST: usize = 50;
/// Reports that are looked at, the best of each search.
const REPORTS: usize = 100;
/// Words of a name.
const WORDS: usize = 10;
/// Code points of a part of what is said.
const QUOTE: u32 = 600;
/// Parts of what is said: it may be broken up by "he said".
const PARTS: usize = 4;

/// Who, and about what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhoSaidArgs {
    /// Name of somebody who is quoted, or part of it: a person, an office, an organisation
    actor: String,
    /// Words of which what is said, or the sentence around it, holds at least one; anything if nothing is given
    about: Option<String>,
    /// Statements at most; 10 if nothing is said
    #[schemars(range(min = 1, max = 50))]
    limit: Option<usize>,
}

/// What somebody is quoted with.
#[derive(Debug, JsonSchema, Serialize)]
pub struct WhoSaidAnswer {
    /// What is said, those that hold most of the words first
    statements: Vec<Said>,
    /// How many more were found than are told
    left_out: usize,
    /// How many reports were looked at
    reports: usize,
}

/// Something said.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Said {
    /// Who says it, by full name
    actor: String,
    /// The words that name who says it; null where only the context tells
    source: Option<Quote>,
    /// The words that say that it is said
    cue: String,
    /// direct: all of it stands between quotation marks; indirect: none of it; mixed: some
    kind: String,
    /// What is said, in parts where it is broken up
    content: Vec<Quote>,
    /// From the one who says it outwards to the outlet: on whose word it stands in this report
    on_whose_word: Vec<String>,
    /// Whether the one who says it has no name
    anonymous: bool,
    #[serde(flatten)]
    report: ReportRef,
}

impl Ask for WhoSaidArgs {
    const NAME: &'static str = "who_said";
    const TITLE: &'static str = "What somebody said";
    const DESCRIPTION: &'static str = "Finds what somebody is quoted with in the reports, with the exact words, who reports it, when, \
        and through whom it came (a spokesman told an agency, which the outlet repeats). Being quoted with something is no proof of \
        having said it.";
    type Answer = WhoSaidAnswer;

    fn answer(self, desk: &Desk) -> Result<WhoSaidAnswer, McpError> {
        let limit = within("limit", self.limit, USUAL, MOST)?;
        let actor = about::words(&self.actor);
        if actor.is_empty() {
            return Err(McpError::Ask(format!("actor is a name, not {:?}", named(&self.actor))));
        }
        let mut wanted = about::words(self.about.as_deref().unwrap_or_default());
        if actor.len() > WORDS || wanted.len() > 2 * WORDS {
            return Err(McpError::Ask(format!(
                "actor is a name of at most {WORDS} words, about at most {} words",
                2 * WORDS
            )));
        }
        wanted.sort_unstable();
        wanted.dedup();
        desk.ask(|store| {
            let mut found: Vec<(usize, Said)> = Vec::new();
            let pages = pages(store, &actor, &wanted)?;
            let reports = pages.len();
            for page in &pages {
                let said = page.line.attributions.iter().filter_map(|a| said(page, a, &actor, &wanted));
                found.extend(said);
            }
            // Stable: of those that hold as many words, those of the best report come first.
            found.sort_by_key(|f| std::cmp::Reverse(f.0));
            let all = found.len();
            let (statements, left_out) =
                desk.room().fill(all, found.into_iter().take(limit).map(|f| Ok::<_, McpError>(f.1)))?;
            Ok(WhoSaidAnswer { statements, left_out, reports })
        })
    }
}

/// Reports in which somebody of that name says something, those that hold one of the words first.
fn pages(store: &Store, actor: &[String], wanted: &[String]) -> Result<Vec<Page>, McpError> {
    let fields: String = actor.iter().map(|w| format!("said-by:\"{w}\" ")).collect();
    let words: String = actor.iter().map(|w| format!("\"{w}\" ")).collect();
    let mut out: Vec<Page> = Vec::new();
    // What is said on somebody's word is indexed; what is quoted without being an event is found by the name alone.
    let mut look = |query: String| -> Result<(), McpError> {
        for hit in store.search(&Query::parse(&query)?, 0, REPORTS)?.hits {
            if out.len() < 2 * REPORTS && out.iter().all(|p| p.head.no != hit.head.no) {
                out.push(Page::open(store, hit.head)?);
            }
        }
        Ok(())
    };
    for named in [&fields, &words] {
        for word in wanted {
            look(format!("{named}\"{word}\""))?;
        }
        if wanted.is_empty() {
            look(named.clone())?;
        }
    }
    Ok(out)
}

/// An attribution, if it is of this actor and about these words, with how many of them it holds.
fn said(page: &Page, a: &Attribution<'_>, actor: &[String], wanted: &[String]) -> Option<(usize, Said)> {
    let who = find(&page.line.actors, a.source_actor.as_deref());
    let source: String = a.source.iter().map(|&s| page.words(s)).collect::<Vec<_>>().join(" ");
    let meant = who.is_some_and(|w| about::names(&w.name, actor)) || about::names(&source, actor);
    let first = *a.content.first()?;
    let sentence = page.words(page.sentence(first)).to_owned();
    let content = a.content.iter().map(|&s| page.words(s)).chain([sentence.as_str()]).collect::<Vec<_>>().join(" ");
    let held = about::held(&content, wanted);
    if !meant || (held == 0 && !wanted.is_empty()) {
        return None;
    }
    let told = Said {
        actor: named(who.map_or(&source, |w| &w.name)),
        source: a.source.first().map(|&s| page.quote(s, QUOTE)),
        cue: named(&a.cue.iter().map(|&s| page.words(s)).collect::<Vec<_>>().join(" … ")),
        kind: a.kind.clone().into_owned(),
        content: a.content.iter().take(PARTS).map(|&s| page.quote(s, QUOTE)).collect(),
        on_whose_word: chain(page, a),
        anonymous: a.anonymous,
        report: ReportRef::from(&page.head),
    };
    Some((held, told))
}

/// On whose word something stands, from the one who says it outwards.
fn chain(page: &Page, a: &Attribution<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = Some(a);
    // No more steps than attributions: a damaged reading may hold a circle.
    for _ in 0..page.line.attributions.len() {
        let Some(a) = at else { break };
        let source = || a.source.first().map(|&s| page.words(s));
        let name = |id: &Option<String>| find(&page.line.actors, id.as_deref()).map(|w| &*w.name);
        out.extend(name(&a.source_actor).or_else(source).map(named));
        out.extend(name(&a.via).map(named));
        at = a.within.as_deref().and_then(|w| page.line.attributions.iter().find(|b| b.id == w));
    }
    out.extend(page.head.outlet.as_deref().map(named));
    out.dedup();
    out
}

fn find<'p>(actors: &'p [Actor<'static>], id: Option<&str>) -> Option<&'p Actor<'static>> {
    id.and_then(|id| actors.iter().find(|a| a.id == id))
}
