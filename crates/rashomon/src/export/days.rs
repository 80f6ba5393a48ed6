//! TIMEX3 values as days of the calendar.

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// How exactly a value names days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// A day.
    Day,
    /// A week from Monday.
    Week,
    /// A month.
    Month,
    /// A quarter or half of a year.
    Quarter,
    /// A year.
    Year,
}

/// A stretch of days, first and last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub first: Date,
    pub last: Date,
    pub grain: Grain,
}

/// The days that a value names. Seasons have no days that all agree on, nor has a day without its year: `None`.
pub fn days(value: &str) -> Option<Days> {
    let (year, rest) = value.split_at_checked(4)?;
    if !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let Some(rest) = rest.strip_prefix('-') else {
        return rest.is_empty().then(|| months(year, 1, 12, Grain::Year))?;
    };
    let whole = |text: &str| text.parse::<i8>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    // The time of day says nothing about the day.
    let rest = rest.split('T').next()?;
    if let Some(week) = rest.strip_prefix('W') {
        let (week, day) = week.split_once('-').map_or((week, None), |(w, d)| (w, Some(d)));
        let monday = ISOWeekDate::new(year, whole(week)?, Weekday::Monday).ok()?.date();
        return match day {
            None => Some(Days { first: monday, last: monday.checked_add(6.days()).ok()?, grain: Grain::Week }),
            Some(d) => {
                let day = monday.checked_add((whole(d).filter(|d| (1..=7).contains(d))? - 1).days()).ok()?;
                Some(Days { first: day, last: day, grain: Grain::Day })
            }
        };
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        let n = whole(quarter).filter(|n| (1..=4).contains(n))?;
        return months(year, 3 * n - 2, 3 * n, Grain::Quarter);
    }
    if let Some(half) = rest.strip_prefix('H') {
        let n = whole(half).filter(|n| (1..=2).contains(n))?;
        return months(year, 6 * n - 5, 6 * n, Grain::Quarter);
    }
    match rest.split_once('-') {
        None => {
            let month = whole(rest).filter(|_| rest.len() == 2)?;
            months(year, month, month, Grain::Month)
        }
        Some((month, day)) => {
            let day = Date::new(year, whole(month)?, whole(day)?).ok()?;
            Some(Days { first: day, last: day, grain: Grain::Day })
        }
    }
}

fn months(year: i16, first: i8, last: i8, grain: Grain) -> Option<Days> {
    let first = Date::new(year, first, 1).ok()?;
    Some(Days { first, last: Date::new(year, last, 1).ok()?.last_of_month(), grain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_name_days() {
        for (value, first, last, grain) in [
            ("2031-06-19", "2031-06-19", "2031-06-19", Grain::Day),
            ("2031-06-19T08:40", "2031-06-19", "2031-06-19", Grain::Day),
            ("2031-06-19TMO", "2031-06-19", "2031-06-19", Grain::Day),
            ("2031-W26", "2031-06-23", "2031-06-29", Grain::Week),
            ("2031-W01-3", "2031-01-01", "2031-01-01", Grain::Day),
            ("2032-02", "2032-02-01", "2032-02-29", Grain::Month),
            ("2031-Q2", "2031-04-01", "2031-06-30", Grain::Quarter),
            ("2031-H2", "2031-07-01", "2031-12-31", Grain::Quarter),
            ("2031", "2031-01-01", "2031-12-31", Grain::Year),
        ] {
            let found = days(value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!(
                (found.first.to_string(), found.last.to_string()),
                (first.to_owned(), last.to_owned()),
                "{value}"
            );
            assert_eq!(found.grain, grain, "{value}");
        }
    }

    #[test]
    fn what_the_calendar_does_not_know_is_no_day() {
        for value in [
            "",
            "2030-FA",
            "XXXX-08-17",
            "203",
            "203X",
            "2031-02-30",
            "2031-W60",
            "2031-Q5",
            "2031-+1",
            "PRESENT_REF",
            "P2Y",
            "20311",
            "2031-06-XX",
            "2031-W01-9",
            "é031",
        ] {
            assert_eq!(days(value), None, "{value}");
        }
    }
}
