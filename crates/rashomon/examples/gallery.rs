//! All pictures of the desk on one page, from invented data, to be looked at.
//!
//! ```text
//! cargo run -p rashomon --example gallery -- gallery.html
//! ```
//!
//! The page has a table beside each picture, and says how long drawing took.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

use rashomon::web::pictures::map::{self, Map, Point};
use rashomon::web::pictures::matrix::{Answer, Matrix, Question, Report};
use rashomon::web::pictures::network::{Edge, Kind, Network, Node};
use rashomon::web::pictures::positions::{Actor, Positions, Side, Stance};
use rashomon::web::pictures::sources::{self, How, Sources};
use rashomon::web::pictures::timeline::{Dated, Timeline};
use rashomon::web::pictures::{Table, figure, matrix, network, positions, timeline};

/// A page that is being filled.
struct Page(String);

impl Page {
    fn add(&mut self, name: &str, draw: impl Fn(&str, u32) -> Option<String>, table: &Table) {
        let prefix = format!("n{}", self.0.len());
        // Tables are read by whoever needs them first, and that is not drawing.
        let picture = figure(&prefix, &draw).unwrap_or_default();
        let start = Instant::now();
        let again = figure(&prefix, &draw).unwrap_or_default();
        let micros = start.elapsed().as_micros();
        assert_eq!(picture, again, "drawn otherwise the second time");
        println!("{name:<24} {micros:>6} µs both variants {:>8} bytes", picture.len());
        let table = table.html();
        _ = write!(
            self.0,
            "<section><h2>{name}</h2>{picture}<details><summary>As a table</summary>{table}</details></section>"
        );
    }
}

fn events<'a>(all: &[(&'a str, &'a str)]) -> Vec<Dated<'a>> {
    all.iter().map(|&(date, label)| Dated { date, label, link: "#evidence" }).collect()
}

fn harbour() -> Timeline<'static> {
    Timeline {
        title: "The harbour of Tarn: when what is said to have happened",
        events: events(&[
            ("2017", "Norland first asks Sudmark to share the cost of dredging the strait"),
            ("2018-07", "Both presidents are said to have agreed in principle that the fleet leaves"),
            ("2018-07-16", "The presidents of Norland and Sudmark meet at Tarn"),
            ("2018-07-16", "A joint statement is read out"),
            (
                "2018-07-16",
                "Protesters gather on the quay; police count four hundred of them, the organisers three thousand",
            ),
            ("2018-07-17", "The minister denies that anything was signed"),
            ("2018-W33", "Three cutters are seen leaving the roads"),
            ("2018-08-17", "The foreign ministry says that talks go on"),
            ("2018-09-02", "Sudmark refuses to withdraw its fleet altogether"),
            ("2019-02-11", "Parliament debates the treaty"),
        ]),
        reports: events(&[
            ("2018-07-17", "Tarn Courier"),
            ("2018-07-17", "Norland Post: “Presidents agree that the fleet must leave the strait”"),
            ("2018-08-17", "Evening Mail"),
            ("2018-09-03", "Sudmark Gazette: “No withdrawal”"),
            ("2019-02-12", "The Ferryman"),
        ]),
    }
}

fn many_events() -> (Vec<String>, Vec<String>) {
    let dates = (0..60).map(|n| format!("2021-{:02}-{:02}", 1 + n * n / 330, 1 + (n * 7) % 28)).collect();
    let labels =
        (0..60).map(|n| format!("Event number {n}, of which a report says in a line or two what happened")).collect();
    (dates, labels)
}

fn stands() -> Positions<'static> {
    let actor = |name, stances: &[(&'static str, Side)]| Actor {
        name,
        link: "#actor",
        stances: stances.iter().map(|&(date, side)| Stance { date, side, link: "#evidence" }).collect(),
        disputed: false,
    };
    Positions {
        title: "Who stands where on “the fleet leaves the strait”",
        actors: vec![
            actor("Norland", &[("2018-07-16", Side::For), ("2018-08-17", Side::For), ("2018-09-02", Side::For)]),
            actor("President Ivar Strand of Sudmark", &[("2018-07", Side::For), ("2018-09-02", Side::Against)]),
            actor(
                "Foreign Ministry of Sudmark",
                &[("2018-08-17", Side::Mixed), ("2018-09-02", Side::Against), ("2019-02-11", Side::For)],
            ),
            actor("Harbour workers' union", &[("", Side::Against), ("2018-07-16", Side::Unknown)]),
            actor(
                "Tarn town council",
                &[("2018-07-16", Side::For), ("2018-07-16", Side::Against), ("2018-07-16", Side::Against)],
            ),
        ],
    }
}

fn acts() -> Network<'static> {
    let node = |name, kind, weight| Node { name, kind, weight, link: "#actor" };
    let edge = |from, to, count, conflictual, top| Edge { from, to, count, conflictual, top, link: "#evidence" };
    Network {
        title: "Who acts on whom in the affair of the strait",
        nodes: vec![
            node("Norland", Kind::State, 60),
            node("Sudmark", Kind::State, 48),
            node("Ivar Strand", Kind::Person, 30),
            node("Harbour workers' union", Kind::Organisation, 12),
            node("Protesters in Tarn", Kind::Group, 9),
            node("Police of Tarn", Kind::Organisation, 8),
            node("Council of the Six", Kind::Organisation, 7),
            node("Ann Holm", Kind::Person, 5),
        ],
        edges: vec![
            edge(0, 1, 18, 0.8, "DEMAND"),
            edge(1, 0, 9, 0.9, "REJECT"),
            edge(2, 0, 6, 0.1, "AGREE"),
            edge(0, 2, 5, 0.0, "CONSULT"),
            edge(4, 1, 4, 1.0, "PROTEST"),
            edge(5, 4, 3, 1.0, "COERCE"),
            edge(3, 1, 3, 0.5, "REQUEST"),
            edge(6, 0, 2, 0.0, "SUPPORT"),
            edge(6, 1, 2, 0.6, "ACCUSE"),
            edge(7, 6, 1, 0.0, "REQUEST"),
        ],
    }
}

fn many_acts(names: &[String]) -> Network<'_> {
    const KINDS: [Kind; 5] = [Kind::State, Kind::Person, Kind::Organisation, Kind::Group, Kind::Other];
    let n = names.len();
    let node =
        |k: usize| Node { name: &names[k], kind: KINDS[k % 5], weight: (n * n / (k + 1)) as u32, link: "#actor" };
    let edge = |k: usize| Edge {
        from: k % n,
        to: k * 3 % 11 * (1 + k % 3),
        count: 1 + (k * 13 % 17) as u32,
        conflictual: (k % 5) as f64 / 4.0,
        top: ["DEMAND", "CONSULT", "ASSAULT", "AID"][k % 4],
        link: "#evidence",
    };
    Network { title: "Forty actors", nodes: (0..n).map(node).collect(), edges: (0..90).map(edge).collect() }
}

fn rests() -> Sources<'static> {
    let node = |name, kind, note| sources::Node { name, kind, note, link: "#report" };
    let edge = |from, to, how| sources::Edge { from, to, how, link: "#evidence" };
    let report = sources::Kind::Report;
    Sources {
        title: "Who had it first",
        nodes: vec![
            node("a senior official of Norland", sources::Kind::Unnamed, ""),
            node("Ivar Strand, President of Sudmark", sources::Kind::Named, ""),
            node("Northern Wire", report, "17 Jul 2018, 06:12"),
            node("Tarn Courier", report, "17 Jul 2018"),
            node("Evening Mail", report, "17 Aug 2018"),
            node("Sudmark Gazette", report, "3 Sep 2018"),
            node("The Ferryman", report, "no date"),
            node("Harbour Weekly", report, "20 Jul 2018"),
        ],
        edges: vec![
            edge(0, 2, How::Cites),
            edge(2, 3, How::Copies(92)),
            edge(2, 4, How::Copies(41)),
            edge(3, 6, How::Copies(100)),
            edge(1, 5, How::Cites),
            edge(1, 2, How::Cites),
            edge(0, 6, How::Cites),
        ],
    }
}

/// Forty reports that rest on each other.
fn many_rests(names: &[String]) -> Sources<'_> {
    let node = |name| sources::Node { name, note: "17 Jul 2018", link: "#report", ..sources::Node::default() };
    let edge = |k: usize| sources::Edge {
        from: k * k % (k % 36 + 4),
        to: k % 36 + 4,
        how: if k.is_multiple_of(3) { How::Cites } else { How::Copies((k % 100) as u8) },
        link: "#evidence",
    };
    let nodes = names.iter().map(|n| node(n.as_str())).collect();
    Sources { title: "Forty reports", nodes, edges: (0..80).map(edge).collect() }
}

fn answers() -> Matrix<'static> {
    let answer = |side, value| Some(Answer { side, value, link: "#evidence" });
    let question = |text| Question { text, link: "#question" };
    let report = |name, answers| Report { name, link: "#report", answers };
    Matrix {
        title: "Who says what",
        questions: vec![
            question("Does Ivar Strand want the fleet to leave the strait?"),
            question("How many protested on the quay?"),
            question("When did the presidents meet?"),
            question("Was anything signed?"),
        ],
        reports: vec![
            report(
                "Tarn Courier",
                vec![answer(0, "agreed in principle"), answer(0, "400"), answer(0, "16 July"), None],
            ),
            report(
                "Norland Post",
                vec![answer(0, "agreed"), answer(1, "3,000"), answer(0, "16 July"), answer(0, "yes")],
            ),
            report("Sudmark Gazette", vec![answer(1, "refused"), None, answer(1, "17 July"), answer(1, "no")]),
            report("Evening Mail", vec![answer(0, "agreed"), answer(2, "“hundreds”"), None, answer(1, "nothing was")]),
        ],
    }
}

/// Places that are on every map; what happens there is invented.
fn places(title: &'static str, all: &[(&'static str, f64, f64, u32)]) -> Map<'static> {
    let point = |&(name, latitude, longitude, count)| Point { name, latitude, longitude, count, link: "#evidence" };
    Map { title, points: all.iter().map(point).collect() }
}

/// Two dozen actors, each with a stance in most months.
fn many_stands<'a>(names: &'a [String], months: &'a [String]) -> Positions<'a> {
    const SIDES: [Side; 4] = [Side::For, Side::Against, Side::Mixed, Side::Unknown];
    let stance = |n: usize, k: usize| Stance { date: &months[k], side: SIDES[(n * n + k / 4) % 4], link: "#evidence" };
    let stances = |n: usize| (0..months.len()).filter(|k| !(n + k).is_multiple_of(3)).map(|k| stance(n, k)).collect();
    let actors =
        names.iter().enumerate().map(|(n, name)| Actor { name, link: "#actor", stances: stances(n), disputed: false });
    Positions { title: "Two dozen actors over a year", actors: actors.collect() }
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("the file to write is wanted")?;
    let mut page = Page(String::new());

    let t = harbour();
    page.add("Timeline", |p, w| timeline::draw(&t, p, w), &timeline::table(&t));
    let p = stands();
    page.add("Positions", |x, w| positions::draw(&p, x, w), &positions::table(&p));
    let n = acts();
    page.add("Network", |x, w| network::draw(&n, x, w), &network::table(&n));
    let names: Vec<String> =
        (0..40).map(|k| format!("{} {k}", ["Norland", "Minister Holm", "Union of Pilots", "Crowd"][k % 4])).collect();
    let n = many_acts(&names);
    page.add("Network of forty", |x, w| network::draw(&n, x, w), &network::table(&n));
    let r = rests();
    page.add("Sources", |x, w| sources::draw(&r, x, w), &sources::table(&r));
    let m = matrix::grid(&answers()).ok_or("no answers")?;
    _ = write!(page.0, "<section><h2>Matrix</h2>{}</section>", m.html());
    let r = many_rests(&names);
    page.add("Sources of forty", |x, w| sources::draw(&r, x, w), &sources::table(&r));
    let months: Vec<String> = (1..=12).map(|m| format!("2021-{m:02}")).collect();
    let p = many_stands(&names[..24], &months);
    page.add("Positions of many", |x, w| positions::draw(&p, x, w), &positions::table(&p));
    let near = [
        ("Helsinki", 60.17, 24.94, 14),
        ("Tallinn", 59.44, 24.75, 4),
        ("Stockholm", 59.33, 18.07, 6),
        ("Riga", 56.95, 24.11, 1),
        ("Turku", 60.45, 22.27, 1),
    ];
    let far = [
        ("Washington", 38.9, -77.0, 20),
        ("Moscow", 55.75, 37.6, 18),
        ("Canberra", -35.3, 149.1, 2),
        ("Nairobi", -1.29, 36.8, 5),
        ("Lima", -12.05, -77.04, 3),
        ("Tokyo", 35.7, 139.7, 7),
    ];
    let line = [("Suva", -18.14, 178.44, 3), ("Apia", -13.83, -171.77, 2)];
    for (name, title, all) in [
        ("Map", "Where it happened, around a sea", &near[..]),
        ("Map of the world", "Where it happened, around the world", &far),
        ("Map of one place", "Where it happened, in one place", &near[..1]),
        ("Map across the date line", "Where it happened, across the date line", &line),
    ] {
        let m = places(title, all);
        page.add(name, |x, w| map::draw(&m, x, w), &map::table(&m));
    }
    let (dates, labels) = many_events();
    let dated: Vec<_> =
        dates.iter().zip(&labels).map(|(d, l)| Dated { date: d, label: l, link: "#evidence" }).collect();
    let t = Timeline { title: "Sixty events and sixty reports", reports: dated.clone(), events: dated };
    page.add("Timeline of sixty", |p, w| timeline::draw(&t, p, w), &timeline::table(&t));

    let css = include_str!("../assets/pictures.css");
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Gallery</title><style>{css}\n:root {{ color-scheme: light dark; }}\
         body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 1rem auto; padding: 0 1rem;\
         background: var(--pic-paper); color: var(--pic-ink); }}</style></head><body>{}</body></html>",
        page.0
    );
    std::fs::write(file, html)?;
    Ok(())
}
