//! What an expression means before it is known when it was written.

use crate::lexicon::{Away, HolidayRule, Which};
use crate::timex::{Modifier, TimeType};
use crate::unit::Unit;

/// How the year of an expression is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Year {
    /// Not at all: "in July".
    Open,
    /// "1998"; "490 BC" is -490.
    Known(i16),
    /// "of last year".
    Which(Which),
}

/// How many: `n` is `None` for "several"; `half` adds a half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    pub n: Option<u32>,
    pub half: bool,
}

impl Quantity {
    pub(crate) fn of(n: u32) -> Self {
        Self { n: Some(n), half: false }
    }
}

/// The time of day of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeOfDay {
    /// `MO`, `AF`, `EV`, `NI`.
    Part(&'static str),
    /// Hour and minute.
    Clock { hour: u8, minute: Option<u8> },
}

/// What an expression means, still to be resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum When {
    /// Month 0: only the year; day 0: no day.
    Calendar {
        year: Year,
        month: u8,
        day: u8,
    },
    /// "Friday", "last Friday"; `week` for "Friday of last week".
    Weekday {
        weekday: u8,
        which: Option<Which>,
        week: Option<Which>,
    },
    /// The day just spoken of, else today: that of a time by the clock.
    SameDay,
    /// So many days from today.
    Day(i8),
    /// "this week", "the previous year"; `None` for "the quarter".
    Period {
        unit: Unit,
        which: Option<Which>,
    },
    /// "three years ago", "two days later".
    Away {
        quantity: Quantity,
        unit: Unit,
        away: Away,
    },
    /// 0: whichever quarter is spoken of.
    Quarter {
        quarter: u8,
        year: Year,
    },
    /// "the quarter ended Sept. 30".
    QuarterEnded {
        year: Year,
        month: u8,
    },
    /// "the first half".
    Half {
        half: u8,
        year: Year,
    },
    Season {
        season: &'static str,
        year: Year,
    },
    /// 199 for the 1990s; below 100 without a century ("the nineties"); below zero before Christ.
    Decade(i16),
    /// Below zero before Christ.
    Century(i8),
    Holiday {
        rule: HolidayRule,
        year: Year,
    },
    /// "the week of 3 March".
    WeekOf {
        year: Year,
        month: u8,
        day: u8,
    },
    /// "the year-earlier period": the period spoken of, a year back; `period` when that word or "quarter" is there.
    YearBack {
        period: bool,
    },
    /// A value that needs no resolving.
    Fixed(&'static str),
    /// Looks like a time and is none: read over.
    Nothing,
    Length {
        quantity: Quantity,
        unit: Unit,
    },
    /// "every two weeks".
    EveryLength {
        quantity: Quantity,
        unit: Unit,
    },
    EveryWeekday(u8),
    EveryMonth(u8),
    EveryPart(&'static str),
    EverySeason(&'static str),
}

/// An expression: tokens `from..to` and what they mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub from: usize,
    pub to: usize,
    pub kind: TimeType,
    pub when: When,
    pub time: Option<TimeOfDay>,
    pub modifier: Option<Modifier>,
}

impl Found {
    pub(crate) fn date(from: usize, to: usize, when: When) -> Self {
        Self { from, to, kind: TimeType::Date, when, time: None, modifier: None }
    }

    pub(crate) fn length(from: usize, to: usize, quantity: Quantity, unit: Unit) -> Self {
        Self { kind: TimeType::Duration, ..Self::date(from, to, When::Length { quantity, unit }) }
    }

    pub(crate) fn set(from: usize, to: usize, when: When) -> Self {
        Self { kind: TimeType::Set, ..Self::date(from, to, when) }
    }

    /// "July", without a day or a year.
    pub(crate) fn is_bare_month(&self) -> bool {
        matches!(self.when, When::Calendar { year: Year::Open, month: 1.., day: 0 })
    }

    pub(crate) fn at(self, time: TimeOfDay, to: usize) -> Self {
        Self { time: Some(time), kind: TimeType::Time, to, ..self }
    }
}
