//! A claim and what each report says to it.

use anstyle::Style;
use rashomon_story::{Check, Relation};

use super::paper::{ALERT, CONTRA, FAINT, HEADING, PRO, Paper, quoted};

/// One claim with its answers: those that dispute it first, then those that bear it out; reports on other things are
/// only named.
#[must_use]
pub fn check(claim: &str, answers: &[(&str, &str, &Check)]) -> String {
    let mut p = Paper::new();
    p.block(0, HEADING, claim);
    p.gap();
    let mut sorted: Vec<_> = answers.to_vec();
    let rank = |r: Relation| match r {
        Relation::Disputes => 0,
        Relation::Supports => 1,
        Relation::Mentions => 2,
        Relation::Unrelated => 3,
    };
    sorted.sort_by(|a, b| rank(a.2.relation).cmp(&rank(b.2.relation)).then(b.2.score.total_cmp(&a.2.score)));
    for (id, text, c) in sorted.iter().filter(|(.., c)| c.relation != Relation::Unrelated) {
        let style = match c.relation {
            Relation::Disputes => CONTRA,
            Relation::Supports => PRO,
            _ => ALERT,
        };
        p.spread(1, style, c.relation.as_str(), FAINT, id);
        for s in c.evidence.iter().take(3) {
            p.block(4, Style::new(), &quoted(s.of(text), 260));
        }
        if !c.why.is_empty() {
            p.block(4, FAINT, &c.why);
        }
        p.gap();
    }
    let others: Vec<&str> =
        sorted.iter().filter(|(.., c)| c.relation == Relation::Unrelated).map(|(id, ..)| *id).collect();
    if others.len() == answers.len() {
        p.line(Style::new(), "No report is about it.");
    } else if !others.is_empty() {
        let shown = if others.len() > 8 {
            format!("{} and {} more", others[..8].join(", "), others.len() - 8)
        } else {
            others.join(", ")
        };
        p.block(1, FAINT, &format!("about something else: {shown}"));
    }
    p.gap();
    p.text
}
