//! What holds for every command: help, versions, weights, the end of a pipe, completions.

use std::process::Stdio;

use rashomon_lang::Weights;

use crate::support::{command, rashomon, ready, run, summit, with_summit};

#[test]
fn help_names_every_command_and_says_what_the_program_is_for() {
    let help = rashomon(&["--help"], b"");
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
    for word in ["where they part", "compare", "read", "parse", "setup", "completions", "--offline", "RASHOMON_MODELS"]
    {
        assert!(help.stdout.contains(word), "{word}: {}", help.stdout);
    }
    for name in ["compare", "read", "check", "parse", "setup", "completions"] {
        let one = rashomon(&[name, "--help"], b"");
        assert_eq!(one.code, Some(0), "{name}");
        assert!(one.stdout.contains(&format!("Usage: rashomon {name}")), "{}", one.stdout);
    }
}

#[test]
fn no_command_is_an_error_with_the_usage() {
    let ran = rashomon::<&str>(&[], b"");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("Usage: rashomon"), "{}", ran.stderr);
}

#[test]
fn unknown_words_are_named() {
    for args in [["read", "--format=xml"], ["compare", "--year=soon"], ["parse", "--model=lg"], ["read", "--jobs=0"]] {
        let ran = rashomon(&args, b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{args:?}");
        let value = args[1].split_once('=').expect("a value").1;
        assert!(ran.stderr.contains(value), "{}", ran.stderr);
    }
}

#[test]
fn the_version_is_that_of_the_crate() {
    let ran = rashomon(&["--version"], b"");
    assert_eq!(ran.stdout, format!("rashomon {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn without_weights_and_network_every_command_says_what_to_do() {
    let dir = tempfile::tempdir().expect("a folder");
    for name in ["compare", "read", "parse", "setup"] {
        let mut command = command();
        command.arg(name).arg("--offline").env("RASHOMON_MODELS", dir.path());
        let ran = run(&mut command, b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{name}");
        assert!(ran.stderr.starts_with("error: the weights"), "{}", ran.stderr);
        assert!(ran.stderr.contains("hint: ") && ran.stderr.contains("rashomon setup --from"), "{}", ran.stderr);
        // The environment says the same as the option.
        let mut command = self::command();
        command.arg(name).env("RASHOMON_OFFLINE", "1").env("RASHOMON_MODELS", dir.path());
        assert_eq!(run(&mut command, b"").stderr, ran.stderr, "{name}");
    }
}

#[test]
fn damaged_weights_are_not_run_on() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join(Weights::Md.file_name()), [7; 4096]).expect("written");
    let mut command = command();
    command.args(["parse", "--offline"]).env("RASHOMON_MODELS", dir.path());
    let ran = run(&mut command, b"One two.");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("hint: "), "{}", ran.stderr);
}

#[test]
fn completions_know_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = rashomon(&["completions", shell], b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{shell}");
        for word in ["compare", "parse", "explain"] {
            assert!(ran.stdout.contains(word), "{shell} does not complete {word}");
        }
    }
    assert_eq!(rashomon(&["completions", "tcsh"], b"").code, Some(2));
}

#[test]
fn whoever_stops_reading_has_seen_enough() {
    if !ready(Weights::Md) {
        return;
    }
    // Far more than any pipe holds.
    let pages: Vec<_> = std::iter::repeat_n(summit(), 40).flatten().collect();
    let mut child = command()
        .args(["read", "--offline", "--format", "jsonl", "--tokens"])
        .args(pages)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let out = child.wait_with_output().expect("ends");
    assert_eq!((out.status.code(), String::from_utf8_lossy(&out.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    if !ready(Weights::Md) {
        return;
    }
    for words in [
        &["read", "--offline", "--format", "jsonl", "--tokens"][..],
        &["compare", "--offline", "--format", "json"],
        &["compare", "--offline", "--explain"],
        &["read", "--offline"],
    ] {
        let [one, two, again] = ["1", "2", "2"].map(|n| {
            let mut args = with_summit(words);
            args.extend(["--jobs".into(), n.into()]);
            rashomon(&args, b"")
        });
        assert_eq!(one.code, Some(0), "{words:?}: {}", one.stderr);
        assert!(one.stdout == two.stdout && two.stdout == again.stdout, "{words:?}");
    }
}
