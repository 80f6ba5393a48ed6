//! `rashomon check`: does a report bear out a claim?

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use rashomon_page::carriers::Item;
use rashomon_page::{Hints, read_document};
use rashomon_story::{Check, Indexed, check_indexed};
use rashomon_text::{CodePoints, Document};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::{Deserialize, Serialize};

use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
use crate::human;
use crate::models::Models;
use crate::output::{Progress, complain};
use crate::pipeline::{Settings, understand};
use crate::work::{each_item, error_text};

/// Arguments of `rashomon check`.
#[derive(clap::Args, Debug)]
pub struct CheckArgs {
    /// The claim in words, then reports; with --claims or --pairs only reports
    #[arg(value_name = "CLAIM FILES")]
    pub words: Vec<String>,
    /// Claims, one JSON object a line: {"id": "c1", "text": "…"}
    #[arg(long, value_name = "FILE.jsonl")]
    pub claims: Option<PathBuf>,
    /// Check just these pairs, one JSON object a line: {"claim": "c1", "report": "r1"}
    #[arg(long, value_name = "FILE.jsonl", requires = "claims")]
    pub pairs: Option<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// How to read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    Human,
    /// One JSON object a claim and report
    Jsonl,
}

#[derive(Deserialize)]
struct ClaimRow {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct PairRow {
    claim: String,
    report: String,
}

#[derive(Serialize)]
struct Line<'a> {
    claim: &'a str,
    report: &'a str,
    relation: &'static str,
    score: f64,
    evidence: Vec<Evidence>,
    why: &'a str,
}

#[derive(Serialize)]
struct Evidence {
    start: u32,
    end: u32,
}

/// A text that is checked: its words for the eye, its index for comparing.
struct Text {
    id: String,
    text: String,
    index: Indexed,
}

/// Checks claims against reports and prints a line for each pair.
///
/// # Errors
/// If there are no weights, claims or pairs cannot be read, or standard output cannot be written.
pub fn run(args: &CheckArgs, global: &Global) -> anyhow::Result<Outcome> {
    let (claims, files) = split(args)?;
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    let claims: Vec<Text> = claims
        .par_iter()
        .map(|c| {
            let report = read_document(Document { id: c.id.clone(), text: c.text.clone(), ..Document::default() });
            let case = understand(&model, report, Settings::default());
            Text { id: c.id.clone(), text: c.text.clone(), index: Indexed::new(&case, &model) }
        })
        .collect();
    let mut reports: Vec<Text> = Vec::new();
    let mut outcome = Outcome::Done;
    let mut items = args.reading.reports(&files, Hints::default(), global);
    let progress = Progress::new(global.quiet, "reading", &mut items, false);
    let work = |item: Item| {
        let case = understand(&model, item.read(), settings);
        let index = Indexed::new(&case, &model);
        progress.step();
        Text { id: case.report.id, text: case.report.text, index }
    };
    each_item(items, work, |result| {
        match result {
            Ok(text) => reports.push(text),
            Err(trouble) => {
                progress.complain(error_text(&trouble));
                outcome = Outcome::Partial;
            }
        }
        Ok(())
    })?;
    progress.done();
    let pairs = pairs(args, &claims, &reports, &mut outcome)?;
    let checked: Vec<(usize, usize, Check)> =
        pairs.par_iter().map(|&(c, r)| (c, r, check_indexed(&claims[c].index, &reports[r].index))).collect();

    let mut out = std::io::BufWriter::with_capacity(1 << 16, anstream::stdout());
    match args.format {
        Format::Jsonl => {
            for (c, r, check) in &checked {
                let points = CodePoints::new(&reports[*r].text);
                let line = Line {
                    claim: &claims[*c].id,
                    report: &reports[*r].id,
                    relation: check.relation.as_str(),
                    score: f64::from((check.score.clamp(0.0, 1.0) * 10_000.0).round()) / 10_000.0,
                    evidence: check
                        .evidence
                        .iter()
                        .map(|&s| {
                            let (start, end) = points.span(s);
                            Evidence { start, end }
                        })
                        .collect(),
                    why: &check.why,
                };
                serde_json::to_writer(&mut out, &line)?;
                out.write_all(b"\n")?;
            }
        }
        Format::Human => {
            for (n, claim) in claims.iter().enumerate() {
                let answers: Vec<(&str, &str, &Check)> = checked
                    .iter()
                    .filter(|(c, ..)| *c == n)
                    .map(|(_, r, check)| (reports[*r].id.as_str(), reports[*r].text.as_str(), check))
                    .collect();
                out.write_all(human::check(&claim.text, &answers).as_bytes())?;
            }
        }
    }
    out.flush()?;
    Ok(if checked.is_empty() && outcome == Outcome::Done { Outcome::No } else { outcome })
}

/// The claims, and what of the arguments are files.
fn split(args: &CheckArgs) -> anyhow::Result<(Vec<ClaimRow>, Vec<PathBuf>)> {
    if let Some(path) = &args.claims {
        let claims = rows(path)?;
        return Ok((claims, args.words.iter().map(PathBuf::from).collect()));
    }
    let Some((claim, files)) = args.words.split_first() else {
        anyhow::bail!("no claim: rashomon check \"The bridge was closed.\" reports/*.html");
    };
    if files.is_empty() && Path::new(claim).exists() {
        anyhow::bail!(
            "{claim} is a file: give the claim first, in words: rashomon check \"The bridge was closed.\" {claim}"
        );
    }
    Ok((vec![ClaimRow { id: "c1".to_owned(), text: claim.clone() }], files.iter().map(PathBuf::from).collect()))
}

/// The rows of a `.jsonl` file.
fn rows<T: for<'de> Deserialize<'de>>(path: &Path) -> anyhow::Result<Vec<T>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for (n, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| path.display().to_string())?;
        if !line.trim().is_empty() {
            out.push(serde_json::from_str(&line).with_context(|| format!("{}, line {}", path.display(), n + 1))?);
        }
    }
    Ok(out)
}

/// The pairs to check: those listed, else every claim with every report. A pair that names what was not given is told.
fn pairs(
    args: &CheckArgs,
    claims: &[Text],
    reports: &[Text],
    outcome: &mut Outcome,
) -> anyhow::Result<Vec<(usize, usize)>> {
    let Some(path) = &args.pairs else {
        return Ok((0..claims.len()).flat_map(|c| (0..reports.len()).map(move |r| (c, r))).collect());
    };
    let at =
        |all: &[Text]| -> HashMap<String, usize> { all.iter().enumerate().map(|(n, t)| (t.id.clone(), n)).collect() };
    let (claim_at, report_at) = (at(claims), at(reports));
    let mut out = Vec::new();
    for p in rows::<PairRow>(path)? {
        match (claim_at.get(&p.claim), report_at.get(&p.report)) {
            (Some(&c), Some(&r)) => out.push((c, r)),
            _ => {
                complain(
                    format!("{}: no claim {} with report {} among those given", path.display(), p.claim, p.report),
                    None,
                );
                *outcome = Outcome::Partial;
            }
        }
    }
    Ok(out)
}
