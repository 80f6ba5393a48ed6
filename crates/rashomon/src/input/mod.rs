//! Documents as given, and why something could not be read.

mod lines;

use std::io;

use rashomon_page::CarrierError;

use crate::fetch::FetchError;

pub(crate) use lines::document;
pub use lines::{Documents, Lines};

/// Why something could not be read. The rest still is.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A file cannot be opened or read.
    #[error("{name}")]
    Io {
        /// The file.
        name: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A line of a `.jsonl` file is no document.
    #[error("{name}, line {line}: {what}")]
    Line {
        /// The file.
        name: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A file is larger than anything that could be one article.
    #[error("{name}: larger than {limit} MB; split it, or give it as .jsonl, which is read line by line")]
    Large {
        /// The file.
        name: String,
        /// The limit, in MB.
        limit: u64,
    },
    /// A file of a kind that is not read here.
    #[error(
        "{name}: not a file of a kind that is read (.html, .txt, .md, .pdf, .eml, .mhtml, .rss, .jsonl, .warc.gz, .zip, …)"
    )]
    Kind {
        /// The file.
        name: String,
    },
    /// A document of a JSON file is none.
    #[error("{name}, document {number}: {what}")]
    Entry {
        /// The file.
        name: String,
        /// Which, from 1.
        number: usize,
        /// What is wrong.
        what: String,
    },
    /// A feed, mail or archive cannot be opened.
    #[error("{name}")]
    Carrier {
        /// The file.
        name: String,
        /// Why.
        #[source]
        source: CarrierError,
    },
    /// Things of one archive or feed could not be read, for one reason.
    #[error("{name}: {what} ({count} {})", if *count == 1 { "time" } else { "times" })]
    Several {
        /// The file.
        name: String,
        /// How many.
        count: usize,
        /// Why.
        what: String,
    },
    /// Compressed over and over, as nobody does who wants it to be read.
    #[error("{name}: compressed more than {limit} times, one within the other")]
    Nested {
        /// The file.
        name: String,
        /// The limit.
        limit: usize,
    },
    /// An address could not be fetched.
    #[error("{url}")]
    Fetch {
        /// The address.
        url: String,
        /// Why.
        #[source]
        source: FetchError,
    },
    /// A list of feeds that the user did not name names addresses.
    #[error("{name}: names {count} {} ({list}), which are fetched only if you name the list yourself, as a file", if *count == 1 { "feed" } else { "feeds" })]
    Feeds {
        /// The file.
        name: String,
        /// How many.
        count: usize,
        /// The first of them.
        list: String,
    },
    /// A pattern that no file has.
    #[error("{pattern}: nothing matches")]
    NoMatch {
        /// The pattern.
        pattern: String,
    },
    /// A pattern that is none.
    #[error("{pattern}: {what}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        what: String,
    },
}
