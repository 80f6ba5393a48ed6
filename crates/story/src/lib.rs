//! Same affair? Same text? Same event? Do they differ?

mod compare;
mod copies;
mod coreference;
mod likeness;
mod stories;
mod story;
mod terms;

pub use compare::compare;
pub use coreference::events;
pub use copies::{Copy, copies, copy_groups, find_copies};
pub use stories::{group, group_with};
pub use story::*;
