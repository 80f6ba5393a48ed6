//! Which mentions are of one event.

use std::sync::LazyLock;

use rashomon_lang::{EntityLabel, Pos};
use rashomon_reading::{ActorId, Event, EventId};
use rashomon_text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::likeness::{Likeness, families, related, synonyms};
use crate::story::{Case, EventCluster, Vectors};
use crate::terms::{Term, Union, rows, term};

static HAPPENINGS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows(include_str!("../data/happenings.tsv")).flat_map(|r| r[0].split_whitespace()).collect());

static PLAIN: LazyLock<FxHashSet<Term>> = LazyLock::new(|| {
    rows(include_str!("../data/plain_verbs.tsv")).flat_map(|r| r[0].split_whitespace()).map(term).collect()
});

/// A noun names a happening if its vector is this close to that of one that does.
const HAPPENING: f32 = 0.4;

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

/// Brings together the events of the reports of one story.
#[must_use]
pub fn events(cases: &[Case], reports: &[usize], vectors: &dyn Vectors) -> Vec<EventCluster> {
    let likeness = Likeness::new(vectors);
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
        for (span, lemma) in happenings(case, &likeness) {
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
    let groups = link_words(&words, &mentions, &likeness);
    let mut clusters: FxHashMap<(usize, usize), EventCluster> = FxHashMap::default();
    let mut keys: Vec<(usize, usize)> = Vec::new();
    // Plain predicates: one for each set of participants.
    let mut plain: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut union = Union::default();
    for (m, mention) in mentions.iter().enumerate() {
        let group = groups[mention.word];
        if PLAIN.contains(&term(&words[mention.word])) {
            union.join(m, m);
            let at = plain.entry(group).or_default();
            for &o in at.iter() {
                let other = &mentions[o];
                let share = |a: &[Term], b: &[Term]| a.iter().any(|x| b.contains(x));
                let clash = |a: &[Term], b: &[Term]| !a.is_empty() && !b.is_empty() && !share(a, b);
                let same = share(&mention.actors, &other.actors) || share(&mention.recipients, &other.recipients);
                if same && !clash(&mention.actors, &other.actors) && !clash(&mention.recipients, &other.recipients) {
                    union.join(o, m);
                }
            }
            at.push(m);
            keys.push((group, usize::MAX));
        } else {
            keys.push((group, 0));
        }
    }
    for (m, mention) in mentions.iter().enumerate() {
        let key = if keys[m].1 == 0 { keys[m] } else { (keys[m].0, 1 + union.root(m)) };
        let cluster = clusters.entry(key).or_default();
        match mention.what {
            What::Event(e) => cluster.mentions.push((mention.report, e)),
            What::Named(span) => cluster.named.push((mention.report, span)),
        }
    }
    let mut clusters: Vec<EventCluster> = clusters.into_values().collect();
    clusters.sort_by_key(|c| (c.mentions.first().copied(), c.named.first().map(|n| (n.0, n.1.start))));
    clusters
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
        if likeness.nearest(&lemma, &HAPPENINGS) >= HAPPENING {
            out.push((a.token(i).span, lemma));
        }
    }
    out
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
    (0..words.len()).map(|n| union.root(n)).collect()
}
