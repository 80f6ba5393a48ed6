//! All that developers and CI run: `cargo xtask <task>`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod bench;

const USAGE: &str = "\
usage: cargo xtask <task>

tasks:
  bench lang [ROUNDS]   tokens a second against spaCy md, one thread each, in one run";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bench", "lang"] => bench::lang(5),
        ["bench", "lang", rounds] => match rounds.parse() {
            Ok(n) if n > 0 => bench::lang(n),
            _ => Err(anyhow::anyhow!("ROUNDS is a number from 1, not {rounds:?}")),
        },
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("error: {e:#}");
            ExitCode::from(2)
        }
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Reference data: `RASHOMON_GOLD`, else beside the workspace.
fn gold() -> PathBuf {
    std::env::var_os("RASHOMON_GOLD").map_or_else(|| root().join("../shared/gold"), PathBuf::from)
}
