//! Writes TIMEX3 values from dates of which parts may be unknown.

use jiff::civil::{Date, Weekday};
use rashomon_text::PartialDate;

use crate::found::Quantity;
use crate::lexicon::HolidayRule;
use crate::unit::Unit;

/// The date, if all of it is known.
pub(crate) fn full(d: PartialDate) -> Option<Date> {
    Date::new(d.year?, d.month? as i8, d.day? as i8).ok()
}

pub(crate) fn partial(d: Date) -> PartialDate {
    PartialDate::day(d.year(), d.month() as u8, d.day() as u8)
}

pub(crate) fn plus_days(d: Date, n: i32) -> Option<Date> {
    d.checked_add(jiff::Span::new().try_days(n).ok()?).ok()
}

/// The day `n` days from `d`. Without a year the day is still certain away from the end of February.
pub(crate) fn shift_day(d: PartialDate, n: i32) -> Option<PartialDate> {
    if let Some(day) = full(d) {
        return plus_days(day, n).map(partial);
    }
    let in_year = |y| plus_days(full(d.with_year(y))?, n).map(partial);
    let (common, leap) = (in_year(2001)?, in_year(2004)?);
    (d.year.is_none() && (common.month, common.day) == (leap.month, leap.day))
        .then_some(PartialDate { year: None, ..common })
}

/// The month `n` months from `d`.
pub(crate) fn shift_month(d: PartialDate, n: i32) -> Option<PartialDate> {
    let months = i32::from(d.year.unwrap_or(0)) * 12 + i32::from(d.month?) - 1 + n;
    let year = d.year.map(|_| months.div_euclid(12) as i16);
    Some(PartialDate { year, month: Some(months.rem_euclid(12) as u8 + 1), day: None })
}

/// `2018`, `BC0480` for a year below zero, `XXXX`.
pub(crate) fn year_text(year: Option<i16>) -> String {
    match year {
        Some(y) if y < 0 => format!("BC{:04}", y.unsigned_abs()),
        Some(y) => format!("{y:04}"),
        None => "XXXX".into(),
    }
}

/// The decade or century `step` from the one that holds `year`: `199`, `19`, `BC047`, `BC04`.
pub(crate) fn part_of_year(year: i16, worth: i32, step: i32) -> String {
    let width = if worth == 10 { 3 } else { 2 };
    let (year, before) = (i32::from(year), year < 0);
    // Counted away from the turn of the era: what comes later before Christ has the smaller number.
    let n = year.abs() / worth + if before { -step } else { step };
    if before { format!("BC{:0width$}", n.max(0)) } else { format!("{:0width$}", n.max(0)) }
}

/// The date as far as it is known.
pub(crate) fn date_text(d: PartialDate) -> String {
    let year = year_text(d.year);
    match (d.month, d.day) {
        (Some(m), Some(day)) => format!("{year}-{m:02}-{day:02}"),
        (Some(m), None) => format!("{year}-{m:02}"),
        _ => year,
    }
}

/// `2018-W33`; the parts that are not known as X.
pub(crate) fn week_text(d: PartialDate, weeks: i32) -> String {
    match full(d).and_then(|d| plus_days(d, weeks.saturating_mul(7))) {
        Some(d) => {
            let w = d.iso_week_date();
            format!("{:04}-W{:02}", w.year(), w.week())
        }
        None => "XXXX-WXX".into(),
    }
}

/// Monday of the week that holds `d`.
pub(crate) fn monday(d: Date) -> Option<Date> {
    plus_days(d, -i32::from(d.weekday().to_monday_zero_offset()))
}

/// The weekday on or before `d`.
pub(crate) fn weekday_before(d: Date, weekday: u8) -> Option<Date> {
    let back = (i32::from(d.weekday().to_monday_one_offset()) - i32::from(weekday)).rem_euclid(7);
    plus_days(d, -back)
}

/// The weekday on or after `d`.
pub(crate) fn weekday_after(d: Date, weekday: u8) -> Option<Date> {
    let on = (i32::from(weekday) - i32::from(d.weekday().to_monday_one_offset())).rem_euclid(7);
    plus_days(d, on)
}

/// The day of a holiday in a year.
pub(crate) fn holiday(rule: HolidayRule, year: i16) -> Option<Date> {
    let weekday = |n: u8| Weekday::from_monday_one_offset(n as i8).ok();
    match rule {
        HolidayRule::Fixed { month, day } => Date::new(year, month as i8, day as i8).ok(),
        HolidayRule::Easter(offset) => plus_days(easter(year)?, i32::from(offset)),
        HolidayRule::Nth { month, weekday: w, n } => {
            Date::new(year, month as i8, 1).ok()?.nth_weekday_of_month(n, weekday(w)?).ok()
        }
        HolidayRule::From { month, weekday: w, day } => weekday_after(Date::new(year, month as i8, day as i8).ok()?, w),
    }
}

/// Easter Sunday by the Gregorian computus (Meeus/Jones/Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

/// `P3D`, `PT2H30M`, `PXY`.
pub(crate) fn length(q: Quantity, unit: Unit) -> String {
    let (letter, worth) = unit.letter();
    let t = if unit.of_the_clock() { "T" } else { "" };
    let Some(n) = q.n else {
        return match unit {
            Unit::Decade => "PXDE".into(),
            Unit::Century => "PXCE".into(),
            Unit::Millennium => "PXML".into(),
            _ => format!("P{t}X{letter}"),
        };
    };
    if !q.half {
        return format!("P{t}{}{letter}", n.saturating_mul(worth));
    }
    let whole = |letter: char| if n == 0 { String::new() } else { format!("{n}{letter}") };
    match unit {
        Unit::Decade | Unit::Century | Unit::Millennium => format!("P{}Y", n.saturating_mul(worth) + worth / 2),
        Unit::Year => format!("P{}6M", whole('Y')),
        Unit::Hour => format!("PT{}30M", whole('H')),
        Unit::Minute => format!("PT{}30S", whole('M')),
        Unit::Day => format!("P{}T12H", whole('D')),
        _ => format!("P{t}{n}.5{letter}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_tables_say() {
        for (y, m, d) in [(1989, 3, 26), (2000, 4, 23), (2018, 4, 1), (2025, 4, 20), (2038, 4, 25)] {
            assert_eq!(easter(y), Date::new(y, m, d).ok());
        }
    }

    #[test]
    fn days_without_a_year_shift_except_around_the_leap_day() {
        let d = |s| PartialDate::parse(s).unwrap();
        assert_eq!(shift_day(d("XXXX-08-17"), -1), Some(d("XXXX-08-16")));
        assert_eq!(shift_day(d("XXXX-03-01"), -1), None);
        assert_eq!(shift_month(d("XXXX-01-05"), -1), Some(d("XXXX-12")));
    }

    #[test]
    fn lengths_with_halves() {
        let q = |n, half| Quantity { n, half };
        assert_eq!(length(q(Some(2), true), Unit::Hour), "PT2H30M");
        assert_eq!(length(q(Some(0), true), Unit::Hour), "PT30M");
        assert_eq!(length(q(Some(2), false), Unit::Decade), "P20Y");
        assert_eq!(length(q(None, false), Unit::Day), "PXD");
    }
}
