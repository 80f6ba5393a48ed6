//! The engine on real weights: equal to the reference parses, sound on any text, the same on any number of threads.
//!
//! Tests that need weights look where the command keeps them and pass with a message where there are none.

#![expect(clippy::print_stderr, reason = "tests say when they are skipped")]

use std::path::PathBuf;
use std::sync::OnceLock;

use proptest::prelude::*;
use rashomon_lang::{Analyser, Analysis, Dep, EntityLabel, Model, Pos, Tag, Weights};

/// Opened weights, or `None` with a message.
fn model(weights: Weights) -> Option<&'static Model> {
    static MODELS: [OnceLock<Option<Model>>; 2] = [const { OnceLock::new() }; 2];
    let open = || {
        let path = weights.cached()?;
        match std::fs::read(&path) {
            Ok(bytes) => match Model::from_bytes(bytes) {
                Ok(model) => Some(model),
                Err(e) => panic!("{}: {e}", path.display()),
            },
            Err(_) => {
                eprintln!("skipped: no weights {} (run `rashomon setup --model {})`", path.display(), weights.name());
                None
            }
        }
    };
    MODELS[weights as usize].get_or_init(open).as_ref()
}

/// Everything an analysis says, as text.
fn all(text: &str, a: &Analysis) -> String {
    let mut out = String::new();
    for (i, t) in a.tokens().iter().enumerate() {
        out += &format!(
            "{} {:?} {} {} {} {} {} {} {}\n",
            t.span.of(text),
            t.span,
            a.lemma(i),
            t.pos,
            t.tag,
            a.morph(i),
            t.head,
            t.dep,
            t.space_after
        );
    }
    for s in a.sentences() {
        out += &format!("{s:?}\n");
    }
    for e in a.entities() {
        out += &format!("{e:?}\n");
    }
    out
}

/// What holds for every text: tokens tile it, sentences tile the tokens, heads are tokens, entities do not overlap.
fn assert_sound(text: &str, a: &Analysis) {
    let mut at = 0;
    for t in a.tokens() {
        assert_eq!(t.span.start, at, "gap before {:?} in {text:?}", t.span);
        assert!(!t.span.is_empty() && text.is_char_boundary(t.span.end as usize));
        at = t.span.end;
        if t.space_after {
            assert_eq!(text.as_bytes()[at as usize], b' ');
            at += 1;
        }
        assert!((t.head as usize) < a.len());
    }
    assert_eq!(at as usize, text.len(), "rest of {text:?}");
    let mut next = 0;
    for s in a.sentences() {
        assert_eq!(s.start, next);
        assert!(s.end > s.start);
        next = s.end;
    }
    assert_eq!(next, a.len());
    let mut free = 0;
    for e in a.entities() {
        assert!(e.first >= free && e.last > e.first && e.last as usize <= a.len());
        free = e.last;
    }
}

const TEXT: &str = "Envoys from Norland met in Vienna on 3 May 2031. They didn't agree that the U.S. forces must leave, \
    \"for now,\" an official told Reuters (see http://example.org/a?b). Prices rose 5.2% to $10m—a record; \
    it's what they'd wanted...\n\nI'm gonna ask: who's there?";

#[test]
fn words_and_tree_of_an_invented_sentence() {
    let Some(model) = model(Weights::Md) else { return };
    let text = "Mr. Ulm didn't leave the U.N. office.";
    let a = model.analyse(text);
    let words: Vec<_> = a.tokens().iter().map(|t| t.span.of(text)).collect();
    assert_eq!(words, ["Mr.", "Ulm", "did", "n't", "leave", "the", "U.N.", "office", "."]);
    let lemmas: Vec<_> = (0..a.len()).map(|i| a.lemma(i)).collect();
    assert_eq!(lemmas, ["Mr.", "Ulm", "do", "not", "leave", "the", "U.N.", "office", "."]);
    assert_eq!((a.token(4).dep, a.token(4).tag, a.token(4).pos), (Dep::Root, Tag::Vb, Pos::Verb));
    assert_eq!((a.child(4, Dep::Nsubj), a.child(4, Dep::Neg), a.child(4, Dep::Dobj)), (Some(1), Some(3), Some(7)));
    assert_eq!(a.morph(2), "Tense=Past|VerbForm=Fin");
    assert!(a.entities().iter().any(|e| e.label == EntityLabel::Org && e.first == 6));
}

#[test]
fn tokens_of_tricky_strings() {
    let Some(model) = model(Weights::Sm) else { return };
    let cases = [
        ("I'd've gone, y'all", "I|'d|'ve|gone|,|y'|all"),
        ("(it cost US$5.2m…)", "(|it|cost|US$|5.2|m|…|)"),
        ("Ulm-based co-founders' 10a.m. talk", "Ulm|-|based|co|-|founders|'|10|a.m.|talk"),
        ("see http://example.org/a?b, or me@example.org.", "see|http://example.org/a?b|,|or|me@example.org|."),
        ("the U.N.'s 9°C. day :-) w/o 1-2", "the|U.N.|'s|9|°|C|.|day|:-)|w/o|1|-|2"),
        ("\"No,\"he said.She left", "\"|No,\"he|said|.|She|left"),
        ("  two  spaces\n", "  |two| |spaces|\n"),
    ];
    for (text, want) in cases {
        let a = model.analyse(text);
        let got: Vec<_> = a.tokens().iter().map(|t| t.span.of(text)).collect();
        assert_eq!(got.join("|"), want);
    }
}

#[test]
fn empty_texts_and_white_space() {
    for weights in Weights::ALL {
        let Some(model) = model(weights) else { continue };
        assert!(model.analyse("").is_empty());
        for text in [" ", "   ", "\n", " a ", "\t\n x \u{3000}", "a\u{1c}b"] {
            let a = model.analyse(text);
            assert!(!a.is_empty());
            assert_sound(text, &a);
        }
        let a = model.analyse(" \n");
        assert_eq!((a.token(0).pos, a.token(0).tag), (Pos::Space, Tag::SP));
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let Some(model) = model(Weights::Sm) else { return };
    let texts = [
        "(".repeat(20_000),
        "a".repeat(50_000),
        "a.b".repeat(10_000),
        "http://".to_owned() + &"a@".repeat(20_000) + "x.org",
        ".".repeat(50_000),
        "'s".repeat(20_000),
    ];
    for text in texts {
        assert_sound(&text, &model.analyse(&text));
    }
}

#[test]
fn a_text_reads_the_same_after_any_other_and_on_any_thread() {
    let Some(model) = model(Weights::Md) else { return };
    let texts: Vec<String> = (1..40).map(|i| TEXT.chars().cycle().skip(i * 7).take(i * 13).collect()).collect();
    let fresh: Vec<String> = texts.iter().map(|t| all(t, &Analyser::new(model).analyse(t))).collect();
    std::thread::scope(|s| {
        for offset in 0..4 {
            let (texts, fresh) = (&texts, &fresh);
            s.spawn(move || {
                for i in 0..texts.len() {
                    let i = (i * 5 + offset * 11) % texts.len();
                    assert_eq!(all(&texts[i], &model.analyse(&texts[i])), fresh[i]);
                }
            });
        }
    });
}

#[test]
fn a_long_text_goes_through_windows_and_blocks() {
    let Some(model) = model(Weights::Sm) else { return };
    let text = format!("{TEXT}\n\n").repeat(80);
    assert_sound(&text, &model.analyse(&text));
}

#[test]
fn vectors_are_there_in_the_medium_model_alone() {
    if let Some(model) = model(Weights::Sm) {
        assert!(model.vector("minister").is_none());
    }
    let Some(model) = model(Weights::Md) else { return };
    let cosine = |a: &str, b: &str| {
        let (a, b) = (model.vector(a).expect("known"), model.vector(b).expect("known"));
        let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f32>();
        dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
    };
    assert!(cosine("leave", "withdraw") > cosine("leave", "banana"));
    assert!(model.vector("qzxwvkk").is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_unicode_is_tiled(text in "\\PC{0,60}|[a-z'’.,\\-–…/:@()$0-9 \n\u{a0}A-Z]{0,120}|.{0,30}") {
        if let Some(model) = model(Weights::Sm) {
            assert_sound(&text, &model.analyse(&text));
        }
    }
}

/// Token by token what spaCy gave, on the reference data where it is at hand.
#[test]
fn equal_to_the_reference_parses() {
    let gold = std::env::var_os("RASHOMON_GOLD")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold"), PathBuf::from);
    for weights in Weights::ALL {
        let path = gold.join("lang").join(format!("{}.jsonl.gz", weights.name()));
        let Ok(file) = std::fs::File::open(&path) else {
            eprintln!("skipped: no reference parses {}", path.display());
            continue;
        };
        let Some(model) = model(weights) else { continue };
        let lines = std::io::BufRead::lines(std::io::BufReader::new(flate2::read::GzDecoder::new(file)));
        let mut tokens = 0;
        for line in lines {
            let gold: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
            let text = gold["text"].as_str().expect("a text");
            let a = model.analyse(text);
            assert_sound(text, &a);
            let points = rashomon_text::CodePoints::new(text);
            let found: Vec<serde_json::Value> = a
                .tokens()
                .iter()
                .enumerate()
                .map(|(i, t)| {
                    let (start, end) = points.span(t.span);
                    let (pos, tag, dep) = (t.pos.as_str(), t.tag.as_str(), t.dep.as_str());
                    serde_json::json!([start, end, a.lemma(i), pos, tag, a.morph(i), t.head, dep])
                })
                .collect();
            assert_eq!(serde_json::Value::from(found), gold["tokens"], "{}", gold["id"]);
            let sentences: Vec<_> = a.sentences().map(|s| serde_json::json!([s.start, s.end])).collect();
            assert_eq!(serde_json::Value::from(sentences), gold["sentences"], "{}", gold["id"]);
            let entities: Vec<_> =
                a.entities().iter().map(|e| serde_json::json!([e.first, e.last, e.label.as_str()])).collect();
            assert_eq!(serde_json::Value::from(entities), gold["entities"], "{}", gold["id"]);
            tokens += a.len();
        }
        assert!(tokens > 0);
        eprintln!("{tokens} tokens of {} are equal", path.display());
    }
}
