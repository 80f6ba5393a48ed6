//! Why something was read so: sentence by sentence, with the line of the table that each reading rests on.

use rashomon_lang::Analysis;
use rashomon_page::Report;
use rashomon_text::Span;

use crate::factuality::Factuality;
use crate::lexicon::{Lexicon, first_word};
use crate::parsed::Parsed;
use crate::reading::{Actor, ActorId, AttributionId, Because, EventId, Mention, MentionKind, Reading};
use crate::vocabulary::Vocabulary;

/// A sentence and all that was read from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The sentence.
    pub sentence: Span,
    /// What was read, in the order of the words.
    pub notes: Vec<(Note, Vec<Ground>)>,
}

/// One thing that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A mention of an actor.
    Actor(ActorId, Mention),
    /// A time, by its place in [`Reading::times`].
    Time(usize),
    /// On whose word.
    Attribution(AttributionId),
    /// What is said to have happened.
    Event(EventId),
}

/// A ground for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// In words.
    pub text: String,
    /// The line of a table, where there is one to change.
    pub line: Option<Because>,
}

impl Ground {
    fn rule(text: impl Into<String>) -> Self {
        Self { text: text.into(), line: None }
    }

    fn line(text: impl Into<String>, line: Because) -> Self {
        Self { text: text.into(), line: Some(line) }
    }
}

/// Explains a reading: `vocabulary`, `report` and `analysis` must be those it was made from.
///
/// ```
/// use rashomon_lang::{Model, Weights};
/// use rashomon_page::Report;
/// use rashomon_reading::{Note, Vocabulary, explain, read};
///
/// // `rashomon setup` fetches the weights.
/// let Some(bytes) = Weights::Md.cached().and_then(|path| std::fs::read(path).ok()) else { return Ok(()) };
/// let text = "Rebels attacked the port.";
/// let report = Report { text: text.to_owned(), ..Report::default() };
/// let analysis = Model::from_bytes(bytes)?.analyse(text);
/// let reading = read(&report, &analysis, Vec::new());
///
/// let explained = explain(Vocabulary::shipped(), &report, &analysis, &reading);
/// let grounds = explained[0].notes.iter().find(|(n, _)| matches!(n, Note::Event(_))).map(|(_, g)| g).unwrap();
/// let line = grounds[0].line.unwrap();
/// assert_eq!((line.table, line.entry), ("plover.tsv", "attack"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn explain(vocabulary: &Vocabulary, report: &Report, analysis: &Analysis, reading: &Reading) -> Vec<Explained> {
    let p = Parsed { text: &report.text, a: analysis };
    let lexicon = &vocabulary.0;
    let mut e = Explainer { p, lexicon, reading, facts: Factuality::new(p, lexicon) };
    let mut out: Vec<Explained> =
        analysis.sentences().map(|r| Explained { sentence: analysis.span(r), notes: Vec::new() }).collect();
    let mut put = |at: Span, note: Note, grounds: Vec<Ground>| {
        let k = out.partition_point(|s| s.sentence.end <= at.start);
        if let Some(s) = out.get_mut(k) {
            s.notes.push((note, grounds));
        }
    };
    for (k, a) in reading.actors.iter().enumerate() {
        for (n, m) in a.mentions.iter().enumerate() {
            put(m.span, Note::Actor(ActorId(k as u32), *m), e.actor(a, m, n));
        }
    }
    for (k, t) in reading.times.iter().enumerate() {
        put(t.span, Note::Time(k), Vec::new());
    }
    for (k, w) in reading.attributions.iter().enumerate() {
        let at = w.cue.first().or(w.content.first());
        if let Some(&at) = at {
            put(at, Note::Attribution(AttributionId(k as u32)), e.attribution(k));
        }
    }
    for (k, event) in reading.events.iter().enumerate() {
        put(event.span, Note::Event(EventId(k as u32)), e.event(k));
    }
    for s in &mut out {
        // By kind, then by place: who, when, on whose word, what.
        s.notes.sort_by_key(|(n, _)| match n {
            Note::Actor(_, m) => (0, m.span.start),
            Note::Time(k) => (1, reading.times[*k].span.start),
            Note::Attribution(w) => (2, reading.attribution(*w).cue.first().map_or(0, |c| c.start)),
            Note::Event(x) => (3, reading.event(*x).span.start),
        });
    }
    out
}

struct Explainer<'a> {
    p: Parsed<'a>,
    lexicon: &'a Lexicon,
    reading: &'a Reading,
    facts: Factuality<'a>,
}

impl Explainer<'_> {
    fn actor(&self, a: &Actor, m: &Mention, nth: usize) -> Vec<Ground> {
        let words = m.span.of(self.p.text);
        let mut out = Vec::new();
        match m.kind {
            MentionKind::Name | MentionKind::Adjective => {
                if let Some(name) = self.name_entry(words).or_else(|| self.name_entry(&a.name)) {
                    out.push(Ground::line("a name of the table", name));
                } else if let Some(e) = self.entity(m.span) {
                    out.push(Ground::rule(format!("the engine took it for a name ({e})")));
                }
                // Of several offices the one that the reading names, else the latest.
                let held = self.lexicon.holders.iter().filter(|h| h.name == a.name);
                if let Some(h) = held.max_by_key(|h| (Some(h.role.as_str()) == a.role.as_deref(), &h.since)) {
                    out.push(Ground::line("holds an office", h.from));
                }
            }
            MentionKind::Nominal => {
                let head = m.head as usize;
                let lemma = self.p.a.lemma(head).to_lowercase();
                let found = [lemma.as_str(), self.p.a.lower(head)]
                    .into_iter()
                    .find_map(|w| self.lexicon.where_is("person_nouns.tsv", w));
                out.extend(found.map(|line| Ground::line("a noun for who acts", line)));
            }
            MentionKind::Pronoun => {
                out.push(Ground::rule("the likeliest of those named before, by number, gender and place"));
                return out;
            }
        }
        if nth > 0 && m.kind == MentionKind::Nominal {
            out.push(Ground::rule("takes up an earlier mention"));
        }
        out
    }

    fn name_entry(&self, words: &str) -> Option<Because> {
        let bare = words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(words);
        self.lexicon.names.get(first_word(bare))?.iter().find(|n| n.text == bare).map(|n| n.from)
    }

    fn entity(&self, span: Span) -> Option<&'static str> {
        let a = self.p.a;
        a.entities().iter().find(|e| a.span(e.first as usize..e.last as usize).overlaps(span)).map(|e| e.label.as_str())
    }

    fn attribution(&self, k: usize) -> Vec<Ground> {
        let w = &self.reading.attributions[k];
        let mut out = Vec::new();
        let cue = w.cue_token.map(|t| t as usize);
        let words = cue.into_iter().flat_map(|t| [self.p.lemma_with_particle(t), self.p.a.lower(t).to_owned()]);
        let lemma = cue.map(|t| self.p.a.lemma(t).to_lowercase());
        if let Some(line) = words.chain(lemma).find_map(|word| self.lexicon.where_is("cues.tsv", &word)) {
            out.push(Ground::line("a cue", line));
        } else {
            out.push(Ground::rule("a quotation, and whoever stands next to it"));
        }
        if w.anonymous {
            out.push(Ground::rule("the source has no name"));
        }
        out
    }

    fn event(&mut self, k: usize) -> Vec<Ground> {
        let e = &self.reading.events[k];
        let mut out = Vec::new();
        out.extend(e.because.map(|line| Ground::line("typed", line)));
        out.extend(e.recast.map(Ground::rule));
        self.certainty(e.head as usize, &mut out);
        if e.factuality != self.facts.of(e.head as usize) {
            out.push(Ground::rule("only promised, threatened or asked for"));
        }
        out
    }

    /// Why it is held for as sure as it is: the rules that set the value, from the nearest word, each with the line of
    /// the table that names the word.
    fn certainty(&mut self, i: usize, out: &mut Vec<Ground>) {
        let p = self.p;
        for why in self.facts.grounds(i) {
            let text = format!("{} “{}”", why.rule, p.word(why.word));
            let line = [p.lemma_with_particle(why.word), p.a.lower(why.word).to_owned()]
                .iter()
                .find_map(|w| self.lexicon.where_is("factuality.tsv", w));
            out.push(Ground { text, line });
        }
    }
}
