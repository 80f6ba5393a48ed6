//! Names that stay the same from run to run, whatever else is read in the run.

use std::collections::HashMap;
use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::wire::ReadingLine;

use super::Told;

/// A name made of what it names: a UUID of version 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id([u8; 16]);

impl Id {
    /// The name of a thing of this kind that these words tell apart from all others.
    pub fn of(kind: &str, words: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for word in std::iter::once(&kind).chain(words) {
            hash.update((word.len() as u64).to_le_bytes());
            hash.update(word.as_bytes());
        }
        let mut id = [0; 16];
        id.copy_from_slice(&hash.finalize()[..16]);
        id[6] = id[6] & 0x0F | 0x80;
        id[8] = id[8] & 0x3F | 0x80;
        Self(id)
    }

    /// As the name of a resource.
    pub fn urn(self) -> String {
        format!("urn:uuid:{self}")
    }

    /// Without hyphens.
    pub fn hex(self) -> String {
        self.0.iter().map(|b| format!("{b:02x}")).collect()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.hex();
        write!(f, "{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

/// What a report is known by: its address, else the name that it has in the run.
pub fn known_by<'t>(report: &'t ReadingLine<'_>) -> &'t str {
    report.url.as_deref().unwrap_or(&report.id)
}

/// The report as it was read: another text at the same address is another.
pub fn report(report: &ReadingLine<'_>) -> Id {
    Id::of("report", &[known_by(report), &report.text])
}

/// The report that a story began with, which later ones do not change.
pub fn first<'t>(told: &'t Told<'_>) -> &'t str {
    let by_day = |r: &&'t ReadingLine<'_>| (r.published.is_none(), r.published.as_deref(), known_by(r));
    told.reports.iter().min_by(|a, b| by_day(a).cmp(&by_day(b))).map_or("", known_by)
}

/// The disputes of a story, in its order: by what is asked, and by the report that the story began with.
pub fn disputes(told: &Told<'_>) -> Vec<Id> {
    let first = first(told);
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    told.story
        .disputes
        .iter()
        .map(|d| {
            let asked = (d.kind.as_ref(), d.question.as_ref());
            let before = seen.entry(asked).or_default();
            *before += 1;
            Id::of("dispute", &[asked.0, asked.1, first, &before.to_string()])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::testing;

    #[test]
    fn words_are_told_apart_by_more_than_their_letters() {
        assert_ne!(Id::of("a", &["bc", "d"]), Id::of("a", &["b", "cd"]));
        let urn = Id::of("a", &["b"]).urn();
        assert_eq!((urn.len(), &urn[..9], &urn[23..24]), (45, "urn:uuid:", "8"), "{urn}");
    }

    #[test]
    fn a_later_report_leaves_the_name_of_a_dispute() {
        let one = testing::quay();
        let mut more = testing::quay();
        let mut late = more.reports[0].clone();
        (late.id, late.url, late.published) = ("later".into(), None, Some("2031-07-01".to_owned()));
        more.reports.insert(0, late);
        assert_eq!(disputes(&one), disputes(&more));
        assert_eq!(first(&one), first(&more));
    }
}
