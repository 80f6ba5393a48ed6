//! `rashomon completions`

use std::io::Write as _;

use clap::CommandFactory as _;

use crate::cli::{Cli, Outcome};

/// Arguments of `rashomon completions`.
#[derive(clap::Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Prints the script.
///
/// # Errors
/// If standard output cannot be written.
pub fn run(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rashomon", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Outcome::Done)
}
