//! What it was: two reports say of one thing what cannot both be said ("the first to leave", "the last on board").

use super::{Compared, Pair, demand, one_dispute_each, side, status, wording};
use crate::likeness::opposed;
use crate::story::{Dispute, DisputeKind};
use crate::tellings::{Telling, Told, of_one_thing};
use crate::wordnet;

/// From here on two tellings are taken to be of one thing.
const ONE_THING: f32 = 0.6;

/// Disputes on what somebody or something was, or how it ended.
pub(super) fn disputes(with: &Compared<'_>) -> Vec<Dispute> {
    let &Compared { cases, tellings, same_text, meaning } = with;
    let told: Vec<&Telling> =
        tellings.iter().filter(|t| t.told == Told::Is && (t.is_copula() || is_outcome(&t.lemma))).collect();
    let enough = ONE_THING + demand(told.len() * told.len());
    let mut pairs = Vec::new();
    for (k, &a) in told.iter().enumerate() {
        for &b in &told[k + 1..] {
            if a.report == b.report
                || same_text(a.report, b.report)
                || a.is_copula() != b.is_copula()
                || words(a, b).is_none()
            {
                continue;
            }
            let m = of_one_thing(a, b, meaning);
            let who = m.subject.is_some_and(|s| s >= 0.55);
            let what = m.object.is_none_or(|o| o >= 0.5);
            // "Open" and "closed" of two days are no contradiction; who gives both tells of a change.
            let fit = if who && what && m.predicate < 0.85 {
                0.45 + 0.2 * m.subject.unwrap_or(0.0) + 0.1 * m.covered
            } else {
                0.0
            };
            if fit >= enough {
                pairs.push(Pair { one: a, other: b, fit });
            }
        }
    }
    one_dispute_each(pairs)
        .into_iter()
        .map(|pairs| {
            let best = &pairs[0];
            let (status, why) = status(cases, best.one, best.other, "What the two say of one thing cannot both be.");
            let (x, y) = words(best.one, best.other).unwrap_or_default();
            Dispute {
                kind: DisputeKind::Happened,
                status,
                question: wording::whether(&cases[best.one.report], best.one),
                sides: vec![side(&x, pairs.iter().map(|p| p.one)), side(&y, pairs.iter().map(|p| p.other))],
                why,
                confidence: best.fit,
            }
        })
        .collect()
}

/// Verbs that say how something ended.
fn is_outcome(lemma: &str) -> bool {
    matches!(
        lemma,
        "win" | "lose" | "pass" | "fail" | "succeed" | "survive" | "die" | "convict" | "acquit" | "clear" | "live"
    )
}

/// The words by which two tellings contradict each other.
fn words(a: &Telling, b: &Telling) -> Option<(String, String)> {
    let pair = a.predicate.iter().find_map(|v| {
        let other = |w: &&crate::meaning::Word| {
            let contrary = opposed(v.term, w.term) || wordnet::opposed(v.lemma.as_str(), w.lemma.as_str());
            contrary && !is_of_degree(&v.lemma)
        };
        b.predicate.iter().find(other).map(|w| (v, w))
    })?;
    Some((pair.0.lemma.clone(), pair.1.lemma.clone()))
}

/// Adjectives of more and less, of which each may be right to somebody, and those of place and time.
fn is_of_degree(lemma: &str) -> bool {
    matches!(
        lemma,
        "good"
            | "bad"
            | "high"
            | "low"
            | "big"
            | "small"
            | "large"
            | "little"
            | "long"
            | "short"
            | "old"
            | "new"
            | "young"
            | "early"
            | "late"
            | "easy"
            | "hard"
            | "difficult"
            | "strong"
            | "weak"
            | "hot"
            | "cold"
            | "warm"
            | "cool"
            | "rich"
            | "poor"
            | "happy"
            | "sad"
            | "fast"
            | "slow"
            | "near"
            | "far"
            | "much"
            | "few"
            | "great"
            | "light"
            | "heavy"
            | "dark"
            | "man"
            | "woman"
            | "boy"
            | "girl"
            | "north"
            | "south"
            | "east"
            | "west"
            | "open"
            | "closed"
            | "up"
            | "down"
            | "top"
            | "bottom"
            | "beginning"
            | "end"
            | "day"
            | "night"
            | "possible"
            | "important"
            | "clear"
            | "same"
            | "different"
            | "public"
            | "private"
            | "black"
            | "white"
            | "son"
            | "daughter"
            | "wife"
            | "husband"
            | "father"
            | "mother"
            | "buyer"
            | "seller"
            | "winner"
            | "loser"
    )
}
