//! `rashomon mcp`: what assistants ask.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
use crate::desk::{Engine, StoreArgs};
use crate::mcp::{Desk, serve};
use crate::models::{ModelChoice, Models};
use crate::output::remark;

/// Arguments of `rashomon mcp`.
#[derive(clap::Args, Debug)]
pub struct McpArgs {
    /// Where to look
    #[command(flatten)]
    pub store: StoreArgs,
    /// Characters of an answer at most
    #[arg(long, value_name = "N", env = "RASHOMON_MCP_CHARACTERS", hide_env_values = true, default_value_t = 24_000, value_parser = clap::value_parser!(u32).range(8_000..=200_000))]
    pub characters: u32,
    /// Reports that are read to check a claim at most
    #[arg(long, value_name = "N", env = "RASHOMON_MCP_REPORTS", hide_env_values = true, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub reports: u32,
    /// Weights to read claims with
    #[arg(long, value_name = "MODEL", env = "RASHOMON_MODEL", hide_env_values = true, default_value = "md")]
    pub model: ModelChoice,
    /// Folder with tables of your own, as the reports were read with
    #[arg(long, value_name = "DIR", env = "RASHOMON_TABLES", hide_env_values = true)]
    pub tables: Option<PathBuf>,
}

/// Answers until standard input ends.
///
/// # Errors
/// If the user's tables cannot be read, or whoever started it does not speak the protocol.
pub fn run(args: &McpArgs, global: &Global) -> anyhow::Result<Outcome> {
    let reading = ReadingArgs {
        year: None,
        model: args.model,
        files_from: None,
        allow_private: false,
        tables: args.tables.clone(),
    };
    let engine = Engine::new(Models::new(global)?, args.model.into(), reading.settings()?);
    let store = args.store.path()?;
    if !global.quiet && std::io::stdin().is_terminal() {
        remark("an assistant starts this and speaks to it; docs/mcp.md says how to set it up. Ctrl-D ends it");
    }
    serve(Desk::new(store, engine, args.characters as usize, args.reports as usize))?;
    Ok(Outcome::Done)
}
