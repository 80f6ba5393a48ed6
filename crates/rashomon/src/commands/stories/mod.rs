//! `rashomon stories`: of given reports, which are about one affair; of the store, the stories that are kept.

mod group;
mod list;
mod show;

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
pub use group::Head;
pub(crate) use list::moment_of;

/// Arguments of `rashomon stories`.
#[derive(clap::Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct StoriesArgs {
    /// Stories that are kept
    #[command(subcommand)]
    pub kept: Option<KeptStories>,
    /// Reports to group: pages, texts, PDFs, mails, feeds, documents (.jsonl), archives, folders, or - for standard input
    /// [default: -; at a terminal, the stories that are kept]
    pub files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human", conflicts_with = "stream")]
    pub format: Format,
    /// Place each report as it comes, and print a line of JSON for all that happens: new, placed, merged, split
    #[arg(long)]
    pub stream: bool,
    /// How to read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// What can be asked of the stories in a store.
#[derive(Debug, Subcommand)]
pub enum KeptStories {
    /// List the stories that are kept, the last changed first
    List(list::ListArgs),
    /// Show one of them: where its reports part, what they share, who stands where, and since when
    Show(show::ShowArgs),
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    #[value(alias = "text")]
    Human,
    /// One JSON object
    Json,
    /// One JSON object a story
    Jsonl,
}

/// Groups reports, or shows stories that are kept.
///
/// # Errors
/// If there are no weights, no store, or standard output cannot be written.
pub fn run(args: &StoriesArgs, global: &Global) -> anyhow::Result<Outcome> {
    match &args.kept {
        Some(KeptStories::List(args)) => list::run(args),
        Some(KeptStories::Show(args)) => show::run(args, global),
        None => {
            let nothing = args.files.is_empty() && args.reading.files_from.is_none() && !args.stream;
            if nothing && std::io::stdin().is_terminal() {
                return list::run(&list::ListArgs::default());
            }
            group::run(args, global)
        }
    }
}
