//! What is kept: reports go into the store, are placed in stories, and stories are compared anew when they change.
//!
//! Three steps, each of which can be interrupted and is gone on with by whoever writes next: [`keep`] stores reports as they were
//! read, [`placing`] puts those into stories that are in none, [`telling`] compares the stories that changed; [`adding`] takes all
//! three in turn. [`claims`] holds a claim against what is kept.

pub mod adding;
pub mod changes;
pub mod claims;
pub mod dossier;
mod engine;
pub mod keep;
pub mod placing;
pub mod quotes;
mod statements;
pub mod telling;
mod whereabouts;

pub use engine::Engine;
pub use whereabouts::{StoreArgs, WaitArgs, default_store, now};
