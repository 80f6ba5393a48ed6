//! Where on the two lines of time everything stands.

use super::{Dated, MOST, Timeline};
use crate::web::pictures::boxes::Area;
use crate::web::pictures::dates::{When, length};
use crate::web::pictures::text::{LINE, SIZE, SMALL, lines, width as width_of};

/// Below this width both lines share one column of words.
const ROOM_FOR_TWO: f64 = 600.0;

/// Pixels of a day, where days are drawn to scale.
const DAY: f64 = 1.6;

/// Days of the longest gap that is drawn to scale.
const LONGEST_GAP: i32 = 31;

/// The height of a gap that is not.
const BREAK: f64 = 38.0;

/// Room between what stands below each other.
const BETWEEN: f64 = 5.0;

/// Room for a year.
const YEAR: f64 = 24.0;

/// From one bar to the next.
const BAR: f64 = 6.0;

/// Bars side by side; more share the last place.
const BARS: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lane {
    Events,
    Reports,
}

/// Where a line of time and its words begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    /// Where dates end, or begin if there is one column.
    pub dates: f64,
    pub axis: f64,
    pub label: f64,
    /// The room for a label.
    pub room: f64,
}

/// Something at its place.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub when: When,
    pub lane: Lane,
    pub dated: &'a Dated<'a>,
    pub lines: Vec<String>,
    pub area: Area,
    /// How far down the line its mark is.
    pub mark: f64,
    /// Empty where the one above has the same.
    pub date: Vec<String>,
    pub date_at: (f64, f64),
    /// Where the date stands.
    #[cfg(test)]
    pub date_area: Option<Area>,
    /// Across, from, to: of a date that is more than a day.
    pub bar: Option<(f64, f64, f64)>,
}

/// A piece of the lines between two dates.
#[derive(Debug)]
pub(super) struct Stretch {
    pub top: f64,
    pub bottom: f64,
    /// How long the gap is, if it is not to scale.
    pub broken: Option<String>,
    /// Where that is said.
    pub said: f64,
}

#[derive(Debug)]
pub(super) struct Layout<'a> {
    pub narrow: bool,
    pub width: f64,
    pub height: f64,
    pub events: Columns,
    pub reports: Columns,
    pub items: Vec<Item<'a>>,
    pub stretches: Vec<Stretch>,
    pub years: Vec<(i16, f64)>,
    /// What could not be drawn.
    pub note: Option<String>,
}

impl Layout<'_> {
    pub fn has(&self, lane: Lane) -> bool {
        self.items.iter().any(|i| i.lane == lane)
    }
}

/// The columns of both lines; a line without the other has all the room.
fn columns(width: f64, narrow: bool, both: bool) -> (Columns, Columns) {
    if narrow {
        let label = 50.0;
        let of = |axis| Columns { dates: label, axis, label, room: width - label };
        return (of(24.0), of(38.0));
    }
    if !both {
        let alone = Columns { dates: 88.0, axis: 118.0, label: 130.0, room: width - 130.0 };
        return (alone, alone);
    }
    let second = (width * 0.73).round();
    let first = Columns { dates: 88.0, axis: 118.0, label: 130.0, room: second - 12.0 - 90.0 - 130.0 };
    (first, Columns { dates: second - 26.0, axis: second - 12.0, label: second, room: width - second })
}

pub(super) fn layout<'a>(timeline: &'a Timeline<'a>, width: f64) -> Option<Layout<'a>> {
    let narrow = width < ROOM_FOR_TWO;
    let of = |lane, all: &'a [Dated<'a>]| {
        let dated = all.iter().filter_map(move |d| When::of(d.date).map(|when| (when, lane, d)));
        dated.take(MOST)
    };
    let mut all: Vec<(When, Lane, &Dated<'_>)> =
        of(Lane::Events, &timeline.events).chain(of(Lane::Reports, &timeline.reports)).collect();
    all.sort_by_key(|(when, lane, _)| (when.first, -when.last, *lane));
    let end = all.iter().map(|i| i.0.last + 1).max()?;
    let both = all.iter().any(|i| i.1 == Lane::Events) && all.iter().any(|i| i.1 == Lane::Reports);
    let (events, reports) = columns(width, narrow, both);
    let left_out = timeline.events.len() + timeline.reports.len() - all.len();

    let mut out = Layout {
        narrow,
        width,
        height: 0.0,
        events,
        reports,
        items: Vec::new(),
        stretches: Vec::new(),
        years: Vec::new(),
        note: (left_out > 0).then(|| format!("{left_out} more in the table")),
    };
    // Days and how far down they are.
    let mut known: Vec<(i32, f64)> = Vec::new();
    let mut below = if narrow && both { 48.0 } else { 30.0 };
    let mut rest = &all[..];
    while let Some(&(when, ..)) = rest.first() {
        let (now, later) = rest.split_at(rest.iter().take_while(|i| i.0.first == when.first).count());
        rest = later;
        let mut top = below;
        let mut broken = None;
        if let Some(&(day, y)) = known.last() {
            let days = when.first - day;
            if days > LONGEST_GAP {
                broken = Some((length(days), below + BREAK / 2.0 + 4.0));
                top = below + BREAK;
            } else {
                top = top.max(y + f64::from(days) * DAY);
            }
        }
        if out.years.last().is_none_or(|y| y.0 != when.year()) {
            out.years.push((when.year(), top + 14.0));
            top += YEAR;
        }
        if let Some(&(_, y)) = known.last() {
            let (broken, said) = broken.map_or((None, 0.0), |(length, said)| (Some(length), said));
            // What lies before the break is still on the line.
            let solid = if broken.is_some() { said - BREAK / 2.0 } else { y };
            if broken.is_some() {
                out.stretches.push(Stretch { top: y, bottom: solid, broken: None, said: 0.0 });
            }
            out.stretches.push(Stretch { top: solid, bottom: top + 8.0, broken, said });
        }
        known.push((when.first, top + 8.0));
        below = place(&mut out, now, top);
    }
    let &(day, y) = known.last()?;
    let last = (y + f64::from((end - day).min(LONGEST_GAP)) * DAY).max(below - BETWEEN);
    out.stretches.push(Stretch { top: y, bottom: last, broken: None, said: 0.0 });
    known.push((end.max(day + 1), last));
    bars(&mut out, &known);
    out.height = last.max(below) + if out.note.is_some() { 26.0 } else { 4.0 };
    Some(out)
}

/// Puts what has one first day below each other; says where the next may begin.
fn place<'a>(out: &mut Layout<'a>, now: &[(When, Lane, &'a Dated<'a>)], top: f64) -> f64 {
    let mut free = [top, top];
    let mut before: [Option<When>; 2] = [None, None];
    let mark = top + 8.0;
    for &(when, lane, dated) in now {
        let c = if lane == Lane::Events { out.events } else { out.reports };
        // In one column all stand below each other, and share their dates.
        let column = if out.narrow || lane == Lane::Events { 0 } else { 1 };
        let date = if before[column] == Some(when) {
            Vec::new()
        } else if out.narrow {
            lines(&when.short(), c.room, SMALL, 1)
        } else {
            lines(&when.short(), 82.0, SMALL, 2)
        };
        before[column] = Some(when);
        let y = free[column];
        let label_top = if out.narrow { y + date.len() as f64 * LINE } else { y };
        let words = if dated.label.trim().is_empty() { "no words" } else { dated.label };
        let label = lines(words, c.room, SIZE, if out.narrow { 3 } else { 2 });
        let wide = label.iter().map(|l| width_of(l, SIZE)).fold(0.0, f64::max);
        let area = Area::new(c.label, label_top, wide, label.len() as f64 * LINE);
        let of_date = date.iter().map(|l| width_of(l, SMALL)).fold(0.0, f64::max);
        let left = if out.narrow { c.dates } else { c.dates - of_date };
        let date_area = (!date.is_empty()).then(|| Area::new(left, y, of_date, date.len() as f64 * LINE));
        free[column] = area.bottom().max(date_area.map_or(0.0, |a| a.bottom())) + BETWEEN;
        // The first of a day stands at the day, the others beside their words.
        let mark = if y == top { mark } else { label_top + 8.0 };
        out.items.push(Item {
            when,
            lane,
            dated,
            lines: label,
            area,
            mark,
            date,
            date_at: (c.dates, y + 12.0),
            #[cfg(test)]
            date_area,
            bar: None,
        });
    }
    free[0].max(free[1])
}

/// Draws the days of dates that are more than a day as bars, side by side where they overlap.
fn bars(out: &mut Layout<'_>, known: &[(i32, f64)]) {
    let at = |day: i32| {
        let n = known.partition_point(|k| k.0 <= day).clamp(1, known.len() - 1);
        let ((a, top), (b, bottom)) = (known[n - 1], known[n]);
        let share = f64::from(day - a) / f64::from((b - a).max(1));
        top + share.clamp(0.0, 1.0) * (bottom - top)
    };
    for lane in [Lane::Events, Lane::Reports] {
        let axis = if lane == Lane::Events { out.events.axis } else { out.reports.axis };
        // With one column the second line stands right of the first, and has its bars with it.
        let axis = if out.narrow { out.events.axis } else { axis };
        let mut ends = [f64::MIN; BARS];
        for item in out.items.iter_mut().filter(|i| i.lane == lane && i.when.last > i.when.first) {
            let (top, bottom) = (item.mark, at(item.when.last + 1).max(item.mark + 4.0));
            let free = ends.iter().position(|end| *end < top).unwrap_or(BARS - 1);
            ends[free] = bottom;
            item.bar = Some((axis - 9.0 - free as f64 * BAR, top, bottom));
        }
    }
}
