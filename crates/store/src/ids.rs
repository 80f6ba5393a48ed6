//! Names that are made of what they name.

use rashomon_page::Report;
use sha2::{Digest as _, Sha256};

/// Digits of an id: 64 bits, so that two of a million reports meet once in thirty million stores.
pub(crate) const DIGITS: usize = 16;

/// The id of a version of a report: of what it says and what it says of itself. The same page with another advertisement has the same.
///
/// ```
/// use rashomon_page::Report;
/// let report = |text: &str| Report { text: text.into(), ..Report::default() };
/// assert_eq!(rashomon_store::report_id(&report("Sunk.")), rashomon_store::report_id(&report("Sunk.")));
/// assert_ne!(rashomon_store::report_id(&report("Sunk.")), rashomon_store::report_id(&report("Saved.")));
/// ```
#[must_use]
pub fn report_id(report: &Report) -> String {
    let mut hash = Sha256::new();
    let mut add = |field: Option<&str>| {
        // The length keeps "ab" + "c" apart from "a" + "bc", and nothing from the empty string.
        hash.update(field.map_or(u64::MAX, |f| f.len() as u64).to_le_bytes());
        hash.update(field.unwrap_or_default());
    };
    add(report.url.as_deref());
    add(report.outlet.as_deref());
    add(report.title.as_deref());
    add(report.published.as_ref().map(|d| d.date.to_string()).as_deref());
    add(Some(&report.text));
    hex(&hash.finalize(), DIGITS)
}

/// The digest of bytes as they were found, with what was said of them: the first half is of kind and bytes, the second of all.
///
/// What has the same digest is read to the same report, and need not be read again. What has the same first half was read from the
/// same bytes, and they need not be kept again.
///
/// ```
/// use rashomon_store::found_digest;
/// let (plain, dated) = (found_digest("text", b"Sunk.", b""), found_digest("text", b"Sunk.", b"2031"));
/// assert_eq!(plain[..8], dated[..8]);
/// assert_ne!(plain, dated);
/// ```
#[must_use]
pub fn found_digest(kind: &str, bytes: &[u8], said: &[u8]) -> [u8; 16] {
    let mut hash = Sha256::new();
    let mut out = [0; 16];
    for part in [kind.as_bytes(), bytes] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    out[..8].copy_from_slice(&hash.clone().finalize()[..8]);
    hash.update((said.len() as u64).to_le_bytes());
    hash.update(said);
    out[8..].copy_from_slice(&hash.finalize()[..8]);
    out
}

/// The first digits of a digest.
pub(crate) fn hex(digest: &[u8], digits: usize) -> String {
    let mut out: String = digest.iter().take(digits.div_ceil(2)).map(|b| format!("{b:02x}")).collect();
    out.truncate(digits);
    out
}

/// The id of anything else that is known by some words.
pub(crate) fn id_of(words: &[&str]) -> String {
    let mut hash = Sha256::new();
    for word in words {
        hash.update((word.len() as u64).to_le_bytes());
        hash.update(word);
    }
    hex(&hash.finalize(), DIGITS)
}
