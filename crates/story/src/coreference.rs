//! Which mentions are of one event.

use std::sync::LazyLock;

use rashomon_lang::{Entity, EntityLabel, Pos};
use rashomon_reading::{ActorId, Event, EventId};
use rashomon_text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::likeness::{Likeness, families, related, synonyms};
use crate::story::{Case, EventCluster, Vectors};
use crate::terms::{Term, Union, rows, term};
use crate::wordnet;

static PLAIN: LazyLock<FxHashSet<Term>> = LazyLock::new(|| {
    rows(include_str!("../data/plain_verbs.tsv")).flat_map(|r| r[0].split_whitespace()).map(term).collect()
});

/// Words of a story that are held against each other in WordNet, the most frequent ones.
const WEIGHED: usize = 400;

/// A mention.
#[derive(Debug)]
struct Mention {
    report: usize,
    what: What,
    /// Index of the lemma.
    word: usize,
    /// Last names of those who do it, and of those to whom it is done.
    actors: Vec<Term>,
    recipients: Vec<Term>,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Event(EventId),
    Named(Span),
}

/// Brings together the events of the reports of one story: all of them, those that are told of once included.
///
/// Predicates are one event if they are one word, verb and noun of one family, or words that news uses of one happening
/// (`data/concepts.tsv`, if their participants do not speak against it). Plain predicates such as "say" are one event only
/// with the same participants. Within one story this goes far: most happenings of a kind are one happening there. Nouns and
/// names that the reading has no event for are looked for by their vectors and kept apart in [`EventCluster::named`].
#[must_use]
pub fn events(cases: &[Case], reports: &[usize], vectors: &dyn Vectors) -> Vec<EventCluster> {
    events_by(cases, reports, &Likeness::new(vectors))
}

/// As [`events`], with a likeness that remembers.
pub(crate) fn events_by(cases: &[Case], reports: &[usize], likeness: &Likeness<'_>) -> Vec<EventCluster> {
    let mut words: Vec<String> = Vec::new();
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    let mut number = |w: &str| match known.get(w) {
        Some(&n) => n,
        None => {
            words.push(w.to_owned());
            known.insert(w.to_owned(), words.len() - 1);
            words.len() - 1
        }
    };
    let mut mentions = Vec::new();
    for &r in reports {
        let case = &cases[r];
        for (n, e) in case.reading.events.iter().enumerate() {
            let word = number(plain_lemma(case, e));
            let names = |who: &[ActorId], spans: &[Span]| names(case, who, spans);
            mentions.push(Mention {
                report: r,
                what: What::Event(EventId(n as u32)),
                word,
                actors: names(&e.actors, &e.actor_spans),
                recipients: names(&e.recipients, &e.recipient_spans),
            });
        }
        for (span, lemma) in happenings(case, likeness) {
            let word = number(&lemma);
            mentions.push(Mention {
                report: r,
                what: What::Named(span),
                word,
                actors: Vec::new(),
                recipients: Vec::new(),
            });
        }
    }
    mentions.extend(told_elsewhere(cases, reports, &words, &mentions));
    let groups = link_words(&words, &mentions, likeness);
    let mut union = Union::default();
    // The mentions by words that are plain, and the first by one that is not, of each group of words.
    let mut plain: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut first: FxHashMap<usize, usize> = FxHashMap::default();
    for (m, mention) in mentions.iter().enumerate() {
        let group = groups[mention.word];
        union.join(m, m);
        if PLAIN.contains(&term(&words[mention.word])) {
            let others = plain.entry(group).or_default();
            for &o in others.iter().filter(|&&o| mention.same_parts(&mentions[o])) {
                union.join(o, m);
            }
            others.push(m);
        } else {
            union.join(*first.entry(group).or_insert(m), m);
        }
    }
    let mut clusters: Vec<EventCluster> = union
        .groups()
        .into_iter()
        .map(|members| {
            let mut cluster = EventCluster::default();
            for m in members {
                match mentions[m].what {
                    What::Event(e) => cluster.mentions.push((mentions[m].report, e)),
                    What::Named(span) => cluster.named.push((mentions[m].report, span)),
                }
            }
            cluster
        })
        .collect();
    // Those without a predicate last.
    clusters.sort_by_key(|c| {
        (c.mentions.is_empty(), c.mentions.first().copied(), c.named.first().map(|n| (n.0, n.1.start)))
    });
    clusters
}

/// Why mentions in several reports are one event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneEvent {
    /// The reports that tell of it.
    pub reports: Vec<usize>,
    /// The words by which they do: one, or several of one family or meaning.
    pub words: Vec<String>,
    /// Who takes part in it in more than one of them.
    pub participants: Vec<String>,
}

/// Why the mentions are one event, if more than one report tells of it and it has a predicate.
#[must_use]
pub fn one_event(cases: &[Case], cluster: &EventCluster) -> Option<OneEvent> {
    let mut reports: Vec<usize> =
        cluster.mentions.iter().map(|m| m.0).chain(cluster.named.iter().map(|n| n.0)).collect();
    reports.sort_unstable();
    reports.dedup();
    if reports.len() < 2 || cluster.mentions.is_empty() {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    // Each participant by the last word of the name, with the fullest form and the reports.
    let mut parts: FxHashMap<Term, (&str, FxHashSet<usize>)> = FxHashMap::default();
    for &(r, e) in &cluster.mentions {
        let reading = &cases[r].reading;
        let event = reading.event(e);
        words.push(event.lemma.clone());
        for &a in event.actors.iter().chain(&event.recipients) {
            let name = reading.actor(a).name.as_str();
            for key in names(&cases[r], &[a], &[]) {
                let at = parts.entry(key).or_insert((name, FxHashSet::default()));
                if (name.len(), at.0) > (at.0.len(), name) {
                    at.0 = name;
                }
                at.1.insert(r);
            }
        }
    }
    words.extend(cluster.named.iter().map(|&(r, span)| span.of(&cases[r].report.text).to_lowercase()));
    words.sort_unstable();
    words.dedup();
    let mut participants: Vec<String> = parts.into_values().filter(|p| p.1.len() > 1).map(|p| p.0.to_owned()).collect();
    participants.sort_unstable();
    Some(OneEvent { reports, words, participants })
}

impl Mention {
    /// Whether somebody takes part in both in the same role, and nothing known of the roles speaks against it.
    fn same_parts(&self, other: &Self) -> bool {
        let share = |a: &[Term], b: &[Term]| a.iter().any(|x| b.contains(x));
        let clash = |a: &[Term], b: &[Term]| !a.is_empty() && !b.is_empty() && !share(a, b);
        (share(&self.actors, &other.actors) || share(&self.recipients, &other.recipients))
            && !clash(&self.actors, &other.actors)
            && !clash(&self.recipients, &other.recipients)
    }
}

/// The lemma without a particle.
fn plain_lemma<'a>(case: &'a Case, e: &'a Event) -> &'a str {
    let head = e.head as usize;
    let first = e.lemma.split(['_', ' ']).next().unwrap_or(&e.lemma);
    if first.is_empty() { case.analysis.lemma(head) } else { first }
}

/// Last words of the names of those who take part.
fn names(case: &Case, who: &[ActorId], spans: &[Span]) -> Vec<Term> {
    let last =
        |s: &str| s.rsplit(|c: char| !c.is_alphanumeric()).find(|w| w.len() > 1).map(|w| term(&w.to_lowercase()));
    let mut out: Vec<Term> = who.iter().filter_map(|&a| last(&case.reading.actor(a).name)).collect();
    if who.is_empty() {
        out.extend(spans.iter().filter_map(|s| last(s.of(&case.report.text))));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Nouns and names that tell of a happening although the reading has no event there.
fn happenings(case: &Case, likeness: &Likeness<'_>) -> Vec<(Span, String)> {
    let a = &case.analysis;
    let mut taken = vec![false; a.len()];
    for e in &case.reading.events {
        taken[e.head as usize] = true;
    }
    let mut entity = vec![None; a.len()];
    for e in a.entities() {
        entity[e.first as usize..e.last as usize].fill(Some(e.label));
    }
    let mut out = Vec::new();
    for e in a.entities().iter().filter(|e| e.label == EntityLabel::Event) {
        let range = e.first as usize..e.last as usize;
        if !range.clone().any(|i| taken[i]) {
            let head = range.clone().rev().find(|&i| a.token(i).pos == Pos::Propn || a.token(i).pos == Pos::Noun);
            if let Some(head) = head {
                out.push((a.span(range.clone()), a.lower(head).to_owned()));
                taken[range].fill(true);
            }
        }
    }
    for i in 0..a.len() {
        if taken[i] || a.token(i).pos != Pos::Noun || entity[i].is_some() {
            continue;
        }
        let lemma = a.lemma(i).to_lowercase();
        if likeness.is_happening(&lemma) {
            out.push((a.token(i).span, lemma));
        }
    }
    out
}

/// Words that tell of an event elsewhere in the story, in places where neither the reading nor the vectors see one: headlines
/// leave out what a tagger goes by ("Ferry sinks" as two nouns).
fn told_elsewhere(cases: &[Case], reports: &[usize], words: &[String], mentions: &[Mention]) -> Vec<Mention> {
    // As written, with the word that it is a form of, and how often it tells of an event.
    let mut forms: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    let mut taken: FxHashMap<usize, Vec<bool>> = FxHashMap::default();
    for &r in reports {
        taken.insert(r, vec![false; cases[r].analysis.len()]);
    }
    for m in mentions {
        let case = &cases[m.report];
        let Some(taken) = taken.get_mut(&m.report) else { continue };
        match m.what {
            What::Event(e) => {
                let head = case.reading.event(e).head as usize;
                taken[head] = true;
                if !PLAIN.contains(&term(&words[m.word])) {
                    forms.entry(case.analysis.lower(head)).or_insert((m.word, 0)).1 += 1;
                }
            }
            What::Named(span) => {
                let inside = |i: &usize| span.contains(case.analysis.token(*i).span);
                (0..taken.len()).filter(inside).for_each(|i| taken[i] = true);
            }
        }
    }
    forms.retain(|_, form| form.1 > 1);
    let mut found = Vec::new();
    for &r in reports {
        let a = &cases[r].analysis;
        // A single capital word of a headline is often taken for a body.
        let name = |e: &&Entity| {
            e.label != EntityLabel::Event
                && (e.last > e.first + 1
                    || matches!(e.label, EntityLabel::Person | EntityLabel::Gpe | EntityLabel::Norp | EntityLabel::Loc))
        };
        for e in a.entities().iter().filter(name) {
            taken.entry(r).and_modify(|t| t[e.first as usize..e.last as usize].fill(true));
        }
        for i in (0..a.len()).filter(|&i| !taken[&r][i]) {
            if matches!(a.token(i).pos, Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj)
                && let Some(&(word, _)) = forms.get(a.lower(i))
            {
                let what = What::Named(a.token(i).span);
                found.push(Mention { report: r, what, word, actors: Vec::new(), recipients: Vec::new() });
            }
        }
    }
    found
}

/// Which words tell of one event in this story: the group of each.
fn link_words(words: &[String], mentions: &[Mention], likeness: &Likeness<'_>) -> Vec<usize> {
    let mut union = Union::default();
    let mut by_prefix: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (n, w) in words.iter().enumerate() {
        union.join(n, n);
        if let Some(p) = w.get(..3.min(w.len())) {
            by_prefix.entry(p).or_default().push(n);
        }
    }
    for same in by_prefix.values() {
        for (k, &a) in same.iter().enumerate() {
            for &b in &same[k + 1..] {
                if related(&words[a], &words[b], likeness) {
                    union.join(a, b);
                }
            }
        }
    }
    let at: FxHashMap<&str, usize> = words.iter().enumerate().map(|(n, w)| (w.as_str(), n)).collect();
    for family in families() {
        let here: Vec<usize> = family.iter().filter_map(|w| at.get(w).copied()).collect();
        for w in here.windows(2) {
            union.join(w[0], w[1]);
        }
    }
    // Words of one meaning, if somebody takes part in both, or if nobody is known to take part in one of them.
    let mut parts: Vec<FxHashSet<Term>> = vec![FxHashSet::default(); words.len()];
    for m in mentions {
        parts[m.word].extend(m.actors.iter().chain(&m.recipients));
    }
    for line in synonyms() {
        let here: Vec<usize> = line.iter().filter_map(|w| at.get(w).copied()).collect();
        for (k, &a) in here.iter().enumerate() {
            for &b in &here[k + 1..] {
                let open = parts[a].is_empty() || parts[b].is_empty();
                if open || !parts[a].is_disjoint(&parts[b]) {
                    union.join(a, b);
                }
            }
        }
    }
    for (a, b) in alike(words, mentions) {
        let open = parts[a].is_empty() || parts[b].is_empty();
        if open || !parts[a].is_disjoint(&parts[b]) {
            union.join(a, b);
        }
    }
    (0..words.len()).map(|n| union.root(n)).collect()
}

/// Words of the story that WordNet knows to mean the same or to be of one family, among those that stand in it more than once.
fn alike(words: &[String], mentions: &[Mention]) -> Vec<(usize, usize)> {
    let mut counts = vec![0usize; words.len()];
    mentions.iter().for_each(|m| counts[m.word] += 1);
    let mut often: Vec<usize> = (0..words.len())
        .filter(|&w| counts[w] > 1 && !PLAIN.contains(&term(&words[w])) && wordnet::known(words[w].as_str()))
        .collect();
    often.sort_by_key(|&w| std::cmp::Reverse(counts[w]));
    often.truncate(WEIGHED);
    let numbers: Vec<Term> = often.iter().map(|&w| term(&words[w])).collect();
    let mut found = Vec::new();
    for i in 0..often.len() {
        for j in i + 1..often.len() {
            if wordnet::same(numbers[i], numbers[j]) || wordnet::derived(numbers[i], numbers[j]) {
                found.push((often[i], often[j]));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use rashomon_reading::Reading;

    use super::*;
    use crate::testing::case;

    /// A report whose events are the words given, each done by somebody.
    fn told(text: &str, events: &[(&str, &str)]) -> Case {
        let mut c = case("r", text);
        let at = |word: &str| text.find(word).map_or(Span::new(0, 0), |s| Span::new(s, s + word.len()));
        let event = |&(word, who): &(&str, &str)| Event {
            span: at(word),
            head: c.analysis.tokens().iter().position(|t| t.span == at(word)).unwrap() as u32,
            lemma: word.to_owned(),
            kind: None,
            because: None,
            recast: None,
            intends: None,
            mode: None,
            actors: Vec::new(),
            recipients: Vec::new(),
            actor_spans: vec![at(who)],
            recipient_spans: Vec::new(),
            about: None,
            place: None,
            time: None,
            quantities: Vec::new(),
            factuality: 3.0,
            holder: None,
            clause: at(word),
            nominal: false,
            negated: false,
        };
        let events = events.iter().map(event).collect();
        c.reading = Reading { events, ..Reading::default() };
        c
    }

    #[test]
    fn verb_and_noun_are_one_event_and_plain_words_go_by_who_takes_part() {
        let cases = [
            told(
                "Okoro resign . Okoro say . Remy report",
                &[("resign", "Okoro"), ("say", "Okoro"), ("report", "Remy")],
            ),
            told("resignation of Okoro . Remy say", &[("resignation", "Okoro"), ("say", "Remy")]),
        ];
        let found = events(&cases, &[0, 1], &());
        let with = |r: usize, n: u32| found.iter().find(|c| c.mentions.contains(&(r, EventId(n)))).unwrap();
        assert_eq!(with(0, 0).mentions, [(0, EventId(0)), (1, EventId(0))]);
        assert_eq!(with(0, 1).mentions.len(), 1);
        assert_eq!(found.iter().map(|c| c.mentions.len()).sum::<usize>(), 5);
    }

    #[test]
    fn words_of_one_meaning_are_one_event_unless_others_take_part() {
        let story = |other: &str| {
            let text = format!("misadventure of {other} . misadventure");
            let one = told("mishap of Okoro . mishap", &[("mishap", "Okoro"), ("mishap", "Okoro")]);
            let two = told(&text, &[("misadventure", other), ("misadventure", other)]);
            events(&[one, two], &[0, 1], &()).len()
        };
        assert_eq!(story("Okoro"), 1);
        assert_eq!(story("Remy"), 2);
    }

    #[test]
    fn a_word_that_tells_of_an_event_elsewhere_does_so_in_a_headline() {
        let cases = [
            told("ferry sinks . it sinks", &[("sinks", "ferry"), ("sinks", "ferry")]),
            told("Brenmouth ferry sinks", &[]),
        ];
        let found = events(&cases, &[0, 1], &());
        let named: Vec<(usize, &str)> =
            found.iter().flat_map(|c| &c.named).map(|&(r, s)| (r, s.of(&cases[r].report.text))).collect();
        assert!(named.contains(&(1, "sinks")), "{named:?}");
        assert_eq!(found.iter().filter(|c| !c.mentions.is_empty()).count(), 1);
    }

    #[test]
    fn no_reports_have_no_events() {
        assert!(events(&[], &[], &()).is_empty());
    }
}
