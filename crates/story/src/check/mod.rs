//! Does a report bear out a claim?

mod align;
mod clashes;
mod denials;
mod index;
mod phrases;
mod signs;

use std::fmt::Write as _;

use rashomon_text::Span;

use crate::stances::agree;
use crate::story::{Case, Vectors};
use crate::terms::WordKind;

use align::Alignment;
use clashes::{Clashes, clashes};
pub use index::Indexed;
use index::Sentence;
use phrases::Stance;
use signs::{Signs, Verdict};

/// Sentences with so much of the claim are about it.
const ABOUT: f32 = 0.2;
/// Sentences that are looked at closely.
const CLOSER: usize = 4;
/// A reason that weighs so much is told to the user, and so many of them.
const TELLING: f32 = 0.15;
const REASONS: usize = 3;
/// A stand told the other way round is as sure as this to dispute the claim.
const STAND: f32 = 0.8;
/// A sentence with so much of the claim counts as near it.
const NEAR: f32 = 0.35;
/// Sentences of a report's lead.
const LEAD: usize = 4;
/// A report of so few sentences is a brief.
const BRIEF: usize = 4;

/// What a report says to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The report says that it is so.
    Supports,
    /// The report says that it is not so, or something that cannot be so as well.
    Disputes,
    /// The report tells of it without saying whether it is so.
    Mentions,
    /// The report is about something else.
    Unrelated,
}

impl Relation {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Disputes => "disputes",
            Self::Mentions => "mentions",
            Self::Unrelated => "unrelated",
        }
    }
}

/// What comparing a claim with a report showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What the report says to the claim.
    pub relation: Relation,
    /// How sure it is that the report disputes the claim, 0 to 1, comparable over pairs.
    pub score: f32,
    /// The sentences of the report that it goes by, in order.
    pub evidence: Vec<Span>,
    /// Why, in words for the user.
    pub why: String,
}

/// How well a sentence covers the words of another, words themselves only.
fn cover(claim: &Sentence, s: &Sentence) -> f32 {
    if claim.weight <= 0.0 {
        return 0.0;
    }
    claim.words.iter().filter(|w| s.words.iter().any(|o| o.is(w))).map(|w| w.weight).sum::<f32>() / claim.weight
}

/// How a sentence of the report answers the claim.
struct Answer {
    /// Share of the claim that it covers, by weight.
    cover: f32,
    alignment: Alignment,
    clashes: Clashes,
}

fn answer(claim: &Sentence, s: &Sentence) -> Answer {
    let alignment = Alignment::new(claim, s);
    Answer { cover: alignment.cover(claim), clashes: clashes(claim, s, &alignment), alignment }
}

/// Checks a claim against a report. For many pairs, see [`check_indexed`].
///
/// The report's sentences nearest the claim are found by the weight of the words they share, the nearest are then compared by
/// vectors, negations, opposites (`data/antonyms.tsv`) and numbers. A longer report is heard as a whole: words that refute,
/// deny, doubt or hedge (`data/refuting.tsv`), above all beside what the claim speaks of.
#[must_use]
pub fn check(claim: &Case, report: &Case, vectors: &dyn Vectors) -> Check {
    check_indexed(&Indexed::new(claim, vectors), &Indexed::new(report, vectors))
}

/// Checks a claim against a report, both made ready before.
#[must_use]
pub fn check_indexed(claim: &Indexed, report: &Indexed) -> Check {
    let nothing =
        Check { relation: Relation::Unrelated, score: 0.0, evidence: Vec::new(), why: "nothing in common".to_owned() };
    // A claim of several sentences is its weightiest one.
    let Some(c) = claim.sentences.iter().max_by(|x, y| x.weight.total_cmp(&y.weight)) else { return nothing };
    if c.weight <= 0.0 || report.sentences.is_empty() {
        return nothing;
    }
    let whole = c.words.iter().filter(|w| report.holds(w)).map(|w| w.weight).sum::<f32>() / c.weight;
    // The sentences nearest the claim, then a closer look at the first few.
    let mut near: Vec<(f32, usize)> = report.sentences.iter().enumerate().map(|(n, s)| (cover(c, s), n)).collect();
    near.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
    let closer: Vec<(Answer, usize)> =
        near.iter().take(CLOSER).map(|&(_, n)| (answer(c, &report.sentences[n]), n)).collect();
    let Some((best, at)) = closer.iter().max_by(|x, y| x.0.cover.total_cmp(&y.0.cover)) else { return nothing };
    let s = &report.sentences[*at];
    let mut about = Stance::default();
    let mut weight = 0.0;
    for &(cover, n) in near.iter().filter(|n| n.0 >= ABOUT) {
        about.add(report.sentences[n].stance, cover);
        weight += cover;
    }
    let mut anywhere = Stance::default();
    report.sentences.iter().for_each(|s| anywhere.add(s.stance, 1.0));
    let count = report.sentences.len();
    let per = if weight > 0.0 { 1.0 / weight } else { 0.0 };
    let signs = Signs {
        whole,
        names: names(c, report),
        lead: near.iter().filter(|n| n.1 < LEAD).map(|n| n.0).fold(0.0, f32::max),
        near: near.iter().filter(|n| n.0 >= NEAR).count() as f32 / count as f32,
        sentences: count,
        denied_nearby: closer.iter().filter_map(|(a, _)| a.clashes.denied.map(|d| d.0)).fold(0.0, f32::max),
        against: (about.against() * per).min(2.0),
        anywhere: (anywhere.against() / (count as f32).sqrt()).min(3.0),
        hedge: (about.hedge * per).min(2.0),
        counter: (anywhere.counter / (count as f32).sqrt()).min(3.0),
        ..Signs::of(c, s, best)
    };
    let verdict = if count <= BRIEF { signs.sentence_for_sentence() } else { signs.as_a_whole() };
    let (relation, score) = (verdict.relation, verdict.score);
    if relation == Relation::Unrelated {
        return Check { relation, score, evidence: Vec::new(), why: "little in common".to_owned() };
    }
    let why = why(&verdict, &signs, c, s, best);
    // Somebody whom the claim has for something and the report against it, or the other way round.
    let mut for_it = None;
    let mut against_it = None;
    for x in &claim.stands {
        for y in &report.stands {
            match agree(x, y) {
                Some(true) => for_it = for_it.or(Some(y.span)),
                Some(false) => against_it = against_it.or(Some(y.span)),
                None => {}
            }
        }
    }
    let (relation, score, stand) = match (for_it, against_it) {
        (None, Some(span)) => (Relation::Disputes, score.max(STAND), Some((span, "the contrary stand is told"))),
        (Some(span), None) if relation != Relation::Disputes => {
            (Relation::Supports, score, Some((span, "the same stand is told")))
        }
        _ => (relation, score, None),
    };
    if let Some((span, stand)) = stand {
        return Check { relation, score, evidence: vec![span], why: format!("{stand}; {why}") };
    }
    let mut evidence = vec![s.span];
    let telling = near.iter().filter(|&&(cover, n)| cover >= NEAR && report.sentences[n].stance.against() > 0.0);
    evidence.extend(telling.map(|&(_, n)| report.sentences[n].span).filter(|&x| x != s.span).take(2));
    evidence.sort_unstable();
    Check { relation, score, evidence, why }
}

/// Share of the claim's names and numbers that the report has, by weight.
fn names(claim: &Sentence, report: &Indexed) -> f32 {
    let names = || claim.words.iter().filter(|w| w.kind != WordKind::Word);
    let all: f32 = names().map(|w| w.weight).sum();
    if all > 0.0 { names().filter(|w| report.holds(w)).map(|w| w.weight).sum::<f32>() / all } else { 0.0 }
}

/// The strongest reasons, in words.
fn why(verdict: &Verdict, signs: &Signs, claim: &Sentence, s: &Sentence, best: &Answer) -> String {
    let mut why = format!("{:.0} % of the claim in one sentence", 100.0 * signs.cover);
    let mut reasons: Vec<_> = verdict.reasons.iter().filter(|r| r.0 >= TELLING).collect();
    reasons.sort_by(|x, y| y.0.total_cmp(&x.0));
    for (_, reason) in reasons.into_iter().take(REASONS) {
        why.push_str("; ");
        why.push_str(reason);
        if let Some(&(i, j)) = best.alignment.opposites.first().filter(|_| reason.starts_with("opposite")) {
            let _ = write!(why, " (“{}”, “{}”)", claim.words[i].text, s.words[j].text);
        }
    }
    why
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_texts_have_nothing_in_common() {
        let empty = Indexed { sentences: Vec::new(), words: Vec::new(), stands: Vec::new() };
        let check = check_indexed(&empty, &empty);
        assert_eq!((check.relation, check.score, check.evidence.len()), (Relation::Unrelated, 0.0, 0));
    }
}
