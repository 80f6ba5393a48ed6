//! `rashomon compare`: where reports of one affair agree, where they part, and on whose word.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use rashomon_lang::Model;
use rashomon_page::Hints;
use rashomon_story::{Affair, Case, Gathered, Profile, Story, compare_affair, gather};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::cli::{Global, Outcome};
use crate::commands::{ReadingArgs, each_item, error_text};
use crate::human::Dossiers;
use crate::models::Models;
use crate::output::Progress;
use crate::pipeline::{Settings, understand};
use crate::shelf::{Shelf, Taken};
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

/// Reports that are compared at a time, for each thread, unless one story has more.
const AT_A_TIME: usize = 64;

/// Reads all reports, brings them together, and prints what comparing them showed.
///
/// What is understood of the reports is held for a few stories at a time only; see [`crate::shelf`].
///
/// # Errors
/// If there are no weights, or standard output cannot be written.
pub fn run(args: &CompareArgs, global: &Global) -> anyhow::Result<Outcome> {
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    let mut shelf = Shelf::default();
    let mut profiles: Vec<Profile> = Vec::new();
    let mut outcome = Outcome::Done;
    let mut reports = args.reading.reports(&args.files, Hints::default(), global);
    let mut progress = Progress::new(global.quiet, "reading", &mut reports, false);
    each_item(
        reports,
        |item| {
            let case = understand(&model, item.read(), settings);
            let profile = Profile::of(&case);
            progress.step();
            (case, profile)
        },
        |result| {
            match result {
                Ok((case, profile)) => {
                    shelf.put(case)?;
                    profiles.push(profile);
                }
                Err(trouble) => {
                    progress.complain(error_text(&trouble));
                    outcome = Outcome::Partial;
                }
            }
            Ok(())
        },
    )?;
    progress.say("grouping");
    let gathered = gather(&profiles);
    drop(profiles);
    progress.say_and_print("comparing");
    let mut out = std::io::BufWriter::with_capacity(1 << 16, anstream::stdout());
    let mut dossiers = Dossiers::new(args.explain);
    if args.format == Format::Json {
        out.write_all(b"{\"stories\":[")?;
    }
    let none = shelf.is_empty();
    let mut told = 0;
    let mut affairs = gathered.affairs.as_slice();
    while !affairs.is_empty() {
        let (now, later) = affairs.split_at(some(affairs));
        affairs = later;
        for (cases, story) in compared(&model, settings, &mut shelf, &gathered, now)? {
            progress.step();
            match args.format {
                Format::Human => out.write_all(dossiers.add(&cases, &story, &gathered).as_bytes())?,
                Format::Json => {
                    if told > 0 {
                        out.write_all(b",")?;
                    }
                    let explained = args.explain.then_some(&gathered);
                    serde_json::to_writer(&mut out, &StoryLine::new(&cases, told, &story, explained))?;
                }
            }
            told += 1;
        }
    }
    progress.done();
    match args.format {
        Format::Human => out.write_all(dossiers.end().as_bytes())?,
        Format::Json => out.write_all(b"]}\n")?,
    }
    out.flush()?;
    Ok(if none && outcome == Outcome::Done { Outcome::No } else { outcome })
}

/// How many of the next stories are compared at a time.
fn some(affairs: &[Affair]) -> usize {
    let most = AT_A_TIME * rayon::current_num_threads();
    let mut reports = 0;
    let fit = affairs.iter().take_while(|a| {
        reports += a.reports.len();
        reports <= most
    });
    fit.count().max(1)
}

/// Takes the reports of these stories from the shelf, reads again what has to be, and compares.
fn compared(
    model: &Model,
    settings: Settings,
    shelf: &mut Shelf,
    gathered: &Gathered,
    affairs: &[Affair],
) -> anyhow::Result<Vec<(Vec<Case>, Story)>> {
    let mut taken: Vec<(&Affair, Vec<Taken>)> = Vec::with_capacity(affairs.len());
    for a in affairs {
        taken.push((a, a.reports.iter().map(|&r| shelf.take(r)).collect::<Result<_, _>>()?));
    }
    let one = |(affair, taken): (&Affair, Vec<Taken>)| {
        let read = |t: Taken| match t {
            Taken::Case(case) => *case,
            Taken::Report(report) => understand(model, *report, settings),
        };
        let cases: Vec<Case> = taken.into_par_iter().map(read).collect();
        let story = compare_affair(&cases, affair, gathered, model);
        (cases, story)
    };
    Ok(taken.into_par_iter().map(one).collect())
}
