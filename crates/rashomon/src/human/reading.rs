//! One report for a person: what it says of itself, who says what, what is told.

use anstyle::Style;
use rashomon_reading::{Event, Reading};
use rashomon_story::Case;
use rashomon_text::Span;

use super::paper::{ALERT, FAINT, HEADING, Paper, count, date, quoted};

/// One report.
#[must_use]
pub fn reading(case: &Case) -> String {
    let mut p = Paper::new();
    let report = &case.report;
    let title = report.title.clone().unwrap_or_else(|| report.id.clone());
    p.spread(0, HEADING, &title, FAINT, &report.id);
    let mut facts: Vec<String> = vec![report.outlet.clone().unwrap_or_else(|| "outlet not known".to_owned())];
    if !report.byline.is_empty() {
        facts.push(format!("by {}", report.byline.join(", ")));
    }
    match (&report.published, report.dateline.as_ref().and_then(|d| d.date)) {
        (Some(d), _) => {
            // A moment in UTC may lie on another day than the outlet's clock showed.
            let clock = d.moment.filter(|m| m.at.date().to_string() == d.date.to_string());
            let clock = clock.map_or(String::new(), |m| m.to_string().replacen(&format!("{}T", d.date), ", ", 1));
            facts.push(format!("{}{clock} ({})", date(&d.date.to_string()), d.basis));
        }
        (None, Some(d)) => facts.push(format!("{} (dateline)", date(&d.to_string()))),
        (None, None) => facts.push("no date of its own".to_owned()),
    }
    if !report.entries.is_empty() {
        facts.push(format!("a running report of {}", count(report.entries.len(), "dated part")));
    }
    if !report.agencies.is_empty() {
        let named =
            report.agencies.iter().map(|a| if a.whole { a.name.clone() } else { format!("{} in part", a.name) });
        facts.push(format!("from {}", named.collect::<Vec<_>>().join(", ")));
    }
    p.block(0, Style::new(), &facts.join(" · "));
    for n in &report.notes {
        p.labelled(0, FAINT, n.kind.as_str(), 14, &quoted(&n.text, 260));
    }
    for w in report.problems.iter().chain(&case.reading.warnings) {
        p.block(0, ALERT, &format!("! {w}"));
    }
    let r = &case.reading;
    if report.text.trim().is_empty() {
        p.block(0, Style::new(), "No text of an article was found in it.");
        p.gap();
        return p.text;
    }

    if !r.attributions.is_empty() {
        p.gap();
        p.line(HEADING, "WHO SAYS WHAT");
        for (k, w) in r.attributions.iter().enumerate() {
            if w.content.is_empty() {
                continue;
            }
            let source = source(case, k);
            let within = w.within.map_or(String::new(), |o| format!(" (so {})", self::source(case, o.0 as usize)));
            let cue = joined(&w.cue, &report.text);
            p.block(3, Style::new(), &format!("{source} · {cue}{within}"));
            p.block(6, Style::new(), &quoted(&joined(&w.content, &report.text), 260));
        }
    }

    let told: Vec<&Event> =
        r.events.iter().filter(|e| e.kind.is_some() && !(e.actors.is_empty() && e.recipients.is_empty())).collect();
    if !told.is_empty() {
        p.gap();
        p.line(HEADING, "WHAT IS TOLD");
        for e in told {
            let kind = e.kind.map_or("", |k| k.as_str());
            let mut line = format!("{} · {}", parties(r, e), e.span.of(&report.text));
            if let Some(b) = e.about {
                line.push_str(&format!(" · about: {}", r.event(b).span.of(&report.text)));
            }
            if let Some(place) = &e.place {
                line.push_str(&format!(" · {place}"));
            }
            if let Some(t) = &e.time {
                line.push_str(&format!(" · {}", date(t)));
            }
            line.push_str(&format!(" · {}", certainty(e.factuality)));
            if let Some(h) = e.holder {
                line.push_str(&format!(", says {}", source(case, h.0 as usize)));
            }
            p.labelled(3, FAINT, kind, 11, &line);
        }
    }
    p.gap();
    let named = r.actors.iter().filter(|a| a.named).count();
    p.block(
        0,
        FAINT,
        &format!(
            "{}, {}, {}, {} · --format jsonl for programs",
            count(named, "named actor"),
            count(r.attributions.len(), "attribution"),
            count(r.events.len(), "predicate"),
            count(r.times.len(), "time"),
        ),
    );
    p.gap();
    p.text
}

pub(super) fn source(case: &Case, k: usize) -> String {
    let w = &case.reading.attributions[k];
    let named = w.source_actor.map(|a| case.reading.actor(a)).filter(|a| a.named).map(|a| a.name.clone());
    let words = || {
        w.source
            .iter()
            .map(|s| s.of(&case.report.text))
            .collect::<Vec<_>>()
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut s = named.unwrap_or_else(words);
    if s.is_empty() {
        s = "nobody named".to_owned();
    }
    if w.anonymous {
        s.push_str(" (unnamed)");
    }
    if let Some(v) = w.via {
        s.push_str(&format!(", to {}", case.reading.actor(v).name));
    }
    s
}

pub(super) fn parties(r: &Reading, e: &Event) -> String {
    let side = |ids: &[rashomon_reading::ActorId]| {
        ids.iter().map(|&a| r.actor(a).name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (a, b) = (side(&e.actors), side(&e.recipients));
    match (a.is_empty(), b.is_empty()) {
        (false, false) => format!("{a} → {b}"),
        (true, _) => format!("? → {b}"),
        (_, true) => a,
    }
}

/// Words that stand apart, with an ellipsis for what lies between.
pub(super) fn joined(spans: &[Span], text: &str) -> String {
    spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
}

/// Factuality in words.
pub(crate) fn certainty(f: f32) -> &'static str {
    match f {
        f if f >= 2.4 => "told as a fact",
        f if f >= 1.3 => "told as likely or as said",
        f if f > -1.0 => "open",
        f if f > -2.0 => "told as unlikely",
        _ => "told as not so",
    }
}
