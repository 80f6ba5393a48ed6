//! Keeping reports: add, watch, stories, search, diff, report, store.

use std::path::{Path, PathBuf};

use rashomon_lang::Weights;
use serde_json::Value;

use crate::support::{Ran, command, file, page, ready, run, summit};

/// The command on a store of its own.
fn desk(store: &Path, words: &[&str], files: &[PathBuf], stdin: &[u8]) -> Ran {
    let mut command = command();
    command.env("RASHOMON_STORE", store).arg("--offline").args(words).args(files);
    run(&mut command, stdin)
}

fn dir() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

const FERRY: &[&str] = &[
    "BRENMOUTH, June 19 — The ferry Halcyon sank off Brenmouth on Thursday and 12 passengers were killed, harbour master Ilse Okoro said.",
    "Divers of the coast guard searched the wreck of the Halcyon all night. The ferry had left Askvik with 40 people on board.",
];

/// A page of the invented Harbour Post, at one address, with so many killed.
fn ferry(killed: &str, changed: &str) -> String {
    let text: Vec<String> = FERRY.iter().map(|p| p.replace("12 passengers", &format!("{killed} passengers"))).collect();
    let text: Vec<&str> = text.iter().map(String::as_str).collect();
    page("en", "Ferry Halcyon sinks off Brenmouth", &text).replace(
        "<title>",
        &format!(
            "<meta property=\"og:site_name\" content=\"Harbour Post\"><link rel=canonical href=\"https://harbourpost.example/ferry\">\
             <meta property=\"article:published_time\" content=\"2031-06-19T10:00:00Z\">\
             <meta property=\"article:modified_time\" content=\"{changed}\"><title>"
        ),
    )
}

#[test]
fn what_is_added_twice_is_there_once_and_makes_the_stories_that_compare_makes() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let first = desk(&store, &["add", "--format", "jsonl"], &summit(), b"");
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert!(first.lines().iter().all(|l| l["added"] == "new") && first.lines().len() == 5);
    let again = desk(&store, &["add", "--format", "jsonl"], &summit(), b"");
    assert!(again.lines().iter().all(|l| l["added"] == "same"), "{}", again.stdout);
    let info = desk(&store, &["store", "info"], &[], b"").stdout;
    assert!(info.contains("reports   5 (5 versions, 0 not placed yet)"), "{info}");

    let kept = desk(&store, &["stories", "list", "--format", "jsonl"], &[], b"").lines();
    let mut sizes: Vec<u64> = kept.iter().map(|s| s["reports"].as_u64().expect("a number")).collect();
    sizes.sort_unstable();
    let mut compare = command();
    let compared = run(compare.arg("compare").arg("--format").arg("json").args(summit()), b"").json();
    let stories = compared["stories"].as_array().expect("stories");
    let mut expected: Vec<u64> = stories.iter().map(|s| s["reports"].as_array().map_or(0, Vec::len) as u64).collect();
    expected.sort_unstable();
    assert_eq!(sizes, expected);

    // The same disputes as well, with the same quotes.
    let large = kept.iter().max_by_key(|s| s["reports"].as_u64()).expect("a story");
    let shown =
        desk(&store, &["stories", "show", "--format", "json", large["id"].as_str().expect("an id")], &[], b"").json();
    let quotes = |story: &Value| {
        let mut quotes: Vec<String> = story["disputes"]
            .as_array()
            .expect("disputes")
            .iter()
            .flat_map(|d| {
                d["sides"]
                    .as_array()
                    .expect("sides")
                    .iter()
                    .flat_map(|s| s["statements"].as_array().expect("statements"))
            })
            .map(|s| s["quote"].as_str().expect("a quote").to_owned())
            .collect();
        quotes.sort();
        quotes
    };
    let story = &shown["stories"][0];
    let same = stories.iter().max_by_key(|s| s["reports"].as_array().map_or(0, Vec::len)).expect("a story");
    assert_eq!(quotes(&story["story"]), quotes(same));
    assert_eq!(story["disputes"].as_array().map_or(0, Vec::len), same["disputes"].as_array().map_or(0, Vec::len));
    assert!(story["disputes"].as_array().expect("disputes").iter().all(|d| d["history"][0]["what"] == "appeared"));
}

#[test]
fn a_page_that_was_changed_is_a_new_version_and_a_changed_number_a_revision() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let add =
        |name: &str, text: String| desk(&store, &["add", "--format", "jsonl"], &[file(&dir, name, text)], b"").lines();
    let first = add("one.html", ferry("12", "2031-06-19T11:00:00Z"));
    let second = add("two.html", ferry("15", "2031-06-19T15:00:00Z"));
    assert_eq!((&second[0]["added"], &second[0]["version_of"]), (&"version".into(), &first[0]["id"]));
    // One that was saved before, but is added last, is a version as well and not the newest.
    add("three.html", ferry("11", "2031-06-19T10:30:00Z"));
    let info = desk(&store, &["store", "info"], &[], b"").stdout;
    assert!(info.contains("reports   1 (3 versions"), "{info}");
    let found = desk(&store, &["search", "--format", "jsonl", "said-by:okoro"], &[], b"").lines();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"], second[0]["id"]);
    let quote = found[0]["statements"][0]["quote"].as_str().expect("a quote");
    assert!(quote.contains("15 passengers"), "{quote}");

    let story = found[0]["story"].as_str().expect("a story").to_owned();
    let shown = desk(&store, &["stories", "show", "--format", "json", &story], &[], b"").json();
    let dispute = &shown["stories"][0]["disputes"][0];
    assert_eq!(
        (&dispute["kind"], &dispute["status"], &dispute["open"]),
        (&"number".into(), &"revision".into(), &false.into())
    );
    let new = desk(&store, &["diff", &story, "--since", "2020-01-01"], &[], b"").stdout;
    assert!(new.contains("− BRENMOUTH") || new.contains("−") && new.contains("12 passengers"), "{new}");
    assert!(new.contains("15 passengers"), "{new}");
    let future = desk(&store, &["diff", &story, "--since", "2999-01-01"], &[], b"");
    assert_eq!((future.code, future.stdout.contains("Nothing new.")), (Some(1), true));
}

#[test]
fn searches_by_words_and_fields_and_says_what_it_cannot_search_for() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let none = desk(&store, &["search", "ferry"], &[], b"");
    assert_eq!(none.code, Some(2));
    assert!(none.stderr.contains("there is no store; `rashomon add` makes one"), "{}", none.stderr);
    desk(&store, &["add"], &[file(&dir, "one.html", ferry("12", "2031-06-19T11:00:00Z"))], b"");
    for (query, hits) in [
        (&["halcyon"][..], 1),
        (&["harbour", "askvik"], 1),
        (&["coast guard"], 1),
        (&["guard coast"], 1),
        (&["\"guard coast\""], 0),
        (&["ferry", "-halcyon"], 0),
        (&["said-by:okoro"], 1),
        (&["said-by:okoro", "who:okoro"], 0),
        (&["outlet:harbour", "ferry"], 1),
        (&["date:2031-06-19", "ferry"], 1),
        (&["after:2031-07", "ferry"], 0),
        (&["disputed:no"], 1),
        (&["disputed:yes"], 0),
    ] {
        let ran = desk(&store, &[&["search", "--format", "jsonl"], query].concat(), &[], b"");
        assert_eq!(ran.lines().len(), hits, "{query:?}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, Some(i32::from(hits == 0)), "{query:?}");
    }
    let wrong = desk(&store, &["search", "speaker:okoro"], &[], b"");
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("said-by:"), "{}", wrong.stderr);
}

#[test]
fn a_dossier_leads_every_quote_to_its_source() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    desk(&store, &["add"], &summit(), b"");
    let list = desk(&store, &["stories", "list", "--format", "jsonl"], &[], b"").lines();
    let large =
        list.iter().max_by_key(|s| s["reports"].as_u64()).expect("a story")["id"].as_str().expect("an id").to_owned();
    let html = desk(&store, &["report", &large, "--format", "html"], &[], b"");
    assert_eq!(html.code, Some(0), "{}", html.stderr);
    assert!(html.stdout.contains("<h2>Where they part</h2>") && !html.stdout.contains("src="), "{}", html.stdout);
    for quote in html.stdout.split("<blockquote").skip(1) {
        let link = quote.split("href=\"").nth(1).and_then(|l| l.split('"').next()).expect("a link");
        let leads = link.starts_with("https://") || html.stdout.contains(&format!("id=\"{}\"", &link[1..]));
        assert!(leads, "{link} leads nowhere");
    }
    let out = dir.path().join("dossier.md");
    let written = desk(&store, &["report", &large[..6], "--out", out.to_str().expect("a path")], &[], b"");
    assert!(written.stdout.is_empty(), "{}", written.stdout);
    assert!(std::fs::read_to_string(out).expect("written").starts_with("# "));
}

#[test]
fn watching_a_folder_keeps_what_is_new_and_goes_on_where_it_was() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let folder = dir.path().join("inbox");
    std::fs::create_dir(&folder).expect("made");
    let look = || {
        let mut command = command();
        command.env("RASHOMON_STORE", &store).args(["--offline", "watch", "--once", "--format", "jsonl"]).arg(&folder);
        run(&mut command, b"")
    };
    let empty = look();
    assert_eq!((empty.code, empty.stdout.as_str()), (Some(0), ""), "{}", empty.stderr);
    std::fs::write(folder.join("one.html"), ferry("12", "2031-06-19T11:00:00Z")).expect("written");
    assert_eq!(look().lines()[0]["added"], "new");
    assert!(look().lines().iter().all(|l| l["added"] == "same"));
    std::fs::write(folder.join("one.html"), ferry("15", "2031-06-19T15:00:00Z")).expect("written");
    assert_eq!(look().lines()[0]["added"], "version");
}

#[test]
fn a_store_is_checked_backed_up_and_refused_where_it_is_none() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    desk(&store, &["add"], &[file(&dir, "one.html", ferry("12", "2031-06-19T11:00:00Z"))], b"");
    assert_eq!(desk(&store, &["store", "check"], &[], b"").stdout, "All is whole.\n");
    let copy = dir.path().join("b.rashomon");
    assert_eq!(desk(&store, &["store", "backup", copy.to_str().expect("a path")], &[], b"").code, Some(0));
    let ids = |store: &Path| desk(store, &["store", "ids"], &[], b"").stdout;
    assert_eq!(ids(&store), ids(&copy));
    // Nothing is overwritten.
    assert_eq!(desk(&store, &["store", "backup", copy.to_str().expect("a path")], &[], b"").code, Some(2));
    assert_eq!(desk(&store, &["store", "vacuum"], &[], b"").code, Some(0));
    let other = file(&dir, "notes.txt", "This is not a store, but somebody's notes on the ferry.");
    let refused = desk(&other, &["add"], &[file(&dir, "two.html", ferry("12", "2031-06-19T11:00:00Z"))], b"");
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("not a store of rashomon"), "{}", refused.stderr);
    assert!(std::fs::read_to_string(other).expect("still there").starts_with("This is not a store"));
}

#[test]
fn bad_input_is_told_and_the_rest_is_kept() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let files = [dir.path().join("gone.html"), file(&dir, "one.html", ferry("12", "2031-06-19T11:00:00Z"))];
    let ran = desk(&store, &["add", "--format", "jsonl"], &files, b"");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("gone.html"), "{}", ran.stderr);
    assert_eq!(ran.lines().len(), 1);
}

#[test]
fn stories_that_are_kept_are_exported_as_those_that_were_just_read() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    desk(&store, &["add"], &summit(), b"");
    for format in ["csv", "plover", "conllu", "geojson", "atom", "ftm"] {
        let kept = desk(&store, &["--quiet", "export", "--kept", "--format", format], &[], b"");
        assert_eq!(kept.code, Some(0), "{format}: {}", kept.stderr);
        let mut export = command();
        let read = run(export.args(["--quiet", "export", "--format", format]).args(summit()), b"");
        // Ids are other ones; how much there is of everything is the same.
        assert_eq!(kept.stdout.lines().count(), read.stdout.lines().count(), "{format}");
    }
    let one = desk(&store, &["export", "--kept", "--story", "s0nothing", "--format", "csv"], &[], b"");
    assert_eq!(one.code, Some(2));
    assert!(one.stderr.contains("no story \"s0nothing\""), "{}", one.stderr);
}

#[test]
fn a_story_with_an_older_version_is_exported() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    desk(&store, &["add"], &[file(&dir, "one.html", ferry("12", "2031-06-19T11:00:00Z"))], b"");
    desk(&store, &["add"], &[file(&dir, "two.html", ferry("15", "2031-06-19T15:00:00Z"))], b"");
    for format in ["jsonl", "csv", "jsonld", "ftm", "graphml", "timelinejs", "ical", "atom", "conllu"] {
        let kept = desk(&store, &["export", "--kept", "--format", format], &[], b"");
        assert_eq!(kept.code, Some(0), "{format}: {}", kept.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_watch_that_is_told_to_end_finishes_and_ends_well() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let folder = dir.path().join("inbox");
    std::fs::create_dir(&folder).expect("made");
    std::fs::write(folder.join("one.html"), ferry("12", "2031-06-19T11:00:00Z")).expect("written");
    let mut watch = command();
    watch
        .env("RASHOMON_STORE", &store)
        .args(["--offline", "watch", "--interval", "1s", "--format", "jsonl"])
        .arg(&folder);
    let mut child = watch.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().expect("a line").expect("read")).expect("JSON");
    assert_eq!(next()["added"], "new");
    // What comes later is seen as well.
    std::fs::write(folder.join("two.html"), ferry("15", "2031-06-19T15:00:00Z")).expect("written");
    while next()["added"] != "version" {}
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("told");
    assert!(told.success());
    assert_eq!(child.wait().expect("ended").code(), Some(0));
    assert_eq!(desk(&store, &["store", "check"], &[], b"").stdout, "All is whole.\n");
}

#[test]
fn who_waits_is_told_for_whom_and_gives_up_in_time() {
    use std::io::Write as _;
    use std::process::Stdio;

    if !ready(Weights::Md) {
        return;
    }
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let mut holder = command();
    holder.env("RASHOMON_STORE", &store).args(["--offline", "add", "-"]);
    let mut holder = holder.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    let mut pipe = holder.stdin.take().expect("a pipe");
    pipe.write_all(b"The ferry Halcyon").expect("written");
    // It holds the store as soon as there is one.
    while !store.exists() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let page = file(&dir, "one.html", ferry("12", "2031-06-19T11:00:00Z"));
    let refused = desk(&store, &["add", "--wait", "1"], &[page], b"");
    assert_eq!(refused.code, Some(2));
    let by = format!("rashomon add (process {})", holder.id());
    for told in [format!("waiting for {by}"), format!("{by} writes to it")] {
        assert!(refused.stderr.contains(&told), "{}", refused.stderr);
    }
    // Readers need not wait.
    assert_eq!(desk(&store, &["store", "ids"], &[], b"").code, Some(0));
    drop(pipe);
    holder.wait().expect("ended");
}

/// A server of one feed: whoever names the copy that it has (`If-None-Match`) is told that nothing changed. Returns where it is, and
/// the heads of what was asked for.
fn feed_server() -> (String, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
    use std::io::{BufRead as _, BufReader, Write as _};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = format!("http://{}/feed", listener.local_addr().expect("bound"));
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = asked.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = String::new();
            let mut from = BufReader::new(stream.try_clone().expect("a second handle"));
            while from.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let body = format!(
                "<rss version='2.0'><channel><title>Harbour Post</title><item><title>Ferry sinks</title>\
                 <link>https://harbourpost.example/ferry</link><description>{} {}</description></item></channel></rss>",
                FERRY[0], FERRY[1]
            );
            let known = head.to_ascii_lowercase().contains("if-none-match: \"one\"");
            let answer = match head.split(' ').nth(1) {
                Some("/feed") if known => {
                    "HTTP/1.1 304 Not Modified\r\nConnection: close\r\nETag: \"one\"\r\n\r\n".to_owned()
                }
                Some("/feed") => format!(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/rss+xml\r\nETag: \"one\"\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                ),
                _ => "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_owned(),
            };
            log.lock().expect("not poisoned").push(head);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (at, asked)
}

#[test]
fn a_feed_that_is_watched_is_asked_for_changes_only_and_one_that_fails_is_told() {
    if !ready(Weights::Md) {
        return;
    }
    let (feed, asked) = feed_server();
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let look = |source: &str| {
        let mut watch = command();
        watch.env("RASHOMON_STORE", &store).env("RASHOMON_PAGES", dir.path().join("pages"));
        run(watch.args(["watch", "--once", "--allow-private", "--format", "jsonl", source]), b"")
    };
    let first = look(&feed);
    assert_eq!((first.code, &first.lines()[0]["added"]), (Some(0), &"new".into()), "{}", first.stderr);
    assert!(look(&feed).lines().iter().all(|l| l["added"] == "same"));
    let heads: Vec<String> = asked.lock().expect("not poisoned").iter().map(|h| h.to_ascii_lowercase()).collect();
    let of_feed: Vec<&String> = heads.iter().filter(|h| h.starts_with("get /feed")).collect();
    assert_eq!(of_feed.len(), 2);
    assert!(!of_feed[0].contains("if-none-match") && of_feed[1].contains("if-none-match: \"one\""), "{of_feed:?}");
    let gone = look(&feed.replace("/feed", "/gone"));
    assert_eq!(gone.code, Some(2));
    assert!(gone.stderr.contains("404"), "{}", gone.stderr);
}

/// A server of one page that says something else each time it is asked. Returns where it is.
fn page_server(says: Vec<String>) -> String {
    use std::io::{BufRead as _, BufReader, Write as _};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = format!("http://{}/ferry", listener.local_addr().expect("bound"));
    std::thread::spawn(move || {
        let mut says = says.into_iter();
        for mut stream in listener.incoming().flatten() {
            let mut head = String::new();
            let mut from = BufReader::new(stream.try_clone().expect("a second handle"));
            while from.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let page = head.starts_with("GET /ferry").then(|| says.next()).flatten();
            let status = if page.is_some() { "200 OK" } else { "404 Not Found" };
            let body = page.unwrap_or_default();
            let answer = format!(
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    at
}

#[test]
fn a_page_that_takes_a_number_back_is_at_the_older_version_again() {
    if !ready(Weights::Md) {
        return;
    }
    let says = |killed: &str| {
        let text: Vec<String> =
            FERRY.iter().map(|p| p.replace("12 passengers", &format!("{killed} passengers"))).collect();
        page("en", "Ferry Halcyon sinks off Brenmouth", &text.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let at = page_server(vec![says("12"), says("15"), says("12"), says("12")]);
    let dir = dir();
    let store = dir.path().join("a.rashomon");
    let add = |source: &str| {
        let mut add = command();
        add.env("RASHOMON_STORE", &store).env("RASHOMON_PAGES", dir.path().join("pages"));
        run(add.args(["add", "--allow-private", "--format", "jsonl", source]), b"").lines().remove(0)
    };
    let (first, second) = (add(&at), add(&at));
    assert_eq!(second["version_of"], first["id"]);
    // The very bytes that are known already: but this is what the page says now.
    let third = add(&at);
    assert_eq!((&third["id"], &third["added"], &third["version_of"]), (&first["id"], &"version".into(), &second["id"]));
    assert_eq!(add(&at)["added"], "same");
    let found = desk(&store, &["search", "--format", "jsonl", "said-by:okoro"], &[], b"").lines();
    assert_eq!(found.iter().map(|f| &f["id"]).collect::<Vec<_>>(), [&first["id"]]);
    let info = desk(&store, &["store", "info"], &[], b"").stdout;
    assert!(info.contains("reports   1 (2 versions"), "{info}");
}
