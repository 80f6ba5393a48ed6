//! Words by a date that say what it is the date of, from the data file.

use std::ops::Range;
use std::sync::LazyLock;

/// What the words by a date say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// First publication.
    Published,
    /// A later change.
    Modified,
    /// Something else: a copyright, an event, a birth.
    Other,
}

static WORDS: LazyLock<Vec<(&'static str, Said)>> = LazyLock::new(|| {
    let mut out: Vec<(&str, Said)> =
        rows(include_str!("../../data/date_words.tsv")).filter_map(Result::ok).flatten().collect();
    // The longer phrase goes before the shorter one that it holds ("last updated", "updated").
    out.sort_unstable_by_key(|w| (std::cmp::Reverse(w.0.len()), w.0));
    out.dedup();
    out
});

fn rows(file: &'static str) -> impl Iterator<Item = Result<Vec<(&'static str, Said)>, &'static str>> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| {
        let mut columns = l.split('\t');
        let said = match columns.next() {
            Some("published") => Said::Published,
            Some("modified") => Said::Modified,
            Some("other") => Said::Other,
            _ => return Err(l),
        };
        columns.next().filter(|language| (2..=3).contains(&language.len())).ok_or(l)?;
        let words = columns.next().ok_or(l)?;
        Ok(words.split(", ").map(|w| (w, said)).collect())
    })
}

/// How far before a date the words may stand that speak of it, and how far behind it.
const BEFORE: usize = 90;
const BEHIND: usize = 28;

/// What the words by the date at `range` of a line say of it: the nearest before it, else those right behind it.
pub(crate) fn what_is_said(line: &str, range: &Range<usize>) -> Option<Said> {
    let mut from = range.start.saturating_sub(BEFORE);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let before = line[from..range.start].to_lowercase();
    let nearest = WORDS.iter().filter_map(|&(w, said)| Some((last_at(&before, w)?, said)));
    nearest.max_by_key(|n| n.0).map(|n| n.1).or_else(|| {
        let mut to = (range.end + BEHIND).min(line.len());
        while !line.is_char_boundary(to) {
            to -= 1;
        }
        let behind = line[range.end..to].to_lowercase();
        // "3 May 2018 (updated)"; another word in between speaks of something else.
        let behind = behind.trim_start_matches(|c: char| !c.is_alphabetic());
        WORDS.iter().find(|(w, _)| behind.starts_with(w)).map(|w| w.1)
    })
}

/// Where the last one of a phrase ends that begins at the head of a word.
fn last_at(text: &str, phrase: &str) -> Option<usize> {
    text.rmatch_indices(phrase)
        .find(|(at, _)| {
            let inside = text[..*at].chars().next_back().is_some_and(char::is_alphabetic);
            let goes_on = text[at + phrase.len()..].starts_with(char::is_alphabetic) && phrase.chars().count() < 6;
            // Words of scripts that leave no space, and marks, begin and end anywhere.
            !(inside || goes_on) || !phrase.starts_with(|c: char| c.is_alphabetic() && c < '\u{3000}')
        })
        .map(|(at, _)| at + phrase.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_file_is_understood() {
        let wrong: Vec<_> = rows(include_str!("../../data/date_words.tsv")).filter_map(Result::err).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_nearest_words_speak_of_a_date() {
        let said = |line: &str| {
            let at = line.find("3 May 2018").expect("a date");
            what_is_said(line, &(at..at + 10))
        };
        for (line, want) in [
            ("Published 1 May 2018, updated 3 May 2018", Some(Said::Modified)),
            ("Updated 4 May 2018 | Published on 3 May 2018", Some(Said::Published)),
            ("Zuletzt aktualisiert am 3 May 2018", Some(Said::Modified)),
            ("3 May 2018 (updated)", Some(Said::Modified)),
            ("© 3 May 2018", Some(Said::Other)),
            ("unpublished letters, 3 May 2018", None),
            ("3 May 2018", None),
        ] {
            assert_eq!(said(line), want, "{line}");
        }
    }
}
