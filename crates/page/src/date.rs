//! Dates as pages write them: machine-readable stamps and the visible text of many languages.

use std::sync::LazyLock;

use jiff::Timestamp;
use rashomon_text::PartialDate;

/// Months by name, from the data file.
static MONTHS: LazyLock<Vec<(&'static str, u8)>> = LazyLock::new(|| months(include_str!("../data/months.tsv")));

fn months(file: &'static str) -> Vec<(&'static str, u8)> {
    let mut out: Vec<(&str, u8)> = file
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .filter_map(|(m, names)| Some((m.parse().ok()?, names)))
        .flat_map(|(m, names): (u8, &str)| names.split(' ').map(move |n| (n, m)))
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The month that a word names.
pub(crate) fn month(word: &str) -> Option<u8> {
    if word.is_empty() || word.len() > 24 {
        return None;
    }
    let lower = word.to_lowercase();
    let at = MONTHS.binary_search_by(|(n, _)| (*n).cmp(lower.as_str())).ok()?;
    Some(MONTHS[at].1)
}

/// A day of a plausible year for a page.
pub(crate) fn plausible(d: PartialDate) -> bool {
    d.year.is_some_and(|y| (1990..2100).contains(&y))
}

/// The day that a machine-readable stamp gives: ISO 8601 in its variants, RFC 2822, seconds since 1970, or words.
pub(crate) fn stamp(s: &str) -> Option<PartialDate> {
    let s = s.trim();
    if s.len() < 6 || s.len() > 120 {
        return None;
    }
    let digits = s.bytes().take_while(u8::is_ascii_digit).count();
    if digits == s.len() {
        let n: i64 = s.parse().ok()?;
        return match digits {
            // 20180817, 20180817103000
            8 | 14 | 12 => day(n_of(&s[..4])?, n_of(&s[4..6])?, n_of(&s[6..8])?),
            10 => epoch(n),
            13 => epoch(n / 1000),
            _ => None,
        };
    }
    // 20180817T103000
    if digits == 8 && s.as_bytes().get(8) == Some(&b'T') {
        return day(n_of(&s[..4])?, n_of(&s[4..6])?, n_of(&s[6..8])?);
    }
    in_text(s, DayFirst::Unknown).into_iter().map(|(d, _)| d).find(|d| d.day.is_some())
}

fn n_of(s: &str) -> Option<u32> {
    s.parse().ok()
}

fn epoch(seconds: i64) -> Option<PartialDate> {
    let d = Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    Some(PartialDate::day(d.year(), d.month() as u8, d.day() as u8)).filter(|&d| plausible(d))
}

fn day(year: u32, month: u32, day: u32) -> Option<PartialDate> {
    let d =
        jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(PartialDate::day(d.year(), d.month() as u8, d.day() as u8)).filter(|&d| plausible(d))
}

/// How to take 3/5/2018.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayFirst {
    Yes,
    /// Month first, as Americans write, unless only the other way is a date.
    Unknown,
}

/// One piece of text: a number, a word or another character.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    Number(u32, usize),
    Word(&'a str),
    Mark(char),
}

/// Dates in running text with the bytes they cover; with a year always, except where `in_text_loose` allows none.
pub(crate) fn in_text(s: &str, order: DayFirst) -> Vec<(PartialDate, std::ops::Range<usize>)> {
    scan(s, order, false)
}

/// As [`in_text`], and days without a year as well ("17 August").
pub(crate) fn in_text_loose(s: &str) -> Vec<(PartialDate, std::ops::Range<usize>)> {
    scan(s, DayFirst::Unknown, true)
}

fn scan(s: &str, order: DayFirst, loose: bool) -> Vec<(PartialDate, std::ops::Range<usize>)> {
    let pieces = pieces(s);
    let mut out = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        let hit = numeric(&pieces[i..], order).or_else(|| worded(&pieces[i..], loose));
        match hit {
            Some((d, used)) => {
                out.push((d, pieces[i].1.start..pieces[i + used - 1].1.end));
                i += used;
            }
            None => i += 1,
        }
    }
    out
}

fn pieces(s: &str) -> Vec<(Piece<'_>, std::ops::Range<usize>)> {
    let mut out = Vec::new();
    let mut chars = s.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c == '\u{ad}' {
            continue;
        }
        let digit = c.is_ascii_digit();
        let mut end = start + c.len_utf8();
        if digit || c.is_alphabetic() {
            while let Some(&(at, n)) = chars.peek() {
                if digit && n.is_ascii_digit() || !digit && n.is_alphabetic() && !('\u{4e00}'..='\u{9fff}').contains(&n)
                {
                    end = at + n.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
        }
        let piece = match &s[start..end] {
            t if digit => Piece::Number(if t.len() <= 9 { t.parse().unwrap_or(0) } else { 0 }, t.len()),
            t if c.is_alphabetic() => Piece::Word(t),
            _ => Piece::Mark(c),
        };
        out.push((piece, start..end));
    }
    out
}

type Pieces<'a> = [(Piece<'a>, std::ops::Range<usize>)];

/// 2018-08-17, 2018/08/17, 17.08.2018, 8/17/2018, 17.08.18, 2018年8月17日
fn numeric(p: &Pieces<'_>, order: DayFirst) -> Option<(PartialDate, usize)> {
    let (Piece::Number(a, la), Piece::Number(b, lb), Piece::Number(c, lc)) = (p.first()?.0, p.get(2)?.0, p.get(4)?.0)
    else {
        return None;
    };
    let tight = (0..4).all(|i| p[i].1.end == p[i + 1].1.start)
        || matches!(p[1].0, Piece::Mark('.')) && p[0].1.end == p[1].1.start;
    let joint = match (p[1].0, p[3].0) {
        (Piece::Mark(x), Piece::Mark(y)) if x == y && matches!(x, '-' | '/' | '.') => x,
        (Piece::Word("年"), Piece::Word("月")) => '年',
        _ => return None,
    };
    if !tight && joint != '年' || lb > 2 {
        return None;
    }
    // More of the same behind it is a version or an address, not a date.
    if let (Some((Piece::Mark(m), r)), Some((Piece::Number(..), _))) = (p.get(5), p.get(6))
        && *m == joint
        && r.start == p[4].1.end
    {
        return None;
    }
    let d = match (la, lc) {
        (4, 1..=2) => day(a, b, c),
        (1..=2, 4) | (1..=2, 2) => {
            let year = if lc == 2 { 2000 + c } else { c };
            if lc == 2 && joint == '-' {
                return None;
            }
            match (joint, order) {
                ('.', _) | ('/', DayFirst::Yes) | ('-', _) => {
                    day(year, b, a).or_else(|| day(year, a, b).filter(|_| joint == '-'))
                }
                _ => day(year, a, b).or_else(|| day(year, b, a)),
            }
        }
        _ => None,
    }?;
    Some((d, if joint == '年' && matches!(p.get(5), Some((Piece::Word("日"), _))) { 6 } else { 5 }))
}

/// 17 August 2018, 17. August 2018, 17 de agosto de 2018, August 17, 2018, 17 August.
fn worded(p: &Pieces<'_>, loose: bool) -> Option<(PartialDate, usize)> {
    let at = |i: usize| p.get(i).map(|x| x.0);
    let joins = |i: usize| {
        matches!(at(i), Some(Piece::Word("de" | "of" | "del" | "di" | "d")) | Some(Piece::Mark('.' | ',' | '\'')))
    };
    let skip = |mut i: usize| {
        let from = i;
        while i < from + 2 && joins(i) {
            i += 1;
        }
        i
    };
    let suffix = |i: usize| usize::from(matches!(at(i), Some(Piece::Word("st" | "nd" | "rd" | "th" | "er" | "º"))));
    let year_at = |i: usize| match at(i) {
        Some(Piece::Number(y, 4)) => Some(y),
        _ => None,
    };
    match at(0)? {
        Piece::Number(d, 1..=2) => {
            let i = skip(1 + suffix(1));
            let i = if matches!(at(i), Some(Piece::Mark('-' | '–'))) { i + 1 } else { i };
            let Piece::Word(w) = at(i)? else { return None };
            let m = month(w)?;
            let y = skip(i + 1);
            let y = if matches!(at(y), Some(Piece::Mark('-'))) { y + 1 } else { y };
            if let Some(year) = year_at(y) {
                return Some((day(year, u32::from(m), d)?, y + 1));
            }
            let yearless = PartialDate::parse(&format!("XXXX-{m:02}-{d:02}"));
            loose.then_some(yearless).flatten().map(|d| (d, i + 1))
        }
        Piece::Word(w) => {
            let m = month(w)?;
            let i = skip(1);
            let Piece::Number(d, 1..=2) = at(i)? else { return None };
            let y = skip(i + 1 + suffix(i + 1));
            if let Some(year) = year_at(y) {
                return Some((day(year, u32::from(m), d)?, y + 1));
            }
            let yearless = PartialDate::parse(&format!("XXXX-{m:02}-{d:02}"));
            loose.then_some(yearless).flatten().map(|d| (d, i + 1 + suffix(i + 1)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(s: &str) -> Option<String> {
        stamp(s).map(|d| d.to_string())
    }

    #[test]
    fn stamps_of_machines() {
        for s in [
            "2018-08-17",
            "2018-08-17T22:30:00+02:00",
            "20180817",
            "20180817T223000Z",
            "1534502400",
            "1534502400000",
            "Fri, 17 Aug 2018 10:00:00 GMT",
            "Fri Aug 17, 2018",
            "2018/08/17 10:00",
            "8/17/2018 10:00:00 AM",
            "17.08.2018",
            "17. August 2018",
            "17 de agosto de 2018",
            "17 août 2018",
        ] {
            assert_eq!(one(s).as_deref(), Some("2018-08-17"), "{s}");
        }
        for s in ["", "yesterday", "2018", "1.2.3.4", "99999999999", "2018-02-30"] {
            assert_eq!(one(s), None, "{s}");
        }
    }

    #[test]
    fn order_of_day_and_month() {
        let d = |order| in_text("on 3/5/2018", order)[0].0.to_string();
        assert_eq!((d(DayFirst::Yes), d(DayFirst::Unknown)), ("2018-05-03".into(), "2018-03-05".into()));
    }

    #[test]
    fn every_month_has_names() {
        assert!((1..=12).all(|m| MONTHS.iter().filter(|x| x.1 == m).count() > 10));
        assert_eq!((month("März"), month("mars"), month("may"), month("soon")), (Some(3), Some(3), Some(5), None));
    }
}
