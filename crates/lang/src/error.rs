//! What can go wrong with weights. Texts never fail.

/// Why bytes cannot be opened as weights.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// They are something else.
    #[error("not a file of converted weights")]
    NotWeights,
    /// They were written by another version of the program.
    #[error("the weights are in format {found}, this program reads format {wanted}: convert them again")]
    Version {
        /// Format of the bytes.
        found: u32,
        /// Format that is read.
        wanted: u32,
    },
    /// Cut off or changed.
    #[error("the weights are damaged ({0}): convert them again")]
    Damaged(&'static str),
    /// A part is missing.
    #[error("the weights have no section {0:?}: convert them again")]
    Missing(&'static str),
    /// A rule cannot be read.
    #[error("the weights hold a rule that is not understood: {0}")]
    Rule(String),
}

/// Why a model directory cannot be converted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// The files are not those of a spaCy pipeline.
    #[error("no model found: no file named …/tok2vec/model")]
    NoModel,
    /// A file of the model is missing.
    #[error("the model has no file {0}")]
    NoFile(String),
    /// A file of the model does not hold what it should.
    #[error("{file}: {what}")]
    Unreadable {
        /// Its name.
        file: String,
        /// What was expected.
        what: String,
    },
    /// What was written cannot be opened again.
    #[error("the converted weights do not open")]
    Reopen(#[from] LoadError),
}
