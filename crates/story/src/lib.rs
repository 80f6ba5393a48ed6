//! Same affair? Same text? Same event? Do they differ?

mod dossier;
mod figures;
mod happenings;
mod lexicon;
mod propositions;
mod sources;
mod stances;
mod compare;
mod copies;
mod stories;
mod story;
mod terms;

pub use compare::compare;
pub use dossier::tell;
pub use copies::{Copy, copies, find as find_copies, groups as copy_groups};
pub use stories::{group, group_with};
pub use story::*;
