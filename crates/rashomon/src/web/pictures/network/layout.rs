//! Where actors stand: those who act on each other near each other, and no label on another.

use super::{Network, ROOM};
use crate::web::pictures::boxes::Area;
use crate::web::pictures::text::{LINE, SIZE, lines, width as width_of};

/// How often forces are followed; more changes little that is seen.
const STEPS: usize = 110;

/// How often labels that lie on each other are pushed apart.
const PUSHES: usize = 60;

/// Room between actors, for arrows and their words; where there are many of them less and less is asked for.
const AROUND: (f64, f64) = (44.0, 8.0);

/// The turn of a sunflower from seed to seed, as its cosine and sine: a start in which no two are at one place.
const TURN: (f64, f64) = (-0.737_368_878_078_319_9, 0.675_490_294_261_523_6);

/// An actor at a place.
#[derive(Debug)]
pub(super) struct Placed {
    /// The middle of the mark.
    pub x: f64,
    pub y: f64,
    pub r: f64,
    pub lines: Vec<String>,
    /// Where the words begin, from above.
    pub words: f64,
    /// Mark and words.
    pub area: Area,
}

/// Places these actors below `head`; gives where the lowest ends.
pub(super) fn layout(
    network: &Network<'_>,
    nodes: &[usize],
    edges: &[usize],
    width: f64,
    head: f64,
) -> (Vec<Placed>, f64) {
    let n = nodes.len();
    let narrow = width < ROOM;
    let height = if narrow { 150.0 + 30.0 * n as f64 } else { 170.0 + 13.0 * n as f64 };
    let links: Vec<(usize, usize, f64)> = edges
        .iter()
        .filter_map(|&k| {
            let e = &network.edges[k];
            let at = |node| nodes.iter().position(|&k| k == node);
            Some((at(e.from)?, at(e.to)?, 1.0 + f64::from(e.count.max(1)).ln() / 3.0))
        })
        .collect();
    let points = follow_forces(n, &links, width, height);
    let heaviest = nodes.iter().map(|&k| network.nodes[k].weight).max().unwrap_or(1).max(1);
    let room = if narrow { 104.0 } else { 130.0 };
    let mut placed: Vec<Placed> = nodes
        .iter()
        .zip(points)
        .map(|(&k, (x, y))| {
            let node = &network.nodes[k];
            let r = 4.5 + 6.5 * (f64::from(node.weight) / f64::from(heaviest)).sqrt();
            let name = if node.name.trim().is_empty() { "no name" } else { node.name };
            let lines = lines(name, room, SIZE, 2);
            let wide = lines.iter().map(|l| width_of(l, SIZE)).fold(2.4 * r, f64::max);
            let high = 2.4 * r + 2.0 + lines.len() as f64 * LINE;
            Placed { x, y, r, lines, words: 0.0, area: Area::around(x, y, wide, high) }
        })
        .collect();
    let bottom = part(&mut placed, Area::new(0.0, head, width, height));
    for p in &mut placed {
        p.x = p.area.left + p.area.width / 2.0;
        p.y = p.area.top + 1.2 * p.r;
        p.words = p.area.top + 2.4 * p.r + 2.0;
    }
    (placed, bottom)
}

/// Actors repel each other and are drawn together by what they do (Fruchterman and Reingold), from a start without chance.
fn follow_forces(n: usize, links: &[(usize, usize, f64)], width: f64, height: f64) -> Vec<(f64, f64)> {
    let mut at: Vec<(f64, f64)> = Vec::with_capacity(n);
    let (mut cos, mut sin) = (1.0, 0.0);
    for k in 0..n {
        let r = ((k as f64 + 0.5) / n as f64).sqrt() / 2.0;
        at.push((r * cos * width, r * sin * height));
        (cos, sin) = (cos * TURN.0 - sin * TURN.1, sin * TURN.0 + cos * TURN.1);
    }
    let ideal = (width * height / n as f64).sqrt() * 0.8;
    // Labels are wider than high: what is beside each other needs more room than what is below.
    let squeeze = 0.7;
    let mut moves = vec![(0.0, 0.0); n];
    for step in 0..STEPS {
        moves.fill((0.0, 0.0));
        for a in 0..n {
            for b in a + 1..n {
                let (dx, dy) = ((at[a].0 - at[b].0) * squeeze, at[a].1 - at[b].1);
                let f = ideal * ideal / (dx * dx + dy * dy).max(1.0);
                moves[a] = (moves[a].0 + dx * f, moves[a].1 + dy * f);
                moves[b] = (moves[b].0 - dx * f, moves[b].1 - dy * f);
            }
        }
        for &(a, b, weight) in links {
            let (dx, dy) = (at[a].0 - at[b].0, at[a].1 - at[b].1);
            let f = (dx * dx + dy * dy).sqrt() / ideal * weight;
            moves[a] = (moves[a].0 - dx * f, moves[a].1 - dy * f);
            moves[b] = (moves[b].0 + dx * f, moves[b].1 + dy * f);
        }
        let most = width / 6.0 * (1.0 - step as f64 / STEPS as f64) + 0.5;
        for (p, m) in at.iter_mut().zip(&moves) {
            // A little pull to the middle keeps parts that nothing joins on the page.
            let (dx, dy) = (m.0 - p.0 * 0.6, m.1 - p.1 * 0.6);
            let length = (dx * dx + dy * dy).sqrt().max(0.001);
            let go = length.min(most) / length;
            *p = (p.0 + dx * go, p.1 + dy * go);
        }
    }
    at
}

/// Spreads the actors over the room and pushes apart what lies on each other; gives where the lowest ends, which may be
/// below the room.
fn part(placed: &mut [Placed], room: Area) -> f64 {
    spread(placed, room);
    for push in 0..PUSHES {
        let around = AROUND.0 + (AROUND.1 - AROUND.0) * push as f64 / PUSHES as f64;
        let mut moved = false;
        for a in 1..placed.len() {
            let (before, after) = placed.split_at_mut(a);
            let p = &mut after[0].area;
            for o in before.iter_mut().map(|o| &mut o.area) {
                let over = p.right().min(o.right()) - p.left.max(o.left) + around;
                let high = p.bottom().min(o.bottom()) - p.top.max(o.top) + around;
                if over <= 0.0 || high <= 0.0 {
                    continue;
                }
                moved = true;
                if over < high {
                    let by = if p.left + p.width / 2.0 < o.left + o.width / 2.0 { -over } else { over } / 2.0;
                    (p.left, o.left) = (p.left + by, o.left - by);
                } else {
                    let by = if p.top + p.height / 2.0 < o.top + o.height / 2.0 { -high } else { high } / 2.0;
                    (p.top, o.top) = (p.top + by, o.top - by);
                }
            }
        }
        for p in placed.iter_mut() {
            hold(&mut p.area, room);
        }
        if !moved {
            break;
        }
    }
    // Where the room is too small for all, the rest go down until nothing lies on anything.
    let mut order: Vec<usize> = (0..placed.len()).collect();
    order.sort_by(|&a, &b| placed[a].area.top.total_cmp(&placed[b].area.top).then(a.cmp(&b)));
    for k in 0..order.len() {
        while let Some(below) = order[..k]
            .iter()
            .map(|&o| placed[o].area)
            .filter(|o| o.meets(&placed[order[k]].area))
            .map(|o| o.bottom())
            .max_by(f64::total_cmp)
        {
            placed[order[k]].area.top = below;
        }
    }
    placed.iter().map(|p| p.area.bottom()).fold(room.top, f64::max)
}

/// Moves and stretches all so that they fill the room.
fn spread(placed: &mut [Placed], room: Area) {
    let span = |of: fn(&Placed) -> f64| {
        let all = placed.iter().map(of);
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        (low, (high - low).max(1.0))
    };
    let ((x, wide), (y, high)) = (span(|p| p.x), span(|p| p.y));
    let alone = placed.len() == 1;
    for p in placed {
        let share = |at: f64, low: f64, size: f64| if alone { 0.5 } else { (at - low) / size };
        p.area.left = room.left + share(p.x, x, wide) * (room.width - p.area.width);
        p.area.top = room.top + share(p.y, y, high) * (room.height - p.area.height);
    }
}

/// Keeps it within the room, if it fits there.
fn hold(area: &mut Area, room: Area) {
    area.left = area.left.min(room.right() - area.width).max(room.left);
    area.top = area.top.min(room.bottom() - area.height).max(room.top);
}
