//! What an assistant may ask: a server of the Model Context Protocol over standard input and output.
//!
//! Each tool is a file: what may be asked (`…Args`), what is answered, and how. `server.rs` speaks the protocol, `desk.rs` is what
//! answers are made from, `quote.rs` how evidence is named, `room.rs` keeps answers small. All tools read only. What reports say goes out
//! in fields of JSON, as data, and assistants are told so.

mod about;
mod check;
mod desk;
mod error;
mod evidence;
mod page;
mod quote;
mod room;
mod search;
mod server;
mod stories;
mod story;
#[cfg(test)]
mod tests;
mod timeline;
mod who_said;

pub use desk::Desk;
pub use error::McpError;
pub use server::serve;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something an assistant may ask, with what it is told about it.
trait Ask: DeserializeOwned + JsonSchema {
    /// The tool's name.
    const NAME: &'static str;
    /// For a person.
    const TITLE: &'static str;
    /// For the assistant: when to use it, and what comes back.
    const DESCRIPTION: &'static str;
    /// What is answered.
    type Answer: Serialize + JsonSchema;

    /// Answers.
    fn answer(self, desk: &Desk) -> Result<Self::Answer, McpError>;
}

/// A number that was asked for, or the usual one.
fn within(name: &'static str, asked: Option<usize>, usual: usize, most: usize) -> Result<usize, McpError> {
    match asked {
        None => Ok(usual),
        Some(n) if (1..=most).contains(&n) => Ok(n),
        Some(n) => Err(McpError::Ask(format!("{name} is a number from 1 to {most}, not {n}"))),
    }
}
