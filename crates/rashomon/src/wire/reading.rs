//! One reading, as `rashomon read --format jsonl` prints it.
//!
//! The same types read it back: what is kept in a store is the line that was printed.

#![expect(missing_docs, reason = "docs/output.md says what each field means")]

use std::borrow::Cow;

use rashomon_lang::Analysis;
use rashomon_page::{Dated, ParagraphKind, Report};
use rashomon_reading::Reading;
use rashomon_text::{CodePoints, Span};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Points;

/// One line of `rashomon read`.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ReadingLine<'a> {
    pub id: Cow<'a, str>,
    pub title: Option<Cow<'a, str>>,
    pub outlet: Option<Cow<'a, str>>,
    #[schema(value_type = Vec<String>)]
    pub byline: Cow<'a, [String]>,
    pub url: Option<Cow<'a, str>>,
    pub section: Option<Cow<'a, str>>,
    pub language: Option<Cow<'a, str>>,
    pub published: Option<String>,
    pub published_at: Option<String>,
    pub published_basis: Option<Cow<'a, str>>,
    pub modified: Option<String>,
    pub modified_at: Option<String>,
    pub modified_basis: Option<Cow<'a, str>>,
    pub other_dates: Vec<OtherDate<'a>>,
    pub dateline: Option<Dateline<'a>>,
    pub text: Cow<'a, str>,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub paragraphs: Vec<Points>,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub headings: Vec<Points>,
    /// Paragraphs set off as quoted.
    #[schema(value_type = Vec<Vec<u32>>)]
    pub quotes: Vec<Points>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub sentences: Vec<Points>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<Token<'a>>>,
    pub entities: Vec<Entity<'a>>,
    pub actors: Vec<Actor<'a>>,
    pub times: Vec<Time<'a>>,
    pub attributions: Vec<Attribution<'a>>,
    pub events: Vec<Event<'a>>,
    pub agencies: Vec<Agency<'a>>,
    pub notes: Vec<Note<'a>>,
    pub warnings: Vec<Cow<'a, str>>,
}

/// One entry of a running report.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Entry {
    pub start: u32,
    pub end: u32,
    pub published: Option<String>,
    pub published_at: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Agency<'a> {
    pub name: Cow<'a, str>,
    pub whole: bool,
    #[schema(value_type = Option<Vec<u32>>)]
    pub span: Option<Points>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Note<'a> {
    pub kind: Cow<'a, str>,
    pub text: Cow<'a, str>,
    #[schema(value_type = Option<Vec<u32>>)]
    pub span: Option<Points>,
    pub date: Option<String>,
    pub time: Option<String>,
    #[schema(value_type = Option<Vec<u32>>)]
    pub wrong: Option<Points>,
    #[schema(value_type = Option<Vec<u32>>)]
    pub right: Option<Points>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct OtherDate<'a> {
    pub date: String,
    pub at: Option<String>,
    pub basis: Cow<'a, str>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Dateline<'a> {
    pub place: Option<Cow<'a, str>>,
    pub date: Option<String>,
    pub agency: Option<Cow<'a, str>>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Token<'a> {
    pub start: u32,
    pub end: u32,
    pub lemma: Cow<'a, str>,
    pub pos: Cow<'a, str>,
    pub tag: Cow<'a, str>,
    pub head: usize,
    pub dep: Cow<'a, str>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Entity<'a> {
    pub start: u32,
    pub end: u32,
    pub label: Cow<'a, str>,
    pub actor: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Actor<'a> {
    pub id: String,
    pub name: Cow<'a, str>,
    pub kind: Cow<'a, str>,
    pub country: Option<Cow<'a, str>>,
    pub role: Option<Cow<'a, str>>,
    pub anonymous: bool,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub mentions: Vec<Points>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Time<'a> {
    pub start: u32,
    pub end: u32,
    #[serde(rename = "type")]
    pub kind: Cow<'a, str>,
    pub value: Cow<'a, str>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Attribution<'a> {
    pub id: String,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub source: Vec<Points>,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub cue: Vec<Points>,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub content: Vec<Points>,
    pub kind: Cow<'a, str>,
    pub source_actor: Option<String>,
    pub anonymous: bool,
    pub via: Option<String>,
    pub within: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Event<'a> {
    pub id: String,
    pub start: u32,
    pub end: u32,
    pub lemma: Cow<'a, str>,
    #[serde(rename = "type")]
    pub kind: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intends: Option<Cow<'a, str>>,
    pub mode: Option<Cow<'a, str>>,
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub actor_spans: Vec<Points>,
    #[schema(value_type = Vec<Vec<u32>>)]
    pub recipient_spans: Vec<Points>,
    pub about: Option<String>,
    pub place: Option<Cow<'a, str>>,
    pub time: Option<Cow<'a, str>>,
    pub quantities: Vec<Quantity<'a>>,
    pub factuality: f64,
    pub holder: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Quantity<'a> {
    pub start: u32,
    pub end: u32,
    pub value: f64,
    pub of: Cow<'a, str>,
    pub unit: Option<Cow<'a, str>>,
    pub bound: Cow<'a, str>,
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
            id: (&report.id).into(),
            title: report.title.as_deref().map(Into::into),
            outlet: report.outlet.as_deref().map(Into::into),
            byline: (&report.byline).into(),
            url: report.url.as_deref().map(Into::into),
            section: report.section.as_deref().map(Into::into),
            language: report.language.as_deref().map(Into::into),
            published: report.published.as_ref().map(|d| d.date.to_string()),
            published_at: report.published.as_ref().and_then(at),
            published_basis: report.published.as_ref().map(|d| d.basis.as_str().into()),
            modified: report.modified.as_ref().map(|d| d.date.to_string()),
            modified_at: report.modified.as_ref().and_then(at),
            modified_basis: report.modified.as_ref().map(|d| d.basis.as_str().into()),
            other_dates: report
                .other_dates
                .iter()
                .map(|d| OtherDate { date: d.date.to_string(), at: at(d), basis: (&d.basis).into() })
                .collect(),
            dateline: report.dateline.as_ref().map(|d| Dateline {
                place: d.place.as_deref().map(Into::into),
                date: d.date.map(|d| d.to_string()),
                agency: d.agency.as_deref().map(Into::into),
            }),
            text: (&report.text).into(),
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
                            lemma: analysis.lemma(i).into(),
                            pos: t.pos.as_str().into(),
                            tag: t.tag.as_str().into(),
                            head: analysis.head(i),
                            dep: t.dep.as_str().into(),
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
                    Entity { start, end, label: e.label.as_str().into(), actor }
                })
                .collect(),
            actors: reading
                .actors
                .iter()
                .enumerate()
                .map(|(k, a)| Actor {
                    id: format!("a{}", k + 1),
                    name: (&a.name).into(),
                    kind: a.kind.as_str().into(),
                    country: a.country.as_deref().map(Into::into),
                    role: a.role.as_deref().map(Into::into),
                    anonymous: a.anonymous,
                    mentions: a.mentions.iter().map(|m| points.span(m.span)).collect(),
                })
                .collect(),
            times: reading
                .times
                .iter()
                .map(|t| {
                    let (start, end) = points.span(t.span);
                    Time { start, end, kind: t.kind.as_str().into(), value: (&t.value).into() }
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
                    kind: a.kind.as_str().into(),
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
                        lemma: (&e.lemma).into(),
                        kind: e.kind.map(|k| k.as_str().into()),
                        intends: e.intends.map(|k| k.as_str().into()),
                        mode: e.mode.map(Into::into),
                        actors: e.actors.iter().map(|a| format!("a{}", a.0 + 1)).collect(),
                        recipients: e.recipients.iter().map(|a| format!("a{}", a.0 + 1)).collect(),
                        actor_spans: many(&e.actor_spans),
                        recipient_spans: many(&e.recipient_spans),
                        about: e.about.map(|a| format!("e{}", a.0 + 1)),
                        place: e.place.as_deref().map(Into::into),
                        time: e.time.as_deref().map(Into::into),
                        quantities: e
                            .quantities
                            .iter()
                            .map(|q| {
                                let (start, end) = points.span(q.span);
                                Quantity {
                                    start,
                                    end,
                                    value: q.value,
                                    of: (&q.of).into(),
                                    unit: q.unit.as_deref().map(Into::into),
                                    bound: bound_word(q.bound).into(),
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
                .map(|a| Agency { name: (&a.name).into(), whole: a.whole, span: a.span.map(|s| points.span(s)) })
                .collect(),
            notes: report
                .notes
                .iter()
                .map(|n| Note {
                    kind: n.kind.as_str().into(),
                    text: (&n.text).into(),
                    span: n.span.map(|s| points.span(s)),
                    date: n.date.map(|d| d.to_string()),
                    time: n.time.map(|t| t.to_string()),
                    wrong: n.wrong.map(|s| points.span(s)),
                    right: n.right.map(|s| points.span(s)),
                })
                .collect(),
            warnings: report.problems.iter().chain(&reading.warnings).map(Into::into).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        let text = "BRENMOUTH, June 19 (NNC) — The “old” quay was shut.\n\nCorrection: It was not.";
        let report = rashomon_page::read_text("b", text.as_bytes(), &rashomon_page::Hints::default());
        let written =
            serde_json::to_string(&ReadingLine::new(&report, &Analysis::default(), &Reading::default(), true))
                .expect("written");
        let line: ReadingLine<'_> = serde_json::from_str(&written).expect("read");
        assert_eq!(line.text, report.text);
        assert_eq!(serde_json::to_string(&line).expect("written"), written);
    }
}
