//! What is kept of a report to group it by: a few bytes a word, no text and no grammar.

use rashomon_text::PartialDate;
use rustc_hash::FxHashMap;

use crate::copies::Shingles;
use crate::independence::{self, Source};
use crate::story::Case;
use crate::terms::{self, Term, WordKind};

/// A word in the headline counts as if it stood so many more times in the text.
const TITLE: u8 = 1;
/// Counts are kept in six bits, kinds in two: no word needs more to be known for frequent.
const MOST: u8 = 63;

/// A report as far as grouping asks: its words, the sketch of its text, its day, and on whose word it rests.
///
/// A report of 200 words takes about two kilobytes, so that a hundred thousand of them are held with ease.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The reports' own order: ties and sums of floats must not depend on the order of input.
    pub(crate) key: (u64, u64),
    /// Different content words, sorted.
    words: Box<[Term]>,
    /// How often each stands, and of what kind it is.
    counts: Box<[u8]>,
    /// The text as sequences of words.
    pub(crate) shingles: Shingles,
    /// The day of publication, counted from 1 January 1970.
    pub(crate) day: Option<i32>,
    /// Who published it.
    pub(crate) outlet: Option<Source>,
    /// It is in a language that is not read: names and numbers are all that is known of it.
    pub(crate) unread: bool,
    /// On whose word most or all of it is.
    pub(crate) rests_on: Vec<Source>,
}

/// The parts of a [`Profile`], for whoever keeps it. Their meaning is this crate's own; they are numbers that are the same in
/// every run.
///
/// ```
/// use rashomon_story::{Case, Profile};
/// # use rashomon_lang::Analysis;
/// # use rashomon_page::Report;
/// # use rashomon_reading::Reading;
/// # let case = Case { report: Report::default(), analysis: Analysis::default(), reading: Reading::default() };
/// let profile = Profile::of(&case);
/// let parts = profile.clone().into_parts();
/// assert_eq!(Profile::from_parts(parts.clone()).map(Profile::into_parts), Some(parts));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in the profile")]
pub struct ProfileParts {
    pub key: (u64, u64),
    pub words: Box<[u64]>,
    pub counts: Box<[u8]>,
    pub own_shingles: Box<[u32]>,
    pub quoted_shingles: Box<[u32]>,
    pub day: Option<i32>,
    pub outlet: Option<u64>,
    pub unread: bool,
    pub rests_on: Vec<u64>,
}

impl Profile {
    /// Its parts.
    #[must_use]
    pub fn into_parts(self) -> ProfileParts {
        let Self { key, words, counts, shingles, day, outlet, unread, rests_on } = self;
        let (own_shingles, quoted_shingles) = shingles.into_parts();
        ProfileParts { key, words, counts, own_shingles, quoted_shingles, day, outlet, unread, rests_on }
    }

    /// Of these parts. `None` for parts that no profile has: words or shingles out of order, or without a count each.
    #[must_use]
    pub fn from_parts(parts: ProfileParts) -> Option<Self> {
        let ProfileParts { key, words, counts, own_shingles, quoted_shingles, day, outlet, unread, rests_on } = parts;
        if words.len() != counts.len() || !words.is_sorted() {
            return None;
        }
        let shingles = Shingles::from_parts(own_shingles, quoted_shingles)?;
        Some(Self { key, words, counts, shingles, day, outlet, unread, rests_on })
    }

    /// The day of publication, counted from 1 January 1970, where it is known.
    #[must_use]
    pub fn day(&self) -> Option<i32> {
        self.day
    }

    /// Of a report that was read.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let report = &case.report;
        let mut words: Vec<(Term, u8)> =
            count(case).into_iter().map(|(w, (n, kind))| (w, n.min(MOST) | (kind as u8) << 6)).collect();
        words.sort_unstable_by_key(|w| w.0);
        let date = report.published.as_ref().map(|d| d.date).or_else(|| report.dateline.as_ref().and_then(|d| d.date));
        Self {
            key: (terms::term(&report.text), terms::term(&report.id)),
            words: words.iter().map(|w| w.0).collect(),
            counts: words.iter().map(|w| w.1).collect(),
            shingles: Shingles::of(case),
            day: date.and_then(day),
            unread: is_unread(case),
            outlet: report.outlet.as_deref().map(independence::outlet),
            rests_on: independence::rests_on(case),
        }
    }

    /// Its different content words.
    pub(crate) fn terms(&self) -> &[Term] {
        &self.words
    }

    /// Each word, how often it stands, and its kind.
    pub(crate) fn words(&self) -> impl Iterator<Item = (Term, f32, WordKind)> {
        self.words.iter().zip(&self.counts).map(|(&w, &c)| {
            let kind = match c >> 6 {
                0 => WordKind::Word,
                1 => WordKind::Name,
                _ => WordKind::Number,
            };
            (w, f32::from(c & MOST), kind)
        })
    }
}

/// How often each word stands in the report.
fn count(case: &Case) -> FxHashMap<Term, (u8, WordKind)> {
    let a = &case.analysis;
    let mut counts: FxHashMap<Term, (u8, WordKind)> = FxHashMap::default();
    if is_unread(case) {
        names_and_numbers(&case.report.text, &mut counts);
        return counts;
    }
    let head = case.report.title.as_deref().unwrap_or("").to_lowercase();
    let in_title: Vec<&str> = head.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    for i in 0..a.len() {
        if let Some((w, kind)) = terms::content(a, i) {
            let at = counts.entry(w).or_insert_with(|| (if in_title.contains(&a.lower(i)) { TITLE } else { 0 }, kind));
            at.0 = at.0.saturating_add(1);
            if kind == WordKind::Name {
                at.1 = WordKind::Name;
            }
        }
    }
    counts
}

/// Whether the report has a text of which nothing was read.
fn is_unread(case: &Case) -> bool {
    case.analysis.is_empty() && !case.report.text.trim().is_empty()
}

/// Counts what a text in any language shares with others: words with a capital that begin no sentence, and numbers.
fn names_and_numbers(text: &str, counts: &mut FxHashMap<Term, (u8, WordKind)>) {
    let mut begins = true;
    for piece in text.split_whitespace() {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let first = word.chars().next();
        let kind = match first {
            Some(c) if c.is_numeric() && word.chars().filter(|c| c.is_numeric()).count() > 1 => Some(WordKind::Number),
            Some(c) if c.is_uppercase() && !begins && word.chars().count() > 2 => Some(WordKind::Name),
            _ => None,
        };
        if let Some(kind) = kind {
            // Helsinki's, Helsingin: the possessive of English alone can be taken off without knowing the language.
            let word = word.trim_end_matches("'s").trim_end_matches("’s").to_lowercase();
            let at = counts.entry(terms::term(&word)).or_insert((0, kind));
            at.0 = at.0.saturating_add(1);
        }
        begins = first.is_none() && begins || piece.ends_with(['.', '!', '?', ':', '„', '“', '"', '«', '»']);
    }
}

/// The day of a date whose year and month are known; the middle of the month where the day is not.
fn day(date: PartialDate) -> Option<i32> {
    let (year, month, day) = (i32::from(date.year?), i32::from(date.month?), i32::from(date.day.unwrap_or(15)));
    // Years begin in March, so that the day that some years lack is the last (Hinnant's days_from_civil).
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let of = |s: &str| PartialDate::parse(s).and_then(day);
        assert_eq!((of("1970-01-01"), of("1969-12-31")), (Some(0), Some(-1)));
        assert_eq!(of("2024-03-01").zip(of("2024-02-28")).map(|(a, b)| a - b), Some(2));
        assert_eq!(of("2023-03-01").zip(of("2023-02-28")).map(|(a, b)| a - b), Some(1));
        assert_eq!((of("XXXX-08-17"), of("2018")), (None, None));
    }

    #[test]
    fn of_a_text_that_is_not_read_names_and_numbers_are_known() {
        let mut unread = case("a", "");
        unread.report.text = "Die Fähre Solveig sank vor Askvik. Alle 40 Menschen wurden gerettet, sagte Okoro.".into();
        let p = Profile::of(&unread);
        let known: Vec<Term> = p.words().map(|w| w.0).collect();
        for (word, is_known) in
            [("solveig", true), ("askvik", true), ("40", true), ("okoro", true), ("die", false), ("alle", false)]
        {
            assert_eq!(known.contains(&terms::term(word)), is_known, "{word}");
        }
        assert!(p.unread && !Profile::of(&case("b", "Okoro saw barges .")).unread);
    }

    #[test]
    fn words_keep_their_count_and_kind() {
        let p = Profile::of(&case("a", "Okoro saw 12 barges . barges of Okoro ."));
        let found: Vec<(Term, f32, WordKind)> = p.words().collect();
        let with = |w: &str| found.iter().find(|x| x.0 == terms::term(w)).map(|x| (x.1, x.2));
        assert_eq!(with("okoro"), Some((2.0, WordKind::Name)));
        assert_eq!(with("barges"), Some((2.0, WordKind::Word)));
        assert_eq!(with("12"), Some((1.0, WordKind::Number)));
    }
}
