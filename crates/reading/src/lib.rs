//! Who did or said what to whom, on whose word, how surely?
//!
//! [`read`] takes a report with its grammar and times and gives a [`Reading`]: actors, attributions, events with
//! their PLOVER types and factuality. It goes by the tree and by the commented tables in `data/`.

mod actors;
mod attributions;
mod events;
mod factuality;
mod lexicon;
mod parsed;
mod presuppose;
mod quantities;
mod quotes;
mod reader;
mod reading;

pub use reader::read;
pub use reading::*;
