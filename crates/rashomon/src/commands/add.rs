//! `rashomon add`: keeps reports.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use rashomon_page::Hints;
use rashomon_store::Added;
use serde::Serialize;

use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
use crate::desk::adding::{Adding, Counted, Listener, Phase};
use crate::desk::keep::Kept;
use crate::desk::{StoreArgs, WaitArgs};
use crate::human;
use crate::models::Models;
use crate::output::Progress;

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

/// Keeps all reports, then places them in stories and compares what changed.
///
/// # Errors
/// If there are no weights, the store cannot be written, or standard output cannot.
pub fn run(args: &AddArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut store = args.store.open_to_write(&args.wait, global.quiet)?;
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    let mut adding = Adding::new(&mut store, &model, settings)?;
    let mut reports = args.reading.reports(&args.files, Hints::default(), global);
    let printer = Printer { format: args.format, progress: Progress::new(global.quiet, "adding", &mut reports, true) };
    adding.take(reports, &printer)?;
    if !args.unplaced {
        adding.settle(&printer)?;
    }
    printer.progress.done();
    let Counted { new, versions, same, failed } = adding.counted();
    if !global.quiet && new + versions + same > 0 {
        crate::output::remark(human::added(new, versions, same));
    }
    Ok(match (failed, new + versions + same) {
        (0, 0) => Outcome::No,
        (0, _) => Outcome::Done,
        _ => Outcome::Partial,
    })
}

/// Prints what was kept, and shows how far it is.
pub(crate) struct Printer {
    pub format: Format,
    pub progress: Progress,
}

impl Listener for Printer {
    fn phase(&self, phase: Phase) {
        self.progress.say(phase.as_str());
    }

    fn step(&self) {
        self.progress.step();
    }

    fn kept(&self, kept: &Kept) -> std::io::Result<()> {
        self.progress.aside(|| print(&mut anstream::stdout(), self.format, kept))
    }

    fn known(&self, name: &str, id: &str) -> std::io::Result<()> {
        self.progress.aside(|| print_known(&mut anstream::stdout(), self.format, name, id))
    }

    fn failed(&self, why: &str) {
        self.progress.complain(why);
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
