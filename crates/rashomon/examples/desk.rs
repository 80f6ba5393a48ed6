//! Pages into a store, grouped and compared, for `cargo xtask test`, which asks the server for assistants what is in it.
//!
//! ```text
//! cargo run -p rashomon --example desk -- STORE PAGES…
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use rashomon::pipeline::{Settings, understand};
use rashomon::wire::{ReadingLine, StoryLine};
use rashomon_lang::{Model, Weights};
use rashomon_page::{Hints, Report, read_html};
use rashomon_store::{NewDispute, NewReport, NewStatement, NewTold, ReportNo, Store, found_digest, report_id};
use rashomon_story::{Case, Profile, compare};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("a store is wanted")?;
    let weights = Weights::Md.cached().ok_or("no weights: run `rashomon setup`")?;
    let model = Model::from_bytes(std::fs::read(weights)?)?;
    let mut store = Store::open_to_write(Path::new(&path), &mut |_| false)?;
    let mut cases = Vec::new();
    let mut places = HashMap::new();
    for page in args {
        let mut report = read_html(&page, &std::fs::read(&page)?, &Hints::default());
        report.id = report_id(&report);
        let case = understand(&model, report, Settings::default());
        places.insert(case.report.id.clone(), add(&mut store, &case, &page)?);
        cases.push(case);
    }
    for (k, story) in compare(&cases, &model).iter().enumerate() {
        let line = StoryLine::new(&cases, k, story, None);
        let json = serde_json::to_vec(&line)?;
        let disputes = line.disputes.iter().map(|d| {
            let statements = d.sides.iter().flat_map(|s| &s.statements);
            Ok(NewDispute {
                kind: d.kind.to_string(),
                status: d.status.to_string(),
                question: d.question.to_string(),
                evidence: statements.map(|s| (s.report.to_string(), s.start, s.end)).collect(),
                json: serde_json::to_vec(d)?,
            })
        });
        let told = NewTold {
            title: &line.title,
            reports: line.reports.len(),
            sources: line.independent_sources,
            json: &json,
            disputes: disputes.collect::<Result<_, serde_json::Error>>()?,
            ..NewTold::default()
        };
        store.write(|w| {
            let no = w.new_story(&line.reports[0], 0)?;
            line.reports.iter().try_for_each(|r| w.place(places[&**r], no, 0))?;
            w.tell(no, &told, 0)
        })?;
    }
    Ok(())
}

/// Adds a report with what it says, each event by the sentence it stands in.
fn add(store: &mut Store, case: &Case, page: &str) -> Result<ReportNo, Box<dyn Error>> {
    let line = ReadingLine::new(&case.report, &case.analysis, &case.reading, false);
    let name = |id: &String| line.actors.iter().find(|a| a.id == *id).map_or("", |a| &*a.name);
    let names = |ids: &[String]| ids.iter().map(name).collect::<Vec<_>>().join("; ");
    // Kept apart from the statements, which borrow them.
    let said: Vec<[String; 3]> = line
        .events
        .iter()
        .map(|e| {
            let holder = line.attributions.iter().find(|w| Some(&w.id) == e.holder.as_ref());
            let source = holder.and_then(|w| w.source_actor.as_ref()).map_or("", name);
            [names(&e.actors), names(&e.recipients), source.to_owned()]
        })
        .collect();
    let statements = line.events.iter().zip(&said).map(|(e, [who, recipient, said_by])| {
        let sentence = line.sentences.iter().find(|s| s.0 <= e.start && e.start < s.1);
        let (start, end) = sentence.copied().unwrap_or((e.start, e.end));
        let (kind, place) = (e.kind.as_deref().unwrap_or_default(), e.place.as_deref().unwrap_or_default());
        let time = e.time.as_deref().unwrap_or_default();
        NewStatement { start, end, who, recipient, said_by, kind, place, time, factuality: e.factuality }
    });
    let statements: Vec<NewStatement<'_>> = statements.collect();
    let named = Report { id: page.to_owned(), ..case.report.clone() };
    let new = NewReport {
        address: case.report.url.as_deref(),
        found: found_digest(&[page.as_bytes()]),
        original: None,
        report: &named,
        reading: &serde_json::to_vec(&line)?,
        statements: &statements,
        profile: Profile::of(case),
        added: 0,
    };
    let added = store.write(|w| w.add(new))?;
    Ok(store.head(added.id())?.no)
}
