//! `rashomon stories`: which reports are about one affair, at once and as they come.

use rashomon_lang::Weights;
use serde_json::Value;

use crate::support::{rashomon, ready, with_summit};

fn strings(v: &Value) -> Vec<&str> {
    v.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_str).collect()
}

#[test]
fn stories_are_those_of_a_comparison() {
    if !ready(Weights::Md) {
        return;
    }
    let compared = rashomon(&with_summit(&["compare", "--offline", "--format", "json"]), b"").json();
    let ran = rashomon(&with_summit(&["stories", "--offline", "--format", "jsonl"]), b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let lines = ran.lines();
    for (line, story) in lines.iter().zip(compared["stories"].as_array().expect("stories")) {
        for field in ["id", "reports", "copies", "independent_sources"] {
            assert_eq!(line[field], story[field], "{field}");
        }
    }
    assert_eq!(lines[0]["published"], serde_json::json!(["2031-06-19", "2031-09-30"]));
    let whole = rashomon(&with_summit(&["stories", "--offline", "--format", "json"]), b"").json();
    assert_eq!(whole["stories"], Value::Array(lines));
}

#[test]
fn the_list_names_headlines_outlets_and_copies() {
    if !ready(Weights::Md) {
        return;
    }
    let ran = rashomon(&with_summit(&["stories", "--offline"]), b"");
    let flat = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "4 reports, 3 independent sources",
        "Kelmar Courier · 20 June 2031",
        "same text as 1-agreed",
        "ALONE: 1 report",
    ] {
        assert!(flat.contains(words), "{words}:\n{}", ran.stdout);
    }
}

#[test]
fn a_stream_says_where_each_report_goes() {
    if !ready(Weights::Md) {
        return;
    }
    let ferry = "The ferry Halcyon sank off Brenmouth on Monday. Rescuers pulled 40 passengers from the water.";
    let again = "Forty passengers were rescued after the ferry Halcyon sank in the waters off Brenmouth.";
    let ballot = "Voters in Tarn chose Ilse Okoro as their mayor. She beat Paul Remy by a narrow margin.";
    let stdin: String = [("a", ferry), ("b", ballot), ("c", again)]
        .map(|(id, text)| serde_json::json!({"id": id, "text": text}).to_string() + "\n")
        .concat();
    let ran = rashomon(&["stories", "--offline", "--stream"], format!("{stdin}not JSON\n").as_bytes());
    // A line that is no document is told, and stops nothing.
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("line 4"), "{}", ran.stderr);
    let told: Vec<(String, String, String)> = ran
        .lines()
        .iter()
        .map(|l| ["event", "report", "story"].map(|f| l[f].as_str().unwrap_or_default().to_owned()).into())
        .collect();
    let told: Vec<(&str, &str, &str)> = told.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    assert_eq!(told, [("new", "a", "s1"), ("new", "b", "s2"), ("placed", "c", "s1")]);
}

#[test]
fn nothing_to_read_is_a_clean_no() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().to_str().expect("a path");
    for more in [&["--stream"][..], &["--format", "json"], &[]] {
        let ran = rashomon(&[&["stories", "--offline", folder], more].concat(), b"");
        assert_eq!(ran.code, Some(1), "{more:?}: {}", ran.stderr);
    }
}

#[test]
fn a_comparison_of_many_is_that_of_few() {
    if !ready(Weights::Md) {
        return;
    }
    // So much text that most reports are read a second time: what is told of the affair among them stays the same.
    let dir = tempfile::tempdir().expect("a folder");
    let idle = format!("Nothing.{}", " ".repeat(1_200_000));
    let filler = serde_json::json!({"id": "idle", "text": idle}).to_string();
    let few = rashomon(&with_summit(&["compare", "--offline", "--format", "json", "--explain"]), b"").json();
    assert!(few["stories"][0]["explain"].is_object() && !strings(&few["stories"][0]["reports"]).is_empty());
    let path = crate::support::file(&dir, "0.jsonl", [filler.as_str(); 4].join("\n"));
    let mut arguments = with_summit(&["compare", "--offline", "--format", "json", "--explain"]);
    arguments.insert(5, path.into());
    let many = rashomon(&arguments, b"").json();
    let story = |all: &Value| {
        let stories = all["stories"].as_array().expect("stories");
        let found = stories.iter().find(|s| strings(&s["reports"]).contains(&"1-agreed")).expect("the summit").clone();
        ["reports", "copy_spans", "disputes", "agreements", "positions"].map(|f| found[f].clone())
    };
    assert_eq!(story(&many), story(&few));
}
