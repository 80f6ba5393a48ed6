//! Spans with holes, and their ends.

use rashomon_text::Span;

/// What is left of `span` when `hole` is taken out.
pub(super) fn cut(span: Span, hole: Span) -> Vec<Span> {
    if !span.overlaps(hole) {
        return vec![span];
    }
    let mut out = Vec::new();
    if span.start < hole.start {
        out.push(Span { start: span.start, end: hole.start });
    }
    if hole.end < span.end {
        out.push(Span { start: hole.end, end: span.end });
    }
    out
}

/// Without spaces, commas and colons at the ends; quotation marks stay.
pub(super) fn trim_marks(text: &str, span: Span) -> Span {
    let s = span.of(text);
    let soft = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '–' | '—');
    let lead = s.len() - s.trim_start_matches(soft).len();
    let kept = s.trim_matches(soft).len();
    Span::new(span.start as usize + lead, span.start as usize + lead + kept)
}
