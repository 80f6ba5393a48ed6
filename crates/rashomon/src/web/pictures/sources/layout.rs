//! In which column everything stands, in which order, and how high.

use super::{Edge, LINES, MOST, PAD, PORT, Sources};
use crate::web::pictures::text::{LINE, SIZE, SMALL, lines as words};

/// Between what stands below each other.
const BETWEEN: f64 = 12.0;

/// A box in a column, or a place where a long line passes through it.
pub(super) struct Place {
    /// The node, if it is a box.
    pub node: Option<usize>,
    pub column: usize,
    /// The name, and from `names` on the note.
    pub lines: Vec<String>,
    pub names: usize,
    pub height: f64,
    pub y: f64,
    /// Places to the left and right that lines lead to.
    pub left: Vec<usize>,
    pub right: Vec<usize>,
}

impl Place {
    pub fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// An edge with the places that its line passes.
pub(super) struct Line {
    pub edge: usize,
    pub through: Vec<usize>,
}

/// The edges that go from origin to what rests on it without closing a circle, and the column of each node.
pub(super) fn columns(edges: &[Edge<'_>], n: usize) -> (Vec<usize>, Vec<usize>) {
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut kept = Vec::new();
    for (k, e) in edges.iter().enumerate() {
        if kept.len() == LINES {
            break;
        }
        if e.from >= n || e.to >= n || e.from == e.to || after[e.from].contains(&e.to) {
            continue;
        }
        let (mut seen, mut todo) = (vec![false; n], vec![e.to]);
        while let Some(at) = todo.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                todo.extend(&after[at]);
            }
        }
        if !seen[e.from] {
            after[e.from].push(e.to);
            kept.push(k);
        }
    }
    let mut column = vec![0; n];
    // No way is longer than the number of nodes.
    for _ in 0..n {
        let mut moved = false;
        for (from, all) in after.iter().enumerate() {
            for &to in all {
                if column[to] <= column[from] {
                    column[to] = column[from] + 1;
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
    (kept, column)
}

/// The boxes and the lines between them, in columns, in an order in which few lines cross.
pub(super) fn places(sources: &Sources<'_>, box_width: impl Fn(usize) -> f64) -> (Vec<Place>, Vec<Line>, usize) {
    let n = sources.nodes.len().min(MOST);
    let (kept, column) = columns(&sources.edges, n);
    let last = column.iter().copied().max().unwrap_or(0);
    let room = box_width(last + 1) - 2.0 * PAD;
    let mut places: Vec<Place> = (0..n)
        .map(|k| {
            let node = &sources.nodes[k];
            let name = if node.name.trim().is_empty() { "no name" } else { node.name };
            let mut lines = words(name, room, SIZE, 3);
            let names = lines.len();
            lines.extend(words(node.note, room, SMALL, 2));
            let ends = kept.iter().filter(|&&e| sources.edges[e].to == k).count();
            let height = (lines.len() as f64 * LINE + 2.0 * PAD - 2.0).max((ends as f64 + 0.5) * PORT);
            Place {
                node: Some(k),
                column: column[k],
                lines,
                names,
                height,
                y: 0.0,
                left: Vec::new(),
                right: Vec::new(),
            }
        })
        .collect();
    let mut drawn = Vec::new();
    for &edge in &kept {
        let e = &sources.edges[edge];
        let mut through = vec![e.from];
        for c in column[e.from] + 1..column[e.to] {
            through.push(places.len());
            let (left, right) = (Vec::new(), Vec::new());
            places.push(Place { node: None, column: c, lines: Vec::new(), names: 0, height: 8.0, y: 0.0, left, right });
        }
        through.push(e.to);
        for pair in through.windows(2) {
            places[pair[0]].right.push(pair[1]);
            places[pair[1]].left.push(pair[0]);
        }
        drawn.push(Line { edge, through });
    }
    (places, drawn, last + 1)
}

/// Puts each column in order and at a height near what it rests on; gives the height of all.
pub(super) fn arrange(places: &mut [Place], count: usize, head: f64) -> f64 {
    let mut by_column: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (k, p) in places.iter().enumerate() {
        by_column[p.column].push(k);
    }
    for column in &by_column {
        stack(places, column, head, false);
    }
    for sweep in 0..6 {
        let rightwards = sweep % 2 == 0;
        for n in 0..count {
            let column = &mut by_column[if rightwards { n } else { count - 1 - n }];
            let wanted = |k: usize| {
                let near = if rightwards { &places[k].left } else { &places[k].right };
                let sum: f64 = near.iter().map(|&o| places[o].middle()).sum();
                if near.is_empty() { places[k].middle() } else { sum / near.len() as f64 }
            };
            let mut order: Vec<(f64, usize)> = column.iter().map(|&k| (wanted(k), k)).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            *column = order.iter().map(|o| o.1).collect();
            for (y, k) in order {
                places[k].y = y - places[k].height / 2.0;
            }
            stack(places, column, head, true);
        }
    }
    let top = places.iter().map(|p| p.y).fold(f64::MAX, f64::min);
    for p in places.iter_mut() {
        p.y += head - top;
    }
    places.iter().map(|p| p.y + p.height).fold(head, f64::max)
}

/// Moves what lies on the one above it down, and all of them up by what they were moved on average.
fn stack(places: &mut [Place], column: &[usize], head: f64, near: bool) {
    let (mut free, mut moved) = (if near { f64::MIN } else { head }, 0.0);
    for &k in column {
        let y = if near { places[k].y.max(free) } else { free };
        moved += y - places[k].y;
        places[k].y = y;
        free = y + places[k].height + BETWEEN;
    }
    if near {
        let up = moved / column.len().max(1) as f64;
        column.iter().for_each(|&k| places[k].y -= up);
    }
}
