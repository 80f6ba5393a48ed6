//! Why reports are one story, copies or one source, and why mentions are one event.

use anstyle::Style;
use rashomon_story::{Case, Copy, Gathered, Story, one_event, together};

use super::paper::{HEADING, Paper, date, quoted};

/// Events that are explained.
const EVENTS: usize = 5;
/// Of what two reports share, the runs of words that are shown.
const RUNS: usize = 2;

/// All that `--explain` adds to a dossier.
pub(super) fn story(p: &mut Paper, cases: &[Case], s: &Story, gathered: &Gathered) {
    one_story(p, cases, s, gathered);
    copies(p, cases, s);
    sources(p, cases, s);
    events(p, cases, s);
}

fn id(cases: &[Case], r: usize) -> &str {
    &cases[r].report.id
}

fn ids(cases: &[Case], reports: &[usize]) -> String {
    reports.iter().map(|&r| id(cases, r)).collect::<Vec<_>>().join(", ")
}

fn one_story(p: &mut Paper, cases: &[Case], s: &Story, gathered: &Gathered) {
    let why = together(cases, &s.reports, gathered);
    p.gap();
    p.line(HEADING, "WHY ONE STORY");
    let list = |some: &[(String, usize)]| some.iter().map(|(w, n)| format!("{w} ({n})")).collect::<Vec<_>>().join(", ");
    for (what, some) in [("Names", &why.names), ("Words", &why.words)] {
        if !some.is_empty() {
            p.block(3, Style::new(), &format!("{what} that tell, and in how many of the reports: {}.", list(some)));
        }
    }
    match &why.published {
        Some((first, last)) if first == last => p.block(3, Style::new(), &format!("All published on {}.", date(first))),
        Some((first, last)) => {
            p.block(3, Style::new(), &format!("Published from {} to {}.", date(first), date(last)));
        }
        None => {}
    }
    if why.names.is_empty() && why.words.is_empty() {
        p.block(3, Style::new(), "No telling word is in two of them; one repeats the other's text.");
    }
}

fn copies(p: &mut Paper, cases: &[Case], s: &Story) {
    if s.copied.is_empty() {
        return;
    }
    p.gap();
    p.line(HEADING, "WHY COPIES");
    for c in &s.copied {
        p.block(3, Style::new(), &shared(cases, c));
        for span in c.spans_a.iter().take(RUNS) {
            p.block(5, Style::new(), &quoted(span.of(&cases[c.a].report.text), 160));
        }
        if c.spans_a.len() > RUNS {
            p.block(5, Style::new(), &format!("and {} more runs of the same words", c.spans_a.len() - RUNS));
        }
        let mut who: Vec<String> = Vec::new();
        who.extend(c.first.map(|f| format!("{} had it first: {}.", id(cases, f.report), f.ground.as_str())));
        who.extend(c.origin.as_ref().map(|o| format!("Both name {o} as where the text is from.")));
        if who.is_empty() {
            who.push("Which had it first is not told.".to_owned());
        }
        p.block(5, Style::new(), &who.join(" "));
    }
}

/// "3-copy repeats 1-agreed: 90 % of the one, 70 % of the other."
fn shared(cases: &[Case], c: &Copy) -> String {
    let per_cent = |x: f32| (x * 100.0).round();
    let (x, y) = (per_cent(c.share_a), per_cent(c.share_b));
    let whole = if x.min(y) >= 90.0 {
        "the same text"
    } else if x.max(y) >= 90.0 {
        "the one is part of the other"
    } else {
        "part of the text is the same"
    };
    let (a, b) = (id(cases, c.a), id(cases, c.b));
    format!("{a} and {b}: {whole}; {x} % of the words of {a}, {y} % of those of {b}.")
}

fn sources(p: &mut Paper, cases: &[Case], s: &Story) {
    p.gap();
    p.line(HEADING, "WHY SO MANY SOURCES");
    for g in &s.sources {
        let line = match (g.reports.len(), g.rest_on.is_empty()) {
            (1, _) => format!("{}: a source of its own.", ids(cases, &g.reports)),
            (_, true) => format!("{}: one source, since they share their text.", ids(cases, &g.reports)),
            (_, false) => {
                format!("{}: one source, since they rest on {}.", ids(cases, &g.reports), g.rest_on.join(" and "))
            }
        };
        p.block(3, Style::new(), &line);
    }
}

fn events(p: &mut Paper, cases: &[Case], s: &Story) {
    let mut told: Vec<_> = s.events.iter().filter_map(|c| one_event(cases, c)).collect();
    if told.is_empty() {
        return;
    }
    told.sort_by_key(|e| std::cmp::Reverse((!e.participants.is_empty(), e.reports.len(), e.participants.len())));
    p.gap();
    p.line(HEADING, "WHY ONE EVENT");
    for e in told.iter().take(EVENTS) {
        let by = match e.words.len() {
            1 => format!("“{}”: the same word", e.words[0]),
            _ => format!("“{}”: words of one family or meaning", e.words.join("”, “")),
        };
        let with = if e.participants.is_empty() {
            String::new()
        } else {
            format!(", in more than one of them with {}", e.participants.join(" and "))
        };
        p.block(3, Style::new(), &format!("{by}, in {}{with}.", ids(cases, &e.reports)));
    }
    if told.len() > EVENTS {
        p.block(3, Style::new(), &format!("And {} more.", told.len() - EVENTS));
    }
}
