//! Quality: the command over the reference data, every scorer, one table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use sets::{Run, SETS, Set};
use tables::{Better, Key};

mod sets;
mod tables;

/// What is asked of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Sets to measure; all if empty.
    pub sets: Vec<String>,
    /// Only those that take seconds.
    pub quick: bool,
    /// Use the build for development.
    pub dev: bool,
    /// Fail where a floor is missed.
    pub floors: bool,
    /// Where to write the table as well.
    pub out: Option<PathBuf>,
    /// Raise the floors to what is measured.
    pub pin: bool,
    /// Why floors may fall.
    pub lower: Option<String>,
}

impl Options {
    /// From the command line.
    ///
    /// # Errors
    /// If something is asked that there is not.
    pub fn parse(args: &[&str]) -> anyhow::Result<Self> {
        let mut this = Self::default();
        let mut args = args.iter();
        while let Some(&arg) = args.next() {
            let mut value = || args.next().map(|&v| v.to_owned()).with_context(|| format!("{arg} needs a value"));
            match arg {
                "--quick" => this.quick = true,
                "--dev" => this.dev = true,
                "--floors" => this.floors = true,
                "--pin" => this.pin = true,
                "--out" => this.out = Some(value()?.into()),
                "--lower" => this.lower = Some(value()?),
                _ if arg.starts_with('-') => bail!("there is no option {arg}"),
                _ => this.sets.push(arg.to_owned()),
            }
        }
        ensure!(this.lower.is_none() || this.pin, "--lower goes with --pin");
        Ok(this)
    }
}

/// What came of a set.
enum Result {
    /// What the scorer printed.
    Scored { figures: Value, seconds: f64 },
    /// Why there is nothing, and whether that is a fault.
    Nothing { why: String, fault: bool },
}

/// Runs the sets, prints the table, and says whether all floors asked for were kept.
///
/// # Errors
/// If the command cannot be built, or the tables not read.
pub fn run(options: &Options) -> anyhow::Result<bool> {
    let root = crate::root();
    let (gold, score) = (crate::gold(), crate::score());
    let sets: Vec<Set> = match &options.sets[..] {
        [] => SETS.into_iter().filter(|s| s.quick || !options.quick).collect(),
        names => sets::named(names).map_err(anyhow::Error::msg)?,
    };
    if !gold.is_dir() || !score.is_dir() {
        println!("no reference data in {}: nothing was measured (RASHOMON_GOLD names its folder)", gold.display());
        return Ok(true);
    }
    let gold = gold.canonicalize()?;
    let binary = build(&root, options.dev)?;
    let mut bench = Bench { binary, gold, score, work: root.join("target/gold"), runs: BTreeMap::new() };
    fs::create_dir_all(&bench.work)?;
    let mut results = Vec::new();
    for set in sets {
        eprint!("{:<20}", set.name);
        let result = bench.measure(&set).unwrap_or_else(|e| Result::Nothing { why: format!("{e:#}"), fault: true });
        match &result {
            Result::Scored { seconds, .. } => eprintln!("{seconds:>8.1} s"),
            Result::Nothing { why, .. } => eprintln!("{why}"),
        }
        results.push((set, result));
    }
    let data = crate::data();
    let report = report(&results, &tables::figures(&data)?, &tables::peers(&data)?, &tables::floors(&data)?)?;
    println!("{}", report.table);
    fs::write(bench.work.join("table.md"), &report.table)?;
    if let Some(out) = &options.out {
        fs::write(out, &report.table).with_context(|| out.display().to_string())?;
    }
    for missed in &report.missed {
        println!("floor missed: {missed}");
    }
    if options.pin {
        let changed = tables::pin(&data, &report.measured, options.lower.as_deref())?;
        println!("{changed} floors changed in {}", data.join("floors.tsv").display());
    } else {
        println!("{} floors kept, {} missed", report.kept, report.missed.len());
    }
    Ok(!options.floors || report.missed.is_empty())
}

/// Builds the command and says where it is.
fn build(root: &Path, dev: bool) -> anyhow::Result<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "-p", "rashomon"]).current_dir(root);
    if !dev {
        cargo.arg("--release");
    }
    ensure!(cargo.status()?.success(), "the build failed");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let profile = if dev { "debug" } else { "release" };
    Ok(target.join(profile).join("rashomon").with_extension(std::env::consts::EXE_EXTENSION))
}

/// What runs the command and the scorers.
struct Bench {
    binary: PathBuf,
    gold: PathBuf,
    score: PathBuf,
    work: PathBuf,
    /// Runs done, by input: their output and the seconds they took.
    runs: BTreeMap<PathBuf, (PathBuf, f64)>,
}

impl Bench {
    fn measure(&mut self, set: &Set) -> anyhow::Result<Result> {
        let gold = self.gold.join(set.gold);
        if !gold.exists() {
            return Ok(Result::Nothing { why: "no data".to_owned(), fault: false });
        }
        if set.run == Run::Check && !self.knows_check()? {
            return Ok(Result::Nothing { why: "not there yet: rashomon check".to_owned(), fault: false });
        }
        let input = self.gold.join(set.input.unwrap_or(set.gold));
        let (output, seconds) = match self.runs.get(&input) {
            Some(done) => done.clone(),
            None => {
                let done = self.print(set, &input)?;
                self.runs.insert(input, done.clone());
                done
            }
        };
        let out = self.scorer(set).arg("--gold").arg(&gold).arg(&output).output()?;
        // 1 says that a floor of the scorer's own is missed; none is given here.
        let said = String::from_utf8_lossy(&out.stderr);
        ensure!(matches!(out.status.code(), Some(0 | 1)), "{}.py: {}", set.scorer, said.trim());
        let figures =
            serde_json::from_slice(&out.stdout).with_context(|| format!("{}.py printed no JSON", set.scorer))?;
        Ok(Result::Scored { figures, seconds })
    }

    fn scorer(&self, set: &Set) -> Command {
        let mut python = Command::new(if cfg!(windows) { "python" } else { "python3" });
        python.arg(self.score.join(set.scorer).with_extension("py")).env("PYTHONDONTWRITEBYTECODE", "1");
        python
    }

    fn knows_check(&self) -> anyhow::Result<bool> {
        let status =
            Command::new(&self.binary).args(["check", "--help"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        Ok(status.with_context(|| self.binary.display().to_string())?.success())
    }

    /// Runs the command over a set, and returns what it printed and how long it took.
    fn print(&self, set: &Set, input: &Path) -> anyhow::Result<(PathBuf, f64)> {
        let mut command = Command::new(&self.binary);
        let docs = input.join("docs.jsonl");
        match set.run {
            Run::Parse(model) => {
                let texts = self.work.join(format!("{}.texts.jsonl", set.name));
                unpack_texts(input, &texts)?;
                command.args(["parse", "--model", model, "--format", "jsonl"]).arg(texts);
            }
            Run::Pages => {
                let pages = self.work.join(set.name);
                if pages.is_dir() {
                    fs::remove_dir_all(&pages)?;
                }
                let out = self.scorer(set).arg("--gold").arg(input).arg("--unpack").arg(&pages).output()?;
                ensure!(out.status.success(), "unpacking: {}", String::from_utf8_lossy(&out.stderr).trim());
                command.args(["read", "--format", "jsonl"]).arg(pages);
            }
            Run::Read => {
                command.args(["read", "--format", "jsonl"]).arg(docs);
            }
            Run::Compare => {
                command.args(["compare", "--format", "json"]).arg(docs);
            }
            Run::Check => {
                command.args(["check", "--format", "jsonl", "--claims"]).arg(input.join("claims.jsonl"));
                command.arg("--pairs").arg(input.join("pairs.jsonl")).arg(docs);
            }
        }
        let output = self.work.join(format!("{}.out", set.name));
        let start = Instant::now();
        let ended = command
            .stdin(Stdio::null())
            .stdout(fs::File::create(&output)?)
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .with_context(|| self.binary.display().to_string())?;
        let seconds = start.elapsed().as_secs_f64();
        // 2 says that something could not be read; the scorer counts what is missing.
        let said = String::from_utf8_lossy(&ended.stderr);
        let last = said.lines().next_back().unwrap_or("nothing said");
        ensure!(matches!(ended.status.code(), Some(0 | 2)), "rashomon ended with {}: {last}", ended.status);
        ensure!(fs::metadata(&output)?.len() > 0, "rashomon printed nothing: {last}");
        Ok((output, seconds))
    }
}

/// The texts of packed reference parses as documents.
fn unpack_texts(packed: &Path, to: &Path) -> anyhow::Result<()> {
    let mut all = String::new();
    flate2::read::GzDecoder::new(fs::File::open(packed)?).read_to_string(&mut all)?;
    let mut out = String::new();
    for line in all.lines().filter(|l| !l.trim().is_empty()) {
        let row: Value = serde_json::from_str(line)?;
        writeln!(out, "{}", serde_json::json!({"id": row["id"], "text": row["text"]}))?;
    }
    fs::write(to, out)?;
    Ok(())
}

/// The table, and how the floors fared.
#[derive(Default)]
struct Report {
    table: String,
    measured: Vec<(Key, Better, f64)>,
    kept: usize,
    missed: Vec<String>,
}

fn report(
    results: &[(Set, Result)],
    shown: &[(Key, Better)],
    peers: &BTreeMap<Key, Vec<(String, String)>>,
    floors: &BTreeMap<Key, f64>,
) -> anyhow::Result<Report> {
    let mut r = Report::default();
    writeln!(r.table, "| set | figure | rashomon | floor | peers | seconds |")?;
    writeln!(r.table, "|---|---|---|---|---|---|")?;
    for (set, result) in results {
        let (figures, seconds) = match result {
            Result::Scored { figures, seconds } => (figures, seconds),
            Result::Nothing { why, fault } => {
                writeln!(r.table, "| {} | {} | – | | | |", set.name, why.replace(['|', '\n'], " "))?;
                if *fault {
                    r.missed.push(format!("{}: {why}", set.name));
                }
                continue;
            }
        };
        let mut first = true;
        for (key, better) in shown.iter().filter(|(k, _)| k.0 == set.name) {
            let value = at(figures, &key.1);
            let floor = floors.get(key).copied();
            if let Some(v) = value {
                r.measured.push((key.clone(), *better, v));
            }
            match (value, floor) {
                (Some(v), Some(f)) if better.keeps(v, f) => r.kept += 1,
                (Some(v), Some(f)) => r.missed.push(format!("{} {}: {v} (floor {f})", key.0, key.1)),
                (None, Some(f)) => r.missed.push(format!("{} {}: no value (floor {f})", key.0, key.1)),
                (_, None) => {}
            }
            let others: Vec<String> =
                peers.get(key).into_iter().flatten().map(|(who, what)| format!("{what} {who}")).collect();
            let arrow = if *better == Better::Low { " ↓" } else { "" };
            let took = if first { format!("{seconds:.1}") } else { String::new() };
            writeln!(
                r.table,
                "| {} | {}{arrow} | {} | {} | {} | {took} |",
                set.name,
                key.1,
                value.map_or_else(|| "–".to_owned(), round),
                floor.map_or_else(String::new, |f| f.to_string()),
                others.join("; "),
            )?;
            first = false;
        }
    }
    Ok(r)
}

fn round(v: f64) -> String {
    if v.abs() >= 2.0 { format!("{v:.1}") } else { format!("{v:.3}") }
}

/// The number at a dotted path.
fn at(figures: &Value, path: &str) -> Option<f64> {
    path.split('.').try_fold(figures, |v, part| v.get(part))?.as_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let o = Options::parse(&["lang", "--floors", "--pin", "--lower", "why"]).expect("parses");
        assert_eq!((o.sets, o.floors, o.lower.as_deref()), (vec!["lang".to_owned()], true, Some("why")));
        assert!(Options::parse(&["--lower", "why"]).is_err());
        assert!(Options::parse(&["--out"]).is_err());
        assert!(Options::parse(&["--none"]).is_err());
    }

    #[test]
    fn a_missed_floor_and_a_missing_figure_are_told() {
        let key = |k: &str| ("probes".to_owned(), k.to_owned());
        let set = *SETS.iter().find(|s| s.name == "probes").expect("there");
        let figures = serde_json::json!({"full": 0.5, "fields": {"sign": 0.75}});
        let shown = [(key("full"), Better::High), (key("fields.sign"), Better::High), (key("gone"), Better::High)];
        let floors = [(key("full"), 0.6), (key("fields.sign"), 0.7), (key("gone"), 0.1)].into();
        let peers = [(key("full"), vec![("verb table".to_owned(), "0.2".to_owned())])].into();
        let r = report(&[(set, Result::Scored { figures, seconds: 1.0 })], &shown, &peers, &floors).expect("reports");
        assert_eq!((r.kept, r.missed.len()), (1, 2));
        assert!(r.table.contains("| probes | full | 0.500 | 0.6 | 0.2 verb table | 1.0 |"), "{}", r.table);
        let broken = Result::Nothing { why: "a | b".to_owned(), fault: true };
        let r = report(&[(set, broken)], &shown, &peers, &floors).expect("reports");
        assert_eq!(r.missed.len(), 1);
    }
}
