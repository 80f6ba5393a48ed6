//! What do we have?
//!
//! One SQLite file holds the bytes that reports were read from, the reports and all their versions, what was read in them, the
//! stories they make, and disputes with what became of them. What goes in is named after its content: adding twice changes nothing.
//!
//! - [`Store::open`] reads, beside any number of others; [`Store::open_to_write`] writes, as the only one.
//! - [`Store::write`] is a transaction: [`Writing::add`], [`Writing::place`], [`Writing::tell`].
//! - [`Store::open_to_correct`] is for what a user puts right: [`Writing::correct`], [`Writing::take_back`].
//! - [`Store::search`] finds reports by words and by fields of what they say ([`Query`]).
//! - [`Store::check`], [`Store::vacuum`], [`Store::backup`] look after the file.
//!
//! The store compares nothing and reads no page: it is handed what others found, and hands it back. JSON that it keeps is that of
//! the command's output.

mod add;
mod care;
mod corrections;
mod disputes;
mod error;
mod found;
mod ids;
mod kept;
mod lock;
mod pack;
mod place;
mod reports;
mod schema;
mod search;
mod stamps;
mod store;
mod stories;
mod tell;
mod watched;

pub use add::{Added, NewReport, NewStatement, file_address};
pub use corrections::{Corrected, Correction, NewCorrection};
pub use disputes::{Dismissed, KeptDispute, Step};
pub use error::StoreError;
pub use ids::{found_digest, report_id};
pub use kept::Kept;
pub use reports::{Counts, Head, ReportNo};
pub use search::{FIELDS, Found, Hit, Query};
pub use store::{Store, Writing};
pub use stories::{Placed, StoryHead, StoryNo, Unplaced, Wanted};
pub use tell::{NewDispute, NewTold};
pub use watched::Watched;
