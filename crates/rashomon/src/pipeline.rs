//! From a report to a case: grammar, times, reading.

use rashomon_lang::{Analysis, AnalysisBuilder, Model};
use rashomon_page::Report;
use rashomon_reading::{Reading, Vocabulary};
use rashomon_story::Case;
use rashomon_text::PartialDate;
use rashomon_times::{Anchor, Timex};

/// What the user says about the reports.
#[derive(Clone, Copy)]
pub struct Settings {
    /// The year of dates that stand without one.
    pub year: Option<i16>,
    /// The tables that reading goes by.
    pub vocabulary: &'static Vocabulary,
}

impl Default for Settings {
    fn default() -> Self {
        Self { year: None, vocabulary: Vocabulary::shipped() }
    }
}

/// A report with more text than this is a book. What is understood of a text takes over a hundred times its room.
const LONGEST_TEXT: usize = 1 << 20;

/// Reads a report. A report in another language than English, or one that is far too long, is kept unread, and says so.
#[must_use]
pub fn understand(model: &Model, mut report: Report, settings: Settings) -> Case {
    if let Some(year) = settings.year {
        give_year(&mut report, year);
    }
    let english = report.language.as_deref().is_none_or(|l| l.to_ascii_lowercase().starts_with("en"));
    let unread = if !english {
        let language = report.language.as_deref().unwrap_or_default();
        Some(format!("in another language than English ({language}): kept, but not read"))
    } else if report.text.len() > LONGEST_TEXT {
        Some(format!("longer than {} MB of text: kept, but not read", LONGEST_TEXT >> 20))
    } else {
        None
    };
    if let Some(unread) = unread {
        // A report may be read twice: what was said of it is not said again.
        if !report.problems.contains(&unread) {
            report.problems.push(unread);
        }
        return Case { report, analysis: Analysis::default(), reading: Reading::default() };
    }
    let analysis = analyse(model, &report);
    let times = times(&report, Some(&analysis));
    let reading = rashomon_reading::read_with(settings.vocabulary, &report, &analysis, times);
    Case { report, analysis, reading }
}

/// Days that the entries of one running report are told apart by; one of more is an archive.
const DAYS: usize = 30;

/// The times of a report, from the day on which it was published; "today" in an entry of a running report is the entry's.
fn times(report: &Report, analysis: Option<&Analysis>) -> Vec<Timex> {
    let date = report.published.as_ref().map(|d| d.date).or_else(|| report.dateline.as_ref().and_then(|d| d.date));
    let find = |date| rashomon_times::find(&report.text, &Anchor { date }, analysis);
    let mut times = find(date);
    let dated = || report.entries.iter().filter_map(|e| Some((e.span, e.published.as_ref()?.date)));
    let mut days: Vec<PartialDate> = dated().map(|e| e.1).filter(|&d| Some(d) != date).collect();
    days.sort_unstable();
    days.dedup();
    for day in days.into_iter().take(DAYS) {
        let own = |t: &Timex| dated().any(|(span, d)| d == day && span.contains(t.span));
        times.retain(|t| !own(t));
        times.extend(find(Some(day)).into_iter().filter(own));
    }
    times.sort_by_key(|t| t.span);
    times
}

/// The grammar of a report, paragraph by paragraph: a heading is no part of the sentence after it, and a dateline
/// ("LONDON, Aug 17 —") is no part of any. Notes of the desk and lines of credits are not told, and are not read.
fn analyse(model: &Model, report: &Report) -> Analysis {
    if report.paragraphs.is_empty() {
        return model.analyse(&report.text);
    }
    let dateline = report.dateline.as_ref().map(|d| d.span);
    let mut whole = AnalysisBuilder::with_capacity(report.text.len() / 4);
    for p in report.paragraphs.iter().filter(|p| !report.is_aside(p.span)) {
        let mut start = p.span.start as usize;
        if let Some(d) = dateline.filter(|d| p.span.contains(*d)) {
            start = d.end as usize;
        }
        let part = &report.text[start..p.span.end as usize];
        start += part.len() - part.trim_start().len();
        whole.append(&model.analyse(part.trim()), start);
    }
    whole.finish()
}

/// Completes dates without a year by the one that the user gave.
fn give_year(report: &mut Report, year: i16) {
    let complete = |d: &mut PartialDate| {
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

#[cfg(test)]
mod tests {
    use rashomon_page::{Hints, read_html};

    use super::*;

    #[test]
    fn today_is_the_day_of_the_entry() {
        let entry = |day: u32, quay: &str| {
            format!(
                "<div class=live-entry><time datetime=2031-06-{day}T09:00Z>{day}</time><p>The harbour master of Askvik closes the {quay} quay today, a spokesman told the paper.</p></div>"
            )
        };
        let page = format!(
            "<html><body><h1>Quay shut</h1>{}{}{}</body></html>",
            entry(19, "northern"),
            entry(18, "southern"),
            entry(17, "western")
        );
        let hints = Hints { published: PartialDate::parse("2031-06-19"), ..Hints::default() };
        let report = read_html("x", page.as_bytes(), &hints);
        let values: Vec<String> = times(&report, None).into_iter().map(|t| t.value).collect();
        assert_eq!(values, ["2031-06-19", "2031-06-18", "2031-06-17"], "{report:?}");
    }
}
