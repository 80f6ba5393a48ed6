//! A story as formats look at it: words by their offsets, actors and sources by their ids, events by where they are told.

use std::collections::HashMap;

use crate::wire::Points;
use crate::wire::reading::{Actor, Attribution, Event, ReadingLine};

use super::Told;

/// A text that is sliced by code points.
pub struct Text<'t> {
    text: &'t str,
    /// The byte at which each 64th code point begins.
    at: Vec<usize>,
}

impl<'t> Text<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: text.char_indices().step_by(64).map(|(byte, _)| byte).collect() }
    }

    fn byte(&self, point: u32) -> usize {
        let point = point as usize;
        let Some(&block) = self.at.get(point / 64) else { return self.text.len() };
        self.text[block..].char_indices().nth(point % 64).map_or(self.text.len(), |(byte, _)| block + byte)
    }

    /// The words at `[start, end)`; what is not within the text is nothing.
    pub fn of(&self, (start, end): Points) -> &'t str {
        self.text.get(self.byte(start)..self.byte(end)).unwrap_or_default()
    }
}

/// One report.
pub struct View<'t> {
    /// The line for it.
    pub line: &'t ReadingLine<'t>,
    /// Its text.
    pub text: Text<'t>,
    events: HashMap<Points, usize>,
}

/// What an id as `a7` counts, from 0.
fn number(id: &str) -> Option<usize> {
    id.get(1..)?.parse::<usize>().ok()?.checked_sub(1)
}

impl<'t> View<'t> {
    fn new(line: &'t ReadingLine<'t>) -> Self {
        let mut events = HashMap::with_capacity(line.events.len());
        for (k, e) in line.events.iter().enumerate() {
            events.entry((e.start, e.end)).or_insert(k);
        }
        Self { line, text: Text::new(&line.text), events }
    }

    /// The actor of this id.
    pub fn actor(&self, id: &str) -> Option<&'t Actor<'t>> {
        self.line.actors.get(number(id)?)
    }

    fn attribution(&self, id: &str) -> Option<&'t Attribution<'t>> {
        self.line.attributions.get(number(id)?)
    }

    /// The event at this place.
    pub fn event_at(&self, at: Points) -> Option<&'t Event<'t>> {
        self.events.get(&at).map(|&k| &self.line.events[k])
    }

    /// The sentence that an event is told in, else the event alone.
    pub fn sentence(&self, e: &Event<'_>) -> Points {
        let k = self.line.sentences.partition_point(|s| s.1 <= e.start);
        self.line.sentences.get(k).copied().filter(|s| s.0 <= e.start && e.end <= s.1).unwrap_or((e.start, e.end))
    }

    /// The attributions that an event stands in, from the innermost outwards; none where it is the outlet's own word.
    pub fn words_of(&self, e: &Event<'_>) -> Vec<&'t Attribution<'t>> {
        let mut out: Vec<&Attribution<'_>> = Vec::new();
        let mut at = e.holder.as_deref();
        while let Some(w) = at.and_then(|id| self.attribution(id)) {
            // What was kept elsewhere may be wrong, and must not run in a circle.
            if out.len() >= self.line.attributions.len() {
                break;
            }
            out.push(w);
            at = w.within.as_deref();
        }
        out
    }

    /// Who says it, in words.
    pub fn source(&self, w: &Attribution<'t>) -> Option<&'t str> {
        let named =
            w.source_actor.as_deref().and_then(|id| self.actor(id)).filter(|a| !a.anonymous).map(|a| a.name.as_ref());
        named.or_else(|| w.source.first().map(|&s| self.text.of(s))).filter(|s| !s.is_empty())
    }

    /// On whose word an event stands, from the one quoted outwards.
    pub fn according_to(&self, e: &Event<'_>) -> Vec<&'t str> {
        self.words_of(e).into_iter().filter_map(|w| self.source(w)).collect()
    }

    /// Outlet, else the report's name.
    pub fn outlet(&self) -> &'t str {
        self.line.outlet.as_deref().unwrap_or(&self.line.id)
    }
}

/// One story.
pub struct Views<'t> {
    /// Its reports, in order.
    pub reports: Vec<View<'t>>,
    by_id: HashMap<&'t str, usize>,
    events: HashMap<(&'t str, Points), &'t str>,
}

impl<'t> Views<'t> {
    pub fn new(told: &'t Told<'t>) -> Self {
        let events = told
            .story
            .events
            .iter()
            .flat_map(|e| e.mentions.iter().map(|m| ((m.report.as_ref(), (m.start, m.end)), e.id.as_str())));
        Self {
            reports: told.reports.iter().map(View::new).collect(),
            by_id: told.reports.iter().enumerate().map(|(k, r)| (r.id.as_ref(), k)).collect(),
            events: events.collect(),
        }
    }

    /// The report of this id.
    pub fn report(&self, id: &str) -> Option<&View<'t>> {
        self.by_id.get(id).map(|&k| &self.reports[k])
    }

    /// The event of the story that a report's event is a telling of.
    pub fn story_event(&self, report: &str, e: &Event<'_>) -> Option<&'t str> {
        self.events.get(&(report, (e.start, e.end))).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::testing;

    #[test]
    fn words_are_found_by_code_points() {
        let text = "a\u{301}“Łódź”—🙂 ".repeat(40);
        let found = Text::new(&text);
        for start in 0..200 {
            let expected: String = text.chars().skip(start).take(7).collect();
            assert_eq!(found.of((start as u32, start as u32 + 7)), expected);
        }
        assert_eq!(found.of((9999, 10_000)), "");
        assert_eq!(found.of((5, 2)), "");
    }

    #[test]
    fn sources_are_told_from_the_innermost_outwards() {
        let told = testing::quay();
        let views = Views::new(&told);
        let report = views.report("askvik").expect("there");
        let closed = &report.line.events[0];
        assert_eq!(report.text.of((closed.start, closed.end)), "closed");
        assert_eq!(report.according_to(closed), ["a harbour official"]);
        assert_eq!(views.story_event("askvik", closed), Some("x1"));
        let sentence = report.text.of(report.sentence(closed));
        assert!(sentence.starts_with("The mayor closed") && sentence.ends_with("said."), "{sentence}");
    }

    #[test]
    fn attributions_in_a_circle_end() {
        let mut told = testing::quay();
        told.reports[0].attributions[0].within = Some("w1".to_owned());
        let views = Views::new(&told);
        let report = &views.reports[0];
        assert_eq!(report.words_of(&report.line.events[0]).len(), 1);
    }
}
