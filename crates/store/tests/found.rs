//! What was found before is known again, by whichever program it was kept.

mod common;

use rashomon_page::Report;
use rashomon_store::{NewReport, Store, found_digest};
use rashomon_story::{Profile, ProfileParts};

use common::{open, report};

fn keep(store: &mut Store, report: &Report, bytes: &[u8], said: &[u8]) -> String {
    let new = NewReport {
        address: report.url.as_deref(),
        found: found_digest("html", bytes, said),
        original: Some(("html", bytes)),
        report,
        reading: b"{\"text\":\"\"}",
        statements: &[],
        profile: Profile::from_parts(ProfileParts::default()).expect("an empty profile"),
        added: 1,
    };
    store.write(|w| w.add(new)).expect("added").id().to_owned()
}

#[test]
fn bytes_that_two_reports_were_read_from_are_kept_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.rashomon");
    let mut store = open(&path);
    let first = keep(&mut store, &report(1, "Shut."), b"<p>Shut.", b"1");
    let second = keep(&mut store, &report(2, "Shut."), b"<p>Shut.", b"2");
    let third = keep(&mut store, &report(3, "Open."), b"<p>Open.", b"2");
    for (id, bytes) in [(first, b"<p>Shut."), (second, b"<p>Shut."), (third, b"<p>Open.")] {
        let head = store.head(&id).expect("there");
        assert_eq!(store.original(&head).expect("read"), Some(("html".to_owned(), bytes.to_vec())));
        assert_eq!(store.reading(&head).expect("read"), b"{\"text\":\"\"}");
    }
    let db = rusqlite::Connection::open(&path).expect("opened");
    let kept: i64 = db.query_row("SELECT count(*) FROM original", [], |row| row.get(0)).expect("counted");
    assert_eq!(kept, 2);
}

#[test]
fn a_digest_that_begins_alike_does_not_bring_other_bytes() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.rashomon");
    let mut store = open(&path);
    let first = keep(&mut store, &report(1, "Shut."), b"<p>Shut.", b"1");
    // As long, of the same kind, and with the same half of a digest: so it would be if two pages met by chance.
    let db = rusqlite::Connection::open(&path).expect("opened");
    let digest = found_digest("html", b"<p>Open.", b"9");
    db.execute("UPDATE found SET digest = ?1", [&digest[..]]).expect("written");
    let second = keep(&mut store, &report(2, "Open."), b"<p>Open.", b"2");
    let bytes = |id: &str| store.original(&store.head(id).expect("there")).expect("read").map(|o| o.1);
    assert_eq!((bytes(&first), bytes(&second)), (Some(b"<p>Shut.".to_vec()), Some(b"<p>Open.".to_vec())));
}

#[test]
fn what_the_first_format_knew_is_not_read_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.rashomon");
    let mut store = open(&path);
    let id = keep(&mut store, &report(1, "Shut."), b"<p>Shut.", b"1");
    let digest = found_digest("html", b"<p>Shut.", b"1");
    assert_eq!(store.found(&digest).expect("read"), Some(id.clone()));
    // Then a digest was one of all that was found, and the half of it is the second half now.
    let mut old = [0x5A; 16];
    old[..8].copy_from_slice(&digest[8..]);
    let db = rusqlite::Connection::open(&path).expect("opened");
    db.execute("UPDATE found SET digest = ?1", [&old[..]]).expect("written");
    assert_eq!(store.found(&digest).expect("read"), Some(id));
    assert_eq!(store.found(&found_digest("html", b"<p>Shut.", b"2")).expect("read"), None);
}
