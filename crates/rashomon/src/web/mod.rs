//! The desk in the browser.

pub mod pictures;
