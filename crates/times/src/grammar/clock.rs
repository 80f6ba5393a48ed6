//! Times of day by the clock, with the day they belong to.

use super::Grammar;
use crate::found::{Found, TimeOfDay, When};
use crate::lexicon::Glue;
use crate::token::{Gap, Kind};
use crate::unit::Unit;

impl Grammar<'_> {
    /// "5:30 p.m. EST Friday", "noon", "8 a.m. on Nov. 3", "1830 GMT".
    pub(super) fn clock(&self, i: usize) -> Option<Found> {
        let (hour, minute, to) = self.clock_time(i)?;
        let to = self.zone(to).unwrap_or(to);
        let time = TimeOfDay::Clock { hour, minute };
        // The day, if it follows at once.
        let mut next = to + usize::from(self.t(to).is(b','));
        next += usize::from(self.eq(next, "on"));
        let time = |d: &Found| match (time, d.time) {
            // "six o'clock on Monday evening"
            (TimeOfDay::Clock { hour, minute }, Some(TimeOfDay::Part("AF" | "EV"))) if hour < 12 => {
                TimeOfDay::Clock { hour: hour + 12, minute }
            }
            (TimeOfDay::Clock { hour, minute }, Some(TimeOfDay::Part("NI"))) if (6..12).contains(&hour) => {
                TimeOfDay::Clock { hour: hour + 12, minute }
            }
            (time, _) => time,
        };
        // "4:20 p.m. (1320 GMT) Sunday": the day holds for both.
        if self.t(next).is(b'(')
            && let Some((_, _, other)) = self.clock_time(next + 1)
            && let close = self.zone(other).unwrap_or(other)
            && self.t(close).is(b')')
            && let Some(d) = self.calendar(close + 1).or_else(|| self.weekday(close + 1, None))
            && self.t(close + 1).gap != Gap::Break
        {
            return Some(Found { from: i, ..d.at(time(&d), to) });
        }
        let day = (self.t(next).gap != Gap::Break)
            .then(|| self.calendar(next).or_else(|| self.weekday(next, None)).or_else(|| self.day_word(next)))
            .flatten();
        Some(match day {
            // "10:30 tomorrow morning"
            Some(d) if matches!(d.time, None | Some(TimeOfDay::Part(_))) => Found { from: i, ..d.at(time(&d), d.to) },
            _ => {
                let f = Found::date(i, to, When::SameDay);
                f.at(time(&f), to)
            }
        })
    }

    fn clock_time(&self, i: usize) -> Option<(u8, Option<u8>, usize)> {
        let t = self.t(i);
        if let Some(read) = self.told(i) {
            return Some(read);
        }
        match t.word.clock {
            12 => return Some((12, Some(0), i + 1)),
            24 => return Some((24, Some(0), i + 1)),
            _ => {}
        }
        if t.kind == Kind::Word {
            let hour = t.word.number.filter(|h| (1..=12).contains(h))?;
            if let Some(to) = self.o_clock(i + 1) {
                return Some((hour, None, to));
            }
            return self.spoken(i, hour);
        }
        if !t.plain() {
            return None;
        }
        let colon = self.t(i + 1);
        let minutes = self.t(i + 2);
        let tight = colon.gap == Gap::None && minutes.gap == Gap::None;
        if t.digits <= 2
            && t.num <= 24
            && (colon.is(b':') || colon.is(b'.'))
            && tight
            && minutes.digits == 2
            && minutes.plain()
            && minutes.num < 60
        {
            let (mut to, minute) = (i + 3, Some(minutes.num as u8));
            // Seconds are read over: "18:36:20".
            if self.t(to).is(b':') && self.t(to).gap == Gap::None && self.t(to + 1).digits == 2 {
                to += 2;
            }
            if let Some((pm, end)) = self.half_day(to) {
                return Some((hour_of(t.num, pm)?, minute, end));
            }
            // "6:30 in the evening"
            if colon.is(b':')
                && (1..=12).contains(&t.num)
                && self.eq(to, "in")
                && self.eq(to + 1, "the")
                && let Some(part @ ("MO" | "AF" | "EV")) = self.t(to + 2).word.part
            {
                return Some((hour_of(t.num, part != "MO")?, minute, to + 3));
            }
            let at = i > 0 && self.before(i).word.before_clock;
            return (colon.is(b':') && t.num < 24 && (at || self.zone(to).is_some())).then_some((
                t.num as u8,
                minute,
                to,
            ));
        }
        // "9 to 11 a.m.", "2-4 p.m.": the first of the two is before or after noon as the second is.
        if t.digits <= 2
            && let Some(second) = self.range(i + 1)
            && let Some((pm, _)) = self.half_day(second + 1)
            && self.t(second).plain()
            && self.t(second).num <= 12
        {
            let (first, last) = (hour_of(t.num, pm)?, hour_of(self.t(second).num, pm)?);
            // "11 to 2 p.m." begins in the morning.
            return Some((if first < last { first } else { hour_of(t.num, !pm)? }, None, i + 1));
        }
        if t.digits <= 2
            && let Some((pm, end)) = self.half_day(i + 1)
        {
            return Some((hour_of(t.num, pm)?, None, end));
        }
        if t.digits <= 2 && (1..=12).contains(&t.num) {
            if let Some(to) = self.o_clock(i + 1) {
                return Some((t.num as u8, None, to));
            }
            if self.eq(i + 1, "in") && self.eq(i + 2, "the") {
                return match self.t(i + 3).word.part {
                    Some("MO") => Some((hour_of(t.num, false)?, None, i + 4)),
                    Some("AF" | "EV") => Some((hour_of(t.num, true)?, None, i + 4)),
                    _ => None,
                };
            }
        }
        // "1830 GMT"
        if t.digits == 4
            && t.num / 100 < 24
            && t.num % 100 < 60
            && self.zone(i + 1).is_some()
            && self.s(i + 1).len() >= 3
        {
            return Some(((t.num / 100) as u8, Some((t.num % 100) as u8), i + 1));
        }
        None
    }

    /// "half past ten", "a quarter to six", "twenty past nine", with "in the evening" behind it.
    fn told(&self, i: usize) -> Option<(u8, Option<u8>, usize)> {
        let at = i + usize::from(self.t(i).word.glue == Some(Glue::A));
        let w = &self.t(at).word;
        let minutes = match () {
            () if w.half => 30,
            () if w.unit == Some(Unit::Quarter) && !w.plural => 15,
            () => w.number.filter(|n| matches!(n, 5 | 10 | 20 | 25))?,
        };
        let past = self.eq(at + 1, "past");
        if !past && (!self.eq(at + 1, "to") || minutes == 30) {
            return None;
        }
        let hour = self.t(at + 2).word.number.filter(|h| (1..=12).contains(h))?;
        let to = at + 3;
        // "five to six people", "ten past three of them" are counts.
        if self.t(to).kind == Kind::Word && !self.t(to).word.preposition && self.t(to).gap != Gap::Break && !w.half {
            return None;
        }
        let hour = if past { hour } else { (hour + 10) % 12 + 1 };
        let minute = Some(if past { minutes } else { 60 - minutes });
        if let Some((pm, end)) = self.half_day(to) {
            return Some((hour_of(u32::from(hour), pm)?, minute, end));
        }
        if self.eq(to, "in") && self.eq(to + 1, "the") {
            match self.t(to + 2).word.part {
                Some("MO") => return Some((hour_of(u32::from(hour), false)?, minute, to + 3)),
                Some("AF" | "EV") => return Some((hour_of(u32::from(hour), true)?, minute, to + 3)),
                _ => {}
            }
        }
        let said = w.half || at > i || past && w.unit.is_some();
        said.then_some((hour, minute, to))
    }

    /// "seven a.m.", "nine thirty p.m.", "at nine-thirty"; `hour` stands at `i`.
    fn spoken(&self, i: usize, hour: u8) -> Option<(u8, Option<u8>, usize)> {
        if let Some((pm, to)) = self.half_day(i + 1) {
            return Some((hour_of(u32::from(hour), pm)?, None, to));
        }
        let hyphen = self.t(i + 1).is(b'-') && self.t(i + 1).gap == Gap::None;
        let next = i + 1 + usize::from(hyphen);
        let (minute, to) = self.below_hundred(next).filter(|&(m, _)| (10..60).contains(&m))?;
        if self.t(next).gap == Gap::Break {
            return None;
        }
        let minute = Some(minute as u8);
        if let Some((pm, end)) = self.half_day(to) {
            return Some((hour_of(u32::from(hour), pm)?, minute, end));
        }
        // "at nine-thirty"; "at nine-twenty-fourths" is no hyphen's business.
        let alone = !self.t(to).is(b'-') && self.unit(to).is_none();
        (hyphen && alone && self.before(i).word.before_clock).then_some((hour, minute, to))
    }

    /// "a.m.", "pm": whether after noon, and where it ends.
    fn half_day(&self, i: usize) -> Option<(bool, usize)> {
        let t = self.t(i);
        if t.word.half_day != 0 && t.gap != Gap::Break {
            return Some((t.word.half_day == 2, i + 1));
        }
        let pm = match self.s(i) {
            "a" | "A" => false,
            "p" | "P" => true,
            _ => return None,
        };
        let tight = |k: usize| self.t(k).gap == Gap::None;
        if self.t(i + 1).is(b'.') && tight(i + 1) && self.eq(i + 2, "m") && tight(i + 2) {
            let dot = usize::from(self.t(i + 3).is(b'.') && tight(i + 3));
            return Some((pm, i + 3 + dot));
        }
        None
    }

    fn o_clock(&self, i: usize) -> Option<usize> {
        (self.eq(i, "o") && self.t(i + 1).is(b'\'') && self.eq(i + 2, "clock")).then_some(i + 3)
    }

    /// "EST", "GMT", "Eastern time", "local time".
    fn zone(&self, i: usize) -> Option<usize> {
        let t = self.t(i);
        // "Helsinki time"
        if t.kind == Kind::Word && t.capital && t.gap == Gap::Space && self.eq(i + 1, "time") {
            return Some(i + 2);
        }
        if !t.word.zone || t.gap == Gap::Break {
            return None;
        }
        if self.s(i).bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(i + 1);
        }
        let next = i + 1 + usize::from(self.eq(i + 1, "standard") || self.eq(i + 1, "daylight"));
        self.eq(next, "time").then_some(next + 1)
    }
}

fn hour_of(hour: u32, pm: bool) -> Option<u8> {
    match (hour, pm) {
        (12, false) => Some(0),
        (12, true) => Some(12),
        (1..=11, pm) => Some(hour as u8 + 12 * u8::from(pm)),
        _ => None,
    }
}
