//! Versions of a page, and a page that returns to what it said before.

mod common;

use rashomon_page::{Dated, Report};
use rashomon_store::{Added, Query, Store, report_id};
use rashomon_text::PartialDate;

use common::{add_at, open, report};

const SHUT: &str = "The quay was shut.";
const OPENED: &str = "The quay was opened again.";

/// A page that says when it was changed: on which day of July.
fn changed(text: &str, day: u8) -> Report {
    Report { modified: Some(Dated::new(PartialDate::day(2031, 7, day), "meta")), ..report(1, text) }
}

fn texts(store: &Store) -> Vec<String> {
    let versions = store.versions("https://harbourpost.example/1").expect("read");
    assert!(versions.last().is_some_and(|v| v.latest));
    assert_eq!(versions.iter().filter(|v| v.latest).count(), 1);
    versions.iter().map(|v| store.report(v).expect("read").text).collect()
}

/// A store with a page that said that the quay was shut, and says that it was opened; both are in one story that was compared.
fn filled(dir: &tempfile::TempDir, first: &Report, second: &Report) -> Store {
    let mut store = open(&dir.path().join("a.rashomon"));
    add_at(&mut store, first, 1).expect("added");
    add_at(&mut store, second, 2).expect("added");
    let reports: Vec<_> = store.unplaced(9).expect("read").into_iter().map(|r| r.no).collect();
    store
        .write(|w| {
            let story = w.new_story("a", 2)?;
            reports.iter().try_for_each(|&r| w.place(r, story, 2))?;
            w.tell(story, &rashomon_store::NewTold { revision: 2, ..Default::default() }, 3)
        })
        .expect("written");
    assert_eq!(store.stale().expect("read"), []);
    store
}

#[test]
fn a_page_that_returns_to_an_older_text_is_at_that_version_again() {
    for (first, second, again) in [
        (changed(SHUT, 1), changed(OPENED, 2), changed(SHUT, 3)),
        // Without a date of change the last that came is the newest.
        (report(1, SHUT), report(1, OPENED), report(1, SHUT)),
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = filled(&dir, &first, &second);
        let came = add_at(&mut store, &again, 4).expect("added");
        assert_eq!(came, Added::Version { id: report_id(&first), of: report_id(&second) });
        assert_eq!(texts(&store), [OPENED, SHUT]);
        let head = store.head(&report_id(&first)).expect("there");
        // It is the version that was there, and says so.
        assert_eq!((head.version, head.added, head.returned, head.came()), (1, 1, Some(4), 4));
        assert!(head.replaces_another());
        assert_eq!(store.stale().expect("read").len(), 1);
        let newest = store.search(&Query::parse("quay").expect("understood"), 0, 9).expect("found").hits;
        assert_eq!(newest.iter().map(|h| h.head.id.as_str()).collect::<Vec<_>>(), [report_id(&first)]);
        assert_eq!((store.counts().expect("counted").reports, store.counts().expect("counted").versions), (1, 2));
        assert_eq!(add_at(&mut store, &again, 5).expect("added"), Added::Same(report_id(&first)));
        assert_eq!(store.check(|_, _| {}).expect("checked"), Vec::<String>::new());
    }
}

#[test]
fn an_old_copy_that_is_added_again_changes_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = filled(&dir, &changed(SHUT, 1), &changed(OPENED, 2));
    assert_eq!(add_at(&mut store, &changed(SHUT, 1), 4).expect("added"), Added::Same(report_id(&report(1, SHUT))));
    assert_eq!(texts(&store), [SHUT, OPENED]);
    assert_eq!(store.stale().expect("read"), []);
}

#[test]
fn after_a_return_a_copy_is_older_that_was_written_before_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = filled(&dir, &changed(SHUT, 1), &changed(OPENED, 2));
    add_at(&mut store, &changed(SHUT, 4), 4).expect("added");
    assert!(matches!(add_at(&mut store, &changed(OPENED, 3), 5), Ok(Added::Same(_))));
    assert_eq!(texts(&store), [OPENED, SHUT]);
    assert!(matches!(add_at(&mut store, &changed(OPENED, 5), 6), Ok(Added::Version { .. })));
    assert_eq!(texts(&store), [SHUT, OPENED]);
}

#[test]
fn a_version_that_gives_way_leaves_its_story_to_be_compared_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = filled(&dir, &report(1, SHUT), &report(1, OPENED));
    add_at(&mut store, &report(1, "The quay is gone."), 4).expect("added");
    assert_eq!(store.stale().expect("read").len(), 1);
}
