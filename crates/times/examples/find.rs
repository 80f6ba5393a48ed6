//! Reads documents (`{"id", "text", "published"}`, one a line) and prints their time expressions,
//! with offsets in code points.
//!
//!     cargo run --release --example find -- docs.jsonl > times.jsonl

use std::io::Write as _;

use rashomon_text::{CodePoints, PartialDate};
use rashomon_times::{Anchor, find};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::fs::read_to_string(path)?.lines() {
        let doc: serde_json::Value = serde_json::from_str(line)?;
        let text = doc["text"].as_str().ok_or("a document without text")?;
        let anchor = Anchor { date: doc["published"].as_str().and_then(PartialDate::parse) };
        let points = CodePoints::new(text);
        let times: Vec<_> = find(text, &anchor, None)
            .iter()
            .map(|t| {
                let (start, end) = points.span(t.span);
                serde_json::json!({"start": start, "end": end, "type": t.kind.as_str(), "value": t.value})
            })
            .collect();
        writeln!(out, "{}", serde_json::json!({"id": doc["id"], "times": times}))?;
    }
    Ok(())
}
