//! Who stands where: stances of actors on issues, and where reports part on them.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_lang::{Dep, Pos};
use rashomon_reading::{ActorId, ActorKind, Event, EventId, Plover};
use rashomon_text::Span;

use crate::lexicon::{Change, change, stance};
use crate::propositions::{Proposition, nearness, of_event, of_noun, predicate_nearness, sentence};
use crate::sources::{key, statement};
use crate::story::{Case, Dispute, DisputeKind, Position, Side, Stance, StanceAt, Statement, Status, Vectors};
use crate::tellings::spoken_of;

/// How near two propositions must be to be one issue.
const SAME_ISSUE: f32 = 0.55;

/// A stance that a report gives to an actor.
struct Taken {
    actor: String,
    name: String,
    /// Whether the actor is a body or group, known by a description.
    body: bool,
    sign: Stance,
    issue: Proposition,
    when: When,
    statement: Statement,
    change: Option<&'static str>,
}

/// When a stance is said to be taken.
#[derive(Clone, Debug, Default)]
struct When {
    value: Option<String>,
    /// "After … in July": later than `value`.
    after: bool,
}

/// Issues on which an actor takes a stand.
struct Issue {
    actor: String,
    taken: Vec<usize>,
}

/// Positions of one actor on one issue, worded alike, are one position.
fn one_line_each(positions: Vec<Position>) -> Vec<Position> {
    let mut out: Vec<Position> = Vec::new();
    for p in positions {
        match out.iter_mut().find(|o| o.actor == p.actor && o.issue == p.issue) {
            Some(same) => {
                same.stances.extend(p.stances);
                in_order(&mut same.stances);
            }
            None => out.push(p),
        }
    }
    out
}

/// By time as far as it is known, then by place in the reports; what is said twice in one place once.
fn in_order(stances: &mut Vec<StanceAt>) {
    let key = |s: &StanceAt| {
        let bare = s.date.as_deref().map(|d| d.trim_start_matches("after ").to_owned());
        let after = s.date.as_deref().is_some_and(|d| d.starts_with("after"));
        (bare, after, s.statement.report, s.statement.span.start)
    };
    stances.sort_by_key(key);
    stances.dedup_by(|b, a| {
        a.statement.report == b.statement.report && a.stance == b.stance && a.statement.span.overlaps(b.statement.span)
    });
}

/// A stand of an actor, as a claim or a report tells it.
#[derive(Debug)]
pub(crate) struct Stand {
    actor: String,
    sign: Stance,
    issue: Proposition,
    /// Where it is told.
    pub span: Span,
}

/// All stands that one text tells of.
pub(crate) fn stands(case: &Case) -> Vec<Stand> {
    let mut taken = Vec::new();
    for k in 0..case.reading.events.len() {
        collect(std::slice::from_ref(case), 0, EventId(k as u32), &mut taken);
    }
    taken.into_iter().map(|t| Stand { actor: t.actor, sign: t.sign, issue: t.issue, span: t.statement.span }).collect()
}

/// Whether two stands of one actor on one issue agree; `None` where actor or issue differ. Goes by words and the table
/// of concepts alone, so that it is sure where it speaks.
pub(crate) fn agree(a: &Stand, b: &Stand) -> Option<bool> {
    if a.actor != b.actor || a.sign == Stance::Mixed || b.sign == Stance::Mixed {
        return None;
    }
    let (near, same_way) = nearness(&a.issue, &b.issue, &a.actor, &());
    (near >= SAME_ISSUE).then_some((a.sign == b.sign) == same_way)
}

/// Disputes and positions among the stances of a story.
pub(crate) fn compare(
    cases: &[Case],
    reports: &[usize],
    same_text: &dyn Fn(usize, usize) -> bool,
    vectors: &dyn Vectors,
) -> (Vec<Dispute>, Vec<Position>) {
    let mut taken: Vec<Taken> = Vec::new();
    for &r in reports {
        for k in 0..cases[r].reading.events.len() {
            collect(cases, r, EventId(k as u32), &mut taken);
        }
    }
    one_name(&mut taken);
    let issues = cluster(&taken, vectors);
    let words = common_wording(&taken, &issues, vectors);
    let mut disputes = Vec::new();
    let mut positions = Vec::new();
    for (issue, words) in issues.iter().zip(&words) {
        let stands: Vec<(&Taken, Stance)> =
            issue.taken.iter().map(|&t| (&taken[t], oriented(&taken[issue.taken[0]], &taken[t], vectors))).collect();
        if let Some(d) = dispute(cases, &stands, words, same_text) {
            disputes.push(d);
        }
        positions.push(position(&stands, words));
    }
    positions.retain(|p| !p.stances.is_empty());
    let positions = one_line_each(positions);
    (disputes, positions)
}

/// Bodies and groups under one key: "the Board" is "the board of Havermoor Foods" where no other board is spoken of,
/// "the tram drivers" are their union.
fn one_name(taken: &mut [Taken]) {
    let words = |name: &str| -> BTreeSet<String> {
        name.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 1 && !matches!(*w, "the" | "of" | "and" | "for" | "in" | "at" | "an" | "its" | "our"))
            .map(|w| w.strip_suffix('s').filter(|s| s.len() > 3).unwrap_or(w).to_owned())
            .collect()
    };
    let keys: BTreeMap<String, BTreeSet<String>> =
        taken.iter().filter(|t| t.body).map(|t| (t.actor.clone(), words(&t.name))).collect();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (key, set) in &keys {
        let wider: Vec<&String> =
            keys.iter().filter(|(_, other)| other.len() > set.len() && set.is_subset(other)).map(|(k, _)| k).collect();
        if let [only] = wider[..]
            && !set.is_empty()
        {
            renamed.insert(key.clone(), only.clone());
        }
    }
    for t in taken.iter_mut() {
        while let Some(to) = renamed.get(&t.actor) {
            t.actor.clone_from(to);
        }
    }
}

/// One wording for one issue, whoever takes a stand on it.
fn common_wording(taken: &[Taken], issues: &[Issue], vectors: &dyn Vectors) -> Vec<Proposition> {
    let own: Vec<&Proposition> = issues.iter().map(|i| wording(i.taken.iter().map(|&t| &taken[t].issue))).collect();
    (0..own.len())
        .map(|k| {
            let alike = (0..own.len()).filter(|&o| {
                o == k
                    || issues[o].taken.iter().any(|&t| {
                        issues[k].taken.iter().any(|&u| {
                            let (a, b) = (&taken[t].issue, &taken[u].issue);
                            let (near, same_way) = nearness(a, b, "", vectors);
                            near >= SAME_ISSUE
                                && same_way
                                && a.nominal == b.nominal
                                && predicate_nearness(&a.lemma, &b.lemma, vectors) > 0.9
                        })
                    })
            });
            wording(alike.map(|o| own[o])).clone()
        })
        .collect()
}

/// The stance as seen from the first proposition of its issue: "wants them to stay" is against "they leave".
fn oriented(first: &Taken, t: &Taken, vectors: &dyn Vectors) -> Stance {
    let (_, same_way) = nearness(&first.issue, &t.issue, &t.actor, vectors);
    if same_way { t.sign } else { flip(t.sign) }
}

fn flip(s: Stance) -> Stance {
    match s {
        Stance::For => Stance::Against,
        Stance::Against => Stance::For,
        Stance::Mixed => Stance::Mixed,
    }
}

/// Nouns that only name what is asked for: a stand on the request is a stand on what it asks.
fn is_transparent(e: &Event) -> bool {
    e.nominal
        && matches!(
            e.lemma.as_str(),
            "request"
                | "demand"
                | "call"
                | "appeal"
                | "plea"
                | "proposal"
                | "plan"
                | "idea"
                | "suggestion"
                | "bid"
                | "attempt"
                | "effort"
                | "need"
                | "intention"
                | "desire"
                | "decision"
                | "move"
                | "agreement"
                | "understanding"
                | "pledge"
                | "promise"
                | "right"
                | "way"
        )
}

fn collect(cases: &[Case], r: usize, id: EventId, out: &mut Vec<Taken>) {
    let case = &cases[r];
    let reading = &case.reading;
    let e = reading.event(id);
    let Some(mut sign) = stance(&e.lemma) else { return self_commitment(cases, r, id, out) };
    // What may be, what is asked or supposed, is no stance.
    if e.factuality.abs() < 0.9 {
        return;
    }
    if e.negated {
        // "Has not approved it yet" leaves it open.
        let s = sentence(case, e.head as usize).of(&case.report.text).to_lowercase();
        if s.split(|c: char| !c.is_alphanumeric()).any(|w| w == "yet") {
            return;
        }
        sign = flip(sign);
    }
    let actors: Vec<ActorId> = e.actors.iter().copied().filter(|&a| is_stand_taker(case, a)).collect();
    if actors.is_empty() {
        return;
    }
    let (issue, flips, requester) = match nothing_to_do_with(case, e).or_else(|| issue_of(case, id, 0)) {
        Some(found) => found,
        // "We have accepted nothing": of what was spoken of before.
        None => match out
            .iter()
            .rev()
            .find(|t| t.statement.report == r && actors.iter().any(|&a| key(reading.actor(a)) == t.actor))
        {
            Some(before) if takes_nothing(case, e) => (before.issue.clone(), true, None),
            _ => return,
        },
    };
    if flips {
        sign = flip(sign);
    }
    let at = e.head as usize;
    let span = statement_span(case, e);
    let st = statement(cases, r, span, e.holder);
    let quote = sentence(case, at);
    let when = when(case, e);
    for a in actors {
        // A wish of oneself for one's own doing ("wants to make concessions") is a stance too.
        out.push(Taken {
            actor: key(reading.actor(a)),
            name: reading.actor(a).name.clone(),
            body: is_body(case, a),
            sign,
            issue: issue.clone(),
            when: when.clone(),
            statement: st.clone(),
            change: change(quote.of(&case.report.text), Change::Reversal),
        });
    }
    // "Trump's request to expel Iran": who asks is for it.
    if let Some(asked) = requester {
        let request = reading.event(asked);
        for &a in &request.actors {
            if is_stand_taker(case, a) {
                out.push(Taken {
                    actor: key(reading.actor(a)),
                    name: reading.actor(a).name.clone(),
                    body: is_body(case, a),
                    sign: Stance::For,
                    issue: issue.clone(),
                    when: when.clone(),
                    statement: st.clone(),
                    change: None,
                });
            }
        }
    }
}

/// "Wants nothing to do with the plan": against the plan.
fn nothing_to_do_with(case: &Case, e: &Event) -> Option<(Proposition, bool, Option<EventId>)> {
    if !takes_nothing(case, e) {
        return None;
    }
    let a = &case.analysis;
    let with = a.subtree(e.head as usize).find(|&t| a.lower(t) == "with")?;
    let what = a.child(with, Dep::Pobj)?;
    let what = if a.lower(what) == "it" { spoken_of(case, what)? } else { what };
    Some((of_noun(case, what), true, None))
}

/// Whether the object is "nothing".
fn takes_nothing(case: &Case, e: &Event) -> bool {
    let a = &case.analysis;
    a.child(e.head as usize, Dep::Dobj).is_some_and(|o| a.lower(o) == "nothing")
}

fn is_stand_taker(case: &Case, a: ActorId) -> bool {
    let actor = case.reading.actor(a);
    let unnamed = actor.kind == ActorKind::Person && !actor.named && actor.anonymous;
    actor.kind != ActorKind::Place && !unnamed
}

fn is_body(case: &Case, a: ActorId) -> bool {
    !matches!(case.reading.actor(a).kind, ActorKind::Person | ActorKind::State)
}

/// "We will not close the base": who speaks of his own doing takes a stand on it.
fn self_commitment(cases: &[Case], r: usize, id: EventId, out: &mut Vec<Taken>) {
    let case = &cases[r];
    let e = case.reading.event(id);
    let a = &case.analysis;
    let head = e.head as usize;
    let Some(holder) = e.holder else { return };
    let Some(speaker) = case.reading.attribution(holder).source_actor else { return };
    let will = a
        .children(head)
        .any(|c| a.token(c).dep == Dep::Aux && matches!(a.lower(c), "will" | "wo" | "'ll" | "shall" | "would"));
    if e.nominal
        || !will
        || !e.actors.contains(&speaker)
        || !is_stand_taker(case, speaker)
        || a.children(head).any(|c| a.token(c).dep == Dep::Advcl)
    {
        return;
    }
    if a.token(head).pos != Pos::Verb {
        return;
    }
    let mut issue = of_event(case, id);
    issue.negated = false;
    let sign = if e.negated { Stance::Against } else { Stance::For };
    let quote = sentence(case, head);
    out.push(Taken {
        actor: key(case.reading.actor(speaker)),
        name: case.reading.actor(speaker).name.clone(),
        body: is_body(case, speaker),
        sign,
        issue,
        when: when(case, e),
        statement: statement(cases, r, statement_span(case, e), e.holder),
        change: change(quote.of(&case.report.text), Change::Reversal),
    });
}

/// What a stance is about, whether the way there turns it round, and the request in between.
fn issue_of(case: &Case, id: EventId, depth: usize) -> Option<(Proposition, bool, Option<EventId>)> {
    let reading = &case.reading;
    let e = reading.event(id);
    // "accepted the need": what is needed may hang elsewhere in the tree.
    let empty = |b: &Event| is_transparent(b) && b.about.is_none();
    if let Some(about) = e.about.filter(|&a| !empty(reading.event(a))) {
        let b = reading.event(about);
        if is_transparent(b) && b.about.is_some() && depth < 4 {
            let (p, flips, _) = issue_of(case, about, depth + 1)?;
            let asked = matches!(b.kind, Some(Plover::Request))
                || matches!(b.lemma.as_str(), "request" | "demand" | "call" | "appeal" | "plea" | "proposal");
            return Some((p, flips, asked.then_some(about)));
        }
        // "refuse to support the plan"
        if let Some(inner) = stance(&b.lemma)
            && depth < 4
            && !b.nominal
            && (asks_others(&e.lemma) || b.actors.iter().all(|a| e.actors.contains(a) || e.actors.is_empty()))
            && let Some((p, flips, r)) = issue_of(case, about, depth + 1)
        {
            let turned = (inner == Stance::Against) != b.negated;
            return Some((p, flips != turned, r));
        }
        let asked = (b.nominal && matches!(b.kind, Some(Plover::Request))).then_some(about);
        return Some((of_event(case, about), false, asked));
    }
    let a = &case.analysis;
    let head = e.head as usize;
    let object = a
        .children(head)
        .find(|&c| a.token(c).dep == Dep::Dobj || (a.token(c).dep == Dep::Nsubjpass))
        .or_else(|| {
            a.children(head)
                .filter(|&c| {
                    a.token(c).dep == Dep::Prep
                        && (matches!(a.lower(c), "to" | "with" | "for" | "of" | "against" | "about" | "over")
                            || (a.lower(c) == "on"
                                && matches!(e.lemma.as_str(), "agree" | "insist" | "agreement" | "vote" | "decide")))
                })
                .find_map(|c| a.child(c, Dep::Pobj))
        })
        // "This bid is poor and I oppose it"
        .map(|o| if matches!(a.lower(o), "it" | "this" | "that") { spoken_of(case, o).unwrap_or(o) } else { o })
        .filter(|&o| matches!(a.token(o).pos, Pos::Noun | Pos::Propn))?;
    // "agreed about the need for forces to leave": the clause on the noun is the issue.
    let clause = a.subtree(object).find_map(|t| {
        reading.events.iter().position(|x| {
            x.head as usize == t
                && !x.nominal
                && matches!(a.token(t).dep, Dep::Acl | Dep::Relcl | Dep::Ccomp | Dep::Advcl | Dep::Xcomp)
        })
    });
    // The parser may hang that clause on the verb: "accepted the need for the garrison | to leave".
    let clause = clause.or_else(|| {
        let after = a.children(head).find(|&c| {
            c > object
                && matches!(a.token(c).dep, Dep::Advcl | Dep::Xcomp)
                && a.children(c).any(|x| a.token(x).dep == Dep::Aux && a.lower(x) == "to")
        })?;
        reading.events.iter().position(|x| x.head as usize == after)
    });
    if let Some(k) = clause
        && is_transparent_noun(a.lemma(object))
    {
        let mut p = of_event(case, EventId(k as u32));
        let whole = of_noun(case, object);
        let doer = a.children(object).filter(|&c| a.lower(c) == "for").find_map(|c| a.child(c, Dep::Pobj));
        if p.subject.is_none()
            && let Some(o) = doer
        {
            p.subject = Some(of_noun(case, o).phrase);
        }
        p.participants.extend(whole.participants);
        p.words.extend(whole.words);
        return Some((p, false, None));
    }
    Some((of_noun(case, object), false, None))
}

/// Verbs by which one asks others to take a stand, and takes it oneself: "urged shareholders to accept the offer".
fn asks_others(lemma: &str) -> bool {
    matches!(
        lemma,
        "urge" | "advise" | "recommend" | "encourage" | "ask" | "call on" | "call" | "tell" | "want" | "press"
    )
}

fn is_transparent_noun(lemma: &str) -> bool {
    matches!(
        lemma,
        "need"
            | "necessity"
            | "idea"
            | "plan"
            | "proposal"
            | "request"
            | "demand"
            | "call"
            | "goal"
            | "aim"
            | "right"
            | "deal"
            | "agreement"
            | "offer"
            | "principle"
    )
}

fn statement_span(case: &Case, e: &Event) -> Span {
    let s = sentence(case, e.head as usize);
    // A short sentence is quoted whole; of a long one the clause.
    if s.len() <= 160 { s.trim(&case.report.text) } else { grown(e).trim(&case.report.text) }
}

/// The clause with its subject, where that stands outside (joined verbs).
fn grown(e: &Event) -> Span {
    e.actor_spans
        .iter()
        .fold(e.clause, |s, &x| if x.start < s.start && s.start - x.start < 200 { s.cover(x) } else { s })
}

/// When a stance was taken: its own time, that of the nearest expression in the sentence, or the report's.
fn when(case: &Case, e: &Event) -> When {
    // A bare year is when something is to be, or was for long: the report's own day tells more.
    if let Some(t) = e.time.as_ref().filter(|t| t.len() > 4) {
        return When { value: Some(t.clone()), after: false };
    }
    let s = sentence(case, e.head as usize);
    let text = &case.report.text;
    let near = case
        .reading
        .times
        .iter()
        .filter(|t| s.contains(t.span) && t.kind == rashomon_times::TimeType::Date && !t.value.ends_with("_REF"))
        .filter(|t| {
            // "leave before winter", "within a week": when what is wanted is to be, not when it was wanted.
            let before = Span { start: s.start, end: t.span.start }.of(text).trim_end().to_lowercase();
            !["before", "until", "by", "within", "next", "till", "for"].iter().any(|w| before.ends_with(w))
                && t.value.contains('-')
                && !t.value.ends_with("WI")
                && !t.value.ends_with("SU")
                && !t.value.ends_with("SP")
                && !t.value.ends_with("FA")
        })
        .min_by_key(|t| t.span.start.abs_diff(e.span.start));
    if let Some(t) = near {
        let before = Span { start: s.start, end: t.span.start }.of(text).to_lowercase();
        let after = before.trim_start().starts_with("after ")
            || before.trim_end().ends_with(" after")
            || before.trim_end().ends_with(" since");
        return When { value: Some(t.value.clone()), after };
    }
    let own =
        case.report.published.as_ref().map(|d| d.date).or_else(|| case.report.dateline.as_ref().and_then(|d| d.date));
    When { value: own.map(|d| d.to_string()), after: false }
}

/// Brings stances of one actor on one issue together (single link).
fn cluster(taken: &[Taken], vectors: &dyn Vectors) -> Vec<Issue> {
    let mut by_actor: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (k, t) in taken.iter().enumerate() {
        by_actor.entry(&t.actor).or_default().push(k);
    }
    let mut out = Vec::new();
    for (actor, all) in by_actor {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for k in all {
            let near = |g: &Vec<usize>| {
                g.iter().any(|&o| nearness(&taken[o].issue, &taken[k].issue, actor, vectors).0 >= SAME_ISSUE)
            };
            let joined: Vec<usize> = (0..groups.len()).filter(|&g| near(&groups[g])).collect();
            match joined.first() {
                Some(&first) => {
                    for &g in joined[1..].iter().rev() {
                        let moved = groups.remove(g);
                        groups[first].extend(moved);
                    }
                    groups[first].push(k);
                }
                None => groups.push(vec![k]),
            }
        }
        out.extend(groups.into_iter().map(|mut taken| {
            taken.sort_unstable();
            Issue { actor: actor.to_owned(), taken }
        }));
    }
    out.retain(|i| !i.taken.is_empty() && !i.actor.is_empty());
    out
}

/// The clearest wording of an issue: one with a subject, else the longest of moderate length.
fn wording<'t>(all: impl Iterator<Item = &'t Proposition>) -> &'t Proposition {
    all.max_by_key(|p| {
        let issue = p.as_issue();
        let n = issue.chars().count();
        // "our friends" is right only in the mouth of who says it.
        let own = issue.split(|c: char| !c.is_alphanumeric()).any(|w| {
            matches!(
                w.to_lowercase().as_str(),
                "our" | "we" | "us" | "my" | "i" | "you" | "your" | "me" | "their" | "his" | "her" | "it" | "they"
            )
        });
        (
            !own,
            p.subject.is_some() && !p.nominal,
            n <= 70,
            p.participants.len().min(3),
            std::cmp::Reverse(n),
            std::cmp::Reverse(issue),
        )
    })
    .unwrap_or_else(|| nothing())
}

/// What there is to say of no issue at all.
fn nothing() -> &'static Proposition {
    static NOTHING: std::sync::LazyLock<Proposition> = std::sync::LazyLock::new(Proposition::default);
    &NOTHING
}

fn fullest_name(stands: &[(&Taken, Stance)]) -> String {
    stands.iter().map(|(t, _)| t.name.as_str()).max_by_key(|n| n.len()).unwrap_or_default().to_owned()
}

fn dispute(
    cases: &[Case],
    stands: &[(&Taken, Stance)],
    issue: &Proposition,
    same_text: &dyn Fn(usize, usize) -> bool,
) -> Option<Dispute> {
    let of = |s: Stance| stands.iter().filter(move |(_, x)| *x == s).map(|(t, _)| *t).collect::<Vec<_>>();
    let (pro, contra) = (of(Stance::For), of(Stance::Against));
    // Both sides in one report only: it tells of a change or of two things, and no report stands against it.
    let parted = pro.iter().any(|p| {
        contra
            .iter()
            .any(|c| p.statement.report != c.statement.report && !same_text(p.statement.report, c.statement.report))
    });
    if !parted {
        return None;
    }
    let actor = fullest_name(stands);
    let question = match &issue.subject {
        Some(s) if *s != actor => format!("Does {actor} want {s} to {}?", issue.phrase),
        _ if issue.nominal => format!("Is {actor} for {}?", issue.phrase),
        _ => format!("Does {actor} want to {}?", issue.phrase),
    };
    let cue = stands.iter().find_map(|(t, _)| t.change.map(|c| (t, c)));
    let (first, later) = (earliest(&pro), earliest(&contra));
    let ordered = match (&first, &later) {
        (Some(a), Some(b)) => order(a, b),
        _ => None,
    };
    let (status, why) = match (cue, ordered) {
        (Some((t, words)), _) => (
            Status::Reversal,
            format!("Read as a reversal because {} says “{words}”; were both about the same time, it would be a dispute.", cases[t.statement.report].report.id),
        ),
        (None, Some(o)) if o != std::cmp::Ordering::Equal && far_apart(&first, &later) => {
            (Status::Reversal, "Read as a reversal because the two are put at different times; were both about the same time, it would be a dispute.".to_owned())
        }
        _ => (Status::Dispute, "Both are put at the same time, or at none: they cannot both hold.".to_owned()),
    };
    let side = |taken: &[&Taken], value: &str| {
        let mut statements: Vec<Statement> = taken.iter().map(|t| t.statement.clone()).collect();
        statements.sort_by_key(|s| (s.report, s.span.start));
        statements.dedup_by(|b, a| a.report == b.report && a.span.overlaps(b.span));
        Side {
            value: value.to_owned(),
            date: earliest(taken).and_then(|w| w.value.map(|v| if w.after { format!("after {v}") } else { v })),
            statements,
        }
    };
    Some(Dispute {
        kind: DisputeKind::Stance,
        status,
        question,
        sides: vec![side(&pro, "for"), side(&contra, "against")],
        why,
        confidence: 0.7,
    })
}

fn earliest(taken: &[&Taken]) -> Option<When> {
    taken
        .iter()
        .filter(|t| t.when.value.is_some())
        .map(|t| t.when.clone())
        .min_by(|a, b| order(a, b).unwrap_or(std::cmp::Ordering::Equal))
}

/// Which of two times is the earlier, as far as both are known to the same part.
fn order(a: &When, b: &When) -> Option<std::cmp::Ordering> {
    let (x, y) = (a.value.as_deref()?, b.value.as_deref()?);
    let n = x.len().min(y.len());
    let (px, py) = (x.get(..n)?, y.get(..n)?);
    if px.starts_with("XXXX") != py.starts_with("XXXX") {
        // One report gives the year, the other does not: told of one affair, they mean the same year.
        let (mx, my) = (px.get(5..7)?, py.get(5..7)?);
        return Some(mx.cmp(my).then(a.after.cmp(&b.after)));
    }
    Some(px.cmp(py).then(a.after.cmp(&b.after)))
}

/// Weeks apart, or of different months: a change of position takes longer than the news of it.
fn far_apart(a: &Option<When>, b: &Option<When>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let (Some(x), Some(y)) = (&a.value, &b.value) else { return false };
    a.after != b.after || x.get(..7) != y.get(..7)
}

fn position(stands: &[(&Taken, Stance)], issue: &Proposition) -> Position {
    let mut stances: Vec<StanceAt> = stands
        .iter()
        .map(|(t, s)| StanceAt {
            date: t.when.value.as_ref().map(|v| if t.when.after { format!("after {v}") } else { v.clone() }),
            stance: *s,
            statement: t.statement.clone(),
        })
        .collect();
    in_order(&mut stances);
    Position { actor: fullest_name(stands), issue: issue.as_issue(), stances }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    fn issue(subject: Option<&str>, phrase: &str, nominal: bool) -> Proposition {
        Proposition {
            subject: subject.map(str::to_owned),
            phrase: phrase.to_owned(),
            nominal,
            ..Proposition::default()
        }
    }

    fn at(value: &str, after: bool) -> When {
        When { value: Some(value.to_owned()), after }
    }

    #[test]
    fn an_issue_is_worded_by_a_clause_that_anyone_can_say() {
        let all = [
            issue(None, "leave the island", false),
            issue(Some("our friends"), "leave the island", false),
            issue(Some("the sailors"), "leave the island", false),
            issue(None, "the departure of the sailors", true),
        ];
        assert_eq!(wording(all.iter()).as_issue(), "the sailors leave the island");
        assert_eq!(wording(all.iter().rev()).as_issue(), "the sailors leave the island", "whatever the order");
        assert_eq!(wording(std::iter::empty()).as_issue(), "");
    }

    #[test]
    fn times_are_ordered_as_far_as_both_are_known() {
        assert_eq!(order(&at("2024-03", false), &at("2024-09-10", false)), Some(Ordering::Less));
        assert_eq!(order(&at("2024-07", false), &at("2024-07-16", false)), Some(Ordering::Equal));
        assert_eq!(order(&at("2024-07", true), &at("2024-07", false)), Some(Ordering::Greater));
        // A year that one leaves out is the one that the other gives; of a year alone nothing is known against a month.
        assert_eq!(order(&at("XXXX-07", false), &at("2024-07", false)), Some(Ordering::Equal));
        assert_eq!(order(&at("XXXX-06-02", false), &at("2024-07-16", false)), Some(Ordering::Less));
        assert_eq!(order(&at("XXXX-07", false), &at("2024", false)), None);
        assert_eq!(order(&When::default(), &at("2024-07", false)), None);
    }

    #[test]
    fn a_change_of_position_takes_longer_than_the_news_of_it() {
        let far = |a, b| far_apart(&Some(a), &Some(b));
        assert!(far(at("2024-03-04", false), at("2024-09-10", false)));
        assert!(far(at("XXXX-07", true), at("XXXX-07", false)));
        assert!(!far(at("2024-05-20", false), at("2024-05-21", false)));
        assert!(!far_apart(&None, &Some(at("2024-05-21", false))));
    }
}
