//! Dated events for TimelineJS. Its texts are HTML, so what pages say is escaped.

use std::io::Write;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::days::{Days, Grain};
use super::happenings::{Happening, dated};
use super::left_out::LeftOut;
use super::view::Views;
use super::{Export, ExportError, Told, clean};

/// Characters of a headline.
const HEADLINE: usize = 120;

/// One object with an array of events.
#[derive(Default)]
pub struct TimelineJs {
    written: bool,
    undated: LeftOut,
    denied: LeftOut,
}

/// A date as far as it is known.
fn part(date: Date, grain: Grain) -> Value {
    let mut part = json!({"year": date.year()});
    if grain < Grain::Year {
        part["month"] = date.month().into();
    }
    if grain < Grain::Month {
        part["day"] = date.day().into();
    }
    part
}

fn event(told: &Told<'_>, views: &Views<'_>, h: &Happening<'_>, days: Days) -> Value {
    let tellings = h.by_report(views);
    let quotes: String = tellings
        .iter()
        .map(|t| {
            let line = clean::html(&t.line(views));
            let url = clean::address(t.view(views).line.url.as_deref());
            url.map_or_else(
                || format!("<p>{line}</p>"),
                |u| format!("<p><a href=\"{}\">{line}</a></p>", clean::html(u)),
            )
        })
        .collect();
    let headline = tellings.first().map(|t| clean::head(t.sentence(views), HEADLINE)).unwrap_or_default();
    let mut event = json!({
        "unique_id": h.id.to_string(),
        "start_date": part(days.first, days.grain),
        "text": {"headline": clean::html(&headline), "text": quotes},
        "group": clean::html(&told.story.title),
    });
    if matches!(days.grain, Grain::Week | Grain::Quarter) {
        event["end_date"] = part(days.last, Grain::Day);
        event["start_date"] = part(days.first, Grain::Day);
    }
    event
}

impl Export for TimelineJs {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let views = Views::new(told);
        for h in dated(told, &views) {
            let Some(days) = h.days else {
                self.undated.add(h.date.to_owned());
                continue;
            };
            if h.is_denied() {
                self.denied.add(format!("{} of {}", h.event, told.story.id));
                continue;
            }
            out.write_all(if std::mem::replace(&mut self.written, true) { b",\n" } else { b"{\"events\":[" })?;
            out.write_all(&serde_json::to_vec(&event(told, &views, &h, days))?)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        Ok(out.write_all(if self.written { b"]}\n" } else { b"{\"events\":[]}\n" })?)
    }

    fn left_out(&self) -> Vec<String> {
        let undated = self.undated.say("event", "without days that the calendar knows");
        undated.into_iter().chain(self.denied.say("event", "told only as what did not happen")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, testing};

    #[test]
    fn texts_are_escaped_and_dates_as_exact_as_they_are_known() {
        let mut told = testing::quay();
        told.reports[0].outlet = Some("<script>Post".into());
        let all: Value = serde_json::from_str(&testing::written(Format::Timelinejs, &[told])).expect("JSON");
        let events = all["events"].as_array().expect("events");
        assert_eq!(events[0]["start_date"], json!({"year": 2031, "month": 6, "day": 17}));
        assert_eq!(events[1]["start_date"], json!({"year": 2031, "month": 7}));
        let text = events[0]["text"]["text"].as_str().expect("text");
        assert!(text.starts_with("<p><a href=\"https://askvik.example/quay\">&lt;script&gt;Post: "), "{text}");
        assert_eq!(testing::written(Format::Timelinejs, &[]), "{\"events\":[]}\n");
    }

    #[test]
    fn what_has_no_day_is_left_out_and_told() {
        let mut told = testing::quay();
        told.story.timeline[0].date = "2030-FA".into();
        told.reports[0].events[1].factuality = -3.0;
        let mut writer = TimelineJs::default();
        writer.add(&told, &mut Vec::new()).expect("written");
        assert_eq!(
            writer.left_out(),
            [
                "1 event left out, without days that the calendar knows: 2030-FA",
                "1 event left out, told only as what did not happen: x2 of s1"
            ]
        );
    }
}
