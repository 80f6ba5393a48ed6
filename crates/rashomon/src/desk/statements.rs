//! What a report says, as far as it can be found by field.

use rashomon_reading::{ActorId, AttributionId, Event, Reading};
use rashomon_store::NewStatement;
use rashomon_story::Case;
use rashomon_text::{CodePoints, Span};

/// A statement with words of its own.
#[derive(Debug, Default)]
pub struct Said {
    span: (u32, u32),
    who: String,
    recipient: String,
    said_by: String,
    kind: &'static str,
    place: String,
    time: String,
    factuality: f64,
}

impl Said {
    /// As the store takes it.
    #[must_use]
    pub fn as_new(&self) -> NewStatement<'_> {
        NewStatement {
            start: self.span.0,
            end: self.span.1,
            who: &self.who,
            recipient: &self.recipient,
            said_by: &self.said_by,
            kind: self.kind,
            place: &self.place,
            time: &self.time,
            factuality: self.factuality,
        }
    }
}

/// The statements of a report: events with anything that can be asked for, and attributions whose content holds none.
#[must_use]
pub fn said(case: &Case) -> Vec<Said> {
    let Case { report, analysis, reading } = case;
    let points = CodePoints::new(&report.text);
    let sentences: Vec<Span> = analysis.sentences().map(|r| analysis.span(r)).collect();
    let sentence = |span: Span| {
        let at = sentences.partition_point(|s| s.end <= span.start);
        points.span(sentences.get(at).copied().filter(|s| s.overlaps(span)).unwrap_or(span))
    };
    let mut out: Vec<Said> = Vec::new();
    for e in &reading.events {
        let said = Said {
            span: sentence(e.span),
            who: names(report_text(case), reading, &e.actors, &e.actor_spans),
            recipient: names(report_text(case), reading, &e.recipients, &e.recipient_spans),
            said_by: sources(case, e.holder),
            kind: e.kind.map_or("", |k| k.as_str()),
            place: e.place.clone().unwrap_or_default(),
            time: time(e),
            factuality: f64::from(e.factuality),
        };
        let empty = [&said.who, &said.recipient, &said.said_by, &said.place].iter().all(|s| s.is_empty());
        if !(empty && said.kind.is_empty()) {
            out.push(said);
        }
    }
    for (k, w) in reading.attributions.iter().enumerate() {
        let tells = reading.events.iter().any(|e| e.holder.is_some_and(|h| h.0 as usize == k));
        let Some(&content) = w.content.first().filter(|_| !tells) else { continue };
        let said_by = sources(case, Some(AttributionId(k as u32)));
        out.push(Said { span: sentence(content), said_by, ..Said::default() });
    }
    out
}

fn report_text(case: &Case) -> &str {
    &case.report.text
}

/// Full names and the words of the text: "he" is found by the name, "the Kremlin" by both.
fn names(text: &str, reading: &Reading, ids: &[ActorId], spans: &[Span]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for id in ids {
        let actor = reading.actor(*id);
        all.push(&actor.name);
        all.extend(actor.country.as_deref());
    }
    all.extend(spans.iter().map(|s| s.of(text)));
    together(all)
}

/// On whose word, from the one quoted outwards.
fn sources(case: &Case, from: Option<AttributionId>) -> String {
    let mut all: Vec<&str> = Vec::new();
    let mut at = from;
    // As deep as attributions are nested.
    while let Some(id) = at {
        let w = case.reading.attribution(id);
        all.extend([w.source_actor, w.via].into_iter().flatten().map(|a| case.reading.actor(a).name.as_str()));
        all.extend(w.source.iter().map(|s| s.of(&case.report.text)));
        at = w.within;
    }
    together(all)
}

fn together(all: Vec<&str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for name in all {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.join("; ")
}

/// The day of the event, where the text gives one.
fn time(e: &Event) -> String {
    e.time.clone().unwrap_or_default()
}
