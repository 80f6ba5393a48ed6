//! Lines of a given width: wrapping, columns, dates and quotations for the eye.

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSplitter};
use unicode_width::UnicodeWidthStr as _;

pub(super) const HEADING: Style = Style::new().bold();
pub(super) const FAINT: Style = Style::new().dimmed();
pub(super) const PRO: Style = AnsiColor::Green.on_default();
pub(super) const CONTRA: Style = AnsiColor::Magenta.on_default();
pub(super) const ALERT: Style = AnsiColor::Yellow.on_default();

/// A text that grows line by line.
pub(super) struct Paper {
    pub width: usize,
    pub text: String,
}

impl Paper {
    /// As wide as the terminal, within reason; 80 columns where there is none.
    pub fn new() -> Self {
        let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse::<usize>().ok());
        let seen = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
        Self { width: asked.or(seen).unwrap_or(80).clamp(40, 100), text: String::new() }
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// One line as it is.
    pub fn line(&mut self, style: Style, text: &str) {
        self.text.push_str(&format!("{style}{text}{style:#}\n"));
    }

    /// `left` and, at the right edge where there is room, `right`; else on a line of its own.
    pub fn spread(&mut self, indent: usize, style: Style, left: &str, right_style: Style, right: &str) {
        let right = &tame(right);
        let pad = " ".repeat(indent);
        let room = self.width.saturating_sub(indent + right.width() + 2);
        let lines = wrap(left, if right.is_empty() { self.width - indent } else { room.max(20) });
        for (n, l) in lines.iter().enumerate() {
            if n == 0 && !right.is_empty() && indent + l.width() + 2 + right.width() <= self.width {
                let gap = " ".repeat(self.width - indent - l.width() - right.width());
                self.text.push_str(&format!("{pad}{style}{l}{style:#}{gap}{right_style}{right}{right_style:#}\n"));
            } else {
                self.text.push_str(&format!("{pad}{style}{l}{style:#}\n"));
            }
        }
        if !right.is_empty() && lines.first().is_some_and(|l| indent + l.width() + 2 + right.width() > self.width) {
            self.text.push_str(&format!("{pad}{right_style}{right}{right_style:#}\n"));
        }
    }

    /// Wrapped text at an indent.
    pub fn block(&mut self, indent: usize, style: Style, text: &str) {
        let pad = " ".repeat(indent);
        for l in wrap(text, self.width.saturating_sub(indent).max(20)) {
            self.text.push_str(&format!("{pad}{style}{l}{style:#}\n"));
        }
    }

    /// A label, then wrapped text beside it.
    pub fn labelled(&mut self, indent: usize, label_style: Style, label: &str, column: usize, text: &str) {
        let label = &tame(label);
        let pad = " ".repeat(indent);
        let gap = column.saturating_sub(label.width()).max(2);
        let hang = indent + label.width() + gap;
        let lines = wrap(text, self.width.saturating_sub(hang).max(20));
        for (n, l) in lines.iter().enumerate() {
            if n == 0 {
                self.text.push_str(&format!("{pad}{label_style}{label}{label_style:#}{}{l}\n", " ".repeat(gap)));
            } else {
                self.text.push_str(&format!("{}{l}\n", " ".repeat(hang)));
            }
        }
    }
}

/// Without control characters: text of a page must not steer the terminal that shows it.
pub(super) fn tame(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let text = &tame(text);
    let options = Options::new(width).word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(|l| l.trim_end().to_owned()).collect()
}

/// A stretch of text between quotation marks, on one line, cut at a word where it is long. What the marks enclose is
/// word for word; a cut shows as an ellipsis.
pub(super) fn quoted(text: &str, longest: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = flat.trim_matches([',', ';', ':', ' ']);
    // "that" only joins the quotation to the cue.
    let bare = bare.strip_prefix("that ").unwrap_or(bare);
    let whole = bare.starts_with(['“', '"']) && bare.ends_with(['”', '"']) && bare.matches(['“', '"']).count() == 1;
    let bare = if whole { bare.trim_matches(['“', '”', '"']) } else { bare };
    // Marks within marks.
    let inner = bare.replace(['“', '”'], "'").replace('"', "'");
    if inner.chars().count() <= longest {
        return format!("“{inner}”");
    }
    let mut cut: String = inner.chars().take(longest).collect();
    if let Some(space) = cut.rfind(' ') {
        cut.truncate(space);
    }
    format!("“{} …”", cut.trim_end_matches([',', ';', ':']))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A TIMEX3 value in words: "17 August 2018", "July (no year)", "week 33 of 2018"; other values as they are.
pub(crate) fn date(value: &str) -> String {
    if let Some(rest) = value.strip_prefix("after ") {
        return format!("after {}", date(rest));
    }
    // The hour goes; the T of PAST_REF parts no day from an hour.
    let day = |head: &&str| head.ends_with(|c: char| c.is_ascii_digit());
    let head = value.split('T').next().filter(day).unwrap_or(value);
    let mut parts = head.split('-');
    let year = parts.next().unwrap_or("");
    let month = parts.next();
    let day = parts.next();
    let year_words = if year == "XXXX" { " (no year)".to_owned() } else { format!(" {year}") };
    match (month, day) {
        (None, _) if year == "XXXX" => value.to_owned(),
        (None, _) => year.to_owned(),
        (Some(m), d) => match m.parse::<usize>().ok().filter(|m| (1..=12).contains(m)) {
            Some(m) => match d.and_then(|d| d.parse::<u8>().ok()) {
                Some(d) => format!("{d} {}{year_words}", MONTHS[m - 1]),
                None => format!("{}{year_words}", MONTHS[m - 1]),
            },
            None => match m.strip_prefix('W').and_then(|w| w.parse::<u8>().ok()) {
                Some(w) => format!("week {w} of{year_words}"),
                None => value.to_owned(),
            },
        },
    }
}

/// "1 report", "2 reports".
pub(crate) fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words() {
        for (value, words) in [
            ("2018-08-17", "17 August 2018"),
            ("XXXX-07", "July (no year)"),
            ("after XXXX-07", "after July (no year)"),
            ("2018", "2018"),
            ("2018-W33", "week 33 of 2018"),
            ("XXXX-WXX-5", "XXXX-WXX-5"),
            ("2018-08-17T10:00", "17 August 2018"),
            ("PAST_REF", "PAST_REF"),
        ] {
            assert_eq!(date(value), words);
        }
    }

    #[test]
    fn nothing_of_a_page_steers_the_terminal() {
        let mut p = Paper { width: 60, text: String::new() };
        p.labelled(0, Style::new(), "a\u{1b}[2J", 4, "b\u{1b}]0;owned\u{7}");
        p.spread(0, Style::new(), "c\u{9b}1m", Style::new(), "d\u{8}");
        assert!(!p.text.chars().any(|c| c.is_control() && c != '\n'), "{:?}", p.text);
    }

    #[test]
    fn quotations_are_cut_at_words() {
        assert_eq!(quoted("that the “base” will\nclose,", 80), "“the 'base' will close”");
        assert_eq!(quoted("one two three four", 9), "“one two …”");
        assert_eq!(quoted("“We stay.”", 80), "“'We stay.'”".replace("'", ""));
    }

    #[test]
    fn a_long_left_side_keeps_the_right_one_on_the_first_line() {
        let mut p = Paper { width: 40, text: String::new() };
        p.spread(1, Style::new(), "Does the mayor want the bridge to be closed?", Style::new(), "dispute");
        assert!(p.text.lines().all(|l| l.width() <= 40), "{}", p.text);
        assert!(p.text.lines().next().expect("a line").ends_with("dispute"));
    }
}
