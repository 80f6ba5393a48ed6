//! Dates that a reader of the page sees.

use super::keys::What;
use super::{Candidate, Source, Title};
use crate::date::{Habits, Said, Stamp, in_text, plausible, weekday, what_is_said};
use crate::html::facts::Facts;

/// A line from this length on is running text: dates in it are told, not shown.
const RUNNING: usize = 180;

/// Gathers them. Where better evidence is at hand only what stands near the headline is looked at (`all` is false).
pub(super) fn gather(f: &Facts, title: &Title, habits: Habits<'_>, all: bool, out: &mut Vec<Candidate>) {
    let text = Text::of(f, title);
    for spot in &f.date_spots {
        let near = title.is_near(spot.at) && !spot.aside;
        if !near && !all {
            continue;
        }
        let clock = spot.at < title.at && is_clock(&spot.text);
        let place = if near && clock {
            26
        } else if near {
            50
        } else if spot.aside {
            30
        } else if text.is_before_body(spot.at) {
            42
        } else {
            24
        };
        read(&spot.text, Some(f.line_before(spot.at)), habits, |what, stamp, said| {
            let strength = if said { place + 12 } else { place };
            let basis = if said { "visible text that announces a date" } else { "visible text marked as date" };
            out.push(Candidate { what, stamp, basis: basis.into(), source: Source::Visible, strength });
        });
    }
    let mut before: Option<&str> = None;
    let mut at = 0;
    for line in f.visible.lines() {
        let (from, place) = (at, text.place(title, at));
        at += line.len() + 1;
        // "Published:" on a line of its own speaks of the next.
        let heading = before.filter(|b| b.len() < 40);
        before = Some(line);
        if line.len() >= RUNNING || !all && !title.is_near(from) {
            continue;
        }
        read(line, heading, habits, |what, stamp, said| {
            let bare = letters(line) <= 28;
            let strength = match (said, place) {
                (true, Place::Near) => 56,
                (true, _) => 46,
                (false, Place::Near) if bare && from < title.at && is_clock(line) => 26,
                (false, Place::Near) if bare => 44,
                (false, Place::BeforeBody) if bare => 38,
                (false, Place::Near | Place::BeforeBody) => 28,
                // The time of the visit.
                (false, Place::Above) if is_clock(line) => 8,
                (false, Place::Above) if bare => 22,
                (false, Place::Behind) if bare => 18,
                (false, _) => 10,
            };
            let basis = if said { "visible text that announces a date" } else { "visible text" };
            out.push(Candidate { what, stamp, basis: basis.into(), source: Source::Visible, strength });
        });
    }
    if all {
        let mut before: Option<&str> = None;
        for line in f.aside.lines() {
            let heading = before.replace(line).filter(|b| b.len() < 40);
            if line.len() < RUNNING {
                read(line, heading, habits, |what, stamp, said| {
                    let basis = "side of the page that announces a date".to_owned();
                    if said {
                        out.push(Candidate { what, stamp, basis, source: Source::Visible, strength: 25 });
                    }
                });
            }
        }
    }
}

/// The dates of a line, what they are of, and whether words say so.
fn read(line: &str, heading: Option<&str>, habits: Habits<'_>, mut found: impl FnMut(What, Stamp, bool)) {
    for (date, range) in in_text(line, habits) {
        if date.day.is_none() || !plausible(date) {
            continue;
        }
        let said = what_is_said(line, &range).or_else(|| {
            let heading = heading.filter(|_| range.start < 20)?;
            what_is_said(heading, &(heading.len()..heading.len()))
        });
        let (what, said) = match said {
            Some(Said::Other) => continue,
            Some(Said::Modified) => (What::Modified, true),
            Some(Said::Published) => (What::Published, true),
            None => (What::Neutral, false),
        };
        found(what, Stamp::in_line(line, date, &range), said);
    }
}

fn letters(line: &str) -> usize {
    line.chars().filter(|c| c.is_alphabetic()).count()
}

/// A weekday or a time of day, and a date: what sites show at their head to tell today's.
fn is_clock(line: &str) -> bool {
    let first = line.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty());
    first.is_some_and(|w| weekday(w).is_some()) || line.contains(':')
}

/// Where on the page a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Well above the headline.
    Above,
    /// Close to the headline, before the text has run for long.
    Near,
    /// Between headline and text, further down.
    BeforeBody,
    /// In or behind the text.
    Behind,
}

/// Where the running text begins.
struct Text {
    title: usize,
    body: usize,
}

impl Text {
    fn of(f: &Facts, title: &Title) -> Self {
        let mut at = 0;
        let mut body = f.visible.len();
        for line in f.visible.lines() {
            if at >= title.end && line.len() >= RUNNING {
                body = at;
                break;
            }
            at += line.len() + 1;
        }
        Self { title: title.at, body }
    }

    fn is_before_body(&self, at: usize) -> bool {
        at >= self.title && at <= self.body
    }

    fn place(&self, title: &Title, at: usize) -> Place {
        if title.is_near(at) {
            Place::Near
        } else if at < self.title {
            Place::Above
        } else if at <= self.body {
            Place::BeforeBody
        } else {
            Place::Behind
        }
    }
}
