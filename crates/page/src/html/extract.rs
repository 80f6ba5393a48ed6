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
        let length = |b: &Vec<Block>| b.iter().map(|b| b.text.len()).sum::<usize>();
        let strict = run(ExtractionFocus::FavorPrecision).unwrap_or_default();
        let found = length(&strict);
        // Strictness sometimes throws the article out with the furniture.
        if found >= 200 && found * 4 > in_paragraphs(html) {
            return strict;
        }
        match run(ExtractionFocus::Balanced) {
            Some(more) if found < 200 || length(&more) > 2 * found => more,
            _ => strict,
        }
    }
}

/// Bytes of text between `<p>` tags: roughly what of the page is written to be read.
fn in_paragraphs(html: &str) -> usize {
    let mut sum = 0;
    for piece in html.split("<p").skip(1) {
        if !piece.starts_with(['>', ' ', '\n']) {
            continue;
        }
        let inner = piece.split("</p").next().unwrap_or("");
        sum += inner.split('<').map(|s| s.split_once('>').map_or(0, |(_, text)| text.len())).sum::<usize>();
    }
    sum
}
