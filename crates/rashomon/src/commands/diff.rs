//! `rashomon diff`: what is new in a story.

use std::io::Write as _;

use clap::ValueEnum;
use rashomon_page::Report;
use rashomon_store::{Head, KeptDispute};
use rashomon_text::PartialDate;
use serde::Serialize;

use super::stories::moment_of;
use crate::cli::{Global, Outcome};
use crate::commands::{ReadingArgs, date};
use crate::desk::StoreArgs;
use crate::desk::changes::changes;
use crate::human;
use crate::models::Models;
use crate::pipeline::understand;

/// Arguments of `rashomon diff`.
#[derive(clap::Args, Debug)]
pub struct DiffArgs {
    /// Id of a story, or its beginning
    pub id: String,
    /// New on that day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: PartialDate,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
    /// How to read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    Human,
    /// One JSON object
    Json,
}

/// What is new.
#[derive(Serialize)]
struct New {
    story: String,
    title: String,
    since: String,
    reports: Vec<NewReport>,
    changed: Vec<NewVersion>,
    disputes: Vec<NewStep>,
}

#[derive(Serialize)]
struct NewReport {
    id: String,
    outlet: Option<String>,
    published: Option<String>,
    title: Option<String>,
    added: String,
}

/// A report that its outlet changed.
#[derive(Serialize)]
struct NewVersion {
    id: String,
    before: String,
    outlet: Option<String>,
    title: Option<String>,
    sentences: Vec<NewSentence>,
}

#[derive(Serialize)]
struct NewSentence {
    before: Option<String>,
    after: Option<String>,
}

/// Something that became of a dispute.
#[derive(Serialize)]
struct NewStep {
    dispute: String,
    question: String,
    at: String,
    what: String,
    status: String,
    by: Option<String>,
}

/// Shows what is new.
///
/// # Errors
/// If there is no store, no such story, or standard output cannot be written.
pub fn run(args: &DiffArgs, global: &Global) -> anyhow::Result<Outcome> {
    let store = args.store.open()?;
    let since = moment_of(args.since)?;
    let story = store.story(&args.id)?;
    let new: Vec<Head> = store.reports_of(story.no)?.into_iter().filter(|h| h.came() >= since).collect();
    let (again, first): (Vec<&Head>, Vec<&Head>) = new.iter().partition(|h| h.replaces_another());
    let mut changed = Vec::new();
    if !again.is_empty() {
        let model = Models::new(global)?.open(args.reading.model.into())?;
        let settings = args.reading.settings()?;
        for head in again {
            let versions = store.versions(&head.address)?;
            let Some(before) = versions.iter().take_while(|v| v.id != head.id).last() else { continue };
            let read = |report: Report| understand(&model, report, settings);
            let (old, now) = (read(store.report(before)?), read(store.report(head)?));
            let sentences = changes(&old, &now).into_iter().map(|c| NewSentence {
                before: c.before.map(|s| s.of(&old.report.text).to_owned()),
                after: c.after.map(|s| s.of(&now.report.text).to_owned()),
            });
            changed.push(NewVersion {
                id: head.id.clone(),
                before: before.id.clone(),
                outlet: head.outlet.clone(),
                title: head.title.clone(),
                sentences: sentences.collect(),
            });
        }
    }
    let new = New {
        story: story.id.clone(),
        title: story.title.clone(),
        since: args.since.to_string(),
        reports: first.into_iter().map(new_report).collect(),
        changed,
        disputes: steps(&store.disputes(story.no)?, since),
    };
    let none = new.reports.is_empty() && new.changed.is_empty() && new.disputes.is_empty();
    let mut out = anstream::stdout();
    match args.format {
        Format::Human => out.write_all(for_a_person(&new).as_bytes())?,
        Format::Json => writeln!(out, "{}", serde_json::to_string(&new)?)?,
    }
    Ok(if none { Outcome::No } else { Outcome::Done })
}

fn new_report(h: &Head) -> NewReport {
    NewReport {
        id: h.id.clone(),
        outlet: h.outlet.clone(),
        published: h.published.clone(),
        title: h.title.clone(),
        added: human::moment(h.came()),
    }
}

fn steps(disputes: &[KeptDispute], since: i64) -> Vec<NewStep> {
    let mut out: Vec<(i64, NewStep)> = Vec::new();
    for d in disputes {
        for s in d.history.iter().filter(|s| s.at >= since) {
            let step = NewStep {
                dispute: d.id.clone(),
                question: d.question.clone(),
                at: human::moment(s.at),
                what: s.what.clone(),
                status: s.status.clone(),
                by: s.by.clone(),
            };
            out.push((s.at, step));
        }
    }
    out.sort_by_key(|s| s.0);
    out.into_iter().map(|s| s.1).collect()
}

fn for_a_person(new: &New) -> String {
    let named = |outlet: &Option<String>, title: &Option<String>| {
        [outlet.clone(), title.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let reports = new.reports.iter().map(|r| (r.added.clone(), named(&r.outlet, &r.title))).collect();
    let mut changed = Vec::new();
    for v in &new.changed {
        changed.push(("changed".to_owned(), named(&v.outlet, &v.title)));
        for s in &v.sentences {
            changed.extend(s.before.iter().map(|b| ("  −".to_owned(), b.clone())));
            changed.extend(s.after.iter().map(|a| ("  +".to_owned(), a.clone())));
        }
    }
    let disputes = new
        .disputes
        .iter()
        .map(|d| {
            let status = if d.status == "gone" { "no longer found" } else { &d.status };
            (d.what.clone(), format!("{} ({status})", d.question))
        })
        .collect();
    let parts = [
        ("NEW REPORTS".to_owned(), reports),
        ("CHANGED REPORTS".to_owned(), changed),
        ("DISPUTES".to_owned(), disputes),
    ];
    human::changes(&new.title, &new.since, &parts)
}
