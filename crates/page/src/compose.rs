//! Puts paragraphs together to the text of a report.

use rashomon_text::Span;

use crate::date;
use crate::html::Block;
use crate::report::{Entry, Paragraph, Report};
use crate::{agencies, dateline, notes, sanity};

/// Sets text and paragraphs: one empty line between two.
pub(crate) fn paragraphs(report: &mut Report, blocks: &[Block]) {
    for b in blocks {
        if !report.text.is_empty() {
            report.text.push_str("\n\n");
        }
        let start = report.text.len();
        report.text.push_str(&b.text);
        report.paragraphs.push(Paragraph { span: Span::new(start, report.text.len()), kind: b.kind });
    }
}

/// Sets the entries of a running report; `stamps` are theirs, by number.
pub(crate) fn entries(report: &mut Report, blocks: &[Block], stamps: &[String]) {
    let mut last = None;
    for (p, b) in report.paragraphs.iter().zip(blocks) {
        let Some(n) = b.entry else {
            last = None;
            continue;
        };
        if last == Some(n)
            && let Some(entry) = report.entries.last_mut()
        {
            entry.span.end = p.span.end;
        } else {
            let stamp = stamps.get(n as usize).and_then(|s| date::stamp(s));
            let published = stamp.filter(|s| date::plausible(s.date)).map(|s| s.dated("stamp of the entry"));
            report.entries.push(Entry { span: p.span, published });
        }
        last = Some(n);
    }
}

/// What the text of a report tells of the report: dateline, agencies, notes of the desk, and whether its date can be its own.
/// `bylines` are lines that name who wrote it.
pub(crate) fn weigh<'a>(report: &mut Report, bylines: impl Iterator<Item = &'a str>) {
    dateline::find(report);
    agencies::find(report, bylines);
    notes::find(report);
    sanity::weigh(report);
    // What looks like furniture to the last line leaves nothing, and an empty report must say why.
    if report.text.trim().is_empty() && report.problems.is_empty() {
        report.problems.push("no text was found in it".into());
    }
}
