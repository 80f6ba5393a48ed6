//! `rashomon read`: what each report says, on whose word.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use rashomon_page::carriers::Item;

use crate::cli::{Global, Outcome};
use crate::commands::{ReadingArgs, date};
use crate::human;
use crate::models::Models;
use crate::output::Progress;
use crate::pipeline::understand;
use crate::wire::{ReadingLine, records};
use crate::work::{each_item, error_text};

/// Arguments of `rashomon read`.
#[derive(clap::Args, Debug)]
pub struct ReadArgs {
    /// Pages, texts, PDFs, mails, feeds, documents (.jsonl), archives, folders, or - for standard input [default: -]
    pub files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Print the tokens as well (jsonl)
    #[arg(long)]
    pub tokens: bool,
    /// Show sentence by sentence what was read from it, and by which rule or line of which table
    #[arg(long, conflicts_with = "tokens")]
    pub explain: bool,
    /// When the pages and texts were published (2018-08-17, 2018-08, 2018); goes before what they say
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub published: Option<rashomon_text::PartialDate>,
    /// Who published them; goes before what they say
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
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
    /// One record of PLOVER (JSON) an event: what is said to have been done or to be meant, by whom
    Plover,
}

/// Reads all reports and prints them in order.
///
/// # Errors
/// If there are no weights, or standard output cannot be written.
pub fn run(args: &ReadArgs, global: &Global) -> anyhow::Result<Outcome> {
    anyhow::ensure!(
        !args.explain || args.format == Format::Human,
        "--explain is for a person: leave out --format (the JSON holds the same readings without their grounds)"
    );
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let mut out = std::io::BufWriter::with_capacity(1 << 16, anstream::stdout());
    let mut outcome = Outcome::Done;
    let settings = args.reading.settings()?;
    let hints = rashomon_page::Hints { published: args.published, outlet: args.outlet.clone(), ..Default::default() };
    let mut reports = args.reading.reports(&args.files, hints, global);
    let progress = Progress::new(global.quiet, "reading", &mut reports, true);
    let work = |item: Item| {
        let case = understand(&model, item.read(), settings);
        progress.step();
        let text = match args.format {
            Format::Human if args.explain => human::explanation(&case, settings.vocabulary),
            Format::Human => human::reading(&case),
            Format::Plover => {
                let mut lines = String::new();
                for record in records(&case.report, &case.analysis, &case.reading) {
                    lines.push_str(&serde_json::to_string(&record).unwrap_or_default());
                    lines.push('\n');
                }
                // A record has no field for what is wrong with its report.
                let problems = case.report.problems.iter().map(|p| format!("{}: {p}", case.report.id)).collect();
                return (lines, problems);
            }
            Format::Jsonl => {
                let mut line =
                    serde_json::to_string(&ReadingLine::new(&case.report, &case.analysis, &case.reading, args.tokens))
                        .unwrap_or_default();
                line.push('\n');
                line
            }
        };
        (text, Vec::new())
    };
    let mut any = false;
    each_item(reports, work, |result| {
        match result {
            Ok((text, problems)) => {
                any = true;
                if !global.quiet {
                    problems.iter().for_each(|p| progress.remark(p));
                }
                out.write_all(text.as_bytes())?;
            }
            Err(trouble) => {
                progress.complain(error_text(&trouble));
                outcome = Outcome::Partial;
            }
        }
        Ok(())
    })?;
    progress.done();
    out.flush()?;
    Ok(if !any && outcome == Outcome::Done { Outcome::No } else { outcome })
}
