//! Every request passes here on its way in, and every answer on its way out.

use std::sync::Arc;

use std::task::{Context, Poll};

use axum::Json;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::poll_fn;
use futures_util::{Stream, StreamExt as _};
use serde_json::json;
use tokio::sync::OwnedSemaphorePermit;

use super::error::Trouble;
use super::guard::headers::{Policy, fence};
use super::guard::keys::{hex, random};
use super::guard::marks::Drawn;
use super::guard::session::Session;
use super::pages;
use super::{Desk, WebError};

/// What can be had without the token: the door, and what it is drawn with.
const OPEN: &[&str] = &["/enter", "/assets/"];

/// Judges a request, has it answered, and dresses the answer.
pub async fn dress(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let wanted = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let (mut session, mut response) = match admit(&desk, request).await {
        Ok((session, request)) => (Some(session), next.run(request).await),
        Err(e) => (None, e.into_response()),
    };
    // Whoever has just given the token is known by another name from now on.
    if let Some(entered) = response.extensions_mut().remove::<Session>() {
        session = Some(entered);
    }
    // What is asked for and not there, or not by this method.
    let said = response.extensions();
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let bare = failed && said.get::<Trouble>().is_none() && said.get::<Arc<Drawn>>().is_none();
    if bare && !path.starts_with("/assets/") {
        let text = match response.status() {
            StatusCode::NOT_FOUND => "there is no such page".to_owned(),
            StatusCode::METHOD_NOT_ALLOWED => "that cannot be done here".to_owned(),
            StatusCode::PAYLOAD_TOO_LARGE => "that is too large".to_owned(),
            StatusCode::SERVICE_UNAVAILABLE => "it took too long; try again later".to_owned(),
            status => status.canonical_reason().unwrap_or("that cannot be done").to_lowercase(),
        };
        response.extensions_mut().insert(Trouble { text, enter: false });
    }
    if let Some(trouble) = response.extensions_mut().remove::<Trouble>() {
        if path.starts_with("/api/") {
            *response.body_mut() = Json(json!({ "error": trouble.text })).into_response().into_body();
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        } else if trouble.enter {
            response = pages::enter::lead(&wanted);
        } else {
            let page = pages::trouble(response.status(), &trouble.text);
            response.extensions_mut().insert(page);
        }
    }
    let nonce = random::<16>().map(|n| hex(&n)).unwrap_or_default();
    let mut policy = response.extensions().get::<Policy>().copied().unwrap_or_default();
    if let Some(page) = response.extensions_mut().remove::<Arc<Drawn>>() {
        policy = Policy::Page;
        let csrf = session.as_ref().map(|s| s.csrf(&desk.keys)).unwrap_or_default();
        *response.body_mut() = Body::from(page.fill(&nonce, &csrf));
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    // Only who is shown a page, or led to one, needs to be known again.
    if (policy == Policy::Page || response.status().is_redirection())
        && let Some(cookie) = session.and_then(|s| s.cookie(&desk.cookie, &desk.keys))
        && let Ok(cookie) = HeaderValue::from_str(&cookie)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    fence(response.headers_mut(), policy, &nonce);
    hold(&desk, response)
}

/// Answers larger than this are counted while they are on their way.
const LARGE: u64 = 256 << 10;
/// They go out in pieces of this size.
const PIECE: usize = 64 << 10;

/// Counts a large answer until whoever asked has taken it: many who take it slowly must not fill the memory.
fn hold(desk: &Desk, response: Response) -> Response {
    let length = response.body().size_hint().exact().unwrap_or(0);
    if length <= LARGE {
        return response;
    }
    let kilobytes = u32::try_from(length >> 10).unwrap_or(u32::MAX);
    let Ok(room) = Arc::clone(&desk.on_their_way).try_acquire_many_owned(kilobytes) else {
        return (StatusCode::SERVICE_UNAVAILABLE, "too much is on its way; try again later").into_response();
    };
    let (parts, body) = response.into_parts();
    let mut pieces = body.into_data_stream();
    let pieces = async_pieces(move |cx| pieces.poll_next_unpin(cx), room);
    Response::from_parts(parts, Body::from_stream(pieces))
}

/// Hands data on in small pieces, and lets go of `room` with the last.
fn async_pieces(
    mut next: impl FnMut(&mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>>,
    room: OwnedSemaphorePermit,
) -> impl Stream<Item = Result<Bytes, axum::Error>> {
    let mut rest = Bytes::new();
    poll_fn(move |cx| {
        let _ = &room;
        if rest.is_empty() {
            match next(cx) {
                Poll::Ready(Some(Ok(data))) => rest = data,
                other => return other,
            }
        }
        let piece = rest.split_to(PIECE.min(rest.len()));
        Poll::Ready(Some(Ok(piece)))
    })
}

/// The request, with whose browser it comes from, if it may come in.
async fn admit(desk: &Desk, request: Request) -> Result<(Session, Request), WebError> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path();
    // What the page About shows opens an open desk to programs, and of one that asks for its token no more than the slot for pages.
    let bearer = bearer(&parts.headers)
        .is_some_and(|t| desk.keys.is_token(t) || (desk.keys.is_pairing(t) && (!desk.token || path == "/api/capture")));
    // A browser's extension asks under its own name, and is known by the token.
    let handed_over = path == "/api/capture" && bearer;
    if !handed_over {
        desk.names.judge(&parts)?;
    } else {
        let mut known = axum::http::Request::builder().uri(parts.uri.clone()).body(()).map_err(|_| WebError::Fault)?;
        known.headers_mut().extend(parts.headers.get(header::HOST).map(|h| (header::HOST, h.clone())));
        desk.names.judge(&known.into_parts().0)?;
    }
    let session = Session::of(&parts, &desk.cookie, &desk.keys)?;
    let open = OPEN.iter().any(|o| path == *o || (o.ends_with('/') && path.starts_with(o)));
    // What is marked as entered is only who gave the token: a desk that asks for none today may do so tomorrow.
    if desk.token && !session.entered && !bearer && !open {
        return Err(WebError::Enter);
    }
    // Tables are written by programs, which have the token and no forms.
    let writes = !matches!(parts.method.as_str(), "GET" | "HEAD");
    if writes && path.starts_with("/api/") && !bearer {
        return Err(WebError::Enter);
    }
    parts.extensions.insert(session.clone());
    Ok((session, Request::from_parts(parts, body)))
}

fn bearer(headers: &axum::http::HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
