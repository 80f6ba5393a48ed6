//! Whether a string is one web address, by the rule of the weights.
//!
//! The rule is one anchored regular expression: scheme?, user?, host or IPv4 address, port?, path?. Only where the
//! host begins is open, and every part is cut at a character that the parts before cannot hold, so one pass is
//! enough; a backtracking engine would be quadratic on hostile input.

use crate::chars::{CharSet, is_decimal};

/// Text of the expression before and after the class of the top-level domain.
const BEFORE_TLD: &str = concat!(
    r"(?u)^(?:(?:[\w\+\-\.]{2,})://)?(?:\S+(?::\S*)?@)?(?:(?!(?:10|127)(?:\.\d{1,3}){3})",
    r"(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})",
    r"(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))",
    r"|(?:(?:[A-Za-z0-9\u00a1-\uffff][A-Za-z0-9\u00a1-\uffff_-]{0,62})?[A-Za-z0-9\u00a1-\uffff]\.)+(?:",
);
const AFTER_TLD: &str = r"{2,63}))(?::\d{2,5})?(?:[/?#]\S*)?$";

/// The compiled rule.
#[derive(Clone, Debug)]
pub(crate) struct UrlRule {
    tld: CharSet,
}

impl UrlRule {
    /// Reads the class of the top-level domain out of the expression; `None` if the rest is another rule.
    pub(crate) fn compile(pattern: &str) -> Option<Self> {
        let class = pattern.strip_prefix(BEFORE_TLD)?.strip_suffix(AFTER_TLD)?;
        Some(Self { tld: CharSet::parse(class)? })
    }

    /// Whether the whole of `s`, which holds no white space, is an address.
    pub(crate) fn matches(&self, s: &str) -> bool {
        if !s.as_bytes().contains(&b'.') {
            return false;
        }
        if self.host_on(s) {
            return true;
        }
        if let Some((scheme, rest)) = s.split_once("://")
            && scheme.chars().nth(1).is_some()
            && scheme.chars().all(is_scheme_char)
            && self.host_on(rest)
        {
            return true;
        }
        // The user part takes anything, so the host may begin after any @ but one at the very start.
        s.bytes().enumerate().skip(1).any(|(i, b)| b == b'@' && self.host_on(&s[i + 1..]))
    }

    /// Host, port and path up to the end.
    fn host_on(&self, s: &str) -> bool {
        // A host holds no @, so cutting there too keeps the search from every @ short.
        let end = s.find([':', '/', '?', '#', '@']).unwrap_or(s.len());
        let (host, rest) = s.split_at(end);
        self.tail(rest) && (self.domain(host) || ipv4(host))
    }

    fn tail(&self, s: &str) -> bool {
        let s = match s.strip_prefix(':') {
            None => s,
            Some(port) => {
                let n = port.chars().take_while(|&c| is_decimal(c)).count();
                if !(2..=5).contains(&n) {
                    return false;
                }
                port.trim_start_matches(is_decimal)
            }
        };
        s.is_empty() || s.starts_with(['/', '?', '#'])
    }

    fn domain(&self, host: &str) -> bool {
        let Some((labels, tld)) = host.rsplit_once('.') else { return false };
        let n = tld.chars().count();
        (2..=63).contains(&n) && tld.chars().all(|c| self.tld.contains(c)) && labels.split('.').all(is_label)
    }
}

fn is_scheme_char(c: char) -> bool {
    // \w: letters, digits of any kind and the underscore.
    c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.')
}

fn is_label(label: &str) -> bool {
    let outer = |c: char| c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c);
    label.chars().count() <= 64
        && label.starts_with(outer)
        && label.ends_with(outer)
        && label.chars().all(|c| outer(c) || matches!(c, '_' | '-'))
}

/// A public IPv4 address.
fn ipv4(host: &str) -> bool {
    let mut parts = [""; 4];
    let mut n = 0;
    for part in host.split('.') {
        if n == 4 {
            return false;
        }
        parts[n] = part;
        n += 1;
    }
    if n != 4 {
        return false;
    }
    let [a, b, c, d] = parts;
    let private = matches!(a, "10" | "127")
        || matches!((a, b), ("169", "254") | ("192", "168"))
        || a == "172" && octet(b, |v| matches!(v, [1, 6..=9] | [2, _] | [3, 0 | 1]));
    let first = |v: &[u32]| matches!(v, [1..=9] | [1..=9, _] | [1, _, _] | [2, 0 | 1, _] | [2, 2, 0..=3]);
    let middle = |v: &[u32]| matches!(v, [_] | [_, _] | [1, _, _] | [2, 0..=4, _] | [2, 5, 0..=5]);
    let last = |v: &[u32]| matches!(v, [1..=9] | [1..=9, _] | [1, _, _] | [2, 0..=4, _] | [2, 5, 0..=4]);
    !private && octet(a, first) && octet(b, middle) && octet(c, middle) && octet(d, last)
}

/// Whether `s` is one to three digits for which `ok` holds. A digit outside ASCII counts as one that fits `\d` only.
fn octet(s: &str, ok: impl Fn(&[u32]) -> bool) -> bool {
    let mut v = [0; 3];
    let mut n = 0;
    for c in s.chars() {
        if n == 3 || !is_decimal(c) {
            return false;
        }
        v[n] = c.to_digit(10).unwrap_or(99);
        n += 1;
    }
    ok(&v[..n])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let rule = UrlRule::compile(&format!("{BEFORE_TLD}[a-z]{AFTER_TLD}")).expect("the rule");
        let yes = [
            "example.org",
            "http://example.org/a?b",
            "a@b.example.org",
            "me:pw@x.org:8080/",
            "8.8.8.8",
            "x_y-z.de#top",
            "a.b@c.org",
        ];
        let no = [
            "example",
            "10.0.0.1",
            "192.168.1.1",
            "172.20.0.1",
            "-a.org",
            "a.o",
            "example.org:1",
            "@b",
            "a..org",
            "http://",
            "2.5",
            "256.1.1.1",
        ];
        for s in yes {
            assert!(rule.matches(s), "{s}");
        }
        for s in no {
            assert!(!rule.matches(s), "{s}");
        }
    }
}
