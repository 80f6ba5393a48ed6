//! What grouping costs beside reading: seconds for reading all reports of a file over all threads, for grouping them at once,
//! and for placing them one by one, with the memory that each took. `cargo xtask bench stories` runs it.
//!
//! ```text
//! cargo run --release -p rashomon --example gathering -- TEXTS.jsonl
//! ```
//!
//! Prints a line of figures, then the stories, `at_once` and `one_by_one`, as lists of places in the file.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use rashomon::pipeline::{Settings, understand};
use rashomon::reports::Reports;
use rashomon::work::each_item;
use rashomon_lang::{Model, Weights};
use rashomon_story::{Profile, Stream, gather};

/// The most memory this process has had, in MB, where the system tells.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kilobytes: f64 = line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or(0.0);
    kilobytes / 1024.0
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("a file of documents is wanted")?;
    let weights = Weights::Md.cached().ok_or("no weights: run `rashomon setup`")?;
    let model = Model::from_bytes(std::fs::read(weights)?)?;
    let mut profiles: Vec<Profile> = Vec::new();
    let mut tokens = 0;
    let start = Instant::now();
    each_item(
        Reports::new(&[PathBuf::from(file)]),
        |item| {
            let case = understand(&model, item.read(), Settings::default());
            (case.analysis.len(), Profile::of(&case))
        },
        |result| {
            let (n, profile) = result?;
            tokens += n;
            profiles.push(profile);
            Ok(())
        },
    )?;
    let reading = start.elapsed().as_secs_f64();
    let read = memory();
    let start = Instant::now();
    let gathered = gather(&profiles);
    let at_once = start.elapsed().as_secs_f64();
    let grouped = memory();
    let start = Instant::now();
    let mut stream = Stream::new();
    let changes: usize = profiles.into_iter().map(|p| stream.place(p).len()).sum();
    let one_by_one = start.elapsed().as_secs_f64();
    let streamed = memory();
    println!("{tokens} {reading} {read} {at_once} {grouped} {one_by_one} {streamed} {changes}");
    let list = |stories: &[Vec<usize>]| serde_json::to_string(stories);
    println!("{}", list(&gathered.affairs.into_iter().map(|a| a.reports).collect::<Vec<_>>())?);
    println!("{}", list(&stream.stories().filter(|s| !s.is_empty()).map(<[usize]>::to_vec).collect::<Vec<_>>())?);
    Ok(())
}
