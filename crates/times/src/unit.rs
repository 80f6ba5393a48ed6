//! Units of time.

/// A unit that expressions count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// The unit that the data files call so.
    pub(crate) fn named(s: &str) -> Option<Self> {
        use Unit::*;
        Some(match s {
            "second" => Second,
            "minute" => Minute,
            "hour" => Hour,
            "day" => Day,
            "night" => Night,
            "week" => Week,
            "fortnight" => Fortnight,
            "weekend" => Weekend,
            "month" => Month,
            "quarter" => Quarter,
            "year" => Year,
            "decade" => Decade,
            "century" => Century,
            "millennium" => Millennium,
            _ => return None,
        })
    }

    /// Its letter in a TIMEX3 duration, and how many of that letter it is worth. Decades and
    /// centuries with a number are given in years, as the TempEval corpora do.
    pub(crate) fn letter(self) -> (char, u32) {
        use Unit::*;
        match self {
            Second => ('S', 1),
            Minute => ('M', 1),
            Hour => ('H', 1),
            Day | Night => ('D', 1),
            Week => ('W', 1),
            Fortnight => ('W', 2),
            Weekend => ('D', 2),
            Month => ('M', 1),
            Quarter => ('Q', 1),
            Year => ('Y', 1),
            Decade => ('Y', 10),
            Century => ('Y', 100),
            Millennium => ('Y', 1000),
        }
    }

    /// Whether it is smaller than a day.
    pub(crate) fn of_the_clock(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }
}
