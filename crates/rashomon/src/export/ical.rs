//! Dated events for a calendar.

use std::io::Write;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use icalendar::{Component, Event, EventLike as _, EventStatus, Property};
use jiff::civil::Date;

use super::days::{Days, Grain, days};
use super::happenings::{Happening, dated};
use super::left_out::LeftOut;
use super::view::Views;
use super::{Export, ExportError, Told, clean};

/// Characters of a summary.
const SUMMARY: usize = 120;

/// A calendar of whole days.
#[derive(Default)]
pub struct Ical {
    begun: bool,
    inexact: LeftOut,
    denied: LeftOut,
}

fn civil(date: Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year().into(), date.month().unsigned_abs().into(), date.day().unsigned_abs().into())
}

/// The beginning of the day on which the latest report of it was published; where none says when, that of the event.
fn stamp(h: &Happening<'_>, views: &Views<'_>, first: NaiveDate) -> DateTime<Utc> {
    let published = |t: &super::happenings::Telling<'_>| days(t.view(views).line.published.as_deref()?);
    let latest = h.tellings.iter().filter_map(published).map(|d| d.first).max();
    latest.and_then(civil).unwrap_or(first).and_time(NaiveTime::MIN).and_utc()
}

fn event(told: &Told<'_>, views: &Views<'_>, h: &Happening<'_>, days: Days) -> Option<String> {
    let (first, after) = (civil(days.first)?, civil(days.last)?.succ_opt()?);
    let tellings = h.by_report(views);
    let lines: Vec<String> = tellings.iter().map(|t| t.line(views)).collect();
    let mut event = Event::new();
    event
        .uid(&format!("{}@rashomon", h.id))
        .timestamp(stamp(h, views, first))
        .starts(first)
        .ends(after)
        .summary(&clean::head(tellings.first()?.sentence(views), SUMMARY))
        .description(&format!("{}\n\n{}", clean::line(&told.story.title), lines.join("\n\n")))
        .status(if h.is_told_as_done(views) { EventStatus::Confirmed } else { EventStatus::Tentative });
    if let Some(url) = tellings.iter().find_map(|t| clean::address(t.view(views).line.url.as_deref())) {
        event.url(url);
    }
    if let Some(place) = tellings.iter().find_map(|t| t.event.place.as_deref()) {
        event.location(&clean::line(place));
    }
    let mut kinds: Vec<&str> = tellings.iter().filter_map(|t| t.event.kind.as_deref()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        event.append_multi_property(Property::new("CATEGORIES", kind));
    }
    // Others may be busy on that day, this does not take it.
    event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    event.try_into_string().ok().map(|text| folded(&text))
}

/// Bytes of a line, its end not counted.
const LINE: usize = 75;

/// The same content in lines of at most 75 bytes; the library lets the last of a folded line have one more.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut length = 0;
    for c in text.replace("\r\n ", "").chars() {
        match c {
            '\r' | '\n' => length = 0,
            _ if length + c.len_utf8() > LINE => {
                out.push_str("\r\n ");
                length = 1 + c.len_utf8();
            }
            _ => length += c.len_utf8(),
        }
        out.push(c);
    }
    out
}

const HEAD: &[u8] = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//rashomon//export//EN\r\nCALSCALE:GREGORIAN\r\n";

impl Ical {
    fn begin(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        if !std::mem::replace(&mut self.begun, true) {
            out.write_all(HEAD)?;
        }
        Ok(())
    }
}

impl Export for Ical {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        self.begin(out)?;
        let views = Views::new(told);
        for h in dated(told, &views) {
            let Some(days) = h.days.filter(|d| d.grain <= Grain::Week) else {
                self.inexact.add(h.date.to_owned());
                continue;
            };
            if h.is_denied() {
                self.denied.add(format!("{} of {}", h.event, told.story.id));
                continue;
            }
            if let Some(text) = event(told, &views, &h, days) {
                out.write_all(text.as_bytes())?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        self.begin(out)?;
        Ok(out.write_all(b"END:VCALENDAR\r\n")?)
    }

    fn left_out(&self) -> Vec<String> {
        let inexact = self.inexact.say("event", "dated to no day or week");
        inexact.into_iter().chain(self.denied.say("event", "told only as what did not happen")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, testing};

    #[test]
    fn a_day_is_a_whole_day_and_stamped_by_the_reports() {
        let mut told = testing::quay();
        told.story.title = "The quay\u{7}\r\nEND:VCALENDAR".into();
        let text = testing::written(Format::Ical, &[told]);
        for line in [
            "DTSTART;VALUE=DATE:20310617\r\n",
            "DTEND;VALUE=DATE:20310618\r\n",
            "DTSTAMP:20310620T000000Z\r\n",
            "STATUS:CONFIRMED\r\n",
            "LOCATION:Oslo\r\n",
            "CATEGORIES:COERCE\r\n",
        ] {
            assert!(text.contains(line), "{line} {text}");
        }
        assert_eq!(text.matches("\nBEGIN:VEVENT").count(), 1, "{text}");
        assert_eq!(text.matches("\nEND:VCALENDAR").count(), 1, "{text}");
        assert!(text.split("\r\n").all(|l| l.len() <= 75 && !l.contains(|c: char| c.is_control())), "{text}");
    }

    #[test]
    fn lines_are_never_too_long_and_unfold_to_what_they_were() {
        for length in 60..400 {
            let mut told = testing::quay();
            told.story.title = "é quay, ".chars().cycle().take(length).collect();
            let text = testing::written(Format::Ical, &[told]);
            assert!(text.split("\r\n").all(|l| l.len() <= LINE), "{length}: {text}");
            let whole: String = "é quay\\, ".chars().cycle().take(length).collect();
            let begins = format!("DESCRIPTION:{}", &whole[..40.min(whole.len())]);
            assert!(text.replace("\r\n ", "").contains(&begins), "{length}: {text}");
        }
    }

    #[test]
    fn what_names_no_day_is_left_out_and_told() {
        let mut writer = Ical::default();
        writer.add(&testing::quay(), &mut Vec::new()).expect("written");
        assert_eq!(writer.left_out(), ["1 event left out, dated to no day or week: 2031-07"]);
    }
}
