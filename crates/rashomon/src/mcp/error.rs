//! Why a tool has no answer, in words for an assistant.

use rashomon_store::StoreError;

use crate::models::ModelsError;
use crate::output::Hint as _;

/// Why a tool has no answer.
#[derive(Debug, thiserror::Error)]
pub enum McpError {
    /// There is no store, nothing of that id, a search that cannot be understood, …
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was asked for something that cannot be.
    #[error("{0}")]
    Ask(String),
    /// What the store keeps of something is not what this program writes.
    #[error("the store is damaged: what it keeps of {0} cannot be read")]
    Damaged(String),
    /// There are no weights to read a claim with.
    #[error("{error}{}", error.hint().map_or(String::new(), |h| format!("; {h}")))]
    Weights {
        /// Why.
        #[from]
        error: ModelsError,
    },
    /// The user's own tables cannot be read.
    #[error("{0}")]
    Tables(String),
}
