//! Whatever the bytes, a report is sound, and the same bytes give the same report.

pub mod markup;

use rashomon_page::carriers::Item;
use rashomon_page::{Dated, Report};
use rashomon_text::{PartialDate, Span};

/// Reads twice and looks at what comes of it.
///
/// # Panics
/// If the reports differ, or one of them is not sound.
pub fn read(id: &str, read: impl Fn() -> Report) -> Report {
    let report = read();
    sound(id, &report);
    let again = read();
    assert!(report == again, "the same bytes read twice: {report:#?}\n{again:#?}");
    report
}

/// Reads all items of a carrier.
///
/// # Panics
/// As [`read`].
pub fn items(items: impl IntoIterator<Item = Item>) {
    for item in items {
        let id = item.id.clone();
        read(&id, || item.clone().read());
    }
}

/// What holds of every report, whatever it was read from.
fn sound(id: &str, r: &Report) {
    assert_eq!(r.id, id, "a report keeps its name");
    paragraphs(r);
    entries(r);
    if let Some(d) = &r.dateline {
        inside(r, d.span, "a dateline");
        assert!(d.date.is_none_or(exists), "a dateline of no day: {d:?}");
        assert!([&d.place, &d.agency].into_iter().flatten().all(|s| !s.trim().is_empty()), "an empty name: {d:?}");
    }
    for a in &r.agencies {
        assert!(!a.name.trim().is_empty(), "an agency without a name");
        if let Some(span) = a.span {
            inside(r, span, "the mark of an agency");
        }
    }
    for n in &r.notes {
        assert!(!n.text.trim().is_empty(), "an empty note");
        assert!(n.date.is_none_or(exists), "a note of no day: {n:?}");
        if let Some(span) = n.span {
            inside(r, span, "a note");
            assert_eq!(span.of(&r.text), n.text, "a note that stands elsewhere");
        }
        for part in [n.wrong, n.right].into_iter().flatten() {
            inside(r, part, "a part of a note");
            assert!(n.span.is_some_and(|s| s.contains(part)), "a part outside of its note: {n:?}");
        }
    }
    for d in [&r.published, &r.modified].into_iter().flatten().chain(&r.other_dates) {
        dated(r, d);
    }
    for s in [&r.title, &r.outlet, &r.section, &r.url, &r.language].into_iter().flatten().chain(&r.byline) {
        assert!(!s.trim().is_empty(), "an empty name: {r:#?}");
    }
    assert!(!r.text.trim().is_empty() || !r.problems.is_empty(), "nothing was read and nothing said: {r:#?}");
}

/// In order, each of something, and nothing but white space between them.
fn paragraphs(r: &Report) {
    let mut end = 0;
    for p in &r.paragraphs {
        let text = r.text.get(p.span.range()).expect("a paragraph ends on boundaries of characters");
        assert!(!text.trim().is_empty(), "an empty paragraph");
        let between = r.text.get(end..p.span.start as usize).expect("paragraphs in order");
        assert!(between.trim().is_empty(), "text between paragraphs: {between:?}");
        end = p.span.end as usize;
    }
    assert!(r.text[end..].trim().is_empty(), "text after the last paragraph: {:?}", &r.text[end..]);
}

/// In order, and each of whole paragraphs.
fn entries(r: &Report) {
    let mut end = 0;
    for e in &r.entries {
        assert!(e.span.start >= end && e.span.start < e.span.end, "entries in order: {:?}", r.entries);
        let starts = r.paragraphs.iter().any(|p| p.span.start == e.span.start);
        let ends = r.paragraphs.iter().any(|p| p.span.end == e.span.end);
        assert!(starts && ends, "an entry of parts of paragraphs: {e:?}");
        if let Some(d) = &e.published {
            dated(r, d);
        }
        end = e.span.end;
    }
}

fn dated(r: &Report, d: &Dated) {
    assert!(exists(d.date), "no such day: {d:?}");
    // What a user gives may be of any year.
    assert!(
        d.basis == "given" || d.date.year.is_none_or(|y| (1990..2100).contains(&y)),
        "a page of no plausible year: {d:?}"
    );
    assert!(!d.basis.is_empty(), "a date that rests on nothing");
    if let Some(span) = d.span {
        inside(r, span, "a date");
    }
}

/// Within one paragraph, and of something.
fn inside(r: &Report, span: Span, what: &str) {
    assert!(r.text.get(span.range()).is_some_and(|s| !s.is_empty()), "{what} outside of the text: {span:?}");
    assert!(r.paragraphs.iter().any(|p| p.span.contains(span)), "{what} outside of paragraphs: {span:?}");
}

/// A day that prints as what is read as the same day.
fn exists(d: PartialDate) -> bool {
    PartialDate::parse(&d.to_string()) == Some(d)
}
