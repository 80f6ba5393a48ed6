//! `rashomon compare`: where reports of one affair agree, where they part, and on whose word.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use rashomon_page::Hints;

use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
use crate::commands::affairs::Affairs;
use crate::human::Dossiers;
use crate::models::Models;
use crate::output::Progress;
use crate::wire::StoryLine;

/// Arguments of `rashomon compare`.
#[derive(clap::Args, Debug)]
pub struct CompareArgs {
    /// Pages, texts, PDFs, mails, feeds, documents (.jsonl), archives, folders, or - for standard input [default: -]
    pub files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Say why reports are one story, copies or one source, why events are one, and why something is a dispute
    #[arg(long)]
    pub explain: bool,
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

/// Reads all reports, brings them together, and prints what comparing them showed.
///
/// What is understood of the reports is held for a few stories at a time only; see [`Affairs`].
///
/// # Errors
/// If there are no weights, or standard output cannot be written.
pub fn run(args: &CompareArgs, global: &Global) -> anyhow::Result<Outcome> {
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    let mut reports = args.reading.reports(&args.files, Hints::default(), global);
    let mut progress = Progress::new(global.quiet, "reading", &mut reports, false);
    let affairs = Affairs::gathered(&model, settings, reports, &progress)?;
    progress.say_and_print("comparing");
    let mut out = std::io::BufWriter::with_capacity(1 << 16, anstream::stdout());
    let mut dossiers = Dossiers::new(args.explain);
    if args.format == Format::Json {
        out.write_all(b"{\"stories\":[")?;
    }
    let ended = affairs.outcome();
    affairs.each(|k, cases, story, gathered| {
        progress.step();
        match args.format {
            Format::Human => out.write_all(dossiers.add(cases, story, gathered).as_bytes())?,
            Format::Json => {
                if k > 0 {
                    out.write_all(b",")?;
                }
                let explained = args.explain.then_some(gathered);
                serde_json::to_writer(&mut out, &StoryLine::new(cases, k, story, explained))?;
            }
        }
        Ok(())
    })?;
    progress.done();
    match args.format {
        Format::Human => out.write_all(dossiers.end().as_bytes())?,
        Format::Json => out.write_all(b"]}\n")?,
    }
    out.flush()?;
    Ok(ended)
}
