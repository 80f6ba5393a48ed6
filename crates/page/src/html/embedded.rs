//! Articles that stand only in a page's data: programs that draw the page in the browser leave the text they draw in a
//! script (`__NEXT_DATA__`, `__NUXT__`, other `application/json`), where search engines and archives do not see it.

use serde_json::Value;

use super::blocks::{Block, blocks};
use super::outline::{Outline, What};
use crate::report::ParagraphKind;
use crate::text::{ends_sentence, squeeze};

/// Deeper data is not looked at.
const DEPTH: usize = 40;

/// Larger scripts hold whole sites.
const LARGEST: usize = 8 << 20;

/// The longest text that stands in one place of a page's data, as paragraphs.
pub(crate) fn article(page: &Outline<'_>) -> Vec<Block> {
    let mut best = Vec::new();
    let length = |b: &[Block]| b.iter().map(|b| b.text.len()).sum::<usize>();
    for at in 0..page.items.len() {
        let Some(e) = page.element(at).filter(|e| e.name() == "script") else { continue };
        let json = e.attr("type").is_some_and(|t| t.eq_ignore_ascii_case("application/json"));
        let Some(What::Text(text)) = page.items.get(at + 1).map(|i| &i.what) else { continue };
        if text.len() > LARGEST {
            continue;
        }
        let Some(data) = json.then_some(*text).or_else(|| assigned(text)) else { continue };
        // Behind the object other statements may follow.
        let Some(Ok(value)) = serde_json::Deserializer::from_str(data).into_iter::<Value>().next() else { continue };
        let mut found = Vec::new();
        look(&value, 0, &mut found);
        for f in found {
            if length(&f) > length(&best) {
                best = f;
            }
        }
    }
    best
}

/// The object of `window.__STATE__ = {…}`.
fn assigned(script: &str) -> Option<&str> {
    let script = script.trim_start();
    let head = script.get(..script.len().min(80)).unwrap_or_default();
    let named = head.starts_with("window.") || head.starts_with("self.") || head.starts_with("var ");
    let at = head.find('=').filter(|_| named)? + 1;
    Some(script[at..].trim_start()).filter(|s| s.starts_with('{'))
}

/// Collects texts: HTML in one string, and lists of paragraphs.
fn look(v: &Value, depth: usize, out: &mut Vec<Vec<Block>>) {
    if depth > DEPTH {
        return;
    }
    match v {
        Value::String(s) if s.len() > 200 && s.contains("<p") => out.push(running(blocks(s))),
        Value::Array(list) => {
            let paragraphs: Vec<Block> = list.iter().filter_map(paragraph).collect();
            if paragraphs.len() > 1 {
                out.push(running(paragraphs));
            }
            list.iter().for_each(|v| look(v, depth + 1, out));
        }
        Value::Object(o) => o.values().for_each(|v| look(v, depth + 1, out)),
        _ => {}
    }
}

/// A paragraph as editors keep it: a string, or an object with its text under one of a few names.
fn paragraph(v: &Value) -> Option<Block> {
    const TEXT: &[&str] = &["text", "content", "html", "value", "body", "paragraph", "copy"];
    let (text, kind) = match v {
        Value::String(s) => (s.as_str(), ""),
        Value::Object(o) => (
            TEXT.iter().find_map(|k| o.get(*k).and_then(Value::as_str))?,
            ["type", "kind", "tag", "name", "__typename"]
                .iter()
                .find_map(|k| o.get(*k).and_then(Value::as_str))
                .unwrap_or(""),
        ),
        _ => return None,
    };
    let plain = if text.contains('<') || text.contains('&') { crate::text::unescape(text) } else { text.to_owned() };
    let text = squeeze(&plain);
    let kind = kind.to_ascii_lowercase();
    let heading = kind.contains("head") || matches!(kind.as_str(), "h2" | "h3" | "h4");
    // Labels and addresses are no paragraphs.
    if text.is_empty() || !heading && (!text.contains(' ') || !ends_sentence(&text) && text.len() < 80) {
        return None;
    }
    Some(Block::new(if heading { ParagraphKind::Heading } else { ParagraphKind::Body }, text))
}

/// Blocks if there is running text among them.
fn running(blocks: Vec<Block>) -> Vec<Block> {
    if blocks.iter().any(|b| b.kind.is_text() && b.text.len() > 80) { blocks } else { Vec::new() }
}
