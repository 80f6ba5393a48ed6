//! Calendar dates of which parts may be unknown.

use std::fmt;

/// A calendar date as newspapers give it: "17 August" has no year, "July 2018" no day.
///
/// Prints as ISO 8601, with `XXXX` for a year that is not known: `2018-08-17`, `2018-07`, `2018`,
/// `XXXX-08-17`. An unknown year is never guessed here.
///
/// ```
/// use rashomon_text::PartialDate;
/// let d = PartialDate::parse("XXXX-08-17").unwrap();
/// assert_eq!(d.to_string(), "XXXX-08-17");
/// assert_eq!(d.with_year(2018).to_string(), "2018-08-17");
/// assert_eq!(PartialDate::parse("2018-02-30"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// The year, where known.
    pub year: Option<i16>,
    /// The month, 1–12, where known.
    pub month: Option<u8>,
    /// The day of the month, 1–31, where known; never without a month.
    pub day: Option<u8>,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
    /// The year is missing.
    Yearless,
}

impl PartialDate {
    /// A full date.
    #[must_use]
    pub fn day(year: i16, month: u8, day: u8) -> Self {
        Self { year: Some(year), month: Some(month), day: Some(day) }
    }

    /// Reads `2018-08-17`, `2018-08`, `2018`, `XXXX-08-17` or the date at the head of an ISO 8601
    /// date-time. `None` for anything else, and for days that no calendar has.
    #[must_use]
    pub fn parse(s: &str) -> Option<Self> {
        let head = s.trim().split(['T', ' ']).next()?;
        let mut parts = head.splitn(3, '-');
        let year = match parts.next()? {
            "XXXX" => None,
            y if y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()) => Some(y.parse().ok()?),
            _ => return None,
        };
        let two = |p: &str| (p.len() == 2).then(|| p.parse::<u8>().ok()).flatten();
        let month = parts.next().map(|m| two(m).filter(|m| (1..=12).contains(m)).ok_or(())).transpose().ok()?;
        let day = parts.next().map(|d| two(d).filter(|d| (1..=31).contains(d)).ok_or(())).transpose().ok()?;
        let date = Self { year, month, day };
        date.exists().then_some(date)
    }

    /// The same day in `year`.
    #[must_use]
    pub fn with_year(self, year: i16) -> Self {
        Self { year: Some(year), ..self }
    }

    /// What is known.
    #[must_use]
    pub fn precision(self) -> Precision {
        match (self.year, self.month, self.day) {
            (None, ..) => Precision::Yearless,
            (_, None, _) => Precision::Year,
            (_, _, None) => Precision::Month,
            _ => Precision::Day,
        }
    }

    /// Whether a calendar has such a day (29 February passes where the year is unknown).
    fn exists(self) -> bool {
        if self.year.is_none() && self.month.is_none() {
            return false;
        }
        let (Some(m), Some(d)) = (self.month, self.day) else { return true };
        let last = match m {
            4 | 6 | 9 | 11 => 30,
            2 => match self.year {
                Some(y) if !(y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)) => 28,
                _ => 29,
            },
            _ => 31,
        };
        d <= last
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(y) => write!(f, "{y:04}")?,
            None => f.write_str("XXXX")?,
        }
        if let Some(m) = self.month {
            write!(f, "-{m:02}")?;
            if let Some(d) = self.day {
                write!(f, "-{d:02}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_prints() {
        for s in ["2018", "2018-08", "2018-08-17", "XXXX-08-17", "XXXX-02-29", "2024-02-29"] {
            assert_eq!(PartialDate::parse(s).map(|d| d.to_string()).as_deref(), Some(s));
        }
        assert_eq!(PartialDate::parse("2018-08-17T10:00:00Z"), Some(PartialDate::day(2018, 8, 17)));
    }

    #[test]
    fn refuses_what_no_calendar_has() {
        for s in ["", "XXXX", "18-08-17", "2023-02-29", "2018-13-01", "2018-04-31", "2018-8-1", "next week"] {
            assert_eq!(PartialDate::parse(s), None, "{s}");
        }
    }
}
