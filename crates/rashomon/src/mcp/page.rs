//! A report of the store with what was read in it, opened to quote from.

use std::collections::HashMap;

use rashomon_store::{Head, Store};

use super::McpError;
use super::quote::Quote;
use crate::wire::{Points, ReadingLine};

/// A report with what was read in it.
pub struct Page {
    pub head: Head,
    pub line: ReadingLine<'static>,
    /// The byte at which each code point of the text begins, and the text's length.
    bytes: Vec<u32>,
}

impl Page {
    pub fn open(store: &Store, head: Head) -> Result<Self, McpError> {
        let reading = store.reading(&head)?;
        let line: ReadingLine<'static> =
            serde_json::from_slice(&reading).map_err(|_| McpError::Damaged(format!("report {}", head.id)))?;
        let mut bytes: Vec<u32> = line.text.char_indices().map(|(at, _)| at as u32).collect();
        bytes.push(line.text.len() as u32);
        Ok(Self { head, line, bytes })
    }

    /// Code points of the text.
    pub fn length(&self) -> u32 {
        self.bytes.len() as u32 - 1
    }

    /// What stands there; nothing where the place is none of the text.
    pub fn words(&self, (start, end): Points) -> &str {
        let at = |point: u32| self.bytes.get(point as usize).map(|&b| b as usize);
        at(start).zip(at(end)).and_then(|(s, e)| self.line.text.get(s..e)).unwrap_or_default()
    }

    pub fn quote(&self, span: Points, most: u32) -> Quote {
        Quote::of(&self.head.id, span.0, self.words(span), most)
    }

    /// The sentence in which something stands, as far as sentences are known.
    pub fn sentence(&self, span: Points) -> Points {
        let within = |s: &&Points| s.0 <= span.0 && span.0 < s.1;
        self.line.sentences.iter().find(within).map_or(span, |s| (s.0, s.1.max(span.1)))
    }

    /// The sentences from `before` sentences before a place to `after` after it.
    pub fn around(&self, span: Points, sentences: usize) -> Points {
        let all = &self.line.sentences;
        let first = all.partition_point(|s| s.1 <= span.0);
        let last = all.partition_point(|s| s.0 < span.1);
        let from = all.get(first.saturating_sub(sentences)).map_or(span.0, |s| s.0);
        let to = all[..(last + sentences).min(all.len())].last().map_or(span.1, |s| s.1);
        (from.min(span.0), to.max(span.1))
    }
}

/// Reports that one answer quotes from, each opened once.
pub struct Pages<'s> {
    store: &'s Store,
    open: HashMap<String, Page>,
}

impl<'s> Pages<'s> {
    pub fn new(store: &'s Store) -> Self {
        Self { store, open: HashMap::new() }
    }

    /// The report of this id.
    pub fn get(&mut self, id: &str) -> Result<&Page, McpError> {
        if !self.open.contains_key(id) {
            let page = Page::open(self.store, self.store.head(id)?)?;
            self.open.insert(id.to_owned(), page);
        }
        Ok(&self.open[id])
    }
}
