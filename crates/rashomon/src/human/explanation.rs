//! What was read from each sentence, and why: so that a wrong reading can be mended in a table.

use anstyle::Style;
use rashomon_reading::{Because, Event, Ground, Note, Vocabulary, explain};
use rashomon_story::Case;
use rashomon_text::Span;

use super::paper::{ALERT, FAINT, HEADING, Paper, quoted};
use super::reading::{certainty, joined, parties, source};

/// A report, sentence by sentence.
#[must_use]
pub fn explanation(case: &Case, vocabulary: &Vocabulary) -> String {
    let mut p = Paper::new();
    let report = &case.report;
    let text = &report.text;
    let title = report.title.clone().unwrap_or_else(|| report.id.clone());
    p.spread(0, HEADING, &title, FAINT, &report.id);
    let r = &case.reading;
    let explained = explained(case, vocabulary);
    for w in report.problems.iter().chain(&r.warnings) {
        p.block(0, ALERT, &format!("! {w}"));
    }
    if explained.is_empty() {
        let why =
            if text.trim().is_empty() { "No text of an article was found in it." } else { "Nothing of it was read." };
        p.block(0, Style::new(), why);
    }
    for (n, s) in explained.iter().enumerate() {
        p.gap();
        let words = s.sentence.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        p.labelled(0, HEADING, &format!("{}", n + 1), 4, &words);
        if s.notes.is_empty() && !s.bare {
            p.block(4, FAINT, "nothing was read from it");
        }
        for note in &s.notes {
            p.labelled(4, FAINT, note.label, 6, &note.text);
            for g in &note.grounds {
                p.block(12, FAINT, &format!("· {g}"));
            }
        }
    }
    p.gap();
    p.text
}

/// A sentence with what was read from it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Where it stands.
    pub sentence: Span,
    /// What was read, in order of the text.
    pub notes: Vec<ExplainedNote>,
    /// Something was read that tells a person nothing.
    pub bare: bool,
}

/// One thing that was read, and why.
#[derive(Clone, Debug)]
pub struct ExplainedNote {
    /// `who`, `when`, `word` or `what`.
    pub label: &'static str,
    /// In words.
    pub text: String,
    /// The rules, and the lines of tables, that led to it.
    pub grounds: Vec<String>,
}

/// What was read from each sentence, and why, in words.
#[must_use]
pub fn explained(case: &Case, vocabulary: &Vocabulary) -> Vec<Explained> {
    let r = &case.reading;
    let one = |s: rashomon_reading::Explained| {
        // A noun with nobody in it tells a person nothing beside the verbs; programs find it in the JSON.
        let tells = |note: &Note| !matches!(note, Note::Event(id) if bare(r.event(*id)));
        let note = |(note, grounds): &(Note, Vec<Ground>)| {
            let (label, text) = in_words(case, note);
            ExplainedNote { label, text, grounds: grounds.iter().map(ground).collect() }
        };
        let notes: Vec<ExplainedNote> = s.notes.iter().filter(|(n, _)| tells(n)).map(note).collect();
        Explained { sentence: s.sentence, bare: notes.len() < s.notes.len(), notes }
    };
    explain(vocabulary, &case.report, &case.analysis, r).into_iter().map(one).collect()
}

fn in_words(case: &Case, note: &Note) -> (&'static str, String) {
    let (text, r) = (&case.report.text, &case.reading);
    match note {
        Note::Actor(id, m) => {
            let a = r.actor(*id);
            let mut line = format!("“{}” is {} ({}", m.span.of(text), a.name, a.kind.as_str().replace('_', " "));
            for fact in [a.role.as_deref(), a.country.as_deref()].into_iter().flatten() {
                line.push_str(", ");
                line.push_str(fact);
            }
            line.push(')');
            ("who", line)
        }
        Note::Time(k) => {
            let t = &r.times[*k];
            ("when", format!("“{}” is {} {}", t.span.of(text), t.kind.as_str(), t.value))
        }
        Note::Attribution(id) => {
            let w = r.attribution(*id);
            let (cue, content) = (joined(&w.cue, text), quoted(&joined(&w.content, text), 160));
            ("word", format!("{} · {cue} · {content}", source(case, id.0 as usize)))
        }
        Note::Event(id) => {
            let e = r.event(*id);
            let mut line = e.kind.map_or(String::new(), |k| format!("{} ", k.as_str()));
            line.push_str(&format!("“{}”", e.span.of(text)));
            if !(e.actors.is_empty() && e.recipients.is_empty()) {
                line.push_str(&format!(" · {}", parties(r, e)));
            }
            if let Some(b) = e.about {
                line.push_str(&format!(" · about “{}”", r.event(b).span.of(text)));
            }
            for fact in [e.place.as_deref(), e.time.as_deref()].into_iter().flatten() {
                line.push_str(&format!(" · {fact}"));
            }
            line.push_str(&format!(" · {} ({:+.1})", certainty(e.factuality), e.factuality));
            if let Some(h) = e.holder {
                line.push_str(&format!(" · says {}", source(case, h.0 as usize)));
            }
            ("what", line)
        }
    }
}

/// A noun without type, party, place, time, number or content.
fn bare(e: &Event) -> bool {
    e.nominal
        && e.kind.is_none()
        && e.actors.is_empty()
        && e.recipients.is_empty()
        && e.about.is_none()
        && e.place.is_none()
        && e.time.is_none()
        && e.quantities.is_empty()
}

fn ground(g: &Ground) -> String {
    match &g.line {
        None => g.text.to_string(),
        Some(Because { table, line, entry }) => {
            // A line of words is long; the first column names its class.
            let entry = match entry.split_once('\t') {
                Some((class, rest)) if rest.len() > 40 => format!("{class} …"),
                _ => entry.replace('\t', " | "),
            };
            format!("{}: {table}:{line} “{entry}”", g.text)
        }
    }
}
