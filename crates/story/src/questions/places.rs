//! Where it happened: one event in two places.

use std::collections::BTreeSet;

use rashomon_lang::{Dep, EntityLabel, Pos};
use rashomon_reading::ActorKind;

use super::{Compared, Pair, demand, one_dispute_each, side, status, wording};
use crate::likeness::opposed;
use crate::meaning::Meaning;
use crate::story::{Case, Dispute, DisputeKind};
use crate::tellings::{Telling, Told, of_one_thing, phrase};
use crate::terms::term;
use crate::wordnet;

/// From here on two tellings are taken to be of one event.
const ONE_EVENT: f32 = 0.55;

/// A place as a telling has it.
#[derive(Debug)]
struct Whereabouts {
    preposition: String,
    /// Lemma of the noun that heads it.
    head: String,
    /// Lemmas before the noun ("eastern", "staff").
    modifiers: BTreeSet<String>,
    /// Names in it.
    names: BTreeSet<String>,
    /// Whether it is a whole land.
    land: bool,
    words: String,
}

struct Placed<'t> {
    telling: &'t Telling,
    places: Vec<Whereabouts>,
}

/// Disputes on where something happened.
pub(super) fn disputes(with: &Compared<'_>) -> Vec<Dispute> {
    let &Compared { cases, tellings, same_text, meaning } = with;
    let placed: Vec<Placed<'_>> = tellings
        .iter()
        .filter(|t| t.told == Told::Is)
        .map(|t| Placed { telling: t, places: places(&cases[t.report], t) })
        .filter(|p| !p.places.is_empty())
        .collect();
    let enough = ONE_EVENT + demand(placed.len() * placed.len());
    let mut pairs = Vec::new();
    for (k, a) in placed.iter().enumerate() {
        for b in &placed[k + 1..] {
            let (x, y) = (a.telling, b.telling);
            if x.report == y.report || same_text(x.report, y.report) {
                continue;
            }
            let Some(clash) = clash(cases, a, b) else { continue };
            let fit = one_event(x, y, clash, meaning);
            if fit >= enough {
                pairs.push(Pair { one: x, other: y, fit });
            }
        }
    }
    let wording = |t: &Telling| {
        placed
            .iter()
            .find(|p| std::ptr::eq(p.telling, t))
            .and_then(|p| p.places.first())
            .map(|w| w.words.clone())
            .unwrap_or_default()
    };
    one_dispute_each(pairs)
        .into_iter()
        .map(|pairs| {
            let best = &pairs[0];
            let (status, why) = status(cases, best.one, best.other, "Both tell of one event, in two places.");
            let question = wording::place(&cases[best.one.report], best.one);
            Dispute {
                kind: DisputeKind::Place,
                status,
                question,
                sides: vec![
                    side(&wording(best.one), pairs.iter().map(|p| p.one)),
                    side(&wording(best.other), pairs.iter().map(|p| p.other)),
                ],
                why,
                confidence: best.fit,
            }
        })
        .collect()
}

/// The places that a telling gives: what stands after prepositions of place, below the predicate or its other parts.
fn places(case: &Case, t: &Telling) -> Vec<Whereabouts> {
    let a = &case.analysis;
    let mut out = Vec::new();
    let mut at = vec![t.head];
    let mut steps = 0;
    while let Some(top) = at.pop() {
        steps += 1;
        for p in
            a.children(top).filter(|&c| matches!(a.token(c).dep, Dep::Prep | Dep::Pobj | Dep::Advmod | Dep::Npadvmod))
        {
            if a.token(p).dep != Dep::Prep {
                if steps < 6 {
                    at.push(p);
                }
                continue;
            }
            let object = a
                .child(p, Dep::Pobj)
                .or_else(|| a.children(p).filter(|&c| a.token(c).dep == Dep::Prep).find_map(|c| a.child(c, Dep::Pobj)));
            let Some(object) = object else { continue };
            if is_locative(a.lower(p))
                && let Some(w) = whereabouts(case, a.lower(p), object)
            {
                out.push(w);
            } else if matches!(a.lower(p), "with" | "to") && steps < 6 {
                at.push(object);
            }
        }
    }
    out
}

fn is_locative(preposition: &str) -> bool {
    matches!(
        preposition,
        "in" | "at"
            | "on"
            | "off"
            | "near"
            | "inside"
            | "outside"
            | "beside"
            | "below"
            | "under"
            | "beneath"
            | "between"
            | "beyond"
            | "above"
            | "behind"
            | "along"
            | "within"
            | "north"
            | "south"
            | "east"
            | "west"
            | "opposite"
    )
}

/// A place, if the noun names one.
fn whereabouts(case: &Case, preposition: &str, object: usize) -> Option<Whereabouts> {
    let a = &case.analysis;
    let range = phrase(case, object);
    let span = a.span(range.clone());
    if case.reading.times.iter().any(|t| t.span.overlaps(span))
        || !matches!(a.token(object).pos, Pos::Noun | Pos::Propn)
    {
        return None;
    }
    let entity = |label: EntityLabel| matches!(label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac);
    let mut names: BTreeSet<String> = a
        .entities()
        .iter()
        .filter(|e| entity(e.label) && range.contains(&(e.first as usize)))
        .map(|e| {
            a.span(e.first as usize..e.last as usize).of(&case.report.text).trim_start_matches("the ").to_lowercase()
        })
        .collect();
    // "The sand of the bathing beach" lies where the beach is.
    let mut heads = vec![object];
    heads.extend(a.children(object).filter(|&c| a.lower(c) == "of").filter_map(|c| a.child(c, Dep::Pobj)));
    let named_land = |h: usize| a.token(h).pos == Pos::Propn && a.subtree(h).any(|i| is_landmark(a.lower(i)));
    let head = heads
        .into_iter()
        .rev()
        .find(|&h| is_place(&a.lemma(h).to_lowercase()) || named_land(h) || !names.is_empty())?;
    // "Cape Orrin", "the Needles strait"
    let capital = |i: usize| a.token(i).span.of(&case.report.text).starts_with(char::is_uppercase);
    let own_name =
        a.children(head).any(|c| c < head && matches!(a.token(c).dep, Dep::Compound | Dep::Amod) && capital(c));
    if names.is_empty() && (named_land(head) || own_name) {
        names.insert(
            a.span(a.subtree(head).start..head + 1).of(&case.report.text).trim_start_matches("the ").to_lowercase(),
        );
    }
    let modifiers = a
        .children(head)
        .filter(|&c| c < head && matches!(a.token(c).dep, Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Nummod))
        .map(|c| a.lemma(c).to_lowercase())
        .collect();
    let land = case
        .reading
        .actors
        .iter()
        .any(|x| x.kind == ActorKind::State && x.mentions.iter().any(|m| range.contains(&(m.head as usize))));
    let words = a.span(a.subtree(head).start.min(head)..head + 1).of(&case.report.text);
    Some(Whereabouts {
        preposition: preposition.to_owned(),
        head: a.lemma(head).to_lowercase(),
        modifiers,
        names,
        land,
        words: format!("{preposition} {}", words.split_whitespace().collect::<Vec<_>>().join(" ")),
    })
}

/// Words by which a name says that it is one of a place.
fn is_landmark(word: &str) -> bool {
    matches!(
        word,
        "cape"
            | "lake"
            | "mount"
            | "mt"
            | "port"
            | "fort"
            | "river"
            | "gulf"
            | "bay"
            | "point"
            | "isle"
            | "island"
            | "islands"
            | "strait"
            | "camp"
            | "hill"
            | "valley"
            | "pass"
            | "harbour"
            | "harbor"
            | "channel"
            | "reef"
            | "peninsula"
            | "bank"
            | "beach"
            | "bridge"
    )
}

/// Whether a name is of a place too wide or too narrow to be set against another: lands and streets.
fn is_of_other_scale(name: &str) -> bool {
    name.bytes().any(|c| c.is_ascii_digit())
        || [
            "street",
            "road",
            "avenue",
            "lane",
            "blvd",
            "boulevard",
            "square",
            "club",
            "store",
            "hospital",
            "prison",
            "airport",
            "university",
            "coast",
            "ocean",
            "sea",
        ]
        .iter()
        .any(|w| name.contains(w))
}

/// Whether a noun names a place: ground, water, a building or part of one.
fn is_place(noun: &str) -> bool {
    matches!(noun, "water" | "sea" | "territory" | "ground" | "soil" | "airspace" | "border")
        || ["location", "structure", "geological formation", "body of water", "area", "room", "way", "tract", "land"]
            .iter()
            .any(|k| wordnet::kind_of(noun, *k))
            && !matches!(
                noun,
                "end"
                    | "side"
                    | "point"
                    | "line"
                    | "front"
                    | "back"
                    | "place"
                    | "top"
                    | "way"
                    | "course"
                    | "part"
                    | "middle"
                    | "board"
                    | "court"
                    | "post"
                    | "house"
                    | "space"
                    | "region"
                    | "country"
                    | "center"
                    | "centre"
                    | "scene"
                    | "site"
                    | "area"
                    | "home"
            )
}

/// How two places part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clash {
    /// "The eastern gallery", "the western gallery"; "inside our waters", "outside their waters".
    Opposed,
    /// Two names.
    Names,
    /// Two kinds of place.
    Kinds,
}

/// How the places of two tellings part; `None` where they may be one, or one may lie in the other.
fn clash(cases: &[Case], a: &Placed<'_>, b: &Placed<'_>) -> Option<Clash> {
    let each = || a.places.iter().flat_map(|x| b.places.iter().map(move |y| (x, y)));
    let reports = [a.telling.report, b.telling.report];
    if each().any(|(x, y)| clash_of(cases, reports, x, y) == Some(Clash::Opposed)) {
        return Some(Clash::Opposed);
    }
    // One place in common, or a part of the other: no clash at all.
    each().map(|(x, y)| clash_of(cases, reports, x, y)).reduce(|p, q| p.and(q)).flatten()
}

fn clash_of(cases: &[Case], reports: [usize; 2], x: &Whereabouts, y: &Whereabouts) -> Option<Clash> {
    let against = |p: &str, q: &str| {
        matches!(
            (p, q),
            ("inside" | "within", "outside" | "beyond")
                | ("above", "below" | "under")
                | ("north", "south")
                | ("east", "west")
        )
    };
    let one_head = x.head == y.head;
    if one_head && (against(&x.preposition, &y.preposition) || against(&y.preposition, &x.preposition)) {
        return Some(Clash::Opposed);
    }
    let parted = x.modifiers.iter().any(|m| {
        y.modifiers.iter().any(|n| {
            m != n
                && (opposed(term(m), term(n))
                    || compass(m).zip(compass(n)).is_some_and(|(p, q)| p != q)
                    || both_numbers(m, n))
        })
    });
    if one_head && parted {
        return Some(Clash::Opposed);
    }
    if !x.names.is_empty() && !y.names.is_empty() {
        let meet = |p: &str, q: &str| p.contains(q) || q.contains(p) || shares_name(p, q);
        let one = x.names.iter().any(|p| y.names.iter().any(|q| meet(p, q)));
        if x.land || y.land || x.names.iter().chain(&y.names).any(|n| is_of_other_scale(n)) {
            return None;
        }
        return (!one && !told_together(cases, reports, &x.names, &y.names)).then_some(Clash::Names);
    }
    let apart = x.names.is_empty() && y.names.is_empty() && !one_head && x.preposition == y.preposition;
    let related = wordnet::same(x.head.as_str(), y.head.as_str())
        || wordnet::kind_of(x.head.as_str(), y.head.as_str())
        || wordnet::kind_of(y.head.as_str(), x.head.as_str());
    (apart && !related).then_some(Clash::Kinds)
}

fn compass(word: &str) -> Option<u8> {
    Some(match word {
        "north" | "northern" => 0,
        "south" | "southern" => 1,
        "east" | "eastern" => 2,
        "west" | "western" => 3,
        _ => return None,
    })
}

fn both_numbers(a: &str, b: &str) -> bool {
    let number = |w: &str| {
        w.chars().all(|c| c.is_ascii_digit())
            || matches!(w, "one" | "two" | "three" | "four" | "five" | "first" | "second" | "third")
    };
    number(a) && number(b)
}

fn shares_name(a: &str, b: &str) -> bool {
    a.split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.len() > 3)
        .any(|w| b.split(|c: char| !c.is_alphanumeric()).any(|v| v == w))
}

/// Whether a report names both in one sentence: one may lie in the other, or beside it.
fn told_together(cases: &[Case], reports: [usize; 2], xs: &BTreeSet<String>, ys: &BTreeSet<String>) -> bool {
    reports.iter().any(|&r| {
        let case = &cases[r];
        case.analysis.sentences().any(|s| {
            let text = case.analysis.span(s).of(&case.report.text).to_lowercase();
            xs.iter().any(|x| text.contains(x.as_str())) && ys.iter().any(|y| text.contains(y.as_str()))
        })
    })
}

/// How surely two tellings of places are of one event.
fn one_event(x: &Telling, y: &Telling, clash: Clash, meaning: &Meaning<'_>) -> f32 {
    let m = of_one_thing(x, y, meaning);
    let who = m.shared || m.topic.is_some_and(|s| s >= 0.5);
    let other = !m.shared && m.topic.is_some_and(|s| s < 0.3);
    let what = m.object.is_some_and(|o| o >= 0.5);
    let rests = |t: &Telling| t.predicate.iter().any(|w| comes_to_rest(&w.lemma));
    let same = match clash {
        Clash::Opposed => (x.bare || y.bare) || m.predicate >= 0.55 || who,
        Clash::Names => m.predicate >= 0.85 && rests(x) && rests(y) && (who || what || !other),
        // "In the kitchen" and "in the dining hall" may be two scenes of one affair; a thing comes to rest in one place.
        Clash::Kinds => m.predicate >= 0.85 && rests(x) && rests(y),
    };
    if !same {
        return 0.0;
    }
    let part = |yes: bool, n: f32| if yes { n } else { 0.0 };
    0.3 + 0.15 * m.predicate
        + part(who, 0.2)
        + part(what, 0.15)
        + part(clash == Clash::Opposed, 0.2)
        + part(rests(x) && rests(y), 0.15)
}

/// What befalls a thing once, in one place.
fn comes_to_rest(lemma: &str) -> bool {
    matches!(
        lemma,
        "stop"
            | "halt"
            | "crash"
            | "sink"
            | "go down"
            | "wreck"
            | "land"
            | "explode"
            | "explosion"
            | "go off"
            | "blast"
            | "fall"
            | "founder"
            | "capsize"
            | "collide"
            | "collision"
            | "derail"
            | "crashed"
            | "sinking"
            | "burst"
            | "ground"
            | "run aground"
            | "come down"
            | "erupt"
            | "ditch"
            | "overturn"
    )
}
