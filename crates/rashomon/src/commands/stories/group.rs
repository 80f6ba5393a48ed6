//! `rashomon stories FILES`: which reports are about one affair, of any number of them.

use std::io::Write;
use std::sync::mpsc;

use rashomon_lang::Model;
use rashomon_page::carriers::Item;
use rashomon_page::{Hints, Report};
use rashomon_story::{Affair, Case, Profile, Stream, gather, independent_sources};

use super::{Format, StoriesArgs};
use crate::cli::{Global, Outcome};
use crate::human;
use crate::input::InputError;
use crate::models::Models;
use crate::output::Progress;
use crate::pipeline::{Settings, understand};
use crate::wire::{ChangeLine, StoryEntry};
use crate::work::{Trouble, each_item, error_text};

/// What is kept of a report to show it in a list.
#[derive(Debug)]
pub struct Head {
    /// The report's id.
    pub id: String,
    /// Its headline, else its first words.
    pub title: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as far as it is known.
    pub published: Option<String>,
}

impl Head {
    fn of(case: &Case) -> Self {
        let report = &case.report;
        let dated = report.published.as_ref().map(|d| d.date).or_else(|| report.dateline.as_ref().and_then(|d| d.date));
        Self {
            id: report.id.clone(),
            title: report.title.clone().filter(|t| !t.trim().is_empty()).unwrap_or_else(|| first_words(&report.text)),
            outlet: report.outlet.clone(),
            published: dated.map(|d| d.to_string()),
        }
    }
}

/// The beginning of a text, for one without a headline.
fn first_words(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(90).collect();
    if cut.len() < line.len() { format!("{}…", cut.trim_end()) } else { line }
}

/// Documents that wait for their turn in a stream.
const WAITING: usize = 256;

/// Groups all reports by affair and prints the stories.
///
/// # Errors
/// If there are no weights, or standard output cannot be written.
pub fn run(args: &StoriesArgs, global: &Global) -> anyhow::Result<Outcome> {
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    let mut out = std::io::BufWriter::with_capacity(1 << 16, anstream::stdout());
    if args.stream {
        stream(args, global, &model, settings, &mut out)
    } else {
        batch(args, global, &model, settings, &mut out)
    }
}

fn profiled(model: &Model, report: Report, settings: Settings) -> (Head, Profile) {
    let case = understand(model, report, settings);
    (Head::of(&case), Profile::of(&case))
}

fn batch(
    args: &StoriesArgs,
    global: &Global,
    model: &Model,
    settings: Settings,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let mut heads: Vec<Head> = Vec::new();
    let mut profiles: Vec<Profile> = Vec::new();
    let mut outcome = Outcome::Done;
    let mut reports = args.reading.reports(&args.files, Hints::default(), global);
    let progress = Progress::new(global.quiet, "reading", &mut reports, false);
    each_item(
        reports,
        |item| {
            let read = profiled(model, item.read(), settings);
            progress.step();
            read
        },
        |result| {
            match result {
                Ok((head, profile)) => {
                    heads.push(head);
                    profiles.push(profile);
                }
                Err(trouble) => failed(&trouble, &progress, &mut outcome),
            }
            Ok(())
        },
    )?;
    progress.say("grouping");
    let affairs = gather(&profiles).affairs;
    progress.done();
    let sources = |a: &Affair| independent_sources(&profiles, &a.reports, &a.copies);
    match args.format {
        Format::Human => out.write_all(human::stories(&heads, &affairs, sources).as_bytes())?,
        Format::Json => {
            let stories: Vec<StoryEntry<'_>> =
                affairs.iter().enumerate().map(|(k, a)| entry(&heads, k, a, sources(a))).collect();
            serde_json::to_writer(&mut *out, &serde_json::json!({ "stories": stories }))?;
            out.write_all(b"\n")?;
        }
        Format::Jsonl => {
            for (k, a) in affairs.iter().enumerate() {
                serde_json::to_writer(&mut *out, &entry(&heads, k, a, sources(a)))?;
                out.write_all(b"\n")?;
            }
        }
    }
    out.flush()?;
    Ok(if heads.is_empty() && outcome == Outcome::Done { Outcome::No } else { outcome })
}

fn entry<'a>(heads: &'a [Head], k: usize, affair: &'a Affair, independent_sources: usize) -> StoryEntry<'a> {
    let id = |r: &usize| heads[*r].id.as_str();
    let days = || affair.reports.iter().filter_map(|&r| heads[r].published.as_deref());
    StoryEntry {
        id: format!("s{}", k + 1),
        title: affair.reports.first().map_or("", |&r| &heads[r].title),
        reports: affair.reports.iter().map(id).collect(),
        copies: affair.copies.iter().map(|g| g.iter().map(id).collect()).collect(),
        independent_sources,
        published: days().min().zip(days().max()),
    }
}

/// Reads what is there, however little, and says at once what came of it.
fn stream(
    args: &StoriesArgs,
    global: &Global,
    model: &Model,
    settings: Settings,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let (send, documents) = mpsc::sync_channel::<Result<Item, InputError>>(WAITING);
    let mut reports = args.reading.reports(&args.files, Hints::default(), global);
    let progress = Progress::new(global.quiet, "placing", &mut reports, true);
    // Ends with the input, or with the first report that nobody takes any more.
    std::thread::spawn(move || {
        for report in reports {
            if send.send(report).is_err() {
                break;
            }
        }
    });
    let mut ids: Vec<String> = Vec::new();
    let mut stories = Stream::new();
    let mut outcome = Outcome::Done;
    while let Ok(first) = documents.recv() {
        let come: Vec<Result<Item, InputError>> =
            std::iter::once(first).chain(documents.try_iter().take(WAITING)).collect();
        each_item(
            come.into_iter(),
            |item| {
                let read = profiled(model, item.read(), settings);
                progress.step();
                read
            },
            |result| {
                match result {
                    Ok((head, profile)) => {
                        ids.push(head.id);
                        for change in stories.place(profile) {
                            serde_json::to_writer(&mut *out, &ChangeLine::new(&change, &ids))?;
                            out.write_all(b"\n")?;
                        }
                    }
                    Err(trouble) => failed(&trouble, &progress, &mut outcome),
                }
                Ok(())
            },
        )?;
        out.flush()?;
    }
    progress.done();
    Ok(if ids.is_empty() && outcome == Outcome::Done { Outcome::No } else { outcome })
}

fn failed(trouble: &Trouble, progress: &Progress, outcome: &mut Outcome) {
    progress.complain(error_text(trouble));
    *outcome = Outcome::Partial;
}
