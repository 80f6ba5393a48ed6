//! Which agencies a text names as where it is from: in its dateline, its byline, a mark at its end, a line of credits.

mod table;

use std::ops::Range;

use rashomon_text::Span;

use crate::report::{Agency, ParagraphKind, Report};
pub(crate) use table::named;
use table::{How, PHRASES, marks_in};

/// A line of credits is no longer than that, in bytes.
const SHORT: usize = 240;
/// So many paragraphs at the head and at the end of a text may be credits.
const HEAD: usize = 2;
const TAIL: usize = 4;

/// Sets [`Report::agencies`]. `bylines` is what the page says of who wrote it, houses included.
pub(crate) fn find<'a>(report: &mut Report, bylines: impl Iterator<Item = &'a str>) {
    let mut found: Vec<Agency> = Vec::new();
    // Marks that the table does not know are mostly those of the house itself.
    if let Some(d) = &report.dateline
        && let Some(mark) = &d.agency
        && let Some(name) = named(mark)
    {
        let at = d.span.of(&report.text).find(mark.as_str()).map(|i| d.span.start as usize + i);
        let span = at.map(|a| Span::new(a, a + mark.len()));
        found.push(Agency { name: name.to_owned(), whole: true, span });
    }
    let body: Vec<Span> = report.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Body).map(|p| p.span).collect();
    for (i, &span) in body.iter().enumerate() {
        let last = i + TAIL >= body.len();
        if !(i < HEAD || last) {
            continue;
        }
        let text = span.of(&report.text);
        let start = span.start as usize;
        let (credits, offset) = match line_of_credits(text) {
            Some(credits) => (Some(credits), 0),
            None if last => tail(text).map_or((None, 0), |at| (only_marks(&text[at..]), at)),
            None => (None, 0),
        };
        for (range, name, whole) in credits.into_iter().flatten() {
            let span = Some(Span::new(start + offset + range.start, start + offset + range.end));
            found.push(Agency { name: name.to_owned(), whole, span });
        }
    }
    for byline in bylines.filter(|b| b.len() < SHORT) {
        found.extend(in_byline(byline).map(|name| Agency { name: name.to_owned(), whole: true, span: None }));
    }
    // An agency's own page names nobody else as where its text is from.
    let own = |name: &str| report.outlet.as_deref().is_some_and(|o| o == name || named(o) == Some(name));
    found.retain(|a| !own(&a.name));
    for agency in found {
        match report.agencies.iter_mut().find(|a| a.name == agency.name) {
            Some(known) => known.whole |= agency.whole,
            None => report.agencies.push(agency),
        }
    }
}

/// A mark: where, whose, and whether the whole text is credited to it.
type Credit = (Range<usize>, &'static str, bool);

/// The credits of a short paragraph that is a line of credits.
fn line_of_credits(text: &str) -> Option<Vec<Credit>> {
    if text.len() > SHORT {
        return None;
    }
    if let Some(marks) = only_marks(text) {
        return Some(marks);
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(['*', '_', '-', '–', '—', ' ']);
    // What begins so and goes on for long is a sentence of the report.
    let words = text.split_whitespace().count();
    let phrase = PHRASES.iter().find(|(how, _, phrase)| match how {
        How::Head => lower.starts_with(phrase) && words <= 24 && boundary(&lower[phrase.len()..], phrase),
        How::In => lower.contains(phrase),
        How::Alone | How::Among => false,
    })?;
    let marks = marks_in(text);
    (!marks.is_empty()).then(|| marks.into_iter().map(|(range, name)| (range, name, phrase.1)).collect())
}

fn boundary(rest: &str, phrase: &str) -> bool {
    !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
}

/// The marks of a text that holds nothing but marks and the words between them.
fn only_marks(text: &str) -> Option<Vec<Credit>> {
    if text.len() > 80 {
        return None;
    }
    let marks = marks_in(text);
    let mut rest = text.to_owned();
    for (range, _) in marks.iter().rev() {
        rest.replace_range(range.clone(), " ");
    }
    let lower = rest.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let mut whole = true;
    let fits = words.all(|w| {
        let hit = PHRASES.iter().find(|(how, _, phrase)| *how == How::Among && *phrase == w);
        whole &= hit.is_none_or(|h| h.1);
        hit.is_some()
    });
    (fits && !marks.is_empty() && !rest.contains(|c: char| c.is_numeric()))
        .then(|| marks.into_iter().map(|(range, name)| (range, name, whole)).collect())
}

/// Where a mark at the end of a paragraph can begin: behind its last sentence.
fn tail(text: &str) -> Option<usize> {
    let trimmed = text.trim_end();
    if trimmed.ends_with([')', ']']) {
        return trimmed.rfind(['(', '[']).filter(|&at| at > 0);
    }
    let end = trimmed.trim_end_matches('.');
    let at = end.rfind(". ").map(|i| i + 2).max(end.rfind(".\u{201d} ").map(|i| i + 5))?;
    let dash = ["—", "–", "--", "/"].iter().filter_map(|d| end.rfind(d).filter(|&i| i >= at)).max();
    (end.len() - at <= 60).then_some(dash.unwrap_or(at))
}

/// The agency that a byline names: alone, or behind the writer's name.
fn in_byline(byline: &str) -> Option<&'static str> {
    let bare = byline.trim();
    let by = bare.strip_prefix("By ").or_else(|| bare.strip_prefix("by ")).unwrap_or(bare);
    if let Some(marks) = only_marks(by) {
        return marks.first().map(|m| m.1);
    }
    marks_in(by).into_iter().find_map(|(range, name)| {
        let before = by[..range.start].trim_end();
        // Degrees and states are written as short marks are: "Ada Lund, PA".
        let clear = range.len() >= 3 || &by[range.clone()] == "AP";
        (clear
            && before.ends_with([',', '/', '(', '|', '-', '–'])
            && by[range.end..].trim_matches([')', ' ', '.']).is_empty())
        .then_some(name)
    })
}

/// Whether a paragraph is a line of credits and nothing that the report tells.
pub(crate) fn is_credits(text: &str) -> bool {
    let lower = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
    PHRASES.iter().any(|(how, _, phrase)| *how == How::Alone && lower == *phrase)
        || line_of_credits(text).is_some()
        || text.len() <= SHORT && by_names(&lower)
}

/// "Reporting by Ada Lund; Editing by Bo Berg": who did what, one clause each.
fn by_names(lower: &str) -> bool {
    const WORK: &[&str] =
        &["reporting by", "writing by", "editing by", "additional reporting by", "compiled by", "translated by"];
    WORK.iter().any(|w| lower.starts_with(w)) && lower.matches(" by ").count() * 12 >= lower.split(' ').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dateline;
    use crate::report::Paragraph;

    const TOLD: &str = "The harbour master closed the northern quay after divers found cracks in the old pillars.";

    fn agencies(paragraphs: &[&str]) -> Vec<String> {
        let mut report = Report { text: paragraphs.join("\n\n"), ..Report::default() };
        let mut at = 0;
        for p in paragraphs {
            let span = Span::new(at, at + p.len());
            report.paragraphs.push(Paragraph { span, kind: ParagraphKind::Body });
            at += p.len() + 2;
        }
        dateline::find(&mut report);
        find(&mut report, std::iter::empty());
        for a in &report.agencies {
            assert!(a.span.is_none_or(|s| !s.of(&report.text).is_empty()));
        }
        let share = |a: &Agency| if a.whole { "" } else { " in part" };
        report.agencies.iter().map(|a| format!("{}{}", a.name, share(a))).collect()
    }

    #[test]
    fn where_texts_name_their_agency() {
        let told = TOLD;
        for (last, want) in [
            ("(AP)", "Associated Press"),
            ("— Reuters", "Reuters"),
            ("© 2031 AFP", "Agence France-Presse"),
            ("Source: Xinhua", "Xinhua"),
            ("Quelle: dpa", "Deutsche Presse-Agentur"),
            ("Fuente: EFE", "EFE"),
            ("With reporting by Reuters", "Reuters in part"),
            ("The Associated Press contributed to this report.", "Associated Press in part"),
            ("(Avec AFP)", "Agence France-Presse in part"),
        ] {
            assert_eq!(agencies(&[told, last]), [want], "{last}");
            assert!(is_credits(last), "{last}");
        }
        let with_mark = format!("{told} (Interfax)");
        assert_eq!(agencies(&[told, &with_mark]), ["Interfax"]);
        let slashed = format!("{told} /ANSA");
        assert_eq!(agencies(&[told, &slashed]), ["ANSA"]);
        let head = format!("BRENMOUTH (AP) — {told}");
        assert_eq!(agencies(&[&head, told]), ["Associated Press"]);
        assert_eq!(agencies(&[told, "AP and Reuters"]), ["Associated Press", "Reuters"]);
    }

    #[test]
    fn agencies_that_are_spoken_of_are_no_origin() {
        let quoted = format!("{TOLD} The mayor told Reuters that ships would wait.");
        for text in [quoted.as_str(), "A spokesman told AFP that the quay was safe.", "Divers (four men) found it."] {
            assert!(agencies(&[TOLD, text]).is_empty(), "{text}");
            assert!(!is_credits(text), "{text}");
        }
    }

    #[test]
    fn bylines_of_agencies() {
        for (byline, want) in [
            ("By Ada Lund, AP", Some("Associated Press")),
            ("Reuters", Some("Reuters")),
            ("Ada Lund (AFP)", Some("Agence France-Presse")),
            ("Ada Lund, PA", None),
            ("Ada Lund", None),
        ] {
            assert_eq!(in_byline(byline), want, "{byline}");
        }
    }

    #[test]
    fn lines_of_work_are_credits() {
        assert!(is_credits("Reporting by Ada Lund; Editing by Bo Berg"));
        assert!(is_credits("Agencies"));
        assert!(!is_credits(
            "Reporting by the harbour office had shown for years that the pillars were weak and would not hold."
        ));
    }
}
