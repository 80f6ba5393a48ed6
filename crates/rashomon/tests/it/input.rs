//! Files of every kind, missing ones and broken ones: the rest is always done.

use rashomon_lang::Weights;

use crate::support::{file, page, rashomon, ready, summit};

const READ: [&str; 4] = ["read", "--offline", "--format", "jsonl"];

/// Reads these files as JSON lines.
fn read(files: &[&std::path::Path], stdin: &[u8]) -> crate::support::Ran {
    let args: Vec<&std::ffi::OsStr> =
        READ.iter().map(std::ffi::OsStr::new).chain(files.iter().map(|f| f.as_os_str())).collect();
    rashomon(&args, stdin)
}

#[test]
fn nothing_given_is_a_report_without_text() {
    if !ready(Weights::Md) {
        return;
    }
    let ran = rashomon(&READ, b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let lines = ran.lines();
    assert_eq!((lines.len(), &lines[0]["id"], &lines[0]["text"]), (1, &"-".into(), &"".into()));
    assert_eq!(lines[0]["events"], serde_json::json!([]));
}

#[test]
fn no_documents_are_a_clean_no() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let none = file(&dir, "none.jsonl", "\n\n");
    for name in ["read", "compare"] {
        let ran = rashomon(&[name.as_ref(), "--offline".as_ref(), none.as_os_str()], b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{name}: {}", ran.stdout);
    }
}

#[test]
fn a_missing_file_among_good_ones_is_named_and_the_rest_is_done() {
    if !ready(Weights::Md) {
        return;
    }
    let pages = summit();
    let gone = pages[0].with_file_name("gone.html");
    let ran = read(&[&pages[0], &gone, &pages[4]], b"");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("error: ") && ran.stderr.contains("gone.html"), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    let ids: Vec<_> = ran.lines().iter().map(|l| l["id"].clone()).collect();
    assert_eq!(ids, ["1-agreed", "5-other"]);

    let ran = rashomon(&["compare".as_ref(), "--offline".as_ref(), pages[4].as_os_str(), gone.as_os_str()], b"");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("gone.html") && ran.stdout.contains("railway bridge"), "{}", ran.stdout);
}

#[test]
fn a_file_of_another_kind_is_refused_by_name() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let picture = file(&dir, "harbour.png", [0x89, b'P', b'N', b'G']);
    let note = file(&dir, "note.txt", "The mayor of Ostrand resigned on Monday after the council refused her plan.\n");
    let ran = read(&[&picture, &note], b"");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("harbour.png") && ran.stderr.contains(".html"), "{}", ran.stderr);
    assert_eq!(ran.lines().len(), 1);
}

#[test]
fn a_broken_line_is_named_by_number() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let docs = file(
        &dir,
        "docs.jsonl",
        "{\"id\": \"a\", \"text\": \"The strike ended.\"}\n{\"id\": \"b\", \"text\": \n{\"id\": 7, \"text\": \"It began again.\", \"published\": \"2031-05\"}\n",
    );
    let ran = read(&[&docs], b"");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("docs.jsonl, line 2"), "{}", ran.stderr);
    let lines = ran.lines();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[1]["id"], &lines[1]["published"]), (&"7".into(), &"2031-05".into()));
    // Documents are kept exactly as given.
    assert_eq!(lines[0]["text"], "The strike ended.");
}

#[test]
fn a_page_or_a_text_may_come_by_standard_input() {
    if !ready(Weights::Md) {
        return;
    }
    let html = std::fs::read(&summit()[4]).expect("a page");
    let ran = read(&["-".as_ref()], &html);
    let lines = ran.lines();
    assert_eq!((ran.code, &lines[0]["outlet"]), (Some(0), &"Rail and River".into()));
    let ran = read(&[], b"{\"id\": \"x\", \"text\": \"Rain fell.\"}\n");
    assert_eq!(ran.lines()[0]["id"], "x");
}

#[test]
fn folders_are_walked() {
    if !ready(Weights::Md) {
        return;
    }
    let folder = summit()[0].parent().expect("a folder").to_owned();
    let ids: Vec<_> = read(&[&folder], b"").lines().iter().map(|l| l["id"].clone()).collect();
    assert_eq!(ids, ["1-agreed", "2-refuses", "3-copy", "4-later", "5-other"]);
}

#[test]
fn another_language_is_kept_and_said_to_be_unread() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let german = file(
        &dir,
        "hafen.html",
        page(
            "de",
            "Der Hafen bleibt geschlossen",
            &[
                "Der Hafen von Ostrand bleibt nach dem Sturm bis Montag geschlossen, teilte die Verwaltung am Freitag mit.",
                "Die Fischer sind nicht zufrieden: „Wir haben nichts gehört“, sagte der Vorsitzende des Verbandes.",
            ],
        ),
    );
    let ran = read(&[&german], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let line = &ran.lines()[0];
    assert_eq!(line["language"], "de");
    assert!(line["text"].as_str().is_some_and(|t| t.contains("Fischer")), "{line}");
    assert_eq!(line["events"], serde_json::json!([]));
    assert!(line["warnings"].to_string().contains("another language than English"), "{line}");
    let human = rashomon(&["compare".as_ref(), "--offline".as_ref(), german.as_os_str()], b"");
    assert_eq!(human.code, Some(0));
    assert!(human.stdout.contains("Hafen"), "{}", human.stdout);
}

#[test]
fn garbage_is_a_report_without_text_and_stops_nothing() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    // A fixed sequence of bytes of every value, zero bytes and broken UTF-8 among them.
    let noise: Vec<u8> = (0u32..50_000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let garbage = file(&dir, "garbage.html", noise);
    let empty = file(&dir, "empty.html", "");
    let good = summit()[4].clone();
    let ran = read(&[&garbage, &empty, &good], b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let lines = ran.lines();
    let ids: Vec<_> = lines.iter().map(|l| l["id"].clone()).collect();
    assert_eq!(ids, ["garbage", "empty", "5-other"]);
    assert_eq!(lines[1]["text"], "");
    assert!(lines[2]["text"].as_str().is_some_and(|t| t.contains("Lasva")));
}

#[test]
fn a_page_of_nested_tags_is_read_to_its_end() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let mut html = String::from("<html lang=\"en\"><head><title>Deep</title></head><body>");
    html.push_str(&"<div><b>".repeat(190_000));
    html.push_str("<p>The council of Ostrand refused the harbour plan on Monday, the mayor said.</p>");
    html.push_str(&"</b></div>".repeat(190_000));
    html.push_str("</body></html>");
    assert!(html.len() > 3_000_000);
    let deep = file(&dir, "deep.html", html);
    let good = summit()[4].clone();
    let ran = read(&[&deep, &good], b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ids: Vec<_> = ran.lines().iter().map(|l| l["id"].clone()).collect();
    assert_eq!(ids, ["deep", "5-other"]);
}

#[test]
fn a_book_is_kept_and_said_to_be_unread() {
    if !ready(Weights::Md) {
        return;
    }
    let text = "The ferry sank off the harbour on Friday, the mayor said. ".repeat(19_000);
    let book = serde_json::json!({ "id": "book", "text": text });
    let ran = read(&["-".as_ref()], format!("{book}\n{{\"id\": \"a\", \"text\": \"Rain fell.\"}}\n").as_bytes());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let lines = ran.lines();
    assert_eq!((&lines[0]["text"], &lines[1]["id"]), (&text.into(), &"a".into()));
    assert!(lines[0]["warnings"].to_string().contains("longer than 1 MB"), "{}", lines[0]["warnings"]);
    assert_eq!(lines[0]["events"], serde_json::json!([]));
}
