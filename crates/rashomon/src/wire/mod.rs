//! The shapes that leave the program: JSON as the contract names it, offsets in code points.
//!
//! Inside, nothing is serialisable on purpose; formats stay stable here while the inside moves.

pub mod comparison;
mod conllu;
mod plover;
pub mod reading;
mod stories;

pub use comparison::StoryLine;
pub use conllu::conllu;
pub use plover::{PloverRecord, records};
pub use reading::ReadingLine;
pub use stories::{ChangeLine, StoryEntry};

/// A half-open span in code points of the `text` of the same line.
pub type Points = (u32, u32);
