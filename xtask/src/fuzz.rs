//! Feeds the readers of foreign bytes with inputs that nobody would write (`fuzz/`, by cargo-fuzz).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

/// Seconds for one target.
const SECONDS: u64 = 60;
/// No input may take longer than that, in seconds, or more memory, in megabytes.
const TIMEOUT: u32 = 10;
const MEMORY: u32 = 1024;

/// What to run, and for how long each.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    targets: Vec<String>,
    seconds: u64,
}

impl Options {
    /// Of `[TARGET] [SECONDS]`, in which a number is the seconds; `all` are the targets there are.
    ///
    /// # Errors
    /// For what is neither.
    pub fn parse(args: &[&str], all: Vec<String>) -> anyhow::Result<Self> {
        let (mut targets, mut seconds) = (Vec::new(), SECONDS);
        for &arg in args {
            match arg.parse() {
                Ok(n) => seconds = n,
                Err(_) if all.iter().any(|t| t == arg) => targets.push(arg.to_owned()),
                Err(_) => bail!("no target {arg:?}; there are {}", all.join(", ")),
            }
        }
        Ok(Self { targets: if targets.is_empty() { all } else { targets }, seconds })
    }
}

/// All targets, in order of their names.
///
/// # Errors
/// If their folder cannot be read.
pub fn targets() -> anyhow::Result<Vec<String>> {
    let folder = crate::root().join("fuzz/fuzz_targets");
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let files = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    let mut names: Vec<String> = files.iter().filter_map(|f| Some(f.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

/// Runs the targets one after the other; `false` if one of them found something.
///
/// # Errors
/// If cargo-fuzz is not there.
pub fn run(options: &Options) -> anyhow::Result<bool> {
    let mut there = Command::new(env!("CARGO"));
    if !there.args(["fuzz", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status()?.success() {
        bail!("cargo-fuzz is not there: `cargo install cargo-fuzz`");
    }
    let mut found = Vec::new();
    for target in &options.targets {
        println!("\n==> {target}, {} seconds", options.seconds);
        if !one(target, options.seconds)? {
            found.push(target.as_str());
        }
    }
    if !found.is_empty() {
        println!("\nfound something: {} (the inputs are in fuzz/artifacts)", found.join(", "));
    }
    Ok(found.is_empty())
}

fn one(target: &str, seconds: u64) -> anyhow::Result<bool> {
    let root = crate::root();
    let corpus = root.join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&corpus).with_context(|| corpus.display().to_string())?;
    let mut command = Command::new(env!("CARGO"));
    // There is no unsafe code to sanitise, and without sanitizers a stable compiler will do.
    command.current_dir(&root).args(["fuzz", "run", "--sanitizer", "none", target]).arg(corpus);
    command.args(seeds(&root, target)).arg("--");
    command.args([format!("-max_total_time={seconds}"), format!("-timeout={TIMEOUT}")]);
    command.args([format!("-rss_limit_mb={MEMORY}"), format!("-max_len={}", longest(target))]);
    let words = root.join(format!("fuzz/{target}.dict"));
    if words.exists() {
        command.arg(format!("-dict={}", words.display()));
    }
    Ok(command.stdin(Stdio::null()).status().context("cargo fuzz")?.success())
}

/// Folders of inputs to begin with.
fn seeds(root: &Path, target: &str) -> Vec<PathBuf> {
    let mut folders = vec![root.join("fuzz/seeds").join(target)];
    if target == "page" {
        folders.extend([root.join("crates/page/tests/fixtures"), root.join("examples/summit")]);
    }
    folders.retain(|f| f.is_dir());
    folders
}

/// Bytes of one input.
fn longest(target: &str) -> u32 {
    match target {
        "warc" => 1 << 20,
        // Few bytes choose a long page.
        "markup" | "dates" => 4_000,
        _ => 100_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_seconds_in_any_order() {
        let all = || vec!["feed".to_owned(), "page".to_owned()];
        let parsed = |args: &[&str]| Options::parse(args, all()).ok().map(|o| (o.targets.join(" "), o.seconds));
        assert_eq!(parsed(&[]), Some(("feed page".to_owned(), SECONDS)));
        assert_eq!(parsed(&["page", "5"]), Some(("page".to_owned(), 5)));
        assert_eq!(parsed(&["5"]), Some(("feed page".to_owned(), 5)));
        assert_eq!(parsed(&["pages"]), None);
    }

    #[test]
    fn every_target_is_declared() {
        let manifest = std::fs::read_to_string(crate::root().join("fuzz/Cargo.toml")).expect("a manifest");
        let targets = targets().expect("a folder of targets");
        assert!(!targets.is_empty());
        for target in targets {
            assert!(manifest.contains(&format!("name = \"{target}\"")), "{target}");
        }
    }
}
