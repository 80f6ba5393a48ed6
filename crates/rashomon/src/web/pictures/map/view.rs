//! The part of the world that a map shows, and what of the outlines lies within.

use super::CLOSEST;
use super::outline::{Bounds, Line, Outline, Ring, Spot};

/// Room around the places, as a share of what they span.
const MARGIN: f64 = 0.14;

/// Pixels around places, for their marks.
const RIM: f64 = 26.0;

/// Steps shorter than this are not drawn: nobody sees them, and a map of the world has many.
const SEEN: f64 = 1.5;

/// Islands smaller than this are not drawn either.
const ISLAND: f64 = 3.0;

/// Pixels beyond the edge that are drawn, so that the cut does not show.
const BEYOND: f64 = 6.0;

/// A state that is seen, with the middle of the widest stretch of its largest part.
#[derive(Debug)]
pub(super) struct Shown {
    pub name: &'static str,
    /// In square pixels.
    pub area: f64,
    pub x: f64,
    pub y: f64,
    /// How wide that stretch is.
    pub room: f64,
}

/// What of the outlines is seen, as paths.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub land: String,
    pub coasts: String,
    pub borders: String,
    pub states: Vec<Shown>,
}

/// A part of the world.
#[derive(Debug)]
pub(super) struct View {
    pub width: f64,
    pub height: f64,
    west: f64,
    north: f64,
    /// Pixels of a degree, to the east and to the south.
    scale: (f64, f64),
}

impl View {
    /// The part that holds these places (longitude, latitude) in a picture of this width; `None` if there are none.
    pub fn of(places: impl Iterator<Item = (f64, f64)>, width: f64) -> Option<Self> {
        let (mut east, north): (Vec<f64>, Vec<f64>) = places.unzip();
        east.sort_by(f64::total_cmp);
        let (first, last) = (*east.first()?, *east.last()?);
        // The map begins after the widest stretch without a place, which may be across the date line.
        let mut span = (first, last - first);
        for pair in east.windows(2) {
            if 360.0 - (pair[1] - pair[0]) < span.1 {
                span = (pair[1], 360.0 - (pair[1] - pair[0]));
            }
        }
        let (low, high) = north.iter().fold((f64::MAX, f64::MIN), |(l, h), n| (l.min(*n), h.max(*n)));
        let middle = (span.0 + span.1 / 2.0, (low + high) / 2.0);
        let squeeze = middle.1.to_radians().cos().max(0.3);
        let tallest = width * if width < 600.0 { 1.1 } else { 0.66 };
        let fit = |room: f64, span: f64| (room - 2.0 * RIM) / (span * (1.0 + 2.0 * MARGIN)).max(0.001);
        let south = fit(width, span.1 * squeeze).min(fit(tallest, high - low)).min(width / CLOSEST);
        // No wider than the world is round.
        let south = south.max(width / (360.0 * squeeze));
        let height =
            tallest.min(180.0 * south).min(((high - low) * south * (1.0 + 2.0 * MARGIN) + 2.0 * RIM).max(width * 0.5));
        let scale = (south * squeeze, south);
        let north = (middle.1 + height / south / 2.0).min(90.0).max(-90.0 + height / south);
        Some(Self { width, height, west: middle.0 - width / scale.0 / 2.0, north, scale })
    }

    /// How far it is from side to side, in degrees of latitude.
    #[cfg(test)]
    pub fn degrees(&self) -> f64 {
        self.width / self.scale.1
    }

    /// Where a place is on the picture.
    pub fn at(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let east = (longitude - self.west).rem_euclid(360.0);
        (east * self.scale.0, (self.north - latitude) * self.scale.1)
    }

    fn spot(&self, spot: Spot) -> (f64, f64) {
        let (longitude, latitude) = (f64::from(spot.0) / 100.0, f64::from(spot.1) / 100.0);
        ((longitude - self.west) * self.scale.0, (self.north - latitude) * self.scale.1)
    }

    /// How many pixels it is around the world.
    fn around(&self) -> f64 {
        360.0 * self.scale.0
    }

    /// By how much what lies within the bounds is moved to be seen: by whole turns of the world.
    fn turns(&self, bounds: Bounds) -> impl Iterator<Item = f64> {
        let ((left, bottom), (right, top)) = (self.spot(bounds.low), self.spot(bounds.high));
        let within = bottom > 0.0 && top < self.height;
        let turns = [-self.around(), 0.0, self.around()].into_iter();
        turns.filter(move |by| within && right + by > 0.0 && left + by < self.width)
    }

    /// What is seen of the outlines.
    pub fn draw(&self, outline: &Outline) -> Drawing {
        let mut out = Drawing::default();
        let lines: Vec<Vec<(f64, f64)>> = outline.lines.iter().map(|l| self.thinned(l)).collect();
        for (line, points) in outline.lines.iter().zip(&lines) {
            let path = if line.border { &mut out.borders } else { &mut out.coasts };
            for by in self.turns(line.bounds) {
                self.line(path, points, by);
            }
        }
        for state in &outline.states {
            let mut largest: Option<Shown> = None;
            for ring in &state.rings {
                for by in self.turns(ring.bounds) {
                    let seen = self.cut(self.closed(ring, &lines, by));
                    if seen.len() < 3 {
                        continue;
                    }
                    write(&mut out.land, &seen, true);
                    if let Some(shown) = self.shown(state.name, &seen)
                        && largest.as_ref().is_none_or(|l| l.area < shown.area)
                    {
                        largest = Some(shown);
                    }
                }
            }
            out.states.extend(largest);
        }
        out
    }

    /// The points of a line that make a difference here. Of one that is not seen its ends are enough, since the way between
    /// them is not seen either; of an island too small to be seen there are none.
    fn thinned(&self, line: &Line) -> Vec<(f64, f64)> {
        let (Some(&first), Some(&last)) = (line.spots.first(), line.spots.last()) else { return Vec::new() };
        let ((left, bottom), (right, top)) = (self.spot(line.bounds.low), self.spot(line.bounds.high));
        if first == last && (right - left).max(bottom - top) < ISLAND {
            return Vec::new();
        }
        if self.turns(line.bounds).next().is_none() {
            return vec![self.spot(first), self.spot(last)];
        }
        let mut out = vec![self.spot(first)];
        let mut before = out[0];
        for &spot in &line.spots[1..line.spots.len() - 1] {
            let to = self.spot(spot);
            if (to.0 - before.0).abs().max((to.1 - before.1).abs()) >= SEEN {
                out.push(to);
                before = to;
            }
        }
        out.push(self.spot(last));
        out
    }

    /// Adds the stretches of a line that come near the picture.
    fn line(&self, path: &mut String, points: &[(f64, f64)], by: f64) {
        let mut run: Vec<(f64, f64)> = Vec::new();
        // Where the table ends at the pole there is no coast.
        let pole = self.spot((0, -8_990)).1;
        for pair in points.windows(2) {
            let (a, b) = ((pair[0].0 + by, pair[0].1), (pair[1].0 + by, pair[1].1));
            let near = a.0.max(b.0) > -BEYOND
                && a.0.min(b.0) < self.width + BEYOND
                && a.1.max(b.1) > -BEYOND
                && a.1.min(b.1) < self.height + BEYOND;
            if !near || a.1.min(b.1) >= pole {
                write(path, &run, false);
                run.clear();
                continue;
            }
            if run.is_empty() {
                run.push(a);
            }
            run.push(b);
        }
        write(path, &run, false);
    }

    /// The way around a piece of land.
    fn closed(&self, ring: &Ring, lines: &[Vec<(f64, f64)>], by: f64) -> Vec<(f64, f64)> {
        let mut out: Vec<(f64, f64)> = Vec::new();
        for &(n, back) in &ring.lines {
            let line = &lines[n];
            let Some(start) = (if back { line.last() } else { line.first() }) else { continue };
            // Each line begins where the one before ended, if not on the same side of the date line.
            let shift = out.pop().map_or(by, |end| ((end.0 - start.0) / self.around()).round() * self.around());
            let moved = |p: &(f64, f64)| (p.0 + shift, p.1);
            if back { out.extend(line.iter().rev().map(moved)) } else { out.extend(line.iter().map(moved)) }
        }
        // Who goes around the pole does not come back to where they began.
        if let (Some(&first), Some(&last)) = (out.first(), out.last())
            && (last.0 - first.0).abs() > self.around() / 2.0
        {
            let pole = self.spot((0, -9_000)).1;
            out.extend([(last.0, pole), (first.0, pole)]);
        }
        out
    }

    /// The part of an area that is seen, by cutting it at one edge after the other (Sutherland and Hodgman).
    fn cut(&self, mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
        let edges: [(bool, f64, f64); 4] = [
            (true, -BEYOND, 1.0),
            (true, self.width + BEYOND, -1.0),
            (false, -BEYOND, 1.0),
            (false, self.height + BEYOND, -1.0),
        ];
        for (across, limit, sign) in edges {
            let inside = |p: (f64, f64)| (if across { p.0 } else { p.1 } - limit) * sign;
            if points.iter().all(|p| inside(*p) >= 0.0) {
                continue;
            }
            let mut kept = Vec::with_capacity(points.len());
            for (n, &b) in points.iter().enumerate() {
                let a = points[if n == 0 { points.len() - 1 } else { n - 1 }];
                let (from, to) = (inside(a), inside(b));
                if (from < 0.0) != (to < 0.0) {
                    let share = from / (from - to);
                    kept.push((a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share));
                }
                if to >= 0.0 {
                    kept.push(b);
                }
            }
            points = kept;
        }
        points
    }

    /// A state by what is seen of one part of it.
    fn shown(&self, name: &'static str, seen: &[(f64, f64)]) -> Option<Shown> {
        let next = |n: usize| seen[(n + 1) % seen.len()];
        let area: f64 = (0..seen.len()).map(|n| seen[n].0 * next(n).1 - next(n).0 * seen[n].1).sum();
        // Too small for a name.
        if area.abs() < 1200.0 {
            return None;
        }
        let (top, bottom) = seen.iter().fold((f64::MAX, f64::MIN), |(t, b), p| (t.min(p.1), b.max(p.1)));
        let (top, bottom) = (top.max(0.0), bottom.min(self.height));
        let y = (top + bottom) / 2.0 + 1e-4;
        let mut cuts: Vec<f64> = (0..seen.len())
            .map(|n| (seen[n], next(n)))
            .filter(|(a, b)| (a.1 > y) != (b.1 > y))
            .map(|(a, b)| a.0 + (y - a.1) * (b.0 - a.0) / (b.1 - a.1))
            .map(|x| x.clamp(0.0, self.width))
            .collect();
        cuts.sort_by(f64::total_cmp);
        let widest = cuts.chunks_exact(2).map(|c| (c[1] - c[0], (c[0] + c[1]) / 2.0));
        let (room, x) = widest.max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(Shown { name, area: area.abs() / 2.0, x, y, room })
    }
}

/// Adds a line through points, in steps of tenths of a pixel.
fn write(path: &mut String, points: &[(f64, f64)], closed: bool) {
    let tenth = |p: &(f64, f64)| [(p.0 * 10.0).round() as i64, (p.1 * 10.0).round() as i64];
    let Some(first) = points.first().filter(|_| points.len() > 1) else { return };
    let mut at = tenth(first);
    path.push('M');
    push(path, at[0], false);
    push(path, at[1], true);
    path.push('l');
    for (n, p) in points.iter().enumerate().skip(1) {
        let to = tenth(p);
        push(path, to[0] - at[0], n > 1);
        push(path, to[1] - at[1], true);
        at = to;
    }
    if closed {
        path.push('Z');
    }
}

/// Adds a number of tenths, parted from the one before. A map has thousands of them, for which the formats of the standard
/// library are slow.
fn push(path: &mut String, tenths: i64, parted: bool) {
    let (mut n, mut at, mut digits) = (tenths.unsigned_abs(), 24, [0; 24]);
    let mut put = |byte| {
        at -= 1;
        digits[at] = byte;
    };
    let digit = |n: u64| b'0' + (n % 10) as u8;
    if n % 10 != 0 {
        put(digit(n));
        put(b'.');
    }
    n /= 10;
    loop {
        put(digit(n));
        n /= 10;
        if n == 0 {
            break;
        }
    }
    // A minus parts two numbers as well as a space does.
    if tenths < 0 {
        put(b'-');
    } else if parted {
        put(b' ');
    }
    path.extend(digits[at..].iter().map(|b| char::from(*b)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_written_in_steps_of_tenths() {
        let mut path = String::new();
        write(&mut path, &[(1.04, -2.0), (2.0, 100.25), (0.5, 100.25)], true);
        assert_eq!(path, "M1-2l1 102.3-1.5 0Z");
    }
}
