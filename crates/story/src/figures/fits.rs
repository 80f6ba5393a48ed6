//! Whether two figures answer one question, and whether both can hold.

use std::collections::BTreeSet;

use rashomon_reading::Bound;

use super::figure::{Figure, is_money};
use super::measures::Course;
use crate::propositions::{containment, predicate_nearness};
use crate::story::Vectors;
use crate::wordnet;

/// Classes of persons: "45,000 people" and "45,000 demonstrators" may be one count.
pub(super) fn is_persons(class: &str) -> bool {
    matches!(class, "people" | "child" | "soldier" | "protester" | "killed" | "injured" | "arrested")
}

/// Whether a noun names persons.
pub(super) fn names_person(noun: &str) -> bool {
    wordnet::kind_of(noun, "person") || wordnet::same(noun, "person")
}

/// Whether two classes can be one count.
pub(super) fn one_count(a: &str, b: &str) -> bool {
    a == b || (is_persons(a) && is_persons(b) && (a == "people" || b == "people"))
}

/// Whether what two figures of one measure count can be one and the same set.
fn one_set(a: &Figure, b: &Figure) -> bool {
    let (x, y) = (a.counted.as_str(), b.counted.as_str());
    let (m, n) = (a.quantity.of.as_str(), b.quantity.of.as_str());
    if x == y || x.is_empty() || y.is_empty() || wordnet::same(m, n) {
        return true;
    }
    let general = |f: &Figure| is_general(&f.quantity.of);
    let befell = |f: &Figure| {
        matches!(
            f.measure.map(|m| m.name),
            Some("killed" | "injured" | "missing" | "arrested" | "rescued" | "ill" | "hospital" | "evacuated")
        )
    };
    match (general(a), general(b)) {
        (true, true) => true,
        // Who marches is a marcher.
        (true, false) | (false, true) if !befell(a) && !befell(b) => true,
        // "19 people died, 11 of them soldiers" and "11 soldiers died": the wider count may hold the narrower.
        (true, false) => a.value < b.value,
        (false, true) => b.value < a.value,
        (false, false) => wordnet::kind_of(m, n) || wordnet::kind_of(n, m),
    }
}

/// Nouns for persons of any kind.
fn is_general(noun: &str) -> bool {
    matches!(
        noun,
        "turnout"
            | "attendance"
            | "crowd"
            | "toll"
            | "headcount"
            | "people"
            | "person"
            | "victim"
            | "dead"
            | "death"
            | "life"
            | "body"
            | "individual"
            | "fatality"
            | "killed"
            | "injured"
            | "casualty"
            | "soul"
            | "arrest"
            | "missing"
            | "case"
            | "human"
            | "one"
    )
}

/// Whether two figures answer one question, and how surely.
pub(super) fn comparable(a: &Figure, b: &Figure, vectors: &dyn Vectors) -> Option<f32> {
    // Two days named: two counts.
    if !a.dates.is_empty() && !b.dates.is_empty() && a.dates.is_disjoint(&b.dates) {
        let known = |d: &BTreeSet<String>| d.iter().all(|x| !x.contains('X'));
        if known(&a.dates) && known(&b.dates) {
            return None;
        }
    }
    // What was long ago answers another question than what is news.
    if a.quantity.unit.is_some() != b.quantity.unit.is_some() || a.background != b.background {
        return None;
    }
    // The dead of one town are not those of another.
    if !a.places.is_empty() && !b.places.is_empty() && a.places.is_disjoint(&b.places) {
        return None;
    }
    if let (Some(m), Some(n)) = (a.measure, b.measure) {
        if m.name != n.name || a.scoped != b.scoped || !one_set(a, b) {
            return None;
        }
        let money = |f: &Figure| f.quantity.unit.as_deref().is_some_and(is_money);
        if money(a) && a.quantity.unit != b.quantity.unit {
            return None;
        }
        let who = a.participants.intersection(&b.participants).count();
        let common = a.sentence.intersection(&b.sentence).count();
        // A story has many heights and lengths; of its dead, its thieves' haul and its prisoner's term it asks once.
        if matches!(a.counted.as_str(), "m" | "kg") && who == 0 && common < 2 {
            return None;
        }
        // Many are sentenced and fined in one report; a prisoner has one term.
        if matches!(m.name, "term" | "fine") && who == 0 {
            return None;
        }
        let weeks_apart = matches!((a.told, b.told), (Some(x), Some(y)) if (x - y).get_days().abs() > 14);
        let late = if weeks_apart { 0.15 } else { 0.0 };
        return Some((0.62 + 0.08 * who.min(2) as f32 + 0.04 * common.min(4) as f32 - late).min(0.95));
    }
    if a.counted.is_empty() || !one_count(&a.counted, &b.counted) || a.scoped || b.scoped {
        return None;
    }
    // A price and a total: sums of one currency that are worlds apart are not one sum.
    if a.quantity.unit.is_some() && a.value.max(b.value) > 100.0 * a.value.min(b.value) {
        return None;
    }
    if is_persons(&a.counted) && !one_set(a, b) {
        return None;
    }
    let without = |f: &Figure, s: &BTreeSet<String>| -> BTreeSet<String> {
        s.iter()
            .filter(|w| {
                **w != f.quantity.of
                    && **w != f.counted
                    && !w.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
            })
            .cloned()
            .collect()
    };
    let (ca, cb) = (without(a, &a.clause), without(b, &b.clause));
    let clause = containment(&ca, &cb);
    let common = ca.intersection(&cb).count();
    let predicate = predicate_nearness(&a.predicate, &b.predicate, vectors).max(0.0);
    let who = a.participants.intersection(&b.participants).count();
    // No measure says what is asked: then nearly all that is said beside the number must be the same.
    let (of_one, open) = (!a.subject.is_disjoint(&b.subject), a.subject.is_empty() || b.subject.is_empty());
    let one_subject = of_one || (open && who >= 2);
    if !one_subject {
        return None;
    }
    let enough = predicate >= 0.9 && clause >= 0.6 && (common >= 3 || (common >= 2 && who >= 1));
    enough.then_some(0.4 + 0.2 * clause + 0.05 * common.min(4) as f32 + 0.05 * who.min(2) as f32)
}

/// Whether a later figure only carries an earlier one on: a toll that grows, a search that finds more.
pub(super) fn carried_on(earlier: &Figure, later: &Figure) -> bool {
    if earlier.contrast.or(later.contrast).is_some() {
        return false;
    }
    match later.measure.or(earlier.measure).map(|m| m.course) {
        Some(Course::Grows) => later.value > earlier.value,
        Some(Course::Falls) => later.value < earlier.value,
        _ => matches!(later.counted.as_str(), "killed" | "injured" | "arrested") && later.value > earlier.value,
    }
}

/// Whether two figures can both hold.
pub(super) fn compatible(a: &Figure, b: &Figure) -> bool {
    let (x, y) = (a.value, b.value);
    if a.provisional || b.provisional {
        return true;
    }
    if (x - y).abs() < 1e-9 {
        return true;
    }
    let bounded = |f: &Figure, other: f64| match f.bound {
        Bound::AtLeast => Some(other >= f.value * 0.95),
        Bound::AtMost => Some(other <= f.value * 1.05),
        _ => None,
    };
    if bounded(a, y) == Some(true) || bounded(b, x) == Some(true) {
        return true;
    }
    let ratio = x.max(y) / x.min(y).max(1e-9);
    let loose = a.bound == Bound::About || b.bound == Bound::About;
    // Converted units are rounded twice.
    let converted = a.quantity.unit != b.quantity.unit;
    if (loose || converted) && ratio < 1.15 {
        return true;
    }
    rounds_to(x, y) || rounds_to(y, x)
}

/// Whether `coarse` is what `fine` is rounded to, at the digits that `coarse` shows.
pub(crate) fn rounds_to(fine: f64, coarse: f64) -> bool {
    let mut step = 1.0;
    while coarse >= 10.0 * step && (coarse / (step * 10.0)).fract().abs() < 1e-9 {
        step *= 10.0;
    }
    // "24" is no rounding of "19"; "1,400" is one of "1,412".
    step >= 10.0 && (fine - coarse).abs() <= step * 0.5 + 1e-9 && (fine - coarse).abs() / coarse < 0.1
}

#[cfg(test)]
mod tests {
    use rashomon_reading::Quantity;
    use rashomon_text::Span;

    use super::*;
    use crate::figures::figure::unit;
    use crate::story::Statement;

    fn figure(quantity: &Quantity) -> Figure {
        let factor = quantity.unit.as_deref().map_or(1.0, |u| unit(u).1);
        Figure {
            report: 0,
            quantity: quantity.clone(),
            counted: quantity.of.clone(),
            value: quantity.value * factor,
            measure: None,
            predicate: String::new(),
            clause: BTreeSet::new(),
            sentence: BTreeSet::new(),
            participants: BTreeSet::new(),
            dates: BTreeSet::new(),
            places: BTreeSet::new(),
            subject: BTreeSet::new(),
            told: None,
            statement: Statement { report: 0, span: Span::default(), according_to: Vec::new(), anonymous: false },
            disowned: false,
            revised: None,
            contrast: None,
            bound: quantity.bound,
            provisional: false,
            scoped: false,
            background: false,
        }
    }

    fn quantity(value: f64, bound: Bound, unit: Option<&str>) -> Quantity {
        Quantity { span: Span::default(), value, of: "people".to_owned(), bound, unit: unit.map(str::to_owned) }
    }

    #[test]
    fn rounding_goes_by_the_digits_that_are_shown() {
        for (fine, coarse) in [(1412.0, 1400.0), (3960.0, 4000.0), (104.0, 100.0)] {
            assert!(rounds_to(fine, coarse), "{fine} as {coarse}");
        }
        for (fine, coarse) in [(19.0, 24.0), (24.0, 20.0), (1412.0, 1500.0), (4000.0, 3960.0), (14.0, 10.0)] {
            assert!(!rounds_to(fine, coarse), "{fine} as {coarse}");
        }
    }

    #[test]
    fn bounds_units_and_rounding_reconcile_figures() {
        use Bound::{About, AtLeast, AtMost, Exact};
        for (a, b, holds) in [
            ((20.0, AtLeast, None), (24.0, Exact, None), true),
            ((20.0, AtLeast, None), (14.0, Exact, None), false),
            ((50.0, AtMost, None), (31.0, Exact, None), true),
            ((50.0, AtMost, None), (80.0, Exact, None), false),
            ((100.0, About, None), (112.0, Exact, None), true),
            ((100.0, About, None), (160.0, Exact, None), false),
            ((24.0, Exact, None), (24.0, Exact, None), true),
            ((24.0, Exact, None), (19.0, Exact, None), false),
            ((85.0, Exact, Some("km")), (53.0, Exact, Some("mile")), true),
            ((85.0, Exact, Some("km")), (20.0, Exact, Some("mile")), false),
        ] {
            let (x, y) = (quantity(a.0, a.1, a.2), quantity(b.0, b.1, b.2));
            assert_eq!(compatible(&figure(&x), &figure(&y)), holds, "{a:?} and {b:?}");
            assert_eq!(compatible(&figure(&y), &figure(&x)), holds, "{b:?} and {a:?}");
        }
    }

    #[test]
    fn a_count_that_goes_on_contradicts_none() {
        let (x, y) = (quantity(12.0, Bound::Exact, None), quantity(40.0, Bound::Exact, None));
        let so_far = Figure { provisional: true, ..figure(&x) };
        assert!(compatible(&so_far, &figure(&y)));
        assert!(!compatible(&figure(&x), &figure(&y)));
    }

    #[test]
    fn measures_of_one_kind_have_one_base() {
        for (name, base, of_one) in
            [("mile", "m", 1609.344), ("km", "m", 1000.0), ("tonne", "kg", 1000.0), ("acre", "m2", 4046.86)]
        {
            assert_eq!(unit(name), (base, of_one));
        }
        assert_eq!(unit("dollar"), ("dollar", 1.0), "what has no base is its own");
        assert!(one_count("people", "soldier") && one_count("killed", "killed"));
        assert!(!one_count("soldier", "child") && !one_count("killed", "injured"));
    }
}
