//! Events as records of PLOVER, one JSON object a line, as `rashomon read --format plover` prints them.
//!
//! After chapter "JSON Data Fields" of the PLOVER manual. A record needs an actor: what nobody is said to have done is
//! left out, as is what is said not to have happened (`--format jsonl` holds both). PLOVER has no field for whose word
//! it is and how sure; `according_to` and `factuality` are ours, as the manual allows.

use rashomon_lang::Analysis;
use rashomon_page::Report;
use rashomon_reading::{ActorId, Event, Reading, actor_code, contexts, sector};
use rashomon_text::{CodePoints, PartialDate, Span};
use serde::Serialize;

/// One record.
#[derive(Debug, Serialize)]
pub struct PloverRecord<'a> {
    id: String,
    has_event: bool,
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<String>,
    actor: Vec<Entity<'a>>,
    recipient: Vec<Entity<'a>>,
    event: [&'static str; 1],
    event_text: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    event_loc: Option<Place<'a>>,
    quad_code: u8,
    event_scale: f64,
    mode: Vec<&'static str>,
    context: Vec<&'static str>,
    #[serde(skip_serializing_if = "Size::is_empty")]
    size: Size,
    text: &'a str,
    text_info: TextInfo,
    cite_info: CiteInfo<'a>,
    coder: &'static str,
    factuality: f64,
    according_to: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Entity<'a> {
    code: Option<&'a str>,
    sector: Option<&'static str>,
    entity_text: &'a str,
    identifier_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Place<'a> {
    name: &'a str,
}

#[derive(Debug, Default, Serialize)]
struct Size {
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrested: Option<f64>,
}

impl Size {
    fn is_empty(&self) -> bool {
        self.dead.is_none() && self.injured.is_none() && self.arrested.is_none()
    }

    /// Casualties are counted by what befell them.
    fn of(event: &Event) -> Self {
        let mut size = Self::default();
        for q in &event.quantities {
            let field = match q.of.as_str() {
                "killed" => &mut size.dead,
                "injured" => &mut size.injured,
                "arrested" => &mut size.arrested,
                _ => continue,
            };
            field.get_or_insert(q.value);
        }
        size
    }
}

#[derive(Debug, Serialize)]
struct TextInfo {
    sequence: usize,
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct CiteInfo<'a> {
    url: Option<&'a str>,
    title: Option<&'a str>,
    language: Option<&'a str>,
    publication: Option<&'a str>,
    codebook: &'static str,
}

/// The records of a report, in the order of its text.
#[must_use]
pub fn records<'a>(report: &'a Report, analysis: &'a Analysis, reading: &'a Reading) -> Vec<PloverRecord<'a>> {
    let points = CodePoints::new(&report.text);
    let sentences: Vec<Span> = analysis.sentences().map(|r| analysis.span(r)).collect();
    let published = report.published.as_ref().map(|d| d.date);
    let mut out = Vec::new();
    for (k, e) in reading.events.iter().enumerate() {
        let Some(kind) = e.kind else { continue };
        let actor = entities(report, reading, &e.actors, &e.actor_spans);
        if actor.is_empty() || e.factuality <= 0.0 {
            continue;
        }
        let sequence = sentences.partition_point(|s| s.end <= e.span.start).min(sentences.len().saturating_sub(1));
        let sentence = sentences.get(sequence).copied().unwrap_or(e.clause);
        let (start, end) = points.span(sentence);
        let (date, enddate) = days(e.time.as_deref(), published);
        let mut context = contexts(analysis, e.span);
        context.extend(auxiliary(e, date.as_deref(), published));
        let mut mode: Vec<&'static str> = e.mode.into_iter().collect();
        mode.extend(e.intends.map(rashomon_reading::Plover::as_str));
        out.push(PloverRecord {
            id: format!("{}-{}", report.id, k + 1),
            has_event: true,
            date,
            enddate,
            actor,
            recipient: entities(report, reading, &e.recipients, &e.recipient_spans),
            event: [kind.as_str()],
            event_text: [e.span.of(&report.text)],
            event_loc: e.place.as_deref().map(|name| Place { name }),
            quad_code: kind.quadrant(),
            event_scale: tenths(kind.scale()),
            mode,
            context,
            size: Size::of(e),
            text: sentence.of(&report.text),
            text_info: TextInfo { sequence: sequence + 1, start, end },
            cite_info: CiteInfo {
                url: report.url.as_deref(),
                title: report.title.as_deref(),
                language: report.language.as_deref(),
                publication: report.outlet.as_deref(),
                codebook: "PLOVER",
            },
            coder: concat!("rashomon ", env!("CARGO_PKG_VERSION")),
            factuality: tenths(e.factuality),
            according_to: sources(report, reading, e),
        });
    }
    out
}

fn tenths(x: f32) -> f64 {
    (f64::from(x) * 10.0).round() / 10.0
}

/// On whose word, from the one quoted outwards; empty where it is the outlet's own.
fn sources<'a>(report: &'a Report, reading: &'a Reading, event: &Event) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut at = event.holder;
    while let Some(id) = at {
        let w = reading.attribution(id);
        let named = w.source_actor.map(|a| reading.actor(a)).filter(|a| a.named).map(|a| a.name.as_str());
        out.extend(named.or_else(|| w.source.first().map(|s| s.of(&report.text))));
        at = w.within;
    }
    out
}

/// The auxiliary contexts of the manual: when and whether it happened.
fn auxiliary(e: &Event, date: Option<&str>, published: Option<PartialDate>) -> Vec<&'static str> {
    let mut out = Vec::new();
    let published = published.map(|p| p.to_string());
    let later = matches!((date, &published), (Some(d), Some(p)) if d > p.as_str());
    if e.intends.is_some() || later {
        out.push("future");
    }
    if e.factuality < 1.0 {
        out.push("hypothetical");
    }
    if let (Some(d), Some(p)) = (date, &published)
        && let (Ok(then), Ok(now)) = (d[..4].parse::<i32>(), p.get(..4).unwrap_or("").parse::<i32>())
        && now - then > 1
    {
        out.push("historical");
    }
    out
}

/// First and last day: of the event, where the text dates it, otherwise the day of publication.
fn days(time: Option<&str>, published: Option<PartialDate>) -> (Option<String>, Option<String>) {
    let told = time.and_then(PartialDate::parse).or(published);
    let Some((date, year)) = told.and_then(|d| Some((d, d.year?))) else { return (None, None) };
    let day = |month: u8, day: u8| jiff::civil::Date::new(year, month as i8, day as i8).ok();
    let (first, last) = match (date.month, date.day) {
        (Some(m), Some(d)) => (day(m, d), None),
        (Some(m), None) => (day(m, 1), day(m, 1).map(jiff::civil::Date::last_of_month)),
        _ => (day(1, 1), day(12, 31)),
    };
    (first.map(|d| d.to_string()), last.map(|d| d.to_string()))
}

fn entities<'a>(report: &'a Report, reading: &'a Reading, ids: &[ActorId], spans: &[Span]) -> Vec<Entity<'a>> {
    if ids.is_empty() {
        return spans
            .iter()
            .map(|s| Entity {
                code: None,
                sector: None,
                entity_text: s.of(&report.text),
                identifier_text: None,
                office: None,
            })
            .collect();
    }
    ids.iter()
        .map(|&id| {
            let a = reading.actor(id);
            let here = a.mentions.iter().find(|m| spans.iter().any(|s| s.overlaps(m.span)));
            Entity {
                code: actor_code(a),
                sector: sector(a),
                entity_text: here.map_or(a.name.as_str(), |m| m.span.of(&report.text)),
                identifier_text: a.named.then_some(a.name.as_str()),
                office: a.role.as_deref(),
            }
        })
        .collect()
}
