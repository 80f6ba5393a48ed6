//! Cases for tests, tagged by a rule of thumb instead of the engine: no weights needed.

use rashomon_lang::{AnalysisBuilder, Dep, NewToken, Pos, Tag};
use rashomon_page::Report;
use rashomon_text::Span;

use crate::story::Case;

/// A report in which capitalised words are names, digits numbers and all else nouns.
pub(crate) fn case(id: &str, text: &str) -> Case {
    let mut b = AnalysisBuilder::with_capacity(text.len() / 4);
    let mut first = 0;
    let mut at = 0;
    let mut count = 0;
    let bounds = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '"');
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let len = if bounds(c) { c.len_utf8() } else { rest.find(bounds).unwrap_or(rest.len()) };
        let word = &rest[..len];
        let pos = match c {
            _ if bounds(c) => Pos::Punct,
            _ if c.is_ascii_digit() => Pos::Num,
            _ if c.is_uppercase() => Pos::Propn,
            _ => Pos::Noun,
        };
        let lower = word.to_lowercase();
        b.token(NewToken {
            span: Span::new(at, at + len),
            lower: &lower,
            lemma: &lower,
            morph: "",
            tag: Tag::Nn,
            pos,
            dep: Dep::Root,
            head: count,
            space_after: false,
        });
        count += 1;
        at += len;
        if word == "." {
            b.sentence(first..count as usize);
            first = count as usize;
        }
    }
    if first < count as usize {
        b.sentence(first..count as usize);
    }
    let analysis = b.finish();
    let report = Report { id: id.to_owned(), text: text.to_owned(), ..Report::default() };
    let reading = rashomon_reading::read(&report, &analysis, Vec::new());
    Case { report, analysis, reading }
}
