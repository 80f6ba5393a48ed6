//! `rashomon config`: which settings hold, and where each comes from.

use std::io::Write as _;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory as _, ValueEnum};
use serde::Serialize;

use crate::cli::{Cli, Outcome};
use crate::config::{Config, KEYS, Key};

/// Arguments of `rashomon config`.
#[derive(clap::Args, Debug)]
pub struct ConfigArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Print the JSON Schema of a file of settings instead, for editors
    #[arg(long)]
    pub schema: bool,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    Human,
    /// One object
    Json,
}

/// A setting that holds.
#[derive(Debug, Serialize)]
struct Held {
    key: &'static str,
    /// As it would be given to the option; `None` where the program decides by itself.
    value: Option<String>,
    /// `flag`, `environment`, `file` or `default`.
    source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variable: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

/// Prints what holds.
///
/// # Errors
/// If standard output cannot be written.
pub fn run(args: &ConfigArgs, config: &Config, matches: &ArgMatches) -> anyhow::Result<Outcome> {
    let mut out = anstream::stdout().lock();
    if args.schema {
        out.write_all(crate::config::schema().as_bytes())?;
        return Ok(Outcome::Done);
    }
    let own = matches.subcommand().map_or(matches, |(_, own)| own);
    let held: Vec<Held> = KEYS.iter().map(|k| held(k, config, own)).collect();
    match args.format {
        Format::Json => {
            let sources: Vec<String> = config.sources.iter().map(ToString::to_string).collect();
            let all = serde_json::json!({ "settings": held, "watch_sources": sources });
            writeln!(out, "{all}")?;
        }
        Format::Human => {
            let value = |h: &Held| h.value.clone().unwrap_or_else(|| "-".to_owned());
            let wide = |f: &dyn Fn(&Held) -> usize| held.iter().map(f).max().unwrap_or(0).min(60);
            let (keys, values) = (wide(&|h| h.key.len()), wide(&|h| value(h).chars().count()));
            for h in &held {
                writeln!(out, "{:keys$}  {:values$}  {}", h.key, value(h), told(h))?;
            }
            for source in &config.sources {
                writeln!(out, "watched: {source}")?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// Where a setting comes from, in words.
fn told(h: &Held) -> String {
    match (&h.file, h.line, h.variable) {
        (Some(file), Some(line), _) => format!("{file}:{line}"),
        (_, _, Some(variable)) => variable.to_owned(),
        _ => h.source.to_owned(),
    }
}

fn held(key: &'static Key, config: &Config, own: &ArgMatches) -> Held {
    let none = Held { key: key.name, value: None, source: "default", variable: None, file: None, line: None };
    let option = key.option();
    let given =
        own.try_get_raw(&option).ok().flatten().and_then(|mut v| v.next()).map(|v| v.to_string_lossy().into_owned());
    if own.try_contains_id(&option).is_ok() && own.value_source(&option) == Some(ValueSource::CommandLine) {
        return Held { value: given, source: "flag", ..none };
    }
    if let Some(variable) = key.env
        && let Some(value) = std::env::var_os(variable).filter(|v| !v.is_empty())
    {
        return Held {
            value: Some(value.to_string_lossy().into_owned()),
            source: "environment",
            variable: Some(variable),
            ..none
        };
    }
    match config.get(key) {
        Some(s) => {
            let file = Path::display(&s.path).to_string();
            Held { value: Some(s.value.clone()), source: "file", file: Some(file), line: Some(s.line), ..none }
        }
        None if key.name == "watch.sources" && !config.sources.is_empty() => {
            Held { value: Some(config.sources.len().to_string()), source: "file", ..none }
        }
        None => Held { value: usual(&Cli::command(), key), ..none },
    }
}

/// What the option is without being given, as its first command has it.
fn usual(command: &Command, key: &Key) -> Option<String> {
    let (table, _) = key.parts();
    let option = key.option();
    let here = table.is_none_or(|t| t == command.get_name());
    let own = command.get_arguments().find(|a| here && a.get_id().as_str() == option);
    let value = own.and_then(|a| a.get_default_values().first()).map(|v| v.to_string_lossy().into_owned());
    value.or_else(|| command.get_subcommands().find_map(|sub| usual(sub, key)))
}
