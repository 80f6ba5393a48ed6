//! What `rashomon compare --format json` prints.

use rashomon_story::{Case, Statement, Story};
use rashomon_text::{CodePoints, Span};
use serde::Serialize;

/// All stories of one run.
#[derive(Serialize)]
pub struct Comparison<'a> {
    stories: Vec<StoryLine<'a>>,
}

#[derive(Serialize)]
struct StoryLine<'a> {
    id: String,
    title: &'a str,
    reports: Vec<&'a str>,
    copies: Vec<Vec<&'a str>>,
    independent_sources: usize,
    events: Vec<EventLine<'a>>,
    disputes: Vec<DisputeLine<'a>>,
    agreements: Vec<AgreementLine<'a>>,
    positions: Vec<PositionLine<'a>>,
    timeline: Vec<TimelineLine<'a>>,
    warnings: Vec<Warning<'a>>,
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

impl<'a> Comparison<'a> {
    /// The object for these stories of these cases.
    #[must_use]
    pub fn new(cases: &'a [Case], stories: &'a [Story]) -> Self {
        let edge = Edge { cases, points: cases.iter().map(|c| CodePoints::new(&c.report.text)).collect() };
        Self { stories: stories.iter().enumerate().map(|(k, s)| story(&edge, k, s)).collect() }
    }
}

fn story<'a>(edge: &Edge<'a>, k: usize, s: &'a Story) -> StoryLine<'a> {
    let event_id = |n: usize| format!("x{}", n + 1);
    StoryLine {
        id: format!("s{}", k + 1),
        title: &s.title,
        reports: s.reports.iter().map(|&r| edge.id(r)).collect(),
        copies: s.copies.iter().map(|g| g.iter().map(|&r| edge.id(r)).collect()).collect(),
        independent_sources: s.independent_sources,
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
                confidence: f64::from((d.confidence * 100.0).round()) / 100.0,
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
    }
}
