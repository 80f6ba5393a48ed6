//! Figures: how many, how far, how much, and where reports differ on it.
//!
//! Two figures answer one question when they count the same, of the same event, in the same scope. They part when
//! neither rounding, nor their bounds ("at least"), nor another unit or day can reconcile them.

mod figure;
mod fits;
mod measures;
mod within;

use rashomon_reading::Bound;

use crate::story::{Case, Dispute, DisputeKind, Side, Statement, Status, Vectors};
use figure::{Figure, collect, is_money, number_span};
pub(crate) use fits::rounds_to;
use fits::{carried_on, comparable, compatible, one_count};

/// Disputes and revisions of figures between reports, and figures at odds with themselves within one.
pub(crate) fn compare(
    cases: &[Case],
    reports: &[usize],
    same_text: &dyn Fn(usize, usize) -> bool,
    vectors: &dyn Vectors,
) -> Vec<Dispute> {
    let mut all: Vec<Figure> = Vec::new();
    for &r in reports {
        collect(cases, r, &mut all);
    }
    let mut out = taken_back(cases, &all, same_text);
    out.extend(between(cases, &all, same_text, vectors));
    for &r in reports {
        // Of copies, the first speaks for all.
        if !reports.iter().any(|&o| o < r && same_text(o, r)) {
            out.extend(within::conversions(cases, r));
            let own: Vec<&Figure> = all.iter().filter(|f| f.report == r).collect();
            out.extend(within::contradictions(cases, &own, vectors));
        }
    }
    out
}

/// "19, not 24": one report takes back the figure that another gave.
fn taken_back(cases: &[Case], all: &[Figure], same_text: &dyn Fn(usize, usize) -> bool) -> Vec<Dispute> {
    let mut out: Vec<Dispute> = Vec::new();
    // A price that was raised was right before it was raised.
    let moves =
        |f: &Figure| f.quantity.unit.as_deref().is_some_and(|u| u == "%" || is_money(u)) && !took_back_in_words(f);
    for old in all.iter().filter(|f| f.disowned && !f.provisional && !moves(f)) {
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
        let given: Vec<&Figure> = all
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
        let gather = |fs: Vec<&Figure>, f: &Figure| {
            let mut statements: Vec<Statement> = fs.iter().map(|f| f.statement.clone()).collect();
            statements.sort_by_key(|s| (s.report, s.span.start));
            statements.dedup();
            Side { value: worded(cases, f), date: None, statements }
        };
        let first = given[0];
        let alike: Vec<&Figure> = all
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
    all: &[Figure],
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
            let (earlier, later) = if a.value < b.value { (a, b) } else { (b, a) };
            let may_go_on = match order(cases, a, b) {
                Order::Before => carried_on(a, b),
                Order::After => carried_on(b, a),
                // Reports without a date may be of any day.
                Order::Unknown => carried_on(earlier, later) || carried_on(later, earlier),
                Order::Same => false,
            };
            if may_go_on {
                continue;
            }
            // A report that gives both figures knows of both: it speaks of two things, unless it takes one back.
            let gives = |report: usize, f: &Figure| {
                all.iter().any(|o| {
                    let taken_back = o.disowned && !f.quantity.unit.as_deref().is_some_and(is_money);
                    o.report == report && !taken_back && o.counted == f.counted && (o.value - f.value).abs() < 1e-9
                })
            };
            if gives(a.report, b) || gives(b.report, a) {
                continue;
            }
            let takes_back = |f: &Figure, other: &Figure| {
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
        let side = |f: &Figure, k: usize, used: &mut Vec<bool>| {
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
        let takes_back = |f: &Figure, other: &Figure| {
            all.iter().any(|o| o.report == f.report && o.disowned && (o.value - other.value).abs() < 1e-9)
        };
        let date = |r: usize| cases[r].report.published.as_ref().map(|d| d.date);
        let later = |f: &Figure, g: &Figure| matches!((date(f.report), date(g.report)), (Some(x), Some(y)) if x > y);
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

/// Which of two figures was published first.
enum Order {
    Before,
    After,
    Same,
    Unknown,
}

fn order(cases: &[Case], a: &Figure, b: &Figure) -> Order {
    let day = |f: &Figure| cases[f.report].report.published.as_ref().map(|d| d.date);
    match (day(a), day(b)) {
        (Some(x), Some(y)) if x < y => Order::Before,
        (Some(x), Some(y)) if x > y => Order::After,
        (Some(_), Some(_)) => Order::Same,
        _ => Order::Unknown,
    }
}

/// "Not 30 francs": taken back, rather than raised from.
fn took_back_in_words(f: &Figure) -> bool {
    f.revised.is_some_and(|w| matches!(w, "not the" | "corrected" | "correction" | "instead of" | "rather than the"))
}

fn worded(cases: &[Case], f: &Figure) -> String {
    let text = &cases[f.report].report.text;
    let number = number_span(f).of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let bound = match f.bound {
        Bound::Exact => "",
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
        Bound::AtMost => "at most ",
    };
    // "72-month" and "six years" say their unit themselves.
    let unit = match f.quantity.unit.as_deref() {
        None | Some("month") => String::new(),
        Some("%") => "%".to_owned(),
        Some(u) => format!(" {u}"),
    };
    format!("{bound}{number}{unit}")
}

fn question(cases: &[Case], a: &Figure, b: &Figure) -> String {
    if let Some(m) = a.measure.or(b.measure)
        && let Some(asked) = asked(m.name)
    {
        return asked.to_owned();
    }
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

/// The question that a measure answers.
fn asked(measure: &str) -> Option<&'static str> {
    Some(match measure {
        "missing" => "How many were missing?",
        "killed" => "How many were killed?",
        "injured" => "How many were injured?",
        "arrested" => "How many were arrested?",
        "rescued" => "How many were rescued?",
        "evacuated" => "How many had to leave their homes?",
        "term" => "How long is the term?",
        "magnitude" => "How strong was it?",
        "lead" => "By how many votes?",
        "jobs" => "How many jobs?",
        "stationed" => "How many are stationed there?",
        "hospital" => "How many were in hospital?",
        "ill" => "How many fell ill?",
        "aboard" => "How many were on board?",
        "attended" => "How many took part?",
        "stolen" => "How many were stolen?",
        "ransom" => "How much ransom?",
        "fine" => "How high is the fine?",
        "price" => "What is the price for one?",
        "depth" => "How deep?",
        "stature" => "How tall?",
        "length" => "How long is it?",
        "width" => "How wide is it?",
        "distance" => "How far?",
        "weight" => "How heavy?",
        "altitude" => "How high?",
        _ => return None,
    })
}
