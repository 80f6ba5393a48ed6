//! From a report to a case: grammar, times, reading.

use rashomon_lang::{Analysis, Model};
use rashomon_page::Report;
use rashomon_reading::Reading;
use rashomon_story::Case;
use rashomon_times::Anchor;

/// What the user says about the reports.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// The year of dates that stand without one.
    pub year: Option<i16>,
}

/// Reads a report. A report in another language than English is kept unread, and says so.
#[must_use]
pub fn understand(model: &Model, mut report: Report, settings: Settings) -> Case {
    if let Some(year) = settings.year {
        give_year(&mut report, year);
    }
    let english = report.language.as_deref().is_none_or(|l| l.to_ascii_lowercase().starts_with("en"));
    if !english {
        let language = report.language.clone().unwrap_or_default();
        report.problems.push(format!("in another language than English ({language}): kept, but not read"));
        return Case { report, analysis: Analysis::default(), reading: Reading::default() };
    }
    let analysis = model.analyse(&report.text);
    let date = report.published.as_ref().map(|d| d.date).or_else(|| report.dateline.as_ref().and_then(|d| d.date));
    let times = rashomon_times::find(&report.text, &Anchor { date }, Some(&analysis));
    let reading = rashomon_reading::read(&report, &analysis, times);
    Case { report, analysis, reading }
}

/// Completes dates without a year by the one that the user gave.
fn give_year(report: &mut Report, year: i16) {
    let complete = |d: &mut rashomon_text::PartialDate| {
        if d.year.is_none() {
            *d = d.with_year(year);
        }
    };
    if let Some(d) = report.dateline.as_mut().and_then(|d| d.date.as_mut()) {
        complete(d);
    }
    if let Some(d) = &mut report.published {
        complete(&mut d.date);
    }
}
