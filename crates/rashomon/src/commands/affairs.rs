//! Reports brought together by affair and compared, a few stories at a time: what `compare` prints and `export` writes.

use rashomon_lang::Model;
use rashomon_story::{Affair, Case, Gathered, Profile, Story, compare_affair, gather};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::cli::Outcome;
use crate::output::Progress;
use crate::pipeline::{Settings, understand};
use crate::reports::Reports;
use crate::shelf::{Shelf, Taken};
use crate::work::{each_item, error_text};

/// Reports that are compared at a time, for each thread, unless one story has more.
const AT_A_TIME: usize = 64;

/// All reports of a run, grouped, and not yet compared.
///
/// What is understood of the reports is held for a few stories at a time only; see [`crate::shelf`].
pub struct Affairs<'m> {
    model: &'m Model,
    settings: Settings,
    shelf: Shelf,
    gathered: Gathered,
    outcome: Outcome,
}

impl<'m> Affairs<'m> {
    /// Reads all reports and groups them.
    ///
    /// # Errors
    /// If the temporary file cannot be written in which reports wait.
    pub fn gathered(
        model: &'m Model,
        settings: Settings,
        reports: Reports,
        progress: &Progress,
    ) -> anyhow::Result<Self> {
        let mut shelf = Shelf::default();
        let mut profiles: Vec<Profile> = Vec::new();
        let mut outcome = Outcome::Done;
        each_item(
            reports,
            |item| {
                let case = understand(model, item.read(), settings);
                let profile = Profile::of(&case);
                progress.step();
                (case, profile)
            },
            |result| {
                match result {
                    Ok((case, profile)) => {
                        shelf.put(case)?;
                        profiles.push(profile);
                    }
                    Err(trouble) => {
                        progress.complain(error_text(&trouble));
                        outcome = Outcome::Partial;
                    }
                }
                Ok(())
            },
        )?;
        if shelf.is_empty() && outcome == Outcome::Done {
            outcome = Outcome::No;
        }
        progress.say("grouping");
        let gathered = gather(&profiles);
        Ok(Self { model, settings, shelf, gathered, outcome })
    }

    /// How the reading went.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Compares the reports of each story and hands them over, with the number of the story from 0.
    ///
    /// # Errors
    /// The first error of `done`, or if the temporary file cannot be read.
    pub fn each(
        mut self,
        mut done: impl FnMut(usize, &[Case], &Story, &Gathered) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut told = 0;
        let mut affairs = self.gathered.affairs.as_slice();
        while !affairs.is_empty() {
            let (now, later) = affairs.split_at(some(affairs));
            affairs = later;
            for (cases, story) in compared(self.model, self.settings, &mut self.shelf, &self.gathered, now)? {
                done(told, &cases, &story, &self.gathered)?;
                told += 1;
            }
        }
        Ok(())
    }
}

/// How many of the next stories are compared at a time.
fn some(affairs: &[Affair]) -> usize {
    let most = AT_A_TIME * rayon::current_num_threads();
    let mut reports = 0;
    let fit = affairs.iter().take_while(|a| {
        reports += a.reports.len();
        reports <= most
    });
    fit.count().max(1)
}

/// Takes the reports of these stories from the shelf, reads again what has to be, and compares.
fn compared(
    model: &Model,
    settings: Settings,
    shelf: &mut Shelf,
    gathered: &Gathered,
    affairs: &[Affair],
) -> anyhow::Result<Vec<(Vec<Case>, Story)>> {
    let mut taken: Vec<(&Affair, Vec<Taken>)> = Vec::with_capacity(affairs.len());
    for a in affairs {
        taken.push((a, a.reports.iter().map(|&r| shelf.take(r)).collect::<Result<_, _>>()?));
    }
    let one = |(affair, taken): (&Affair, Vec<Taken>)| {
        let read = |t: Taken| match t {
            Taken::Case(case) => *case,
            Taken::Report(report) => understand(model, *report, settings),
        };
        let cases: Vec<Case> = taken.into_par_iter().map(read).collect();
        let story = compare_affair(&cases, affair, gathered, model);
        (cases, story)
    };
    Ok(taken.into_par_iter().map(one).collect())
}
