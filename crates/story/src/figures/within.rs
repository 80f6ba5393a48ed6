//! Figures of one report that do not fit each other.

use rashomon_reading::Quantity;
use rashomon_text::Span;

use super::figure::{Figure, is_money, unit};
use super::fits::{comparable, compatible};
use super::worded;
use crate::sources::statement;
use crate::story::{Case, Dispute, DisputeKind, Side, Status, Vectors};

/// What a report says of itself in two ways: one count given twice, parts that do not make the whole, a price and a sum.
pub(super) fn contradictions(cases: &[Case], own: &[&Figure], vectors: &dyn Vectors) -> Vec<Dispute> {
    let mut out = Vec::new();
    for (k, &a) in own.iter().enumerate() {
        for &b in &own[k + 1..] {
            if slip(a, b, vectors) {
                out.push(dispute(
                    cases,
                    &[a],
                    &[b],
                    "Is it {a} or {b}?",
                    "One report gives both for one thing.".to_owned(),
                ));
            }
        }
    }
    out.extend(parts_and_whole(cases, own));
    out.extend(price_and_sum(cases, own));
    out.truncate(3);
    out
}

/// Whether one thing is counted in two ways on one word, or with a nought too many.
fn slip(a: &Figure, b: &Figure, vectors: &dyn Vectors) -> bool {
    let (Some(m), Some(n)) = (a.measure, b.measure) else { return false };
    if m.name != n.name
        || a.disowned
        || b.disowned
        || a.provisional
        || b.provisional
        || compatible(a, b)
        || a.statement.span == b.statement.span
    {
        return false;
    }
    let ratio = a.value.max(b.value) / a.value.min(b.value).max(1e-9);
    let nought = [10.0, 100.0, 1000.0].iter().any(|r| (ratio - r).abs() < 1e-9);
    let told_of_one = !a.participants.is_disjoint(&b.participants) || a.sentence.intersection(&b.sentence).count() >= 3;
    nought && told_of_one && comparable(a, b, vectors).is_some()
}

/// "All 168 on board" and "150 passengers and eight crew".
fn parts_and_whole(cases: &[Case], own: &[&Figure]) -> Vec<Dispute> {
    let text = |f: &Figure| cases[f.report].report.text.as_str();
    for pair in own.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let between = text(a).get(a.quantity.span.end as usize..b.quantity.span.start as usize).unwrap_or_default();
        let joined = between.len() < 60 && between.trim_end().ends_with(" and") && !between.contains(['.', ';', ':']);
        let (Some(m), Some(n)) = (a.measure, b.measure) else { continue };
        if !joined || m.name != n.name || a.quantity.of == b.quantity.of {
            continue;
        }
        let sum = a.value + b.value;
        let whole = own.iter().find(|w| {
            w.measure.is_some_and(|x| x.name == m.name)
                && w.statement.span != a.statement.span
                && matches!(w.counted.as_str(), "people")
                && w.value > a.value.max(b.value)
                && w.bound == rashomon_reading::Bound::Exact
                && (w.value - sum).abs() >= 1.0
                && (w.value - sum).abs() / sum < 0.5
        });
        if let Some(whole) = whole {
            let why = format!("{} and {} make {sum}.", a.quantity.value, b.quantity.value);
            return vec![dispute(cases, &[whole], &[a, b], "Do the parts make {a}?", why)];
        }
    }
    Vec::new()
}

/// "2.4 billion for the 80 million shares" and "48 a share".
fn price_and_sum(cases: &[Case], own: &[&Figure]) -> Vec<Dispute> {
    let money = |f: &Figure| f.quantity.unit.as_deref().is_some_and(is_money);
    for each in own.iter().filter(|f| f.measure.is_some_and(|m| m.name == "price")) {
        let text = cases[each.report].report.text.as_str();
        let rest = text[each.quantity.span.end as usize..].to_lowercase();
        for count in own
            .iter()
            .filter(|c| !money(c) && c.quantity.unit.is_none() && c.value > 100.0 && !c.quantity.of.is_empty())
        {
            let of_these = rest.get(..40.min(rest.len())).is_some_and(|r| r.contains(count.quantity.of.as_str()));
            let total = own.iter().find(|t| {
                money(t)
                    && t.quantity.unit == each.quantity.unit
                    && t.statement.span == count.statement.span
                    && t.value > count.value
            });
            let Some(total) = total.filter(|_| of_these) else { continue };
            let due = each.value * count.value;
            if total.value.max(due) / total.value.min(due).max(1e-9) > 1.1 {
                let why = format!("{} divided by {} is {:.2}.", total.value, count.value, total.value / count.value);
                return vec![dispute(cases, &[total], &[each], "Do the sum and the price for one fit?", why)];
            }
        }
    }
    Vec::new()
}

fn dispute(cases: &[Case], a: &[&Figure], b: &[&Figure], question: &str, why: String) -> Dispute {
    let side = |fs: &[&Figure]| {
        let value = fs.iter().map(|f| worded(cases, f)).collect::<Vec<_>>().join(" and ");
        let mut statements: Vec<_> = fs.iter().map(|f| f.statement.clone()).collect();
        statements.dedup();
        Side { value, date: None, statements }
    };
    let (x, y) = (side(a), side(b));
    let question = question.replace("{a}", &x.value).replace("{b}", &y.value);
    Dispute { kind: DisputeKind::Figures, status: Status::Dispute, question, sides: vec![x, y], why, confidence: 0.8 }
}

/// A measure and its conversion that do not fit: "85 kilometers (20 miles)".
pub(super) fn conversions(cases: &[Case], r: usize) -> Vec<Dispute> {
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
        // "48 kilometres down the valley, a distance of 12 miles"
        let glossed =
            glossed || (gap.len() < 90 && !gap.contains(['.', ';']) && gap.trim_end().ends_with("a distance of"));
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
