//! Compares reports, or checks claims against them, and prints what the measures read: no dossier, just the figures' input.
//!
//! ```text
//! measure compare DOCS.jsonl > out.json
//! measure check CLAIMS.jsonl PAIRS.jsonl DOCS.jsonl > out.jsonl
//! ```
//!
//! The weights are those that `rashomon setup` put into the cache, or into the folder `RASHOMON_MODELS` names.

use std::io::{BufWriter, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use rashomon_lang::{Model, Weights};
use rashomon_page::{Dated, Paragraph, ParagraphKind, Report};
use rashomon_story::{Case, compare};
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

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let weights = Weights::Md.cached().context("no home to look for weights in")?;
    let bytes =
        std::fs::read(&weights).with_context(|| format!("{}: run `rashomon setup` first", weights.display()))?;
    let model = Model::from_bytes(bytes)?;
    if args[0] == "sweep" {
        return sweep(&model, &args[1..]);
    }
    let out = BufWriter::new(std::io::stdout().lock());
    match args[..] {
        ["compare", docs] => compare_all(&model, docs, out),
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
    let c = read_all(model, docs)?;
    print_all(model, &c, &mut out)
}
fn print_all(model: &Model, cases: &[Case], mut out: impl std::io::Write) -> Result<()> {
    let stories = compare(cases, model);
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

#[allow(unsafe_code)]
fn sweep(model: &Model, sets: &[&str]) -> Result<()> {
    let all: Vec<(String, Vec<Case>)> = sets
        .iter()
        .map(|s| {
            Ok((
                s.to_string(),
                read_all(
                    model,
                    &if *s == "hel" {
                        "/tmp/st/hel.jsonl".to_string()
                    } else {
                        format!("/work/shared/gold/{s}/docs.jsonl")
                    },
                )?,
            ))
        })
        .collect::<Result<_>>()?;
    if let Ok(dir) = std::env::var("DUMP") {
        for (s, cases) in &all {
            let mut f = BufWriter::new(std::fs::File::create(format!("{dir}/dump_{}.jsonl", s.replace('/', "_")))?);
            for c in cases {
                let a = &c.analysis;
                let mut ent = vec![""; a.len()];
                for e in a.entities() {
                    for i in e.first..e.last {
                        ent[i as usize] = e.label.as_str();
                    }
                }
                let toks: Vec<Value> = (0..a.len())
                    .map(|i| json!([a.lower(i), a.lemma(i), a.token(i).pos.as_str(), ent[i], a.sentence_of(i)]))
                    .collect();
                let times: Vec<String> = c.reading.times.iter().map(|t| t.value.to_string()).collect();
                let actors: Vec<Value> = c
                    .reading
                    .actors
                    .iter()
                    .map(|x| json!([x.name, x.kind.as_str(), x.named, x.mentions.len()]))
                    .collect();
                let events: Vec<Value> = c.reading.events.iter().map(|e| json!({"start": e.span.start, "end": e.span.end, "head": e.head, "lemma": e.lemma, "kind": e.kind.map(|k| k.as_str()), "actors": e.actors.iter().map(|x| c.reading.actor(*x).name.clone()).collect::<Vec<_>>(), "recipients": e.recipients.iter().map(|x| c.reading.actor(*x).name.clone()).collect::<Vec<_>>(), "time": e.time, "place": e.place, "nominal": e.nominal, "fact": e.factuality})).collect();
                writeln!(
                    f,
                    "{}",
                    json!({"id": c.report.id, "title": c.report.title, "tokens": toks, "times": times, "actors": actors, "events": events, "published": c.report.published.as_ref().map(|d| d.date.to_string())})
                )?;
            }
        }
    }
    for line in std::io::stdin().lines() {
        let line = line?;
        println!("== {line}");
        let kv: Vec<(&str, &str)> = line.split_whitespace().filter_map(|x| x.split_once('=')).collect();
        for (k, v) in &kv {
            unsafe { std::env::set_var(k, v) }
        }
        for (s, cases) in &all {
            let out = print(model, cases)?;
            let path = format!("/tmp/st/sweep_{}.json", s.replace('/', "_"));
            std::fs::write(&path, out)?;
            let o = std::process::Command::new("python3").args(["/tmp/st/short.py", s, &path]).output()?;
            print!("{}{}", String::from_utf8_lossy(&o.stdout), String::from_utf8_lossy(&o.stderr));
        }
        for (k, _) in &kv {
            unsafe { std::env::remove_var(k) }
        }
    }
    Ok(())
}
fn print(model: &Model, cases: &[Case]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    print_all(model, cases, &mut out)?;
    Ok(out)
}
