//! Events of a story with all who tell of them.

use std::collections::HashMap;

use crate::wire::comparison::{EventLine, MentionLine};
use crate::wire::reading::Event;

use super::Told;
use super::days::{Days, days};
use super::ids::{self, Id};
use super::view::{View, Views};

/// One event of a story.
pub struct Happening<'t> {
    /// The id of the event in the story.
    pub event: &'t str,
    /// When, as a value of TIMEX3; empty where nobody says.
    pub date: &'t str,
    /// The days of it, where it names any.
    pub days: Option<Days>,
    /// Tellings in order of the reports; at least one.
    pub tellings: Vec<Telling<'t>>,
    /// The name of the event whatever else is read.
    pub id: Id,
}

/// One telling of an event.
#[derive(Clone, Copy)]
pub struct Telling<'t> {
    /// The number of the report in the story.
    pub report: usize,
    pub event: &'t Event<'t>,
}

impl<'t> Telling<'t> {
    pub fn view<'v>(&self, views: &'v Views<'t>) -> &'v View<'t> {
        &views.reports[self.report]
    }

    /// The sentence that tells it.
    pub fn sentence(&self, views: &Views<'t>) -> &'t str {
        let view = self.view(views);
        view.text.of(view.sentence(self.event))
    }

    /// "Askvik Post: “The quay was shut.” (according to the mayor)", one report a line.
    pub fn line(&self, views: &Views<'t>) -> String {
        let view = self.view(views);
        let sources = view.according_to(self.event);
        let on_whose_word =
            if sources.is_empty() { String::new() } else { format!(" (according to {})", sources.join(", told by ")) };
        let outlet = view.outlet();
        super::clean::line(&format!("{outlet}: “{}”{on_whose_word}", self.sentence(views)))
    }
}

impl<'t> Happening<'t> {
    /// Whether all who tell of it say that it did not or will not happen.
    pub fn is_denied(&self) -> bool {
        self.tellings.iter().all(|t| t.event.factuality < 0.0)
    }

    /// Whether somebody tells it as what has happened, rather than as what may or shall.
    pub fn is_told_as_done(&self, views: &Views<'t>) -> bool {
        self.tellings.iter().any(|t| {
            let published = t.view(views).line.published.as_deref().and_then(days);
            let later = matches!((self.days, published), (Some(then), Some(now)) if then.first > now.last);
            t.event.factuality >= 2.0 && t.event.intends.is_none() && !later
        })
    }

    /// One telling for each report, the earliest report first.
    pub fn by_report(&self, views: &Views<'t>) -> Vec<Telling<'t>> {
        let mut tellings = self.tellings.clone();
        tellings.sort_by_key(|t| (order(*t, views), t.event.start));
        tellings.dedup_by_key(|t| t.report);
        tellings
    }
}

/// Earlier reports first, those without a date last.
fn order<'t>(t: Telling<'t>, views: &Views<'t>) -> (bool, Option<&'t str>, usize) {
    let published = t.view(views).line.published.as_deref();
    (published.is_none(), published, t.report)
}

/// The events of a story, in its order. What no report tells of as an event is left out.
pub fn events<'t>(told: &'t Told<'t>, views: &Views<'t>) -> Vec<Happening<'t>> {
    let number: HashMap<&str, usize> = told.reports.iter().enumerate().map(|(k, r)| (r.id.as_ref(), k)).collect();
    let dates: HashMap<&str, &'t str> =
        told.story.timeline.iter().map(|t| (t.event.as_str(), t.date.as_ref())).collect();
    let one = |event: &'t EventLine<'t>| {
        let telling = |m: &'t MentionLine<'t>| {
            let &report = number.get(m.report.as_ref())?;
            views.reports[report].event_at((m.start, m.end)).map(|event| Telling { report, event })
        };
        let tellings: Vec<Telling<'t>> = event.mentions.iter().filter_map(telling).collect();
        let first = tellings.iter().copied().min_by_key(|t| (order(*t, views), t.event.start))?;
        let known_by = ids::known_by(first.view(views).line);
        let id = Id::of("event", &[known_by, &first.event.start.to_string(), &first.event.lemma]);
        let date = dates.get(event.id.as_str()).copied().unwrap_or_default();
        Some(Happening { event: &event.id, date, days: days(date), tellings, id })
    };
    told.story.events.iter().filter_map(one).collect()
}

/// Those that have a date, in order of time.
pub fn dated<'t>(told: &'t Told<'t>, views: &Views<'t>) -> Vec<Happening<'t>> {
    let place: HashMap<&str, usize> =
        told.story.timeline.iter().enumerate().map(|(k, t)| (t.event.as_str(), k)).collect();
    let mut all: Vec<Happening<'t>> = events(told, views).into_iter().filter(|h| place.contains_key(h.event)).collect();
    all.sort_by_key(|h| place.get(h.event).copied());
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::testing;

    #[test]
    fn what_is_still_to_come_is_not_told_as_done() {
        let told = testing::quay();
        let views = Views::new(&told);
        let all = dated(&told, &views);
        let done: Vec<bool> = all.iter().map(|h| h.is_told_as_done(&views)).collect();
        assert_eq!(done, [true, false]);
        assert!(all.iter().all(|h| !h.is_denied()));
        assert_eq!(all[0].tellings.len(), 2);
        let line = all[0].by_report(&views)[0].line(&views);
        assert!(
            line.starts_with("Askvik Post: “The mayor closed") && line.ends_with("(according to a harbour official)"),
            "{line}"
        );
    }
}
