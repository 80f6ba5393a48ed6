//! What there is to tell of a story: where its reports part, what they share, who stands where, and when.

use crate::meaning::Meaning;
use crate::questions::Compared;
use crate::story::{Case, Dispute, DisputeKind, Story, Vectors};
use crate::tellings::{Telling, tellings};
use crate::{agreements, figures, questions, stances};

/// Fills in disputes, agreements, positions and timeline of a story whose reports, copies and events are known.
pub(crate) fn tell(cases: &[Case], story: &mut Story, vectors: &dyn Vectors) {
    let copies = story.copies.clone();
    let same_text = move |a: usize, b: usize| a == b || copies.iter().any(|g| g.contains(&a) && g.contains(&b));
    let (mut disputes, positions) = stances::compare(cases, &story.reports, &same_text, vectors);
    let meaning = Meaning::new(vectors);
    // Of copies, the first speaks for all.
    let copied = |r: usize| story.copies.iter().any(|g| g.contains(&r) && g[0] != r);
    let told: Vec<Telling> =
        story.reports.iter().filter(|&&r| !copied(r)).flat_map(|&r| tellings(cases, r, &meaning)).collect();
    disputes.extend(questions::disputes(&Compared {
        cases,
        tellings: &told,
        same_text: &same_text,
        meaning: &meaning,
    }));
    disputes.extend(figures::compare(cases, &story.reports, &same_text, vectors));
    story.disputes = without_repeats(disputes);
    story.positions = positions;
    story.agreements = agreements::agreements(cases, &story.events, &same_text);
    story.timeline = agreements::timeline(cases, &story.events);
    story.title = title(cases, story);
}

/// Two disputes over the same two sentences are one; the surer stays.
fn without_repeats(mut disputes: Vec<Dispute>) -> Vec<Dispute> {
    // A stance says more of "has never agreed" than that it did not happen.
    let last = |d: &Dispute| d.kind != DisputeKind::Stance;
    disputes.sort_by(|a, b| {
        last(a)
            .cmp(&last(b))
            .then_with(|| b.confidence.total_cmp(&a.confidence))
            .then_with(|| a.kind.cmp(&b.kind))
            .then_with(|| a.question.cmp(&b.question))
    });
    let mut out: Vec<Dispute> = Vec::new();
    for d in disputes {
        let repeated = out.iter().any(|o| {
            tells_of(o, &d)
                && d.sides.iter().all(|s| {
                    s.statements.iter().all(|x| {
                        o.sides
                            .iter()
                            .flat_map(|t| &t.statements)
                            .any(|y| x.report == y.report && x.span.overlaps(y.span))
                    })
                })
        });
        if !repeated {
            out.push(d);
        }
    }
    out.sort_by(|a, b| a.kind_rank().cmp(&b.kind_rank()).then(b.confidence.total_cmp(&a.confidence)));
    out
}

/// Whether a dispute can say what another says: of one kind, or both over whether something is so.
fn tells_of(a: &Dispute, b: &Dispute) -> bool {
    use DisputeKind::{Actor, Happened, Stance, Words};
    let yes_or_no = |k| matches!(k, Happened | Words | Stance | Actor);
    a.kind == b.kind || (yes_or_no(a.kind) && yes_or_no(b.kind))
}

impl Dispute {
    /// Stances and facts before figures: what a reader asks first.
    fn kind_rank(&self) -> u8 {
        match self.kind {
            DisputeKind::Stance => 0,
            DisputeKind::Happened => 1,
            DisputeKind::Actor => 2,
            DisputeKind::Number => 3,
            DisputeKind::Date | DisputeKind::Place => 4,
            DisputeKind::Words => 5,
            DisputeKind::Figures => 6,
        }
    }
}

/// The headline of the report nearest the middle of things: the first that is no copy and has one.
fn title(cases: &[Case], story: &Story) -> String {
    let headline = |r: &usize| cases[*r].report.title.clone().filter(|t| !t.trim().is_empty());
    story.reports.iter().find_map(headline).unwrap_or_else(|| {
        let Some(&r) = story.reports.first() else { return String::new() };
        let case = &cases[r];
        let first = case.analysis.sentences().next().map_or("", |s| case.analysis.span(s).of(&case.report.text));
        let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = line.chars().take(90).collect();
        if cut.len() < line.len() { format!("{}…", cut.trim_end()) } else { line }
    })
}
