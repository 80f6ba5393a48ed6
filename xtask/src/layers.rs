//! Who may know whom: a lower crate never knows a higher one, and only the topmost touch the outside.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};

/// Crates by layer, lowest first. Those of one layer do not know each other.
const LAYERS: [&[&str]; 7] = [
    &["rashomon-text"],
    &["rashomon-page", "rashomon-lang"],
    &["rashomon-times"],
    &["rashomon-reading"],
    &["rashomon-story"],
    &["rashomon-store"],
    &["rashomon", "rashomon-python"],
];
/// Folders of the crates that neither read nor write anything outside of the process.
const PURE: [&str; 6] = ["text", "page", "lang", "times", "reading", "story"];
/// What a pure crate does not name.
const OUTSIDE: [&str; 4] = ["fs", "net", "process", "io::stdin"];

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|l| l.contains(&name))
}

/// What is wrong with these dependencies of workspace crates on each other.
fn upward(edges: &[(String, String)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (from, to) in edges {
        match (layer(from), layer(to)) {
            // Works on the whole workspace by its commands, and needs to know none of its crates.
            _ if from == "xtask" => wrong.push(format!("xtask depends on {to}: it drives the command, no crate")),
            (Some(a), Some(b)) if b < a => {}
            (Some(_), Some(_)) => wrong.push(format!("{from} depends on {to}, which is not below it")),
            (None, _) => wrong.push(format!("{from} stands in no layer of xtask/src/layers.rs")),
            (_, None) => wrong.push(format!("{to} stands in no layer of xtask/src/layers.rs")),
        }
    }
    wrong
}

/// Dependencies between the crates of the workspace, those of tests and build scripts as well.
fn edges(root: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cargo metadata")?;
    ensure!(out.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&out.stderr));
    let all: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    let packages = all["packages"].as_array().context("no packages")?;
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let names: Vec<String> = packages.iter().map(|p| text(&p["name"])).collect();
    let mut edges = Vec::new();
    for p in packages {
        for d in p["dependencies"].as_array().into_iter().flatten() {
            let to = text(&d["name"]);
            if names.contains(&to) {
                edges.push((text(&p["name"]), to));
            }
        }
    }
    Ok(edges)
}

/// Lines of a source, tests and comments left out, that name something outside of the process.
fn outside(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (n, line) in source.lines().enumerate() {
        // By habit of this workspace the tests of a file are its last module.
        if line.starts_with("#[cfg(test)]") {
            break;
        }
        let code = line.split("//").next().unwrap_or_default();
        let names = |what: &str| {
            code.contains(&format!("std::{what}"))
                // `use std::{fs, io};`
                || code.trim_start().strip_prefix("use std::{").is_some_and(|list| {
                    list.split([',', '{', '}', ';']).any(|item| item.trim().split("::").next() == Some(what))
                })
        };
        if OUTSIDE.iter().any(|w| names(w)) {
            found.push((n + 1, code.trim().to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    #[test]
    fn no_crate_knows_a_higher_one() {
        let edges = edges(&crate::root()).expect("cargo metadata");
        assert!(edges.contains(&pair("rashomon", "rashomon-story")), "{edges:?}");
        assert_eq!(upward(&edges), Vec::<String>::new());
    }

    #[test]
    fn an_upward_dependency_is_seen() {
        for (from, to) in [
            ("rashomon-text", "rashomon-page"),
            ("rashomon-page", "rashomon-lang"),
            ("rashomon-lang", "rashomon-page"),
            ("rashomon-reading", "rashomon"),
            ("xtask", "rashomon-lang"),
            ("rashomon-new", "rashomon-text"),
        ] {
            assert_eq!(upward(&[pair(from, to)]).len(), 1, "{from} on {to}");
        }
        assert!(upward(&[pair("rashomon-story", "rashomon-text")]).is_empty());
    }

    #[test]
    fn only_the_topmost_crates_touch_the_outside() {
        let mut files = 0;
        let mut wrong = Vec::new();
        for name in PURE {
            let mut folders = vec![crate::root().join("crates").join(name).join("src")];
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(&folder).expect("a folder").flatten() {
                    let path = entry.path();
                    if path.is_dir() {
                        folders.push(path);
                    } else if path.extension().is_some_and(|e| e == "rs") {
                        files += 1;
                        let source = fs::read_to_string(&path).expect("a source");
                        wrong.extend(outside(&source).into_iter().map(|(n, l)| format!("{}:{n}: {l}", path.display())));
                    }
                }
            }
        }
        assert!(files > 50, "only {files} files were looked at");
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn the_outside_is_seen() {
        for line in ["let f = std::fs::read(p);", "use std::{fmt, fs};", "use std::{io, net::IpAddr};"] {
            assert_eq!(outside(line).len(), 1, "{line}");
        }
        for line in ["use std::fmt;", "// std::fs", "#[cfg(test)]\nuse std::fs;", "use std::{fmt, io};"] {
            assert!(outside(line).is_empty(), "{line}");
        }
    }
}
