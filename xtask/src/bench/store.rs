//! What keeping many reports costs.

use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::root;

/// Adds `n` small invented reports on one thread, the engine bypassed, and searches them.
pub fn store(n: usize) -> anyhow::Result<()> {
    let root = root();
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "-p", "rashomon-store", "--example", "million"])
        .current_dir(&root)
        .status()?;
    ensure!(built.success(), "the build failed");
    let example = root.join("target/release/examples/million").with_extension(std::env::consts::EXE_EXTENSION);
    let dir = root.join("target/bench-store");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir)?;
    let out = Command::new(example).arg(n.to_string()).arg(dir.join("bench.rashomon")).output()?;
    ensure!(out.status.success(), "it failed: {}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout)?;
    let figures: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>().context("no figures")?;
    let [n, seconds, bytes, words, median, most, worst] = figures[..] else { anyhow::bail!("it printed {text}") };
    println!("{n} reports added in {seconds:.1} s: {:.0} a second", n / seconds);
    println!("{:.0} bytes a report in the file, {:.0} of them text as it came", bytes / n, words / n);
    println!("200 searches: {median:.1} ms median, {most:.1} ms the slowest of twenty, {worst:.1} ms the slowest");
    std::fs::remove_dir_all(&dir)?;
    Ok(())
}
