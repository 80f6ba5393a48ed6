//! Places of events, for a map: a point for each event that a report puts somewhere the gazetteer knows.

use std::collections::BTreeSet;
use std::io::Write;

use geojson::{Feature, Geometry, GeometryValue, JsonObject};
use serde_json::{Value, json};

use super::gazetteer::{ATTRIBUTION, Found, find};
use super::ids::Id;
use super::left_out::LeftOut;
use super::view::{View, Views};
use super::{Export, ExportError, Told};
use crate::wire::reading::Event;

/// A collection of points.
#[derive(Default)]
pub struct Map {
    begun: bool,
    written: bool,
    unknown: LeftOut,
}

fn feature(told: &Told<'_>, views: &Views<'_>, report: &View<'_>, event: &Event<'_>, found: Found) -> Feature {
    let line = report.line;
    let sentence = report.sentence(event);
    let (place, at) = (found.place, format!("{}-{}", event.start, event.end));
    let properties = json!({
        "place": event.place,
        "resolved": place.name,
        "precision": if place.is_state { "state" } else { "town" },
        "country": place.country,
        "geonames": place.geonames,
        "ambiguous": found.ambiguous,
        "settled_by": found.basis.as_str(),
        "candidates": found.candidates,
        "story": told.story.id,
        "story_title": told.story.title,
        "story_event": views.story_event(&line.id, event),
        "report": line.id,
        "url": line.url,
        "outlet": line.outlet,
        "published": line.published,
        "event": event.id,
        "lemma": event.lemma,
        "type": event.kind,
        "mode": event.mode,
        "time": event.time,
        "factuality": event.factuality,
        "according_to": report.according_to(event),
        "sentence": report.text.of(sentence),
        "start": sentence.0,
        "end": sentence.1,
    });
    let properties: Option<JsonObject> = match properties {
        Value::Object(all) => Some(all),
        _ => None,
    };
    Feature {
        bbox: None,
        geometry: Some(Geometry::new(GeometryValue::new_point([place.longitude, place.latitude]))),
        id: Some(geojson::feature::Id::String(
            Id::of("place", &[super::ids::known_by(line), &at, &event.lemma]).to_string(),
        )),
        properties,
        foreign_members: None,
    }
}

impl Map {
    fn begin(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        if !std::mem::replace(&mut self.begun, true) {
            writeln!(out, "{{\"type\":\"FeatureCollection\",\"attribution\":{},\"features\":[", json!(ATTRIBUTION))?;
        }
        Ok(())
    }
}

impl Export for Map {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        self.begin(out)?;
        let views = Views::new(told);
        for report in &views.reports {
            let countries: BTreeSet<&str> = report.line.actors.iter().filter_map(|a| a.country.as_deref()).collect();
            for event in &report.line.events {
                let Some(name) = event.place.as_deref() else { continue };
                let Some(found) = find(name, &countries) else {
                    self.unknown.add(super::clean::line(name));
                    continue;
                };
                if std::mem::replace(&mut self.written, true) {
                    out.write_all(b",\n")?;
                }
                out.write_all(&serde_json::to_vec(&feature(told, &views, report, event, found))?)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        self.begin(out)?;
        Ok(out.write_all(b"]}\n")?)
    }

    fn left_out(&self) -> Vec<String> {
        self.unknown.say("event", "at a place that the gazetteer does not know").into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, testing};

    #[test]
    fn known_places_are_points_and_others_are_told() {
        let mut writer = Map::default();
        let mut out = Vec::new();
        writer.add(&testing::quay(), &mut out).expect("written");
        writer.finish(&mut out).expect("written");
        let all: geojson::FeatureCollection = String::from_utf8(out).expect("UTF-8").parse().expect("GeoJSON");
        assert_eq!(all.features.len(), 1);
        let oslo = &all.features[0];
        assert_eq!(oslo.property("resolved"), Some(&json!("Oslo")));
        assert_eq!(oslo.property("country"), Some(&json!("NOR")));
        let Some(GeometryValue::Point { coordinates }) = oslo.geometry.as_ref().map(|g| &g.value) else {
            panic!("a point")
        };
        assert!((coordinates[0] - 10.7).abs() < 0.3 && (coordinates[1] - 59.9).abs() < 0.3, "{coordinates:?}");
        assert_eq!(writer.left_out(), ["1 event left out, at a place that the gazetteer does not know: Askvik"]);
        assert!(
            all.foreign_members.is_some_and(|m| m["attribution"].as_str().is_some_and(|a| a.contains("CC BY 4.0")))
        );
    }

    #[test]
    fn no_story_is_an_empty_collection() {
        let all: geojson::FeatureCollection = testing::written(Format::Geojson, &[]).parse().expect("GeoJSON");
        assert!(all.features.is_empty());
    }
}
