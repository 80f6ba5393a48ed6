//! Entities of FollowTheMoney, one JSON object a line: articles, those who act in them, where they are named, and events.
//!
//! Entities of several lines with one id are parts of one, as is the custom there. All values are lists.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::days::days;
use super::gazetteer::two_letters;
use super::happenings::{Happening, events};
use super::ids::{self, Id};
use super::view::{View, Views};
use super::{Export, ExportError, Told, clean};
use crate::wire::reading::Actor;

/// Characters of the name of an event.
const NAME: usize = 120;

/// JSON lines.
pub struct Ftm;

#[derive(Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(id: Id, schema: &'static str) -> Self {
        Self { id: id.hex(), schema, properties: BTreeMap::new() }
    }

    /// Adds a value, if there is one and it was not there.
    fn with(mut self, property: &'static str, value: Option<impl AsRef<str>>) -> Self {
        let value = value.map(|v| clean::xml(v.as_ref()).trim().to_owned()).filter(|v| !v.is_empty());
        if let Some(value) = value {
            let values = self.properties.entry(property).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
        self
    }

    fn with_all<S: AsRef<str>>(self, property: &'static str, values: impl IntoIterator<Item = S>) -> Self {
        values.into_iter().fold(self, |e, v| e.with(property, Some(v)))
    }

    fn write(&self, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(out.write_all(&line)?)
    }
}

/// A name on one line and without quotation marks around it, which none has there; `None` where nothing is left.
fn name(text: &str) -> Option<String> {
    let line = clean::line(text);
    let bare = line.trim_matches(['"', '\'', '“', '”', '‘', '’', '„', '«', '»', ' ']);
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn schema(actor: &Actor<'_>) -> &'static str {
    match actor.kind.as_ref() {
        "person" => "Person",
        "government" => "PublicBody",
        "organisation" | "outlet" | "police" | "military" | "armed_group" => "Organization",
        _ => "LegalEntity",
    }
}

/// Two kinds of one name are two, since entities of two schemata cannot be brought together.
fn actor_id(actor: &Actor<'_>) -> Id {
    Id::of("entity", &[schema(actor), &actor.name.to_lowercase()])
}

/// Whether an actor goes by a name, not only by words for what it is.
fn is_named(report: &View<'_>, actor: &Actor<'_>) -> bool {
    let names = |label: &str| matches!(label, "PERSON" | "ORG" | "GPE" | "NORP" | "LOC" | "FAC");
    !actor.anonymous
        && name(&actor.name).is_some()
        && report.line.entities.iter().any(|e| e.actor.as_deref() == Some(&actor.id) && names(&e.label))
}

fn country(actor: &Actor<'_>) -> Option<String> {
    actor.country.as_deref().and_then(two_letters).map(str::to_lowercase)
}

fn date(published: Option<&str>) -> Option<&str> {
    published.filter(|d| days(d).is_some())
}

fn article(report: &View<'_>) -> Entity {
    let line = report.line;
    let language = line.language.as_deref().filter(|l| l.to_ascii_lowercase().starts_with("en")).map(|_| "eng");
    Entity::new(ids::report(line), "Article")
        .with("title", line.title.as_deref().map(clean::line).or_else(|| Some(clean::head(&line.text, NAME))))
        .with("fileName", Some(clean::line(&line.id)))
        .with_all("author", line.byline.iter().map(|b| clean::line(b)))
        .with("publisher", line.outlet.as_deref().map(clean::line))
        .with("publishedAt", date(line.published.as_deref()))
        .with("modifiedAt", date(line.modified.as_deref()))
        .with("sourceUrl", clean::address(line.url.as_deref()))
        .with("language", language)
        .with("bodyText", Some(&line.text))
}

fn actor(actor: &Actor<'_>) -> Entity {
    let schema = schema(actor);
    let entity = Entity::new(actor_id(actor), schema).with("name", name(&actor.name)).with("country", country(actor));
    let role = actor.role.as_deref().map(clean::line);
    if schema == "Person" { entity.with("position", role) } else { entity }
}

fn mention(report: &View<'_>, actor: &Actor<'_>) -> Entity {
    let (document, resolved) = (ids::report(report.line), actor_id(actor));
    Entity::new(Id::of("mention", &[&document.hex(), &resolved.hex()]), "Mention")
        .with("document", Some(document.hex()))
        .with("resolved", Some(resolved.hex()))
        .with("name", name(&actor.name))
        .with("detectedSchema", Some(schema(actor)))
        .with("contextCountry", country(actor))
}

fn event(told: &Told<'_>, views: &Views<'_>, h: &Happening<'_>) -> Option<Entity> {
    let tellings = h.by_report(views);
    let first = tellings.first()?;
    let days = h.days;
    let mut entity = Entity::new(h.id, "Event")
        .with("name", name(&clean::head(first.sentence(views), NAME)).or_else(|| name(&first.event.lemma)))
        .with("startDate", days.map(|d| d.first.to_string()))
        .with("endDate", days.filter(|d| d.last != d.first).map(|d| d.last.to_string()))
        .with("description", Some(clean::line(&told.story.title)))
        .with_all("summary", tellings.iter().map(|t| t.line(views)))
        .with_all("proof", tellings.iter().map(|t| ids::report(t.view(views).line).hex()))
        .with_all("keywords", h.tellings.iter().filter_map(|t| t.event.kind.as_deref()))
        .with_all("location", h.tellings.iter().filter_map(|t| t.event.place.as_deref()).map(clean::line));
    for t in &h.tellings {
        let view = t.view(views);
        let named = |id: &String| view.actor(id).filter(|a| is_named(view, a)).map(|a| actor_id(a).hex());
        entity = entity
            .with_all("organizer", t.event.actors.iter().filter_map(named))
            .with_all("involved", t.event.recipients.iter().filter_map(named));
    }
    Some(entity)
}

impl Export for Ftm {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let views = Views::new(told);
        for report in &views.reports {
            article(report).write(out)?;
            for a in report.line.actors.iter().filter(|a| is_named(report, a)) {
                actor(a).write(out)?;
                mention(report, a).write(out)?;
            }
        }
        let political = |h: &Happening<'_>| h.tellings.iter().any(|t| t.event.kind.is_some()) && !h.is_denied();
        for h in events(told, &views).iter().filter(|h| political(h)) {
            if let Some(entity) = event(told, &views, h) {
                entity.write(out)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::export::{Format, testing};
    use crate::wire::reading::Entity as Named;

    #[test]
    fn events_name_articles_and_those_who_take_part() {
        let mut told = testing::quay();
        told.reports[0].actors[0].name = "“mayor”".into();
        for (label, actor) in [("PERSON", "a1"), ("ORG", "a2"), ("PERSON", "a3"), ("CARDINAL", "a2")] {
            told.reports[0].entities.push(Named {
                start: 0,
                end: 3,
                label: label.into(),
                actor: Some(actor.to_owned()),
            });
        }
        let lines = testing::written(Format::Ftm, &[told]);
        let all: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        let of = |schema: &str| all.iter().filter(|e| e["schema"] == schema).collect::<Vec<_>>();
        assert_eq!(
            [of("Article").len(), of("Person").len(), of("Organization").len(), of("Mention").len(), of("Event").len()],
            [2, 1, 1, 2, 2]
        );
        let closed = of("Event")[0];
        assert_eq!(closed["properties"]["startDate"][0], "2031-06-17");
        assert_eq!(closed["properties"]["organizer"][0], of("Person")[0]["id"]);
        assert_eq!(closed["properties"]["involved"][0], of("Organization")[0]["id"]);
        assert_eq!(closed["properties"]["proof"][0], of("Article")[0]["id"]);
        assert_eq!(of("Person")[0]["properties"]["country"][0], "no");
        assert_eq!(of("Person")[0]["properties"]["name"][0], "mayor");
    }
}
