//! Everything that carries reports: mails, feeds, archives, packed files, patterns, lists.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use rashomon_lang::Weights;

use crate::support::{Ran, command, file, page, rashomon, ready, run};

const STORM: [&str; 2] = [
    "The harbour of Ostrand was closed on Friday after the storm had torn two ships from their moorings, the mayor said.",
    "The ferry to Tulla will not sail before Monday, according to the harbour office, which spoke of much damage.",
];

fn read(words: &[&str], files: &[&Path]) -> Ran {
    let mut args: Vec<OsString> = ["read", "--offline", "--format", "jsonl"].map(Into::into).into();
    args.extend(words.iter().map(Into::into));
    args.extend(files.iter().map(|f| f.as_os_str().to_owned()));
    rashomon(&args, b"")
}

fn ids(ran: &Ran) -> Vec<String> {
    ran.lines().iter().map(|l| l["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(bytes).expect("written");
    gz.finish().expect("written")
}

/// A response of a web server as a record of an archive.
fn record(n: usize) -> Vec<u8> {
    let page = page("en", &format!("Storm shuts harbour {n}"), &STORM);
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://ostrand.example/{n}\r\nWARC-Date: 2036-01-02T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    )
    .into_bytes()
}

fn archive(n: usize) -> Vec<u8> {
    (0..n).flat_map(|n| gzip(&record(n))).collect()
}

#[test]
fn a_folder_of_every_kind_is_read() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let html = page("en", "Storm shuts harbour", &STORM);
    let text = STORM.join("\n\n");
    file(&dir, "a.html.gz", gzip(html.as_bytes()));
    file(&dir, "b.md", format!("---\ndate: 2031-03-07\n---\n# Storm shuts harbour\n\n{text}\n"));
    file(
        &dir,
        "c.eml",
        format!(
            "From: Ada Lund <ada.lund@x.example>\r\nSubject: Storm\r\nDate: Fri, 7 Mar 2031 10:00:00 +0100\r\n\r\n{text}\r\n"
        ),
    );
    file(&dir, "d.json", serde_json::json!([{ "text": text }, { "id": "own", "text": text }]).to_string());
    file(&dir, "e.warc.gz", archive(1));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in
        [("z/2.html", html.as_bytes()), ("z/1.html.gz", &gzip(html.as_bytes())), ("z/logo.png", b"\x89PNG")]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    file(&dir, "f.zip", zip.finish().expect("written").into_inner());
    // No ending, but a page.
    file(&dir, "g", &html);
    file(
        &dir,
        "h.rss",
        format!(
            "<rss version=\"2.0\"><channel><title>Ostrand Today</title><item><title>Storm</title><guid>1</guid><description>{text}</description></item></channel></rss>"
        ),
    );
    file(&dir, "ignored.bin", [0, 1, 2, 3]);
    let ran = read(&[], &[dir.path()]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let ids = ids(&ran);
    let named = |n: usize| ids[n].as_str();
    assert_eq!([0, 1, 2, 3, 4, 6, 7, 8].map(named), ["a", "b", "c", "d-1", "own", "1", "2", "g"]);
    assert!(named(5).starts_with("ostrand.example-") && named(9).starts_with("h-"), "{ids:?}");
    let lines = ran.lines();
    assert!(
        lines.iter().all(|l| l["text"].as_str().is_some_and(|t| t.contains("The ferry to Tulla"))),
        "{}",
        ran.stdout
    );
    assert_eq!((&lines[1]["published"], &lines[2]["published"]), (&"2031-03-07".into(), &"2031-03-07".into()));
    // That it was archived says nothing of when it was published.
    assert_eq!(
        (&lines[5]["published"], &lines[5]["url"]),
        (&serde_json::Value::Null, &"https://ostrand.example/0".into())
    );
    assert!(lines[9]["warnings"].to_string().contains("only the feed's summary"), "{}", lines[9]);
    assert_eq!((&lines[9]["outlet"], &lines[2]["byline"]), (&"Ostrand Today".into(), &serde_json::json!(["Ada Lund"])));
}

#[test]
fn what_is_broken_in_an_archive_is_told_once_and_the_rest_is_read() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let mut all = archive(3);
    for n in 0..50 {
        let cut = record(100 + n);
        all.extend(gzip(&[&cut[..cut.len() - 40], b"\r\n\r\n"].concat()));
        all.extend(gzip(&record(3 + n)));
    }
    let broken = file(&dir, "broken.warc.gz", all);
    let ran = read(&[], &[&broken]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("broken.warc.gz") && ran.stderr.contains(" times)"), "{}", ran.stderr);
    assert!(ran.lines().len() >= 53, "{}", ran.lines().len());
}

#[test]
fn threads_change_nothing_of_an_archive() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let archive = file(&dir, "a.warc.gz", archive(40));
    let [one, two] = ["1", "2"].map(|n| read(&["--jobs", n], &[&archive]));
    assert_eq!((one.code, one.lines().len()), (Some(0), 40), "{}", one.stderr);
    assert_eq!(one.stdout, two.stdout);
}

#[test]
fn feeds_that_a_list_names_are_fetched_only_if_it_was_named_itself() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let list = file(
        &dir,
        "mine.opml",
        "<opml version='2.0'><body><outline xmlUrl='https://ostrand.example/feed'/></body></opml>",
    );
    let note = file(&dir, "note.txt", STORM[0]);
    let none = dir.path().join("pages");
    let read = |what: &[&Path]| {
        let args = ["read", "--offline", "--format", "jsonl"].map(std::ffi::OsStr::new);
        run(command().env("RASHOMON_PAGES", &none).args(args).args(what), b"")
    };
    let ran = read(&[&list, Path::new("https://ostrand.example/page"), &note]);
    assert_eq!((ran.code, ids(&ran)), (Some(2), vec!["note".to_owned()]));
    for asked in ["https://ostrand.example/feed", "https://ostrand.example/page"] {
        assert!(ran.stderr.contains(&format!("{asked}: the network is not to be used")), "{}", ran.stderr);
    }
    let ran = read(&[dir.path()]);
    assert_eq!((ran.code, ids(&ran)), (Some(2), vec!["note".to_owned()]));
    assert!(ran.stderr.contains("names 1 feed (https://ostrand.example/feed)"), "{}", ran.stderr);
}

#[test]
fn a_list_of_files_may_come_by_standard_input() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    for name in ["b.txt", "a.txt"] {
        file(&dir, name, STORM[0]);
    }
    let at = dir.path().display();
    let list = format!("{at}/b.txt\n{at}/[a].*\n{at}/*.pdf\n");
    let ran = rashomon(&["read", "--offline", "--format", "jsonl", "--files-from", "-"], list.as_bytes());
    assert_eq!((ran.code, ids(&ran)), (Some(2), vec!["b".to_owned(), "a".to_owned()]));
    assert!(ran.stderr.contains("*.pdf: nothing matches"), "{}", ran.stderr);
}

#[test]
fn bombs_are_refused_by_name_and_stop_nothing() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let spaces = vec![b' '; 65 << 20];
    let gz = file(&dir, "1.html.gz", gzip(&spaces));
    let zst = file(&dir, "2.txt.zst", zstd::encode_all(&spaces[..], 1).expect("packed"));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("spaces.html", zip::write::SimpleFileOptions::default()).expect("begun");
    zip.write_all(&spaces).expect("written");
    let zip = file(&dir, "3.zip", zip.finish().expect("written").into_inner());
    let nested = file(&dir, "4.html", (0..6).fold(page("en", "Storm", &STORM).into_bytes(), |b, _| gzip(&b)));
    // Cut off in the middle of a member.
    let whole = gzip(page("en", "Storm", &STORM).as_bytes());
    let cut = file(&dir, "5.html.gz", &whole[..whole.len() / 2]);
    let note = file(&dir, "note.txt.gz", gzip(STORM[0].as_bytes()));
    let ran = read(&[], &[&gz, &zst, &zip, &nested, &cut, &note]);
    assert_eq!((ran.code, ids(&ran)), (Some(2), vec!["note".to_owned()]), "{}", ran.stderr);
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 5, "{}", ran.stderr);
    for (line, words) in lines.iter().zip([
        "larger than 64 MB",
        "larger than 64 MB",
        "3.zip/spaces.html: larger",
        "compressed more than",
        "5.html.gz",
    ]) {
        assert!(line.contains(words), "{words}: {line}");
    }
}

/// Under a limit on the address space as a small machine has it; the archive holds far more than fits at once.
#[cfg(target_os = "linux")]
#[test]
fn an_archive_is_read_within_512_mb() {
    if !ready(Weights::Md) {
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let mut out = std::io::BufWriter::new(std::fs::File::create(dir.path().join("a.warc.gz")).expect("made"));
    for n in 0..20 {
        out.write_all(&gzip(&record(n))).expect("written");
        // Pages that are no articles, of 30 MB each once unpacked.
        let page = vec![b' '; 30 << 20];
        let head = format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://ostrand.example/empty/{n}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n",
            page.len()
        );
        out.write_all(&gzip(&[head.as_bytes(), &page, b"\r\n\r\n"].concat())).expect("written");
    }
    out.flush().expect("written");
    let mut command = std::process::Command::new("bash");
    command
        .args(["-c", "ulimit -v 524288; exec \"$0\" read --offline --jobs 1 --format jsonl \"$1\""])
        .arg(env!("CARGO_BIN_EXE_rashomon"))
        .arg(dir.path().join("a.warc.gz"));
    let ran = run(&mut command, b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.lines().len(), 40);
}
