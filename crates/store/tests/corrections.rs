//! What a user put right stays so, whatever the machine finds, until it is taken back.

mod common;

use std::path::{Path, PathBuf};

use rashomon_store::{
    Corrected, Head, NewCorrection, NewDispute, NewTold, ReportNo, Store, StoreError, StoryNo, Writing, report_id,
};

use common::{add, open, report};

const SHUT: &str = "The quay was shut.";

struct Filled {
    store: Store,
    path: PathBuf,
    _dir: tempfile::TempDir,
    reports: Vec<Head>,
    stories: Vec<StoryNo>,
}

/// Reports 0 and 1 are in the first story, 2 and 3 in the second; both were compared.
fn filled() -> Filled {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.rashomon");
    let mut store = open(&path);
    let reports: Vec<ReportNo> = (0..4)
        .map(|n| {
            let id = add(&mut store, &report(n, SHUT)).expect("added").id().to_owned();
            store.head(&id).expect("there").no
        })
        .collect();
    let stories = store
        .write(|w| {
            let stories = vec![w.new_story("a", 1)?, w.new_story("c", 1)?];
            for (n, &r) in reports.iter().enumerate() {
                w.place(r, stories[n / 2], 1)?;
            }
            for &s in &stories {
                w.tell(s, &told(2, &[]), 2)?;
            }
            Ok(stories)
        })
        .expect("written");
    assert_eq!(store.stale().expect("read"), []);
    let reports = (0..4).map(|n| store.head(&report_id(&report(n, SHUT))).expect("there")).collect();
    Filled { store, path, _dir: dir, reports, stories }
}

impl Filled {
    fn correct(&mut self, new: NewCorrection<'_>) -> Result<i64, StoreError> {
        self.store.write(|w| w.correct(&new, 10)).map(|c| c.no)
    }

    fn write(&mut self, work: impl FnOnce(&mut Writing<'_>) -> Result<(), StoreError>) {
        self.store.write(work).expect("written");
    }

    fn story(&self, n: usize) -> String {
        self.store.story_head(self.stories[n]).expect("there").id
    }

    /// The number of the story that report `n` is in, and whether it is held there.
    fn place(&self, n: usize) -> (Option<String>, bool) {
        let head = self.store.head(&self.reports[n].id).expect("there");
        (head.story, head.pinned)
    }

    fn sound(&self) {
        assert_eq!(self.store.check(|_, _| {}).expect("checked"), Vec::<String>::new());
    }
}

fn told(revision: i64, disputes: &[NewDispute]) -> NewTold<'static> {
    NewTold { revision, reports: 2, disputes: disputes.to_vec(), ..NewTold::default() }
}

fn dispute(reports: &[Head], question: &str, end: u32) -> NewDispute {
    NewDispute {
        kind: "happened".into(),
        status: "dispute".into(),
        question: question.into(),
        evidence: reports.iter().map(|r| (r.id.clone(), 0, end)).collect(),
        json: b"{}".to_vec(),
    }
}

#[test]
fn a_report_that_a_user_moved_is_left_there_by_the_machine() {
    let mut f = filled();
    let (moved, second) = (f.reports[1].clone(), f.story(1));
    let made = f
        .store
        .write(|w| w.correct(&NewCorrection::Moved { report: &moved.id[..8], to: Some(&second) }, 10))
        .expect("moved");
    assert_eq!(made.what, Corrected::Moved { report: moved.id.clone(), from: Some(f.story(0)), to: second.clone() });
    assert_eq!(f.place(1), (Some(second.clone()), true));
    assert_eq!(f.store.stale().expect("read"), f.stories);
    let (reports, stories) = (f.reports.clone(), f.stories.clone());
    // A split, as the machine would make it.
    f.write(|w| {
        let third = w.new_story("b", 11)?;
        w.place(moved.no, third, 11)
    });
    assert_eq!(f.place(1), (Some(second.clone()), true));
    // A merge of the story that it is in: the others go, it stays, and so does the story.
    f.write(|w| {
        for r in &reports[1..] {
            w.place(r.no, stories[0], 12)?;
        }
        w.merged(stories[1], stories[0])
    });
    assert_eq!(f.store.story(&second).expect("there").no, stories[1]);
    assert_eq!(f.store.reports_of(stories[1]).expect("read").len(), 1);
    assert_eq!(f.store.reports_of(stories[0]).expect("read").len(), 3);
    f.sound();
    // Without it the story would have been led to the other.
    f.store.write(|w| w.take_back(made.no, 13)).expect("taken back");
    f.write(|w| {
        w.place(moved.no, stories[0], 14)?;
        w.merged(stories[1], stories[0])
    });
    assert_eq!(f.store.story(&second).expect("there").no, stories[0]);
    f.sound();
}

#[test]
fn new_versions_follow_and_all_are_placed_anew_when_it_is_taken_back() {
    let mut f = filled();
    let (moved, second) = (f.reports[1].clone(), f.story(1));
    let no = f.correct(NewCorrection::Moved { report: &moved.id, to: Some(&second) }).expect("moved");
    let stories = f.stories.clone();
    f.write(|w| stories.iter().try_for_each(|&s| w.tell(s, &told(3, &[]), 11)));
    assert_eq!(f.store.stale().expect("read"), []);
    let version = add(&mut f.store, &report(1, "The quay was opened again.")).expect("added").id().to_owned();
    let head = f.store.head(&version).expect("there");
    assert_eq!((head.story, head.pinned, head.latest), (Some(second), true, true));
    assert_eq!(f.store.stale().expect("read"), [stories[1]]);
    assert!(f.store.unplaced(9).expect("read").is_empty());
    f.sound();
    f.write(|w| w.tell(stories[1], &told(4, &[]), 12));
    f.store.write(|w| w.take_back(no, 13)).expect("taken back");
    let unplaced: Vec<String> = f.store.unplaced(9).expect("read").into_iter().map(|r| r.id).collect();
    assert_eq!(unplaced, [moved.id, version]);
    assert_eq!(f.place(1), (None, false));
    assert_eq!(f.store.stale().expect("read"), [stories[1]]);
    assert_eq!(f.store.corrections().expect("read"), []);
    f.sound();
}

#[test]
fn a_report_may_be_a_story_of_its_own_and_the_last_word_holds() {
    let mut f = filled();
    let report = f.reports[0].id.clone();
    f.correct(NewCorrection::Moved { report: &report, to: None }).expect("moved");
    let (own, pinned) = f.place(0);
    assert!(pinned && own != Some(f.story(0)) && own != Some(f.story(1)));
    let second = f.story(1);
    let last = f.correct(NewCorrection::Moved { report: &report, to: Some(&second) }).expect("moved");
    assert_eq!(f.place(0), (Some(second), true));
    assert_eq!(f.store.corrections().expect("read").iter().map(|c| c.no).collect::<Vec<_>>(), [last]);
    f.sound();
    for unknown in [
        NewCorrection::Moved { report: "nobody", to: None },
        NewCorrection::Moved { report: &report, to: Some("s0") },
        NewCorrection::Dismissed { dispute: "d0", why: "" },
    ] {
        assert!(matches!(f.correct(unknown), Err(StoreError::Unknown { .. })), "{unknown:?}");
    }
    assert_eq!(f.store.corrections().expect("read").len(), 1);
}

#[test]
fn a_dispute_that_was_dismissed_stays_so_whatever_is_found_of_it() {
    let mut f = filled();
    let (reports, stories) = (f.reports.clone(), f.stories.clone());
    let first = [dispute(&reports[..2], "Was the quay shut?", 10), dispute(&reports[..2], "Who says so?", 10)];
    f.write(|w| w.tell(stories[0], &told(2, &first), 3));
    let id = f.store.disputes(stories[0]).expect("read")[0].id.clone();
    let no = f.correct(NewCorrection::Dismissed { dispute: &id, why: "a translation" }).expect("dismissed");
    let count = |f: &Filled, story: StoryNo| {
        (f.store.story_head(story).expect("there").disputes, f.store.counts().expect("counted").disputes)
    };
    assert_eq!(count(&f, stories[0]), (1, 1));
    // It is not to be compared again: nothing of it changed.
    assert_eq!(f.store.stale().expect("read"), []);
    // The same question, on other sentences.
    let other = [dispute(&reports[..2], "Was the quay shut?", 17), first[1].clone()];
    f.write(|w| w.tell(stories[0], &told(2, &other), 20));
    let kept = f.store.disputes(stories[0]).expect("read");
    let dismissed = kept.last().expect("dismissed ones are last");
    assert_eq!(dismissed.id, id);
    assert_eq!(dismissed.dismissed.as_ref().map(|d| (d.at, d.why.as_str())), Some((10, "a translation")));
    assert_eq!(dismissed.history.iter().map(|s| s.what.as_str()).collect::<Vec<_>>(), ["appeared", "changed"]);
    assert!(dismissed.open && kept[0].dismissed.is_none());
    assert_eq!(count(&f, stories[0]), (1, 1));
    // It goes with its story into another.
    f.write(|w| {
        w.place(reports[0].no, stories[1], 21)?;
        w.place(reports[1].no, stories[1], 21)?;
        w.merged(stories[0], stories[1])?;
        w.tell(stories[1], &told(4, &other), 22)
    });
    assert_eq!(count(&f, stories[1]), (1, 1));
    assert!(f.store.disputes(stories[1]).expect("read").iter().any(|d| d.id == id && d.dismissed.is_some()));
    f.store.write(|w| w.take_back(no, 23)).expect("taken back");
    assert_eq!(count(&f, stories[1]), (2, 2));
    f.sound();
}

#[test]
fn a_dispute_goes_with_its_reports_when_its_story_stays_for_one_that_a_user_put_there() {
    let mut f = filled();
    let (reports, stories, second) = (f.reports.clone(), f.stories.clone(), f.story(1));
    let [gone, stays] =
        [dispute(&reports[2..4], "Was the quay shut?", 10), dispute(&reports[1..3], "Who says so?", 10)];
    f.correct(NewCorrection::Moved { report: &reports[1].id, to: Some(&second) }).expect("moved");
    f.write(|w| {
        w.tell(stories[1], &told(3, &[gone, stays]), 11)?;
        for r in &reports[2..] {
            w.place(r.no, stories[0], 12)?;
        }
        w.merged(stories[1], stories[0])
    });
    let questions =
        |s: StoryNo| -> Vec<String> { f.store.disputes(s).expect("read").into_iter().map(|d| d.question).collect() };
    assert_eq!(
        (questions(stories[0]), questions(stories[1])),
        (vec!["Was the quay shut?".into()], vec!["Who says so?".into()])
    );
    assert_eq!(f.store.story_head(stories[0]).expect("there").disputes, 1);
}

#[test]
fn names_of_one_actor_lead_to_one_and_never_in_a_circle() {
    let mut f = filled();
    let same = |f: &mut Filled, name, is| f.correct(NewCorrection::SameActor { name, is });
    same(&mut f, " V. Talvik ", "Talvik").expect("said");
    let short = same(&mut f, "Talvik", "Igor Talvik").expect("said");
    let names = |f: &Filled| -> Vec<(String, String)> { f.store.actors_same().expect("read").into_iter().collect() };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(names(&f), [pair("Talvik", "Igor Talvik"), pair("V. Talvik", "Igor Talvik")]);
    for (name, is) in [("Igor Talvik", "V. Talvik"), ("Talvik", "Talvik"), ("Talvik", "V. Talvik"), (" ", "Talvik")] {
        let refused = same(&mut f, name, is);
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{name} {is}: {refused:?}");
    }
    let error = same(&mut f, "Igor Talvik", "V. Talvik").expect_err("a circle").to_string();
    assert_eq!(error, "cannot be put right so: \"V. Talvik\" stands for \"Igor Talvik\" itself");
    // What is said last of a name holds.
    same(&mut f, "V. Talvik", "Vera Talvik").expect("said");
    assert_eq!(names(&f), [pair("Talvik", "Igor Talvik"), pair("V. Talvik", "Vera Talvik")]);
    f.store.write(|w| w.take_back(short, 11)).expect("taken back");
    assert_eq!(names(&f), [pair("V. Talvik", "Vera Talvik")]);
    assert!(matches!(f.store.write(|w| w.take_back(short, 11)), Err(StoreError::Unknown { what: "correction", .. })));
    f.sound();
}

#[test]
fn a_comparison_of_what_has_changed_meanwhile_is_not_taken_for_fresh() {
    let mut f = filled();
    let (story, second) = (f.stories[0], f.story(1));
    let report = f.reports[1].id.clone();
    let revision = f.store.revision(story).expect("read");
    let mut beside = Store::open_to_correct(&f.path).expect("opened");
    let no = beside
        .write(|w| w.correct(&NewCorrection::Moved { report: &report, to: Some(&second) }, 10))
        .expect("moved")
        .no;
    f.write(|w| w.tell(story, &told(revision, &[]), 11));
    assert!(f.store.stale().expect("read").contains(&story));
    let now = f.store.revision(story).expect("read");
    f.write(|w| w.tell(story, &told(now, &[]), 12));
    assert!(!f.store.stale().expect("read").contains(&story));
    let other = f.stories[1];
    let revision = f.store.revision(other).expect("read");
    beside.write(|w| w.take_back(no, 13)).expect("taken back");
    f.write(|w| w.tell(other, &told(revision, &[]), 14));
    assert!(f.store.stale().expect("read").contains(&other));
}

#[test]
fn whoever_corrects_waits_for_no_writer_and_everybody_sees_that_something_changed() {
    let f = filled();
    // The writer holds its lock all the while.
    assert!(f.store.writes());
    assert!(matches!(Store::open_to_write(&f.path, &mut |_| false), Err(StoreError::Held { .. })));
    let reader = Store::open(&f.path).expect("a reader");
    let mut beside = Store::open_to_correct(&f.path).expect("opened");
    let seen = |s: &Store| s.corrections_stamp().expect("read");
    let before = [seen(&f.store), seen(&reader), seen(&beside)];
    assert_eq!(before, [seen(&f.store), seen(&reader), seen(&beside)]);
    let same = NewCorrection::SameActor { name: "Talvik", is: "Igor Talvik" };
    beside.write(|w| w.correct(&same, 10)).expect("said");
    let after = [seen(&f.store), seen(&reader), seen(&beside)];
    assert!(before.iter().zip(&after).all(|(b, a)| b != a), "{before:?} {after:?}");
    let failed: Result<(), StoreError> = beside.write(|_| Err(StoreError::Query("enough".into())));
    assert!(failed.is_err());
    assert_eq!(after, [seen(&f.store), seen(&reader), seen(&beside)]);
    assert_eq!(reader.actors_same().expect("read").len(), 1);
    assert!(matches!(Store::open_to_correct(Path::new("/nowhere/a.rashomon")), Err(StoreError::None(_))));
}

#[test]
fn a_report_that_is_not_where_it_was_put_is_seen_by_the_check() {
    let mut f = filled();
    let second = f.story(1);
    let report = f.reports[1].id.clone();
    f.correct(NewCorrection::Moved { report: &report, to: Some(&second) }).expect("moved");
    let db = rusqlite::Connection::open(&f.path).expect("opened");
    db.execute("UPDATE report SET story = 1 WHERE pinned = 1", []).expect("written");
    let wrong = f.store.check(|_, _| {}).expect("checked");
    assert_eq!(
        wrong,
        [
            format!("{report} is held in a story where nobody put it"),
            format!("{report} is not in the story where a user put it")
        ]
    );
}
