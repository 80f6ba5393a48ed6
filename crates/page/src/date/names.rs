//! Names of months and weekdays, from the data files.

use std::sync::LazyLock;

/// Name, language (empty: any), month.
type Row = (&'static str, &'static str, u8);

static MONTHS: LazyLock<Vec<Row>> = LazyLock::new(|| rows(include_str!("../../data/months.tsv")));
static WEEKDAYS: LazyLock<Vec<Row>> = LazyLock::new(|| rows(include_str!("../../data/weekdays.tsv")));

fn rows(file: &'static str) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    for line in file.lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(Ok(number)), Some(names)) = (columns.next().map(str::parse), columns.next()) else { continue };
        for language in columns.next().unwrap_or("").split(' ') {
            out.extend(names.split(' ').map(|n| (n, language, number)));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn find(rows: &[Row], word: &str, language: &str) -> Option<u8> {
    if word.is_empty() || word.len() > 32 {
        return None;
    }
    let lower = word.to_lowercase();
    let at = rows.partition_point(|r| r.0 < lower.as_str());
    let named = rows[at..].iter().take_while(|r| r.0 == lower);
    named
        .clone()
        .find(|r| !r.1.is_empty() && r.1 == language)
        .or_else(|| named.clone().find(|r| r.1.is_empty()))
        .map(|r| r.2)
}

/// The month that a word names, whatever the language.
pub(crate) fn month(word: &str) -> Option<u8> {
    month_in(word, "")
}

/// The month that a word names on a page in `language` (two letters, or empty).
pub(super) fn month_in(word: &str, language: &str) -> Option<u8> {
    find(&MONTHS, word, language)
}

/// The day of the week that a word names, Monday being 1.
pub(crate) fn weekday(word: &str) -> Option<u8> {
    find(&WEEKDAYS, word, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_and_weekday_has_names() {
        assert!((1..=12).all(|m| MONTHS.iter().filter(|x| x.2 == m).count() > 30));
        assert!((1..=7).all(|m| WEEKDAYS.iter().filter(|x| x.2 == m).count() > 20));
        let months = ["März", "mars", "may", "soon", "августа", "Οκτωβρίου"].map(month);
        assert_eq!(months, [Some(3), Some(3), Some(5), None, Some(8), Some(10)]);
        assert_eq!((weekday("Friday"), weekday("Freitag"), weekday("harbour")), (Some(5), Some(5), None));
    }

    #[test]
    fn no_name_is_that_of_two_months_unless_the_language_tells() {
        for file in [&MONTHS, &WEEKDAYS] {
            for pair in file.windows(2) {
                assert!((pair[0].0, pair[0].1) != (pair[1].0, pair[1].1), "{pair:?}");
            }
        }
        assert_eq!((month_in("listopada", "pl"), month_in("listopada", "hr")), (Some(11), Some(10)));
    }
}
