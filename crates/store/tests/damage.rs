//! A damaged file gives an error or what was there, never a panic, a hang or a wrong text.

mod common;

use std::path::Path;

use rashomon_store::{Query, Store, StoreError, report_id};

use common::{add, open, report};

const REPORTS: usize = 30;

fn filled(path: &Path) {
    let mut store = open(path);
    for n in 0..REPORTS {
        let text = format!("The quay {n} was shut, and divers saw cracks in {n} pillars. ").repeat(20);
        add(&mut store, &report(n, &text)).expect("added");
    }
    // One file: the log is taken up.
    store.vacuum().expect("vacuumed");
}

/// Reads everything. Whatever is read must be what was written.
fn read_all(path: &Path) -> Result<(), StoreError> {
    let store = Store::open(path)?;
    let _ = store.check(|_, _| {});
    let mut ids = Vec::new();
    let _ = store.ids(|id| {
        ids.push(id.to_owned());
        Ok::<(), ()>(())
    });
    for id in ids {
        let Ok(head) = store.head(&id) else { continue };
        if let Ok(text) = store.report(&head) {
            // Damage to a column beside the text may make the head another one; the text itself is named by its id.
            assert!(report_id(&text) == id || store.check(|_, _| {}).map_or(true, |wrong| !wrong.is_empty()), "{id}");
        }
        let _ = (store.reading(&head), store.original(&head), store.profile(&head), store.versions(&head.address));
    }
    let _ = store.search(&Query::parse("quay who:okoro")?, 0, 100);
    let _ = store.search(&Query::parse("divers")?, 0, 100);
    let _ = store.unplaced(100);
    Ok(())
}

#[test]
fn bytes_that_are_other_ones() {
    let dir = tempfile::tempdir().expect("a folder");
    let whole = dir.path().join("whole.rashomon");
    filled(&whole);
    let bytes = std::fs::read(&whole).expect("read");
    let damaged = dir.path().join("damaged.rashomon");
    let mut told = 0;
    // Every byte of the head, and one of every few hundred of the rest.
    let step = (bytes.len() / 300).max(1);
    for at in (0..100).chain((100..bytes.len()).step_by(step)) {
        let mut other = bytes.clone();
        other[at] ^= 0x5A;
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", damaged.display()));
        }
        std::fs::write(&damaged, &other).expect("written");
        told += usize::from(read_all(&damaged).is_err());
    }
    assert!(told > 0, "no damage was seen at all");
}

#[test]
fn a_file_that_was_cut() {
    let dir = tempfile::tempdir().expect("a folder");
    let whole = dir.path().join("whole.rashomon");
    filled(&whole);
    let bytes = std::fs::read(&whole).expect("read");
    for (n, length) in (0..bytes.len()).step_by(4096).enumerate() {
        let cut = dir.path().join(format!("cut-{n}.rashomon"));
        std::fs::write(&cut, &bytes[..length]).expect("written");
        // Only a file of whole pages that are all there is sound; none of these is.
        let store = Store::open(&cut).and_then(|s| s.check(|_, _| {}));
        assert!(store.as_ref().map_or(true, |wrong| !wrong.is_empty()), "{length} of {} bytes: {store:?}", bytes.len());
        let _ = read_all(&cut);
    }
}
