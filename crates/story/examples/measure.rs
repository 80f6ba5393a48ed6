//! Compares reports, or checks claims against them, and prints what the measures read: no dossier, just the figures' input.
//!
//! ```text
//! measure compare DOCS.jsonl > out.json
//! measure check CLAIMS.jsonl PAIRS.jsonl DOCS.jsonl > out.jsonl
//! ```
//!
//! The weights are those that `rashomon setup` put into the cache, or into the folder `RASHOMON_MODELS` names.

use std::collections::HashMap;
use std::io::{BufWriter, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use rashomon_lang::{Model, Weights};
use rashomon_page::{Dated, Paragraph, ParagraphKind, Report};
use rashomon_story::{Case, Indexed, check_indexed, compare};
use rashomon_text::{CodePoints, PartialDate, Span};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Document {
    id: String,
    text: String,
    title: Option<String>,
    published: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Pair {
    claim: String,
    report: String,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let weights = Weights::Md.cached().context("no home to look for weights in")?;
    let bytes =
        std::fs::read(&weights).with_context(|| format!("{}: run `rashomon setup` first", weights.display()))?;
    let model = Model::from_bytes(bytes)?;
    let out = BufWriter::new(std::io::stdout().lock());
    match args[..] {
        ["compare", docs] => compare_all(&model, docs, out),
        ["check", claims, pairs, docs] => check_all(&model, claims, pairs, docs, out),
        _ => bail!("usage: measure compare DOCS | measure check CLAIMS PAIRS DOCS"),
    }
}

fn lines<T: for<'a> Deserialize<'a>>(path: &str) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| path.to_owned())?;
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| Ok(serde_json::from_str(l)?)).collect()
}

fn read_all(model: &Model, path: &str) -> Result<Vec<Case>> {
    let documents: Vec<Document> = lines(path)?;
    Ok(documents.into_par_iter().map(|d| read(model, d)).collect())
}

fn read(model: &Model, d: Document) -> Case {
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in d.text.split('\n') {
        if !line.trim().is_empty() {
            paragraphs.push(Paragraph { span: Span::new(at, at + line.len()), kind: ParagraphKind::Body });
        }
        at += line.len() + 1;
    }
    let date = d.published.as_deref().and_then(PartialDate::parse);
    let analysis = model.analyse(&d.text);
    let times = rashomon_times::find(&d.text, &rashomon_times::Anchor { date }, Some(&analysis));
    let report = Report {
        id: d.id,
        title: d.title,
        outlet: d.outlet,
        url: d.url,
        published: date.map(|date| Dated { date, basis: "given".to_owned(), span: None }),
        text: d.text,
        paragraphs,
        ..Report::default()
    };
    let reading = rashomon_reading::read(&report, &analysis, times);
    Case { report, analysis, reading }
}

fn compare_all(model: &Model, docs: &str, mut out: impl std::io::Write) -> Result<()> {
    let start = Instant::now();
    let cases = read_all(model, docs)?;
    let read = start.elapsed();
    let stories = compare(&cases, model);
    let mut stderr = std::io::stderr();
    writeln!(stderr, "{} reports read in {read:.1?}, compared in {:.1?}", cases.len(), start.elapsed() - read)?;
    let maps: Vec<CodePoints<'_>> = cases.iter().map(|c| CodePoints::new(&c.report.text)).collect();
    let id = |r: &usize| cases[*r].report.id.as_str();
    let stories: Vec<Value> = stories
        .iter()
        .enumerate()
        .map(|(n, s)| {
            let events: Vec<Value> = s
                .events
                .iter()
                .enumerate()
                .map(|(n, e)| {
                    let told = e.mentions.iter().map(|&(r, e)| (r, cases[r].reading.event(e).span));
                    let mentions: Vec<Value> = told
                        .chain(e.named.iter().copied())
                        .map(|(r, span)| {
                            let (start, end) = maps[r].span(span);
                            json!({"report": id(&r), "start": start, "end": end})
                        })
                        .collect();
                    json!({"id": format!("x{}", n + 1), "mentions": mentions})
                })
                .collect();
            let copies: Vec<Vec<&str>> = s.copies.iter().map(|g| g.iter().map(id).collect()).collect();
            json!({
                "id": format!("s{}", n + 1), "reports": s.reports.iter().map(id).collect::<Vec<_>>(),
                "copies": copies, "independent_sources": s.independent_sources, "events": events,
            })
        })
        .collect();
    serde_json::to_writer(&mut out, &json!({"stories": stories}))?;
    out.write_all(b"\n")?;
    Ok(())
}

fn check_all(model: &Model, claims: &str, pairs: &str, docs: &str, mut out: impl std::io::Write) -> Result<()> {
    let start = Instant::now();
    let (claims, reports) = (read_all(model, claims)?, read_all(model, docs)?);
    let pairs: Vec<Pair> = lines(pairs)?;
    let read = start.elapsed();
    let index = |cases: &[Case]| -> HashMap<String, Indexed> {
        cases.par_iter().map(|c| (c.report.id.clone(), Indexed::new(c, model))).collect()
    };
    let (of_claim, of_report) = (index(&claims), index(&reports));
    let maps: HashMap<&str, CodePoints<'_>> =
        reports.iter().map(|c| (c.report.id.as_str(), CodePoints::new(&c.report.text))).collect();
    let checks: Vec<_> = pairs.par_iter().map(|p| check_indexed(&of_claim[&p.claim], &of_report[&p.report])).collect();
    let mut stderr = std::io::stderr();
    writeln!(
        stderr,
        "{} texts read in {read:.1?}, {} pairs checked in {:.1?}",
        claims.len() + reports.len(),
        pairs.len(),
        start.elapsed() - read
    )?;
    for (p, c) in pairs.iter().zip(checks) {
        let evidence: Vec<Value> = c
            .evidence
            .iter()
            .map(|&s| {
                let (start, end) = maps[p.report.as_str()].span(s);
                json!({"start": start, "end": end})
            })
            .collect();
        let line = json!({"claim": p.claim, "report": p.report, "relation": c.relation.as_str(), "score": c.score, "evidence": evidence, "why": c.why});
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
