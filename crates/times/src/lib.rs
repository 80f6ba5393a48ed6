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
//! All four types of TIMEX3 are found, with the modifiers that shade them:
//!
//! ```
//! use rashomon_text::PartialDate;
//! use rashomon_times::{Anchor, Modifier, TimeType, find};
//!
//! let of = |text: &str| find(text, &Anchor::on(PartialDate::day(2018, 8, 17)), None).remove(0);
//! let rows = [
//!     ("in the third quarter of 2017", TimeType::Date, "2017-Q3"), // quarters, halves (H1), fiscal years
//!     ("since the summer of '94", TimeType::Date, "1994-SU"),      // seasons
//!     ("through the 1990s", TimeType::Date, "199"),                // decades, centuries (18), ages of history
//!     ("in 490 BC", TimeType::Date, "BC0490"),
//!     ("on Thanksgiving", TimeType::Date, "2018-11-22"),           // holidays, fixed and movable
//!     ("at 9:30 p.m. on Tuesday", TimeType::Time, "2018-08-14T21:30"),
//!     ("on Tuesday night", TimeType::Time, "2018-08-14TNI"),
//!     ("over the past three days", TimeType::Duration, "P3D"),
//!     ("for two and a half years", TimeType::Duration, "P2Y6M"),
//!     ("every Monday", TimeType::Set, "XXXX-WXX-1"),
//! ];
//! for (text, kind, value) in rows {
//!     let t = of(text);
//!     assert_eq!((t.kind, &*t.value), (kind, value), "{text}");
//! }
//! assert_eq!(of("in early July").modifier, Some(Modifier::Start));
//! assert_eq!(of("about three weeks").modifier, Some(Modifier::Approx));
//! ```
//!
//! The tense of the clause decides between last and next Friday, what was said before is what "the
//! previous day" counts from, and a history without a date goes by its own dates:
//!
//! ```
//! use rashomon_text::PartialDate;
//! use rashomon_times::{Anchor, find};
//!
//! let values = |text: &str, anchor: Anchor| -> Vec<String> { find(text, &anchor, None).into_iter().map(|t| t.value).collect() };
//! let friday = Anchor::on(PartialDate::day(2018, 8, 17));
//! assert_eq!(values("She spoke on Tuesday. She will speak on Tuesday.", friday), ["2018-08-14", "2018-08-21"]);
//! assert_eq!(values("He left on 3 May 2016. The previous day it had rained.", friday), ["2016-05-03", "2016-05-02"]);
//! let history = "On 3 May 1911 the fort fell. By 4 July the army had reached the river.";
//! assert_eq!(values(history, Anchor::unknown()), ["1911-05-03", "1911-07-04"]);
//! ```
//!
//! [`ranges`] says which two expressions are the ends of one stretch, [`timeml`] writes them into
//! the text.
//!
//! Words, phrases, comparisons and holidays are data (`data/*.tsv`, commented); how they combine is
//! code, one rule a kind of expression, over one pass of tokens.

mod found;
mod grammar;
mod guard;
mod lexicon;
mod ranges;
mod resolve;
mod tense;
mod timeml;
mod timex;
mod token;
mod unit;
mod value;

use rashomon_lang::Analysis;
use rashomon_text::{PartialDate, Span};

use found::{Found, When};
use grammar::Grammar;
use resolve::Resolver;

pub use ranges::ranges;
pub use timeml::timeml;
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
