//! Which reports are about one affair.
//!
//! Reports are compared by the cosine of their content words, weighted by frequency in the report, rarity, and more
//! where they are names or stand in the headline; less, where months lie between them. Groups are joined from the most
//! similar pair on, copies first (`join`), and then parted where they turn out to be two happenings of one kind (`part`).
//! Only reports that share telling words are looked at (`near`), so that the cost grows about with the collection.

mod join;
mod near;
mod part;
mod stream;
mod weights;
mod why;

use std::borrow::Borrow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::copies::{self, Pair};
use crate::profile::Profile;
use crate::story::Case;
use crate::terms::Idf;
pub use stream::{Change, Stream};
use weights::Weighted;
pub use why::{Together, together};

/// Reports by affair, and the texts that they share.
#[derive(Debug)]
pub struct Gathered {
    /// The affairs, in order of their first report.
    pub affairs: Vec<Affair>,
    /// Shingles of no use for telling copies in this collection.
    pub(crate) boilerplate: FxHashSet<u32>,
    /// How common words are in the collection.
    pub(crate) idf: Idf,
}

/// The reports of one affair, by their number in what was gathered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Affair {
    /// In order of input.
    pub reports: Vec<usize>,
    /// Groups of them of which one repeats another's text.
    pub copies: Vec<Vec<usize>>,
    /// Pairs of which one repeats text of the other.
    pub(crate) pairs: Vec<Pair>,
}

/// Groups reports by affair, from profiles alone.
///
/// Each report is in one affair; reports in an affair and affairs by their first report are in order of input.
/// Which reports are grouped does not depend on that order.
#[must_use]
pub fn gather(profiles: &[Profile]) -> Gathered {
    let order = own_order(profiles);
    let (pairs, boilerplate) = copies::find(profiles, &order);
    let binding = copies::binding(profiles, &pairs);
    let idf = Idf::of(profiles.iter().map(Profile::terms));
    let groups = grouped(profiles, &order, &binding, &idf);
    let mut of = vec![0; profiles.len()];
    let mut affairs: Vec<Affair> = Vec::with_capacity(groups.len());
    for (n, reports) in groups.into_iter().enumerate() {
        reports.iter().for_each(|&r| of[r] = n);
        affairs.push(Affair { reports, ..Affair::default() });
    }
    for group in copies::grouped(&binding) {
        affairs[of[group[0]]].copies.push(group);
    }
    // A text that was merged with another may be of another affair.
    for pair in pairs.into_iter().filter(|p| of[p.a] == of[p.b]) {
        affairs[of[pair.a]].pairs.push(pair);
    }
    Gathered { affairs, boilerplate, idf }
}

/// Takes reports for one affair, whatever they have in common: for those of a story that was found before.
#[must_use]
pub fn gather_one(profiles: &[Profile]) -> Gathered {
    let (pairs, boilerplate) = copies::find(profiles, &own_order(profiles));
    let copies = copies::grouped(&copies::binding(profiles, &pairs));
    let idf = Idf::of(profiles.iter().map(Profile::terms));
    let affairs = if profiles.is_empty() {
        Vec::new()
    } else {
        vec![Affair { reports: (0..profiles.len()).collect(), copies, pairs }]
    };
    Gathered { affairs, boilerplate, idf }
}

/// Groups the reports of these cases by affair; see [`gather`].
#[must_use]
pub fn group(cases: &[Case]) -> Vec<Vec<usize>> {
    let profiles: Vec<Profile> = cases.iter().map(Profile::of).collect();
    gather(&profiles).affairs.into_iter().map(|a| a.reports).collect()
}

/// The places of the reports in an order that is their own: ties and sums of floats depend on order.
pub(crate) fn own_order<P: Borrow<Profile>>(profiles: &[P]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..profiles.len() as u32).collect();
    order.sort_by_key(|&i| profiles[i as usize].borrow().key);
    order
}

/// Groups of reports, those of `binding` together; words are weighed by `idf`.
fn grouped<P: Borrow<Profile>>(profiles: &[P], order: &[u32], binding: &[Pair], idf: &Idf) -> Vec<Vec<usize>> {
    let weighted = Weighted::of(order.iter().map(|&i| profiles[i as usize].borrow()), idf);
    let mut rank = vec![0u32; order.len()];
    for (&i, r) in order.iter().zip(0..) {
        rank[i as usize] = r;
    }
    let mut sure: Vec<(u32, u32)> =
        binding.iter().map(|c| (rank[c.a].min(rank[c.b]), rank[c.a].max(rank[c.b]))).collect();
    sure.sort_unstable();
    let one_text = units(order.len(), &sure);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for group in join::join(&weighted, &near::pairs(&weighted), &sure) {
        let mut by_text: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for r in group {
            by_text.entry(one_text[r as usize]).or_default().push(r);
        }
        let mut units: Vec<Vec<u32>> = by_text.into_values().collect();
        units.sort_unstable();
        for story in part::stories(&weighted, units) {
            let mut reports: Vec<usize> = story.into_iter().map(|r| order[r as usize] as usize).collect();
            reports.sort_unstable();
            groups.push(reports);
        }
    }
    groups.sort_unstable();
    groups
}

/// For each report the first of those that are one text with it.
fn units(n: usize, sure: &[(u32, u32)]) -> Vec<u32> {
    let mut first: Vec<u32> = (0..n as u32).collect();
    let root = |first: &[u32], mut i: u32| {
        while first[i as usize] != i {
            i = first[i as usize];
        }
        i
    };
    for &(a, b) in sure {
        let (a, b) = (root(&first, a), root(&first, b));
        first[a.max(b) as usize] = a.min(b);
    }
    (0..n as u32).map(|i| root(&first, i)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    fn reports() -> Vec<Case> {
        vec![
            case("a", "The ferry Halcyon sank off Brenmouth harbour. Divers searched the wreck of the Halcyon."),
            case("b", "Ilse Okoro won the mayoral ballot in Tarn. Okoro thanked her canvassers."),
            case("c", "Divers off Brenmouth found the wreck of the ferry Halcyon, harbour pilots told."),
            case("d", "A recount in Tarn upheld the mayoral ballot that Ilse Okoro narrowly carried."),
            case("e", ""),
        ]
    }

    #[test]
    fn reports_of_one_affair_are_one_group_and_an_empty_report_is_alone() {
        assert_eq!(group(&reports()), [vec![0, 2], vec![1, 3], vec![4]]);
        assert!(group(&[]).is_empty());
    }

    #[test]
    fn a_report_in_another_language_goes_with_those_that_share_its_names() {
        let unread = |id: &str, text: &str| {
            let mut c = case(id, "");
            c.report.text = text.to_owned();
            c
        };
        let mut cases = reports();
        cases.push(unread(
            "f",
            "Vor dem Hafen von Brenmouth sank die Fähre Halcyon. Taucher sahen in Brenmouth nach der Halcyon.",
        ));
        cases.push(unread("g", "In Tarn gewann Ilse Okoro die Wahl. Am Abend dankte Okoro den Leuten von Tarn."));
        cases.push(unread(
            "h",
            "Vor dem Rathaus von Vexford parken heute drei Busse mehr als am Tag davor, sagt Pasko.",
        ));
        assert_eq!(group(&cases), [vec![0, 2, 5], vec![1, 3, 6], vec![4], vec![7]]);
    }

    #[test]
    fn the_order_of_input_changes_nothing_but_the_numbers() {
        let mut turned = reports();
        turned.reverse();
        let mut back: Vec<Vec<usize>> =
            group(&turned).into_iter().map(|g| g.into_iter().rev().map(|i| 4 - i).collect()).collect();
        back.sort();
        assert_eq!(back, group(&reports()));
    }

    #[test]
    fn two_happenings_of_one_kind_are_parted() {
        let at = |place: &str, street: &str, owner: &str, n: usize| {
            let text = format!(
                "A warehouse burned in {place}. The {street} warehouse of {owner} held {owner} stock, a {street} neighbour \
                 recalled. Mayor of {place} {owner}{street} visited {street}. {place}{owner} insured it. Caller {n}{n}{n} phoned."
            );
            case(&format!("{place}{n}"), &text)
        };
        let cases: Vec<Case> = (0..4)
            .flat_map(|n| [at("Orle", "Quayside", "Dunmore", n), at("Vexford", "Millgate", "Pasko", n)])
            .collect();
        assert_eq!(group(&cases), [vec![0, 2, 4, 6], vec![1, 3, 5, 7]]);
    }
}
