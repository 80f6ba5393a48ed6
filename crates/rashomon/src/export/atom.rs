//! A feed with an entry a dispute, the newest first. Entries are held until the end, since only then is known which that is.

use std::io::Write;

use atom_syndication::{Category, Content, Entry, FixedDateTime, Generator, Link, Person, Text};
use chrono::{NaiveDate, NaiveTime, Utc};

use super::days::days;
use super::ids::{self, Id};
use super::view::Views;
use super::{Export, ExportError, Told, clean};
use crate::wire::comparison::{DisputeLine, StatementLine};

/// An Atom feed.
#[derive(Default)]
pub struct Feed {
    entries: Vec<Entry>,
    undated: usize,
}

fn midnight(day: NaiveDate) -> FixedDateTime {
    day.and_time(NaiveTime::MIN).and_local_timezone(Utc).single().unwrap_or_default().fixed_offset()
}

fn text(text: &str) -> Text {
    Text::plain(clean::line(text))
}

/// All that is said on either side.
fn statements<'d>(dispute: &'d DisputeLine<'d>) -> impl Iterator<Item = &'d StatementLine<'d>> {
    dispute.sides.iter().flat_map(|s| &s.statements)
}

/// The day of the latest of its reports; without any the day of no feed, which the reader of the feed is told.
fn updated(views: &Views<'_>, dispute: &DisputeLine<'_>) -> Option<NaiveDate> {
    let published = |s: &StatementLine<'_>| days(views.report(&s.report)?.line.published.as_deref()?);
    let day = statements(dispute).filter_map(published).map(|d| d.first).max()?;
    NaiveDate::from_ymd_opt(day.year().into(), day.month().unsigned_abs().into(), day.day().unsigned_abs().into())
}

fn content(views: &Views<'_>, dispute: &DisputeLine<'_>) -> String {
    let mut out = String::new();
    for side in &dispute.sides {
        let date = side.date.as_deref().map(|d| format!(" ({})", clean::html(d))).unwrap_or_default();
        out.push_str(&format!("<h4>{}{date}</h4>\n", clean::html(&side.value)));
        for s in &side.statements {
            let outlet = views.report(&s.report).map_or(s.report.as_ref(), |r| r.outlet());
            let sources =
                s.according_to.as_ref().map(|a| format!(", according to {}", clean::html(a))).unwrap_or_default();
            let (quote, outlet) = (clean::html(&s.quote), clean::html(outlet));
            out.push_str(&format!("<blockquote>{quote}</blockquote>\n<p>{outlet}{sources}</p>\n"));
        }
    }
    out.push_str(&format!("<p>{}</p>", clean::html(&dispute.why)));
    out
}

fn entry(told: &Told<'_>, views: &Views<'_>, dispute: &DisputeLine<'_>, id: Id, day: NaiveDate) -> Entry {
    let mut links: Vec<Link> = Vec::new();
    for s in statements(dispute) {
        let Some(report) = views.report(&s.report) else { continue };
        let Some(url) = clean::address(report.line.url.as_deref()) else { continue };
        if links.iter().all(|l| l.href != url) {
            let title = report.line.title.as_deref().map(clean::line);
            links.push(Link { href: url.to_owned(), rel: "related".to_owned(), title, ..Link::default() });
        }
    }
    let category = |term: &str, label: &str| Category {
        term: clean::line(term),
        label: Some(label.to_owned()),
        ..Category::default()
    };
    let sides: Vec<String> = dispute.sides.iter().map(|s| clean::line(&s.value)).collect();
    Entry {
        title: text(&dispute.question),
        id: id.urn(),
        updated: midnight(day),
        categories: vec![category(&dispute.status, "status"), category(&dispute.kind, "kind")],
        links,
        summary: Some(text(&format!("{}: {}", told.story.title, sides.join(" / ")))),
        content: Some(Content {
            value: Some(content(views, dispute)),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

impl Export for Feed {
    fn add(&mut self, told: &Told<'_>, _: &mut dyn Write) -> Result<(), ExportError> {
        let views = Views::new(told);
        for (dispute, id) in told.story.disputes.iter().zip(ids::disputes(told)) {
            let day = updated(&views, dispute);
            self.undated += usize::from(day.is_none());
            self.entries.push(entry(told, &views, dispute, id, day.unwrap_or_default()));
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut entries = std::mem::take(&mut self.entries);
        entries.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.id.cmp(&b.id)));
        // The same story may come twice, from two runs that were kept.
        entries.dedup_by(|a, b| a.id == b.id);
        let feed = atom_syndication::Feed {
            title: Text::plain("Where reports part"),
            id: Id::of("feed", &["disputes"]).urn(),
            updated: entries.first().map_or_else(|| midnight(NaiveDate::default()), |e| e.updated),
            authors: vec![Person { name: "Rashomon".to_owned(), ..Person::default() }],
            generator: Some(Generator {
                value: "Rashomon".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
                ..Generator::default()
            }),
            entries,
            ..atom_syndication::Feed::default()
        };
        let mut bytes = feed.write_to(Vec::new())?;
        bytes.push(b'\n');
        Ok(out.write_all(&bytes)?)
    }

    fn left_out(&self) -> Vec<String> {
        let say = |n: usize| format!("{n} of the entries rest on reports without a date and are dated 1970-01-01");
        (self.undated > 0).then(|| say(self.undated)).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, testing};

    #[test]
    fn a_dispute_is_an_entry_dated_by_its_latest_report() {
        let mut told = testing::quay();
        told.story.disputes[0].question = "Did the mayor \u{0}close <the> quay?".into();
        let feed: atom_syndication::Feed = testing::written(Format::Atom, &[told]).parse().expect("a feed");
        let entry = &feed.entries[0];
        assert_eq!(entry.title.value, "Did the mayor close <the> quay?");
        assert_eq!(entry.updated.to_rfc3339(), "2031-06-20T00:00:00+00:00");
        assert_eq!(feed.updated, entry.updated);
        assert_eq!(
            entry.links.iter().map(|l| l.href.as_str()).collect::<Vec<_>>(),
            ["https://askvik.example/quay", "https://brenmouth.example/quay"]
        );
        let content = entry.content.as_ref().and_then(|c| c.value.as_deref()).expect("content");
        assert!(content.contains("<blockquote>The mayor never closed it.</blockquote>"), "{content}");
    }

    #[test]
    fn the_newest_comes_first() {
        let (old, mut new) = (testing::quay(), testing::quay());
        for r in &mut new.reports {
            (r.published, r.url) = (Some("2032-01-01".to_owned()), None);
        }
        let feed: atom_syndication::Feed = testing::written(Format::Atom, &[old, new]).parse().expect("a feed");
        let days: Vec<String> = feed.entries.iter().map(|e| e.updated.date_naive().to_string()).collect();
        assert_eq!(days, ["2032-01-01", "2031-06-20"]);
    }

    #[test]
    fn without_a_date_it_is_said() {
        let mut told = testing::quay();
        told.reports.iter_mut().for_each(|r| r.published = None);
        let mut feed = Feed::default();
        feed.add(&told, &mut Vec::new()).expect("kept");
        assert_eq!(feed.left_out(), ["1 of the entries rest on reports without a date and are dated 1970-01-01"]);
    }
}
