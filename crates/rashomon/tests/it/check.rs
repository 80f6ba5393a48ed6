//! `rashomon check`: a claim against reports.

use rashomon_lang::Weights;
use serde_json::Value;

use crate::support::{file, rashomon, ready, slice, summit, with_summit};

const CLAIM: &str = "Marand and Talvik met in Port Sevin.";

fn sound(line: &Value, texts: &[Value]) {
    let relation = line["relation"].as_str().expect("a relation");
    assert!(matches!(relation, "supports" | "disputes" | "mentions" | "unrelated"), "{line}");
    assert!(line["score"].as_f64().is_some_and(|s| (0.0..=1.0).contains(&s)), "{line}");
    let text = texts.iter().find(|t| t["id"] == line["report"]).and_then(|t| t["text"].as_str()).expect("a report");
    for e in line["evidence"].as_array().expect("evidence") {
        assert!(!slice(text, &e["start"], &e["end"]).trim().is_empty(), "{line}");
    }
}

#[test]
fn every_report_answers_a_claim() {
    if !ready(Weights::Md) {
        return;
    }
    let texts = rashomon(&with_summit(&["read", "--offline", "--format", "jsonl"]), b"").lines();
    let ran = rashomon(&with_summit(&["check", "--offline", "--format", "jsonl", CLAIM]), b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let lines = ran.lines();
    let reports: Vec<_> = lines.iter().map(|l| l["report"].clone()).collect();
    assert_eq!(reports, ["1-agreed", "2-refuses", "3-copy", "4-later", "5-other"]);
    lines.iter().for_each(|l| sound(l, &texts));
    // Told by both in so many words, and by the copy.
    for n in [0, 2] {
        assert_eq!(lines[n]["relation"], "supports", "{}", lines[n]);
        assert_ne!(lines[n]["evidence"], serde_json::json!([]), "{}", lines[n]);
    }
}

#[test]
fn a_claim_on_something_else_is_unrelated_to_all() {
    if !ready(Weights::Md) {
        return;
    }
    let claim = "Astronomers photographed a distant comet.";
    let ran = rashomon(&with_summit(&["check", "--offline", "--format", "jsonl", claim]), b"");
    assert!(ran.lines().iter().all(|l| l["relation"] == "unrelated"), "{}", ran.stdout);
    let ran = rashomon(&with_summit(&["check", "--offline", claim]), b"");
    assert!(ran.stdout.contains("No report is about it."), "{}", ran.stdout);
}

#[test]
fn just_the_pairs_asked_for_are_checked() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let claims = file(
        &dir,
        "claims.jsonl",
        format!(
            "{{\"id\": \"c1\", \"text\": \"{CLAIM}\"}}\n{{\"id\": \"c2\", \"text\": \"The bridge will close in autumn.\"}}\n"
        ),
    );
    let pairs = file(
        &dir,
        "pairs.jsonl",
        "{\"claim\": \"c2\", \"report\": \"5-other\"}\n{\"claim\": \"c1\", \"report\": \"1-agreed\"}\n",
    );
    let mut args: Vec<std::ffi::OsString> = vec!["check".into(), "--offline".into(), "--format=jsonl".into()];
    args.extend(["--claims".into(), claims.into(), "--pairs".into(), pairs.into()]);
    args.extend(summit().into_iter().map(Into::into));
    let ran = rashomon(&args, b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let pairs: Vec<_> =
        ran.lines().iter().map(|l| (l["claim"].as_str().map(str::to_owned), l["report"].clone())).collect();
    let want = [("c2", "5-other"), ("c1", "1-agreed")].map(|(c, r)| (Some(c.to_owned()), Value::from(r)));
    assert_eq!(pairs, want);
}

#[test]
fn for_a_person_it_shows_the_claim_and_the_sentences() {
    if !ready(Weights::Md) {
        return;
    }
    let ran = rashomon(&with_summit(&["check", "--offline", CLAIM]), b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for words in [CLAIM, "supports", "1-agreed", "“Marand and Talvik met in Port Sevin on Tuesday"] {
        assert!(ran.stdout.contains(words), "{words}:\n{}", ran.stdout);
    }
    assert!(ran.stdout.lines().all(|l| l.chars().count() <= 80), "{}", ran.stdout);
}

#[test]
fn no_claim_is_an_error() {
    let ran = rashomon(&["check", "--offline"], b"");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
}
