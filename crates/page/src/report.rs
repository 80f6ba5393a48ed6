//! A report: one document by one outlet, with what it says of itself.

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
    /// What went wrong or looks odd, in words for the user.
    pub problems: Vec<String>,
}

/// One entry of a running report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where its text stands.
    pub span: Span,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// The moment, as the page gives it ("2018-08-17T10:32:00+02:00").
    pub stamp: Option<String>,
}

impl Report {
    /// Takes a date of publication from a better source; the one that it had is kept among the others.
    pub(crate) fn publish(&mut self, by: Dated) {
        let date = by.date;
        let own = self.published.replace(by);
        self.other_dates.retain(|o| o.date != date);
        self.other_dates.extend(own.filter(|o| o.date != date));
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
    /// Which element said so ("given", "json-ld datePublished", "meta article:published_time", "feed", "mail Date", "dateline", "page clock").
    pub basis: String,
    /// Where in [`Report::text`], if it stands there.
    pub span: Option<Span>,
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
