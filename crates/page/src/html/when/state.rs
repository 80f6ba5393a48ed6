//! Dates in the data that a page carries for its scripts (`{"publishedAt": "…"}`), where nothing else tells.

use std::ops::Range;

use super::keys::{self, Key};
use crate::date::{Stamp, stamp};

/// A date under a key, and where in the page.
pub(super) struct Found {
    pub key: Key,
    pub name: String,
    pub stamp: Stamp,
    pub at: usize,
}

/// How many dates are looked at; a page of thousands is a list of others.
const MOST: usize = 400;

/// All dates under known keys in JSON anywhere in a page, also where quotation marks are escaped (`\"`, `&quot;`).
///
/// JSON-LD is left out where it was `read`: it says of what article each date is.
pub(super) fn dates(html: &str, read: bool) -> Vec<Found> {
    let mut out = Vec::new();
    let linked = linked_data(html, read);
    for (at, _) in html.match_indices(':') {
        if linked.iter().any(|l| l.contains(&at)) {
            continue;
        }
        let before = html[..at].trim_end();
        let Some(name) = key_before(before) else { continue };
        let name = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let Some(key) = keys::state(&name) else { continue };
        let Some(stamp) = value(&html[at + 1..]) else { continue };
        out.push(Found { key, name, stamp, at });
        if out.len() >= MOST {
            break;
        }
    }
    out
}

fn linked_data(html: &str, read: bool) -> Vec<Range<usize>> {
    let begins = html.match_indices("ld+json").filter(|_| read).map(|(at, _)| at).take(60);
    begins.map(|at| at..html[at..].find("</script").map_or(html.len(), |n| at + n)).collect()
}

const QUOTES: [&str; 4] = ["\\\"", "&quot;", "\"", "'"];

/// The key that a quotation mark ends, in front of a colon.
fn key_before(s: &str) -> Option<&str> {
    let quote = QUOTES.iter().find(|q| s.ends_with(**q))?;
    let s = s[..s.len() - quote.len()].trim_end_matches('\\');
    let from = s.bytes().rev().take(40).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let name = &s[s.len() - from..];
    ((4..36).contains(&name.len())).then_some(name)
}

/// The date behind a colon: a quoted stamp, or seconds or milliseconds since 1970.
fn value(s: &str) -> Option<Stamp> {
    let s = s.trim_start();
    if s.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = s.bytes().take_while(u8::is_ascii_digit).count();
        return matches!(digits, 10 | 13).then(|| stamp(&s[..digits])).flatten();
    }
    let s = s.trim_start_matches('\\');
    let quote = QUOTES.iter().find(|q| s.starts_with(**q))?;
    let inner = &s[quote.len()..];
    let end = inner
        .char_indices()
        .map(|(i, _)| i)
        .take_while(|&i| i <= 60)
        .find(|&i| inner[i..].starts_with(['"', '\'', '\\']) || inner[i..].starts_with("&quot;"))?;
    stamp(&inner[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_all_quotations() {
        for page in [
            r#"<script>window.state = {"publishedAt": "2018-08-17T10:00:00Z"}</script>"#,
            r#"<script>self.push("{\"published_at\":\"2018-08-17\"}")</script>"#,
            r#"<div data-page="{&quot;datePublished&quot;:&quot;2018-08-17T09:00:00-05:00&quot;}">"#,
            r#"<script>{"publishDate":1534502400000}</script>"#,
            r#"<script>var x = {'publish_time': '2018-08-17 10:00'}</script>"#,
        ] {
            let found = dates(page, true);
            assert_eq!(found.first().map(|f| f.stamp.date.to_string()).as_deref(), Some("2018-08-17"), "{page}");
        }
        for page in
            [r#"{"expiresAt":"2018-08-17"}"#, r#"{"publishedAt":null}"#, r#"{"publishedAt":"soon"}"#, "\u{e9}\":x"]
        {
            assert!(dates(page, true).is_empty(), "{page}");
        }
        let linked = r#"<script type="application/ld+json">{"datePublished":"2018-08-17"}</script>"#;
        assert_eq!((dates(linked, true).len(), dates(linked, false).len()), (0, 1));
    }
}
