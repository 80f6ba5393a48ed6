//! Expressions that say which one of its kind: "last week", "the third quarter", "this summer", "every Tuesday".

use super::Grammar;
use crate::found::{Found, Quantity, TimeOfDay, When, Year};
use crate::lexicon::{Away, Glue, Which};
use crate::timex::{Modifier, TimeType};
use crate::token::{Gap, Kind};
use crate::unit::Unit;

impl Grammar<'_> {
    /// "Friday", "Friday night", "Friday, Aug. 17", "Friday of last week".
    pub(super) fn weekday(&self, i: usize, which: Option<Which>) -> Option<Found> {
        let t = self.t(i);
        let weekday = t.word.weekday;
        if weekday == 0 || !t.capital || t.word.plural_weekday {
            return None;
        }
        let mut to = i + 1;
        if t.word.abbreviated {
            // "Sun" and "Sat" are a star and a verb: only with a full stop or a date behind them.
            let dot = self.t(to).is(b'.') && self.t(to).gap == Gap::None;
            let comma = self.t(to + usize::from(dot)).is(b',');
            let dated = self.calendar(to + usize::from(dot) + usize::from(comma)).is_some();
            let enough = dated || dot && self.follows_preposition(i);
            if !enough {
                return None;
            }
            to += usize::from(dot);
        }
        // "Friday, 17 August", "Friday the 17th of August"
        let next = to + usize::from(self.t(to).is(b','));
        let next = next + usize::from(self.t(next).word.glue == Some(Glue::The));
        if self.t(next).gap != Gap::Break
            && let Some(date) = self.calendar(next)
            && matches!(date.when, When::Calendar { day: 1.., .. })
        {
            return Some(Found { from: i, ..date });
        }
        let mut week = None;
        let of = to + usize::from(self.t(to).word.glue == Some(Glue::Of));
        if let Some(w @ (Which::Last | Which::Next | Which::This)) = self.t(of).word.which
            && self.eq(of + 1, "week")
            && self.possessive(of + 2).is_none()
        {
            week = Some(w);
            to = of + 2;
        }
        let found = Found::date(i, to, When::Weekday { weekday, which, week });
        Some(self.with_part(found, i))
    }

    /// Adds "morning", "night" behind a day.
    fn with_part(&self, found: Found, from: usize) -> Found {
        let t = self.t(found.to);
        let found = Found { from, ..found };
        match t.word.part {
            Some(part) if t.gap == Gap::Space => found.at(TimeOfDay::Part(part), found.to + 1),
            _ => found,
        }
    }

    /// "morning yesterday" of "mid-morning yesterday", "late evening Tuesday".
    pub(super) fn part_first(&self, i: usize) -> Option<Found> {
        let part = self.t(i).word.part?;
        let next = self.t(i + 1);
        if next.gap == Gap::Break || self.t(i).word.which.is_some() {
            return None;
        }
        let day = if next.word.weekday != 0 { self.weekday(i + 1, None)? } else { self.day_word(i + 1)? };
        day.time.is_none().then(|| Found { from: i, ..day.at(TimeOfDay::Part(part), day.to) })
    }

    /// "yesterday", "tomorrow morning", "tonight".
    pub(super) fn day_word(&self, i: usize) -> Option<Found> {
        let w = &self.t(i).word;
        if w.tonight {
            return Some(Found::date(i, i + 1, When::Day(0)).at(TimeOfDay::Part("NI"), i + 1));
        }
        Some(self.with_part(Found::date(i, i + 1, When::Day(w.day?)), i))
    }

    /// "last", "next", "this", "that", "past", "every" at `i`; the expression begins at `from` (at "the").
    pub(super) fn which(&self, from: usize, i: usize, which: Which) -> Option<Found> {
        let mut at = i + 1;
        let t = self.t(at);
        if t.gap == Gap::Break {
            return None;
        }
        if which == Which::Every {
            return self.every(i);
        }
        // "this coming Sunday", "that same day", "this past week"
        let mut which = which;
        if let Some(second @ (Which::Coming | Which::Past | Which::That | Which::Last)) = t.word.which
            // "they said that last week ..." is a conjunction.
            && (which == Which::This || which == Which::That && second == Which::That)
        {
            which = match second {
                Which::Coming => Which::Next,
                Which::That => which,
                _ => Which::Last,
            };
            at += 1;
        }
        // "the prior-year quarter"
        if which == Which::Previous
            && self.t(i + 1).is(b'-')
            && self.t(i + 2).word.unit == Some(Unit::Year)
            && ["quarter", "period"].iter().any(|w| self.eq(i + 3, w))
        {
            return Some(Found::date(from, i + 4, When::YearBack { period: true }));
        }
        at += usize::from(self.t(at).word.fiscal);
        let t = self.t(at);
        let period = |unit, to| Found::date(from, to, When::Period { unit, which: Some(which) });
        if let Some((unit, plural)) = self.unit(at) {
            if plural {
                return self.vague_period(from, at + 1, which, unit);
            }
            if unit.of_the_clock() {
                return matches!(which, Which::Last | Which::Next | Which::Past)
                    .then(|| Found::length(from, at + 1, Quantity::of(1), unit));
            }
            if unit == Unit::Night {
                let day = match which {
                    Which::Last => -1,
                    Which::This | Which::Next | Which::Coming => 0,
                    _ => return Some(period(Unit::Day, at + 1).at(TimeOfDay::Part("NI"), at + 1)),
                };
                return Some(Found::date(from, at + 1, When::Day(day)).at(TimeOfDay::Part("NI"), at + 1));
            }
            // "this year's third quarter"
            if unit == Unit::Year
                && let Some(next) = self.possessive(at + 1)
                && let Some(f) = self.of_year(from, next, Year::Which(which))
            {
                return Some(f);
            }
            // "the past year", "the last decade": a length, not the calendar year before.
            if which == Which::Past {
                return Some(Found::length(from, at + 1, Quantity::of(1), unit));
            }
            // "the next day" follows the day spoken of, "next week" today.
            if unit == Unit::Day && which == Which::Next {
                return Some(Found::date(from, at + 1, When::Period { unit, which: Some(Which::Following) }));
            }
            return Some(period(unit, at + 1));
        }
        if t.word.weekday != 0 {
            return self.weekday(at, Some(which)).map(|f| Found { from, ..f });
        }
        if t.word.month != 0 && t.capital {
            let f = self.calendar(at)?;
            if let When::Calendar { year: Year::Open, month, day } = f.when {
                return Some(Found { from, when: When::Calendar { year: Year::Which(which), month, day }, ..f });
            }
            return None;
        }
        if let Some(season) = t.word.season {
            return Some(Found::date(from, at + 1, When::Season { season, year: Year::Which(which) }));
        }
        if let Some(part) = t.word.part {
            let day = match which {
                Which::This => When::Day(0),
                Which::Last => When::Day(-1),
                Which::Next | Which::Following => When::Period { unit: Unit::Day, which: Some(Which::Following) },
                _ => When::Period { unit: Unit::Day, which: Some(which) },
            };
            return Some(Found::date(from, at + 1, day).at(TimeOfDay::Part(part), at + 1));
        }
        if let Some(f) = self.phrase(at)
            && let When::Holiday { rule, year: Year::Open } = f.when
        {
            return Some(Found { from, when: When::Holiday { rule, year: Year::Which(which) }, ..f });
        }
        // "the last three months", "the next few days"
        if matches!(
            which,
            Which::Last
                | Which::Next
                | Which::Past
                | Which::Coming
                | Which::Previous
                | Which::Following
                | Which::Latest
                | Which::This
                | Which::That
        ) && let Some(f) = self.lengths(from, at)
        {
            return match f.when {
                When::Length { .. } => Some(f),
                _ => None,
            };
        }
        // "the latest period"
        if self.eq(at, "period") && matches!(which, Which::Latest) {
            return Some(Found::date(from, at + 1, When::Period { unit: Unit::Quarter, which: Some(which) }));
        }
        // "current", "recent" as adjectives
        if self.eq(i, "current") {
            return Some(Found::date(i, i + 1, When::Fixed("PRESENT_REF")));
        }
        if which == Which::Recent {
            return Some(Found::date(i, i + 1, When::Fixed("PAST_REF")));
        }
        None
    }

    /// "recent years", "the coming weeks", "past decades".
    fn vague_period(&self, from: usize, to: usize, which: Which, unit: Unit) -> Option<Found> {
        match which {
            Which::Coming => Some(Found::date(from, to, When::Fixed("FUTURE_REF"))),
            Which::Past | Which::Recent => Some(Found::length(from, to, Quantity { n: None, half: false }, unit)),
            _ => None,
        }
    }

    /// "on weekends", "in the evenings": behind a preposition.
    pub(super) fn recurring(&self, i: usize) -> Option<Found> {
        let w = &self.t(i).word;
        if w.unit == Some(Unit::Weekend) {
            return Some(Found::set(i, i + 1, When::Fixed("XXXX-WXX-WE")));
        }
        let part = w.part.filter(|_| w.unit.is_none())?;
        Some(Found::set(i, i + 1, When::EveryPart(part)))
    }

    /// "every day", "each July", "every two weeks", "every other week", "every Tuesday night".
    fn every(&self, i: usize) -> Option<Found> {
        let mut at = i + 1;
        if self.eq(at, "other") {
            let (unit, _) = self.unit(at + 1)?;
            return Some(Found::set(i, at + 2, When::EveryLength { quantity: Quantity::of(2), unit }));
        }
        at += usize::from(self.t(at).word.glue == Some(Glue::The));
        let t = self.t(at);
        if let Some((unit, false)) = self.unit(at) {
            return Some(Found::set(i, at + 1, When::EveryLength { quantity: Quantity::of(1), unit }));
        }
        if t.word.weekday != 0 {
            let part = usize::from(self.t(at + 1).word.part.is_some());
            return Some(Found::set(i, at + 1 + part, When::EveryWeekday(t.word.weekday)));
        }
        if t.word.month != 0 && t.capital {
            return Some(Found::set(i, at + 1, When::EveryMonth(t.word.month)));
        }
        if let Some(season) = t.word.season {
            return Some(Found::set(i, at + 1, When::EverySeason(season)));
        }
        if let Some(part) = t.word.part {
            return Some(Found::set(i, at + 1, When::EveryPart(part)));
        }
        let f = self.lengths(i, at)?;
        match f.when {
            When::Length { quantity, unit } => Some(Found::set(i, f.to, When::EveryLength { quantity, unit })),
            _ => None,
        }
    }

    /// "the" and what it brings.
    pub(super) fn the(&self, i: usize) -> Option<Found> {
        let at = i + 1;
        let t = self.t(at);
        if t.gap == Gap::Break {
            return None;
        }
        if let Some(f) = self.last_half(i, at) {
            return Some(f);
        }
        if let Some(which) = t.word.which
            && let Some(f) = self.which(i, at, which)
        {
            // "the current talks", "the recent vote": the adjective alone.
            return (f.from == i).then_some(f);
        }
        if let Some(f) = self.ordinal_period(i, at) {
            return (f.from == i).then_some(f);
        }
        // "the Victorian era"
        if let Some(f) = self.phrase(at)
            && matches!(f.when, When::Fixed(v) if !v.ends_with("_REF"))
            && f.kind == TimeType::Date
        {
            return Some(Found { from: i, ..f });
        }
        // "the 17th of August", "the 1990s", "the nineties", "the 1988 period"
        if t.kind == Kind::Number {
            if t.nth {
                return self.calendar(at).map(|f| Found { from: i, ..f });
            }
            if let Some(f) = self.year(at) {
                if let When::Calendar { year, month: 0, .. } = f.when
                    && let Some(q) = self.of_year(i, f.to, year)
                {
                    return Some(q);
                }
                return matches!(f.when, When::Decade(_)).then_some(Found { from: i, ..f });
            }
        }
        if let Some(f) = self.short_year(at).filter(|f| matches!(f.when, When::Decade(_))) {
            return Some(Found { from: i, ..f });
        }
        if let Some(f) = self.spelled_decade(at) {
            return Some(Found { from: i, ..f });
        }
        if t.word.decade != 0 {
            return Some(Found::date(i, at + 1, When::Decade(i16::from(t.word.decade) / 10)));
        }
        if self.ordinal(at).is_some()
            && let Some(f) = self.calendar(at)
        {
            return Some(Found { from: i, ..f });
        }
        if self.eq(at, "year")
            && let Some(f) = self.numeric_year_after(i, at + 1)
        {
            return Some(f);
        }
        // "the year-ago quarter", "the comparable year-earlier period", "the year-ago third quarter"
        let alike = usize::from(self.t(at).word.alike);
        if let Some(f) = self.bare_unit(at + alike)
            && matches!(f.when, When::YearBack { .. } | When::Day(_) | When::Quarter { .. })
        {
            let period = alike == 0 && matches!(f.when, When::Day(_))
                || self.eq(f.to - 1, "quarter")
                || self.eq(f.to - 1, "period");
            return period.then_some(Found { from: i, ..f });
        }
        // "the year's first half"
        if t.word.unit == Some(Unit::Year)
            && let Some(next) = self.possessive(at + 1)
            && let Some(f) = self.of_year(i, next, Year::Which(Which::This))
        {
            return Some(f);
        }
        if let Some(f) = self.beside(i, at) {
            return Some(f);
        }
        // "the full year"
        if self.eq(at, "full") && self.eq(at + 1, "year") {
            return Some(Found::date(i, at + 2, When::Period { unit: Unit::Year, which: None }));
        }
        // "the morning of 3 March"
        if let Some(part) = t.word.part
            && self.t(at + 1).word.glue == Some(Glue::Of)
            && let Some(f) = self.calendar(at + 2)
            && matches!(f.when, When::Calendar { day: 1.., .. })
        {
            return Some(Found { from: i, ..f.at(TimeOfDay::Part(part), f.to) });
        }
        // "the week of 3 March", "the week ended 3 March", "the month of July"
        let of = self.t(at + 1).word.glue == Some(Glue::Of);
        let by_its_day = of || self.t(at + 1).word.bounds;
        if t.word.unit == Some(Unit::Week)
            && !t.word.plural
            && by_its_day
            && let Some(f) = self.calendar(at + 2)
            && let When::Calendar { year, month, day: day @ 1.. } = f.when
        {
            return Some(Found::date(i, if of { f.to } else { at + 1 }, When::WeekOf { year, month, day }));
        }
        if t.word.unit == Some(Unit::Month)
            && of
            && let Some(f) = self.calendar(at + 2)
            && matches!(f.when, When::Calendar { month: 1.., day: 0, .. })
        {
            return Some(Found { from: i, ..f });
        }
        if let Some((unit @ (Unit::Quarter | Unit::Year | Unit::Week | Unit::Month | Unit::Weekend), false)) =
            self.unit(at)
        {
            // "the year of the pig", "the quarter of the city"
            let compound = self.t(at + 1).is(b'-') && self.t(at + 1).gap == Gap::None;
            // "the quarter ended Sept. 30" is the third.
            if unit == Unit::Quarter
                && self.t(at + 1).word.bounds
                && let Some(When::Calendar { year, month: month @ 1.., .. }) = self.calendar(at + 2).map(|f| f.when)
            {
                return Some(Found::date(i, at + 1, When::QuarterEnded { year, month }));
            }
            // "the year ended 30 June" is twelve months up to then, not a calendar year.
            if unit == Unit::Year && self.t(at + 1).word.bounds {
                return Some(Found::length(i, at + 1, Quantity::of(1), unit));
            }
            return (!compound).then(|| Found::date(i, at + 1, When::Period { unit, which: None }));
        }
        if t.word.season.is_some() {
            return self.season(i, at);
        }
        // "the two weeks", "the nine months"
        if let Some(f) = self.lengths(i, at)
            && matches!(f.when, When::Length { .. })
            && t.word.glue.is_none()
            && f.from == i
        {
            return Some(f);
        }
        None
    }

    /// "the week before last", "the year after next"; "the day before", "the night after" where nothing follows.
    fn beside(&self, from: usize, at: usize) -> Option<Found> {
        let (unit, false) = self.unit(at)? else { return None };
        let before = self.eq(at + 1, "before");
        if !before && !self.eq(at + 1, "after") || self.t(at + 1).gap == Gap::Break {
            return None;
        }
        let quantity = Quantity::of(2);
        let ends = |k: usize| {
            !matches!(self.t(k).kind, Kind::Word | Kind::Number)
                || self.t(k).gap == Gap::Break
                || self.t(k).word.preposition
        };
        if before && self.eq(at + 2, "last") && ends(at + 3) {
            return Some(Found::date(from, at + 3, When::Away { quantity, unit, away: Away::Ago }));
        }
        if !before && self.eq(at + 2, "next") && ends(at + 3) {
            return Some(Found::date(from, at + 3, When::Away { quantity, unit, away: Away::FromNow }));
        }
        let closes = self.t(at + 2).gap == Gap::Break
            || matches!(self.t(at + 2).kind, Kind::Mark(b'.' | b',' | b';' | b'?' | b'!' | b')'));
        if !closes {
            return None;
        }
        let which = Some(if before { Which::Previous } else { Which::Following });
        if unit == Unit::Night {
            let day = When::Period { unit: Unit::Day, which };
            return Some(Found::date(from, at + 2, day).at(TimeOfDay::Part("NI"), at + 2));
        }
        Some(Found::date(from, at + 2, When::Period { unit, which }))
    }

    fn numeric_year_after(&self, from: usize, at: usize) -> Option<Found> {
        let t = self.t(at);
        if t.plain() && t.digits == 4 && (1000..2200).contains(&t.num) {
            return Some(Found::date(
                from,
                at + 1,
                When::Calendar { year: Year::Known(t.num as i16), month: 0, day: 0 },
            ));
        }
        let f = self.spelled_year(at).or_else(|| {
            let (n, to) = self.spelled(at)?;
            (1000..2200)
                .contains(&n)
                .then(|| Found::date(from, to, When::Calendar { year: Year::Known(n as i16), month: 0, day: 0 }))
        })?;
        Some(Found { from, ..f })
    }

    /// "third quarter", "first half of 1989", "19th century", "fiscal 1989", "Q3 2018", "first nine months".
    pub(super) fn ordinal_period(&self, from: usize, i: usize) -> Option<Found> {
        let mut at = i;
        let fiscal = self.t(at).word.fiscal;
        if fiscal {
            at += 1;
            if self.t(at).is(b'-') {
                at += 1;
            }
            if self.eq(at, "year") {
                return Some(match self.numeric_year_after(from, at + 1) {
                    Some(f) => f,
                    None => Found::date(from, at + 1, When::Period { unit: Unit::Year, which: None }),
                });
            }
            let t = self.t(at);
            if t.plain() && t.digits == 4 && (1900..2200).contains(&t.num) {
                let year = Year::Known(t.num as i16);
                return Some(self.of_year(from, at + 1, year).unwrap_or(Found::date(
                    from,
                    at + 1,
                    When::Calendar { year, month: 0, day: 0 },
                )));
            }
        }
        if self.t(at).word.quarter_letter
            && self.t(at + 1).gap == Gap::None
            && self.t(at + 1).plain()
            && (1..=4).contains(&self.t(at + 1).num)
        {
            let (year, to) = self.year_after(at + 2);
            return Some(Found::date(from, to, When::Quarter { quarter: self.t(at + 1).num as u8, year }));
        }
        if self.t(at).word.fiscal_letters && self.t(at + 1).plain() {
            let y = self.t(at + 1);
            let n = if y.digits == 2 { super::calendar::two_digit_year(y.num) } else { y.num };
            return (y.digits == 2 || y.digits == 4)
                .then(|| Found::date(from, at + 2, When::Calendar { year: Year::Known(n as i16), month: 0, day: 0 }));
        }
        let t = self.t(at);
        // "3Q", "1Q 2018"
        if t.plain()
            && t.digits == 1
            && (1..=4).contains(&t.num)
            && self.t(at + 1).word.quarter_letter
            && self.t(at + 1).gap == Gap::None
        {
            let (year, to) = self.year_after(at + 2);
            return Some(Found::date(from, to, When::Quarter { quarter: t.num as u8, year }));
        }
        // The number may be of two words: "twenty-first".
        let (n, end) = self.ordinal(at)?;
        at = end - 1;
        let joined = usize::from(self.t(at + 1).is(b'-') && self.t(at + 1).gap == Gap::None);
        let mut next = at + 1 + joined;
        next += usize::from(self.t(next).word.fiscal);
        if self.t(next).gap == Gap::Break {
            return None;
        }
        if self.eq(next, "quarter") && n <= 4 {
            let (year, to) = self.year_after(next + 1);
            // "the third-quarter loss": the article belongs to the loss.
            let from = if joined == 1 && from < i && year == Year::Open { i } else { from };
            return Some(Found::date(from, to, When::Quarter { quarter: n, year }));
        }
        if self.t(next).word.half && n <= 2 {
            let (year, to) = self.year_after(next + 1);
            // "the second half of the match", "the first half" of a game: only with a year or a fiscal hint.
            let business = fiscal || self.t(next + 1).word.reported;
            let from = if joined == 1 && from < i { i } else { from };
            return (year != Year::Open || business).then(|| Found::date(from, to, When::Half { half: n, year }));
        }
        if self.eq(next, "century") {
            return Some(match self.era(next + 1) {
                Some((true, to)) => Found::date(from, to, When::Century(-(n as i8))),
                Some((false, to)) => Found::date(from, to, When::Century(n as i8)),
                // "the 19th-century church": the article belongs to the church.
                None => {
                    let from = if joined == 1 && from < i { i } else { from };
                    Found::date(from, next + 1, When::Century(n as i8))
                }
            });
        }
        // "the first nine months", "the first two years"
        if joined == 0
            && let Some(f) = self.lengths(from, next)
            && matches!(f.when, When::Length { .. })
            && self.t(next).word.glue.is_none()
        {
            return Some(f);
        }
        None
    }

    /// "the last half of 2004", "the latter half of the 1920s".
    fn last_half(&self, from: usize, i: usize) -> Option<Found> {
        if !(self.t(i).word.which == Some(Which::Last) || self.eq(i, "latter")) || !self.t(i + 1).word.half {
            return None;
        }
        let (year, to) = self.year_after(i + 2);
        if year != Year::Open {
            return Some(Found::date(from, to, When::Half { half: 2, year }));
        }
        let of = i + 2 + usize::from(self.t(i + 2).word.glue == Some(Glue::Of));
        let f = if of > i + 2 { self.core(of)? } else { return None };
        matches!(f.when, When::Decade(_) | When::Century(_) | When::Period { .. } | When::Season { .. })
            .then_some(Found { from, modifier: Some(Modifier::End), ..f })
    }

    /// What belongs to a year named before it: "this year's third quarter", "the 1988 period".
    pub(super) fn of_year(&self, from: usize, at: usize, year: Year) -> Option<Found> {
        let t = self.t(at);
        if t.gap == Gap::Break {
            return None;
        }
        let n = if t.nth { t.num as u8 } else { t.word.ordinal };
        let at = at + usize::from(self.t(at).word.fiscal);
        if (1..=4).contains(&n) {
            let next = at + 1 + usize::from(self.t(at + 1).is(b'-'));
            if self.eq(next, "quarter") {
                return Some(Found::date(from, next + 1, When::Quarter { quarter: n, year }));
            }
            if self.eq(next, "half") && n <= 2 {
                return Some(Found::date(from, next + 1, When::Half { half: n, year }));
            }
        }
        if self.eq(at, "quarter") || self.eq(at, "period") {
            return Some(Found::date(from, at + 1, When::Quarter { quarter: 0, year }));
        }
        if let Some(season) = t.word.season {
            return Some(Found::date(from, at + 1, When::Season { season, year }));
        }
        None
    }

    /// "summer", "the summer of 1994"; "fall" and "spring" only where they cannot be verbs.
    pub(super) fn season(&self, from: usize, i: usize) -> Option<Found> {
        let season = self.t(i).word.season?;
        let (year, to) = self.year_after(i + 1);
        let led = from < i || self.before(i).word.before_season;
        let noun_follows =
            self.t(to).kind == Kind::Word && self.t(to).gap != Gap::Break && self.t(to).word == Default::default();
        (year != Year::Open
            || led
                && !(noun_follows && from == i)
                && !(self.eq(i, "fall") && from < i && self.t(to).word.glue == Some(Glue::Of)))
        .then(|| Found::date(from, to, When::Season { season, year }))
    }
}
