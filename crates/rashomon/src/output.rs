//! What goes to standard error, and how the end of a pipe is told from other errors.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anstyle::{AnsiColor, Style};
use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::reports::{Gauge, Reports};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// An error that knows what could be done about it.
pub trait Hint {
    /// What to do, where anything can be done.
    fn hint(&self) -> Option<String>;
}

/// Prints `error: …`, the causes, and a hint where the error has one.
pub fn report(error: &anyhow::Error) {
    let hint = error.chain().find_map(|e| {
        let models = e.downcast_ref::<crate::models::ModelsError>().and_then(Hint::hint);
        models.or_else(|| e.downcast_ref::<crate::config::ConfigError>()?.hint())
    });
    let text = error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
    complain(text, hint.as_deref());
}

/// Prints `error: …` and, where given, `hint: …`.
pub fn complain(text: impl Display, hint: Option<&str>) {
    let mut err = anstream::stderr().lock();
    // Nobody is left to tell if standard error is gone.
    let _ = writeln!(err, "{ERROR}error:{ERROR:#} {text}");
    if let Some(hint) = hint {
        let _ = writeln!(err, "{HINT}hint:{HINT:#} {hint}");
    }
}

/// Says on standard error what the user should know though nothing failed.
pub fn remark(text: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "note: {text}");
}

/// Whether an error is that the reader of our output went away.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// How far a long run is, on standard error, where somebody looks. Short runs show nothing.
pub struct Progress {
    bar: ProgressBar,
    /// Whether anybody looks.
    watched: bool,
    gauge: Option<Gauge>,
    phase: Mutex<Phase>,
}

/// What is done at the moment.
struct Phase {
    what: &'static str,
    began: Instant,
    done: u64,
    /// Whether what was read of the files tells how far it is.
    reading: bool,
    shown: bool,
}

/// Runs shorter than this need no progress.
const PATIENCE: Duration = Duration::from_secs(1);

impl Progress {
    /// Begins with the reading of these reports ("reading"). `prints` says that results are printed meanwhile: then nothing is shown
    /// if they go to a terminal themselves, which progress would mix with.
    #[must_use]
    pub fn new(quiet: bool, what: &'static str, reports: &mut Reports, prints: bool) -> Self {
        let watched = !quiet && io::stderr().is_terminal() && !(prints && io::stdout().is_terminal());
        let style = ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style);
        let phase = Phase { what, began: Instant::now(), done: 0, reading: true, shown: false };
        Self { bar, watched, gauge: watched.then(|| reports.gauge()), phase: Mutex::new(phase) }
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more is done, on any thread.
    pub fn step(&self) {
        if !self.watched {
            return;
        }
        let mut phase = self.phase();
        phase.done += 1;
        let far = self.gauge.as_ref().filter(|_| phase.reading).and_then(Gauge::done);
        let passed = phase.began.elapsed();
        if phase.shown || passed >= PATIENCE {
            self.show(&mut phase);
            self.bar.set_message(line(phase.what, phase.done, passed, far));
        }
    }

    fn show(&self, phase: &mut Phase) {
        if !std::mem::replace(&mut phase.shown, true) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
            self.bar.enable_steady_tick(Duration::from_millis(250));
        }
    }

    /// Goes on with something else.
    pub fn say(&self, what: &'static str) {
        let mut phase = self.phase();
        (phase.what, phase.began, phase.done, phase.reading) = (what, Instant::now(), 0, false);
        if phase.shown {
            self.bar.set_message(what);
        }
    }

    /// Goes on with something that prints results; see [`Self::new`].
    pub fn say_and_print(&mut self, what: &'static str) {
        self.say(what);
        if io::stdout().is_terminal() {
            self.watched = false;
            self.done();
        }
    }

    /// Prints `error: …` beside what is shown.
    pub fn complain(&self, text: impl Display) {
        self.bar.suspend(|| complain(text, None));
    }

    /// Prints `note: …` beside what is shown.
    pub fn remark(&self, text: impl Display) {
        self.bar.suspend(|| remark(text));
    }

    /// Prints something beside what is shown.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Leaves no trace.
    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}

/// "reading: 1,204 done, 31 a second, 2 minutes left".
fn line(what: &str, done: u64, passed: Duration, far: Option<(u64, u64)>) -> String {
    let rate = done as f64 / passed.as_secs_f64().max(0.001);
    let rate = if rate < 10.0 { format!("{rate:.1}") } else { HumanCount(rate as u64).to_string() };
    let mut line = format!("{what}: {} done, {rate} a second", HumanCount(done));
    if let Some((at, total)) = far.filter(|(at, _)| *at > 0) {
        let left = passed.as_secs_f64() * (total.saturating_sub(at) as f64 / at as f64);
        if let Ok(left) = Duration::try_from_secs_f64(left) {
            line.push_str(&format!(", {} left", HumanDuration(left)));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_told_where_the_amount_is_known() {
        let minute = Duration::from_secs(60);
        assert_eq!(line("reading", 1800, minute, Some((30, 90))), "reading: 1,800 done, 30 a second, 2 minutes left");
        assert_eq!(line("placing", 30, minute, None), "placing: 30 done, 0.5 a second");
        assert_eq!(line("reading", 0, Duration::ZERO, Some((0, 9))), "reading: 0 done, 0.0 a second");
    }
}
