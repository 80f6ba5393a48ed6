//! What did the outlet publish, and when?
//!
//! Turns the bytes of a saved page, the text of one, or a document as given into a [`Report`]:
//! headline, outlet, byline, dates with what each rests on, dateline, and the article's text in
//! paragraphs, furniture left out. Bad input is not an error: what could not be read is said in
//! [`Report::problems`].
//!
//! ```
//! use rashomon_page::{Hints, read_html};
//!
//! let page = br#"<html lang="en"><head><title>Ferry sinks | Harbour Post</title>
//!   <meta property="og:site_name" content="Harbour Post">
//!   <meta property="article:published_time" content="2018-08-17T10:00:00Z"></head>
//!   <body><nav>Home News</nav><article><h1>Ferry sinks</h1>
//!   <p>BERGEN, 17 August (HPN) - The ferry Solveig sank off the harbour early on Friday morning, the
//!   coast guard said, after it had taken in water for more than three hours.</p>
//!   <p>All of the forty people on board were brought ashore by fishing boats, a spokesman said.</p>
//!   </article></body></html>"#;
//! let report = read_html("ferry", page, &Hints::default());
//! assert_eq!(report.title.as_deref(), Some("Ferry sinks"));
//! assert_eq!(report.outlet.as_deref(), Some("Harbour Post"));
//! assert_eq!(report.published.unwrap().date.to_string(), "2018-08-17");
//! let dateline = report.dateline.unwrap();
//! assert_eq!(dateline.place.as_deref(), Some("BERGEN"));
//! assert_eq!(dateline.date.unwrap().to_string(), "2018-08-17"); // the year is the page's own
//! assert_eq!(report.paragraphs.len(), 2);
//! ```

mod agencies;
pub mod carriers;
mod compose;
mod date;
mod dateline;
mod decode;
mod envelope;
mod error;
mod furniture;
mod given;
mod html;
mod jsonld;
mod language;
mod notes;
mod plain;
mod report;
mod sanity;
mod tame;

pub use tame::tame;
mod text;

use rashomon_text::{Document, PartialDate};

pub use envelope::Envelope;
pub use error::CarrierError;
pub use report::{Agency, Dated, Dateline, Entry, Moment, Note, NoteKind, Paragraph, ParagraphKind, Report};

/// What is known of a page from outside; goes before what the page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Where it was found.
    pub url: Option<String>,
    /// When it was published. What the page says instead is kept in [`Report::other_dates`].
    pub published: Option<PartialDate>,
    /// Who published it.
    pub outlet: Option<String>,
    /// What the feed, mail or archive says in which it came; the three above go before it.
    pub envelope: Envelope,
}

impl Hints {
    fn apply(&self, report: &mut Report) {
        self.envelope.apply(report);
        if let Some(url) = &self.url {
            report.url = Some(url.clone());
        }
        if let Some(outlet) = &self.outlet {
            report.outlet = Some(outlet.clone());
        }
        if let Some(date) = self.published {
            report.publish(Dated::new(date, "given"));
        }
    }
}

/// Reads a saved page in HTML.
#[must_use]
pub fn read_html(id: &str, bytes: &[u8], hints: &Hints) -> Report {
    html::read(id, bytes, hints)
}

/// Reads the text of a saved page, menus, clocks and teasers included.
#[must_use]
pub fn read_text(id: &str, bytes: &[u8], hints: &Hints) -> Report {
    plain::read(id, bytes, hints)
}

/// Takes a document whose text is already that of the article; it is kept to the byte.
#[must_use]
pub fn read_document(document: Document) -> Report {
    given::read(document)
}
