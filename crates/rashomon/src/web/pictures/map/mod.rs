//! Where it happened: places as points on the outlines of states, drawn from a table that the program carries.
//!
//! The map shows the part of the world that holds the places, with a margin, and never comes closer than [`CLOSEST`] degrees:
//! a town is not a house. No map is fetched from anywhere. Longitude is shortened by the cosine of the middle latitude.

mod outline;
mod view;

use outline::OUTLINE;
use view::View;

use super::boxes::Area;
use super::svg::{Anchor, Svg};
use super::table::{Cell, Table};
use super::text::{SIZE, SMALL, counted, shortened, width as width_of};

/// The most places that are drawn.
pub const MOST: usize = 80;

/// The least that a map shows from side to side, in degrees of latitude.
pub const CLOSEST: f64 = 6.0;

/// The most states that are named.
const STATES: usize = 14;

/// A place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Point<'a> {
    /// As readers know it.
    pub name: &'a str,
    /// North is positive.
    pub latitude: f64,
    /// East is positive.
    pub longitude: f64,
    /// How often something happens there.
    pub count: u32,
    /// Where the evidence is.
    pub link: &'a str,
}

/// Where it happened.
#[derive(Clone, Debug, Default)]
pub struct Map<'a> {
    /// What the picture is of, in a few words.
    pub title: &'a str,
    /// In any order.
    pub points: Vec<Point<'a>>,
}

/// The places that lie on the earth, those with the highest counts first.
fn drawn<'a, 'b>(map: &'b Map<'a>) -> Vec<&'b Point<'a>> {
    let on_earth = |p: &&Point<'_>| p.latitude.abs() <= 90.0 && p.longitude.abs() <= 180.0;
    let mut points: Vec<&Point<'_>> = map.points.iter().filter(on_earth).collect();
    points.sort_by_key(|p| std::cmp::Reverse(p.count));
    points.truncate(MOST);
    points
}

/// How large the mark of a place is: its area goes by the count.
fn radius(p: &Point<'_>, highest: u32) -> f64 {
    4.0 + 9.0 * (f64::from(p.count) / f64::from(highest.max(10))).sqrt()
}

/// The picture; `None` without a place on the earth.
pub fn draw(map: &Map<'_>, prefix: &str, width: u32) -> Option<String> {
    let width = f64::from(width);
    let points = drawn(map);
    let view = View::of(points.iter().map(|p| (p.longitude, p.latitude)), width)?;
    let highest = points.iter().map(|p| p.count).max().unwrap_or(1);
    let at: Vec<(f64, f64)> = points.iter().map(|p| view.at(p.longitude, p.latitude)).collect();
    let marks: Vec<Area> = points
        .iter()
        .zip(&at)
        .map(|(p, &(x, y))| Area::around(x, y, 2.0 * radius(p, highest), 2.0 * radius(p, highest)))
        .collect();
    let labels = labels(&points, &marks, &view);
    let mut taken = marks.clone();
    taken.extend(labels.iter().flatten().map(|l| l.1));
    let mut svg = Svg::new();
    svg.window(0.0, 0.0, view.width, view.height, |s| {
        s.unspoken(|s| {
            s.rect("pic-sea", 0.0, 0.0, view.width, view.height);
            let shown = view.draw(&OUTLINE);
            s.path("pic-land", &shown.land);
            s.path("pic-coast", &shown.coasts);
            s.path("pic-border", &shown.borders);
            name_states(s, shown.states, &mut taken, &view);
        });
        // Large marks first, so that small ones lie on them and can be hit.
        for ((p, &(x, y)), label) in points.iter().zip(&at).zip(&labels) {
            svg_point(s, p, (x, y), radius(p, highest), label.as_ref());
        }
    });
    svg.unspoken(|s| s.rect("pic-frame", 0.5, 0.5, view.width - 1.0, view.height - 1.0));
    let left_out = map.points.len() - points.len();
    let more = if left_out > 0 { format!("{left_out} more in the table. ") } else { String::new() };
    let note = shortened(&format!("{more}Outlines: Natural Earth, borders as held in fact"), width, SMALL);
    svg.text("pic-note", 0.0, view.height + 17.0, Anchor::Start, &note);
    let told = format!("{}, of which the first is {}.", counted(points.len(), "place", "places"), points[0].name);
    Some(svg.finish(prefix, (width, view.height + 24.0), false, map.title, &told))
}

fn svg_point(s: &mut Svg, p: &Point<'_>, (x, y): (f64, f64), r: f64, label: Option<&(String, Area)>) {
    s.link(p.link, &format!("{}: {}", p.name, p.count), |s| {
        s.circle("pic-point", x, y, r);
        if let Some((words, area)) = label {
            s.text("pic-label", area.left, area.top + 12.0, Anchor::Start, words);
        }
    });
}

/// The names of places beside their marks, where there is room; those with higher counts choose first.
fn labels(points: &[&Point<'_>], marks: &[Area], view: &View) -> Vec<Option<(String, Area)>> {
    let page = Area::new(2.0, 2.0, view.width - 4.0, view.height - 4.0);
    let mut taken: Vec<Area> = Vec::new();
    let mut out = Vec::with_capacity(points.len());
    for (n, p) in points.iter().enumerate() {
        let name = shortened(p.name, 150.0, SIZE);
        let words = if p.count > 1 { format!("{name} {}", p.count) } else { name };
        let (w, h, m) = (width_of(&words, SIZE), 16.0, marks[n]);
        let (x, y) = (m.left + m.width / 2.0, m.top + m.height / 2.0);
        let ways = [
            (m.right() + 3.0, y - h / 2.0),
            (m.left - 3.0 - w, y - h / 2.0),
            (x - w / 2.0, m.top - h - 1.0),
            (x - w / 2.0, m.bottom() + 1.0),
        ];
        let free = ways
            .map(|(left, top)| Area::new(left, top, w, h))
            .into_iter()
            .find(|a| a.within(&page) && taken.iter().chain(marks).all(|t| !t.meets(a)));
        taken.extend(free);
        out.push(free.filter(|_| !words.is_empty()).map(|a| (words, a)));
    }
    out
}

/// The names of the states that fill most of the map, where no place is in their way.
fn name_states(s: &mut Svg, mut states: Vec<view::Shown>, taken: &mut Vec<Area>, view: &View) {
    states.sort_by(|a, b| b.area.total_cmp(&a.area).then(a.name.cmp(b.name)));
    let page = Area::new(2.0, 2.0, view.width - 4.0, view.height - 4.0);
    let mut named = 0;
    for state in states {
        let w = width_of(state.name, SMALL);
        let area = Area::around(state.x, state.y, w, 15.0);
        if named < STATES && w < state.room && area.within(&page) && taken.iter().all(|t| !t.meets(&area)) {
            taken.push(area);
            named += 1;
            s.text("pic-country", state.x, state.y + 4.0, Anchor::Middle, state.name);
        }
    }
}

/// All that was handed in, the highest counts first.
pub fn table(map: &Map<'_>) -> Table {
    let mut out = Table::new(map.title, &["Place", "How often", "Latitude", "Longitude"]);
    let mut points: Vec<&Point<'_>> = map.points.iter().collect();
    points.sort_by_key(|p| std::cmp::Reverse(p.count));
    for p in points {
        let degrees = |d: f64| Cell::new(&format!("{d:.2}"));
        out.rows.push(vec![
            Cell::linked(p.name, p.link),
            Cell::new(&p.count.to_string()),
            degrees(p.latitude),
            degrees(p.longitude),
        ]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pictures::testing::sound;
    use crate::web::pictures::{NARROW, WIDE};

    fn at(points: &[(f64, f64)]) -> Map<'static> {
        let point =
            |&(latitude, longitude): &(f64, f64)| Point { name: "Tarn", latitude, longitude, count: 3, link: "/e" };
        Map { title: "Where", points: points.iter().map(point).collect() }
    }

    #[test]
    fn labels_and_marks_lie_apart_and_places_lie_within() {
        let cluster: Vec<(f64, f64)> =
            (0..20).map(|n| (50.0 + f64::from(n % 5) * 0.3, 10.0 + f64::from(n / 5))).collect();
        for all in [&cluster[..], &[(52.5, 13.4)], &[(-17.8, 178.0), (-13.8, -171.8)], &[(85.0, 0.0), (-85.0, 179.0)]] {
            let map = at(all);
            for width in [NARROW, WIDE] {
                let points = drawn(&map);
                let view =
                    View::of(points.iter().map(|p| (p.longitude, p.latitude)), f64::from(width)).expect("a view");
                let page = Area::new(0.0, 0.0, view.width, view.height);
                let marks: Vec<Area> = points
                    .iter()
                    .map(|p| view.at(p.longitude, p.latitude))
                    .map(|(x, y)| Area::around(x, y, 8.0, 8.0))
                    .collect();
                assert!(marks.iter().all(|m| m.within(&page)), "{all:?} {marks:?}");
                let labels: Vec<Area> = labels(&points, &marks, &view).into_iter().flatten().map(|l| l.1).collect();
                for (n, l) in labels.iter().enumerate() {
                    assert!(labels[..n].iter().chain(&marks).all(|o| !o.meets(l)), "{l:?}");
                }
                sound(&draw(&map, "m", width).expect("drawn"));
            }
        }
    }

    #[test]
    fn a_map_around_the_date_line_is_not_of_the_whole_world() {
        let view = View::of([(178.0, -17.8), (-171.8, -13.8)].into_iter(), 760.0).expect("a view");
        assert!(view.degrees() < 40.0, "{}", view.degrees());
    }

    #[test]
    fn one_place_is_shown_with_its_surroundings() {
        let view = View::of([(13.4, 52.5)].into_iter(), 760.0).expect("a view");
        assert!((view.degrees() - CLOSEST).abs() < 0.1, "{}", view.degrees());
        assert!(draw(&at(&[(52.5, 13.4)]), "m", WIDE).expect("drawn").contains(">Germany<"));
    }

    #[test]
    fn only_what_is_in_view_is_written() {
        let near = draw(&at(&[(52.5, 13.4)]), "m", WIDE).expect("drawn").len();
        let world = draw(&at(&[(60.0, -150.0), (-40.0, 175.0), (40.0, 20.0)]), "m", WIDE).expect("drawn").len();
        assert!(near < 12_000 && world < 120_000, "{near} {world}");
    }

    #[test]
    fn what_lies_nowhere_is_not_drawn() {
        assert_eq!(draw(&at(&[(f64::NAN, 0.0), (91.0, 0.0), (0.0, f64::INFINITY)]), "m", WIDE), None);
        assert_eq!(draw(&Map::default(), "m", WIDE), None);
    }
}
