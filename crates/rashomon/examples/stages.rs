//! Where the time of reading goes: seconds for the language engine, for times and for all the rest, one thread, over a
//! file of documents (`{"id": …, "text": …}` a line). `cargo xtask bench read` runs it.
//!
//! ```text
//! cargo run --release -p rashomon --example stages -- TEXTS.jsonl
//! ```

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use rashomon_lang::{Model, Weights};
use rashomon_page::Report;
use rashomon_times::Anchor;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("a file of documents is wanted")?;
    let weights = Weights::Md.cached().ok_or("no weights: run `rashomon setup`")?;
    let model = Model::from_bytes(std::fs::read(weights)?)?;
    let (mut engine, mut times, mut reading) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut tokens = 0;
    for line in std::fs::read_to_string(file)?.lines() {
        let document: serde_json::Value = serde_json::from_str(line)?;
        let text = document["text"].as_str().unwrap_or("").to_owned();
        let report = Report { text, ..Report::default() };
        let start = Instant::now();
        let analysis = model.analyse(&report.text);
        let analysed = Instant::now();
        let found = rashomon_times::find(&report.text, &Anchor { date: None }, Some(&analysis));
        let timed = Instant::now();
        black_box(rashomon_reading::read(&report, &analysis, found));
        reading += timed.elapsed();
        times += timed - analysed;
        engine += analysed - start;
        tokens += analysis.len();
    }
    println!("{tokens} {} {} {}", engine.as_secs_f64(), times.as_secs_f64(), reading.as_secs_f64());
    Ok(())
}
