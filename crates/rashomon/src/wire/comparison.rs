//! What `rashomon compare --format json` prints.
//!
//! The same types read it back: what is kept in a store is the line that was printed.

#![expect(missing_docs, reason = "docs/output.md says what each field means")]

use std::borrow::Cow;

use rashomon_story::{Case, Copy, Gathered, Statement, Story, one_event, together};
use rashomon_text::{CodePoints, Span};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One story, as an element of `stories`.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct StoryLine<'a> {
    pub id: String,
    pub title: Cow<'a, str>,
    pub reports: Vec<Cow<'a, str>>,
    pub copies: Vec<Vec<Cow<'a, str>>>,
    pub copy_spans: Vec<CopyLine<'a>>,
    pub independent_sources: usize,
    pub sources: Vec<SourceLine<'a>>,
    pub events: Vec<EventLine<'a>>,
    pub disputes: Vec<DisputeLine<'a>>,
    pub agreements: Vec<AgreementLine<'a>>,
    pub positions: Vec<PositionLine<'a>>,
    pub timeline: Vec<TimelineLine<'a>>,
    pub warnings: Vec<Warning<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explained<'a>>,
}

/// Two reports of which one repeats text of the other.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct CopyLine<'a> {
    pub share: f64,
    pub reports: [CopiedLine<'a>; 2],
    pub first: Option<Cow<'a, str>>,
    pub first_because: Option<Cow<'a, str>>,
    pub origin: Option<Cow<'a, str>>,
}

/// What one of them has in common with the other.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct CopiedLine<'a> {
    pub report: Cow<'a, str>,
    pub share: f64,
    pub spans: Vec<(u32, u32)>,
}

/// Reports that count for one source.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct SourceLine<'a> {
    pub reports: Vec<Cow<'a, str>>,
    #[schema(value_type = Vec<String>)]
    pub rest_on: Cow<'a, [String]>,
}

/// Why it is one story, and why mentions are one event.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Explained<'a> {
    pub names: Vec<(String, usize)>,
    pub words: Vec<(String, usize)>,
    published: Option<(String, String)>,
    pub events: Vec<ExplainedEvent<'a>>,
}

/// Why mentions in several reports are one event.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ExplainedEvent<'a> {
    pub event: String,
    pub reports: Vec<Cow<'a, str>>,
    pub words: Vec<String>,
    pub participants: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct EventLine<'a> {
    pub id: String,
    pub mentions: Vec<MentionLine<'a>>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct MentionLine<'a> {
    pub report: Cow<'a, str>,
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct DisputeLine<'a> {
    pub kind: Cow<'a, str>,
    pub question: Cow<'a, str>,
    pub status: Cow<'a, str>,
    pub sides: Vec<SideLine<'a>>,
    pub why: Cow<'a, str>,
    pub confidence: f64,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct SideLine<'a> {
    pub value: Cow<'a, str>,
    pub date: Option<Cow<'a, str>>,
    pub statements: Vec<StatementLine<'a>>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct StatementLine<'a> {
    pub report: Cow<'a, str>,
    pub start: u32,
    pub end: u32,
    pub quote: Cow<'a, str>,
    pub according_to: Option<String>,
    pub anonymous: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct AgreementLine<'a> {
    pub question: Cow<'a, str>,
    pub value: Cow<'a, str>,
    pub statements: Vec<StatementLine<'a>>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct PositionLine<'a> {
    pub actor: Cow<'a, str>,
    pub issue: Cow<'a, str>,
    pub stances: Vec<StanceLine<'a>>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct StanceLine<'a> {
    pub date: Option<Cow<'a, str>>,
    pub stance: Cow<'a, str>,
    pub report: Cow<'a, str>,
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct TimelineLine<'a> {
    pub date: Cow<'a, str>,
    pub event: String,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Warning<'a> {
    pub report: Cow<'a, str>,
    pub warning: Cow<'a, str>,
}

struct Edge<'a> {
    cases: &'a [Case],
    points: Vec<CodePoints<'a>>,
}

impl<'a> Edge<'a> {
    fn id(&self, report: usize) -> Cow<'a, str> {
        (&self.cases[report].report.id).into()
    }

    fn span(&self, report: usize, span: Span) -> (u32, u32) {
        self.points[report].span(span)
    }

    fn statement(&self, s: &Statement) -> StatementLine<'a> {
        let (start, end) = self.span(s.report, s.span);
        StatementLine {
            report: self.id(s.report),
            start,
            end,
            quote: s.span.of(&self.cases[s.report].report.text).into(),
            according_to: (!s.according_to.is_empty()).then(|| s.according_to.join(", to ")),
            anonymous: s.anonymous,
        }
    }

    fn statements(&self, all: &[Statement]) -> Vec<StatementLine<'a>> {
        all.iter().map(|s| self.statement(s)).collect()
    }
}

impl<'a> StoryLine<'a> {
    /// The `k`th story, of these reports; with reasons where there is what they rest on.
    #[must_use]
    pub fn new(cases: &'a [Case], k: usize, s: &'a Story, explain: Option<&Gathered>) -> Self {
        let edge = Edge { cases, points: cases.iter().map(|c| CodePoints::new(&c.report.text)).collect() };
        let mut line = story(&edge, k, s);
        line.explain = explain.map(|gathered| explained(&edge, s, gathered));
        line
    }
}

fn hundredths(x: f32) -> f64 {
    f64::from((x * 100.0).round()) / 100.0
}

fn copied<'a>(edge: &Edge<'a>, c: &'a Copy) -> CopyLine<'a> {
    let part = |report: usize, share: f32, spans: &[Span]| CopiedLine {
        report: edge.id(report),
        share: hundredths(share),
        spans: spans.iter().map(|&s| edge.span(report, s)).collect(),
    };
    CopyLine {
        share: hundredths(c.share),
        reports: [part(c.a, c.share_a, &c.spans_a), part(c.b, c.share_b, &c.spans_b)],
        first: c.first.map(|f| edge.id(f.report)),
        first_because: c.first.map(|f| f.ground.as_str().into()),
        origin: c.origin.as_deref().map(Into::into),
    }
}

fn explained<'a>(edge: &Edge<'a>, s: &Story, gathered: &Gathered) -> Explained<'a> {
    let why = together(edge.cases, &s.reports, gathered);
    let events = s.events.iter().enumerate().filter_map(|(n, c)| {
        let why = one_event(edge.cases, c)?;
        Some(ExplainedEvent {
            event: event_id(n),
            reports: why.reports.iter().map(|&r| edge.id(r)).collect(),
            words: why.words,
            participants: why.participants,
        })
    });
    Explained { names: why.names, words: why.words, published: why.published, events: events.collect() }
}

fn event_id(n: usize) -> String {
    format!("x{}", n + 1)
}

fn story<'a>(edge: &Edge<'a>, k: usize, s: &'a Story) -> StoryLine<'a> {
    StoryLine {
        id: format!("s{}", k + 1),
        title: (&s.title).into(),
        reports: s.reports.iter().map(|&r| edge.id(r)).collect(),
        copies: s.copies.iter().map(|g| g.iter().map(|&r| edge.id(r)).collect()).collect(),
        copy_spans: s.copied.iter().map(|c| copied(edge, c)).collect(),
        independent_sources: s.independent_sources,
        sources: s
            .sources
            .iter()
            .map(|g| SourceLine {
                reports: g.reports.iter().map(|&r| edge.id(r)).collect(),
                rest_on: (&g.rest_on).into(),
            })
            .collect(),
        events: s
            .events
            .iter()
            .enumerate()
            .map(|(n, c)| EventLine {
                id: event_id(n),
                mentions: c
                    .mentions
                    .iter()
                    .map(|&(r, e)| {
                        let (start, end) = edge.span(r, edge.cases[r].reading.event(e).span);
                        MentionLine { report: edge.id(r), start, end }
                    })
                    .chain(c.named.iter().map(|&(r, span)| {
                        let (start, end) = edge.span(r, span);
                        MentionLine { report: edge.id(r), start, end }
                    }))
                    .collect(),
            })
            .collect(),
        disputes: s
            .disputes
            .iter()
            .map(|d| DisputeLine {
                kind: d.kind.as_str().into(),
                question: (&d.question).into(),
                status: d.status.as_str().into(),
                sides: d
                    .sides
                    .iter()
                    .map(|x| SideLine {
                        value: (&x.value).into(),
                        date: x.date.as_deref().map(Into::into),
                        statements: edge.statements(&x.statements),
                    })
                    .collect(),
                why: (&d.why).into(),
                confidence: hundredths(d.confidence),
            })
            .collect(),
        agreements: s
            .agreements
            .iter()
            .map(|a| AgreementLine {
                question: (&a.question).into(),
                value: (&a.value).into(),
                statements: edge.statements(&a.statements),
            })
            .collect(),
        positions: s
            .positions
            .iter()
            .map(|p| PositionLine {
                actor: (&p.actor).into(),
                issue: (&p.issue).into(),
                stances: p
                    .stances
                    .iter()
                    .map(|x| {
                        let (start, end) = edge.span(x.statement.report, x.statement.span);
                        StanceLine {
                            date: x.date.as_deref().map(Into::into),
                            stance: x.stance.as_str().into(),
                            report: edge.id(x.statement.report),
                            start,
                            end,
                        }
                    })
                    .collect(),
            })
            .collect(),
        timeline: s
            .timeline
            .iter()
            .map(|t| TimelineLine { date: (&t.date).into(), event: event_id(t.event) })
            .collect(),
        warnings: s
            .reports
            .iter()
            .flat_map(|&r| {
                let c = &edge.cases[r];
                c.report
                    .problems
                    .iter()
                    .chain(&c.reading.warnings)
                    .map(move |w| Warning { report: (&c.report.id).into(), warning: w.into() })
            })
            .collect(),
        explain: None,
    }
}
