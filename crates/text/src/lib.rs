//! Where exactly does it say that?
//!
//! Everything Rashomon prints about a report can be followed to a stretch of stored text.
//! This crate holds the little that all others need for it: [`Span`]s in bytes, the map from
//! bytes to code points that the outside world counts in ([`CodePoints`]), the [`Document`] as
//! it is handed in, and [`PartialDate`], a calendar date of which parts may be unknown.
//!
//! ```
//! use rashomon_text::{CodePoints, Span};
//! let text = "Łódź said no.";
//! let said = Span::new(8, 12);
//! assert_eq!(said.of(text), "said");
//! assert_eq!(CodePoints::new(text).span(said), (5, 9)); // code points, half open
//! ```

mod date;
mod document;
mod span;

pub use date::{PartialDate, Precision};
pub use document::Document;
pub use span::{CodePoints, Span};
