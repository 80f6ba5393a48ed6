//! `rashomon compare` on the example pages: three outlets on a summit, a copy, and a page on something else.

use std::collections::HashSet;

use rashomon_lang::Weights;
use serde_json::Value;

use crate::support::{command, rashomon, ready, run, slice, summit, with_summit};

fn array(v: &Value) -> &[Value] {
    v.as_array().map_or(&[], Vec::as_slice)
}

fn strings(v: &Value) -> Vec<&str> {
    array(v).iter().filter_map(Value::as_str).collect()
}

fn compared() -> Option<Value> {
    if !ready(Weights::Md) {
        return None;
    }
    let ran = rashomon(&with_summit(&["compare", "--offline", "--format", "json"]), b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    Some(ran.json())
}

#[test]
fn every_report_is_in_one_story_and_the_other_affair_alone() {
    let Some(all) = compared() else { return };
    let stories: Vec<Vec<&str>> = array(&all["stories"]).iter().map(|s| strings(&s["reports"])).collect();
    let mut reports: Vec<&str> = stories.iter().flatten().copied().collect();
    reports.sort_unstable();
    assert_eq!(reports, ["1-agreed", "2-refuses", "3-copy", "4-later", "5-other"]);
    assert!(stories.contains(&vec!["5-other"]), "{stories:?}");
    let summit = stories.iter().find(|s| s.contains(&"1-agreed")).expect("a story");
    assert!(summit.contains(&"2-refuses") && summit.contains(&"3-copy"), "{stories:?}");
}

#[test]
fn a_copy_is_told_and_is_the_only_one() {
    let Some(all) = compared() else { return };
    let copies: Vec<HashSet<&str>> = array(&all["stories"])
        .iter()
        .flat_map(|s| array(&s["copies"]))
        .map(|group| strings(group).into_iter().collect())
        .collect();
    assert_eq!(copies, [HashSet::from(["1-agreed", "3-copy"])]);
}

#[test]
fn quotes_are_the_text_at_their_offsets() {
    let Some(all) = compared() else { return };
    let read = rashomon(&with_summit(&["read", "--offline", "--format", "jsonl"]), b"").lines();
    let text_of = |id: &Value| read.iter().find(|l| &l["id"] == id).and_then(|l| l["text"].as_str()).expect("a report");
    let mut quotes = 0;
    for story in array(&all["stories"]) {
        let sides = array(&story["disputes"]).iter().flat_map(|d| array(&d["sides"]));
        for side in sides.chain(array(&story["agreements"])) {
            for s in array(&side["statements"]) {
                assert_eq!(s["quote"], slice(text_of(&s["report"]), &s["start"], &s["end"]));
                assert!(s["quote"].as_str().is_some_and(|q| !q.trim().is_empty()));
                quotes += 1;
            }
        }
        for stance in array(&story["positions"]).iter().flat_map(|p| array(&p["stances"])) {
            assert!(matches!(stance["stance"].as_str(), Some("for" | "against" | "mixed")), "{stance}");
            assert!(!slice(text_of(&stance["report"]), &stance["start"], &stance["end"]).is_empty());
        }
        for event in array(&story["events"]) {
            for m in array(&event["mentions"]) {
                assert!(!slice(text_of(&m["report"]), &m["start"], &m["end"]).is_empty());
            }
        }
        let events: Vec<&str> = array(&story["events"]).iter().filter_map(|e| e["id"].as_str()).collect();
        assert!(array(&story["timeline"]).iter().all(|t| t["event"].as_str().is_some_and(|e| events.contains(&e))));
    }
    assert!(quotes > 0, "nothing was quoted");
}

#[test]
fn they_part_on_whether_the_troops_are_to_leave() {
    let Some(all) = compared() else { return };
    let kinds = ["happened", "stance", "number", "date", "place", "actor", "words", "figures"];
    let mut on_troops = 0;
    for dispute in array(&all["stories"]).iter().flat_map(|s| array(&s["disputes"])) {
        assert!(dispute["kind"].as_str().is_some_and(|k| kinds.contains(&k)), "{dispute}");
        assert!(matches!(dispute["status"].as_str(), Some("dispute" | "revision" | "reversal")), "{dispute}");
        assert!(array(&dispute["sides"]).len() >= 2, "{dispute}");
        assert!(array(&dispute["sides"]).iter().all(|s| !array(&s["statements"]).is_empty()), "{dispute}");
        let reports: HashSet<&str> = array(&dispute["sides"])
            .iter()
            .flat_map(|s| array(&s["statements"]))
            .filter_map(|s| s["report"].as_str())
            .collect();
        let asked = dispute["question"].as_str().expect("a question");
        if dispute["kind"] == "stance"
            && asked.contains("leave")
            && reports.contains("2-refuses")
            && (reports.contains("1-agreed") || reports.contains("3-copy"))
        {
            on_troops += 1;
        }
    }
    assert!(on_troops > 0, "no dispute on the troops: {}", all["stories"]);
}

#[test]
fn for_a_person_it_fits_in_80_columns_and_has_no_colour_in_a_pipe() {
    if !ready(Weights::Md) {
        return;
    }
    for columns in ["80", "60", "40"] {
        let mut command = command();
        command.args(with_summit(&["compare", "--offline", "--explain"])).env("COLUMNS", columns);
        let ran = run(&mut command, b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let width: usize = columns.parse().expect("a number");
        for line in ran.stdout.lines() {
            assert!(line.chars().count() <= width, "{columns} columns: {line:?}");
            assert!(!line.ends_with(' '), "{line:?}");
        }
        assert!(!ran.stdout.contains('\u{1b}'));
    }
}

#[test]
fn colour_comes_when_asked_for_and_changes_no_word() {
    if !ready(Weights::Md) {
        return;
    }
    let plain = rashomon(&with_summit(&["compare", "--offline"]), b"").stdout;
    let coloured = rashomon(&with_summit(&["compare", "--offline", "--color", "always"]), b"").stdout;
    assert!(coloured.contains("\u{1b}["));
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        stripped.push_str(before);
        rest = after.split_once('m').expect("the end of a colour").1;
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

#[test]
fn for_a_person_it_names_the_parties_the_question_and_the_copy() {
    if !ready(Weights::Md) {
        return;
    }
    let mut command = command();
    command.args(with_summit(&["compare", "--offline"])).env("COLUMNS", "80");
    let ran = run(&mut command, b"");
    let flat = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Marand",
        "Talvik",
        "WHERE THEY PART",
        "Does ",
        "leave",
        "WHO STANDS WHERE",
        "same text as 1-agreed",
        "The Harbour Observer",
        "Kelmar Courier",
        "ON SOMETHING ELSE",
        "Talvik opens the longest railway bridge",
    ] {
        assert!(flat.contains(words), "{words}:\n{}", ran.stdout);
    }
    // The program never says who is right.
    for word in ["fake", "biased", "misleading", "false claim"] {
        assert!(!flat.to_lowercase().contains(word), "{word}:\n{}", ran.stdout);
    }
}

#[test]
fn what_is_copied_is_known_on_both_sides() {
    let Some(all) = compared() else { return };
    let read = rashomon(&with_summit(&["read", "--offline", "--format", "jsonl"]), b"").lines();
    let text_of = |id: &Value| read.iter().find(|l| &l["id"] == id).and_then(|l| l["text"].as_str()).expect("a report");
    let copies: Vec<&Value> = array(&all["stories"]).iter().flat_map(|s| array(&s["copy_spans"])).collect();
    assert_eq!(copies.len(), 1);
    let sides: Vec<String> = array(&copies[0]["reports"])
        .iter()
        .map(|side| {
            let runs = array(&side["spans"]).iter().map(|s| slice(text_of(&side["report"]), &s[0], &s[1]));
            runs.collect::<Vec<_>>().join(" … ")
        })
        .collect();
    assert_eq!(sides.len(), 2);
    assert!(sides[0] == sides[1] && sides[0].contains("have agreed in principle"), "{sides:?}");
    // 3-copy is all of it, 1-agreed has more; both are of one day.
    assert_eq!(copies[0]["reports"][1]["share"], 1.0);
    assert!(copies[0]["reports"][0]["share"].as_f64().is_some_and(|x| (0.4..0.9).contains(&x)), "{copies:?}");
    assert_eq!(copies[0]["first"], Value::Null);
}

#[test]
fn every_report_counts_for_one_source() {
    let Some(all) = compared() else { return };
    for story in array(&all["stories"]) {
        let sources = array(&story["sources"]);
        assert_eq!(Some(sources.len() as u64), story["independent_sources"].as_u64());
        let mut counted: Vec<&str> = sources.iter().flat_map(|s| strings(&s["reports"])).collect();
        counted.sort_unstable();
        let mut reports = strings(&story["reports"]);
        reports.sort_unstable();
        assert_eq!(counted, reports);
    }
}

#[test]
fn explained_it_says_why() {
    if !ready(Weights::Md) {
        return;
    }
    let mut command = command();
    command.args(with_summit(&["compare", "--offline", "--explain"])).env("COLUMNS", "80");
    let ran = run(&mut command, b"");
    let from = ran.stdout.find("WHY ONE STORY").expect("reasons");
    let to = ran.stdout.find("WHY ONE EVENT").expect("reasons for events");
    let expected = "\
WHY ONE STORY
   Names that tell, and in how many of the reports: Ilse (4), Kelmar (4), Marand
   (4), Osterran (4), Igor (4), Talvik (4), Karsia (3), Osterra (3).
   Words that tell, and in how many of the reports: garrison (4), smuggler (4),
   valdorian (4), winter (3), autumn (3), anonymity (2), condition (2), doubt
   (2).
   Published from 19 June 2031 to 30 September 2031.

WHY COPIES
   1-agreed and 3-copy: the one is part of the other; 66 % of the words of
   1-agreed, 100 % of those of 3-copy.
     “Presidents Ilse Marand of Valdoria and Igor Talvik of Karsia have agreed
     in principle that Osterran troops should leave Kelmar, a Valdorian official
     told …”
     Which had it first is not told.

WHY SO MANY SOURCES
   1-agreed, 3-copy: one source, since they share their text.
   2-refuses: a source of its own.
   4-later: a source of its own.

";
    assert_eq!(&ran.stdout[from..to], expected);
    assert!(ran.stdout[to..].contains("words of one family or meaning"), "{}", &ran.stdout[to..]);
}

#[test]
fn one_report_alone_is_a_story_of_one() {
    if !ready(Weights::Md) {
        return;
    }
    let page = summit().remove(4);
    let args = ["compare".as_ref(), "--offline".as_ref(), "--format=json".as_ref(), page.as_os_str()];
    let ran = rashomon(&args, b"");
    let all = ran.json();
    assert_eq!((ran.code, array(&all["stories"]).len()), (Some(0), 1));
    let story = &all["stories"][0];
    assert_eq!(strings(&story["reports"]), ["5-other"]);
    assert_eq!((array(&story["disputes"]).len(), array(&story["copies"]).len()), (0, 0));
}
