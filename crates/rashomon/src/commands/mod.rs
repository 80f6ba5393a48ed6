//! The subcommands, one module each, and what they share.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use rashomon_page::Hints;
use rashomon_reading::{Table, Vocabulary};

use crate::cli::Global;
use crate::fetch::{Access, pages_dir};
use crate::models::ModelChoice;
use crate::pipeline::Settings;
use crate::reports::{Reports, Source};

pub mod add;
pub mod affairs;
pub mod check;
pub mod compare;
pub mod completions;
pub mod config;
pub mod diff;
pub mod export;
pub mod man;
pub mod mcp;
pub mod parse;
pub mod read;
pub mod report;
pub mod search;
pub mod serve;
pub mod setup;
pub mod store;
pub mod stories;
pub mod watch;

/// How reports are read: options of every command that reads them.
#[derive(clap::Args, Clone, Debug)]
pub struct ReadingArgs {
    /// The year of dates that stand without one
    #[arg(long, value_name = "YEAR", env = "RASHOMON_YEAR", hide_env_values = true, value_parser = clap::value_parser!(i16).range(1000..=9999))]
    pub year: Option<i16>,
    /// Weights to use
    #[arg(long, value_name = "MODEL", env = "RASHOMON_MODEL", hide_env_values = true, default_value = "md")]
    pub model: ModelChoice,
    /// File that names what is to be read, one a line, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Fetch addresses that lead to this machine or a private network as well
    #[arg(long, env = "RASHOMON_ALLOW_PRIVATE", hide_env_values = true, action = clap::ArgAction::SetTrue, value_parser = clap::builder::FalseyValueParser::new())]
    pub allow_private: bool,
    /// Folder with tables of your own (plover.tsv, organisations.tsv, …), whose lines go before the shipped ones
    #[arg(long, value_name = "DIR", env = "RASHOMON_TABLES", hide_env_values = true)]
    pub tables: Option<PathBuf>,
}

impl ReadingArgs {
    /// What is to be read: what is named, what a list names, and standard input if that is nothing.
    fn reports(&self, files: &[PathBuf], hints: Hints, global: &Global) -> Reports {
        let mut sources: Vec<Source> = files.iter().map(Source::of).collect();
        sources.extend(self.files_from.clone().map(Source::List));
        if sources.is_empty() {
            sources.push(Source::Stdin);
        }
        let access = Access {
            offline: global.offline,
            allow_private: self.allow_private,
            cache: pages_dir(),
            ..Access::default()
        };
        Reports::from_sources(sources, hints, access)
    }

    fn settings(&self) -> anyhow::Result<Settings> {
        let vocabulary = match &self.tables {
            None => Vocabulary::shipped(),
            Some(folder) => Box::leak(Box::new(Vocabulary::with(own_tables(folder)?)?)),
        };
        Ok(Settings { year: self.year, vocabulary })
    }
}

/// The `.tsv` files of a user's folder, in order of their names.
fn own_tables(folder: &Path) -> anyhow::Result<Vec<Table>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("no tables in {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "tsv"));
    paths.sort();
    anyhow::ensure!(!paths.is_empty(), "no tables in {}: there is no .tsv file in it", folder.display());
    let table = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Table { name, label: path.display().to_string(), text })
    };
    paths.into_iter().map(table).collect()
}

/// A date on the command line.
pub(crate) fn date(text: &str) -> Result<rashomon_text::PartialDate, String> {
    rashomon_text::PartialDate::parse(text).ok_or_else(|| "a date is wanted: 2018-08-17, 2018-08 or 2018".to_owned())
}
