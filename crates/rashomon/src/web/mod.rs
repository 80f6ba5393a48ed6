//! The desk in the browser.
//!
//! One binary serves all of it: pages are drawn here and work without scripts, and nothing is loaded from anywhere else. A request
//! passes [`guard`], is answered by a page of `pages/` or a table of `api/`, and goes out dressed (`dress.rs`). Pages are drawn from
//! `view/`, which looks at what is kept through `readers.rs`; what changes the store goes through `jobs.rs` (reports) or
//! `correct.rs` (what the user puts right).

mod api;
mod assets;
mod cache;
mod client;
mod desk;
mod dress;
mod error;
pub mod guard;
mod jobs;
mod pages;
pub mod pictures;
mod readers;
mod router;
mod serve;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod view;

pub use desk::{Desk, Doors};
pub use error::WebError;
pub use router::router;
pub use serve::serve;
