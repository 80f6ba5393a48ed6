//! A report: one document by one outlet, with what it says of itself.

use std::fmt;

use jiff::civil::DateTime;
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
    /// Dates that the page shows and that were not taken for its own, each with why.
    pub other_dates: Vec<Dated>,
    /// What went wrong or looks odd, in words for the user.
    pub problems: Vec<String>,
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
}

/// A date and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The date; parts may be unknown.
    pub date: PartialDate,
    /// Date and time of day as the page gives them, where it gives both.
    pub moment: Option<Moment>,
    /// Which element said so ("given", "json-ld datePublished", "meta article:published_time", "dateline", "page clock").
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
