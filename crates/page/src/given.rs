//! Documents whose text is already known: kept to the byte.

use rashomon_text::{Document, PartialDate, Span};

use crate::dateline;
use crate::language;
use crate::plain::wrapped;
use crate::report::{Dated, Paragraph, ParagraphKind, Report};

/// A report of a document as given.
pub(crate) fn read(d: Document) -> Report {
    let mut report = Report { id: d.id, title: d.title, outlet: d.outlet, url: d.url, ..Report::default() };
    if let Some(s) = d.published {
        match PartialDate::parse(&s).or_else(|| crate::date::stamp(&s)) {
            Some(date) => report.published = Some(Dated { date, basis: "given".into(), span: None }),
            None => report.problems.push(format!("the date of publication given, {s:?}, is no date")),
        }
    }
    let joint = if wrapped(&d.text) { "\n\n" } else { "\n" };
    let mut at = 0;
    for piece in d.text.split(joint) {
        let span = Span::new(at, at + piece.len()).trim(&d.text);
        at += piece.len() + joint.len();
        if !span.is_empty() {
            report.paragraphs.push(Paragraph { span, kind: kind(span.of(&d.text), report.title.as_deref()) });
        }
    }
    report.language = language::of_text(&d.text).map(str::to_owned);
    report.text = d.text;
    dateline::find(&mut report);
    report
}

fn kind(paragraph: &str, title: Option<&str>) -> ParagraphKind {
    if title.is_some_and(|t| t.trim() == paragraph) { ParagraphKind::Headline } else { ParagraphKind::Body }
}
