//! Lists of feeds (OPML), as readers of feeds import and export them.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::text::squeeze;
use crate::{CarrierError, decode};

/// Feeds of one list; readers with more hardly exist.
const MOST: usize = 10_000;
const KIND: &str = "a list of feeds";

/// A feed that a list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// What the list calls it.
    pub title: Option<String>,
    /// Where it is.
    pub url: String,
}

/// The feeds that a list names, each once, in its order. Lists that it includes by address are feeds to the reader of this
/// list no more than pages are, and are left out.
///
/// ```
/// let list = br#"<opml version="2.0"><body><outline text="Harbour">
///   <outline type="rss" text="Harbour Post" xmlUrl="https://harbourpost.example/feed"/></outline></body></opml>"#;
/// let feeds = rashomon_page::carriers::subscriptions(list).unwrap();
/// assert_eq!(feeds[0].title.as_deref(), Some("Harbour Post"));
/// assert_eq!(feeds[0].url, "https://harbourpost.example/feed");
/// ```
///
/// # Errors
/// If it is no OPML, or names no feed.
pub fn subscriptions(bytes: &[u8]) -> Result<Vec<Subscription>, CarrierError> {
    let text = decode::decode(bytes, true, &mut Vec::new());
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut found: Vec<Subscription> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut is_opml = false;
    loop {
        let tag = match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => tag,
            Ok(Event::Eof) => break,
            Ok(_) => continue,
            // What was listed before the fault is kept.
            Err(_) if !found.is_empty() => break,
            Err(e) => return Err(CarrierError::broken(KIND, e)),
        };
        is_opml |= tag.local_name().as_ref().eq_ignore_ascii_case("opml");
        if !tag.local_name().as_ref().eq_ignore_ascii_case("outline") {
            continue;
        }
        let attribute = |name: &str| {
            let mut all = tag.attributes();
            let found =
                all.with_checks(false).flatten().find(|a| a.key.local_name().as_ref().eq_ignore_ascii_case(name))?;
            // Entities of the document's own are not expanded: what they would become is not known to be small.
            let value = found.normalized_value(quick_xml::XmlVersion::default()).ok()?;
            Some(squeeze(&value)).filter(|v| !v.is_empty())
        };
        if let Some(url) = attribute("xmlUrl")
            && seen.insert(url.clone())
        {
            if found.len() >= MOST {
                return Err(CarrierError::Large { kind: KIND, limit: format!("{MOST} feeds") });
            }
            found.push(Subscription { title: attribute("title").or_else(|| attribute("text")), url });
        }
    }
    if !is_opml {
        return Err(CarrierError::broken(KIND, "it has no element <opml>"));
    }
    if found.is_empty() { Err(CarrierError::Empty { kind: KIND }) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_feed_once_however_deep_and_no_entity_is_expanded() {
        let bomb = "<!DOCTYPE opml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
        let nested = "<outline text='x'>".repeat(50_000);
        let list = format!(
            "<?xml version='1.0'?>{bomb}<opml>{nested}<outline text='A &amp; B' xmlUrl='https://a.example/?x=1&amp;y=2'/>\
             <outline text='&b;' xmlUrl='https://b.example/'/><outline text='again' xmlUrl='https://b.example/'/>\
             <outline text='f' xmlUrl='&f;'/><outline type='include' url='https://a.example/list.opml'/>"
        );
        let feeds = subscriptions(list.as_bytes()).expect("a list");
        let urls: Vec<&str> = feeds.iter().map(|f| f.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/?x=1&y=2", "https://b.example/"]);
        assert_eq!((feeds[0].title.as_deref(), feeds[1].title.as_deref()), (Some("A & B"), None));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for bytes in [&b""[..], b"<html>", b"<opml><body/></opml>", b"<opml", b"\0\x01"] {
            assert!(subscriptions(bytes).is_err(), "{bytes:?}");
        }
        let many = format!(
            "<opml>{}",
            (0..=MOST).map(|n| format!("<outline xmlUrl='https://x{n}.example'/>")).collect::<String>()
        );
        assert!(matches!(subscriptions(many.as_bytes()), Err(CarrierError::Large { .. })));
    }
}
