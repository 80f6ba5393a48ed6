//! Whether an archive far larger than memory can be read: under a limit on the address space, as small machines and batch systems
//! set one.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, ensure};

use crate::{root, warc};

/// Address space of a batch job of the smallest kind, in kilobytes. The weights, which are mapped, are part of it.
const LIMIT: u64 = 512 << 10;

/// Reads an archive of `n` invented pages under the limit, with one thread, and prints what that took.
///
/// # Errors
/// If it is not read to its end.
pub fn memory(n: usize) -> anyhow::Result<()> {
    let root = root();
    let built =
        Command::new(env!("CARGO")).args(["build", "--release", "-p", "rashomon"]).current_dir(&root).status()?;
    ensure!(built.success(), "the build failed");
    let ours = root.join("target/release/rashomon").with_extension(std::env::consts::EXE_EXTENSION);
    let dir = root.join("target/gold");
    fs::create_dir_all(&dir)?;
    let archive = dir.join(format!("bench-memory-{n}.warc.gz"));
    warc::write(n, &archive)?;
    let start = Instant::now();
    // `ulimit` is the shell's own; the counting is done by `wc`, outside of the limit's reach.
    let script = format!("(ulimit -v {LIMIT}; exec \"$0\" read --offline --jobs 1 --format jsonl \"$1\") | wc -l");
    let out = Command::new("bash")
        .args(["-o", "pipefail", "-c", &script])
        .arg(&ours)
        .arg(&archive)
        .stderr(Stdio::inherit())
        .output()
        .context("bash")?;
    let read: usize = String::from_utf8_lossy(&out.stdout).trim().parse().unwrap_or(0);
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{read} of {n} pages in {} MB of address space, {seconds:.1} s, {:.0} pages a second",
        LIMIT >> 10,
        read as f64 / seconds
    );
    ensure!(out.status.success() && read == n, "it was not read to its end");
    Ok(())
}
