//! Same affair? Same text? Same event? Do they differ?

mod story;

pub use story::*;
