//! Same affair? Same text? Same event? Do they differ?

mod figures;
mod happenings;
mod lexicon;
mod propositions;
mod sources;
mod stances;
mod story;

pub use story::*;
