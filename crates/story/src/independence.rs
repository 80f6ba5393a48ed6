//! How many independent sources a story has.

use rashomon_reading::{Actor, ActorKind, AttributionId, MentionKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::story::Case;
use crate::terms::{Union, term};

/// A report rests on another outlet if so much of what it tells is on that outlet's word …
const RESTS: f32 = 0.6;
/// … and it tells at least so many things on anybody's word.
const FEWEST: usize = 4;

/// Counts the sources of a story: its reports, copies once, and reports that rest on one and the same outlet once, that
/// outlet's own report included.
///
/// A report rests on another outlet only if most of all it tells is on that outlet's word. Two reports that quote the same
/// minister have heard him twice, as far as the text tells.
#[must_use]
pub fn independent_sources(cases: &[Case], reports: &[usize], copies: &[Vec<usize>]) -> usize {
    let mut union = Union::default();
    for &r in reports {
        union.join(r, r);
    }
    for group in copies {
        for pair in group.windows(2) {
            union.join(pair[0], pair[1]);
        }
    }
    let mut by_outlet: FxHashMap<u64, usize> = FxHashMap::default();
    for &r in reports {
        if let Some(name) = cases[r].report.outlet.as_deref() {
            by_outlet.entry(key(name)).or_insert(r);
        }
    }
    for &r in reports {
        if let Some(outlet) = rests_on(&cases[r]) {
            let first = *by_outlet.entry(outlet).or_insert(r);
            union.join(first, r);
        }
    }
    reports.iter().map(|&r| union.root(r)).collect::<FxHashSet<_>>().len()
}

fn key(outlet: &str) -> u64 {
    let name = outlet.to_lowercase();
    term(name.strip_prefix("the ").unwrap_or(&name))
}

/// The other outlet on whose word most of the report is.
fn rests_on(case: &Case) -> Option<u64> {
    let reading = &case.reading;
    let own = case.report.outlet.as_deref().map(key);
    let outlet = |a: &Actor| {
        let named = a.named && a.mentions.iter().any(|m| m.kind == MentionKind::Name);
        (a.kind == ActorKind::Outlet && named).then(|| key(&a.name)).filter(|k| Some(*k) != own)
    };
    let mut on: FxHashMap<u64, usize> = FxHashMap::default();
    for e in &reading.events {
        let mut holder: Option<AttributionId> = e.holder;
        let mut through: Vec<u64> = Vec::new();
        // An attribution stands in another one only if that one is wider; the count guards against a circle.
        for _ in 0..16 {
            let Some(id) = holder else { break };
            let w = reading.attribution(id);
            through.extend([w.source_actor, w.via].into_iter().flatten().filter_map(|a| outlet(reading.actor(a))));
            holder = w.within;
        }
        through.sort_unstable();
        through.dedup();
        for k in through {
            *on.entry(k).or_default() += 1;
        }
    }
    let (k, n) = on.into_iter().max_by_key(|&(k, n)| (n, k))?;
    (n >= FEWEST && n as f32 >= RESTS * reading.events.len() as f32).then_some(k)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    #[test]
    fn copies_count_once() {
        let cases = [case("a", "One."), case("b", "Two."), case("c", "Three.")];
        assert_eq!(independent_sources(&cases, &[0, 1, 2], &[vec![0, 2]]), 2);
        assert_eq!(independent_sources(&cases, &[], &[]), 0);
    }
}
