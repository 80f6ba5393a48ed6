//! That what pictures are written in can be read: contrasts, sizes and classes of the sheet of styles.

use std::collections::BTreeSet;

use super::testing::{everything, tables};
use super::text::{SIZE, SMALL};

const SHEET: &str = include_str!("../../../assets/pictures.css");

/// The value of a variable in a block of the sheet.
fn colour(block: &str, name: &str) -> [f64; 3] {
    let at = block.find(&format!("--pic-{name}:")).unwrap_or_else(|| panic!("no {name}"));
    let hex: String =
        block[at..].chars().skip_while(|c| *c != '#').skip(1).take_while(char::is_ascii_hexdigit).collect();
    let hex = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex };
    [0, 2, 4].map(|n| f64::from(u8::from_str_radix(&hex[n..n + 2], 16).expect("hexadecimal")) / 255.0)
}

/// As the guidelines for accessible pages measure it (WCAG 2).
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |c: [f64; 3]| {
        let [r, g, b] = c.map(|v| if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colours of light, of dark by the system, of dark by choice, and of paper.
fn themes() -> [&'static str; 4] {
    let after = |mark: &str| &SHEET[SHEET.find(mark).unwrap_or_else(|| panic!("no {mark}"))..];
    [
        after(":root {"),
        after("@media (prefers-color-scheme: dark)"),
        after("\n:root[data-theme=\"dark\"]"),
        after("@media print"),
    ]
}

#[test]
fn words_and_marks_can_be_told_from_what_is_below_them() {
    for (n, theme) in themes().into_iter().enumerate() {
        for below in ["paper", "land", "sea"] {
            for words in ["ink", "quiet"] {
                let c = contrast(colour(theme, words), colour(theme, below));
                assert!(c >= 4.5, "{n}: {words} on {below}: {c:.2}");
            }
        }
        for (mark, below) in
            [("line", "paper"), ("for", "paper"), ("against", "paper"), ("for", "land"), ("border", "sea")]
        {
            let c = contrast(colour(theme, mark), colour(theme, below));
            assert!(c >= 3.0, "{n}: {mark} on {below}: {c:.2}");
        }
    }
}

#[test]
fn dark_is_the_same_by_the_system_and_by_choice() {
    let [_, system, choice, _] = themes();
    for name in ["paper", "ink", "quiet", "line", "faint", "for", "against", "land", "border", "sea"] {
        assert_eq!(colour(system, name), colour(choice, name), "{name}");
    }
}

#[test]
fn letters_are_as_large_as_they_are_measured() {
    assert!(SHEET.contains(".pic text { font-family: system-ui") && SHEET.contains(&format!("font-size: {SIZE}px")));
    let sizes = SHEET.split("font-size: ").skip(1).filter_map(|s| s.split("px").next()?.parse::<f64>().ok());
    assert!(
        sizes.clone().count() > 2 && sizes.clone().all(|s| s == SIZE || s == SMALL),
        "{:?}",
        sizes.collect::<Vec<_>>()
    );
    const { assert!(SMALL >= 11.0, "unreadable on a telephone") };
}

#[test]
fn every_class_is_in_the_sheet() {
    let words: Vec<String> = ["2018-07-16", "Tarn", "/r/1"].map(str::to_owned).into();
    let drawn: Vec<String> = everything(&words).into_iter().filter_map(|p| p.1).chain(tables(&words)).collect();
    let of = |svg: &String| {
        svg.split("class=\"").skip(1).filter_map(|s| s.split('"').next()).map(str::to_owned).collect::<Vec<_>>()
    };
    let classes: BTreeSet<String> =
        drawn.iter().flat_map(of).flat_map(|c| c.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(classes.len() > 30, "{classes:?}");
    for class in classes {
        let dotted = format!(".{class}");
        let ends = |at: usize| !SHEET[at + dotted.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        assert!(SHEET.match_indices(&dotted).any(|m| ends(m.0)), "{class} is in no rule");
    }
}
