//! What a figure measures: "fell in the line of duty" and "were brought to the morgue" count the dead.

use std::sync::LazyLock;

use crate::terms::rows;

/// How a figure goes in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// A later one that is higher replaces it.
    Grows,
    /// A later one that is lower replaces it.
    Falls,
    /// It is the same whenever it is told.
    Fixed,
}

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Persons,
    Things,
    Money,
    /// A price for one.
    MoneyEach,
    /// How long, in months.
    Months,
    Votes,
    /// A bare number.
    Number,
    /// Metres.
    Length,
    /// Kilograms.
    Weight,
    /// Anything else.
    Other,
}

/// A line of `measures.tsv`.
#[derive(Debug)]
pub(super) struct Measure {
    pub name: &'static str,
    pub course: Course,
    of: Of,
    words: Vec<&'static str>,
    /// Words of which the report must have one.
    needs: Vec<&'static str>,
}

static MEASURES: LazyLock<Vec<Measure>> = LazyLock::new(|| {
    rows(include_str!("../../data/measures.tsv"))
        .filter_map(|r| {
            let (name, course, of, words) = (*r.first()?, *r.get(1)?, *r.get(2)?, *r.get(3)?);
            let needs = r.get(4).map_or_else(Vec::new, |n| n.split(';').collect());
            let course = match course {
                "grows" => Course::Grows,
                "falls" => Course::Falls,
                _ => Course::Fixed,
            };
            let of = match of {
                "persons" => Of::Persons,
                "things" => Of::Things,
                "money" => Of::Money,
                "money_each" => Of::MoneyEach,
                "months" => Of::Months,
                "votes" => Of::Votes,
                "number" => Of::Number,
                "m" => Of::Length,
                "kg" => Of::Weight,
                _ => Of::Other,
            };
            Some(Measure { name, course, of, words: words.split(';').collect(), needs })
        })
        .collect()
});

/// The measure that the words around a figure tell: lemmas of its clause, the clause as written in lower case, and lemmas of the
/// whole report.
pub(super) fn measure(
    of: Of,
    lemmas: &dyn Fn(&str) -> bool,
    written: &str,
    report: &dyn Fn(&str) -> bool,
) -> Option<&'static Measure> {
    MEASURES.iter().find(|m| {
        m.of == of
            && m.words.iter().any(|w| if w.contains(' ') { written.contains(w) } else { lemmas(w) })
            && (m.needs.is_empty() || m.needs.iter().any(|w| report(w)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dead_are_told_in_many_ways() {
        let of = |words: &[&str], written: &str| {
            measure(Of::Persons, &|w| words.contains(&w), written, &|_| false).map(|m| m.name)
        };
        assert_eq!(of(&["fall", "line", "duty"], "fell in the line of duty"), Some("killed"));
        assert_eq!(of(&["bring", "morgue"], "were brought to the morgue"), Some("killed"));
        assert_eq!(of(&["march"], "marched through the town"), Some("attended"));
        assert_eq!(of(&["eat"], "ate in the hall"), None);
        assert!(MEASURES.iter().any(|m| m.course == Course::Falls), "the table is read");
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(MEASURES.len(), rows(include_str!("../../data/measures.tsv")).count());
        assert!(MEASURES.iter().all(|m| m.of != Of::Other));
    }
}
