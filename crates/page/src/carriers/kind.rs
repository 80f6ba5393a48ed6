//! What a file is: by its first bytes where they are plain, by its ending where not.

/// Kinds of files that carry reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A saved page.
    Html,
    /// The text of a saved page.
    Text,
    /// A text in Markdown.
    Markdown,
    /// A PDF.
    Pdf,
    /// A mail (`.eml`).
    Mail,
    /// A page with all it needs as one mail (`.mhtml`).
    SavedPage,
    /// A page with all it needs as Safari saves it (`.webarchive`).
    Webarchive,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A list of feeds.
    Opml,
    /// One JSON document, or a list of them.
    Json,
    /// One JSON document a line.
    JsonLines,
    /// A web archive, not compressed.
    Warc,
    /// Something compressed by gzip.
    Gzip,
    /// Something compressed by Zstandard.
    Zstd,
    /// A folder in one file.
    Zip,
}

/// Endings and what they say.
const ENDINGS: &[(&str, Kind)] = &[
    ("html", Kind::Html),
    ("htm", Kind::Html),
    ("xhtml", Kind::Html),
    ("xht", Kind::Html),
    ("shtml", Kind::Html),
    ("txt", Kind::Text),
    ("text", Kind::Text),
    ("md", Kind::Markdown),
    ("markdown", Kind::Markdown),
    ("mdown", Kind::Markdown),
    ("pdf", Kind::Pdf),
    ("eml", Kind::Mail),
    ("mht", Kind::SavedPage),
    ("mhtml", Kind::SavedPage),
    ("webarchive", Kind::Webarchive),
    ("rss", Kind::Feed),
    ("atom", Kind::Feed),
    ("opml", Kind::Opml),
    ("json", Kind::Json),
    ("jsonl", Kind::JsonLines),
    ("ndjson", Kind::JsonLines),
    ("warc", Kind::Warc),
    ("wet", Kind::Warc),
    ("gz", Kind::Gzip),
    ("zst", Kind::Zstd),
    ("zip", Kind::Zip),
];

/// Bytes that a kind begins with, whatever its name.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"%PDF-", Kind::Pdf),
    (b"\x1f\x8b\x08", Kind::Gzip),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    // A skippable frame: archives in zstd begin with one that holds a dictionary.
    (b"\x5d\x2a\x4d\x18", Kind::Zstd),
    (b"PK\x03\x04", Kind::Zip),
    (b"WARC/1.", Kind::Warc),
    (b"WARC/0.", Kind::Warc),
];

/// Names of mail headers that tell a mail from a text with colons.
const MAIL_HEADERS: &[&str] = &[
    "from:",
    "received:",
    "return-path:",
    "delivered-to:",
    "message-id:",
    "mime-version:",
    "subject:",
    "date:",
    "to:",
    "dkim-signature:",
    "x-mailer:",
    "snapshot-content-location:",
    "content-type:",
];

impl Kind {
    /// The kind that an ending names ("html", "PDF").
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        ENDINGS.iter().find(|(e, _)| *e == ending).map(|e| e.1)
    }

    /// The kind of a file by its first bytes (some kilobytes of them) and its ending, which may be empty.
    ///
    /// ```
    /// use rashomon_page::carriers::Kind;
    /// assert_eq!(Kind::of(b"%PDF-1.7 ...", "html"), Some(Kind::Pdf)); // what it is goes before what it is called
    /// assert_eq!(Kind::of(b"A sentence.", "txt"), Some(Kind::Text));
    /// assert_eq!(Kind::of(b"<!DOCTYPE html><title>x</title>", "php"), Some(Kind::Html));
    /// assert_eq!(Kind::of(b"\x89PNG\r\n", "png"), None);
    /// ```
    #[must_use]
    pub fn of(head: &[u8], ending: &str) -> Option<Self> {
        let named = Self::of_ending(ending);
        if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Some(*kind);
        }
        if head.starts_with(b"bplist") && has(head, b"WebMainResource") {
            return Some(Self::Webarchive);
        }
        let start = first_visible(head);
        if start.first() == Some(&b'<') {
            if let Some(kind) = markup(start) {
                return Some(kind);
            }
        } else if matches!(start.first(), Some(b'{' | b'['))
            && matches!(named, None | Some(Self::Text | Self::Json | Self::JsonLines | Self::Feed))
        {
            if let Some(kind) = json(start, named) {
                return Some(kind);
            }
        } else if !matches!(named, Some(Self::Html | Self::Markdown)) && looks_like_mail(start) {
            // Of mails of two kinds the head tells which it is.
            let saved = has(&lower(start), b"snapshot-content-location:")
                || has(&lower(start), b"multipart/related") && has(&lower(start), b"\ncontent-location:");
            return Some(if saved || named == Some(Self::SavedPage) { Self::SavedPage } else { Self::Mail });
        }
        named.or_else(|| (ending.is_empty() && is_text(head)).then_some(Self::Text))
    }
}

/// A file's name taken apart: what to call its content, and its ending. Of a compressed file the name without that ending is
/// meant: "page.html.gz" is a "page" in "html".
#[must_use]
pub fn file_name(name: &str) -> (&str, &str) {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match name.rsplit_once('.') {
        // "Mr. Holm resigns" has no ending, and ".profile" is all name.
        Some((stem, ending))
            if !stem.is_empty() && ending.len() <= 10 && ending.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            (stem, ending)
        }
        _ => (name, ""),
    }
}

/// What is left of white space and of the mark of UTF-8.
fn first_visible(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start()
}

fn lower(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_lowercase()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

/// Of what begins with `<`: page, feed or list of feeds, by the first tag that says so.
fn markup(start: &[u8]) -> Option<Kind> {
    let head = lower(&start[..start.len().min(4096)]);
    if has(&head, b"<!doctype plist") || has(&head, b"<plist") {
        return has(start, b"WebMainResource").then_some(Kind::Webarchive);
    }
    let mut rest = head.as_slice();
    while let Some(at) = rest.iter().position(|&b| b == b'<') {
        rest = &rest[at + 1..];
        // Comments come first on many pages, and may hold tags.
        if let Some(inside) = rest.strip_prefix(b"!--") {
            rest = inside.windows(3).position(|w| w == b"-->").map_or(&[][..], |end| &inside[end + 3..]);
            continue;
        }
        let name = rest.split(|b| !(b.is_ascii_alphanumeric() || matches!(b, b':' | b'-'))).next().unwrap_or_default();
        match name {
            b"html" | b"head" | b"body" | b"title" | b"meta" | b"article" | b"div" | b"script" | b"link" | b"p" => {
                return Some(Kind::Html);
            }
            b"rss" | b"feed" | b"rdf:rdf" | b"atom:feed" => return Some(Kind::Feed),
            b"entry" if has(&head, b"http://www.w3.org/2005/atom") => return Some(Kind::Feed),
            b"opml" => return Some(Kind::Opml),
            b"" if rest.starts_with(b"!doctype html") => return Some(Kind::Html),
            // Of the declaration and of style sheets nothing can be told.
            b"" => {}
            _ => return None,
        }
    }
    None
}

/// Of what begins with a bracket: a feed, one document a line, or one document or a list.
fn json(start: &[u8], named: Option<Kind>) -> Option<Kind> {
    if named != Some(Kind::JsonLines) && has(&start[..start.len().min(2048)], b"jsonfeed.org/version/") {
        return Some(Kind::Feed);
    }
    if named.is_some() {
        return named;
    }
    if start[0] == b'[' {
        return Some(Kind::Json);
    }
    // A document over several lines breaks off after a bracket or comma.
    let whole = match start.iter().position(|&b| b == b'\n') {
        Some(end) => start[..end].trim_ascii_end().ends_with(b"}"),
        None => true,
    };
    Some(if whole { Kind::JsonLines } else { Kind::Json })
}

/// Whether the first lines are headers of a mail: all of the form of headers, and at least two of them known.
fn looks_like_mail(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"From ").map_or(start, |rest| {
        // The line before each mail of an mbox.
        rest.iter().position(|&b| b == b'\n').map_or(rest, |end| &rest[end + 1..])
    });
    let mut known = 0;
    for (n, line) in start.split(|&b| b == b'\n').take(200).enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || known >= 3 {
            break;
        }
        if n > 0 && matches!(line.first(), Some(b' ' | b'\t')) {
            continue;
        }
        let Some(colon) = line.iter().position(|&b| b == b':') else { return false };
        if colon == 0 || !line[..colon].iter().all(|b| b.is_ascii_graphic()) {
            return false;
        }
        let name = lower(&line[..=colon]);
        known += usize::from(MAIL_HEADERS.iter().any(|h| h.as_bytes() == name));
    }
    known >= 2
}

/// Whether it can be read as text at all.
fn is_text(head: &[u8]) -> bool {
    !head.is_empty() && !head.iter().any(|&b| b == 0 || b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_goes_before_what_it_is_called() {
        let rss = b"<?xml version=\"1.0\"?>\n<!-- <html> -->\n<rss version=\"2.0\">";
        let mail = b"Return-Path: <a@x.example>\r\nSubject: Ferry\r\n sinks\r\nFrom: a@x.example\r\n\r\nText";
        let mhtml =
            b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\nSubject: x\r\nDate: y\r\n\r\n";
        for (head, ending, kind) in [
            (&rss[..], "xml", Some(Kind::Feed)),
            (rss, "html", Some(Kind::Feed)),
            (b"\xef\xbb\xbf  <!DOCTYPE HTML>", "txt", Some(Kind::Html)),
            (b"<?xml version='1.0'?><html xmlns='x'>", "", Some(Kind::Html)),
            (b"<?xml version='1.0'?><urlset>", "xml", None),
            (b"<opml version='2.0'>", "xml", Some(Kind::Opml)),
            (mail, "", Some(Kind::Mail)),
            (mail, "txt", Some(Kind::Mail)),
            (mhtml, "eml", Some(Kind::SavedPage)),
            (b"Note: the ferry sank.\nIt was late.", "", Some(Kind::Text)),
            (b"Date: Friday\nPlace: Bergen\n\nThe ferry sank.", "txt", Some(Kind::Text)),
            (b"{\"id\": 1}\n{\"id\": 2}\n", "", Some(Kind::JsonLines)),
            (b"{\n \"id\": 1}", "", Some(Kind::Json)),
            (b"{\"id\": 1,\n", "jsonl", Some(Kind::JsonLines)),
            (b"[{\"id\": 1}]", "json", Some(Kind::Json)),
            (b"{\"version\": \"https://jsonfeed.org/version/1.1\"", "json", Some(Kind::Feed)),
            (b"[link](x) and text", "md", Some(Kind::Markdown)),
            (b"WARC/1.0\r\n", "", Some(Kind::Warc)),
            (b"\x1f\x8b\x08\0", "html", Some(Kind::Gzip)),
            (b"a,b\n1,2\n", "csv", None),
            (b"", "", None),
            (b"", "html", Some(Kind::Html)),
            (b"\0\x01\x02", "", None),
        ] {
            assert_eq!(Kind::of(head, ending), kind, "{:?} .{ending}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn names_are_taken_apart() {
        for (name, stem, ending) in [
            ("a/b/page.html", "page", "html"),
            ("page.html.gz", "page.html", "gz"),
            ("Mr. Holm resigns", "Mr. Holm resigns", ""),
            (".profile", ".profile", ""),
            ("index.php?id=7", "index.php?id=7", ""),
        ] {
            assert_eq!(file_name(name), (stem, ending), "{name}");
        }
    }
}
