//! What stands where in the rows: the columns of dates, what an actor wants at each, and where a row turns.

use super::{Actor, DATES, MOST, Positions, Side, WORD};
use crate::web::pictures::dates::When;

/// Where there are too many dates for words, they are at least this far from each other; the picture grows.
pub(super) const CLOSEST: f64 = 22.0;

/// Where a date is; those without come first.
pub(super) type Column = (Option<When>, f64);

/// What an actor is said to want at one date.
pub(super) struct At<'a> {
    pub x: f64,
    pub when: Option<When>,
    /// In order of [`Side`], with how many there are and the first one's evidence.
    pub sides: Vec<(Side, usize, &'a str)>,
}

impl At<'_> {
    pub fn level(&self) -> f64 {
        if let [(side, ..)] = self.sides[..] { side.level() } else { 0.0 }
    }

    /// For or against, and nothing else.
    fn clear(&self) -> Option<Side> {
        match self.sides[..] {
            [(side @ (Side::For | Side::Against), ..)] => Some(side),
            _ => None,
        }
    }
}

/// The dates that stances have, from left to right within the room.
pub(super) fn columns(positions: &Positions<'_>, left: f64, right: f64) -> Vec<Column> {
    let drawn = positions.actors.iter().take(MOST);
    let mut whens: Vec<Option<When>> = drawn.flat_map(|a| &a.stances).map(|s| When::of(s.date)).collect();
    whens.sort();
    whens.dedup();
    whens.drain(..whens.len().saturating_sub(DATES));
    // Long gaps are longer than short ones, but not so much that there is no room for the short ones.
    let days = |w: &[Option<When>]| match w {
        [Some(a), Some(b)] => f64::from((b.first - a.first).max(1)).sqrt(),
        _ => 1.0,
    };
    let whole: f64 = whens.windows(2).map(days).sum();
    let gaps = whens.len().saturating_sub(1) as f64;
    let least = if gaps > 0.0 { ((right - left) / gaps).clamp(CLOSEST, WORD) } else { 0.0 };
    let spare = (right - left - least * gaps).max(0.0);
    let mut x = left;
    let mut out = Vec::with_capacity(whens.len());
    for (n, when) in whens.iter().enumerate() {
        if n > 0 {
            x += least + spare * days(&whens[n - 1..=n]) / whole;
        }
        out.push((*when, x));
    }
    out
}

/// What an actor wants at each of the columns that it has a stance at.
pub(super) fn row<'a>(actor: &Actor<'a>, columns: &[Column]) -> Vec<At<'a>> {
    let mut stances: Vec<(Option<When>, Side, &str)> =
        actor.stances.iter().map(|s| (When::of(s.date), s.side, s.link)).collect();
    // Of one date and side the first stays first.
    stances.sort_by_key(|s| (s.0, s.1));
    let mut out = Vec::new();
    for same in stances.chunk_by(|a, b| a.0 == b.0) {
        let Ok(at) = columns.binary_search_by_key(&same[0].0, |c| c.0) else { continue };
        let sides = same.chunk_by(|a, b| a.1 == b.1).map(|s| (s[0].1, s.len(), s[0].2)).collect();
        out.push(At { x: columns[at].1, when: same[0].0, sides });
    }
    out
}

/// Whether each step of a row ends on the other side than was last clear.
pub(super) fn reversals(row: &[At<'_>]) -> Vec<bool> {
    let mut last = None;
    row.iter()
        .map(|at| {
            let Some(side) = at.clear().filter(|_| at.when.is_some()) else { return false };
            last.replace(side).is_some_and(|before| before != side)
        })
        .collect()
}
