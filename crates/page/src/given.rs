//! Documents whose text is already known: kept to the byte.

use rashomon_text::{Document, PartialDate, Span};

use crate::date::stamp;
use crate::plain::wrapped;
use crate::report::{Dated, Paragraph, ParagraphKind, Report};
use crate::{compose, language};

/// A report of a document as given.
pub(crate) fn read(d: Document) -> Report {
    let mut report = Report { id: d.id, title: d.title, outlet: d.outlet, url: d.url, ..Report::default() };
    if let Some(s) = d.published {
        // A month or a year alone is a date too, and no stamp.
        let read = stamp(&s).map(|s| s.dated("given"));
        match read.or_else(|| PartialDate::parse(&s).map(|date| Dated::new(date, "given"))) {
            Some(dated) => report.published = Some(dated),
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
    compose::weigh(&mut report, std::iter::empty());
    report
}

fn kind(paragraph: &str, title: Option<&str>) -> ParagraphKind {
    if title.is_some_and(|t| t.trim() == paragraph) { ParagraphKind::Headline } else { ParagraphKind::Body }
}
