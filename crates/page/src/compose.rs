//! Puts paragraphs together to the text of a report.

use rashomon_text::Span;

use crate::html::Block;
use crate::report::{Paragraph, Report};

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
