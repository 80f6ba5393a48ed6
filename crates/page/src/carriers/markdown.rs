//! Texts in Markdown, as note-takers and clippers of pages keep them.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use rashomon_text::PartialDate;

use super::front_matter::{self, FrontMatter};
use crate::html::{Block, tidy::tidy};
use crate::language;
use crate::report::{Dated, ParagraphKind, Report};
use crate::text::{same, squeeze};
use crate::{Hints, compose, date, decode};

/// Reads a text in Markdown: paragraphs, quotations, lists and headings; pictures, code and HTML are left out.
///
/// ```
/// use rashomon_page::{Hints, ParagraphKind, carriers};
/// let text = b"---\nauthor: Ada Lund\ndate: 2018-08-17\n---\n# Ferry sinks\n\nThe *ferry* sank.\n\n> It was old.\n\n## Why\n\nA leak.\n";
/// let r = carriers::read_markdown("m", text, &Hints::default());
/// assert_eq!(r.title.as_deref(), Some("Ferry sinks"));
/// assert_eq!(r.text, "The ferry sank.\n\nIt was old.\n\nWhy\n\nA leak.");
/// assert_eq!(r.paragraphs[2].kind, ParagraphKind::Heading);
/// assert_eq!((r.byline, r.published.unwrap().basis.as_str()), (vec!["Ada Lund".to_owned()], "front matter"));
/// ```
#[must_use]
pub fn read(id: &str, bytes: &[u8], hints: &Hints) -> Report {
    let mut problems = Vec::new();
    let text = decode::decode(bytes, false, &mut problems);
    let (mut blocks, head) = blocks(&text);
    // The first heading is the headline unless the head says otherwise.
    let first = blocks.first().filter(|b| b.kind == ParagraphKind::Heading).map(|b| b.text.clone());
    let title = head.title.or_else(|| first.clone());
    if let (Some(title), Some(first)) = (&title, &first)
        && same(title) == same(first)
    {
        blocks.remove(0);
    }
    let blocks = tidy(blocks, &[]);
    if blocks.is_empty() {
        problems.push("no text was found in it".into());
    }
    let mut report = Report {
        id: id.into(),
        title,
        byline: head.authors,
        url: head.url,
        outlet: head.outlet,
        language: head.language,
        problems,
        ..Report::default()
    };
    let mut dated = |s: Option<String>| {
        let s = s?;
        // A day without a year is one, as the user may give the year.
        let likely = |d: &PartialDate| d.year.is_none() || date::plausible(*d);
        let date = PartialDate::parse(&s).filter(likely).map(|d| Dated::new(d, "front matter"));
        let date = date.or_else(|| Some(date::stamp(&s)?.dated("front matter")));
        if date.is_none() {
            report.problems.push(format!("the date in its head, {s:?}, is no date"));
        }
        date
    };
    let (published, modified) = (dated(head.published), dated(head.modified));
    (report.published, report.modified) = (published, modified);
    compose::paragraphs(&mut report, &blocks);
    if report.language.is_none() {
        report.language = language::of_text(&report.text).map(str::to_owned);
    }
    hints.apply(&mut report);
    compose::weigh(&mut report, std::iter::empty());
    report
}

fn blocks(text: &str) -> (Vec<Block>, FrontMatter) {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES;
    let mut out = Vec::new();
    let (mut line, mut head) = (String::new(), String::new());
    let mut hidden = 0usize;
    let (mut heading, mut in_head) = (false, false);
    let mut flush = |line: &mut String, kind| {
        let text = squeeze(line);
        line.clear();
        if !text.is_empty() {
            out.push(Block::new(kind, text));
        }
    };
    let kind = |heading| if heading { ParagraphKind::Heading } else { ParagraphKind::Body };
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => in_head = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_head = false,
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => hidden += 1,
            Event::End(TagEnd::Image | TagEnd::CodeBlock) => hidden = hidden.saturating_sub(1),
            Event::Start(Tag::Heading { .. }) => {
                flush(&mut line, kind(heading));
                heading = true;
            }
            Event::Start(Tag::Paragraph | Tag::BlockQuote(_) | Tag::Item | Tag::TableRow | Tag::TableHead)
            | Event::End(
                TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => {
                flush(&mut line, kind(heading));
            }
            Event::End(TagEnd::Heading(_)) => {
                flush(&mut line, ParagraphKind::Heading);
                heading = false;
            }
            Event::Text(t) if in_head => head.push_str(&t),
            Event::Text(t) | Event::Code(t) if hidden == 0 => line.push_str(&t),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => line.push(' '),
            _ => {}
        }
    }
    flush(&mut line, ParagraphKind::Body);
    (out, front_matter::parse(&head))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Report {
        super::read("m", text.as_bytes(), &Hints::default())
    }

    #[test]
    fn what_is_no_prose_is_left_out() {
        let r = read(
            "Intro with a [link](http://x.example) and ![picture of a quay](a.png).\n\n```\nlet x = 1;\n```\n\n<div>\nmenu\n</div>\n\n- one **bold** item\n- two\n",
        );
        assert_eq!(r.text, "Intro with a link and .\n\none bold item\n\ntwo");
        assert_eq!(r.title, None);
    }

    #[test]
    fn a_bad_date_is_named() {
        let r = read("---\ntitle: A\ndate: soon\n---\nText.");
        assert!(r.published.is_none() && r.problems[0].contains("\"soon\""), "{:?}", r.problems);
    }

    #[test]
    fn deep_nesting_is_survived() {
        for text in [">".repeat(100_000), "* ".repeat(50_000), "[".repeat(100_000), "_a*".repeat(50_000)] {
            read(&text);
        }
    }
}
