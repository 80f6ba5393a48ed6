//! Stories of reports that come one by one.

use rustc_hash::{FxHashMap, FxHashSet};

use super::grouped;
use super::join::{JOIN, judged, judged_by_names};
use super::weights::weight;
use crate::copies;
use crate::profile::Profile;
use crate::terms::{Idf, Term, WordKind};

/// The last holders of a word that a new report is compared with; as many more are kept before the older ones are dropped.
const HOLDERS: usize = 160;
/// Holders that are looked at for one report over all its words, the most telling first.
const LOOKED_AT: usize = 4000;
/// Reports that lead to the stories a new one may be of.
const LEADS: usize = 24;
/// Reports of a story that a new one is compared with: the last ones, and as many from all of it.
const COMPARED: usize = 12;
/// A story is looked at anew when it has grown by this since it was last …
const GROWN: f32 = 1.5;
/// … with the stories near it, as long as all of them have no more reports than this.
const LOOKED_AT_ANEW: usize = 300;

/// What came of one more report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The report is of a story that was there.
    Placed {
        /// The report.
        report: usize,
        /// The story.
        story: usize,
    },
    /// The report is the first of a story.
    New {
        /// The report.
        report: usize,
        /// The story.
        story: usize,
    },
    /// Two stories turned out to be one.
    Merged {
        /// The story that stands.
        story: usize,
        /// The one that its reports are from.
        from: usize,
        /// The reports that came over.
        reports: Vec<usize>,
    },
    /// A story turned out to be two.
    Split {
        /// The story that was.
        story: usize,
        /// The new one.
        into: usize,
        /// The reports that went over.
        reports: Vec<usize>,
    },
}

/// Places each report as it comes.
///
/// A report goes to the story it is most similar to. A story that has grown is looked at anew together with those near
/// it, as [`gather`](super::gather) would: that is when stories merge and split. What comes out depends on the order of the
/// reports only in so far as stories that have not grown since are not looked at again.
#[derive(Debug, Default)]
pub struct Stream {
    profiles: Vec<Profile>,
    /// Length of each report as a vector, weighed by what was known when it came.
    lengths: Vec<f32>,
    story_of: Vec<usize>,
    stories: Vec<Told>,
    idf: Idf,
    holders: FxHashMap<Term, Vec<u32>>,
}

/// A story so far.
#[derive(Debug, Default)]
struct Told {
    reports: Vec<usize>,
    /// How many there were when it was last looked at.
    looked_at: usize,
    /// Where months lie between a new report and these days, the report counts as less similar.
    days: Option<(i32, i32)>,
}

impl Stream {
    /// Without reports.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on where another stream ended, or a part of it: reports with the story that each was of, and how many reports each
    /// story had when it was last looked at anew ([`Stream::looked_at`]).
    #[must_use]
    pub fn resume(placed: impl IntoIterator<Item = (Profile, usize)>, looked_at: &[usize]) -> Self {
        let mut stream = Self::default();
        for (profile, story) in placed {
            let report = stream.profiles.len();
            let day = profile.day;
            stream.idf.add(profile.terms());
            stream.learn(report, profile);
            stream.story_of.push(story);
            if stream.stories.len() <= story {
                stream.stories.resize_with(story + 1, Told::default);
            }
            stream.stories[story].add(report, day);
        }
        for (told, &n) in stream.stories.iter_mut().zip(looked_at) {
            told.looked_at = n.min(told.reports.len());
        }
        stream
    }

    /// How many reports each story had when it was last looked at anew, by the number of the story.
    pub fn looked_at(&self) -> impl Iterator<Item = usize> {
        self.stories.iter().map(|s| s.looked_at)
    }

    /// The reports of each story, by the number of the story. One that was merged with another is empty.
    pub fn stories(&self) -> impl Iterator<Item = &[usize]> {
        self.stories.iter().map(|s| s.reports.as_slice())
    }

    /// The reports so far.
    #[must_use]
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// Takes one more report; reports are numbered in order of coming.
    pub fn place(&mut self, profile: Profile) -> Vec<Change> {
        let report = self.profiles.len();
        self.idf.add(profile.terms());
        let near = self.near(&profile);
        self.learn(report, profile);
        let mut likely: Vec<(usize, f32)> =
            near.into_iter().map(|s| (s, self.likeness(report, s))).filter(|s| s.1 >= JOIN).collect();
        likely.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        let (story, mut changes) = match likely.first() {
            Some(&(story, _)) => (story, vec![Change::Placed { report, story }]),
            None => {
                self.stories.push(Told::default());
                let story = self.stories.len() - 1;
                (story, vec![Change::New { report, story }])
            }
        };
        self.story_of.push(story);
        self.stories[story].add(report, self.profiles[report].day);
        let told = &self.stories[story];
        if told.reports.len() > 1 && told.reports.len() as f32 >= GROWN * told.looked_at as f32 {
            self.look_anew(story, likely.iter().skip(1).map(|s| s.0), &mut changes);
        }
        changes
    }

    /// Keeps what later reports are compared with.
    fn learn(&mut self, report: usize, profile: Profile) {
        let length = profile.words().map(|(w, n, k)| weight(w, n, k, &self.idf).powi(2)).sum::<f32>().sqrt();
        for &w in profile.terms() {
            let at = self.holders.entry(w).or_default();
            if at.len() >= 2 * HOLDERS {
                at.drain(..HOLDERS);
            }
            at.push(report as u32);
        }
        self.profiles.push(profile);
        self.lengths.push(length.max(f32::MIN_POSITIVE));
    }

    /// The stories of the reports that share most telling words with this one.
    fn near(&self, profile: &Profile) -> Vec<usize> {
        let mut words: Vec<(f32, Term)> = profile
            .words()
            .filter(|(w, ..)| self.holders.contains_key(w))
            .map(|(w, n, k)| (weight(w, n, k, &self.idf), w))
            .collect();
        words.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let mut sums: FxHashMap<u32, f32> = FxHashMap::default();
        let mut left = LOOKED_AT;
        for (x, w) in words {
            let all = &self.holders[&w];
            for &r in &all[all.len().saturating_sub(HOLDERS)..] {
                *sums.entry(r).or_default() += x * x;
            }
            left = left.saturating_sub(all.len().min(HOLDERS));
            if left == 0 {
                break;
            }
        }
        let mut leads: Vec<(u32, f32)> = sums.into_iter().map(|(r, x)| (r, x / self.lengths[r as usize])).collect();
        leads.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        let mut seen = FxHashSet::default();
        leads.iter().take(LEADS).map(|l| self.story_of[l.0 as usize]).filter(|&s| seen.insert(s)).collect()
    }

    /// How similar a report is to reports of a story, in the mean.
    fn likeness(&self, report: usize, story: usize) -> f32 {
        let told = &self.stories[story];
        let n = told.reports.len();
        let step = (n / COMPARED).max(1);
        let mut some: Vec<usize> = told.reports[n.saturating_sub(COMPARED)..].to_vec();
        some.extend(told.reports[..n.saturating_sub(COMPARED)].iter().step_by(step));
        let (mut all, mut plain) = (0.0, 0.0);
        for &other in &some {
            let (x, y) = self.products(report, other);
            all += x;
            plain += y;
        }
        let gap = self.profiles[report].day.zip(told.days).map_or(0, |(d, days)| (days.0 - d).max(d - days.1));
        let unread = |&r: &usize| self.profiles[r].unread;
        if unread(&report) || some.iter().all(unread) {
            return judged_by_names(all / some.len().max(1) as f32, gap);
        }
        judged(all / some.len().max(1) as f32, plain / some.len().max(1) as f32, gap)
    }

    /// The products of two reports: over all words, and over those that are no names.
    fn products(&self, a: usize, b: usize) -> (f32, f32) {
        let mut other = self.profiles[b].words().peekable();
        let (mut all, mut plain) = (0.0, 0.0);
        for (w, n, kind) in self.profiles[a].words() {
            while other.next_if(|o| o.0 < w).is_some() {}
            if let Some((_, m, kind_there)) = other.next_if(|o| o.0 == w) {
                let x = weight(w, n, kind, &self.idf) * weight(w, m, kind_there, &self.idf);
                all += x;
                if kind != WordKind::Name && kind_there != WordKind::Name {
                    plain += x;
                }
            }
        }
        let lengths = self.lengths[a] * self.lengths[b];
        (all / lengths, plain / lengths)
    }

    /// Groups the reports of a story anew, with those of the stories near it.
    fn look_anew(&mut self, story: usize, near: impl Iterator<Item = usize>, changes: &mut Vec<Change>) {
        let mut old = vec![story];
        let mut reports = self.stories[story].reports.clone();
        for s in near {
            let more = &self.stories[s].reports;
            if reports.len() + more.len() <= LOOKED_AT_ANEW {
                reports.extend(more);
                old.push(s);
            }
        }
        reports.sort_unstable();
        let some: Vec<&Profile> = reports.iter().map(|&r| &self.profiles[r]).collect();
        let order = super::own_order(&some);
        let (pairs, _) = copies::find(&some, &order);
        let mut groups: Vec<Vec<usize>> = grouped(&some, &order, &copies::binding(&some, &pairs), &self.idf);
        groups.iter_mut().flatten().for_each(|r| *r = reports[*r]);
        // The largest first: it keeps the name of the story that most of it is from.
        groups.sort_by_key(|g| (std::cmp::Reverse(g.len()), g[0]));
        let sizes: Vec<usize> = old.iter().map(|&s| self.stories[s].reports.len()).collect();
        let mut free = old.clone();
        for group in groups {
            let from = |s: usize| group.iter().filter(|&&r| self.story_of[r] == s).count();
            let keeps = free.iter().copied().max_by_key(|&s| (from(s), std::cmp::Reverse(s))).filter(|&s| from(s) > 0);
            let target = keeps.unwrap_or(self.stories.len());
            match keeps {
                Some(s) => free.retain(|&f| f != s),
                None => self.stories.push(Told::default()),
            }
            for (&s, &size) in old.iter().zip(&sizes).filter(|s| *s.0 != target) {
                let moved: Vec<usize> = group.iter().copied().filter(|&r| self.story_of[r] == s).collect();
                if moved.is_empty() {
                    continue;
                }
                changes.push(if moved.len() == size {
                    Change::Merged { story: target, from: s, reports: moved }
                } else {
                    Change::Split { story: s, into: target, reports: moved }
                });
            }
            let mut told = Told { looked_at: group.len(), ..Told::default() };
            for r in group {
                told.add(r, self.profiles[r].day);
                self.story_of[r] = target;
            }
            self.stories[target] = told;
        }
        for s in free {
            self.stories[s] = Told::default();
        }
    }
}

impl Told {
    fn add(&mut self, report: usize, day: Option<i32>) {
        self.reports.push(report);
        self.days = match (self.days, day) {
            (Some((first, last)), Some(d)) => Some((first.min(d), last.max(d))),
            (days, day) => days.or(day.map(|d| (d, d))),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    /// Reports on two happenings of one kind, told in turns.
    fn warehouses() -> Vec<Profile> {
        let at = |place: &str, street: &str, owner: &str, n: usize| {
            let text = format!(
                "A warehouse burned in {place}. The {street} warehouse of {owner} held {owner} stock, a {street} neighbour \
                 recalled. Mayor of {place} {owner}{street} visited {street}. {place}{owner} insured it. Caller {n}{n}{n} phoned."
            );
            Profile::of(&case(&format!("{place}{n}"), &text))
        };
        (0..5).flat_map(|n| [at("Orle", "Quayside", "Dunmore", n), at("Vexford", "Millgate", "Pasko", n)]).collect()
    }

    fn stories(stream: &Stream) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = stream.stories().filter(|s| !s.is_empty()).map(<[usize]>::to_vec).collect();
        found.iter_mut().for_each(|s| s.sort_unstable());
        found.sort();
        found
    }

    #[test]
    fn what_comes_one_by_one_ends_as_what_comes_together() {
        let profiles = warehouses();
        let together: Vec<Vec<usize>> =
            super::super::gather(&profiles).affairs.into_iter().map(|a| a.reports).collect();
        let mut stream = Stream::new();
        let changes: Vec<Change> = profiles.into_iter().flat_map(|p| stream.place(p)).collect();
        assert_eq!(stories(&stream), together);
        assert_eq!(together.len(), 2);
        // The first two fires are taken for one until there is more to tell them apart by.
        assert!(changes.iter().any(|c| matches!(c, Change::Split { .. })), "{changes:?}");
    }

    #[test]
    fn a_stream_that_is_resumed_goes_on_as_if_it_had_not_ended() {
        let profiles = warehouses();
        let mut whole = Stream::new();
        for p in profiles.clone() {
            whole.place(p);
        }
        for cut in 1..profiles.len() {
            let mut first = Stream::new();
            for p in &profiles[..cut] {
                first.place(p.clone());
            }
            let looked_at: Vec<usize> = first.looked_at().collect();
            let mut story_of = vec![0; cut];
            for (n, story) in first.stories().enumerate() {
                story.iter().for_each(|&r| story_of[r] = n);
            }
            let placed = profiles[..cut].iter().cloned().zip(story_of);
            let mut second = Stream::resume(placed, &looked_at);
            for p in &profiles[cut..] {
                second.place(p.clone());
            }
            assert_eq!(stories(&second), stories(&whole), "cut at {cut}");
        }
    }

    #[test]
    fn the_log_tells_where_every_report_is() {
        let mut stream = Stream::new();
        let mut at: Vec<usize> = Vec::new();
        for p in warehouses() {
            for change in stream.place(p) {
                match change {
                    Change::New { report, story } | Change::Placed { report, story } => {
                        assert_eq!(report, at.len());
                        at.push(story);
                    }
                    Change::Merged { story, from, reports } | Change::Split { story: from, into: story, reports } => {
                        for r in reports {
                            assert_eq!(std::mem::replace(&mut at[r], story), from);
                        }
                    }
                }
            }
        }
        for (n, story) in stream.stories().enumerate() {
            assert!(story.iter().all(|&r| at[r] == n));
        }
        assert_eq!(at.len(), stream.profiles().len());
    }
}
