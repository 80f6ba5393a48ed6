//! What did the outlet publish, and when?

mod report;

pub use report::{Dated, Dateline, Paragraph, ParagraphKind, Report};
