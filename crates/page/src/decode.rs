//! From bytes to text: byte-order mark, declared charset, guess, in that order.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes beyond this are left out: no article is that long, and the parser's memory is many times the page's.
const MOST: usize = 24 << 20;

/// The text of `bytes`, with anything odd about it said in `problems`.
pub(crate) fn decode(bytes: &[u8], html: bool, problems: &mut Vec<String>) -> String {
    if is_binary(bytes) {
        problems.push("not a text: it holds binary data".into());
        return String::new();
    }
    let bytes = if bytes.len() > MOST {
        problems.push(format!("only the first {} MB were read", MOST >> 20));
        &bytes[..MOST]
    } else {
        bytes
    };
    // UTF-8 that decodes is UTF-8, whatever the page declares: other charsets hardly ever do by accident.
    if Encoding::for_bom(bytes).is_none()
        && let Ok(s) = std::str::from_utf8(bytes)
    {
        return clean(s);
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((e, _)) => e,
        None => match declared(bytes).filter(|_| html) {
            // Declared UTF-8 with a few broken bytes is still that; Latin letters alone are not.
            Some(e) if e != UTF_8 || mostly_utf8(bytes) => e,
            _ => guess(bytes),
        },
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        problems.push(format!("some bytes are not {} and were replaced", encoding.name()));
    }
    clean(&text)
}

/// Bytes in the charset that the server or the carrier named, as UTF-8. What it names goes before what the page declares
/// (WHATWG, "determining the character encoding"), but not before the bytes themselves where these are UTF-8.
pub(crate) fn transported<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, [u8]> {
    let named = charset.and_then(|c| Encoding::for_label(c.trim().as_bytes()));
    match named {
        Some(e) if e != UTF_8 && Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() => {
            let bytes = &bytes[..bytes.len().min(MOST)];
            Cow::Owned(e.decode(bytes).0.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// Drops NUL and folds line ends, which both parsers and offsets stumble over.
fn clean(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut from = 0;
    for at in memchr::memchr2_iter(b'\r', 0, s.as_bytes()) {
        out.push_str(&s[from..at]);
        from = at + 1;
        if s.as_bytes()[at] == b'\r' && s.as_bytes().get(from) != Some(&b'\n') {
            out.push('\n');
        }
    }
    out.push_str(&s[from..]);
    if out.contains('\u{feff}') { out.replace('\u{feff}', "") } else { out }
}

/// The charset that a page names in its first bytes (`<meta charset=…>`, `<?xml encoding=…?>`).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(8192)].to_ascii_lowercase();
    for key in [&b"charset"[..], b"encoding"] {
        let mut at = 0;
        while let Some(i) = find(&head[at..], key) {
            let rest = &head[at + i + key.len()..];
            at += i + key.len();
            let skip = rest.iter().take_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\'')).count();
            let name = &rest[skip..];
            let end = name
                .iter()
                .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')))
                .unwrap_or(name.len());
            if rest[..skip].contains(&b'=')
                && let Some(e) = Encoding::for_label(&name[..end])
            {
                // The label sits in ASCII, so the page cannot be UTF-16 (WHATWG, prescan a byte stream).
                return Some(if e.name().starts_with("UTF-16") { UTF_8 } else { e });
            }
        }
    }
    None
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|w| w == needle)
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|&&b| b >= 0x80).count();
    let broken = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
    broken * 20 < high
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut d = EncodingDetector::new(Iso2022JpDetection::Deny);
    d.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let e = d.guess(None, Utf8Detection::Allow);
    if e == UTF_8 && !mostly_utf8(bytes) { WINDOWS_1252 } else { e }
}

/// Whether the first bytes are those of a picture or an archive that goes by the wrong name: control characters that
/// no text has, and no mark of an encoding in which they would be letters.
fn is_binary(bytes: &[u8]) -> bool {
    let wide = Encoding::for_bom(bytes).is_some_and(|(e, _)| e != UTF_8);
    let head = &bytes[..bytes.len().min(8192)];
    // Escape and the shifts belong to the Japanese encodings of ISO 2022.
    let strange =
        head.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x0E | 0x0F | 0x1B)).count();
    !wide && strange * 50 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, Vec<String>) {
        let mut problems = Vec::new();
        (decode(bytes, true, &mut problems), problems)
    }

    #[test]
    fn declared_latin_1_is_believed_and_utf_8_wins_where_it_fits() {
        assert_eq!(text(b"<meta charset=iso-8859-1><p>Caf\xe9").0, "<meta charset=iso-8859-1><p>Café");
        assert!(text("<meta charset=iso-8859-1><p>Café".as_bytes()).0.ends_with("Café"));
    }

    #[test]
    fn undeclared_and_marked_text() {
        assert!(text(b"D\xe9put\xe9s et s\xe9nateurs se sont r\xe9unis \xe0 la Chambre").0.starts_with("Députés"));
        assert_eq!(text(b"\xff\xfeh\0i\0").0, "hi");
    }

    #[test]
    fn binary_is_said_to_be_binary() {
        let (t, problems) = text(&[0u8; 100]);
        assert!(t.is_empty() && problems[0].contains("binary"), "{problems:?}");
    }
}
