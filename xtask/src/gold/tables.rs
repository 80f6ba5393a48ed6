//! The data files: which figures are shown, what peers reach, which floors are pinned.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, str::FromStr};

use anyhow::{Context as _, bail, ensure};

/// A figure: set and key.
pub type Key = (String, String);

/// Which way a figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    High,
    /// Less is better; the floor is a ceiling.
    Low,
    /// As `High`, without any margin.
    Same,
    /// Shown, never pinned.
    Show,
}

impl FromStr for Better {
    type Err = anyhow::Error;

    fn from_str(s: &str) -> anyhow::Result<Self> {
        Ok(match s {
            "high" => Self::High,
            "low" => Self::Low,
            "same" => Self::Same,
            "show" => Self::Show,
            _ => bail!("{s:?} is none of high, low, same, show"),
        })
    }
}

impl Better {
    /// Whether a value keeps a floor.
    pub fn keeps(self, value: f64, floor: f64) -> bool {
        // Scorers round to four places or more; floors are written with four.
        const ROUNDING: f64 = 5e-7;
        match self {
            Self::Low => value <= floor + ROUNDING,
            _ => value >= floor - ROUNDING,
        }
    }

    /// The floor for a value: a hundredth below it, or above it where less is better.
    pub fn pin(self, value: f64) -> f64 {
        let margin = (value.abs() * 0.01).max(0.002);
        // What binary fractions are off by is no reason to go a place further.
        const NOISE: f64 = 1e-6;
        match self {
            Self::High => ((value - margin) * 1e4 + NOISE).floor().max(0.0) / 1e4,
            Self::Low => ((value + margin) * 1e4 - NOISE).ceil() / 1e4,
            Self::Same | Self::Show => value,
        }
    }

    /// Whether one floor asks for less than another.
    pub fn weaker(self, new: f64, old: f64) -> bool {
        match self {
            Self::Low => new > old,
            _ => new < old,
        }
    }
}

/// The rows of a table: lines with `N` fields, tabs between; lines that begin with # are comments.
fn rows<const N: usize>(path: &Path) -> anyhow::Result<Vec<[String; N]>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse(&text).with_context(|| path.display().to_string())
}

fn parse<const N: usize>(text: &str) -> anyhow::Result<Vec<[String; N]>> {
    let mut found = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<String> = line.split('\t').map(|f| f.trim().to_owned()).collect();
        let fields: [String; N] = fields
            .try_into()
            .map_err(|f: Vec<String>| anyhow::anyhow!("line {}: {} fields, not {N}", n + 1, f.len()))?;
        found.push(fields);
    }
    Ok(found)
}

fn number(text: &str) -> anyhow::Result<f64> {
    text.parse().with_context(|| format!("{text:?} is no number"))
}

/// The figures to show, in order.
pub fn figures(data: &Path) -> anyhow::Result<Vec<(Key, Better)>> {
    rows::<3>(&data.join("figures.tsv"))?.into_iter().map(|[s, k, b]| Ok(((s, k), b.parse()?))).collect()
}

/// What others reach, by figure.
pub fn peers(data: &Path) -> anyhow::Result<BTreeMap<Key, Vec<(String, String)>>> {
    let mut by_key: BTreeMap<Key, Vec<(String, String)>> = BTreeMap::new();
    for [set, key, peer, value] in rows::<4>(&data.join("peers.tsv"))? {
        number(&value)?;
        by_key.entry((set, key)).or_default().push((peer, value));
    }
    Ok(by_key)
}

/// The floors, by figure.
pub fn floors(data: &Path) -> anyhow::Result<BTreeMap<Key, f64>> {
    rows::<3>(&data.join("floors.tsv"))?.into_iter().map(|[s, k, f]| Ok(((s, k), number(&f)?))).collect()
}

/// Raises the floors to what was measured, and returns how many lines changed. A lower one is written only with a
/// reason, which is kept in the file.
pub fn pin(data: &Path, measured: &[(Key, Better, f64)], reason: Option<&str>) -> anyhow::Result<usize> {
    let path = data.join("floors.tsv");
    let old = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (new, changed) = pinned(&old, measured, reason)?;
    fs::write(&path, new)?;
    Ok(changed)
}

fn pinned(old: &str, measured: &[(Key, Better, f64)], reason: Option<&str>) -> anyhow::Result<(String, usize)> {
    let mut lines: Vec<String> = old.lines().map(str::to_owned).collect();
    let mut changed = 0;
    let mut refused = Vec::new();
    for ((set, key), better, value) in measured {
        if *better == Better::Show {
            continue;
        }
        let floor = better.pin(*value);
        let line = format!("{set}\t{key}\t{floor}");
        let at = lines.iter().position(|l| l.starts_with(&format!("{set}\t{key}\t")));
        let Some(at) = at else {
            // Beside the other figures of its set.
            let after = lines.iter().rposition(|l| l.starts_with(&format!("{set}\t"))).map_or(lines.len(), |n| n + 1);
            lines.insert(after, line);
            changed += 1;
            continue;
        };
        let before = number(lines[at].rsplit('\t').next().unwrap_or_default())?;
        if better.weaker(floor, before) {
            // What still keeps the floor need not move it.
            if better.keeps(*value, before) {
                continue;
            }
            match reason {
                None => refused.push(format!("{set} {key}: {before} to {floor}")),
                Some(why) => {
                    lines[at] = line;
                    lines.insert(at, format!("# from {before} to {floor}: {why}"));
                    changed += 1;
                }
            }
        } else if lines[at] != line {
            lines[at] = line;
            changed += 1;
        }
    }
    ensure!(refused.is_empty(), "these floors would fall, which needs --lower REASON:\n  {}", refused.join("\n  "));
    Ok((lines.join("\n") + "\n", changed))
}

#[cfg(test)]
mod tests {
    use super::super::sets::SETS;
    use super::*;

    fn key(set: &str, key: &str) -> Key {
        (set.to_owned(), key.to_owned())
    }

    #[test]
    fn the_tables_are_sound() {
        let data = crate::data();
        let figures = figures(&data).expect("figures");
        let shown = |k: &Key| figures.iter().find(|(f, _)| f == k).map(|(_, b)| *b);
        for ((set, _), _) in &figures {
            assert!(SETS.iter().any(|s| s.name == set), "figures.tsv: no set is called {set}");
        }
        for set in SETS {
            assert!(figures.iter().any(|((s, _), _)| s == set.name), "figures.tsv: nothing on {}", set.name);
        }
        for k in peers(&data).expect("peers").keys() {
            assert!(shown(k).is_some(), "peers.tsv: {k:?} is not in figures.tsv");
        }
        for k in floors(&data).expect("floors").keys() {
            assert!(shown(k).is_some_and(|b| b != Better::Show), "floors.tsv: {k:?} is not in figures.tsv");
        }
    }

    #[test]
    fn floors_rise_and_fall_only_with_a_reason() {
        let old = "# floors\na\tf1\t0.8\nb\tleak\t0.05\n";
        let (new, n) =
            pinned(old, &[(key("a", "f1"), Better::High, 0.9), (key("a", "p"), Better::Same, 1.0)], None).expect("up");
        assert_eq!((new.as_str(), n), ("# floors\na\tf1\t0.891\na\tp\t1\nb\tleak\t0.05\n", 2));
        // A little worse but above the floor: the floor stays.
        let (new, n) = pinned(old, &[(key("a", "f1"), Better::High, 0.801)], None).expect("stays");
        assert_eq!((new.as_str(), n), (old, 0));
        let worse = [(key("a", "f1"), Better::High, 0.7), (key("b", "leak"), Better::Low, 0.1)];
        assert!(pinned(old, &worse, None).is_err_and(|e| e.to_string().contains("b leak")));
        let (new, n) = pinned(old, &worse, Some("other gold")).expect("with a reason");
        assert_eq!(n, 2);
        assert!(new.contains("# from 0.8 to 0.693: other gold\na\tf1\t0.693\n"), "{new}");
        assert!(new.contains("# from 0.05 to 0.102: other gold\nb\tleak\t0.102\n"), "{new}");
    }

    #[test]
    fn a_floor_is_kept_or_missed() {
        assert!(Better::High.keeps(0.8, 0.8) && !Better::High.keeps(0.7999, 0.8));
        assert!(Better::Low.keeps(0.05, 0.05) && !Better::Low.keeps(0.06, 0.05));
        assert!(!Better::Same.keeps(0.9999, 1.0));
    }

    #[test]
    fn a_broken_table_is_named_by_line() {
        assert!(parse::<3>("a\tb\tc\n# d\n\na\tb").is_err_and(|e| e.to_string().contains("line 4")));
    }
}
