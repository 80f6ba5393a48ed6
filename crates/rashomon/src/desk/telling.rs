//! The reports of stories that changed are compared anew.

use std::collections::HashMap;

use rashomon_lang::Model;
use rashomon_page::Report;
use rashomon_store::{Head, NewDispute, NewTold, Store, StoreError, StoryNo};
use rashomon_story::{Case, Profile, compare_affair, gather_one};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::changes::changed_numbers;
use crate::pipeline::{Settings, understand};
use crate::wire::StoryLine;
use crate::wire::comparison::DisputeLine;

/// Stories that are compared at a time, and kept in one transaction.
const AT_A_TIME: usize = 64;
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
pub fn cases(store: &Store, heads: &[Head], model: &Model, settings: Settings) -> anyhow::Result<Vec<Case>> {
    Ok(read(waiting(store, heads, &mut Recent::default())?, model, settings))
}

/// Reports that were read a moment ago, and those that are to be read again.
fn waiting(store: &Store, heads: &[Head], recent: &mut Recent) -> Result<Vec<Result<Case, Report>>, StoreError> {
    let one = |head: &Head| match recent.take(&head.id) {
        Some(case) => Ok(Ok(case)),
        None => store.report(head).map(Err),
    };
    heads.iter().map(one).collect()
}

fn read(reports: Vec<Result<Case, Report>>, model: &Model, settings: Settings) -> Vec<Case> {
    let one = |r: Result<Case, Report>| r.unwrap_or_else(|report| understand(model, report, settings));
    reports.into_par_iter().map(one).collect()
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
    step: impl Fn() + Sync,
) -> anyhow::Result<()> {
    for stories in store.stale()?.chunks(AT_A_TIME) {
        let waiting = stories.iter().map(|&s| Waiting::of(store, s, recent)).collect::<Result<Vec<_>, _>>()?;
        let compare = |w: Waiting| {
            let showed = w.compare(model, settings);
            step();
            showed
        };
        let showed = waiting.into_par_iter().map(compare).collect::<Result<Vec<Showed>, _>>()?;
        store.write(|writing| showed.iter().try_for_each(|s| writing.tell(s.story, &s.told(), now)))?;
    }
    Ok(())
}

/// A story with all that comparing its reports takes: the store itself is read on one thread.
struct Waiting {
    story: StoryNo,
    id: String,
    /// By which it is seen whether it was changed meanwhile.
    revision: i64,
    /// How many reports it has, those included that are not compared.
    all: usize,
    heads: Vec<Head>,
    reports: Vec<Result<Case, Report>>,
    /// Of each report the version before it, where there is one.
    before: Vec<Option<Report>>,
}

/// What comparing showed.
struct Showed {
    story: StoryNo,
    revision: i64,
    title: String,
    published: Option<(String, String)>,
    reports: usize,
    sources: usize,
    json: Vec<u8>,
    disputes: Vec<NewDispute>,
    last_added: Option<String>,
}

impl Waiting {
    fn of(store: &Store, story: StoryNo, recent: &mut Recent) -> Result<Self, StoreError> {
        let (id, revision, mut heads) =
            store.read(|store| Ok((store.story_head(story)?.id, store.revision(story)?, store.reports_of(story)?)))?;
        let all = heads.len();
        heads.drain(..all.saturating_sub(COMPARED));
        let mut before = Vec::with_capacity(heads.len());
        for head in &heads {
            let versions = if head.replaces_another() { store.versions(&head.address)? } else { Vec::new() };
            let last = versions.iter().take_while(|v| v.id != head.id).last();
            before.push(last.map(|v| store.report(v)).transpose()?);
        }
        Ok(Self { story, id, revision, all, reports: waiting(store, &heads, recent)?, before, heads })
    }

    fn compare(self, model: &Model, settings: Settings) -> anyhow::Result<Showed> {
        let cases = read(self.reports, model, settings);
        let profiles: Vec<Profile> = cases.iter().map(Profile::of).collect();
        let gathered = gather_one(&profiles);
        let mut showed = Showed {
            story: self.story,
            revision: self.revision,
            title: String::new(),
            published: None,
            reports: self.all,
            sources: 0,
            json: Vec::new(),
            disputes: Vec::new(),
            last_added: None,
        };
        // Without an affair, all of its reports went to other stories.
        let Some(affair) = gathered.affairs.first() else { return Ok(showed) };
        let told = compare_affair(&cases, affair, &gathered, model);
        let mut line = StoryLine::new(&cases, 0, &told, None);
        line.id = self.id;
        for (before, case) in self.before.into_iter().zip(&cases) {
            if let Some(before) = before {
                line.disputes.extend(changed_numbers(&understand(model, before, settings), case));
            }
        }
        let days: Vec<&String> = self.heads.iter().filter_map(|h| h.published.as_ref()).collect();
        showed.published = days.iter().min().zip(days.iter().max()).map(|(a, b)| ((*a).clone(), (*b).clone()));
        showed.last_added = self.heads.iter().max_by_key(|h| (h.came(), h.no)).map(|h| h.id.clone());
        showed.disputes = line.disputes.iter().map(new_dispute).collect();
        showed.sources = line.independent_sources;
        showed.json = serde_json::to_vec(&line)?;
        showed.title = line.title.into_owned();
        Ok(showed)
    }
}

impl Showed {
    fn told(&self) -> NewTold<'_> {
        NewTold {
            title: &self.title,
            published: self.published.as_ref().map(|(a, b)| (a.as_str(), b.as_str())),
            revision: self.revision,
            reports: self.reports,
            sources: self.sources,
            json: &self.json,
            disputes: self.disputes.clone(),
            last_added: self.last_added.as_deref(),
        }
    }
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
