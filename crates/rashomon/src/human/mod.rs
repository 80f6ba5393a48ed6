//! What a person reads in a terminal: plain words first, colour only where the terminal has it.

mod check;
mod paper;
mod reading;
mod story;

pub use check::check;
pub use reading::reading;
pub use story::stories;
