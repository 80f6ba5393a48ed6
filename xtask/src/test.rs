//! Everything that is checked before a change goes in.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail};

use crate::{browser, crash, exports, gold, mcp};

/// Runs all checks in order and stops at the first that fails.
///
/// # Errors
/// If a step fails or cannot be run.
pub fn run() -> anyhow::Result<()> {
    let start = Instant::now();
    heading("Form: cargo fmt");
    cargo(&["fmt", "--all", "--check"], "the code is not formatted: run `cargo fmt`")?;
    heading("Lints: cargo clippy");
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], "clippy has something to say")?;
    heading("Weights: rashomon setup");
    cargo(
        &["run", "--package", "rashomon", "--", "setup", "--model", "all"],
        "there are no weights to test on; what rashomon says above tells how to get them",
    )?;
    heading("Tests: cargo test");
    let count = tests()?;
    heading("Crashes: cargo xtask crash, a few");
    let safe = crash::run(&crash::Options::short())?;
    heading("Exports: cargo xtask exports");
    let exported = exports::run()?.told();
    heading("Assistants: cargo xtask mcp");
    let asked = mcp::run(false);
    heading("The desk: cargo xtask browser");
    let walked = browser::run(false);
    heading("Quality: cargo xtask gold --quick --dev --floors");
    let options = gold::Options { quick: true, dev: true, floors: true, ..gold::Options::default() };
    let kept = gold::run(&options)?;
    println!();
    println!("{}", count.line(start.elapsed().as_secs_f64()));
    if count.failed > 0 || !count.ended_well {
        bail!("tests failed");
    }
    if !safe {
        bail!("the store does not keep what it confirms");
    }
    if !exported {
        bail!("an export is not what others read");
    }
    asked.context("the server for assistants does not keep what it promises")?;
    walked.context("the desk in the browser does not keep what it promises")?;
    if !kept {
        bail!("a quality floor was missed");
    }
    Ok(())
}

fn heading(text: &str) {
    println!("\n==> {text}");
}

fn cargo(args: &[&str], trouble: &str) -> anyhow::Result<()> {
    let status = Command::new(env!("CARGO"))
        .args(args)
        .current_dir(crate::root())
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cargo {}", args[0]))?;
    if !status.success() {
        bail!("{trouble}");
    }
    Ok(())
}

/// Results of all test binaries together.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
    ignored: u64,
    /// cargo itself was content: all was built, and no binary fell over.
    ended_well: bool,
}

impl Count {
    /// Adds a line of `cargo test`, if it is one that counts.
    fn add(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else { return };
        let Some((_, counts)) = rest.split_once(". ") else { return };
        for part in counts.split("; ") {
            let Some((n, what)) = part.split_once(' ') else { continue };
            let n: u64 = n.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += n,
                "failed" => self.failed += n,
                "ignored" => self.ignored += n,
                _ => {}
            }
        }
    }

    /// The sum, as cargo writes it.
    fn line(&self, seconds: f64) -> String {
        let word = if self.failed == 0 && self.ended_well { "ok" } else { "FAILED" };
        format!(
            "test result: {word}. {} passed; {} failed; {} ignored; 0 measured; 0 filtered out; finished in {seconds:.2}s",
            self.passed, self.failed, self.ignored
        )
    }
}

/// All tests, those in the documentation as well; what cargo prints is passed on as it comes.
fn tests() -> anyhow::Result<Count> {
    let mut child = Command::new(env!("CARGO"))
        .args(["test", "--workspace", "--no-fail-fast"])
        .current_dir(crate::root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cargo test")?;
    let mut count = Count::default();
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(child.stdout.take().context("no output")?).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        count.add(&line);
        writeln!(out, "{line}")?;
    }
    drop(out);
    count.ended_well = child.wait()?.success();
    if !count.ended_well && count.failed == 0 && count.passed == 0 {
        bail!("the tests could not be built");
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_summed_as_cargo_writes_them() {
        let mut count = Count { ended_well: true, ..Count::default() };
        count.add("running 3 tests");
        count.add("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        count.add("test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s");
        let sum = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 2.00s";
        assert_eq!(count.line(2.0), sum);
        count.add("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s");
        assert!(count.line(2.0).starts_with("test result: FAILED. 6 passed; 2 failed;"));
        assert!(Count::default().line(1.0).contains("FAILED"));
    }
}
