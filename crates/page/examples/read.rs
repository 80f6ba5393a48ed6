//! Reads pages (`.html`, `.htm`, `.txt`) and prints a line of JSON each, offsets in code points.
//!
//!     cargo run --release --example read -- pages/*.html > pages.jsonl

use std::io::Write as _;
use std::path::Path;

use rashomon_page::{Hints, Report, read_html, read_text};
use rashomon_text::CodePoints;

fn line(r: &Report) -> serde_json::Value {
    let points = CodePoints::new(&r.text);
    let paragraphs: Vec<_> = r.paragraphs.iter().map(|p| points.span(p.span)).collect();
    let date = |d: &Option<rashomon_page::Dated>| d.as_ref().map(|d| d.date.to_string());
    let dateline = r
        .dateline
        .as_ref()
        .map(|d| serde_json::json!({"place": d.place, "date": d.date.map(|x| x.to_string()), "agency": d.agency}));
    let others: Vec<_> = r.other_dates.iter().map(|d| format!("{} ({})", d.date, d.basis)).collect();
    serde_json::json!({
        "id": r.id, "title": r.title, "outlet": r.outlet, "byline": r.byline, "url": r.url, "language": r.language,
        "published": date(&r.published), "basis": r.published.as_ref().map(|d| &d.basis), "modified": date(&r.modified),
        "dateline": dateline, "other_dates": others, "text": r.text, "paragraphs": paragraphs, "warnings": r.problems,
    })
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let path = Path::new(&path);
        let id = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let report = match path.extension().and_then(|e| e.to_str()) {
            Some("txt") => read_text(&id, &bytes, &Hints::default()),
            _ => read_html(&id, &bytes, &Hints::default()),
        };
        writeln!(out, "{}", line(&report))?;
    }
    Ok(())
}
