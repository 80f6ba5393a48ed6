//! What holds of every picture, whatever it is of.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;

/// Elements that pictures are made of.
const ELEMENTS: [&str; 9] = ["svg", "title", "desc", "g", "a", "text", "path", "rect", "circle"];

/// Attributes that they have.
const ATTRIBUTES: [&str; 18] = [
    "xmlns",
    "class",
    "width",
    "height",
    "viewBox",
    "role",
    "aria-labelledby",
    "aria-hidden",
    "id",
    "href",
    "x",
    "y",
    "text-anchor",
    "d",
    "cx",
    "cy",
    "r",
    "stroke-width",
];

/// Fails unless the picture is well formed, made of known elements and attributes, named, and leads only where it may.
pub(super) fn sound(svg: &str) {
    let mut reader = Reader::from_str(svg);
    let mut ids = BTreeSet::new();
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{e} in {svg}")) {
            Event::Start(e) | Event::Empty(e) => {
                let name = e.name().as_ref().to_owned();
                assert!(ELEMENTS.contains(&name.as_str()), "{name} in a picture");
                for a in e.attributes() {
                    let a = a.unwrap_or_else(|e| panic!("{e} in {svg}"));
                    let key = a.key.as_ref().to_owned();
                    let value = a.value.clone().into_owned();
                    assert!(ATTRIBUTES.contains(&key.as_str()), "{key} in a picture");
                    assert!(!value.contains("NaN") && !value.contains("inf "), "{key}={value}");
                    if key == "id" {
                        assert!(ids.insert(value), "an id twice");
                    } else if key == "href" {
                        assert!(!value.starts_with("javascript"), "{value}");
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(ids.len(), 2, "a title and a description");
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    assert!(!svg.contains(hidden), "a character that turns or hides text");
}
