//! Classes of characters as Python's `str` methods draw them, which the weights were trained with.

use std::sync::LazyLock;

use regex_syntax::hir::HirKind;

/// A set of characters: a bitmap for ASCII, sorted ranges for the rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct CharSet {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl CharSet {
    /// The set that a bracketed class of a regular expression names; `None` if it is not one.
    pub(crate) fn parse(class: &str) -> Option<Self> {
        let hir = regex_syntax::parse(class).ok()?;
        let mut set = Self::default();
        match hir.kind() {
            HirKind::Class(regex_syntax::hir::Class::Unicode(c)) => {
                for r in c.ranges() {
                    set.add(r.start() as u32, r.end() as u32);
                }
            }
            HirKind::Class(regex_syntax::hir::Class::Bytes(c)) => {
                for r in c.ranges() {
                    set.add(r.start().into(), r.end().into());
                }
            }
            HirKind::Literal(l) => {
                let mut chars = std::str::from_utf8(&l.0).ok()?.chars();
                let c = chars.next()? as u32;
                chars.next().is_none().then_some(())?;
                set.add(c, c);
            }
            _ => return None,
        }
        Some(set)
    }

    /// Adds all characters from `first` to `last`.
    pub(crate) fn add(&mut self, first: u32, last: u32) {
        for c in first..=last.min(127) {
            self.ascii |= 1 << c;
        }
        if last > 127 {
            let range = (first.max(128), last);
            let at = self.ranges.partition_point(|&r| r < range);
            self.ranges.insert(at, range);
            // Touching ranges are joined, so that the search below needs to look at one only.
            self.ranges.dedup_by(|next, kept| {
                let touch = next.0 <= kept.1.saturating_add(1);
                if touch {
                    kept.1 = kept.1.max(next.1);
                }
                touch
            });
        }
    }

    pub(crate) fn contains(&self, c: char) -> bool {
        let c = c as u32;
        if c < 128 {
            return self.ascii >> c & 1 == 1;
        }
        let at = self.ranges.partition_point(|&(_, last)| last < c);
        self.ranges.get(at).is_some_and(|&(first, _)| first <= c)
    }
}

static LETTERS: LazyLock<CharSet> = LazyLock::new(|| CharSet::parse(r"\p{L}").unwrap_or_default());
static DECIMALS: LazyLock<CharSet> = LazyLock::new(|| CharSet::parse(r"\p{Nd}").unwrap_or_default());

/// Digits that are not decimal numbers (Numeric_Type=Digit), Unicode 15.
const OTHER_DIGITS: [(u32, u32); 20] = [
    (0xB2, 0xB3),
    (0xB9, 0xB9),
    (0x1369, 0x1371),
    (0x19DA, 0x19DA),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247C),
    (0x2488, 0x2490),
    (0x24EA, 0x24EA),
    (0x24F5, 0x24FD),
    (0x24FF, 0x24FF),
    (0x2776, 0x277E),
    (0x2780, 0x2788),
    (0x278A, 0x2792),
    (0x10A40, 0x10A43),
    (0x10E60, 0x10E68),
    (0x11052, 0x1105A),
    (0x1F100, 0x1F10A),
];

/// `str.isspace` of one character.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `str.isalpha` of one character: general category L.
pub(crate) fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { LETTERS.contains(c) }
}

/// `\d` of a regular expression.
pub(crate) fn is_decimal(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { DECIMALS.contains(c) }
}

/// `str.isdigit` of one character.
pub(crate) fn is_digit(c: char) -> bool {
    is_decimal(c) || (!c.is_ascii() && OTHER_DIGITS.iter().any(|&(a, b)| (a..=b).contains(&(c as u32))))
}

/// Appends the word shape: `X`, `x`, `d` or the character itself, runs cut at four; `LONG` from 100 characters on.
pub(crate) fn shape(text: &str, out: &mut String) {
    if text.len() >= 100 && text.chars().count() >= 100 {
        out.push_str("LONG");
        return;
    }
    let (mut last, mut run) = ('\0', 0);
    for (i, c) in text.chars().enumerate() {
        let s = if is_alpha(c) {
            if c.is_uppercase() { 'X' } else { 'x' }
        } else if is_digit(c) {
            'd'
        } else {
            c
        };
        if i > 0 && s == last {
            run += 1;
        } else {
            run = 0;
            last = s;
        }
        if run < 4 {
            out.push(s);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let cases = [("Apple", "Xxxxx"), ("C2ME", "XdXX"), ("aaaaaaa", "xxxx"), ("x²", "xd"), ("ǅ", "x"), ("--", "--")];
        for (text, want) in cases {
            let mut got = String::new();
            shape(text, &mut got);
            assert_eq!(got, want, "{text}");
        }
        let mut long = String::new();
        shape(&"y".repeat(100), &mut long);
        assert_eq!(long, "LONG");
    }

    #[test]
    fn classes_of_regular_expressions() {
        let set = CharSet::parse(r"[a-c\u00A6\-\*^]").expect("a class");
        for c in ['a', 'c', '\u{a6}', '-', '*', '^'] {
            assert!(set.contains(c), "{c}");
        }
        assert!(!set.contains('d') && !set.contains('\u{a7}'));
    }

    #[test]
    fn spaces_are_pythons() {
        assert!(is_space('\u{1c}') && is_space('\u{3000}') && is_space('\n'));
        assert!(!is_space('\u{200b}') && !is_space('\u{feff}'));
    }
}
