//! What is the grammar of this sentence?
//!
//! Runs the weights of spaCy 3.8's English pipelines: tokens, Penn tags, parts of speech, morphology, lemmas, a
//! dependency tree, sentences and named entities, token for token what spaCy gives on the same weights. Nothing is
//! read from disk here: [`convert()`] turns the files of a model into one compact file, [`Model::from_bytes`] opens
//! it where it lies (a memory map costs no copy), [`Model::analyse`] reads a text.
//!
//! ```
//! use rashomon_lang::{Dep, Model, Pos, Weights};
//! // The command `rashomon setup` puts converted weights there.
//! let Some(bytes) = Weights::Md.cached().and_then(|path| std::fs::read(path).ok()) else { return };
//! let model = Model::from_bytes(bytes).unwrap();
//! let text = "The minister refused to resign.";
//! let a = model.analyse(text);
//! let refused = 2;
//! assert_eq!(a.token(refused).pos, Pos::Verb);
//! assert_eq!((a.lemma(refused), a.token(refused).dep), ("refuse", Dep::Root));
//! let subject = a.child(refused, Dep::Nsubj).unwrap();
//! assert_eq!(a.span(a.subtree(subject)).of(text), "The minister");
//! assert_eq!(model.vector("minister").unwrap().len(), 300);
//! ```
//!
//! # How it is made
//! Words are read once each per thread: norm, affixes, shape, vector, embedding, and what the rules make of a tag.
//! The nets then run over stretches of text with weights packed for the vector unit; parser and entity recogniser
//! walk greedily over layers computed ahead. No result depends on what was read before, on the number of threads or
//! on how texts were grouped.

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
