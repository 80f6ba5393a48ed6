//! Small things done to words and lines.

/// One line: white space folded to single spaces, soft hyphens and zero-width characters left out.
pub(crate) fn squeeze(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{feff}' | '\u{200c}');
    for word in s.split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{2060}') {
        if word.chars().all(unseen) {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|&c| !unseen(c)));
    }
    out
}

/// Letters and digits in lower case, words one space apart: for comparing what people would call the same.
pub(crate) fn same(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for word in s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// The beginning of a text, of so many bytes at most.
pub(crate) fn beginning(s: &str, most: usize) -> &str {
    let end = (0..=most.min(s.len())).rev().find(|&i| s.is_char_boundary(i));
    &s[..end.unwrap_or(0)]
}

/// Longer texts are no titles, names or paragraphs.
const LONGEST: usize = 1 << 18;

/// Undoes `&amp;` and its kin, also where a system escaped twice.
pub(crate) fn unescape(s: &str) -> String {
    if !s.contains('&') && !s.contains('<') || s.len() > LONGEST {
        return s.to_owned();
    }
    let once: String = scraper::Html::parse_fragment(s).root_element().text().collect();
    if once.contains("&#") || once.contains("&amp;") || once.contains("&quot;") {
        return scraper::Html::parse_fragment(&once).root_element().text().collect();
    }
    once
}

/// Whether a paragraph-like line ends as a sentence does.
pub(crate) fn ends_sentence(s: &str) -> bool {
    s.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', ':', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_what_is_not_seen_are_none() {
        assert_eq!(squeeze("quay \u{ad} of \u{feff}"), "quay of");
    }

    #[test]
    fn entities_once_and_twice() {
        assert_eq!(unescape("A &amp; B"), "A & B");
        assert_eq!(unescape("It&amp;#8217;s"), "It’s");
    }
}
