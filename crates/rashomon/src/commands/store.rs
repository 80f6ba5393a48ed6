//! `rashomon store`: looks after the store.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::{Global, Outcome};
use crate::desk::{StoreArgs, WaitArgs};

/// Arguments of `rashomon store`.
#[derive(clap::Args, Debug)]
pub struct CareArgs {
    /// What to do
    #[command(subcommand)]
    pub care: Care,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Care {
    /// Say where the store is and how much it holds
    Info,
    /// Print the ids of all versions of all reports, one a line
    Ids,
    /// Look whether all is whole
    Check,
    /// Give back room that is no longer used
    Vacuum(WaitArgs),
    /// Copy the store to a file, while it is in use
    Backup {
        /// Where to; there must be no file of that name
        to: PathBuf,
    },
}

/// Does it.
///
/// # Errors
/// If there is no store, or it cannot be read or written.
pub fn run(args: &CareArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut out = anstream::stdout();
    match &args.care {
        Care::Info => {
            let store = args.store.open()?;
            let c = store.counts()?;
            writeln!(out, "{}", store.path().display())?;
            writeln!(out, "reports   {} ({} versions, {} not placed yet)", c.reports, c.versions, c.unplaced)?;
            writeln!(out, "stories   {}", c.stories)?;
            writeln!(out, "disputes  {} open", c.disputes)?;
            writeln!(out, "size      {}", indicatif::HumanBytes(c.bytes.unsigned_abs()))?;
        }
        Care::Ids => {
            let mut out = std::io::BufWriter::new(out);
            args.store.open()?.ids(|id| writeln!(out, "{id}"))??;
            out.flush()?;
        }
        Care::Check => {
            let wrong = args.store.open()?.check(|_, _| {})?;
            if wrong.is_empty() {
                writeln!(out, "All is whole.")?;
            } else {
                wrong.iter().try_for_each(|w| writeln!(out, "{w}"))?;
                return Ok(Outcome::No);
            }
        }
        Care::Vacuum(wait) => {
            // Nothing is made where there is nothing.
            drop(args.store.open()?);
            let (before, after) = args.store.open_to_write(wait, global.quiet)?.vacuum()?;
            let size = |n: i64| indicatif::HumanBytes(n.unsigned_abs());
            writeln!(out, "{} before, {} now", size(before), size(after))?;
        }
        Care::Backup { to } => {
            args.store.open()?.backup(to, |_, _| {})?;
            writeln!(out, "{}", to.display())?;
        }
    }
    Ok(Outcome::Done)
}
