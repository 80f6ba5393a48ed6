//! What was read from a sentence, for whoever asks about it.

use rashomon_lang::Model;
use rashomon_page::Report;
use rashomon_text::CodePoints;

use super::paragraphs::Paragraph;
use crate::human::{Explained, date, explained};
use crate::pipeline::{Settings, understand};
use crate::wire::Points;
use crate::wire::reading::{Attribution, Event, ReadingLine};

/// What was read from a sentence.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// Who says what in it.
    pub words: Vec<Word>,
    /// What is told in it.
    pub events: Vec<Told>,
    /// Rules and lines of tables that led to it, where the engine was asked.
    pub why: Vec<Why>,
}

/// Somebody's word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Who.
    pub source: String,
    /// By which words it is told that it is said.
    pub cue: String,
    /// What.
    pub content: String,
    /// Nobody is named for it.
    pub unnamed: bool,
    /// Through whom it came.
    pub via: String,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
}

/// Something told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The word for it.
    pub predicate: String,
    /// The type of PLOVER.
    pub kind: String,
    /// Who does it: name, and where the actor's page is.
    pub who: Vec<String>,
    /// To whom.
    pub to: Vec<String>,
    /// Where, when, how many.
    pub facts: Vec<String>,
    /// How surely.
    pub certainty: String,
    /// On whose word.
    pub word: String,
}

/// Why something was read so.
#[derive(Clone, Debug, Default)]
pub struct Why {
    /// `who`, `when`, `word` or `what`.
    pub label: &'static str,
    /// What was read.
    pub text: String,
    /// Why.
    pub grounds: Vec<String>,
}

/// What was read from what stands at `asked`, as it is kept.
#[must_use]
pub fn read(line: &ReadingLine<'_>, asked: Points) -> Read {
    let text: Vec<char> = line.text.chars().collect();
    let words = |span: &Points| -> String {
        text.get(span.0 as usize..span.1 as usize).map(|c| c.iter().collect()).unwrap_or_default()
    };
    let joined = |spans: &[Points]| spans.iter().map(&words).collect::<Vec<_>>().join(" … ");
    let name = |id: &str| line.actors.iter().find(|a| a.id == id).map(|a| a.name.clone().into_owned());
    let source = |a: &Attribution<'_>| {
        let actor = a.source_actor.as_deref().and_then(|id| line.actors.iter().find(|x| x.id == id));
        let named = actor.filter(|x| !x.anonymous).map(|x| x.name.clone().into_owned());
        named.unwrap_or_else(|| joined(&a.source))
    };
    let meets = |span: &Points| span.0 < asked.1 && asked.0 < span.1;
    let attributions = line.attributions.iter().filter(|a| a.content.iter().chain(&a.cue).any(meets));
    let told = |e: &Event<'_>| {
        let mut facts: Vec<String> = e.place.iter().map(|p| format!("in {p}")).collect();
        facts.extend(e.time.as_deref().map(date));
        facts.extend(e.quantities.iter().map(|q| format!("{} {}", words(&(q.start, q.end)), q.of)));
        let holder = e.holder.as_deref().and_then(|h| line.attributions.iter().find(|a| a.id == h));
        Told {
            predicate: words(&(e.start, e.end)),
            kind: e.kind.as_deref().unwrap_or_default().to_owned(),
            who: e.actors.iter().filter_map(|a| name(a)).collect(),
            // Nobody acts upon himself; what reads so is one party told twice.
            to: e.recipients.iter().filter(|r| !e.actors.contains(r)).filter_map(|a| name(a)).collect(),
            facts,
            certainty: certainty(e.factuality).to_owned(),
            word: holder.map(source).unwrap_or_default(),
        }
    };
    let tells = |e: &&Event<'_>| {
        meets(&(e.start, e.end)) && (e.kind.is_some() || !(e.actors.is_empty() && e.recipients.is_empty()))
    };
    Read {
        words: attributions
            .map(|a| Word {
                source: source(a),
                cue: joined(&a.cue),
                content: joined(&a.content),
                unnamed: a.anonymous,
                via: a.via.as_deref().and_then(name).unwrap_or_default(),
                kind: a.kind.clone().into_owned(),
            })
            .collect(),
        events: line.events.iter().filter(tells).map(told).collect(),
        why: Vec::new(),
    }
}

/// Why it was read so: the report is read once more.
#[must_use]
pub fn why(report: Report, asked: Points, model: &Model, settings: Settings) -> Vec<Why> {
    let case = understand(model, report, settings);
    let points = CodePoints::new(&case.report.text);
    let meets = |e: &Explained| {
        let (start, end) = points.span(e.sentence);
        start < asked.1 && asked.0 < end
    };
    explained(&case, settings.vocabulary)
        .into_iter()
        .filter(meets)
        .flat_map(|e| e.notes)
        .map(|n| Why { label: n.label, text: n.text, grounds: n.grounds })
        .collect()
}

/// Factuality in words.
fn certainty(f: f64) -> &'static str {
    crate::human::certainty(f as f32)
}

/// The whole sentences that a place stands in.
#[must_use]
pub fn sentences(line: &ReadingLine<'_>, asked: Points) -> Points {
    let mut all = line.sentences.iter().filter(|s| s.0 < asked.1 && asked.0 < s.1);
    let Some(first) = all.next() else { return asked };
    let last = all.next_back().unwrap_or(first);
    (first.0.min(asked.0), last.1.max(asked.1))
}

/// The number of the paragraph after which what was read is shown.
#[must_use]
pub fn after(paragraphs: &[Paragraph]) -> usize {
    paragraphs.iter().filter(|p| p.asked).map(|p| p.number).max().unwrap_or(0)
}
