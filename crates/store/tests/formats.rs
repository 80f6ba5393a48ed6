//! Stores of other programs: older ones are read, newer ones and foreign files refused and left as they are.

mod common;

use std::path::{Path, PathBuf};

use rashomon_store::{NewCorrection, Query, Store, StoreError};

use common::{add, open, report};

/// A tiny store of every format that was ever released, as that program wrote it.
fn released() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    let mut all: Vec<PathBuf> = std::fs::read_dir(dir).expect("stores").map(|e| e.expect("an entry").path()).collect();
    all.sort();
    all
}

#[test]
fn every_released_format_is_read_and_written_on() {
    let released = released();
    assert_eq!(released.len(), 2, "one of every format: see examples/release.rs");
    for (before, path) in released.into_iter().enumerate() {
        let dir = tempfile::tempdir().expect("a folder");
        let copy = dir.path().join("copy.rashomon");
        std::fs::copy(&path, &copy).expect("copied");
        for migrated_before in [false, true] {
            let store = Store::open(&copy).unwrap_or_else(|e| panic!("{e} (migrated before: {migrated_before})"));
            assert_eq!(store.check(|_, _| {}).expect("checked"), Vec::<String>::new(), "{}", path.display());
            let found = store.search(&Query::parse("quay who:okoro").expect("understood"), 0, 10).expect("searched");
            assert_eq!(found.hits.len(), 2, "{}", path.display());
            for hit in &found.hits {
                let text = store.report(&hit.head).expect("read").text;
                assert!(text.starts_with("The quay"), "{text}");
                assert!(store.reading(&hit.head).expect("read").starts_with(b"{\"id\":\"page-"));
                let original = store.original(&hit.head).expect("read").expect("kept");
                assert_eq!(original, ("text".to_owned(), text.into_bytes()));
            }
        }
        let mut store = open(&copy);
        // Since the second format, a user puts things right.
        assert_eq!(store.corrections().expect("read").len(), if before == 0 { 0 } else { 2 });
        add(&mut store, &report(9, "The quay of Vexford was shut.")).expect("added");
        assert_eq!(store.counts().expect("counted").reports, 3);
        let same = NewCorrection::SameActor { name: "Talvik", is: "Igor Talvik" };
        store.write(|w| w.correct(&same, 1)).expect("put right");
        assert_eq!(store.check(|_, _| {}).expect("checked"), Vec::<String>::new());
    }
}

#[test]
fn a_newer_format_is_refused_and_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.rashomon");
    drop(open(&path));
    let newer = rusqlite::Connection::open(&path).expect("opened");
    newer.pragma_update(None, "user_version", 99).expect("written");
    drop(newer);
    for refused in [Store::open(&path), Store::open_to_write(&path, &mut |_| false)] {
        match refused {
            Err(e @ StoreError::Newer { found: 99, .. }) => assert!(e.to_string().contains("newer rashomon"), "{e}"),
            Err(e) => panic!("{e}"),
            Ok(_) => panic!("opened"),
        }
    }
}

#[test]
fn files_of_others_are_refused_and_left_as_they_are() {
    let dir = tempfile::tempdir().expect("a folder");
    let other = dir.path().join("other.db");
    let db = rusqlite::Connection::open(&other).expect("opened");
    db.execute_batch("CREATE TABLE story (no INTEGER PRIMARY KEY)").expect("made");
    drop(db);
    let text = dir.path().join("notes.txt");
    std::fs::write(&text, "Notes on the quay, not a store. ".repeat(100)).expect("written");
    for path in [other, text] {
        let before = std::fs::read(&path).expect("read");
        assert!(matches!(Store::open(&path), Err(StoreError::Foreign(_))), "{}", path.display());
        assert!(
            matches!(Store::open_to_write(&path, &mut |_| false), Err(StoreError::Foreign(_))),
            "{}",
            path.display()
        );
        assert_eq!(std::fs::read(&path).expect("read"), before);
    }
    // An empty file is a store that was not begun.
    let empty = dir.path().join("empty");
    std::fs::write(&empty, "").expect("written");
    assert!(matches!(Store::open(&empty), Err(StoreError::None(_))));
    assert!(Store::open_to_write(&empty, &mut |_| false).is_ok());
}
