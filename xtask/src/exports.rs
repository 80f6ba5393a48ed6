//! Whether what `rashomon export` writes is what others read: every format by a reader that is not ours.
//!
//! The readers are Python packages of exact versions in an environment below `target`. Without Python or network there is
//! nothing to read with, which is said, and only then nothing is checked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

/// The readers, with all that they need.
const READERS: &str = include_str!("exports/requirements.txt");
/// What reads, and what it expects.
const CHECK: &str = include_str!("exports/check.py");
/// Reports that try to break formats.
const HOSTILE: &str = include_str!("exports/hostile.jsonl");
/// All formats, with the ending of their files.
const FORMATS: [(&str, &str); 13] = [
    ("jsonl", "jsonl"),
    ("csv", "csv"),
    ("parquet", "parquet"),
    ("plover", "jsonl"),
    ("jsonld", "jsonld"),
    ("ftm", "ftm.json"),
    ("conllu", "conllu"),
    ("graphml", "graphml"),
    ("gexf", "gexf"),
    ("timelinejs", "json"),
    ("ical", "ics"),
    ("geojson", "geojson"),
    ("atom", "atom"),
];

/// How the check ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Checked {
    /// Everything was read as it should be.
    Good,
    /// Something was not; it has been told.
    Bad,
    /// There was nothing to read with.
    Skipped(String),
}

impl Checked {
    /// Says how it ended; whether that is no reason to stop.
    pub fn told(&self) -> bool {
        match self {
            Self::Good => println!("every format is read as it should be"),
            Self::Bad => eprintln!("exports are not what they should be, see above"),
            Self::Skipped(why) => println!("skipped: no export was read, since the readers are not there: {why}"),
        }
        *self != Self::Bad
    }
}

/// Exports the examples and reports that try to break formats, and has every file read.
pub fn run() -> Result<Checked> {
    let root = crate::root();
    let python = match readers(&root.join("target/export-readers"))? {
        Readers::There(python) => python,
        Readers::Missing(why) => return Ok(Checked::Skipped(why)),
    };
    let built = Command::new(env!("CARGO")).args(["build", "-p", "rashomon"]).current_dir(&root).status()?;
    ensure!(built.success(), "the build failed");
    let command = root.join("target/debug/rashomon").with_extension(std::env::consts::EXE_EXTENSION);
    let dir = root.join("target/exports");
    fs::create_dir_all(&dir)?;
    let hostile = dir.join("hostile-reports.jsonl");
    fs::write(&hostile, HOSTILE)?;
    let sets: [(&str, Vec<PathBuf>); 3] = [
        ("summit", pages(&root.join("examples/summit"))?),
        ("hostile", vec![hostile.clone()]),
        ("both", {
            let mut all = pages(&root.join("examples/summit"))?;
            all.push(hostile);
            all
        }),
    ];
    for (set, files) in &sets {
        let dir = dir.join(set);
        fs::create_dir_all(&dir)?;
        for (format, ending) in FORMATS {
            export(&command, format, files, &dir.join(format!("{format}.{ending}")))?;
        }
    }
    let mut good = true;
    for (set, _) in &sets {
        let status = reader(&python, &dir.join(set)).status().context("python")?;
        good &= status.success();
    }
    good &= others_are_noticed(&python, &dir)?;
    Ok(if good { Checked::Good } else { Checked::Bad })
}

/// What reads a folder.
fn reader(python: &Path, folder: &Path) -> Command {
    let root = crate::root();
    let mut call = Command::new(python);
    call.args(["-c", CHECK]).arg(folder).arg(root.join("docs/schemas/events.json"));
    call.arg(root.join("crates/rashomon/data/generated/gazetteer.tsv")).stdin(Stdio::null());
    call
}

/// Whether the check of every format can fail: beside the JSON lines of all reports it is given exports of some of them.
fn others_are_noticed(python: &Path, dir: &Path) -> Result<bool> {
    let mixed = dir.join("mixed");
    fs::create_dir_all(&mixed)?;
    for (format, ending) in FORMATS {
        let name = format!("{format}.{ending}");
        fs::copy(dir.join(if format == "jsonl" { "both" } else { "summit" }).join(&name), mixed.join(&name))?;
    }
    let out = reader(python, &mixed).output().context("python")?;
    let said = String::from_utf8_lossy(&out.stdout);
    let passed = said.lines().last().unwrap_or_default().trim_start_matches("mixed: read ");
    let noticed = !out.status.success() && passed.starts_with("jsonl ") && !passed.contains(',');
    if !noticed {
        eprintln!("exports of other reports were taken for right: {passed}");
    }
    Ok(noticed)
}

/// Writes one format, by `--out` and to standard output, on one thread and on two: all the same bytes.
fn export(command: &Path, format: &str, files: &[PathBuf], to: &Path) -> Result<()> {
    let call = |jobs: &str| {
        let mut call = Command::new(command);
        call.args(["export", "--quiet", "--offline", "--format", format, "--jobs", jobs]).args(files);
        call.stdin(Stdio::null());
        call
    };
    let status = call("1").arg("--out").arg(to).status()?;
    ensure!(status.success(), "rashomon export --format {format} failed");
    let again = call("2").stderr(Stdio::inherit()).output()?;
    ensure!(again.status.success(), "rashomon export --format {format} failed on two threads");
    ensure!(again.stdout == fs::read(to)?, "{format}: two threads write other bytes than one");
    Ok(())
}

fn pages(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut pages: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    pages.retain(|p| p.extension().is_some_and(|e| e == "html"));
    pages.sort();
    ensure!(!pages.is_empty(), "no pages in {}", folder.display());
    Ok(pages)
}

/// What there is to read with.
enum Readers {
    /// This Python has them.
    There(PathBuf),
    /// There is no Python, or no way to what it should have.
    Missing(String),
}

/// The environment that has the readers; made where it is not there or has others.
fn readers(dir: &Path) -> Result<Readers> {
    let python = dir.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let ready = dir.join("ready");
    if fs::read_to_string(&ready).is_ok_and(|had| had == READERS) {
        return Ok(Readers::There(python));
    }
    println!("making {}", dir.display());
    match complaint(Command::new("python3").args(["-m", "venv", "--clear"]).arg(dir)) {
        Ok(None) => {}
        Ok(Some(complaint)) => return Ok(Readers::Missing(format!("no Python environment: {complaint}"))),
        Err(e) => return Ok(Readers::Missing(format!("{e:#}"))),
    }
    let list = dir.join("requirements.txt");
    fs::write(&list, READERS)?;
    let mut pip = Command::new(&python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--no-deps",
        "-r",
    ]);
    if let Some(complaint) = complaint(pip.arg(&list))? {
        // Without a connection there is nothing to be had; anything else is wrong with the list.
        ensure!(complaint.contains("onnection"), "the readers could not be installed: {complaint}");
        return Ok(Readers::Missing(format!("no network: {}", complaint.lines().last().unwrap_or_default())));
    }
    fs::write(ready, READERS)?;
    Ok(Readers::There(python))
}

/// Runs a command; what it complains of if it fails.
fn complaint(command: &mut Command) -> Result<Option<String>> {
    let out = command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {command:?}"))?;
    let said = String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).trim().to_owned();
    Ok((!out.status.success()).then_some(said))
}
