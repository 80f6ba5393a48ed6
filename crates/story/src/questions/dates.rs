//! When it happened: one event on two days.

use rashomon_lang::{Dep, Tag};
use rashomon_times::TimeType;

use super::{Compared, Pair, demand, one_dispute_each, side, status, wording};
use crate::meaning::Meaning;
use crate::story::{Case, Dispute, DisputeKind, Status};
use crate::tellings::{Telling, Told, of_one_thing, tokens_of};

/// From here on two tellings are taken to be of one event.
const ONE_EVENT: f32 = 0.65;
/// Days further apart than this are of two events.
const FAR: i32 = 31;

/// Which part of an event a day is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Whole,
    Start,
    End,
}

/// A telling with its day.
struct Dated<'t> {
    telling: &'t Telling,
    /// `YYYY-MM-DD`.
    day: String,
    phase: Phase,
    /// Whether the day was still to come when the report was published.
    ahead: bool,
    /// Whether the words say that it was a night, which has two days.
    night: bool,
    /// Whether only the day of the week is given.
    weekday: bool,
}

/// Disputes on when something happened.
pub(super) fn disputes(with: &Compared<'_>) -> Vec<Dispute> {
    let &Compared { cases, tellings, same_text, meaning } = with;
    let dated: Vec<Dated<'_>> = tellings.iter().filter_map(|t| dated(cases, t)).collect();
    let enough = ONE_EVENT + demand(dated.len() * dated.len());
    let mut pairs = Vec::new();
    for (k, a) in dated.iter().enumerate() {
        for b in &dated[k + 1..] {
            let (x, y) = (a.telling, b.telling);
            if x.report == y.report
                || same_text(x.report, y.report)
                || a.day == b.day
                || a.ahead != b.ahead
                || a.phase != b.phase
            {
                continue;
            }
            if days(&a.day).zip(days(&b.day)).is_none_or(|(p, q)| (p - q).abs() > FAR) {
                continue;
            }
            // "On Saturday", read a week later, is taken for another Saturday.
            let weeks = days(&a.day).zip(days(&b.day)).is_some_and(|(p, q)| (p - q) % 7 == 0);
            if weeks && a.weekday && b.weekday {
                continue;
            }
            // A night begins on one day and ends on the next.
            if (a.night != b.night) && next_to(&a.day, &b.day) {
                continue;
            }
            let fit = one_event(cases, a, b, meaning);
            if fit >= enough {
                pairs.push(Pair { one: x, other: y, fit });
            }
        }
    }
    let day =
        |t: &Telling| dated.iter().find(|d| std::ptr::eq(d.telling, t)).map(|d| d.day.clone()).unwrap_or_default();
    // A report that gives both days tells of two events.
    let gives = |r: usize, like: &Telling, wanted: &str| {
        dated.iter().any(|d| {
            d.telling.report == r && d.day == wanted && of_one_thing(like, d.telling, meaning).predicate >= 0.55
        })
    };
    pairs.retain(|p| !gives(p.one.report, p.other, &day(p.other)) && !gives(p.other.report, p.one, &day(p.one)));
    let mut out: Vec<Dispute> = one_dispute_each(pairs)
        .into_iter()
        .map(|pairs| {
            let best = &pairs[0];
            let (x, y) = (day(best.one), day(best.other));
            let (status, why) = status(cases, best.one, best.other, "Both tell of one event, on two days.");
            Dispute {
                kind: DisputeKind::Date,
                status,
                question: wording::when(&cases[best.one.report], best.one),
                sides: vec![
                    side(&x, pairs.iter().flat_map(|p| [p.one, p.other]).filter(|t| day(t) == x)),
                    side(&y, pairs.iter().flat_map(|p| [p.one, p.other]).filter(|t| day(t) == y)),
                ],
                why,
                confidence: best.fit,
            }
        })
        .collect();
    out.extend(corrected(cases, &dated, same_text));
    out
}

/// A telling with a day of its own, told as done or as to come.
fn dated<'t>(cases: &[Case], t: &'t Telling) -> Option<Dated<'t>> {
    let case = &cases[t.report];
    if matches!(t.told, Told::IsNot | Told::Open) {
        return None;
    }
    let a = &case.analysis;
    let e = case.reading.event(t.event);
    let value = e.time.as_deref()?;
    let day = value.get(..10).filter(|d| is_day(d))?.to_owned();
    // The words of the time, and the preposition that they stand after.
    let s = a.span(a.sentence(a.sentence_of(t.head)));
    let time = case
        .reading
        .times
        .iter()
        .filter(|x| {
            s.contains(x.span) && matches!(x.kind, TimeType::Date | TimeType::Time) && x.value.starts_with(&day)
        })
        .min_by_key(|x| x.span.start.abs_diff(e.span.start))?;
    // What stands above and below an article dates the page.
    let of_the_page =
        matches!(t.lemma.as_str(), "publish" | "update" | "post" | "print" | "file" | "write" | "modify" | "report");
    if !names_day(time.span.of(&case.report.text)) || of_the_page || !has_verb(case, t) {
        return None;
    }
    let first = tokens_of(case, time.span).start;
    let before = if first > 0 { a.lower(first - 1) } else { "" };
    if matches!(before, "by" | "before" | "after" | "since" | "from") && !e.nominal && before != "from" {
        return None;
    }
    let until = matches!(before, "until" | "till" | "to" | "through");
    let lemma = t.lemma.as_str();
    let goes_on = matches!(lemma, "go on" | "continue" | "last" | "run" | "stay" | "remain" | "extend" | "go");
    let phase = match () {
        () if until && goes_on => Phase::End,
        () if until => return None,
        () if matches!(lemma, "end" | "stop" | "finish" | "expire" | "run out" | "close" | "conclude" | "cease") => {
            Phase::End
        }
        () if matches!(
            lemma,
            "begin" | "start" | "commence" | "set in" | "break out" | "open" | "launch" | "fall" | "erupt"
        ) =>
        {
            Phase::Start
        }
        () => Phase::Whole,
    };
    let ahead =
        case.report.published.as_ref().map(|d| d.date.to_string()).is_some_and(|own| own.len() == 10 && day > own);
    let night = s.of(&case.report.text).to_lowercase().contains("night");
    let weekday = !time.span.of(&case.report.text).bytes().any(|c| c.is_ascii_digit());
    Some(Dated { telling: t, day, phase, ahead: ahead || t.told == Told::Planned, night, weekday })
}

/// "Posted: 3 May" is no sentence.
fn has_verb(case: &Case, t: &Telling) -> bool {
    let a = &case.analysis;
    a.sentence(a.sentence_of(t.head))
        .any(|i| matches!(a.token(i).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn | Tag::Md))
}

fn is_day(value: &str) -> bool {
    value.len() == 10
        && value.bytes().enumerate().all(|(i, c)| if i == 4 || i == 7 { c == b'-' } else { c.is_ascii_digit() })
}

/// A day as a number that grows by one a day.
fn days(day: &str) -> Option<i32> {
    let date: jiff::civil::Date = day.parse().ok()?;
    date.since(jiff::civil::date(1970, 1, 1)).ok().map(|s| s.get_days())
}

/// Whether two days follow each other.
fn next_to(a: &str, b: &str) -> bool {
    matches!((days(a), days(b)), (Some(x), Some(y)) if (x - y).abs() == 1)
}

/// Whether the words of a time name a day, rather than an hour of whatever day the report is of.
fn names_day(words: &str) -> bool {
    let lower = words.to_lowercase();
    [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "today",
        "yesterday",
        "tonight",
        "tomorrow",
        "last night",
    ]
    .iter()
    .any(|w| lower.contains(w))
        || lower.bytes().filter(|&c| c == b'-' || c == b'/' || c == b'.').count() == 2
}

/// How surely two dated tellings are of one event, 0 … 1.
fn one_event(cases: &[Case], a: &Dated<'_>, b: &Dated<'_>, meaning: &Meaning<'_>) -> f32 {
    let (x, y) = (a.telling, b.telling);
    let m = of_one_thing(x, y, meaning);
    let who = m.shared || m.subject.or(m.topic).is_some_and(|s| s >= 0.5);
    let what = m.object.is_some_and(|o| o >= 0.5);
    let says = |t: &Telling, w: &str| t.words.iter().chain(&t.context).any(|o| o.lemma == w);
    let ordinal = |w: &str| says(x, w) && says(y, w);
    // "The first march", "the second": another one of the kind.
    let another = |w: &&str| says(x, w) != says(y, w) && x.words.iter().chain(&y.words).any(|o| o.lemma == **w);
    if ["first", "second", "third", "fourth", "fifth", "sixth", "last", "final", "aftershock", "anniversary"]
        .iter()
        .any(another)
    {
        return 0.0;
    }
    // "It happened on the night …" tells of what the report is about; so does the lead of the other.
    let of_all = (x.bare && leads(cases, y)) || (y.bare && leads(cases, x));
    if of_all && a.night == b.night {
        return 0.7;
    }
    let firsts = ordinal("first") && m.predicate >= 0.55;
    // "Nominated Benjamin" and "nominated Collins" are two events, whoever did it.
    let clashes = |part: Option<f32>| part.is_some_and(|p| p < 0.3);
    if !firsts && (clashes(m.object) || (clashes(m.subject) && !m.shared)) {
        return 0.0;
    }
    let phased = a.phase != Phase::Whole;
    let predicate = if phased { 1.0 } else { m.predicate };
    // What is still to come of one kind comes once: the next round of talks, the oath, the sentence.
    let to_come = a.ahead && b.ahead && m.predicate >= 0.85;
    if predicate < 0.55 || !(who || what || firsts || to_come || m.covered.min(m.covers) >= 0.7) {
        return 0.0;
    }
    let part = |yes: bool| if yes { 0.2 } else { 0.0 };
    (0.15
        + 0.2 * predicate
        + part(who)
        + part(what)
        + part(ordinal("first"))
        + part(to_come)
        + 0.3 * m.covered.max(m.covers))
    .min(1.0)
}

/// Whether a telling stands at the head of its report, where it says what it is about.
fn leads(cases: &[Case], t: &Telling) -> bool {
    cases[t.report].analysis.sentence_of(t.head) <= 2 && !t.bare
}

/// "On 22 May and not, as was believed, on 9 June": one report takes back the day that another gave.
fn corrected(cases: &[Case], dated: &[Dated<'_>], same_text: &dyn Fn(usize, usize) -> bool) -> Vec<Dispute> {
    let mut out: Vec<Dispute> = Vec::new();
    for new in dated {
        let case = &cases[new.telling.report];
        let a = &case.analysis;
        let tokens = a.sentence(a.sentence_of(new.telling.head));
        let s = a.span(tokens.clone());
        let taken_back =
            case.reading.times.iter().filter(|t| s.contains(t.span) && t.kind == TimeType::Date).find(|t| {
                let at = tokens_of(case, t.span).start;
                let not = (tokens.start..at).rev().take(12).any(|i| a.lower(i) == "not" && a.token(i).dep != Dep::Neg);
                not && t.value.get(..10).is_some_and(|d| is_day(d) && d != new.day)
            });
        let Some(old) = taken_back else { continue };
        let given: Vec<&Telling> = dated
            .iter()
            .filter(|d| {
                d.day.as_str() == &old.value[..10]
                    && d.telling.report != new.telling.report
                    && !same_text(d.telling.report, new.telling.report)
            })
            .map(|d| d.telling)
            .collect();
        if given.is_empty() || out.iter().any(|d| d.sides[1].statements[0].report == new.telling.report) {
            continue;
        }
        out.push(Dispute {
            kind: DisputeKind::Date,
            status: Status::Revision,
            question: wording::when(&cases[given[0].report], given[0]),
            sides: vec![
                side(&old.value[..10], given.into_iter().take(3)),
                side(&new.day, std::iter::once(new.telling)),
            ],
            why: "Read as a revision because one report takes the other's day back.".to_owned(),
            confidence: 0.85,
        });
    }
    out
}
