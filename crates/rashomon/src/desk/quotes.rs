//! The sentences by which a search found a report.

use rashomon_store::{Hit, Query, Store, StoreError};
use serde::Serialize;

use crate::wire::ReadingLine;

/// A sentence, and where it stands, in code points.
#[derive(Clone, Debug, Serialize)]
pub struct Quoted {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub quote: String,
}

/// The sentences of a report that fit: those in which the fields hold, else the one that holds most of the words.
///
/// # Errors
/// If the store cannot be read.
pub fn quotes(store: &Store, hit: &Hit, query: &Query) -> Result<Vec<Quoted>, StoreError> {
    let bytes = store.reading(&hit.head)?;
    let damaged = |_| StoreError::Corrupt {
        path: store.path().to_path_buf(),
        what: format!("the reading of report {} is none", hit.head.id),
    };
    let reading: ReadingLine<'_> = serde_json::from_slice(&bytes).map_err(damaged)?;
    let text: Vec<char> = reading.text.chars().collect();
    let slice = |start: u32, end: u32| -> Option<Quoted> {
        let quote = text.get(start as usize..end as usize)?.iter().collect();
        Some(Quoted { start, end, quote })
    };
    if !hit.statements.is_empty() {
        return Ok(hit.statements.iter().filter_map(|&(start, end)| slice(start, end)).collect());
    }
    let lower = query.words().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let fits = |q: &Quoted| {
        let sentence = q.quote.to_lowercase();
        words.iter().filter(|w| sentence.contains(**w)).count()
    };
    let all = reading.sentences.iter().filter_map(|&(start, end)| slice(start, end));
    let best = all.map(|q| (fits(&q), q)).fold(None, |best: Option<(usize, Quoted)>, x| match best {
        Some(b) if b.0 >= x.0 => Some(b),
        _ => Some(x),
    });
    Ok(best.into_iter().map(|b| b.1).collect())
}
