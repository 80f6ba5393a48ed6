//! Same affair? Same text? Same event? Do they differ?
//!
//! Takes reports with their grammar and reading ([`Case`]) and brings them together:
//! - [`group`], [`gather`]: which reports are about one affair, from [`Profile`]s alone; [`Stream`]: the same for reports that
//!   come one by one;
//! - [`find_copies`], [`copies`]: which repeat another's text, and what of it; [`independent_sources`]: what is left;
//! - [`events`]: which mentions are of one event, within a report and across;
//! - [`compare`], [`compare_affair`]: all of it, as [`Story`]s, with where the reports part, what they share, and who stands where;
//! - [`check`], [`check_indexed`]: whether a report bears out a claim.
//!
//! All of it is a pure function of its input; what is found does not depend on the order of the reports. Words that a person
//! may want to change stand in commented tables in `data/`. Word vectors ([`Vectors`]) help; with `()` in their place the
//! tables alone decide.
//!
//! ```
//! use rashomon_lang::{Model, Weights};
//! use rashomon_page::Report;
//! use rashomon_story::{Case, Relation, check, compare};
//!
//! // Nothing to compare is no error.
//! assert!(compare(&[], &()).is_empty());
//!
//! // The rest needs the weights; `rashomon setup` fetches them.
//! let Some(bytes) = Weights::Md.cached().and_then(|path| std::fs::read(path).ok()) else { return Ok(()) };
//! let model = Model::from_bytes(bytes)?;
//! let case = |id: &str, text: &str| {
//!     let report = Report { id: id.to_owned(), text: text.to_owned(), ..Report::default() };
//!     let analysis = model.analyse(text);
//!     let reading = rashomon_reading::read(&report, &analysis, Vec::new());
//!     Case { report, analysis, reading }
//! };
//! let ferry = "The ferry Halcyon sank off Brenmouth on Monday. Rescuers pulled 40 passengers from the water.";
//! let cases = [
//!     case("a", ferry),
//!     case("b", "Voters in Tarn chose Ilse Okoro as their mayor. She beat Paul Remy by a narrow margin."),
//!     case("c", "Forty passengers were rescued after the ferry Halcyon sank in the waters off Brenmouth."),
//! ];
//! let stories = compare(&cases, &model);
//! assert_eq!(stories.iter().map(|s| s.reports.clone()).collect::<Vec<_>>(), [vec![0, 2], vec![1]]);
//! assert_eq!(stories[0].independent_sources, 2); // same affair, other words
//!
//! let claim = case("claim", "The ferry Halcyon did not sink off Brenmouth on Monday.");
//! let answer = check(&claim, &cases[0], &model);
//! assert_eq!(answer.relation, Relation::Disputes);
//! assert_eq!(answer.evidence[0].of(ferry), "The ferry Halcyon sank off Brenmouth on Monday.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agreements;
mod check;
mod compare;
mod copies;
mod coreference;
mod dossier;
mod figures;
mod independence;
mod lexicon;
mod likeness;
mod meaning;
mod profile;
mod propositions;
mod questions;
mod sources;
mod stances;
mod stories;
mod story;
mod tellings;
mod terms;
mod wordnet;

#[cfg(test)]
mod testing;

pub use check::{Check, Indexed, Relation, check, check_indexed};
pub use compare::{compare, compare_affair};
pub use copies::{Copy, First, Ground, copies, find_copies};
pub use coreference::{OneEvent, events, one_event};
pub use independence::independent_sources;
pub use profile::{Profile, ProfileParts};
pub use stories::{Affair, Change, Gathered, Stream, Together, gather, gather_one, group, together};
pub use story::*;
