//! Pages as Safari saves them (`.webarchive`): a property list, in XML or binary.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use plist::{Dictionary, Value};

use super::{Content, Item};
use crate::{CarrierError, Hints, decode};

const KIND: &str = "a web archive of Safari";

/// Dictionaries within dictionaries; an archive nests four. The parser builds and drops values by recursion.
const DEEPEST: usize = 200;

/// Takes the page out of a `.webarchive`.
///
/// # Errors
/// If it is no such file, or holds no page.
pub fn webarchive(id: &str, bytes: &[u8], hints: &Hints) -> Result<Vec<Item>, CarrierError> {
    if nests(bytes) {
        return Err(CarrierError::Large { kind: KIND, limit: format!("{DEEPEST} levels") });
    }
    let value = catch_unwind(AssertUnwindSafe(|| Value::from_reader(Cursor::new(bytes))))
        .map_err(|_| CarrierError::broken(KIND, "it cannot be parsed"))?
        .map_err(|e| CarrierError::broken(KIND, e))?;
    let main = value.as_dictionary().and_then(|d| d.get("WebMainResource")).and_then(Value::as_dictionary);
    let main = main.ok_or(CarrierError::Empty { kind: KIND })?;
    let page = main.get("WebResourceData").and_then(Value::as_data).ok_or(CarrierError::Empty { kind: KIND })?;
    let word = |d: &Dictionary, key: &str| d.get(key).and_then(Value::as_string).map(str::to_owned);
    let page = decode::transported(page, word(main, "WebResourceTextEncodingName").as_deref());
    let mut hints = hints.clone();
    if hints.url.is_none() {
        hints.url = word(main, "WebResourceURL").filter(|u| u.starts_with("http"));
    }
    let plain = word(main, "WebResourceMIMEType").is_some_and(|t| t == "text/plain");
    let content = if plain { Content::Text(page.into_owned()) } else { Content::Html(page.into_owned()) };
    Ok(vec![Item { id: id.into(), content, hints }])
}

/// Whether it nests more deeply than the parser can bear. Of a list in XML the tags are counted; of a binary one the objects
/// that hold others, since a chain of so many is as deep.
fn nests(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"bplist") {
        let mut depth = 0usize;
        let tags = bytes.split(|&b| b == b'<').skip(1);
        return tags.into_iter().any(|tag| {
            let opens = tag.starts_with(b"dict") || tag.starts_with(b"array");
            let closes = tag.starts_with(b"/dict") || tag.starts_with(b"/array");
            depth = if opens { depth + 1 } else { depth.saturating_sub(usize::from(closes)) };
            depth > DEEPEST
        });
    }
    binary_depth(bytes).is_none_or(|depth| depth > DEEPEST)
}

/// How deeply a binary list nests (format as in Apple's CFBinaryPList.c). `None` if it is not of the form.
fn binary_depth(bytes: &[u8]) -> Option<usize> {
    let trailer = bytes.get(bytes.len().checked_sub(32)?..)?;
    let (offset_size, reference_size) = (usize::from(trailer[6]), usize::from(trailer[7]));
    let number = |b: &[u8]| b.iter().try_fold(0usize, |n, &x| n.checked_mul(256)?.checked_add(x.into()));
    let (count, top, table) = (number(&trailer[8..16])?, number(&trailer[16..24])?, number(&trailer[24..32])?);
    let sized = |size: usize| (1..=8).contains(&size);
    if !sized(offset_size) || !sized(reference_size) || count > bytes.len() {
        return None;
    }
    let mut held = vec![(top, 1usize)];
    let (mut deepest, mut looked_at) = (1, 0usize);
    while let Some((object, depth)) = held.pop() {
        deepest = deepest.max(depth);
        looked_at += 1;
        // Shared objects are read as often as they are held, which can be without end.
        if depth > DEEPEST || looked_at > 1 << 20 {
            return Some(usize::MAX);
        }
        let at = table.checked_add(object.checked_mul(offset_size)?)?;
        let at = number(bytes.get(at..at.checked_add(offset_size)?)?)?;
        let marker = *bytes.get(at)?;
        let (mut n, mut from) = (usize::from(marker & 0x0f), at + 1);
        if !matches!(marker >> 4, 0xa | 0xc | 0xd) {
            continue;
        }
        if n == 15 {
            let size = 1usize << (bytes.get(from)? & 3);
            n = number(bytes.get(from + 1..from + 1 + size)?)?;
            from += 1 + size;
        }
        let n = if marker >> 4 == 0xd { n.checked_mul(2)? } else { n };
        let references = bytes.get(from..from.checked_add(n.checked_mul(reference_size)?)?)?;
        for r in references.chunks(reference_size) {
            held.push((number(r)?, depth + 1));
        }
    }
    Some(deepest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(text: &[u8], encoding: &str) -> Value {
        let mut main = Dictionary::new();
        main.insert("WebResourceData".into(), Value::Data(text.to_vec()));
        main.insert("WebResourceURL".into(), Value::String("https://harbourpost.example/ferry".into()));
        main.insert("WebResourceMIMEType".into(), Value::String("text/html".into()));
        main.insert("WebResourceTextEncodingName".into(), Value::String(encoding.into()));
        let mut all = Dictionary::new();
        all.insert("WebMainResource".into(), Value::Dictionary(main));
        Value::Dictionary(all)
    }

    #[test]
    fn both_forms_are_read() {
        let mut page = b"<html><head><title>F\xe6rge synker</title></head><body><p>".to_vec();
        page.extend(
            "The ferry Solveig sank off the harbour early on Friday, and all on board were saved. ".repeat(4).bytes(),
        );
        let (mut xml, mut binary) = (Vec::new(), Vec::new());
        archive(&page, "windows-1252").to_writer_xml(&mut xml).expect("written");
        archive(&page, "windows-1252").to_writer_binary(&mut binary).expect("written");
        for bytes in [xml, binary] {
            let r = webarchive("w", &bytes, &Hints::default()).expect("an archive").remove(0).read();
            assert_eq!(r.url.as_deref(), Some("https://harbourpost.example/ferry"));
            assert_eq!(r.title.as_deref(), Some("Færge synker"));
            assert!(r.text.starts_with("The ferry Solveig"), "{r:?}");
        }
    }

    #[test]
    fn what_is_none_is_refused_and_nesting_overflows_nothing() {
        let deep = format!("<plist><dict><key>WebMainResource</key>{}", "<array>".repeat(200_000));
        let closed = format!("<plist>{}{}</plist>", "<array>".repeat(200_000), "</array>".repeat(200_000));
        for bytes in [&b"bplist00"[..], b"<plist>", b"", deep.as_bytes(), closed.as_bytes()] {
            assert!(webarchive("w", bytes, &Hints::default()).is_err());
        }
        let nested = |n| (0..n).fold(Value::Boolean(true), |v, _| Value::Array(vec![v]));
        for (n, deep) in [(DEEPEST - 10, false), (DEEPEST + 10, true)] {
            let (mut xml, mut binary) = (Vec::new(), Vec::new());
            nested(n).to_writer_xml(&mut xml).expect("written");
            nested(n).to_writer_binary(&mut binary).expect("written");
            assert_eq!((nests(&xml), nests(&binary)), (deep, deep), "{n}");
        }
    }
}
