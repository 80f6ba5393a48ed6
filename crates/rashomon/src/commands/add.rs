//! `rashomon add`: keeps reports.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use rashomon_lang::Model;
use rashomon_page::Hints;
use rashomon_page::carriers::Item;
use rashomon_store::{Added, Store};
use serde::Serialize;

use crate::cli::{Global, Outcome};
use crate::commands::{ReadingArgs, each, error_text};
use crate::desk::keep::{Found, Kept, Read, keep};
use crate::desk::placing::Placer;
use crate::desk::telling::{Recent, tell_all};
use crate::desk::{StoreArgs, WaitArgs, now};
use crate::human;
use crate::input::InputError;
use crate::models::Models;
use crate::output::Progress;
use crate::pipeline::Settings;

/// Arguments of `rashomon add`.
#[derive(clap::Args, Debug)]
pub struct AddArgs {
    /// Pages, texts, PDFs, mails, feeds, documents (.jsonl), archives, folders, addresses, or - for standard input [default: -]
    pub files: Vec<PathBuf>,
    /// How to print what was kept
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Keep reports only, and leave it to the next run to place them in stories
    #[arg(long)]
    pub unplaced: bool,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
    /// How long to wait
    #[command(flatten)]
    pub wait: WaitArgs,
    /// How to read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    Human,
    /// One JSON object a report
    Jsonl,
}

/// Reports that are kept in one transaction, at most: what is waited for is confirmed soon.
const TOGETHER: usize = 64;
/// Nor is anything that was read kept back for longer than this.
const SOON: Duration = Duration::from_secs(1);

/// Keeps all reports, then places them in stories and compares what changed.
///
/// # Errors
/// If there are no weights, the store cannot be written, or standard output cannot.
pub fn run(args: &AddArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut store = args.store.open_to_write(&args.wait, global.quiet)?;
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    let mut out = anstream::stdout();
    let mut adding = Adding::new(&mut store, &model, settings, args.format)?;
    let mut reports = args.reading.reports(&args.files, Hints::default(), global);
    let progress = Progress::new(global.quiet, "adding", &mut reports, true);
    adding.take(reports, &progress, &mut out)?;
    if !args.unplaced {
        adding.settle(&progress)?;
    }
    progress.done();
    let Counted { new, versions, same, failed } = adding.counted;
    if !global.quiet && new + versions + same > 0 {
        crate::output::remark(human::added(new, versions, same));
    }
    Ok(match (failed, new + versions + same) {
        (0, 0) => Outcome::No,
        (0, _) => Outcome::Done,
        _ => Outcome::Partial,
    })
}

/// How many came to what.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    pub new: usize,
    pub versions: usize,
    pub same: usize,
    pub failed: usize,
}

/// Keeps reports, says so when they are on the disk, and brings the stories up to date.
pub(crate) struct Adding<'a> {
    store: &'a mut Store,
    /// To look up what is there while the writer is busy.
    known: Store,
    model: &'a Model,
    settings: Settings,
    format: Format,
    recent: Recent,
    pub(crate) counted: Counted,
}

/// What is to be done with an item.
enum Next {
    Known(String, String),
    Found(Box<Found>),
}

enum Done {
    Known(String, String),
    Read(Box<Read>),
}

impl<'a> Adding<'a> {
    pub(crate) fn new(
        store: &'a mut Store,
        model: &'a Model,
        settings: Settings,
        format: Format,
    ) -> anyhow::Result<Self> {
        let known = Store::open(store.path())?;
        Ok(Self { store, known, model, settings, format, recent: Recent::default(), counted: Counted::default() })
    }

    /// Keeps all of these.
    pub(crate) fn take(
        &mut self,
        reports: impl Iterator<Item = Result<Item, InputError>>,
        progress: &Progress,
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        let Self { store, known, model, settings, format, recent, counted } = self;
        let mut waiting: Vec<Read> = Vec::new();
        let mut last = Instant::now();
        let mut trouble = None;
        let next = |item: Result<Item, InputError>| {
            item.map(|item| {
                let found = Found::of(item);
                match known.found(&found.digest) {
                    // What a page says now may be what it said before it was changed.
                    Ok(Some(id)) if found.fetched() && known.head(&id).is_ok_and(|head| !head.latest) => {
                        Next::Found(Box::new(found))
                    }
                    Ok(Some(id)) => Next::Known(found.name().to_owned(), id),
                    // If it cannot be looked up it is read, and keeping it shows what is wrong.
                    _ => Next::Found(Box::new(found)),
                }
            })
        };
        let measure = |n: &Next| match n {
            Next::Known(name, _) => (name.clone(), 0),
            Next::Found(f) => (f.name().to_owned(), f.expected_text()),
        };
        let work = |n: Next| {
            let done = match n {
                Next::Known(name, id) => Done::Known(name, id),
                Next::Found(f) => Done::Read(Box::new(f.read(model, *settings))),
            };
            progress.step();
            done
        };
        let mut flush = |waiting: &mut Vec<Read>, counted: &mut Counted, out: &mut dyn Write| -> anyhow::Result<()> {
            for kept in keep(store, std::mem::take(waiting), now())? {
                match &kept.added {
                    Added::New(_) => counted.new += 1,
                    Added::Version { .. } => counted.versions += 1,
                    Added::Same(_) => counted.same += 1,
                }
                progress.aside(|| print(out, *format, &kept))?;
                recent.hold(kept.case);
            }
            Ok(())
        };
        each(reports.map(next), measure, work, |result| {
            match result {
                Ok(Done::Known(name, id)) => {
                    counted.same += 1;
                    progress.aside(|| print_known(out, *format, &name, &id))?;
                }
                Ok(Done::Read(read)) => waiting.push(*read),
                Err(e) => {
                    progress.complain(error_text(&e));
                    counted.failed += 1;
                }
            }
            if waiting.len() >= TOGETHER || (!waiting.is_empty() && last.elapsed() >= SOON) {
                flush(&mut waiting, counted, out)?;
                last = Instant::now();
            }
            Ok(())
        })
        .unwrap_or_else(|e| trouble = Some(e));
        if let Some(e) = trouble {
            return Err(e);
        }
        flush(&mut waiting, counted, out)
    }

    /// Places what is in no story, and compares the stories that changed.
    pub(crate) fn settle(&mut self, progress: &Progress) -> anyhow::Result<()> {
        if !self.store.unplaced(1)?.is_empty() {
            progress.say("placing");
            Placer::load(self.store)?.place_all(self.store, now(), || progress.step())?;
        }
        progress.say("comparing");
        tell_all(self.store, self.model, self.settings, &mut self.recent, now(), || progress.step())
    }
}

#[derive(Serialize)]
struct AddedLine<'a> {
    id: &'a str,
    added: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_of: Option<&'a str>,
    name: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    published: Option<&'a str>,
    warnings: &'a [String],
}

/// What was there before it was read: a person is told how many of those there were.
fn print_known(out: &mut dyn Write, format: Format, name: &str, id: &str) -> std::io::Result<()> {
    if format == Format::Jsonl {
        serde_json::to_writer(&mut *out, &serde_json::json!({ "id": id, "added": "same", "name": name }))?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

fn print(out: &mut dyn Write, format: Format, kept: &Kept) -> std::io::Result<()> {
    match format {
        Format::Human => out.write_all(human::kept(kept).as_bytes())?,
        Format::Jsonl => {
            let (added, version_of) = match &kept.added {
                Added::New(_) => ("new", None),
                Added::Version { of, .. } => ("version", Some(of.as_str())),
                Added::Same(_) => ("same", None),
            };
            let line = AddedLine {
                id: kept.added.id(),
                added,
                version_of,
                name: &kept.name,
                title: kept.title.as_deref(),
                outlet: kept.outlet.as_deref(),
                url: kept.url.as_deref(),
                published: kept.published.as_deref(),
                warnings: &kept.warnings,
            };
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()
}
