//! `rashomon watch`: looks at sources again and again, and keeps what is new.
//!
//! What is known of a source stands in the store: a watch that was ended goes on where it was. Between two looks the store is free for
//! others to write.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use rashomon_lang::Model;
use rashomon_page::Hints;
use rashomon_store::{Store, StoreError, Watched};

use super::add::{Format, Printer};
use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
use crate::config::{Config, Interval, LONGEST, WatchSource};
use crate::desk::adding::{Adding, Counted};
use crate::desk::{StoreArgs, WaitArgs, now};
use crate::human;
use crate::models::Models;
use crate::output::{Progress, remark};
use crate::pipeline::Settings;

/// Arguments of `rashomon watch`.
#[derive(clap::Args, Debug)]
pub struct WatchArgs {
    /// Folders, files, and addresses of feeds, lists of feeds (OPML) and pages [default: those of the settings]
    pub sources: Vec<PathBuf>,
    /// Time between two looks at a source: 90s, 15m, 2h
    #[arg(long, value_name = "TIME", env = "RASHOMON_WATCH_INTERVAL", hide_env_values = true, default_value = "15m")]
    pub interval: Interval,
    /// Look at every source once, however short ago it was looked at, and end
    #[arg(long)]
    pub once: bool,
    /// How to print what was kept
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
    /// How long to wait
    #[command(flatten)]
    pub wait: WaitArgs,
    /// How to read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Between two looks whether the user wants to end.
const TICK: Duration = Duration::from_millis(100);

/// When a source that failed so often is asked again: each time after twice as long.
fn pause(interval: Duration, failures: u32) -> Duration {
    interval.saturating_mul(1 << failures.min(16)).min(LONGEST).max(interval)
}

/// Looks until it is told to end.
///
/// # Errors
/// If there are no weights, the store cannot be written, or standard output cannot.
pub fn run(args: &WatchArgs, global: &Global, config: &Config) -> anyhow::Result<Outcome> {
    let sources = sources(args, config);
    anyhow::ensure!(
        !sources.is_empty(),
        "nothing to watch: name folders, feeds or pages here, or in your file of settings"
    );
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    // There is a store from the first moment on, or the reason why not is told now.
    drop(args.store.open_to_write(&args.wait, global.quiet)?);
    let stop = Arc::new(AtomicBool::new(false));
    let asked = stop.clone();
    ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed)).context("no way to be told to end")?;
    let watch = Watch { args, global, model, settings, stop };
    let mut outcome = Outcome::Done;
    loop {
        let mut next = i64::MAX;
        for (source, interval) in &sources {
            if watch.ended() {
                break;
            }
            let name = name_of(source);
            let state = args.store.open()?.watched(&name)?;
            if !args.once && state.next.is_some_and(|at| at > now()) {
                next = next.min(state.next.unwrap_or(i64::MAX));
                continue;
            }
            let after = match watch.look(source, *interval, &state) {
                Ok(after) => after,
                // Somebody else writes: the source waits for its next turn.
                Err(e) if e.downcast_ref::<StoreError>().is_some_and(|e| matches!(e, StoreError::Held { .. })) => {
                    crate::output::complain(format_args!("{e:#}; {name} is looked at later"), None);
                    outcome = Outcome::Partial;
                    Watched { next: Some(now() + millis(*interval)), ..state }
                }
                Err(e) => return Err(e),
            };
            if after.failures > 0 {
                outcome = Outcome::Partial;
            }
            next = next.min(after.next.unwrap_or(i64::MAX));
        }
        if args.once || watch.ended() {
            break;
        }
        while !watch.ended() && now() < next {
            std::thread::sleep(TICK);
        }
    }
    Ok(outcome)
}

/// What is looked at, and how often: what is named outright, else what the settings name.
fn sources(args: &WatchArgs, config: &Config) -> Vec<(PathBuf, Duration)> {
    let usual = args.interval.duration();
    if args.sources.is_empty() {
        let own = |s: &WatchSource| (s.path(), s.interval.map_or(usual, Interval::duration));
        return config.sources.iter().map(own).collect();
    }
    args.sources.iter().map(|s| (s.clone(), usual)).collect()
}

fn name_of(source: &std::path::Path) -> String {
    // What is no address is a path, and means the same from any folder.
    match crate::reports::Source::of(source) {
        crate::reports::Source::Url(url) => url,
        _ => rashomon_store::file_address(source),
    }
}

fn millis(d: Duration) -> i64 {
    i64::try_from(d.as_millis()).unwrap_or(i64::MAX)
}

struct Watch<'a> {
    args: &'a WatchArgs,
    global: &'a Global,
    model: Model,
    settings: Settings,
    stop: Arc<AtomicBool>,
}

impl Watch<'_> {
    fn ended(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Keeps what is new at a source, and notes when to look again.
    fn look(&self, source: &PathBuf, interval: Duration, before: &Watched) -> anyhow::Result<Watched> {
        let args = self.args;
        let mut store: Store = args.store.open_to_write(&args.wait, self.global.quiet)?;
        let mut adding = Adding::new(&mut store, &self.model, self.settings)?;
        let mut reports = args.reading.reports(std::slice::from_ref(source), Hints::default(), self.global);
        let progress = Progress::new(self.global.quiet, "adding", &mut reports, true);
        let printer = Printer { format: args.format, progress };
        // What was begun is finished, nothing more is begun.
        adding.take(reports.take_while(|_| !self.ended()), &printer)?;
        adding.settle(&printer)?;
        printer.progress.done();
        let Counted { new, versions, same, failed } = adding.counted();
        if !self.global.quiet && new + versions > 0 {
            remark(format_args!("{}: {}", name_of(source), human::added(new, versions, same)));
        }
        let failures = if failed > 0 && new + versions + same == 0 { before.failures + 1 } else { 0 };
        let trouble = (failures > 0).then(|| "nothing could be read".to_owned());
        let next = now() + millis(pause(interval, failures));
        let after = Watched { looked: Some(now()), next: Some(next), failures, trouble };
        store.write(|w| w.set_watched(&name_of(source), &after))?;
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_fails_is_asked_less_and_less_often_but_every_day() {
        let m = |n: u64| Duration::from_secs(60 * n);
        let pauses: Vec<Duration> = [0, 1, 2, 3, 60].map(|n| pause(m(15), n)).into();
        assert_eq!(pauses, [m(15), m(30), m(60), m(120), LONGEST]);
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let interval = |text: &str| text.parse().map(Interval::duration);
        assert_eq!(interval("15m"), Ok(Duration::from_secs(900)));
        assert_eq!(interval("2h 30m"), Ok(Duration::from_secs(9000)));
        for bad in ["", "soon", "0s", "-5m", "3d"] {
            assert!(interval(bad).is_err(), "{bad}");
        }
    }
}
