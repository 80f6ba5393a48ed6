//! One file: its keys with their lines, and what they say.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue};

use super::keys::{KEYS, Key, nearest};
use super::{ConfigError, File};

/// A file, understood.
#[derive(Debug)]
pub(super) struct Read {
    pub path: PathBuf,
    /// Where each key stands, and, if it is no list, what it says, as an option takes it.
    pub said: BTreeMap<&'static str, (usize, Option<String>)>,
    pub file: File,
}

impl Read {
    /// Understands the text of a file.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let wrong = |span: Option<Range<usize>>, what: String| ConfigError::Wrong {
            path: path.to_owned(),
            line: span.map_or(1, |s| line_of(text, s.start)),
            what,
        };
        let table = DeTable::parse(text).map_err(|e| wrong(e.span(), e.message().to_owned()))?;
        let mut said = BTreeMap::new();
        for (name, value) in table.get_ref() {
            let tables: Vec<&Key> = KEYS.iter().filter(|k| k.parts().0 == Some(name.get_ref())).collect();
            let unknown = |span: Range<usize>, name: &str, known: &mut dyn Iterator<Item = &str>| {
                let hint = nearest(name, known).map_or(String::new(), |k| format!("; the nearest is {k:?}"));
                wrong(Some(span), format!("unknown key {name:?}{hint}"))
            };
            match value.get_ref() {
                DeValue::Table(inner) if !tables.is_empty() => {
                    for (name, value) in inner {
                        let key = tables.iter().find(|k| k.parts().1 == name.get_ref()).ok_or_else(|| {
                            unknown(name.span(), name.get_ref(), &mut tables.iter().map(|k| k.parts().1))
                        })?;
                        if let Some(odd) = odd_source(key, value.get_ref()) {
                            return Err(wrong(Some(odd), "a source is one of folder, feed and opml".to_owned()));
                        }
                        said.insert(key.name, (line_of(text, name.span().start), as_option(value.get_ref())));
                    }
                }
                _ if !tables.is_empty() => {
                    let table = name.get_ref();
                    return Err(wrong(
                        Some(value.span()),
                        format!("{table:?} is a table: its keys stand below [{table}]"),
                    ));
                }
                value => {
                    let key = KEYS.iter().find(|k| k.name == name.get_ref()).ok_or_else(|| {
                        let known = KEYS.iter().map(|k| k.parts().0.unwrap_or(k.name));
                        unknown(name.span(), name.get_ref(), &mut known.into_iter())
                    })?;
                    said.insert(key.name, (line_of(text, name.span().start), as_option(value)));
                }
            }
        }
        let deserializer = toml::Deserializer::parse(text).map_err(|e| wrong(e.span(), e.message().to_owned()))?;
        let file = File::deserialize(deserializer).map_err(|e| wrong(e.span(), e.message().to_owned()))?;
        Ok(Self { path: path.to_owned(), said, file })
    }
}

/// The first source of the list of sources that does not say in one way what it is. Serde would only know where the list begins.
fn odd_source(key: &Key, value: &DeValue<'_>) -> Option<Range<usize>> {
    let sources = value.as_array().filter(|_| key.name == "watch.sources")?;
    let says = |source: &DeValue<'_>| ["folder", "feed", "opml"].iter().filter(|k| source.get(**k).is_some()).count();
    sources.iter().find(|s| s.get_ref().is_table() && says(s.get_ref()) != 1).map(|s| s.span())
}

/// The line of a byte, from 1 on.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|&&b| b == b'\n').count()
}

/// A value as it would be given to an option.
fn as_option(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(s) => Some(s.to_string()),
        DeValue::Boolean(b) => Some(b.to_string()),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok().map(|n| n.to_string()),
        _ => None,
    }
}
