//! What exactly was said: one quotation in two wordings that do not say the same.

use rashomon_lang::Pos;
use rashomon_text::Span;

use super::{Compared, demand};
use crate::meaning::{Meaning, Word};
use crate::sources::{key, statement};
use crate::story::{Case, Dispute, DisputeKind, Side, Status};
use crate::tellings::tokens_of;
use crate::terms::WordKind;

/// Quotations with fewer words are too short to be known for one.
const FEWEST: usize = 5;
/// So much of the shorter must stand in the longer, in order, for the two to be one quotation.
const ONE_QUOTATION: f32 = 0.6;

/// A sentence between quotation marks.
struct Quotation {
    report: usize,
    span: Span,
    /// Its words in lower case.
    words: Vec<String>,
    /// Those that say something.
    telling: Vec<Word>,
    /// Key of who says it, where known.
    speaker: Option<String>,
}

/// Disputes on the wording of what was said.
pub(super) fn disputes(with: &Compared<'_>) -> Vec<Dispute> {
    let &Compared { cases, tellings, same_text, meaning } = with;
    let mut reports: Vec<usize> = tellings.iter().map(|t| t.report).collect();
    reports.dedup();
    let all: Vec<Quotation> = reports.iter().flat_map(|&r| quotations(cases, r, meaning)).collect();
    let mut out: Vec<Dispute> = Vec::new();
    let enough = ONE_QUOTATION + demand(all.len() * all.len());
    for (k, a) in all.iter().enumerate() {
        for b in &all[k + 1..] {
            if a.report == b.report || same_text(a.report, b.report) || !vary(a, b, enough, meaning) {
                continue;
            }
            let side = |q: &Quotation| {
                let span = q.span;
                let said = statement(cases, q.report, span, None);
                Side { value: span.of(&cases[q.report].report.text).to_owned(), date: None, statements: vec![said] }
            };
            if out
                .iter()
                .any(|d| d.sides.iter().any(|s| s.statements[0].span == a.span || s.statements[0].span == b.span))
            {
                continue;
            }
            out.push(Dispute {
                kind: DisputeKind::Words,
                status: Status::Dispute,
                question: "What exactly was said?".to_owned(),
                sides: vec![side(a), side(b)],
                why: "The two have most of their words in common, and differ in what they say.".to_owned(),
                confidence: 0.65,
            });
        }
    }
    out
}

/// Whether two quotations are one in two wordings: most words in one order, and on each side one that the other has nothing like.
fn vary(a: &Quotation, b: &Quotation, enough: f32, meaning: &Meaning<'_>) -> bool {
    let (shorter, longer) = (a.words.len().min(b.words.len()), a.words.len().max(b.words.len()));
    let first = a.words.iter().zip(&b.words).take_while(|(x, y)| x == y).count();
    let common = in_order(&a.words, &b.words);
    // Who was there may say what another said: then more of it must be the same.
    let others = matches!((&a.speaker, &b.speaker), (Some(x), Some(y)) if x != y);
    let enough = if others { enough.max(0.75) } else { enough };
    // One that begins otherwise is another saying, and so is one that is much longer, or it is cut.
    if first < 4 || (common as f32) < enough * shorter as f32 || longer > shorter + shorter / 2 {
        return false;
    }
    // What one says more often than the other, as in "took … would take" beside "took … will pay".
    let more = |x: &Quotation, y: &Quotation| -> Vec<Word> {
        let times = |q: &Quotation, w: &Word| q.telling.iter().filter(|o| o.term == w.term).count();
        x.telling.iter().filter(|w| times(x, w) > times(y, w)).cloned().collect()
    };
    let (ours, theirs) = (more(a, b), more(b, a));
    let own = |x: &[Word], y: &[Word]| x.iter().any(|w| meaning.best(w, y) < 0.5);
    own(&ours, &theirs) && own(&theirs, &ours)
}

/// How many words stand in both in one order (longest common subsequence).
fn in_order(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    row[b.len()]
}

/// The sentences that a report gives between quotation marks.
fn quotations(cases: &[Case], r: usize, meaning: &Meaning<'_>) -> Vec<Quotation> {
    let case = &cases[r];
    let text = case.report.text.as_str();
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('\n', _) => open = None,
            ('“', _) | ('"', None) => open = Some(at + c.len_utf8()),
            ('”' | '"', Some(start)) => {
                out.extend(quotation(case, r, Span::new(start, at), meaning));
                open = None;
            }
            _ => {}
        }
    }
    out
}

fn quotation(case: &Case, r: usize, span: Span, meaning: &Meaning<'_>) -> Option<Quotation> {
    let a = &case.analysis;
    let tokens = tokens_of(case, span);
    let words: Vec<String> = tokens
        .clone()
        .filter(|&i| !matches!(a.token(i).pos, Pos::Punct | Pos::Space))
        .map(|i| a.lower(i).to_owned())
        .collect();
    if words.len() < FEWEST || words.len() > 40 {
        return None;
    }
    // Plain verbs as well: "I would take it" is not "I will pay it".
    let telling = tokens
        .filter(|&i| matches!(a.token(i).pos, Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj))
        .map(|i| Word {
            verb: a.token(i).pos == Pos::Verb,
            ..meaning.word(&a.lemma(i).to_lowercase(), WordKind::Word, i)
        })
        .collect();
    let said = case.reading.attributions.iter().find(|w| w.content.iter().any(|c| c.overlaps(span)));
    let speaker = said.and_then(|w| w.source_actor).map(|x| key(case.reading.actor(x)));
    Some(Quotation { report: r, span: span.trim(&case.report.text), words, telling, speaker })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_their_order() {
        let words = |s: &str| s.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(in_order(&words("i shall pay it all back"), &words("i shall keep it all")), 4);
        assert_eq!(in_order(&words("all it keep shall i"), &words("i shall keep it all")), 1);
        assert_eq!(in_order(&[], &words("i")), 0);
    }
}
