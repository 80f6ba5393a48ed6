//! Same affair? Same text? Same event? Do they differ?

mod compare;
mod copies;
mod coreference;
mod dossier;
mod figures;
mod happenings;
mod lexicon;
mod likeness;
mod propositions;
mod sources;
mod stances;
mod stories;
mod story;
mod terms;

pub use compare::compare;
pub use copies::{Copy, copies, copy_groups, find_copies};
pub use coreference::events;
pub use dossier::tell;
pub use stories::{group, group_with};
pub use story::*;
