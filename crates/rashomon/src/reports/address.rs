//! Opens what came from an address.

use std::io::Cursor;

use rashomon_page::carriers::{Content, Item, Kind, file_name, identify};
use rashomon_page::{Dated, Hints};

use super::open::{self, Given, Opened};
use crate::fetch::{Fetched, Fetcher};
use crate::input::InputError;

/// Types of content that say what something is, by the ending that files of that kind have. Others (`application/octet-stream`,
/// `text/plain`, `application/xml`) are told by servers that do not know.
const TYPES: &[(&str, &str)] = &[
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("text/markdown", "md"),
    ("application/pdf", "pdf"),
    ("application/x-pdf", "pdf"),
    ("message/rfc822", "eml"),
    ("multipart/related", "mhtml"),
    ("application/rss+xml", "rss"),
    ("application/rdf+xml", "rss"),
    ("application/atom+xml", "atom"),
    ("text/x-opml", "opml"),
    ("application/feed+json", "json"),
    ("application/json", "json"),
    ("application/x-ndjson", "jsonl"),
    ("application/jsonl", "jsonl"),
    ("application/warc", "warc"),
];
/// Bytes that tell what it is.
const HEAD: usize = 8 << 10;

/// Fetches an address and opens what comes.
pub(super) fn open(fetcher: &mut Fetcher, url: &str, hints: &Hints) -> Result<Opened, InputError> {
    match fetcher.fetch(url) {
        Ok(fetched) => opened(fetched, hints),
        // A list may be somebody else's, and what it calls an address may hold signs that command a terminal.
        Err(source) => Err(InputError::Fetch { url: url.replace(char::is_control, "?"), source }),
    }
}

fn opened(fetched: Fetched, hints: &Hints) -> Result<Opened, InputError> {
    let mut hints = hints.clone();
    let envelope = &mut hints.envelope;
    // When it came here says nothing of when it was published.
    envelope.stamps.extend(fetched.fetched.map(|d| Dated::new(d, "fetched")));
    if fetched.copy {
        let day = fetched.fetched.map(|d| format!(" of {d}")).unwrap_or_default();
        envelope.problems.push(format!("read from a copy{day}; the server was not asked (--offline)"));
    }
    let address = fetched.url.split(['?', '#']).next().unwrap_or_default();
    let path = address.splitn(4, '/').nth(3).unwrap_or_default();
    let (kind, parameters) = fetched.content_type.split_once(';').unwrap_or((&fetched.content_type, ""));
    let kind = kind.trim().to_ascii_lowercase();
    let told = TYPES.iter().find(|(t, _)| *t == kind).map(|(_, ending)| *ending);
    let (stem, own) = file_name(path);
    let ending = told.unwrap_or(if kind == "text/plain" && Kind::of_ending(own).is_none() { "txt" } else { own });
    let head = &fetched.body[..fetched.body.len().min(HEAD)];
    let page = match Kind::of(head, ending) {
        Some(Kind::Html) => "text/html",
        Some(Kind::Text) => "text/plain",
        Some(Kind::Markdown) => "text/markdown",
        Some(Kind::Pdf) => "application/pdf",
        // A carrier holds reports with addresses and dates of their own.
        Some(_) => {
            let called = format!("{}.{ending}", if stem.is_empty() { "page" } else { stem });
            let from = Box::new(Cursor::new(fetched.body));
            return open::bytes(&fetched.url, &called, from, Given::Fetched, &hints, 0);
        }
        None => return Err(InputError::Kind { name: fetched.url }),
    };
    hints.envelope.stamps.extend(fetched.last_modified.map(|d| Dated::new(d, "Last-Modified")));
    let id = identify(&fetched.url, &fetched.body);
    hints.envelope.url = Some(fetched.url);
    // The encoding that the server names goes before the one that the page names, so the head stays with the page.
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Type: {page};{parameters}\r\n\r\n").into_bytes();
    answer.extend(fetched.body);
    Ok(Opened::Items(vec![Item { id, content: Content::Http(answer), hints }].into_iter(), None))
}
