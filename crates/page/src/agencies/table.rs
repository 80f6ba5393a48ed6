//! The agencies and the words that credit them, from the data files.

use std::ops::Range;
use std::sync::LazyLock;

/// Mark and name, longest mark first.
static MARKS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut out: Vec<(&str, &str)> = Vec::new();
    for line in include_str!("../../data/agencies.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let Some(name) = columns.next() else { continue };
        let marks = columns.next().unwrap_or("").split(';').filter(|m| !m.is_empty());
        out.extend(std::iter::once(name).chain(marks).map(|m| (m, name)));
    }
    out.sort_by_key(|m| std::cmp::Reverse(m.0.len()));
    out
});

/// The name of the agency that goes by this mark.
pub(crate) fn named(mark: &str) -> Option<&'static str> {
    MARKS.iter().find(|m| m.0 == mark).map(|m| m.1)
}

/// The marks that stand in a text as words of their own, in its order.
pub(super) fn marks_in(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut out: Vec<(Range<usize>, &str)> = Vec::new();
    for (mark, name) in MARKS.iter() {
        for (at, _) in text.match_indices(mark) {
            let end = at + mark.len();
            let inside = text[..at].ends_with(char::is_alphanumeric) || text[end..].starts_with(char::is_alphanumeric);
            if !inside && !out.iter().any(|(r, _)| at < r.end && r.start < end) {
                out.push((at..end, name));
            }
        }
    }
    out.sort_by_key(|m| m.0.start);
    out
}

/// How a phrase of credit is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Head,
    In,
    Alone,
    Among,
}

/// A phrase of credit, how it is found, and whether the whole text is credited.
pub(super) type Phrase = (How, bool, &'static str);

pub(super) static PHRASES: LazyLock<Vec<Phrase>> =
    LazyLock::new(|| rows(include_str!("../../data/credits.tsv")).filter_map(Result::ok).flatten().collect());

fn rows(file: &'static str) -> impl Iterator<Item = Result<Vec<Phrase>, &'static str>> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| {
        let mut columns = l.split('\t');
        let whole = match columns.next() {
            Some("whole") => true,
            Some("part") => false,
            _ => return Err(l),
        };
        let how = match columns.next() {
            Some("head") => How::Head,
            Some("in") => How::In,
            Some("alone") => How::Alone,
            Some("among") => How::Among,
            _ => return Err(l),
        };
        columns.next().filter(|language| language.len() == 2).ok_or(l)?;
        let phrases = columns.next().ok_or(l)?;
        Ok(phrases.split(';').map(|p| (how, whole, p)).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_files_is_understood() {
        let wrong: Vec<_> = rows(include_str!("../../data/credits.tsv")).filter_map(Result::err).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        for line in include_str!("../../data/agencies.tsv").lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(columns.len() == 3 && !columns[0].is_empty() && columns[2].len() == 3, "{line}");
        }
    }

    #[test]
    fn no_mark_is_that_of_two_agencies() {
        let mut marks: Vec<&str> = MARKS.iter().map(|m| m.0).collect();
        marks.sort_unstable();
        let doubled: Vec<_> = marks.windows(2).filter(|w| w[0] == w[1]).collect();
        assert!(doubled.is_empty(), "{doubled:?}");
    }

    #[test]
    fn marks_are_words_of_their_own() {
        let found = |s: &str| marks_in(s).into_iter().map(|m| m.1).collect::<Vec<_>>();
        assert_eq!(found("(AFP/The Associated Press)"), ["Agence France-Presse", "Associated Press"]);
        assert_eq!(found("dpa-AFX"), ["Deutsche Presse-Agentur"]);
        assert!(found("MAPS and APES").is_empty());
    }
}
