//! No reports may panic a comparison; each is in one story, every span is sound, and order does not matter.

#![expect(clippy::print_stderr, reason = "tests say when they are skipped")]

mod common;

use std::collections::BTreeSet;

use proptest::prelude::*;
use rashomon_story::{Case, Statement, Story, compare, find_copies};
use rashomon_text::Span;

const SENTENCES: &[&str] = &[
    "Norway agreed to close the Lindholm base, a diplomat told Reuters on Monday.",
    "Norway no longer wants to close the Lindholm base, its defence minister said.",
    "“We will not leave the island,” the minister said, “and nobody will make us.”",
    "A fire in a carpet factory in Karachi killed 24 people on Monday, police said.",
    "The fire killed 19 people, not 24, police said on Tuesday.",
    "At least 20 people were killed, according to the brigade.",
    "Turkey denied that its warplanes had bombed the village of Karsu.",
    "Turkish warplanes bombed the village of Karsu on Monday, villagers said.",
    "The convoy stopped 85 kilometers (20 miles) from the border.",
    "Emmanuel Macron met Olaf Scholz in Strasbourg on Tuesday.",
    "Both leaders praised the accord (it was signed in 2018).",
];

/// A few sentences, whole or with their words shuffled, or anything at all.
fn text() -> impl Strategy<Value = String> {
    let some = || prop::collection::vec(prop::sample::select(SENTENCES), 0..5);
    let gap = prop::sample::select(vec![" ", "\n\n", "\n", ""]);
    prop_oneof![
        5 => (some(), gap).prop_map(|(s, gap)| s.join(gap)),
        2 => some()
            .prop_map(|s| s.join(" ").split(' ').map(str::to_owned).collect::<Vec<_>>())
            .prop_shuffle()
            .prop_map(|words| words.join(" ")),
        1 => "\\PC{0,60}",
    ]
}

/// Texts with dates; the ids are their places.
fn texts() -> impl Strategy<Value = Vec<(String, Option<String>)>> {
    let date = prop::option::of((1u8..29).prop_map(|d| format!("2024-05-{d:02}")));
    prop::collection::vec((text(), date), 1..6)
}

fn spans<'s>(story: &'s Story, cases: &'s [Case]) -> Vec<(usize, Span)> {
    let of = |s: &Statement| (s.report, s.span);
    let mut all: Vec<(usize, Span)> = Vec::new();
    all.extend(story.disputes.iter().flat_map(|d| &d.sides).flat_map(|s| &s.statements).map(of));
    all.extend(story.agreements.iter().flat_map(|a| &a.statements).map(of));
    all.extend(story.positions.iter().flat_map(|p| &p.stances).map(|s| of(&s.statement)));
    all.extend(story.events.iter().flat_map(|e| &e.named).copied());
    let mention = |&(r, id): &(usize, rashomon_reading::EventId)| (r, cases[r].reading.event(id).span);
    all.extend(story.events.iter().flat_map(|e| &e.mentions).map(mention));
    all
}

/// What a comparison groups, by the ids of the reports.
fn grouping(cases: &[Case], stories: &[Story]) -> BTreeSet<(Vec<String>, Vec<Vec<String>>)> {
    let ids = |reports: &[usize]| {
        let mut ids: Vec<String> = reports.iter().map(|&r| cases[r].report.id.clone()).collect();
        ids.sort();
        ids
    };
    stories
        .iter()
        .map(|s| {
            let mut copies: Vec<Vec<String>> = s.copies.iter().map(|c| ids(c)).collect();
            copies.sort();
            (ids(&s.reports), copies)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn comparisons_of_any_reports_are_sound(texts in texts(), turn in 0usize..5) {
        let Some(model) = common::model() else { return Ok(()) };
        let read = |(n, (text, date)): (usize, &(String, Option<String>))| {
            common::case(model, &format!("r{n}"), date.as_deref(), text)
        };
        let cases: Vec<Case> = texts.iter().enumerate().map(read).collect();
        let stories = compare(&cases, model);

        let mut placed: Vec<usize> = stories.iter().flat_map(|s| s.reports.iter().copied()).collect();
        placed.sort_unstable();
        prop_assert_eq!(placed, (0..cases.len()).collect::<Vec<_>>(), "each report is in one story");
        for s in &stories {
            prop_assert!((1..=s.reports.len()).contains(&s.independent_sources), "{} sources", s.independent_sources);
            for (r, span) in spans(s, &cases) {
                prop_assert!(s.reports.contains(&r), "a statement of a report that is not in the story");
                prop_assert!(cases[r].report.text.get(span.range()).is_some_and(|t| !t.is_empty()), "{:?}", span);
            }
            for d in &s.disputes {
                prop_assert!(d.sides.len() >= 2 && d.sides.iter().all(|s| !s.statements.is_empty()), "{:?}", d);
                prop_assert!((0.0..=1.0).contains(&d.confidence), "{}", d.confidence);
            }
            for t in &s.timeline {
                prop_assert!(t.event < s.events.len());
            }
        }
        for c in find_copies(&cases) {
            prop_assert!(c.a < c.b && c.b < cases.len());
            prop_assert!((0.0..=1.0).contains(&c.share));
            for (r, span) in c.spans_a.iter().map(|s| (c.a, s)).chain(c.spans_b.iter().map(|s| (c.b, s))) {
                prop_assert!(cases[r].report.text.get(span.range()).is_some());
            }
        }

        prop_assert_eq!(&compare(&cases, model), &stories, "the same input, another output");
        let first = grouping(&cases, &stories);
        let mut turned = cases;
        turned.reverse();
        let by = turn % turned.len();
        turned.rotate_left(by);
        prop_assert_eq!(grouping(&turned, &compare(&turned, model)), first, "order changes the grouping");
    }
}
