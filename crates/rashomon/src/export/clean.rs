//! Text of pages is hostile: what would break a format is taken out of it here.

use std::borrow::Cow;

/// Without the characters that XML 1.0 forbids, which are of no use elsewhere either.
pub fn xml(text: &str) -> Cow<'_, str> {
    without(text, |c| !allowed_in_xml(c))
}

/// On one line: runs of white space and control characters become one space.
pub fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() || !allowed_in_xml(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For a cell that a spreadsheet may take for a formula: with an apostrophe before it, and without control characters
/// other than the ends of lines.
pub fn cell(text: &str) -> Cow<'_, str> {
    let clean = without(text, |c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || !allowed_in_xml(c));
    if clean.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{clean}").into() } else { clean }
}

/// For HTML that a browser shows.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// An address that may be followed, none else (`javascript:`).
pub fn address(url: Option<&str>) -> Option<&str> {
    url.filter(|u| {
        u.chars().all(|c| {
            !c.is_control() && !c.is_whitespace() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
        }) && url::Url::parse(u).is_ok_and(|p| matches!(p.scheme(), "http" | "https") && p.has_host())
    })
}

/// The first words of a text, for a heading.
pub fn head(text: &str, most: usize) -> String {
    let line = line(text);
    if line.chars().count() <= most {
        return line;
    }
    // One character more shows whether a word ends there.
    let cut: String = line.chars().take(most + 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '–', '—']))
}

fn without(text: &str, bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.contains(&bad) { text.chars().filter(|&c| !bad(c)).collect::<String>().into() } else { text.into() }
}

fn allowed_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_taken_out() {
        assert_eq!(xml("a\u{0}b\u{b}c\u{fffe}d\u{1f600}\n"), "abcd\u{1f600}\n");
        assert!(matches!(xml("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn no_cell_is_a_formula() {
        for bad in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\u{0}=1"] {
            assert!(cell(bad).starts_with('\''), "{bad:?}");
        }
        assert_eq!(cell("1-2=3"), "1-2=3");
        assert_eq!(cell("\u{1b}[2Jx"), "[2Jx");
    }

    #[test]
    fn only_addresses_of_the_web_may_be_followed() {
        assert_eq!(address(Some("https://a.example/x?y=1")), Some("https://a.example/x?y=1"));
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//a.example",
            "https://a.example/ x",
            "https://a/\"x",
            "file:///x",
        ] {
            assert_eq!(address(Some(bad)), None, "{bad}");
        }
    }

    #[test]
    fn headings_end_with_a_word() {
        assert_eq!(head("The quay\nwas shut, he said", 18), "The quay was shut…");
        assert_eq!(head("The quay", 18), "The quay");
        assert_eq!(html("<b>\"Ann & Bo's\""), "&lt;b&gt;&quot;Ann &amp; Bo&#39;s&quot;");
    }
}
