//! Short names that a report introduces itself: "the Union for Fair Rents (UFR) … the UFR".

use rashomon_lang::Pos;
use rustc_hash::FxHashMap;

use super::Builder;

/// A name with its short form in brackets.
pub(super) struct Introduction {
    /// The tokens of the long name.
    pub first: usize,
    pub last: usize,
    /// The token of the short one.
    pub short: usize,
}

/// Words in a name that give no letter to its short form, or may.
const SMALL: &[&str] =
    &["of", "the", "for", "and", "in", "on", "to", "de", "del", "della", "der", "du", "la", "&", "'s"];

/// The longest name that is looked for, in tokens.
const LONGEST: usize = 14;

impl Builder<'_> {
    /// All short names that the text introduces, by what they stand for.
    pub(super) fn introductions(&self) -> FxHashMap<String, Introduction> {
        let p = self.p;
        let mut out = FxHashMap::default();
        for open in 1..p.a.len().saturating_sub(2) {
            if p.word(open) != "(" || p.word(open + 2) != ")" || !is_acronym(p.word(open + 1)) {
                continue;
            }
            let short = p.word(open + 1);
            if let Some(first) = self.long_name(open, short) {
                out.entry(short.to_owned()).or_insert(Introduction { first, last: open, short: open + 1 });
            }
        }
        out
    }

    /// Where the name begins that ends before token `end` and whose words begin with the letters of `short`.
    fn long_name(&self, end: usize, short: &str) -> Option<usize> {
        let p = self.p;
        let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let mut great = Vec::new();
        let mut all = Vec::new();
        for first in (end.saturating_sub(LONGEST)..end).rev() {
            let word = p.word(first);
            if matches!(word, "(" | ")" | "," | ";" | ":" | "." | "\"" | "“" | "”") || p.pos(first) == Pos::Space {
                return None;
            }
            let initial =
                word.chars().next().filter(|c| c.is_alphabetic()).map(|c| c.to_lowercase().next().unwrap_or(c));
            let is_great = word.starts_with(char::is_uppercase);
            if let Some(initial) = initial {
                all.push(initial);
                if is_great {
                    great.push(initial);
                }
            }
            if !is_great && !SMALL.contains(&word) && word != "-" {
                return None;
            }
            let spells = |initials: &[char]| initials.len() > 1 && initials.iter().rev().eq(letters.iter());
            if is_great && (spells(&great) || spells(&all)) {
                return Some(first);
            }
        }
        None
    }
}

/// Two to eight capitals, perhaps with figures or small letters between them.
fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&capitals)
        && word.starts_with(char::is_uppercase)
        && 2 * capitals > word.chars().count()
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '&'))
}
