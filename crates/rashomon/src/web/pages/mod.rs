//! The pages, a module each: what is asked for, and what the template is filled with.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::WebError;
use super::assets;
use super::guard::marks::{Drawn, MARKS};

pub mod about;
pub mod actor;
pub mod add;
pub mod check;
pub mod correct;
pub mod enter;
pub mod front;
pub mod original;
pub mod report;
pub mod search;
pub mod story;

/// Where in the desk a page stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Here {
    /// The front page, and what is reached from it.
    #[default]
    Stories,
    /// Checking a claim.
    Check,
    /// Adding reports.
    Add,
    /// What the user put right.
    Corrections,
    /// Keys and what the desk is.
    About,
    /// Nowhere: something did not work.
    Nowhere,
}

/// What stands around every page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The title of the page.
    pub title: String,
    /// Where it stands.
    pub here: Here,
    /// What is in the box for searches.
    pub query: String,
    /// Filled in when the page goes out.
    pub nonce: &'static str,
    /// Likewise.
    pub csrf: &'static str,
    /// Addresses of style and script.
    pub style: &'static str,
    /// Of pictures.
    pub pictures: &'static str,
    /// The script.
    pub script: &'static str,
    /// The sign of the desk.
    pub icon: &'static str,
    /// The door is shut: no ways to other pages are shown.
    pub bare: bool,
}

impl Frame {
    /// Of a page with this title.
    #[must_use]
    pub fn new(title: impl Into<String>, here: Here) -> Self {
        Self {
            title: title.into(),
            here,
            query: String::new(),
            nonce: &MARKS.nonce,
            csrf: &MARKS.csrf,
            style: &assets::STYLE.address,
            pictures: &assets::PICTURES.address,
            script: &assets::SCRIPT.address,
            icon: &assets::ICON.address,
            bare: false,
        }
    }

    fn is(&self, here: Here) -> bool {
        self.here == here
    }
}

/// A page, drawn.
#[derive(Clone, Debug)]
pub struct Page(pub Arc<Drawn>);

impl Page {
    /// Draws it.
    ///
    /// # Errors
    /// If the template cannot be filled, which is a fault of the program.
    pub fn draw(template: &impl Template) -> Result<Self, WebError> {
        Ok(Self(Arc::new(Drawn::new(template.render()?))))
    }
}

impl axum::response::IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = StatusCode::OK.into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

#[derive(Template)]
#[template(path = "web/trouble.html")]
struct TroublePage<'a> {
    frame: Frame,
    status: u16,
    text: &'a str,
}

/// The page that says why there is no other.
#[must_use]
pub fn trouble(status: StatusCode, text: &str) -> Arc<Drawn> {
    let title = if status == StatusCode::NOT_FOUND { "Not found" } else { "That did not work" };
    let mut frame = Frame::new(title, Here::Nowhere);
    frame.bare = status == StatusCode::MISDIRECTED_REQUEST;
    let page = TroublePage { frame, status: status.as_u16(), text };
    Arc::new(Drawn::new(page.render().unwrap_or_else(|_| text.replace(['<', '&'], " "))))
}

/// Leads a browser on after something was done; what it asks for next changes nothing.
#[must_use]
pub fn lead(to: &str) -> Response {
    axum::response::Redirect::to(to).into_response()
}

/// Whether an address is one of the desk, and nothing that a browser takes for another: it leaves out tabs, and turns strokes.
#[must_use]
pub fn is_own(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.contains(char::is_control)
}

/// A value for an address.
#[must_use]
pub fn encoded(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}

mod filters {
    use std::fmt::Display;

    use askama::{Result, Values};

    /// A value for an address.
    #[askama::filter_fn]
    pub fn encoded(text: impl Display, _: &dyn Values) -> Result<String> {
        Ok(super::encoded(&text.to_string()))
    }
}
