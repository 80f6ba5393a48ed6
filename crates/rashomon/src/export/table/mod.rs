//! The table of events: one row an event of a report, with all that a row needs to be understood alone.
//!
//! [`COLUMNS`] is the schema; `docs/schemas/events.json` is the same for programs, and a test compares the two.

use std::borrow::Cow;

use crate::wire::reading::{Event, Quantity};

use super::Told;
use super::view::{View, Views};

mod csv;
mod parquet;

pub use csv::Csv;
pub use parquet::Parquet;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'t> {
    /// Nothing is known.
    Nothing,
    Text(Cow<'t, str>),
    Number(u32),
    Decimal(f64),
    Flag(bool),
    Texts(Vec<Cow<'t, str>>),
}

/// What stands in the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Decimal,
    Flag,
    Texts,
}

/// A column.
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether cells may be empty.
    pub nullable: bool,
    pub cell: for<'t> fn(&Row<'t>) -> Cell<'t>,
}

/// One event of one report.
pub struct Row<'t> {
    told: &'t Told<'t>,
    story_event: Option<&'t str>,
    report: &'t View<'t>,
    event: &'t Event<'t>,
}

const fn column(name: &'static str, kind: Kind, nullable: bool, cell: for<'t> fn(&Row<'t>) -> Cell<'t>) -> Column {
    Column { name, kind, nullable, cell }
}

/// The columns, in an order that stays; new ones come last.
pub static COLUMNS: [Column; 32] = [
    column("story", Kind::Text, false, |r| text(&r.told.story.id)),
    column("story_event", Kind::Text, true, |r| maybe(r.story_event)),
    column("report", Kind::Text, false, |r| text(&r.report.line.id)),
    column("url", Kind::Text, true, |r| maybe(r.report.line.url.as_deref())),
    column("outlet", Kind::Text, true, |r| maybe(r.report.line.outlet.as_deref())),
    column("title", Kind::Text, true, |r| maybe(r.report.line.title.as_deref())),
    column("language", Kind::Text, true, |r| maybe(r.report.line.language.as_deref())),
    column("published", Kind::Text, true, |r| maybe(r.report.line.published.as_deref())),
    column("event", Kind::Text, false, |r| text(&r.event.id)),
    column("sentence", Kind::Text, false, |r| text(r.report.text.of(r.report.sentence(r.event)))),
    column("sentence_start", Kind::Number, false, |r| Cell::Number(r.report.sentence(r.event).0)),
    column("sentence_end", Kind::Number, false, |r| Cell::Number(r.report.sentence(r.event).1)),
    column("words", Kind::Text, false, |r| text(r.report.text.of((r.event.start, r.event.end)))),
    column("start", Kind::Number, false, |r| Cell::Number(r.event.start)),
    column("end", Kind::Number, false, |r| Cell::Number(r.event.end)),
    column("lemma", Kind::Text, false, |r| text(&r.event.lemma)),
    column("type", Kind::Text, true, |r| maybe(r.event.kind.as_deref())),
    column("intends", Kind::Text, true, |r| maybe(r.event.intends.as_deref())),
    column("mode", Kind::Text, true, |r| maybe(r.event.mode.as_deref())),
    column("actors", Kind::Texts, false, |r| names(r.report, &r.event.actors, &r.event.actor_spans)),
    column("actor_countries", Kind::Texts, false, |r| countries(r.report, &r.event.actors, &r.event.actor_spans)),
    column("recipients", Kind::Texts, false, |r| names(r.report, &r.event.recipients, &r.event.recipient_spans)),
    column("recipient_countries", Kind::Texts, false, |r| {
        countries(r.report, &r.event.recipients, &r.event.recipient_spans)
    }),
    column("about", Kind::Text, true, |r| maybe(r.event.about.as_deref())),
    column("place", Kind::Text, true, |r| maybe(r.event.place.as_deref())),
    column("time", Kind::Text, true, |r| maybe(r.event.time.as_deref())),
    column("quantities", Kind::Texts, false, |r| {
        Cell::Texts(r.event.quantities.iter().map(|q| quantity(q).into()).collect())
    }),
    column("factuality", Kind::Decimal, false, |r| Cell::Decimal(r.event.factuality)),
    column("according_to", Kind::Texts, false, |r| {
        Cell::Texts(r.report.according_to(r.event).into_iter().map(Into::into).collect())
    }),
    column("own_word", Kind::Flag, false, |r| Cell::Flag(r.event.holder.is_none())),
    column("anonymous", Kind::Flag, false, |r| {
        Cell::Flag(r.report.words_of(r.event).first().is_some_and(|w| w.anonymous))
    }),
    column("report_id", Kind::Text, false, |r| Cell::Text(super::ids::report(r.report.line).to_string().into())),
];

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.into())
}

fn maybe(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Nothing, |t| Cell::Text(t.into()))
}

/// Actors by name; where nobody is known, the words for those who act.
fn names<'t>(report: &View<'t>, ids: &[String], spans: &[(u32, u32)]) -> Cell<'t> {
    if ids.is_empty() {
        return Cell::Texts(spans.iter().map(|&s| report.text.of(s).into()).collect());
    }
    Cell::Texts(ids.iter().filter_map(|id| report.actor(id)).map(|a| a.name.as_ref().into()).collect())
}

/// For each of [`names`] the country, empty where it is not known.
fn countries<'t>(report: &View<'t>, ids: &[String], spans: &[(u32, u32)]) -> Cell<'t> {
    if ids.is_empty() {
        return Cell::Texts(vec!["".into(); spans.len()]);
    }
    let country = |a: &'t crate::wire::reading::Actor<'t>| a.country.as_deref().unwrap_or_default().into();
    Cell::Texts(ids.iter().filter_map(|id| report.actor(id)).map(country).collect())
}

/// "at least 12 killed".
fn quantity(q: &Quantity<'_>) -> String {
    let bound = match q.bound.as_ref() {
        "about" => "about ",
        "at_least" => "at least ",
        "at_most" => "at most ",
        _ => "",
    };
    let unit = q.unit.as_ref().map(|u| format!(" {u}")).unwrap_or_default();
    let of = if q.of.is_empty() { String::new() } else { format!(" {}", q.of) };
    format!("{bound}{}{unit}{of}", q.value)
}

/// Calls `row` for each event of a story, in order of its reports and their texts.
fn rows<X>(told: &Told<'_>, mut row: impl FnMut(&Row<'_>) -> Result<(), X>) -> Result<(), X> {
    let views = Views::new(told);
    for report in &views.reports {
        for event in &report.line.events {
            row(&Row { told, story_event: views.story_event(&report.line.id, event), report, event })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The type of a column in the schema: as a word of Frictionless Table Schema, and of Arrow.
    fn words(kind: Kind) -> (&'static str, &'static str) {
        match kind {
            Kind::Text => ("string", "string"),
            Kind::Number => ("integer", "int32"),
            Kind::Decimal => ("number", "double"),
            Kind::Flag => ("boolean", "bool"),
            Kind::Texts => ("string", "list<element: string not null>"),
        }
    }

    #[test]
    fn the_schema_in_the_docs_is_the_one_that_is_written() {
        let schema: Value =
            serde_json::from_str(include_str!("../../../../../docs/schemas/events.json")).expect("a schema");
        let fields = schema["fields"].as_array().expect("fields");
        let documented: Vec<(&str, &str, &str, bool)> = fields
            .iter()
            .map(|f| {
                let word = |key: &str| f[key].as_str().unwrap_or_default();
                (word("name"), word("type"), word("arrow"), f["constraints"]["required"] != true)
            })
            .collect();
        let written: Vec<(&str, &str, &str, bool)> =
            COLUMNS.iter().map(|c| (c.name, words(c.kind).0, words(c.kind).1, c.nullable)).collect();
        assert_eq!(documented, written);
        assert!(fields.iter().all(|f| f["description"].as_str().is_some_and(|d| !d.is_empty())));
        let page = include_str!("../../../../../docs/exports.md");
        assert!(COLUMNS.iter().all(|c| page.contains(&format!("`{}`", c.name))));
    }

    #[test]
    fn quantities_are_told_with_their_bounds() {
        let q = |value: f64, bound: &'static str, unit: Option<&'static str>| Quantity {
            start: 0,
            end: 0,
            value,
            of: "killed".into(),
            unit: unit.map(Into::into),
            bound: bound.into(),
        };
        assert_eq!(quantity(&q(12.0, "at_least", None)), "at least 12 killed");
        assert_eq!(quantity(&q(0.5, "exact", Some("tonne"))), "0.5 tonne killed");
    }
}
