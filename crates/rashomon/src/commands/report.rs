//! `rashomon report`: a story as a document of its own.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;

use crate::cli::Outcome;
use crate::desk::{StoreArgs, dossier};

/// Arguments of `rashomon report`.
#[derive(clap::Args, Debug)]
pub struct ReportArgs {
    /// Id of a story, or its beginning
    pub id: String,
    /// Form of the document
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    pub format: Format,
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
}

/// Forms of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Markdown
    #[value(alias = "md")]
    Markdown,
    /// One page of HTML that needs no other file
    Html,
}

/// Writes the dossier.
///
/// # Errors
/// If there is no store, no such story, or the file cannot be written.
pub fn run(args: &ReportArgs) -> anyhow::Result<Outcome> {
    let dossier = dossier::of_story(&args.store.open()?, &args.id)?;
    let text = match args.format {
        Format::Markdown => dossier.markdown()?,
        Format::Html => dossier.html()?,
    };
    match &args.out {
        Some(path) => std::fs::write(path, text).with_context(|| path.display().to_string())?,
        None => anstream::stdout().write_all(text.as_bytes())?,
    }
    Ok(Outcome::Done)
}
