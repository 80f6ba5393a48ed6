//! What a person reads in a terminal: plain words first, colour only where the terminal has it.

mod check;
mod desk;
mod explanation;
mod paper;
mod reading;
mod stories;
mod story;
mod why;

pub use check::check;
pub use desk::{added, changes, found, history, kept, listed, moment, short};
pub use explanation::{Explained, ExplainedNote, explained, explanation};
pub(crate) use paper::{count, date};
pub(crate) use reading::certainty;
pub use reading::reading;
pub use stories::stories;
pub use story::Dossiers;
