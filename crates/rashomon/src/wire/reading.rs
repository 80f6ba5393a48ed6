//! One reading, as `rashomon read --format jsonl` prints it.

use rashomon_lang::Analysis;
use rashomon_page::{Dated, ParagraphKind, Report};
use rashomon_reading::Reading;
use rashomon_text::{CodePoints, Span};
use serde::Serialize;

use super::Points;

/// One line of `rashomon read`.
#[derive(Serialize)]
pub struct ReadingLine<'a> {
    id: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    byline: &'a [String],
    url: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    published: Option<String>,
    published_at: Option<String>,
    published_basis: Option<&'a str>,
    modified: Option<String>,
    modified_at: Option<String>,
    modified_basis: Option<&'a str>,
    other_dates: Vec<OtherDate<'a>>,
    dateline: Option<Dateline<'a>>,
    text: &'a str,
    paragraphs: Vec<Points>,
    headings: Vec<Points>,
    /// Paragraphs set off as quoted.
    quotes: Vec<Points>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entries: Vec<Entry>,
    sentences: Vec<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<Token<'a>>>,
    entities: Vec<Entity>,
    actors: Vec<Actor<'a>>,
    times: Vec<Time<'a>>,
    attributions: Vec<Attribution>,
    events: Vec<Event<'a>>,
    agencies: Vec<Agency<'a>>,
    notes: Vec<Note<'a>>,
    warnings: Vec<&'a str>,
}

/// One entry of a running report.
#[derive(Serialize)]
struct Entry {
    start: u32,
    end: u32,
    published: Option<String>,
    published_at: Option<String>,
}

#[derive(Serialize)]
struct Agency<'a> {
    name: &'a str,
    whole: bool,
    span: Option<Points>,
}

#[derive(Serialize)]
struct Note<'a> {
    kind: &'static str,
    text: &'a str,
    span: Option<Points>,
    date: Option<String>,
    time: Option<String>,
    wrong: Option<Points>,
    right: Option<Points>,
}

#[derive(Serialize)]
struct OtherDate<'a> {
    date: String,
    at: Option<String>,
    basis: &'a str,
}

#[derive(Serialize)]
struct Dateline<'a> {
    place: Option<&'a str>,
    date: Option<String>,
    agency: Option<&'a str>,
}

#[derive(Serialize)]
struct Token<'a> {
    start: u32,
    end: u32,
    lemma: &'a str,
    pos: &'static str,
    tag: &'static str,
    head: usize,
    dep: &'static str,
}

#[derive(Serialize)]
struct Entity {
    start: u32,
    end: u32,
    label: &'static str,
    actor: Option<String>,
}

#[derive(Serialize)]
struct Actor<'a> {
    id: String,
    name: &'a str,
    kind: &'static str,
    country: Option<&'a str>,
    role: Option<&'a str>,
    anonymous: bool,
    mentions: Vec<Points>,
}

#[derive(Serialize)]
struct Time<'a> {
    start: u32,
    end: u32,
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Attribution {
    id: String,
    source: Vec<Points>,
    cue: Vec<Points>,
    content: Vec<Points>,
    kind: &'static str,
    source_actor: Option<String>,
    anonymous: bool,
    via: Option<String>,
    within: Option<String>,
}

#[derive(Serialize)]
struct Event<'a> {
    id: String,
    start: u32,
    end: u32,
    lemma: &'a str,
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    intends: Option<&'static str>,
    mode: Option<&'static str>,
    actors: Vec<String>,
    recipients: Vec<String>,
    actor_spans: Vec<Points>,
    recipient_spans: Vec<Points>,
    about: Option<String>,
    place: Option<&'a str>,
    time: Option<&'a str>,
    quantities: Vec<Quantity<'a>>,
    factuality: f64,
    holder: Option<String>,
}

#[derive(Serialize)]
struct Quantity<'a> {
    start: u32,
    end: u32,
    value: f64,
    of: &'a str,
    unit: Option<&'a str>,
    bound: &'static str,
}

impl<'a> ReadingLine<'a> {
    /// The line for one report.
    #[must_use]
    pub fn new(report: &'a Report, analysis: &'a Analysis, reading: &'a Reading, with_tokens: bool) -> Self {
        let points = CodePoints::new(&report.text);
        let many = |spans: &[Span]| spans.iter().map(|&s| points.span(s)).collect::<Vec<_>>();
        // Actor by mention, in order of the text, so that each entity finds its own without a search of all.
        let mut mentions: Vec<(Span, usize)> =
            reading.actors.iter().enumerate().flat_map(|(k, a)| a.mentions.iter().map(move |m| (m.span, k))).collect();
        mentions.sort_unstable();
        let actor_of = |span: Span| {
            let from = mentions.partition_point(|(m, _)| m.start < span.start.saturating_sub(200));
            mentions[from..]
                .iter()
                .take_while(|(m, _)| m.start < span.end)
                .find(|(m, _)| m.overlaps(span))
                .map(|(_, k)| format!("a{}", k + 1))
        };
        let entity_span = |e: &rashomon_lang::Entity| analysis.span(e.first as usize..e.last as usize);
        Self {
            id: &report.id,
            title: report.title.as_deref(),
            outlet: report.outlet.as_deref(),
            byline: &report.byline,
            url: report.url.as_deref(),
            section: report.section.as_deref(),
            language: report.language.as_deref(),
            published: report.published.as_ref().map(|d| d.date.to_string()),
            published_at: report.published.as_ref().and_then(at),
            published_basis: report.published.as_ref().map(|d| d.basis.as_str()),
            modified: report.modified.as_ref().map(|d| d.date.to_string()),
            modified_at: report.modified.as_ref().and_then(at),
            modified_basis: report.modified.as_ref().map(|d| d.basis.as_str()),
            other_dates: report
                .other_dates
                .iter()
                .map(|d| OtherDate { date: d.date.to_string(), at: at(d), basis: &d.basis })
                .collect(),
            dateline: report.dateline.as_ref().map(|d| Dateline {
                place: d.place.as_deref(),
                date: d.date.map(|d| d.to_string()),
                agency: d.agency.as_deref(),
            }),
            text: &report.text,
            paragraphs: report.paragraphs.iter().map(|p| points.span(p.span)).collect(),
            headings: report.paragraphs.iter().filter(|p| !p.kind.is_text()).map(|p| points.span(p.span)).collect(),
            quotes: report
                .paragraphs
                .iter()
                .filter(|p| p.kind == ParagraphKind::Quote)
                .map(|p| points.span(p.span))
                .collect(),
            entries: report
                .entries
                .iter()
                .map(|e| {
                    let (start, end) = points.span(e.span);
                    let published = e.published.as_ref().map(|d| d.date.to_string());
                    Entry { start, end, published, published_at: e.published.as_ref().and_then(at) }
                })
                .collect(),
            sentences: analysis.sentences().map(|r| points.span(analysis.span(r))).collect(),
            tokens: with_tokens.then(|| {
                analysis
                    .tokens()
                    .iter()
                    .enumerate()
                    .map(|(i, t)| {
                        let (start, end) = points.span(t.span);
                        Token {
                            start,
                            end,
                            lemma: analysis.lemma(i),
                            pos: t.pos.as_str(),
                            tag: t.tag.as_str(),
                            head: analysis.head(i),
                            dep: t.dep.as_str(),
                        }
                    })
                    .collect()
            }),
            entities: analysis
                .entities()
                .iter()
                .map(|e| {
                    let span = entity_span(e);
                    let (start, end) = points.span(span);
                    let actor = actor_of(span);
                    Entity { start, end, label: e.label.as_str(), actor }
                })
                .collect(),
            actors: reading
                .actors
                .iter()
                .enumerate()
                .map(|(k, a)| Actor {
                    id: format!("a{}", k + 1),
                    name: &a.name,
                    kind: a.kind.as_str(),
                    country: a.country.as_deref(),
                    role: a.role.as_deref(),
                    anonymous: a.anonymous,
                    mentions: a.mentions.iter().map(|m| points.span(m.span)).collect(),
                })
                .collect(),
            times: reading
                .times
                .iter()
                .map(|t| {
                    let (start, end) = points.span(t.span);
                    Time { start, end, kind: t.kind.as_str(), value: &t.value }
                })
                .collect(),
            attributions: reading
                .attributions
                .iter()
                .enumerate()
                .map(|(k, a)| Attribution {
                    id: format!("w{}", k + 1),
                    source: many(&a.source),
                    cue: many(&a.cue),
                    content: many(&a.content),
                    kind: a.kind.as_str(),
                    source_actor: a.source_actor.map(|a| format!("a{}", a.0 + 1)),
                    anonymous: a.anonymous,
                    via: a.via.map(|a| format!("a{}", a.0 + 1)),
                    within: a.within.map(|w| format!("w{}", w.0 + 1)),
                })
                .collect(),
            events: reading
                .events
                .iter()
                .enumerate()
                .map(|(k, e)| {
                    let (start, end) = points.span(e.span);
                    Event {
                        id: format!("e{}", k + 1),
                        start,
                        end,
                        lemma: &e.lemma,
                        kind: e.kind.map(|k| k.as_str()),
                        intends: e.intends.map(rashomon_reading::Plover::as_str),
                        mode: e.mode,
                        actors: e.actors.iter().map(|a| format!("a{}", a.0 + 1)).collect(),
                        recipients: e.recipients.iter().map(|a| format!("a{}", a.0 + 1)).collect(),
                        actor_spans: many(&e.actor_spans),
                        recipient_spans: many(&e.recipient_spans),
                        about: e.about.map(|a| format!("e{}", a.0 + 1)),
                        place: e.place.as_deref(),
                        time: e.time.as_deref(),
                        quantities: e
                            .quantities
                            .iter()
                            .map(|q| {
                                let (start, end) = points.span(q.span);
                                Quantity {
                                    start,
                                    end,
                                    value: q.value,
                                    of: &q.of,
                                    unit: q.unit.as_deref(),
                                    bound: bound_word(q.bound),
                                }
                            })
                            .collect(),
                        factuality: f64::from((e.factuality * 100.0).round()) / 100.0,
                        holder: e.holder.map(|w| format!("w{}", w.0 + 1)),
                    }
                })
                .collect(),
            agencies: report
                .agencies
                .iter()
                .map(|a| Agency { name: &a.name, whole: a.whole, span: a.span.map(|s| points.span(s)) })
                .collect(),
            notes: report
                .notes
                .iter()
                .map(|n| Note {
                    kind: n.kind.as_str(),
                    text: &n.text,
                    span: n.span.map(|s| points.span(s)),
                    date: n.date.map(|d| d.to_string()),
                    time: n.time.map(|t| t.to_string()),
                    wrong: n.wrong.map(|s| points.span(s)),
                    right: n.right.map(|s| points.span(s)),
                })
                .collect(),
            warnings: report.problems.iter().chain(&reading.warnings).map(String::as_str).collect(),
        }
    }
}

/// The moment in RFC 3339, as the page gives it.
fn at(d: &Dated) -> Option<String> {
    d.moment.map(|m| m.to_string())
}

fn bound_word(b: rashomon_reading::Bound) -> &'static str {
    use rashomon_reading::Bound;
    match b {
        Bound::Exact => "exact",
        Bound::About => "about",
        Bound::AtLeast => "at_least",
        Bound::AtMost => "at_most",
    }
}
