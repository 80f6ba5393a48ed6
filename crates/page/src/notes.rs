//! What a desk says of its own text: corrections, clarifications, updates, notes.

use std::sync::LazyLock;

use rashomon_text::Span;

use crate::date::{clock, in_text_loose};
use crate::dateline::year_from;
use crate::report::{Note, NoteKind, ParagraphKind, Report};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Head,
    Dated,
    In,
    Title,
    /// What a note says was wrong follows.
    Wrong,
}

type Row = (How, NoteKind, &'static str);

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| rows(include_str!("../data/notes.tsv")).filter_map(Result::ok).flatten().collect());

fn rows(file: &'static str) -> impl Iterator<Item = Result<Vec<Row>, &'static str>> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| {
        let mut columns = l.split('\t');
        let kind = match columns.next() {
            Some("correction" | "wrong") => NoteKind::Correction,
            Some("clarification") => NoteKind::Clarification,
            Some("update") => NoteKind::Update,
            Some("note") => NoteKind::Note,
            _ => return Err(l),
        };
        let how = match columns.next() {
            Some("head") => How::Head,
            Some("dated") => How::Dated,
            Some("in") => How::In,
            Some("title") => How::Title,
            Some("after") => How::Wrong,
            _ => return Err(l),
        };
        columns.next().filter(|language| language.len() == 2).ok_or(l)?;
        let phrases = columns.next().ok_or(l)?;
        Ok(phrases.split(';').map(|p| (how, kind, p)).collect())
    })
}

/// A note is no longer than that, in bytes.
const LONGEST: usize = 900;
/// A note that does not begin as one stands among so many paragraphs at the head or the end of the text.
const EDGE: usize = 3;

/// Sets [`Report::notes`].
pub(crate) fn find(report: &mut Report) {
    let mut notes = Vec::new();
    if let Some(title) = &report.title {
        let lower = title.to_lowercase();
        let fits = |r: &&Row| r.0 == How::Title && lower.starts_with(r.2);
        if let Some(&(_, kind, phrase)) = ROWS.iter().find(fits) {
            let text = title.get(..phrase.len()).unwrap_or(title).trim_end_matches(['-', ':']).to_owned();
            notes.push(Note { kind, text, span: None, date: None, time: None, wrong: None, right: None });
        }
    }
    let last = report.paragraphs.len();
    for (i, p) in report.paragraphs.iter().enumerate().filter(|(_, p)| p.kind == ParagraphKind::Body) {
        let at_edge = i < EDGE || i + EDGE >= last;
        notes.extend(note(p.span, &report.text, at_edge));
    }
    if let Some(published) = report.published.as_ref().map(|d| d.date) {
        for n in &mut notes {
            n.date = n.date.map(|d| year_from(d, published));
        }
    }
    report.notes = notes;
}

/// The note that a paragraph is.
fn note(span: Span, all: &str, at_edge: bool) -> Option<Note> {
    let text = span.of(all);
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_lowercase().replace('’', "'");
    let head = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = head.split(". ").next().unwrap_or(head);
    let hit = ROWS.iter().find(|(how, _, phrase)| match how {
        // "Updated rules" is no "Updated:"; without a mark of its own the phrase must be followed by the end of a word.
        How::Head => head.starts_with(phrase) && !head[phrase.len()..].starts_with(char::is_alphanumeric),
        How::Dated => {
            head.strip_prefix(phrase).is_some_and(|r| r.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        }
        How::In => at_edge && first.contains(phrase),
        How::Title | How::Wrong => false,
    })?;
    let dated = in_text_loose(text).into_iter().find(|(d, _)| d.day.is_some());
    let time = match &dated {
        Some((_, range)) => clock(text, range),
        None => {
            let number = text.find(|c: char| c.is_ascii_digit()).filter(|&i| i < 30);
            number.and_then(|i| clock(text, &(i..i)))
        }
    };
    let (wrong, right) = match hit.1 {
        NoteKind::Correction | NoteKind::Clarification => corrected(text, span),
        NoteKind::Update | NoteKind::Note => (None, None),
    };
    Some(Note {
        kind: hit.1,
        text: text.to_owned(),
        span: Some(span),
        date: dated.map(|d| d.0),
        time: time.map(|t| t.0),
        wrong,
        right,
    })
}

/// What had been said wrongly, and what the note puts in its place.
fn corrected(text: &str, span: Span) -> (Option<Span>, Option<Span>) {
    // The phrases are looked for in lower case that keeps all bytes where they are.
    let lower = text.to_ascii_lowercase();
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let word = |at: usize, phrase: &str| {
        !inside(lower[..at].chars().next_back()) && !inside(lower[at + phrase.len()..].chars().next())
    };
    let found = ROWS.iter().filter(|r| r.0 == How::Wrong).filter_map(|r| {
        let at = lower.match_indices(r.2).map(|(at, _)| at).find(|&at| word(at, r.2))?;
        Some((at, std::cmp::Reverse(r.2.len())))
    });
    let Some((at, std::cmp::Reverse(length))) = found.min() else { return (None, None) };
    let clause = |from: usize| {
        let rest = &text[from..];
        from + [". ", "; "].iter().filter_map(|m| rest.find(m)).min().unwrap_or(rest.len())
    };
    let marks = |c: char| c.is_whitespace() || matches!(c, '.' | ';' | ',' | ':' | ')' | ']');
    let part = |from: usize, to: usize| {
        let start = from + (text[from..to].len() - text[from..to].trim_start_matches(marks).len());
        let inner = text[start..to].trim_end_matches(marks);
        let start = span.start as usize + start;
        (!inner.is_empty()).then(|| Span::new(start, start + inner.len()))
    };
    let end = clause(at + length);
    let next = if end < text.len() { part(end, clause(end + 2)) } else { None };
    (part(at + length, end), next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Paragraph;

    fn notes(paragraph: &str) -> Vec<(Report, Note)> {
        let told = "The harbour master closed the northern quay after divers found cracks in its pillars.";
        let mut report = Report { text: format!("{told}\n\n{paragraph}"), ..Report::default() };
        for (start, end) in [(0, told.len()), (told.len() + 2, report.text.len())] {
            report.paragraphs.push(Paragraph { span: Span::new(start, end), kind: ParagraphKind::Body });
        }
        find(&mut report);
        report.notes.clone().into_iter().map(|n| (report.clone(), n)).collect()
    }

    #[test]
    fn every_row_of_the_data_file_is_understood() {
        let wrong: Vec<_> = rows(include_str!("../data/notes.tsv")).filter_map(Result::err).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn notes_of_all_kinds() {
        use NoteKind::{Clarification, Correction, Note, Update};
        for (text, kind) in [
            ("Correction: The quay is 40 metres long.", Correction),
            ("*This article was amended on 3 May 2031 because the quay had been misnamed.", Correction),
            ("Clarification: the mayor spoke of the northern quay alone.", Clarification),
            ("This story has been updated to include a statement by the mayor.", Update),
            ("(Updates with the mayor's comment)", Update),
            ("Aktualisiert 14:30 Uhr", Update),
            ("Update, 14:30: Two ships have left the basin.", Update),
            ("Editor’s note: The writer is a cousin of the mayor.", Note),
            ("Berichtigung: Der Kai ist 40 Meter lang.", Correction),
            ("Cet article a été mis à jour le 3 mai 2031.", Update),
            ("Fe de errores: el muelle mide 40 metros.", Correction),
            ("Nota della redazione: il molo è lungo 40 metri.", Note),
        ] {
            let found: Vec<NoteKind> = notes(text).iter().map(|n| n.1.kind).collect();
            assert_eq!(found, [kind], "{text}");
        }
    }

    #[test]
    fn what_reports_tell_is_no_note() {
        for text in [
            "Updated rules for ships came into force in May.",
            "The mayor offered a correction: the quay was safe, he said.",
            "An update of the plans is expected in June.",
            "The paper ran a correction on Monday.",
        ] {
            assert!(notes(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_correction_says_what_was_wrong_and_what_is_right() {
        let text = "An earlier version of this article incorrectly said that 12 ships had left. It was 21 ships. We regret it.";
        let (report, n) = notes(text).remove(0);
        assert_eq!(n.wrong.map(|s| s.of(&report.text)), Some("12 ships had left"));
        assert_eq!(n.right.map(|s| s.of(&report.text)), Some("It was 21 ships"));
        assert_eq!(n.span.map(|s| s.of(&report.text)), Some(text));
    }

    #[test]
    fn notes_are_dated() {
        let (_, n) = notes("Updated on 3 May 2031, 14:30: Two ships have left.").remove(0);
        assert_eq!(n.date.map(|d| d.to_string()).as_deref(), Some("2031-05-03"));
        assert_eq!(n.time.map(|t| (t.hour(), t.minute())), Some((14, 30)));
        let (_, n) = notes("Updated 14:30 GMT: Two ships have left.").remove(0);
        assert_eq!((n.date, n.time.map(|t| (t.hour(), t.minute()))), (None, Some((14, 30))));
    }
}
