//! Reads documents (`{"id", "text", "published"}`, one a line) and prints their time expressions,
//! with offsets in code points. A second file may bring the parses of the same documents, as
//! `rashomon parse --format jsonl` prints them.
//!
//! ```text
//! cargo run --release --example find -- docs.jsonl [parses.jsonl] > times.jsonl
//! ```

use std::collections::HashMap;
use std::io::Write as _;

use rashomon_lang::{Analysis, AnalysisBuilder, Dep, Entity, EntityLabel, NewToken, Pos, Tag};
use rashomon_text::{CodePoints, PartialDate, Span};
use rashomon_times::{Anchor, find};
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

fn rows(path: &str) -> Result<Vec<Value>, Failure> {
    std::fs::read_to_string(path)?.lines().map(|l| Ok(serde_json::from_str(l)?)).collect()
}

fn analysis(parse: &Value, text: &str) -> Option<Analysis> {
    let bytes: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
    let tokens = parse["tokens"].as_array()?;
    let mut b = AnalysisBuilder::with_capacity(tokens.len());
    let number = |v: &Value| v.as_u64().map(|n| n as usize);
    for t in tokens {
        let (start, end) = (*bytes.get(number(&t["start"])?)?, *bytes.get(number(&t["end"])?)?);
        b.token(NewToken {
            span: Span::new(start, end),
            lower: &text[start..end].to_lowercase(),
            lemma: t["lemma"].as_str()?,
            morph: "",
            tag: Tag::from_label(t["tag"].as_str()?).unwrap_or(Tag::Xx),
            pos: Pos::from_label(t["pos"].as_str()?).unwrap_or(Pos::X),
            dep: Dep::from_label(t["dep"].as_str()?).unwrap_or(Dep::Dep),
            head: number(&t["head"])? as u32,
            space_after: text[end..].starts_with(' '),
        });
    }
    for s in parse["sentences"].as_array()? {
        b.sentence(number(&s[0])?..number(&s[1])?);
    }
    for e in parse["entities"].as_array()? {
        let label = EntityLabel::from_label(e["label"].as_str()?)?;
        b.entity(Entity { first: number(&e["first"])? as u32, last: number(&e["last"])? as u32, label });
    }
    Some(b.finish())
}

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let docs = rows(&args.next().ok_or("which file?")?)?;
    let parses: HashMap<String, Value> = match args.next() {
        Some(path) => rows(&path)?.into_iter().map(|p| (p["id"].as_str().unwrap_or("").to_owned(), p)).collect(),
        None => HashMap::new(),
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for doc in &docs {
        let text = doc["text"].as_str().ok_or("a document without text")?;
        let anchor = Anchor { date: doc["published"].as_str().and_then(PartialDate::parse) };
        let grammar = parses.get(doc["id"].as_str().unwrap_or("")).and_then(|p| analysis(p, text));
        let points = CodePoints::new(text);
        let times: Vec<_> = find(text, &anchor, grammar.as_ref())
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
