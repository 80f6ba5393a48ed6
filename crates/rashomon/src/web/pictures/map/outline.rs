//! The outlines of states, as the table holds them.

use std::sync::LazyLock;

/// A place in hundredths of a degree: longitude, latitude.
pub(super) type Spot = (i32, i32);

/// The least and greatest longitude and latitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub low: Spot,
    pub high: Spot,
}

impl Bounds {
    const NONE: Self = Self { low: (i32::MAX, i32::MAX), high: (i32::MIN, i32::MIN) };

    fn and(self, spot: Spot) -> Self {
        Self {
            low: (self.low.0.min(spot.0), self.low.1.min(spot.1)),
            high: (self.high.0.max(spot.0), self.high.1.max(spot.1)),
        }
    }
}

/// A coast, or a border.
#[derive(Debug)]
pub(super) struct Line {
    /// Without a jump: beyond the date line longitude goes on counting.
    pub spots: Vec<Spot>,
    pub bounds: Bounds,
    /// Land on both sides.
    pub border: bool,
}

/// One closed line around land.
#[derive(Debug)]
pub(super) struct Ring {
    /// The places of its lines, and whether each is followed backwards.
    pub lines: Vec<(usize, bool)>,
    pub bounds: Bounds,
}

#[derive(Debug)]
pub(super) struct State {
    pub name: &'static str,
    pub rings: Vec<Ring>,
}

#[derive(Debug)]
pub(super) struct Outline {
    pub lines: Vec<Line>,
    pub states: Vec<State>,
}

pub(super) static OUTLINE: LazyLock<Outline> =
    LazyLock::new(|| read(include_str!("../../../../data/generated/outline.tsv")));

fn bounds(spots: &[Spot]) -> Bounds {
    spots.iter().fold(Bounds::NONE, |b, s| b.and(*s))
}

/// Spots from their characters; the head of the table says how they are written.
fn spots(written: &str) -> Vec<Spot> {
    let mut out = Vec::with_capacity(written.len() / 2);
    let (mut at, mut half) = ((0, 0), None);
    let (mut number, mut shift) = (0u32, 0);
    for b in written.bytes() {
        let bits = u32::from(b.wrapping_sub(b'?'));
        number |= (bits & 31) << shift;
        if bits & 32 != 0 && shift < 25 {
            shift += 5;
            continue;
        }
        let step = (number >> 1) as i32 ^ -((number & 1) as i32);
        (number, shift) = (0, 0);
        match half.take() {
            None => half = Some(step),
            Some(east) => {
                at = (at.0 + east, at.1 + step);
                out.push(at);
            }
        }
    }
    out
}

fn read(table: &'static str) -> Outline {
    let mut lines: Vec<Line> = Vec::new();
    let mut states = Vec::new();
    let mut used = Vec::new();
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let mut columns = row.split('\t');
        match (columns.next(), columns.next(), columns.next()) {
            (Some("line"), Some(written), None) => {
                let spots = unwound(spots(written));
                lines.push(Line { bounds: bounds(&spots), spots, border: false });
                used.push(0);
            }
            (Some("state"), Some(name), Some(rings)) => {
                let rings = rings.split(';').map(|ring| closed(ring, &lines, &mut used)).collect();
                states.push(State { name, rings });
            }
            _ => {}
        }
    }
    for (line, used) in lines.iter_mut().zip(used) {
        line.border = used > 1;
    }
    Outline { lines, states }
}

/// The spots with longitude counted on where it jumps from one side of the date line to the other.
fn unwound(mut spots: Vec<Spot>) -> Vec<Spot> {
    for n in 1..spots.len() {
        let step = spots[n].0 - spots[n - 1].0;
        spots[n].0 -= (step + step.signum() * 18_000) / 36_000 * 36_000;
    }
    spots
}

fn closed(ring: &str, lines: &[Line], used: &mut [u32]) -> Ring {
    let (mut parts, mut spots) = (Vec::new(), Vec::new());
    for number in ring.split(' ').filter_map(|n| n.parse::<i32>().ok()) {
        let back = number < 0;
        let n = if back { !number } else { number } as usize;
        let Some(line) = lines.get(n) else { continue };
        used[n] += 1;
        parts.push((n, back));
        if back { spots.extend(line.spots.iter().rev()) } else { spots.extend(&line.spots) }
    }
    Ring { lines: parts, bounds: bounds(&unwound(spots)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_as_they_are_written() {
        // 1, -1; then 16 (32 doubled: two characters) and 0.
        assert_eq!(spots("A@_@?"), [(1, -1), (17, -1)]);
    }

    #[test]
    fn every_ring_is_of_lines_that_follow_each_other() {
        assert!(OUTLINE.lines.len() > 1000 && OUTLINE.states.len() > 200);
        // On whichever side of the date line an end was written.
        let round = |s: Spot| (s.0.rem_euclid(36_000), s.1);
        for state in &OUTLINE.states {
            assert!(!state.name.is_empty() && !state.rings.is_empty(), "{}", state.name);
            for ring in &state.rings {
                let ends = |&(n, back): &(usize, bool)| {
                    let s = &OUTLINE.lines[n].spots;
                    if back { (s[s.len() - 1], s[0]) } else { (s[0], s[s.len() - 1]) }
                };
                let all: Vec<_> = ring.lines.iter().map(ends).collect();
                for (n, (_, end)) in all.iter().enumerate() {
                    assert_eq!(round(*end), round(all[(n + 1) % all.len()].0), "{}", state.name);
                }
                assert!(ring.bounds.low.1 >= -9_000 && ring.bounds.high.1 <= 9_000, "{}", state.name);
            }
        }
    }

    #[test]
    fn what_crosses_the_date_line_is_of_one_piece() {
        assert_eq!(unwound(vec![(17_900, 0), (-17_900, 0), (17_950, 0)]), [(17_900, 0), (18_100, 0), (17_950, 0)]);
        let fiji = OUTLINE.states.iter().find(|s| s.name == "Fiji").expect("in the table");
        assert!(fiji.rings.iter().all(|r| r.bounds.high.0 - r.bounds.low.0 < 500));
    }

    #[test]
    fn a_border_has_land_on_both_sides() {
        let borders = OUTLINE.lines.iter().filter(|l| l.border).count();
        assert!(borders > 250 && borders < OUTLINE.lines.len() / 2, "{borders}");
    }
}
