//! Whether it happened: told as so by one report and as not so by another.

use super::{Compared, Pair, demand, one_dispute_each, side, status, wording};
use crate::lexicon::{Change, change};
use rustc_hash::FxHashMap;

use crate::meaning::{Meaning, Word};
use crate::story::{Case, Dispute, DisputeKind, Statement};
use crate::tellings::{Filler, Match, Telling, Told, of_one_thing};
use crate::terms::Term;
use crate::wordnet;

/// What is denied must be what is told: so near their words must be.
const ALIKE: f32 = 0.55;
/// From here on a denial and a telling are taken to answer one question.
const ONE_QUESTION: f32 = 0.6;

/// Disputes on whether something happened, or was said.
pub(crate) fn disputes(with: &Compared<'_>) -> Vec<Dispute> {
    let &Compared { cases, tellings, same_text, meaning } = with;
    let denied: Vec<&Telling> = tellings.iter().filter(|t| t.told == Told::IsNot && bears_denial(t)).collect();
    let told: Vec<&Telling> = tellings.iter().filter(|t| t.told == Told::Is).collect();
    let enough = ONE_QUESTION + demand(denied.len() * told.len());
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    let meetings = Meetings::new(&told, &denied, meaning);
    for &no in &denied {
        for yes in meetings.with(no).map(|k| told[k]) {
            if yes.report == no.report || same_text(yes.report, no.report) || apart(cases, yes, no) {
                continue;
            }
            let fit = answers(&of_one_thing(no, yes, meaning), no, yes);
            if fit >= enough {
                pairs.push(Pair { one: yes, other: no, fit });
            }
        }
    }
    // Reports that all give the allegation with its denial do not part over it.
    let gives = |r: usize, like: &Telling, as_told: &[&Telling]| {
        as_told.iter().any(|t| t.report == r && answers(&of_one_thing(like, t, meaning), like, t) >= ONE_QUESTION)
    };
    pairs.retain(|c| !(gives(c.one.report, c.other, &denied) && gives(c.other.report, c.one, &told)));
    one_dispute_each(pairs).into_iter().map(|g| dispute(cases, &g)).collect()
}

/// Which tellings have a word that a denial is about. In a story of hundreds of reports few do, and only they are looked at.
struct Meetings {
    /// For each word of the denials, the tellings that have one like it.
    of: FxHashMap<(Term, bool), Vec<usize>>,
}

impl Meetings {
    fn new(told: &[&Telling], denied: &[&Telling], meaning: &Meaning<'_>) -> Self {
        let mut held: FxHashMap<(Term, bool), (&Word, Vec<usize>)> = FxHashMap::default();
        for (k, t) in told.iter().enumerate() {
            for w in t.words.iter().chain(&t.predicate) {
                let at = &mut held.entry((w.term, w.verb)).or_insert_with(|| (w, Vec::new())).1;
                if at.last() != Some(&k) {
                    at.push(k);
                }
            }
        }
        let mut of: FxHashMap<(Term, bool), Vec<usize>> = FxHashMap::default();
        for w in denied.iter().flat_map(|t| &t.predicate) {
            of.entry((w.term, w.verb)).or_insert_with(|| {
                let alike = held.values().filter(|(other, _)| meaning.alike(w, other) >= ALIKE);
                let mut all: Vec<usize> = alike.flat_map(|(_, at)| at.iter().copied()).collect();
                all.sort_unstable();
                all.dedup();
                all
            });
        }
        Self { of }
    }

    /// The tellings that a denial may be an answer to.
    fn with(&self, no: &Telling) -> impl Iterator<Item = usize> {
        let mut all: Vec<usize> =
            no.predicate.iter().filter_map(|w| self.of.get(&(w.term, w.verb))).flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }
}

/// How surely a denial and a telling answer one question, 0 … 1.
fn answers(m: &Match, no: &Telling, yes: &Telling) -> f32 {
    // "Did not resign" is no answer to "was elected".
    let who = m.shared || m.subject.is_some_and(|s| s >= 0.5);
    if m.predicate < ALIKE {
        return 0.0;
    }
    let other = !m.shared && m.subject.is_some_and(|s| s < 0.3);
    let what = m.object.is_some_and(|o| o >= 0.5) || (pays_money(no) && pays_money(yes));
    let no_object = no.object.is_none() && yes.object.is_none();
    // Of "who did what" two parts must be the same and none another; where a part is left open, more of the words must be.
    let one_question = match (who, what) {
        _ if yes.subject.is_none() && !no.void => what && m.covered >= 0.85,
        _ if no.void => m.covered >= 0.7,
        (true, true) => true,
        (true, false) => no_object && m.predicate >= 0.85 && (no.is_copula() && yes.is_copula() || m.covered >= 0.6),
        (false, true) => m.covered >= if other { 0.85 } else { 0.7 },
        // "No document was initialled": whatever it was.
        (false, false) if no.object.as_ref().is_some_and(Filler::is_anything) => {
            m.predicate >= 0.9 && m.covered >= 0.85
        }
        (false, false) => m.predicate >= 0.9 && m.covered >= 0.85 && m.words >= 2,
    };
    // "Did not play", "do not hope": such predicates meet everywhere; only with the same object do they tell.
    let plain = no.predicate.iter().all(|w| is_plain(&w.lemma)) && !what;
    if !one_question || plain {
        return 0.0;
    }
    let part = |same: bool| if same { 0.2 } else { 0.0 };
    (0.2 + 0.2 * m.predicate + part(who) + part(what || no.void) + 0.25 * m.covered + 0.1 * m.covers).min(1.0)
}

/// Whether the object is a sum of money: "paid no ransom" and "paid 38 bitcoin" have one object.
fn pays_money(t: &Telling) -> bool {
    t.object.iter().flat_map(|o| &o.words).any(|w| {
        matches!(
            w.lemma.as_str(),
            "bitcoin" | "cryptocurrency" | "dollar" | "euro" | "pound" | "franc" | "crown" | "rouble" | "yen"
        ) || ["money", "payment", "sum", "monetary unit"]
            .iter()
            .any(|k| w.lemma == *k || wordnet::kind_of(w.lemma.as_str(), *k))
    })
}

/// Predicates that go with anything.
fn is_plain(lemma: &str) -> bool {
    matches!(
        lemma,
        "do" | "have"
            | "get"
            | "go"
            | "come"
            | "take"
            | "give"
            | "make"
            | "put"
            | "keep"
            | "let"
            | "try"
            | "work"
            | "run"
            | "play"
            | "feel"
            | "hope"
            | "lead"
            | "look"
            | "turn"
            | "hold"
            | "show"
            | "move"
            | "start"
            | "help"
            | "use"
            | "call"
            | "ask"
            | "talk"
            | "tell"
            | "leave"
            | "bring"
            | "stand"
            | "live"
            | "stay"
            | "wait"
            | "follow"
            | "set"
            | "plan"
            | "change"
            | "happen"
            | "time"
            | "way"
            | "thing"
            | "power"
            | "state"
            | "good"
            | "bad"
            | "right"
            | "new"
            | "old"
            | "big"
            | "own"
            | "man"
            | "woman"
            | "child"
            | "name"
            | "care"
            | "sound"
            | "agree to"
            | "deal"
    )
}

/// Two days that are both known: two happenings.
fn apart(cases: &[Case], a: &Telling, b: &Telling) -> bool {
    let day = |t: &Telling| {
        let v = cases[t.report].reading.event(t.event).time.clone()?;
        let day = v.get(..10)?.to_owned();
        day.bytes().all(|c| c.is_ascii_digit() || c == b'-').then_some(day)
    };
    matches!((day(a), day(b)), (Some(x), Some(y)) if x != y)
}

/// A denial counts where it has a predicate of its own: "no date was set", states of mind and what somebody would not say make
/// no dispute of fact.
fn bears_denial(t: &Telling) -> bool {
    !t.predicate.is_empty()
        && !t.predicate.iter().all(|w| {
            matches!(
                w.lemma.as_str(),
                "know"
                    | "think"
                    | "believe"
                    | "want"
                    | "like"
                    | "seem"
                    | "say"
                    | "comment"
                    | "respond"
                    | "see"
                    | "need"
                    | "expect"
                    | "clear"
                    | "sure"
                    | "answer"
                    | "reply"
                    | "mention"
                    | "change"
                    | "possible"
                    | "easy"
                    | "able"
                    | "ready"
                    | "know to"
                    | "understand"
            )
        })
}

/// Predicates by which somebody does something in saying it: the dispute is over words.
fn is_speech_act(lemma: &str) -> bool {
    matches!(
        lemma,
        "apologise"
            | "apologize"
            | "apology"
            | "promise"
            | "pledge"
            | "threaten"
            | "threat"
            | "admit"
            | "admission"
            | "confess"
            | "confession"
            | "insult"
            | "call"
            | "say"
            | "remark"
            | "word"
            | "praise"
            | "thank"
            | "warn"
            | "warning"
            | "swear"
            | "vow"
            | "compliment"
            | "concede"
    )
}

/// The words of the reports that say that an account is taken back, around a telling.
pub(super) fn takes_back(case: &Case, t: &Telling) -> Option<&'static str> {
    let a = &case.analysis;
    let n = a.sentence_of(t.head);
    let last = a.sentence_of(a.len() - 1);
    (n..=(n + 2).min(last)).find_map(|k| change(a.span(a.sentence(k)).of(&case.report.text), Change::Revision))
}

fn dispute(cases: &[Case], pairs: &[Pair<'_>]) -> Dispute {
    let best = &pairs[0];
    let question = wording::whether(&cases[best.one.report], best.one);
    let speech =
        best.one.predicate.iter().chain(&best.other.predicate).any(|w| is_speech_act(&w.lemma)) || one_speaker(best);
    let (status, why) = status(cases, best.one, best.other, "One tells it as a fact, the other that it was not so.");
    Dispute {
        kind: if speech { DisputeKind::Words } else { DisputeKind::Happened },
        status,
        question,
        sides: vec![
            side("it happened", pairs.iter().map(|c| c.one)),
            side("it did not", pairs.iter().map(|c| c.other)),
        ],
        why,
        confidence: best.fit.min(1.0),
    }
}

/// Whether one person is reported to have said both.
fn one_speaker(c: &Pair<'_>) -> bool {
    let first = |s: &Statement| s.according_to.first().map(|w| w.to_lowercase());
    matches!((first(&c.one.statement), first(&c.other.statement)), (Some(a), Some(b)) if a == b)
}
