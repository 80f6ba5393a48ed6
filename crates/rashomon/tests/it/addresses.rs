//! Addresses as input, fetched from a server within the test.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rashomon_lang::Weights;

use crate::support::{Ran, command, file, page, ready, run};

const FERRY: &str = "The ferry Solveig sank off the harbour of Ostrand early on Friday morning, the coast guard said, after it had \
    taken in water for more than three hours.";

/// Answers paths by a table of headers and bodies; remembers what was asked for.
fn serve(pages: Vec<(&'static str, &'static str, String)>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = format!("http://{}", listener.local_addr().expect("bound"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = asked.clone();
    let pages: HashMap<&str, (&str, String)> =
        pages.into_iter().map(|(path, head, body)| (path, (head, body))).collect();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = String::new();
            let mut from = BufReader::new(stream.try_clone().expect("a second handle"));
            while from.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let (status, headers, body) = match pages.get(path.as_str()) {
                Some((headers, body)) => ("200 OK", *headers, body.as_str()),
                None => ("404 Not Found", "", ""),
            };
            log.lock().expect("not poisoned").push(path);
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
            );
        }
    });
    (at, asked)
}

fn read(pages: &Path, args: &[&str]) -> Ran {
    let args = ["read", "--format", "jsonl"].iter().chain(args);
    run(command().env("RASHOMON_PAGES", pages).args(args), b"")
}

#[test]
fn a_page_and_a_feed_are_fetched_and_nothing_that_they_link_to() {
    if !ready(Weights::Md) {
        return;
    }
    let linked = page("en", "Ferry sinks", &[FERRY, "<a href='/other'>Other</a> <img src='/picture.png'>"])
        .replace("<head>", "<head><link rel='canonical' href='https://ostrand.example/ferry'>");
    let feed = format!(
        "<rss version='2.0'><channel><title>Ostrand Post</title><item><title>Ferry sinks</title><link>http://127.0.0.1:1/item</link>\
         <description>{FERRY}</description></item></channel></rss>"
    );
    let (at, asked) = serve(vec![
        (
            "/ferry",
            "Content-Type: text/html; charset=utf-8\r\nLast-Modified: Sun, 04 Mar 2018 10:00:00 GMT\r\n",
            linked,
        ),
        ("/plain", "Content-Type: text/html\r\n", page("en", "Ferry sinks", &[FERRY])),
        ("/feed", "Content-Type: application/rss+xml\r\n", feed),
        ("/picture", "Content-Type: image/png\r\n", "x".into()),
    ]);
    let dir = tempfile::tempdir().expect("a folder");
    let list = file(&dir, "list.txt", format!("{at}/plain\n{at}/gone\n"));
    let opml =
        file(&dir, "mine.opml", format!("<opml version='2.0'><body><outline xmlUrl='{at}/feed'/></body></opml>"));
    let (ferry, picture) = (format!("{at}/ferry"), format!("{at}/picture"));
    let [list, opml] = [&list, &opml].map(|p| p.to_str().expect("plain"));
    let ran = read(&dir.path().join("pages"), &["--allow-private", &ferry, opml, &picture, "--files-from", list]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("/picture: is of type image/png"), "{}", ran.stderr);
    assert!(ran.stderr.contains("/gone: the server answers 404 Not Found"), "{}", ran.stderr);
    let lines = ran.lines();
    let urls: Vec<&str> = lines.iter().map(|l| l["url"].as_str().unwrap_or_default()).collect();
    // The page's own name for itself goes before where it was found.
    assert_eq!(urls, ["https://ostrand.example/ferry", "http://127.0.0.1:1/item", &format!("{at}/plain")]);
    assert!(lines[0]["published"].is_null(), "{}", lines[0]["published"]);
    let bases: Vec<&str> =
        lines[0]["other_dates"].as_array().expect("dates").iter().filter_map(|d| d["basis"].as_str()).collect();
    assert_eq!(bases, ["fetched", "Last-Modified"]);
    let asked = asked.lock().expect("not poisoned");
    assert_eq!(*asked, ["/robots.txt", "/ferry", "/feed", "/picture", "/plain", "/gone"]);
}

#[test]
fn what_was_fetched_can_be_read_offline_and_says_so() {
    if !ready(Weights::Md) {
        return;
    }
    let (at, asked) = serve(vec![("/ferry", "Content-Type: text/html\r\n", page("en", "Ferry sinks", &[FERRY]))]);
    let dir = tempfile::tempdir().expect("a folder");
    let ferry = format!("{at}/ferry");
    let refused = read(dir.path(), &[&ferry]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("this machine") && refused.stderr.contains("--allow-private"),
        "{}",
        refused.stderr
    );
    assert_eq!(asked.lock().expect("not poisoned").len(), 0);
    let never = read(dir.path(), &["--offline", &ferry]);
    assert!(never.code == Some(2) && never.stderr.contains("the network is not to be used"), "{}", never.stderr);
    let first = read(dir.path(), &["--allow-private", &ferry]);
    let again = read(dir.path(), &["--offline", &ferry]);
    assert_eq!((first.code, again.code), (Some(0), Some(0)), "{}{}", first.stderr, again.stderr);
    assert_eq!(first.lines()[0]["text"], again.lines()[0]["text"]);
    assert!(again.stdout.contains("the server was not asked (--offline)"), "{}", again.stdout);
    assert_eq!(asked.lock().expect("not poisoned").len(), 2);
}

#[test]
fn what_the_servers_clock_says_is_held_against_no_text() {
    if !ready(Weights::Md) {
        return;
    }
    let visit = "President Barack Obama thanked the crew of the ferry Solveig in Ostrand on Monday, the coast guard said, and \
        promised that the harbour would be mended.";
    // A date that the page shows itself is.
    let page = page("en", "Thanks to the crew", &[visit])
        .replace("<head>", "<head><meta property='article:published_time' content='2024-05-06T10:00:00Z'>");
    let headers = "Content-Type: text/html\r\nLast-Modified: Sun, 03 Mar 2024 10:00:00 GMT\r\n";
    let (at, _) = serve(vec![("/crew", headers, page)]);
    let dir = tempfile::tempdir().expect("a folder");
    let ran = read(dir.path(), &["--allow-private", "--published", "2015-03-02", &format!("{at}/crew")]);
    let lines = ran.lines();
    assert_eq!(lines[0]["other_dates"].as_array().map(Vec::len), Some(3), "{}", lines[0]["other_dates"]);
    let warnings = lines[0]["warnings"].to_string();
    assert!(
        warnings.contains("2024-05-06") && !warnings.contains("fetched") && !warnings.contains("Last-Mod"),
        "{warnings}"
    );
}
