//! Figures: how many, how far, how much, and where reports differ on it.
//!
//! Two figures answer one question when they count the same, of the same event, in the same scope. They part when
//! neither rounding, nor their bounds ("at least"), nor another unit or day can reconcile them.

use std::collections::BTreeSet;

use rashomon_reading::{Bound, Quantity};
use rashomon_text::Span;

use crate::lexicon::{Change, change, counted};
use crate::propositions::{containment, content_words, predicate_nearness};
use crate::sources::{keys, statement};
use crate::story::{Case, Dispute, DisputeKind, Side, Statement, Status, Vectors};

/// A figure as a report gives it.
struct Figure<'a> {
    report: usize,
    quantity: &'a Quantity,
    /// What is counted, brought to one word for one thing ("killed").
    counted: String,
    /// In the base unit of its kind, or as it is.
    value: f64,
    /// Lemma of the predicate it belongs to.
    predicate: String,
    /// Content words of the clause.
    clause: BTreeSet<String>,
    /// Content words of the sentence.
    sentence: BTreeSet<String>,
    participants: BTreeSet<String>,
    /// Dates in the sentence.
    dates: BTreeSet<String>,
    statement: Statement,
    /// "not 24", "down from 32": given only to be taken back.
    disowned: bool,
    /// Words that say that an earlier figure is replaced.
    revised: Option<&'static str>,
    /// Whether the words before or after say that it is no exact count.
    bound: Bound,
    /// Whether it is said to be a count at a time, which a later one replaces without contradiction.
    provisional: bool,
}

/// Base unit and factor.
fn unit(name: &str) -> (&str, f64) {
    match name {
        "km" => ("m", 1000.0),
        "m" => ("m", 1.0),
        "cm" => ("m", 0.01),
        "mile" => ("m", 1609.344),
        "foot" => ("m", 0.3048),
        "yard" => ("m", 0.9144),
        "inch" => ("m", 0.0254),
        "tonne" => ("kg", 1000.0),
        "ton" => ("kg", 1000.0),
        "kg" => ("kg", 1.0),
        "g" => ("kg", 0.001),
        "pound" => ("kg", 0.4536),
        "hectare" => ("m2", 10_000.0),
        "acre" => ("m2", 4046.86),
        "litre" => ("l", 1.0),
        "gallon" => ("l", 3.785),
        other => (other, 1.0),
    }
}

/// Classes of persons: "45,000 people" and "45,000 demonstrators" may be one count.
fn is_persons(class: &str) -> bool {
    matches!(class, "people" | "child" | "soldier" | "protester")
}

/// Whether two classes can be one count.
fn one_count(a: &str, b: &str) -> bool {
    a == b || (is_persons(a) && is_persons(b) && (a == "people" || b == "people"))
}

/// Words by which a count says that it is not the last.
const PROVISIONAL: &[&str] = &[
    "so far",
    "as of",
    "partial",
    "preliminary",
    "provisional",
    "until now",
    "by monday",
    "by tuesday",
    "by wednesday",
    "by thursday",
    "by friday",
    "by saturday",
    "by sunday",
    "expected to rise",
    "could rise",
    "still being",
    "to date",
];

/// Disputes and revisions of figures between reports, and figures at odds with themselves within one.
pub(crate) fn compare(
    cases: &[Case],
    reports: &[usize],
    same_text: &dyn Fn(usize, usize) -> bool,
    vectors: &dyn Vectors,
) -> Vec<Dispute> {
    let mut all: Vec<Figure<'_>> = Vec::new();
    for &r in reports {
        collect(cases, r, &mut all);
    }
    let mut out = taken_back(cases, &all, same_text);
    out.extend(between(cases, &all, same_text, vectors));
    for &r in reports {
        // Of copies, the first speaks for all.
        if !reports.iter().any(|&o| o < r && same_text(o, r)) {
            out.extend(conversions(cases, r));
        }
    }
    out
}

fn collect<'a>(cases: &'a [Case], r: usize, out: &mut Vec<Figure<'a>>) {
    let case = &cases[r];
    let a = &case.analysis;
    let text = &case.report.text;
    for e in &case.reading.events {
        for q in &e.quantities {
            let Some(token) = (0..a.len()).find(|&t| a.token(t).span.start >= q.span.start) else { continue };
            let s = a.sentence(a.sentence_of(token));
            let sentence_span = a.span(s.clone());
            let (base, factor) = q.unit.as_deref().map_or(("", 1.0), unit);
            let what = if base.is_empty() { counted(&q.of).to_owned() } else { base.to_owned() };
            if matches!(
                what.as_str(),
                "time"
                    | "year"
                    | "day"
                    | "month"
                    | "week"
                    | "hour"
                    | "minute"
                    | "second"
                    | "percentage"
                    | "way"
                    | "thing"
                    | "side"
                    | "one"
                    | "number"
                    | "point"
            ) {
                continue;
            }
            // "one of the soldiers", "two of the paintings" say nothing of all.
            let rest = text[q.span.end as usize..].trim_start();
            if q.value <= 1.0
                || ["of the ", "of them", "of its ", "of his ", "of her ", "of their ", "of those ", "of these "]
                    .iter()
                    .any(|w| rest.starts_with(w))
            {
                continue;
            }
            let before = text[sentence_span.start as usize..q.span.start as usize].trim_end().to_lowercase();
            let lower = sentence_span.of(text).to_lowercase();
            let risen = before.ends_with("up from") || before.ends_with("up from the");
            let disowned =
                ["not", "not the", "rather than", "instead of", "previous", "earlier", "from", "from the", "down from"]
                    .iter()
                    .any(|w| before.ends_with(w) && before[..before.len() - w.len()].ends_with([' ', ',']))
                    && (change(&lower, Change::Revision).is_some() || before.ends_with("not") || risen);
            let mut participants = BTreeSet::new();
            for actor in &case.reading.actors {
                if actor.named && actor.mentions.iter().any(|m| sentence_span.contains(m.span)) {
                    participants.extend(keys(actor));
                }
            }
            let dates = case
                .reading
                .times
                .iter()
                .filter(|t| {
                    sentence_span.contains(t.span)
                        && t.kind == rashomon_times::TimeType::Date
                        && !t.value.ends_with("_REF")
                })
                .map(|t| t.value.clone())
                .collect();
            let span =
                if sentence_span.len() <= 200 { sentence_span.trim(text) } else { e.clause.cover(q.span).trim(text) };
            out.push(Figure {
                report: r,
                quantity: q,
                counted: what,
                value: q.value * factor,
                predicate: e.lemma.clone(),
                clause: content_words(case, a.subtree(e.head as usize)),
                sentence: content_words(case, s),
                participants,
                dates,
                statement: statement(cases, r, if span.len() > 400 { q.span } else { span }, e.holder),
                disowned,
                revised: change(sentence_span.of(text), Change::Revision),
                bound: q.bound,
                provisional: PROVISIONAL.iter().any(|w| lower.contains(w)),
            });
        }
    }
}

/// Whether two figures answer one question, and how surely.
fn comparable(a: &Figure<'_>, b: &Figure<'_>, vectors: &dyn Vectors) -> Option<f32> {
    if a.counted.is_empty()
        || !one_count(&a.counted, &b.counted)
        || a.quantity.unit.is_some() != b.quantity.unit.is_some()
    {
        return None;
    }
    // A price and a total: sums of one currency that are worlds apart are not one sum.
    if a.quantity.unit.is_some() && a.value.max(b.value) > 100.0 * a.value.min(b.value) {
        return None;
    }
    // Two days named: two counts.
    if !a.dates.is_empty() && !b.dates.is_empty() && a.dates.is_disjoint(&b.dates) {
        let known = |d: &BTreeSet<String>| d.iter().all(|x| !x.contains('X'));
        if known(&a.dates) && known(&b.dates) {
            return None;
        }
    }
    let strong = matches!(a.counted.as_str(), "killed" | "injured" | "arrested");
    let without = |f: &Figure<'_>, s: &BTreeSet<String>| -> BTreeSet<String> {
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
    let (sa, sb) = (without(a, &a.sentence), without(b, &b.sentence));
    let clause = containment(&ca, &cb);
    let common_clause = ca.intersection(&cb).count();
    let common = sa.intersection(&sb).count();
    let predicate = predicate_nearness(&a.predicate, &b.predicate, vectors).max(0.0);
    let who = a.participants.intersection(&b.participants).count();
    let score = 0.35 * predicate
        + 0.3 * clause
        + 0.08 * common.min(4) as f32
        + 0.1 * who.min(2) as f32
        + if strong { 0.25 } else { 0.0 };
    let enough = if strong {
        common >= 1 || who >= 1
    } else {
        (common_clause >= 1 && common >= 2) || (who >= 2 && a.quantity.unit.is_none())
    };
    let least = if who >= 2 && a.quantity.unit.is_none() { 0.4 } else { 0.6 };
    (enough && score >= least).then_some(score)
}

/// Whether two figures can both hold.
fn compatible(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let (x, y) = (a.value, b.value);
    if a.provisional || b.provisional {
        return true;
    }
    if (x - y).abs() < 1e-9 {
        return true;
    }
    let bounded = |f: &Figure<'_>, other: f64| match f.bound {
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

/// "19, not 24": one report takes back the figure that another gave.
fn taken_back(cases: &[Case], all: &[Figure<'_>], same_text: &dyn Fn(usize, usize) -> bool) -> Vec<Dispute> {
    let mut out: Vec<Dispute> = Vec::new();
    for old in all.iter().filter(|f| f.disowned && !f.provisional) {
        // The figure that stands in its place: the nearest other of the sentence.
        let Some(new) = all
            .iter()
            .filter(|f| {
                f.report == old.report
                    && !f.disowned
                    && f.sentence == old.sentence
                    && (f.counted == old.counted
                        || f.counted.is_empty()
                        || old.counted.is_empty()
                        || one_count(&f.counted, &old.counted))
            })
            .min_by_key(|f| f.quantity.span.start.abs_diff(old.quantity.span.start))
        else {
            continue;
        };
        let given: Vec<&Figure<'_>> = all
            .iter()
            .filter(|f| {
                f.report != new.report
                    && !same_text(f.report, new.report)
                    && !f.disowned
                    && (f.value - old.value).abs() < 1e-9
                    && (f.counted == new.counted
                        || new.counted.is_empty()
                        || one_count(&f.counted, &new.counted)
                        || f.sentence.intersection(&new.sentence).count() >= 1)
            })
            .collect();
        if given.is_empty() || (new.value - old.value).abs() < 1e-9 {
            continue;
        }
        let gather = |fs: Vec<&Figure<'_>>, f: &Figure<'_>| {
            let mut statements: Vec<Statement> = fs.iter().map(|f| f.statement.clone()).collect();
            statements.sort_by_key(|s| (s.report, s.span.start));
            statements.dedup();
            Side { value: worded(cases, f), date: None, statements }
        };
        let first = given[0];
        let alike: Vec<&Figure<'_>> = all
            .iter()
            .filter(|f| {
                !f.disowned
                    && (f.value - new.value).abs() < 1e-9
                    && (std::ptr::eq(*f, new)
                        || (f.report != new.report && (f.counted == new.counted || f.counted == first.counted)))
            })
            .collect();
        if out.iter().any(|d| d.sides[0].value == worded(cases, first) && d.sides[1].value == worded(cases, new)) {
            continue;
        }
        let (a, b) = (first, if new.counted.is_empty() { first } else { new });
        out.push(Dispute {
            kind: DisputeKind::Number,
            status: Status::Revision,
            question: question(cases, a, b),
            sides: vec![gather(given.clone(), first), gather(alike, new)],
            why: "Read as a revision because one report takes the other's figure back.".to_owned(),
            confidence: 0.9,
        });
    }
    out
}

fn between(
    cases: &[Case],
    all: &[Figure<'_>],
    same_text: &dyn Fn(usize, usize) -> bool,
    vectors: &dyn Vectors,
) -> Vec<Dispute> {
    let mut out: Vec<Dispute> = Vec::new();
    let mut used = vec![false; all.len()];
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (i, a) in all.iter().enumerate() {
        for (j, b) in all.iter().enumerate().skip(i + 1) {
            if a.report == b.report || same_text(a.report, b.report) || a.disowned || b.disowned || compatible(a, b) {
                continue;
            }
            let Some(mut score) = comparable(a, b, vectors) else { continue };
            // A report that gives both figures knows of both: it speaks of two things, unless it takes one back.
            let gives = |report: usize, f: &Figure<'_>| {
                all.iter().any(|o| {
                    o.report == report && !o.disowned && o.counted == f.counted && (o.value - f.value).abs() < 1e-9
                })
            };
            if gives(a.report, b) || gives(b.report, a) {
                continue;
            }
            let takes_back = |f: &Figure<'_>, other: &Figure<'_>| {
                all.iter().any(|o| o.report == f.report && o.disowned && (o.value - other.value).abs() < 1e-9)
            };
            if takes_back(a, b) || takes_back(b, a) {
                score += 0.5;
            }
            pairs.push((score, i, j));
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    for (score, i, j) in pairs {
        if used[i] || used[j] {
            continue;
        }
        let (a, b) = (&all[i], &all[j]);
        // All that say as much as either, on the same question.
        let side = |f: &Figure<'_>, k: usize, used: &mut Vec<bool>| {
            let mut statements = vec![f.statement.clone()];
            used[k] = true;
            for (m, o) in all.iter().enumerate() {
                let same = (o.value - f.value).abs() < 1e-9 || (compatible(o, f) && o.bound == Bound::About);
                if !used[m] && !o.disowned && same && comparable(o, f, vectors).is_some() {
                    statements.push(o.statement.clone());
                    used[m] = true;
                }
            }
            statements.sort_by_key(|s| (s.report, s.span.start));
            statements.dedup();
            Side { value: worded(cases, f), date: None, statements }
        };
        let sides = vec![side(a, i, &mut used), side(b, j, &mut used)];
        let takes_back = |f: &Figure<'_>, other: &Figure<'_>| {
            all.iter().any(|o| o.report == f.report && o.disowned && (o.value - other.value).abs() < 1e-9)
        };
        let date = |r: usize| cases[r].report.published.as_ref().map(|d| d.date);
        let later =
            |f: &Figure<'_>, g: &Figure<'_>| matches!((date(f.report), date(g.report)), (Some(x), Some(y)) if x > y);
        let (status, why) = if takes_back(a, b) || takes_back(b, a) {
            (Status::Revision, "Read as a revision because one report takes the other's figure back.".to_owned())
        } else if let Some(w) =
            (later(a, b)).then_some(a.revised).flatten().or_else(|| later(b, a).then_some(b.revised).flatten())
        {
            (Status::Revision, format!("Read as a revision because the later report says “{w}”."))
        } else {
            (Status::Dispute, "Neither rounding nor the words around the figures reconcile them.".to_owned())
        };
        out.push(Dispute {
            kind: DisputeKind::Number,
            status,
            question: question(cases, a, b),
            sides,
            why,
            confidence: score.min(1.0),
        });
    }
    out
}

fn worded(cases: &[Case], f: &Figure<'_>) -> String {
    let text = &cases[f.report].report.text;
    let number = f.quantity.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let bound = match f.bound {
        Bound::Exact => "",
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
        Bound::AtMost => "at most ",
    };
    let unit =
        f.quantity.unit.as_deref().map(|u| if u == "%" { "%".to_owned() } else { format!(" {u}") }).unwrap_or_default();
    format!("{bound}{number}{unit}")
}

fn question(cases: &[Case], a: &Figure<'_>, b: &Figure<'_>) -> String {
    match a.counted.as_str() {
        "killed" => "How many were killed?".to_owned(),
        "injured" => "How many were injured?".to_owned(),
        "arrested" => "How many were arrested?".to_owned(),
        _ if a.quantity.unit.is_some() => {
            let about: Vec<&str> =
                a.clause.intersection(&b.clause).map(String::as_str).filter(|w| *w != a.quantity.of).take(3).collect();
            format!("How much: {}?", if about.is_empty() { a.predicate.clone() } else { about.join(", ") })
        }
        _ => {
            let text = &cases[a.report].report.text;
            let noun = text[a.quantity.span.end as usize..]
                .split(|c: char| !(c.is_alphanumeric() || c == ' ' || c == '-'))
                .next()
                .unwrap_or("")
                .trim();
            let noun: Vec<&str> = noun
                .split_whitespace()
                .take_while(|w| {
                    !matches!(
                        *w,
                        "were"
                            | "was"
                            | "are"
                            | "is"
                            | "had"
                            | "have"
                            | "by"
                            | "in"
                            | "at"
                            | "on"
                            | "from"
                            | "who"
                            | "that"
                            | "and"
                    )
                })
                .take(5)
                .collect();
            if noun.is_empty() { format!("How many ({})?", a.counted) } else { format!("How many {}?", noun.join(" ")) }
        }
    }
}

/// A measure and its conversion that do not fit: "85 kilometers (20 miles)".
fn conversions(cases: &[Case], r: usize) -> Vec<Dispute> {
    let case = &cases[r];
    let text = &case.report.text;
    let mut figures: Vec<(&Quantity, Option<rashomon_reading::AttributionId>)> =
        case.reading.events.iter().flat_map(|e| e.quantities.iter().map(move |q| (q, e.holder))).collect();
    figures.sort_by_key(|(q, _)| q.span.start);
    let mut out = Vec::new();
    for pair in figures.windows(2) {
        let ((a, holder), (b, _)) = (pair[0], pair[1]);
        let (Some(ua), Some(ub)) = (a.unit.as_deref(), b.unit.as_deref()) else { continue };
        let ((base_a, fa), (base_b, fb)) = (unit(ua), unit(ub));
        if ua == ub || base_a != base_b || base_a == ua && base_b == ub {
            continue;
        }
        let Some(gap) = text.get(a.span.end as usize..b.span.start as usize) else { continue };
        let glossed = gap.len() < 24
            && (gap.contains('(') || gap.contains(", or ") || gap.contains(" or about ") || gap.contains("that is"));
        let (x, y) = (a.value * fa, b.value * fb);
        // Both are rounded: a tenth or so off is no contradiction.
        if !glossed || x.max(y) / x.min(y).max(1e-9) < 1.2 {
            continue;
        }
        let whole = Span { start: a.span.start, end: b.span.end };
        let at = |q: &Quantity| statement(cases, r, Span { start: q.span.start, end: q.span.end }, holder);
        out.push(Dispute {
            kind: DisputeKind::Figures,
            status: Status::Dispute,
            question: format!(
                "Does “{}” fit together?",
                whole.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
            ),
            sides: vec![
                Side { value: format!("{} {ua}", a.span.of(text)), date: None, statements: vec![at(a)] },
                Side { value: format!("{} {ub}", b.span.of(text)), date: None, statements: vec![at(b)] },
            ],
            why: format!("{} {ua} are {:.0} {ub}.", a.span.of(text), x / fb),
            confidence: 0.9,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(quantity: &Quantity) -> Figure<'_> {
        let factor = quantity.unit.as_deref().map_or(1.0, |u| unit(u).1);
        Figure {
            report: 0,
            quantity,
            counted: quantity.of.clone(),
            value: quantity.value * factor,
            predicate: String::new(),
            clause: BTreeSet::new(),
            sentence: BTreeSet::new(),
            participants: BTreeSet::new(),
            dates: BTreeSet::new(),
            statement: Statement { report: 0, span: Span::default(), according_to: Vec::new(), anonymous: false },
            disowned: false,
            revised: None,
            bound: quantity.bound,
            provisional: false,
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
