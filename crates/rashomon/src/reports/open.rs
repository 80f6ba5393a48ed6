//! Opens a file by what it is, and everything packed in it.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use rashomon_page::carriers::{self, Broken, Compression, Content, Item, Kind, Members, Records, file_name};
use rashomon_page::{CarrierError, Hints};
use rashomon_text::Document;
use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::gauge::{Counted, Gauge};
use super::zip::{ReadSeek, Zip};
use crate::input::{InputError, Lines, document};

/// A page, text or mail larger than this is no article; reading it would only hold up the rest. Archives and lines of documents
/// are read piece by piece, and may be of any size. Counted after unpacking.
pub(super) const LARGEST_FILE: u64 = 64 << 20;
/// Files that are compressed, or in an archive, within each other.
const DEEPEST: usize = 4;
/// Bytes that tell what a file is.
const HEAD: usize = 8 << 10;

/// How a file was come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// The user named it: if it cannot be read, that is an error.
    Named,
    /// It was found in a folder: if it is of no kind that is read, it is left alone.
    Found,
    /// It came by standard input: if it is of no kind, it is text.
    Piped,
    /// It came from an address: what it names itself, the user has not named.
    Fetched,
}

/// Something open that gives items one after the other.
pub(super) enum Opened {
    /// A file of a kind that is not read.
    Nothing,
    /// All items of a file, and then what is to be said of it.
    Items(std::vec::IntoIter<Item>, Option<Box<InputError>>),
    /// Documents, with those that are none.
    Documents(std::vec::IntoIter<Result<Item, InputError>>),
    /// One document a line.
    Lines(Lines),
    /// A web archive.
    Archive(Box<Archive>),
    /// A folder in one file.
    Zip(Box<Zip>),
    /// Addresses of feeds that a list names.
    Feeds(Vec<String>),
}

impl Iterator for Opened {
    type Item = Result<Item, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Nothing | Self::Feeds(_) => None,
            Self::Items(items, last) => items.next().map(Ok).or_else(|| last.take().map(|e| Err(*e))),
            Self::Documents(items) => items.next(),
            Self::Lines(lines) => lines.next().map(|d| d.map(given)),
            Self::Archive(archive) => archive.next(),
            Self::Zip(zip) => zip.next(),
        }
    }
}

/// A document as an item.
fn given(mut document: Document) -> Item {
    let id = std::mem::take(&mut document.id);
    Item { id, content: Content::Given(document), hints: Hints::default() }
}

/// The pages of a web archive; what was wrong with the rest is told at its end, one message a reason.
pub(super) struct Archive {
    name: String,
    records: Records,
    broken: BTreeMap<Broken, usize>,
}

impl Iterator for Archive {
    type Item = Result<Item, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        for record in &mut self.records {
            match record {
                Ok(item) => return Some(Ok(item)),
                Err(why) => *self.broken.entry(why).or_default() += 1,
            }
        }
        let (why, count) = self.broken.pop_first()?;
        Some(Err(InputError::Several { name: self.name.clone(), count, what: why.what().to_owned() }))
    }
}

/// Opens a file.
pub(super) fn file(path: &Path, how: Given, hints: &Hints, gauge: Option<&Gauge>) -> Result<Opened, InputError> {
    let name = path.display().to_string();
    let failed = |source| InputError::Io { name: name.clone(), source };
    let mut file = File::open(path).map_err(failed)?;
    // A folder can be opened as well, where the system allows it, and fails only when read; a pipe or device is fine.
    let mut magic = [0; 4];
    let length = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
    let counted = |file: File| -> Box<dyn ReadSeek> {
        match (gauge, length) {
            (Some(gauge), Some(length)) => Box::new(Counted::new(file, length, gauge)),
            _ => Box::new(file),
        }
    };
    if length.is_some() {
        let n = file.read(&mut magic).map_err(failed)?;
        io::Seek::rewind(&mut file).map_err(failed)?;
        // The table of a zip is at its end, so it is not read as a stream.
        if Kind::of(&magic[..n], "") == Some(Kind::Zip) {
            return Ok(Opened::Zip(Box::new(Zip::new(&name, Box::new(BufReader::new(counted(file))), hints, 0)?)));
        }
    }
    let mut opened = bytes(&name, &name, Box::new(counted(file)), how, hints, 0)?;
    if let Opened::Items(items, _) = &mut opened
        && let [item] = items.as_mut_slice()
    {
        item.hints.envelope.file = Some(name);
    }
    Ok(opened)
}

/// Opens standard input.
pub(super) fn stdin(hints: &Hints) -> Result<Opened, InputError> {
    bytes("-", "-", Box::new(io::stdin()), Given::Piped, hints, 0)
}

/// Opens a stream. Messages call it `name`; by `called` goes what it is, and what its report is called. `depth` counts what it is
/// packed in.
pub(super) fn bytes(
    name: &str,
    called: &str,
    from: Box<dyn Read + Send>,
    how: Given,
    hints: &Hints,
    depth: usize,
) -> Result<Opened, InputError> {
    let failed = |source| InputError::Io { name: name.to_owned(), source };
    let (head, from) = peek(from).map_err(failed)?;
    let (stem, ending) = if how == Given::Piped && depth == 0 { (called, "") } else { file_name(called) };
    let kind = match Kind::of(&head, ending) {
        // A text without an ending is a report if it is given as one, and anything at all if it was found.
        Some(Kind::Text) if how == Given::Found && ending.is_empty() => None,
        None if how == Given::Piped => Some(Kind::Text),
        kind => kind,
    };
    let Some(kind) = kind else {
        return if how == Given::Found { Ok(Opened::Nothing) } else { Err(InputError::Kind { name: name.to_owned() }) };
    };
    let archive = |compression, from: BufReader<Box<dyn Read + Send>>| {
        let records = Records::new(Box::new(from), compression, hints.clone());
        Opened::Archive(Box::new(Archive { name: name.to_owned(), records, broken: BTreeMap::new() }))
    };
    let deeper = || {
        let nested = InputError::Nested { name: name.to_owned(), limit: DEEPEST };
        if depth >= DEEPEST { Err(nested) } else { Ok(depth + 1) }
    };
    let whole = |from| whole(name, from);
    let one =
        |content| Opened::Items(vec![Item { id: stem.to_owned(), content, hints: hints.clone() }].into_iter(), None);
    let taken = |items: Result<Vec<Item>, CarrierError>| match items {
        Ok(items) => Ok(Opened::Items(items.into_iter(), None)),
        Err(source) => Err(InputError::Carrier { name: name.to_owned(), source }),
    };
    match kind {
        Kind::Warc => Ok(archive(Compression::None, from)),
        Kind::Gzip | Kind::Zstd => {
            let depth = deeper()?;
            // What is packed tells what it is. Its first bytes are unpacked apart, so that an archive is read by its members.
            let (packed, from) = again(from).map_err(failed)?;
            let gzip = kind == Kind::Gzip;
            if first_bytes(&packed, gzip).is_some_and(|b| Kind::of(&b, "") == Some(Kind::Warc)) {
                return Ok(archive(if gzip { Compression::Gzip } else { Compression::Zstd }, from));
            }
            let unpacked: Box<dyn Read + Send> = if gzip {
                Box::new(Members::new(from))
            } else {
                Box::new(zstd::stream::read::Decoder::with_buffer(from).map_err(failed)?)
            };
            // "page.html.gz" is a page in HTML, and so is "page.html" that is packed in secret.
            let inner = if Kind::of_ending(ending) == Some(kind) { stem } else { called };
            bytes(name, inner, unpacked, how, hints, depth)
        }
        Kind::Zip => {
            let depth = deeper()?;
            let from: Box<dyn ReadSeek> = Box::new(Cursor::new(whole(from)?));
            Ok(Opened::Zip(Box::new(Zip::new(name, from, hints, depth)?)))
        }
        Kind::JsonLines => Ok(Opened::Lines(Lines::new(name.to_owned(), Box::new(from)))),
        Kind::Html => Ok(one(Content::Html(whole(from)?))),
        Kind::Text => Ok(one(Content::Text(whole(from)?))),
        Kind::Markdown => Ok(one(Content::Markdown(whole(from)?))),
        Kind::Pdf => Ok(one(Content::Pdf(whole(from)?))),
        Kind::Mail => taken(carriers::mail(stem, &whole(from)?, hints)),
        Kind::SavedPage => taken(carriers::saved_page(stem, &whole(from)?, hints)),
        Kind::Webarchive => taken(carriers::webarchive(stem, &whole(from)?, hints)),
        Kind::Feed => feed(name, stem, &whole(from)?, hints),
        Kind::Opml => Err(match carriers::subscriptions(&whole(from)?) {
            // The user gave a list in order to have what is on it.
            Ok(feeds) if matches!(how, Given::Named | Given::Piped) => {
                return Ok(Opened::Feeds(feeds.into_iter().map(|f| f.url).collect()));
            }
            Ok(feeds) => {
                let some: Vec<&str> = feeds.iter().take(3).map(|f| f.url.as_str()).collect();
                let list = some.join(", ") + if feeds.len() > 3 { ", …" } else { "" };
                InputError::Feeds { name: name.to_owned(), count: feeds.len(), list }
            }
            Err(source) => InputError::Carrier { name: name.to_owned(), source },
        }),
        Kind::Json => json(name, stem, &whole(from)?, hints),
    }
}

fn feed(name: &str, stem: &str, bytes: &[u8], hints: &Hints) -> Result<Opened, InputError> {
    let feed =
        carriers::feed(stem, bytes, hints).map_err(|source| InputError::Carrier { name: name.to_owned(), source })?;
    let what = format!("more items than the {} that are read", feed.items.len());
    let more = InputError::Several { name: name.to_owned(), count: feed.left_out, what };
    Ok(Opened::Items(feed.items.into_iter(), (feed.left_out > 0).then(|| Box::new(more))))
}

/// One document, a list of documents, a feed, or after all one document a line.
fn json(name: &str, stem: &str, bytes: &[u8], hints: &Hints) -> Result<Opened, InputError> {
    #[derive(serde::Deserialize)]
    struct Version {
        #[serde(default)]
        version: serde_json::Value,
    }
    let wrong = |number, what| InputError::Entry { name: name.to_owned(), number, what };
    if let Ok(Objects(list)) = serde_json::from_slice(bytes) {
        let Some(list) = list else {
            let what = format!("more than {MOST_DOCUMENTS} documents; give them as .jsonl, which is read line by line");
            return Err(wrong(MOST_DOCUMENTS + 1, what));
        };
        let one = |(n, object): (usize, &&RawValue)| {
            let id = format!("{stem}-{}", n + 1);
            document(object.get().as_bytes(), Some(&id)).map(given).map_err(|what| wrong(n + 1, what))
        };
        let all: Vec<Result<Item, InputError>> = list.iter().enumerate().map(one).collect();
        return Ok(Opened::Documents(all.into_iter()));
    }
    match serde_json::from_slice::<Version>(bytes) {
        Ok(v) if v.version.as_str().is_some_and(|v| v.contains("jsonfeed.org")) => feed(name, stem, bytes, hints),
        Ok(_) => {
            let item = document(bytes, Some(stem)).map(given).map_err(|what| wrong(1, what))?;
            Ok(Opened::Items(vec![item].into_iter(), None))
        }
        Err(_) => {
            let from = Cursor::new(bytes.to_vec());
            Ok(Opened::Lines(Lines::new(name.to_owned(), Box::new(from))))
        }
    }
}

/// Documents of one list. It is held as a whole, each with its error.
const MOST_DOCUMENTS: usize = 100_000;

/// The members of a list as they are written; none if they are too many.
struct Objects<'a>(Option<Vec<&'a RawValue>>);

impl<'de> Deserialize<'de> for Objects<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Objects<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(object) = list.next_element()? {
                    if all.len() < MOST_DOCUMENTS {
                        all.push(object);
                        continue;
                    }
                    while list.next_element::<IgnoredAny>()?.is_some() {}
                    return Ok(Objects(None));
                }
                Ok(Objects(Some(all)))
            }
        }
        from.deserialize_seq(List)
    }
}

/// All of a stream, unless it is too large.
fn whole(name: &str, from: impl Read) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    from.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| InputError::Io { name: name.to_owned(), source })?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(InputError::Large { name: name.to_owned(), limit: LARGEST_FILE >> 20 });
    }
    Ok(bytes)
}

type Peeked = (Vec<u8>, BufReader<Box<dyn Read + Send>>);

/// The first bytes of a stream, and the stream with them. Of a stream of lines only what has come is waited for.
fn peek(mut from: Box<dyn Read + Send>) -> io::Result<Peeked> {
    let mut head = vec![0; HEAD];
    let mut n = 0;
    let mut later = None;
    while n < HEAD {
        match from.read(&mut head[n..]) {
            Ok(0) => break,
            Ok(k) => n += k,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) if n == 0 => return Err(e),
            // What has come is looked at; the error is told when the reading comes to it.
            Err(e) => {
                later = Some(e);
                break;
            }
        }
        if head[..n].trim_ascii_start().first() == Some(&b'{') {
            break;
        }
    }
    head.truncate(n);
    let again: Box<dyn Read + Send> = Box::new(Cursor::new(head.clone()).chain(Failed(later)).chain(from));
    Ok((head, BufReader::with_capacity(1 << 16, again)))
}

/// An error at its place in a stream.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// More of the first bytes: what is packed in them is less than what they say.
fn again(mut from: BufReader<Box<dyn Read + Send>>) -> io::Result<Peeked> {
    let mut head = Vec::new();
    from.by_ref().take(4 * HEAD as u64).read_to_end(&mut head)?;
    let again: Box<dyn Read + Send> = Box::new(Cursor::new(head.clone()).chain(from));
    Ok((head, BufReader::with_capacity(1 << 16, again)))
}

/// What the first packed bytes unpack to, a little of it.
fn first_bytes(packed: &[u8], gzip: bool) -> Option<Vec<u8>> {
    let mut out = vec![0; 64];
    let mut n = 0;
    let mut from: Box<dyn Read> = if gzip {
        Box::new(Members::new(packed))
    } else if packed.starts_with(b"\x5d\x2a\x4d\x18") {
        // A dictionary comes first in archives of records only.
        return Some(b"WARC/1.0".to_vec());
    } else {
        Box::new(zstd::stream::read::Decoder::with_buffer(packed).ok()?)
    };
    while n < out.len() {
        match from.read(&mut out[n..]) {
            Ok(0) | Err(_) => break,
            Ok(k) => n += k,
        }
    }
    out.truncate(n);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(called: &str, text: &str) -> Vec<String> {
        let from = Box::new(Cursor::new(text.to_owned()));
        match bytes(called, called, from, Given::Named, &Hints::default(), 0) {
            Ok(open) => open.map(|r| r.map_or_else(|e| format!("error: {e}"), |i| i.id)).collect(),
            Err(e) => vec![format!("error: {e}")],
        }
    }

    #[test]
    fn json_is_a_document_a_list_or_lines() {
        assert_eq!(told("d.json", "{\n \"text\": \"x\"\n}"), ["d"]);
        assert_eq!(told("d.json", "[{\"text\": \"x\"}, {\"id\": 7, \"text\": \"y\"}]"), ["d-1", "7"]);
        assert_eq!(told("d.json", "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"y\"}\n"), ["a", "b"]);
        let bad = told("d.json", "[1, {\"id\": \"b\", \"text\": \"y\"}]");
        assert!(bad[0].starts_with("error: d.json, document 1: not a document") && bad[1] == "b", "{bad:?}");
        let many = told("d.json", &format!("[{}1]", "1,".repeat(1_000_000)));
        assert!(many.len() == 1 && many[0].contains("more than 100000 documents"), "{many:?}");
    }
}
