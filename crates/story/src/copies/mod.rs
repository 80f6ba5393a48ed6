//! Which reports repeat another's text, what of it, and who had it first.
//!
//! Texts are compared by their sequences of four words (shingles, Broder 1997). What stands between quotation marks is
//! left out: two desks that were sent one press statement have it in common, and neither copied the other. So is what
//! a house prints below everything.

mod first;
mod groups;
mod pairs;
mod shingles;

use rashomon_text::Span;
use rustc_hash::FxHashSet;

pub use first::{First, Ground};
pub(crate) use groups::binding;
pub(crate) use pairs::{Pair, find};
pub(crate) use shingles::Shingles;

use crate::profile::Profile;
use crate::story::Case;
use crate::terms::Union;
use shingles::Worded;

/// One report repeats text of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// The one that comes first in order of input.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// How much of the shorter text stands in the longer, 0 to 1, quotations and boilerplate not counted.
    pub share: f32,
    /// How much of the words of `a` they share, quotations included.
    pub share_a: f32,
    /// How much of the words of `b` they share.
    pub share_b: f32,
    /// What they share, in `a`, quotations that stand within included.
    pub spans_a: Vec<Span>,
    /// What they share, in `b`.
    pub spans_b: Vec<Span>,
    /// Which of them had it first, where anything tells.
    pub first: Option<First>,
    /// The agency or outlet that both name as where they have it from.
    pub origin: Option<String>,
}

impl Copy {
    /// With what they share and who had it first, from the reports themselves.
    pub(crate) fn of(cases: &[Case], pair: Pair, boilerplate: &FxHashSet<u32>) -> Self {
        let Pair { a, b, share } = pair;
        let (of_a, of_b) = (Worded::of(&cases[a]), Worded::of(&cases[b]));
        let held = |t: &Worded| t.all.iter().map(|s| s.0).collect::<FxHashSet<u32>>();
        let (in_a, in_b) = (held(&of_a), held(&of_b));
        let shared = |s: u32| in_a.contains(&s) && in_b.contains(&s) && !boilerplate.contains(&s);
        let (spans_a, words_a) = of_a.spans(shared);
        let (spans_b, words_b) = of_b.spans(shared);
        let part = |words: usize, t: &Worded| words as f32 / t.len().max(1) as f32;
        let origin = first::origin(&cases[a], &cases[b]);
        let first = first::first(cases, a, b);
        let (share_a, share_b) = (part(words_a, &of_a).min(1.0), part(words_b, &of_b).min(1.0));
        Self { a, b, share, share_a, share_b, spans_a, spans_b, first, origin }
    }
}

/// Finds the pairs of reports of which one repeats the other's text: near-identical, cut, re-headed, partly rewritten, or
/// merged with other texts.
///
/// Only reports that share shingles are compared, so that the cost grows with the text, not with its square.
#[must_use]
pub fn find_copies(cases: &[Case]) -> Vec<Copy> {
    let profiles: Vec<Profile> = cases.iter().map(Profile::of).collect();
    let (pairs, boilerplate) = find(&profiles, &crate::stories::own_order(&profiles));
    pairs.into_iter().map(|p| Copy::of(cases, p, &boilerplate)).collect()
}

/// Groups of reports of which one repeats another's text, each of two reports or more, in order of input. A report that
/// merged two texts is with the one it has most of.
#[must_use]
pub fn copies(cases: &[Case]) -> Vec<Vec<usize>> {
    let profiles: Vec<Profile> = cases.iter().map(Profile::of).collect();
    let (pairs, _) = find(&profiles, &crate::stories::own_order(&profiles));
    grouped(&binding(&profiles, &pairs))
}

/// Brings pairs together: copies of a copy are one group.
pub(crate) fn grouped(pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut groups = Union::default();
    for c in pairs {
        groups.join(c.a, c.b);
    }
    groups.groups()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    const WIRE: &str = "The harbour master of Brenmouth closed the northern quay on Monday after inspectors found cracks in two of its \
                        pillars. Ships were sent to the old basin while divers looked at the damage below the water line.";
    const OTHER: &str = "Fishermen of Vexford will vote on a new auction hall next spring. The old hall lost its roof in a gale, and \
                         the town has no money to mend it. A cooperative offered to pay for half of the beams.";

    #[test]
    fn a_text_cut_and_headed_anew_is_a_copy_and_the_span_is_known() {
        let cut = format!("Quay shut. {}", &WIRE[..WIRE.find(" Ships").unwrap()]);
        let cases = [case("a", WIRE), case("b", &cut)];
        let found = find_copies(&cases);
        assert_eq!(found.len(), 1);
        assert!(found[0].share > 0.8);
        assert!(found[0].spans_b[0].of(&cut).starts_with("The harbour master"));
        assert!(found[0].share_b > 0.8 && found[0].share_a < 0.7, "{found:?}");
        assert_eq!(copies(&cases), [vec![0, 1]]);
    }

    #[test]
    fn a_statement_that_both_quote_makes_no_copy() {
        let statement = "\"We found cracks in two of the pillars of the northern quay and closed it at once for the safety of all\"";
        let a = format!(
            "The port of Brenmouth said on Monday: {statement}. Captains grumbled at the long way round to the basin."
        );
        let b = format!(
            "Divers went down today. {statement}, wrote the master of the port to shipping firms, which sought other berths."
        );
        assert!(find_copies(&[case("a", &a), case("b", &b)]).is_empty());
    }

    #[test]
    fn what_a_house_prints_below_everything_makes_no_copy() {
        let footer = "Read more from our newsroom every morning and sign up for the letter that our editors send out to subscribers.";
        let own = |n: usize| (0..60).map(|k| format!("word{n}x{k}")).collect::<Vec<_>>().join(" ");
        let cases: Vec<Case> = (0..12).map(|n| case(&n.to_string(), &format!("{}. {footer}", own(n)))).collect();
        assert!(find_copies(&cases).is_empty());
        // A text that many outlets ran is not taken for boilerplate.
        let many: Vec<Case> = (0..12).map(|n| case(&n.to_string(), &format!("Outlet{n}. {WIRE}"))).collect();
        assert_eq!(copies(&many), [(0..12).collect::<Vec<_>>()]);
    }

    #[test]
    fn a_report_that_merged_two_texts_makes_them_not_one() {
        let merged = format!("{WIRE} {OTHER}");
        let cases = [case("a", WIRE), case("b", &merged), case("c", OTHER), case("d", WIRE)];
        // Both are found, with what was taken from each …
        let pairs: Vec<(usize, usize)> = find_copies(&cases).iter().map(|c| (c.a, c.b)).collect();
        assert_eq!(pairs, [(0, 1), (0, 3), (1, 2), (1, 3)]);
        // … and each text is a text.
        let groups = copies(&cases);
        assert!(groups.iter().all(|g| !(g.contains(&0) && g.contains(&2))), "{groups:?}");
        assert!(groups.iter().any(|g| g.contains(&0) && g.contains(&3)), "{groups:?}");
    }
}
