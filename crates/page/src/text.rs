//! Small things done to words and lines.

/// One line: white space folded to single spaces, soft hyphens and zero-width characters left out.
pub(crate) fn squeeze(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for word in s.split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{2060}') {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|&c| c != '\u{ad}' && c != '\u{feff}' && c != '\u{200c}'));
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

/// Undoes `&amp;` and its kin, also where a system escaped twice.
pub(crate) fn unescape(s: &str) -> String {
    if !s.contains('&') && !s.contains('<') {
        return s.to_owned();
    }
    let once: String = scraper::Html::parse_fragment(s).root_element().text().collect();
    if once.contains("&#") || once.contains("&amp;") || once.contains("&quot;") {
        return scraper::Html::parse_fragment(&once).root_element().text().collect();
    }
    once
}

/// The language whose frequent words the text uses most, if that is clear.
pub(crate) fn guess_language(text: &str) -> Option<&'static str> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(400).map(str::to_lowercase).collect();
    if words.len() < 8 {
        return None;
    }
    let counts = include_str!("../data/stopwords.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|l| {
        let (language, list) = l.split_once('\t')?;
        Some((words.iter().filter(|w| list.split(' ').any(|x| x == *w)).count(), language))
    });
    let (n, language) = counts.max_by_key(|&(n, l)| (n, l == "en"))?;
    (n * 10 >= words.len()).then_some(language)
}

/// Whether a paragraph-like line ends as a sentence does.
pub(crate) fn ends_sentence(s: &str) -> bool {
    s.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', ':', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_once_and_twice() {
        assert_eq!(unescape("A &amp; B"), "A & B");
        assert_eq!(unescape("It&amp;#8217;s"), "It’s");
    }

    #[test]
    fn languages_by_their_small_words() {
        assert_eq!(
            guess_language("The mayor of the town said that it was closed by the storm on the hill."),
            Some("en")
        );
        assert_eq!(
            guess_language("Der Bürgermeister und die Stadt haben das Amt mit dem Land nicht im Griff."),
            Some("de")
        );
        assert_eq!(guess_language("Hm."), None);
    }
}
