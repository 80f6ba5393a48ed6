//! Settings that are kept in files.
//!
//! What the command line says goes before the environment, this before the project's file (`rashomon.toml`, the nearest from the working
//! directory upwards), this before the user's own, this before what the program does by itself. [`Config::load`] finds and reads the
//! files, and [`Config::apply`] makes what they say the defaults of the options of that name: so the first two orders keep themselves.
//!
//! `file.rs` is what may stand in a file, `keys.rs` the list of it, `project.rs` what a file must not do that may be somebody else's.

mod error;
mod file;
mod keys;
mod load;
mod project;
mod read;
#[cfg(test)]
mod tests;
mod watch;

pub use error::ConfigError;
pub use file::{File, schema};
pub use keys::{KEYS, Key, Trust};
pub use load::{Config, Setting};
pub(crate) use watch::LONGEST;
pub use watch::{Interval, Place, WatchSource};
