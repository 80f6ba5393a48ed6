//! What the owner of a site asks of programs (`robots.txt`), after RFC 9309.

use url::Url;

/// Longer ones are read up to here, as the standard asks for at least.
pub(super) const LONGEST: u64 = 512 << 10;

/// The rules of one site for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Robots {
    /// Patterns of paths, and whether they are allowed.
    rules: Vec<(String, bool)>,
}

impl Robots {
    /// The rules for a program of this name: those of all groups that name it, else those for everybody.
    pub(super) fn parse(text: &str, name: &str) -> Self {
        let (mut ours, mut everybodys) = (None::<Vec<_>>, Vec::new());
        let (mut names, mut in_rules) = (Vec::<String>::new(), true);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    // A name after rules begins a new group.
                    if std::mem::take(&mut in_rules) {
                        names.clear();
                    }
                    names.push(product(value).to_ascii_lowercase());
                    if names.last().is_some_and(|n| n.eq_ignore_ascii_case(name)) {
                        // Named without rules is allowed everything.
                        ours.get_or_insert_default();
                    }
                }
                "allow" | "disallow" => {
                    in_rules = true;
                    if value.is_empty() {
                        continue;
                    }
                    let rule = (normal(value), key == "allow");
                    if names.iter().any(|n| n.eq_ignore_ascii_case(name)) {
                        ours.get_or_insert_default().push(rule.clone());
                    }
                    if names.iter().any(|n| n == "*") {
                        everybodys.push(rule);
                    }
                }
                // Site maps and the like belong to no group.
                _ => {}
            }
        }
        Self { rules: ours.unwrap_or(everybodys) }
    }

    /// Whether this address may be asked for: the longest pattern that fits decides, and of two as long the one that allows.
    pub(super) fn allows(&self, url: &Url) -> bool {
        let mut path = url.path().to_owned();
        if let Some(query) = url.query() {
            path = path + "?" + query;
        }
        let path = normal(&path);
        if path == "/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern.as_bytes(), path.as_bytes()));
        fitting.map(|(pattern, allowed)| (pattern.len(), *allowed)).max().is_none_or(|(_, allowed)| allowed)
    }
}

/// The name of a program without its version ("rashomon/1.0").
fn product(name: &str) -> &str {
    if name == "*" {
        name
    } else {
        name.split(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_'))).next().unwrap_or_default()
    }
}

/// One form for a path: what need not be escaped is not, all else is, with capitals.
fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| std::str::from_utf8(bytes.get(at + 1..at + 3)?).ok().and_then(|h| u8::from_str_radix(h, 16).ok()))
            .flatten();
        let byte = escaped.unwrap_or(bytes[at]);
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        // Escaped signs that mean something, as `%2F` or `%2A`, stay escaped.
        if plain || escaped.is_none() && byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

/// Whether a path begins as a pattern says: `*` stands for anything, `$` at the end for the end. Takes time by the product of both
/// lengths at most.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix(b"$") {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let (mut p, mut at) = (0, 0);
    let mut star = None;
    loop {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, at));
                p += 1;
                continue;
            }
            Some(c) if path.get(at) == Some(c) => {
                (p, at) = (p + 1, at + 1);
                continue;
            }
            None if !to_end || at == path.len() => return true,
            _ => {}
        }
        // Lets the last star stand for one sign more.
        match star {
            Some((after, from)) if from < path.len() => {
                star = Some((after, from + 1));
                (p, at) = (after, from + 1);
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(robots: &str, path: &str) -> bool {
        let url = Url::parse("https://harbourpost.example/").and_then(|u| u.join(path)).expect("an address");
        Robots::parse(robots, "rashomon").allows(&url)
    }

    #[test]
    fn the_longest_pattern_decides() {
        let rules = "User-agent: *\nDisallow: /news/\nAllow: /news/ferry\nDisallow: /news/ferry/old # long gone\n";
        for (path, allowed) in [
            ("/", true),
            ("/news/x", false),
            ("/news/ferry-sinks", true),
            ("/news/ferry/old/1", false),
            ("/newsroom", true),
        ] {
            assert_eq!(allows(rules, path), allowed, "{path}");
        }
        assert!(allows("User-agent: *\nDisallow: /page\nAllow: /page\n", "/page"), "of two as long the milder");
        assert!(allows("User-agent: *\nDisallow:\n", "/page") && allows("", "/page"));
        assert!(allows("User-agent: *\nDisallow: /", "/robots.txt"));
    }

    #[test]
    fn a_group_of_ones_own_goes_before_that_for_everybody() {
        let rules = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Rashomon/1.0\nDisallow: /a\n\n\
                     Sitemap: https://harbourpost.example/map\nUser-agent: rashomon\nDisallow: /b\n";
        for (path, allowed) in [("/c", true), ("/a", false), ("/b", false)] {
            assert_eq!(allows(rules, path), allowed, "{path}");
        }
        assert!(!allows("User-agent: rashomonster\nAllow: /\nUser-agent: *\nDisallow: /", "/page"));
        assert!(allows("User-agent: *\nDisallow: /\nUser-agent: rashomon\n", "/page"), "named, and asked for nothing");
    }

    #[test]
    fn stars_ends_and_escapes_are_understood() {
        let rules = "user-agent:*\ndisallow:/*.php$\ndisallow:/*?print=\ndisallow:/%61bout\ndisallow:/caf\u{e9}\ndisallow:/a%2Fb\n";
        for (path, allowed) in [
            ("/x/y.php", false),
            ("/x.php5", true),
            ("/x?a=1&print=1", true),
            ("/x?print=1", false),
            ("/about", false),
            ("/caf%C3%A9", false),
            ("/caf%c3%a9/menu", false),
            ("/a/b", true),
            ("/a%2fb", false),
        ] {
            assert_eq!(allows(rules, path), allowed, "{path}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_takes_no_time() {
        let rules = format!("User-agent: *\nDisallow: {}b\n", "/*a*".repeat(200));
        assert!(allows(&rules, &"/a".repeat(4000)));
    }
}
