//! What rests on what: sources at the left, the reports that cite them, and the reports that copy those.
//!
//! Columns go by steps from the origin, so that who had it first stands left of who repeats it. A chain of many steps is
//! broader than a telephone; its box scrolls.

mod layout;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use layout::{Place, arrange, places};

use super::svg::{Anchor, Px, Svg};
use super::table::{Cell, Table};
use super::text::{LINE, counted};

/// The most origins and reports that are drawn.
pub const MOST: usize = 40;

/// The most lines that are drawn.
pub const LINES: usize = 80;

/// What something is that others rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A report of an outlet or agency.
    #[default]
    Report,
    /// A source with a name.
    Named,
    /// A source that is not named ("a senior official").
    Unnamed,
}

impl Kind {
    /// As readers know it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Named => "named source",
            Self::Unnamed => "unnamed source",
        }
    }
}

/// A source or a report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node<'a> {
    /// Of a source the name or description, of a report the outlet.
    pub name: &'a str,
    /// What it is.
    pub kind: Kind,
    /// A word more, such as when it was published; may be empty.
    pub note: &'a str,
    /// Where there is more of it.
    pub link: &'a str,
}

/// How one rests on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It says whose word it is.
    Cites,
    /// It repeats so many hundredths of the text.
    Copies(u8),
    /// Both have so many hundredths of the text, and nothing tells who had it first.
    Shares(u8),
}

impl How {
    fn said(self) -> String {
        match self {
            Self::Cites => "cites".to_owned(),
            Self::Copies(share) => format!("copies {} %", share.min(100)),
            Self::Shares(share) => format!("same text {} %", share.min(100)),
        }
    }
}

/// That one rests on the other.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'a> {
    /// The origin: a place in [`Sources::nodes`].
    pub from: usize,
    /// Who rests on it.
    pub to: usize,
    /// In what way.
    pub how: How,
    /// Where the evidence is.
    pub link: &'a str,
}

/// The sources and copies of a story.
#[derive(Clone, Debug, Default)]
pub struct Sources<'a> {
    /// What the picture is of, in a few words.
    pub title: &'a str,
    /// In order of weight: where there are too many the first are drawn.
    pub nodes: Vec<Node<'a>>,
    /// In order of weight, as well.
    pub edges: Vec<Edge<'a>>,
}

/// How wide the box of a node is, at least and at most.
const BOX: (f64, f64) = (118.0, 190.0);

/// Between columns, for the words on the lines.
const GAP: f64 = 98.0;

/// Between the ends of lines at one box.
const PORT: f64 = 17.0;

/// Between a box and its words.
const PAD: f64 = 7.0;

/// The picture; `None` without sources and reports.
pub fn draw(sources: &Sources<'_>, prefix: &str, width: u32) -> Option<String> {
    if sources.nodes.is_empty() {
        return None;
    }
    let asked = f64::from(width);
    let wide = |count: usize| ((asked - 2.0 - GAP * (count as f64 - 1.0)) / count as f64).clamp(BOX.0, BOX.1);
    let (mut places, drawn, count) = places(sources, wide);
    let box_width = wide(count);
    let width = (box_width * count as f64 + GAP * (count as f64 - 1.0) + 2.0).max(asked);
    let bottom = arrange(&mut places, count, 4.0);
    let left = |place: &Place| 1.0 + place.column as f64 * (box_width + GAP);
    let mut svg = Svg::new();
    // Ends at one box are apart, in the order of where their lines come from.
    let mut ends: Vec<(f64, f64)> = vec![(0.0, 0.0); drawn.len()];
    for k in (0..places.len()).filter(|&k| places[k].node.is_some()) {
        let mut here: Vec<usize> = (0..drawn.len()).filter(|&d| drawn[d].through.last() == Some(&k)).collect();
        let from = |d: usize| drawn[d].through.iter().rev().nth(1).map_or(0.0, |&o| places[o].middle());
        here.sort_by(|&a, &b| from(a).total_cmp(&from(b)).then(a.cmp(&b)));
        let first = places[k].middle() - (here.len() as f64 - 1.0) / 2.0 * PORT;
        for (n, d) in here.into_iter().enumerate() {
            ends[d] = (left(&places[k]), first + n as f64 * PORT);
        }
    }
    for (line, end) in drawn.iter().zip(&ends) {
        let e = &sources.edges[line.edge];
        let (class, tip) = match e.how {
            How::Cites => ("pic-cites", "pic-tip pic-line"),
            How::Copies(_) | How::Shares(_) => ("pic-copies", "pic-tip pic-mixed"),
        };
        let from = &places[line.through[0]];
        let mut at = (left(from) + box_width, from.middle());
        let mut d = format!("M{} {}", Px(at.0), Px(at.1));
        let between = line.through[1..line.through.len() - 1].iter().map(|&k| &places[k]);
        let passes = between.map(|p| ((left(p), p.middle()), Some(left(p) + box_width)));
        let room = if matches!(e.how, How::Shares(_)) { 0.0 } else { 9.0 };
        for (to, goes_on) in passes.chain([((end.0 - room, end.1), None)]) {
            // Lines turn early, so that words stand above a stretch that is level.
            let half = at.0 + (to.0 - at.0) * 0.36;
            _ = write!(d, "C{} {} {} {} ", Px(half), Px(at.1), Px(half), Px(to.1));
            _ = write!(d, "{} {}", Px(to.0), Px(to.1));
            at = to;
            if let Some(x) = goes_on {
                _ = write!(d, "H{}", Px(x));
                at.0 = x;
            }
        }
        let (a, b) = (sources.nodes[e.from].name, sources.nodes[e.to].name);
        svg.link(e.link, &format!("{b} {} {a}", e.how.said()), |s| {
            s.path("pic-hit", &d);
            s.path(class, &d);
            // Without a word on who had it first, the line points at nobody.
            if !matches!(e.how, How::Shares(_)) {
                s.polygon(tip, end.0, end.1, 1.0, &[(0.0, 0.0), (-9.0, -4.0), (-9.0, 4.0)]);
            }
        });
    }
    // No line lies on these words.
    svg.unspoken(|s| {
        for (line, (x, y)) in drawn.iter().zip(&ends) {
            let said = sources.edges[line.edge].how.said();
            s.text("pic-word pic-quiet", x - 12.0, y - 4.0, Anchor::End, &said);
        }
    });
    for p in &places {
        let Some(node) = p.node.map(|k| &sources.nodes[k]) else { continue };
        let class = match node.kind {
            Kind::Report => "pic-box",
            Kind::Named => "pic-box pic-source",
            Kind::Unnamed => "pic-box pic-source pic-unnamed",
        };
        svg.link(node.link, &format!("{} ({})", node.name, node.kind.as_str()), |s| {
            let x = left(p);
            s.rect(class, x, p.y, box_width, p.height);
            let first = p.middle() - (p.lines.len() as f64 - 1.0) / 2.0 * LINE + 4.5;
            for (n, line) in p.lines.iter().enumerate() {
                let class = if n < p.names { "pic-label" } else { "pic-date" };
                s.text(class, x + PAD, first + n as f64 * LINE, Anchor::Start, line);
            }
        });
    }
    let mut height = bottom + 4.0;
    if sources.nodes.len() > MOST || sources.edges.len() > drawn.len() {
        svg.text("pic-note", 0.0, height + 14.0, Anchor::Start, "There is more in the table");
        height += 22.0;
    }
    let reports = sources.nodes.iter().take(MOST).filter(|n| n.kind == Kind::Report).count();
    let origins = sources.nodes.len().min(MOST) - reports;
    let told = format!("{}, {}.", counted(origins, "source", "sources"), counted(reports, "report", "reports"));
    Some(svg.finish(prefix, (width, height), width > asked, sources.title, &told))
}

/// All that was handed in: what rests on what, then what rests on nothing and what nothing rests on.
pub fn table(sources: &Sources<'_>) -> Table {
    let mut out = Table::new(sources.title, &["Who", "What", "How", "On"]);
    let mut told = BTreeSet::new();
    let row = |who: &Node<'_>, how: Cell, on: Cell| {
        let about = if who.note.is_empty() { String::new() } else { format!(", {}", who.note) };
        vec![Cell::linked(who.name, who.link), Cell::new(&format!("{}{about}", who.kind.as_str())), how, on]
    };
    for e in &sources.edges {
        if let (Some(from), Some(to)) = (sources.nodes.get(e.from), sources.nodes.get(e.to)) {
            out.rows.push(row(to, Cell::linked(&e.how.said(), e.link), Cell::linked(from.name, from.link)));
            told.extend([e.from, e.to]);
        }
    }
    for (_, node) in sources.nodes.iter().enumerate().filter(|(k, _)| !told.contains(k)) {
        out.rows.push(row(node, Cell::new("names nobody"), Cell::default()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::layout::columns;
    use super::*;
    use crate::web::pictures::testing::sound;
    use crate::web::pictures::{NARROW, WIDE};

    fn chain(edges: &[(usize, usize)], n: usize) -> Sources<'static> {
        let node = Node { name: "Tarn Courier", note: "17 Jul 2018", link: "/r/1", ..Node::default() };
        let edge = |&(from, to): &(usize, usize)| Edge { from, to, how: How::Copies(92), link: "/e" };
        Sources { title: "Who had it first", nodes: vec![node; n], edges: edges.iter().map(edge).collect() }
    }

    #[test]
    fn who_repeats_stands_right_of_who_had_it_first() {
        let (kept, column) = columns(&chain(&[(0, 1), (1, 2), (0, 2), (2, 0)], 4).edges, 4);
        assert_eq!(column, [0, 1, 2, 0]);
        assert_eq!(kept, [0, 1, 2], "what closes a circle is not drawn");
    }

    #[test]
    fn boxes_lie_on_no_other() {
        let s = chain(&[(0, 4), (1, 4), (2, 4), (3, 4), (0, 5), (4, 6), (4, 7), (5, 8), (0, 8), (8, 9), (1, 9)], 12);
        let (mut places, _, count) = places(&s, |_| 118.0);
        let bottom = arrange(&mut places, count, 4.0);
        for (k, a) in places.iter().enumerate() {
            assert!(a.y >= 3.99 && a.y + a.height <= bottom + 0.01);
            for b in places[..k].iter().filter(|b| b.column == a.column) {
                assert!(a.y + a.height <= b.y + 0.01 || b.y + b.height <= a.y + 0.01, "{} {}", a.y, b.y);
            }
        }
        for width in [NARROW, WIDE] {
            sound(&draw(&s, "s", width).expect("drawn"));
        }
    }

    #[test]
    fn a_long_chain_is_broader_and_keeps_its_letters() {
        let long = chain(&[(0, 1), (1, 2), (2, 3)], 4);
        assert!(draw(&long, "s", NARROW).expect("drawn").contains("pic-broad"));
        assert!(!draw(&chain(&[(0, 1)], 2), "s", NARROW).expect("drawn").contains("pic-broad"));
    }

    #[test]
    fn a_report_on_its_own_word_is_drawn_and_told() {
        let one = chain(&[], 1);
        sound(&draw(&one, "s", WIDE).expect("drawn"));
        assert_eq!(table(&one).rows[0][2].text, "names nobody");
        assert_eq!(draw(&Sources::default(), "s", WIDE), None);
    }

    #[test]
    fn every_copy_has_its_share_in_words() {
        let svg = draw(&chain(&[(0, 1)], 2), "s", WIDE).expect("drawn");
        assert!(svg.contains(">copies 92 %<"), "{svg}");
    }
}
