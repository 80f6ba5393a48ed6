//! The door: where the token is asked for.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::{Frame, Here, Page};
use crate::web::client::Client;
use crate::web::guard::rate::Costly;
use crate::web::guard::session::Session;
use crate::web::{Desk, WebError};

#[derive(Template)]
#[template(path = "web/enter.html")]
struct EnterPage {
    frame: Frame,
    to: String,
    wrong: bool,
}

/// Where to go on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    to: String,
}

/// Leads to the door.
#[must_use]
pub fn lead(wanted: &str) -> Response {
    super::lead(&format!("/enter?to={}", super::encoded(wanted)))
}

/// Asks for the token.
pub async fn show(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    if !desk.token {
        return Ok(super::lead("/"));
    }
    Ok(door(asked.to, false)?.into_response())
}

fn door(to: String, wrong: bool) -> Result<Page, WebError> {
    let mut frame = Frame::new("Enter", Here::About);
    frame.bare = true;
    Page::draw(&EnterPage { frame, to, wrong })
}

/// What was given.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    csrf: String,
    token: String,
    to: String,
}

/// Lets in who has the token.
pub async fn enter(
    State(desk): State<Arc<Desk>>,
    client: Client,
    session: Session,
    form: Result<Form<Given>, FormRejection>,
) -> Result<Response, WebError> {
    let Ok(Form(given)) = form else { return Err(WebError::Form) };
    if !session.is_csrf(&desk.keys, &given.csrf) {
        return Err(WebError::Form);
    }
    client.may(&desk, Costly::Enter)?;
    if !desk.keys.is_token(&given.token) {
        let mut response = door(given.to, true)?.into_response();
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        return Ok(response);
    }
    let mut response = super::lead(if super::is_own(&given.to) { &given.to } else { "/" });
    response.extensions_mut().insert(Session::enter()?);
    Ok(response)
}
