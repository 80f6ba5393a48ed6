//! Same affair? Same text? Same event? Do they differ?

mod compare;
mod copies;
mod stories;
mod story;
mod terms;

pub use compare::compare;
pub use copies::{Copy, copies, copy_groups, find_copies};
pub use stories::{group, group_with};
pub use story::*;
