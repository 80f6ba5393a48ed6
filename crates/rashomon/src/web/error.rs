//! Why there is no answer, in words for the person who asked.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rashomon_store::StoreError;

use super::guard::origin::Refused;
use crate::models::ModelsError;
use crate::output::Hint as _;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// It is not ours to answer.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The token is wanted first.
    #[error("the token is wanted first")]
    Enter,
    /// A form that no page of ours has sent, or one from before the token was renewed.
    #[error("this form is not from a page that is valid now: load the page again, then send it once more")]
    Form,
    /// It cannot be asked so.
    #[error("{0}")]
    Ask(String),
    /// There is no such thing.
    #[error("{0}")]
    Missing(String),
    /// Too much at once.
    #[error("{0}")]
    Large(String),
    /// Asked too often.
    #[error("asked too often; try again in {} seconds", .0.as_secs() + 1)]
    Often(Duration),
    /// Not now.
    #[error("{0}")]
    Busy(String),
    /// The store cannot be read, has no such thing, …
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are no weights.
    #[error("{error}{}", error.hint().map_or(String::new(), |h| format!("; {h}")))]
    Weights {
        /// Why.
        #[from]
        error: ModelsError,
    },
    /// What is kept of something is not what this program writes.
    #[error("the store is damaged: what it keeps of {0} cannot be read")]
    Damaged(String),
    /// A fault of the program.
    #[error("internal error; please report it, with what was asked")]
    Fault,
}

/// What a page or table shows of an error; put into the answer, and drawn by whoever sends it.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// In words.
    pub text: String,
    /// The token is wanted first.
    pub enter: bool,
}

impl WebError {
    /// The status of HTTP that says so.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(Refused::Name) => StatusCode::MISDIRECTED_REQUEST,
            Self::Refused(Refused::Site) | Self::Form => StatusCode::FORBIDDEN,
            Self::Enter => StatusCode::UNAUTHORIZED,
            Self::Ask(_) | Self::Store(StoreError::Query(_)) => StatusCode::BAD_REQUEST,
            Self::Missing(_)
            | Self::Store(StoreError::None(_) | StoreError::Unknown { .. } | StoreError::Ambiguous { .. }) => {
                StatusCode::NOT_FOUND
            }
            Self::Large(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Often(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) | Self::Weights { .. } | Self::Store(StoreError::Held { .. }) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Store(_) | Self::Damaged(_) | Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<serde_json::Error> for WebError {
    fn from(_: serde_json::Error) -> Self {
        Self::Damaged("a report or story".to_owned())
    }
}

impl From<askama::Error> for WebError {
    fn from(_: askama::Error) -> Self {
        Self::Fault
    }
}

impl From<std::io::Error> for WebError {
    fn from(error: std::io::Error) -> Self {
        Self::Busy(format!("cannot be done now: {error}"))
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::Often(wait) = &self {
            response.headers_mut().insert(axum::http::header::RETRY_AFTER, (wait.as_secs() + 1).into());
        }
        let enter = matches!(self, Self::Enter);
        response.extensions_mut().insert(Trouble { text: self.to_string(), enter });
        response
    }
}
