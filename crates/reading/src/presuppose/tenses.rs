//! What is told as past cannot lie after the date of the article, and what is told as to come not long before it.

use rashomon_lang::{Dep, Tag};
use rashomon_page::Report;
use rashomon_text::{PartialDate, Span};
use rashomon_times::{TimeType, Timex};

use super::shown;
use crate::parsed::Parsed;

/// A page may be kept up for so many months without being written anew: what was to come when it was written is past.
const STALE_MONTHS: i32 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Past,
    ToCome,
}

pub(super) fn warnings(report: &Report, p: Parsed<'_>, times: &[Timex]) -> Vec<String> {
    let Some(published) = report.published.as_ref().filter(|d| d.date.year.is_some()) else { return Vec::new() };
    let mut out = Vec::new();
    for wanted in [Told::Past, Told::ToCome] {
        let found = times.iter().find_map(|t| {
            let date = named(t, report)?;
            let clashes = match wanted {
                Told::Past => is_later(date, published.date),
                Told::ToCome => is_long_before(date, published.date),
            };
            if !clashes {
                return None;
            }
            let (told, verb) = told(p, t.span)?;
            (told == wanted).then(|| Span { start: verb.start.min(t.span.start), end: verb.end.max(t.span.end) })
        });
        if let Some(evidence) = found.filter(|s| s.end - s.start < 160) {
            let how = if wanted == Told::Past { "as past" } else { "as still to come" };
            let words = evidence.of(&report.text).split_whitespace().collect::<Vec<_>>().join(" ");
            out.push(format!(
                "{}, but the text tells {how}: “{words}”: that can hardly be the date of the article",
                shown(published)
            ));
        }
    }
    out
}

/// The date that a time names with its year; what is reckoned from the date of the article proves nothing about it.
fn named(t: &Timex, report: &Report) -> Option<PartialDate> {
    let words = t.span.of(&report.text);
    let date = PartialDate::parse(&t.value).filter(|_| t.kind == TimeType::Date && t.modifier.is_none())?;
    words.contains(&date.year?.to_string()).then_some(date)
}

/// Whether all of `date` lies behind `published`, a day of grace for zones given.
fn is_later(date: PartialDate, published: PartialDate) -> bool {
    let key = |d: PartialDate| (d.year, d.month, d.day);
    match (date.month.zip(published.month), date.day.zip(published.day)) {
        (None, _) => date.year > published.year,
        (Some(_), None) => (date.year, date.month) > (published.year, published.month),
        (Some(_), Some((day, own))) => {
            let same_month = (date.year, date.month) == (published.year, published.month);
            key(date) > key(published) && !(same_month && day == own + 1)
        }
    }
}

fn is_long_before(date: PartialDate, published: PartialDate) -> bool {
    let (Some(year), Some(own)) = (date.year, published.year) else { return false };
    match (date.month, published.month) {
        (Some(m), Some(n)) => {
            (i32::from(own) * 12 + i32::from(n)) - (i32::from(year) * 12 + i32::from(m)) > STALE_MONTHS
        }
        _ => own > year + 1,
    }
}

/// How the verb tells that the time at `span` belongs to, and where that verb is with its auxiliaries.
fn told(p: Parsed<'_>, span: Span) -> Option<(Told, Span)> {
    let first = p.a.tokens().partition_point(|t| t.span.start < span.start);
    let last = p.a.tokens().partition_point(|t| t.span.start < span.end);
    let head = (first..last).find(|&i| !(first..last).contains(&p.a.head(i)))?;
    // "was closed on 12 June 2031": the time hangs on the verb, or on "on" and "in" that do.
    let mut verb = p.a.head(head);
    if matches!(p.a.lower(verb), "on" | "in") {
        verb = p.a.head(verb);
    }
    if verb == head || !p.is_verb(verb) {
        return None;
    }
    let auxiliaries: Vec<usize> =
        p.a.children(verb).filter(|&c| c < verb && matches!(p.dep(c), Dep::Aux | Dep::Auxpass)).collect();
    let modal = auxiliaries.iter().copied().find(|&c| p.tag(c) == Tag::Md);
    // What hangs on "if" or "until" has not happened; what is quoted may be from another day.
    let open = p.a.children(verb).any(|c| matches!(p.a.lower(c), "if" | "unless" | "until" | "before" | "not" | "n't"));
    if open {
        return None;
    }
    let start = auxiliaries.first().copied().unwrap_or(verb).min(verb);
    let words = Span { start: p.a.token(start).span.start, end: p.a.token(verb).span.end };
    match modal {
        Some(m) if p.a.lower(m) == "will" && p.tag(verb) == Tag::Vb => Some((Told::ToCome, words)),
        Some(_) => None,
        None => {
            // "Was" alone may belong to plans: "was scheduled for", "was to be closed on".
            let planned = matches!(
                p.a.lemma(verb),
                "schedule"
                    | "plan"
                    | "expect"
                    | "set"
                    | "slate"
                    | "due"
                    | "expire"
                    | "book"
                    | "postpone"
                    | "delay"
                    | "extend"
                    | "project"
                    | "forecast"
                    | "predict"
                    | "target"
                    | "propose"
                    | "promise"
            );
            let past =
                p.tag(verb) == Tag::Vbd || p.tag(verb) == Tag::Vbn && auxiliaries.iter().any(|&c| p.tag(c) == Tag::Vbd);
            (past && !planned).then_some((Told::Past, words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_and_long_before() {
        let d = |s: &str| PartialDate::parse(s).unwrap_or_else(|| panic!("{s}"));
        for (date, own, later, before) in [
            ("2031-06-20", "2031-06-19", false, false),
            ("2031-06-21", "2031-06-19", true, false),
            ("2031", "2031-06-19", false, false),
            ("2032", "2031-06-19", true, false),
            ("2031-07", "2031-06-19", true, false),
            ("2031-03-01", "2031-06-19", false, true),
            ("2030", "2031-06-19", false, false),
            ("2029", "2031-06-19", false, true),
        ] {
            assert_eq!((is_later(d(date), d(own)), is_long_before(d(date), d(own))), (later, before), "{date} {own}");
        }
    }
}
