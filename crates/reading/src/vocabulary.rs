//! The vocabulary that reading goes by, as shipped or with a user's own lines.

use std::sync::LazyLock;

use crate::lexicon::{Lexicon, OwnTable, TABLES, fault};

/// The tables of `data/`, read: names, cues, patterns of events, words of certainty.
///
/// [`Vocabulary::shipped`] is what [`read`](crate::read) goes by. A user who wants another reading writes a table of
/// the same name with lines of his own; they go before the shipped ones.
pub struct Vocabulary(pub(crate) Lexicon);

/// A user's own table that cannot be used, for the one who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    /// No table has that name.
    #[error("{label}: there is no table {name}; there are: {known}", known = table_names())]
    Unknown {
        /// Where it stands.
        label: String,
        /// The name it has.
        name: String,
    },
    /// A line that says nothing the table can hold.
    #[error("{label}, line {line}: {fault}")]
    Line {
        /// Where the table stands.
        label: String,
        /// Which line, from 1.
        line: u32,
        /// What is wrong.
        fault: String,
    },
}

fn table_names() -> String {
    TABLES.map(|(name, _)| name).join(", ")
}

/// A table of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The shipped table that it adds to: "plover.tsv".
    pub name: String,
    /// What to call it in messages and explanations: its path.
    pub label: String,
    /// Its lines.
    pub text: String,
}

impl Vocabulary {
    /// As shipped.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary(Lexicon::load(&[])));
        &SHIPPED
    }

    /// The shipped tables with a user's own lines before them. The text of the tables is kept until the process ends,
    /// since every explanation points into it: make one vocabulary a run, not one a report.
    ///
    /// # Errors
    /// If a table is not one of those shipped, or a line of it is not understood.
    ///
    /// ```
    /// use rashomon_reading::{Table, Vocabulary};
    ///
    /// let mine = |text: &str| Table { name: "plover.tsv".into(), label: "mine/plover.tsv".into(), text: text.into() };
    /// assert!(Vocabulary::with(vec![mine("PROTEST\tdemo\tpicket;bang <pot>\n")]).is_err(), "no class <pot>");
    /// assert!(Vocabulary::with(vec![mine("PROTEST\tdemo\tpicket;beat <tool>\n")]).is_ok());
    /// let wrong = Vocabulary::with(vec![mine("# mine\nPROTESTS\t\tpicket\n")]).err().unwrap();
    /// assert_eq!(wrong.to_string(), "mine/plover.tsv, line 2: \"PROTESTS\" is no type of PLOVER");
    /// ```
    pub fn with(own: Vec<Table>) -> Result<Self, VocabularyError> {
        let mut tables = Vec::new();
        for t in own {
            let Some((name, _)) = TABLES.iter().find(|(name, _)| *name == t.name) else {
                return Err(VocabularyError::Unknown { label: t.label, name: t.name });
            };
            for (line, n) in t.text.lines().zip(1..) {
                if let Some(fault) = fault(name, line) {
                    return Err(VocabularyError::Line { label: t.label, line: n, fault });
                }
            }
            tables.push(OwnTable { name, label: t.label.leak(), text: t.text.leak() });
        }
        let lexicon = Lexicon::load(&tables);
        if let Some((from, class)) = lexicon.missing_class() {
            let fault = format!("{}: there is no class {class}", from.entry);
            return Err(VocabularyError::Line { label: from.table.to_owned(), line: from.line, fault });
        }
        Ok(Self(lexicon))
    }
}
