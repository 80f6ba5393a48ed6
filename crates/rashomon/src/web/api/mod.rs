//! The desk for programs: the same objects as `rashomon … --format json`, over HTTP.
//!
//! Reading takes no more than a browser does; writing takes the token (`Authorization: Bearer …`). `/api/openapi.json` says what
//! there is.

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, post};

use super::Desk;

mod corrections;
mod describe;
mod reading;
mod stories;
mod taking;

/// What is small.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/api/openapi.json", get(describe::show))
        .route("/api/stories", get(stories::list))
        .route("/api/stories/{id}", get(stories::one))
        .route("/api/stories/{id}/disputes", get(stories::disputes))
        .route("/api/reports/{id}", get(reading::report))
        .route("/api/search", get(reading::search))
        .route("/api/actor", get(reading::actor))
        .route("/api/check", post(reading::check))
        .route("/api/jobs/{id}", get(taking::job))
        .route("/api/corrections", get(corrections::list).post(corrections::make))
        .route("/api/corrections/{no}", delete(corrections::take_back))
}

/// What may be large.
pub fn uploads() -> Router<Arc<Desk>> {
    Router::new().route("/api/add", post(taking::add)).route("/api/capture", post(taking::capture))
}
