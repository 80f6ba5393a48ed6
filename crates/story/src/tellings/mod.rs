//! What one report tells of one happening: a predicate with its words, parts, times and places, and whether it is told as so
//! or as not so. Statements of two reports are brought to one question by comparing their tellings.

mod alignment;
mod parts;

use std::collections::BTreeSet;
use std::ops::Range;

use rashomon_lang::{Dep, EntityLabel, Pos, Tag};
use rashomon_reading::{Event, EventId};
use rashomon_text::Span;

use crate::lexicon::concepts;
use crate::meaning::{Meaning, Word};
use crate::propositions::{core, is_light};
use crate::sources::{keys, statement};
use crate::story::{Case, Statement};
use crate::terms::{WordKind, is_stop, term};

pub(crate) use alignment::{Match, of_one_thing};
pub(crate) use parts::{Filler, filler_at, phrase, spoken_of};
use parts::{filler, subject_of};

/// From here on something is told as a fact, and below its negative as no fact.
pub(crate) const FACT: f32 = 1.4;

/// How a report puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It is so.
    Is,
    /// It is not so.
    IsNot,
    /// It will be, by plan or promise.
    Planned,
    /// It may be.
    Open,
}

/// What one report tells of one happening.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    pub report: usize,
    pub event: EventId,
    pub head: usize,
    /// Lemma of the predicate as the reading has it.
    pub lemma: String,
    /// Words that carry the predicate: "apology" in "offer an apology", "strike" in "the strike took place".
    pub predicate: Vec<Word>,
    /// Content words of the clause, those of the predicate included.
    pub words: Vec<Word>,
    /// Content words of the sentence beside the clause.
    pub context: Vec<Word>,
    pub subject: Option<Filler>,
    /// What it is done to.
    pub object: Option<Filler>,
    /// Who or what does it: the subject, or after "by" where the subject suffers it.
    pub agent: Option<Filler>,
    /// Keys of the actors in the clause.
    pub keys: BTreeSet<String>,
    pub told: Told,
    /// Whether it is denied that there was any of what the predicate names.
    pub void: bool,
    /// Whether the predicate only says that something happened ("it took place"), and the subject does not say what.
    pub bare: bool,
    pub statement: Statement,
}

impl Telling {
    /// Whether it says what somebody or something is.
    pub(crate) fn is_copula(&self) -> bool {
        self.lemma == "be" || matches!(self.lemma.as_str(), "come" | "become" | "remain")
    }
}

/// Verbs that leave the meaning to their noun.
fn leaves_to_noun(lemma: &str) -> bool {
    matches!(
        lemma,
        "take"
            | "make"
            | "give"
            | "offer"
            | "have"
            | "do"
            | "carry out"
            | "carry"
            | "conduct"
            | "hold"
            | "show"
            | "express"
            | "voice"
            | "come"
            | "issue"
            | "launch"
            | "stage"
            | "commit"
            | "perform"
            | "suffer"
            | "undergo"
            | "file"
            | "lodge"
            | "mount"
            | "go"
            | "use"
            | "find"
            | "see"
            | "report"
            | "record"
            | "exist"
    )
}

/// Verbs by which something is given a day: what is to happen is their subject or object.
fn schedules(lemma: &str) -> bool {
    matches!(
        lemma,
        "schedule"
            | "set"
            | "fix"
            | "plan"
            | "slate"
            | "list"
            | "book"
            | "time"
            | "pencil in"
            | "call"
            | "due"
            | "expect"
            | "postpone"
            | "move"
    )
}

/// Predicates that only say that their subject happened.
pub(crate) fn only_happens(lemma: &str) -> bool {
    matches!(
        lemma,
        "happen" | "occur" | "take place" | "come about" | "be" | "unfold" | "follow" | "set in" | "lie" | "be located"
    )
}

/// Everything that a report tells.
pub(crate) fn tellings(cases: &[Case], r: usize, meaning: &Meaning<'_>) -> Vec<Telling> {
    let case = &cases[r];
    let cues: BTreeSet<u32> = case.reading.attributions.iter().filter_map(|w| w.cue_token).collect();
    let mut in_time = vec![false; case.analysis.len()];
    for t in &case.reading.times {
        for i in tokens_of(case, t.span) {
            in_time[i] = true;
        }
    }
    let kinds = name_tokens(case);
    (0..case.reading.events.len())
        .filter(|&k| {
            let e = &case.reading.events[k];
            !(cues.contains(&e.head) && is_report_of_words(&e.lemma))
        })
        .map(|k| telling(cases, r, EventId(k as u32), meaning, &in_time, &kinds))
        .collect()
}

/// Verbs by which outlets pass words on: what they say is told by the content.
fn is_report_of_words(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "tell"
            | "add"
            | "state"
            | "report"
            | "announce"
            | "note"
            | "write"
            | "explain"
            | "declare"
            | "stress"
            | "recall"
            | "inform"
            | "according"
            | "insist"
            | "argue"
            | "claim"
            | "maintain"
            | "assert"
            | "repeat"
            | "mention"
            | "read"
            | "quote"
            | "confirm"
            | "believe"
            | "think"
            | "know"
            | "describe"
            | "reveal"
            | "comment"
            | "ask"
    )
}

/// Tokens that lie in a span.
pub(crate) fn tokens_of(case: &Case, span: Span) -> Range<usize> {
    let tokens = case.analysis.tokens();
    let first = tokens.partition_point(|t| t.span.start < span.start);
    let end = tokens.partition_point(|t| t.span.start < span.end);
    first..end.max(first)
}

/// Which tokens are part of a name.
fn name_tokens(case: &Case) -> Vec<bool> {
    let mut out = vec![false; case.analysis.len()];
    for e in case.analysis.entities() {
        if !matches!(
            e.label,
            EntityLabel::Date
                | EntityLabel::Time
                | EntityLabel::Cardinal
                | EntityLabel::Ordinal
                | EntityLabel::Quantity
                | EntityLabel::Money
                | EntityLabel::Percent
        ) {
            out[e.first as usize..e.last as usize].fill(true);
        }
    }
    out
}

/// The word at a token, if it says anything.
pub(crate) fn word_at(case: &Case, i: usize, meaning: &Meaning<'_>, names: bool) -> Option<Word> {
    let a = &case.analysis;
    let pos = a.token(i).pos;
    if !matches!(pos, Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj) {
        // "the first to go", "went north": order and direction tell.
        let telling = matches!(
            a.lower(i),
            "first"
                | "last"
                | "second"
                | "third"
                | "fourth"
                | "fifth"
                | "sixth"
                | "latest"
                | "final"
                | "new"
                | "never"
                | "alone"
                | "north"
                | "south"
                | "east"
                | "west"
                | "inside"
                | "outside"
        );
        if !telling {
            return None;
        }
    }
    let lemma = if pos == Pos::Propn { a.lower(i).to_owned() } else { a.lemma(i).to_lowercase() };
    if lemma.chars().count() < 2 || !lemma.chars().any(char::is_alphabetic) {
        return None;
    }
    let ordinal = matches!(
        lemma.as_str(),
        "first" | "last" | "second" | "third" | "fourth" | "fifth" | "sixth" | "latest" | "final" | "new"
    );
    if !ordinal && (is_light(&lemma) || is_stop(term(&lemma))) {
        return None;
    }
    let kind = if names || pos == Pos::Propn { WordKind::Name } else { WordKind::Word };
    Some(Word { verb: pos == Pos::Verb, ..meaning.word(&lemma, kind, i) })
}

fn telling(cases: &[Case], r: usize, id: EventId, meaning: &Meaning<'_>, in_time: &[bool], names: &[bool]) -> Telling {
    let case = &cases[r];
    let a = &case.analysis;
    let e = case.reading.event(id);
    let head = e.head as usize;
    let range = core(case, head);
    let sentence = a.sentence(a.sentence_of(head));
    let content = |range: Range<usize>| -> Vec<Word> {
        range.filter(|&i| !in_time[i]).filter_map(|i| word_at(case, i, meaning, names[i])).collect()
    };
    let mut words = content(range.clone());
    let context = content(sentence.clone()).into_iter().filter(|w| !range.contains(&w.at)).collect();
    let subject = subject_of(cases, r, id).map(|s| filler(cases, r, s, e, meaning));
    for f in subject.iter() {
        words.extend(f.words.iter().filter(|w| !words.iter().any(|o| o.term == w.term)).cloned().collect::<Vec<_>>());
    }
    let passive = a.children(head).any(|c| matches!(a.token(c).dep, Dep::Auxpass | Dep::Nsubjpass));
    let direct = a
        .child(head, Dep::Dobj)
        .or_else(|| with_preposition(case, head).map(|(_, o)| o))
        .map(|o| filler(cases, r, parts::Place::Token(o), e, meaning));
    let by = a
        .child(head, Dep::Agent)
        .and_then(|b| a.child(b, Dep::Pobj))
        .map(|o| filler(cases, r, parts::Place::Token(o), e, meaning));
    let (agent, object) = if passive { (by, subject.clone()) } else { (subject.clone(), direct) };
    let predicate = predicate_words(case, e, meaning, names);
    words.extend(predicate.iter().filter(|w| !words.iter().any(|o| o.term == w.term)).cloned().collect::<Vec<_>>());
    // The noun of "offer an apology" is the predicate and no object beside it.
    let object = object
        .filter(|o| o.head.is_none_or(|h| a.token(head).pos != Pos::Verb || !predicate.iter().any(|w| w.at == h)));
    // Of "the next round is scheduled" the subject is what is to happen, and nobody who does it.
    let is_itself = schedules(&e.lemma) && predicate.iter().all(|w| w.at != head);
    let (subject, object) = if is_itself { (None, None) } else { (subject, object) };
    let bare = only_happens(&e.lemma) && predicate.is_empty();
    let mut keys: BTreeSet<String> =
        e.actors.iter().chain(&e.recipients).flat_map(|&x| keys(case.reading.actor(x))).collect();
    for f in [&subject, &object, &agent].into_iter().flatten() {
        keys.extend(f.keys.iter().cloned());
    }
    Telling {
        report: r,
        event: id,
        head,
        lemma: e.lemma.clone(),
        predicate,
        words,
        context,
        subject,
        object,
        agent,
        keys,
        told: told(case, e, in_time),
        void: is_void(case, head),
        bare,
        statement: statement(cases, r, span_of(case, e), e.holder),
    }
}

/// The words that carry the predicate.
fn predicate_words(case: &Case, e: &Event, meaning: &Meaning<'_>, names: &[bool]) -> Vec<Word> {
    let a = &case.analysis;
    let head = e.head as usize;
    let mut at = Vec::new();
    if e.nominal || a.token(head).pos == Pos::Noun {
        at.push(head);
    } else {
        let verb = e.lemma.as_str();
        let noun = a.child(head, Dep::Dobj).or_else(|| {
            // "came to a stop", "went on strike"
            a.children(head)
                .filter(|&c| a.token(c).dep == Dep::Prep && matches!(a.lower(c), "to" | "on" | "into" | "under"))
                .find_map(|c| a.child(c, Dep::Pobj))
        });
        // "Sentencing is set for 9 March", "the next round is scheduled": what is scheduled is what is said.
        let dated =
            schedules(verb).then(|| a.children(head).find(|&c| matches!(a.token(c).dep, Dep::Nsubjpass | Dep::Dobj)));
        if let Some(event) = dated.flatten().filter(|&c| a.token(c).pos == Pos::Noun) {
            let mut of: Vec<usize> = vec![event];
            of.extend(a.children(event).filter(|&c| a.token(c).dep == Dep::Compound));
            of.extend(a.children(event).filter(|&c| a.lower(c) == "of").find_map(|c| a.child(c, Dep::Pobj)));
            let words: Vec<Word> = of.into_iter().filter_map(|i| word_at(case, i, meaning, names[i])).collect();
            if !words.is_empty() {
                return words;
            }
        }
        // "Fell ill", "went missing": what became of it is said by the adjective.
        let became = a.child(head, Dep::Acomp).filter(|_| verb != "be").or_else(|| {
            a.children(head).find(|&c| {
                c > head && verb == "fall" && matches!(a.lower(c), "ill" | "sick" | "silent" | "asleep" | "unconscious")
            })
        });
        if let Some(state) = became {
            return vec![meaning.word(a.lower(state), WordKind::Word, state)];
        } else if a.token(head).pos == Pos::Aux || verb == "be" {
            at.extend(a.children(head).filter(|&c| matches!(a.token(c).dep, Dep::Attr | Dep::Acomp)));
            // "was the first to go", "was the last man aboard": the order is what is said.
            let ordinals: Vec<usize> =
                at.iter().flat_map(|&n| a.children(n)).filter(|&c| matches!(a.lower(c), "first" | "last")).collect();
            at.extend(ordinals);
        } else if matches!(verb, "come" | "stem" | "originate" | "arise") {
            // "the germs came from the well": where it comes from is what is said.
            let from = a.children(head).filter(|&c| a.lower(c) == "from").find_map(|c| a.child(c, Dep::Pobj));
            at.extend(from);
        } else if leaves_to_noun(verb)
            && let Some(n) = noun.filter(|&n| a.token(n).pos == Pos::Noun && a.lower(n) != "place")
        {
            at.push(n);
        }
        // "No shot was registered": the subject is what is denied.
        let void = is_void(case, head) && at.is_empty();
        let denied =
            a.children(head).find(|&c| matches!(a.token(c).dep, Dep::Nsubj | Dep::Nsubjpass) && is_none(case, c));
        if void && let Some(d) = denied {
            at.push(d);
            at.extend(a.children(d).filter(|&c| a.token(c).dep == Dep::Compound));
            at.extend(a.children(d).filter(|&c| a.lower(c) == "of").find_map(|c| a.child(c, Dep::Pobj)));
        } else if a.child(head, Dep::Dobj).is_some_and(|o| a.lower(o) == "place")
            || (only_happens(verb) && at.is_empty())
        {
            at.extend(a.children(head).filter(|&c| a.token(c).dep == Dep::Nsubj && a.token(c).pos == Pos::Noun));
            // "the first illness that set in"
            at.extend((at.is_empty() && matches!(a.token(head).dep, Dep::Acl | Dep::Relcl)).then(|| a.head(head)));
        } else if a.token(head).pos == Pos::Verb && at.is_empty() {
            let verb = with_preposition(case, head).map_or_else(|| verb.to_owned(), |(phrase, _)| phrase);
            return vec![Word { verb: true, ..meaning.word(&verb, WordKind::Word, head) }];
        }
    }
    let words: Vec<Word> = at
        .into_iter()
        .filter_map(|i| word_at(case, i, meaning, names[i]))
        .filter(|w| !alignment::stands_for_anything(&w.lemma))
        .collect();
    // "Gave way": the noun says nothing without its verb.
    if words.is_empty() && a.token(head).pos == Pos::Verb && !only_happens(&e.lemma) {
        return vec![Word { verb: true, ..meaning.word(&e.lemma, WordKind::Word, head) }];
    }
    words
}

/// "Run into the river": a verb that says what it says with its preposition, and what stands after it.
fn with_preposition(case: &Case, head: usize) -> Option<(String, usize)> {
    let a = &case.analysis;
    if a.child(head, Dep::Prt).is_some() {
        return None;
    }
    a.children(head).filter(|&c| a.token(c).dep == Dep::Prep).find_map(|c| {
        let phrase = format!("{} {}", a.lemma(head), a.lower(c));
        let object = a.child(c, Dep::Pobj)?;
        (!concepts(&phrase).is_empty()).then_some((phrase, object))
    })
}

/// Whether it is denied that there is such a thing ("no shot was fired", "found no trace").
fn is_void(case: &Case, head: usize) -> bool {
    let a = &case.analysis;
    let denied = a.children(head).any(|c| matches!(a.token(c).dep, Dep::Nsubj | Dep::Nsubjpass) && is_none(case, c));
    denied && matches!(a.lemma(head), "use" | "find" | "see" | "report" | "record" | "exist" | "make" | "register")
}

/// "No ransom", "nothing", "none".
fn is_none(case: &Case, t: usize) -> bool {
    let a = &case.analysis;
    matches!(a.lower(t), "nothing" | "nobody" | "none" | "no-one")
        || a.children(t).any(|c| c < t && matches!(a.lower(c), "no" | "neither" | "zero"))
}

/// How the report puts it: as the reading has it, and by an object that is none ("showed no remorse").
fn told(case: &Case, e: &Event, in_time: &[bool]) -> Told {
    let a = &case.analysis;
    let head = e.head as usize;
    if e.nominal {
        // In "no complaint was filed" and "denied the charge" the noun names what is not.
        let above =
            a.ancestors(head).find_map(|t| case.reading.events.iter().find(|x| x.head as usize == t && !x.nominal));
        let void = is_none(case, head) || above.is_some_and(|x| x.negated || x.factuality <= -FACT);
        return if void || e.factuality < FACT { Told::Open } else { Told::Is };
    }
    // "Not yet", "no winner until the count is over": of the time being.
    let for_now = a.sentence(a.sentence_of(head)).any(|t| {
        a.lower(t) == "yet"
            || (matches!(a.lower(t), "until" | "till")
                && a.token(t).dep == Dep::Mark
                && !in_time.get(t + 1).copied().unwrap_or(true))
    });
    // "Accounts of what was settled", "asked whether it was paid": left open.
    let asked = a.children(head).any(|c| matches!(a.lower(c), "what" | "whether") && c < head)
        && matches!(a.token(head).dep, Dep::Pcomp | Dep::Ccomp);
    if asked {
        return Told::Open;
    }
    // "Not only", "not just", "cannot help but": no denial.
    let more = a.sentence(a.sentence_of(head)).any(|t| {
        matches!(a.lower(t), "not" | "n't" | "cannot")
            && matches!(
                a.lower((t + 1).min(a.len() - 1)),
                "only" | "just" | "merely" | "simply" | "help" | "necessarily"
            )
    });
    // "No longer", "not any more": it was so before. "Nearly destroyed": no denial either.
    let was = a
        .children(head)
        .any(|c| matches!(a.lower(c), "longer" | "anymore" | "nearly" | "almost" | "hardly" | "barely"));
    if (more || was) && e.factuality <= FACT {
        return Told::Open;
    }
    let empty = a.children(head).any(|c| matches!(a.token(c).dep, Dep::Dobj | Dep::Attr) && is_none(case, c));
    let nobody = a.children(head).any(|c| matches!(a.token(c).dep, Dep::Nsubj | Dep::Nsubjpass) && is_none(case, c));
    let empty = empty || (nobody && e.factuality >= FACT);
    let will =
        a.children(head).any(|c| a.token(c).dep == Dep::Aux && matches!(a.lower(c), "will" | "wo" | "'ll" | "shall"));
    // What will not be is a plan and no denial; what is to be done, or is done in passing, is not told as done.
    let would = a.children(head).any(|c| {
        a.token(c).dep == Dep::Aux
            && matches!(
                a.lower(c),
                "will"
                    | "wo"
                    | "'ll"
                    | "shall"
                    | "would"
                    | "could"
                    | "can"
                    | "may"
                    | "might"
                    | "to"
                    | "should"
                    | "must"
            )
    });
    // "Is to be sworn in on the 20th", "is scheduled for Friday".
    let is_to = a.children(head).any(|c| a.lower(c) == "to" && a.token(c).dep == Dep::Aux)
        && a.parent(head)
            .is_some_and(|p| a.lemma(p) == "be" || matches!(a.lemma(p), "due" | "set" | "expect" | "schedule"));
    if is_to || (schedules(&e.lemma) && a.children(head).any(|c| a.token(c).dep == Dep::Nsubjpass)) {
        return Told::Planned;
    }
    if would && !will {
        return Told::Open;
    }
    let bare_form = matches!(a.token(head).tag, Tag::Vb | Tag::Vbg)
        && !a.children(head).any(|c| matches!(a.token(c).dep, Dep::Aux | Dep::Auxpass));
    if bare_form {
        return Told::Open;
    }
    // "Refused to say", "kept from landing": nothing is denied.
    let denies = e.negated
        || a.ancestors(head).take(3).any(|p| {
            matches!(a.lemma(p), "deny" | "denial" | "dispute" | "refute" | "reject" | "rebut" | "untrue" | "false")
        });
    match e.factuality {
        _ if will && (e.negated || empty) => Told::Open,
        f if f <= -FACT && !denies && !nobody => Told::Open,
        f if for_now && (empty || f <= -FACT) => Told::Open,
        f if f >= FACT && empty => Told::IsNot,
        _ if will && !e.negated => Told::Planned,
        f if f >= FACT => Told::Is,
        f if f <= -FACT => Told::IsNot,
        f if f > 0.5 && will => Told::Planned,
        _ => Told::Open,
    }
}

/// What is quoted for a telling: the sentence, or of a long one the clause.
pub(crate) fn span_of(case: &Case, e: &Event) -> Span {
    let a = &case.analysis;
    let s = a.span(a.sentence(a.sentence_of(e.head as usize)));
    let text = &case.report.text;
    if s.len() <= 240 || e.nominal { s.trim(text) } else { e.clause.trim(text) }
}
