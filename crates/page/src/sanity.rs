//! The date of a page weighed against its own text: its dateline, and the weekdays it names.

use rashomon_text::PartialDate;

use crate::date::{civil, days_between, in_text_loose, weekday};
use crate::report::{Dated, ParagraphKind, Report};

/// An agency's text is printed within so many days.
const PRINTED_WITHIN: i32 = 45;

/// Says in [`Report::problems`] what does not fit.
pub(crate) fn weigh(report: &mut Report) {
    let Some(published) = report.published.as_ref().filter(|d| civil(d.date).is_some()) else { return };
    let found = [dateline(report, published), weekdays(report, published)];
    report.problems.extend(found.into_iter().flatten());
}

fn shown(d: &Dated) -> String {
    if d.basis == "given" { format!("is given {}", d.date) } else { format!("shows {} ({})", d.date, d.basis) }
}

/// A dateline that names a day months away from the date of the page.
fn dateline(report: &Report, published: &Dated) -> Option<String> {
    let dateline = report.dateline.as_ref()?;
    let date = dateline.date?;
    // A year that nothing near fits is still unknown.
    let far = match date.year {
        Some(_) => days_between(date, published.date)?.abs() > PRINTED_WITHIN,
        None => true,
    };
    let words = dateline.span.of(&report.text).trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    far.then(|| {
        format!("{}, but its dateline says “{words}”: that can hardly be the date of the article", shown(published))
    })
}

/// A weekday and a day without a year fit only some years: "Friday, 17 August" is of 2018, not of 2022.
fn weekdays(report: &Report, published: &Dated) -> Option<String> {
    let year = published.date.year?;
    let body = report.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Body);
    body.flat_map(|p| {
        let text = p.span.of(&report.text);
        in_text_loose(text).into_iter().map(move |(date, range)| (text, date, range))
    })
    .find_map(|(text, date, range)| {
        let before = text[..range.start].trim_end_matches([',', ' ', '.']);
        let before = ["the", "den", "le", "el", "il", "de"]
            .iter()
            .find_map(|a| before.strip_suffix(&format!(" {a}")))
            .unwrap_or(before);
        let before = before.trim_end_matches([',', ' ']);
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().filter(|w| w.chars().count() >= 5)?;
        let named = weekday(word)?;
        let fits = |y: i16| is(date.with_year(y), named);
        let start = range.start - (text[..range.start].len() - before.len()) - word.len();
        let words = &text[start..range.end];
        if let Some(own) = date.year {
            return (!fits(own)).then(|| format!("the text says “{words}”, but that day was no {word}"));
        }
        // The year before and after count as near: a report looks back and ahead.
        let near = [year, year - 1, year + 1];
        if near.into_iter().any(fits) {
            return None;
        }
        let years: Vec<String> =
            (2..8).flat_map(|n| [year - n, year + n]).filter(|&y| fits(y)).take(2).map(|y| y.to_string()).collect();
        Some(format!(
            "{}, but the text says “{words}”, which was or will be in {}: that can hardly be the date of the article",
            shown(published),
            years.join(" and ")
        ))
    })
}

fn is(date: PartialDate, named: u8) -> bool {
    civil(date).is_some_and(|d| d.weekday().to_monday_one_offset().unsigned_abs() == named)
}

#[cfg(test)]
mod tests {
    use crate::{Hints, read_text};
    use rashomon_text::PartialDate;

    fn problems(text: &str, published: &str) -> Vec<String> {
        let hints = Hints { published: PartialDate::parse(published), ..Hints::default() };
        read_text("x", text.as_bytes(), &hints).problems
    }

    const TOLD: &str =
        "The ferry sank off the harbour early in the morning, and all on board were saved by boats, the guard said.";

    #[test]
    fn a_dateline_months_away() {
        let text = format!("BERGEN, 17 August (HPN) – {TOLD}");
        assert_eq!(problems(&text, "2018-08-19"), [""; 0]);
        let got = problems(&text, "2022-01-19");
        assert!(
            got.len() == 1 && got[0].contains("is given 2022-01-19") && got[0].contains("“BERGEN, 17 August (HPN)”"),
            "{got:?}"
        );
    }

    #[test]
    fn weekdays_tell_the_year() {
        let text = format!(
            "{TOLD}\n\nA vote was put off on Friday, 17 August, when half of the council stayed at home for the day."
        );
        assert_eq!(problems(&text, "2018-08-19"), [""; 0]);
        let got = problems(&text, "2022-01-19");
        assert!(got.len() == 1 && got[0].contains("“Friday, 17 August”") && got[0].contains("2018"), "{got:?}");
        let text = format!(
            "{TOLD}\n\nA vote was put off on Friday, 16 August 2018, when half of the council stayed at home for the day."
        );
        let got = problems(&text, "2018-08-19");
        assert!(got.len() == 1 && got[0].contains("was no Friday"), "{got:?}");
    }
}
