//! Stories for the tests of formats.

use serde_json::json;

use super::{Format, Told};

/// What a format makes of these stories.
pub fn bytes(format: Format, stories: &[Told<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = format.writer().expect("a writer");
    for told in stories {
        writer.add(told, &mut out).expect("written");
    }
    writer.finish(&mut out).expect("written");
    out
}

/// The same, for formats that are text.
pub fn written(format: Format, stories: &[Told<'_>]) -> String {
    String::from_utf8(bytes(format, stories)).expect("UTF-8")
}

/// A report of two sentences about a quay.
fn report(id: &str, outlet: &str, published: &str, text: &str, events: serde_json::Value) -> serde_json::Value {
    let first_end = text.split_inclusive(". ").next().unwrap_or(text).trim_end().chars().count();
    let source = text.find("a harbour official").map(|b| text[..b].chars().count());
    let attributions = source.map_or(json!([]), |at| {
        json!([{"id": "w1", "source": [[at, at + 18]], "cue": [], "content": [], "kind": "indirect", "source_actor": "a3",
                "anonymous": true, "via": null, "within": null}])
    });
    json!({
        "id": id, "title": format!("The quay & \"{outlet}\""), "outlet": outlet, "byline": ["Ada Brandt"],
        "url": format!("https://{id}.example/quay"), "section": null, "language": "en",
        "published": published, "published_at": format!("{published}T08:00:00+02:00"), "published_basis": "meta",
        "modified": null, "modified_at": null, "modified_basis": null, "other_dates": [], "dateline": null,
        "text": text, "paragraphs": [[0, text.chars().count()]], "headings": [], "quotes": [],
        "sentences": [[0, first_end], [first_end + 1, text.chars().count()]], "entities": [],
        "actors": [
            {"id": "a1", "name": "mayor", "kind": "person", "country": "NOR", "role": null, "anonymous": false, "mentions": [[0, 9]]},
            {"id": "a2", "name": "Dock <Union>", "kind": "organisation", "country": null, "role": null, "anonymous": false, "mentions": []},
            {"id": "a3", "name": "harbour official", "kind": "person", "country": null, "role": null, "anonymous": true, "mentions": []}],
        "times": [], "attributions": attributions, "events": events, "agencies": [], "notes": [], "warnings": []
    })
}

fn event(id: &str, at: (usize, usize), lemma: &str, more: serde_json::Value) -> serde_json::Value {
    let mut event = json!({
        "id": id, "start": at.0, "end": at.1, "lemma": lemma, "type": null, "mode": null, "actors": ["a1"], "recipients": [],
        "actor_spans": [], "recipient_spans": [], "about": null, "place": null, "time": null, "quantities": [],
        "factuality": 3.0, "holder": null});
    for (key, value) in more.as_object().into_iter().flatten() {
        event[key] = value.clone();
    }
    event
}

/// Two outlets on a quay that was, or was not, closed in Oslo.
pub fn quay() -> Told<'static> {
    let closed =
        "The mayor closed the “quay” 🙂 in Oslo on Tuesday, a harbour official said. The union will meet in July.";
    let denied = "The mayor never closed it. All was as before.";
    let coerce = json!({"type": "COERCE", "recipients": ["a2"], "place": "Oslo", "time": "2031-06-17", "holder": "w1"});
    let meet =
        json!({"type": "CONSULT", "actors": ["a1", "a2"], "place": "Askvik", "time": "2031-07", "factuality": 0.9});
    let not = json!({"type": "COERCE", "recipients": ["a2"], "factuality": -3.0});
    let point = |text: &str, word: &str| {
        let start = text[..text.find(word).expect("a word")].chars().count();
        (start, start + word.chars().count())
    };
    let reports = [
        report(
            "askvik",
            "Askvik Post",
            "2031-06-19",
            closed,
            json!([
                event("e1", point(closed, "closed"), "close", coerce),
                event("e2", point(closed, "meet"), "meet", meet)
            ]),
        ),
        report(
            "brenmouth",
            "Brenmouth Times",
            "2031-06-20",
            denied,
            json!([event("e1", point(denied, "closed"), "close", not)]),
        ),
    ];
    let mention = |report: &str, (start, end): (usize, usize)| json!({"report": report, "start": start, "end": end});
    let statement = |report: &str, text: &str, quote: &str| {
        let (start, end) = point(text, quote);
        json!({"report": report, "start": start, "end": end, "quote": quote, "according_to": null, "anonymous": false})
    };
    let story = json!({
        "id": "s1", "title": "The quay", "reports": ["askvik", "brenmouth"], "copies": [], "copy_spans": [],
        "independent_sources": 2, "sources": [],
        "events": [
            {"id": "x1", "mentions": [mention("askvik", point(closed, "closed")), mention("brenmouth", point(denied, "closed"))]},
            {"id": "x2", "mentions": [mention("askvik", point(closed, "meet"))]}],
        "disputes": [{"kind": "happened", "question": "Did the mayor close the quay?", "status": "dispute", "why": "one says so", "confidence": 0.9,
            "sides": [
                {"value": "yes", "date": null, "statements": [statement("askvik", closed, "The mayor closed the “quay” 🙂 in Oslo on Tuesday")]},
                {"value": "no", "date": "2031-06-20", "statements": [statement("brenmouth", denied, "The mayor never closed it.")]}]}],
        "agreements": [{"question": "Who?", "value": "The mayor", "statements": [statement("askvik", closed, "The mayor"), statement("brenmouth", denied, "The mayor")]}],
        "positions": [],
        "timeline": [{"date": "2031-06-17", "event": "x1"}, {"date": "2031-07", "event": "x2"}],
        "warnings": []});
    Told {
        story: serde_json::from_value(story).expect("a story"),
        reports: reports.into_iter().map(|r| serde_json::from_value(r).expect("a report")).collect(),
        cases: None,
    }
}
