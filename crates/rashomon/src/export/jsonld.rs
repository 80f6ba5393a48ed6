//! Reports, claims, disputes and their evidence as linked data.
//!
//! Reports and claims are those of schema.org, evidence is that of Web Annotation. Neither knows a dispute, so what
//! claims have to do with each other is in our own words, which `docs/vocabulary.md` explains. The context stands in the
//! document, so that nothing is fetched to read it.

use std::io::Write;

use serde_json::{Value, json};

use super::ids::{self, Id};
use super::view::{View, Views};
use super::{Export, ExportError, Told, clean};
use crate::wire::comparison::StatementLine;

/// What the terms of the document mean.
const CONTEXT: &str = include_str!("context.json");

/// Code points of text that are given before and after a quote.
const AROUND: u32 = 32;

/// One document with all stories.
#[derive(Default)]
pub struct JsonLd {
    begun: bool,
    written: bool,
}

fn article(report: &View<'_>) -> Value {
    let line = report.line;
    let mut node = json!({
        "id": ids::report(line).urn(),
        "type": "NewsArticle",
        "identifier": line.id,
        "articleBody": line.text,
    });
    let mut add = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            node[key] = value;
        }
    };
    let text = |t: &str| Value::from(clean::line(t));
    add("headline", line.title.as_deref().map(text));
    add("url", clean::address(line.url.as_deref()).map(Value::from));
    add("publisher", line.outlet.as_deref().map(|o| json!({"type": "Organization", "name": text(o)})));
    add("datePublished", line.published_at.clone().or_else(|| line.published.clone()).map(Value::from));
    add("dateModified", line.modified_at.clone().or_else(|| line.modified.clone()).map(Value::from));
    add("inLanguage", line.language.as_deref().map(text));
    let authors: Vec<Value> = line.byline.iter().map(|b| json!({"type": "Person", "name": text(b)})).collect();
    add("author", (!authors.is_empty()).then(|| authors.into()));
    node
}

/// Where a claim stands in a report.
fn annotation(views: &Views<'_>, claim: Id, statement: &StatementLine<'_>) -> Option<Value> {
    let report = views.report(&statement.report)?;
    let (start, end) = (statement.start, statement.end);
    let article = ids::report(report.line);
    let id = Id::of("evidence", &[&claim.hex(), &article.hex(), &format!("{start}-{end}")]);
    let mut node = json!({
        "id": id.urn(),
        "type": "Annotation",
        "body": claim.urn(),
        "target": {
            "type": "SpecificResource",
            "source": article.urn(),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": statement.quote,
                    "prefix": report.text.of((start.saturating_sub(AROUND), start)),
                    "suffix": report.text.of((end, end.saturating_add(AROUND))),
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
        "anonymous": statement.anonymous,
    });
    if let Some(source) = &statement.according_to {
        node["accordingTo"] = clean::line(source).into();
    }
    Some(node)
}

/// A claim with the articles that it appears in.
fn claim(views: &Views<'_>, id: Id, question: &str, value: &str, statements: &[StatementLine<'_>]) -> Value {
    let mut articles: Vec<String> =
        statements.iter().filter_map(|s| views.report(&s.report)).map(|r| ids::report(r.line).urn()).collect();
    articles.sort_unstable();
    articles.dedup();
    json!({
        "id": id.urn(),
        "type": "Claim",
        "name": clean::line(value),
        "text": clean::line(&format!("{question} {value}")),
        "appearance": articles,
    })
}

/// All nodes of a story.
fn nodes(told: &Told<'_>) -> Vec<Value> {
    let views = Views::new(told);
    let story = Id::of("story", &[ids::first(told), &told.story.title]);
    let mut out: Vec<Value> = views.reports.iter().map(article).collect();
    out.push(json!({
        "id": story.urn(),
        "type": "Story",
        "name": clean::line(&told.story.title),
        "report": told.reports.iter().map(|r| ids::report(r).urn()).collect::<Vec<_>>(),
        "independentSources": told.story.independent_sources,
    }));
    for (dispute, id) in told.story.disputes.iter().zip(ids::disputes(told)) {
        let sides: Vec<Id> = (0..dispute.sides.len())
            .map(|n| Id::of("side", &[&id.hex(), &n.to_string(), &dispute.sides[n].value]))
            .collect();
        out.push(json!({
            "id": id.urn(),
            "type": "Dispute",
            "story": story.urn(),
            "question": clean::line(&dispute.question),
            "kind": dispute.kind,
            "status": dispute.status,
            "because": clean::line(&dispute.why),
            "side": sides.iter().map(|s| s.urn()).collect::<Vec<_>>(),
        }));
        for (n, side) in dispute.sides.iter().enumerate() {
            let mut node = claim(&views, sides[n], &dispute.question, &side.value, &side.statements);
            let others: Vec<String> = sides.iter().filter(|s| **s != sides[n]).map(|s| s.urn()).collect();
            node["disagreesWith"] = others.into();
            if let Some(date) = &side.date {
                node["date"] = date.as_ref().into();
            }
            out.push(node);
            out.extend(side.statements.iter().filter_map(|s| annotation(&views, sides[n], s)));
        }
    }
    for agreement in &told.story.agreements {
        let of = |kind: &str| Id::of(kind, &[&story.hex(), &agreement.question, &agreement.value]);
        let (id, side) = (of("agreement"), of("agreed"));
        out.push(json!({
            "id": id.urn(),
            "type": "Agreement",
            "story": story.urn(),
            "question": clean::line(&agreement.question),
            "side": side.urn(),
        }));
        out.push(claim(&views, side, &agreement.question, &agreement.value, &agreement.statements));
        out.extend(agreement.statements.iter().filter_map(|s| annotation(&views, side, s)));
    }
    out
}

impl JsonLd {
    fn begin(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        if !std::mem::replace(&mut self.begun, true) {
            writeln!(out, "{{\"@context\":{},\n\"@graph\":[", CONTEXT.trim_end())?;
        }
        Ok(())
    }
}

impl Export for JsonLd {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        self.begin(out)?;
        for node in nodes(told) {
            if std::mem::replace(&mut self.written, true) {
                out.write_all(b",\n")?;
            }
            out.write_all(&serde_json::to_vec(&node)?)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        self.begin(out)?;
        Ok(out.write_all(b"\n]}\n")?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::export::{Format, testing};

    #[test]
    fn sides_disagree_and_their_evidence_is_in_the_articles() {
        let all: Value = serde_json::from_str(&testing::written(Format::Jsonld, &[testing::quay()])).expect("JSON");
        let nodes = all["@graph"].as_array().expect("a graph");
        let of = |kind: &str| nodes.iter().filter(|n| n["type"] == kind).collect::<Vec<_>>();
        let (claims, evidence) = (of("Claim"), of("Annotation"));
        assert_eq!((claims.len(), evidence.len(), of("Dispute").len(), of("Agreement").len()), (3, 4, 1, 1));
        assert_eq!(claims[0]["disagreesWith"][0], claims[1]["id"]);
        assert_eq!(of("Dispute")[0]["side"], json!([claims[0]["id"], claims[1]["id"]]));
        for e in evidence {
            let article = nodes.iter().find(|n| n["id"] == e["target"]["source"]).expect("an article");
            let number = |v: &Value| v.as_u64().and_then(|n| usize::try_from(n).ok()).expect("a number");
            let [quote, position] = e["target"]["selector"].as_array().expect("selectors").as_slice() else {
                panic!("two")
            };
            let (start, end) = (number(&position["start"]), number(&position["end"]));
            let body: Vec<char> = article["articleBody"].as_str().expect("text").chars().collect();
            assert_eq!(quote["exact"], body[start..end].iter().collect::<String>());
            let suffix: String = body[end..body.len().min(end + 32)].iter().collect();
            assert_eq!(quote["suffix"], suffix);
        }
    }

    #[test]
    fn every_term_is_in_the_context_and_ours_are_explained() {
        let context: Value = serde_json::from_str(CONTEXT).expect("JSON");
        let all: Value = serde_json::from_str(&testing::written(Format::Jsonld, &[testing::quay()])).expect("JSON");
        fn terms(value: &Value, into: &mut HashSet<String>) {
            match value {
                Value::Object(all) => all.iter().for_each(|(key, value)| {
                    into.insert(key.clone());
                    terms(value, into);
                }),
                Value::Array(all) => all.iter().for_each(|v| terms(v, into)),
                _ => {}
            }
        }
        let mut used = HashSet::new();
        terms(&all["@graph"], &mut used);
        assert!(used.iter().all(|t| context.get(t).is_some()), "{used:?}");
        let page = include_str!("../../../../docs/vocabulary.md");
        for term in context.as_object().expect("terms").values() {
            let name = term.as_str().or(term["@id"].as_str()).and_then(|t| t.strip_prefix("rashomon:"));
            assert!(name.is_none_or(|n| page.contains(&format!("## {n}\n"))), "{name:?}");
        }
    }
}
