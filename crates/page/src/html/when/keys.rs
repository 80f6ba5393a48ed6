//! Names under which pages write dates for machines, from the data file.

use std::sync::LazyLock;

/// What a name says of the date under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Published,
    Modified,
    /// Does not say which.
    Neutral,
    /// No date of the text.
    None,
}

/// What a name says, and how far it is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub what: What,
    pub strength: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Meta,
    State,
    Part,
}

type Row = (Where, &'static str, Key);

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| rows(include_str!("../../../data/date_keys.tsv")).filter_map(Result::ok).flatten().collect());

fn rows(file: &'static str) -> impl Iterator<Item = Result<Vec<Row>, &'static str>> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| {
        let mut columns = l.split('\t');
        let place = match columns.next() {
            Some("meta") => Where::Meta,
            Some("state") => Where::State,
            Some("part") => Where::Part,
            _ => return Err(l),
        };
        let what = match columns.next() {
            Some("published") => What::Published,
            Some("modified") => What::Modified,
            Some("neutral") => What::Neutral,
            Some("none") => What::None,
            _ => return Err(l),
        };
        let strength = columns.next().and_then(|s| s.parse().ok()).filter(|s| *s <= 100).ok_or(l)?;
        let names = columns.next().ok_or(l)?;
        Ok(names.split(' ').map(|n| (place, n, Key { what, strength })).collect())
    })
}

fn listed(place: Where, name: &str) -> Option<Key> {
    ROWS.iter().find(|r| r.0 == place && r.1 == name).map(|r| r.2)
}

/// What the name of a meta element says, in lower case; names of a house's own are judged by their parts.
pub(super) fn meta(name: &str) -> Option<Key> {
    listed(Where::Meta, name).or_else(|| by_part(name))
}

/// What a key in the data for scripts says, in lower case and without marks.
pub(super) fn state(name: &str) -> Option<Key> {
    listed(Where::State, name)
}

/// What a name says by its parts, those first that speak against it.
pub(super) fn by_part(name: &str) -> Option<Key> {
    let found = ROWS.iter().filter(|r| r.0 == Where::Part).find(|r| name.contains(r.1)).map(|r| r.2);
    found.filter(|k| k.what != What::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_file_is_understood() {
        let wrong: Vec<_> = rows(include_str!("../../../data/date_keys.tsv")).filter_map(Result::err).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn names_say_what_they_hold() {
        let what = |k: Option<Key>| k.map(|k| k.what);
        assert_eq!(what(meta("article:published_time")), Some(What::Published));
        assert_eq!(what(meta("hm:publish_time")), Some(What::Published));
        assert_eq!(what(meta("kelmar:last-updated-on")), Some(What::Modified));
        assert_eq!(what(meta("article:publisher")), None);
        assert_eq!(what(meta("kelmar:unpublish-date")), None);
        assert_eq!(what(state("publishedat")), Some(What::Published));
        assert_eq!(what(by_part("data-timestamp")), Some(What::Neutral));
        assert_eq!(what(by_part("data-timeout")), None);
    }
}
