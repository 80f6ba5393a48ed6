//! What grouping costs, and how it grows.

use std::collections::HashMap;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::process::Command;

use anyhow::{Context as _, ensure};

use super::affairs::{Told, reports};
use crate::root;

/// Groups a tenth of `n` invented reports and then `n` of them, at once and one by one, and prints what that took beside
/// reading them, and how well the stories are those that were invented.
pub fn stories(n: usize) -> anyhow::Result<()> {
    ensure!(n >= 100, "a hundred reports at least");
    let root = root();
    let example = ["build", "--release", "-p", "rashomon", "--example", "gathering"];
    let built = Command::new(env!("CARGO")).args(example).current_dir(&root).status()?;
    ensure!(built.success(), "the build failed");
    let gathering = root.join("target/release/examples/gathering").with_extension(std::env::consts::EXE_EXTENSION);
    let dir = root.join("target/gold");
    fs::create_dir_all(&dir)?;
    println!(
        "invented reports; seconds, and the most memory so far in MB; BCubed precision, recall and F1 of the stories"
    );
    println!(
        "{:>8} {:>9} {:>8} {:>6} {:>8} {:>6} {:>20} {:>10} {:>6} {:>20}",
        "reports", "tokens", "reading", "MB", "at once", "MB", "P R F1", "one by one", "MB", "P R F1"
    );
    let mut seconds: Vec<[f64; 3]> = Vec::new();
    for n in [n / 10, n] {
        let told = reports(n, 1);
        let file = dir.join(format!("bench-stories-{n}.jsonl"));
        let mut out = BufWriter::new(fs::File::create(&file)?);
        told.iter().try_for_each(|t| writeln!(out, "{}", t.line))?;
        out.flush()?;
        let ran = Command::new(&gathering).arg(&file).output()?;
        ensure!(ran.status.success(), "gathering failed: {}", String::from_utf8_lossy(&ran.stderr));
        let text = String::from_utf8(ran.stdout)?;
        let mut lines = text.lines();
        let figures: Vec<f64> =
            lines.next().unwrap_or_default().split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [tokens, reading, read, at_once, grouped, one_by_one, streamed, _] = figures[..] else {
            anyhow::bail!("gathering printed {figures:?}");
        };
        let mut quality = || -> anyhow::Result<String> {
            let stories: Vec<Vec<usize>> = serde_json::from_str(lines.next().context("no stories were printed")?)?;
            let (p, r) = bcubed(&told, &stories);
            Ok(format!("{p:.4} {r:.4} {:.4}", 2.0 * p * r / (p + r)))
        };
        let (batch, stream) = (quality()?, quality()?);
        println!(
            "{n:>8} {tokens:>9.0} {reading:>8.1} {read:>6.0} {at_once:>8.2} {grouped:>6.0} {batch:>20} {one_by_one:>10.2} {streamed:>6.0} {stream:>20}"
        );
        seconds.push([reading, at_once, one_by_one]);
    }
    let growth: Vec<String> = (0..3).map(|k| format!("{:.1}", seconds[1][k] / seconds[0][k])).collect();
    println!(
        "ten times the reports take {} times as long to read, {} at once, {} one by one",
        growth[0], growth[1], growth[2]
    );
    Ok(())
}

/// Precision and recall of stories, over reports (Bagga and Baldwin 1998).
fn bcubed(told: &[Told], stories: &[Vec<usize>]) -> (f64, f64) {
    let mut sizes: HashMap<usize, usize> = HashMap::new();
    told.iter().for_each(|t| *sizes.entry(t.affair).or_default() += 1);
    let (mut precision, mut recall) = (0.0, 0.0);
    for story in stories {
        let mut of: HashMap<usize, usize> = HashMap::new();
        story.iter().for_each(|&r| *of.entry(told[r].affair).or_default() += 1);
        for (affair, n) in of {
            let n = n as f64;
            precision += n * n / story.len() as f64;
            recall += n * n / sizes[&affair] as f64;
        }
    }
    (precision / told.len() as f64, recall / told.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bcubed_is_one_for_the_truth_and_less_for_anything_else() {
        let told: Vec<Told> = [0, 0, 1, 1].map(|affair| Told { line: String::new(), affair }).into();
        assert_eq!(bcubed(&told, &[vec![0, 1], vec![2, 3]]), (1.0, 1.0));
        assert_eq!(bcubed(&told, &[vec![0, 1, 2, 3]]), (0.5, 1.0));
        assert_eq!(bcubed(&told, &[vec![0], vec![1], vec![2, 3]]), (1.0, 0.75));
    }
}
