//! From a report and its grammar to a reading.

use rashomon_lang::Analysis;
use rashomon_page::Report;
use rashomon_text::Span;
use rashomon_times::Timex;

use crate::parsed::Parsed;
use crate::reading::Reading;
use crate::vocabulary::Vocabulary;
use crate::{actors, attributions, events, presuppose, quotes};

/// Reads a report.
///
/// A pure function: the same report, analysis and times give the same reading.
/// `analysis` and `times` must be those of `report.text`.
#[must_use]
pub fn read(report: &Report, analysis: &Analysis, times: Vec<Timex>) -> Reading {
    read_with(Vocabulary::shipped(), report, analysis, times)
}

/// Reads a report by a vocabulary with a user's own lines; otherwise as [`read`].
#[must_use]
pub fn read_with(vocabulary: &Vocabulary, report: &Report, analysis: &Analysis, times: Vec<Timex>) -> Reading {
    let lexicon = &vocabulary.0;
    let p = Parsed { text: &report.text, a: analysis };
    let paragraphs: Vec<Span> = if report.paragraphs.is_empty() {
        vec![Span::new(0, report.text.len())]
    } else {
        report.paragraphs.iter().map(|q| q.span).collect()
    };
    let mut cast = actors::find(p, lexicon, report.published.as_ref().map(|d| d.date));
    let set_off = quotes::set_off(&report.paragraphs);
    let quotations = quotes::find_all(&report.text, &paragraphs, &set_off);
    let attributions = attributions::find(p, &cast, &quotations, &paragraphs, &set_off, lexicon);
    for i in 0..analysis.len() {
        if matches!(analysis.lower(i), "i" | "we" | "me" | "us" | "my" | "our" | "myself" | "ourselves") {
            let span = analysis.token(i).span;
            if let Some(who) = attributions::speakers(&attributions, &quotations, span) {
                cast.bind(i, span, who);
            }
        }
    }
    let events = events::find(p, &cast, &attributions, &times, lexicon);
    let warnings = presuppose::warnings(report, p, &cast, &times, lexicon);
    Reading { actors: cast.actors, attributions, events, times, warnings }
}
