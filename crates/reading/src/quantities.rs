//! Numbers and what they count.

use rashomon_lang::{Dep, Pos};
use rashomon_text::Span;

use crate::parsed::Parsed;
use crate::reading::{Bound, Quantity};

/// Nouns that are measures and not things counted: lemma, unit.
const UNITS: &[(&str, &str)] = &[
    ("kilometre", "km"),
    ("kilometer", "km"),
    ("km", "km"),
    ("mile", "mile"),
    ("metre", "m"),
    ("meter", "m"),
    ("foot", "foot"),
    ("ft", "foot"),
    ("centimetre", "cm"),
    ("centimeter", "cm"),
    ("cm", "cm"),
    ("inch", "inch"),
    ("yard", "yard"),
    ("hectare", "hectare"),
    ("acre", "acre"),
    ("tonne", "tonne"),
    ("ton", "ton"),
    ("kilo", "kg"),
    ("kilogram", "kg"),
    ("kg", "kg"),
    ("pound", "pound"),
    ("gram", "g"),
    ("litre", "litre"),
    ("liter", "litre"),
    ("gallon", "gallon"),
    ("barrel", "barrel"),
    ("dollar", "dollar"),
    ("euro", "euro"),
    ("franc", "franc"),
    ("yen", "yen"),
    ("yuan", "yuan"),
    ("rouble", "rouble"),
    ("ruble", "rouble"),
    ("rupee", "rupee"),
    ("crown", "crown"),
    ("krone", "krone"),
    ("$", "dollar"),
    ("€", "euro"),
    ("£", "pound sterling"),
    ("percent", "%"),
    ("per cent", "%"),
    ("%", "%"),
    ("percentage", "%"),
    ("degree", "degree"),
    ("knot", "knot"),
    ("mph", "mph"),
    ("kph", "kph"),
];

const ONES: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

const SCALES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("m", 1e6),
    ("bn", 1e9),
    ("mn", 1e6),
    ("k", 1e3),
    ("dozen", 12.0),
];

fn look(table: &[(&str, f64)], word: &str) -> Option<f64> {
    table.iter().find(|(w, _)| *w == word).map(|(_, v)| *v)
}

/// The value of a number in digits or words; `None` for ranges, scores and other things that are no single number.
///
/// ```text
/// "1,400" 1400   "2.4 billion" 2.4e9   "two hundred thousand" 200000   "seventy-two" 72
/// ```
pub(crate) fn number(words: &str) -> Option<f64> {
    let lower = words.to_lowercase();
    let mut total = 0.0;
    let mut part: Option<f64> = None;
    for word in lower.split(|c: char| c.is_whitespace() || c == '-' || c == '–').filter(|w| !w.is_empty()) {
        if word == "and" || word == "a" {
            continue;
        }
        if let Some(v) = look(ONES, word) {
            part = Some(part.unwrap_or(0.0) + v);
        } else if let Some(v) = look(SCALES, word) {
            let p = part.unwrap_or(1.0) * v;
            if v >= 1e3 {
                total += p;
                part = None;
            } else {
                part = Some(p);
            }
        } else {
            let digits = word.trim_start_matches(['$', '€', '£']).trim_end_matches(['%']);
            let (digits, scale) = ["bn", "mn", "m", "k"]
                .iter()
                .find_map(|s| {
                    digits
                        .strip_suffix(s)
                        .filter(|d| d.ends_with(|c: char| c.is_ascii_digit()))
                        .map(|d| (d, look(SCALES, s).unwrap_or(1.0)))
                })
                .unwrap_or((digits, 1.0));
            // "1,400" but not "1,4"; "2.4"
            let groups: Vec<&str> = digits.split(',').collect();
            if groups.len() > 1
                && !groups[1..].iter().all(|g| g.len() == 3 || (g.contains('.') && g.find('.') == Some(3)))
            {
                return None;
            }
            let v: f64 = groups.concat().parse().ok()?;
            if part.is_some() {
                return None;
            }
            part = Some(v * scale);
        }
    }
    part.map_or((total > 0.0).then_some(total), |p| Some(total + p))
}

/// The numbers of a text with what they count; those that are part of a time expression are left out.
pub(crate) fn find(p: Parsed<'_>, times: &[Span]) -> Vec<(usize, Quantity)> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < p.a.len() {
        if !is_number(p, i) {
            i += 1;
            continue;
        }
        // "two hundred thousand", "2.4 billion", "seventy - two"
        let mut last = i;
        while last + 1 < p.a.len() {
            if is_number(p, last + 1)
                || (p.word(last + 1) == "-"
                    && last + 2 < p.a.len()
                    && is_number(p, last + 2)
                    && !p.word(last).starts_with(|c: char| c.is_ascii_digit()))
            {
                last += 1;
            } else {
                break;
            }
        }
        let span = p.a.span(i..last + 1);
        let next = last + 1;
        let start = i;
        i = next;
        if times.iter().any(|t| t.overlaps(span)) {
            continue;
        }
        let Some(value) = number(span.of(p.text)) else { continue };
        // "half a million"
        let half =
            start >= 2 && p.word(start - 2).eq_ignore_ascii_case("half") && p.word(start - 1).eq_ignore_ascii_case("a");
        let value = if half { value / 2.0 } else { value };
        // The token that carries the number, and the noun it counts.
        let outside = |t: usize| p.a.head(t) < start || p.a.head(t) >= next;
        let top = (start..next).rev().find(|&t| outside(t)).unwrap_or(last);
        let mut noun = p.a.head(top);
        let before = start.checked_sub(1).map_or("", |b| p.word(b));
        let currency = matches!(before, "$" | "€" | "£");
        let mut of = match p.dep(top) {
            Dep::Nummod | Dep::Quantmod | Dep::Compound | Dep::Nmod | Dep::Amod
                if p.is_noun(noun) || p.pos(noun) == Pos::Sym =>
            {
                p.a.lemma(noun).to_lowercase()
            }
            _ if next < p.a.len() && matches!(p.word(next), "%") => "%".to_owned(),
            _ => {
                noun = top;
                let magnitude = (p.dep(top) == Dep::Pobj && p.a.lower(p.a.head(top)) == "of")
                    .then(|| p.a.head(p.a.head(top)))
                    .filter(|&h| p.is_noun(h));
                match p
                    .a
                    .children_with(top, Dep::Prep)
                    .find(|&c| p.a.lower(c) == "of")
                    .and_then(|c| p.a.child(c, Dep::Pobj))
                {
                    // "one of the soldiers"
                    Some(o) => p.a.lemma(o).to_lowercase(),
                    // "a magnitude of 6.1", "a toll of 24"
                    None => magnitude.map_or(String::new(), |h| p.a.lemma(h).to_lowercase()),
                }
            }
        };
        let mut unit = UNITS.iter().find(|(w, _)| *w == of).map(|(_, u)| (*u).to_owned());
        if currency {
            unit = UNITS.iter().find(|(w, _)| *w == before).map(|(_, u)| (*u).to_owned());
            of = unit.clone().unwrap_or_default();
        }
        // What happened to those counted says more than what they are: "killed 20 people".
        let role = p.dep(noun);
        let v = p.a.head(noun);
        let passive = matches!(role, Dep::Nsubjpass)
            || (role == Dep::Nsubj && matches!(p.a.lemma(v), "die" | "perish" | "drown"));
        if unit.is_none() && p.is_verb(v) && (role == Dep::Dobj || passive) {
            match p.a.lemma(v) {
                "kill" | "die" | "perish" | "drown" | "murder" | "slay" => of = "killed".to_owned(),
                "wound" | "injure" | "hurt" => of = "injured".to_owned(),
                "arrest" | "detain" => of = "arrested".to_owned(),
                _ => {}
            }
        }
        let words = (start.saturating_sub(3)..start).map(|t| p.a.lower(t)).collect::<Vec<_>>().join(" ");
        let bound = bound(&words, if next < p.a.len() { p.a.lower(next) } else { "" });
        out.push((noun, Quantity { span, value, of, bound, unit }));
    }
    out
}

fn is_number(p: Parsed<'_>, i: usize) -> bool {
    let w = p.a.lower(i);
    (p.pos(i) == Pos::Num && p.dep(i) != Dep::Punct)
        || (matches!(w, "million" | "billion" | "thousand" | "hundred" | "trillion")
            && i > 0
            && p.pos(i - 1) == Pos::Num)
}

fn bound(before: &str, after: &str) -> Bound {
    let ends = |list: &[&str]| list.iter().any(|w| before.ends_with(w));
    if ends(&[
        "at least",
        "more than",
        "over",
        "above",
        "no fewer than",
        "no less than",
        "upwards of",
        "exceeding",
        "as many as",
    ]) && !ends(&["as many as"])
        || after == "plus"
    {
        Bound::AtLeast
    } else if ends(&["up to", "at most", "fewer than", "less than", "under", "as many as", "below", "no more than"]) {
        Bound::AtMost
    } else if ends(&[
        "about",
        "around",
        "some",
        "roughly",
        "approximately",
        "nearly",
        "almost",
        "close to",
        "an estimated",
        "estimated",
        "circa",
        "just under",
        "just over",
    ]) {
        Bound::About
    } else {
        Bound::Exact
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_in_words_and_digits() {
        for (words, want) in [
            ("1,400", Some(1400.0)),
            ("2.4 billion", Some(2.4e9)),
            ("Two hundred thousand", Some(200_000.0)),
            ("seventy-two", Some(72.0)),
            ("three hundred and twelve", Some(312.0)),
            ("85", Some(85.0)),
            ("5m", Some(5e6)),
            ("a dozen", Some(12.0)),
            ("3-0", None),
            ("1,4", None),
            ("the", None),
        ] {
            assert_eq!(number(words), want, "{words}");
        }
    }
}
