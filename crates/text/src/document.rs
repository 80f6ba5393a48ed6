//! A document as it is handed in.

/// One text with what is known of it from outside, before anything is read.
///
/// `text` is kept exactly as given, so that offsets can be compared with those of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Names the document within one run.
    pub id: String,
    /// The text, untouched.
    pub text: String,
    /// The headline, where it was given apart.
    pub title: Option<String>,
    /// Date of publication as given, ISO 8601.
    pub published: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
}
