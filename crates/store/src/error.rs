//! What can go wrong with a store, by what its user can do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is none.
    #[error("{}: there is no store; `rashomon add` makes one", .0.display())]
    None(PathBuf),
    /// The file is something else.
    #[error("{}: not a store of rashomon", .0.display())]
    Foreign(PathBuf),
    /// A later version of the program wrote it.
    #[error("{}: written by a newer rashomon (format {found}; this one knows up to {known})", path.display())]
    Newer {
        /// The store.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The last one that this program knows.
        known: i64,
    },
    /// Another process writes to it.
    #[error("{}: {by} writes to it", path.display())]
    Held {
        /// The store.
        path: PathBuf,
        /// Who, in words.
        by: String,
    },
    /// It is damaged.
    #[error("{}: the store is damaged: {what}", path.display())]
    Corrupt {
        /// The store.
        path: PathBuf,
        /// Where and how.
        what: String,
    },
    /// There is no room left.
    #[error("{}: no room left on the disk; nothing of the last step was kept", .0.display())]
    Full(PathBuf),
    /// Nothing of that id.
    #[error("no {what} {id:?} in the store")]
    Unknown {
        /// "report", "story", …
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// More than one thing has an id that begins so.
    #[error("more than one {what} begins with {id:?}; give more of the id")]
    Ambiguous {
        /// "report", "story", …
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// A search that cannot be understood.
    #[error("cannot search for that: {0}")]
    Query(String),
    /// A correction that cannot hold.
    #[error("cannot be put right so: {0}")]
    Refused(String),
    /// The file system said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was to be opened or written.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Anything else that SQLite says.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The store.
        path: PathBuf,
        /// What it says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// What an error of SQLite means for the store at `path`.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::NotADatabase) => Self::Foreign(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt { path, what: source.to_string() },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Held { path, by: "another process".to_owned() }
            }
            _ => Self::Sqlite { path, source },
        }
    }
}
