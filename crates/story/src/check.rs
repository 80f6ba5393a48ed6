//! Does a report bear out a claim?

use std::sync::LazyLock;

use rashomon_lang::{Dep, Pos};
use rashomon_text::Span;
use rustc_hash::FxHashMap;

use crate::likeness::{opposed, unit};
use crate::stances::{Stand, agree, stands};
use crate::story::{Case, Vectors};
use crate::terms::{self, Idf, Term, WordKind, rows, term};

/// Words of the claim are found again in words whose vectors are at least this alike.
const SOFT: f32 = 0.6;
/// A report with less of the claim than this is about something else.
const RELATED: f32 = 0.3;
/// Sentences with so much of the claim are about it.
const ABOUT: f32 = 0.2;
/// Sentences that are looked at closely.
const CLOSER: usize = 4;
/// A report of so few sentences answers sentence for sentence; a longer one as a whole.
const SHORT: usize = 2;
/// A short report that has so much of the claim, and nothing against it, says that it is so.
const BORNE_OUT: f32 = 0.68;
/// A stand told the other way round is as sure as this to dispute the claim.
const STAND: f32 = 0.8;
/// A longer report bears a claim out only with a sentence that has so much of it.
const VOUCHED: f32 = 0.35;
/// A plain sentence with so much of the claim says that it is so, whatever else the report hedges or denies.
const TOLD: f32 = 0.8;
/// A longer report with fewer words of hedging than this a sentence vouches for what it tells.
const HEDGED: f32 = 0.45;

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

/// How a word bears on whether something is so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Stance {
    refute: f32,
    deny: f32,
    doubt: f32,
    hedge: f32,
}

impl Stance {
    fn add(&mut self, other: Stance, weight: f32) {
        self.refute += weight * other.refute;
        self.deny += weight * other.deny;
        self.doubt += weight * other.doubt;
        self.hedge += weight * other.hedge;
    }

    fn against(self) -> f32 {
        self.refute + 0.8 * self.deny + 0.4 * self.doubt
    }
}

/// First word, further words, what they say.
type Phrases = FxHashMap<Term, Vec<(Vec<Term>, Stance)>>;

static REFUTING: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for row in rows(include_str!("../data/refuting.tsv")) {
        let [class, words] = row[..] else { continue };
        let mut stance = Stance::default();
        match class {
            "refute" => stance.refute = 1.0,
            "deny" => stance.deny = 1.0,
            "doubt" => stance.doubt = 1.0,
            _ => stance.hedge = 1.0,
        }
        for phrase in words.split(';') {
            // "isn't" is two tokens.
            let phrase = phrase.replace("n't", " n't");
            let mut parts = phrase.split_whitespace().map(term);
            let Some(first) = parts.next() else { continue };
            phrases.entry(first).or_default().push((parts.collect(), stance));
        }
    }
    phrases
});

#[derive(Debug)]
struct Word {
    term: Term,
    kind: WordKind,
    weight: f32,
    negated: bool,
    predicate: bool,
    /// Of length 1.
    vector: Option<Box<[f32]>>,
}

#[derive(Debug)]
struct Sentence {
    span: Span,
    words: Vec<Word>,
    weight: f32,
    stance: Stance,
    /// Whether anything in it is negated.
    negative: bool,
    /// What is counted, and how many.
    counts: Vec<(Term, f64)>,
}

/// A claim or a report made ready for checking: its sentences with what each word weighs.
///
/// Made once and used for any number of pairs.
#[derive(Debug)]
pub struct Indexed {
    sentences: Vec<Sentence>,
    /// All words, sorted.
    words: Vec<Term>,
    /// Who is said to be for or against what.
    stands: Vec<Stand>,
}

impl Indexed {
    /// Of a report, or of a claim read as if it were one.
    #[must_use]
    pub fn new(case: &Case, vectors: &dyn Vectors) -> Self {
        let idf = Idf::default();
        let a = &case.analysis;
        let negated = negated(case);
        let mut sentences = Vec::new();
        for range in a.sentences() {
            if range.is_empty() {
                continue;
            }
            let mut words: Vec<Word> = Vec::new();
            let mut stance = Stance::default();
            for i in range.clone() {
                let forms = [term(a.lower(i)), term(a.lemma(i))];
                for (n, form) in forms.iter().enumerate() {
                    if n == 1 && forms[0] == forms[1] {
                        break;
                    }
                    for (rest, says) in REFUTING.get(form).into_iter().flatten() {
                        if rest.iter().enumerate().all(|(k, &w)| i + 1 + k < range.end && term(a.lower(i + 1 + k)) == w)
                        {
                            stance.add(*says, 1.0);
                        }
                    }
                }
                let Some((word, kind)) = terms::content(a, i) else { continue };
                if let Some(known) = words.iter_mut().find(|w| w.term == word) {
                    known.negated |= negated[i];
                    continue;
                }
                let vector = vectors.vector(a.lower(i)).or_else(|| vectors.vector(a.lemma(i))).and_then(unit);
                words.push(Word {
                    term: word,
                    kind,
                    weight: idf.of_word(word, kind),
                    negated: negated[i],
                    predicate: a.token(i).pos == Pos::Verb,
                    vector,
                });
            }
            let span = a.span(range.clone());
            let counts = case
                .reading
                .events
                .iter()
                .filter(|e| span.contains(e.span))
                .flat_map(|e| e.quantities.iter().map(|q| (term(&q.of), q.value)))
                .collect();
            let weight = words.iter().map(|w| w.weight).sum();
            sentences.push(Sentence {
                span,
                words,
                weight,
                stance,
                negative: range.clone().any(|i| negated[i]),
                counts,
            });
        }
        let mut all: Vec<Term> = sentences.iter().flat_map(|s| s.words.iter().map(|w| w.term)).collect();
        all.sort_unstable();
        all.dedup();
        Self { sentences, words: all, stands: stands(case) }
    }
}

/// Which tokens stand under a negation: the head of "not", the noun of "no", what such a noun does or has done to it.
fn negated(case: &Case) -> Vec<bool> {
    let a = &case.analysis;
    let mut out = vec![false; a.len()];
    for i in 0..a.len() {
        let lower = a.lower(i);
        let word = matches!(lower, "not" | "n't" | "n’t" | "never" | "cannot") || a.token(i).dep == Dep::Neg;
        let nothing = matches!(lower, "no" | "nobody" | "none" | "nothing" | "neither" | "without");
        if word || nothing {
            let head = a.head(i);
            out[i] = true;
            out[head] = true;
            if nothing {
                // "There is no man playing": man, is, playing.
                for c in a.children(head) {
                    if matches!(a.token(c).dep, Dep::Acl | Dep::Relcl | Dep::Pobj | Dep::Pcomp) {
                        out[c] = true;
                    }
                }
                if let Some(up) = a.parent(head) {
                    out[up] = true;
                }
            }
        }
    }
    out
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// How a sentence of the report answers the claim.
#[derive(Clone, Debug, Default)]
struct Answer {
    /// Share of the claim that it covers, by weight.
    cover: f32,
    /// Words of the claim negated here and not there, or the other way round.
    flipped: bool,
    /// A word of the claim against its opposite.
    opposed: bool,
    /// Another number of the same.
    counted: bool,
}

/// How well a sentence covers the words of another, words themselves only.
fn cover(claim: &Sentence, s: &Sentence) -> f32 {
    if claim.weight <= 0.0 {
        return 0.0;
    }
    claim.words.iter().filter(|w| s.words.iter().any(|o| o.term == w.term)).map(|w| w.weight).sum::<f32>()
        / claim.weight
}

fn answer(claim: &Sentence, s: &Sentence) -> Answer {
    let mut covered = 0.0;
    let mut flipped = false;
    let mut opposite = false;
    for w in &claim.words {
        let mut best = 0.0f32;
        let mut at = None;
        for o in &s.words {
            let like = if o.term == w.term {
                1.0
            } else if opposed(o.term, w.term) {
                opposite = opposite
                    || (!claim.words.iter().any(|x| x.term == o.term) && !s.words.iter().any(|x| x.term == w.term));
                continue;
            } else if w.kind == WordKind::Word && o.kind == WordKind::Word {
                match (&w.vector, &o.vector) {
                    (Some(x), Some(y)) => dot(x, y).min(0.95),
                    _ => 0.0,
                }
            } else {
                0.0
            };
            if like > best {
                best = like;
                at = Some(o);
            }
        }
        if best >= SOFT {
            covered += best * w.weight;
            flipped |= at.is_some_and(|o| o.negated != w.negated && (w.predicate || o.predicate || best > 0.99));
        }
    }
    let counted = claim.counts.iter().any(|(of, n)| {
        s.counts.iter().any(|(o, _)| o == of) && !s.counts.iter().any(|(o, m)| o == of && (m - n).abs() < 1e-6)
    });
    Answer { cover: if claim.weight > 0.0 { covered / claim.weight } else { 0.0 }, flipped, opposed: opposite, counted }
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
    let held = |w: &&Word| report.words.binary_search(&w.term).is_ok();
    let whole = c.words.iter().filter(held).map(|w| w.weight).sum::<f32>() / c.weight;
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
    let per = if weight > 0.0 { 1.0 / weight } else { 0.0 };
    let short = report.sentences.len() <= SHORT;
    let signs = Signs {
        cover: best.cover,
        whole,
        flipped: (best.flipped || (short && s.negative != c.negative)) && best.cover > 0.5,
        opposed: best.opposed && best.cover > 0.4,
        counted: best.counted && best.cover > 0.4,
        against: (about.against() * per).min(2.0),
        anywhere: (anywhere.against() / (report.sentences.len() as f32).sqrt()).min(3.0),
        hedge: (about.hedge * per).min(2.0),
        denial: c.stance.refute + c.stance.deny > 0.0,
        told: best.cover >= TOLD
            && !(best.flipped || best.opposed || best.counted)
            && s.negative == c.negative
            && s.stance == Stance::default(),
    };
    let (relation, score) = if short { signs.sentence_for_sentence() } else { signs.as_a_whole() };
    if relation == Relation::Unrelated {
        return Check { relation, score, evidence: Vec::new(), why: "little in common".to_owned() };
    }
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
    if let Some((span, why)) = stand {
        return Check { relation, score, evidence: vec![span], why: format!("{why}; {}", signs.why()) };
    }
    let mut evidence = vec![s.span];
    let telling = near.iter().filter(|&&(cover, n)| cover >= RELATED && report.sentences[n].stance.against() > 0.0);
    evidence.extend(telling.map(|&(_, n)| report.sentences[n].span).filter(|&x| x != s.span).take(2));
    evidence.sort_unstable();
    Check { relation, score, evidence, why: signs.why() }
}

/// What speaks for and against the claim.
#[derive(Clone, Copy, Debug)]
struct Signs {
    /// Share of the claim that the nearest sentence has.
    cover: f32,
    /// Share of the claim that the report has, word for word.
    whole: f32,
    flipped: bool,
    opposed: bool,
    counted: bool,
    /// Words against it in the sentences about it, by sentence.
    against: f32,
    /// Such words anywhere, less the longer the report is.
    anywhere: f32,
    hedge: f32,
    /// The claim itself says that something is not so.
    denial: bool,
    /// A sentence says just what the claim says, without a word of doubt.
    told: bool,
}

fn logistic(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}

fn one(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// The weights below are set by hand and rounded: what contradicts outright weighs most, words that cast doubt less.
impl Signs {
    fn related(self) -> bool {
        (self.cover >= RELATED && self.whole >= 0.1) || self.whole >= RELATED
    }

    /// A sentence against a sentence: they have most in common and differ in a negation, an opposite or a number.
    fn sentence_for_sentence(self) -> (Relation, f32) {
        let common = 0.5 * (self.cover + self.whole);
        // "Not open" and "closed" are one.
        let contrary = match (self.flipped, self.opposed) {
            (true, false) => 2.6,
            (false, true) => 1.2,
            _ => 0.0,
        } + 2.0 * one(self.counted);
        let mut z =
            -3.6 + contrary + 1.2 * self.anywhere + 0.6 * one(self.denial) + 0.3 * self.hedge + 0.4 * self.cover;
        if contrary > 0.0 {
            z += 6.0 * (common - 0.6);
        }
        let score = logistic(z);
        let relation = match () {
            () if !self.related() => Relation::Unrelated,
            () if score >= 0.5 => Relation::Disputes,
            () if common >= BORNE_OUT && !self.flipped => Relation::Supports,
            () => Relation::Mentions,
        };
        (relation, score)
    }

    /// A claim against a whole report, which tells of it and somewhere says what to make of it.
    fn as_a_whole(self) -> (Relation, f32) {
        let mut against = 2.0 * self.anywhere + 1.2 * self.against - 0.25 * self.hedge;
        against += 0.8 * one(self.flipped) + 0.5 * one(self.opposed) + 0.5 * one(self.counted);
        if self.denial {
            // Who debunks as well agrees with a claim that debunks.
            against = 1.0 - against;
        }
        let related = logistic(10.0 * (self.cover.max(self.whole) - 0.35));
        let score = related * logistic(1.6 * against - 1.2);
        match () {
            () if !self.related() => (Relation::Unrelated, 0.2 * score),
            () if self.told => (Relation::Supports, score.min(0.4)),
            () if score >= 0.5 => (Relation::Disputes, score),
            // A report that shares less than this with the claim speaks of something near it, and vouches for nothing.
            () if self.hedge < HEDGED && self.cover >= VOUCHED => (Relation::Supports, score),
            () => (Relation::Mentions, score),
        }
    }

    fn why(self) -> String {
        let mut why = vec![format!("{:.0} % of the claim in one sentence", 100.0 * self.cover)];
        let mut say = |yes: bool, what: &str| {
            if yes {
                why.push(what.to_owned());
            }
        };
        say(self.flipped, "negated in one of them");
        say(self.opposed, "opposite words");
        say(self.counted, "another number");
        say(self.against > 0.0, "words that refute or deny beside it");
        say(self.against == 0.0 && self.anywhere > 0.0, "words that refute or deny elsewhere in the report");
        say(self.hedge >= HEDGED, "hedged");
        say(self.denial, "the claim is itself a denial");
        why.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNS: Signs = Signs {
        cover: 0.95,
        whole: 0.95,
        flipped: false,
        opposed: false,
        counted: false,
        against: 0.0,
        anywhere: 0.0,
        hedge: 0.0,
        denial: false,
        told: false,
    };

    #[test]
    fn a_sentence_supports_or_with_a_negation_disputes() {
        assert_eq!(SIGNS.sentence_for_sentence().0, Relation::Supports);
        assert_eq!(Signs { flipped: true, ..SIGNS }.sentence_for_sentence().0, Relation::Disputes);
        assert_eq!(Signs { cover: 0.1, whole: 0.1, ..SIGNS }.sentence_for_sentence().0, Relation::Unrelated);
    }

    #[test]
    fn a_report_full_of_debunking_disputes_unless_the_claim_debunks() {
        let debunks = Signs { against: 1.0, anywhere: 1.2, ..SIGNS };
        assert_eq!(debunks.as_a_whole().0, Relation::Disputes);
        assert_eq!(Signs { denial: true, ..debunks }.as_a_whole().0, Relation::Supports);
        assert_eq!(Signs { hedge: 1.5, ..SIGNS }.as_a_whole().0, Relation::Mentions);
    }

    #[test]
    fn empty_texts_have_nothing_in_common() {
        let empty = Indexed { sentences: Vec::new(), words: Vec::new(), stands: Vec::new() };
        let check = check_indexed(&empty, &empty);
        assert_eq!((check.relation, check.score, check.evidence.len()), (Relation::Unrelated, 0.0, 0));
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let classes: Vec<&str> = rows(include_str!("../data/refuting.tsv")).map(|r| r[0]).collect();
        assert_eq!(classes, ["refute", "deny", "doubt", "hedge"]);
        assert!(REFUTING.contains_key(&term("hoax")) && REFUTING.contains_key(&term("too")));
    }
}
