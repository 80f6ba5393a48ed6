//! Whatever is added, placed and put right, in whatever order, and however often the store is opened anew: it holds what a plain
//! list would.

mod common;

use std::collections::BTreeMap;

use proptest::prelude::*;
use rashomon_store::{Added, Corrected, NewCorrection, Query, Store, StoreError, StoryNo, report_id};

use common::{add_at, open, report};

#[derive(Clone, Debug)]
enum Step {
    /// This text at this address.
    Add(usize, usize),
    /// The machine puts a version into a story.
    Place(usize, usize, usize),
    /// The machine finds that a story is part of another, and moves its reports.
    Merge(usize, usize),
    /// A user moves a report.
    Move(usize, usize),
    /// A user takes one of the corrections back.
    TakeBack(usize),
    Reopen,
    Vacuum,
    /// A transaction that fails in the middle.
    Fail(usize, usize),
}

const ADDRESSES: usize = 4;
const STORIES: usize = 3;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (address, text, story) = (0..ADDRESSES, 0..TEXTS.len(), 0..STORIES);
    let one = prop_oneof![
        8 => (address.clone(), text.clone()).prop_map(|(a, t)| Step::Add(a, t)),
        6 => (address.clone(), text.clone(), story.clone()).prop_map(|(a, t, s)| Step::Place(a, t, s)),
        3 => (story.clone(), story.clone()).prop_map(|(a, b)| Step::Merge(a, b)),
        3 => (address.clone(), story).prop_map(|(a, s)| Step::Move(a, s)),
        2 => (0..4usize).prop_map(Step::TakeBack),
        1 => Just(Step::Reopen),
        1 => Just(Step::Vacuum),
        2 => (address, text).prop_map(|(a, t)| Step::Fail(a, t)),
    ];
    proptest::collection::vec(one, 1..40)
}

const TEXTS: [&str; 5] = [
    "The quay was shut.",
    "The quay was opened again.",
    "Divers saw cracks, said Okoro.",
    "Łódź sent pumps — twelve.",
    "",
];

/// All versions of one address.
#[derive(Clone, Debug, Default)]
struct Page {
    /// Texts, the newest last.
    texts: Vec<usize>,
    /// The story of each text that is in one.
    stories: BTreeMap<usize, usize>,
    /// The story in which a user holds all of them, and the number of that correction.
    held: Option<(usize, i64)>,
}

/// What the store should hold.
#[derive(Debug, Default)]
struct Model {
    pages: BTreeMap<usize, Page>,
    /// The story that each was found to be part of.
    into: BTreeMap<usize, usize>,
}

impl Model {
    fn add(&mut self, address: usize, text: usize) -> &'static str {
        let page = self.pages.entry(address).or_default();
        let what = match page.texts.last() {
            None => "new",
            Some(&last) if last == text => return "same",
            Some(_) => "version",
        };
        let there = page.texts.contains(&text);
        page.texts.retain(|&t| t != text);
        page.texts.push(text);
        if let (Some((story, _)), false) = (page.held, there) {
            page.stories.insert(text, story);
        }
        what
    }

    fn place(&mut self, address: usize, text: usize, story: usize) {
        if let Some(page) = self.pages.get_mut(&address).filter(|p| p.texts.contains(&text) && p.held.is_none()) {
            page.stories.insert(text, story);
            self.into.remove(&story);
        }
    }

    fn merge(&mut self, from: usize, into: usize) {
        self.into.remove(&into);
        for (address, text) in self.of(from) {
            self.place(address, text, into);
        }
        if self.of(from).is_empty() {
            self.into.insert(from, into);
        }
    }

    /// The versions that are in a story.
    fn of(&self, story: usize) -> Vec<(usize, usize)> {
        let pages = self.pages.iter();
        pages.flat_map(|(&a, p)| p.stories.iter().filter(move |s| *s.1 == story).map(move |s| (a, *s.0))).collect()
    }

    /// The story that somebody is led to.
    fn led(&self, mut story: usize) -> usize {
        while let Some(&next) = self.into.get(&story) {
            story = next;
        }
        story
    }
}

fn version(address: usize, text: usize) -> String {
    report_id(&report(address, TEXTS[text]))
}

fn stories(store: &mut Store) -> Vec<(StoryNo, String)> {
    let made = store.write(|w| (0..STORIES).map(|n| w.new_story(&n.to_string(), 1)).collect::<Result<Vec<_>, _>>());
    made.expect("made").into_iter().map(|no| (no, store.story_head(no).expect("there").id)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_store_holds_what_a_list_would(steps in steps()) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.rashomon");
        let mut store = open(&path);
        let stories = stories(&mut store);
        // A reader that is open all the while, and a user beside the writer.
        let reader = Store::open(&path).expect("a reader");
        let mut user = Store::open_to_correct(&path).expect("a user");
        let mut model = Model::default();
        for (now, step) in (10..).zip(steps) {
            let no = |address: usize, text: usize| reader.head(&version(address, text)).map(|h| h.no);
            match step {
                Step::Add(address, text) => {
                    let added = match add_at(&mut store, &report(address, TEXTS[text]), now).expect("added") {
                        Added::Same(_) => "same",
                        Added::New(_) => "new",
                        Added::Version { .. } => "version",
                    };
                    prop_assert_eq!(added, model.add(address, text));
                }
                Step::Place(address, text, story) => {
                    if let Ok(no) = no(address, text) {
                        store.write(|w| w.place(no, stories[story].0, now)).expect("placed");
                    }
                    model.place(address, text, story);
                }
                Step::Merge(from, into) if from != into => {
                    let moved: Vec<_> = model.of(from).into_iter().map(|(a, t)| no(a, t).expect("there")).collect();
                    store
                        .write(|w| {
                            moved.iter().try_for_each(|&r| w.place(r, stories[into].0, now))?;
                            w.merged(stories[from].0, stories[into].0)
                        })
                        .expect("merged");
                    model.merge(from, into);
                }
                Step::Merge(..) => {}
                Step::Move(address, story) => {
                    let page = model.pages.get(&address).cloned().unwrap_or_default();
                    let id = version(address, page.texts.first().copied().unwrap_or(0));
                    let new = NewCorrection::Moved { report: &id, to: Some(&stories[story].1) };
                    let made = user.write(|w| w.correct(&new, now));
                    prop_assert_eq!(made.is_ok(), !page.texts.is_empty());
                    if let Ok(made) = made {
                        let story = model.led(story);
                        let page = model.pages.entry(address).or_default();
                        page.stories = page.texts.iter().map(|&t| (t, story)).collect();
                        page.held = Some((story, made.no));
                    }
                }
                Step::TakeBack(n) => {
                    let held = model.pages.values_mut().filter(|p| p.held.is_some()).nth(n);
                    let number = held.as_ref().and_then(|p| p.held).map_or(i64::MAX, |h| h.1);
                    prop_assert_eq!(user.write(|w| w.take_back(number, now)).is_ok(), held.is_some());
                    if let Some(page) = held {
                        (page.held, page.stories) = (None, BTreeMap::new());
                    }
                }
                Step::Reopen => {
                    drop(store);
                    store = open(&path);
                }
                Step::Vacuum => {
                    store.vacuum().expect("vacuumed");
                }
                Step::Fail(address, text) => {
                    let failed: Result<(), StoreError> = store.write(|w| {
                        w.new_story(&format!("{address}{text}"), 1)?;
                        Err(StoreError::Query("enough".into()))
                    });
                    prop_assert!(failed.is_err());
                }
            }
            let counts = reader.counts().expect("counted");
            let pages = || model.pages.values();
            let versions: usize = pages().map(|p| p.texts.len()).sum();
            prop_assert_eq!(counts.versions as usize, versions);
            prop_assert_eq!(counts.reports as usize, pages().filter(|p| !p.texts.is_empty()).count());
            prop_assert_eq!(counts.unplaced as usize, versions - pages().map(|p| p.stories.len()).sum::<usize>());
            prop_assert_eq!(counts.stories, 0);
        }
        for (address, page) in &model.pages {
            let versions = reader.versions(&format!("https://harbourpost.example/{address}")).expect("read");
            let found: Vec<String> = versions.iter().map(|h| reader.report(h).expect("read").text).collect();
            let expected: Vec<&str> = page.texts.iter().map(|&t| TEXTS[t]).collect();
            prop_assert_eq!(found, expected);
            for (head, &text) in versions.iter().zip(&page.texts) {
                prop_assert_eq!(reader.original(head).expect("read").map(|o| o.1), Some(TEXTS[text].as_bytes().to_vec()));
                prop_assert_eq!(head.latest, Some(&text) == page.texts.last());
                prop_assert_eq!(head.story.as_ref(), page.stories.get(&text).map(|&s| &stories[s].1));
                prop_assert_eq!(head.pinned, page.held.is_some());
            }
        }
        for (n, (_, id)) in stories.iter().enumerate() {
            prop_assert_eq!(&reader.story(id).expect("there").id, &stories[model.led(n)].1);
        }
        let mut held: Vec<(i64, &str)> = model.pages.values().filter_map(|p| p.held).map(|h| (h.1, stories[h.0].1.as_str())).collect();
        held.sort_unstable_by(|a, b| b.cmp(a));
        let corrections = reader.corrections().expect("read");
        let found: Vec<(i64, &str)> = corrections
            .iter()
            .filter_map(|c| match &c.what {
                Corrected::Moved { to, .. } => Some((c.no, to.as_str())),
                _ => None,
            })
            .collect();
        prop_assert_eq!(found, held);
        // What is searched for is found in the newest versions, and nowhere else.
        let newest = |word: &str| {
            model.pages.values().filter_map(|p| p.texts.last()).filter(|&&t| TEXTS[t].to_lowercase().contains(word)).count()
        };
        for word in ["quay was", "okoro", "łódź"] {
            let query = Query::parse(&format!("\"{word}\"")).expect("understood");
            prop_assert_eq!(reader.search(&query, 0, 100).expect("searched").hits.len(), newest(word), "{}", word);
        }
        prop_assert_eq!(reader.check(|_, _| {}).expect("checked"), Vec::<String>::new());
    }
}
