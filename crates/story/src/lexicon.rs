//! The vocabulary of comparing: the commented tables in `data/`, read once.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::story::Stance;
use crate::terms::rows;

/// A concept and the side of it that a predicate takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Concept {
    pub name: &'static str,
    /// False for predicates that say the contrary.
    pub same: bool,
}

/// What a phrase says of an earlier state of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// An actor has changed position.
    Reversal,
    /// A figure or account is replaced.
    Revision,
    /// A figure is set against another.
    Contrast,
}

fn alternatives(field: &'static str) -> impl Iterator<Item = &'static str> {
    field.split(';').map(str::trim).filter(|s| !s.is_empty())
}

/// The concepts that a predicate belongs to, by its lemma.
pub(crate) fn concepts(lemma: &str) -> &'static [Concept] {
    static TABLE: LazyLock<FxHashMap<&'static str, Vec<Concept>>> = LazyLock::new(|| {
        let mut t: FxHashMap<&'static str, Vec<Concept>> = FxHashMap::default();
        for r in rows(include_str!("../data/concepts.tsv")) {
            for (field, same) in [(1, true), (2, false)] {
                for w in r.get(field).into_iter().flat_map(|f| alternatives(f)) {
                    t.entry(w).or_default().push(Concept { name: r[0], same });
                }
            }
        }
        t
    });
    TABLE.get(lemma).map_or(&[], Vec::as_slice)
}

/// The stand that a predicate takes on what it governs.
pub(crate) fn stance(lemma: &str) -> Option<Stance> {
    static TABLE: LazyLock<FxHashMap<&'static str, Stance>> = LazyLock::new(|| {
        let mut t = FxHashMap::default();
        for r in rows(include_str!("../data/stance.tsv")) {
            let sign = match r[0] {
                "for" => Stance::For,
                "against" => Stance::Against,
                _ => Stance::Mixed,
            };
            for w in r.get(1).into_iter().flat_map(|f| alternatives(f)) {
                t.entry(w).or_insert(sign);
            }
        }
        t
    });
    TABLE.get(lemma).copied()
}

/// The class of things that a noun counts: itself where the table has none.
pub(crate) fn counted(noun: &str) -> &str {
    static TABLE: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
        rows(include_str!("../data/counted.tsv"))
            .flat_map(|r| {
                r.get(1).copied().into_iter().flat_map(alternatives).map(move |w| (w, r[0])).collect::<Vec<_>>()
            })
            .collect()
    });
    TABLE.get(noun).copied().unwrap_or(noun)
}

/// The first phrase in `text` that says that things were otherwise before.
pub(crate) fn change(text: &str, wanted: Change) -> Option<&'static str> {
    static TABLE: LazyLock<Vec<(Change, &'static str)>> = LazyLock::new(|| {
        rows(include_str!("../data/changes.tsv"))
            .flat_map(|r| {
                let class = match r[0] {
                    "reversal" => Change::Reversal,
                    "contrast" => Change::Contrast,
                    _ => Change::Revision,
                };
                r.get(1).copied().into_iter().flat_map(alternatives).map(move |w| (class, w)).collect::<Vec<_>>()
            })
            .collect()
    });
    let lower = text.to_lowercase();
    TABLE.iter().filter(|(c, _)| *c == wanted).map(|(_, w)| *w).find(|w| {
        lower.match_indices(*w).any(|(at, w)| {
            let before = lower[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let after = lower[at + w.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            before && after
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converse_predicates_share_a_concept() {
        let name = |w: &str| concepts(w).iter().map(|c| c.name).collect::<Vec<_>>();
        for w in ["leave", "expel", "withdraw", "exit", "pull out", "withdrawal"] {
            assert!(name(w).contains(&"leave"), "{w}");
        }
        assert!(concepts("stay").iter().any(|c| c.name == "leave" && !c.same));
    }

    #[test]
    fn changes_are_found_as_words() {
        assert_eq!(change("He no longer wants it.", Change::Reversal), Some("no longer"));
        assert_eq!(change("The note longer than most", Change::Reversal), None);
        assert_eq!(change("That leaves five, down from seven.", Change::Revision), Some("down from"));
    }

    #[test]
    fn every_line_of_the_data_has_its_columns() {
        for r in rows(include_str!("../data/stance.tsv")) {
            assert!(r.len() == 2 && matches!(r[0], "for" | "against" | "mixed"), "stance.tsv: {r:?}");
        }
        for r in rows(include_str!("../data/changes.tsv")) {
            assert!(r.len() == 2 && matches!(r[0], "reversal" | "revision" | "contrast"), "changes.tsv: {r:?}");
        }
        for r in rows(include_str!("../data/concepts.tsv")) {
            assert!(r.len() >= 2, "concepts.tsv: {r:?}");
        }
    }
}
