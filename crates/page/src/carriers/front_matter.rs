//! What site generators keep at the head of a text: `title: …`, `date: …`, in YAML or TOML.
//!
//! Only what one line each says is read; a parser of all YAML would be no gain.

use crate::text::squeeze;

/// Fields of a head, by what they are called there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub language: Option<String>,
}

const TITLE: &[&str] = &["title", "headline"];
const AUTHORS: &[&str] = &["author", "authors", "byline", "by", "creator"];
const PUBLISHED: &[&str] =
    &["date", "published", "pubdate", "publishdate", "publish_date", "date_published", "datepublished", "created"];
const MODIFIED: &[&str] = &["updated", "modified", "lastmod", "last_modified", "last_modified_at", "datemodified"];
const URL: &[&str] = &["url", "link", "source_url", "canonical", "canonical_url", "canonicalurl"];
const OUTLET: &[&str] = &["outlet", "publisher", "site", "site_name", "sitename", "publication", "website"];
const LANGUAGE: &[&str] = &["lang", "language"];

pub(super) fn parse(text: &str) -> FrontMatter {
    let mut f = FrontMatter::default();
    let mut lines = text.lines().take(200).peekable();
    while let Some(line) = lines.next() {
        // A field of a field is not about the page.
        if line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let key = key.trim().trim_matches('"').to_ascii_lowercase();
        let mut values = list(value);
        while values.is_empty()
            && let Some(item) = lines.peek().and_then(|l| l.trim_start().strip_prefix("- "))
        {
            let item = item.to_owned();
            lines.next();
            // "- name: Ada Lund"
            let item = item.strip_prefix("name:").unwrap_or(&item);
            let found = scalar(item);
            if AUTHORS.contains(&key.as_str()) {
                f.authors.extend(found);
            }
        }
        let is = |names: &[&str]| names.contains(&key.as_str());
        if is(AUTHORS) {
            f.authors.append(&mut values);
            continue;
        }
        let Some(value) = values.into_iter().next() else { continue };
        let field = match () {
            () if is(TITLE) => &mut f.title,
            () if is(PUBLISHED) => &mut f.published,
            () if is(MODIFIED) => &mut f.modified,
            () if is(URL) => &mut f.url,
            () if is(OUTLET) => &mut f.outlet,
            () if is(LANGUAGE) => &mut f.language,
            () => continue,
        };
        field.get_or_insert(value);
    }
    f
}

/// `[a, b]` as its items, anything else as itself.
fn list(value: &str) -> Vec<String> {
    let value = value.trim();
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(items) => items.split(',').filter_map(scalar).collect(),
        None => scalar(value).into_iter().collect(),
    }
}

/// A value without its quotation marks; a comment after an unquoted one is left out.
fn scalar(value: &str) -> Option<String> {
    let value = value.trim();
    let inner = |mark| value.strip_prefix(mark).and_then(|v: &str| v.strip_suffix(mark));
    let value = match inner('"').or_else(|| inner('\'')) {
        Some(quoted) => quoted.replace("\\\"", "\"").replace("''", "'"),
        None => value.split(" #").next().unwrap_or_default().to_owned(),
    };
    let value = squeeze(&value);
    (!value.is_empty() && !matches!(value.as_str(), "null" | "~" | ">" | "|")).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_dialects_are_read() {
        let yaml = parse(
            "title: \"Ferry: sunk\"\ndate: 2018-08-17T10:00:00+02:00 # local\nauthors:\n  - Ada Lund\n  - name: Bo Berg\nsite:\n  title: no\nlang: en\n",
        );
        assert_eq!(yaml.title.as_deref(), Some("Ferry: sunk"));
        assert_eq!(yaml.published.as_deref(), Some("2018-08-17T10:00:00+02:00"));
        assert_eq!(yaml.authors, ["Ada Lund", "Bo Berg"]);
        assert_eq!((yaml.outlet, yaml.language.as_deref()), (None, Some("en")));
        let toml = parse("title = 'Ferry sunk'\nauthor = [\"Ada Lund\", \"Bo Berg\"]\nupdated = 2018-08-19\n");
        assert_eq!((toml.title.as_deref(), toml.authors.len()), (Some("Ferry sunk"), 2));
        assert_eq!(toml.modified.as_deref(), Some("2018-08-19"));
    }
}
