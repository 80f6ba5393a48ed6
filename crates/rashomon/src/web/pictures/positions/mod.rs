//! Who stands where on an issue, and when: a row for each actor, above its middle what is for, below it what is against.
//!
//! A line that crosses the middle is a reversal; it is drawn heavily, and said in words beside the actor. Sides are told by
//! height, shape and word; colour comes last.

mod rows;

use rows::{At, Column, columns, reversals, row};

use super::dates::When;
use super::svg::{Anchor, Svg};
use super::table::{Cell, Table};
use super::text::{LINE, SIZE, SMALL, counted, lines, shortened, width as width_of};

/// The most actors that are drawn.
pub const MOST: usize = 24;

/// The most dates that are drawn: the latest.
pub const DATES: usize = 60;

/// A side of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// It shall be.
    For,
    /// It shall not be.
    Against,
    /// For one part of it and against another.
    Mixed,
    /// Something is said of it, but not which side.
    Unknown,
}

impl Side {
    const ALL: [Self; 4] = [Self::For, Self::Against, Self::Mixed, Self::Unknown];

    /// As readers know it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }

    /// How far below the middle it is drawn.
    fn level(self) -> f64 {
        match self {
            Self::For => -LEVEL,
            Self::Against => LEVEL,
            Self::Mixed | Self::Unknown => 0.0,
        }
    }

    fn mark(self, s: &mut Svg, x: f64, y: f64) {
        match self {
            Self::For => s.circle("pic-for", x, y, 5.5),
            Self::Against => s.square("pic-against", x, y, 5.0),
            Self::Mixed => s.triangle("pic-mixed", x, y, 5.0),
            Self::Unknown => s.circle("pic-unknown", x, y, 5.0),
        }
    }
}

/// What an actor is reported to want at a date.
#[derive(Clone, Copy, Debug)]
pub struct Stance<'a> {
    /// As a report gives it ("2018-07-16", "2018-07"); anything else is drawn as undated.
    pub date: &'a str,
    /// Which side that is.
    pub side: Side,
    /// Where the evidence is.
    pub link: &'a str,
}

/// An actor's row.
#[derive(Clone, Debug, Default)]
pub struct Actor<'a> {
    /// As reports call the actor.
    pub name: &'a str,
    /// The actor's page.
    pub link: &'a str,
    /// In any order.
    pub stances: Vec<Stance<'a>>,
    /// Reports contradict each other on it: that one puts the actor here and another there is no change of mind.
    pub disputed: bool,
}

/// Who stands where on one issue.
#[derive(Clone, Debug, Default)]
pub struct Positions<'a> {
    /// The issue, in a few words.
    pub title: &'a str,
    /// In order of weight: where there are too many the first are drawn.
    pub actors: Vec<Actor<'a>>,
}

/// From the middle of a row to what is for, and to what is against.
const LEVEL: f64 = 13.0;

/// From a row's middle to its edges: marks, and words above and below them.
const HALF: f64 = 38.0;

/// Below this width names stand above their rows.
const ROOM_FOR_NAMES: f64 = 600.0;

/// Room that a word needs around its mark.
const WORD: f64 = 60.0;

/// The picture; `None` if nobody has a stance.
pub fn draw(positions: &Positions<'_>, prefix: &str, width: u32) -> Option<String> {
    let width = f64::from(width);
    let beside = width >= ROOM_FOR_NAMES;
    let (left, right) = if beside { (204.0, width - WORD / 2.0) } else { (WORD / 2.0, width - WORD / 2.0) };
    let columns = columns(positions, left, right);
    let widest = columns.last()?.1 + WORD / 2.0;
    let broad = widest > width;
    let width = width.max(widest);
    let actors: Vec<(&Actor<'_>, Vec<At<'_>>)> =
        positions.actors.iter().take(MOST).map(|a| (a, row(a, &columns))).filter(|a| !a.1.is_empty()).collect();
    let mut svg = Svg::new();
    let head = if beside { 0.0 } else { 24.0 };
    let top = 34.0;
    let step = head + 2.0 * HALF + 6.0;
    let bottom = top + step * actors.len() as f64;
    svg.unspoken(|s| {
        legend(s, &actors);
        for (_, x) in &columns {
            s.line("pic-grid", (*x, top), (*x, bottom));
        }
        ticks(s, &columns, bottom, width);
    });
    let mut turned = 0;
    for (n, (actor, row)) in actors.iter().enumerate() {
        let y = top + step * n as f64;
        let middle = y + head + HALF;
        let turns = if actor.disputed { vec![false; row.len()] } else { reversals(row) };
        let reversals = turns.iter().filter(|t| **t).count();
        turned += usize::from(reversals > 0);
        let said = match reversals {
            0 if actor.disputed => "disputed".to_owned(),
            0 => String::new(),
            1 => "reversal".to_owned(),
            n => format!("{n} reversals"),
        };
        svg.unspoken(|s| {
            s.line("pic-rule", (0.0, y), (width, y));
            s.line("pic-middle", (left - WORD / 2.0 + 4.0, middle), (width, middle));
        });
        name(&mut svg, actor, &said, beside, if beside { middle } else { y });
        svg.unspoken(|s| {
            // Between what contradicts itself no line leads from one to the other.
            let leads = |p: &[At<'_>]| p[0].when.is_some() && (!actor.disputed || p[0].level() == p[1].level());
            for (k, pair) in row.windows(2).enumerate().filter(|(_, p)| leads(p)) {
                let class = if turns[k + 1] {
                    "pic-turn"
                } else if pair[0].level() == pair[1].level() {
                    "pic-hold"
                } else {
                    "pic-shift"
                };
                s.line(class, (pair[0].x, middle + pair[0].level()), (pair[1].x, middle + pair[1].level()));
            }
        });
        marks(&mut svg, actor, row, &turns, middle);
    }
    let drawn: usize = actors.iter().flat_map(|a| &a.1).flat_map(|at| &at.sides).map(|s| s.1).sum();
    let left_out = positions.actors.iter().map(|a| a.stances.len()).sum::<usize>() - drawn;
    let mut height = bottom + 40.0;
    if left_out > 0 {
        svg.text(
            "pic-note",
            0.0,
            height + 8.0,
            Anchor::Start,
            &format!("{} more in the table", counted(left_out, "stance", "stances")),
        );
        height += 18.0;
    }
    let told = format!("{}, {} with a reversal.", counted(actors.len(), "actor", "actors"), turned);
    Some(svg.finish(prefix, (width, height), broad, positions.title, &told))
}

fn legend(s: &mut Svg, actors: &[(&Actor<'_>, Vec<At<'_>>)]) {
    let mut x = 6.0;
    for side in Side::ALL {
        if actors.iter().flat_map(|a| &a.1).flat_map(|at| &at.sides).any(|o| o.0 == side) {
            side.mark(s, x, 10.0);
            s.text("pic-head", x + 11.0, 14.0, Anchor::Start, side.as_str());
            x += 30.0 + width_of(side.as_str(), SMALL);
        }
    }
}

/// Dates below the rows; one that would lie on another is left out, since its marks say it.
fn ticks(s: &mut Svg, columns: &[Column], y: f64, width: f64) {
    let (mut free, mut year) = (f64::MIN, None);
    for (when, x) in columns {
        let (day, of) = match when {
            Some(w) if w.short() == w.year().to_string() => (w.short(), None),
            Some(w) => (w.short(), Some(w.year())),
            None => ("no date".to_owned(), None),
        };
        let half = width_of(&day, SMALL) / 2.0;
        let x = x.min(width - half).max(half);
        if x - half < free {
            continue;
        }
        free = x + half + 8.0;
        s.text("pic-date", x, y + 16.0, Anchor::Middle, &day);
        if of.is_some() && of != year {
            year = of;
            s.text("pic-date", x, y + 31.0, Anchor::Middle, &of.map_or(String::new(), |y| y.to_string()));
        }
    }
}

fn name(svg: &mut Svg, actor: &Actor<'_>, reversal: &str, beside: bool, y: f64) {
    let room = if beside { 160.0 } else { 220.0 };
    let named = if beside { lines(actor.name, room, SIZE, 2) } else { vec![shortened(actor.name, room, SIZE)] };
    let rows = named.len() + usize::from(beside && !reversal.is_empty());
    let first = if beside { y - (rows as f64 - 1.0) * LINE / 2.0 + 4.0 } else { y + 17.0 };
    svg.link(actor.link, actor.name, |s| {
        for (n, line) in named.iter().enumerate() {
            s.text("pic-name", 0.0, first + n as f64 * LINE, Anchor::Start, line);
        }
    });
    if !reversal.is_empty() {
        let x = if beside { 0.0 } else { width_of(&named.concat(), SIZE) * 1.15 + 12.0 };
        let y = if beside { first + named.len() as f64 * LINE } else { first };
        svg.text("pic-said", x, y, Anchor::Start, reversal);
    }
}

fn marks(svg: &mut Svg, actor: &Actor<'_>, row: &[At<'_>], turns: &[bool], middle: f64) {
    let mut free = [f64::MIN; 3];
    for (n, at) in row.iter().enumerate() {
        let date = at.when.map_or_else(|| "no date".to_owned(), When::long);
        for (k, &(side, count, link)) in at.sides.iter().enumerate() {
            let times = if count > 1 { format!(" ×{count}") } else { String::new() };
            let told = format!("{}: {}{times}, {date}", actor.name, side.as_str());
            // Mixed and unknown at one date share the middle.
            let x = at.x + if k > 0 && side == Side::Unknown && at.sides[k - 1].0 == Side::Mixed { 13.0 } else { 0.0 };
            let y = middle + side.level();
            let word = format!("{}{times}", side.as_str());
            let half = width_of(&word, SMALL) * 0.55;
            let (track, below) = match side {
                Side::For => (0, -10.0),
                Side::Against => (2, 19.0),
                Side::Mixed | Side::Unknown => (1, -9.0),
            };
            svg.link(link, &told, |s| {
                side.mark(s, x, y);
                if at.x - half >= free[track] {
                    free[track] = at.x + half + 6.0;
                    let class = if turns[n] { "pic-said" } else { "pic-word" };
                    s.text(class, at.x, y + below, Anchor::Middle, &word);
                }
            });
        }
    }
}

/// All that was handed in: each stance, by actor and in order of time.
pub fn table(positions: &Positions<'_>) -> Table {
    let mut out = Table::new(positions.title, &["Who", "When", "Stands"]);
    for actor in &positions.actors {
        let mut stances: Vec<_> = actor.stances.iter().map(|s| (When::of(s.date), s)).collect();
        stances.sort_by_key(|s| s.0);
        for (when, s) in stances {
            let date = match when {
                Some(w) => w.long(),
                None if s.date.is_empty() => "no date".to_owned(),
                None => crate::human::date(s.date),
            };
            let who = Cell::linked(actor.name, actor.link);
            out.rows.push(vec![who, Cell::new(&date), Cell::linked(s.side.as_str(), s.link)]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::rows::CLOSEST;
    use super::*;
    use crate::web::pictures::testing::sound;
    use crate::web::pictures::{NARROW, WIDE};

    fn one<'a>(stances: &[(&'a str, Side)]) -> Positions<'a> {
        let stances = stances.iter().map(|&(date, side)| Stance { date, side, link: "/r/1#p2" }).collect();
        let actor = Actor { name: "Ann Holm", link: "/actor/1", stances, disputed: false };
        Positions { title: "The harbour is dredged", actors: vec![actor] }
    }

    #[test]
    fn a_reversal_is_heavy_and_in_words_and_a_stance_that_is_held_is_not() {
        for width in [NARROW, WIDE] {
            let turned = draw(&one(&[("2018-07", Side::For), ("2018-09", Side::Against)]), "p", width).expect("drawn");
            sound(&turned);
            assert!(turned.contains("pic-turn") && turned.contains(">reversal<"), "{turned}");
            let held = draw(&one(&[("2018-07", Side::For), ("2018-09", Side::For)]), "p", width).expect("drawn");
            assert!(!held.contains("pic-turn") && held.contains("pic-hold"), "{held}");
        }
    }

    #[test]
    fn what_reports_contradict_each_other_on_is_no_change_of_mind() {
        let stance = |date, side| Stance { date, side, link: "" };
        let stances = vec![stance("2031-06-19", Side::For), stance("2031-06-20", Side::Against)];
        let actors = vec![Actor { name: "Talvik", stances, disputed: true, ..Actor::default() }];
        let svg = draw(&Positions { title: "the garrison", actors }, "p", WIDE).expect("drawn");
        assert!(svg.contains(">disputed<") && !svg.contains(">reversal<"), "{svg}");
        assert!(!svg.contains("pic-turn") && !svg.contains("pic-shift"), "{svg}");
    }

    #[test]
    fn a_reversal_is_seen_across_a_mixed_stance_but_not_within_a_day() {
        let across = one(&[("2018-07", Side::For), ("2018-08", Side::Mixed), ("2018-09", Side::Against)]);
        assert!(draw(&across, "p", WIDE).expect("drawn").contains("pic-turn"));
        let within = one(&[("2018-07", Side::For), ("2018-07", Side::Against)]);
        assert!(!draw(&within, "p", WIDE).expect("drawn").contains("pic-turn"));
        // Who knows whether what has no date was before or after?
        let undated = one(&[("", Side::For), ("2018-07", Side::Against)]);
        assert!(!draw(&undated, "p", WIDE).expect("drawn").contains("pic-turn"));
    }

    #[test]
    fn every_mark_has_a_word_where_there_is_room() {
        let svg = draw(&one(&[("2018-07", Side::For), ("2018-09", Side::For), ("2018-12", Side::Mixed)]), "p", NARROW);
        let svg = svg.expect("drawn");
        assert_eq!(svg.matches(">for</text>").count(), 3, "two marks and the legend: {svg}");
    }

    #[test]
    fn many_dates_make_the_picture_wider_rather_than_unreadable() {
        let days: Vec<String> = (0..60).map(|n| format!("2018-{:02}-{:02}", n / 28 + 1, n % 28 + 1)).collect();
        let p = one(&days.iter().map(|d| (d.as_str(), Side::For)).collect::<Vec<_>>());
        let columns = columns(&p, 30.0, 328.0);
        assert!(columns.windows(2).all(|c| c[1].1 - c[0].1 >= CLOSEST - 0.01));
        sound(&draw(&p, "p", NARROW).expect("drawn"));
    }

    #[test]
    fn of_too_many_dates_the_latest_are_drawn_and_the_others_counted() {
        let days: Vec<String> = (0..90).map(|n| format!("{}-07", 1900 + n)).collect();
        let p = one(&days.iter().map(|d| (d.as_str(), Side::For)).collect::<Vec<_>>());
        let svg = draw(&p, "p", NARROW).expect("drawn");
        assert!(
            svg.contains("30 stances more in the table") && svg.contains("July 1989") && !svg.contains("July 1929")
        );
        assert_eq!(table(&p).rows.len(), 90);
    }

    #[test]
    fn nobody_draws_nothing_and_the_table_has_what_has_no_date() {
        assert_eq!(draw(&Positions::default(), "p", WIDE), None);
        assert_eq!(draw(&one(&[]), "p", WIDE), None);
        let t = table(&one(&[("2018-07", Side::For), ("", Side::Against)]));
        assert_eq!(t.rows[0][1].text, "no date");
    }
}
