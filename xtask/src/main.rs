//! All that developers and CI run: `cargo xtask <task>`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod bench;
mod browser;
mod crash;
mod exports;
mod fuzz;
mod r#gen;
mod gold;
#[cfg(test)]
mod layers;
mod mcp;
mod test;
mod warc;

const USAGE: &str = "\
usage: cargo xtask <task>

tasks:
  test                  all that is checked before a change goes in: form, lints, tests, quality floors
  gold [SET…]           quality on the reference data, all sets or these, in one table beside peers
    --quick             only the sets that take seconds
    --dev               with the build for development instead of the release build
    --floors            fail where a figure is below its floor (xtask/data/floors.tsv)
    --out FILE          write the table there as well as to target/gold/table.md
    --pin               raise the floors to what was measured, less a hundredth
    --lower REASON      with --pin: let floors fall as well, and keep the reason in the file
  exports               whether what `rashomon export` writes is read by others as it should be
  gen [TABLE…]          the reference tables in crates/*/data/generated, from packages of PyPI and npm
    --check             change nothing; fail where a table is not what its packages give
  bench lang [ROUNDS]   tokens a second against spaCy md, one thread each, in one run
  bench pages [ROUNDS]  pages a second against trafilatura, body and metadata, one thread each, in one run
  bench read [ROUNDS]   what times and reading cost beside the language engine, one thread
  bench stories [N]     what grouping N invented reports costs (default 100000), and how it grows from N/10
  bench store [N]       how fast N small invented reports (default 1000000) are kept, how large they are, how long a search takes
  bench desk [N]        how long 200 readers wait for story pages of a store of N reports (default 100000) while more is added; needs wrk
  bench memory [N]      whether an archive of N invented pages (default 10000) is read in 512 MB of address space
  fuzz [TARGET] [SECONDS]
                        fuzz targets (fuzz/), all or one, so long each (default 60); needs cargo-fuzz
  crash [--kills N] [--faults N] [--seed N] [--release]
                        kills the command while it adds (200 times) and lets its writes fail (500 times): nothing that was
                        confirmed may be lost, nothing be there twice
  browser               walks through the desk in headless Chromium (installed from Debian's packages where it is missing), as a person does:
                        by mouse, by keyboard, without scripts, on a small screen; axe-core may find nothing
    --write             makes the pictures in docs/pictures anew instead
  mcp                   asks the server for assistants through the official client (PyPI), on the example pages
    --write             makes the transcript in docs/mcp.md anew instead
  warc N FILE           a web archive of N invented pages; each packed by itself if the name ends in .gz

reference data is looked for in ../shared/gold or RASHOMON_GOLD, scorers in ../shared/score or RASHOMON_SCORE;
it is not part of the project, and without it quality is not measured";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["test"] => test::run().map(|()| true),
        ["browser"] => browser::run(false).map(|()| true),
        ["browser", "--write"] => browser::run(true).map(|()| true),
        ["mcp"] => mcp::run(false).map(|()| true),
        ["mcp", "--write"] => mcp::run(true).map(|()| true),
        ["gold", ref rest @ ..] => gold::Options::parse(rest).and_then(|o| gold::run(&o)),
        ["bench", what @ ("lang" | "pages" | "read"), ref rest @ ..] if rest.len() < 2 => {
            match rest.first().map_or(Ok(5), |n| n.parse()) {
                Ok(rounds) if rounds > 0 && what == "lang" => bench::lang(rounds).map(|()| true),
                Ok(rounds) if rounds > 0 && what == "pages" => bench::pages(rounds).map(|()| true),
                Ok(rounds) if rounds > 0 => bench::read(rounds).map(|()| true),
                _ => Err(anyhow::anyhow!("ROUNDS is a number from 1, not {:?}", rest[0])),
            }
        }
        ["bench", "stories", ref rest @ ..] if rest.len() < 2 => {
            match rest.first().map_or(Ok(100_000), |n| n.parse()) {
                Ok(n) => bench::stories(n).map(|()| true),
                Err(_) => Err(anyhow::anyhow!("N is a number, not {:?}", rest[0])),
            }
        }
        ["bench", "store", ref rest @ ..] if rest.len() < 2 => {
            match rest.first().map_or(Ok(1_000_000), |n| n.parse()) {
                Ok(n) => bench::store(n).map(|()| true),
                Err(_) => Err(anyhow::anyhow!("N is a number, not {:?}", rest[0])),
            }
        }
        ["bench", "desk", ref rest @ ..] if rest.len() < 2 => match rest.first().map_or(Ok(100_000), |n| n.parse()) {
            Ok(n) => bench::desk(n).map(|()| true),
            Err(_) => Err(anyhow::anyhow!("N is a number, not {:?}", rest[0])),
        },
        ["bench", "memory", ref rest @ ..] if rest.len() < 2 => match rest.first().map_or(Ok(10_000), |n| n.parse()) {
            Ok(n) => bench::memory(n).map(|()| true),
            Err(_) => Err(anyhow::anyhow!("N is a number, not {:?}", rest[0])),
        },
        ["warc", n, file] => match n.parse() {
            Ok(n) => warc::write(n, Path::new(file)).map(|()| true),
            Err(_) => Err(anyhow::anyhow!("N is a number, not {n:?}")),
        },
        ["fuzz", ref rest @ ..] => {
            fuzz::targets().and_then(|all| fuzz::Options::parse(rest, all)).and_then(|o| fuzz::run(&o))
        }
        ["crash", ref rest @ ..] => crash::Options::parse(rest).and_then(|o| crash::run(&o)),
        ["exports"] => exports::run().map(|c| c.told()),
        ["gen", ref names @ ..] => r#gen::run(names),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(true)
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
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

/// Tables that the tasks go by.
fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// Reference data: `RASHOMON_GOLD`, else beside the workspace.
fn gold() -> PathBuf {
    std::env::var_os("RASHOMON_GOLD").map_or_else(|| root().join("../shared/gold"), PathBuf::from)
}

/// The scripts that compare output with the reference data: `RASHOMON_SCORE`, else beside the workspace.
fn score() -> PathBuf {
    std::env::var_os("RASHOMON_SCORE").map_or_else(|| root().join("../shared/score"), PathBuf::from)
}
