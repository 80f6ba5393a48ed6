//! The command line: what can be asked for, and how the end is reported.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::commands;
use crate::config::{Config, ConfigError};
use crate::output::{complain, is_broken_pipe, report};

/// Reads news reports of one affair and shows where they agree, where they part, and on whose word.
#[derive(Debug, Parser)]
#[command(name = "rashomon", version, propagate_version = true, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Folder of the converted weights [default: the user's cache]
    #[arg(long, global = true, value_name = "DIR", env = "RASHOMON_MODELS", hide_env_values = true)]
    pub models: Option<PathBuf>,
    /// Never use the network
    #[arg(long, global = true, env = "RASHOMON_OFFLINE", hide_env_values = true, action = clap::ArgAction::SetTrue, value_parser = clap::builder::FalseyValueParser::new())]
    pub offline: bool,
    /// Say nothing but errors on standard error
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Threads to use [default: one a processor]
    #[arg(long, short, global = true, value_name = "N", env = "RASHOMON_JOBS", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        env = "RASHOMON_COLOR",
        hide_env_values = true,
        default_value = "auto",
        hide_default_value = true
    )]
    pub color: Color,
    /// File of settings to go by, instead of the project's and your own
    #[arg(long, global = true, value_name = "FILE", env = "RASHOMON_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// Go by no file of settings
    #[arg(long, global = true, env = "RASHOMON_NO_CONFIG", hide_env_values = true, action = clap::ArgAction::SetTrue, value_parser = clap::builder::FalseyValueParser::new())]
    pub no_config: bool,
}

/// When to use colour; `auto` looks at the terminal and at `NO_COLOR`.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    /// Where the terminal has it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show where reports of one affair agree, where they part, and on whose word
    Compare(commands::compare::CompareArgs),
    /// Group any number of reports by affair, at once or as they come; list and show the stories that are kept
    Stories(commands::stories::StoriesArgs),
    /// Show what each report says, and on whose word
    Read(commands::read::ReadArgs),
    /// Tell whether reports bear out a claim, dispute it, or only mention it
    Check(commands::check::CheckArgs),
    /// Write stories, reports and events for other programs: tables, graphs, calendars, maps, linked data
    Export(commands::export::ExportArgs),
    /// Print tokens, tags, trees, lemmas and entities: the language engine alone
    Parse(commands::parse::ParseArgs),
    /// Keep reports in a store, place them in stories, and compare what changed
    Add(commands::add::AddArgs),
    /// Look at folders, feeds and pages again and again, and keep what is new
    Watch(commands::watch::WatchArgs),
    /// Search what is kept, by words and by fields
    Search(commands::search::SearchArgs),
    /// Show what is new in a story
    Diff(commands::diff::DiffArgs),
    /// Write a story as a dossier of its own, in Markdown or HTML, with every quote linked to its source
    Report(commands::report::ReportArgs),
    /// Look after the store: check, vacuum, back up
    Store(commands::store::CareArgs),
    /// Fetch the weights of the language engine (other commands do it by themselves on first use)
    Setup(commands::setup::SetupArgs),
    /// Open the desk in the browser: stories, disputes, reports, claims
    Serve(commands::serve::ServeArgs),
    /// Answer an assistant that asks what the store holds (Model Context Protocol, over standard input and output)
    Mcp(commands::mcp::McpArgs),
    /// Show which settings hold, and where each comes from
    Config(commands::config::ConfigArgs),
    /// Print manual pages
    Man(commands::man::ManArgs),
    /// Print a completion script for a shell
    Completions(commands::completions::CompletionsArgs),
}

/// How a command ended that ran to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// A clean "no": nothing found, a gate failed.
    No,
    /// Something could not be read; the rest was done.
    Partial,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::No => ExitCode::from(1),
            Outcome::Partial => ExitCode::from(2),
        }
    }
}

/// The command line of this process, completed by files of settings.
fn parse() -> Result<(Cli, Config, ArgMatches), ConfigError> {
    // Only what is given outright says which files are to be read.
    let config = Config::load(&Cli::parse().global)?;
    let matches = config.apply(Cli::command()).get_matches();
    match Cli::from_arg_matches(&matches) {
        Ok(cli) => Ok((cli, config, matches)),
        Err(e) => e.exit(),
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let (cli, config, matches) = match parse() {
        Ok(parsed) => parsed,
        Err(e) => {
            report(&e.into());
            return ExitCode::from(2);
        }
    };
    match cli.global.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    let jobs = cli.global.jobs.map_or(0, usize::from);
    // Fails only if a pool is there already, which then serves as well.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    // A panic is contained and told in a line where it happens; the text of the default hook is for developers, who ask
    // for it with RUST_BACKTRACE.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let run = || match &cli.command {
        Command::Compare(args) => commands::compare::run(args, &cli.global),
        Command::Stories(args) => commands::stories::run(args, &cli.global),
        Command::Check(args) => commands::check::run(args, &cli.global),
        Command::Read(args) => commands::read::run(args, &cli.global),
        Command::Export(args) => commands::export::run(args, &cli.global),
        Command::Parse(args) => commands::parse::run(args, &cli.global),
        Command::Add(args) => commands::add::run(args, &cli.global),
        Command::Watch(args) => commands::watch::run(args, &cli.global, &config),
        Command::Search(args) => commands::search::run(args),
        Command::Diff(args) => commands::diff::run(args, &cli.global),
        Command::Report(args) => commands::report::run(args),
        Command::Store(args) => commands::store::run(args, &cli.global),
        Command::Setup(args) => commands::setup::run(args, &cli.global),
        Command::Serve(args) => commands::serve::run(args, &cli.global),
        Command::Mcp(args) => commands::mcp::run(args, &cli.global),
        Command::Config(args) => commands::config::run(args, &config, &matches),
        Command::Man(args) => commands::man::run(args),
        Command::Completions(args) => commands::completions::run(args),
    };
    let Ok(ended) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) else {
        complain("internal error; please report it, with what it was given", Some("RUST_BACKTRACE=1 shows where"));
        return ExitCode::from(2);
    };
    match ended {
        Ok(outcome) => outcome.into(),
        // Whoever reads the output has seen enough.
        Err(e) if is_broken_pipe(&e) => ExitCode::SUCCESS,
        Err(e) => {
            report(&e);
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_says_what_it_is_for() {
        fn look(command: &clap::Command, found: &mut usize) {
            let name = command.get_name();
            assert!(command.get_about().is_some_and(|a| !a.to_string().is_empty()), "{name}");
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some_and(|h| !h.to_string().is_empty()), "{name} {}", arg.get_id());
                *found += 1;
            }
            command.get_subcommands().for_each(|sub| look(sub, found));
        }
        let mut found = 0;
        let mut command = Cli::command();
        command.build();
        // Those that clap adds are among them.
        look(&command.disable_help_subcommand(true), &mut found);
        assert!(found > 40, "{found}");
    }

    #[test]
    fn global_options_may_follow_the_command() {
        let cli = Cli::try_parse_from(["rashomon", "parse", "a.txt", "--offline", "-j", "2"]).expect("parses");
        assert!(cli.global.offline);
        assert_eq!(cli.global.jobs, Some(2));
        assert!(Cli::try_parse_from(["rashomon", "parse", "--jobs", "0"]).is_err());
    }
}
