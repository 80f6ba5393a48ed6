//! Paragraphs out of a fragment of HTML, such as a feed or a page's data holds.

use ego_tree::iter::Edge;
use scraper::{Html, Node};

use crate::report::ParagraphKind;
use crate::tame;
use crate::text::squeeze;

/// One paragraph of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// What it is.
    pub kind: ParagraphKind,
    /// Its text on one line.
    pub text: String,
    /// The entry of a running report that it belongs to.
    pub entry: Option<u32>,
}

impl Block {
    /// A paragraph of an article.
    pub(crate) fn new(kind: ParagraphKind, text: String) -> Self {
        Self { kind, text, entry: None }
    }
}

const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "hi",
    "ref",
];

/// Breaks HTML at its block elements and at doubled line breaks.
pub(crate) fn blocks(html: &str) -> Vec<Block> {
    // Data may hide what the page itself would not be let through with.
    let (html, _) = tame(html);
    let doc = Html::parse_fragment(&html);
    let mut out = Vec::new();
    let mut text = String::new();
    let (mut heading, mut breaks, mut hidden) = (0usize, 0usize, 0usize);
    let mut flush = |text: &mut String, heading: bool| {
        let line = squeeze(text);
        text.clear();
        if !line.is_empty() {
            let kind = if heading { ParagraphKind::Heading } else { ParagraphKind::Body };
            out.push(Block::new(kind, line));
        }
    };
    for edge in doc.tree.root().traverse() {
        let (node, open) = match edge {
            Edge::Open(n) => (n, true),
            Edge::Close(n) => (n, false),
        };
        match node.value() {
            Node::Text(t) if open && hidden == 0 => {
                if !t.trim().is_empty() {
                    breaks = 0;
                }
                text.push_str(t);
            }
            Node::Element(e) => {
                let name = e.name();
                if matches!(name, "script" | "style" | "noscript") {
                    hidden = if open { hidden + 1 } else { hidden.saturating_sub(1) };
                } else if name == "br" {
                    breaks += usize::from(open);
                    text.push(' ');
                    if breaks > 1 {
                        flush(&mut text, heading > 0);
                    }
                } else if !INLINE.contains(&name) {
                    flush(&mut text, heading > 0);
                    if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                        heading = if open { heading + 1 } else { heading.saturating_sub(1) };
                    }
                }
            }
            _ => {}
        }
    }
    flush(&mut text, false);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_at_blocks_and_double_breaks() {
        let got =
            blocks("<div><h2>Why</h2><p>One <b>two</b>,<br>three.</p>Four<br><br>five<ul><li>six</li></ul></div>");
        let lines: Vec<&str> = got.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(lines, ["Why", "One two, three.", "Four", "five", "six"]);
        assert_eq!(got[0].kind, ParagraphKind::Heading);
        assert_eq!(got[1].kind, ParagraphKind::Body);
    }
}
