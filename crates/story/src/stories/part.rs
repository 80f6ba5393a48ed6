//! Parting what is two happenings of one kind.
//!
//! Reports on two fires share the words of fires. What parts them shows when the words that nearly all of them hold are
//! left out of account: then the reports are laid along the line on which they differ most (principal direction divisive
//! partitioning, Boley 1998), the two ends are gathered (2-means), and if reports of the two parts share far fewer names
//! than reports within each, they are two stories.

use rustc_hash::FxHashMap;

use super::weights::{Vector, Weighted};

/// Parts with fewer reports are too small to tell what is usual in them.
const FEWEST: usize = 3;
/// Two parts are two stories where pairs across them share, in the mean, less than this much of what pairs within them
/// share of names.
const PART: f32 = 0.69;
/// What two reports of one story share of names in the mean, and for how many pairs that counts where a part has few.
const WITHIN: (f32, f32) = (0.08, 3.0);
/// Steps towards the line on which the reports differ most, and rounds of gathering.
const STEPS: usize = 60;
const ROUNDS: usize = 10;

/// The stories in a group of similar reports; `units` are the group's reports, those of one text together.
pub(super) fn stories(weighted: &Weighted, units: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let mut found = Vec::new();
    let mut left = vec![units];
    while let Some(units) = left.pop() {
        match halves(weighted, &units) {
            Some(side) => {
                let (mut a, mut b) = (Vec::new(), Vec::new());
                for (unit, second) in units.into_iter().zip(side) {
                    if second { b.push(unit) } else { a.push(unit) }
                }
                left.extend([a, b]);
            }
            None => {
                let mut reports: Vec<u32> = units.into_iter().flatten().collect();
                reports.sort_unstable();
                found.push(reports);
            }
        }
    }
    found
}

/// For each unit whether it belongs to the second of two stories; `None` if they are one.
fn halves(weighted: &Weighted, units: &[Vec<u32>]) -> Option<Vec<bool>> {
    let reports: usize = units.iter().map(Vec::len).sum();
    if reports < 2 * FEWEST || units.len() < 2 {
        return None;
    }
    let local = Local::of(weighted, units);
    let side = local.gather(local.along_the_line());
    let size =
        |second: bool| units.iter().zip(&side).filter(|(_, s)| **s == second).map(|(u, _)| u.len()).sum::<usize>();
    if size(false) < FEWEST || size(true) < FEWEST {
        return None;
    }
    (names_across(weighted, units, &side) < PART).then_some(side)
}

/// The units of a group, their words weighed by how well they tell the reports of the group apart.
struct Local {
    /// Sums of the vectors of their reports, over words numbered within the group.
    units: Vec<Vector>,
    sizes: Vec<f32>,
    words: usize,
}

impl Local {
    fn of(weighted: &Weighted, units: &[Vec<u32>]) -> Self {
        let reports = units.iter().flatten();
        let mut held: FxHashMap<u32, u32> = FxHashMap::default();
        for &(w, _) in reports.clone().flat_map(|&r| &weighted.vectors[r as usize]) {
            *held.entry(w).or_default() += 1;
        }
        let n = reports.count() as f32;
        let mut shared: Vec<(u32, f32)> =
            held.into_iter().filter(|h| h.1 > 1).map(|(w, m)| (w, ((n + 1.0) / m as f32).ln().sqrt())).collect();
        shared.sort_unstable_by_key(|w| w.0);
        let number: FxHashMap<u32, (u32, f32)> = shared.iter().zip(0..).map(|(&(w, x), k)| (w, (k, x))).collect();
        let of_unit = |unit: &Vec<u32>| {
            let mut sum = Vector::new();
            for &r in unit {
                let words = weighted.vectors[r as usize].iter();
                let mut v: Vector = words.filter_map(|(w, x)| number.get(w).map(|&(k, y)| (k, x * y))).collect();
                let length = v.iter().map(|x| x.1 * x.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
                v.iter_mut().for_each(|x| x.1 /= length);
                sum = if sum.is_empty() { v } else { super::weights::sum(&sum, &v) };
            }
            sum
        };
        Self {
            units: units.iter().map(of_unit).collect(),
            sizes: units.iter().map(|u| u.len() as f32).collect(),
            words: shared.len(),
        }
    }

    fn mean(&self, of: impl Fn(usize) -> bool) -> (Vec<f32>, f32) {
        let mut sum = vec![0.0f32; self.words];
        let mut n = 0.0;
        for (u, v) in self.units.iter().enumerate().filter(|u| of(u.0)) {
            v.iter().for_each(|&(w, x)| sum[w as usize] += x);
            n += self.sizes[u];
        }
        sum.iter_mut().for_each(|x| *x /= f32::max(n, 1.0));
        (sum, n)
    }

    /// The sides of the mean on which the units lie, along the line on which they differ most.
    fn along_the_line(&self) -> Vec<bool> {
        let (mean, _) = self.mean(|_| true);
        let dot = |v: &Vector, line: &[f32]| v.iter().map(|&(w, x)| x * line[w as usize]).sum::<f32>();
        // Begins with the unit furthest from the mean.
        let squares: f32 = mean.iter().map(|x| x * x).sum();
        let far = |u: usize| {
            let (v, n) = (&self.units[u], self.sizes[u]);
            v.iter().map(|x| x.1 * x.1).sum::<f32>() / (n * n) - 2.0 * dot(v, &mean) / n + squares
        };
        let first = (0..self.units.len()).max_by(|&a, &b| far(a).total_cmp(&far(b)).then(b.cmp(&a))).unwrap_or(0);
        let mut line: Vec<f32> = mean.iter().map(|x| -x).collect();
        self.units[first].iter().for_each(|&(w, x)| line[w as usize] += x / self.sizes[first]);
        let mut at = vec![0.0f32; self.units.len()];
        for _ in 0..STEPS {
            let shift: f32 = mean.iter().zip(&line).map(|(m, x)| m * x).sum();
            for ((at, v), n) in at.iter_mut().zip(&self.units).zip(&self.sizes) {
                *at = dot(v, &line) / n - shift;
            }
            let sum: f32 = at.iter().zip(&self.sizes).map(|(x, n)| x * n).sum();
            line.iter_mut().zip(&mean).for_each(|(x, m)| *x = -sum * m);
            for (v, at) in self.units.iter().zip(&at) {
                v.iter().for_each(|&(w, x)| line[w as usize] += at * x);
            }
            let length = line.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            line.iter_mut().for_each(|x| *x /= length);
        }
        at.into_iter().map(|x| x > 0.0).collect()
    }

    /// Moves units to the part whose mean they are nearer to, until none moves.
    fn gather(&self, mut side: Vec<bool>) -> Vec<bool> {
        for _ in 0..ROUNDS {
            let means = [false, true].map(|second| self.mean(|u| side[u] == second));
            if means.iter().any(|m| m.1 == 0.0) {
                break;
            }
            let squares = means.each_ref().map(|m| m.0.iter().map(|x| x * x).sum::<f32>());
            let moved: Vec<bool> = self
                .units
                .iter()
                .enumerate()
                .map(|(u, v)| {
                    let n = self.sizes[u];
                    let own = v.iter().map(|x| x.1 * x.1).sum::<f32>() / (n * n);
                    let cost = [0, 1].map(|k| {
                        let dot: f32 = v.iter().map(|&(w, x)| x * means[k].0[w as usize]).sum();
                        let far = (own - 2.0 * dot / n + squares[k]).max(0.0);
                        // A unit draws the mean of its part to itself, and of another part would (Hartigan 1975).
                        let size = means[k].1;
                        if usize::from(side[u]) == k {
                            far * size / (size - n).max(1.0)
                        } else {
                            far * size / (size + n)
                        }
                    });
                    cost[1] < cost[0]
                })
                .collect();
            if moved == side {
                break;
            }
            side = moved;
        }
        side
    }
}

/// How much pairs across the two parts share of names, to what pairs within them share.
fn names_across(weighted: &Weighted, units: &[Vec<u32>], side: &[bool]) -> f32 {
    let mut sums: [FxHashMap<u32, f32>; 2] = Default::default();
    let (mut alone, mut sizes) = ([0.0f32; 2], [0.0f32; 2]);
    for (unit, &second) in units.iter().zip(side) {
        let k = usize::from(second);
        for &r in unit {
            sizes[k] += 1.0;
            for &(w, x) in weighted.vectors[r as usize].iter().filter(|x| weighted.is_name[x.0 as usize]) {
                *sums[k].entry(w).or_default() += x;
                alone[k] += x * x;
            }
        }
    }
    // In order of the words: sums of floats depend on it.
    let sorted = sums.map(|s| {
        let mut v: Vector = s.into_iter().collect();
        v.sort_unstable_by_key(|w| w.0);
        v
    });
    let product = |a: &Vector, b: &Vector| super::weights::products(a, b, &weighted.is_name).0;
    let within = |k: usize| {
        let pairs = sizes[k] * (sizes[k] - 1.0) / 2.0;
        ((product(&sorted[k], &sorted[k]) - alone[k]) / 2.0 + WITHIN.0 * WITHIN.1) / (pairs + WITHIN.1)
    };
    let across = product(&sorted[0], &sorted[1]) / (sizes[0] * sizes[1]);
    across / (within(0) * within(1)).sqrt().max(f32::MIN_POSITIVE)
}
