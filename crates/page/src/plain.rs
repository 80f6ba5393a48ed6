//! The text of a saved page, menus, clocks and teasers included: what of it is the article?

use rashomon_text::PartialDate;

use crate::date::{DayFirst, Said, Stamp, in_text, what_is_said};
use crate::furniture::{Verdict, is_furniture, verdict};
use crate::html::{Block, by_prefix, names};
use crate::report::{Dated, ParagraphKind, Report};
use crate::text::{ends_sentence, same, squeeze};
use crate::{Hints, compose, dateline, decode, language};

/// Reads plain text.
pub(crate) fn read(id: &str, bytes: &[u8], hints: &Hints) -> Report {
    let mut problems = Vec::new();
    let text = decode::decode(bytes, false, &mut problems);
    let lines = lines(&text);
    let mut report = Report { id: id.into(), problems, ..Report::default() };
    let start = lines.iter().position(|l| begins_article(l)).filter(|&start| !body(&lines[start..]).0.is_empty());
    let Some(start) = start else {
        // No sentence anywhere: keep what there is rather than nothing.
        let blocks: Vec<Block> = lines.into_iter().map(|text| Block::new(ParagraphKind::Body, text)).collect();
        compose::paragraphs(&mut report, &blocks);
        report.problems.push("no article was found in the text".into());
        hints.apply(&mut report);
        return report;
    };
    let (before, rest) = lines.split_at(start);
    let (body, after) = body(rest);
    report.title = headline(before, &body);
    compose::paragraphs(&mut report, &body);
    report.language = language::of_text(&report.text).map(str::to_owned);
    head(&mut report, before);
    for line in after.iter().filter(|l| words(l) <= 20) {
        for date in dates_of(line) {
            show(&mut report, date, "elsewhere on the page");
        }
    }
    hints.apply(&mut report);
    compose::weigh(&mut report, before.iter().map(String::as_str).filter(|l| by_prefix(l).is_some() && words(l) <= 10));
    report
}

/// Paragraph-like lines. A text wrapped at a fixed width has its lines joined up to the next empty one.
fn lines(text: &str) -> Vec<String> {
    if wrapped(text) {
        return text.split("\n\n").map(squeeze).filter(|l| !l.is_empty()).collect();
    }
    text.lines().map(squeeze).filter(|l| !l.is_empty()).collect()
}

/// Whether single line breaks are only layout: several lines a paragraph, most of them about as long.
pub(crate) fn wrapped(text: &str) -> bool {
    let (mut full, mut all, mut paragraphs) = (0usize, 0usize, 0usize);
    for paragraph in text.split("\n\n") {
        let lines: Vec<usize> = paragraph.lines().map(|l| l.trim().chars().count()).filter(|&n| n > 0).collect();
        if lines.len() > 1 {
            paragraphs += 1;
            full += lines[..lines.len() - 1].iter().filter(|&&n| (45..=100).contains(&n)).count();
            all += lines.len() - 1;
        }
    }
    paragraphs > 0 && all >= 3 && full * 4 >= all * 3
}

fn words(line: &str) -> usize {
    line.split_whitespace().count()
}

fn is_teaser(line: &str) -> bool {
    (line.ends_with("...") || line.ends_with('…')) && line.len() < 400
}

/// A sentence of some length, or a dateline with what follows it.
fn is_body(line: &str) -> bool {
    let n = words(line);
    !is_furniture(line) && !is_teaser(line) && (n >= 9 && ends_sentence(line) || n >= 30)
}

fn begins_article(line: &str) -> bool {
    dateline::parse(line).is_some() && words(line) >= 8 || is_body(line) && words(line) >= 12
}

/// The paragraphs of the article from its first on, and the lines after it.
fn body(rest: &[String]) -> (Vec<Block>, &[String]) {
    let mut out: Vec<Block> = Vec::new();
    // Short lines wait until running text follows: only then are they subheadings.
    let mut waiting: Vec<&String> = Vec::new();
    let mut end = 0;
    for (i, line) in rest.iter().enumerate() {
        match verdict(line) {
            Some(Verdict::Stop) => break,
            Some(Verdict::Drop) => continue,
            Some(Verdict::Tail) if i * 10 > rest.len() * 8 => continue,
            Some(Verdict::Tail) | None => {}
        }
        if is_teaser(line) {
            // The line before a teaser is its headline.
            waiting.pop();
            continue;
        }
        let sentence = words(line) >= 4 && ends_sentence(line) || line.ends_with(['”', '"']) && words(line) >= 3;
        if !(sentence || is_body(line)) {
            waiting.push(line);
            // A run of headlines is a list of other articles.
            if waiting.len() > 3 {
                break;
            }
            continue;
        }
        let headings = waiting.drain(..).filter(|l| words(l) <= 14 && !is_clock(l) && by_prefix(l).is_none());
        out.extend(headings.map(|l| Block::new(ParagraphKind::Heading, l.clone())));
        out.push(Block::new(ParagraphKind::Body, line.clone()));
        end = i + 1;
    }
    (out, &rest[end..])
}

/// Candidates for the headline that are looked for elsewhere above the article.
const LOOKED_AT: usize = 100;

/// The headline among the lines before the article: one that a breadcrumb or title bar repeats, else the longest.
fn headline(before: &[String], body: &[Block]) -> Option<String> {
    let candidates: Vec<&String> = before
        .iter()
        .filter(|l| {
            (3..=28).contains(&words(l))
                && !is_furniture(l)
                && !is_teaser(l)
                && !is_clock(l)
                && dates_of(l).is_empty()
                && by_prefix(l).is_none()
        })
        .collect();
    let repeated = candidates
        .iter()
        .take(LOOKED_AT)
        .find(|c| words(c) >= 4 && before.iter().any(|l| l.len() > c.len() && l.contains(c.as_str())));
    // A caption or a breadcrumb is shorter than the headline; a stand-first ends as a sentence does.
    let longest = || {
        let open = candidates.iter().rev().take(8).filter(|c| !c.ends_with('.'));
        open.max_by_key(|c| (words(c).min(18), c.len()))
    };
    let line = repeated.or_else(longest)?;
    // A line that opens the first paragraph is a caption of it, unless nothing better is there.
    let caption = body.first().is_some_and(|b| b.text.contains(line.as_str())) && words(line) < 5;
    (!caption).then(|| (*line).clone())
}

/// A longer line, in bytes, is none that dates the article or signs it.
const LONGEST_HEAD: usize = 1000;

/// Clock, date, byline and outlet from the lines before the article.
fn head(report: &mut Report, before: &[String]) {
    let title = report.title.as_deref().map(same);
    let at = before.iter().rposition(|l| Some(same(l)) == title).unwrap_or(before.len());
    for (i, line) in before.iter().enumerate() {
        if by_prefix(line).is_some()
            && words(line) <= 10
            && report.byline.is_empty()
            && line.to_lowercase().starts_with("by")
        {
            report.byline = names(std::slice::from_ref(line), &[]);
        }
        if words(line) > 14 || line.len() > LONGEST_HEAD {
            continue;
        }
        let clock = is_clock(line);
        for (date, range) in in_text(line, DayFirst::Unknown).into_iter().filter(|(d, _)| d.day.is_some()) {
            let stamp = Stamp::in_line(line, date, &range);
            match what_is_said(line, &range) {
                Some(Said::Modified) if report.modified.is_none() => {
                    report.modified = Some(stamp.dated("visible text"))
                }
                Some(Said::Published) if report.published.is_none() => {
                    report.published = Some(stamp.dated("visible text"))
                }
                None if i > at && report.published.is_none() => report.published = Some(stamp.dated("visible text")),
                Some(Said::Modified | Said::Other) => {}
                // Above the headline sites show the time of the visit.
                _ => show(report, date, if clock { "page clock" } else { "above the headline" }),
            }
        }
    }
    outlet(report, before);
}

/// A line with the house's name right before a dateline. Captions stand there too, but name people of the text.
fn outlet(report: &mut Report, before: &[String]) {
    let Some(last) = before.last() else { return };
    let has_dateline = report.paragraphs.first().is_some_and(|p| dateline::parse(p.span.of(&report.text)).is_some());
    let named = (1..=4).contains(&words(last))
        && last.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || w == "of");
    let plain = last.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '&' | '\''));
    let in_text =
        report.text.contains(last.as_str()) || report.title.as_deref().is_some_and(|t| t.contains(last.as_str()));
    if has_dateline
        && named
        && plain
        && !in_text
        && !is_furniture(last)
        && report.outlet.is_none()
        && dates_of(last).is_empty()
    {
        report.outlet = Some(last.clone());
    }
}

fn dates_of(line: &str) -> Vec<PartialDate> {
    in_text(line, DayFirst::Unknown).into_iter().map(|(d, _)| d).filter(|d| d.day.is_some()).collect()
}

/// A date with the time of day and nothing to read: "Wednesday, 19 January 2022 | 18:36 WIB".
fn is_clock(line: &str) -> bool {
    let time = line.as_bytes().windows(5).any(|w| w[2] == b':' && [0, 1, 3, 4].iter().all(|&i| w[i].is_ascii_digit()))
        || line.as_bytes().windows(4).any(|w| w[1] == b':' && [0, 2, 3].iter().all(|&i| w[i].is_ascii_digit()));
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let lower = line.to_lowercase();
    words(line) <= 12 && !dates_of(line).is_empty() && (time || days.iter().any(|d| lower.starts_with(d)))
}

fn show(report: &mut Report, date: PartialDate, basis: &str) {
    if !report.other_dates.iter().any(|o| o.date == date) {
        report.other_dates.push(Dated::new(date, basis));
    }
}
