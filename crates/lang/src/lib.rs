//! What is the grammar of this sentence?

mod analysis;
mod labels;

pub use analysis::{Analysis, AnalysisBuilder, Entity, NewToken, Token};
pub use labels::{Dep, EntityLabel, Pos, Tag};
