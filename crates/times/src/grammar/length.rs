//! Lengths of time, and expressions that count one from somewhere: "two weeks", "two weeks ago".

use super::Grammar;
use crate::found::{Found, Quantity, When, Year};
use crate::lexicon::{Away, Glue, Which};
use crate::timex::TimeType;
use crate::token::{Gap, Kind};
use crate::unit::Unit;

impl Grammar<'_> {
    /// A number and a unit at `i`; the expression begins at `from`.
    pub(super) fn lengths(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.t(i);
        let a = t.word.glue == Some(Glue::A);
        // A model number, a score, a price: "B-52 hours" does not happen, "$5 days" neither.
        if t.kind == Kind::Number && (self.before(i).is(b'$') || self.before(i).is(b'.') && t.gap == Gap::None) {
            return None;
        }
        let Some((mut quantity, mut at)) = self.quantity(i).filter(|&(_, to)| self.unit_after(to).is_some()) else {
            return if a { self.one(from, i) } else { None };
        };
        while self.t(at).word.filler {
            at += 1;
        }
        let hyphen = self.t(at).is(b'-') && self.t(at).gap == Gap::None;
        let (unit, plural) = self.unit_after(at)?;
        let mut to = at + 1 + usize::from(hyphen);
        // "three-quarters of the food" is a fraction.
        if unit == Unit::Quarter && hyphen {
            return None;
        }
        // "one second", "a few quarters" are lengths; "three quarter" or "1 second" without a plural is doubtful.
        if matches!(unit, Unit::Quarter) && !plural {
            return None;
        }
        // Singular after a number only when joined or the number is one: "two-year", "one day", "five year low".
        if !plural && !hyphen && quantity.n.is_none() {
            return None;
        }
        if self.t(to).word.glue == Some(Glue::And) && self.eq(to + 1, "a") && self.eq(to + 2, "half") {
            quantity.half = true;
            to += 3;
        }
        if self.t(to).is(b'-') && self.t(to).gap == Gap::None && (self.t(to + 1).word.aged || self.eq(to + 1, "long")) {
            // "the 44-year-old" is a person.
            if unit == Unit::Year && self.t(to + 1).word.aged {
                return None;
            }
            to += 2;
            return Some(Found::length(i, to, quantity, unit));
        }
        if unit == Unit::Year && self.t(to).word.aged || self.eq(to, "of") && self.eq(to + 1, "age") {
            return None;
        }
        // "the three month long drought"
        if !plural && self.eq(to, "long") && self.t(to).gap != Gap::Break {
            return Some(Found::length(i, to + 1, quantity, unit));
        }
        // "two years or so"
        if self.eq(to, "or") && self.eq(to + 1, "so") {
            to += 2;
        }
        // "the eight-year war": the article belongs to the war.
        let from = if !plural && (hyphen || quantity != Quantity::of(1)) && self.t(from).word.glue == Some(Glue::The) {
            i
        } else {
            from
        };
        self.counted(from, to, quantity, unit).or_else(|| Some(Found::length(from, to, quantity, unit)))
    }

    /// The unit at `i`, behind a hyphen or words such as "more".
    fn unit_after(&self, mut i: usize) -> Option<(Unit, bool)> {
        while self.t(i).word.filler {
            i += 1;
        }
        if self.t(i).is(b'-') && self.t(i).gap == Gap::None {
            i += 1;
        }
        self.unit(i)
    }

    /// "a year", "an hour", "a year and a half", "a year ago".
    fn one(&self, from: usize, i: usize) -> Option<Found> {
        let full = usize::from(self.t(i + 1).word.filler);
        let (unit, plural) = self.unit(i + 1 + full)?;
        if plural {
            return None;
        }
        let mut to = i + 2 + full;
        let mut quantity = Quantity::of(1);
        if self.t(to).word.glue == Some(Glue::And) && self.eq(to + 1, "a") && self.eq(to + 2, "half") {
            quantity.half = true;
            to += 3;
        }
        if self.eq(to, "or") && self.eq(to + 1, "so") {
            to += 2;
        }
        if let Some(f) = self.counted(from, to, quantity, unit) {
            return Some(f);
        }
        // "a second" is an ordinal, "a quarter" a fraction, "a night" an evening out.
        if matches!(unit, Unit::Second | Unit::Quarter | Unit::Night | Unit::Weekend) {
            return None;
        }
        // "an hour-long meeting" is fine, "a day-care centre" and "a week's pay" are not this.
        if self.t(to).is(b'-') && self.t(to).gap == Gap::None {
            return (self.eq(to + 1, "long")).then(|| Found::length(from, to + 2, quantity, unit));
        }
        let prev = self.before(i);
        let rate = prev.kind == Kind::Number || prev.is(b'%') || prev.is(b'$') || prev.word.rated;
        if rate && self.t(i).gap != Gap::Break {
            return Some(Found::set(from, to, When::EveryLength { quantity, unit }));
        }
        Some(Found::length(from, to, quantity, unit))
    }

    /// "ago", "later", "earlier", "from now" behind a length.
    fn counted(&self, from: usize, to: usize, quantity: Quantity, unit: Unit) -> Option<Found> {
        let hyphen = usize::from(self.t(to).is(b'-') && self.t(to).gap == Gap::None);
        let next = self.t(to + hyphen);
        if next.gap == Gap::Break {
            return None;
        }
        // The clock of an hour ago is not known, only how long ago it was.
        let kind = if unit.of_the_clock() && quantity.n.is_some() { TimeType::Duration } else { TimeType::Date };
        let date = |to, away| Some(Found { kind, ..Found::date(from, to, When::Away { quantity, unit, away }) });
        if self.eq(to, "from") && ["now", "today"].iter().any(|w| self.eq(to + 1, w)) {
            return date(to + 2, Away::FromNow);
        }
        let away = next.word.away?;
        // "two days before the vote", "a year after the war": counted from an event that has no date here.
        let to = to + hyphen + 1;
        if self.eq(to - 1, "before") || self.eq(to - 1, "after") || self.eq(to - 1, "previously") {
            let ends = !matches!(self.t(to).kind, Kind::Word | Kind::Number) || self.t(to).gap == Gap::Break;
            return if ends { date(to, away) } else { None };
        }
        // "a year earlier than planned" does not name the year before.
        if self.eq(to, "than") {
            return None;
        }
        date(to, away)
    }

    /// "years" after "for" or "in", "decades-long", "year-end", "year-earlier".
    pub(super) fn bare_unit(&self, i: usize) -> Option<Found> {
        let (unit, plural) = (self.t(i).word.unit?, self.t(i).word.plural);
        let joined = self.t(i + 1).is(b'-') && self.t(i + 1).gap == Gap::None;
        if joined && (self.eq(i + 2, "long") || plural && self.t(i + 2).word.aged) {
            let n = if plural { None } else { Some(1) };
            return Some(Found::length(i, i + 3, Quantity { n, half: false }, unit));
        }
        let next = i + 1 + usize::from(joined);
        if !plural && unit == Unit::Year && (self.eq(next, "earlier") || self.eq(next, "ago")) {
            // "the year-ago third quarter"
            if let Some(f) = self.ordinal_period(i, next + 1)
                && let When::Quarter { quarter, year: Year::Open } = f.when
            {
                return Some(Found { when: When::Quarter { quarter, year: Year::Which(Which::Last) }, ..f });
            }
            let period = ["quarter", "period"].iter().any(|w| self.eq(next + 1, w));
            return Some(Found::date(i, next + 1 + usize::from(period), When::YearBack { period }));
        }
        // "the day after tomorrow", "the day before yesterday"
        if !plural && unit == Unit::Day && (self.eq(i + 1, "before") || self.eq(i + 1, "after")) {
            let d = self.t(i + 2).word.day?;
            let step = if self.eq(i + 1, "before") { -1 } else { 1 };
            return Some(Found::date(i, i + 3, When::Day(d + step)));
        }
        if !plural {
            return None;
        }
        let vague = Quantity { n: None, half: false };
        if let Some(f) = self.counted(i, i + 1, vague, unit) {
            return Some(f);
        }
        let led = self.before(i).word.before_length;
        // "in minutes of" or "hours of talks" after a preposition is a length as well.
        (led && self.t(i).gap != Gap::Break
            && !matches!(unit, Unit::Quarter | Unit::Night | Unit::Weekend)
            && !(self.eq(i - 1, "of") && unit.of_the_clock()))
        .then(|| Found::length(i, i + 1, vague, unit))
    }

    /// "twice a month", "three times a year".
    pub(super) fn times_a(&self, i: usize) -> Option<Found> {
        let w = &self.t(i).word;
        let at = if w.times != 0 {
            i + 1
        } else {
            let (_, to) = self.spelled(i)?;
            if !self.eq(to, "times") {
                return None;
            }
            to + 1
        };
        // "twice daily"
        if let Some(set) = self.t(at).word.set {
            return Some(Found::set(i, at + 1, When::Fixed(set)));
        }
        if self.t(at).word.glue != Some(Glue::A) && !self.t(at).word.per && self.t(at).word.which != Some(Which::Every)
        {
            return None;
        }
        let (unit, plural) = self.unit(at + 1)?;
        (!plural).then(|| Found::set(i, at + 2, When::EveryLength { quantity: Quantity::of(1), unit }))
    }
}
