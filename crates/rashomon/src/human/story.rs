//! The dossier: what is shared, where reports part, on whose word, who stands where.

use anstyle::Style;
use rashomon_story::{Case, Dispute, Gathered, Position, Side, Stance, Statement, Status, Story};
use unicode_width::UnicodeWidthStr as _;

use super::paper::{ALERT, CONTRA, FAINT, HEADING, PRO, Paper, count, date, quoted};
use super::why;

/// Statements shown for one side before the rest is only counted.
const SHOWN: usize = 3;
/// Agreements shown.
const SHARED: usize = 5;
/// Issues shown under "who stands where".
const ISSUES: usize = 4;

/// All stories, one after the other: those of several reports as dossiers, reports that stand alone in a list at the end.
pub struct Dossiers {
    explain: bool,
    several: usize,
    /// The first report of the first dossier, else the first report.
    example: Option<String>,
    alone: Vec<Alone>,
}

/// A report that stands alone.
struct Alone {
    id: String,
    title: String,
    warnings: Vec<String>,
}

impl Dossiers {
    /// None yet; `explain`: say why.
    #[must_use]
    pub fn new(explain: bool) -> Self {
        Self { explain, several: 0, example: None, alone: Vec::new() }
    }

    /// The next story, as far as it can be shown now.
    #[must_use]
    pub fn add(&mut self, cases: &[Case], s: &Story, gathered: &Gathered) -> String {
        let first = cases[s.reports[0]].report.id.clone();
        if s.reports.len() < 2 {
            let title = if s.title.is_empty() { "(no text was found)".to_owned() } else { s.title.clone() };
            self.alone.push(Alone { id: first, title, warnings: warnings(cases, s.reports[0]) });
            return String::new();
        }
        let mut p = Paper::new();
        if self.several > 0 {
            p.gap();
            p.line(FAINT, &"─".repeat(p.width));
            p.gap();
        } else {
            self.example = Some(first);
        }
        self.several += 1;
        story(&mut p, cases, s, self.explain);
        if self.explain {
            why::story(&mut p, cases, s, gathered);
        }
        p.text
    }

    /// What is left to show.
    #[must_use]
    pub fn end(self) -> String {
        let mut p = Paper::new();
        let Some(example) = self.example.as_ref().or(self.alone.first().map(|a| &a.id)) else {
            p.line(Style::new(), "No report was read.");
            return p.text;
        };
        if !self.alone.is_empty() {
            if self.several > 0 {
                p.gap();
            }
            p.line(
                HEADING,
                if self.several == 0 { "NO TWO REPORTS ARE ABOUT ONE AFFAIR" } else { "ON SOMETHING ELSE" },
            );
            let column = self.alone.iter().map(|a| a.id.width()).max().unwrap_or(0).min(24) + 2;
            for a in &self.alone {
                p.labelled(3, Style::new(), &a.id, column, &a.title);
                for w in &a.warnings {
                    p.block(3 + column, ALERT, w);
                }
            }
        }
        p.gap();
        let mut hints = format!("--format json for programs · rashomon read shows one report alone ({example})");
        if !self.explain {
            hints = format!("--explain says why · {hints}");
        }
        p.block(0, FAINT, &hints);
        p.text
    }
}

fn label(cases: &[Case], r: usize) -> String {
    cases[r].report.id.clone()
}

/// "agree ¶2": the report and the paragraph of a span.
fn place(cases: &[Case], s: &Statement) -> String {
    let report = &cases[s.report].report;
    let n = report.paragraphs.iter().position(|p| p.span.end > s.span.start).map_or(1, |n| n + 1);
    format!("{} ¶{n}", report.id)
}

fn story(p: &mut Paper, cases: &[Case], s: &Story, explain: bool) {
    let sources =
        format!("{}, {}", count(s.reports.len(), "report"), count(s.independent_sources.max(1), "independent source"));
    p.spread(0, HEADING, &s.title, FAINT, &sources);
    p.gap();
    let column = s.reports.iter().map(|&r| label(cases, r).width()).max().unwrap_or(0).min(24) + 2;
    for &r in &s.reports {
        p.labelled(1, Style::new(), &label(cases, r), column, &credit(cases, s, r));
    }
    p.gap();
    p.line(HEADING, "WHERE THEY PART");
    if s.disputes.is_empty() {
        p.block(3, Style::new(), "Nowhere that was found.");
    }
    for (n, d) in s.disputes.iter().enumerate() {
        if n > 0 {
            p.gap();
        }
        dispute(p, cases, n + 1, d, explain);
    }
    if !s.agreements.is_empty() {
        p.gap();
        p.line(HEADING, "WHAT THEY SHARE");
        for a in s.agreements.iter().take(SHARED) {
            let places: Vec<String> = a.statements.iter().map(|s| place(cases, s)).collect();
            let shown = if places.len() > 3 {
                format!("{} and {} more", places[..2].join(", "), places.len() - 2)
            } else {
                places.join(", ")
            };
            p.spread(3, Style::new(), &dated(&a.value), FAINT, &shown);
        }
    }
    positions(p, s);
    dates(p, cases, s);
}

/// "…, Helsinki, 2018-07" with its date in words.
fn dated(value: &str) -> String {
    match value.rsplit_once(", ") {
        Some((rest, last)) if last.len() >= 4 && last.starts_with(|c: char| c.is_ascii_digit() || c == 'X') => {
            format!("{rest}, {}", date(last))
        }
        _ => value.to_owned(),
    }
}

/// Outlet, place and date, headline, and whether it is a copy.
fn credit(cases: &[Case], s: &Story, r: usize) -> String {
    let report = &cases[r].report;
    let outlet = report.outlet.clone().unwrap_or_else(|| "outlet not known".to_owned());
    let dated = report
        .published
        .as_ref()
        .map(|d| date(&d.date.to_string()))
        .or_else(|| {
            let d = report.dateline.as_ref()?;
            let when = d.date.map(|d| date(&d.to_string()))?;
            Some(d.place.as_ref().map_or(when.clone(), |p| format!("{p}, {when}")))
        })
        .unwrap_or_else(|| "no date of its own".to_owned());
    let title = report.title.as_ref().map_or(String::new(), |t| format!(" · {t}"));
    let copy = s.copies.iter().find(|g| g.contains(&r) && g[0] != r).map_or(String::new(), |g| {
        let other = cases[g[0]].report.id.clone();
        format!(" · same text as {other}")
    });
    format!("{outlet} · {dated}{title}{copy}")
}

fn dispute(p: &mut Paper, cases: &[Case], n: usize, d: &Dispute, explain: bool) {
    let status = match d.status {
        Status::Dispute => "dispute",
        Status::Revision => "revision",
        Status::Reversal => "reversal",
    };
    p.spread(1, HEADING, &format!("{n} {}", d.question), ALERT, status);
    let column = d.sides.iter().map(|s| s.value.width()).max().unwrap_or(0).clamp(7, 14) + 2;
    for (k, s) in d.sides.iter().enumerate() {
        side(p, cases, s, column, if k == 0 { PRO } else { CONTRA });
    }
    p.block(5, FAINT, &d.why);
    if explain {
        p.block(5, FAINT, &format!("kind: {} · confidence {:.2}", d.kind.as_str(), d.confidence));
    }
}

fn side(p: &mut Paper, cases: &[Case], s: &Side, column: usize, style: Style) {
    let mut label = Some(s.value.as_str());
    if let Some(d) = &s.date {
        p.labelled(5, style, label.take().unwrap_or(""), column, &date(d));
    }
    // Word for word alike in two reports: one quotation, two places.
    let mut shown: Vec<(String, &Statement, Vec<String>)> = Vec::new();
    for st in &s.statements {
        let quote = quoted(st.span.of(&cases[st.report].report.text), 230);
        match shown.iter_mut().find(|(q, ..)| *q == quote) {
            Some((_, _, places)) => places.push(place(cases, st)),
            None => shown.push((quote, st, vec![place(cases, st)])),
        }
    }
    for (quote, st, places) in shown.iter().take(SHOWN) {
        match label.take() {
            Some(l) => p.labelled(5, style, l, column, quote),
            None => p.block(5 + column.max(s.value.width() + 2), Style::new(), quote),
        }
        p.spread(5 + column.max(s.value.width() + 2), FAINT, &on_whose_word(cases, st), FAINT, &places.join(", "));
    }
    if shown.len() > SHOWN {
        p.block(5 + column, FAINT, &format!("and {} more", shown.len() - SHOWN));
    }
}

/// The chain of sources, first hand first: "an unnamed US official → Bloomberg → Iran Focus".
fn on_whose_word(cases: &[Case], s: &Statement) -> String {
    let outlet = cases[s.report].report.outlet.clone().unwrap_or_else(|| "the outlet".to_owned());
    if s.according_to.is_empty() {
        return if outlet == "the outlet" {
            "the outlet's own word".to_owned()
        } else {
            format!("{outlet}'s own word")
        };
    }
    let mut chain: Vec<String> = s.according_to.clone();
    if s.anonymous && chain[0] != "nobody named" {
        chain[0] = unnamed(&chain[0]);
    } else if chain[0] == "nobody named" {
        chain[0] = "nobody is named".to_owned();
    }
    if chain.last() != Some(&outlet) {
        chain.push(outlet);
    }
    chain.join(" → ")
}

/// "a US official" → "an unnamed US official".
fn unnamed(who: &str) -> String {
    for article in ["a ", "an "] {
        if let Some(rest) = who.strip_prefix(article) {
            return format!("an unnamed {rest}");
        }
    }
    format!("{who} (unnamed)")
}

fn positions(p: &mut Paper, s: &Story) {
    // Issues on which more than one stands, or on which somebody moved.
    let mut issues: Vec<(&str, Vec<&Position>)> = Vec::new();
    for x in &s.positions {
        match issues.iter_mut().find(|(i, _)| *i == x.issue) {
            Some((_, all)) => all.push(x),
            None => issues.push((&x.issue, vec![x])),
        }
    }
    issues.retain(|(_, all)| all.len() > 1 || all.iter().any(|x| moved(x)));
    issues.sort_by_key(|(_, all)| (std::cmp::Reverse(all.iter().any(|x| moved(x))), std::cmp::Reverse(all.len())));
    if issues.is_empty() {
        return;
    }
    p.gap();
    p.line(HEADING, "WHO STANDS WHERE");
    for (issue, all) in issues.iter().take(ISSUES) {
        p.block(1, Style::new(), &format!("on “{issue}”"));
        let column = all.iter().map(|x| x.actor.width()).max().unwrap_or(0).min(28) + 2;
        for x in all {
            p.labelled(3, Style::new(), &x.actor, column, &over_time(x));
        }
    }
}

fn moved(x: &Position) -> bool {
    x.stances.iter().any(|s| s.stance == Stance::For) && x.stances.iter().any(|s| s.stance == Stance::Against)
}

/// "for (July 2018) → against (after July 2018)".
fn over_time(x: &Position) -> String {
    let mut steps: Vec<(Stance, Option<String>)> = Vec::new();
    for s in &x.stances {
        if steps.last().is_none_or(|(last, _)| *last != s.stance) {
            steps.push((s.stance, s.date.as_deref().map(|d| date(d).replace(" (no year)", ""))));
        }
    }
    steps
        .iter()
        .map(|(s, d)| d.as_ref().map_or_else(|| s.as_str().to_owned(), |d| format!("{} ({d})", s.as_str())))
        .collect::<Vec<_>>()
        .join(" → ")
}

fn warnings(cases: &[Case], r: usize) -> Vec<String> {
    let c = &cases[r];
    c.report.problems.iter().chain(&c.reading.warnings).cloned().collect()
}

fn dates(p: &mut Paper, cases: &[Case], s: &Story) {
    let mut lines: Vec<(String, String, Style)> = Vec::new();
    for &r in &s.reports {
        let report = &cases[r].report;
        for w in warnings(cases, r) {
            lines.push((report.id.clone(), w, ALERT));
        }
        let yearless = report.published.is_none()
            && report.dateline.as_ref().and_then(|d| d.date).is_some_and(|d| d.year.is_none());
        if yearless && let Some(d) = report.dateline.as_ref().and_then(|d| d.date) {
            let shown = date(&d.to_string()).replace(" (no year)", "");
            lines.push((
                report.id.clone(),
                format!("says {shown}, but no year; give it one with --year."),
                Style::new(),
            ));
        } else if report.published.is_none() && report.dateline.as_ref().and_then(|d| d.date).is_none() {
            lines.push((report.id.clone(), "has no date of its own.".to_owned(), Style::new()));
        }
    }
    if lines.is_empty() {
        return;
    }
    p.gap();
    p.line(HEADING, "DATES AND ODDITIES");
    let column = lines.iter().map(|(l, ..)| l.width()).max().unwrap_or(0).min(24) + 2;
    for (l, text, style) in lines {
        p.labelled(3, style, &l, column, &text);
    }
}
