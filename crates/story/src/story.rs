//! What several reports make together.

use rashomon_lang::Analysis;
use rashomon_page::Report;
use rashomon_reading::{EventId, Reading};
use rashomon_text::Span;

use crate::copies::Copy;

/// One report with all that was understood of it.
#[derive(Debug)]
pub struct Case {
    /// The report.
    pub report: Report,
    /// Its grammar.
    pub analysis: Analysis,
    /// Its reading.
    pub reading: Reading,
}

/// Word vectors, wherever they come from.
pub trait Vectors: Sync {
    /// The vector of a word as written; `None` for words that have none.
    fn vector(&self, word: &str) -> Option<&[f32]>;
}

impl Vectors for rashomon_lang::Model {
    fn vector(&self, word: &str) -> Option<&[f32]> {
        rashomon_lang::Model::vector(self, word)
    }
}

/// No word has a vector: comparing goes by words and tables alone.
impl Vectors for () {
    fn vector(&self, _: &str) -> Option<&[f32]> {
        None
    }
}

/// The reports about one affair, and what comparing them showed.
///
/// Reports are named by their index in the slice of [`Case`]s that was compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// What it is about.
    pub title: String,
    /// Its reports, in order of input.
    pub reports: Vec<usize>,
    /// Groups of reports of which one repeats another's text.
    pub copies: Vec<Vec<usize>>,
    /// Pairs of reports of which one repeats text of the other, with what they share and who had it first.
    pub copied: Vec<Copy>,
    /// What is left when copies, and reports that rest on the same source, are counted once.
    pub independent_sources: usize,
    /// Those sources: the reports that count for one, and why.
    pub sources: Vec<SourceGroup>,
    /// Events that more than one mention tells of, and single ones.
    pub events: Vec<EventCluster>,
    /// Where the reports part.
    pub disputes: Vec<Dispute>,
    /// What they say alike.
    pub agreements: Vec<Agreement>,
    /// Who stands where.
    pub positions: Vec<Position>,
    /// Dated events, in order.
    pub timeline: Vec<Dated>,
}

/// Reports that count for one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceGroup {
    /// The reports.
    pub reports: Vec<usize>,
    /// On whose word more than one of them rests; empty where they are copies of one text, or one report alone.
    pub rest_on: Vec<String>,
}

/// One event with all its mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventCluster {
    /// Report and event.
    pub mentions: Vec<(usize, EventId)>,
    /// Report and words: nouns and names that tell of it where the reading has no predicate ("the outage").
    pub named: Vec<(usize, Span)>,
}

/// An event of the story with its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// TIMEX3 value.
    pub date: String,
    /// Index in [`Story::events`].
    pub event: usize,
}

/// A question that statements answer differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// What is disputed.
    pub kind: DisputeKind,
    /// Whether both can hold one after the other.
    pub status: Status,
    /// The question, as a sentence.
    pub question: String,
    /// The answers; two or more.
    pub sides: Vec<Side>,
    /// Why it is read so, in words for the user.
    pub why: String,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// One answer, with who gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The answer in short.
    pub value: String,
    /// When it is said to hold, as a TIMEX3 value.
    pub date: Option<String>,
    /// Who says so, where.
    pub statements: Vec<Statement>,
}

/// Something said, where it stands, and on whose word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The report.
    pub report: usize,
    /// Where in its text.
    pub span: Span,
    /// On whose word: sources from the first to the last ("an unnamed US official", "Bloomberg"); empty: the outlet's own.
    pub according_to: Vec<String>,
    /// Whether the first of them is without a name.
    pub anonymous: bool,
}

/// What independent reports say alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// What is agreed on, as a sentence.
    pub question: String,
    /// The common answer.
    pub value: String,
    /// Who says so, where.
    pub statements: Vec<Statement>,
}

/// Where an actor stands on an issue, over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Who.
    pub actor: String,
    /// On what.
    pub issue: String,
    /// In order of time.
    pub stances: Vec<StanceAt>,
}

/// A stance at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StanceAt {
    /// When, as a TIMEX3 value, where known.
    pub date: Option<String>,
    /// For or against.
    pub stance: Stance,
    /// Who says so, where.
    pub statement: Statement,
}

/// For or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Wants it, agrees to it, supports it.
    For,
    /// Refuses it, opposes it.
    Against,
    /// Both, or with reservations.
    Mixed,
}

impl Stance {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Mixed => "mixed",
        }
    }
}

/// What a dispute is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisputeKind {
    /// It happened, or it did not.
    Happened,
    /// For or against.
    Stance,
    /// How many.
    Number,
    /// When.
    Date,
    /// Where.
    Place,
    /// Who did it, to whom.
    Actor,
    /// Who said it, or what exactly was said.
    Words,
    /// One report against itself.
    Figures,
}

impl DisputeKind {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Stance => "stance",
            Self::Number => "number",
            Self::Date => "date",
            Self::Place => "place",
            Self::Actor => "actor",
            Self::Words => "words",
            Self::Figures => "figures",
        }
    }
}

/// How the sides of a dispute stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Both cannot hold.
    Dispute,
    /// A later report replaces an earlier one.
    Revision,
    /// The actor changed position in between.
    Reversal,
}

impl Status {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dispute => "dispute",
            Self::Revision => "revision",
            Self::Reversal => "reversal",
        }
    }
}
