//! Same affair? Same text? Same event? Do they differ?

mod compare;
mod copies;
mod stories;
mod story;
mod terms;

pub use compare::compare;
pub use copies::{Copy, copies, find as find_copies, groups as copy_groups};
pub use stories::{group, group_with};
pub use story::*;
