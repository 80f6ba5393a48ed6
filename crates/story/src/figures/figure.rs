//! The figures of a report, with all that tells what they are of.

use std::collections::BTreeSet;

use rashomon_lang::{Dep, EntityLabel, Pos};
use rashomon_reading::{AttributionId, Bound, Event, Quantity};
use rashomon_text::Span;
use rashomon_times::TimeType;

use super::measures::{Measure, Of, measure};
use crate::lexicon::{Change, change, counted};
use crate::propositions::{content_words, core, mentioned};
use crate::sources::{keys, statement};
use crate::story::{Case, Statement};
use crate::tellings::tokens_of;

/// A figure as a report gives it.
pub(super) struct Figure {
    pub report: usize,
    pub quantity: Quantity,
    /// What is counted, brought to one word for one thing ("killed").
    pub counted: String,
    /// In the base unit of its kind, or as it is.
    pub value: f64,
    /// What it measures, where the words around it tell.
    pub measure: Option<&'static Measure>,
    /// Lemma of the predicate it belongs to.
    pub predicate: String,
    /// Content words of the clause.
    pub clause: BTreeSet<String>,
    /// Content words of the sentence.
    pub sentence: BTreeSet<String>,
    pub participants: BTreeSet<String>,
    /// Names of places in the clause.
    pub places: BTreeSet<String>,
    /// Words of the subject of its predicate.
    pub subject: BTreeSet<String>,
    /// Days, months, years of the sentence.
    pub dates: BTreeSet<String>,
    /// When the report was published.
    pub told: Option<jiff::civil::Date>,
    pub statement: Statement,
    /// "not 24", "down from 32": given only to be taken back.
    pub disowned: bool,
    /// Words that say that an earlier figure is replaced.
    pub revised: Option<&'static str>,
    /// Words in or beside the sentence that set the figure against another.
    pub contrast: Option<&'static str>,
    /// Whether the words before or after say that it is no exact count.
    pub bound: Bound,
    /// Whether it is said to be a count at a time, which a later one replaces without contradiction.
    pub provisional: bool,
    /// Whether it counts a part or more than the place or day at hand ("of whom", "across the country", "another").
    pub scoped: bool,
    /// Whether it is told of long before the report.
    pub background: bool,
}

/// Base unit and factor.
pub(super) fn unit(name: &str) -> (&str, f64) {
    match name {
        "km" => ("m", 1000.0),
        "m" => ("m", 1.0),
        "cm" => ("m", 0.01),
        "mile" => ("m", 1609.344),
        "foot" => ("m", 0.3048),
        "yard" => ("m", 0.9144),
        "inch" => ("m", 0.0254),
        "tonne" => ("kg", 1000.0),
        "ton" => ("kg", 1000.0),
        "kg" => ("kg", 1.0),
        "g" => ("kg", 0.001),
        "pound" => ("kg", 0.4536),
        "hectare" => ("m2", 10_000.0),
        "acre" => ("m2", 4046.86),
        "litre" => ("l", 1.0),
        "gallon" => ("l", 3.785),
        other => (other, 1.0),
    }
}

/// Whether a unit is money.
pub(super) fn is_money(unit: &str) -> bool {
    matches!(
        unit,
        "dollar" | "euro" | "franc" | "yen" | "yuan" | "rouble" | "rupee" | "crown" | "krone" | "pound sterling"
    )
}

/// Words by which a count says that it is not the last, or counts only a stage of things.
const PROVISIONAL: &[&str] = &[
    "so far",
    "as of",
    "partial",
    "preliminary",
    "provisional",
    "until now",
    "up to",
    "by monday",
    "by tuesday",
    "by wednesday",
    "by thursday",
    "by friday",
    "by saturday",
    "by sunday",
    "expected to rise",
    "could rise",
    "still being",
    "to date",
    "stations counted",
    "votes counted",
    "ballots counted",
    "being counted",
    "count under way",
    "early results",
    "rose to",
    "risen to",
    "has risen",
    "climbed to",
    "had risen",
    "by nightfall",
    "by evening",
    "by morning",
];

/// Words by which a figure says that it counts something narrower or wider, wherever they stand …
#[rustfmt::skip]
const SCOPED: &[&str] = &[
    "across the country", "nationwide", "countrywide", "worldwide", "in all", "in total", "altogether", "another", "a further", "more were",
    "each", "apiece", "separate", "i saw", "we saw", "reporter saw", "reporters saw", "on average", "a day", "a year", "a week", "a month", "per day", "per year", "in past", "last year",
    "last season", "in other", "elsewhere",
];
/// … and those that do so only before it: "seventeen died, including two children" counts all of the seventeen.
const PART_OF: &[&str] = &["of whom", "of them", "among them", "of which", "including", "among whom"];

/// All figures of a report: what its events count, and how long terms are.
pub(super) fn collect(cases: &[Case], r: usize, out: &mut Vec<Figure>) {
    let case = &cases[r];
    for e in &case.reading.events {
        for q in &e.quantities {
            out.extend(figure(cases, r, q.clone(), e.holder, Some(e)));
        }
    }
    for t in case.reading.times.iter().filter(|t| t.kind == TimeType::Duration) {
        let Some(months) = months(&t.value) else { continue };
        let q = Quantity {
            span: t.span,
            value: months,
            of: "month".to_owned(),
            bound: Bound::Exact,
            unit: Some("month".to_owned()),
        };
        let at = tokens_of(case, t.span).start;
        let Some(token) = case.analysis.tokens().get(at) else { continue };
        let s = case.analysis.span(case.analysis.sentence(case.analysis.sentence_of(at)));
        let event = case
            .reading
            .events
            .iter()
            .filter(|e| s.contains(e.span))
            .min_by_key(|e| e.span.start.abs_diff(token.span.start));
        out.extend(figure(cases, r, q, event.and_then(|e| e.holder), None).filter(|f| f.measure.is_some()));
    }
}

/// "P6Y", "P72M" as months.
fn months(value: &str) -> Option<f64> {
    let rest = value.strip_prefix('P')?;
    let (n, per) = rest.strip_suffix('Y').map(|n| (n, 12.0)).or_else(|| rest.strip_suffix('M').map(|n| (n, 1.0)))?;
    n.parse::<f64>().ok().map(|n| n * per)
}

fn figure(cases: &[Case], r: usize, q: Quantity, holder: Option<AttributionId>, e: Option<&Event>) -> Option<Figure> {
    let case = &cases[r];
    let a = &case.analysis;
    let text = &case.report.text;
    let tokens = tokens_of(case, q.span);
    if tokens.is_empty() {
        return None;
    }
    let s = a.sentence(a.sentence_of(tokens.start));
    let sentence_span = a.span(s.clone());
    // "On 8 July 14 children": what stands beside the number is what it counts.
    let beside =
        (tokens.end < s.end && a.token(tokens.end).pos == Pos::Noun).then(|| a.lemma(tokens.end).to_lowercase());
    let (base, factor) = q.unit.as_deref().map_or(("", 1.0), unit);
    let noun = match beside {
        Some(n) if q.unit.is_none() && case.reading.times.iter().any(|t| t.span.end + 1 == q.span.start) => n,
        // "Twelve soldiers died": soldiers, whatever befell them.
        _ => counted_noun(case, tokens.clone()).unwrap_or_else(|| q.of.clone()),
    };
    let what = if base.is_empty() { counted(&noun).to_owned() } else { base.to_owned() };
    let after = text[q.span.end as usize..].trim_start().to_lowercase();
    let before = text[sentence_span.start as usize..q.span.start as usize].trim_end().to_lowercase();
    let lower = sentence_span.of(text).to_lowercase();
    // The clause with what stands around the number: what is measured is told near it.
    let verb = a.ancestors(tokens.start).find(|&t| matches!(a.token(t).pos, Pos::Verb | Pos::Aux));
    let clause_range = match (e, verb) {
        (Some(_), Some(verb)) => {
            let c = core(case, verb);
            c.start.min(tokens.start).max(s.start)..c.end.max(tokens.end).min(s.end)
        }
        _ => s.clone(),
    };
    let written = a.span(clause_range.clone()).of(text).to_lowercase();
    let of = kind(&q, &what, &noun, &after);
    let said = |w: &str| clause_range.clone().any(|i| a.lemma(i).eq_ignore_ascii_case(w) || a.lower(i) == w);
    let report = |w: &str| (0..a.len()).any(|i| a.lemma(i).eq_ignore_ascii_case(w));
    let of = match of {
        // "Sentenced to six years", "nine years behind bars"; "ten years of his life" is no term.
        Some(Of::Months) if !is_term(&before, &after, &written) => None,
        Some(Of::Number) if q.value > 12.0 => None,
        other => other,
    };
    let measured = of.and_then(|of| measure(of, &said, &written, &report));
    let empty = matches!(
        what.as_str(),
        "time"
            | "year"
            | "day"
            | "month"
            | "week"
            | "hour"
            | "minute"
            | "second"
            | "percentage"
            | "way"
            | "thing"
            | "side"
            | "one"
            | "number"
            | "point"
            | "section"
            | "article"
            | "page"
            | "grade"
            | "lane"
    );
    if empty && measured.is_none() {
        return None;
    }
    // "one of the soldiers", "two of the paintings" say nothing of all; "a boy of nine" is an age.
    let partial = ["of the ", "of them", "of its ", "of his ", "of her ", "of their ", "of those ", "of these "]
        .iter()
        .any(|w| after.starts_with(w));
    let age = before.ends_with(" of")
        && !q.of.is_empty()
        && a.token(tokens.start).dep == Dep::Pobj
        && after.starts_with(['w', ',', '.'])
        && q.value < 100.0
        && measured.is_none();
    // "A city of 30,000 people", "Boeing 737", "IE 9".
    let size = before.ends_with(" of")
        && q.unit.is_none()
        && tokens.start >= 2
        && !matches!(
            a.lemma(tokens.start - 2).to_lowercase().as_str(),
            "total"
                | "number"
                | "toll"
                | "crowd"
                | "group"
                | "team"
                | "convoy"
                | "fleet"
                | "lead"
                | "majority"
                | "magnitude"
                | "figure"
                | "count"
                | "loss"
                | "death"
                | "life"
                | "consist"
                | "record"
                | "maximum"
                | "minimum"
                | "turnout"
                | "march"
                | "rally"
                | "least"
                | "consists"
                | "contingent"
                | "force"
                | "garrison"
                | "crew"
                | "margin"
                | "bundle"
        )
        && a.token(tokens.start - 2).pos != Pos::Verb;
    let name = tokens.start > 0
        && matches!(a.token(tokens.start - 1).pos, Pos::Propn)
        && a.token(tokens.start - 1).span.end + 1 >= q.span.start
        && !case.reading.times.iter().any(|t| t.span.end + 2 >= q.span.start && t.span.start <= q.span.start);
    let hyphen = text[..q.span.start as usize].ends_with('-');
    if q.value <= 1.0 || partial || age || size || name || hyphen {
        return None;
    }
    let mut subject = BTreeSet::new();
    if let Some(v) = verb {
        for n in a.children(v).filter(|&c| matches!(a.token(c).dep, Dep::Nsubj | Dep::Nsubjpass)) {
            subject.extend(content_words(case, a.subtree(n)));
            subject.extend(mentioned(case, a.subtree(n)));
        }
    }
    let risen = before.ends_with("up from") || before.ends_with("up from the");
    // "shrank to 87 from the 112 of the first count"
    let moved = (before.ends_with(" from") || before.ends_with(" from the")) && before.contains(" to ");
    let disowned = moved
        || ([
            "not",
            "not the",
            "rather than",
            "rather than the",
            "instead of",
            "instead of the",
            "previous",
            "earlier",
            "from",
            "from the",
            "down from",
        ]
        .iter()
        .any(|w| before.ends_with(w) && before[..before.len() - w.len()].ends_with([' ', ',']))
            && (change(&lower, Change::Revision).is_some() || before.ends_with("not") || risen));
    let mut participants = BTreeSet::new();
    for actor in &case.reading.actors {
        if actor.named && actor.mentions.iter().any(|m| sentence_span.contains(m.span)) {
            participants.extend(keys(actor));
        }
    }
    let dates = case
        .reading
        .times
        .iter()
        .filter(|t| {
            sentence_span.contains(t.span)
                && matches!(t.kind, TimeType::Date | TimeType::Time)
                && !t.value.ends_with("_REF")
        })
        .map(|t| t.value.get(..10).unwrap_or(&t.value).to_owned())
        .collect();
    let n = a.sentence_of(tokens.start);
    let last = a.sentence_of(a.len() - 1);
    let around = a.span(a.sentence(n.saturating_sub(1))).cover(a.span(a.sentence((n + 1).min(last))));
    let span = if sentence_span.len() <= 200 {
        sentence_span.trim(text)
    } else {
        e.map_or(q.span, |e| e.clause.cover(q.span)).trim(text)
    };
    let span = if span.len() > 400 { q.span } else { span };
    Some(Figure {
        report: r,
        value: q.value * factor,
        measure: measured,
        predicate: e.map(|e| e.lemma.clone()).unwrap_or_default(),
        clause: content_words(case, clause_range.clone()),
        sentence: content_words(case, s.clone()),
        participants,
        dates,
        told: case.report.published.as_ref().and_then(|d| d.date.to_string().parse().ok()),
        statement: statement(cases, r, span, holder),
        disowned,
        places: Some(named_places(case, clause_range.clone()))
            .filter(|p| !p.is_empty())
            .unwrap_or_else(|| named_places(case, s.clone())),
        subject,
        revised: change(&lower, Change::Revision),
        contrast: change(around.of(text), Change::Contrast),
        bound: bounded(&before).unwrap_or(q.bound),
        provisional: PROVISIONAL.iter().any(|w| has(&lower, w)),
        scoped: SCOPED.iter().any(|w| has(&lower, w)) || PART_OF.iter().any(|w| has(&before, w)),
        background: background(case, sentence_span),
        counted: what,
        quantity: Quantity { of: noun, ..q },
    })
}

/// Whether a text has words as words: "each" is not in "reached".
fn has(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, w)| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(text[..at].chars().next_back()) && !letter(text[at + w.len()..].chars().next())
    })
}

/// Whether a length of time is a term to be served.
fn is_term(before: &str, after: &str, written: &str) -> bool {
    let near = |text: &str, words: &[&str]| words.iter().any(|w| text.contains(w));
    let tail: String = before.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    let head: String = after.chars().take(30).collect();
    near(&tail, &["sentenced", "jailed", "imprisoned", "gaoled", "term of", "sentence of", "locked up for"])
        || near(&head, &["in prison", "in jail", "behind bars", "sentence", "term", "jail", "imprisonment", "custody"])
        || written.contains("behind bars")
}

/// The bound that the words before "a hundred" set.
fn bounded(before: &str) -> Option<Bound> {
    let before = before.strip_suffix(" a").or_else(|| before.strip_suffix(" the")).unwrap_or(before);
    let ends = |words: &[&str]| words.iter().any(|w| before.ends_with(w));
    if ends(&["more than", "at least", "over", "no fewer than", "no less than", "upwards of", "as many as"]) {
        return Some(Bound::AtLeast);
    }
    if ends(&["fewer than", "less than", "at most", "under", "up to", "no more than"]) {
        return Some(Bound::AtMost);
    }
    ends(&["about", "around", "some", "nearly", "almost", "roughly", "approximately", "close to", "an estimated"])
        .then_some(Bound::About)
}

/// Nouns that are a number of persons.
fn counts_persons(noun: &str) -> bool {
    matches!(noun, "turnout" | "attendance" | "crowd" | "toll" | "headcount")
}

/// The noun that a number stands before, or that the sentence says it is the number of.
fn counted_noun(case: &Case, number: std::ops::Range<usize>) -> Option<String> {
    let a = &case.analysis;
    let last = number.end - 1;
    let head = a.head(last);
    if a.token(last).dep == Dep::Nummod && a.token(head).pos == Pos::Noun && head > last {
        return Some(a.lemma(head).to_lowercase());
    }
    // "put the turnout at 90,000"
    let put = a.ancestors(last).find(|&t| a.token(t).pos == Pos::Verb);
    let what = put.and_then(|v| a.child(v, Dep::Dobj)).map(|o| a.lemma(o).to_lowercase()).filter(|o| counts_persons(o));
    if a.token(last).dep == Dep::Pobj && what.is_some() {
        return what;
    }
    // "a crowd of 9,000", "the attendance was 9,000"
    let first = number.start;
    let named = (first >= 2 && a.lower(first - 1) == "of")
        .then(|| first - 2)
        .or_else(|| (a.token(last).dep == Dep::Attr).then(|| a.child(head, Dep::Nsubj)).flatten());
    if let Some(noun) = named.map(|n| a.lemma(n).to_lowercase()).filter(|n| counts_persons(n)) {
        return Some(noun);
    }
    // "put the number of demonstrators at 22,000"
    let s = a.sentence(a.sentence_of(last));
    (a.token(last).dep == Dep::Pobj || a.token(last).dep == Dep::Attr)
        .then(|| s.clone().find(|&i| matches!(a.lower(i), "number" | "count" | "total") && i < last))
        .flatten()
        .and_then(|n| a.children(n).filter(|&c| a.lower(c) == "of").find_map(|c| a.child(c, Dep::Pobj)))
        .map(|n| a.lemma(n).to_lowercase())
}

/// Names of towns, lands and landmarks in a range of tokens, and names after prepositions of place.
fn named_places(case: &Case, range: std::ops::Range<usize>) -> BTreeSet<String> {
    let a = &case.analysis;
    let text = &case.report.text;
    let entities = a
        .entities()
        .iter()
        .filter(|e| matches!(e.label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac))
        .filter(|e| range.contains(&(e.first as usize)))
        .map(|e| a.span(e.first as usize..e.last as usize).of(text).to_lowercase());
    let in_time = |t: usize| case.reading.times.iter().any(|x| x.span.contains(a.token(t).span));
    let after = range.clone().filter(|&t| {
        a.token(t).pos == Pos::Propn
            && a.token(t).dep == Dep::Pobj
            && matches!(a.lower(a.head(t)), "in" | "at" | "near" | "outside" | "off")
            && !in_time(t)
    });
    entities.chain(after.map(|t| a.span(a.subtree(t).start..t + 1).of(text).to_lowercase())).collect()
}

/// Whether a sentence speaks of a day or month long before its report was published.
fn background(case: &Case, s: Span) -> bool {
    let Some(own) = case.report.published.as_ref().map(|d| d.date.to_string()) else { return false };
    let month =
        |v: &str| -> Option<i32> { Some(v.get(..4)?.parse::<i32>().ok()? * 12 + v.get(5..7)?.parse::<i32>().ok()?) };
    let Some(now) = month(&own) else { return false };
    case.reading.times.iter().filter(|t| s.contains(t.span) && matches!(t.kind, TimeType::Date | TimeType::Time)).any(
        |t| {
            month(&t.value).map_or_else(
                || t.value.len() == 4 && t.value.parse::<i32>().is_ok_and(|y| y * 12 + 12 < now - 1),
                |then| then < now - 2,
            )
        },
    )
}

/// What sort of thing a figure is of.
fn kind(q: &Quantity, what: &str, noun: &str, after: &str) -> Option<Of> {
    let each = [
        "a share",
        "per share",
        "for every",
        "for each",
        "each",
        "a ticket",
        "a barrel",
        "a litre",
        "per ",
        "a tonne",
        "a head",
        "a kilo",
        "a month",
        "a night",
        "an hour",
        "apiece",
    ];
    // The unit stands between the number and what follows.
    let rest = after.split_once(' ').map_or("", |(_, rest)| rest);
    match q.unit.as_deref() {
        Some("month") => Some(Of::Months),
        Some(u) if is_money(u) && each.iter().any(|w| rest.starts_with(w) || after.starts_with(w)) => {
            Some(Of::MoneyEach)
        }
        Some(u) if is_money(u) => Some(Of::Money),
        Some(u) if unit(u).0 == "m" => Some(Of::Length),
        Some(u) if unit(u).0 == "kg" => Some(Of::Weight),
        Some(_) => None,
        None if matches!(noun, "vote" | "ballot") => Some(Of::Votes),
        None if noun == "magnitude" || noun.is_empty() => Some(Of::Number),
        None if super::fits::is_persons(what) || counts_persons(noun) || super::fits::names_person(noun) => {
            Some(Of::Persons)
        }
        None => Some(Of::Things),
    }
}

/// The words of the number.
pub(super) fn number_span(f: &Figure) -> Span {
    f.quantity.span
}
