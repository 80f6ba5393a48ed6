//! What goes to standard error, and how the end of a pipe is told from other errors.

use std::fmt::Display;
use std::io::{self, Write as _};

use anstyle::{AnsiColor, Style};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// An error that knows what could be done about it.
pub trait Hint {
    /// What to do, where anything can be done.
    fn hint(&self) -> Option<String>;
}

/// Prints `error: …`, the causes, and a hint where the error has one.
pub fn report(error: &anyhow::Error) {
    let hint = error.chain().find_map(|e| e.downcast_ref::<crate::models::ModelsError>()).and_then(Hint::hint);
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

/// How far a long run is, on standard error, where somebody looks.
pub struct Progress(indicatif::ProgressBar);

impl Progress {
    /// Begins with what is done first ("reading").
    #[must_use]
    pub fn new(quiet: bool, what: &'static str) -> Self {
        use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
        // Standard error that is no terminal gets nothing.
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(4) };
        let style = ProgressStyle::with_template("{msg} {human_pos} ({per_sec}, {elapsed})")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::with_draw_target(None, target).with_style(style).with_message(what))
    }

    /// One more.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// Goes on with something else.
    pub fn say(&self, what: &'static str) {
        self.0.set_message(what);
        self.0.reset();
    }

    /// Leaves no trace.
    pub fn done(&self) {
        self.0.finish_and_clear();
    }
}
