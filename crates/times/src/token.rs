//! Words, numbers and marks: the pass over the text.

use crate::lexicon::{LEXICON, Tense, Word};

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing: "p" and "." in "p.m.".
    None,
    /// Space.
    Space,
    /// At least one empty line, or the beginning of the text.
    Break,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters.
    Word,
    /// Digits, also with thousands commas.
    Number,
    /// One character, folded: `-` any hyphen, `~` an en dash, `_` an em dash, `'` any apostrophe, `"` any
    /// double quote; 0 for what is not ASCII.
    Mark(u8),
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tok {
    pub start: u32,
    pub end: u32,
    pub kind: Kind,
    pub gap: Gap,
    /// Begins with a capital.
    pub capital: bool,
    /// Value of a number that has at most nine digits.
    pub num: u32,
    pub digits: u8,
    /// "1,000".
    pub grouped: bool,
    /// "17th".
    pub nth: bool,
    /// "1990s".
    pub plural_number: bool,
    pub word: Word,
}

impl Tok {
    /// Whether the token is this mark.
    pub(crate) fn is(&self, mark: u8) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// A plain number: no grouping, no suffix.
    pub(crate) fn plain(&self) -> bool {
        self.kind == Kind::Number && !self.grouped && !self.nth && !self.plural_number && self.digits <= 9
    }
}

/// Cuts `text` into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Tok> {
    let lexicon = &*LEXICON;
    let bytes = text.as_bytes();
    let mut out: Vec<Tok> = Vec::with_capacity(bytes.len() / 5 + 8);
    let mut lower = String::with_capacity(32);
    let (mut i, mut gap) = (0, Gap::Break);
    while i < bytes.len() {
        let b = bytes[i];
        let start = i;
        if b.is_ascii_whitespace() {
            let mut lines = 0;
            while i < bytes.len() && bytes[i].is_ascii_whitespace() {
                lines += usize::from(bytes[i] == b'\n');
                i += 1;
            }
            if gap != Gap::Break {
                gap = if lines > 1 { Gap::Break } else { Gap::Space };
            }
            continue;
        }
        let mut tok = Tok {
            start: start as u32,
            end: 0,
            kind: Kind::Mark(b),
            gap,
            capital: false,
            num: 0,
            digits: 0,
            grouped: false,
            nth: false,
            plural_number: false,
            word: Word::default(),
        };
        if b.is_ascii_digit() {
            i = number(bytes, i, &mut tok);
        } else {
            let c = text[i..].chars().next().unwrap_or(' ');
            if c.is_alphabetic() {
                tok.kind = Kind::Word;
                tok.capital = c.is_uppercase();
                lower.clear();
                for c in text[i..].chars().take_while(|c| c.is_alphabetic() || is_combining(*c)) {
                    i += c.len_utf8();
                    if lower.len() < 32 {
                        lower.push(c.to_ascii_lowercase());
                    }
                }
                tok.word = lexicon.word(&lower);
                if tok.word.tense.is_none() && lower.len() > 4 && lower.ends_with("ed") {
                    tok.word.tense = Some(Tense::Past);
                }
            } else if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
                i += c.len_utf8();
                if gap == Gap::None {
                    gap = Gap::Space;
                }
                continue;
            } else {
                i += c.len_utf8();
                tok.kind = Kind::Mark(fold(c));
            }
        }
        tok.end = i as u32;
        out.push(tok);
        gap = Gap::None;
    }
    out
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}')
}

fn fold(c: char) -> u8 {
    match c {
        '‐' | '‑' | '−' => b'-',
        '–' => b'~',
        '—' | '―' => b'_',
        '’' | '‘' | '`' | '´' => b'\'',
        '“' | '”' | '„' | '«' | '»' => b'"',
        '½' => b'h',
        '…' => b'.',
        c if c.is_ascii() => c as u8,
        '€' | '£' | '¥' | '₹' | '₽' => b'$',
        _ => 0,
    }
}

/// Reads digits, thousands groups and the suffixes "th" and "s"; returns the end.
fn number(bytes: &[u8], start: usize, tok: &mut Tok) -> usize {
    tok.kind = Kind::Number;
    let digits_from = |mut i: usize| {
        while i < bytes.len() && bytes[i].is_ascii_digit() {
            i += 1;
        }
        i
    };
    let mut i = digits_from(start);
    let head = i - start;
    let mut push = |from: usize, to: usize| {
        for &b in &bytes[from..to] {
            tok.digits = tok.digits.saturating_add(1);
            tok.num = tok.num.wrapping_mul(10).wrapping_add(u32::from(b - b'0'));
        }
    };
    push(start, i);
    if head <= 3 {
        while bytes.get(i) == Some(&b',') && digits_from(i + 1) == i + 4 {
            push(i + 1, i + 4);
            i += 4;
            tok.grouped = true;
        }
    }
    let rest = &bytes[i..];
    let suffix = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    match lower2(&rest[..suffix.min(2)]) {
        [b's', 0] if suffix == 1 => {
            tok.plural_number = true;
            i += 1;
        }
        [b't', b'h'] | [b's', b't'] | [b'n', b'd'] | [b'r', b'd'] if suffix == 2 => {
            tok.nth = true;
            i += 2;
        }
        _ => {}
    }
    i
}

/// The first two bytes in lower case, 0 where there are fewer.
fn lower2(s: &[u8]) -> [u8; 2] {
    [0, 1].map(|i| s.get(i).map_or(0, u8::to_ascii_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| &text[t.start as usize..t.end as usize]).collect()
    }

    #[test]
    fn cuts_at_changes_of_kind() {
        assert_eq!(
            cut("Aug. 17th, 1,000 p.m. '90s"),
            ["Aug", ".", "17th", ",", "1,000", "p", ".", "m", ".", "'", "90s"]
        );
        assert_eq!(cut("2018–19—today’s"), ["2018", "–", "19", "—", "today", "’", "s"]);
    }

    #[test]
    fn numbers_keep_their_shape() {
        let t = tokens("1,000 1990s 3rd 17,30");
        assert!(t[0].grouped && t[0].num == 1000);
        assert!(t[1].plural_number && t[1].num == 1990);
        assert!(t[2].nth && t[2].num == 3);
        assert!(t[3].plain() && t[3].num == 17);
    }
}
