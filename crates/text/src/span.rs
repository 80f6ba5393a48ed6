//! Spans in bytes, and the way from bytes to code points.

/// A half-open stretch of a text, in **bytes**.
///
/// Both ends lie on character boundaries of the text the span was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` up to, not including, byte `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span ends before it starts: {start}..{end}");
        Self { start: start as u32, end: end as u32 }
    }

    /// The stretch of `text` that the span covers.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The span as a range for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without the white space at its ends.
    ///
    /// ```
    /// # use rashomon_text::Span;
    /// assert_eq!(Span::new(0, 7).trim("  no.  "), Span::new(2, 5));
    /// ```
    #[must_use]
    pub fn trim(self, text: &str) -> Span {
        let s = self.of(text);
        let lead = s.len() - s.trim_start().len();
        let kept = s.trim().len();
        Span::new(self.start as usize + lead, self.start as usize + lead + kept)
    }
}

/// Turns byte offsets of one text into code points, which is what the outside counts in.
///
/// Keeps one number for each 64 bytes, so a look-up scans at most 64 bytes.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points that begin before byte `64 * i`.
    before: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut before = Vec::with_capacity(text.len() / 64 + 1);
        let mut n = 0u32;
        for chunk in text.as_bytes().chunks(64) {
            before.push(n);
            n += starts(chunk);
        }
        before.push(n);
        Self { text, before }
    }

    /// How many code points begin before byte `byte`.
    #[must_use]
    pub fn at(&self, byte: u32) -> u32 {
        let byte = byte as usize;
        let block = byte / 64;
        self.before[block] + starts(&self.text.as_bytes()[block * 64..byte])
    }

    /// The span in code points, half open.
    #[must_use]
    pub fn span(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting_characters() {
        let text = "a\u{301}“Łódź”—🙂 ".repeat(40);
        let map = CodePoints::new(&text);
        let ends = text.char_indices().map(|(b, _)| b).chain([text.len()]);
        for (n, byte) in ends.enumerate() {
            assert_eq!(map.at(byte as u32), n as u32);
        }
    }

    #[test]
    fn empty_text_has_an_empty_span() {
        assert_eq!(CodePoints::new("").span(Span::new(0, 0)), (0, 0));
    }

    #[test]
    fn cover_and_overlap() {
        let (a, b) = (Span::new(0, 4), Span::new(4, 9));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new(0, 9));
        assert!(a.cover(b).contains(b));
    }
}
