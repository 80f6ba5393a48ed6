//! Quotation marks and what stands between them.

use std::ops::Range;

use rashomon_page::{Paragraph, ParagraphKind};
use rashomon_text::Span;

/// A quotation: with and without its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// Marks included.
    pub outer: Span,
    /// Marks excluded.
    pub inner: Span,
}

/// Finds quotations paragraph by paragraph.
///
/// A mark left open at the end of a paragraph runs to its end, as newspapers set quotations of several paragraphs:
/// each opens with a mark, only the last closes. Single curly marks count where they enclose words; apostrophes do not.
/// Two apostrophes are a double mark, as archives without one write it.
pub(crate) fn find(text: &str, paragraphs: impl Iterator<Item = Span>) -> Vec<Quotation> {
    let mut out = Vec::new();
    for paragraph in paragraphs {
        let base = paragraph.start as usize;
        let mut open: Option<(usize, usize, char)> = None;
        let mut before = ' ';
        let mut doubled = false;
        for (at, c) in paragraph.of(text).char_indices() {
            let at = base + at;
            if std::mem::take(&mut doubled) {
                before = c;
                continue;
            }
            doubled = c == '\'' && text[at + 1..paragraph.end as usize].starts_with('\'');
            let c = if doubled { '"' } else { c };
            let next = at + if doubled { 2 } else { c.len_utf8() };
            let closes = |o: char| match o {
                '“' | '„' => matches!(c, '”' | '“') || c == '"',
                '"' => c == '"' || c == '”',
                '«' => c == '»',
                '‘' => c == '’',
                _ => false,
            };
            if let Some((start, inner, mark)) = open {
                // An apostrophe inside single marks is followed by a letter.
                let apostrophe = mark == '‘' && text[next..].starts_with(|n: char| n.is_alphanumeric());
                if closes(mark) && !apostrophe {
                    out.push(Quotation { outer: Span::new(start, next), inner: Span::new(inner, at) });
                    open = None;
                }
            } else if matches!(c, '“' | '„' | '«')
                || (c == '"' && !before.is_ascii_digit())
                || (c == '‘' && !before.is_alphanumeric() && text[next..].starts_with(char::is_alphabetic))
            {
                open = Some((at, next, c));
            }
            before = c;
        }
        if let Some((start, inner, mark)) = open
            && mark != '‘'
            && (start == base || (paragraph.end as usize - inner) > 60)
        {
            let end = paragraph.end as usize;
            out.push(Quotation { outer: Span::new(start, end), inner: Span::new(inner, end) });
        }
    }
    out
}

/// Runs of paragraphs that the page sets off as quoted, by number.
pub(crate) fn set_off(paragraphs: &[Paragraph]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (k, _) in paragraphs.iter().enumerate().filter(|(_, p)| p.kind == ParagraphKind::Quote) {
        match out.last_mut() {
            Some(r) if r.end == k => r.end = k + 1,
            _ => out.push(k..k + 1),
        }
    }
    out
}

/// Quotations by their marks, and paragraphs that are set off as quoted and need none.
pub(crate) fn find_all(text: &str, paragraphs: &[Span], set_off: &[Range<usize>]) -> Vec<Quotation> {
    let mut out = find(text, paragraphs.iter().copied());
    for &span in set_off.iter().flat_map(|r| &paragraphs[r.clone()]) {
        let marked = out.iter().any(|q| q.outer.start == span.start && span.contains(q.outer));
        if !marked && !is_signature(span.of(text)) {
            out.retain(|q| !span.contains(q.outer));
            out.push(Quotation { outer: span, inner: span });
        }
    }
    out.sort_by_key(|q| q.outer);
    out
}

/// "— Ada Lund (@adalund) 17 August 2018": who says what stands above it.
pub(crate) fn is_signature(paragraph: &str) -> bool {
    paragraph.starts_with(['—', '–', '―']) || paragraph.starts_with("- ") || paragraph.starts_with("-- ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> =
            find(text, std::iter::once(Span::new(0, text.len()))).iter().map(|q| q.inner.of(text)).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn marks_of_all_kinds() {
        check("He said \"no\" and “never”.", &["no", "never"]);
        check("the ‘deal’, as Britain’s press called it", &["deal"]);
        check("''Never,'' he said. ''Don't ask.''", &["Never,", "Don't ask."]);
        check("a 12\" pipe", &[]);
    }

    #[test]
    fn open_quotation_runs_to_the_end_of_its_paragraph() {
        check("“We stay. We have always stayed here", &["We stay. We have always stayed here"]);
    }
}
