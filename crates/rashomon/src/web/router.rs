//! Which address is what.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use super::{Desk, WebError, api, assets, dress::dress, pages};

/// Bytes of a form.
const FORM: usize = 64 << 10;
/// An answer takes so long at most; what is handed over may take longer to come.
const ANSWER: Duration = Duration::from_secs(60);
const UPLOAD: Duration = Duration::from_secs(600);
/// The next piece of what is sent comes within this time.
const PIECE: Duration = Duration::from_secs(10);

/// All addresses of the desk.
///
/// ```
/// use std::sync::Arc;
/// use axum::{body::Body, http::{Request, StatusCode}};
/// use clap::Parser as _;
/// use rashomon::{cli::Cli, desk::Engine, fetch::Access, models::{Models, Weights}, pipeline::Settings};
/// use rashomon::web::{Desk, Doors, router};
/// use tower::ServiceExt as _;
///
/// # fn main() -> anyhow::Result<()> {
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// let dir = tempfile::tempdir()?;
/// let cli = Cli::try_parse_from(["rashomon", "stories", "--offline"])?;
/// let engine = Engine::new(Models::new(&cli.global)?, Weights::Md, Settings::default());
/// let doors = Doors { listen: "127.0.0.1:7878".parse()?, hosts: Vec::new(), token: false };
/// let (_stop, stopping) = tokio::sync::watch::channel(false);
/// let desk = Desk::new(dir.path().join("desk.rashomon"), engine, Access::default(), &doors, stopping)?;
/// let app = router(Arc::new(desk));
/// let ask = |host| Request::get("/").header("host", host).body(Body::empty());
/// // The front page of an empty desk; and nothing for a name that leads here without being ours.
/// assert_eq!(app.clone().oneshot(ask("localhost:7878")?).await?.status(), StatusCode::OK);
/// assert_eq!(app.oneshot(ask("evil.example")?).await?.status(), StatusCode::MISDIRECTED_REQUEST);
/// # anyhow::Ok(()) })
/// # }
/// ```
pub fn router(desk: Arc<Desk>) -> Router {
    let timeout = |time| TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time);
    let pages = Router::new()
        .route("/", get(pages::front::show))
        .route("/search", get(pages::search::show))
        .route("/story/{id}", get(pages::story::show))
        .route("/story/{id}/{form}", get(pages::story::dossier))
        .route("/report/{id}", get(pages::report::show))
        .route("/report/{id}/move", get(pages::correct::ask))
        .route("/report/{id}/original", get(pages::original::show))
        .route("/report/{id}/original/framed", get(pages::original::framed))
        .route("/report/{id}/original/file", get(pages::original::file))
        .route("/actor", get(pages::actor::show))
        .route("/check", get(pages::check::show))
        .route("/add/{id}", get(pages::add::job))
        .route("/corrections", get(pages::correct::show).post(pages::correct::make))
        .route("/corrections/{no}/take-back", post(pages::correct::take_back))
        .route("/about", get(pages::about::show).post(pages::about::pair))
        .route("/enter", get(pages::enter::show).post(pages::enter::enter))
        .route("/assets/{name}", get(assets::show))
        .merge(api::routes())
        .layer(DefaultBodyLimit::max(FORM))
        .layer(RequestBodyTimeoutLayer::new(PIECE))
        .layer(timeout(ANSWER));
    // What goes on as long as adding does.
    let streams = Router::new().route("/add/{id}/events", get(pages::add::events));
    let uploads = Router::new()
        .route("/add", get(pages::add::show).post(pages::add::take))
        .merge(api::uploads())
        .layer(DefaultBodyLimit::max(pages::add::LARGEST))
        .layer(RequestBodyTimeoutLayer::new(PIECE))
        .layer(timeout(UPLOAD));
    Router::new()
        .merge(pages)
        .merge(streams)
        .merge(uploads)
        .layer(CatchPanicLayer::custom(fault))
        .layer(from_fn_with_state(Arc::clone(&desk), dress))
        .with_state(desk)
}

/// A fault of the program is one answer's, and told in words.
fn fault(_: Box<dyn std::any::Any + Send>) -> Response {
    WebError::Fault.into_response()
}
