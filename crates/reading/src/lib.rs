//! Who did or said what to whom, on whose word, how surely?
//!
//! [`read`] takes a report with its grammar and times and gives a [`Reading`]: actors, attributions, events with
//! their PLOVER types and factuality. It goes by the tree and by the commented tables in `data/`.
//!
//! ```
//! use rashomon_lang::{Model, Weights};
//! use rashomon_page::Report;
//! use rashomon_reading::{Plover, read};
//!
//! // `rashomon setup` fetches the weights.
//! let Some(bytes) = Weights::Md.cached().and_then(|path| std::fs::read(path).ok()) else { return Ok(()) };
//! let model = Model::from_bytes(bytes)?;
//!
//! let text = "Norway refused to close the island base, a diplomat told Reuters.";
//! let report = Report { text: text.to_owned(), ..Report::default() };
//! let reading = read(&report, &model.analyse(text), Vec::new());
//!
//! // Who did what, and whether it was so …
//! let refused = reading.events.iter().find(|e| e.span.of(text) == "refused").unwrap();
//! assert_eq!(refused.kind, Some(Plover::Reject));
//! assert_eq!(reading.actor(refused.actors[0]).name, "Norway");
//! let close = reading.event(refused.about.unwrap());
//! assert_eq!(close.span.of(text), "close");
//! assert!(close.factuality < -1.0); // −3 certainly not … +3 certainly
//!
//! // … on whose word.
//! let word = reading.attribution(refused.holder.unwrap());
//! assert_eq!(word.source[0].of(text), "a diplomat");
//! assert_eq!(reading.actor(word.via.unwrap()).name, "Reuters");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod actors;
mod attributions;
mod events;
mod explain;
mod factuality;
mod lexicon;
mod parsed;
mod plover;
mod presuppose;
mod quantities;
mod quotes;
mod reader;
mod reading;
mod vocabulary;

pub use explain::{Explained, Ground, Note, explain};
pub use plover::{actor_code, contexts, sector};
pub use reader::{read, read_with};
pub use reading::*;
pub use vocabulary::{Table, Vocabulary, VocabularyError};
