//! `rashomon search`: what is kept, by words and by fields.

use std::io::Write as _;

use clap::ValueEnum;
use rashomon_store::{FIELDS, Head, Hit, Query, Store};
use serde::Serialize;

use crate::cli::Outcome;
use crate::desk::StoreArgs;
use crate::human;
use crate::wire::ReadingLine;

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

/// A sentence, and where it stands.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Quote {
    pub start: u32,
    pub end: u32,
    pub quote: String,
}

#[derive(Serialize)]
struct FoundLine<'a> {
    id: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    url: Option<&'a str>,
    story: Option<&'a str>,
    statements: &'a [Quote],
}

impl<'a> FoundLine<'a> {
    fn new(head: &'a Head, statements: &'a [Quote]) -> Self {
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

/// The sentences of a report that fit: those in which the fields hold, else the one that holds most of the words.
///
/// # Errors
/// If the store cannot be read.
pub(crate) fn quotes(store: &Store, hit: &Hit, query: &Query) -> anyhow::Result<Vec<Quote>> {
    let bytes = store.reading(&hit.head)?;
    let reading: ReadingLine<'_> = serde_json::from_slice(&bytes)?;
    let text: Vec<char> = reading.text.chars().collect();
    let slice = |start: u32, end: u32| -> Option<Quote> {
        let quote = text.get(start as usize..end as usize)?.iter().collect();
        Some(Quote { start, end, quote })
    };
    if !hit.statements.is_empty() {
        return Ok(hit.statements.iter().filter_map(|&(start, end)| slice(start, end)).collect());
    }
    let lower = query.words().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let fits = |q: &Quote| {
        let sentence = q.quote.to_lowercase();
        words.iter().filter(|w| sentence.contains(**w)).count()
    };
    let all = reading.sentences.iter().filter_map(|&(start, end)| slice(start, end));
    let best = all.map(|q| (fits(&q), q)).fold(None, |best: Option<(usize, Quote)>, x| match best {
        Some(b) if b.0 >= x.0 => Some(b),
        _ => Some(x),
    });
    Ok(best.into_iter().map(|b| b.1).collect())
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
