//! Stories in the forms that other programs read: one module a format.
//!
//! Stories come one after the other, and each is written before the next is looked at; only formats that cannot do so
//! (a graph, a feed in order of time) hold more. All but [`Format::Plover`] and [`Format::Conllu`] go by the lines of
//! [`crate::wire`] alone, so that stories may come from wherever these are kept. No format looks at a clock: the same
//! stories give the same bytes.

use std::io::{self, Write};

use clap::ValueEnum;
use rashomon_story::Case;

use crate::wire::{ReadingLine, StoryLine};

mod atom;
pub(crate) mod clean;
mod conllu;
pub(crate) mod days;
mod ftm;
pub(crate) mod gazetteer;
mod geojson;
mod graph;
pub(crate) mod happenings;
mod ical;
mod ids;
mod jsonl;
mod jsonld;
mod left_out;
mod plover;
mod table;
#[cfg(test)]
pub(crate) mod testing;
mod timelinejs;
pub(crate) mod view;
pub(crate) mod who;

/// One story with the reports it is made of.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// What comparing its reports showed.
    pub story: StoryLine<'a>,
    /// Its reports, in order of `story.reports`.
    pub reports: Vec<ReadingLine<'a>>,
    /// The reports with their grammar, where [`Format::needs_grammar`].
    pub cases: Option<&'a [Case]>,
}

/// Writes stories in one format.
pub trait Export {
    /// Writes one more story, or keeps of it what is written at the end.
    ///
    /// # Errors
    /// If it cannot be written.
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError>;

    /// Writes what is left; called once, after the last story.
    ///
    /// # Errors
    /// If it cannot be written.
    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError>;

    /// What the format has no place for, in words for the user.
    fn left_out(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Why stories could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file or pipe does not take it.
    #[error("cannot write")]
    Write(#[from] io::Error),
    /// JSON cannot be made of it.
    #[error("cannot write JSON")]
    Json(#[from] serde_json::Error),
    /// A row is not one of the table.
    #[error("cannot write the table")]
    Csv(#[from] csv::Error),
    /// Columns do not fit the schema.
    #[error("cannot write the table")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// Parquet cannot be made of it.
    #[error("cannot write Parquet")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// An Atom feed cannot be made of it.
    #[error("cannot write the feed")]
    Atom(#[from] atom_syndication::Error),
    /// The stories come from where no grammar is kept.
    #[error("{0} needs the grammar of the reports, which is not kept: export from the reports themselves")]
    NoGrammar(&'static str),
}

/// What can be written.
///
/// ```
/// use rashomon::export::Format;
///
/// let mut out = Vec::new();
/// let mut calendar = Format::Ical.writer()?;
/// calendar.finish(&mut out)?;
/// assert!(out.starts_with(b"BEGIN:VCALENDAR") && out.ends_with(b"END:VCALENDAR\r\n"));
/// # Ok::<(), rashomon::export::ExportError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// All that is known: one JSON object a report and a story
    Jsonl,
    /// A table of events for spreadsheets
    Csv,
    /// The same table for databases and notebooks
    Parquet,
    /// Records of PLOVER (JSON lines)
    Plover,
    /// Reports, claims and disputes as linked data: schema.org, Web Annotation
    Jsonld,
    /// Entities of FollowTheMoney (JSON lines)
    Ftm,
    /// The grammar of the sentences
    Conllu,
    /// Who acts on whom, as a graph
    Graphml,
    /// The same graph for Gephi
    Gexf,
    /// Dated events for TimelineJS
    Timelinejs,
    /// Dated events, those still to come as well, for a calendar
    Ical,
    /// Places of events, for a map
    Geojson,
    /// A feed with an entry a dispute
    Atom,
}

impl Format {
    /// Whether [`Told::cases`] is looked at.
    #[must_use]
    pub fn needs_grammar(self) -> bool {
        matches!(self, Self::Plover | Self::Conllu)
    }

    /// Whether it is no text.
    #[must_use]
    pub fn is_binary(self) -> bool {
        self == Self::Parquet
    }

    /// What writes it.
    ///
    /// # Errors
    /// If the table's writer cannot be made.
    pub fn writer(self) -> Result<Box<dyn Export>, ExportError> {
        Ok(match self {
            Self::Jsonl => Box::new(jsonl::Jsonl),
            Self::Csv => Box::new(table::Csv::default()),
            Self::Parquet => Box::new(table::Parquet::new()?),
            Self::Plover => Box::new(plover::Plover),
            Self::Jsonld => Box::new(jsonld::JsonLd::default()),
            Self::Ftm => Box::new(ftm::Ftm),
            Self::Conllu => Box::new(conllu::Conllu),
            Self::Graphml => Box::new(graph::Graphml::default()),
            Self::Gexf => Box::new(graph::Gexf::default()),
            Self::Timelinejs => Box::new(timelinejs::TimelineJs::default()),
            Self::Ical => Box::new(ical::Ical::default()),
            Self::Geojson => Box::new(geojson::Map::default()),
            Self::Atom => Box::new(atom::Feed::default()),
        })
    }
}
