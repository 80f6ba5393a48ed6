//! What is kept, for a person: what was added, stories, what a search found, what is new.

use anstyle::Style;
use rashomon_store::{Added, Head, KeptDispute, StoryHead};

use super::paper::{ALERT, CONTRA, FAINT, HEADING, PRO, Paper, count, date, quoted, tame};
use crate::desk::keep::Kept;

/// Digits of an id that are shown: enough to name one of a million.
const SHOWN: usize = 10;
/// Sentences of a report that a search shows.
const QUOTES: usize = 3;

/// The beginning of an id, as it is shown to a person.
#[must_use]
pub fn short(id: &str) -> &str {
    id.get(..SHOWN).unwrap_or(id)
}

/// A line for one report that was kept.
#[must_use]
pub fn kept(kept: &Kept) -> String {
    let (word, style) = match &kept.added {
        Added::New(_) => ("new    ", PRO),
        Added::Version { .. } => ("version", CONTRA),
        Added::Same(_) => ("same   ", FAINT),
    };
    let mut said: Vec<String> = kept.outlet.iter().cloned().collect();
    said.extend(kept.published.as_deref().map(date));
    said.push(kept.title.clone().unwrap_or_else(|| kept.name.clone()));
    if let Added::Version { of, .. } = &kept.added {
        said.push(format!("changed since {}", short(of)));
    }
    let mut line = format!("{style}{word}{style:#} {}  {}\n", short(kept.added.id()), tame(&said.join(" · ")));
    for w in &kept.warnings {
        line.push_str(&format!("        {ALERT}{}{ALERT:#}\n", tame(w)));
    }
    line
}

/// "12 new, 1 changed, 3 there already".
#[must_use]
pub fn added(new: usize, versions: usize, same: usize) -> String {
    let mut parts = vec![format!("{new} new")];
    if versions > 0 {
        parts.push(format!("{versions} changed"));
    }
    if same > 0 {
        parts.push(format!("{same} there already"));
    }
    parts.join(", ")
}

/// A moment in UTC to the minute, from milliseconds since 1970.
#[must_use]
pub fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map(|t| t.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}

fn days(story: &StoryHead) -> String {
    match &story.published {
        Some((first, last)) if first == last => date(first),
        Some((first, last)) => format!("{} to {}", date(first), date(last)),
        None => "no date".to_owned(),
    }
}

/// Stories, one after the other.
#[must_use]
pub fn listed(stories: &[StoryHead], all: bool) -> String {
    let mut p = Paper::new();
    if stories.is_empty() {
        p.line(Style::new(), "No story.");
        return p.text;
    }
    for s in stories {
        let disputes = if s.disputes > 0 { count(s.disputes as usize, "open dispute") } else { String::new() };
        p.spread(0, HEADING, &s.title, ALERT, &disputes);
        let sources = count(s.sources as usize, "independent source");
        let line = format!("{} · {} · {sources} · {}", short(&s.id), count(s.reports as usize, "report"), days(s));
        p.block(3, FAINT, &line);
    }
    p.gap();
    let more = if all { "" } else { "there are more: --limit · " };
    p.block(0, FAINT, &format!("{more}rashomon stories show ID for one of them · --format jsonl for programs"));
    p.text
}

/// What became of the disputes of a story.
#[must_use]
pub fn history(disputes: &[KeptDispute]) -> String {
    let mut p = Paper::new();
    if disputes.is_empty() {
        return p.text;
    }
    p.gap();
    p.line(HEADING, "SINCE WHEN");
    for d in disputes {
        p.spread(
            1,
            Style::new(),
            &d.question,
            if d.open { ALERT } else { FAINT },
            if d.open { "open" } else { &d.status },
        );
        for step in &d.history {
            let by = step.by.as_deref().map_or(String::new(), |by| format!(", with report {}", short(by)));
            let status =
                if step.status == "gone" { "no longer found".to_owned() } else { format!("as {}", step.status) };
            p.block(5, FAINT, &format!("{}  {} {status}{by}", moment(step.at), step.what));
        }
    }
    p.text
}

/// A report that a search found: its head, and sentences of it.
pub type FoundReport = (Head, Vec<String>);

/// What a search found.
#[must_use]
pub fn found(reports: &[FoundReport], more: bool, ranked_last_only: bool) -> String {
    let mut p = Paper::new();
    if reports.is_empty() {
        p.line(Style::new(), "Nothing found.");
        return p.text;
    }
    for (head, quotes) in reports {
        let title = head.title.clone().unwrap_or_else(|| head.name.clone());
        p.spread(0, HEADING, &title, FAINT, short(&head.id));
        let mut said: Vec<String> = head.outlet.iter().cloned().collect();
        said.extend(head.published.as_deref().map(date));
        said.extend(head.url.clone());
        said.extend(head.story.as_deref().map(|s| format!("story {}", short(s))));
        p.block(3, FAINT, &said.join(" · "));
        for quote in quotes.iter().take(QUOTES) {
            p.block(3, Style::new(), &quoted(quote, 280));
        }
        if quotes.len() > QUOTES {
            p.block(3, FAINT, &format!("and {} more", quotes.len() - QUOTES));
        }
    }
    p.gap();
    if ranked_last_only {
        p.block(0, FAINT, "So many fit that the last added are shown; another word narrows it down.");
    }
    if more {
        p.block(0, FAINT, "There are more: --limit and --skip.");
    }
    p.text
}

/// What is new in a story.
#[must_use]
pub fn changes(title: &str, since: &str, parts: &[(String, Vec<(String, String)>)]) -> String {
    let mut p = Paper::new();
    p.spread(0, HEADING, title, FAINT, &format!("since {since}"));
    if parts.iter().all(|(_, lines)| lines.is_empty()) {
        p.block(1, Style::new(), "Nothing new.");
        return p.text;
    }
    for (heading, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
        p.gap();
        p.line(HEADING, heading);
        for (label, text) in lines {
            p.labelled(1, FAINT, label, 12, text);
        }
    }
    p.text
}
