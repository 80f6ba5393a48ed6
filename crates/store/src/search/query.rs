//! What is searched for, as a person writes it: `ferry "port of Brenmouth" said-by:okoro after:2031-06 -strike`.

use rashomon_text::PartialDate;

use crate::StoreError;
use crate::add::day;

/// The fields that can be asked for, and what they mean.
pub const FIELDS: &[(&str, &str)] = &[
    ("who:", "somebody who does it"),
    ("to:", "somebody to whom it is done"),
    ("said-by:", "somebody on whose word it is said"),
    ("type:", "an event type of PLOVER (AGREE, REJECT, …)"),
    ("place:", "where it happens"),
    ("date:", "a day, month, year, or FIRST..LAST of them"),
    ("after:", "on that day, month or year, or later"),
    ("before:", "before that day, month or year"),
    ("outlet:", "who published it"),
    ("disputed:", "yes or no: whether its story has open disputes"),
];

/// A search, understood.
///
/// ```
/// use rashomon_store::Query;
/// let query = Query::parse("ferry who:okoro after:2031-06")?;
/// assert_eq!(query.words(), "ferry");
/// assert!(Query::parse("speaker:okoro").unwrap_err().to_string().contains("said-by:"));
/// # Ok::<(), rashomon_store::StoreError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words and phrases that the report must hold, and those that it must not.
    pub(super) with: Vec<String>,
    pub(super) without: Vec<String>,
    /// Column of `statement_words` and what it must hold.
    pub(super) fields: Vec<(&'static str, String)>,
    /// First day, and the day after the last.
    pub(super) from: Option<i64>,
    pub(super) until: Option<i64>,
    pub(super) outlet: Option<String>,
    pub(super) disputed: Option<bool>,
}

impl Query {
    /// Understands what a person wrote. Everything must hold at once; those of `who:`, `to:`, `said-by:`, `type:` and `place:`
    /// of one and the same statement.
    ///
    /// # Errors
    /// For an unknown field, a date that is none, or nothing to search for.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let mut query = Self::default();
        for (field, value) in terms(text) {
            if value.chars().all(|c| !c.is_alphanumeric()) {
                let named = field.map_or(String::new(), |f| format!(" after {f}:"));
                return Err(StoreError::Query(format!("a word is wanted{named}, not {value:?}")));
            }
            query.take(field.as_deref(), value)?;
        }
        let fields = query.fields.is_empty() && query.outlet.is_none() && query.disputed.is_none();
        if query.with.is_empty() && fields && query.from.is_none() && query.until.is_none() {
            return Err(StoreError::Query("nothing to search for; give words, or fields such as who:NAME".to_owned()));
        }
        Ok(query)
    }

    fn take(&mut self, field: Option<&str>, value: String) -> Result<(), StoreError> {
        let column = match field {
            None => {
                self.with.push(value);
                return Ok(());
            }
            Some("-") => {
                self.without.push(value);
                return Ok(());
            }
            Some("who") => "who",
            Some("to") => "recipient",
            Some("said-by" | "said_by") => "said_by",
            Some("type") => "type",
            Some("place") => "place",
            Some("date") => {
                let (first, last) = value.split_once("..").unwrap_or((&value, &value));
                self.from = Some(first_day(first)?).max(self.from);
                let until = day_after(last)?;
                self.until = Some(self.until.map_or(until, |u| u.min(until)));
                return Ok(());
            }
            Some("after") => {
                self.from = Some(first_day(&value)?).max(self.from);
                return Ok(());
            }
            Some("before") => {
                let until = first_day(&value)?;
                self.until = Some(self.until.map_or(until, |u| u.min(until)));
                return Ok(());
            }
            Some("outlet") => {
                self.outlet = Some(value);
                return Ok(());
            }
            Some("disputed") => {
                self.disputed = Some(match value.as_str() {
                    "yes" | "true" => true,
                    "no" | "false" => false,
                    _ => return Err(StoreError::Query(format!("disputed: is yes or no, not {value:?}"))),
                });
                return Ok(());
            }
            Some(other) => {
                let known: Vec<&str> = FIELDS.iter().map(|f| f.0).collect();
                return Err(StoreError::Query(format!(
                    "no field {other}: (there are {}); words with a colon stand between quotation marks",
                    known.join(" ")
                )));
            }
        };
        self.fields.push((column, value));
        Ok(())
    }

    /// The words that are searched for, to be shown where they stand.
    #[must_use]
    pub fn words(&self) -> String {
        self.with.join(" ")
    }

    /// Words and phrases as FTS5 takes them.
    pub(super) fn words_match(&self) -> Option<String> {
        if self.with.is_empty() {
            return None;
        }
        let all = |words: &[String]| words.iter().map(|w| super::literal(w)).collect::<Vec<_>>();
        let mut out = all(&self.with).join(" AND ");
        if !self.without.is_empty() {
            out = format!("({out}) NOT ({})", all(&self.without).join(" OR "));
        }
        Some(out)
    }

    /// What no report may hold, where there is nothing else to match words with.
    pub(super) fn words_excluded(&self) -> Option<String> {
        let alone = self.with.is_empty() && !self.without.is_empty();
        alone.then(|| self.without.iter().map(|w| super::literal(w)).collect::<Vec<_>>().join(" OR "))
    }

    /// Fields of statements as FTS5 takes them.
    pub(super) fn fields_match(&self) -> Option<String> {
        let all: Vec<String> = self.fields.iter().map(|(c, v)| every_word(c, v)).collect();
        (!all.is_empty()).then(|| all.join(" AND "))
    }
}

/// Each word by itself: the columns hold names without their order ("Okoro, Ilse"), so that what the index takes for two words
/// ("Al-Shabaab") must not be asked for as a phrase.
pub(crate) fn every_word(column: &str, value: &str) -> String {
    // A combining mark is part of its word.
    let between = |c: char| !(c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c));
    let words: Vec<String> = value
        .split(between)
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(|w| format!("{{{column}}} : {}", super::literal(w)))
        .collect();
    words.join(" AND ")
}

/// Words, phrases and `field:value`, each with its field; `-` is the field of what must not be there.
fn terms(text: &str) -> Vec<(Option<String>, String)> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (mut field, mut value) = (None, rest);
        if let Some(after) = rest.strip_prefix('-') {
            (field, value) = (Some("-".to_owned()), after);
        } else {
            let end = rest.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).unwrap_or(rest.len());
            if end > 0 && rest[end..].starts_with(':') {
                (field, value) = (Some(rest[..end].to_ascii_lowercase()), &rest[end + 1..]);
            }
        }
        let (taken, after) = match value.strip_prefix(['"', '“', '”']) {
            Some(quoted) => match quoted.split_once(['"', '“', '”']) {
                Some((phrase, after)) => (phrase, after),
                None => (quoted, ""),
            },
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        out.push((field, taken.to_owned()));
        rest = after.trim_start();
    }
    out
}

fn date(text: &str) -> Result<PartialDate, StoreError> {
    PartialDate::parse(text)
        .filter(|d| d.year.is_some())
        .ok_or_else(|| StoreError::Query(format!("a date is wanted (2031-06-19, 2031-06 or 2031), not {text:?}")))
}

fn first_day(text: &str) -> Result<i64, StoreError> {
    day(date(text)?).ok_or_else(|| StoreError::Query(format!("no calendar has {text:?}")))
}

fn day_after(text: &str) -> Result<i64, StoreError> {
    let d = date(text)?;
    let next = match (d.year, d.month, d.day) {
        (Some(y), None, _) => PartialDate { year: Some(y + 1), ..d },
        (Some(y), Some(12), None) => PartialDate { year: Some(y + 1), month: Some(1), day: None },
        (_, Some(m), None) => PartialDate { month: Some(m + 1), ..d },
        _ => return first_day(text).map(|d| d + 1),
    };
    day(next).ok_or_else(|| StoreError::Query(format!("no calendar has {text:?}")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_phrases_and_fields() {
        let q =
            Query::parse("ferry \"port of Brenmouth\" said-by:\"Ilse Okoro\" -strike type:reject").expect("understood");
        assert_eq!(q.words_match().as_deref(), Some("(\"ferry\" AND \"port of Brenmouth\") NOT (\"strike\")"));
        assert_eq!(
            q.fields_match().as_deref(),
            Some("{said_by} : \"Ilse\" AND {said_by} : \"Okoro\" AND {type} : \"reject\"")
        );
    }

    #[test]
    fn dates_are_first_day_and_day_after_the_last() {
        let range = |text: &str| Query::parse(text).map(|q| (q.from, q.until)).expect("understood");
        let at = |d: &str| PartialDate::parse(d).and_then(day);
        assert_eq!(range("date:2031-06-19"), (at("2031-06-19"), at("2031-06-20")));
        assert_eq!(range("date:2031-12"), (at("2031-12-01"), at("2032-01-01")));
        assert_eq!(range("date:2031-06..2031"), (at("2031-06-01"), at("2032-01-01")));
        assert_eq!(range("after:2031 before:2031-03"), (at("2031-01-01"), at("2031-03-01")));
    }

    #[test]
    fn what_cannot_be_understood_is_said() {
        for (text, says) in [
            ("", "nothing to search for"),
            ("speaker:okoro", "said-by:"),
            ("date:soon", "a date is wanted"),
            ("date:XXXX-06-19", "a date is wanted"),
            ("disputed:perhaps", "yes or no"),
            ("who:", "after who:"),
            ("?!", "a word is wanted"),
        ] {
            let e = Query::parse(text).expect_err(text).to_string();
            assert!(e.contains(says), "{text}: {e}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,60}") {
            let _ = Query::parse(&text);
        }
    }
}
