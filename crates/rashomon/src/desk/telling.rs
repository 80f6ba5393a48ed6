//! The reports of stories that changed are compared anew.

use std::collections::HashMap;

use rashomon_lang::Model;
use rashomon_store::{Head, NewDispute, NewTold, Store, StoryNo};
use rashomon_story::{Case, Profile, compare_affair, gather_one};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::changes::changed_numbers;
use crate::pipeline::{Settings, understand};
use crate::wire::StoryLine;
use crate::wire::comparison::DisputeLine;

/// Of a story with more reports the last published are compared: all pairs of events are looked at.
const COMPARED: usize = 400;
/// Text of reports that are kept as they were read, in bytes, until their story is compared.
const HELD: usize = 4 << 20;

/// Reports that were read a moment ago and need not be read again.
#[derive(Default)]
pub struct Recent {
    cases: HashMap<String, Case>,
    held: usize,
}

impl Recent {
    /// Holds one more, if there is room.
    pub fn hold(&mut self, case: Case) {
        if self.held < HELD {
            self.held += case.report.text.len();
            self.cases.insert(case.report.id.clone(), case);
        }
    }

    fn take(&mut self, id: &str) -> Option<Case> {
        let case = self.cases.remove(id)?;
        self.held -= case.report.text.len();
        Some(case)
    }
}

/// The reports of a story, read.
///
/// # Errors
/// If the store cannot be read.
pub fn cases(
    store: &Store,
    heads: &[Head],
    model: &Model,
    settings: Settings,
    recent: &mut Recent,
) -> anyhow::Result<Vec<Case>> {
    let mut waiting = Vec::with_capacity(heads.len());
    for head in heads {
        waiting.push(match recent.take(&head.id) {
            Some(case) => Ok(case),
            None => Err(store.report(head)?),
        });
    }
    let read = |w: Result<Case, rashomon_page::Report>| w.unwrap_or_else(|report| understand(model, report, settings));
    Ok(waiting.into_par_iter().map(read).collect())
}

/// Compares the reports of every story that changed, and keeps what that showed. `step` is told of each.
///
/// # Errors
/// If the store cannot be read or written.
pub fn tell_all(
    store: &mut Store,
    model: &Model,
    settings: Settings,
    recent: &mut Recent,
    now: i64,
    mut step: impl FnMut(StoryNo),
) -> anyhow::Result<()> {
    for story in store.stale()? {
        tell(store, story, model, settings, recent, now)?;
        step(story);
    }
    Ok(())
}

fn tell(
    store: &mut Store,
    story: StoryNo,
    model: &Model,
    settings: Settings,
    recent: &mut Recent,
    now: i64,
) -> anyhow::Result<()> {
    let head = store.story_head(story)?;
    let mut heads = store.reports_of(story)?;
    let all = heads.len();
    heads.drain(..all.saturating_sub(COMPARED));
    let cases = cases(store, &heads, model, settings, recent)?;
    let profiles: Vec<Profile> = cases.iter().map(Profile::of).collect();
    let gathered = gather_one(&profiles);
    let Some(affair) = gathered.affairs.first() else {
        // All of its reports went to other stories.
        store.write(|w| w.tell(story, &NewTold::default(), now))?;
        return Ok(());
    };
    let told = compare_affair(&cases, affair, &gathered, model);
    let mut line = StoryLine::new(&cases, 0, &told, None);
    line.id = head.id.clone();
    let revised = revised(store, &heads, &cases, model, settings)?;
    line.disputes.extend(revised);
    let json = serde_json::to_vec(&line)?;
    let disputes = line.disputes.iter().map(new_dispute).collect();
    let days: Vec<&str> = heads.iter().filter_map(|h| h.published.as_deref()).collect();
    let last_added = heads.iter().max_by_key(|h| (h.added, h.no)).map(|h| h.id.clone());
    let new = NewTold {
        title: &line.title,
        published: days.iter().min().copied().zip(days.iter().max().copied()),
        reports: all,
        sources: line.independent_sources,
        json: &json,
        disputes,
        last_added: last_added.as_deref(),
    };
    store.write(|w| w.tell(story, &new, now))?;
    Ok(())
}

/// Numbers that outlets changed in their own reports.
fn revised(
    store: &Store,
    heads: &[Head],
    cases: &[Case],
    model: &Model,
    settings: Settings,
) -> anyhow::Result<Vec<DisputeLine<'static>>> {
    let mut out = Vec::new();
    for (head, case) in heads.iter().zip(cases) {
        if head.version < 2 {
            continue;
        }
        let versions = store.versions(&head.address)?;
        let Some(before) = versions.iter().take_while(|v| v.id != head.id).last() else { continue };
        let before = understand(model, store.report(before)?, settings);
        out.extend(changed_numbers(&before, case));
    }
    Ok(out)
}

fn new_dispute(d: &DisputeLine<'_>) -> NewDispute {
    NewDispute {
        kind: d.kind.clone().into_owned(),
        status: d.status.clone().into_owned(),
        question: d.question.clone().into_owned(),
        evidence: d
            .sides
            .iter()
            .flat_map(|s| &s.statements)
            .map(|s| (s.report.clone().into_owned(), s.start, s.end))
            .collect(),
        json: serde_json::to_vec(d).unwrap_or_default(),
    }
}
