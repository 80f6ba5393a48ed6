//! Settings from files, and manual pages.

use std::path::Path;

use crate::support::{command, rashomon, run};

/// Runs in a folder, with files of settings.
fn within(folder: &Path, home: &Path, args: &[&str]) -> crate::support::Ran {
    let mut command = command();
    command.current_dir(folder).env("XDG_CONFIG_HOME", home).env_remove("RASHOMON_NO_CONFIG").args(args);
    run(&mut command, b"")
}

#[test]
fn each_setting_says_where_it_comes_from() {
    let dir = tempfile::tempdir().expect("a folder");
    let (home, project) = (dir.path().join("home"), dir.path().join("project/deep"));
    std::fs::create_dir_all(home.join("rashomon")).expect("made");
    std::fs::create_dir_all(&project).expect("made");
    std::fs::write(home.join("rashomon/config.toml"), "jobs = 2\nyear = 2031\nallow-private = true\n")
        .expect("written");
    std::fs::write(dir.path().join("project/rashomon.toml"), "year = 2030\nmodel = \"sm\"\n").expect("written");
    let mut ask = command();
    ask.current_dir(&project).env("XDG_CONFIG_HOME", &home).env_remove("RASHOMON_NO_CONFIG");
    ask.env("RASHOMON_MODEL", "md").args(["config", "--format", "json", "--color", "never"]);
    let told = run(&mut ask, b"");
    assert_eq!((told.code, told.stderr.as_str()), (Some(0), ""));
    let all = told.json();
    let of = |key: &str| {
        let held = all["settings"].as_array().expect("a list").iter().find(|s| s["key"] == key).expect(key);
        (
            held["value"].as_str().unwrap_or("-").to_owned(),
            held["source"].as_str().expect("a word").to_owned(),
            held["line"].as_u64(),
        )
    };
    let is = |value: &str, source: &str, line| (value.to_owned(), source.to_owned(), line);
    assert_eq!(of("jobs"), is("2", "file", Some(1)));
    assert_eq!(of("year"), is("2030", "file", Some(1)));
    assert_eq!(of("model"), is("md", "environment", None));
    assert_eq!(of("color"), is("never", "flag", None));
    assert_eq!(of("mcp.characters"), is("24000", "default", None));
    assert_eq!(of("allow-private"), is("true", "file", Some(3)));
    let human = within(&project, &home, &["config"]);
    assert!(human.stdout.contains("rashomon.toml:2"), "{}", human.stdout);
}

#[test]
fn a_file_that_is_wrong_stops_with_its_line_and_a_way_on() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("rashomon.toml"), "jobs = 2\nalow-private = true\n").expect("written");
    let ran = within(dir.path(), dir.path(), &["config"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.contains("rashomon.toml:2: unknown key \"alow-private\"; the nearest is \"allow-private\""),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("hint: ") && ran.stderr.contains("--no-config"), "{}", ran.stderr);
    std::fs::write(dir.path().join("rashomon.toml"), "allow-private = true\n").expect("written");
    let ran = within(dir.path(), dir.path(), &["config"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("may not be set by a project's file"), "{}", ran.stderr);
    // Named outright, it is taken at its word; without files it does not count.
    assert_eq!(within(dir.path(), dir.path(), &["config", "--config", "rashomon.toml"]).code, Some(0));
    assert_eq!(within(dir.path(), dir.path(), &["config", "--no-config"]).code, Some(0));
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("man");
    let ran = rashomon(&["man", "--out", &out.display().to_string()], b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for name in ["rashomon", "rashomon-compare", "rashomon-mcp", "rashomon-man"] {
        let page = std::fs::read_to_string(out.join(format!("{name}.1"))).expect(name);
        assert!(page.contains(".SH NAME") && page.contains(".SH OPTIONS"), "{name}");
    }
    let one = rashomon(&["man", "check"], b"");
    assert!(one.stdout.contains("rashomon\\-check"), "{}", one.stdout);
    assert_eq!(rashomon(&["man", "nothing"], b"").code, Some(2));
}
