//! What a page says of itself in JSON-LD (schema.org), read as leniently as browsers' users need it to be.

use serde_json::{Map, Value};

use crate::text::beginning;

/// One article that the page describes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Article {
    pub headline: Option<String>,
    pub authors: Vec<String>,
    /// Houses, desks and agencies named as its author.
    pub houses: Vec<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub url: Option<String>,
    pub body: Option<String>,
    pub language: Option<String>,
    /// Part of the paper: "Politics".
    pub section: Option<String>,
    /// Whether everybody may read it, where the page says so.
    pub free: Option<bool>,
    /// Entries of a running report.
    pub updates: Vec<Update>,
    /// Calls itself a running report.
    pub is_live: bool,
    /// An article proper, not the page that holds it.
    pub is_article: bool,
}

/// One entry of a running report (schema.org `liveBlogUpdate`).
#[derive(Clone, Debug, Default)]
pub(crate) struct Update {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub body: Option<String>,
}

/// Reads the blocks of one page; articles first, pages that hold one after them.
pub(crate) fn articles(blocks: &[String]) -> Vec<Article> {
    let values: Vec<Value> = blocks.iter().filter_map(|b| lenient(b)).collect();
    let mut nodes = Vec::new();
    for v in &values {
        collect(v, 0, &mut nodes);
    }
    let mut found: Vec<Article> = nodes.iter().filter_map(|n| article(n, &nodes)).collect();
    found.sort_by_key(|a| !a.is_article);
    found
}

/// JSON with the usual faults forgiven: HTML comments and CDATA around it, raw line breaks in strings,
/// trailing commas, stray escapes, a semicolon at the end.
fn lenient(text: &str) -> Option<Value> {
    let t = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let t = t.trim_start_matches("//<![CDATA[").trim_start_matches("/*<![CDATA[*/").trim_start_matches("<![CDATA[");
    let t =
        t.trim_end_matches("//]]>").trim_end_matches("/*]]>*/").trim_end_matches("]]>").trim().trim_end_matches(';');
    if let Ok(v) = serde_json::from_str(t) {
        return Some(v);
    }
    let mended = mend(t);
    // Several objects one after the other: what can be read of them.
    let read: Vec<Value> =
        serde_json::Deserializer::from_str(&mended).into_iter::<Value>().map_while(Result::ok).collect();
    (!read.is_empty()).then_some(Value::Array(read))
}

fn mend(t: &str) -> String {
    let mut out = String::with_capacity(t.len());
    let mut chars = t.chars().peekable();
    let mut in_string = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            '\\' if in_string => match chars.next() {
                Some(e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => out.extend(['\\', e]),
                Some(e) if !e.is_control() => out.push(e),
                _ => {}
            },
            c if c.is_control() => out.push(' '),
            ',' if !in_string => {
                while chars.peek().is_some_and(|c| c.is_whitespace() || *c == ',') {
                    chars.next();
                }
                if !matches!(chars.peek(), Some('}' | ']') | None) {
                    out.push(',');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// All objects that can describe the page. Items of a list are other articles and are left out.
fn collect<'a>(v: &'a Value, depth: usize, out: &mut Vec<&'a Map<String, Value>>) {
    if depth > 6 || out.len() > 500 {
        return;
    }
    match v {
        Value::Array(a) => a.iter().for_each(|v| collect(v, depth + 1, out)),
        Value::Object(o) => {
            out.push(o);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "author", "publisher", "creator"] {
                if let Some(v) = o.get(key) {
                    collect(v, depth + 1, out);
                }
            }
        }
        _ => {}
    }
}

fn types(o: &Map<String, Value>) -> Vec<&str> {
    match o.get("@type") {
        Some(Value::String(s)) => vec![s.rsplit(['/', ':']).next().unwrap_or(s)],
        Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn article(o: &Map<String, Value>, all: &[&Map<String, Value>]) -> Option<Article> {
    let types = types(o);
    let is_article = types.iter().any(|t| {
        t.ends_with("Article")
            || matches!(
                *t,
                "BlogPosting"
                    | "LiveBlogPosting"
                    | "Report"
                    | "Review"
                    | "SocialMediaPosting"
                    | "Recipe"
                    | "PodcastEpisode"
            )
    });
    if !is_article && !types.iter().any(|t| t.ends_with("Page") || *t == "VideoObject") {
        return None;
    }
    let text = |key: &str| o.get(key).and_then(string);
    Some(Article {
        headline: text("headline")
            .or_else(|| text("name").filter(|_| is_article))
            .map(|h| beginning(&h, LONGEST_HEADLINE).to_owned()),
        authors: ["author", "creator"]
            .iter()
            .find_map(|k| {
                let names = o.get(*k).map(|v| authors(v, all, false)).unwrap_or_default();
                (!names.is_empty()).then_some(names)
            })
            .unwrap_or_default(),
        houses: o.get("author").map(|v| authors(v, all, true)).unwrap_or_default(),
        publisher: ["publisher", "sourceOrganization"]
            .iter()
            .find_map(|k| o.get(*k).and_then(|v| name(resolve(v, all)))),
        published: text("datePublished").or_else(|| text("dateCreated")).or_else(|| text("uploadDate")),
        modified: text("dateModified"),
        url: text("url").or_else(|| match o.get("mainEntityOfPage") {
            Some(Value::Object(p)) => p.get("@id").and_then(string),
            Some(v) => string(v),
            None => None,
        }),
        body: text("articleBody").filter(|_| is_article),
        language: text("inLanguage"),
        section: text("articleSection"),
        free: match o.get("isAccessibleForFree") {
            Some(Value::Bool(b)) => Some(*b),
            Some(Value::String(s)) => s.to_ascii_lowercase().parse().ok(),
            _ => None,
        },
        updates: o.get("liveBlogUpdate").map(updates).unwrap_or_default(),
        is_live: types.contains(&"LiveBlogPosting"),
        is_article,
    })
}

/// What is longer, in bytes, is no headline.
const LONGEST_HEADLINE: usize = 4000;

/// More authors than that, of one article or all, are a list of the staff.
const AUTHORS: usize = 50;

/// More entries than a running report of a day has.
const UPDATES: usize = 2000;

fn updates(v: &Value) -> Vec<Update> {
    let list = match v {
        Value::Array(a) => a.as_slice(),
        one => std::slice::from_ref(one),
    };
    let entries = list.iter().filter_map(Value::as_object).take(UPDATES);
    let text = |o: &Map<String, Value>, key: &str| o.get(key).and_then(string);
    entries
        .map(|o| Update {
            headline: text(o, "headline"),
            published: text(o, "datePublished").or_else(|| text(o, "dateModified")),
            body: text(o, "articleBody"),
        })
        .collect()
}

fn string(v: &Value) -> Option<String> {
    match v {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(a) => a.first().and_then(string),
        Value::Object(o) => o.get("@value").and_then(string),
        _ => None,
    }
}

/// Follows `{"@id": …}` to the node of that id.
fn resolve<'a>(v: &'a Value, all: &[&'a Map<String, Value>]) -> Option<&'a Map<String, Value>> {
    let o = match v {
        Value::Object(o) => o,
        Value::Array(a) => a.first()?.as_object()?,
        _ => return None,
    };
    if o.contains_key("name") {
        return Some(o);
    }
    let id = o.get("@id")?.as_str()?;
    all.iter().find(|n| n.get("@id").and_then(Value::as_str) == Some(id) && n.contains_key("name")).copied()
}

fn name(o: Option<&Map<String, Value>>) -> Option<String> {
    o?.get("name").and_then(string)
}

/// Names of people, or of organisations: strings count as people.
fn authors(v: &Value, all: &[&Map<String, Value>], houses: bool) -> Vec<String> {
    match v {
        Value::String(s) => {
            if houses {
                Vec::new()
            } else {
                vec![s.clone()]
            }
        }
        Value::Array(a) => a.iter().take(AUTHORS).flat_map(|v| authors(v, all, houses)).take(AUTHORS).collect(),
        Value::Object(_) => {
            let Some(o) = resolve(v, all) else { return Vec::new() };
            if types(o).iter().any(|t| t.ends_with("Organization")) != houses {
                return Vec::new();
            }
            match o.get("name") {
                Some(Value::Array(a)) => a.iter().filter_map(string).take(AUTHORS).collect(),
                Some(v) => string(v).into_iter().collect(),
                None => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_forgiven() {
        let block = "<!-- {\"@type\":\"NewsArticle\",\n\"headline\":\"A line\nbreak\", \"author\":[{\"name\":\"Ada Lund\",},], } -->";
        let a = &articles(&[block.into()])[0];
        assert_eq!((a.headline.as_deref(), a.authors.as_slice()), (Some("A line break"), &["Ada Lund".to_owned()][..]));
    }

    #[test]
    fn graphs_are_followed_and_lists_are_not() {
        let block = r##"{"@graph":[
            {"@type":"WebPage","datePublished":"2001-01-01"},
            {"@type":"Article","headline":"Ours","author":{"@id":"#p"},"publisher":{"@id":"#o"}},
            {"@type":"Person","@id":"#p","name":"Bo Berg"},{"@type":"Organization","@id":"#o","name":"Harbour Post"},
            {"@type":"ItemList","itemListElement":[{"@type":"Article","headline":"Another"}]}]}"##;
        let all = articles(&[block.into()]);
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].authors[0].as_str(), all[0].publisher.as_deref()), ("Bo Berg", Some("Harbour Post")));
    }

    #[test]
    fn organisations_are_no_authors() {
        let block = r#"{"@type":"NewsArticle","author":{"@type":"NewsMediaOrganization","name":"Harbour Post"}}"#;
        assert!(articles(&[block.into()])[0].authors.is_empty());
    }

    #[test]
    fn deep_and_broken_json_is_survived() {
        assert!(articles(&["[".repeat(100_000), "{".into(), String::new(), "null".into()]).is_empty());
    }
}
