//! Stamps written for machines, and what passes for them.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use rashomon_text::PartialDate;

use super::{Habits, civil, clock, day, in_text, of_civil, plausible};
use crate::report::{Dated, Moment};

/// A day, and the time of day and its zone as far as they are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub date: PartialDate,
    pub time: Option<Time>,
    pub offset: Option<Offset>,
}

impl Stamp {
    pub(crate) fn of_day(date: PartialDate) -> Self {
        Self { date, time: None, offset: None }
    }

    /// The date that stands at `range` of a line, with the time of day beside it.
    pub(crate) fn in_line(line: &str, date: PartialDate, range: &Range<usize>) -> Self {
        clock(line, range).map_or(Self::of_day(date), |(time, offset)| Self { date, time: Some(time), offset })
    }

    /// The moment; nothing where the time of day is not known.
    pub(crate) fn moment(self) -> Option<Moment> {
        let at = DateTime::from_parts(civil(self.date)?, self.time?);
        Some(Moment { at, offset: self.offset })
    }

    pub(crate) fn dated(self, basis: impl Into<String>) -> Dated {
        Dated { moment: self.moment(), ..Dated::new(self.date, basis) }
    }
}

/// What a machine-readable stamp gives: ISO 8601 in its variants, RFC 2822, seconds since 1970, or words.
pub(crate) fn stamp(s: &str) -> Option<Stamp> {
    stamp_as(s, Habits::default())
}

/// As [`stamp`], on a page that writes its dates so.
pub(crate) fn stamp_as(s: &str, habits: Habits<'_>) -> Option<Stamp> {
    let s = s.trim();
    if s.len() < 6 || s.len() > 120 {
        return None;
    }
    let digits = s.bytes().take_while(u8::is_ascii_digit).count();
    if digits == s.len() {
        let n: i64 = s.parse().ok()?;
        return match digits {
            // 20180817, 20180817103000
            8 => compact(s, None),
            12 | 14 => compact(s, Some(&s[8..])),
            10 => epoch(n),
            13 => epoch(n / 1000),
            _ => None,
        };
    }
    // 20180817T103000
    if digits == 8 && s.as_bytes()[8] == b'T' {
        return compact(s, Some(&s[9..]));
    }
    let (date, range) = in_text(s, habits).into_iter().find(|(d, _)| d.day.is_some())?;
    let (time, offset) = clock(s, &range).map_or((None, None), |(t, o)| (Some(t), o));
    // Midnight to the second is what systems write that keep the day alone.
    let time = time.filter(|&t| t != Time::midnight());
    Some(Stamp { date, time, offset: offset.filter(|_| time.is_some()) })
}

fn compact(s: &str, rest: Option<&str>) -> Option<Stamp> {
    let two = |at: usize| s.get(at..at + 2)?.parse::<u32>().ok();
    let date = day(s.get(..4)?.parse().ok()?, two(4)?, two(6)?)?;
    let Some(rest) = rest else { return Some(Stamp::of_day(date)) };
    let part = |at: usize| rest.get(at..at + 2).and_then(|p| p.parse::<i8>().ok());
    let time = Time::new(part(0)?, part(2)?, part(4).unwrap_or(0), 0).ok().filter(|&t| t != Time::midnight());
    let offset = rest.ends_with('Z').then_some(Offset::UTC).filter(|_| time.is_some());
    Some(Stamp { date, time, offset })
}

fn epoch(seconds: i64) -> Option<Stamp> {
    let at = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).datetime();
    let date = of_civil(at.date());
    plausible(date).then_some(Stamp { date, time: Some(at.time()), offset: Some(Offset::UTC) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(s: &str) -> Option<String> {
        stamp(s).map(|d| d.date.to_string())
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
            "Fri Aug 17 10:00:00 +0000 2018",
        ] {
            assert_eq!(one(s).as_deref(), Some("2018-08-17"), "{s}");
        }
        for s in ["", "yesterday", "2018", "1.2.3.4", "99999999999", "2018-02-30"] {
            assert_eq!(one(s), None, "{s}");
        }
    }

    #[test]
    fn the_moment_is_as_the_page_gives_it() {
        let at = |s| stamp(s).and_then(|s| s.moment()).map(|m| m.to_string());
        for (s, want) in [
            ("2018-08-17T22:30:00+02:00", Some("2018-08-17T22:30:00+02:00")),
            ("2018-08-17T22:30:00.000Z", Some("2018-08-17T22:30:00Z")),
            ("2018-08-17 22:30", Some("2018-08-17T22:30:00")),
            ("Fri, 17 Aug 2018 10:00:00 GMT", Some("2018-08-17T10:00:00Z")),
            ("1534502400", Some("2018-08-17T10:40:00Z")),
            ("20180817T223000Z", Some("2018-08-17T22:30:00Z")),
            ("2018-08-17T00:00:00Z", None),
            ("2018-08-17", None),
        ] {
            assert_eq!(at(s).as_deref(), want, "{s}");
        }
    }
}
