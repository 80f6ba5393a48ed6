//! From what an expression means to a value on the calendar.

use jiff::civil::Date;
use rashomon_text::PartialDate;

use crate::Anchor;
use crate::found::{Found, Quantity, TimeOfDay, When, Year};
use crate::lexicon::{Away, HolidayRule, Tense, Which};
use crate::unit::Unit;
use crate::value::{self, date_text, full, partial, plus_days, shift_day, shift_month, week_text, year_text};

/// How far back, in tokens, a quarter is still what "a year ago" speaks of.
const NEAR: usize = 100;

/// How far back, in tokens, a day is still that of a clock time.
const BESIDE: usize = 20;

/// A quarter or month just spoken of, which "a year earlier" goes back from.
#[derive(Clone, Copy, Debug)]
enum Size {
    Month(u8),
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Mention {
    date: PartialDate,
    size: Size,
    token: usize,
}

/// Resolves the expressions of one text in their order.
pub(crate) struct Resolver {
    anchor: Option<PartialDate>,
    /// A text that tells of the past by its own dates: months and days go by the last date named.
    narrative: bool,
    last: Option<Mention>,
    /// Where an expression stands that the story does not go on from: "since 1945", "(July 1959)".
    aside: Option<usize>,
    /// Year, quarter and where.
    quarter: Option<(Option<i16>, u8, usize)>,
}

impl Resolver {
    pub(crate) fn new(anchor: &Anchor, found: &[Found]) -> Self {
        let anchor = anchor.date;
        Self { anchor, narrative: narrative(anchor, found), last: None, aside: None, quarter: None }
    }

    /// Today, as far as the text lets one know.
    fn base(&self) -> PartialDate {
        let unknown = PartialDate { year: None, month: None, day: None };
        if self.narrative
            && let Some(m) = self.last
        {
            return m.date;
        }
        self.anchor.unwrap_or(unknown)
    }

    /// The date last spoken of, else today: what "the next day" counts from.
    fn reference(&self) -> PartialDate {
        self.last.map_or_else(|| self.base(), |m| m.date)
    }

    /// The value of `f`; `None` where it has none that is sound. `aside`: the story does not go on from there.
    pub(crate) fn value(&mut self, f: &Found, tense: Option<Tense>, aside: bool) -> Option<String> {
        // Nor from a look back: "two decades earlier", "the previous year".
        let back =
            matches!(f.when, When::Away { .. } | When::Period { which: Some(Which::Previous | Which::Last), .. });
        self.aside = ((aside || back) && self.narrative).then_some(f.from);
        let mut value = self.when(f, tense)?;
        if let Some(time) = f.time {
            // A time of day hangs on a day only.
            if value.len() == 10 || value.contains("-W") && value.matches('-').count() == 2 {
                push_time(&mut value, time);
            } else if value.ends_with("_REF") || value.contains('T') {
            } else {
                value = "XXXX-XX-XX".into();
                push_time(&mut value, time);
            }
        }
        Some(value)
    }

    fn when(&mut self, f: &Found, tense: Option<Tense>) -> Option<String> {
        match f.when {
            When::Calendar { year, month, day } => {
                let d = self.calendar(year, month, day, tense);
                self.mention(d, if day == 0 && month != 0 { Size::Month(month) } else { Size::Other }, f.from);
                Some(text(d, month, day))
            }
            When::Weekday { weekday, which, week } => self.weekday(f, weekday, which, week, tense),
            When::SameDay => {
                let beside = self.last.filter(|m| f.from - m.token < BESIDE && full(m.date).is_some());
                let day = beside.map_or_else(|| self.base(), |m| m.date);
                Some(if day.day.is_some() { date_text(day) } else { "XXXX-XX-XX".into() })
            }
            When::Day(n) => {
                let base = self.base();
                let day = shift_day(base, i32::from(n));
                if let Some(d) = day
                    && f.time.is_none()
                {
                    self.mention(d, Size::Other, f.from);
                }
                let unknown = if n == 0 && f.time.is_none() { "PRESENT_REF" } else { "XXXX-XX-XX" };
                Some(day.map_or_else(|| unknown.into(), date_text))
            }
            When::Period { unit, which } => self.period(f, unit, which, tense),
            When::Away { quantity, unit, away } => self.away(f, quantity, unit, away),
            When::Quarter { quarter, year } => self.quarter_of(f, quarter, year, tense),
            When::QuarterEnded { year, month } => {
                // The one spoken of, whose number is that of the company's year; else by the calendar.
                let (y, q) = match self.quarter.filter(|&(_, _, at)| f.from - at < NEAR) {
                    Some((y, q, _)) => (y, q),
                    None => (self.calendar(year, month, 0, tense).year, (month - 1) / 3 + 1),
                };
                Some(self.say_quarter(f, y, q))
            }
            When::Half { half, year } => Some(format!("{}-H{half}", year_text(self.half_year(half, year, tense)))),
            When::Season { season, year } => {
                let y = self.season_year(season, year, tense);
                Some(format!("{}-{season}", year_text(y)))
            }
            When::Decade(d) => Some(self.decade(d)),
            When::Century(n) if n < 0 => Some(format!("BC{:02}", -i16::from(n) - 1)),
            When::Century(n) => Some(format!("{:02}", n - 1)),
            When::Holiday { rule, year } => self.holiday(f, rule, year, tense),
            When::WeekOf { year, month, day } => Some(week_text(self.calendar(year, month, day, tense), 0)),
            When::YearBack { period } => Some(self.year_back(f, period)),
            // "soon" in a story is soon after what went before.
            When::Fixed("FUTURE_REF") if f.to == f.from + 1 && tense == Some(Tense::Past) => None,
            When::Fixed(v) => Some(v.into()),
            When::Nothing => None,
            When::Length { quantity, unit } | When::EveryLength { quantity, unit } => {
                Some(value::length(quantity, unit))
            }
            When::EveryWeekday(d) => Some(format!("XXXX-WXX-{d}")),
            When::EveryMonth(m) => Some(format!("XXXX-{m:02}")),
            When::EveryPart(p) => Some(format!("XXXX-XX-XXT{p}")),
            When::EverySeason(s) => Some(format!("XXXX-{s}")),
        }
    }

    fn mention(&mut self, date: PartialDate, size: Size, token: usize) {
        if self.aside == Some(token) {
            return;
        }
        self.last = Some(Mention { date, size, token });
    }

    /// The year that "1998" or "of last year" gives; nothing for an open one.
    fn year(&self, year: Year) -> Option<i16> {
        let base = self.base().year;
        match year {
            Year::Open => None,
            Year::Known(y) => Some(y),
            Year::Which(Which::Last | Which::Past) => Some(base? - 1),
            Year::Which(Which::Next | Which::Coming) => Some(base? + 1),
            Year::Which(Which::That) => self.reference().year,
            Year::Which(Which::Previous) => Some(self.reference().year? - 1),
            Year::Which(Which::Following) => Some(self.reference().year? + 1),
            Year::Which(_) => base,
        }
    }

    /// A date whose year may be open.
    fn calendar(&self, year: Year, month: u8, day: u8, tense: Option<Tense>) -> PartialDate {
        let some = |n: u8| (n != 0).then_some(n);
        let with = |year| PartialDate { year, month: some(month), day: some(day) };
        let base = self.base();
        match year {
            Year::Known(_) => with(self.year(year)),
            // "last May", "next March": the one before or after today, not that of last year.
            Year::Which(which)
                if month != 0
                    && base.month.is_some()
                    && matches!(which, Which::Last | Which::Next | Which::Past | Which::Coming) =>
            {
                let this = base.month.unwrap_or(0);
                with(base.year.map(|y| match which {
                    Which::Last | Which::Past => y - i16::from(month >= this),
                    _ => y + i16::from(month <= this),
                }))
            }
            Year::Which(_) => with(self.year(year)),
            Year::Open if self.narrative => {
                // Stories go forward: after December comes the January of the next year.
                let turned = month != 0 && base.month.is_some_and(|m| m >= month + 8);
                with(base.year.map(|y| y + i16::from(turned)))
            }
            Year::Open => {
                let (Some(y), Some(this)) = (base.year, base.month) else { return with(base.year) };
                with(Some(if day == 0 {
                    open_month(y, this, month, tense)
                } else {
                    open_day(base, y, month, day, tense)
                }))
            }
        }
    }

    fn weekday(
        &mut self,
        f: &Found,
        weekday: u8,
        which: Option<Which>,
        week: Option<Which>,
        tense: Option<Tense>,
    ) -> Option<String> {
        let unknown = format!("XXXX-WXX-{weekday}");
        let from_reference = matches!(which, Some(Which::That | Which::Following | Which::Previous));
        let Some(base) = full(if from_reference { self.reference() } else { self.base() }) else {
            return Some(unknown);
        };
        let weeks = |n: i32| plus_days(value::monday(base)?, 7 * n + i32::from(weekday) - 1);
        let day = match (week, which) {
            (Some(Which::Last), _) => weeks(-1),
            (Some(Which::Next), _) => weeks(1),
            (Some(_), _) | (_, Some(Which::This)) => weeks(0),
            (_, Some(Which::Last | Which::Past | Which::Previous)) => {
                value::weekday_before(plus_days(base, -1)?, weekday)
            }
            (_, Some(Which::Next | Which::Coming | Which::Following)) => {
                value::weekday_after(plus_days(base, 1)?, weekday)
            }
            (_, Some(_)) => value::weekday_before(base, weekday),
            _ if self.narrative => value::weekday_after(base, weekday),
            _ if tense == Some(Tense::Future) => value::weekday_after(base, weekday),
            _ => value::weekday_before(base, weekday),
        }?;
        self.mention(partial(day), Size::Other, f.from);
        Some(date_text(partial(day)))
    }

    /// "last week", "that year", "the quarter".
    fn period(&mut self, f: &Found, unit: Unit, which: Option<Which>, tense: Option<Tense>) -> Option<String> {
        let (n, from_reference) = match which {
            Some(Which::Last | Which::Past) => (-1, false),
            Some(Which::Next | Which::Coming) => (1, false),
            Some(Which::Previous) => (-1, true),
            Some(Which::Following) => (1, true),
            Some(Which::That) => (0, true),
            _ => (0, false),
        };
        let base = if from_reference { self.reference() } else { self.base() };
        if unit == Unit::Quarter {
            return self.quarter_period(f, n, which, base);
        }
        let keep = |s: &mut Self, d: PartialDate, size| {
            s.mention(d, size, f.from);
            date_text(d)
        };
        Some(match unit {
            Unit::Day | Unit::Night => match shift_day(base, n) {
                Some(d) => keep(self, d, Size::Other),
                // "that day" of a month: some day of it.
                None if n == 0 && base.month.is_some() => {
                    format!("{}-XX", date_text(PartialDate { day: None, ..base }))
                }
                None => "XXXX-XX-XX".into(),
            },
            Unit::Week | Unit::Fortnight => self.week(f, base, n),
            Unit::Weekend => {
                // On a Monday "over the weekend" is that of the week before.
                let over = which.is_none()
                    && tense != Some(Tense::Future)
                    && full(base).is_some_and(|d| d.weekday().to_monday_one_offset() < 6);
                format!("{}-WE", week_text(base, n - i32::from(over)))
            }
            Unit::Month => match shift_month(base, n) {
                Some(d) => keep(self, d, Size::Month(d.month.unwrap_or(0))),
                None => format!("{}-XX", year_text(base.year.filter(|_| n == 0))),
            },
            Unit::Year => match base.year {
                Some(y) => keep(
                    self,
                    PartialDate { year: Some(y.checked_add(n as i16)?), month: None, day: None },
                    Size::Other,
                ),
                None => "XXXX".into(),
            },
            Unit::Decade => base.year.map_or_else(|| "XXX".into(), |y| value::part_of_year(y, 10, n)),
            Unit::Century => base.year.map_or_else(|| "XX".into(), |y| value::part_of_year(y, 100, n)),
            Unit::Millennium => base.year.map_or_else(|| "X".into(), |y| format!("{}", i32::from(y) / 1000 + n)),
            _ => return None,
        })
    }

    /// The week `n` weeks from `base`, which "the following week" may count from.
    fn week(&mut self, f: &Found, base: PartialDate, n: i32) -> String {
        if let Some(day) = shift_day(base, n.saturating_mul(7)) {
            self.mention(day, Size::Other, f.from);
        }
        week_text(base, n)
    }

    fn quarter_period(&mut self, f: &Found, n: i32, which: Option<Which>, base: PartialDate) -> Option<String> {
        let (year, quarter) = match (which, self.quarter) {
            // "the quarter", "the latest quarter": the one just spoken of.
            (None | Some(Which::That | Which::Latest), Some((y, q, _))) => (y, q),
            (None | Some(Which::Latest), _) => back(base, -1)?,
            (Some(Which::Previous), Some((y, q, _))) => step(y, q, -1),
            _ => back(base, n)?,
        };
        Some(self.say_quarter(f, year, quarter))
    }

    fn say_quarter(&mut self, f: &Found, year: Option<i16>, quarter: u8) -> String {
        self.quarter = Some((year, quarter, f.from));
        self.mention(PartialDate { year, month: Some(quarter * 3), day: None }, Size::Other, f.from);
        format!("{}-Q{quarter}", year_text(year))
    }

    fn quarter_of(&mut self, f: &Found, quarter: u8, year: Year, tense: Option<Tense>) -> Option<String> {
        let base = self.base();
        let quarter = match quarter {
            0 => match self.quarter {
                Some((_, q, _)) => q,
                None => return Some(year_text(self.year(year))),
            },
            q => q,
        };
        let y = match (year, base.year, base.month) {
            (Year::Open, Some(y), Some(m)) => {
                let this = (m - 1) / 3 + 1;
                match (tense, self.quarter) {
                    // A quarter just over is still to be reported on.
                    (Some(Tense::Future), _) => Some(y + i16::from(quarter + 1 < this)),
                    // "the fourth quarter" once the talk is of another of the same year
                    (None | Some(Tense::Present), Some((Some(y), q, _))) if q == quarter => Some(y),
                    _ => Some(y - i16::from(quarter > this)),
                }
            }
            (Year::Open, ..) => base.year,
            _ => self.year(year),
        };
        // "last year's third quarter" is what this one is compared with, and so is an earlier one; the talk stays
        // with this one. Nor does an outlook on a quarter that is not over move it.
        let ahead = tense == Some(Tense::Future)
            || base.month.is_some_and(|m| (y, quarter) >= (base.year, (m - 1) / 3 + 1) && y.is_some());
        let compared = matches!(year, Year::Which(Which::Last | Which::Previous))
            || self
                .quarter
                .is_some_and(|(now, q, at)| ahead || f.from - at < NEAR && now.is_some() && (y, quarter) < (now, q));
        if compared {
            return Some(format!("{}-Q{quarter}", year_text(y)));
        }
        Some(self.say_quarter(f, y, quarter))
    }

    /// "a year ago" beside a quarter or month is that quarter or month, a year before.
    fn year_back(&mut self, f: &Found, period: bool) -> String {
        let month = self.last.filter(|m| f.from - m.token < NEAR);
        match (month, self.quarter.filter(|q| period || f.from - q.2 < NEAR)) {
            (_, Some((y, q, _))) if period => format!("{}-Q{q}", year_text(y.map(|y| y - 1))),
            (Some(Mention { size: Size::Month(m), date, .. }), _) => {
                date_text(PartialDate { year: date.year.map(|y| y - 1), month: Some(m), day: None })
            }
            (_, Some((y, q, _))) => format!("{}-Q{q}", year_text(y.map(|y| y - 1))),
            _ => year_text(self.base().year.map(|y| y - 1)),
        }
    }

    fn away(&mut self, f: &Found, q: Quantity, unit: Unit, away: Away) -> Option<String> {
        let sign = if matches!(away, Away::Later | Away::FromNow) { 1 } else { -1 };
        let Some(n) = q.n else {
            return Some(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }.into());
        };
        if unit.of_the_clock() {
            return Some(value::length(q, unit));
        }
        if n == 1 && unit == Unit::Year && !q.half && sign < 0 {
            let beside = self.last.is_some_and(|m| f.from - m.token < NEAR && !matches!(m.size, Size::Other));
            if beside || self.quarter.is_some_and(|q| f.from - q.2 < NEAR) {
                return Some(self.year_back(f, false));
            }
        }
        let base = if matches!(away, Away::Ago | Away::FromNow) { self.base() } else { self.reference() };
        let (letter, worth) = unit.letter();
        let n = sign * i32::try_from(n.checked_mul(worth)?).ok()?;
        if n.abs() > 9999 {
            return Some(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }.into());
        }
        Some(match letter {
            'D' => match shift_day(base, n) {
                Some(d) => {
                    self.mention(d, Size::Other, f.from);
                    date_text(d)
                }
                None => "XXXX-XX-XX".into(),
            },
            'W' => self.week(f, base, n),
            'M' | 'Q' => shift_month(base, if letter == 'Q' { n.saturating_mul(3) } else { n })
                .map_or_else(|| "XXXX-XX".into(), date_text),
            _ if q.half => shift_month(base, n * 12 + 6 * sign).map_or_else(|| "XXXX-XX".into(), date_text),
            _ => {
                let year = base.year.map(|y| i32::from(y) + n);
                match year {
                    Some(y) => {
                        let y = i16::try_from(y).ok()?;
                        self.mention(PartialDate { year: Some(y), month: None, day: None }, Size::Other, f.from);
                        year_text(Some(y))
                    }
                    None => "XXXX".into(),
                }
            }
        })
    }

    /// The year of "the second half": in spring, looking back, that of the year before.
    fn half_year(&self, half: u8, year: Year, tense: Option<Tense>) -> Option<i16> {
        let base = self.base();
        match (year, base.year, base.month) {
            (Year::Open, Some(y), Some(m)) if !self.narrative && tense != Some(Tense::Future) => {
                Some(y - i16::from(half == 2 && m <= 6))
            }
            (Year::Open, y, _) => y,
            _ => self.year(year),
        }
    }

    fn season_year(&self, season: &str, year: Year, tense: Option<Tense>) -> Option<i16> {
        let base = self.base();
        let (first, last) = match season {
            "SP" => (3, 5),
            "SU" => (6, 8),
            "FA" => (9, 11),
            _ => (12, 12),
        };
        let (Some(y), Some(m)) = (base.year, base.month) else {
            return if year == Year::Open { base.year } else { self.year(year) };
        };
        match year {
            Year::Which(Which::Last | Which::Past) => Some(y - i16::from(m <= last)),
            Year::Which(Which::Next | Which::Coming) => Some(y + i16::from(m >= first)),
            Year::Open if self.narrative => Some(y),
            Year::Open => Some(match tense {
                Some(Tense::Future) => y + i16::from(m > last),
                Some(Tense::Past) => y - i16::from(m < first),
                _ => y,
            }),
            _ => self.year(year),
        }
    }

    fn decade(&self, d: i16) -> String {
        if d < 0 {
            return format!("BC{:03}", -d);
        }
        if d >= 100 {
            return format!("{d:03}");
        }
        // The latest that had begun by then.
        match self.base().year {
            Some(y) => {
                let now = y.max(0) / 10;
                let this = now / 10 * 10 + d;
                format!("{:03}", if this <= now { this } else { (this - 10).max(0) })
            }
            None => format!("XX{d}"),
        }
    }

    fn holiday(&mut self, f: &Found, rule: HolidayRule, year: Year, tense: Option<Tense>) -> Option<String> {
        let base = self.base();
        let in_year = |y: i16| value::holiday(rule, y);
        let day = match (year, base.year) {
            (Year::Known(y), _) => in_year(y),
            (Year::Which(which), Some(y)) => {
                let this = in_year(y)?;
                let today = full(base).unwrap_or(this);
                match which {
                    Which::Last | Which::Past if this < today => Some(this),
                    Which::Last | Which::Past => in_year(y - 1),
                    Which::Next | Which::Coming if this > today => Some(this),
                    Which::Next | Which::Coming => in_year(y + 1),
                    _ => in_year(self.year(year)?),
                }
            }
            (_, Some(y)) => {
                let this = in_year(y)?;
                match full(base) {
                    Some(today) => nearest(today, [in_year(y - 1), Some(this), in_year(y + 1)], tense),
                    None => Some(this),
                }
            }
            _ => None,
        };
        match (day, rule) {
            (Some(d), _) => {
                self.mention(partial(d), Size::Other, f.from);
                Some(date_text(partial(d)))
            }
            (None, HolidayRule::Fixed { month, day }) => Some(format!("XXXX-{month:02}-{day:02}")),
            _ => Some("XXXX".into()),
        }
    }
}

/// Whether the text goes by its own dates: a history, an obituary, a chronicle.
fn narrative(anchor: Option<PartialDate>, found: &[Found]) -> bool {
    let now = anchor.and_then(|a| a.year);
    let (mut own, mut dated, mut of_today) = (0, 0, 0);
    for f in found {
        match f.when {
            When::Calendar { year: Year::Known(y), month, .. } if now.is_none_or(|n| (y - n).abs() > 1) => {
                own += 1;
                dated += usize::from(month != 0);
            }
            When::Weekday { .. } | When::Away { away: Away::Ago, .. } => of_today += 1,
            When::Day(_) if f.time.is_none() => of_today += 1,
            When::Period { which: Some(Which::Last | Which::Next | Which::This), .. } => of_today += 1,
            _ => {}
        }
    }
    // A report without a date that says "on Friday" has a day of its own, only an unknown one.
    if anchor.is_none() && of_today == 0 && dated > 0 {
        return true;
    }
    own >= 8 && own > 3 * of_today && dated > 1
}

/// The year of a bare month: in the past the latest such month, ahead the next.
fn open_month(year: i16, this: u8, month: u8, tense: Option<Tense>) -> i16 {
    match tense {
        Some(Tense::Future) => year + i16::from(month < this),
        Some(Tense::Past) => year - i16::from(month > this),
        // Without a hint the nearer one, with a lean to the past.
        _ => {
            let ahead = (i16::from(month) - i16::from(this)).rem_euclid(12);
            if ahead <= 4 { year + i16::from(month < this) } else { year - i16::from(month > this) }
        }
    }
}

/// The year of a day without one: mostly the nearest, and the tense decides where both are far.
fn open_day(base: PartialDate, year: i16, month: u8, day: u8, tense: Option<Tense>) -> i16 {
    let on = |y: i16| Date::new(y, month as i8, day as i8).ok();
    let today = full(PartialDate { day: base.day.or(Some(15)), ..base });
    match today {
        Some(today) => nearest(today, [on(year - 1), on(year), on(year + 1)], tense).map_or(year, |d| d.year()),
        None => year,
    }
}

fn nearest(today: Date, candidates: [Option<Date>; 3], tense: Option<Tense>) -> Option<Date> {
    let days = |d: Date| today.until(d).map_or(i32::MAX, |s| s.get_days());
    candidates.into_iter().flatten().min_by_key(|&d| {
        let n = days(d);
        // A tense against the direction weighs as much as three months.
        let against = match tense {
            Some(Tense::Past) => n > 3,
            Some(Tense::Future) => n < -3,
            _ => false,
        };
        n.abs() + if against { 92 } else { 0 }
    })
}

fn text(d: PartialDate, month: u8, day: u8) -> String {
    debug_assert!(d.month.unwrap_or(0) == month && d.day.unwrap_or(0) == day);
    date_text(d)
}

fn push_time(value: &mut String, time: TimeOfDay) {
    use std::fmt::Write;
    let _ = match time {
        TimeOfDay::Part(p) => write!(value, "T{p}"),
        TimeOfDay::Clock { hour, minute } => write!(value, "T{hour:02}:{:02}", minute.unwrap_or(0)),
    };
}

/// The quarter `n` quarters from the one that holds `base`.
fn back(base: PartialDate, n: i32) -> Option<(Option<i16>, u8)> {
    let q = (base.month? - 1) / 3 + 1;
    Some(step(base.year, q, n))
}

fn step(year: Option<i16>, quarter: u8, n: i32) -> (Option<i16>, u8) {
    let at = i32::from(quarter) - 1 + n;
    (year.map(|y| y + at.div_euclid(4) as i16), at.rem_euclid(4) as u8 + 1)
}
