//! When is "last month"?
//!
//! Reads the time expressions of news English and puts them on the calendar, as TIMEX3 (the scheme
//! of ISO-TimeML and of the TempEval tasks). A report's own date is the [`Anchor`]; what is not
//! known stays unknown, so that no date is invented:
//!
//! ```
//! use rashomon_text::PartialDate;
//! use rashomon_times::{Anchor, find};
//!
//! let text = "They met in Helsinki last month and will meet again on Friday.";
//! let values = |date: &str| -> Vec<String> {
//!     find(text, &Anchor::on(PartialDate::parse(date).unwrap()), None).into_iter().map(|t| t.value).collect()
//! };
//! assert_eq!(values("2018-08-17"), ["2018-07", "2018-08-17"]);
//! assert_eq!(values("XXXX-08-17"), ["XXXX-07", "XXXX-WXX-5"]);
//! ```
//!
//! Words, fixed phrases and holidays are data (`data/*.tsv`); how they combine is code, one rule a
//! kind of expression, over one pass of tokens.

mod found;
mod grammar;
mod guard;
mod lexicon;
mod resolve;
mod tense;
mod timex;
mod token;
mod unit;
mod value;

use rashomon_lang::Analysis;
use rashomon_text::{PartialDate, Span};

use found::{Found, When};
use grammar::Grammar;
use resolve::Resolver;

pub use timex::{Modifier, TimeType, Timex};

/// What expressions are resolved against: the report's own date, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The date of publication; `None` if unknown, and any of its parts may be.
    pub date: Option<PartialDate>,
}

impl Anchor {
    /// A report of this date.
    #[must_use]
    pub fn on(date: PartialDate) -> Self {
        Self { date: Some(date) }
    }

    /// A report of unknown date.
    #[must_use]
    pub fn unknown() -> Self {
        Self { date: None }
    }
}

/// Finds the time expressions of `text`, in order and without overlap.
///
/// With `grammar`, the tree decides the tense that chooses between last and next Friday, and tags
/// and entities keep out names ("May said"); without, the words around must do. The analysis must be
/// that of the same text.
#[must_use]
pub fn find(text: &str, anchor: &Anchor, grammar: Option<&Analysis>) -> Vec<Timex> {
    let toks = token::tokens(text);
    let rules = Grammar::new(text, &toks);
    let span = |f: &Found| Span::new(toks[f.from].start as usize, toks[f.to - 1].end as usize);
    let mut found: Vec<Found> = Vec::new();
    let mut i = 0;
    while i < toks.len() {
        match rules.at(i) {
            Some(f) if f.to <= toks.len() && !grammar.is_some_and(|a| guard::refuses(a, &f, span(&f))) => {
                i = f.to;
                if f.when != When::Nothing {
                    found.push(f);
                }
            }
            _ => i += 1,
        }
    }
    let mut resolver = Resolver::new(anchor, &found);
    let resolved = found.iter().filter_map(|f| {
        let span = span(f);
        let tense = match grammar {
            _ if tense::at_the_soonest(&toks, text, f.from) => Some(lexicon::Tense::Future),
            Some(a) if f.is_bare_month() && tense::of_a_noun(a, span) => None,
            Some(a) => tense::governing(a, span),
            None => tense::guess(&toks, f.from, f.to),
        };
        let value = resolver.value(f, tense, rules.is_aside(f))?;
        Some(Timex { span, kind: f.kind, value, modifier: f.modifier })
    });
    resolved.collect()
}
