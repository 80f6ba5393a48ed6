//! When is "last month"?

mod timex;

pub use timex::{Modifier, TimeType, Timex};
