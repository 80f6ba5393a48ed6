//! Who acts on whom: actors as marks, what one does to another as an arrow.
//!
//! An arrow is as thick as there are acts. Solid is cooperative, dashed conflictual, dash and dot both; so that it can be read
//! without colour. Actors on whom nobody acts and who act on nobody are not drawn.

mod layout;

use std::fmt::Write as _;

use layout::{Placed, layout};

use super::boxes::Area;
use super::svg::{Anchor, Px, Svg};
use super::table::{Cell, Table};
use super::text::{LINE, SMALL, counted, width as width_of};

/// The most actors and arrows that are drawn on a page that has room.
pub const MOST: (usize, usize) = (40, 80);

/// The most that are drawn on a telephone.
pub const MOST_NARROW: (usize, usize) = (16, 28);

/// Below this width a picture is narrow.
const ROOM: f64 = 600.0;

/// What an actor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A person.
    Person,
    /// A state, or who acts for it.
    State,
    /// An organisation.
    Organisation,
    /// A group without a roof.
    Group,
    /// Anything else.
    #[default]
    Other,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Person, Self::State, Self::Organisation, Self::Group, Self::Other];

    /// As readers know it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::State => "state",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Other => "other",
        }
    }

    fn mark(self, s: &mut Svg, x: f64, y: f64, r: f64) {
        match self {
            Self::Person => s.circle("pic-node", x, y, r),
            Self::State => s.square("pic-node", x, y, r * 0.9),
            Self::Organisation => s.diamond("pic-node", x, y, r * 0.95),
            Self::Group => s.triangle("pic-node", x, y, r),
            Self::Other => s.circle("pic-node pic-open", x, y, r),
        }
    }
}

/// An actor.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node<'a> {
    /// As reports call the actor.
    pub name: &'a str,
    /// What the actor is.
    pub kind: Kind,
    /// How much there is of the actor, such as a number of mentions.
    pub weight: u32,
    /// The actor's page.
    pub link: &'a str,
}

/// What one actor does to another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Edge<'a> {
    /// Who acts: a place in [`Network::nodes`].
    pub from: usize,
    /// On whom.
    pub to: usize,
    /// How many acts.
    pub count: u32,
    /// What share of them is conflictual, from 0 to 1.
    pub conflictual: f64,
    /// What it mostly is, in a word or two: "meets".
    pub top: &'a str,
    /// Where the evidence is.
    pub link: &'a str,
}

/// Who acts on whom.
#[derive(Clone, Debug, Default)]
pub struct Network<'a> {
    /// What the picture is of, in a few words.
    pub title: &'a str,
    /// In any order.
    pub nodes: Vec<Node<'a>>,
    /// In any order.
    pub edges: Vec<Edge<'a>>,
}

/// Whether acts are of one kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Cooperative,
    Conflictual,
    Both,
}

impl Tone {
    const ALL: [Self; 3] = [Self::Cooperative, Self::Conflictual, Self::Both];

    fn of(share: f64) -> Self {
        match share {
            s if s > 2.0 / 3.0 => Self::Conflictual,
            s if s < 1.0 / 3.0 => Self::Cooperative,
            _ => Self::Both,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Cooperative => "cooperative",
            Self::Conflictual => "conflictual",
            Self::Both => "both",
        }
    }

    /// Of the line, and of the tip of its arrow.
    fn classes(self) -> (&'static str, &'static str) {
        match self {
            Self::Cooperative => ("pic-cooperative", "pic-tip pic-for"),
            Self::Conflictual => ("pic-conflictual", "pic-tip pic-against"),
            Self::Both => ("pic-both", "pic-tip pic-mixed"),
        }
    }
}

/// The heaviest actors and arrows, at most so many, as places in the network.
fn heaviest(network: &Network<'_>, (nodes, edges): (usize, usize)) -> (Vec<usize>, Vec<usize>) {
    let n = &network.nodes;
    let mut acting = vec![false; n.len()];
    let sound = |e: &Edge<'_>| e.from < n.len() && e.to < n.len() && e.from != e.to;
    for e in network.edges.iter().filter(|e| sound(e)) {
        acting[e.from] = true;
        acting[e.to] = true;
    }
    let mut kept: Vec<usize> = (0..n.len()).filter(|&k| acting[k]).collect();
    kept.sort_by_key(|&k| (std::cmp::Reverse(n[k].weight), k));
    kept.truncate(nodes);
    let mut is_kept = vec![false; n.len()];
    kept.iter().for_each(|&k| is_kept[k] = true);
    let within = |e: &Edge<'_>| sound(e) && is_kept[e.from] && is_kept[e.to];
    let mut arrows: Vec<usize> = (0..network.edges.len()).filter(|&k| within(&network.edges[k])).collect();
    arrows.sort_by_key(|&k| (std::cmp::Reverse(network.edges[k].count), k));
    arrows.truncate(edges);
    let drawn = |k: &usize| arrows.iter().map(|&a| &network.edges[a]).any(|e| e.from == *k || e.to == *k);
    kept.retain(drawn);
    (kept, arrows)
}

/// The picture; `None` if nobody acts on anybody.
pub fn draw(network: &Network<'_>, prefix: &str, width: u32) -> Option<String> {
    let width = f64::from(width);
    let most = if width < ROOM { MOST_NARROW } else { MOST };
    let (nodes, edges) = heaviest(network, most);
    if edges.is_empty() {
        return None;
    }
    let head = if width < ROOM { 68.0 } else { 50.0 };
    let (placed, bottom) = layout(network, &nodes, &edges, width, head);
    let place = |node: usize| nodes.iter().position(|&k| k == node).map(|at| &placed[at]);
    let mut svg = Svg::new();
    svg.unspoken(|s| legend(s, network, &nodes, &edges, width));
    let mut taken: Vec<Area> = placed.iter().map(|p| p.area).collect();
    let mut labels = Vec::new();
    for &k in &edges {
        let e = &network.edges[k];
        let (Some(a), Some(b)) = (place(e.from), place(e.to)) else { continue };
        let told = told(network, e);
        let middle = arrow(&mut svg, e, a, b, &told);
        // The heaviest come first, and have the first choice of room for their words.
        let times = if e.count > 1 { format!(" ×{}", e.count) } else { String::new() };
        let word = format!("{}{times}", e.top);
        let area = Area::around(middle.0, middle.1, width_of(&word, SMALL) + 6.0, 16.0);
        let inside = area.within(&Area::new(0.0, head, width, bottom - head));
        if !e.top.is_empty() && word.len() < 40 && inside && taken.iter().all(|t| !t.meets(&area)) {
            taken.push(area);
            labels.push((middle, word));
        }
    }
    svg.unspoken(|s| {
        for ((x, y), word) in &labels {
            s.text("pic-word pic-quiet", *x, y + 4.0, Anchor::Middle, word);
        }
    });
    for (p, &k) in placed.iter().zip(&nodes) {
        let node = &network.nodes[k];
        let told = format!("{} ({}, {})", node.name, node.kind.as_str(), node.weight);
        svg.link(node.link, &told, |s| {
            node.kind.mark(s, p.x, p.y, p.r);
            for (n, line) in p.lines.iter().enumerate() {
                s.text("pic-label", p.x, p.words + 12.0 + n as f64 * LINE, Anchor::Middle, line);
            }
        });
    }
    let acting = network.edges.iter().flat_map(|e| [e.from, e.to]).collect::<std::collections::BTreeSet<_>>().len();
    let mut left_out = Vec::new();
    if acting > nodes.len() {
        left_out.push(counted(acting - nodes.len(), "actor", "actors"));
    }
    if network.edges.len() > edges.len() {
        left_out.push(counted(network.edges.len() - edges.len(), "arrow", "arrows"));
    }
    let mut height = bottom + 4.0;
    if !left_out.is_empty() {
        svg.text("pic-note", 0.0, height + 14.0, Anchor::Start, &format!("In the table only: {}", left_out.join(", ")));
        height += 22.0;
    }
    let (actors, arrows) = (counted(nodes.len(), "actor", "actors"), counted(edges.len(), "arrow", "arrows"));
    Some(svg.finish(prefix, (width, height), false, network.title, &format!("{actors} and {arrows}.")))
}

fn told(network: &Network<'_>, e: &Edge<'_>) -> String {
    let (from, to) = (network.nodes[e.from].name, network.nodes[e.to].name);
    let top = if e.top.is_empty() { String::new() } else { format!(", mostly {}", e.top) };
    format!("{from} → {to}: {}, {}{top}", counted(e.count as usize, "act", "acts"), Tone::of(e.conflictual).as_str())
}

/// Draws an arrow, bent a little to its left so that the one back is seen as well; gives the middle of the bend.
fn arrow(svg: &mut Svg, e: &Edge<'_>, a: &Placed, b: &Placed, told: &str) -> (f64, f64) {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx.hypot(dy).max(1.0);
    let bend = (length * 0.14).min(34.0);
    let control = ((a.x + b.x) / 2.0 + dy / length * bend, (a.y + b.y) / 2.0 - dx / length * bend);
    let thick = (1.0 + f64::from(e.count.max(1)).ln()).min(4.5);
    // From rim to rim, along the ends of the bend.
    let rim = |from: (f64, f64), r: f64| {
        let (dx, dy) = (control.0 - from.0, control.1 - from.1);
        let l = dx.hypot(dy).max(1.0);
        ((from.0 + dx / l * r, from.1 + dy / l * r), (dx / l, dy / l))
    };
    let (start, _) = rim((a.x, a.y), a.r + 2.0);
    let (tip, (ux, uy)) = rim((b.x, b.y), b.r + 3.0);
    let long = 6.0 + thick * 1.6;
    let foot = (tip.0 + ux * long, tip.1 + uy * long);
    let half = 2.5 + thick;
    let (line, head) = Tone::of(e.conflictual).classes();
    let mut d = String::new();
    _ = write!(d, "M{} {}Q{} {} ", Px(start.0), Px(start.1), Px(control.0), Px(control.1));
    _ = write!(d, "{} {}", Px(foot.0), Px(foot.1));
    svg.link(e.link, told, |s| {
        // A thin line is hard to hit: an unseen thick one lies below it.
        s.path("pic-hit", &d);
        s.stroke(line, thick, &d);
        s.polygon(
            head,
            tip.0,
            tip.1,
            1.0,
            &[
                (0.0, 0.0),
                (ux * long - uy * half, uy * long + ux * half),
                (ux * long + uy * half, uy * long - ux * half),
            ],
        );
    });
    ((start.0 + 2.0 * control.0 + foot.0) / 4.0, (start.1 + 2.0 * control.1 + foot.1) / 4.0)
}

fn legend(s: &mut Svg, network: &Network<'_>, nodes: &[usize], edges: &[usize], width: f64) {
    let mut x = 0.0;
    for tone in Tone::ALL {
        if edges.iter().any(|&k| Tone::of(network.edges[k].conflictual) == tone) {
            s.stroke(tone.classes().0, 2.0, &format!("M{} 9H{}", Px(x), Px(x + 24.0)));
            s.text("pic-head", x + 29.0, 13.0, Anchor::Start, tone.as_str());
            x += 43.0 + width_of(tone.as_str(), SMALL);
        }
    }
    let (mut x, mut y) = (6.0, 33.0);
    for kind in Kind::ALL {
        if nodes.iter().any(|&k| network.nodes[k].kind == kind) {
            let wide = 30.0 + width_of(kind.as_str(), SMALL);
            if x + wide > width {
                (x, y) = (6.0, y + 18.0);
            }
            kind.mark(s, x, y - 4.0, 5.0);
            s.text("pic-head", x + 11.0, y, Anchor::Start, kind.as_str());
            x += wide;
        }
    }
}

/// All arrows that were handed in, the heaviest first.
pub fn table(network: &Network<'_>) -> Table {
    let mut out = Table::new(network.title, &["Who", "On whom", "Acts", "How", "Mostly"]);
    let mut edges: Vec<&Edge<'_>> = network.edges.iter().collect();
    edges.sort_by_key(|e| std::cmp::Reverse(e.count));
    for e in edges {
        let (Some(a), Some(b)) = (network.nodes.get(e.from), network.nodes.get(e.to)) else { continue };
        out.rows.push(vec![
            Cell::linked(a.name, a.link),
            Cell::linked(b.name, b.link),
            Cell::linked(&e.count.to_string(), e.link),
            Cell::new(Tone::of(e.conflictual).as_str()),
            Cell::new(e.top),
        ]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pictures::testing::sound;
    use crate::web::pictures::{NARROW, WIDE};

    /// A network in which some act on many and most on few.
    fn dense(names: &[String], edges: usize) -> Network<'_> {
        let n = names.len();
        let node = |k: usize| Node { name: &names[k], kind: Kind::ALL[k % 5], weight: (n - k) as u32, link: "/a" };
        let edge = |k: usize| Edge {
            from: k % n,
            to: (k * 7 + 1 + k / n) % n,
            count: 1 + (k * 13 % 17) as u32,
            conflictual: (k % 5) as f64 / 4.0,
            top: "DEMAND",
            link: "/e",
        };
        Network { title: "Who acts on whom", nodes: (0..n).map(node).collect(), edges: (0..edges).map(edge).collect() }
    }

    fn names(n: usize) -> Vec<String> {
        (0..n)
            .map(|k| format!("{} of the district number {k}", ["Council", "Ministry of Fisheries", "Ann Holm"][k % 3]))
            .collect()
    }

    #[test]
    fn labels_lie_on_no_other_and_within_the_picture() {
        for n in [2, 3, 12, 40, 60] {
            let names = names(n);
            let net = dense(&names, 2 * n);
            for (width, most) in [(NARROW, MOST_NARROW), (WIDE, MOST)] {
                let (nodes, edges) = heaviest(&net, most);
                assert!(nodes.len() <= most.0 && edges.len() <= most.1);
                let (placed, bottom) = layout(&net, &nodes, &edges, f64::from(width), 50.0);
                for (k, p) in placed.iter().enumerate() {
                    let all = Area::new(0.0, 50.0, f64::from(width) + 0.1, bottom - 50.0 + 0.1);
                    assert!(p.area.within(&all), "{n} {width}: {:?} of {all:?}", p.area);
                    assert!(placed[..k].iter().all(|o| !o.area.meets(&p.area)), "{n} {width}: {:?}", p.area);
                }
                sound(&draw(&net, "n", width).expect("drawn"));
            }
        }
    }

    #[test]
    fn equal_input_gives_equal_bytes() {
        let names = names(40);
        assert_eq!(draw(&dense(&names, 80), "n", WIDE), draw(&dense(&names, 80), "n", WIDE));
    }

    #[test]
    fn what_is_left_out_is_the_lightest_and_is_counted() {
        let names = names(50);
        let net = dense(&names, 100);
        let svg = draw(&net, "n", WIDE).expect("drawn");
        assert!(svg.contains("In the table only: 10 actors"), "{svg}");
        assert!(svg.contains(">Council of the district number 0 ") && !svg.contains("number 49"));
        assert_eq!(table(&net).rows.len(), 100);
    }

    #[test]
    fn nobody_who_acts_on_nobody_is_drawn() {
        let names = names(3);
        let mut net = dense(&names, 0);
        assert_eq!(draw(&net, "n", WIDE), None);
        net.edges = vec![Edge { from: 0, to: 9, ..Edge::default() }, Edge { from: 1, to: 1, ..Edge::default() }];
        assert_eq!(draw(&net, "n", WIDE), None);
        assert_eq!(draw(&Network::default(), "n", WIDE), None);
        net.edges = vec![Edge { from: 0, to: 1, count: 1, ..Edge::default() }];
        assert!(!draw(&net, "n", WIDE).expect("drawn").contains("number 2"));
    }
}
