//! No text may panic, and every span lies on characters, in order.

use proptest::prelude::*;
use rashomon_text::PartialDate;
use rashomon_times::{Anchor, find, ranges, timeml};

/// Words that make rules begin, mixed with anything.
fn pieces() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "the",
            "a",
            "last",
            "next",
            "this",
            "third",
            "quarter",
            "of",
            "year",
            "years",
            "week",
            "Friday",
            "May",
            "Aug",
            ".",
            ",",
            "17",
            "1998",
            "1990s",
            "'",
            "90s",
            "-",
            "–",
            "BC",
            "p",
            "m",
            "p.m.",
            ":",
            "30",
            "half",
            "an",
            "hour",
            "and",
            "twenty",
            "five",
            "thousand",
            "ago",
            "later",
            "earlier",
            "every",
            "other",
            "twice",
            "early",
            "more",
            "than",
            "end",
            "fiscal",
            "Q3",
            "FY18",
            "Easter",
            "’s",
            "\n\n",
            "99999999999",
            "9999999",
            "century",
            "0",
            "31",
            "Feb",
            "of",
            "in",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    prop::collection::vec((word, prop::sample::select(vec![" ", "", "\n"])), 0..40)
        .prop_map(|v| v.into_iter().flat_map(|(a, b)| [a, b.to_owned()]).collect())
}

proptest! {
    #[test]
    fn never_panics_and_spans_are_sound(text in pieces(), year in prop::option::of(1i16..9999), month in prop::option::of(1u8..13)) {
        let date = (year.is_some() || month.is_some()).then_some(PartialDate { year, month, day: month.map(|_| 28) });
        let mut end = 0;
        for t in find(&text, &Anchor { date }, None) {
            prop_assert!(text.get(t.span.range()).is_some_and(|s| !s.is_empty() && s.trim() == s));
            prop_assert!(t.span.start >= end);
            prop_assert!(!t.value.is_empty());
            end = t.span.end;
        }
        let times = find(&text, &Anchor { date }, None);
        prop_assert!(ranges(&text, &times).all(|(a, b)| b == a + 1 && b < times.len()));
        prop_assert_eq!(timeml(&text, &times).matches("<TIMEX3 ").count(), times.len());
    }

    #[test]
    fn any_text_at_all(text in "\\PC*") {
        let _ = find(&text, &Anchor::unknown(), None);
    }
}
