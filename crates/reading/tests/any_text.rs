//! No text may panic; every span, index and chain of a reading is sound; the same input gives the same reading.

#![expect(clippy::print_stderr, reason = "tests say when they are skipped")]

mod common;

use proptest::prelude::*;
use rashomon_reading::{ActorId, AttributionId, EventId, Note, Reading, Vocabulary, explain};
use rashomon_text::Span;

/// Words that make rules begin, with what breaks sentences apart.
const PIECES: &[&str] = &[
    "President",
    "Emmanuel",
    "Macron",
    "Moscow",
    "the",
    "White",
    "House",
    "Iran",
    "Iranian",
    "forces",
    "officials",
    "sources",
    "said",
    "told",
    "Reuters",
    "that",
    "who",
    "denied",
    "refused",
    "to",
    "agreed",
    "accused",
    "of",
    "according",
    "not",
    "no",
    "nobody",
    "never",
    "would",
    "have",
    "if",
    "he",
    "she",
    "they",
    "both",
    "leaders",
    "I",
    "we",
    "his",
    "“",
    "”",
    "\"",
    "'",
    "’s",
    "‘",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "?",
    "!",
    "…",
    "—",
    "-",
    ":",
    ";",
    "\n",
    "\n\n",
    "\u{a0}",
    "at",
    "least",
    "about",
    "24",
    "1,400",
    "$2.4",
    "billion",
    "85",
    "km",
    "50",
    "miles",
    "percent",
    "%",
    "killed",
    "people",
    "attack",
    "on",
    "by",
    "with",
    "withdraw",
    "from",
    "Syria",
    "request",
    "will",
    "must",
    "should",
    "ready",
    "plans",
    "aid",
    "sanctions",
    "reports",
    "in",
    "Helsinki",
    "July",
    "2018",
    "last",
    "month",
    "3-0",
    "goal",
    "é",
    "Łódź",
    "🙂",
    "\u{301}",
    "\u{200b}",
    "是",
    "İ",
    "ß",
];

const SENTENCES: &[&str] = &[
    "“We will not leave,” the minister said, “until the last prisoner is home.”",
    "A senior official told Reuters that Iran had agreed to withdraw 1,200 soldiers from Syria by July.",
    "Moscow denied Kyiv's claim that its troops had shelled the port, killing at least 24 people.",
    "According to the agency, which cited two diplomats, neither of the leaders signed the accord.",
    "Had Greece asked for help, Turkey would have sent rescuers (and 85 kilometres, or 53 miles, is not far).",
];

/// News-like sentences whose words, quotes, brackets and line ends are shuffled, cut and mixed with anything.
fn texts() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,5}",
    ];
    let pieces = prop::collection::vec((word, prop::sample::select(vec![" ", " ", " ", "", "\n"])), 0..60)
        .prop_map(|v| v.into_iter().flat_map(|(w, gap)| [w, gap.to_owned()]).collect::<String>());
    let shuffled = prop::collection::vec(prop::sample::select(SENTENCES), 1..3)
        .prop_map(|s| s.join(" ").split(' ').map(str::to_owned).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(|words| words.join(" "));
    let doubled =
        (prop::sample::select(SENTENCES), 0usize..80, prop::sample::select(PIECES)).prop_map(|(s, at, piece)| {
            let at = s.char_indices().map(|(i, _)| i).nth(at).unwrap_or(s.len());
            format!("{}{piece}{}", &s[..at], &s[at..])
        });
    prop_oneof![3 => pieces, 2 => shuffled, 2 => doubled, 1 => "\\PC{0,80}", 1 => any::<String>()]
}

fn assert_sound(text: &str, r: &Reading) {
    let span = |s: Span, what: &str| {
        assert!(text.get(s.range()).is_some(), "{what} {s:?} is no stretch of {text:?}");
    };
    let actor = |a: &ActorId| assert!((a.0 as usize) < r.actors.len(), "no actor {a:?} in {text:?}");
    for a in &r.actors {
        assert!(!a.name.trim().is_empty(), "an actor without a name in {text:?}");
        assert!(!a.mentions.is_empty(), "{:?} is mentioned nowhere in {text:?}", a.name);
        a.of.iter().for_each(actor);
        for m in &a.mentions {
            span(m.span, "mention");
            assert!(!m.span.is_empty());
        }
    }
    for (k, w) in r.attributions.iter().enumerate() {
        assert!(!w.content.is_empty(), "an attribution of nothing in {text:?}");
        for &s in w.source.iter().chain(&w.cue).chain(&w.content) {
            span(s, "attribution");
        }
        w.source_actor.iter().chain(&w.via).for_each(actor);
        assert!(
            ends(AttributionId(k as u32), |w| r.attributions[w.0 as usize].within, r.attributions.len()),
            "{text:?}"
        );
    }
    for (k, e) in r.events.iter().enumerate() {
        span(e.span, "event");
        span(e.clause, "clause");
        assert!(!e.span.is_empty());
        assert!((-3.0..=3.0).contains(&e.factuality), "factuality {} in {text:?}", e.factuality);
        for &s in e.actor_spans.iter().chain(&e.recipient_spans) {
            span(s, "party");
        }
        e.actors.iter().chain(&e.recipients).for_each(actor);
        assert!(e.holder.is_none_or(|h| (h.0 as usize) < r.attributions.len()), "holder in {text:?}");
        assert!(ends(EventId(k as u32), |e| r.events[e.0 as usize].about, r.events.len()), "about, {text:?}");
        for q in &e.quantities {
            span(q.span, "quantity");
            assert!(q.value.is_finite(), "{q:?} in {text:?}");
        }
    }
    for t in &r.times {
        span(t.span, "time");
    }
}

/// Whether a chain ends within as many steps as there are links.
fn ends<T: Copy>(from: T, next: impl Fn(T) -> Option<T>, links: usize) -> bool {
    let mut at = Some(from);
    for _ in 0..=links {
        let Some(here) = at else { return true };
        at = next(here);
    }
    at.is_none()
}

#[test]
fn a_chain_that_turns_in_a_circle_does_not_end() {
    assert!(ends(0, |n| (n < 2).then_some(n + 1), 3));
    assert!(!ends(0, |n| Some((n + 1) % 3), 3));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn readings_of_any_text_are_sound(text in texts(), year in prop::option::of(1900i16..2100)) {
        let Some(model) = common::model() else { return Ok(()) };
        let published = year.map(|y| format!("{y}-07-16"));
        let (report, analysis, reading) = common::read(model, &text, published.as_deref(), &[]);
        assert_sound(&report.text, &reading);
        // Everything that was read is explained once, in its sentence.
        let explained = explain(Vocabulary::shipped(), &report, &analysis, &reading);
        let notes = explained.iter().map(|s| s.notes.len()).sum::<usize>();
        let mentions = reading.actors.iter().map(|a| a.mentions.len()).sum::<usize>();
        let read = mentions + reading.times.len() + reading.attributions.len() + reading.events.len();
        prop_assert!(notes <= read, "{} notes of {}", notes, read);
        let events = explained.iter().flat_map(|s| &s.notes).filter(|(n, _)| matches!(n, Note::Event(_))).count();
        prop_assert_eq!(events, reading.events.len());
        let (_, _, again) = common::read(model, &text, published.as_deref(), &[]);
        prop_assert_eq!(reading, again);
    }
}
