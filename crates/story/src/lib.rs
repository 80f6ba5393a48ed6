//! Same affair? Same text? Same event? Do they differ?

mod compare;
mod copies;
mod dossier;
mod figures;
mod happenings;
mod lexicon;
mod propositions;
mod sources;
mod stances;
mod stories;
mod story;
mod terms;

pub use compare::compare;
pub use copies::{Copy, copies, find as find_copies, groups as copy_groups};
pub use dossier::tell;
pub use stories::{group, group_with};
pub use story::*;
