//! What there is, for programs that make programs (OpenAPI 3.1).

use axum::Json;
use serde::Serialize;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

use super::{corrections, reading, stories, taking};

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Trouble {
    /// In words.
    error: String,
}

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The token in the file beside the store; the page About shows it"))
            .build();
        document.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

#[derive(OpenApi)]
#[openapi(
    info(title = "The desk", description = "What rashomon keeps: stories, reports, disputes, actors. Offsets count Unicode code \
        points of the `text` of the same report, half open. It says who says what, never who is right."),
    paths(
        stories::list, stories::one, stories::disputes, reading::report, reading::search, reading::actor, reading::check,
        taking::add, taking::capture, taking::job, corrections::list, corrections::make, corrections::take_back
    ),
    modifiers(&Token)
)]
struct Api;

/// The description.
#[must_use]
pub fn openapi() -> Document {
    Api::openapi()
}

/// Hands it out.
pub async fn show() -> Json<Document> {
    Json(openapi())
}
