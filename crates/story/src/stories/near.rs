//! Which reports are worth comparing: those that share telling words.

use super::join::{Group, JOIN};
use super::weights::Weighted;

/// Holders of a word that are looked at for each report: common words tell little, and looking at all who hold them
/// would make the cost grow with the square of the collection.
const HOLDERS: usize = 160;
/// Holders that are looked at for one report over all its words, the heaviest words first.
const LOOKED_AT: usize = 6000;
/// Reports that one report is compared with in full, and those of them that are kept.
const COMPARED: usize = 64;
const KEPT: usize = 24;

/// For each report the most similar others, as pairs `a < b` that are similar enough to be joined.
pub(super) fn pairs(weighted: &Weighted) -> Vec<(u32, u32, f32)> {
    let n = weighted.vectors.len();
    let postings = Postings::of(weighted);
    let mut sums = vec![0.0f32; n];
    let mut touched: Vec<u32> = Vec::new();
    let mut heaviest: Vec<(u32, f32)> = Vec::new();
    let mut found: Vec<(u32, u32, f32)> = Vec::new();
    for (r, vector) in weighted.vectors.iter().enumerate() {
        let r = r as u32;
        heaviest.clear();
        heaviest.extend_from_slice(vector);
        heaviest.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        let mut left = LOOKED_AT;
        for &(w, x) in &heaviest {
            for &(other, y) in postings.around(w, r) {
                if other == r {
                    continue;
                }
                left = left.saturating_sub(1);
                let sum = &mut sums[other as usize];
                if *sum == 0.0 {
                    touched.push(other);
                }
                *sum += x * y;
            }
            if left == 0 {
                break;
            }
        }
        let by_sum = |x: &u32, y: &u32| sums[*y as usize].total_cmp(&sums[*x as usize]).then(x.cmp(y));
        if touched.len() > COMPARED {
            touched.select_nth_unstable_by(COMPARED, by_sum);
        }
        let own = Group::of(weighted, r);
        let mut best: Vec<(u32, f32)> = touched
            .iter()
            .take(COMPARED)
            .map(|&o| (o, own.likeness(&Group::of(weighted, o), &weighted.is_name)))
            .filter(|s| s.1 >= JOIN)
            .collect();
        best.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        found.extend(best.iter().take(KEPT).map(|&(o, s)| (r.min(o), r.max(o), s)));
        for o in touched.drain(..) {
            sums[o as usize] = 0.0;
        }
    }
    found.sort_unstable_by_key(|p| (p.0, p.1));
    found.dedup_by_key(|p| (p.0, p.1));
    found
}

/// Who holds each word, and how heavy it is there.
struct Postings {
    /// Where the holders of each word begin.
    first: Vec<u32>,
    holders: Vec<(u32, f32)>,
}

impl Postings {
    fn of(weighted: &Weighted) -> Self {
        let mut first = vec![0u32; weighted.is_name.len() + 1];
        for &(w, _) in weighted.vectors.iter().flatten() {
            first[w as usize + 1] += 1;
        }
        for w in 1..first.len() {
            first[w] += first[w - 1];
        }
        let mut next = first.clone();
        let mut holders = vec![(0, 0.0); first.last().map_or(0, |&n| n as usize)];
        for (vector, r) in weighted.vectors.iter().zip(0..) {
            for &(w, x) in vector {
                holders[next[w as usize] as usize] = (r, x);
                next[w as usize] += 1;
            }
        }
        Self { first, holders }
    }

    /// The holders of a word, or, of many, those that stand next to report `r`: for words of one affair that are next
    /// to each other in the lists of all of them.
    fn around(&self, w: u32, r: u32) -> &[(u32, f32)] {
        let all = &self.holders[self.first[w as usize] as usize..self.first[w as usize + 1] as usize];
        if all.len() <= HOLDERS {
            return all;
        }
        let at = all.partition_point(|h| h.0 < r);
        let from = at.saturating_sub(HOLDERS / 2).min(all.len() - HOLDERS);
        &all[from..from + HOLDERS]
    }
}
