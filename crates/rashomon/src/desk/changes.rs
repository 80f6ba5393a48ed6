//! What an outlet changed in its own report between two versions of it.

use rashomon_lang::{Analysis, Pos};
use rashomon_story::Case;
use rashomon_text::{CodePoints, Span};

use crate::wire::comparison::{DisputeLine, SideLine, StatementLine};

/// Two sentences with fewer of their words in common are two sentences, not one that was changed.
const ALIKE: f32 = 0.5;

/// A sentence that is not in both versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// As it was; `None` where it was added.
    pub before: Option<Span>,
    /// As it is; `None` where it was taken out.
    pub after: Option<Span>,
}

/// A sentence: where it stands, and its words.
type Sentence<'a> = (Span, Vec<&'a str>);

fn sentences(case: &Case) -> Vec<Sentence<'_>> {
    let a = &case.analysis;
    let words = |tokens: std::ops::Range<usize>| -> Vec<&str> {
        tokens.filter(|&i| !matches!(a.token(i).pos, Pos::Punct | Pos::Space)).map(|i| a.lower(i)).collect()
    };
    a.sentences().map(|r| (a.span(r.clone()), words(r))).filter(|s| !s.1.is_empty()).collect()
}

/// Sentences that were changed, added or taken out, in the order of the later version; those taken out last.
#[must_use]
pub fn changes(before: &Case, after: &Case) -> Vec<Changed> {
    let (old, new) = (sentences(before), sentences(after));
    let mut left: Vec<&Sentence<'_>> = Vec::new();
    let mut same: Vec<&Vec<&str>> = new.iter().map(|s| &s.1).collect();
    for s in &old {
        match same.iter().position(|w| **w == s.1) {
            Some(at) => {
                same.swap_remove(at);
            }
            None => left.push(s),
        }
    }
    let mut out = Vec::new();
    for s in new.iter().filter(|s| same.contains(&&s.1)) {
        let nearest = left
            .iter()
            .enumerate()
            .map(|(n, o)| (alike(&o.1, &s.1), n))
            .filter(|x| x.0 >= ALIKE)
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        let before = nearest.map(|(_, n)| left.remove(n).0);
        out.push(Changed { before, after: Some(s.0) });
    }
    out.extend(left.iter().map(|s| Changed { before: Some(s.0), after: None }));
    out
}

/// Share of their words that two sentences have in common (Jaccard).
fn alike(a: &[&str], b: &[&str]) -> f32 {
    let set = |words: &[&str]| {
        let mut set: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
        set.sort_unstable();
        set.dedup();
        set
    };
    let (a, b) = (set(a), set(b));
    let both = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
    both as f32 / (a.len() + b.len() - both).max(1) as f32
}

/// The changes in which a number was replaced by another, as revisions.
#[must_use]
pub fn changed_numbers(before: &Case, after: &Case) -> Vec<DisputeLine<'static>> {
    let (old_points, new_points) = (CodePoints::new(&before.report.text), CodePoints::new(&after.report.text));
    let side = |case: &Case, points: &CodePoints<'_>, span: Span, numbers: &[String]| {
        let (start, end) = points.span(span);
        SideLine {
            value: numbers.join(", ").into(),
            date: case.report.modified.as_ref().or(case.report.published.as_ref()).map(|d| d.date.to_string().into()),
            statements: vec![StatementLine {
                report: case.report.id.clone().into(),
                start,
                end,
                quote: span.of(&case.report.text).to_owned().into(),
                according_to: None,
                anonymous: false,
            }],
        }
    };
    let outlet = after.report.outlet.as_deref().unwrap_or("the outlet");
    let mut out = Vec::new();
    for change in changes(before, after) {
        let (Some(b), Some(a)) = (change.before, change.after) else { continue };
        let (then, now) = (numbers(&before.analysis, b), numbers(&after.analysis, a));
        let only_then: Vec<String> = then.iter().filter(|n| !now.contains(n)).cloned().collect();
        let only_now: Vec<String> = now.iter().filter(|n| !then.contains(n)).cloned().collect();
        if only_then.is_empty() || only_now.is_empty() {
            continue;
        }
        let what: Vec<&str> = a.of(&after.report.text).split_whitespace().take(12).collect();
        out.push(DisputeLine {
            kind: "number".into(),
            question: format!("Which number does {outlet} give: “{} …”?", what.join(" ")).into(),
            status: "revision".into(),
            sides: vec![side(before, &old_points, b, &only_then), side(after, &new_points, a, &only_now)],
            why: format!("{outlet} changed its own report between two versions that were kept.").into(),
            confidence: 1.0,
        });
    }
    out
}

/// The numbers of a sentence, as written.
fn numbers(a: &Analysis, span: Span) -> Vec<String> {
    let within = |i: &usize| span.contains(a.token(*i).span) && a.token(*i).pos == Pos::Num;
    let mut all: Vec<String> = (0..a.len()).filter(within).map(|i| a.lower(i).to_owned()).collect();
    all.sort_unstable();
    all.dedup();
    all
}
