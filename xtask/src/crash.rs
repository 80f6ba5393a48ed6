//! Whether what was confirmed is kept, whatever happens: the command is killed at any moment, and writes to its store fail.
//!
//! A run that is to be trusted needs no luck: the same seed kills at the same places as far as the machine allows, every confirmed id is
//! looked for after each run, the store is checked each time, and in the end all that was given is there once.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

use crate::bench::{Chance, reports};
use crate::root;

/// How often, and where from.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    kills: usize,
    faults: usize,
    seed: u64,
    release: bool,
}

impl Options {
    /// Of `[--kills N] [--faults N] [--seed N] [--release]`.
    ///
    /// # Errors
    /// For anything else.
    pub fn parse(args: &[&str]) -> anyhow::Result<Self> {
        let mut o = Self { kills: 200, faults: 500, seed: 1, release: false };
        let mut args = args.iter();
        while let Some(&arg) = args.next() {
            let mut number =
                || args.next().and_then(|n| n.parse().ok()).with_context(|| format!("{arg} takes a number"));
            match arg {
                "--kills" => o.kills = number()? as usize,
                "--faults" => o.faults = number()? as usize,
                "--seed" => o.seed = number()?,
                "--release" => o.release = true,
                _ => bail!("no option {arg}"),
            }
        }
        Ok(o)
    }

    /// A few of each, for every change.
    pub fn short() -> Self {
        Self { kills: 8, faults: 16, seed: 1, release: false }
    }
}

/// Reports that are given at a time: enough for several transactions.
const GIVEN: usize = 100;
/// Interrupted runs on one store before it is finished, looked at as a whole, and left for a new one. One that ended by itself has
/// nothing left to interrupt.
const RUNS_A_STORE: usize = 4;
/// A run that takes longer hangs.
const HANGS: Duration = Duration::from_secs(120);

/// Kills and faults. `false` if anything that was confirmed is not there, or anything is there twice.
///
/// # Errors
/// If the command cannot be built or run.
pub fn run(o: &Options) -> anyhow::Result<bool> {
    let profile = if o.release { "release" } else { "debug" };
    for package in ["rashomon", "xtask-faults"] {
        // One by one: together they would be built with the features of both, and the command twice.
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "-p", package]).args(o.release.then_some("--release")).current_dir(root());
        ensure!(build.status()?.success(), "the build failed");
    }
    let built = root().join("target").join(profile);
    let dir = root().join("target/crash");
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir)?;
    let mut bench = Bench {
        command: built.join("rashomon"),
        faults: built.join("libxtask_faults.so"),
        dir,
        chance: Chance::new(o.seed),
        wrong: Vec::new(),
        confirmed: 0,
    };
    let given = bench.given()?;
    let clean = bench.clean(&given)?;
    println!("{} reports, {} writes in a run that nothing disturbs, {} ms", clean.ids.len(), clean.writes, clean.ms);
    bench.kills(o.kills, &given, &clean)?;
    bench.watch_kills((o.kills / 4).max(usize::from(o.kills > 0)), &given)?;
    if cfg!(target_os = "linux") {
        bench.faulty(o.faults, &given, &clean)?;
    } else {
        println!("no faults are made on this system: writes are stood before on Linux only");
    }
    for wrong in &bench.wrong {
        println!("WRONG: {wrong}");
    }
    println!("{} confirmed reports looked for, {} wrong", bench.confirmed, bench.wrong.len());
    Ok(bench.wrong.is_empty())
}

/// What a run that nothing disturbs comes to.
struct Clean {
    ids: BTreeSet<String>,
    stories: usize,
    writes: u64,
    ms: u64,
}

struct Bench {
    command: PathBuf,
    faults: PathBuf,
    dir: PathBuf,
    chance: Chance,
    wrong: Vec<String>,
    confirmed: usize,
}

impl Bench {
    /// A file of invented reports.
    fn given(&self) -> anyhow::Result<PathBuf> {
        let file = self.dir.join("given.jsonl");
        let lines: Vec<String> = reports(GIVEN, 7).into_iter().map(|r| r.line).collect();
        fs::write(&file, lines.join("\n"))?;
        Ok(file)
    }

    fn add(&self, store: &Path, given: &Path) -> Command {
        let mut command = Command::new(&self.command);
        command.args(["add", "--offline", "--quiet", "--format", "jsonl", "--store"]).arg(store).arg(given);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn clean(&mut self, given: &Path) -> anyhow::Result<Clean> {
        let store = self.dir.join("clean.rashomon");
        let count = self.dir.join("count");
        let began = Instant::now();
        let mut command = self.add(&store, given);
        command.env("LD_PRELOAD", &self.faults).env("RASHOMON_FAULT_COUNT", &count);
        let out = command.output()?;
        let ms = began.elapsed().as_millis() as u64;
        ensure!(out.status.success(), "adding failed: {}", String::from_utf8_lossy(&out.stderr));
        let writes = fs::read_to_string(&count).ok().and_then(|n| n.parse().ok()).unwrap_or(0);
        // Without what counts the writes it takes less time.
        let began = Instant::now();
        ensure!(self.add(&self.dir.join("clean-2.rashomon"), given).output()?.status.success(), "adding failed");
        let ms = ms.min(began.elapsed().as_millis() as u64);
        let ids: BTreeSet<String> = self.ids(&store)?.into_iter().collect();
        ensure!(ids.len() == GIVEN, "{} reports were kept of {GIVEN}", ids.len());
        Ok(Clean { ids, stories: self.stories(&store)?, writes, ms })
    }

    fn stories(&self, store: &Path) -> anyhow::Result<usize> {
        let out = Command::new(&self.command)
            .args(["stories", "list", "--limit", "100000", "--format", "jsonl", "--store"])
            .arg(store)
            .output()?;
        Ok(String::from_utf8_lossy(&out.stdout).lines().count())
    }

    fn ids(&mut self, store: &Path) -> anyhow::Result<Vec<String>> {
        let out = Command::new(&self.command).args(["store", "ids", "--store"]).arg(store).output()?;
        if !out.status.success() {
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            // A run that ended before there was a store leaves none.
            if !said.contains("there is no store") {
                self.wrong.push(format!("{}: {}", store.display(), said.trim()));
            }
            return Ok(Vec::new());
        }
        Ok(String::from_utf8(out.stdout)?.lines().map(str::to_owned).collect())
    }

    /// Looks for all that was confirmed, and whether the store is whole.
    fn look(&mut self, what: &str, store: &Path, confirmed: &BTreeSet<String>) -> anyhow::Result<()> {
        let all = self.ids(store)?;
        let there: BTreeSet<String> = all.iter().cloned().collect();
        if all.len() != there.len() {
            self.wrong.push(format!("{what}: something is there twice"));
        }
        let lost = confirmed.difference(&there).count();
        if lost > 0 {
            self.wrong.push(format!("{what}: {lost} of {} confirmed reports are gone", confirmed.len()));
        }
        self.confirmed += confirmed.len();
        if !there.is_empty() {
            let check = Command::new(&self.command).args(["store", "check", "--store"]).arg(store).output()?;
            if !check.status.success() {
                let said =
                    String::from_utf8_lossy(&check.stdout).into_owned() + &String::from_utf8_lossy(&check.stderr);
                self.wrong.push(format!("{what}: {}", said.trim()));
            }
        }
        Ok(())
    }

    /// Finishes what was interrupted, and compares it with a run that nothing disturbed.
    fn finish(&mut self, what: &str, store: &Path, given: &Path, clean: &Clean) -> anyhow::Result<()> {
        let out = self.add(store, given).output()?;
        if !out.status.success() {
            self.wrong.push(format!("{what}: the next run fails: {}", String::from_utf8_lossy(&out.stderr).trim()));
            return Ok(());
        }
        self.look(what, store, &clean.ids)?;
        let ids: BTreeSet<String> = self.ids(store)?.into_iter().collect();
        if ids != clean.ids {
            self.wrong.push(format!("{what}: {} reports in the end instead of {}", ids.len(), clean.ids.len()));
        }
        let stories = self.stories(store)?;
        if stories != clean.stories {
            self.wrong.push(format!("{what}: {stories} stories in the end instead of {}", clean.stories));
        }
        let info = Command::new(&self.command).args(["store", "info", "--store"]).arg(store).output()?;
        if !String::from_utf8_lossy(&info.stdout).contains(" 0 not placed yet") {
            self.wrong.push(format!("{what}: some reports are in no story in the end"));
        }
        Ok(())
    }

    fn kills(&mut self, times: usize, given: &Path, clean: &Clean) -> anyhow::Result<()> {
        let mut confirmed = BTreeSet::new();
        let (mut in_mid_run, mut cut, mut stores, mut runs) = (0, 0, 0, 0);
        for n in 0..times {
            let store = self.dir.join(format!("kill-{stores}.rashomon"));
            let child = self.add(&store, given).spawn()?;
            let after = Duration::from_millis(self.chance.below(clean.ms.max(1) as usize) as u64);
            let (printed, ended) = kill(child, after)?;
            in_mid_run += usize::from(!ended);
            cut += usize::from(!printed.is_empty() && !ended);
            confirmed.extend(ids_of(&printed));
            let what = format!("kill {n}");
            self.look(&what, &store, &confirmed)?;
            runs += 1;
            if ended || runs == RUNS_A_STORE || n + 1 == times {
                self.finish(&what, &store, given, clean)?;
                (stores, runs) = (stores + 1, 0);
                confirmed.clear();
            }
        }
        println!("{times} times killed while adding: {in_mid_run} in mid-run, {cut} after something was confirmed");
        Ok(())
    }

    /// Kills `watch` while files come into its folder.
    fn watch_kills(&mut self, times: usize, given: &Path) -> anyhow::Result<()> {
        let folder = self.dir.join("folder");
        fs::create_dir_all(&folder)?;
        let store = self.dir.join("watch.rashomon");
        let lines: Vec<String> = fs::read_to_string(given)?.lines().map(str::to_owned).collect();
        let mut confirmed = BTreeSet::new();
        let watch = |bench: &Self, once: bool| {
            let mut command = Command::new(&bench.command);
            command.args(["watch", "--offline", "--quiet", "--format", "jsonl", "--interval", "1s", "--store"]);
            command.arg(&store);
            if once {
                command.arg("--once");
            }
            command.arg(&folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            command
        };
        let per = lines.len().div_ceil(times.max(1));
        for (n, some) in lines.chunks(per).enumerate() {
            fs::write(folder.join(format!("{n:03}.jsonl")), some.join("\n"))?;
            let child = watch(self, false).spawn()?;
            let after = Duration::from_millis(self.chance.below(2500) as u64);
            let (printed, _) = kill(child, after)?;
            confirmed.extend(ids_of(&printed));
            self.look(&format!("watch {n}"), &store, &confirmed)?;
        }
        let out = watch(self, true).output()?;
        if !out.status.success() {
            self.wrong.push(format!("watch: the last run fails: {}", String::from_utf8_lossy(&out.stderr).trim()));
        }
        let ids = self.ids(&store)?.len();
        if ids != lines.len() {
            self.wrong.push(format!("watch: {ids} reports in the end instead of {}", lines.len()));
        }
        println!("{times} times killed while watching a folder that grows");
        Ok(())
    }

    fn faulty(&mut self, times: usize, given: &Path, clean: &Clean) -> anyhow::Result<()> {
        ensure!(clean.writes > 0, "no write was counted: the faults are not in the way");
        let mut confirmed = BTreeSet::new();
        let (mut told, mut stores, mut runs) = (0, 0, 0);
        for n in 0..times {
            let store = self.dir.join(format!("fault-{stores}.rashomon"));
            let at = 1 + self.chance.below(clean.writes as usize);
            // EIO and ENOSPC, and a write that is cut short before the disk is full.
            let (error, how) =
                [(5, "once"), (28, "once"), (28, "ever"), (5, "ever"), (28, "short")][self.chance.below(5)];
            let mut command = self.add(&store, given);
            command.env("LD_PRELOAD", &self.faults).env("RASHOMON_FAULT", format!("{at}:{error}:{how}"));
            let began = Instant::now();
            let out = command.output()?;
            let what = format!("fault {n} (write {at}, error {error}, {how})");
            ensure!(began.elapsed() < HANGS, "{what}: hangs");
            match out.status.code() {
                Some(0) => {}
                Some(2) if out.stderr.is_empty() => self.wrong.push(format!("{what}: ends with 2 and says nothing")),
                Some(2) => told += 1,
                code => {
                    self.wrong.push(format!("{what}: ends with {code:?}: {}", String::from_utf8_lossy(&out.stderr)))
                }
            }
            confirmed.extend(ids_of(&out.stdout));
            self.look(&what, &store, &confirmed)?;
            runs += 1;
            if out.status.success() || runs == RUNS_A_STORE || n + 1 == times {
                self.finish(&what, &store, given, clean)?;
                (stores, runs) = (stores + 1, 0);
                confirmed.clear();
            }
        }
        println!("{times} runs in which a write failed: {told} said so, the others were not harmed by it");
        Ok(())
    }
}

/// Lets a process run for so long, then kills it. What it printed, and whether it had ended by itself.
fn kill(mut child: Child, after: Duration) -> anyhow::Result<(Vec<u8>, bool)> {
    let mut stdout = child.stdout.take().context("no output")?;
    let mut stderr = child.stderr.take().context("no output")?;
    let reader = std::thread::spawn(move || {
        let mut printed = Vec::new();
        stdout.read_to_end(&mut printed).map(|_| printed)
    });
    let drain = std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
    std::thread::sleep(after);
    let ended = child.try_wait()?.is_some();
    // SIGKILL on Unix.
    child.kill()?;
    child.wait()?;
    let printed = reader.join().map_err(|_| anyhow::anyhow!("the reader failed"))??;
    let _ = drain.join();
    Ok((printed, ended))
}

/// The ids that were confirmed: those of whole lines.
fn ids_of(printed: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(printed);
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let id = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(value["id"].as_str()?.to_owned())
    };
    whole.lines().filter_map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_lines_confirm() {
        let printed = b"{\"id\":\"a\",\"added\":\"new\"}\n{\"id\":\"b\"}\n{\"id\":\"c";
        assert_eq!(ids_of(printed), ["a", "b"]);
        assert!(ids_of(b"{\"id\":\"a\"}").is_empty());
    }

    #[test]
    fn numbers_of_times() {
        let o = Options::parse(&["--kills", "3", "--seed", "9"]).expect("understood");
        assert_eq!((o.kills, o.faults, o.seed), (3, 500, 9));
        assert!(Options::parse(&["--kills"]).is_err() && Options::parse(&["--often"]).is_err());
    }
}
