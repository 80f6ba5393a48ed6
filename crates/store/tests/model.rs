//! Whatever is added, in whatever order, and however often the store is opened anew: it holds what a plain list would.

mod common;

use std::collections::BTreeMap;

use proptest::prelude::*;
use rashomon_store::{Added, Query, Store, StoreError};

use common::{add, open, report};

#[derive(Clone, Debug)]
enum Step {
    /// This text at this address.
    Add(usize, usize),
    Reopen,
    Vacuum,
    /// A transaction that fails in the middle.
    Fail(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = prop_oneof![
        8 => (0..4usize, 0..5usize).prop_map(|(a, t)| Step::Add(a, t)),
        1 => Just(Step::Reopen),
        1 => Just(Step::Vacuum),
        2 => (0..4usize, 0..5usize).prop_map(|(a, t)| Step::Fail(a, t)),
    ];
    proptest::collection::vec(one, 1..25)
}

const TEXTS: [&str; 5] = [
    "The quay was shut.",
    "The quay was opened again.",
    "Divers saw cracks, said Okoro.",
    "Łódź sent pumps — twelve.",
    "",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_store_holds_what_a_list_would(steps in steps()) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.rashomon");
        let mut store = open(&path);
        // A reader that is open all the while.
        let reader = Store::open(&path).expect("a reader");
        // Texts by address, oldest first.
        let mut model: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Add(address, text) => {
                    let added = add(&mut store, &report(address, TEXTS[text])).expect("added");
                    let versions = model.entry(address).or_default();
                    match added {
                        Added::Same(_) => prop_assert!(versions.contains(&text)),
                        Added::New(_) => prop_assert!(versions.is_empty()),
                        Added::Version { .. } => prop_assert!(!versions.is_empty() && !versions.contains(&text)),
                    }
                    if !versions.contains(&text) {
                        versions.push(text);
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
            prop_assert_eq!(counts.versions as usize, model.values().map(Vec::len).sum::<usize>());
            prop_assert_eq!(counts.reports as usize, model.values().filter(|v| !v.is_empty()).count());
            prop_assert_eq!(counts.stories, 0);
        }
        for (address, texts) in &model {
            let versions = reader.versions(&format!("https://harbourpost.example/{address}")).expect("read");
            let found: Vec<String> = versions.iter().map(|h| reader.report(h).expect("read").text).collect();
            let expected: Vec<&str> = texts.iter().map(|&t| TEXTS[t]).collect();
            prop_assert_eq!(found, expected);
            for (head, &text) in versions.iter().zip(texts) {
                prop_assert_eq!(reader.original(head).expect("read").map(|o| o.1), Some(TEXTS[text].as_bytes().to_vec()));
                prop_assert_eq!(head.latest, Some(&text) == texts.last());
            }
        }
        // What is searched for is found in the newest versions, and nowhere else.
        let newest = |word: &str| model.values().filter_map(|v| v.last()).filter(|&&t| TEXTS[t].to_lowercase().contains(word)).count();
        for word in ["quay was", "okoro", "łódź"] {
            let query = Query::parse(&format!("\"{word}\"")).expect("understood");
            prop_assert_eq!(reader.search(&query, 0, 100).expect("searched").hits.len(), newest(word), "{}", word);
        }
        prop_assert_eq!(reader.check(|_, _| {}).expect("checked"), Vec::<String>::new());
    }
}
