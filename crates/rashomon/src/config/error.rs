//! What is wrong with a file of settings, and where.

use std::io;
use std::path::PathBuf;

use crate::output::Hint;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Something in it is not as it should be.
    #[error("{}:{line}: {what}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line, from 1 on.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A project's file says what only the user may say.
    #[error("{}:{line}: {what}", path.display())]
    NotTheirs {
        /// The file.
        path: PathBuf,
        /// The line, from 1 on.
        line: usize,
        /// What it says.
        what: String,
    },
}

impl Hint for ConfigError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NotTheirs { path, .. } => Some(format!(
                "say it in your own file or on the command line, or trust this one: --config {}; --no-config goes on without it",
                path.display()
            )),
            Self::Wrong { .. } => {
                Some("docs/configuration.md lists the keys; --no-config goes on without files".to_owned())
            }
            Self::Io { .. } => None,
        }
    }
}
