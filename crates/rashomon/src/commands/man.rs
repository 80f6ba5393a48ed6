//! `rashomon man`: manual pages, from the same definitions as the command line and its help.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::CommandFactory as _;

use crate::cli::{Cli, Outcome};

/// Arguments of `rashomon man`.
#[derive(clap::Args, Debug)]
pub struct ManArgs {
    /// The command whose page is printed; that of rashomon itself if none is named
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    pub command: Option<String>,
    /// Write all pages into this folder, one a command
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Prints a page, or writes all.
///
/// # Errors
/// If there is no such command, or the pages cannot be written.
pub fn run(args: &ManArgs) -> anyhow::Result<Outcome> {
    let pages = pages()?;
    match &args.out {
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            for (name, page) in pages {
                let path = folder.join(format!("{name}.1"));
                std::fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        None => {
            let wanted = args.command.as_ref().map_or("rashomon".to_owned(), |c| format!("rashomon-{c}"));
            let page = pages.into_iter().find(|(name, _)| *name == wanted);
            let (_, page) =
                page.with_context(|| format!("there is no command {:?}", args.command.as_deref().unwrap_or_default()))?;
            std::io::stdout().write_all(&page)?;
        }
    }
    Ok(Outcome::Done)
}

/// Each page with its name, that of rashomon itself first.
fn pages() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut whole = Cli::command();
    whole.build();
    let mut out = Vec::new();
    let mut page = |command: clap::Command, name: String| {
        let mut text = Vec::new();
        clap_mangen::Man::new(command.name(name.clone())).render(&mut text)?;
        out.push((name, text));
        std::io::Result::Ok(())
    };
    page(whole.clone(), "rashomon".to_owned())?;
    for command in whole.get_subcommands() {
        page(command.clone(), format!("rashomon-{}", command.get_name()))?;
    }
    Ok(out)
}
