//! The article's body, by an extractor that can be exchanged.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::blocks::{Block, blocks};

/// Takes the article's body out of a page.
pub trait Extractor {
    /// The paragraphs of the article, without headline and furniture; empty when none was found.
    ///
    /// The page is decoded and its nesting bounded. Must not panic on any input.
    fn extract(&self, html: &str) -> Vec<Block>;
}

/// The `trafilatura` crate in its mode that lets less furniture through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trafilatura;

impl Extractor for Trafilatura {
    fn extract(&self, html: &str) -> Vec<Block> {
        use trafilatura::{ExtractionFocus, HtmlDateMode, Options};
        let options = |focus| {
            Options::default()
                .with_focus(focus)
                .with_fallback(true)
                .with_exclude_comments(true)
                .with_html_date_mode(HtmlDateMode::Disabled)
        };
        // The crate is young and indexes into trees: what it trips over must not take the run down.
        // Its plain text has lost the paragraphs, its HTML has them.
        let run = |focus| {
            catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options(focus))))
                .ok()?
                .ok()
                .map(|r| blocks(&r.content_html))
        };
        run(ExtractionFocus::FavorPrecision)
            .filter(|b| b.iter().map(|b| b.text.len()).sum::<usize>() >= 200)
            .or_else(|| run(ExtractionFocus::Balanced))
            .unwrap_or_default()
    }
}
