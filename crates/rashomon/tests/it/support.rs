//! Running the command, and looking at what it printed.

#![expect(clippy::print_stderr, reason = "tests say when they are skipped")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rashomon_lang::Weights;
use serde_json::Value;

/// The command, with nothing of the user's surroundings that changes what it prints.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
    command.env("RASHOMON_NO_CONFIG", "1");
    for name in [
        "COLUMNS",
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "RASHOMON_OFFLINE",
        "RASHOMON_PAGES",
        "RASHOMON_TABLES",
        "RASHOMON_CONFIG",
        "RASHOMON_MODEL",
        "RASHOMON_JOBS",
        "RASHOMON_YEAR",
        "RASHOMON_STORE",
        "RASHOMON_COLOR",
    ] {
        command.env_remove(name);
    }
    command
}

/// What came of one call.
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(out: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("prints UTF-8");
        Self { code: out.status.code(), stdout: text(out.stdout), stderr: text(out.stderr) }
    }
}

impl Ran {
    /// The JSON objects of standard output, one a line.
    pub fn lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|l| serde_json::from_str(l).expect("a line of JSON")).collect()
    }

    /// The one JSON object of standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("JSON")
    }
}

/// Calls the command with these arguments and this standard input.
pub fn rashomon<S: AsRef<std::ffi::OsStr>>(args: &[S], stdin: &[u8]) -> Ran {
    run(command().args(args), stdin)
}

/// Runs a command with this standard input.
pub fn run(command: &mut Command, stdin: &[u8]) -> Ran {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let stdin = stdin.to_vec();
    let writer = std::thread::spawn(move || {
        // A command that fails early does not read.
        let _ = pipe.write_all(&stdin);
    });
    let out = child.wait_with_output().expect("ends");
    writer.join().expect("written");
    out.into()
}

/// Whether there are weights to run on; says so if not.
pub fn ready(weights: Weights) -> bool {
    let there = weights.cached().is_some_and(|p| p.exists());
    if !there {
        eprintln!("skipped: no weights (run `rashomon setup --model {}`)", weights.name());
    }
    there
}

/// The example pages.
pub fn summit() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/summit");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(&dir)
        .expect("examples")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "html"))
        .collect();
    pages.sort();
    assert_eq!(pages.len(), 5, "{}", dir.display());
    pages
}

/// Arguments that begin with these words and end with the example pages.
pub fn with_summit(words: &[&str]) -> Vec<std::ffi::OsString> {
    words.iter().map(Into::into).chain(summit().into_iter().map(Into::into)).collect()
}

/// The stretch of a text that `[start, end)` in code points means.
pub fn slice(text: &str, start: &Value, end: &Value) -> String {
    let number = |v: &Value| usize::try_from(v.as_u64().expect("a number")).expect("small");
    let (start, end) = (number(start), number(end));
    assert!(start <= end && end <= text.chars().count(), "[{start}, {end}) is not within the text");
    text.chars().skip(start).take(end - start).collect()
}

/// A page with a headline and these paragraphs.
pub fn page(language: &str, title: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body><article><h1>{title}</h1>\n{body}</article></body></html>\n"
    )
}

/// Writes a file into a folder and returns its path.
pub fn file(dir: &tempfile::TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}
