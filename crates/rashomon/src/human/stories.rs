//! A list of stories, for a person.

use anstyle::Style;
use rashomon_story::Affair;
use unicode_width::UnicodeWidthStr as _;

use super::paper::{FAINT, HEADING, Paper, count, date};
use crate::commands::stories::Head;

/// Reports that stand alone that are listed before the rest is only counted.
const ALONE: usize = 20;

/// Each story with its reports; reports that stand alone at the end. `sources` counts the independent ones of a story.
#[must_use]
pub fn stories(heads: &[Head], affairs: &[Affair], sources: impl Fn(&Affair) -> usize) -> String {
    let mut p = Paper::new();
    if heads.is_empty() {
        p.line(Style::new(), "No report was read.");
        return p.text;
    }
    let (several, alone): (Vec<&Affair>, Vec<&Affair>) = affairs.iter().partition(|a| a.reports.len() > 1);
    for &a in &several {
        let counted = format!("{}, {}", count(a.reports.len(), "report"), count(sources(a), "independent source"));
        p.spread(0, HEADING, &heads[a.reports[0]].title, FAINT, &counted);
        list(&mut p, heads, a.reports.iter().map(|&r| (r, a)));
        p.gap();
    }
    if !alone.is_empty() {
        p.line(HEADING, &format!("ALONE: {}", count(alone.len(), "report")));
        list(&mut p, heads, alone.iter().take(ALONE).map(|a| (a.reports[0], *a)));
        if alone.len() > ALONE {
            p.block(3, FAINT, &format!("and {} more; --format jsonl lists all", alone.len() - ALONE));
        }
        p.gap();
    }
    p.block(0, FAINT, "rashomon compare shows where the reports of a story part · --format json or jsonl for programs");
    p.text
}

fn list<'a>(p: &mut Paper, heads: &[Head], reports: impl Iterator<Item = (usize, &'a Affair)> + Clone) {
    let column = reports.clone().map(|(r, _)| heads[r].id.width()).max().unwrap_or(0).min(24) + 2;
    for (r, affair) in reports {
        let head = &heads[r];
        let mut said: Vec<String> = Vec::new();
        said.extend(head.outlet.clone());
        said.extend(head.published.as_deref().map(date));
        said.push(head.title.clone());
        let copy = affair.copies.iter().find(|g| g.contains(&r) && g[0] != r);
        said.extend(copy.map(|g| format!("same text as {}", heads[g[0]].id)));
        p.labelled(3, Style::new(), &head.id, column, &said.join(" · "));
    }
}
