//! What the grammar of a sentence adds: tense from the tree, names kept out.

use rashomon_lang::{Analysis, AnalysisBuilder, Dep, Entity, EntityLabel, NewToken, Pos, Tag};
use rashomon_text::{PartialDate, Span};
use rashomon_times::{Anchor, find};

/// Tokens as (word, tag, relation, head), one space apart.
fn tree(rows: &[(&str, Tag, Dep, u32)], entities: &[(u32, u32, EntityLabel)]) -> (String, Analysis) {
    let mut text = String::new();
    let mut b = AnalysisBuilder::with_capacity(rows.len());
    for &(word, tag, dep, head) in rows {
        if !text.is_empty() && word != "." {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(word);
        let lemma = match word {
            "plans" => "plan",
            "moved" => "move",
            "said" => "say",
            "opens" => "open",
            "scheduled" => "schedule",
            w => w,
        };
        b.token(NewToken {
            span: Span::new(start, text.len()),
            lower: &word.to_lowercase(),
            lemma,
            morph: "",
            tag,
            pos: Pos::X,
            dep,
            head,
            space_after: true,
        });
    }
    b.sentence(0..rows.len());
    for &(first, last, label) in entities {
        b.entity(Entity { first, last, label });
    }
    (text, b.finish())
}

fn values(text: &str, a: &Analysis) -> Vec<String> {
    find(text, &Anchor::on(PartialDate::day(2018, 8, 17)), Some(a)).into_iter().map(|t| t.value).collect()
}

#[test]
fn a_plan_lies_ahead_and_a_purpose_with_its_verb() {
    let sentence = |verb: &'static str, tag| {
        tree(
            &[
                ("She", Tag::Prp, Dep::Nsubj, 1),
                (verb, tag, Dep::Root, 1),
                ("to", Tag::To, Dep::Aux, 3),
                ("vote", Tag::Vb, Dep::Xcomp, 1),
                ("Tuesday", Tag::Nnp, Dep::Npadvmod, 3),
                (".", Tag::Stop, Dep::Punct, 1),
            ],
            &[],
        )
    };
    let (text, a) = sentence("plans", Tag::Vbz);
    assert_eq!(values(&text, &a), ["2018-08-21"]);
    let (text, a) = sentence("moved", Tag::Vbd);
    assert_eq!(values(&text, &a), ["2018-08-14"]);
}

#[test]
fn the_present_of_a_timetable_lies_ahead() {
    let (text, a) = tree(
        &[
            ("The", Tag::Dt, Dep::Det, 1),
            ("lock", Tag::Nn, Dep::Nsubj, 2),
            ("opens", Tag::Vbz, Dep::Root, 2),
            ("Tuesday", Tag::Nnp, Dep::Npadvmod, 2),
            (".", Tag::Stop, Dep::Punct, 2),
        ],
        &[],
    );
    assert_eq!(values(&text, &a), ["2018-08-21"]);
}

#[test]
fn what_had_been_planned_is_past() {
    let (text, a) = tree(
        &[
            ("It", Tag::Prp, Dep::Nsubjpass, 3),
            ("had", Tag::Vbd, Dep::Aux, 3),
            ("been", Tag::Vbn, Dep::Auxpass, 3),
            ("scheduled", Tag::Vbn, Dep::Root, 3),
            ("for", Tag::In, Dep::Prep, 3),
            ("Tuesday", Tag::Nnp, Dep::Pobj, 4),
            (".", Tag::Stop, Dep::Punct, 3),
        ],
        &[],
    );
    assert_eq!(values(&text, &a), ["2018-08-14"]);
}

#[test]
fn the_head_of_an_expression_finds_its_preposition() {
    // "until" governs "Tuesday", on which the clock time hangs.
    let (text, a) = tree(
        &[
            ("They", Tag::Prp, Dep::Nsubj, 1),
            ("waited", Tag::Vbd, Dep::Root, 1),
            ("until", Tag::In, Dep::Prep, 1),
            ("9", Tag::Cd, Dep::Nummod, 4),
            ("pm", Tag::Nn, Dep::Compound, 5),
            ("Tuesday", Tag::Nnp, Dep::Pobj, 2),
            (".", Tag::Stop, Dep::Punct, 1),
        ],
        &[],
    );
    assert_eq!(values(&text, &a), ["2018-08-21T21:00"]);
}

#[test]
fn through_looks_back_with_its_verb() {
    let sentence = |verb: &'static str, tag| {
        tree(
            &[
                ("It", Tag::Prp, Dep::Nsubj, 1),
                (verb, tag, Dep::Root, 1),
                ("through", Tag::In, Dep::Prep, 1),
                ("May", Tag::Nnp, Dep::Pobj, 2),
                (".", Tag::Stop, Dep::Punct, 1),
            ],
            &[],
        )
    };
    let (text, a) = sentence("fell", Tag::Vbd);
    assert_eq!(values(&text, &a), ["2018-05"]);
    let (text, a) = sentence("runs", Tag::Vbz);
    assert_eq!(values(&text, &a), ["2019-05"]);
}

#[test]
fn a_month_before_a_noun_is_the_nearest() {
    // The plan lies ahead, the agreement behind it.
    let (text, a) = tree(
        &[
            ("It", Tag::Prp, Dep::Nsubj, 2),
            ("will", Tag::Md, Dep::Aux, 2),
            ("end", Tag::Vb, Dep::Root, 2),
            ("a", Tag::Dt, Dep::Det, 5),
            ("June", Tag::Nnp, Dep::Compound, 5),
            ("pact", Tag::Nn, Dep::Dobj, 2),
            (".", Tag::Stop, Dep::Punct, 2),
        ],
        &[],
    );
    assert_eq!(values(&text, &a), ["2018-06"]);
}

#[test]
fn names_are_no_times() {
    let (text, a) = tree(
        &[
            ("In", Tag::In, Dep::Prep, 3),
            ("April", Tag::Nnp, Dep::Compound, 2),
            ("Moen", Tag::Nnp, Dep::Pobj, 0),
            ("said", Tag::Vbd, Dep::Root, 3),
            ("the", Tag::Dt, Dep::Det, 6),
            ("Sunday", Tag::Nnp, Dep::Compound, 6),
            ("Tidings", Tag::Nnps, Dep::Nsubj, 7),
            ("erred", Tag::Vbd, Dep::Ccomp, 3),
            (".", Tag::Stop, Dep::Punct, 3),
        ],
        &[(1, 3, EntityLabel::Person), (4, 7, EntityLabel::Org)],
    );
    assert_eq!(values(&text, &a), Vec::<String>::new());
}
