//! Which reports repeat another's text, and what of it.
//!
//! Texts are compared by their sequences of four words (shingles, Broder 1997). What stands between quotation marks is
//! left out: two desks that were sent one press statement have it in common, and neither copied the other. So is what
//! a house prints below everything.

use rashomon_text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::story::Case;
use crate::terms;

/// Words in a shingle.
const SHINGLE: usize = 4;
/// Share of the shorter text that must stand in the longer. Independent reports on one happening share names, figures
/// and turns of phrase, which come to less than half of this.
const SHARE: f32 = 0.2;
/// Fewer common shingles than this make no copy: a headline or a dateline.
const FEWEST: usize = 8;
/// A text with fewer shingles is short: two desks that tell one happening in two sentences have a clause or two in common.
const SHORT: usize = 40;
/// The share of a short text that makes it a copy.
const SHARE_OF_SHORT: f32 = 0.5;
/// The same where all words count, quoted or not, for texts that are little else than a quotation.
const SHARE_OF_ALL: f32 = 0.8;
/// A shingle in so many reports may be boilerplate …
const MANY: usize = 9;
/// … and is, if the reports that hold it have less than this of their text in common.
const ALIKE: f32 = 0.35;
/// Pairs of its reports that are looked at for it.
const PROBES: usize = 8;
/// Where more reports than this share a shingle, each is compared with the next few only: copies of one text are joined
/// through each other.
const CROWD: usize = 48;
const NEIGHBOURS: usize = 4;
/// A quotation without an end is taken for none after so many words.
const LONGEST_QUOTE: usize = 150;

/// One report repeats text of another. Which of them had it first is not said.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// The one that comes first in order of input.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// How much of the shorter text stands in the longer, 0 to 1, quotations and boilerplate not counted.
    pub share: f32,
    /// What they share, in `a`, quotations that stand within included.
    pub spans_a: Vec<Span>,
    /// What they share, in `b`.
    pub spans_b: Vec<Span>,
}

/// A report as its shingles.
#[derive(Debug)]
struct Shingled {
    /// Where each word stands.
    words: Vec<Span>,
    /// Each shingle and the word it begins with, in order of the text.
    all: Vec<(u64, u32)>,
    /// Different shingles that are not wholly quoted, sorted.
    own: Vec<u64>,
}

/// Finds the pairs of reports of which one repeats the other's text: near-identical, cut, re-headed, partly rewritten, or
/// merged with other texts.
///
/// Only reports that share shingles are compared, so that the cost grows with the text, not with its square.
#[must_use]
pub fn find_copies(cases: &[Case]) -> Vec<Copy> {
    let texts: Vec<Shingled> = cases.iter().map(shingled).collect();
    let mut holders: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    // In an order that is the reports' own, so that neighbours are the same whatever the order of input.
    let mut order: Vec<u32> = (0..cases.len() as u32).collect();
    order.sort_by_cached_key(|&i| (terms::term(&cases[i as usize].report.text), i));
    for &i in &order {
        for &s in &texts[i as usize].own {
            holders.entry(s).or_default().push(i);
        }
    }
    holders.retain(|_, at| at.len() > 1);
    let boilerplate = boilerplate(&texts, &holders);
    let mut common: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    for (_, at) in holders.iter().filter(|(s, _)| !boilerplate.contains(s)) {
        let reach = if at.len() > CROWD { NEIGHBOURS } else { at.len() };
        for (n, &a) in at.iter().enumerate() {
            for &b in at[n + 1..].iter().take(reach) {
                *common.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
    }
    let mut found: Vec<Copy> = common
        .into_iter()
        .filter(|&(_, n)| n >= FEWEST)
        .filter_map(|((a, b), _)| {
            let (a, b) = (a as usize, b as usize);
            let share = share(&texts[a].own, &texts[b].own, &boilerplate);
            let least = if texts[a].own.len().min(texts[b].own.len()) < SHORT { SHARE_OF_SHORT } else { SHARE };
            let share = if share >= least { share } else { share_of_all(&texts[a], &texts[b])? };
            let shared: FxHashSet<u64> = {
                let in_a: FxHashSet<u64> = texts[a].all.iter().map(|s| s.0).collect();
                texts[b].all.iter().map(|s| s.0).filter(|s| in_a.contains(s) && !boilerplate.contains(s)).collect()
            };
            Some(Copy { a, b, share, spans_a: texts[a].spans(&shared), spans_b: texts[b].spans(&shared) })
        })
        .collect();
    found.sort_by_key(|c| (c.a, c.b));
    found
}

/// Groups of reports of which one repeats another's text, each of two reports or more, in order of input.
#[must_use]
pub fn copies(cases: &[Case]) -> Vec<Vec<usize>> {
    copy_groups(&find_copies(cases))
}

/// Brings pairs together: copies of a copy are one group.
#[must_use]
pub fn copy_groups(copies: &[Copy]) -> Vec<Vec<usize>> {
    let mut groups = terms::Union::default();
    for c in copies {
        groups.join(c.a, c.b);
    }
    groups.groups()
}

/// Shingles that reports hold in common which otherwise have little in common.
fn boilerplate(texts: &[Shingled], holders: &FxHashMap<u64, Vec<u32>>) -> FxHashSet<u64> {
    let none = FxHashSet::default();
    let mut alike: FxHashMap<(u32, u32), f32> = FxHashMap::default();
    let mut found = FxHashSet::default();
    for (&s, at) in holders.iter().filter(|(_, at)| at.len() >= MANY) {
        let step = ((at.len() - 1) / PROBES).max(1);
        let pairs: Vec<(u32, u32)> = at.windows(2).step_by(step).map(|p| (p[0], p[1])).collect();
        let sum: f32 = pairs
            .iter()
            .map(|&(a, b)| {
                *alike.entry((a, b)).or_insert_with(|| share(&texts[a as usize].own, &texts[b as usize].own, &none))
            })
            .sum();
        if sum < ALIKE * pairs.len() as f32 {
            found.insert(s);
        }
    }
    found
}

/// How much of the shorter stands in the longer; both sorted.
fn share(a: &[u64], b: &[u64], without: &FxHashSet<u64>) -> f32 {
    let (mut i, mut j, mut n) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            n += usize::from(!without.contains(&a[i]));
            i += 1;
            j += 1;
        } else if a[i] < b[j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    if n < FEWEST {
        return 0.0;
    }
    let size = |x: &[u64]| x.iter().filter(|&s| !without.contains(s)).count();
    n as f32 / size(a).min(size(b)).max(1) as f32
}

/// The same over all words, if it is nearly everything.
fn share_of_all(a: &Shingled, b: &Shingled) -> Option<f32> {
    let set = |t: &Shingled| {
        let mut s: Vec<u64> = t.all.iter().map(|s| s.0).collect();
        s.sort_unstable();
        s.dedup();
        s
    };
    let share = share(&set(a), &set(b), &FxHashSet::default());
    (share >= SHARE_OF_ALL).then_some(share)
}

fn shingled(case: &Case) -> Shingled {
    let a = &case.analysis;
    let mut words = Vec::new();
    let mut hashes = Vec::new();
    let mut quoted: Vec<bool> = Vec::new();
    // Where the quotation that is open began, as a word.
    let mut open: Option<usize> = None;
    let mut at = 0;
    let text = &case.report.text;
    for i in 0..a.len() {
        let span = a.token(i).span;
        let lower = a.lower(i);
        // A quotation ends with its paragraph; the next one opens it anew.
        if text[at..span.start as usize].contains('\n') || lower.contains('\n') {
            open = None;
        }
        at = span.end as usize;
        match lower {
            "\"" | "“" | "”" | "„" | "«" | "»" | "``" | "''" => match open.take() {
                None if !matches!(lower, "”" | "»" | "''") => open = Some(words.len()),
                Some(from) if words.len() - from <= LONGEST_QUOTE => quoted[from..].fill(true),
                _ => {}
            },
            _ if lower.chars().any(char::is_alphanumeric) => {
                hashes.push(terms::term(lower));
                words.push(span);
                quoted.push(false);
            }
            _ => {}
        }
    }
    let all: Vec<(u64, u32)> = hashes
        .windows(SHINGLE)
        .enumerate()
        .map(|(n, w)| {
            let id = w.iter().fold(0u64, |h, x| (h.rotate_left(21) ^ x).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            (id, n as u32)
        })
        .collect();
    let in_quotes = |n: u32| quoted[n as usize..n as usize + SHINGLE].iter().all(|&q| q);
    let mut own: Vec<u64> = all.iter().filter(|s| !in_quotes(s.1)).map(|s| s.0).collect();
    own.sort_unstable();
    own.dedup();
    Shingled { words, all, own }
}

impl Shingled {
    /// Where these shingles stand, those that touch put together.
    fn spans(&self, shared: &FxHashSet<u64>) -> Vec<Span> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &(_, n) in self.all.iter().filter(|s| shared.contains(&s.0)) {
            let (from, to) = (n as usize, n as usize + SHINGLE);
            match runs.last_mut() {
                Some(last) if from <= last.1 => last.1 = to,
                _ => runs.push((from, to)),
            }
        }
        runs.into_iter().map(|(from, to)| self.words[from].cover(self.words[to - 1])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    const WIRE: &str = "The harbour master of Brenmouth closed the northern quay on Monday after inspectors found cracks in two of its \
                        pillars. Ships were sent to the old basin while divers looked at the damage below the water line.";

    #[test]
    fn a_text_cut_and_headed_anew_is_a_copy_and_the_span_is_known() {
        let cut = format!("Quay shut. {}", &WIRE[..WIRE.find(" Ships").unwrap()]);
        let cases = [case("a", WIRE), case("b", &cut)];
        let found = find_copies(&cases);
        assert_eq!(found.len(), 1);
        assert!(found[0].share > 0.8);
        assert!(found[0].spans_b[0].of(&cut).starts_with("The harbour master"));
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
}
