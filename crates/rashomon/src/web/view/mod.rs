//! What pages show, looked up in the store and put into words; templates only lay it out.

pub mod actor;
pub mod drawn;
pub mod paragraphs;
pub mod parties;
pub mod quote;
pub mod reading;
pub mod story;
pub mod summary;
