//! Who is at the other end.

use std::net::IpAddr;
use std::time::Instant;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::guard::rate::Costly;
use super::{Desk, WebError};

/// The address that a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Client(pub IpAddr);

impl Client {
    /// Takes one of what it may have.
    ///
    /// # Errors
    /// If it asked too often.
    pub fn may(self, desk: &Desk, what: Costly) -> Result<(), WebError> {
        desk.rates.take(self.0, what, Instant::now()).map_err(WebError::Often)
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().copied().ok_or(WebError::Fault)
    }
}
