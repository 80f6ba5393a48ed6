//! Answers of web servers as archives keep them: head, transfer coding, content coding, body.

use std::borrow::Cow;
use std::io::Read;

use super::{Kind, pdf};
use crate::report::Report;
use crate::{Hints, decode, html, plain};

/// A body that unpacks to more is no article; the rest of it is left out. Counted on what comes out, so that no bomb gets through.
const MOST_UNPACKED: usize = 32 << 20;
/// Codings upon each other. Servers apply one, broken ones two.
const MOST_CODINGS: usize = 3;

/// The head of an answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub status: u16,
    /// "text/html", in lower case.
    pub kind: String,
    pub charset: Option<String>,
    /// Codings in the order in which they were applied.
    codings: Vec<String>,
    chunked: bool,
    pub body: &'a [u8],
}

/// Takes an answer apart. `None` if it has no head.
pub(super) fn head(bytes: &[u8]) -> Option<Head<'_>> {
    let first = bytes.iter().position(|&b| b == b'\n')?;
    let status = std::str::from_utf8(&bytes[..first]).ok()?;
    let mut words = status.split_ascii_whitespace();
    if !words.next()?.to_ascii_uppercase().starts_with("HTTP/") {
        return None;
    }
    let mut head = Head { status: words.next()?.parse().ok()?, ..Head::default() };
    let mut rest = &bytes[first + 1..];
    loop {
        let end = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
        if line.is_empty() {
            break;
        }
        let line = String::from_utf8_lossy(line);
        let Some((name, value)) = line.split_once(':') else { continue };
        let list = || value.split(',').map(|c| c.trim().to_ascii_lowercase()).filter(|c| !c.is_empty());
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => (head.kind, head.charset) = content_type(value),
            "content-encoding" => head.codings.extend(list().filter(|c| c != "identity")),
            "transfer-encoding" => head.chunked |= list().any(|c| c == "chunked"),
            _ => {}
        }
    }
    head.body = rest;
    Some(head)
}

/// "text/html; charset=utf-8" in its parts.
pub(super) fn content_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.find_map(|p| {
        let (name, value) = p.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (kind, charset)
}

/// What an answer of this kind is read as, if it may be an article at all.
pub(super) fn readable(kind: &str, body: &[u8]) -> Option<Kind> {
    match kind {
        "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" => Some(Kind::Html),
        "text/plain" => Some(Kind::Text),
        "text/markdown" => Some(Kind::Markdown),
        "application/pdf" | "application/x-pdf" => Some(Kind::Pdf),
        // Servers that do not know say so, or nothing.
        "" | "application/octet-stream" | "unknown/unknown" => {
            Kind::of(body, "").filter(|k| matches!(k, Kind::Html | Kind::Pdf))
        }
        _ => None,
    }
}

/// Reads the report in an answer.
pub(super) fn read(id: &str, bytes: &[u8], hints: &Hints) -> Report {
    let Some(head) = head(bytes) else { return html::read(id, bytes, hints) };
    let mut problems = Vec::new();
    let body = unpacked(&head, &mut problems);
    let body = decode::transported(&body, head.charset.as_deref());
    let mut hints = Cow::Borrowed(hints);
    if !problems.is_empty() {
        hints.to_mut().envelope.problems.append(&mut problems);
    }
    match readable(&head.kind, &body) {
        Some(Kind::Pdf) => pdf::read(id, &body, &hints),
        Some(Kind::Markdown) => super::markdown::read(id, &body, &hints),
        // Pages are sent as text by mistake, texts as pages never.
        Some(Kind::Text) if Kind::of(&body[..body.len().min(4096)], "") != Some(Kind::Html) => {
            plain::read(id, &body, &hints)
        }
        _ => html::read(id, &body, &hints),
    }
}

/// The body as the browser sees it.
fn unpacked<'a>(head: &Head<'a>, problems: &mut Vec<String>) -> Cow<'a, [u8]> {
    let mut body = Cow::Borrowed(head.body);
    // Archives may keep the head of what they have unpacked already, so the bytes decide.
    if head.chunked
        && let Some(joined) = joined(&body)
    {
        body = Cow::Owned(joined);
    }
    if head.codings.len() > MOST_CODINGS {
        problems.push(format!("packed more than {MOST_CODINGS} times, one within the other; not read"));
        return Cow::Borrowed(&[]);
    }
    for coding in head.codings.iter().rev() {
        let from: &[u8] = &body;
        let (out, ended) = match coding.as_str() {
            "gzip" | "x-gzip" if from.starts_with(&[0x1f, 0x8b]) => limited(flate2::bufread::MultiGzDecoder::new(from)),
            // What servers call so is mostly zlib, and sometimes not.
            "deflate" if zlib(from) => limited(flate2::bufread::ZlibDecoder::new(from)),
            "deflate" => limited(flate2::bufread::DeflateDecoder::new(from)),
            "br" => limited(brotli_decompressor::Decompressor::new(from, 4096)),
            "zstd" if from.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
                match zstd::stream::read::Decoder::with_buffer(from) {
                    Ok(decoder) => limited(decoder),
                    Err(_) => (Vec::new(), End::Broken),
                }
            }
            _ => continue,
        };
        match ended {
            // A body that does not begin as its coding does was unpacked before.
            End::Broken
                if out.is_empty() && !from.is_empty() && Kind::of(&from[..from.len().min(4096)], "").is_some() =>
            {
                continue;
            }
            End::Broken => problems.push("it is damaged or cut off; what could be unpacked of it was read".into()),
            End::Limit => {
                problems.push(format!("unpacks to more than {} MB; the rest was left out", MOST_UNPACKED >> 20))
            }
            End::Clean => {}
        }
        body = Cow::Owned(out);
    }
    body
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Clean,
    Limit,
    Broken,
}

/// What comes out of a decoder, up to the limit.
fn limited(mut from: impl Read) -> (Vec<u8>, End) {
    let mut out = Vec::new();
    let mut buf = [0; 1 << 14];
    loop {
        match from.read(&mut buf) {
            Ok(0) => return (out, End::Clean),
            Ok(n) if out.len() + n > MOST_UNPACKED => return (out, End::Limit),
            Ok(n) => out.extend_from_slice(&buf[..n]),
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return (out, End::Broken),
        }
    }
}

/// Whether it begins with a head of zlib (RFC 1950).
fn zlib(bytes: &[u8]) -> bool {
    bytes.len() >= 2 && bytes[0] & 0x0f == 8 && (u16::from(bytes[0]) << 8 | u16::from(bytes[1])) % 31 == 0
}

/// The body of a chunked answer. `None` if it is not chunked, whatever its head says.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let Some(end) = rest.iter().take(100).position(|&b| b == b'\n') else {
            return (!out.is_empty()).then_some(out);
        };
        let line = std::str::from_utf8(&rest[..end]).ok().map(|l| l.split(';').next().unwrap_or_default().trim());
        let Some(size) = line.and_then(|l| usize::from_str_radix(l, 16).ok()) else {
            return (!out.is_empty()).then_some(out);
        };
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        let chunk = &rest[..size.min(rest.len())];
        out.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PAGE: &str = "<html><head><title>Quay of Askøy closed</title></head><body><article><p>The council of Askøy closed the \
        old quay on Monday after an inspection had found that three of its piles were rotten, the mayor said. The ferry will \
        call at the new quay until the work is done, which will take at least until the spring of next year.</p></article></body></html>";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut gz = GzEncoder::new(Vec::new(), Compression::default());
        gz.write_all(bytes).expect("written");
        gz.finish().expect("written")
    }

    fn answer(headers: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat()
    }

    fn read(headers: &str, body: &[u8]) -> Report {
        super::read("x", &answer(headers, body), &Hints::default())
    }

    #[test]
    fn every_coding_is_undone() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(PAGE.as_bytes()).expect("written");
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
        deflate.write_all(PAGE.as_bytes()).expect("written");
        let latin: Vec<u8> = PAGE.chars().map(|c| c as u32 as u8).collect();
        let chunked = PAGE.as_bytes().chunks(100).fold(Vec::new(), |mut all, c| {
            all.extend(format!("{:x}\r\n", c.len()).bytes().chain(c.iter().copied()).chain(*b"\r\n"));
            all
        });
        let chunked = [chunked, b"0\r\n\r\n".to_vec()].concat();
        for (headers, body) in [
            ("Content-Type: text/html\r\n", PAGE.as_bytes().to_vec()),
            ("content-type: text/html; charset=ISO-8859-1\r\n", latin),
            ("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", gzip(PAGE.as_bytes())),
            ("Content-Type: text/html\r\nContent-Encoding: gzip, gzip\r\n", gzip(&gzip(PAGE.as_bytes()))),
            ("Content-Type: text/html\r\nContent-Encoding: deflate\r\n", zlib.finish().expect("written")),
            ("Content-Type: text/html\r\nContent-Encoding: deflate\r\n", deflate.finish().expect("written")),
            (
                "Content-Type: text/html\r\nContent-Encoding: zstd\r\n",
                zstd::encode_all(PAGE.as_bytes(), 1).expect("written"),
            ),
            ("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", chunked),
            // The archive has unpacked it and kept the head.
            (
                "Content-Type: text/html\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked\r\n",
                PAGE.as_bytes().to_vec(),
            ),
        ] {
            let r = read(headers, &body);
            assert!(r.text.contains("council of Askøy") && r.problems.is_empty(), "{headers}: {r:?}");
            assert_eq!(r.title.as_deref(), Some("Quay of Askøy closed"));
        }
    }

    #[test]
    fn bombs_are_cut_and_named() {
        let zeros = gzip(&vec![b' '; MOST_UNPACKED + 1]);
        let r = read("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &zeros);
        assert!(r.problems.iter().any(|p| p.contains("unpacks to more")), "{:?}", r.problems);
        let r = read("Content-Type: text/html\r\nContent-Encoding: gzip, gzip\r\n", &gzip(&zeros));
        assert!(r.problems.iter().any(|p| p.contains("unpacks to more")), "{:?}", r.problems);
        let r = read("Content-Type: text/html\r\nContent-Encoding: gzip, gzip, gzip, gzip\r\n", &gzip(b"x"));
        assert!(r.problems.iter().any(|p| p.contains("more than 3 times")), "{:?}", r.problems);
        let whole = gzip(PAGE.repeat(50).as_bytes());
        let r = read("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &whole[..whole.len() - 20]);
        assert!(r.text.contains("council") && r.problems.iter().any(|p| p.contains("cut off")), "{:?}", r.problems);
        let endless = answer("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", b"ffffffffffffffff\r\n<p>x");
        assert!(super::read("x", &endless, &Hints::default()).text.len() < 10);
    }

    #[test]
    fn heads_are_read_leniently() {
        let h = head(b"HTTP/1.0 301 Moved\nLocation: x\nContent-Type: TEXT/HTML;charset=\"utf-8\"\n\nbody")
            .expect("a head");
        assert_eq!(
            (h.status, h.kind.as_str(), h.charset.as_deref(), h.body),
            (301, "text/html", Some("utf-8"), &b"body"[..])
        );
        for bytes in [&b""[..], b"HTTP/1.1", b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 many\r\n"] {
            assert_eq!(head(bytes), None);
        }
        assert!(head(b"HTTP/1.1 200\r\nno end").is_some_and(|h| h.body.is_empty()));
    }
}
