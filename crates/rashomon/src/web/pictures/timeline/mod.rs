//! When things are said to have happened, and when the reports came out: two lines of time, side by side, from top to bottom.
//!
//! Time runs down and not across, so that every event has room for words. Gaps of up to a month are drawn to scale; longer ones
//! are broken and named. A date that is a month or a year is a bar beside the line, as long as the month or year is.

mod layout;

use layout::{Lane, Layout, layout};

use super::dates::When;
use super::svg::{Anchor, Svg};
use super::table::{Cell, Table};
use super::text::{LINE, counted};

/// The most events that are drawn, and the most reports.
pub const MOST: usize = 60;

/// What has a date.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dated<'a> {
    /// As a report gives it: "2018-07-16", "2018-07", "2018-W33", "2018", or two of them as "from/to".
    pub date: &'a str,
    /// In a few words.
    pub label: &'a str,
    /// Where the evidence is.
    pub link: &'a str,
}

/// The events of a story, and its reports by the date that they were published.
#[derive(Clone, Debug, Default)]
pub struct Timeline<'a> {
    /// What the picture is of, in a few words.
    pub title: &'a str,
    /// In order of weight: where there are too many the first are drawn.
    pub events: Vec<Dated<'a>>,
    /// In order of weight, as well.
    pub reports: Vec<Dated<'a>>,
}

/// The picture; `None` if nothing has a date with a place in time.
pub fn draw(timeline: &Timeline<'_>, prefix: &str, width: u32) -> Option<String> {
    let l = layout(timeline, f64::from(width))?;
    let mut svg = Svg::new();
    svg.unspoken(|s| {
        heads(s, &l);
        axes(s, &l);
    });
    for item in &l.items {
        let (x, class) = match item.lane {
            Lane::Events => (l.events.axis, "pic-event"),
            Lane::Reports => (l.reports.axis, "pic-report"),
        };
        let told = format!("{}: {}", item.when.long(), item.dated.label);
        svg.link(item.dated.link, &told, |s| {
            if let Some((bar, top, bottom)) = item.bar {
                s.line("pic-span", (bar, top), (bar, bottom));
                s.line("pic-span-foot", (bar, top), (x, top));
            }
            let class = if item.bar.is_some() { format!("{class} pic-open") } else { class.to_owned() };
            match item.lane {
                Lane::Events => s.circle(&class, x, item.mark, 4.5),
                Lane::Reports => s.square(&class, x, item.mark, 4.0),
            }
            for (n, line) in item.date.iter().enumerate() {
                let (x, y) = item.date_at;
                let anchor = if l.narrow { Anchor::Start } else { Anchor::End };
                s.text("pic-date", x, y + n as f64 * LINE, anchor, line);
            }
            for (n, line) in item.lines.iter().enumerate() {
                s.text("pic-label", item.area.left, item.area.top + 12.0 + n as f64 * LINE, Anchor::Start, line);
            }
        });
    }
    if let Some(note) = &l.note {
        svg.text("pic-note", l.events.label, l.height - 6.0, Anchor::Start, note);
    }
    Some(svg.finish(prefix, (l.width, l.height), false, timeline.title, &told(&l)))
}

fn heads(s: &mut Svg, l: &Layout<'_>) {
    let below = if l.narrow && l.has(Lane::Events) { 30.0 } else { 12.0 };
    let second = (l.reports.label, below);
    if l.has(Lane::Events) {
        s.circle("pic-event", l.events.label + 5.0, 8.0, 4.5);
        s.text("pic-head", l.events.label + 16.0, 12.0, Anchor::Start, "Events, by the date told");
    }
    if l.has(Lane::Reports) {
        s.square("pic-report", second.0 + 5.0, second.1 - 4.0, 4.0);
        s.text("pic-head", second.0 + 16.0, second.1, Anchor::Start, "Reports, by publication");
    }
}

fn axes(s: &mut Svg, l: &Layout<'_>) {
    for lane in [Lane::Events, Lane::Reports] {
        if !l.has(lane) {
            continue;
        }
        let x = if lane == Lane::Events { l.events.axis } else { l.reports.axis };
        for stretch in &l.stretches {
            let class = if stretch.broken.is_some() { "pic-axis pic-broken" } else { "pic-axis" };
            s.line(class, (x, stretch.top), (x, stretch.bottom));
        }
    }
    for stretch in &l.stretches {
        if let Some(length) = &stretch.broken {
            s.text("pic-note", l.events.label, stretch.said, Anchor::Start, length);
        }
    }
    for (year, y) in &l.years {
        let (x, anchor) = if l.narrow { (l.events.label, Anchor::Start) } else { (l.events.dates, Anchor::End) };
        s.text("pic-year", x, *y, anchor, &year.to_string());
    }
}

fn told(l: &Layout<'_>) -> String {
    let count = |lane| l.items.iter().filter(|i| i.lane == lane).count();
    let first = l.items.iter().map(|i| i.when).min_by_key(|w| w.first);
    let last = l.items.iter().map(|i| i.when).max_by_key(|w| w.last);
    let (events, reports) = (count(Lane::Events), count(Lane::Reports));
    let (events, reports) = (counted(events, "event", "events"), counted(reports, "report", "reports"));
    match (first, last) {
        (Some(a), Some(b)) if a != b => format!("{events} and {reports}, from {} to {}.", a.long(), b.long()),
        (Some(a), _) => format!("{events} and {reports}, {}.", a.long()),
        _ => String::new(),
    }
}

/// All that was handed in, in order of time; what has no place in time comes last.
pub fn table(timeline: &Timeline<'_>) -> Table {
    let mut out = Table::new(timeline.title, &["Date", "What", "Kind"]);
    let events = timeline.events.iter().map(|d| (d, "event"));
    let reports = timeline.reports.iter().map(|d| (d, "report published"));
    let mut rows: Vec<_> = events.chain(reports).map(|(d, kind)| (When::of(d.date), d, kind)).collect();
    rows.sort_by_key(|(when, ..)| when.map_or((i32::MAX, 0), |w| (w.first, w.last)));
    for (when, d, kind) in rows {
        let date = when.map_or_else(|| crate::human::date(d.date), When::long);
        out.rows.push(vec![Cell::new(&date), Cell::linked(d.label, d.link), Cell::new(kind)]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pictures::testing::sound;
    use crate::web::pictures::{NARROW, WIDE};

    fn events<'a>(dates: &[&'a str]) -> Timeline<'a> {
        let of = |d: &&'a str| Dated {
            date: d,
            label: "The ministers of Norland and Sudmark meet at the harbour",
            link: "/r/1#p2",
        };
        Timeline { title: "The harbour", events: dates.iter().map(of).collect(), reports: Vec::new() }
    }

    fn labels_are_apart(t: &Timeline<'_>) {
        for width in [NARROW, WIDE] {
            let l = layout(t, f64::from(width)).expect("drawn");
            let mut boxes: Vec<_> = l.items.iter().map(|i| i.area).collect();
            boxes.extend(l.items.iter().filter_map(|i| i.date_area));
            for (n, a) in boxes.iter().enumerate() {
                assert!(a.left >= 0.0 && a.right() <= l.width + 0.1 && a.bottom() <= l.height, "{a:?}");
                assert!(boxes[..n].iter().all(|b| !a.meets(b)), "{a:?} lies on another");
            }
            sound(&draw(t, "t", width).expect("drawn"));
        }
    }

    #[test]
    fn labels_do_not_overlap_however_dates_cluster() {
        labels_are_apart(&events(&["2018-07-16"; 20]));
        labels_are_apart(&events(&["2018-07-16"]));
        let mut t = events(&[
            "2018",
            "2018-07",
            "2018-07-16",
            "2018-07-16",
            "2018-W33",
            "2018-08-17",
            "2021-01-01",
            "2018-07-30/2019-02-02",
        ]);
        t.reports = t.events.clone();
        labels_are_apart(&t);
    }

    #[test]
    fn a_long_gap_is_broken_and_named() {
        let svg = draw(&events(&["2018-07-16", "2018-07-20", "2021-01-04"]), "t", WIDE).expect("drawn");
        assert!(svg.contains("pic-broken") && svg.contains("2 years"), "{svg}");
        assert!(!draw(&events(&["2018-07-16", "2018-07-20"]), "t", WIDE).expect("drawn").contains("pic-broken"));
    }

    #[test]
    fn what_has_no_place_in_time_is_counted_and_in_the_table() {
        let t = events(&["2018-07-16", "XXXX-08-17"]);
        assert!(draw(&t, "t", WIDE).expect("drawn").contains("1 more in the table"));
        assert_eq!(table(&t).rows.len(), 2);
        assert_eq!(draw(&events(&["XXXX-08-17"]), "t", WIDE), None);
        assert_eq!(draw(&Timeline::default(), "t", WIDE), None);
    }

    #[test]
    fn a_month_is_as_long_as_its_days() {
        let t = events(&["2018-07", "2018-07-16", "2018-08-01"]);
        let l = layout(&t, 760.0).expect("drawn");
        let (_, top, bottom) = l.items[0].bar.expect("a bar");
        assert!(top < l.items[1].mark && l.items[1].mark < bottom);
        assert!((bottom - l.items[2].mark).abs() < 0.5, "{bottom} {}", l.items[2].mark);
    }
}
