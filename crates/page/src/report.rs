//! A report: one document by one outlet, with what it says of itself.

use std::fmt;

use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;
use rashomon_text::{PartialDate, Span};

/// One document by one outlet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Names the report within one run.
    pub id: String,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub byline: Vec<String>,
    /// Its address.
    pub url: Option<String>,
    /// Part of the paper, as the page names it: "Politics".
    pub section: Option<String>,
    /// Language as BCP 47 (`en`), where known.
    pub language: Option<String>,
    /// First publication.
    pub published: Option<Dated>,
    /// Last change.
    pub modified: Option<Dated>,
    /// Place and date at the head of the text ("London, 17 August –").
    pub dateline: Option<Dateline>,
    /// The text of the article, furniture left out. Everything else is a span of it.
    pub text: String,
    /// Paragraphs, in order; headline and subheadings inside the text are paragraphs of their own.
    pub paragraphs: Vec<Paragraph>,
    /// Entries of a running report (a live blog), in order of the text; empty for an article.
    pub entries: Vec<Entry>,
    /// Dates that the page shows and that were not taken for its own, each with why.
    pub other_dates: Vec<Dated>,
    /// Agencies that the text names as where it is from.
    pub agencies: Vec<Agency>,
    /// What the desk says of its own text: corrections, updates and the like.
    pub notes: Vec<Note>,
    /// What went wrong or looks odd, in words for the user.
    pub problems: Vec<String>,
}

/// One entry of a running report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where its text stands.
    pub span: Span,
    /// When it was published, as its own stamp says.
    pub published: Option<Dated>,
}

impl Report {
    /// Takes a date of publication from a better source; the one that it had is kept among the others.
    pub(crate) fn publish(&mut self, by: Dated) {
        let date = by.date;
        let own = self.published.replace(by);
        self.other_dates.retain(|o| o.date != date);
        self.other_dates.extend(own.filter(|o| o.date != date));
    }

    /// Whether a paragraph is no part of what is told: a note of the desk, a line of credits.
    ///
    /// ```
    /// use rashomon_page::{Hints, read_text};
    /// let page = "The ferry sank off the harbour early on Friday morning, and all on board were saved by boats.\n\n\
    ///             Correction: An earlier version of this report gave the wrong harbour.";
    /// let report = read_text("ferry", page.as_bytes(), &Hints::default());
    /// let aside: Vec<bool> = report.paragraphs.iter().map(|p| report.is_aside(p.span)).collect();
    /// assert_eq!(aside, [false, true]);
    /// ```
    #[must_use]
    pub fn is_aside(&self, paragraph: Span) -> bool {
        self.notes.iter().any(|n| n.span == Some(paragraph)) || crate::agencies::is_credits(paragraph.of(&self.text))
    }
}

/// An agency that a text names as where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its name, whatever the mark ("Associated Press" for "(AP)").
    pub name: String,
    /// The text is the agency's; else the agency gave something to it.
    pub whole: bool,
    /// The mark in [`Report::text`], if it stands there.
    pub span: Option<Span>,
}

/// What a desk says of its own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it does.
    pub kind: NoteKind,
    /// Its words.
    pub text: String,
    /// Where in [`Report::text`], if it stands there.
    pub span: Option<Span>,
    /// The day it names first.
    pub date: Option<PartialDate>,
    /// The time of day beside that day.
    pub time: Option<Time>,
    /// What the text had said wrongly, if the note says so.
    pub wrong: Option<Span>,
    /// What the note puts in its place.
    pub right: Option<Span>,
}

/// What a note of the desk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Takes something back.
    Correction,
    /// Says that the text has been added to.
    Update,
    /// Says what was meant.
    Clarification,
    /// Says something else.
    Note,
}

impl NoteKind {
    /// One word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Update => "update",
            Self::Clarification => "clarification",
            Self::Note => "note",
        }
    }
}

/// A paragraph of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ParagraphKind,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// The headline, where it stands in the text.
    Headline,
    /// A heading between paragraphs, or a caption.
    Heading,
    /// Running text.
    Body,
    /// A passage set off as quoted.
    Quote,
    /// An entry of a list.
    Item,
}

impl ParagraphKind {
    /// Whether it is text of the article, not a heading to it.
    #[must_use]
    pub fn is_text(self) -> bool {
        !matches!(self, Self::Headline | Self::Heading)
    }
}

/// A date and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The date; parts may be unknown.
    pub date: PartialDate,
    /// Date and time of day as the page gives them, where it gives both.
    pub moment: Option<Moment>,
    /// Which element said so ("given", "json-ld datePublished", "meta article:published_time", "feed", "mail Date", "dateline", "page clock").
    pub basis: String,
    /// Where in [`Report::text`], if it stands there.
    pub span: Option<Span>,
}

impl Dated {
    /// A date that stands nowhere in the text, without a time of day.
    ///
    /// ```
    /// use rashomon_page::Dated;
    /// use rashomon_text::PartialDate;
    /// let d = Dated::new(PartialDate::day(2018, 8, 17), "given");
    /// assert_eq!((d.date.to_string(), d.moment), ("2018-08-17".to_owned(), None));
    /// ```
    #[must_use]
    pub fn new(date: PartialDate, basis: impl Into<String>) -> Self {
        Self { date, moment: None, basis: basis.into(), span: None }
    }
}

/// A point in time as a page gives it: on its own clock, with the zone where it names one.
///
/// Prints as RFC 3339, without an offset where none is given.
///
/// ```
/// use jiff::{civil::date, tz::Offset};
/// use rashomon_page::Moment;
/// let at = date(2018, 8, 17).at(22, 30, 0, 0);
/// assert_eq!(Moment { at, offset: Some(Offset::constant(2)) }.to_string(), "2018-08-17T22:30:00+02:00");
/// assert_eq!(Moment { at, offset: Some(Offset::UTC) }.to_string(), "2018-08-17T22:30:00Z");
/// assert_eq!(Moment { at, offset: None }.to_string(), "2018-08-17T22:30:00");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Date and time of day.
    pub at: DateTime,
    /// How far the clock is from UTC.
    pub offset: Option<Offset>,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.at)?;
        match self.offset {
            Some(Offset::UTC) => f.write_str("Z"),
            Some(offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            None => Ok(()),
        }
    }
}

/// Place and date at the head of an agency text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dateline {
    /// "London".
    pub place: Option<String>,
    /// "17 August"; the year is mostly missing.
    pub date: Option<PartialDate>,
    /// "NNC", "Reuters": the agency or house mark.
    pub agency: Option<String>,
    /// The whole dateline in [`Report::text`], the dash included.
    pub span: Span,
}
