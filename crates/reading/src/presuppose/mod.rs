//! Dates weighed against what the text takes for granted.
//!
//! A page shows many dates that are not its own: a clock, an archive stamp, a teaser's. Where the text speaks of
//! somebody as in office, tells of a day to come as past or of a past day as to come, a date cannot be that of the article.

mod offices;
mod tenses;

use rashomon_page::{Dated, Report};
use rashomon_times::Timex;

use crate::actors::Cast;
use crate::lexicon::Lexicon;
use crate::parsed::Parsed;

pub(crate) fn warnings(report: &Report, p: Parsed<'_>, cast: &Cast, times: &[Timex], lexicon: &Lexicon) -> Vec<String> {
    let mut out = offices::warnings(report, p, cast, lexicon);
    out.extend(tenses::warnings(report, p, times));
    out
}

/// "shows 2022-01-19 (page clock)", "is given 2022-01-19".
fn shown(dated: &Dated) -> String {
    if dated.basis == "given" {
        format!("is given {}", dated.date)
    } else {
        format!("shows {} ({})", dated.date, dated.basis)
    }
}
