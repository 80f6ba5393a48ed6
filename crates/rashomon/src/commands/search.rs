//! `rashomon search`: what is kept, by words and by fields.

use std::io::Write as _;

use clap::ValueEnum;
use rashomon_store::{FIELDS, Head, Query};
use serde::Serialize;

use crate::cli::Outcome;
use crate::desk::StoreArgs;
use crate::desk::quotes::{Quoted, quotes};
use crate::human;

/// Arguments of `rashomon search`.
#[derive(clap::Args, Debug)]
#[command(after_help = fields())]
pub struct SearchArgs {
    /// Words, "phrases", and fields such as who:NAME; all must hold, and -WORD must not
    #[arg(required = true, allow_hyphen_values = true, trailing_var_arg = true)]
    pub query: Vec<String>,
    /// At most so many reports
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
    /// Leave out the first so many
    #[arg(long, value_name = "N", default_value = "0")]
    pub skip: u32,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    Human,
    /// One JSON object a report
    Jsonl,
}

fn fields() -> String {
    let width = FIELDS.iter().map(|f| f.0.len()).max().unwrap_or(0) + 2;
    let lines: Vec<String> = FIELDS.iter().map(|(name, what)| format!("  {name:width$}{what}")).collect();
    format!("Fields:\n{}\n\nOptions stand before the query.", lines.join("\n"))
}

/// Searches, and prints what was found.
///
/// # Errors
/// If there is no store, the query cannot be understood, or standard output cannot be written.
pub fn run(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let query = Query::parse(&joined(&args.query))?;
    let store = args.store.open()?;
    let found = store.search(&query, args.skip as usize, args.limit as usize)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let mut shown = Vec::with_capacity(found.hits.len());
    for hit in &found.hits {
        shown.push((hit.head.clone(), quotes(&store, hit, &query)?));
    }
    match args.format {
        Format::Human => {
            let reports: Vec<(Head, Vec<String>)> =
                shown.into_iter().map(|(h, q)| (h, q.into_iter().map(|q| q.quote).collect())).collect();
            out.write_all(human::found(&reports, found.more, found.ranked_last_only).as_bytes())?;
        }
        Format::Jsonl => {
            for (head, quotes) in &shown {
                serde_json::to_writer(&mut out, &FoundLine::new(head, quotes))?;
                out.write_all(b"\n")?;
            }
        }
    }
    out.flush()?;
    Ok(if found.hits.is_empty() { Outcome::No } else { Outcome::Done })
}

/// Words of the command line as one query: what the shell took for one word is a phrase.
fn joined(words: &[String]) -> String {
    if let [one] = words {
        return one.clone();
    }
    let phrase = |w: &String| {
        if !w.contains(char::is_whitespace) || w.contains('"') {
            return w.clone();
        }
        match w.split_once(':').filter(|(f, _)| f.chars().all(|c| c.is_ascii_alphabetic() || c == '-')) {
            Some((field, value)) => format!("{field}:\"{value}\""),
            None => format!("\"{w}\""),
        }
    };
    words.iter().map(phrase).collect::<Vec<_>>().join(" ")
}

#[derive(Serialize)]
struct FoundLine<'a> {
    id: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    url: Option<&'a str>,
    story: Option<&'a str>,
    statements: &'a [Quoted],
}

impl<'a> FoundLine<'a> {
    fn new(head: &'a Head, statements: &'a [Quoted]) -> Self {
        Self {
            id: &head.id,
            title: head.title.as_deref(),
            outlet: head.outlet.as_deref(),
            published: head.published.as_deref(),
            url: head.url.as_deref(),
            story: head.story.as_deref(),
            statements,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_shell_took_for_one_word_is_a_phrase() {
        let of = |words: &[&str]| joined(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["ferry", "port of Askvik", "who:Ilse Okoro"]), "ferry \"port of Askvik\" who:\"Ilse Okoro\"");
        assert_eq!(of(&["ferry port"]), "ferry port");
    }
}
