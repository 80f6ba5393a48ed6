//! Why reports are one story, in words.

use rustc_hash::FxHashMap;

use super::Gathered;
use super::weights::weight;
use crate::story::Case;
use crate::terms::{self, Term, WordKind};

/// Words and names that are told.
const TOLD: usize = 8;

/// What the reports of a story have in common that few others have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// Names and other words that more than one of the reports holds, and how many do; the most telling first.
    pub names: Vec<(String, usize)>,
    /// The same of words that are no names.
    pub words: Vec<(String, usize)>,
    /// First and last day of publication, where more than one report has one.
    pub published: Option<(String, String)>,
}

/// What tells that these reports are one story.
#[must_use]
pub fn together(cases: &[Case], reports: &[usize], gathered: &Gathered) -> Together {
    struct Shared {
        written: String,
        kind: WordKind,
        reports: usize,
        last: usize,
    }
    let mut held: FxHashMap<Term, Shared> = FxHashMap::default();
    for (n, &r) in reports.iter().enumerate() {
        let case = &cases[r];
        let a = &case.analysis;
        for i in 0..a.len() {
            let Some((w, kind)) = terms::content(a, i) else { continue };
            let at = held.entry(w).or_insert_with(|| {
                let written = if kind == WordKind::Word { a.lemma(i) } else { a.token(i).span.of(&case.report.text) };
                Shared { written: written.to_owned(), kind, reports: 0, last: usize::MAX }
            });
            if at.last != n {
                at.reports += 1;
                at.last = n;
            }
        }
    }
    let mut shared: Vec<(f32, Shared)> = held
        .into_iter()
        .filter(|(_, s)| s.reports > 1)
        .map(|(w, s)| (weight(w, s.reports as f32, s.kind, &gathered.idf), s))
        .collect();
    shared.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.written.cmp(&y.1.written)));
    let told = |names: bool| {
        let some = shared.iter().filter(|s| (s.1.kind == WordKind::Name) == names).take(TOLD);
        some.map(|s| (s.1.written.clone(), s.1.reports)).collect()
    };
    let mut days: Vec<String> =
        reports.iter().filter_map(|&r| cases[r].report.published.as_ref()).map(|d| d.date.to_string()).collect();
    days.sort();
    let published = (days.len() > 1).then(|| (days[0].clone(), days[days.len() - 1].clone()));
    Together { names: told(true), words: told(false), published }
}
