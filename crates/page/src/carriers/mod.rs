//! What carries reports: feeds, mails, archives, and files of other kinds than pages.
//!
//! A carrier is opened in two steps. Taking it apart is quick and gives [`Item`]s: bytes of one report each, with a name and
//! with what stands on the envelope. Reading an item ([`Item::read`]) is the slow part, and can be done for many at a time.
//!
//! ```
//! use rashomon_page::{Hints, carriers};
//!
//! let feed = br#"<rss version="2.0"><channel><title>Harbour Post</title><item><title>Ferry sinks</title>
//!   <link>https://harbourpost.example/ferry</link><pubDate>Fri, 17 Aug 2018 23:10:00 -0500</pubDate>
//!   <description>The ferry Solveig sank off the harbour early on Friday.</description></item></channel></rss>"#;
//! let items = carriers::feed("post", feed, &Hints::default()).unwrap().items;
//! let report = items.into_iter().next().unwrap().read();
//! assert_eq!(report.outlet.as_deref(), Some("Harbour Post"));
//! let published = report.published.unwrap();
//! assert_eq!((published.date.to_string().as_str(), published.basis.as_str()), ("2018-08-17", "feed"));
//! assert_eq!(report.problems, ["only the feed's summary"]);
//! ```

mod feed;
mod front_matter;
mod http;
mod kind;
mod mail;
mod markdown;
mod members;
mod opml;
mod pdf;
mod warc;
mod webarchive;

use rashomon_text::Document;
use sha2::{Digest as _, Sha256};

use crate::report::Report;
use crate::{Hints, html, plain, read_document};

pub use feed::{Feed, feed};
pub use kind::{Kind, file_name};
pub use mail::{mail, saved_page};
pub use markdown::read as read_markdown;
pub use members::Members;
pub use opml::{Subscription, subscriptions};
pub use pdf::read as read_pdf;
pub use warc::{Broken, Compression, Records, Warc};
pub use webarchive::webarchive;

/// Bytes of one report, not read yet.
#[derive(Clone, Debug)]
pub struct Item {
    /// Names the report. Two items of one run may have the same.
    pub id: String,
    /// Its bytes.
    pub content: Content,
    /// What is known of it from outside.
    pub hints: Hints,
}

/// What kind of bytes an item holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A saved page.
    Html(Vec<u8>),
    /// The text of a saved page.
    Text(Vec<u8>),
    /// A text in Markdown.
    Markdown(Vec<u8>),
    /// A PDF.
    Pdf(Vec<u8>),
    /// A piece of HTML that is all article: the content of a feed's item.
    Fragment(String),
    /// A mail that says the same in HTML and as text.
    Alternatives {
        /// What is tried first.
        html: Vec<u8>,
        /// What stands in if no article is found in it.
        text: Vec<u8>,
    },
    /// An answer of a web server as an archive keeps it, head included.
    Http(Vec<u8>),
    /// A document as given.
    Given(Document),
}

impl Item {
    /// Reads the report.
    #[must_use]
    pub fn read(self) -> Report {
        let Self { id, content, hints } = self;
        match content {
            Content::Html(bytes) => html::read(&id, &bytes, &hints),
            Content::Text(bytes) => plain::read(&id, &bytes, &hints),
            Content::Markdown(bytes) => markdown::read(&id, &bytes, &hints),
            Content::Pdf(bytes) => pdf::read(&id, &bytes, &hints),
            Content::Fragment(html) => feed::read(&id, &html, &hints),
            Content::Alternatives { html, text } => mail::read(&id, &html, &text, &hints),
            Content::Http(bytes) => http::read(&id, &bytes, &hints),
            Content::Given(document) => read_document(Document { id, ..document }),
        }
    }

    /// About how many bytes of text will come of it: of a page most is markup.
    #[must_use]
    pub fn expected_text(&self) -> usize {
        match &self.content {
            Content::Html(b) | Content::Http(b) | Content::Pdf(b) | Content::Alternatives { html: b, .. } => {
                b.len() / 8
            }
            Content::Text(b) | Content::Markdown(b) => b.len(),
            Content::Fragment(html) => html.len(),
            Content::Given(document) => document.text.len(),
        }
    }
}

/// A name that the same page always gets: the site it is from, and a digest of its address and of `content`.
///
/// ```
/// use rashomon_page::carriers::identify;
/// assert!(identify("https://www.harbourpost.example/ferry", b"sunk").starts_with("harbourpost.example-"));
/// ```
#[must_use]
pub fn identify(address: &str, content: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(address.as_bytes());
    hash.update([0]);
    hash.update(content);
    let digest = hash.finalize();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut id: String =
        host.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).take(60).collect();
    if !id.is_empty() {
        id.push('-');
    }
    for byte in digest.iter().take(8) {
        id.push_str(&format!("{byte:02x}"));
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_always_called_the_same_and_another_otherwise() {
        let id = identify("https://www.harbourpost.example/ferry?x=1", b"sunk");
        assert_eq!(id, identify("https://www.harbourpost.example/ferry?x=1", b"sunk"));
        assert!(id.starts_with("harbourpost.example-") && id.len() == "harbourpost.example-".len() + 16, "{id}");
        assert_ne!(id, identify("https://www.harbourpost.example/ferry?x=1", b"saved"));
        assert_ne!(id, identify("https://www.harbourpost.example/ferry?x=2", b"sunk"));
        assert!(!identify("", b"").starts_with('-'));
    }
}
