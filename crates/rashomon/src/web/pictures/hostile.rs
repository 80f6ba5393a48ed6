//! Pictures of words that were written to do harm, and of their sizes.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::testing::{everything, sound, tables};

/// Words as somebody would write them who wants to break a page.
fn hostile() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "\"><script>alert(1)</script>".to_owned(),
        "' onload='alert(1)".to_owned(),
        "</text></svg><img src=x onerror=alert(1)>".to_owned(),
        "javascript:alert(1)".to_owned(),
        "java\tscript:alert(1)".to_owned(),
        "data:text/html,<script>".to_owned(),
        "]]><!-- &amp; &#0; &nope;".to_owned(),
        "a\u{202E}b\u{2066}c\u{200F}d\u{061C}".to_owned(),
        "\u{0}\u{1}\u{8}\u{1B}[31m\u{7F}\u{85}\u{FFFE}\u{FFFF}".to_owned(),
        "x".repeat(10_000),
        "e\u{301}".repeat(10_000),
        "👩‍👩‍👧‍👦".repeat(2_000),
        "بندر طارن مغلق".to_owned(),
        "港口关闭".repeat(40),
        "word ".repeat(2_000),
        String::new(),
        "2018-07-16/2018-99".to_owned(),
        "9999-12-31".to_owned(),
        "0000".to_owned(),
        "-001-01-01".to_owned(),
    ]);
    prop_oneof![known, any::<String>(), ".{0,40}"]
}

/// Fails unless the HTML is balanced and has no element that a table does not have.
fn sound_table(html: &str) {
    let mut reader = Reader::from_str(html);
    let known =
        ["div", "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "span", "svg", "circle", "rect", "path"];
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{e} in {html}")) {
            Event::Start(e) | Event::Empty(e) => {
                let name = e.name().as_ref().to_owned();
                assert!(known.contains(&name.as_str()), "{name} in a table");
                for a in e.attributes() {
                    let a = a.unwrap_or_else(|e| panic!("{e} in {html}"));
                    assert!(!a.key.as_ref().starts_with("on"), "{html}");
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(!html.contains("href=\"javascript"), "{html}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn words_stay_words(words in prop::collection::vec(hostile(), 8)) {
        for (name, svg) in everything(&words) {
            let svg = svg.unwrap_or_else(|| panic!("no {name}"));
            sound(&svg);
            // The world has coasts; all else is as large as what is shown of its words.
            prop_assert!(svg.len() < 500_000, "{name}: {}", svg.len());
        }
        for html in tables(&words) {
            sound_table(&html);
        }
    }

    #[test]
    fn equal_words_give_equal_bytes(words in prop::collection::vec(hostile(), 8)) {
        prop_assert_eq!(everything(&words), everything(&words));
    }
}
