//! Whether it happened: told as so by one report and as not so by another.

use crate::lexicon::{Change, change};
use crate::meaning::Meaning;
use crate::propositions::of_event;
use crate::story::{Case, Dispute, DisputeKind, Side, Statement, Status};
use crate::tellings::{Match, Telling, Told, of_one_thing};
use crate::terms::Union;
use crate::wordnet;

/// A yes and a no to one question, and how surely it is one.
struct Contrary<'t> {
    yes: &'t Telling,
    no: &'t Telling,
    fit: f32,
}

/// From here on two tellings are taken to answer one question, in a story so short that few are compared …
const ONE_QUESTION: f32 = 0.6;
/// … and how much more it takes for each ten times as many: the more pairs are looked at, the more fit by chance.
const PER_TENFOLD: f32 = 0.08;
/// So many pairs are few.
const FEW_PAIRS: f32 = 1000.0;

/// Disputes on whether something happened, or was said.
pub(crate) fn disputes(
    cases: &[Case],
    tellings: &[Telling],
    same_text: &dyn Fn(usize, usize) -> bool,
    meaning: &Meaning<'_>,
) -> Vec<Dispute> {
    let denied: Vec<&Telling> = tellings.iter().filter(|t| t.told == Told::IsNot && bears_denial(t)).collect();
    let told: Vec<&Telling> = tellings.iter().filter(|t| t.told == Told::Is).collect();
    let looked_at = (denied.len() * told.len()) as f32;
    let enough = ONE_QUESTION + PER_TENFOLD * (looked_at / FEW_PAIRS).max(1.0).log10();
    let mut pairs: Vec<Contrary<'_>> = Vec::new();
    for &no in &denied {
        for &yes in &told {
                    if yes.report == no.report || same_text(yes.report, no.report) || apart(cases, yes, no) {
                continue;
            }
            if std::env::var("DBG").is_ok() && of_one_thing(no, yes, meaning).predicate>0.5 { let w = |t: &Telling| t.words.iter().map(|x| format!("{}:{:.1}", x.lemma, x.weight)).collect::<Vec<_>>().join(" "); eprintln!("DBG {:.2} {:?} s={:?} o={:?}\n   NO {} [{}] pred {:?} subj {:?}\n   YES {} [{}] pred {:?} subj {:?}", answers(&of_one_thing(no,yes,meaning),no,yes), of_one_thing(no,yes,meaning), no.subject.as_ref().map(|s| &s.name), no.object.as_ref().map(|s| &s.name), no.lemma, w(no), no.predicate.iter().map(|w| &w.lemma).collect::<Vec<_>>(), no.subject.as_ref().map(|s| &s.name), yes.lemma, w(yes), yes.predicate.iter().map(|w| &w.lemma).collect::<Vec<_>>(), yes.subject.as_ref().map(|s| &s.name)); }
            let fit = answers(&of_one_thing(no, yes, meaning), no, yes);
                    if fit >= enough {
                pairs.push(Contrary { yes, no, fit });
            }
        }
    }
    // Reports that all give the allegation with its denial do not part over it.
    let gives = |r: usize, like: &Telling, as_told: &[&Telling]| {
        as_told.iter().any(|t| t.report == r && answers(&of_one_thing(like, t, meaning), like, t) >= ONE_QUESTION)
    };
    pairs.retain(|c| !(gives(c.yes.report, c.no, &denied) && gives(c.no.report, c.yes, &told)));
    one_dispute_each(pairs).into_iter().map(|g| dispute(cases, &g)).collect()
}

/// Pairs that share a statement are one dispute; the surest pair first.
fn one_dispute_each(mut pairs: Vec<Contrary<'_>>) -> Vec<Vec<Contrary<'_>>> {
    pairs.sort_by(|a, b| b.fit.total_cmp(&a.fit).then_with(|| place(a.yes).cmp(&place(b.yes))).then_with(|| place(a.no).cmp(&place(b.no))));
    let mut union = Union::default();
    for k in 0..pairs.len() {
        union.join(k, k);
        for j in 0..k {
            let same = |x: &Telling, y: &Telling| x.report == y.report && x.statement.span.overlaps(y.statement.span);
            if same(pairs[k].yes, pairs[j].yes) || same(pairs[k].no, pairs[j].no) {
                union.join(j, k);
            }
        }
    }
    let groups = union.groups();
    let mut slots: Vec<Option<Contrary<'_>>> = pairs.into_iter().map(Some).collect();
    groups.into_iter().map(|g| g.into_iter().filter_map(|k| slots[k].take()).collect()).collect()
}

fn place(t: &Telling) -> (usize, u32) {
    (t.report, t.statement.span.start)
}

/// How surely a denial and a telling answer one question, 0 … 1.
fn answers(m: &Match, no: &Telling, yes: &Telling) -> f32 {
    // What is denied must be what is told: "did not resign" is no answer to "was elected".
    if m.predicate < 0.55 {
        return 0.0;
    }
    let who = m.shared || m.subject.is_some_and(|s| s >= 0.5);
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
        matches!(w.lemma.as_str(), "bitcoin" | "cryptocurrency" | "dollar" | "euro" | "pound" | "franc" | "crown" | "rouble" | "yen")
            || ["money", "payment", "sum", "monetary unit"].iter().any(|k| w.lemma == *k || wordnet::kind_of(w.lemma.as_str(), *k))
    })
}

/// Predicates that go with anything.
fn is_plain(lemma: &str) -> bool {
    matches!(
        lemma,
        "do" | "have" | "get" | "go" | "come" | "take" | "give" | "make" | "put" | "keep" | "let" | "try" | "work" | "run" | "play" | "feel" | "hope"
            | "lead" | "look" | "turn" | "hold" | "show" | "move" | "start" | "help" | "use" | "call" | "ask" | "talk" | "tell" | "leave" | "bring"
            | "stand" | "live" | "stay" | "wait" | "follow" | "set" | "plan" | "change" | "happen" | "time" | "way" | "thing" | "power" | "state" | "good"
            | "bad" | "right" | "new" | "old" | "big" | "own" | "man" | "woman" | "child" | "name" | "care" | "sound" | "agree to" | "deal"
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
                "know" | "think" | "believe" | "want" | "like" | "seem" | "say" | "comment" | "respond" | "see" | "need" | "expect" | "clear"
                    | "sure" | "answer" | "reply" | "mention" | "change" | "possible" | "easy" | "able" | "ready" | "know to" | "understand"
            )
        })
}

/// Predicates by which somebody does something in saying it: the dispute is over words.
fn is_speech_act(lemma: &str) -> bool {
    matches!(
        lemma,
        "apologise" | "apologize" | "apology" | "promise" | "pledge" | "threaten" | "threat" | "admit" | "admission" | "confess" | "confession"
            | "insult" | "call" | "say" | "remark" | "word" | "praise" | "thank" | "warn" | "warning" | "swear" | "vow" | "compliment" | "concede"
    )
}

/// The words of the reports that say that an account is taken back, around a telling.
fn takes_back(case: &Case, t: &Telling) -> Option<&'static str> {
    let a = &case.analysis;
    let n = a.sentence_of(t.head);
    let last = a.sentence_of(a.len() - 1);
    (n..=(n + 2).min(last)).find_map(|k| change(a.span(a.sentence(k)).of(&case.report.text), Change::Revision))
}

fn dispute(cases: &[Case], pairs: &[Contrary<'_>]) -> Dispute {
    let best = &pairs[0];
    let issue = of_event(&cases[best.yes.report], best.yes.event);
    let subject = issue.subject.clone().or_else(|| best.yes.subject.as_ref().map(|s| s.name.clone()).filter(|n| !n.is_empty()));
    let question = match subject {
        Some(s) if !issue.nominal => format!("Did {s} {}?", issue.phrase),
        _ if issue.nominal => format!("Was there {}?", issue.phrase),
        _ => format!("Did it happen: {}?", issue.phrase),
    };
    let speech = best.yes.predicate.iter().chain(&best.no.predicate).any(|w| is_speech_act(&w.lemma)) || one_speaker(best);
    let published = |t: &Telling| cases[t.report].report.published.as_ref().map(|d| d.date);
    let later = match (published(best.yes), published(best.no)) {
        (Some(y), Some(n)) if y > n => Some(best.yes),
        (Some(y), Some(n)) if n > y => Some(best.no),
        _ => None,
    };
    let retracted = later.and_then(|t| takes_back(&cases[t.report], t));
    let (status, why) = match retracted {
        Some(words) => (Status::Revision, format!("Read as a revision because the later report says “{words}”.")),
        None => (Status::Dispute, "One tells it as a fact, the other that it was not so.".to_owned()),
    };
    Dispute {
        kind: if speech { DisputeKind::Words } else { DisputeKind::Happened },
        status,
        question,
        sides: vec![
            side("it happened", pairs.iter().map(|c| c.yes)),
            side("it did not", pairs.iter().map(|c| c.no)),
        ],
        why,
        confidence: best.fit.min(1.0),
    }
}

/// Whether one person is reported to have said both.
fn one_speaker(c: &Contrary<'_>) -> bool {
    let first = |s: &Statement| s.according_to.first().map(|w| w.to_lowercase());
    matches!((first(&c.yes.statement), first(&c.no.statement)), (Some(a), Some(b)) if a == b)
}

/// One answer with all who give it, each place once.
pub(crate) fn side<'t>(value: &str, tellings: impl Iterator<Item = &'t Telling>) -> Side {
    let mut statements: Vec<Statement> = tellings.map(|t| t.statement.clone()).collect();
    statements.sort_by_key(|s| (s.report, s.span.start));
    statements.dedup_by(|b, a| a.report == b.report && a.span.overlaps(b.span));
    Side { value: value.to_owned(), date: None, statements }
}
