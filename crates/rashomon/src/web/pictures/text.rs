//! Words of reports in pictures: made harmless, measured, shortened and broken into lines.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;

/// The size of letters, in pixels; `pictures.css` says the same.
pub(super) const SIZE: f64 = 13.0;

/// The size of dates and other lesser words.
pub(super) const SMALL: f64 = 12.0;

/// From one line to the next.
pub(super) const LINE: f64 = 17.0;

/// More than anybody reads of a label; what is longer is cut before it is measured.
const LONGEST: usize = 400;

/// How wide the letters from space to tilde are, in hundredths of their size, in DejaVu Sans: of the fonts that systems
/// write with it is among the widest, so that words take no more room than is kept for them.
const ADVANCES: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69,
    61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63,
    59, 82, 59, 59, 52, 64, 34, 64, 84,
];

/// The text on one line, without characters that XML does not allow, that show nothing, or that turn the direction of
/// what follows.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let unseen = matches!(c, '\u{00AD}' | '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
            || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}');
        if unseen {
            continue;
        }
        if !(c.is_whitespace() || c.is_control()) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The start of a text that may be very long.
fn start(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(at, _)| &text[..at])
}

/// The text on one line, with an ellipsis where it is longer than anybody reads.
pub(super) fn told(text: &str) -> String {
    let mut letters = text.grapheme_indices(true).skip(LONGEST);
    match letters.next() {
        Some((at, _)) => format!("{}…", clean(&text[..at])),
        None => clean(text),
    }
}

/// How wide the text is in letters of a size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let hundredths: u32 = text
        .chars()
        .map(|c| match c {
            ' '..='~' => u32::from(ADVANCES[c as usize - ' ' as usize]),
            _ => [0, 70, 105][c.width().unwrap_or(0).min(2)],
        })
        .sum();
    f64::from(hundredths) / 100.0 * size
}

/// The text in at most that width: where it is longer it ends in an ellipsis, after a word if one ends in the second half,
/// else after a letter with all its accents.
pub(super) fn shortened(text: &str, room: f64, size: f64) -> String {
    let text = clean(start(text));
    if width(&text, size) <= room {
        return text;
    }
    let room = room - width("…", size);
    let (mut end, mut used) = (0, 0.0);
    for (at, letter) in text.grapheme_indices(true) {
        used += width(letter, size);
        if used > room {
            break;
        }
        end = at + letter.len();
    }
    let kept = &text[..end];
    let kept = match kept.rfind(' ') {
        Some(at) if at > end / 2 && !text[end..].starts_with(' ') => &kept[..at],
        _ => kept,
    };
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '-', '–']))
}

/// The text in at most so many lines of a width; what does not fit ends in an ellipsis.
pub(super) fn lines(text: &str, room: f64, size: f64, most: usize) -> Vec<String> {
    let text = clean(start(text));
    let mut out = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        if out.len() + 1 == most || width(rest, size) <= room {
            out.push(shortened(rest, room, size));
            break;
        }
        let (mut used, mut end) = (0.0, 0);
        for (at, word) in rest.split_word_bound_indices() {
            used += width(word, size);
            if used > room && !word.trim().is_empty() {
                break;
            }
            // A line may break after a space or a hyphen, not between a word and its comma.
            if word.trim().is_empty() || word.ends_with(['-', '–', '/']) {
                end = at + word.len();
            }
        }
        if end == 0 {
            // A word longer than a line is broken within.
            let mut used = 0.0;
            for (at, letter) in rest.grapheme_indices(true) {
                used += width(letter, size);
                if used > room && at > 0 {
                    break;
                }
                end = at + letter.len();
            }
        }
        out.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    out
}

/// A number with the word for what is counted.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The address, if a page may lead to it: one of the web or of the page's own place. Anything else ("javascript:") is
/// foreign text that would be run. Nor has it characters that show nothing.
pub(super) fn address(link: &str) -> Option<&str> {
    if link.is_empty() || link.contains(char::is_whitespace) || clean(link) != link {
        return None;
    }
    let scheme = link.find([':', '/', '?', '#']).filter(|&at| link[at..].starts_with(':')).map(|at| &link[..at]);
    let known = |s: &str| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https");
    scheme.is_none_or(known).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_ends_after_a_word() {
        assert_eq!(shortened("The harbour of Lund is closed", 130.0, SIZE), "The harbour of…");
        assert_eq!(shortened("The harbour", 130.0, SIZE), "The harbour");
    }

    #[test]
    fn a_letter_keeps_its_accents() {
        let text = "e\u{301}".repeat(50);
        let short = shortened(&text, 60.0, SIZE);
        assert!(short.trim_end_matches('…').ends_with("e\u{301}"), "{short}");
        assert!(width(&short, SIZE) <= 60.0);
    }

    #[test]
    fn lines_keep_to_their_width_and_lose_nothing_before_the_last() {
        let text =
            "Ministers of Norland and Sudmark, who met at the harbour, could not agree on who pays for the dredging";
        let broken = lines(text, 200.0, SIZE, 9);
        assert_eq!(broken.join(" "), text);
        assert!(broken.iter().all(|l| width(l, SIZE) <= 200.0), "{broken:?}");
        let two = lines(text, 200.0, SIZE, 2);
        assert!(two.len() == 2 && two[1].ends_with('…'), "{two:?}");
    }

    #[test]
    fn nobody_is_told_ten_thousand_letters() {
        let long = "e\u{301}".repeat(10_000);
        assert_eq!(told(&long), format!("{}…", "e\u{301}".repeat(LONGEST)));
        assert_eq!(told("short"), "short");
    }

    #[test]
    fn what_turns_or_hides_text_is_left_out() {
        assert_eq!(clean(" a\u{202E}b\u{0}\u{7}c\n\td\u{2066} "), "ab c d");
    }

    #[test]
    fn only_the_web_is_led_to() {
        for good in ["/report/1#p2", "https://a.example/x", "HTTP://a.example", "#p1", "?q=a:b", "report/a:b"] {
            assert_eq!(address(good), Some(good));
        }
        for bad in
            ["javascript:alert(1)", "java\nscript:alert(1)", " javascript:x", "data:text/html,x", "/r/\u{202E}1", ""]
        {
            assert_eq!(address(bad), None, "{bad}");
        }
    }
}
