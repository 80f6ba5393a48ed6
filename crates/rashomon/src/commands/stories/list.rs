//! `rashomon stories list`.

use std::io::Write as _;

use anyhow::Context as _;
use rashomon_store::{StoryHead, Wanted};
use rashomon_text::PartialDate;
use serde::Serialize;

use crate::cli::Outcome;
use crate::commands::date;
use crate::desk::StoreArgs;
use crate::human;

/// Arguments of `rashomon stories list`.
#[derive(clap::Args, Clone, Debug)]
pub struct ListArgs {
    /// Changed on that day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<PartialDate>,
    /// In which somebody of that name acts, is acted upon, or says something
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// Of which something happens there
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// With open disputes only
    #[arg(long)]
    pub disputed: bool,
    /// At most so many
    #[arg(long, value_name = "N", default_value = "50", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: super::Format,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
}

impl Default for ListArgs {
    fn default() -> Self {
        let store = StoreArgs { store: std::env::var_os("RASHOMON_STORE").map(Into::into) };
        Self { since: None, actor: None, place: None, disputed: false, limit: 50, format: super::Format::Human, store }
    }
}

/// The beginning of a day, month or year in UTC, in milliseconds since 1970.
///
/// # Errors
/// For a date without a year.
pub(crate) fn moment_of(date: PartialDate) -> anyhow::Result<i64> {
    let year = date.year.context("a year is wanted: 2031-06-19")?;
    let day = jiff::civil::Date::new(year, date.month.unwrap_or(1) as i8, date.day.unwrap_or(1) as i8)?;
    Ok(day.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp().as_millisecond())
}

#[derive(Serialize)]
struct ListLine<'a> {
    id: &'a str,
    title: &'a str,
    reports: i64,
    independent_sources: i64,
    open_disputes: i64,
    published: Option<(&'a str, &'a str)>,
    changed: String,
}

impl<'a> From<&'a StoryHead> for ListLine<'a> {
    fn from(s: &'a StoryHead) -> Self {
        Self {
            id: &s.id,
            title: &s.title,
            reports: s.reports,
            independent_sources: s.sources,
            open_disputes: s.disputes,
            published: s.published.as_ref().map(|(a, b)| (a.as_str(), b.as_str())),
            changed: jiff::Timestamp::from_millisecond(s.changed).map(|t| t.to_string()).unwrap_or_default(),
        }
    }
}

/// Lists the stories.
///
/// # Errors
/// If there is no store, or standard output cannot be written.
pub fn run(args: &ListArgs) -> anyhow::Result<Outcome> {
    let limit = args.limit as usize;
    let wanted = Wanted {
        since: args.since.map(moment_of).transpose()?,
        actor: args.actor.clone(),
        place: args.place.clone(),
        disputed: args.disputed,
        limit: limit + 1,
        parted: false,
    };
    let mut stories = args.store.open()?.stories(&wanted)?;
    let all = stories.len() <= limit;
    stories.truncate(limit);
    let mut out = std::io::BufWriter::new(anstream::stdout());
    match args.format {
        super::Format::Human => out.write_all(human::listed(&stories, all).as_bytes())?,
        super::Format::Json => {
            let lines: Vec<ListLine<'_>> = stories.iter().map(Into::into).collect();
            serde_json::to_writer(&mut out, &serde_json::json!({ "stories": lines }))?;
            out.write_all(b"\n")?;
        }
        super::Format::Jsonl => {
            for story in &stories {
                serde_json::to_writer(&mut out, &ListLine::from(story))?;
                out.write_all(b"\n")?;
            }
        }
    }
    out.flush()?;
    Ok(if stories.is_empty() { Outcome::No } else { Outcome::Done })
}
