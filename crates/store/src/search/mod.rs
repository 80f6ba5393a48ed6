//! Full text and fields.

mod query;
mod run;

pub(crate) use query::every_word;
pub use query::{FIELDS, Query};
pub use run::{Found, Hit};

/// Words as FTS5 takes them for words and nothing else.
pub(crate) fn literal(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}
