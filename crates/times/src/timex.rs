//! TIMEX3: a time expression, its type and its value.

use rashomon_text::Span;

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// Where it stands.
    pub span: Span,
    /// What kind it is.
    pub kind: TimeType,
    /// TIMEX3 value: `2018-07`, `XXXX-08-17`, `P3D`, `PRESENT_REF`, …
    pub value: String,
    /// TIMEX3 modifier, where there is one.
    pub modifier: Option<Modifier>,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeType {
    /// A calendar date of any size: a day, week, month, season, year, decade.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

impl TimeType {
    /// As TIMEX3 writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TimeType::Date => "DATE",
            TimeType::Time => "TIME",
            TimeType::Duration => "DURATION",
            TimeType::Set => "SET",
        }
    }
}

/// TIMEX3 modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modifier {
    /// "early July".
    Start,
    /// "mid-July".
    Mid,
    /// "late July".
    End,
    /// "about three years".
    Approx,
    /// "more than three years".
    MoreThan,
    /// "less than three years".
    LessThan,
    /// "at least three years".
    EqualOrMore,
    /// "at most three years".
    EqualOrLess,
}

impl Modifier {
    /// As TIMEX3 writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Modifier::Start => "START",
            Modifier::Mid => "MID",
            Modifier::End => "END",
            Modifier::Approx => "APPROX",
            Modifier::MoreThan => "MORE_THAN",
            Modifier::LessThan => "LESS_THAN",
            Modifier::EqualOrMore => "EQUAL_OR_MORE",
            Modifier::EqualOrLess => "EQUAL_OR_LESS",
        }
    }
}
