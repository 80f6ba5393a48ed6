//! One decision from many candidates.

use std::collections::HashMap;

use rashomon_text::PartialDate;

use super::keys::What;
use super::{Candidate, Dates, Source};
use crate::date::{civil, days_between, plausible};
use crate::report::Dated;

/// Below this what a page shows is no ground to date it by.
const ENOUGH: u16 = 20;

/// So many other dates are kept, the strongest first; more would be a list of teasers.
const MOST_OTHERS: usize = 8;

/// What a second, independent source adds, as a share of its strength.
const AGREEING: u16 = 40;

pub(super) fn decide(mut found: Vec<Candidate>) -> Dates {
    found.retain(|c| plausible(c.stamp.date) && civil(c.stamp.date).is_some());
    doubt_changes(&mut found);
    // Stable: of equals the one that stands first on the page.
    found.sort_by_key(|c| std::cmp::Reverse(c.strength));
    let modified = best(&found, |w| w == What::Modified);
    let published = best(&found, |w| matches!(w, What::Published | What::Neutral));
    let published = published.map(|p| match as_readers_saw_it(p, &found) {
        Some(local) => Dated {
            moment: p.stamp.moment(),
            ..Dated::new(local.stamp.date, format!("{}, by the clock of {}", p.basis, local.basis))
        },
        None => dated(p),
    });
    let mut dates = Dates { published, modified: modified.map(dated), others: Vec::new() };
    if dates.published.is_none()
        && let Some(m) = &dates.modified
    {
        // A change is not before the publication, and mostly near it.
        dates.published = Some(Dated { basis: format!("{}, no other date", m.basis), ..m.clone() });
    }
    for c in &found {
        let known = |d: &Option<Dated>| d.as_ref().is_some_and(|d| d.date == c.stamp.date);
        if c.strength >= ENOUGH
            && dates.others.len() < MOST_OTHERS
            && !known(&dates.published)
            && !known(&dates.modified)
            && !dates.others.iter().any(|o| o.date == c.stamp.date)
        {
            dates.others.push(dated(c));
        }
    }
    dates
}

/// Some systems give the last change as publication as well. A stamp that is both, to the second, proves little where another
/// place of the page announces an earlier day.
fn doubt_changes(found: &mut [Candidate]) {
    const DOUBT: u16 = 60;
    let announced = |c: &Candidate| {
        c.what == What::Published
            && c.strength >= 50
            && matches!(c.source, Source::Marked | Source::Address | Source::Visible)
    };
    let earliest = found.iter().filter(|c| announced(c)).map(|c| c.stamp.date).min();
    let changes: Vec<_> = found.iter().filter(|c| c.what == What::Modified).map(|c| c.stamp).collect();
    for c in found.iter_mut().filter(|c| c.what == What::Published && c.stamp.time.is_some()) {
        let earlier = earliest.and_then(|e| days_between(e, c.stamp.date)).is_some_and(|days| days > 1);
        if earlier && changes.contains(&c.stamp) {
            c.strength = c.strength.saturating_sub(DOUBT);
        }
    }
}

fn dated(c: &Candidate) -> Dated {
    c.stamp.dated(c.basis.clone())
}

/// The candidate of the day that the most and strongest independent sources give; of a day its strongest.
fn best(found: &[Candidate], fits: impl Fn(What) -> bool) -> Option<&Candidate> {
    // Those of one day together, in the order of their first.
    let mut days: Vec<(&Candidate, u16, Vec<Source>)> = Vec::new();
    let mut known: HashMap<PartialDate, usize> = HashMap::new();
    for c in found.iter().filter(|c| fits(c.what)) {
        let n = *known.entry(c.stamp.date).or_insert(days.len());
        match days.get_mut(n) {
            None => days.push((c, c.strength, vec![c.source])),
            Some((_, score, sources)) if !sources.contains(&c.source) => {
                sources.push(c.source);
                *score += c.strength * AGREEING / 100;
            }
            Some(_) => {}
        }
    }
    let mut chosen: Option<(u16, &Candidate)> = None;
    for (c, score, _) in days {
        if score >= ENOUGH && chosen.is_none_or(|(s, _)| score > s) {
            chosen = Some((score, c));
        }
    }
    chosen.map(|c| c.1)
}

/// A stamp in UTC may name the day before or after the one on which readers saw the page. Address, visible text and
/// stamps with the outlet's own offset tell which it was.
fn as_readers_saw_it<'c>(p: &Candidate, found: &'c [Candidate]) -> Option<&'c Candidate> {
    let time = p.stamp.time?;
    if p.stamp.offset?.seconds() != 0 {
        return None;
    }
    if found.iter().any(|c| c.source == Source::Address && c.stamp.date == p.stamp.date) {
        return None;
    }
    let could_be = |c: &&Candidate| {
        // The same moment on another clock: the minutes are the same, or half an hour apart as some zones are.
        let same_clock =
            c.stamp.time.is_some_and(|t| (t.minute() - time.minute()).rem_euclid(30) == 0 && t.hour() != time.hour());
        let local = match c.source {
            Source::Address => true,
            _ => same_clock && c.stamp.offset.is_none_or(|o| o.seconds() != 0),
        };
        let shift = days_between(p.stamp.date, c.stamp.date);
        c.what != What::Modified
            && c.strength >= 40
            && local
            // No place is more than fourteen hours ahead of UTC or twelve behind it.
            && (shift == Some(1) && time.hour() >= 10 || shift == Some(-1) && time.hour() < 12)
    };
    found.iter().find(could_be)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::stamp;

    fn one(what: What, text: &str, source: Source, strength: u16) -> Candidate {
        Candidate { what, stamp: stamp(text).expect("a stamp"), basis: format!("{source:?}"), source, strength }
    }

    fn published(found: Vec<Candidate>) -> Option<String> {
        decide(found).published.map(|d| d.date.to_string())
    }

    #[test]
    fn independent_sources_that_agree_outweigh_a_stronger_one() {
        let lone = one(What::Published, "2018-09-30", Source::JsonLd, 60);
        let agreeing = [
            one(What::Published, "2018-08-17", Source::Visible, 44),
            one(What::Published, "2018-08-17", Source::Address, 50),
        ];
        assert_eq!(published(vec![lone.clone(), agreeing[0].clone()]).as_deref(), Some("2018-09-30"));
        assert_eq!(published([&[lone], &agreeing[..]].concat()).as_deref(), Some("2018-08-17"));
    }

    #[test]
    fn the_day_is_that_of_the_outlets_clock() {
        let utc = one(What::Published, "2018-08-17T23:05:00Z", Source::JsonLd, 100);
        let address = one(What::Published, "2018-08-18", Source::Address, 75);
        let dates = decide(vec![utc.clone(), address]);
        let d = dates.published.expect("a date");
        assert_eq!(
            (d.date.to_string().as_str(), d.moment.map(|m| m.to_string()).as_deref()),
            ("2018-08-18", Some("2018-08-17T23:05:00Z"))
        );
        // No clock is a day ahead in the morning, and another minute is another moment.
        let morning = one(What::Published, "2018-08-17T03:05:00Z", Source::JsonLd, 100);
        let address = one(What::Published, "2018-08-18", Source::Address, 75);
        assert_eq!(published(vec![morning, address]).as_deref(), Some("2018-08-17"));
        let seen = one(What::Neutral, "2018-08-18 08:20", Source::Visible, 50);
        assert_eq!(published(vec![utc, seen]).as_deref(), Some("2018-08-17"));
    }

    #[test]
    fn weak_evidence_dates_nothing_and_a_change_only_what_has_no_date() {
        assert_eq!(published(vec![one(What::Neutral, "2018-08-17", Source::Visible, 10)]), None);
        let changed = one(What::Modified, "2018-09-30", Source::Meta, 90);
        assert_eq!(published(vec![changed.clone()]).as_deref(), Some("2018-09-30"));
        let dates = decide(vec![changed, one(What::Neutral, "2018-08-17", Source::Visible, 44)]);
        assert_eq!(dates.published.map(|d| d.date.to_string()).as_deref(), Some("2018-08-17"));
    }

    #[test]
    fn a_change_given_as_publication_yields_to_an_announced_day() {
        let both = "2018-09-30T10:00:00Z";
        let page = [one(What::Published, both, Source::JsonLd, 100), one(What::Modified, both, Source::JsonLd, 100)];
        let announced = one(What::Published, "2018-08-17", Source::Visible, 68);
        assert_eq!(published([&page[..], std::slice::from_ref(&announced)].concat()).as_deref(), Some("2018-08-17"));
        assert_eq!(published(vec![page[0].clone(), announced]).as_deref(), Some("2018-09-30"));
    }

    #[test]
    fn what_disagrees_is_kept() {
        let dates = decide(vec![
            one(What::Published, "2018-08-17", Source::JsonLd, 100),
            one(What::Published, "2018-09-30", Source::Visible, 44),
        ]);
        assert_eq!(dates.others.iter().map(|d| d.date.to_string()).collect::<Vec<_>>(), ["2018-09-30"]);
    }
}
