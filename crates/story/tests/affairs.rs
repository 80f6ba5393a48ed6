//! What a comparison must find, and must not, in the short reports of `fixtures/`.
//!
//! ```text
//! == what the case shows
//! @ a 2024-05-20                      (a report's id, and its date or nothing)
//! | Its text, one paragraph a line.
//! @ b
//! | Another's.
//! stories: a b / c                    (which reports make a story)
//! dispute number revision: a [24 people] / b [19 people]
//! question: How many were killed
//! agreement: a [met in Oslo] / b [talks in Oslo]
//! position Norway: for a / against b  (in order of time)
//! copies: a b
//! sources: 1                          (independent ones of the first report's story)
//! ```
//!
//! Disputes are all named: one more than the case names is a fault, so a case without `dispute` says that there is none.

#![expect(clippy::print_stderr, reason = "tests say when they are skipped")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use rashomon_story::{Case, Dispute, Statement, Story, compare};
use rashomon_text::Span;

#[derive(Default)]
struct Affair {
    title: String,
    /// Id, date, text.
    reports: Vec<(String, Option<String>, String)>,
    expected: Vec<(usize, String)>,
}

fn affairs(notation: &str) -> Vec<Affair> {
    let mut out: Vec<Affair> = Vec::new();
    for (n, line) in notation.lines().enumerate().map(|(n, l)| (n + 1, l.trim())) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(title) = line.strip_prefix("== ") {
            out.push(Affair { title: title.to_owned(), ..Affair::default() });
            continue;
        }
        let affair = out.last_mut().unwrap_or_else(|| panic!("line {n}: a case begins with =="));
        if let Some(head) = line.strip_prefix("@ ") {
            let (id, date) = head.split_once(' ').map_or((head, None), |(id, date)| (id, Some(date.to_owned())));
            affair.reports.push((id.to_owned(), date, String::new()));
        } else if let Some(paragraph) = line.strip_prefix("| ") {
            let text = &mut affair.reports.last_mut().unwrap_or_else(|| panic!("line {n}: a text needs a report")).2;
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(paragraph);
        } else {
            affair.expected.push((n, line.to_owned()));
        }
    }
    out
}

/// What a comparison came to, beside the reports it is about.
struct Found<'a> {
    cases: &'a [Case],
    stories: &'a [Story],
}

type Checked = Result<(), String>;

impl Found<'_> {
    fn report(&self, id: &str) -> Result<usize, String> {
        self.cases.iter().position(|c| c.report.id == id).ok_or_else(|| format!("no report “{id}”"))
    }

    /// "a [its words]" as report and span.
    fn place(&self, written: &str) -> Result<(usize, Span), String> {
        let (id, words) = written.trim().split_once(" [").ok_or_else(|| format!("“{written}” is not “a [words]”"))?;
        let words = words.strip_suffix(']').ok_or("a bracket is open")?;
        let r = self.report(id)?;
        let text = &self.cases[r].report.text;
        let at = text.find(words).ok_or_else(|| format!("“{id}” has no “{words}”"))?;
        Ok((r, Span::new(at, at + words.len())))
    }

    fn places(&self, written: &str) -> Result<Vec<(usize, Span)>, String> {
        written.split(" / ").map(|w| self.place(w)).collect()
    }

    fn groups(&self, groups: impl Iterator<Item = Vec<usize>>) -> BTreeSet<Vec<String>> {
        groups
            .map(|g| {
                let mut ids: Vec<String> = g.into_iter().map(|r| self.cases[r].report.id.clone()).collect();
                ids.sort();
                ids
            })
            .collect()
    }

    fn disputes(&self) -> impl Iterator<Item = &Dispute> {
        self.stories.iter().flat_map(|s| &s.disputes)
    }

    fn shown(&self, statements: &[Statement]) -> String {
        let one = |s: &Statement| {
            let report = &self.cases[s.report].report;
            format!("{} [{}]", report.id, s.span.of(&report.text))
        };
        statements.iter().map(one).collect::<Vec<_>>().join(" + ")
    }

    fn described(&self, d: &Dispute) -> String {
        let sides: Vec<String> =
            d.sides.iter().map(|s| format!("({}) {}", s.value, self.shown(&s.statements))).collect();
        format!("{} {}: {} — {}", d.kind.as_str(), d.status.as_str(), d.question, sides.join(" / "))
    }

    fn holds(&self, line: &str) -> Checked {
        let (head, rest) = line.split_once(':').ok_or("a line has a colon")?;
        let mut head = head.splitn(2, ' ');
        let (kind, more) = (head.next().unwrap_or_default(), head.next().unwrap_or_default());
        match kind {
            "stories" | "copies" => {
                let wanted: BTreeSet<Vec<String>> =
                    rest.split('/').map(|g| g.split_whitespace().map(str::to_owned).collect()).collect();
                let found = match kind {
                    "stories" => self.groups(self.stories.iter().map(|s| s.reports.clone())),
                    _ => self.groups(self.stories.iter().flat_map(|s| s.copies.iter().cloned())),
                };
                if found == wanted { Ok(()) } else { Err(format!("found {found:?}")) }
            }
            "dispute" => {
                let places = self.places(rest)?;
                let fits = |d: &Dispute| {
                    let told = |n: usize, (r, span): &(usize, Span)| {
                        d.sides[n].statements.iter().any(|s| s.report == *r && s.span.overlaps(*span))
                    };
                    more == format!("{} {}", d.kind.as_str(), d.status.as_str())
                        && d.sides.len() == places.len()
                        && (places.iter().enumerate().all(|(n, p)| told(n, p))
                            || places.iter().rev().enumerate().all(|(n, p)| told(n, p)))
                };
                self.disputes().any(fits).then_some(()).ok_or_else(|| {
                    let all: Vec<String> = self.disputes().map(|d| self.described(d)).collect();
                    format!("found {}", if all.is_empty() { "no dispute".to_owned() } else { all.join("\n      ") })
                })
            }
            "question" => {
                let all: Vec<&str> = self.disputes().map(|d| d.question.as_str()).collect();
                all.iter().any(|q| q.contains(rest.trim())).then_some(()).ok_or_else(|| format!("found {all:?}"))
            }
            "agreement" => {
                let places = self.places(rest)?;
                let agreements: Vec<_> = self.stories.iter().flat_map(|s| &s.agreements).collect();
                let holds = agreements.iter().any(|a| {
                    places.iter().all(|(r, p)| a.statements.iter().any(|s| s.report == *r && s.span.overlaps(*p)))
                });
                let all: Vec<String> =
                    agreements.iter().map(|a| format!("{} — {}", a.question, self.shown(&a.statements))).collect();
                holds.then_some(()).ok_or_else(|| format!("found {all:?}"))
            }
            "position" => {
                let all: Vec<String> = self
                    .stories
                    .iter()
                    .flat_map(|s| &s.positions)
                    .map(|p| {
                        let stances: Vec<String> = p
                            .stances
                            .iter()
                            .map(|s| format!("{} {}", s.stance.as_str(), self.cases[s.statement.report].report.id))
                            .collect();
                        format!("{}: {}", p.actor, stances.join(" / "))
                    })
                    .collect();
                let wanted = format!("{more}: {}", rest.trim());
                all.contains(&wanted).then_some(()).ok_or_else(|| format!("found {all:?}"))
            }
            "sources" => {
                let found = self.stories.iter().find(|s| s.reports.contains(&0)).map_or(0, |s| s.independent_sources);
                if rest.trim() == found.to_string() { Ok(()) } else { Err(format!("found {found}")) }
            }
            other => Err(format!("“{other}” is no kind of line")),
        }
    }
}

#[test]
fn affairs_are_told_as_expected() {
    let Some(model) = common::model() else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<_> = std::fs::read_dir(&folder).expect("fixtures").map(|f| f.expect("a file").path()).collect();
    files.sort();
    let mut faults = Vec::new();
    let mut asked = 0;
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        for affair in affairs(&std::fs::read_to_string(&file).expect("readable")) {
            assert!(!affair.reports.is_empty() && !affair.expected.is_empty(), "{name}: {} is empty", affair.title);
            asked += 1;
            let cases: Vec<Case> =
                affair.reports.iter().map(|(id, date, text)| common::case(model, id, date.as_deref(), text)).collect();
            let stories = compare(&cases, model);
            let found = Found { cases: &cases, stories: &stories };
            for (number, line) in &affair.expected {
                if let Err(e) = found.holds(line) {
                    faults.push(format!("{name}:{number} {}\n    {line}\n      {e}", affair.title));
                }
            }
            let named = affair.expected.iter().filter(|(_, l)| l.starts_with("dispute ")).count();
            let all: Vec<String> = found.disputes().map(|d| found.described(d)).collect();
            if all.len() > named {
                faults.push(format!(
                    "{name} {}\n    one dispute too many among\n      {}",
                    affair.title,
                    all.join("\n      ")
                ));
            }
        }
    }
    assert!(asked > 0, "no cases in {}", folder.display());
    assert!(faults.is_empty(), "{} expectations of {asked} cases do not hold:\n\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_notation_is_read() {
    let read = affairs("# remark\n== one\n@ a 2024-05-20\n| A b.\n| C d.\n@ b\n| E.\nstories: a b\n");
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].reports[0], ("a".to_owned(), Some("2024-05-20".to_owned()), "A b.\n\nC d.".to_owned()));
    assert_eq!(read[0].reports[1], ("b".to_owned(), None, "E.".to_owned()));
    assert_eq!(read[0].expected, [(8, "stories: a b".to_owned())]);
}
