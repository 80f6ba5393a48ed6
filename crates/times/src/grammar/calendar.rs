//! Dates that name a day, a month, a year, a decade or a century.

use super::Grammar;
use crate::found::{Found, When, Year};
use crate::lexicon::{Glue, Which};
use crate::token::{Gap, Kind};

impl Grammar<'_> {
    /// "17 August 2018", "Aug. 17", "August 2018", "2018-08-17", "8/17/2018", "the 17th of August".
    pub(super) fn calendar(&self, i: usize) -> Option<Found> {
        let t = self.t(i);
        if t.kind == Kind::Number {
            return self
                .numeric_date(i)
                .or_else(|| self.day_first(i))
                .or_else(|| self.day_of_range(i))
                .or_else(|| self.further_day(i));
        }
        if t.word.month != 0 {
            return self.month_first(i);
        }
        if self.ordinal(i).is_some() { self.day_first(i) } else { None }
    }

    /// A month's name at `i`, with the full stop of its abbreviation; where it ends.
    fn month(&self, i: usize) -> Option<(u8, usize)> {
        let t = self.t(i);
        if t.word.month == 0 || !t.capital || t.gap == Gap::Break && i > 0 && self.before(i).kind == Kind::Number {
            return None;
        }
        let dot = self.t(i + 1).is(b'.') && self.t(i + 1).gap == Gap::None && t.word.abbreviated;
        Some((t.word.month, i + 1 + usize::from(dot)))
    }

    fn month_first(&self, i: usize) -> Option<Found> {
        let (month, after) = self.month(i)?;
        if let Some((day, end)) = self.day_of_month(after) {
            let (year, to) = match self.year_after(end) {
                (Year::Open, to) => (self.year_of_range(end, month), to),
                given => given,
            };
            return exists(year, month, day).then(|| Found::date(i, to, When::Calendar { year, month, day }));
        }
        let (mut year, to) = self.year_after(after);
        // The full stop belongs to the sentence when nothing of the date follows it.
        let to = if year == Year::Open { i + 1 } else { to };
        if year == Year::Open {
            year = self.year_of_range(after, month);
        }
        if year == Year::Open && !self.bare_month(i, after) {
            return None;
        }
        Some(Found::date(i, to, When::Calendar { year, month, day: 0 }))
    }

    /// Where the second end of a range begins, if one follows: "3-5 May", "May and June", "1 to 3 May".
    pub(super) fn range(&self, i: usize) -> Option<usize> {
        let t = self.t(i);
        let joint = t.is(b'-')
            || t.is(b'~')
            || t.gap != Gap::Break && matches!(t.word.glue, Some(Glue::To | Glue::And | Glue::Or));
        (joint && self.t(i + 1).gap != Gap::Break).then_some(i + 1)
    }

    /// The year that stands only at the second end of a range: "April to July 1931", "March 7-11, 1722".
    fn year_of_range(&self, i: usize, month: u8) -> Year {
        let Some(mut at) = self.range(i) else { return Year::Open };
        let mut last = month;
        if let Some((m, after)) = self.month(at) {
            (last, at) = (m, after);
            if let Some((_, end)) = self.day_of_month(at) {
                at = end;
            }
        } else if let Some((_, end)) = self.day_of_month(at) {
            at = end;
        } else {
            return Year::Open;
        }
        match self.year_after(at).0 {
            // "December to January 1722" begins in the year before.
            Year::Known(y) => Year::Known(y - i16::from(last < month)),
            _ => Year::Open,
        }
    }

    /// The second day of "May 4 and 5", "March 7-11, 1722".
    fn further_day(&self, i: usize) -> Option<Found> {
        if i < 3 {
            return None;
        }
        let (t, joint) = (self.t(i), i - 1);
        let first = self.t(joint - 1);
        if !(t.plain() && first.plain() && first.digits <= 2 && first.num < t.num) || self.range(joint) != Some(i) {
            return None;
        }
        let (day, end) = self.day_of_month(i)?;
        let dot = usize::from(self.t(joint - 2).is(b'.'));
        let (month, after) = self.month((joint - 2).checked_sub(dot)?)?;
        // "May 4 and 5 people", "May 4 to 10 June" are other things; "the May 4-5 fair" is not.
        let dash = self.t(joint).word.glue.is_none();
        if after != joint - 1
            || !dash
                && self.t(end).kind == Kind::Word
                && !self.t(end).word.preposition
                && !self.t(end).capital
                && self.t(end).word.tense.is_none()
                && self.t(end).gap != Gap::Break
            || self.month(end).is_some()
        {
            return None;
        }
        let (year, to) = self.year_after(end);
        exists(year, month, day).then(|| Found::date(i, to, When::Calendar { year, month, day }))
    }

    /// The first day of "3-4 May", "between 3 and 5 May 1722".
    fn day_of_range(&self, i: usize) -> Option<Found> {
        let (day, end) = self.day_of_month(i)?;
        let (last, end) = self.day_of_month(self.range(end)?)?;
        let of = usize::from(self.t(end).word.glue == Some(Glue::Of));
        let (month, after) = self.month(end + of)?;
        let (year, _) = self.year_after(after);
        (day < last && exists(year, month, day)).then(|| Found::date(i, i + 1, When::Calendar { year, month, day }))
    }

    /// Whether a month that stands alone is one: "May said", "March on", "Jan told" are not.
    fn bare_month(&self, i: usize, after: usize) -> bool {
        let w = &self.t(i).word;
        let prev = self.before(i);
        let led = prev.word.preposition
            || prev.word.which.is_some()
            || prev.word.shade.is_some()
            || self.eq(i.wrapping_sub(1), "of");
        if w.abbreviated {
            return led && after > i + 1;
        }
        if self.t(i).gap != Gap::Break && led && !self.t(after).capital {
            return true;
        }
        // "May" and "March" alone are too often a name, a verb or a walk.
        if matches!(w.month, 3 | 5) {
            led
        } else {
            !self.t(after).capital || self.t(after).gap == Gap::Break || prev.kind == Kind::Word
        }
    }

    /// A day at `i`: "17", "17th", "eighth"; not the head of a clock time or a percentage.
    fn day_of_month(&self, i: usize) -> Option<(u8, usize)> {
        let t = self.t(i);
        if t.gap == Gap::Break {
            return None;
        }
        if t.kind == Kind::Word {
            return self.ordinal(i).filter(|(day, _)| *day <= 31);
        }
        let fits = (t.plain() || t.nth) && t.digits <= 2 && (1..=31).contains(&t.num);
        let next = self.t(i + 1);
        let clock = next.gap == Gap::None
            && (next.is(b'%')
                || (next.is(b':') || next.is(b'.'))
                    && self.t(i + 2).kind == Kind::Number
                    && self.t(i + 2).gap == Gap::None);
        let percent = next.word.half_day != 0 || self.eq(i + 1, "percent") || self.eq(i + 1, "million");
        (fits && !clock && !percent).then_some((t.num as u8, i + 1))
    }

    fn day_first(&self, i: usize) -> Option<Found> {
        let (day, mut at) = self.day_of_month(i)?;
        let nth = self.t(i).nth || self.t(i).kind == Kind::Word;
        if self.t(at).word.glue == Some(Glue::Of) && nth {
            at += 1;
        }
        if self.t(at).is(b'-') && self.t(at).gap == Gap::None {
            at += 1;
        }
        let (month, after) = self.month(at)?;
        // "the first March on", "20 May supporters": the month must not run into a name.
        if self.t(at).word.abbreviated && after == at + 1 && self.t(after).capital {
            return None;
        }
        let dash = usize::from(self.t(after).is(b'-') && self.t(after).gap == Gap::None);
        // "15-Jan-98"
        let y = self.t(after + 1);
        if dash == 1 && self.t(at - 1).is(b'-') && y.plain() && y.digits == 2 && y.gap == Gap::None {
            let year = Year::Known(two_digit_year(y.num) as i16);
            return exists(year, month, day).then(|| Found::date(i, after + 2, When::Calendar { year, month, day }));
        }
        let (year, to) = self.year_after(after + dash);
        let to = if year == Year::Open { after } else { to };
        exists(year, month, day).then(|| Found::date(i, to, When::Calendar { year, month, day }))
    }

    /// "2018-08-17", "2018/08/17", "8/17/2018", "17.08.2018", "11-02-89".
    fn numeric_date(&self, i: usize) -> Option<Found> {
        let (a, m1, b, m2, c) = (self.t(i), self.t(i + 1), self.t(i + 2), self.t(i + 3), self.t(i + 4));
        let joint = match m1.kind {
            Kind::Mark(m @ (b'-' | b'/' | b'.')) => m,
            _ => return None,
        };
        let tight = (i + 1..i + 5).all(|k| self.t(k).gap == Gap::None);
        if !(a.plain() && b.plain() && c.plain() && m2.is(joint) && tight)
            || self.before(i).is(joint) && a.gap == Gap::None
        {
            return None;
        }
        if self.t(i + 5).is(joint) && self.t(i + 5).gap == Gap::None && self.t(i + 6).kind == Kind::Number {
            return None;
        }
        let (year, month, day) = match (a.digits, b.digits, c.digits) {
            (4, 1..=2, 1..=2) => (a.num, b.num, c.num),
            // American order, unless only the other makes a date; with points always day first.
            (1..=2, 1..=2, 4) if joint == b'.' || a.num > 12 => (c.num, b.num, a.num),
            (1..=2, 1..=2, 4) => (c.num, a.num, b.num),
            (1..=2, 1..=2, 2) if joint != b'.' && a.num <= 12 => (two_digit_year(c.num), a.num, b.num),
            (1..=2, 1..=2, 2) if joint == b'/' => (two_digit_year(c.num), b.num, a.num),
            _ => return None,
        };
        if !((1000..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)) {
            return None;
        }
        let year = Year::Known(year as i16);
        exists(year, month as u8, day as u8)
            .then(|| Found::date(i, i + 5, When::Calendar { year, month: month as u8, day: day as u8 }))
    }

    /// The year that follows a month, a quarter or a season: "1998", ", 1998", "'98", "of last year".
    pub(super) fn year_after(&self, i: usize) -> (Year, usize) {
        let none = (Year::Open, i);
        let mut at = i;
        if self.t(at).gap == Gap::Break {
            return none;
        }
        let comma = self.t(at).is(b',');
        at += usize::from(comma);
        let of = self.t(at).word.glue == Some(Glue::Of) || !comma && self.eq(at, "in");
        at += usize::from(of && !comma);
        let t = self.t(at);
        if t.gap == Gap::Break {
            return none;
        }
        if let Some((year, to)) = self.year_of_era(at) {
            return (Year::Known(year), to);
        }
        if t.plain() && t.digits == 4 && (1000..2200).contains(&t.num) && !self.measures(at + 1) {
            return (Year::Known(t.num as i16), at + 1);
        }
        if t.is(b'\'') && !comma {
            let y = self.t(at + 1);
            if y.plain() && y.digits == 2 && y.gap == Gap::None {
                return (Year::Known(two_digit_year(y.num) as i16), at + 2);
            }
        }
        if comma || self.eq(i, "in") {
            return none;
        }
        if let Some(
            which @ (Which::Last | Which::This | Which::Next | Which::That | Which::Previous | Which::Following),
        ) = t.word.which
            && self.eq(at + 1, "year")
            && self.possessive(at + 2).is_none()
        {
            return (Year::Which(which), at + 2);
        }
        let the = usize::from(of && matches!(t.word.glue, Some(Glue::The)) || self.eq(at, "that"));
        if of && self.eq(at + the, "same") && self.eq(at + the + 1, "year") {
            return (Year::Which(Which::That), at + the + 2);
        }
        if let Some((year, to)) = self.spelled_year_at(at + the) {
            return (Year::Known(year), to);
        }
        none
    }

    /// Whether what stands at `i` makes the number before it a count: "2000 people", "1990 percent", "1,500-strong".
    fn measures(&self, i: usize) -> bool {
        let t = self.t(i);
        let tight = t.gap == Gap::None;
        match t.kind {
            Kind::Mark(b'%') => true,
            Kind::Mark(b':' | b'.' | b',') => {
                tight && self.t(i + 1).kind == Kind::Number && self.t(i + 1).gap == Gap::None
            }
            Kind::Word if tight => true,
            Kind::Word => t.word.unit.is_some() && t.word.plural || t.word.counted,
            _ => false,
        }
    }

    /// A year that stands alone, a decade, a span of years.
    pub(super) fn year(&self, i: usize) -> Option<Found> {
        let t = self.t(i);
        let prev = self.before(i);
        // "the 1980's", "the early 80's", as some papers write decades.
        if t.plain()
            && t.num.is_multiple_of(10)
            && (t.digits == 4 && (1000..2200).contains(&t.num) || t.digits == 2 && t.num >= 20)
            && (prev.word.glue == Some(Glue::The) || prev.word.shade.is_some() || prev.is(b'-'))
            && self.eq(i + 2, "s")
            && let Some(to) = self.possessive(i + 1)
            && (prev.word.glue.is_none() || self.of_year(i, to, Year::Open).is_none())
        {
            return Some(Found::date(i, to, When::Decade((t.num / 10) as i16)));
        }
        let tight_before = t.gap == Gap::None && i > 0;
        if t.plural_number && !t.grouped && t.num.is_multiple_of(10) {
            if let Some((before, to)) = self.era(i + 1).filter(|_| (2..=4).contains(&t.digits)) {
                let decade = (t.num / 10) as i16;
                return Some(Found::date(i, to, When::Decade(if before { -decade } else { decade })));
            }
            if t.digits == 4 && (1000..2200).contains(&t.num) {
                return Some(Found::date(i, i + 1, When::Decade((t.num / 10) as i16)));
            }
        }
        if !t.plain() || t.digits > 4 {
            return None;
        }
        if prev.is(b'$') || prev.is(b'#') || prev.is(b'/') && tight_before && t.digits != 2 {
            return None;
        }
        if let Some((year, to)) = self.year_of_era(i) {
            return Some(Found::date(i, to, When::Calendar { year: Year::Known(year), month: 0, day: 0 }));
        }
        // "499–493 BC", "from 499 to 493 BC": the era of the second holds for the first.
        let joint = self.t(i + 1);
        if (joint.is(b'-') || joint.is(b'~') || joint.word.glue == Some(Glue::To))
            && let Some((second @ ..0, _)) = self.year_of_era(i + 2)
            && -i32::from(second) < t.num as i32
        {
            return Some(Found::date(
                i,
                i + 1,
                When::Calendar { year: Year::Known(-(t.num as i16)), month: 0, day: 0 },
            ));
        }
        // "1939–45", "2018-19"
        if t.digits == 2 && tight_before && (prev.is(b'-') || prev.is(b'~') || prev.is(b'/')) && i >= 2 {
            let first = self.t(i - 2);
            if first.plain()
                && first.digits == 4
                && (1000..2200).contains(&first.num)
                && first.num % 100 < t.num
                && prev.gap == Gap::None
                && self.t(i + 1).kind != Kind::Number
                && !(self.t(i + 1).is(b'-') && self.t(i + 1).gap == Gap::None)
            {
                let year = first.num / 100 * 100 + t.num;
                return Some(Found::date(
                    i,
                    i + 1,
                    When::Calendar { year: Year::Known(year as i16), month: 0, day: 0 },
                ));
            }
        }
        if t.digits != 4 || !(1000..2100).contains(&t.num) || self.measures(i + 1) {
            return None;
        }
        if tight_before
            && !(prev.is(b'-')
                || prev.is(b'~')
                || prev.is(b'_')
                || prev.is(b'(')
                || prev.is(b'"')
                || prev.is(b'[')
                || prev.is(b'\''))
        {
            return None;
        }
        // "555-1989", "F-1990": behind a hyphen only after another year or a word such as "mid".
        if tight_before && prev.is(b'-') {
            let lead = self.t(i.saturating_sub(2));
            let year_before = lead.plain() && lead.digits == 4 && (1000..2100).contains(&lead.num);
            let word_before = lead.kind == Kind::Word
                && (lead.word.shade.is_some() || self.eq(i - 2, "pre") || self.eq(i - 2, "post"));
            if !year_before && !word_before {
                return None;
            }
        }
        let led = prev.word.preposition
            || prev.word.glue == Some(Glue::The)
            || prev.word.shade.is_some()
            || prev.is(b'(')
            || prev.is(b'~')
            || prev.is(b'-')
            || prev.word.season.is_some()
            || prev.is(b'/')
            || self.range(i + 1).is_some_and(|k| self.t(k).plain() && self.t(k).digits == 4 && self.t(k).num > t.num)
            || !matches!(self.t(i + 1).kind, Kind::Word | Kind::Number)
                && (prev.is(b',') || t.gap == Gap::Break || prev.capital)
            || self.t(i + 1).gap == Gap::Break && prev.is(b',');
        // Outside the last hundred years or so a bare number is mostly a count.
        if !led && !(1900..2060).contains(&t.num) {
            return None;
        }
        let year = Year::Known(t.num as i16);
        // "2017's third quarter"
        if let Some(next) = self.possessive(i + 1)
            && let Some(f) = self.of_year(i, next, year)
        {
            return Some(f);
        }
        Some(Found::date(i, i + 1, When::Calendar { year, month: 0, day: 0 }))
    }

    /// "490 BC" (-490), "79 AD" (79) at `i`.
    fn year_of_era(&self, i: usize) -> Option<(i16, usize)> {
        let t = self.t(i);
        let (before, to) = self.era(i + 1).filter(|_| t.plain() && t.digits <= 4)?;
        let year = i16::try_from(t.num).ok()?;
        Some((if before { -year } else { year }, to))
    }

    /// "BC", "B.C.", "BCE" (true), "AD", "A.D.", "CE" (false) at `i`.
    pub(super) fn era(&self, i: usize) -> Option<(bool, usize)> {
        match self.s(i) {
            "BC" | "BCE" => return Some((true, i + 1)),
            "AD" | "CE" => return Some((false, i + 1)),
            _ => {}
        }
        let (a, b) = (self.s(i), self.s(i + 2));
        let dotted = self.t(i + 1).is(b'.') && self.t(i + 3).is(b'.') && self.t(i + 2).gap == Gap::None;
        match (a, b) {
            ("B", "C") if dotted => Some((true, i + 4)),
            ("A", "D") if dotted => Some((false, i + 4)),
            _ => None,
        }
    }

    /// "'90s"; "in '89", where a preposition keeps it from being a quotation.
    pub(super) fn short_year(&self, i: usize) -> Option<Found> {
        let t = self.t(i + 1);
        if t.plain() && t.digits == 2 && t.gap == Gap::None && self.t(i).gap == Gap::Space {
            let prev = self.before(i);
            let alone = !matches!(self.t(i + 2).kind, Kind::Number)
                && !self.measures(i + 2)
                && self.possessive(i + 2).is_none_or(|k| k != i + 3);
            let year = Year::Known(two_digit_year(t.num) as i16);
            return (prev.word.preposition && prev.kind == Kind::Word && alone)
                .then(|| Found::date(i, i + 2, When::Calendar { year, month: 0, day: 0 }));
        }
        (t.plural_number && t.digits == 2 && t.num.is_multiple_of(10) && t.gap == Gap::None)
            .then(|| Found::date(i, i + 2, When::Decade((t.num / 10) as i16)))
    }

    /// "nineteen sixties", "eighteen eighties".
    pub(super) fn spelled_decade(&self, i: usize) -> Option<Found> {
        let century = self.t(i).word.number.filter(|n| (15..=20).contains(n))?;
        let decade = self.t(i + 1).word.decade;
        let said = decade != 0 && self.t(i + 1).gap != Gap::Break;
        said.then(|| Found::date(i, i + 2, When::Decade(i16::from(century) * 10 + i16::from(decade / 10))))
    }

    /// "nineteen ninety-six", "two thousand and three".
    pub(super) fn spelled_year(&self, i: usize) -> Option<Found> {
        let (year, to) = self.spelled_year_at(i)?;
        (self.unit(to).is_none())
            .then(|| Found::date(i, to, When::Calendar { year: Year::Known(year), month: 0, day: 0 }))
    }

    fn spelled_year_at(&self, i: usize) -> Option<(i16, usize)> {
        let century = self.t(i).word.number.filter(|n| (15..=20).contains(n) || *n == 2)?;
        if century == 2 {
            // "in two thousand three", behind a preposition: else it is a count.
            if !(self.eq(i + 1, "thousand") && self.follows_preposition(i)) {
                return None;
            }
            let and = usize::from(self.t(i + 2).word.glue == Some(Glue::And));
            let (rest, to) = self.below_hundred(i + 2 + and)?;
            return (!self.measures(to)).then_some((2000 + rest as i16, to));
        }
        let next = i + 1 + usize::from(self.t(i + 1).is(b'-'));
        let (rest, to) = self.below_hundred(next)?;
        (rest >= 10 && self.t(next).gap != Gap::Break).then_some((i16::from(century) * 100 + rest as i16, to))
    }
}

/// The year that two digits mean: the century turns at 50, as in TempEval's corpora and most style books.
pub(super) fn two_digit_year(n: u32) -> u32 {
    if n < 50 { 2000 + n } else { 1900 + n }
}

/// Whether a calendar has such a day.
fn exists(year: Year, month: u8, day: u8) -> bool {
    // Without a year any leap year will do.
    let year = if let Year::Known(y) = year { y } else { 2000 };
    jiff::civil::Date::new(year, month as i8, day as i8).is_ok()
}
