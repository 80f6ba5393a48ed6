//! `rashomon export` as it is called. What stands in the formats is read by other programs' readers: `cargo xtask exports`.

use std::process::Stdio;

use rashomon_lang::Weights;
use serde_json::Value;

use crate::support::{command, file, rashomon, ready, slice, with_summit};

const FORMATS: [&str; 13] = [
    "jsonl",
    "csv",
    "parquet",
    "plover",
    "jsonld",
    "ftm",
    "conllu",
    "graphml",
    "gexf",
    "timelinejs",
    "ical",
    "geojson",
    "atom",
];

/// Exports the example pages to standard output.
fn exported(format: &str, jobs: &str) -> Vec<u8> {
    let mut command = command();
    command.args(with_summit(&["export", "--offline", "--quiet", "--jobs", jobs, "--format", format]));
    let out = command.stdin(Stdio::null()).output().expect("runs");
    assert_eq!((out.status.code(), String::from_utf8_lossy(&out.stderr).as_ref()), (Some(0), ""), "{format}");
    out.stdout
}

#[test]
fn every_format_is_the_same_on_any_number_of_threads_and_in_a_file() {
    if !ready(Weights::Md) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for format in FORMATS {
        let one = exported(format, "1");
        assert!(!one.is_empty(), "{format}");
        assert_eq!(one, exported(format, "3"), "{format}");
        let path = file(&folder, format, "what was there before");
        // The path goes between the option and the pages.
        let mut args = with_summit(&["export", "--offline", "--quiet", "--format", format, "--out"]);
        args.insert(6, path.clone().into());
        let ran = rashomon(&args, b"");
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), "", ""), "{format}");
        assert_eq!(std::fs::read(&path).expect("a file"), one, "{format}");
    }
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), FORMATS.len(), "something else was left there");
}

#[test]
fn json_lines_are_what_read_and_compare_print() {
    if !ready(Weights::Md) {
        return;
    }
    let lines: Vec<Value> = String::from_utf8(exported("jsonl", "2"))
        .expect("UTF-8")
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    let of = |kind: &str| -> Vec<Value> {
        let mut some: Vec<Value> = lines.iter().filter(|l| l["kind"] == kind).cloned().collect();
        some.iter_mut().filter_map(Value::as_object_mut).for_each(|l| drop(l.remove("kind")));
        some
    };
    let compared = rashomon(&with_summit(&["compare", "--offline", "--format", "json"]), b"").json();
    assert_eq!(of("story"), compared["stories"].as_array().expect("stories").as_slice());
    let read = rashomon(&with_summit(&["read", "--offline", "--format", "jsonl"]), b"").lines();
    let reports = of("report");
    assert_eq!(reports.len(), read.len());
    assert!(reports.iter().all(|r| read.contains(r)));
}

#[test]
fn what_has_no_place_is_named() {
    if !ready(Weights::Md) {
        return;
    }
    let map = rashomon(&with_summit(&["export", "--offline", "--format", "geojson"]), b"");
    assert_eq!(map.code, Some(0), "{}", map.stderr);
    assert!(map.stderr.starts_with("note: ") && map.stderr.contains("Port Sevin"), "{}", map.stderr);
    assert_eq!(map.json()["features"], serde_json::json!([]));
    let timeline = rashomon(&with_summit(&["export", "--offline", "--format", "timelinejs"]), b"");
    assert!(timeline.stderr.contains("left out") && timeline.stderr.contains("2030-FA"), "{}", timeline.stderr);
}

#[test]
fn a_file_that_cannot_be_written_is_said_and_nothing_is_an_empty_export() {
    if !ready(Weights::Md) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("no/such/folder/events.csv");
    let args = ["export", "--offline", "--format", "csv", "--out", nowhere.to_str().expect("UTF-8")];
    let ran = rashomon(&args, b"The quay was shut.");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("cannot write into"), "{}", ran.stderr);
    for (format, beginning) in
        [("csv", "story,"), ("geojson", "{\"type\":"), ("timelinejs", "{\"events\":[]}"), ("ical", "BEGIN:VCALENDAR")]
    {
        let empty = folder.path().to_str().expect("UTF-8");
        let ran = rashomon(&["export", "--offline", "--quiet", "--format", format, empty], b"");
        assert_eq!(ran.code, Some(1), "{format}: {}", ran.stderr);
        assert!(ran.stdout.starts_with(beginning), "{format}: {}", ran.stdout);
    }
}

#[test]
fn offsets_of_the_grammar_are_those_of_the_report() {
    if !ready(Weights::Md) {
        return;
    }
    let text = "KELMAR, June 3 — The “Łódź” sailed 🙂 at dawn. It came back.";
    let document = serde_json::json!({"id": "ship", "text": text}).to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(&folder, "ship.jsonl", document);
    let ran = rashomon(&["export", "--offline", "--format", "conllu", path.to_str().expect("UTF-8")], b"");
    let mut tokens = 0;
    for row in ran.stdout.lines().filter(|l| l.starts_with(char::is_numeric)) {
        let fields: Vec<&str> = row.split('\t').collect();
        let at = |key: &str| -> Value {
            let value = fields[9].split('|').find_map(|f| f.strip_prefix(key)).expect("an offset");
            value.parse::<u64>().expect("a number").into()
        };
        assert_eq!(slice(text, &at("start_char="), &at("end_char=")), fields[1], "{row}");
        tokens += 1;
    }
    assert!(tokens > 10, "{}", ran.stdout);
}
