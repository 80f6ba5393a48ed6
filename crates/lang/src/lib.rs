//! What is the grammar of this sentence?

mod affix;
mod analysis;
mod chars;
mod convert;
mod entities;
mod error;
mod hash;
mod head;
mod kernel;
mod labels;
mod lemma;
mod lexicon;
mod model;
mod net;
mod parser;
mod ruler;
mod store;
mod tokenizer;
mod url;
mod weights;

pub use analysis::{Analysis, AnalysisBuilder, Entity, NewToken, Token};
pub use convert::{ModelFiles, convert};
pub use error::{ConvertError, LoadError};
pub use labels::{Dep, EntityLabel, Pos, Tag};
pub use model::{Analyser, Model};
pub use weights::{Weights, models_dir};
