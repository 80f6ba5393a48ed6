//! The one file that weights are kept in: a header, a table of named sections, the sections.
//!
//! ```text
//! 0   magic  "RSHMLANG"        16  sections  u32, reserved u32
//! 8   version u32, reserved    24  length of the file u64
//!                              32  checksum of all that follows, u64
//! 40  table: per section 24 bytes of name, offset u64, length u64
//!     sections, each at a multiple of 64 bytes, little-endian
//! ```
//! Sections of numbers are used where they lie, so that a mapped file costs no copy.

use crate::error::LoadError;

const MAGIC: &[u8; 8] = b"RSHMLANG";
/// Raised with every change of the layout or of what the sections mean.
pub(crate) const VERSION: u32 = 1;
const HEADER: usize = 40;
const ROW: usize = 40;
const NAME: usize = 24;

/// Puts sections together.
#[derive(Default)]
pub(crate) struct StoreWriter {
    sections: Vec<(String, Vec<u8>)>,
}

impl StoreWriter {
    pub(crate) fn bytes(&mut self, name: &str, data: Vec<u8>) {
        debug_assert!(name.len() <= NAME, "{name}");
        self.sections.push((name.to_owned(), data));
    }

    pub(crate) fn f32s(&mut self, name: &str, data: &[f32]) {
        self.bytes(name, data.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    pub(crate) fn u32s(&mut self, name: &str, data: &[u32]) {
        self.bytes(name, data.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    pub(crate) fn u64s(&mut self, name: &str, data: &[u64]) {
        self.bytes(name, data.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        out.extend_from_slice(&[0; 20]);
        let mut at = (HEADER + ROW * self.sections.len()).next_multiple_of(64);
        for (name, data) in &self.sections {
            let mut row = [0; NAME];
            row[..name.len()].copy_from_slice(name.as_bytes());
            out.extend_from_slice(&row);
            out.extend_from_slice(&(at as u64).to_le_bytes());
            out.extend_from_slice(&(data.len() as u64).to_le_bytes());
            at = (at + data.len()).next_multiple_of(64);
        }
        for (_, data) in &self.sections {
            out.resize(out.len().next_multiple_of(64), 0);
            out.extend_from_slice(data);
        }
        out.resize(out.len().next_multiple_of(64), 0);
        let length = out.len() as u64;
        out[24..32].copy_from_slice(&length.to_le_bytes());
        let sum = checksum(&out[HEADER..]);
        out[32..40].copy_from_slice(&sum.to_le_bytes());
        out
    }
}

/// Four interleaved multiply-and-fold lanes; detects damage, not malice (the download is checked by SHA-256).
fn checksum(data: &[u8]) -> u64 {
    const K: [u64; 4] = [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 0xd6e8_feb8_6659_fd93];
    let mut lanes = K;
    let (blocks, tail) = data.as_chunks::<32>();
    for block in blocks {
        for (i, lane) in lanes.iter_mut().enumerate() {
            let mut word = [0; 8];
            word.copy_from_slice(&block[i * 8..i * 8 + 8]);
            *lane = (*lane ^ u64::from_le_bytes(word)).wrapping_mul(K[i]).rotate_left(29);
        }
    }
    let mut sum = tail.iter().fold(data.len() as u64, |s, &b| (s ^ u64::from(b)).wrapping_mul(K[0]));
    for lane in lanes {
        sum = (sum ^ lane).wrapping_mul(K[1]).rotate_left(31);
    }
    sum ^ (sum >> 29)
}

/// A place in the file, in items of the section's type.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Section {
    offset: usize,
    len: usize,
}

/// An opened file.
pub(crate) struct Store {
    data: Data,
    sections: Vec<(Box<str>, Section)>,
}

enum Data {
    Given(Box<dyn AsRef<[u8]> + Send + Sync>),
    /// A copy, made where the bytes given are not aligned to the numbers in them.
    Copied {
        words: Vec<u64>,
        len: usize,
    },
}

impl Data {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Given(d) => (**d).as_ref(),
            Self::Copied { words, len } => &view::<u64, u8>(words)[..*len],
        }
    }
}

impl Store {
    /// Checks the header and the checksum, reads the table.
    pub(crate) fn open(data: Box<dyn AsRef<[u8]> + Send + Sync>) -> Result<Self, LoadError> {
        let bytes: &[u8] = (*data).as_ref();
        let u32_at = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let u64_at = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        if bytes.get(..8) != Some(MAGIC) {
            return Err(LoadError::NotWeights);
        }
        match u32_at(8) {
            Some(VERSION) => {}
            found => return Err(LoadError::Version { found: found.unwrap_or(0), wanted: VERSION }),
        }
        let (Some(n), Some(length), Some(sum)) = (u32_at(16), u64_at(24), u64_at(32)) else {
            return Err(LoadError::Damaged("header"));
        };
        if length != bytes.len() as u64 {
            return Err(LoadError::Damaged("length"));
        }
        if bytes.get(HEADER..).map(checksum) != Some(sum) {
            return Err(LoadError::Damaged("checksum"));
        }
        let mut sections = Vec::with_capacity(n as usize);
        for row in 0..n as usize {
            let at = HEADER + row * ROW;
            let read = || {
                let name = std::str::from_utf8(bytes.get(at..at + NAME)?).ok()?.trim_end_matches('\0');
                let (offset, len) = (u64_at(at + NAME)? as usize, u64_at(at + NAME + 8)? as usize);
                (offset.checked_add(len)? <= bytes.len() && offset.is_multiple_of(64))
                    .then(|| (name.into(), Section { offset, len }))
            };
            sections.push(read().ok_or(LoadError::Damaged("table"))?);
        }
        let data = if bytes.as_ptr().align_offset(8) == 0 && cfg!(target_endian = "little") {
            Data::Given(data)
        } else {
            let words = bytes.chunks(8).map(|c| {
                let mut word = [0; 8];
                word[..c.len()].copy_from_slice(c);
                u64::from_ne_bytes(word)
            });
            Data::Copied { words: words.collect(), len: bytes.len() }
        };
        Ok(Self { data, sections })
    }

    /// The section called `name`.
    pub(crate) fn section(&self, name: &'static str) -> Result<Section, LoadError> {
        self.sections.iter().find(|(n, _)| **n == *name).map(|&(_, s)| s).ok_or(LoadError::Missing(name))
    }

    pub(crate) fn bytes(&self, s: Section) -> &[u8] {
        &self.data.bytes()[s.offset..s.offset + s.len]
    }

    pub(crate) fn f32s(&self, s: Section) -> &[f32] {
        view(self.bytes(s))
    }

    pub(crate) fn u32s(&self, s: Section) -> &[u32] {
        view(self.bytes(s))
    }

    pub(crate) fn u64s(&self, s: Section) -> &[u64] {
        view(self.bytes(s))
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("bytes", &self.data.bytes().len()).finish_non_exhaustive()
    }
}

/// Numbers that every pattern of bits is a value of.
trait Plain: Copy {}
impl Plain for u8 {}
impl Plain for u32 {}
impl Plain for u64 {}
impl Plain for f32 {}

/// The same memory as numbers of another type. Empty if it is not aligned to them, which [`Store::open`] rules out.
#[expect(unsafe_code, reason = "reading numbers where they lie in a mapped file")]
fn view<A: Plain, B: Plain>(data: &[A]) -> &[B] {
    // SAFETY: every pattern of bits is a value of a `Plain` type, and `align_to` keeps to the bounds.
    let (head, body, _) = unsafe { data.align_to::<B>() };
    if head.is_empty() { body } else { &[] }
}

/// Writes small tables: numbers and strings one after the other.
#[derive(Default)]
pub(crate) struct WireWriter(pub(crate) Vec<u8>);

impl WireWriter {
    pub(crate) fn u32(&mut self, v: usize) {
        self.0.extend_from_slice(&(v as u32).to_le_bytes());
    }

    pub(crate) fn u64(&mut self, v: u64) {
        self.0.extend_from_slice(&v.to_le_bytes());
    }

    pub(crate) fn str(&mut self, s: &str) {
        self.u32(s.len());
        self.0.extend_from_slice(s.as_bytes());
    }
}

/// Reads what [`WireWriter`] wrote.
pub(crate) struct WireReader<'a> {
    rest: &'a [u8],
    name: &'static str,
}

impl<'a> WireReader<'a> {
    pub(crate) fn new(rest: &'a [u8], name: &'static str) -> Self {
        Self { rest, name }
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], LoadError> {
        let (head, rest) = self.rest.split_at_checked(n).ok_or(LoadError::Damaged(self.name))?;
        self.rest = rest;
        Ok(head)
    }

    pub(crate) fn u32(&mut self) -> Result<usize, LoadError> {
        let mut b = [0; 4];
        b.copy_from_slice(self.take(4)?);
        Ok(u32::from_le_bytes(b) as usize)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, LoadError> {
        let mut b = [0; 8];
        b.copy_from_slice(self.take(8)?);
        Ok(u64::from_le_bytes(b))
    }

    pub(crate) fn str(&mut self) -> Result<&'a str, LoadError> {
        let n = self.u32()?;
        std::str::from_utf8(self.take(n)?).map_err(|_| LoadError::Damaged(self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        let mut w = StoreWriter::default();
        w.f32s("one", &[1.0, -2.5]);
        w.bytes("two", b"abc".to_vec());
        w.u64s("three", &[u64::MAX]);
        w.finish()
    }

    #[test]
    fn reads_what_it_wrote_wherever_it_lies() {
        let file = file();
        for shift in 0..8 {
            let mut moved = vec![0; shift];
            moved.extend_from_slice(&file);
            struct Tail(Vec<u8>, usize);
            impl AsRef<[u8]> for Tail {
                fn as_ref(&self) -> &[u8] {
                    &self.0[self.1..]
                }
            }
            let s = Store::open(Box::new(Tail(moved, shift))).expect("a store");
            assert_eq!(s.f32s(s.section("one").expect("one")), [1.0, -2.5]);
            assert_eq!(s.bytes(s.section("two").expect("two")), b"abc");
            assert_eq!(s.u64s(s.section("three").expect("three")), [u64::MAX]);
            assert!(s.section("four").is_err());
        }
    }

    #[test]
    fn notices_damage() {
        let good = file();
        assert!(Store::open(Box::new(good[..good.len() - 1].to_vec())).is_err());
        assert!(Store::open(Box::new(Vec::new())).is_err());
        for at in [0, 9, 25, 33, 70, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 4;
            assert!(Store::open(Box::new(bad)).is_err(), "byte {at}");
        }
    }
}
