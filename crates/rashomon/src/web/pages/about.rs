//! Keys of the keyboard, what the desk is, and how other programs are let in.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use rashomon_store::StoreError;
use serde::Deserialize;

use super::{Frame, Here, Page};
use crate::export::gazetteer::ATTRIBUTION;
use crate::web::client::Client;
use crate::web::guard::rate::Costly;
use crate::web::guard::session::Session;
use crate::web::{Desk, WebError};

#[derive(Template)]
#[template(path = "web/about.html")]
struct AboutPage {
    frame: Frame,
    version: &'static str,
    store: String,
    counts: rashomon_store::Counts,
    megabytes: i64,
    attribution: &'static str,
    /// As the browser calls the desk.
    host: String,
    /// The token, where the user wants to see it.
    token: Option<String>,
}

/// Shows it.
pub async fn show(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Result<Page, WebError> {
    page(&desk, &headers, None).await
}

async fn page(desk: &Arc<Desk>, headers: &HeaderMap, token: Option<String>) -> Result<Page, WebError> {
    let counts = match desk.ask(|store| Ok(store.counts()?)).await {
        Ok(counts) => counts,
        Err(WebError::Store(StoreError::None(_))) => Default::default(),
        Err(e) => return Err(e),
    };
    Page::draw(&AboutPage {
        frame: Frame::new("About this desk", Here::About),
        version: env!("CARGO_PKG_VERSION"),
        store: desk.store.display().to_string(),
        counts,
        megabytes: counts.bytes >> 20,
        attribution: ATTRIBUTION,
        host: headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("127.0.0.1:7878").to_owned(),
        token,
    })
}

/// What is to be done with the token.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pairing {
    csrf: String,
    /// `show` or `renew`.
    token: String,
}

/// Shows the token, or makes a new one, which shuts out whoever had the old one.
pub async fn pair(
    State(desk): State<Arc<Desk>>,
    client: Client,
    session: Session,
    headers: HeaderMap,
    form: Result<Form<Pairing>, FormRejection>,
) -> Result<Response, WebError> {
    let Ok(Form(wanted)) = form else { return Err(WebError::Form) };
    if !session.is_csrf(&desk.keys, &wanted.csrf) {
        return Err(WebError::Form);
    }
    client.may(&desk, Costly::Write)?;
    if wanted.token == "renew" {
        let shared = Arc::clone(&desk);
        tokio::task::spawn_blocking(move || shared.keys.renew()).await.map_err(|_| WebError::Fault)??;
    }
    let token = desk.keys.pairing();
    let mut response = axum::response::IntoResponse::into_response(page(&desk, &headers, Some(token)).await?);
    // It was asked for once, and is not to be found again by who goes back in the browser.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Who made a new one goes on under it.
    if session.entered {
        response.extensions_mut().insert(Session::enter()?);
    }
    Ok(response)
}
