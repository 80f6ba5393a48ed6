//! A report as it is kept: in the store, and in a temporary file between two readings.

use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;
use rashomon_page::{Agency, Dated, Dateline, Entry, Moment, Note, NoteKind, Paragraph, ParagraphKind, Report};
use rashomon_text::{PartialDate, Span};
use serde::{Deserialize, Serialize};

/// A report as it is kept. Read back it is equal to what it was made from.
#[derive(Deserialize, Serialize)]
pub struct Kept {
    id: String,
    title: Option<String>,
    outlet: Option<String>,
    byline: Vec<String>,
    url: Option<String>,
    section: Option<String>,
    language: Option<String>,
    published: Option<KeptDate>,
    modified: Option<KeptDate>,
    dateline: Option<KeptDateline>,
    text: String,
    /// Start, end, and what it is.
    paragraphs: Vec<(u32, u32, char)>,
    entries: Vec<KeptEntry>,
    other_dates: Vec<KeptDate>,
    agencies: Vec<KeptAgency>,
    notes: Vec<KeptNote>,
    problems: Vec<String>,
}

/// Name, whether the whole text is the agency's, and where its mark stands.
type KeptAgency = (String, bool, Option<(u32, u32)>);

#[derive(Deserialize, Serialize)]
struct KeptNote {
    kind: char,
    text: String,
    span: Option<(u32, u32)>,
    date: Option<Parts>,
    /// Hour, minute, second.
    time: Option<(i8, i8, i8)>,
    wrong: Option<(u32, u32)>,
    right: Option<(u32, u32)>,
}

impl From<&Note> for KeptNote {
    fn from(n: &Note) -> Self {
        let kind = match n.kind {
            NoteKind::Correction => 'c',
            NoteKind::Update => 'u',
            NoteKind::Clarification => 'l',
            NoteKind::Note => 'n',
        };
        Self {
            kind,
            text: n.text.clone(),
            span: n.span.map(ends),
            date: n.date.map(parts),
            time: n.time.map(|t| (t.hour(), t.minute(), t.second())),
            wrong: n.wrong.map(ends),
            right: n.right.map(ends),
        }
    }
}

impl From<KeptNote> for Note {
    fn from(n: KeptNote) -> Self {
        let kind = match n.kind {
            'c' => NoteKind::Correction,
            'u' => NoteKind::Update,
            'l' => NoteKind::Clarification,
            _ => NoteKind::Note,
        };
        Self {
            kind,
            text: n.text,
            span: n.span.map(span),
            date: n.date.map(date),
            time: n.time.and_then(|(h, m, s)| Time::new(h, m, s, 0).ok()),
            wrong: n.wrong.map(span),
            right: n.right.map(span),
        }
    }
}

#[derive(Deserialize, Serialize)]
struct KeptDate {
    date: Parts,
    moment: Option<KeptMoment>,
    basis: String,
    span: Option<(u32, u32)>,
}

#[derive(Deserialize, Serialize)]
struct KeptEntry {
    span: (u32, u32),
    published: Option<KeptDate>,
}

#[derive(Deserialize, Serialize)]
struct KeptDateline {
    place: Option<String>,
    date: Option<Parts>,
    agency: Option<String>,
    span: (u32, u32),
}

/// Year, month and day, as far as they are known.
type Parts = (Option<i16>, Option<u8>, Option<u8>);

/// Date and time of day, and seconds east of UTC.
type KeptMoment = (i16, i8, i8, i8, i8, i8, Option<i32>);

fn kept_moment(m: Moment) -> KeptMoment {
    let at = m.at;
    (at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second(), m.offset.map(Offset::seconds))
}

fn moment((year, month, day, hour, minute, second, offset): KeptMoment) -> Option<Moment> {
    let at = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    Some(Moment { at, offset: offset.and_then(|s| Offset::from_seconds(s).ok()) })
}

fn parts(d: PartialDate) -> Parts {
    (d.year, d.month, d.day)
}

fn date((year, month, day): Parts) -> PartialDate {
    PartialDate { year, month, day }
}

fn span((start, end): (u32, u32)) -> Span {
    Span { start, end }
}

fn ends(s: Span) -> (u32, u32) {
    (s.start, s.end)
}

impl From<&Dated> for KeptDate {
    fn from(d: &Dated) -> Self {
        Self { date: parts(d.date), moment: d.moment.map(kept_moment), basis: d.basis.clone(), span: d.span.map(ends) }
    }
}

impl From<KeptDate> for Dated {
    fn from(d: KeptDate) -> Self {
        Self { date: date(d.date), moment: d.moment.and_then(moment), basis: d.basis, span: d.span.map(span) }
    }
}

impl From<&Report> for Kept {
    fn from(r: &Report) -> Self {
        let kind = |k: ParagraphKind| match k {
            ParagraphKind::Headline => 'h',
            ParagraphKind::Heading => 's',
            ParagraphKind::Body => 'b',
            ParagraphKind::Quote => 'q',
            ParagraphKind::Item => 'i',
        };
        let dateline = r.dateline.as_ref().map(|d| KeptDateline {
            place: d.place.clone(),
            date: d.date.map(parts),
            agency: d.agency.clone(),
            span: ends(d.span),
        });
        Self {
            id: r.id.clone(),
            title: r.title.clone(),
            outlet: r.outlet.clone(),
            byline: r.byline.clone(),
            url: r.url.clone(),
            section: r.section.clone(),
            language: r.language.clone(),
            published: r.published.as_ref().map(Into::into),
            modified: r.modified.as_ref().map(Into::into),
            dateline,
            text: r.text.clone(),
            paragraphs: r.paragraphs.iter().map(|p| (p.span.start, p.span.end, kind(p.kind))).collect(),
            entries: r
                .entries
                .iter()
                .map(|e| KeptEntry { span: ends(e.span), published: e.published.as_ref().map(Into::into) })
                .collect(),
            other_dates: r.other_dates.iter().map(Into::into).collect(),
            agencies: r.agencies.iter().map(|a| (a.name.clone(), a.whole, a.span.map(ends))).collect(),
            notes: r.notes.iter().map(Into::into).collect(),
            problems: r.problems.clone(),
        }
    }
}

impl From<Kept> for Report {
    fn from(k: Kept) -> Self {
        let kind = |c: char| match c {
            'h' => ParagraphKind::Headline,
            's' => ParagraphKind::Heading,
            'q' => ParagraphKind::Quote,
            'i' => ParagraphKind::Item,
            _ => ParagraphKind::Body,
        };
        let dateline = k.dateline.map(|d| Dateline {
            place: d.place,
            date: d.date.map(date),
            agency: d.agency,
            span: span(d.span),
        });
        Self {
            id: k.id,
            title: k.title,
            outlet: k.outlet,
            byline: k.byline,
            url: k.url,
            section: k.section,
            language: k.language,
            published: k.published.map(Into::into),
            modified: k.modified.map(Into::into),
            dateline,
            text: k.text,
            paragraphs: k
                .paragraphs
                .into_iter()
                .map(|(start, end, c)| Paragraph { span: Span { start, end }, kind: kind(c) })
                .collect(),
            entries: k
                .entries
                .into_iter()
                .map(|e| Entry { span: span(e.span), published: e.published.map(Into::into) })
                .collect(),
            other_dates: k.other_dates.into_iter().map(Into::into).collect(),
            agencies: k
                .agencies
                .into_iter()
                .map(|(name, whole, at)| Agency { name, whole, span: at.map(span) })
                .collect(),
            notes: k.notes.into_iter().map(Into::into).collect(),
            problems: k.problems,
        }
    }
}

#[cfg(test)]
mod tests {
    use rashomon_page::Hints;

    use super::*;

    #[test]
    fn a_report_comes_back_as_it_was() {
        let page = "<!DOCTYPE html><html lang=\"en\"><head><title>Quay shut</title>\
                    <meta property=\"article:published_time\" content=\"2031-06-19T08:30:00+02:00\">\
                    <meta property=\"og:site_name\" content=\"Kelmar Courier\"></head><body><article><h1>Quay shut</h1>\
                    <p>BRENMOUTH, June 19 (NNC) — The harbour master closed the northern quay after divers found cracks.</p>\
                    <h2>Ships wait</h2><p>Ships were sent to the old basin until the pillars have been mended.</p></article></body></html>";
        let entry = |n: u32| {
            format!(
                "<div class=live-entry><time datetime=2031-06-19T0{n}:00Z>{n}</time><p>At {n} o'clock the harbour master closed the northern quay after divers had found cracks.</p></div>"
            )
        };
        let running = format!(
            "<html><head><meta property=article:section content=Harbour></head><body><h1>Quay shut</h1>{}{}{}</body></html>",
            entry(9),
            entry(8),
            entry(7)
        );
        let text = "BRENMOUTH, June 19 (NNC) — The quay was shut.\n\nShips wait at the “old” basin. (AP)\n\n\
                    Correction: This report wrongly said that the old basin was shut on June 20, 14:30. It was not.";
        for report in [
            rashomon_page::read_html("a", page.as_bytes(), &Hints::default()),
            rashomon_page::read_html("c", running.as_bytes(), &Hints::default()),
            rashomon_page::read_text("b", text.as_bytes(), &Hints::default()),
            Report::default(),
        ] {
            let line = serde_json::to_vec(&Kept::from(&report)).expect("written");
            let back: Kept = serde_json::from_slice(&line).expect("read");
            assert_eq!(Report::from(back), report);
        }
    }
}
