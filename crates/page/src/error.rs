//! Why a carrier cannot be opened. What is wrong with a single page stands in its report instead.

/// Why nothing could be taken out of a carrier (a feed, a mail, an archive).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CarrierError {
    /// It is not what its name or its first bytes say.
    #[error("not {kind} that can be read: {why}")]
    Broken {
        /// "a feed", "a mail".
        kind: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// It is larger, or holds more, than anything of its kind would.
    #[error("{kind} with more than {limit}")]
    Large {
        /// "a feed", "a mail".
        kind: &'static str,
        /// The limit, with its unit.
        limit: String,
    },
    /// There is nothing in it that could be a report.
    #[error("{kind} that holds no page and no text")]
    Empty {
        /// "a feed", "a mail".
        kind: &'static str,
    },
}

impl CarrierError {
    pub(crate) fn broken(kind: &'static str, why: impl ToString) -> Self {
        // Messages of parsers may quote what they stumbled over, which may be long or hold line breaks.
        let line = crate::text::squeeze(&why.to_string());
        let mut why: String = line.chars().take(160).collect();
        if why.len() < line.len() {
            why.push('…');
        }
        Self::Broken { kind, why }
    }
}
