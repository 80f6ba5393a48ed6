//! Files of settings: what holds, what is refused, and whether all of it is written down.

use std::path::Path;

use clap::CommandFactory as _;
use clap::Parser as _;

use super::load::user_file;
use super::project::trusted;
use super::read::Read;
use super::{Config, ConfigError, KEYS, Place, schema};
use crate::cli::Cli;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");

fn wrong(text: &str) -> String {
    Read::parse(Path::new("/d/rashomon.toml"), text).expect_err(text).to_string()
}

/// What is refused where a folder holds such a project's file.
fn refused(folder: &Path, text: &str) -> Option<String> {
    let read = Read::parse(&folder.join("rashomon.toml"), text).expect("understood");
    trusted(&read).err().map(|e| e.to_string())
}

fn load(dir: &Path, text: &str) -> Config {
    let path = dir.join("own.toml");
    std::fs::write(&path, text).expect("written");
    let cli = Cli::try_parse_from([Path::new("rashomon"), Path::new("setup"), Path::new("--config"), &path]);
    Config::load(&cli.expect("parses").global).expect("understood")
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    assert_eq!(
        wrong("jobs = 2\nmodle = \"md\"\n"),
        "/d/rashomon.toml:2: unknown key \"modle\"; the nearest is \"model\""
    );
    assert_eq!(
        wrong("[mcp]\ncharacter = 9000\n"),
        "/d/rashomon.toml:2: unknown key \"character\"; the nearest is \"characters\""
    );
    assert_eq!(wrong("[wach]\n"), "/d/rashomon.toml:1: unknown key \"wach\"; the nearest is \"watch\"");
    for (text, line, says) in [
        ("\n\njobs = \"two\"\n", 3, "expected a number from 1 to 65535"),
        ("jobs = 0\n", 1, "from 1 to 65535"),
        ("\n[mcp]\ncharacters = 7\n", 3, "from 8000 to 200000"),
        ("model = \"lg\"\n", 1, "lg"),
        ("watch = 3\n", 1, "is a table"),
        ("[jobs]\nn = 2\n", 1, "expected a number"),
        ("[watch]\ninterval = \"25h\"\n", 2, "from 1s to 24h"),
        ("[watch]\nsources = [\n  { folder = \"a\", feed = \"b\" },\n]\n", 3, "one of folder, feed and opml"),
        ("[watch]\nsources = [{ folder = \"a\", address = \"b\" }]\n", 2, "unknown field `address`"),
        ("jobs = 2\njobs = 3\n", 2, "duplicate key"),
        ("jobs\n", 1, ""),
    ] {
        let told = wrong(text);
        assert!(told.starts_with(&format!("/d/rashomon.toml:{line}: ")) && told.contains(says), "{text}: {told}");
    }
}

#[test]
fn a_project_may_not_do_harm() {
    let dir = tempfile::tempdir().expect("a folder");
    let project = dir.path().join("project");
    std::fs::create_dir(&project).expect("made");
    for text in [
        "allow-private = true",
        "allow-private = false",
        "models = \"weights\"",
        "offline = false",
        "[watch]\nsources = [{ feed = \"https://harbourpost.example/feed\" }]",
        "store = \"/tmp/x.rashomon\"",
        "store = \"../x.rashomon\"",
        "store = \"a/../../x.rashomon\"",
        "store = \"\"",
        "tables = \"/etc\"",
    ] {
        assert!(refused(&project, text).is_some_and(|why| why.contains("project's file")), "{text}");
    }
    for text in [
        "store = \"x.rashomon\"",
        "store = \"new/folder/x.rashomon\"",
        "tables = \"./tables\"",
        "offline = true",
        "jobs = 2\nmodel = \"sm\"",
        "",
    ] {
        assert_eq!(refused(&project, text), None, "{text}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(dir.path(), project.join("out")).expect("linked");
        std::os::unix::fs::symlink(dir.path().join("later"), project.join("nowhere")).expect("linked");
        assert!(refused(&project, "store = \"out/x.rashomon\"").is_some());
        assert!(refused(&project, "store = \"nowhere\"").is_some());
    }
}

#[test]
fn settings_become_the_defaults_of_options() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = load(
        dir.path(),
        "store = \"s/desk.rashomon\"\njobs = 3\nmodel = \"sm\"\noffline = true\nallow-private = true\n[mcp]\ncharacters = 9000\n[watch]\ninterval = \"2h\"\n",
    );
    let parse = |args: &[&str]| {
        let matches = config.apply(Cli::command()).try_get_matches_from(args).expect("parses");
        <Cli as clap::FromArgMatches>::from_arg_matches(&matches).expect("understood")
    };
    let cli = parse(&["rashomon", "mcp"]);
    assert_eq!((cli.global.jobs, cli.global.offline), (Some(3), true));
    let crate::cli::Command::Mcp(args) = cli.command else { panic!("another command") };
    assert_eq!(args.store.store, Some(dir.path().join("s/desk.rashomon")));
    assert_eq!((args.characters, args.reports), (9000, 40));
    assert_eq!(args.model, crate::models::ModelChoice::Sm);
    // What is said outright goes before.
    let cli = parse(&["rashomon", "watch", "x", "--jobs", "1", "--model", "md"]);
    assert_eq!(cli.global.jobs, Some(1));
    let crate::cli::Command::Watch(args) = cli.command else { panic!("another command") };
    assert_eq!((args.reading.model, args.reading.allow_private), (crate::models::ModelChoice::Md, true));
    assert_eq!(args.interval.duration().as_secs(), 7200);
}

#[test]
fn sources_count_from_the_folder_of_the_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let text = "[watch]\nsources = [{ folder = \"inbox\", interval = \"1m\" }, { feed = \"https://x.example/f\" }, { opml = \"a.opml\" }]\n";
    let config = load(dir.path(), text);
    assert_eq!(config.sources[0].place, Place::Folder(dir.path().join("inbox")));
    assert_eq!(config.sources[0].interval.map(|i| i.duration().as_secs()), Some(60));
    assert_eq!(config.sources[1].place, Place::Feed("https://x.example/f".to_owned()));
    assert_eq!(config.sources[2].path(), dir.path().join("a.opml"));
}

#[test]
fn a_file_that_is_named_and_not_there_is_an_error() {
    let cli = Cli::try_parse_from(["rashomon", "setup", "--config", "/nowhere/x.toml"]).expect("parses");
    assert!(matches!(Config::load(&cli.global), Err(ConfigError::Io { .. })));
    let cli = Cli::try_parse_from(["rashomon", "setup", "--config", "/nowhere/x.toml", "--no-config"]).expect("parses");
    assert!(Config::load(&cli.global).is_ok());
    assert!(user_file().is_none_or(|f| f.ends_with("rashomon/config.toml")));
}

#[test]
fn keys_variables_options_and_schema_are_the_same_everywhere() {
    let mut named: Vec<String> = Vec::new();
    let whole: serde_json::Value = serde_json::from_str(&schema()).expect("JSON");
    for (name, field) in whole["properties"].as_object().expect("fields") {
        let inner: Vec<&str> = KEYS.iter().filter(|k| k.parts().0 == Some(name)).map(|k| k.parts().1).collect();
        if inner.is_empty() {
            named.push(name.clone());
        } else {
            // The type of a table is the one that has all of its fields.
            let mut types = whole["$defs"].as_object().expect("types").values();
            let table = types.find(|d| inner.iter().all(|k| d["properties"].get(k).is_some())).expect(name);
            named.extend(table["properties"].as_object().into_iter().flatten().map(|(k, _)| format!("{name}.{k}")));
        }
        assert!(field["description"].is_string(), "{name}");
    }
    let mut known: Vec<&str> = KEYS.iter().map(|k| k.name).collect();
    named.sort_unstable();
    known.sort_unstable();
    assert_eq!(named, known);
    // Each key is an option of some command, with the same variable.
    for key in KEYS.iter().filter(|k| k.env.is_some()) {
        let (table, _) = key.parts();
        let mut found = 0;
        let root = Cli::command();
        for command in
            std::iter::once(&root).chain(root.get_subcommands()).filter(|c| table.is_none_or(|t| t == c.get_name()))
        {
            for arg in command.get_arguments().filter(|a| a.get_id().as_str() == key.option()) {
                // `setup` fetches weights: the choice of `all` is its own.
                if command.get_name() != "setup" {
                    assert_eq!(arg.get_env().and_then(|e| e.to_str()), key.env, "{} {}", command.get_name(), key.name);
                    found += 1;
                }
            }
        }
        assert!(found > 0, "{}", key.name);
    }
}

#[test]
fn the_page_and_the_schema_are_up_to_date() {
    let read = |name: &str| std::fs::read_to_string(Path::new(DOCS).join(name)).expect(name);
    let page = read("configuration.md");
    for key in KEYS {
        let variable = key.env.map_or("none".to_owned(), |e| format!("`{e}`"));
        assert!(
            page.contains(&format!("| `{}` | {variable} |", key.name)),
            "docs/configuration.md has no row of {}",
            key.name
        );
    }
    let rows = page.lines().filter(|l| l.starts_with("| `")).count();
    assert_eq!(rows, KEYS.len(), "docs/configuration.md has a row of a key that there is not");
    assert_eq!(read("rashomon.schema.json"), schema(), "run `rashomon config --schema > docs/rashomon.schema.json`");
}
