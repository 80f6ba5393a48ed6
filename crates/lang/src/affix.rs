//! Prefix, suffix and infix rules of the tokenizer, compiled from the regular expressions of the weights.
//!
//! The expressions are long alternations of literals and classes with one-character look-around. Compiled to what
//! they are, each question costs a few comparisons, never more than the length of the answer; a general engine with
//! look-around would try some two hundred alternatives at every position.

use crate::chars::CharSet;

/// One alternative of a rule.
#[derive(Clone, Debug)]
struct Alternative {
    /// Classes that the characters just before must be of, in order of the text.
    behind: Vec<CharSet>,
    body: Vec<Item>,
    /// Class of the character after, and whether it must (or must not) be there.
    ahead: Option<(bool, CharSet)>,
}

#[derive(Clone, Debug)]
enum Item {
    Literal(Box<str>),
    Class(CharSet),
    /// Two or more full stops.
    Dots,
}

/// Where a rule is anchored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    End,
    Nowhere,
}

/// A compiled rule.
#[derive(Clone, Debug)]
pub(crate) struct Affix {
    alternatives: Vec<Alternative>,
    /// ASCII characters that a match can begin with (end with, for a rule anchored at the end).
    edge: u128,
    anchor: Anchor,
}

impl Affix {
    /// Compiles `pattern`; the error names the part that is not understood.
    pub(crate) fn compile(pattern: &str, anchor: Anchor) -> Result<Self, String> {
        let mut alternatives: Vec<Alternative> = Vec::new();
        for part in split(pattern) {
            let bare = match anchor {
                Anchor::Start => part.strip_prefix('^'),
                Anchor::End => part.strip_suffix('$'),
                Anchor::Nowhere => Some(part),
            };
            let next = bare.and_then(alternative).ok_or_else(|| part.chars().take(80).collect::<String>())?;
            // Neighbouring alternatives of one character each are one class.
            if let (Some(last), Some(c)) = (alternatives.last_mut(), single(&next))
                && let [Item::Class(set)] = &mut last.body[..]
                && last.behind.is_empty()
                && last.ahead.is_none()
            {
                set.add(c as u32, c as u32);
                continue;
            }
            alternatives.push(match single(&next) {
                Some(c) => {
                    let mut set = CharSet::default();
                    set.add(c as u32, c as u32);
                    Alternative { behind: Vec::new(), body: vec![Item::Class(set)], ahead: None }
                }
                None => next,
            });
        }
        let mut edge = 0u128;
        for item in alternatives.iter().flat_map(|a| &a.body) {
            match item {
                Item::Literal(l) => {
                    let c = if anchor == Anchor::End { l.chars().next_back() } else { l.chars().next() };
                    if let Some(c) = c.filter(char::is_ascii) {
                        edge |= 1 << c as u32;
                    }
                }
                Item::Class(set) => {
                    for c in (0..128u8).filter(|&c| set.contains(c.into())) {
                        edge |= 1 << c;
                    }
                }
                Item::Dots => edge |= 1 << u32::from(b'.'),
            }
        }
        Ok(Self { alternatives, edge, anchor })
    }

    fn may_touch(&self, byte: u8) -> bool {
        byte >= 128 || self.edge >> byte & 1 == 1
    }

    /// Bytes of the prefix of `s`, 0 for none: the first alternative that matches, as a regular expression has it.
    pub(crate) fn prefix(&self, s: &str) -> usize {
        debug_assert_eq!(self.anchor, Anchor::Start);
        match s.as_bytes().first() {
            Some(&b) if self.may_touch(b) => self.alternatives.iter().find_map(|a| a.at(s, 0)).unwrap_or(0),
            _ => 0,
        }
    }

    /// Bytes of the suffix of `s`, 0 for none: the longest, since a search finds the leftmost.
    pub(crate) fn suffix(&self, s: &str) -> usize {
        debug_assert_eq!(self.anchor, Anchor::End);
        match s.as_bytes().last() {
            Some(&b) if self.may_touch(b) => self.alternatives.iter().map(|a| a.before_end(s)).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// The first match at or after byte `from`, as a range of bytes.
    pub(crate) fn find(&self, s: &str, from: usize) -> Option<(usize, usize)> {
        debug_assert_eq!(self.anchor, Anchor::Nowhere);
        let bytes = s.as_bytes();
        let mut i = from;
        while i < bytes.len() {
            let b = bytes[i];
            // Continuation bytes begin no character.
            if b & 0xC0 != 0x80
                && self.may_touch(b)
                && let Some(len) = self.alternatives.iter().find_map(|a| a.at(s, i))
            {
                return Some((i, i + len));
            }
            i += 1;
        }
        None
    }
}

fn single(a: &Alternative) -> Option<char> {
    match &a.body[..] {
        [Item::Literal(l)] if a.behind.is_empty() && a.ahead.is_none() => {
            let mut chars = l.chars();
            chars.next().filter(|_| chars.next().is_none())
        }
        _ => None,
    }
}

impl Alternative {
    fn behind(&self, before: &str) -> bool {
        let mut chars = before.chars().rev();
        self.behind.iter().rev().all(|set| chars.next().is_some_and(|c| set.contains(c)))
    }

    fn ahead(&self, after: &str) -> bool {
        match &self.ahead {
            None => true,
            Some((wanted, set)) => after.chars().next().is_some_and(|c| set.contains(c)) == *wanted,
        }
    }

    /// Length of the match at byte `i`.
    fn at(&self, s: &str, i: usize) -> Option<usize> {
        let rest = &s[i..];
        let len = self.body.iter().find_map(|item| {
            let len = match item {
                Item::Literal(l) => rest.starts_with(&**l).then_some(l.len())?,
                Item::Class(set) => rest.chars().next().filter(|&c| set.contains(c))?.len_utf8(),
                Item::Dots => Some(rest.bytes().take_while(|&b| b == b'.').count()).filter(|&n| n > 1)?,
            };
            self.ahead(&rest[len..]).then_some(len)
        })?;
        self.behind(&s[..i]).then_some(len)
    }

    /// Length of the longest match that ends with `s`, 0 for none.
    fn before_end(&self, s: &str) -> usize {
        let fits = |item: &Item| {
            let len = match item {
                Item::Literal(l) => s.ends_with(&**l).then_some(l.len())?,
                Item::Class(set) => s.chars().next_back().filter(|&c| set.contains(c))?.len_utf8(),
                Item::Dots => Some(s.bytes().rev().take_while(|&b| b == b'.').count()).filter(|&n| n > 1)?,
            };
            self.behind(&s[..s.len() - len]).then_some(len)
        };
        self.body.iter().filter_map(fits).max().unwrap_or(0)
    }
}

/// Splits at the bars that stand in no group and no class.
fn split(pattern: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut class, mut escaped) = (Vec::new(), 0, 0u32, false, false);
    for (i, c) in pattern.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' => escaped = true,
            ']' => class = false,
            _ if class => {}
            '[' => class = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                parts.push(&pattern[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    parts
}

fn alternative(mut s: &str) -> Option<Alternative> {
    let mut behind = Vec::new();
    if let Some(rest) = s.strip_prefix("(?<=") {
        let end = group_end(rest)?;
        let mut inner = &rest[..end];
        while !inner.is_empty() {
            let len = if inner.starts_with('[') { class_end(inner)? } else { inner.chars().next()?.len_utf8() };
            behind.push(CharSet::parse(&inner[..len])?);
            inner = &inner[len..];
        }
        s = &rest[end + 1..];
    }
    let mut ahead = None;
    if let Some(at) = s.find("(?=").or_else(|| s.find("(?!"))
        && s.ends_with(')')
        && !s[..at].contains('[') | s[..at].ends_with([']', ')'])
    {
        ahead = Some((s[at..].starts_with("(?="), CharSet::parse(&s[at + 3..s.len() - 1])?));
        s = &s[..at];
    }
    let body = if s == r"\.\.+" {
        vec![Item::Dots]
    } else if let Some(inner) = s.strip_prefix("(?:").and_then(|s| s.strip_suffix(')')) {
        split(inner).into_iter().map(literal).collect::<Option<_>>()?
    } else if s.starts_with('[') && class_end(s)? == s.len() {
        vec![Item::Class(CharSet::parse(s)?)]
    } else {
        vec![literal(s)?]
    };
    Some(Alternative { behind, body, ahead })
}

/// A text without operators, escapes resolved.
fn literal(s: &str) -> Option<Item> {
    let mut out = String::new();
    let mut chars = s.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(chars.next().filter(|c| !c.is_alphanumeric())?),
            '[' | ']' | '(' | ')' | '*' | '+' | '?' | '{' | '}' | '^' | '$' | '|' | '.' => return None,
            c => out.push(c),
        }
    }
    (!out.is_empty()).then(|| Item::Literal(out.into()))
}

/// Bytes up to and including the bracket that closes the class at the start of `s`.
fn class_end(s: &str) -> Option<usize> {
    let mut escaped = false;
    for (i, c) in s.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => return Some(i + 1),
            _ => {}
        }
    }
    None
}

/// Bytes up to the parenthesis that closes a group which is already open.
fn group_end(s: &str) -> Option<usize> {
    let (mut escaped, mut class) = (false, false);
    for (i, c) in s.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => class = false,
            _ if class => {}
            '[' => class = true,
            ')' => return Some(i),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_take_the_first_alternative() {
        let a = Affix::compile(r"^…|^……|^\.\.+|^\+(?![0-9])|^US\$|^\(", Anchor::Start).expect("rule");
        let cases =
            [("……x", 3), ("...x", 3), (".x", 0), ("+1", 0), ("+", 1), ("+x", 1), ("US$5", 3), ("(x", 1), ("x(", 0)];
        for (s, want) in cases {
            assert_eq!(a.prefix(s), want, "{s}");
        }
    }

    #[test]
    fn suffixes_take_the_longest() {
        let a = Affix::compile(r"\.\.+$|'s$|(?<=[0-9])(?:m|km|\$)$|(?<=°[FC])\.$|(?<=[A-Z][A-Z])\.$|,$", Anchor::End)
            .expect("rule");
        let cases = [
            ("x...", 3),
            ("dog's", 2),
            ("5km", 2),
            ("5m", 1),
            ("km", 0),
            ("5$", 1),
            ("9°F.", 1),
            ("US.", 1),
            ("Us.", 0),
            ("a,", 1),
        ];
        for (s, want) in cases {
            assert_eq!(a.suffix(s), want, "{s}");
        }
    }

    #[test]
    fn infixes_look_both_ways() {
        let a = Affix::compile(
            r"\.\.+|(?<=[0-9])[+\-\*^](?=[0-9-])|(?<=[a-z])(?:-|--|~)(?=[a-z])|(?<=[a-z]),(?=[a-z])",
            Anchor::Nowhere,
        )
        .expect("rule");
        let cases = [
            ("a-b", Some((1, 2))),
            ("a--b", Some((1, 3))),
            ("1-2", Some((1, 2))),
            ("1-b", None),
            ("a...b", Some((1, 4))),
            ("a,b", Some((1, 2))),
        ];
        for (s, want) in cases {
            assert_eq!(a.find(s, 0), want, "{s}");
        }
    }

    #[test]
    fn refuses_what_it_does_not_understand() {
        assert!(Affix::compile(r"^a.b", Anchor::Start).is_err());
        assert!(Affix::compile(r"(a|b)$", Anchor::End).is_err());
    }
}
