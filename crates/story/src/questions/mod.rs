//! Questions that tellings of several reports answer differently: whether it happened, when, where, by whom.

mod contraries;
mod dates;
mod denials;
mod doers;
mod places;
mod quotations;
mod wording;

use crate::meaning::Meaning;
use crate::story::{Case, Dispute, Side, Statement, Status};
use crate::tellings::Telling;
use crate::terms::Union;

/// The tellings of a story's reports, and what is needed to compare them.
#[derive(Clone, Copy)]
pub(crate) struct Compared<'a> {
    pub cases: &'a [Case],
    pub tellings: &'a [Telling],
    /// Whether one of two reports repeats the other's text.
    pub same_text: &'a dyn Fn(usize, usize) -> bool,
    pub meaning: &'a Meaning<'a>,
}

/// All that parts the reports of a story, save stances and figures.
pub(crate) fn disputes(with: &Compared<'_>) -> Vec<Dispute> {
    [denials::disputes, contraries::disputes, dates::disputes, places::disputes, quotations::disputes, doers::disputes]
        .iter()
        .flat_map(|asked| asked(with))
        .collect()
}

/// How much surer a pair must be where so many are looked at: the more pairs, the more fit by chance.
fn demand(looked_at: usize) -> f32 {
    const PER_TENFOLD: f32 = 0.08;
    const FEW: f32 = 1000.0;
    PER_TENFOLD * (looked_at as f32 / FEW).max(1.0).log10()
}

/// Two tellings that answer one question differently, and how surely they do.
struct Pair<'t> {
    one: &'t Telling,
    other: &'t Telling,
    fit: f32,
}

fn place(t: &Telling) -> (usize, u32) {
    (t.report, t.statement.span.start)
}

/// Pairs that share a statement are one dispute; the surest pair first.
fn one_dispute_each(mut pairs: Vec<Pair<'_>>) -> Vec<Vec<Pair<'_>>> {
    pairs.sort_by(|a, b| {
        b.fit
            .total_cmp(&a.fit)
            .then_with(|| place(a.one).cmp(&place(b.one)))
            .then_with(|| place(a.other).cmp(&place(b.other)))
    });
    let mut union = Union::default();
    for k in 0..pairs.len() {
        union.join(k, k);
        for j in 0..k {
            let same = |x: &Telling, y: &Telling| x.report == y.report && x.statement.span.overlaps(y.statement.span);
            if same(pairs[k].one, pairs[j].one) || same(pairs[k].other, pairs[j].other) {
                union.join(j, k);
            }
        }
    }
    let groups = union.groups();
    let mut slots: Vec<Option<Pair<'_>>> = pairs.into_iter().map(Some).collect();
    groups.into_iter().map(|g| g.into_iter().filter_map(|k| slots[k].take()).collect()).collect()
}

/// One answer with all who give it, each place once.
fn side<'t>(value: &str, tellings: impl Iterator<Item = &'t Telling>) -> Side {
    let mut statements: Vec<Statement> = tellings.map(|t| t.statement.clone()).collect();
    statements.sort_by_key(|s| (s.report, s.span.start));
    statements.dedup_by(|b, a| a.report == b.report && a.span.overlaps(b.span));
    Side { value: value.to_owned(), date: None, statements }
}

/// Whether the later of two reports takes an account back, in the sentence of its telling or the two after it; with why.
fn status(cases: &[Case], a: &Telling, b: &Telling, otherwise: &str) -> (Status, String) {
    let published = |t: &Telling| cases[t.report].report.published.as_ref().map(|d| d.date);
    let later = match (published(a), published(b)) {
        (Some(x), Some(y)) if x > y => Some(a),
        (Some(x), Some(y)) if y > x => Some(b),
        _ => None,
    };
    match later.and_then(|t| denials::takes_back(&cases[t.report], t)) {
        Some(words) => (Status::Revision, format!("Read as a revision because the later report says “{words}”.")),
        None => (Status::Dispute, otherwise.to_owned()),
    }
}
