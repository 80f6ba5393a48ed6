//! How many independent sources a story has.

use rashomon_reading::{Actor, ActorKind, AttributionId, MentionKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::profile::Profile;
use crate::sources;
use crate::story::{Case, SourceGroup};
use crate::terms::{Union, term};

/// A report rests on another outlet if so much of what it tells is on that outlet's word …
const RESTS: f32 = 0.6;
/// … and it tells at least so many things on anybody's word.
const FEWEST: usize = 4;
/// It rests wholly on one source, whoever that is, if so much is on that word …
const WHOLLY: f32 = 0.9;
/// … and it tells at least so many things. A report that quotes one minister and a bystander has heard two.
const FEWEST_WHOLLY: usize = 2;

/// Somebody on whose word a report can rest, as a number that is the same in every report.
pub(crate) type Source = u64;

/// An outlet by its name.
pub(crate) fn outlet(name: &str) -> Source {
    let name = name.to_lowercase();
    term(name.strip_prefix("the ").unwrap_or(&name))
}

/// Brings the reports of a story together that are one source: copies, and reports that rest on one and the same outlet or
/// person, the outlet's own report included. How many are left is how many independent sources there are.
pub(crate) fn groups(reports: &[usize], copies: &[Vec<usize>], profile: impl Fn(usize) -> Rests) -> Vec<Vec<usize>> {
    let mut union = Union::default();
    for &r in reports {
        union.join(r, r);
    }
    for pair in copies.iter().flat_map(|g| g.windows(2)) {
        union.join(pair[0], pair[1]);
    }
    let rests: Vec<(usize, Rests)> = reports.iter().map(|&r| (r, profile(r))).collect();
    let mut by_source: FxHashMap<Source, usize> = FxHashMap::default();
    for (r, rests) in &rests {
        if let Some(own) = rests.outlet {
            by_source.entry(own).or_insert(*r);
        }
    }
    for (r, rests) in &rests {
        for &source in &rests.on {
            let first = *by_source.entry(source).or_insert(*r);
            union.join(first, *r);
        }
    }
    union.groups()
}

/// Who published a report, and on whose word it rests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rests {
    pub outlet: Option<Source>,
    pub on: Vec<Source>,
}

impl Rests {
    pub(crate) fn of(profile: &Profile) -> Self {
        Self { outlet: profile.outlet, on: profile.rests_on.clone() }
    }
}

/// Counts the sources of a story: its reports, copies once, and reports that rest on one and the same source once.
///
/// A report rests on another outlet only if most of all it tells is on that outlet's word, and on a person or body only if
/// all but all of it is. Two reports that quote the same minister among others have heard him twice, as far as the text tells.
#[must_use]
pub fn independent_sources(profiles: &[Profile], reports: &[usize], copies: &[Vec<usize>]) -> usize {
    groups(reports, copies, |r| Rests::of(&profiles[r])).len()
}

/// The sources of a story, with what makes one source of several reports.
pub(crate) fn source_groups(cases: &[Case], reports: &[usize], copies: &[Vec<usize>]) -> Vec<SourceGroup> {
    let rests: FxHashMap<usize, Vec<(Source, String)>> = reports.iter().map(|&r| (r, named(&cases[r]))).collect();
    let own = |r: usize| cases[r].report.outlet.as_deref().map(outlet);
    groups(reports, copies, |r| Rests { outlet: own(r), on: rests[&r].iter().map(|s| s.0).collect() })
        .into_iter()
        .map(|reports| {
            let published: FxHashSet<Source> = reports.iter().filter_map(|&r| own(r)).collect();
            let mut on: FxHashMap<Source, (usize, &str)> = FxHashMap::default();
            for (source, name) in reports.iter().flat_map(|r| &rests[r]) {
                on.entry(*source).or_insert((0, name)).0 += 1;
            }
            // What one report alone rests on joins it to nobody, unless that outlet's own report is here.
            let mut rest_on: Vec<String> = on
                .into_iter()
                .filter(|(source, (n, _))| reports.len() > 1 && (*n > 1 || published.contains(source)))
                .map(|(_, (_, name))| name.to_owned())
                .collect();
            rest_on.sort_unstable();
            SourceGroup { reports, rest_on }
        })
        .collect()
}

/// On whose word most or all of the report is.
pub(crate) fn rests_on(case: &Case) -> Vec<Source> {
    named(case).into_iter().map(|s| s.0).collect()
}

/// The same with names for the user.
fn named(case: &Case) -> Vec<(Source, String)> {
    let reading = &case.reading;
    let own = case.report.outlet.as_deref().map(outlet);
    let is_outlet = |a: &Actor| {
        let named = a.named && a.mentions.iter().any(|m| m.kind == MentionKind::Name);
        a.kind == ActorKind::Outlet && named
    };
    // "He said" is how something is told, not what is told.
    let cues: FxHashSet<u32> = reading.attributions.iter().filter_map(|w| w.cue_token).collect();
    let mut told = 0;
    let mut on: FxHashMap<Source, (usize, bool, String)> = FxHashMap::default();
    for e in reading.events.iter().filter(|e| !cues.contains(&e.head)) {
        told += 1;
        let mut holder: Option<AttributionId> = e.holder;
        let mut through: Vec<(Source, bool, String)> = Vec::new();
        // An attribution stands in another one only if that one is wider; the count guards against a circle.
        for _ in 0..16 {
            let Some(id) = holder else { break };
            let w = reading.attribution(id);
            let via = w.via.map(|v| reading.actor(v)).filter(|v| is_outlet(v));
            for a in w.source_actor.map(|a| reading.actor(a)).into_iter().chain(via) {
                let heard = via.map_or("", |v| v.name.as_str());
                if is_outlet(a) {
                    through.push((outlet(&a.name), true, a.name.clone()));
                } else if a.named && !a.anonymous {
                    through.push((term(&format!("who {}", sources::key(a))), false, a.name.clone()));
                } else if !heard.is_empty() {
                    // Unnamed sources are one only if the same outlet heard them.
                    let key = term(&format!("who {} to {}", sources::key(a), outlet(heard)));
                    through.push((key, false, format!("{}, to {heard}", a.name)));
                }
            }
            holder = w.within;
        }
        through.sort_unstable();
        through.dedup_by_key(|t| t.0);
        for (source, is_outlet, name) in through.into_iter().filter(|t| Some(t.0) != own) {
            on.entry(source).or_insert((0, is_outlet, name)).0 += 1;
        }
    }
    let mut found: Vec<(Source, String)> = on
        .into_iter()
        .filter(|&(_, (n, is_outlet, _))| {
            let share = n as f32 / told.max(1) as f32;
            (n >= FEWEST_WHOLLY && share >= WHOLLY) || (is_outlet && n >= FEWEST && share >= RESTS)
        })
        .map(|(source, (.., name))| (source, name))
        .collect();
    // A text that names an agency as where it is from rests on it, whatever else it tells.
    let agencies = case.report.agencies.iter().filter(|a| a.whole).map(|a| (outlet(&a.name), a.name.clone()));
    found.extend(agencies.filter(|(source, _)| Some(*source) != own));
    found.sort_unstable();
    found.dedup_by_key(|f| f.0);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    #[test]
    fn copies_count_once() {
        let profiles: Vec<Profile> =
            [("a", "One."), ("b", "Two."), ("c", "Three.")].map(|(id, text)| Profile::of(&case(id, text))).into();
        assert_eq!(independent_sources(&profiles, &[0, 1, 2], &[vec![0, 2]]), 2);
        assert_eq!(independent_sources(&[], &[], &[]), 0);
    }

    #[test]
    fn texts_of_one_agency_are_one_source() {
        let from = |id: &str, whole: bool| {
            let mut c = case(id, "The quay was shut.");
            c.report.agencies = vec![rashomon_page::Agency { name: "Nordwire".into(), whole, span: None }];
            Profile::of(&c)
        };
        let profiles = [from("a", true), from("b", true), from("c", false)];
        assert_eq!(independent_sources(&profiles, &[0, 1, 2], &[]), 2);
    }

    #[test]
    fn what_rests_on_an_outlet_is_one_source_with_its_own_report() {
        let rests = [
            Rests { outlet: Some(1), on: vec![] },
            Rests { outlet: Some(2), on: vec![1] },
            Rests { outlet: Some(3), on: vec![9] },
            Rests { outlet: None, on: vec![9] },
            Rests { outlet: None, on: vec![8] },
        ];
        let found = groups(&[0, 1, 2, 3, 4], &[], |r| rests[r].clone());
        assert_eq!(found, [vec![0, 1], vec![2, 3], vec![4]]);
    }
}
