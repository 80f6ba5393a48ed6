//! Dates in text, in the forms and languages of the press.

use std::ops::Range;

use rashomon_text::PartialDate;

use super::day;
use super::names::month_in;

/// How to take 3/5/2018.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DayFirst {
    Yes,
    /// Month first, as Americans write, unless only the other way is a date.
    #[default]
    Unknown,
}

/// How dates are written on a page.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habits<'a> {
    pub order: DayFirst,
    /// Two letters, or nothing where the language is not known.
    pub language: &'a str,
}

impl From<DayFirst> for Habits<'_> {
    fn from(order: DayFirst) -> Self {
        Self { order, language: "" }
    }
}

/// One piece of text: a number, a word or another character.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    Number(u32, usize),
    Word(&'a str),
    Mark(char),
}

/// Dates in running text with the bytes they cover; with a year always, except where `in_text_loose` allows none.
pub(crate) fn in_text<'a>(s: &str, habits: impl Into<Habits<'a>>) -> Vec<(PartialDate, Range<usize>)> {
    scan(s, habits.into(), false)
}

/// As [`in_text`], and days without a year as well ("17 August").
pub(crate) fn in_text_loose(s: &str) -> Vec<(PartialDate, Range<usize>)> {
    scan(s, Habits::default(), true)
}

fn scan(s: &str, habits: Habits<'_>, loose: bool) -> Vec<(PartialDate, Range<usize>)> {
    // Most lines hold no number.
    if !s.chars().any(|c| digit(c).is_some()) {
        return Vec::new();
    }
    let pieces = pieces(s);
    let mut out = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        let rest = &pieces[i..];
        let hit = numeric(rest, habits.order).or_else(|| worded(rest, habits.language, loose));
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

/// The value of a digit of ours, of Arabic, Persian or Devanagari, or of full width.
fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| {
        let zero = ['\u{660}', '\u{6f0}', '\u{966}', '\u{ff10}']
            .into_iter()
            .find(|&z| c >= z && u32::from(c) < u32::from(z) + 10);
        zero.map(|z| u32::from(c) - u32::from(z))
    })
}

fn pieces(s: &str) -> Vec<(Piece<'_>, Range<usize>)> {
    let mut out = Vec::new();
    let mut chars = s.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c == '\u{ad}' {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut value = digit(c);
        let is_number = value.is_some();
        let mut digits = 1;
        if is_number || c.is_alphabetic() {
            while let Some(&(at, n)) = chars.peek() {
                match digit(n) {
                    Some(d) if is_number => {
                        digits += 1;
                        value = value.and_then(|v| v.checked_mul(10)?.checked_add(d));
                    }
                    None if !is_number && n.is_alphabetic() && !('\u{4e00}'..='\u{9fff}').contains(&n) => {}
                    _ => break,
                }
                end = at + n.len_utf8();
                chars.next();
            }
        }
        let piece = match &s[start..end] {
            _ if is_number => Piece::Number(value.unwrap_or(0), digits),
            t if c.is_alphabetic() => Piece::Word(t),
            _ => Piece::Mark(c),
        };
        out.push((piece, start..end));
    }
    out
}

type Pieces<'a> = [(Piece<'a>, Range<usize>)];

/// 2018-08-17, 2018/08/17, 17.08.2018, 8/17/2018, 17.08.18, 2018年8月17日, 2018년 8월 17일.
fn numeric(p: &Pieces<'_>, order: DayFirst) -> Option<(PartialDate, usize)> {
    let (Piece::Number(a, la), Piece::Number(b, lb), Piece::Number(c, lc)) = (p.first()?.0, p.get(2)?.0, p.get(4)?.0)
    else {
        return None;
    };
    let tight = (0..4).all(|i| p[i].1.end == p[i + 1].1.start)
        || matches!(p[1].0, Piece::Mark('.')) && p[0].1.end == p[1].1.start;
    let joint = match (p[1].0, p[3].0) {
        (Piece::Mark(x), Piece::Mark(y)) if x == y && matches!(x, '-' | '/' | '.' | '‑' | '–') => x,
        (Piece::Word("年"), Piece::Word("月")) | (Piece::Word("년"), Piece::Word("월")) => '年',
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
                    day(year, b, a).or_else(|| day(year, a, b).filter(|_| joint != '.'))
                }
                _ => day(year, a, b).or_else(|| day(year, b, a)),
            }
        }
        _ => None,
    }?;
    Some((d, if joint == '年' && matches!(p.get(5), Some((Piece::Word("日" | "일"), _))) { 6 } else { 5 }))
}

/// 17 August 2018, 17. August 2018, 17 de agosto de 2018, 17-Aug-18, August 17, 2018, Aug 17 10:00:00 2018,
/// 2018. augusztus 17., ngày 17 tháng 8 năm 2018, 17 August.
fn worded(p: &Pieces<'_>, language: &str, loose: bool) -> Option<(PartialDate, usize)> {
    let at = |i: usize| p.get(i).map(|x| x.0);
    let joins = |i: usize| {
        matches!(
            at(i),
            Some(
                Piece::Word("de" | "of" | "del" | "di" | "d" | "du" | "den" | "dell" | "m")
                    | Piece::Mark('.' | ',' | '\'' | '’')
            )
        )
    };
    let skip = |mut i: usize| {
        let from = i;
        while i < from + 3 && joins(i) {
            i += 1;
        }
        i
    };
    let suffix = |i: usize| {
        usize::from(matches!(
            at(i),
            Some(Piece::Word("st" | "nd" | "rd" | "th" | "er" | "º" | "ste" | "de" | "η" | "ης"))
        ))
    };
    let dash = |i: usize| usize::from(matches!(at(i), Some(Piece::Mark('-' | '/' | '–'))));
    let yearless = |m: u8, d: u32, used: usize| {
        let date = PartialDate { year: None, month: Some(m), day: u8::try_from(d).ok() };
        (loose && PartialDate::parse(&date.to_string()).is_some()).then_some((date, used))
    };
    match at(0)? {
        Piece::Number(d, 1..=2) => {
            let i = skip(1 + suffix(1));
            let joint = dash(i);
            let i = i + joint;
            let Piece::Word(w) = at(i)? else { return None };
            if w.eq_ignore_ascii_case("tháng") {
                let Piece::Number(m, 1..=2) = at(i + 1)? else { return None };
                let y = skip(i + 2) + usize::from(matches!(at(skip(i + 2)), Some(Piece::Word("năm"))));
                let Piece::Number(year, 4) = at(y)? else { return None };
                return Some((day(year, m, d)?, y + 1));
            }
            let m = month_in(w, language)?;
            let y = skip(i + 1);
            let y = y + dash(y);
            match at(y) {
                Some(Piece::Number(year, 4)) => Some((day(year, u32::from(m), d)?, y + 1)),
                // 17-Aug-18, 17 Aug '18
                Some(Piece::Number(year, 2))
                    if joint == 1 && dash(y - 1) == 1 || matches!(at(y - 1), Some(Piece::Mark('\'' | '’'))) =>
                {
                    Some((day(2000 + year, u32::from(m), d)?, y + 1))
                }
                _ => yearless(m, d, i + 1),
            }
        }
        Piece::Number(year, 4) => {
            let i = skip(1);
            let Piece::Word(w) = at(i)? else { return None };
            let m = month_in(w, language)?;
            let i = skip(i + 1);
            let Piece::Number(d, 1..=2) = at(i)? else { return None };
            Some((day(year, u32::from(m), d)?, i + 1))
        }
        Piece::Word(w) => {
            let m = month_in(w, language)?;
            let i = skip(1);
            let i = i + dash(i);
            let Piece::Number(d, 1..=2) = at(i)? else { return None };
            let behind = i + 1 + suffix(i + 1);
            let y = skip(behind);
            let y = y + dash(y);
            if let Some(Piece::Number(year, 4)) = at(y) {
                return Some((day(year, u32::from(m), d)?, y + 1));
            }
            // As the C library prints it: the time of day before the year.
            let clock = matches!(
                (at(behind), at(behind + 1), at(behind + 2)),
                (Some(Piece::Number(_, 2)), Some(Piece::Mark(':')), Some(Piece::Number(_, 2)))
            );
            if clock {
                let year = (behind + 3..behind + 9).find_map(|k| match at(k) {
                    Some(Piece::Number(year, 4)) if !matches!(at(k - 1), Some(Piece::Mark('+' | '-'))) => {
                        Some((year, k))
                    }
                    _ => None,
                });
                if let Some((year, k)) = year {
                    return Some((day(year, u32::from(m), d)?, k + 1));
                }
            }
            yearless(m, d, behind)
        }
        Piece::Number(..) | Piece::Mark(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_day_and_month() {
        let d = |order| in_text("on 3/5/2018", order)[0].0.to_string();
        assert_eq!((d(DayFirst::Yes), d(DayFirst::Unknown)), ("2018-05-03".into(), "2018-03-05".into()));
    }

    #[test]
    fn dates_in_the_languages_of_the_press() {
        for s in [
            "the 17th of August, 2018",
            "August 17th, 2018",
            "17-Aug-2018",
            "17-Aug-18",
            "17 Aug '18",
            "17/ago/2018",
            "le 17 août 2018",
            "17 de agosto de 2018",
            "17 sierpnia 2018",
            "17. srpna 2018",
            "17. 8. 2018",
            "2018. augusztus 17.",
            "17 elokuuta 2018",
            "17 Ağustos 2018",
            "17 августа 2018 г.",
            "17 серпня 2018",
            "17 Αυγούστου 2018",
            "2018年8月17日",
            "2018년 8월 17일",
            "١٧ أغسطس 2018",
            "２０１８年８月１７日",
            "ngày 17 tháng 8 năm 2018",
        ] {
            let found = in_text(s, Habits::default());
            assert_eq!(found.first().map(|d| d.0.to_string()).as_deref(), Some("2018-08-17"), "{s}");
        }
        for s in ["version 1.2.2018.4", "17 ships of 2018", "may 2018", "32 August 2018", "call 2018-08-17-22"] {
            assert!(in_text(s, Habits::default()).is_empty(), "{s}");
        }
    }
}
