//! `rashomon parse`: the language engine alone.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use rashomon_lang::{Analysis, Model};
use rashomon_text::{CodePoints, Document};

use crate::cli::{Global, Outcome};
use crate::input::Documents;
use crate::models::{ModelChoice, Models};
use crate::output::complain;
use crate::wire::conllu;
use crate::work::{each_document, error_text};

/// Arguments of `rashomon parse`.
#[derive(clap::Args, Debug)]
pub struct ParseArgs {
    /// Texts: .jsonl, .txt, or - for standard input [default: -]
    pub files: Vec<PathBuf>,
    /// Weights to use
    #[arg(long, value_name = "MODEL", env = "RASHOMON_MODEL", hide_env_values = true, default_value = "md")]
    pub model: ModelChoice,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub format: Format,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a text
    Jsonl,
    /// CoNLL-U
    Conllu,
}

/// Parses all texts and prints them in order.
///
/// # Errors
/// If there are no weights, or standard output cannot be written.
pub fn run(args: &ParseArgs, global: &Global) -> anyhow::Result<Outcome> {
    let model = Models::new(global)?.open(args.model.into())?;
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout());
    let mut outcome = Outcome::Done;
    let work = |d: &Document| print(&model, d, args.format);
    each_document(Documents::new(&args.files), work, |result| {
        match result {
            Ok(text) => out.write_all(text.as_bytes())?,
            Err(trouble) => {
                complain(error_text(&trouble), None);
                outcome = Outcome::Partial;
            }
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(outcome)
}

fn print(model: &Model, document: &Document, format: Format) -> String {
    let analysis = model.analyse(&document.text);
    match format {
        Format::Jsonl => jsonl(document, &analysis),
        Format::Conllu => conllu(&document.id, &document.text, &analysis),
    }
}

#[derive(Serialize)]
struct JsonToken<'a> {
    start: u32,
    end: u32,
    lemma: &'a str,
    pos: &'a str,
    tag: &'a str,
    morph: &'a str,
    head: u32,
    dep: &'a str,
}

#[derive(Serialize)]
struct JsonEntity<'a> {
    first: u32,
    last: u32,
    label: &'a str,
}

#[derive(Serialize)]
struct JsonText<'a> {
    id: &'a str,
    text: &'a str,
    sentences: Vec<[usize; 2]>,
    entities: Vec<JsonEntity<'a>>,
    tokens: Vec<JsonToken<'a>>,
}

fn jsonl(document: &Document, a: &Analysis) -> String {
    let points = CodePoints::new(&document.text);
    let token = |(i, t): (usize, &rashomon_lang::Token)| {
        let (start, end) = points.span(t.span);
        JsonToken {
            start,
            end,
            lemma: a.lemma(i),
            pos: t.pos.as_str(),
            tag: t.tag.as_str(),
            morph: a.morph(i),
            head: t.head,
            dep: t.dep.as_str(),
        }
    };
    let text = JsonText {
        id: &document.id,
        text: &document.text,
        sentences: a.sentences().map(|s| [s.start, s.end]).collect(),
        entities: a
            .entities()
            .iter()
            .map(|e| JsonEntity { first: e.first, last: e.last, label: e.label.as_str() })
            .collect(),
        tokens: a.tokens().iter().enumerate().map(token).collect(),
    };
    let mut line = serde_json::to_string(&text).unwrap_or_default();
    line.push('\n');
    line
}
