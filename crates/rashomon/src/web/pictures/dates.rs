//! Values of dates as reports give them: days, weeks, months, years, and stretches of them.

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// The day that others are counted from.
const ORIGIN: Date = Date::constant(1970, 1, 1);

/// A stretch of days, as a value says it: "2018-07" is the whole of July.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct When {
    /// In days.
    pub first: i32,
    pub last: i32,
}

fn number(day: Date) -> i32 {
    // Sorting and drawing ask for whole days only.
    (day.duration_since(ORIGIN).as_hours() / 24) as i32
}

fn day(number: i32) -> Date {
    ORIGIN.saturating_add(number.days())
}

impl When {
    /// The stretch of a value; `None` where it says no year ("XXXX-08-17") or no place in it.
    pub fn of(value: &str) -> Option<Self> {
        if let Some((from, to)) = value.split_once('/') {
            let (from, to) = (Self::of(from)?, Self::of(to)?);
            return (from.first <= to.last).then_some(Self { first: from.first, last: to.last });
        }
        let value = value.split('T').next()?;
        if !value.is_ascii() {
            return None;
        }
        let year: i16 = value.get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
        let months = |from: i8, to: i8| {
            let (first, last) = (Date::new(year, from, 1).ok()?, Date::new(year, to, 1).ok()?.last_of_month());
            Some(Self { first: number(first), last: number(last) })
        };
        let rest = &value[4..];
        if rest.is_empty() {
            return months(1, 12);
        }
        let rest = rest.strip_prefix('-')?;
        let part = |mark: char| rest.strip_prefix(mark).and_then(|n| n.parse::<i8>().ok());
        if let Some(week) = part('W') {
            let first = number(ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date());
            return Some(Self { first, last: first + 6 });
        }
        if let Some(quarter) = part('Q').filter(|q| (1..=4).contains(q)) {
            return months(3 * quarter - 2, 3 * quarter);
        }
        if let Some(half) = part('H').filter(|h| (1..=2).contains(h)) {
            return months(6 * half - 5, 6 * half);
        }
        match rest.split_once('-') {
            None => rest.parse().ok().and_then(|m| months(m, m)),
            Some((m, d)) => {
                let at = number(Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()?);
                Some(Self { first: at, last: at })
            }
        }
    }

    /// The year that it begins in.
    pub fn year(self) -> i16 {
        day(self.first).year()
    }

    /// As a reader writes it below a heading with the year: "16 Jul", "July", "13–19 Aug".
    pub fn short(self) -> String {
        let (a, b) = (day(self.first), day(self.last));
        let month = |d: Date| d.strftime("%b").to_string();
        if self.first == self.last {
            return format!("{} {}", a.day(), month(a));
        }
        let whole = a.day() == 1 && b == b.last_of_month();
        match (whole, a.year() == b.year(), a.month() == b.month()) {
            (true, true, true) => a.strftime("%B").to_string(),
            (true, true, false) if (a.month(), b.month()) == (1, 12) => a.year().to_string(),
            (true, true, false) => format!("{}–{}", month(a), month(b)),
            (false, true, true) => format!("{}–{} {}", a.day(), b.day(), month(b)),
            (_, true, _) => format!("{} {} – {} {}", a.day(), month(a), b.day(), month(b)),
            (..) => format!("{} {} – {} {}", month(a), a.year(), month(b), b.year()),
        }
    }

    /// As it is written alone: "16 Jul 2018".
    pub fn long(self) -> String {
        let short = self.short();
        if short.contains(&self.year().to_string()) { short } else { format!("{short} {}", self.year()) }
    }
}

/// A number of days in the unit that one would say it in.
pub(super) fn length(days: i32) -> String {
    let said = |n: i32, unit: &str| format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
    match days {
        ..21 => said(days, "day"),
        21..60 => said((days + 3) / 7, "week"),
        60..700 => said((days + 15) / 30, "month"),
        _ => said((days + 182) / 365, "year"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_is_a_stretch_and_is_said_shortly() {
        for (value, days, said) in [
            ("2018-07-16", 1, "16 Jul 2018"),
            ("2018-07-16T14:00", 1, "16 Jul 2018"),
            ("2018-07", 31, "July 2018"),
            ("2018-W33", 7, "13–19 Aug 2018"),
            ("2018-Q3", 92, "Jul–Sep 2018"),
            ("2020", 366, "2020"),
            ("2018-07-30/2018-08-02", 4, "30 Jul – 2 Aug 2018"),
            ("2018-12-30/2019-01-02", 4, "Dec 2018 – Jan 2019"),
        ] {
            let when = When::of(value).expect(value);
            assert_eq!((when.last - when.first + 1, when.long().as_str()), (days, said), "{value}");
        }
    }

    #[test]
    fn what_has_no_place_in_time_has_none() {
        for value in [
            "",
            "XXXX-08-17",
            "2018-13",
            "2018-02-30",
            "2018-W60",
            "2018-SU",
            "20é8",
            "2018-07-16/2018-07-01",
            "PRESENT_REF",
        ] {
            assert_eq!(When::of(value), None, "{value}");
        }
    }

    #[test]
    fn lengths_are_said_in_their_unit() {
        assert_eq!([1, 30, 92, 800].map(length), ["1 day", "4 weeks", "3 months", "2 years"]);
    }
}
