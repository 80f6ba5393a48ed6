//! Pages a second, body and metadata together, beside trafilatura.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure};

use super::run;
use crate::{gold, root};

/// The version that the figures of the peers were taken with, and what it needs but does not name.
const TRAFILATURA: &[&str] = &["trafilatura==2.3.1", "lxml[html-clean]"];

/// Runs trafilatura (Python) and the page crate in turns over the same pages, one thread each, and prints pages a second.
///
/// Both get the bytes of the page; reading files, start and imports do not count.
pub fn pages(rounds: usize) -> anyhow::Result<()> {
    let root = root();
    let example = ["build", "--release", "-p", "rashomon-page", "--example", "pages"];
    let built = Command::new(env!("CARGO")).args(example).current_dir(&root).status()?;
    ensure!(built.success(), "the build failed");
    let ours = root.join("target/release/examples/pages").with_extension(std::env::consts::EXE_EXTENSION);
    let python = peer(&root.join("target/bench-pages"))?;
    let folders = folders(&root)?;
    println!("one thread each, {rounds} rounds");
    println!("{:>5} {:>6} {:>20} {:>17} {:>7}", "round", "pages", "trafilatura, pages/s", "rashomon, pages/s", "ratio");
    for round in 1..=rounds {
        let (n, theirs) = timed(Command::new(&python).args(["-c", include_str!("pages_peer.py")]).args(&folders))?;
        let (_, own) = timed(Command::new(&ours).args(&folders))?;
        println!("{round:>5} {n:>6} {:>20.0} {:>17.0} {:>7.2}", n / theirs, n / own, theirs / own);
    }
    Ok(())
}

/// Pages and seconds that a command prints.
fn timed(command: &mut Command) -> anyhow::Result<(f64, f64)> {
    let out = command.output()?;
    ensure!(out.status.success(), "{command:?} failed:\n{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout)?;
    let figures: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [pages, found, seconds] = figures[..] else { bail!("printed {text:?}") };
    ensure!(found > 0.0, "no text was found on any page");
    Ok((pages, seconds))
}

/// The pages to measure on: those of the reference data, unpacked by its own scorer, else those of the examples.
fn folders(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let sets = gold().join("pages");
    let Some(score) = gold().parent().map(|p| p.join("score/pages.py")).filter(|p| p.exists() && sets.is_dir()) else {
        return Ok(vec![root.join("examples/summit")]);
    };
    let mut out = Vec::new();
    for set in ["aeb", "fundus80", "fundus_parser", "htmldate", "wcxb"] {
        let to = root.join("target/gold").join(format!("pages-{set}"));
        run(Command::new("python3").arg(&score).arg("--gold").arg(sets.join(set)).arg("--unpack").arg(&to))?;
        out.push(to);
    }
    Ok(out)
}

/// The Python of an environment with the peer in it, reused or made.
fn peer(dir: &Path) -> anyhow::Result<PathBuf> {
    let python = if cfg!(windows) { dir.join("Scripts/python.exe") } else { dir.join("bin/python") };
    let done = dir.join("ready");
    if !done.exists() {
        eprintln!("making {} with {}", dir.display(), TRAFILATURA[0]);
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(dir))?;
        run(Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(TRAFILATURA))?;
        std::fs::write(done, "")?;
    }
    Ok(python)
}
