//! Fills a store with many editions of the stories that a few reports make, the engine bypassed: `cargo xtask bench desk`.
//!
//! usage: READINGS (of `rashomon read --format jsonl`) STORIES (of `rashomon compare --format json`) REPORTS STORE. Prints the ids of
//! some of the stories.

#![expect(clippy::print_stdout, reason = "an example that is run by xtask")]

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rashomon::wire::{ReadingLine, StoryLine};
use rashomon_lang::Analysis;
use rashomon_page::{Hints, Report};
use rashomon_reading::Reading;
use rashomon_store::{NewDispute, NewReport, NewStatement, NewTold, Store, found_digest, report_id};
use rashomon_story::{Case, Profile};

/// Stories of one transaction.
const TOGETHER: usize = 200;
/// Stories that are named.
const NAMED: usize = 2000;

#[derive(serde::Deserialize)]
struct Compared {
    stories: Vec<StoryLine<'static>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [readings, stories, reports, store] = &args[..] else { return Err("four arguments are wanted".into()) };
    let text = fs::read_to_string(readings)?;
    let lines = text.lines().map(serde_json::from_str).collect::<Result<Vec<ReadingLine<'static>>, _>>()?;
    let stories = serde_json::from_slice::<Compared>(&fs::read(stories)?)?.stories;
    // The one with disputes: what costs most to draw.
    let story = stories.into_iter().max_by_key(|s| s.disputes.len()).ok_or("no story")?;
    let members: Vec<&ReadingLine<'static>> =
        story.reports.iter().filter_map(|id| lines.iter().find(|l| l.id == *id)).collect();
    let told = serde_json::to_string(&story)?;
    let editions = reports.parse::<usize>()? / members.len().max(1);
    let mut store = Store::open_to_write(Path::new(store), &mut |_| false)?;
    let mut named = Vec::new();
    for start in (0..editions).step_by(TOGETHER) {
        let some = start..editions.min(start + TOGETHER);
        let fill = |w: &mut rashomon_store::Writing<'_>| {
            let mut out = Vec::new();
            for n in some.clone() {
                let mut ids: HashMap<&str, String> = HashMap::new();
                let mut added = Vec::new();
                for line in &members {
                    let (report, reading) = edition(line, n);
                    let id = report_id(&report);
                    ids.insert(&line.id, id.clone());
                    w.add(new(&report, &reading, &case(&report)))?;
                    added.push(id);
                }
                out.push((
                    n,
                    ids.into_iter().map(|(a, b)| (a.to_owned(), b)).collect::<HashMap<String, String>>(),
                    added,
                ));
            }
            Ok(out)
        };
        let filled = store.write(fill)?;
        // A report has its number once it is there.
        let mut placed = Vec::new();
        for (n, ids, added) in filled {
            let numbers = added
                .iter()
                .map(|id| Ok(store.head(id)?.no))
                .collect::<Result<Vec<_>, rashomon_store::StoreError>>()?;
            placed.push((n, ids, added, numbers));
        }
        let made = store.write(|w| {
            let mut out = Vec::new();
            for (n, ids, added, numbers) in placed {
                let no = w.new_story(&added[0], n as i64)?;
                for number in numbers {
                    w.place(number, no, n as i64)?;
                }
                out.push((n, ids, no));
            }
            Ok(out)
        })?;
        let revisions = made.iter().map(|m| store.revision(m.2)).collect::<Result<Vec<_>, _>>()?;
        store.write(|w| {
            for ((n, ids, no), revision) in made.iter().zip(revisions) {
                let json = ids
                    .iter()
                    .fold(told.clone(), |t, (name, id)| t.replace(&format!("\"{name}\""), &format!("\"{id}\"")));
                let title = format!("{} ({n})", story.title);
                let new = NewTold {
                    title: &title,
                    published: Some(("2031-06-19", "2031-09-30")),
                    revision,
                    reports: members.len(),
                    sources: story.independent_sources,
                    json: json.as_bytes(),
                    disputes: disputes(&story, ids),
                    last_added: None,
                };
                w.tell(*no, &new, *n as i64)?;
            }
            Ok(())
        })?;
        for (_, _, no) in made.iter().filter(|m| m.0 % (editions / NAMED).max(1) == 0) {
            named.push(store.story_head(*no)?.id);
        }
    }
    println!("{}", named.join("\n"));
    Ok(())
}

/// The disputes of a story, told by reports of its own.
fn disputes(story: &StoryLine<'_>, ids: &HashMap<String, String>) -> Vec<NewDispute> {
    let first = ids.values().min().cloned().unwrap_or_default();
    let one = |(n, d): (usize, &rashomon::wire::comparison::DisputeLine<'_>)| NewDispute {
        kind: d.kind.to_string(),
        status: d.status.to_string(),
        question: d.question.to_string(),
        evidence: vec![(first.clone(), n as u32, n as u32 + 1)],
        json: serde_json::to_vec(d).unwrap_or_default(),
    };
    story.disputes.iter().enumerate().map(one).collect()
}

/// The same report once more; what stands in it stands where it stood.
fn edition(line: &ReadingLine<'static>, n: usize) -> (Report, Vec<u8>) {
    let mut line = line.clone();
    line.text = format!("{}\nEdition {n}.", line.text).into();
    let mut report = rashomon_page::read_text(&line.id, b"", &Hints::default());
    report.text = line.text.clone().into_owned();
    report.paragraphs.clear();
    report.title = line.title.clone().map(Into::into);
    report.outlet = line.outlet.clone().map(Into::into);
    report.url = Some(format!("https://{}.example/{n}", line.id));
    line.id = report_id(&report).into();
    let reading = serde_json::to_vec(&line).unwrap_or_default();
    (report, reading)
}

fn case(report: &Report) -> Case {
    Case { report: report.clone(), analysis: Analysis::default(), reading: Reading::default() }
}

fn new<'a>(report: &'a Report, reading: &'a [u8], case: &Case) -> NewReport<'a> {
    NewReport {
        address: report.url.as_deref(),
        found: found_digest("text", report.text.as_bytes(), b""),
        original: Some(("text", report.text.as_bytes())),
        report,
        reading,
        statements: const {
            &[NewStatement {
                start: 0,
                end: 1,
                who: "Talvik",
                recipient: "",
                said_by: "",
                kind: "REJECT",
                place: "",
                time: "",
                factuality: 2.0,
            }]
        },
        profile: Profile::of(case),
        added: 1,
    }
}
