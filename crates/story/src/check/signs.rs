//! What speaks for and against a claim, and what follows from it.
//!
//! Each sign is a share, a count or a yes, and each has one weight. The weights are few, rounded, and hold for claims of any kind: what
//! contradicts outright weighs most, words that cast doubt less.

use super::clashes::Clashes;
use super::index::Sentence;
use super::phrases::Stance;
use super::{Answer, Relation};

/// A report with less of the claim than this is about something else.
const RELATED: f32 = 0.3;
/// A sentence with less of the claim speaks of something near it, and contradicts nothing.
const ABOUT_IT: f32 = 0.35;
/// A sentence and a claim share so much, each half in the mean, if the one bears out the other.
const BORNE_OUT: f32 = 0.68;
/// A contradiction is told where its sum of reasons is above this; the score says how sure it is.
const TOLD: f32 = -1.0;

/// What speaks for and against the claim.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    /// Share of the claim that the nearest sentence has.
    pub cover: f32,
    /// Share of the claim that the report has, word for word.
    pub whole: f32,
    /// Share of the claim that the nearest sentence has in the same words or in words that mean the same.
    pub sure: f32,
    /// Share of the sentence that the claim has.
    pub back: f32,
    /// Share of the claim's names and numbers that the report has.
    pub names: f32,
    /// Share of the claim that a sentence of the lead has, word for word.
    pub lead: f32,
    /// Share of the report's sentences that are near the claim.
    pub near: f32,
    /// Words of the claim that the sentence lacks.
    pub lacks: usize,
    /// Sentences of the report.
    pub sentences: usize,
    pub clashes: Clashes,
    /// How much of a denial the claim or another near sentence meets.
    pub denied_nearby: f32,
    /// Words against it in the sentences about it, by sentence.
    pub against: f32,
    /// Such words anywhere, less the longer the report is.
    pub anywhere: f32,
    /// Words of hedging in the sentences about it, by sentence.
    pub hedge: f32,
    /// The same in the nearest sentence.
    pub hedged_here: f32,
    /// Words against it in the nearest sentence.
    pub against_here: f32,
    /// Words of somebody who speaks up for the other side.
    pub counter: f32,
    /// What the claim itself says of being so or not.
    pub claim: Stance,
    /// Claim and sentence are on the word of different persons.
    pub voices: bool,
    /// The sentence is on somebody's word.
    pub voiced: bool,
    /// Somebody is accused in the claim.
    pub accuses: bool,
    /// The claim is negated.
    pub negative: bool,
}

/// One reason: what it weighs here, and in words.
pub(super) type Reason = (f32, &'static str);

/// What is concluded from the signs.
pub(super) struct Verdict {
    pub relation: Relation,
    pub score: f32,
    /// What it rests on, each with its weight in this pair.
    pub reasons: Vec<Reason>,
}

fn sum(reasons: &[Reason]) -> f32 {
    reasons.iter().map(|r| r.0).sum()
}

impl Signs {
    /// Of the claim's sentence and the report's nearest; what lies beyond the two is filled in by the caller.
    pub fn of(claim: &Sentence, s: &Sentence, best: &Answer) -> Self {
        let links = best.alignment.back.iter().zip(&s.words);
        let back: f32 = links.filter_map(|(l, w)| l.map(|l| l.like * w.weight)).sum();
        Self {
            cover: best.cover,
            sure: best.alignment.sure(claim),
            back: if s.weight > 0.0 { back / s.weight } else { 0.0 },
            lacks: best.alignment.there.iter().filter(|l| l.is_none()).count(),
            clashes: best.clashes,
            against_here: s.stance.against(),
            hedged_here: s.stance.hedge.min(3.0),
            claim: claim.stance,
            voices: !claim.voices.is_empty()
                && !s.voices.is_empty()
                && claim.voices.iter().all(|v| !s.voices.contains(v)),
            voiced: !s.voices.is_empty(),
            accuses: claim.accuses,
            negative: !claim.denials.is_empty(),
            ..Self::default()
        }
    }

    fn related(&self) -> bool {
        (self.cover >= RELATED && self.whole >= 0.1) || self.whole >= RELATED
    }

    /// Whether the two speak of something of one name or number: then it is one affair, and not just one kind of affair.
    fn named(&self) -> f32 {
        one(self.names > 0.0 && self.cover > ABOUT_IT)
    }

    /// Whether a sentence tells just what the claim tells, and nothing in it goes against it.
    fn told(&self) -> bool {
        let c = &self.clashes;
        self.cover > 0.9
            && self.against_here == 0.0
            && self.hedge <= 1.0
            && self.hedged_here <= 1.0
            && c.denied.is_none_or(|d| d.0 < 0.3)
            && !(c.opposed > 0 || c.qualities > 0 || c.counted || c.usurped || c.another || c.exchanged)
    }

    /// A sentence against a sentence.
    pub fn sentence_for_sentence(&self) -> Verdict {
        let clashes = &self.clashes;
        let whole = self.whole.max(self.sure);
        // What somebody answers to the claim is what the sentence says beyond it.
        let answers = 1.0 - self.cover;
        let (denied, missing) = clashes.denied.unwrap_or_default();
        let to_the_letter = one(clashes.denied.is_some() && missing == 0);
        let (named, opposed, qualities) = (self.named(), one(clashes.opposed > 0), one(clashes.qualities > 0));
        let contrary = [
            (
                denied * (1.6 + 2.0 * self.cover) + 1.6 * to_the_letter + named * one(denied > 0.5),
                "one denies what the other tells",
            ),
            (self.cover * opposed * (1.5 + 3.0 * named), "opposite words"),
            (0.9 * qualities, "opposite qualities"),
            (-1.5 * one(clashes.another), "of somebody else"),
            (self.cover * one(clashes.exchanged) * (1.0 + 3.0 * named), "who does it to whom is exchanged"),
            (self.cover * named * 5.0 * one(clashes.counted), "another number"),
            (4.0 * named * one(clashes.usurped), "somebody else in a place that only one can fill"),
            (
                (0.3 + 1.5 * named) * (1.0 - 0.7 * answers) * one(self.negative),
                "the claim says that something is not so",
            ),
            (-0.3 * one(clashes.unsure), "only said to be possible or wanted"),
            (self.cover.sqrt() * (0.9 * whole + 1.1 * self.back) + self.cover * named, "they share most words"),
            // What somebody answers to the claim.
            (answers * 1.4 * self.counter, "somebody speaks up for the other side"),
            (answers * 1.2 * one(self.claim.refute + self.claim.deny > 0.0), "the claim is itself a denial"),
            (answers * (0.7 * one(self.claim.hedge > 0.0) + 0.6 * self.claim.counter), "the claim takes one side"),
            (answers * (0.8 * one(self.voices) + 0.4 * one(self.voiced)), "on the word of somebody else"),
            (answers * 0.9 * one(self.accuses), "somebody is accused, which is often answered"),
            (answers * (0.6 * self.names - 2.0 * clashes.kept), "something else of the same persons"),
        ];
        let z = sum(&contrary) - 5.2;
        // A sentence of the claim's own length that lacks a word of it says something else; one that tells more may say it in other words.
        let alike = (self.back / self.cover.max(0.05)).min(1.0);
        let borne_out = [
            (5.0 * (self.cover + whole - 2.0 * BORNE_OUT), "it has the words of the claim"),
            (-alike * 0.2 * self.lacks as f32, "words of the claim are missing"),
            (-alike * 0.6 * (1.0 - self.clashes.kept), "the words belong together otherwise"),
            (-denied * (1.5 + 1.5 * self.cover) - 1.4 * denied * to_the_letter, "one denies what the other tells"),
            (-opposed * (1.5 + 2.0 * self.cover), "opposite words"),
            (-3.0 * one(clashes.another), "of somebody else"),
            (-3.0 * qualities, "opposite qualities"),
            (-5.0 * one(clashes.exchanged), "who does it to whom is exchanged"),
            (-0.7 * one(clashes.counted), "another number"),
            (-3.0 * one(clashes.usurped), "somebody else in a place that only one can fill"),
            (-0.8 * one(clashes.unsure), "only said to be possible or wanted"),
            (-0.8 * self.anywhere - 0.4 * self.counter, "words that refute or deny"),
        ];
        let score = logistic(z);
        if !self.related() {
            return Verdict { relation: Relation::Unrelated, score, reasons: Vec::new() };
        }
        if z > TOLD && self.cover > ABOUT_IT {
            return Verdict { relation: Relation::Disputes, score, reasons: contrary.to_vec() };
        }
        if sum(&borne_out) > 0.0 {
            return Verdict { relation: Relation::Supports, score, reasons: borne_out.to_vec() };
        }
        Verdict { relation: Relation::Mentions, score, reasons: borne_out.map(|(w, why)| (-w, why)).to_vec() }
    }

    /// A claim against a whole report, which tells of it and somewhere says what to make of it.
    pub fn as_a_whole(&self) -> Verdict {
        let brief = one(self.sentences <= super::BRIEF);
        let length = (self.sentences as f32).ln();
        let related = [
            (2.7 * self.cover, "a sentence has much of the claim"),
            (3.0 * self.whole, "it has the words of the claim"),
            (1.4 * self.names, "it has the names of the claim"),
            (3.1 * self.lead, "its lead has much of the claim"),
            (1.3 * self.near, "many sentences are about it"),
            (2.0 * self.clashes.kept, "the words belong together as in the claim"),
            (0.7 * self.against + 0.8 * self.hedge + 0.9 * self.denied_nearby, "it weighs whether it is so"),
            (0.8 * brief - 0.35 * length, "its length"),
        ];
        let z = sum(&related) - 3.0;
        let hedging = self.claim.hedge.min(2.0);
        let refuting = self.claim.against().min(2.0);
        // Who debunks agrees with a claim that debunks, and goes against one that does not.
        let denied = self.clashes.denied.unwrap_or_default().0;
        let outright = one(denied > 0.8 && self.cover > 0.75);
        let told = one(self.told());
        let negative = one(self.negative) * (1.0 - denied);
        let agreed = (3.2 * refuting.min(1.0) + 2.2 * negative) * self.anywhere.min(2.0);
        let contrary = [
            (1.6 * self.anywhere, "words that refute or deny"),
            (0.9 * self.against, "such words beside what the claim tells"),
            (1.2 * self.denied_nearby + 1.2 * outright, "one denies what the other tells"),
            (0.6 * self.clashes.opposed.min(2) as f32, "opposite words"),
            (one(self.clashes.usurped), "somebody else in a place that only one can fill"),
            (refuting, "the claim itself says that something is not so"),
            (-agreed, "both say that it is not so"),
            (-0.3 * self.hedge, "hedged"),
            (-hedging, "the claim is itself hedged"),
            (-0.6 * self.lead - 0.8 * brief - 0.4 * told, "told plainly"),
        ];
        let borne_out = [
            (
                0.4 * self.whole + 0.3 * self.lead + 0.3 * self.clashes.kept + 0.7 * told,
                "it tells what the claim tells",
            ),
            (agreed + 0.9 * negative, "both say that it is not so"),
            (-self.anywhere - 0.4 * self.denied_nearby - outright, "words that refute or deny"),
            (-0.6 * self.hedge - 0.3 * self.hedged_here, "hedged"),
            (-0.5 * hedging, "the claim is itself hedged"),
            (-0.6 * brief - 0.1 * length, "its length"),
        ];
        let against = sum(&contrary) - 0.4;
        let support = sum(&borne_out) + 0.1;
        let score = logistic(z) * logistic(against);
        let (relation, reasons) = if z < -0.4 {
            (Relation::Unrelated, Vec::new())
        } else if against > 0.0 && against >= support {
            (Relation::Disputes, contrary.to_vec())
        } else if support > 0.0 {
            (Relation::Supports, borne_out.to_vec())
        } else {
            (Relation::Mentions, borne_out.map(|(w, why)| (-w, why)).to_vec())
        };
        Verdict { relation, score, reasons }
    }
}

fn logistic(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}

fn one(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near() -> Signs {
        let clashes = Clashes { kept: 1.0, ..Clashes::default() };
        Signs {
            cover: 0.95,
            whole: 0.95,
            back: 0.9,
            names: 1.0,
            lead: 0.9,
            near: 0.4,
            sentences: 12,
            clashes,
            ..Signs::default()
        }
    }

    #[test]
    fn a_sentence_supports_or_with_a_denial_disputes() {
        assert_eq!(near().sentence_for_sentence().relation, Relation::Supports);
        let denied = Clashes { denied: Some((1.0, 0)), ..near().clashes };
        assert_eq!(Signs { clashes: denied, ..near() }.sentence_for_sentence().relation, Relation::Disputes);
        assert_eq!(Signs { cover: 0.1, whole: 0.1, ..near() }.sentence_for_sentence().relation, Relation::Unrelated);
    }

    #[test]
    fn opposites_contradict_where_the_affair_is_one() {
        let opposed = Signs { clashes: Clashes { opposed: 1, ..near().clashes }, ..near() };
        assert_eq!(opposed.sentence_for_sentence().relation, Relation::Disputes);
        // "A dog runs", "a dog sits": two dogs, for all we know.
        let nameless = Signs { names: 0.0, ..opposed };
        assert_eq!(nameless.sentence_for_sentence().relation, Relation::Mentions);
    }

    #[test]
    fn a_report_full_of_debunking_disputes_unless_the_claim_debunks() {
        let debunks = Signs { against: 1.0, anywhere: 1.2, ..near() };
        assert_eq!(debunks.as_a_whole().relation, Relation::Disputes);
        let claim = Stance { refute: 1.0, ..Stance::default() };
        assert_eq!(Signs { claim, ..debunks }.as_a_whole().relation, Relation::Supports);
        assert_eq!(Signs { hedge: 1.5, ..near() }.as_a_whole().relation, Relation::Mentions);
    }
}
