//! `rashomon compare`: where reports of one affair agree, where they part, and on whose word.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use rashomon_story::{Case, compare};

use crate::cli::{Global, Outcome};
use crate::commands::{ReadingArgs, each, error_text};
use crate::human;
use crate::models::Models;
use crate::output::complain;
use crate::pipeline::understand;
use crate::reports::Reports;
use crate::wire::Comparison;

/// Arguments of `rashomon compare`.
#[derive(clap::Args, Debug)]
pub struct CompareArgs {
    /// Saved pages (.html), texts (.txt), documents (.jsonl), folders, or - for standard input [default: -]
    pub files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Say why reports are one story, and why something is a dispute
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
/// # Errors
/// If there are no weights, or standard output cannot be written.
pub fn run(args: &CompareArgs, global: &Global) -> anyhow::Result<Outcome> {
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    let mut cases: Vec<Case> = Vec::new();
    let mut outcome = Outcome::Done;
    each(
        Reports::new(&args.files),
        |r| (r.id.clone(), r.text.len()),
        |report| understand(&model, report, settings),
        |result| {
            match result {
                Ok(case) => cases.push(case),
                Err(trouble) => {
                    complain(error_text(&trouble), None);
                    outcome = Outcome::Partial;
                }
            }
            Ok(())
        },
    )?;
    let stories = compare(&cases, &model);
    let mut out = std::io::BufWriter::with_capacity(1 << 16, anstream::stdout());
    match args.format {
        Format::Human => out.write_all(human::stories(&cases, &stories, args.explain).as_bytes())?,
        Format::Json => {
            serde_json::to_writer(&mut out, &Comparison::new(&cases, &stories))?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(if cases.is_empty() && outcome == Outcome::Done { Outcome::No } else { outcome })
}
