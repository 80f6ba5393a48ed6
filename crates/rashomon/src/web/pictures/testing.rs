//! What holds of every picture, whatever it is of.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::network::{Kind, Network};
use super::positions::{Actor, Positions, Side, Stance};
use super::sources::How;
use super::{NARROW, WIDE, map, matrix, network, positions, sources, timeline};

/// Elements that pictures are made of.
const ELEMENTS: [&str; 9] = ["svg", "title", "desc", "g", "a", "text", "path", "rect", "circle"];

/// Attributes that they have.
const ATTRIBUTES: [&str; 18] = [
    "xmlns",
    "class",
    "width",
    "height",
    "viewBox",
    "role",
    "aria-labelledby",
    "aria-hidden",
    "id",
    "href",
    "x",
    "y",
    "text-anchor",
    "d",
    "cx",
    "cy",
    "r",
    "stroke-width",
];

/// Fails unless the picture is well formed, made of known elements and attributes, named, and leads only where it may.
pub(super) fn sound(svg: &str) {
    let mut reader = Reader::from_str(svg);
    let mut ids = BTreeSet::new();
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{e} in {svg}")) {
            Event::Start(e) | Event::Empty(e) => {
                let name = e.name().as_ref().to_owned();
                assert!(ELEMENTS.contains(&name.as_str()), "{name} in a picture");
                for a in e.attributes() {
                    let a = a.unwrap_or_else(|e| panic!("{e} in {svg}"));
                    let key = a.key.as_ref().to_owned();
                    let value = a.value.clone().into_owned();
                    assert!(ATTRIBUTES.contains(&key.as_str()), "{key} in a picture");
                    assert!(!value.contains("NaN") && !value.contains("inf "), "{key}={value}");
                    if key == "id" {
                        assert!(ids.insert(value), "an id twice");
                    } else if key == "href" {
                        assert!(!value.starts_with("javascript"), "{value}");
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(ids.len(), 2, "a title and a description");
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    assert!(!svg.contains(hidden), "a character that turns or hides text");
}

/// Every picture with these words for all names, labels, notes, dates and addresses, in both widths.
pub(super) fn everything(words: &[String]) -> Vec<(&'static str, Option<String>)> {
    let word = |n: usize| words.get(n % words.len().max(1)).map_or("", String::as_str);
    let dates = ["2018-07", "2018-07-16", "2018-W33", "2020", word(3), "2018-08-17"];
    let mut out = Vec::new();
    let dated = |n: usize| timeline::Dated { date: dates[n % dates.len()], label: word(n), link: word(n + 1) };
    let t = timeline::Timeline {
        title: word(0),
        events: (0..9).map(dated).collect(),
        reports: (0..7).map(dated).collect(),
    };
    let sides = [Side::For, Side::Against, Side::Mixed, Side::Unknown];
    let stance = |n: usize| Stance { date: dates[n % dates.len()], side: sides[n * n % 4], link: word(n) };
    let actor = |n: usize| Actor {
        name: word(n),
        link: word(n + 2),
        stances: (n..n + 5).map(stance).collect(),
        disputed: n % 2 == 1,
    };
    let p = Positions { title: word(1), actors: (0..4).map(actor).collect() };
    let kinds = [Kind::Person, Kind::State, Kind::Organisation, Kind::Group, Kind::Other];
    let node = |n: usize| network::Node { name: word(n), kind: kinds[n % 5], weight: n as u32, link: word(n + 1) };
    let edge = |n: usize| network::Edge {
        from: n % 8,
        to: n * 3 % 7,
        count: n as u32,
        conflictual: n as f64 / 9.0,
        top: word(n),
        link: word(n + 1),
    };
    let n = Network { title: word(2), nodes: (0..8).map(node).collect(), edges: (0..12).map(edge).collect() };
    let degrees = |n: usize| (n as f64 * 37.0 % 170.0 - 85.0, n as f64 * 71.0 % 350.0 - 175.0);
    let point = |n: usize| {
        let (latitude, longitude) = degrees(n);
        map::Point { name: word(n), latitude, longitude, count: n as u32, link: word(n + 1) }
    };
    let m = map::Map { title: word(3), points: (0..5).map(point).collect() };
    let kinds = [sources::Kind::Unnamed, sources::Kind::Report, sources::Kind::Named];
    let node = |n: usize| sources::Node { name: word(n), kind: kinds[n % 3], note: word(n + 1), link: word(n + 2) };
    let edge = |n: usize| sources::Edge {
        from: n % 5,
        to: n * 2 % 7,
        how: if n.is_multiple_of(2) { How::Cites } else { How::Copies(n as u8 * 20) },
        link: word(n),
    };
    let s = sources::Sources { title: word(4), nodes: (0..6).map(node).collect(), edges: (0..9).map(edge).collect() };
    for width in [WIDE, NARROW] {
        let prefix = word(5);
        out.push(("timeline", timeline::draw(&t, prefix, width)));
        out.push(("positions", positions::draw(&p, prefix, width)));
        out.push(("network", network::draw(&n, prefix, width)));
        out.push(("map", map::draw(&m, prefix, width)));
        out.push(("sources", sources::draw(&s, prefix, width)));
    }
    out
}

/// Every table of these words, as HTML.
pub(super) fn tables(words: &[String]) -> Vec<String> {
    let word = |n: usize| words.get(n % words.len().max(1)).map_or("", String::as_str);
    let dated = timeline::Dated { date: word(0), label: word(1), link: word(2) };
    let t = timeline::Timeline { title: word(3), events: vec![dated], reports: Vec::new() };
    let answer = |n| Some(matrix::Answer { side: n, value: word(n), link: word(n + 1) });
    let m = matrix::Matrix {
        title: word(4),
        questions: (0..3).map(|n| matrix::Question { text: word(n), link: word(n + 1) }).collect(),
        reports: vec![matrix::Report { name: word(5), link: word(6), answers: (0..3).map(answer).collect() }],
    };
    let grid = matrix::grid(&m).map(|g| g.html()).unwrap_or_default();
    vec![timeline::table(&t).html(), grid]
}
