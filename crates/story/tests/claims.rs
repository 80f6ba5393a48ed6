//! What reports say to claims: the cases of `claims.txt`, whose head explains the notation.

#![expect(clippy::print_stderr, reason = "tests say when they are skipped")]

mod common;

use proptest::prelude::*;
use rashomon_story::{Relation, check};

#[test]
fn claims_are_answered_as_expected() {
    let Some(model) = common::model() else { return };
    let mut faults = Vec::new();
    let mut asked = 0;
    let mut report = String::new();
    let mut title = "";
    for (n, line) in include_str!("claims.txt").lines().enumerate().map(|(n, l)| (n + 1, l.trim())) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(t) = line.strip_prefix("== ") {
            title = t;
            report.clear();
        } else if let Some(paragraph) = line.strip_prefix("| ") {
            if !report.is_empty() {
                report.push_str("\n\n");
            }
            report.push_str(paragraph);
        } else {
            let (wanted, claim) = line.split_once(": ").unwrap_or_else(|| panic!("line {n}: what is it?"));
            let (claim, shown) = claim.split_once(" -> ").unwrap_or((claim, ""));
            let answer =
                check(&common::case(model, "claim", None, claim), &common::case(model, "report", None, &report), model);
            asked += 1;
            let evidence = || answer.evidence.iter().map(|e| e.of(&report)).collect::<Vec<_>>();
            let right = match wanted {
                "nothing" => matches!(answer.relation, Relation::Mentions | Relation::Unrelated),
                _ => answer.relation.as_str() == wanted,
            };
            if !right || !shown.is_empty() && !evidence().iter().any(|e| e.contains(shown)) {
                faults.push(format!(
                    "line {n}, {title}: {line}\n    {} {:.2} {:?}\n    {}",
                    answer.relation.as_str(),
                    answer.score,
                    evidence(),
                    answer.why
                ));
            }
        }
    }
    assert!(asked > 0);
    assert!(faults.is_empty(), "{} of {asked} do not hold:\n\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn an_empty_claim_has_nothing_to_answer() {
    let Some(model) = common::model() else { return };
    let report = common::case(model, "report", None, "The ferry Halcyon sank off Brenmouth on Monday.");
    for claim in ["", " ", "?", "…", "\u{0}"] {
        let answer = check(&common::case(model, "claim", None, claim), &report, model);
        assert_eq!((answer.relation, answer.evidence.len()), (Relation::Unrelated, 0), "{claim:?}");
    }
}

/// Texts of words that the rules look for, in any order.
fn any_text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "no", "not", "nobody", "there", "is", "was", "one", "Ann", "Tarn", "ferry", "sank", "said", "denied", "hoax",
        "out", "of", "into", "met", "19", "more", "than", "forty", "mayor", "elected", "and", "which", "?", ".", ",",
        "\"", "—", "n't", "é", "the", "WITHOUT", "\n\n",
    ]);
    prop::collection::vec(word, 0..24).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn any_claim_is_answered_within_the_report(claim in any_text(), report in any_text()) {
        let Some(model) = common::model() else { return Ok(()) };
        let answer = check(&common::case(model, "c", None, &claim), &common::case(model, "r", None, &report), model);
        prop_assert!((0.0..=1.0).contains(&answer.score));
        prop_assert_eq!(answer.relation == Relation::Unrelated, answer.evidence.is_empty());
        for e in &answer.evidence {
            prop_assert!(report.get(e.start as usize..e.end as usize).is_some_and(|s| !s.trim().is_empty()));
        }
    }
}
