//! Dates as pages write them: machine-readable stamps and the visible text of many languages.

mod clock;
mod names;
mod scan;
mod stamp;
mod words;

use rashomon_text::PartialDate;

pub(crate) use clock::clock;
pub(crate) use names::{month, weekday};
pub(crate) use scan::{DayFirst, Habits, in_text, in_text_loose};
pub(crate) use stamp::{Stamp, stamp, stamp_as};
pub(crate) use words::{Said, what_is_said};

/// A day of a plausible year for a page.
pub(crate) fn plausible(d: PartialDate) -> bool {
    d.year.is_some_and(|y| (1990..2100).contains(&y))
}

/// A day of the calendar; nothing where none is so or no page was so old.
fn day(year: u32, month: u32, day: u32) -> Option<PartialDate> {
    let d =
        jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(of_civil(d)).filter(|&d| plausible(d))
}

pub(crate) fn of_civil(d: jiff::civil::Date) -> PartialDate {
    PartialDate::day(d.year(), d.month().unsigned_abs(), d.day().unsigned_abs())
}

/// The day of the calendar, where year, month and day are known.
pub(crate) fn civil(d: PartialDate) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(d.year?, i8::try_from(d.month?).ok()?, i8::try_from(d.day?).ok()?).ok()
}

/// Days from `a` to `b`, where both are full dates.
pub(crate) fn days_between(a: PartialDate, b: PartialDate) -> Option<i32> {
    Some(civil(a)?.until(civil(b)?).ok()?.get_days())
}
