//! The pictures of a story.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::parties::{Same, in_words as verb, is_cooperative, parties};
use super::quote::{Sources, href};
use super::story::StoryView;
use crate::export::Told;
use crate::export::gazetteer;
use crate::human::date;
use crate::web::pages::encoded;
use crate::web::pictures::{self, figure, map, matrix, network, positions, sources, timeline};

/// Questions of the table of who says what, and issues that positions are drawn of.
const QUESTIONS: usize = 12;
const ISSUES: usize = 4;
/// Positions that are told in a table.
const STANCES: usize = 30;
/// Characters of a sentence beside a date.
const LABEL: usize = 160;
/// Names of places that are told as not known.
const UNKNOWN: usize = 12;

/// A picture and the table that says the same, in HTML.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The picture.
    pub svg: String,
    /// The table.
    pub table: String,
}

impl Figure {
    fn new(svg: Option<String>, table: &pictures::Table) -> Option<Self> {
        // What has no place in a picture still has one in a table.
        let table = table.html();
        (svg.is_some() || !table.is_empty()).then(|| Self { svg: svg.unwrap_or_default(), table })
    }
}

/// The pictures of a story, each where there is anything to draw.
#[derive(Clone, Debug, Default)]
pub struct Drawings {
    /// When.
    pub timeline: Option<Figure>,
    /// Who says what, a table alone.
    pub matrix: Option<String>,
    /// Who stands where, by issue, where there is more than one stance to draw.
    pub positions: Vec<(String, Figure)>,
    /// The rest of it.
    pub stances: Vec<Stands>,
    /// Who acts on whom.
    pub network: Option<Figure>,
    /// Where.
    pub map: Option<Figure>,
    /// Places that are on no map.
    pub unknown_places: Vec<String>,
    /// Who rests on whom.
    pub sources: Option<Figure>,
}

/// Where somebody stands on an issue.
#[derive(Clone, Debug)]
pub struct Stands {
    /// The issue.
    pub issue: String,
    /// Who.
    pub actor: String,
    /// The actor's page.
    pub link: String,
    /// Stance, date in words, and where it is said.
    pub stances: Vec<(&'static str, String, String)>,
}

impl Drawings {
    /// Whether anybody stands anywhere.
    #[must_use]
    pub fn has_positions(&self) -> bool {
        !(self.positions.is_empty() && self.stances.is_empty())
    }
}

/// Draws them.
#[must_use]
pub fn drawings(told: &Told<'_>, from: &Sources<'_>, view: &StoryView, same: &Same) -> Drawings {
    let (map, unknown_places) = places(from);
    let (positions, stances) = stands(told, same);
    Drawings {
        timeline: when(told, from),
        matrix: says(told, from, view),
        positions,
        stances,
        network: acts(from, same),
        map,
        unknown_places,
        sources: rests(told, from),
    }
}

/// The actor's page.
#[must_use]
pub fn actor(name: &str) -> String {
    format!("/actor?name={}", encoded(name))
}

fn when(told: &Told<'_>, from: &Sources<'_>) -> Option<Figure> {
    let mut events: Vec<(String, String, String)> = Vec::new();
    let all: HashMap<&str, &crate::wire::comparison::EventLine<'_>> =
        told.story.events.iter().map(|e| (e.id.as_str(), e)).collect();
    for t in &told.story.timeline {
        // The date is the date of the words beside it: of all who tell of the event, one that gives it.
        let dated = |m: &crate::wire::comparison::MentionLine<'_>| {
            let report = from.views.report(&m.report)?;
            let event = report.event_at((m.start, m.end))?;
            (event.time.as_deref() == Some(&*t.date)).then(|| (m.report.to_string(), report.sentence(event)))
        };
        let Some((report, span)) = all.get(t.event.as_str()).and_then(|e| e.mentions.iter().find_map(dated)) else {
            continue;
        };
        let quote = from.words(&report, span);
        let label: String = quote.text.chars().take(LABEL).collect();
        let label = if label.len() < quote.text.len() { format!("{}…", label.trim_end()) } else { label };
        // Several events of a day may be told in one sentence.
        if events.iter().all(|e| e.0 != *t.date || e.1 != label) {
            events.push((t.date.clone().into_owned(), label, quote.href));
        }
    }
    let reports: Vec<(String, String, String)> = (from.views.reports.iter())
        .filter_map(|r| Some((r.line.published.clone()?, from.outlet(&r.line.id), format!("/report/{}", r.line.id))))
        .collect();
    // Publication alone is in the list of reports.
    if events.is_empty() {
        return None;
    }
    fn dated((date, label, link): &(String, String, String)) -> timeline::Dated<'_> {
        timeline::Dated { date, label, link }
    }
    let data = timeline::Timeline {
        title: "When things are said to have happened, and when the reports came out",
        events: events.iter().map(dated).collect(),
        reports: reports.iter().map(dated).collect(),
    };
    Figure::new(figure("when", |prefix, width| timeline::draw(&data, prefix, width)), &timeline::table(&data))
}

fn says(told: &Told<'_>, from: &Sources<'_>, view: &StoryView) -> Option<String> {
    let story = &told.story;
    let mut questions: Vec<(String, String)> = Vec::new();
    // Of each question by report: the side, its value and where it is said.
    let mut answers: Vec<HashMap<&str, (usize, String, String)>> = Vec::new();
    for d in story.disputes.iter() {
        let Some(shown) = view.disputes.iter().find(|v| v.question == d.question) else { continue };
        let mut by_report: HashMap<&str, (usize, String, String)> = HashMap::new();
        // Which report tells which side, so that each is named once.
        let mut told: BTreeSet<(&str, usize)> = BTreeSet::new();
        for (side, s) in d.sides.iter().enumerate() {
            for x in &s.statements {
                let at = href(&x.report, (x.start, x.end));
                let answer = by_report.entry(&x.report).or_insert_with(|| (side, s.value.to_string(), at.clone()));
                // A report that tells both sides stands on neither.
                if answer.0 != side && told.insert((&*x.report, side)) {
                    *answer = (d.sides.len(), format!("{}, then {}", answer.1, s.value), at);
                }
            }
        }
        questions.push((d.question.clone().into_owned(), format!("#{}", shown.anchor)));
        answers.push(by_report);
    }
    for a in &story.agreements {
        let told = (a.statements.iter())
            .map(|x| (x.report.as_ref(), (0, "tells it".to_owned(), href(&x.report, (x.start, x.end)))));
        answers.push(told.collect());
        questions.push((super::story::shared(&a.question, &a.value), "#shared".to_owned()));
    }
    questions.truncate(QUESTIONS);
    let names: Vec<(String, String)> =
        (from.views.reports.iter()).map(|r| (from.outlet(&r.line.id), format!("/report/{}", r.line.id))).collect();
    let row = |(n, r): (usize, &crate::export::view::View<'_>)| matrix::Report {
        name: &names[n].0,
        link: &names[n].1,
        answers: (answers.iter().take(QUESTIONS))
            .map(|by| by.get(r.line.id.as_ref()).map(|(side, value, link)| matrix::Answer { side: *side, value, link }))
            .collect(),
    };
    let data = matrix::Matrix {
        title: "Which report says what to which question",
        questions: questions.iter().map(|(text, link)| matrix::Question { text, link }).collect(),
        // A report that is silent on all of them needs no row.
        reports: (from.views.reports.iter().enumerate().map(row))
            .filter(|r| r.answers.iter().any(Option::is_some))
            .collect(),
    };
    matrix::grid(&data).map(|g| g.html())
}

/// When, which side, and where it is said.
type Stance = (String, positions::Side, String);

fn stands(from: &Told<'_>, same: &Same) -> (Vec<(String, Figure)>, Vec<Stands>) {
    let mut issues: Vec<(&str, BTreeMap<String, Vec<Stance>>)> = Vec::new();
    let told_story = &from.story;
    for p in &told_story.positions {
        let n = issues.iter().position(|i| i.0 == &*p.issue).unwrap_or_else(|| {
            issues.push((&p.issue, BTreeMap::new()));
            issues.len() - 1
        });
        let stances = issues[n].1.entry(same.of(&p.actor).to_owned()).or_default();
        for s in &p.stances {
            let side = match &*s.stance {
                "for" => positions::Side::For,
                "against" => positions::Side::Against,
                "mixed" => positions::Side::Mixed,
                _ => positions::Side::Unknown,
            };
            let date = s.date.clone().unwrap_or_default().into_owned();
            stances.push((date, side, href(&s.report, (s.start, s.end))));
        }
    }
    let told = |i: &(&str, BTreeMap<String, Vec<Stance>>)| {
        let mut dates: Vec<(&String, &String, positions::Side)> =
            i.1.iter().flat_map(|(a, all)| all.iter().map(move |s| (a, &s.0, s.1))).collect();
        dates.sort_unstable();
        dates.dedup();
        dates.len()
    };
    let disputed: Vec<(&str, bool)> = (told_story.disputes.iter())
        .filter(|d| d.kind == "stance")
        .map(|d| (&*d.question, d.status == "dispute"))
        .collect();
    // What most has been said of comes first.
    issues.sort_by_key(|i| std::cmp::Reverse(told(i)));
    let (mut drawn, mut rest) = (Vec::new(), Vec::new());
    for (k, issue) in issues.iter().enumerate() {
        // A line of time with one mark on it says less than the words.
        let figure = if k < ISSUES && told(issue) > 2 { stance_figure(k, issue.0, &issue.1, &disputed) } else { None };
        match figure {
            Some(figure) => drawn.push((issue.0.to_owned(), figure)),
            None => rest.extend(issue.1.iter().map(|(name, stances)| Stands {
                issue: issue.0.to_owned(),
                actor: name.clone(),
                link: actor(name),
                stances: in_words(stances),
            })),
        }
    }
    rest.truncate(STANCES);
    (drawn, rest)
}

/// Stances in order of time, one where several reports tell of the same.
fn in_words(stances: &[Stance]) -> Vec<(&'static str, String, String)> {
    let mut sorted: Vec<&Stance> = stances.iter().collect();
    sorted.sort_by(|x, y| x.0.cmp(&y.0));
    sorted.dedup_by(|x, y| x.0 == y.0 && x.1 == y.1);
    sorted.into_iter().map(|(d, side, link)| (side.as_str(), date(d), link.clone())).collect()
}

fn stance_figure(
    k: usize,
    issue: &str,
    actors: &BTreeMap<String, Vec<Stance>>,
    disputed: &[(&str, bool)],
) -> Option<Figure> {
    // The question on whether somebody wants something names who and what.
    let contradicted = |name: &str| disputed.iter().any(|(q, dispute)| *dispute && q.contains(name) && asks(q, issue));
    let links: Vec<String> = actors.keys().map(|a| actor(a)).collect();
    fn stance(s: &Stance) -> positions::Stance<'_> {
        positions::Stance { date: &s.0, side: s.1, link: &s.2 }
    }
    let data = positions::Positions {
        title: issue,
        actors: (actors.iter().zip(&links))
            .map(|((name, stances), link)| positions::Actor {
                name,
                link,
                stances: stances.iter().map(stance).collect(),
                disputed: contradicted(name),
            })
            .collect(),
    };
    let svg = figure(&format!("stands{k}"), |prefix, width| positions::draw(&data, prefix, width));
    Figure::new(svg, &positions::table(&data))
}

/// Whether a question is about this issue: it holds all of its words.
fn asks(question: &str, issue: &str) -> bool {
    let question = question.to_lowercase();
    issue.to_lowercase().split_whitespace().all(|w| question.contains(w.trim_end_matches('s')))
}

fn acts(from: &Sources<'_>, same: &Same) -> Option<Figure> {
    let (actors, deeds) = parties(from, same);
    let names: Vec<&String> = actors.keys().collect();
    let number: HashMap<&str, usize> = names.iter().enumerate().map(|(n, a)| (a.as_str(), n)).collect();
    let links: Vec<String> = names.iter().map(|a| actor(a)).collect();
    let data = network::Network {
        title: "Who is said to act on whom",
        nodes: (actors.iter().zip(&links))
            .map(|((name, p), link)| network::Node { name, kind: kind(&p.kind), weight: p.weight, link })
            .collect(),
        edges: (deeds.iter())
            .map(|((a, b), d)| {
                let all: u32 = d.kinds.values().sum();
                let apart: u32 = d.kinds.iter().filter(|(k, _)| !is_cooperative(k)).map(|(_, n)| n).sum();
                // The first in the alphabet of those that are told as often.
                let most = d.kinds.iter().rev().max_by_key(|(_, n)| **n).map_or("", |(k, _)| k);
                network::Edge {
                    from: number[a.as_str()],
                    to: number[b.as_str()],
                    count: all,
                    conflictual: f64::from(apart) / f64::from(all.max(1)),
                    top: verb(most),
                    link: &d.href,
                }
            })
            .collect(),
    };
    let drawn = figure("acts", |prefix, width| network::draw(&data, prefix, width))?;
    Figure::new(Some(drawn), &network::table(&data))
}

/// What an actor is, as pictures show it.
fn kind(kind: &str) -> network::Kind {
    match kind {
        "person" => network::Kind::Person,
        "state" => network::Kind::State,
        "organisation" => network::Kind::Organisation,
        "group" | "armed group" => network::Kind::Group,
        _ => network::Kind::Other,
    }
}

fn places(from: &Sources<'_>) -> (Option<Figure>, Vec<String>) {
    let mut found: BTreeMap<&'static str, (f64, f64, u32, String)> = BTreeMap::new();
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    for report in &from.views.reports {
        let countries: BTreeSet<&str> = report.line.actors.iter().filter_map(|a| a.country.as_deref()).collect();
        for event in &report.line.events {
            let Some(name) = event.place.as_deref() else { continue };
            match gazetteer::find(name, &countries) {
                Some(f) => {
                    let at = (f.place.longitude, f.place.latitude, 0, href(&report.line.id, report.sentence(event)));
                    found.entry(f.place.name).or_insert(at).2 += 1;
                }
                None => {
                    unknown.insert(super::quote::flat(name));
                }
            }
        }
    }
    let data = map::Map {
        title: "Where things are said to happen",
        points: (found.iter())
            .map(|(name, (longitude, latitude, count, link))| map::Point {
                name,
                longitude: *longitude,
                latitude: *latitude,
                count: *count,
                link,
            })
            .collect(),
    };
    let drawn = figure("where", |prefix, width| map::draw(&data, prefix, width));
    let drawn = drawn.and_then(|d| Figure::new(Some(d), &map::table(&data)));
    (drawn, unknown.into_iter().take(UNKNOWN).collect())
}

fn rests(told: &Told<'_>, from: &Sources<'_>) -> Option<Figure> {
    let story = &told.story;
    let reports = &from.views.reports;
    let outlets: Vec<(String, String, String)> = (reports.iter())
        .map(|r| {
            let note = r.line.published.as_deref().map(date).unwrap_or_default();
            (from.outlet(&r.line.id), note, format!("/report/{}", r.line.id))
        })
        .collect();
    let number: HashMap<&str, usize> = reports.iter().enumerate().map(|(n, r)| (r.line.id.as_ref(), n)).collect();
    // What a group of reports rests on, and agencies that a text is from.
    let mut origins: Vec<String> = Vec::new();
    let mut edges: Vec<(usize, usize, sources::How)> = Vec::new();
    let mut unnamed: BTreeSet<usize> = BTreeSet::new();
    let mut origin = |name: &str| {
        origins.iter().position(|o| o == name).unwrap_or_else(|| {
            origins.push(name.to_owned());
            origins.len() - 1
        })
    };
    for s in &story.sources {
        for name in s.rest_on.iter() {
            let o = origin(name);
            edges.extend(s.reports.iter().filter_map(|r| number.get(r.as_ref())).map(|&r| (o, r, sources::How::Cites)));
        }
    }
    for (n, r) in reports.iter().enumerate() {
        for agency in &r.line.agencies {
            let o = origin(&agency.name);
            if !edges.contains(&(o, n, sources::How::Cites)) {
                edges.push((o, n, sources::How::Cites));
            }
        }
    }
    // On whose word something stands that is quoted on the page: who said it, through whom it came, who printed it.
    let quoted = (story.disputes.iter().flat_map(|d| &d.sides).flat_map(|s| &s.statements))
        .chain(story.agreements.iter().flat_map(|a| &a.statements));
    let mut between: Vec<(usize, usize)> = Vec::new();
    for s in quoted {
        let (Some(said), Some(&report)) = (&s.according_to, number.get(&*s.report)) else { continue };
        let chain: Vec<usize> = said.split(", to ").filter(|n| !n.starts_with("nobody")).map(&mut origin).collect();
        between.extend(chain.windows(2).map(|w| (w[0], w[1])).filter(|w| w.0 != w.1));
        if let (true, Some(&o)) = (s.anonymous, chain.first()) {
            unnamed.insert(o);
        }
        if let Some(&last) = chain.last()
            && !edges.contains(&(last, report, sources::How::Cites))
        {
            edges.push((last, report, sources::How::Cites));
        }
    }
    between.sort_unstable();
    between.dedup();
    let first = origins.len();
    for edge in &mut edges {
        edge.1 += first;
    }
    for c in &story.copy_spans {
        let ends = [&c.reports[0].report, &c.reports[1].report].map(|r| number.get(r.as_ref()).copied());
        let [Some(a), Some(b)] = ends else { continue };
        let share = (c.share * 100.0).round() as u8;
        let (had, copied, how) = match c.first.as_deref() {
            None => (a, b, sources::How::Shares(share)),
            Some(f) if f == c.reports[1].report => (b, a, sources::How::Copies(share)),
            Some(_) => (a, b, sources::How::Copies(share)),
        };
        edges.push((first + had, first + copied, how));
    }
    edges.extend(between.into_iter().map(|(a, b)| (a, b, sources::How::Cites)));
    if edges.is_empty() {
        return None;
    }
    let links: Vec<String> = origins.iter().map(|o| actor(o)).collect();
    // Who told whom stands in the reports that cite the last of them.
    let report =
        |e: &(usize, usize, sources::How)| e.1.checked_sub(first).map_or_else(String::new, |r| outlets[r].2.clone());
    let evidence: Vec<String> = edges.iter().map(report).collect();
    let data = sources::Sources {
        title: "Who rests on whom",
        nodes: (origins.iter().zip(&links).enumerate())
            .map(|(n, (name, link))| sources::Node {
                name,
                kind: if unnamed.contains(&n) { sources::Kind::Unnamed } else { sources::Kind::Named },
                note: "",
                link: if unnamed.contains(&n) { "" } else { link },
            })
            .chain(outlets.iter().map(|(name, note, link)| sources::Node {
                name,
                kind: sources::Kind::Report,
                note,
                link,
            }))
            .collect(),
        edges: (edges.iter().zip(&evidence))
            .map(|(&(from, to, how), link)| sources::Edge { from, to, how, link })
            .collect(),
    };
    let drawn = figure("rests", |prefix, width| sources::draw(&data, prefix, width))?;
    Figure::new(Some(drawn), &sources::table(&data))
}
