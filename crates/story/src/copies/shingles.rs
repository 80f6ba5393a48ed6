//! A text as its sequences of words.

use rashomon_text::Span;

use crate::story::Case;
use crate::terms;

/// Words in a shingle.
const SHINGLE: usize = 4;
/// A quotation without an end is taken for none after so many words.
const LONGEST_QUOTE: usize = 150;

/// The different shingles of a text, as numbers of 32 bits: two unlike shingles of two given reports meet once in
/// a hundred thousand pairs, which changes no count that matters.
#[derive(Clone, Debug)]
pub(crate) struct Shingles {
    /// Those that are not wholly quoted, sorted.
    pub own: Box<[u32]>,
    /// Those that stand in quotations only, sorted.
    quoted: Box<[u32]>,
}

impl Shingles {
    pub(crate) fn of(case: &Case) -> Self {
        let text = Worded::of(case);
        let sorted = |quoted: bool| {
            let mut some: Vec<u32> = text.all.iter().filter(|s| text.in_quotes(s.1) == quoted).map(|s| s.0).collect();
            some.sort_unstable();
            some.dedup();
            some
        };
        let own = sorted(false);
        let mut quoted = sorted(true);
        quoted.retain(|s| own.binary_search(s).is_err());
        Self { own: own.into(), quoted: quoted.into() }
    }

    /// Those of its own, and those in quotations only.
    pub(crate) fn into_parts(self) -> (Box<[u32]>, Box<[u32]>) {
        (self.own, self.quoted)
    }

    /// Of what they were taken apart to; `None` if that is out of order.
    pub(crate) fn from_parts(own: Box<[u32]>, quoted: Box<[u32]>) -> Option<Self> {
        (own.is_sorted() && quoted.is_sorted()).then_some(Self { own, quoted })
    }

    /// All of them, quoted or not, sorted.
    pub(crate) fn all(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.own.iter().chain(&self.quoted).copied().collect();
        all.sort_unstable();
        all
    }
}

/// A text as its words and shingles, each with its place.
#[derive(Debug)]
pub(crate) struct Worded {
    /// Where each word stands.
    words: Vec<Span>,
    /// Whether each is quoted.
    quoted: Vec<bool>,
    /// Each shingle and the word it begins with, in order of the text.
    pub all: Vec<(u32, u32)>,
}

impl Worded {
    pub(crate) fn of(case: &Case) -> Self {
        let a = &case.analysis;
        let mut words = Vec::new();
        let mut hashes = Vec::new();
        let mut quoted: Vec<bool> = Vec::new();
        // Where the quotation that is open began, as a word.
        let mut open: Option<usize> = None;
        let mut at = 0;
        let text = &case.report.text;
        for i in 0..a.len() {
            let span = a.token(i).span;
            let lower = a.lower(i);
            // A quotation ends with its paragraph; the next one opens it anew.
            if text[at..span.start as usize].contains('\n') || lower.contains('\n') {
                open = None;
            }
            at = span.end as usize;
            match lower {
                "\"" | "“" | "”" | "„" | "«" | "»" | "``" | "''" => match open.take() {
                    None if !matches!(lower, "”" | "»" | "''") => open = Some(words.len()),
                    Some(from) if words.len() - from <= LONGEST_QUOTE => quoted[from..].fill(true),
                    _ => {}
                },
                _ if lower.chars().any(char::is_alphanumeric) => {
                    hashes.push(terms::term(lower));
                    words.push(span);
                    quoted.push(false);
                }
                _ => {}
            }
        }
        let number = |w: &[u64]| {
            let id = w.iter().fold(0u64, |h, x| (h.rotate_left(21) ^ x).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            (id >> 32) as u32
        };
        let all = hashes.windows(SHINGLE).zip(0..).map(|(w, n)| (number(w), n)).collect();
        Self { words, quoted, all }
    }

    fn in_quotes(&self, first: u32) -> bool {
        self.quoted[first as usize..first as usize + SHINGLE].iter().all(|&q| q)
    }

    /// How many words it has.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Where the shingles that `shared` holds stand, those that touch put together, and how many words that is.
    pub(crate) fn spans(&self, shared: impl Fn(u32) -> bool) -> (Vec<Span>, usize) {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &(_, n) in self.all.iter().filter(|s| shared(s.0)) {
            let (from, to) = (n as usize, n as usize + SHINGLE);
            match runs.last_mut() {
                Some(last) if from <= last.1 => last.1 = to,
                _ => runs.push((from, to)),
            }
        }
        let words = runs.iter().map(|(from, to)| to - from).sum();
        (runs.into_iter().map(|(from, to)| self.words[from].cover(self.words[to - 1])).collect(), words)
    }
}
