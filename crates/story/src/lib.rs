//! Same affair? Same text? Same event? Do they differ?

mod check;
mod compare;
mod copies;
mod coreference;
mod likeness;
mod sources;
mod stories;
mod story;
mod terms;

pub use check::{Check, Indexed, Relation, check, check_indexed};
pub use compare::compare;
pub use copies::{Copy, copies, copy_groups, find_copies};
pub use coreference::events;
pub use sources::independent_sources;
pub use stories::{group, group_with};
pub use story::*;
