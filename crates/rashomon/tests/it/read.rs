//! `rashomon read` on the example pages.

use std::collections::HashSet;

use rashomon_lang::Weights;
use serde_json::Value;

use crate::support::{Ran, rashomon, ready, slice, with_summit};

fn readings() -> Option<(Ran, Vec<Value>)> {
    if !ready(Weights::Md) {
        return None;
    }
    let ran = rashomon(&with_summit(&["read", "--offline", "--format", "jsonl", "--tokens"]), b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let lines = ran.lines();
    Some((ran, lines))
}

fn array(v: &Value) -> &[Value] {
    v.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn pages_say_who_published_them_and_when() {
    let Some((_, lines)) = readings() else { return };
    let facts: Vec<_> = lines
        .iter()
        .map(|l| {
            let text = |key: &str| l[key].as_str().unwrap_or("–").to_owned();
            (text("id"), text("outlet"), text("published"), l["byline"].to_string())
        })
        .collect();
    let want = [
        ("1-agreed", "The Harbour Observer", "2031-06-19", r#"["Nora Feld"]"#),
        ("2-refuses", "Kelmar Courier", "2031-06-20", "[]"),
        ("3-copy", "Valdoria Tonight", "2031-06-19", "[]"),
        ("4-later", "The Meridian", "2031-09-30", r#"["Tomas Lind"]"#),
        ("5-other", "Rail and River", "2031-06-21", "[]"),
    ]
    .map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
    assert_eq!(facts, want);
    assert_eq!(lines[0]["title"], "Marand and Talvik agree that Osterran troops must leave Kelmar");
    assert_eq!(lines[0]["dateline"]["date"], "2031-06-19");
}

#[test]
fn furniture_is_no_part_of_the_text() {
    let Some((_, lines)) = readings() else { return };
    for line in &lines {
        let text = line["text"].as_str().expect("text").to_lowercase();
        for furniture in [
            "cookies",
            "newsletter",
            "most read",
            "read more",
            "sign up",
            "log in",
            "2036",
            "third term",
            "smoked eel",
            "comments",
            "old salt",
            "imprint",
            "subscribe",
            "download our app",
            "herring prices",
            "share:",
            "obituaries",
            "timetables",
            "also on",
            "seven rules",
            "weekly for travellers",
        ] {
            assert!(!text.contains(furniture), "{}: {furniture:?} in\n{text}", line["id"]);
        }
    }
    // What belongs to the article is all there, from the first sentence to the last.
    let ends = [
        ("agreed in principle", "prepare a second meeting."),
        ("opposed the request", "before the herring season."),
        ("agreed in principle", "help against smugglers."),
        ("no longer wants", "giving in to Karsia."),
        ("opened the railway bridge", "close in autumn."),
    ];
    for (line, (first, last)) in lines.iter().zip(ends) {
        let text = line["text"].as_str().expect("text");
        assert!(text.contains(first) && text.ends_with(last), "{}:\n{text}", line["id"]);
    }
}

#[test]
fn every_span_lies_in_the_text_and_every_name_is_declared() {
    let Some((_, lines)) = readings() else { return };
    for line in &lines {
        let text = line["text"].as_str().expect("text");
        let spans = |v: &Value| array(v).iter().map(|s| slice(text, &s[0], &s[1])).collect::<Vec<_>>();
        let span = |v: &Value| slice(text, &v["start"], &v["end"]);
        let ids = |key: &str| {
            let ids: Vec<&str> = array(&line[key]).iter().filter_map(|x| x["id"].as_str()).collect();
            assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{key} of {}", line["id"]);
            ids
        };
        let (actors, attributions, events) = (ids("actors"), ids("attributions"), ids("events"));
        let known = |v: &Value, all: &[&str]| v.is_null() || v.as_str().is_some_and(|s| all.contains(&s));
        assert!(spans(&line["paragraphs"]).iter().all(|p| !p.trim().is_empty() && !p.contains("\n\n")));
        assert!(spans(&line["sentences"]).iter().all(|s| !s.trim().is_empty()));
        for t in array(&line["tokens"]) {
            assert!(!span(t).is_empty());
        }
        for a in array(&line["actors"]) {
            assert!(!spans(&a["mentions"]).is_empty(), "{a}");
        }
        for t in array(&line["times"]) {
            assert!(!span(t).is_empty() && t["value"].as_str().is_some_and(|v| !v.is_empty()), "{t}");
        }
        for w in array(&line["attributions"]) {
            assert!(!spans(&w["content"]).is_empty(), "{w}");
            spans(&w["source"]);
            spans(&w["cue"]);
            assert!(known(&w["source_actor"], &actors) && known(&w["via"], &actors), "{w}");
            assert!(known(&w["within"], &attributions) && w["within"] != w["id"], "{w}");
        }
        for e in array(&line["events"]) {
            assert!(!span(e).trim().is_empty());
            let f = e["factuality"].as_f64().expect("a number");
            assert!((-3.0..=3.0).contains(&f), "{e}");
            assert!(known(&e["holder"], &attributions) && known(&e["about"], &events), "{e}");
            assert!(array(&e["actors"]).iter().chain(array(&e["recipients"])).all(|a| known(a, &actors)), "{e}");
            for q in array(&e["quantities"]) {
                assert!(span(q).chars().any(char::is_alphanumeric), "{q}");
            }
        }
    }
}

#[test]
fn offsets_count_code_points_not_bytes() {
    if !ready(Weights::Md) {
        return;
    }
    let document = serde_json::json!({
        "id": "r", "published": "2031-06-19",
        "text": "Łódź is calm 🚢. “We refuse to leave,” said Premier Żaneta Müller of Karsia on Monday."
    });
    let ran = rashomon(&["read", "--offline", "--format", "jsonl"], format!("{document}\n").as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let line = &ran.lines()[0];
    assert_eq!(line["text"], document["text"]);
    let text = line["text"].as_str().expect("text");
    let monday = array(&line["times"]).iter().find(|t| slice(text, &t["start"], &t["end"]) == "Monday");
    assert!(monday.is_some_and(|t| t["value"] == "2031-06-16"), "{}", line["times"]);
    let quote = array(&line["attributions"]).iter().find(|w| w["kind"] == "direct").expect("a quotation");
    let content = slice(text, &quote["content"][0][0], &quote["content"][0][1]);
    assert!(content.contains("We refuse to leave"), "{content}");
    assert!(slice(text, &quote["cue"][0][0], &quote["cue"][0][1]).contains("said"));
}

#[test]
fn tokens_are_printed_only_when_asked_for() {
    if !ready(Weights::Md) {
        return;
    }
    let ran = rashomon(&["read", "--offline", "--format", "jsonl"], b"The ferry sank on Friday.");
    assert!(ran.lines()[0].get("tokens").is_none());
    let ran = rashomon(&["read", "--offline", "--format", "jsonl", "--tokens"], b"The ferry sank on Friday.");
    assert_eq!(array(&ran.lines()[0]["tokens"]).len(), 6);
}

#[test]
fn a_year_is_invented_by_nobody_and_taken_from_the_user() {
    if !ready(Weights::Md) {
        return;
    }
    let text = "PORT SEVIN, 19 June - The ferry Solveig sank off the harbour on Friday morning, the coastguard said. \
                It had taken in water for more than three hours before the last passenger left it.\n\n\
                All of the forty people on board were brought ashore, a spokesman said on Friday.\n";
    let dir = tempfile::tempdir().expect("a folder");
    let path = crate::support::file(&dir, "ferry.txt", text);
    let dateline = |extra: &[&str]| {
        let mut args: Vec<std::ffi::OsString> = ["read", "--offline", "--format", "jsonl"].map(Into::into).into();
        args.extend(extra.iter().map(Into::into));
        args.push(path.clone().into());
        let ran = rashomon(&args, b"");
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran.lines()[0]["dateline"]["date"].clone()
    };
    assert_eq!(dateline(&[]), "XXXX-06-19");
    assert_eq!(dateline(&["--year", "2031"]), "2031-06-19");
}

#[test]
fn for_a_person_it_says_who_says_what() {
    if !ready(Weights::Md) {
        return;
    }
    let ran = rashomon(&with_summit(&["read", "--offline"]), b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for words in ["The Harbour Observer", "19 June 2031", "WHO SAYS WHAT", "Anton Geller"] {
        assert!(ran.stdout.contains(words), "{words}:\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains('\u{1b}'));
}

const STRIKE: &str = "Dockers in Tulla went home early, the union said on Friday. \
    Valdoria said it would release the two pilots. Rebels bombed the market, killing 12 people.";

#[test]
fn records_of_plover_name_who_did_what() {
    if !ready(Weights::Md) {
        return;
    }
    let args =
        ["read", "--offline", "--format", "plover", "--published", "2031-06-20", "--outlet", "The Meridian", "-"];
    let ran = rashomon(&args, STRIKE.as_bytes());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let lines = ran.lines();
    let brief: Vec<String> = lines
        .iter()
        .map(|r| {
            let texts = |side: &str| {
                let all = array(&r[side]).iter().map(|e| e["entity_text"].as_str().unwrap_or("").to_owned());
                all.collect::<Vec<_>>().join("+")
            };
            let list = |key: &str| {
                array(&r[key]).iter().map(|m| m.as_str().unwrap_or("").to_owned()).collect::<Vec<_>>().join("+")
            };
            let event = r["event"][0].as_str().unwrap_or("");
            format!("{} {event} [{}] → [{}] mode={}", r["date"], texts("actor"), texts("recipient"), list("mode"))
        })
        .collect();
    let wanted = [
        r#""2031-06-20" AGREE [it] → [the two pilots] mode=RETREAT"#,
        r#""2031-06-20" ASSAULT [Rebels] → [the market] mode=explosives"#,
        r#""2031-06-20" ASSAULT [Rebels] → [12 people] mode=targeted"#,
    ];
    assert_eq!(brief, wanted);
    let bombed = &lines[1];
    assert_eq!((&bombed["quad_code"], &bombed["event_scale"]), (&4.into(), &(-9.3).into()));
    assert_eq!(
        (&bombed["actor"][0]["sector"], &bombed["cite_info"]["publication"]),
        (&"REB".into(), &"The Meridian".into())
    );
    assert_eq!(lines[2]["size"]["dead"], 12.0);
    // Every record quotes its sentence, and counts code points to it.
    for r in &lines {
        let (from, to) = (r["text_info"]["start"].as_u64(), r["text_info"]["end"].as_u64());
        let (from, to) = (from.expect("a start") as usize, to.expect("an end") as usize);
        let quote: String = STRIKE.chars().skip(from).take(to - from).collect();
        assert_eq!(r["text"], quote.as_str());
    }
    assert_eq!(lines[0]["context"].as_array().map(|c| c.contains(&"future".into())), Some(true));
}

#[test]
fn an_explanation_names_the_line_to_change() {
    if !ready(Weights::Md) {
        return;
    }
    let ran = rashomon(&["read", "--offline", "--explain", "-"], STRIKE.as_bytes());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    // Every sentence is there, with what was read from it.
    for n in ["1   Dockers in Tulla", "2   Valdoria said", "3   Rebels bombed"] {
        assert!(ran.stdout.contains(n), "{n}: {}", ran.stdout);
    }
    // The line that is named holds the pattern.
    let at = ran.stdout.find("plover.tsv:").expect("a line of the table");
    let rest = &ran.stdout[at + "plover.tsv:".len()..];
    let (number, rest) = rest.split_once(' ').expect("a number");
    let pattern = rest.split(['“', '”']).nth(1).expect("a pattern");
    let table = include_str!("../../../reading/data/plover.tsv");
    let line = table.lines().nth(number.parse::<usize>().expect("a number") - 1).expect("a line");
    assert!(line.split(['\t', ';']).any(|p| p == pattern), "{pattern} is not in line {number}: {line}");
    assert!(ran.stdout.contains("cooperation to come: AGREE"), "{}", ran.stdout);
    // What is not read says so, and an empty text does; records have no place for it, so it goes to standard error.
    let french = "Le président a refusé de quitter la ville et les ministres ont accepté la demande du roi hier soir.";
    for (text, said) in [(french, "in another language than English"), ("", "No text of an article")] {
        let ran = rashomon(&["read", "--offline", "--explain", "-"], text.as_bytes());
        assert!(ran.stdout.contains(said), "{}", ran.stdout);
    }
    let unread = rashomon(&["read", "--offline", "--format", "plover", "-"], french.as_bytes());
    assert_eq!((unread.code, unread.stdout.as_str()), (Some(0), ""));
    assert!(unread.stderr.starts_with("note: ") && unread.stderr.contains("another language"), "{}", unread.stderr);
    let both = rashomon(&["read", "--offline", "--explain", "--format", "jsonl", "-"], STRIKE.as_bytes());
    assert_eq!((both.code, both.stdout.as_str()), (Some(2), ""));
    assert!(both.stderr.contains("leave out --format"), "{}", both.stderr);
}

#[test]
fn tables_of_ones_own_go_before_the_shipped_ones() {
    if !ready(Weights::Md) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let own = |text: &str| std::fs::write(folder.path().join("plover.tsv"), text).expect("writes");
    let typed = |stdin: &str| {
        let tables = folder.path().to_string_lossy().into_owned();
        let ran = rashomon(&["read", "--offline", "--format", "jsonl", "--tables", &tables, "-"], stdin.as_bytes());
        let kind = ran.lines().first().map(|l| {
            let all = array(&l["events"]).iter();
            all.filter_map(|e| e["type"].as_str().map(str::to_owned)).collect::<Vec<_>>().join(" ")
        });
        (ran, kind)
    };
    own("# mine\nPROTEST\tdemo\tserenade @actor\nNONE\t\tbomb <building>\n");
    assert_eq!(typed("Students serenaded the mayor.").1.as_deref(), Some("PROTEST"));
    assert_eq!(typed("Rebels bombed the market.").1.as_deref(), Some(""));
    // A line that is not understood is named, and nothing is read by half a table.
    own("PROTEST\tdemo\tserenade\nSERENADE\t\tsing\n");
    let (ran, _) = typed("Students serenaded the mayor.");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("plover.tsv, line 2: \"SERENADE\" is no type of PLOVER"), "{}", ran.stderr);
}

#[test]
fn what_the_desk_says_of_its_text_is_shown_and_not_read() {
    if !ready(Weights::Md) {
        return;
    }
    let told = "BRENMOUTH (AP) — The harbour master closed the northern quay on Tuesday after divers found cracks in its pillars.";
    let note = "Correction: An earlier version of this report wrongly said that the mayor attacked the council on Monday. He thanked it.";
    let text = format!("{told}\n\n{note}\n\nReporting by Ada Lund; Editing by Bo Berg");
    let document =
        serde_json::json!({"id": "quay", "text": text, "published": "2031-06-19T22:30:00+02:00"}).to_string();
    let ran = rashomon(&["read", "--offline", "--format", "jsonl", "-"], document.as_bytes());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let line = &ran.lines()[0];
    assert_eq!(
        (&line["published"], &line["published_at"]),
        (&"2031-06-19".into(), &"2031-06-19T22:30:00+02:00".into())
    );
    assert_eq!(line["published_basis"], "given");
    assert_eq!(
        (&line["agencies"][0]["name"], &line["agencies"][0]["whole"]),
        (&"Associated Press".into(), &true.into())
    );
    let noted = &line["notes"][0];
    assert_eq!(noted["kind"], "correction");
    assert_eq!(slice(&text, &noted["wrong"][0], &noted["wrong"][1]), "the mayor attacked the council on Monday");
    assert_eq!(slice(&text, &noted["right"][0], &noted["right"][1]), "He thanked it");
    let end = told.chars().count() as u64;
    assert!(!array(&line["events"]).is_empty());
    assert!(array(&line["events"]).iter().all(|e| e["start"].as_u64() < Some(end)), "{}", line["events"]);
    let human = rashomon(&["read", "--offline", "-"], document.as_bytes());
    let shown = human.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("from Associated Press") && shown.contains("correction “Correction: An earlier"), "{shown}");
}
