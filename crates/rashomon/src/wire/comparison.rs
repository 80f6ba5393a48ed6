//! What `rashomon compare --format json` prints.

use rashomon_story::{Case, Copy, Gathered, Statement, Story, one_event, together};
use rashomon_text::{CodePoints, Span};
use serde::Serialize;

/// One story, as an element of `stories`.
#[derive(Serialize)]
pub struct StoryLine<'a> {
    id: String,
    title: &'a str,
    reports: Vec<&'a str>,
    copies: Vec<Vec<&'a str>>,
    copy_spans: Vec<CopyLine<'a>>,
    independent_sources: usize,
    sources: Vec<SourceLine<'a>>,
    events: Vec<EventLine<'a>>,
    disputes: Vec<DisputeLine<'a>>,
    agreements: Vec<AgreementLine<'a>>,
    positions: Vec<PositionLine<'a>>,
    timeline: Vec<TimelineLine<'a>>,
    warnings: Vec<Warning<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Explained<'a>>,
}

/// Two reports of which one repeats text of the other.
#[derive(Serialize)]
struct CopyLine<'a> {
    share: f64,
    reports: [CopiedLine<'a>; 2],
    first: Option<&'a str>,
    first_because: Option<&'static str>,
    origin: Option<&'a str>,
}

/// What one of them has in common with the other.
#[derive(Serialize)]
struct CopiedLine<'a> {
    report: &'a str,
    share: f64,
    spans: Vec<(u32, u32)>,
}

/// Reports that count for one source.
#[derive(Serialize)]
struct SourceLine<'a> {
    reports: Vec<&'a str>,
    rest_on: &'a [String],
}

/// Why it is one story, and why mentions are one event.
#[derive(Serialize)]
struct Explained<'a> {
    names: Vec<(String, usize)>,
    words: Vec<(String, usize)>,
    published: Option<(String, String)>,
    events: Vec<ExplainedEvent<'a>>,
}

/// Why mentions in several reports are one event.
#[derive(Serialize)]
struct ExplainedEvent<'a> {
    event: String,
    reports: Vec<&'a str>,
    words: Vec<String>,
    participants: Vec<String>,
}

#[derive(Serialize)]
struct EventLine<'a> {
    id: String,
    mentions: Vec<MentionLine<'a>>,
}

#[derive(Serialize)]
struct MentionLine<'a> {
    report: &'a str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct DisputeLine<'a> {
    kind: &'static str,
    question: &'a str,
    status: &'static str,
    sides: Vec<SideLine<'a>>,
    why: &'a str,
    confidence: f64,
}

#[derive(Serialize)]
struct SideLine<'a> {
    value: &'a str,
    date: Option<&'a str>,
    statements: Vec<StatementLine<'a>>,
}

#[derive(Serialize)]
struct StatementLine<'a> {
    report: &'a str,
    start: u32,
    end: u32,
    quote: &'a str,
    according_to: Option<String>,
    anonymous: bool,
}

#[derive(Serialize)]
struct AgreementLine<'a> {
    question: &'a str,
    value: &'a str,
    statements: Vec<StatementLine<'a>>,
}

#[derive(Serialize)]
struct PositionLine<'a> {
    actor: &'a str,
    issue: &'a str,
    stances: Vec<StanceLine<'a>>,
}

#[derive(Serialize)]
struct StanceLine<'a> {
    date: Option<&'a str>,
    stance: &'static str,
    report: &'a str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct TimelineLine<'a> {
    date: &'a str,
    event: String,
}

#[derive(Serialize)]
struct Warning<'a> {
    report: &'a str,
    warning: &'a str,
}

struct Edge<'a> {
    cases: &'a [Case],
    points: Vec<CodePoints<'a>>,
}

impl<'a> Edge<'a> {
    fn id(&self, report: usize) -> &'a str {
        &self.cases[report].report.id
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
            quote: s.span.of(&self.cases[s.report].report.text),
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
        first_because: c.first.map(|f| f.ground.as_str()),
        origin: c.origin.as_deref(),
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
        title: &s.title,
        reports: s.reports.iter().map(|&r| edge.id(r)).collect(),
        copies: s.copies.iter().map(|g| g.iter().map(|&r| edge.id(r)).collect()).collect(),
        copy_spans: s.copied.iter().map(|c| copied(edge, c)).collect(),
        independent_sources: s.independent_sources,
        sources: s
            .sources
            .iter()
            .map(|g| SourceLine { reports: g.reports.iter().map(|&r| edge.id(r)).collect(), rest_on: &g.rest_on })
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
                kind: d.kind.as_str(),
                question: &d.question,
                status: d.status.as_str(),
                sides: d
                    .sides
                    .iter()
                    .map(|x| SideLine {
                        value: &x.value,
                        date: x.date.as_deref(),
                        statements: edge.statements(&x.statements),
                    })
                    .collect(),
                why: &d.why,
                confidence: hundredths(d.confidence),
            })
            .collect(),
        agreements: s
            .agreements
            .iter()
            .map(|a| AgreementLine {
                question: &a.question,
                value: &a.value,
                statements: edge.statements(&a.statements),
            })
            .collect(),
        positions: s
            .positions
            .iter()
            .map(|p| PositionLine {
                actor: &p.actor,
                issue: &p.issue,
                stances: p
                    .stances
                    .iter()
                    .map(|x| {
                        let (start, end) = edge.span(x.statement.report, x.statement.span);
                        StanceLine {
                            date: x.date.as_deref(),
                            stance: x.stance.as_str(),
                            report: edge.id(x.statement.report),
                            start,
                            end,
                        }
                    })
                    .collect(),
            })
            .collect(),
        timeline: s.timeline.iter().map(|t| TimelineLine { date: &t.date, event: event_id(t.event) }).collect(),
        warnings: s
            .reports
            .iter()
            .flat_map(|&r| {
                let c = &edge.cases[r];
                c.report
                    .problems
                    .iter()
                    .chain(&c.reading.warnings)
                    .map(move |w| Warning { report: &c.report.id, warning: w })
            })
            .collect(),
        explain: None,
    }
}
