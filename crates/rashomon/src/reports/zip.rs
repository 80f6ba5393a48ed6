//! Folders in one file (`.zip`).

use std::io::{Cursor, Read as _, Seek};

use rashomon_page::Hints;
use rashomon_page::carriers::Item;
use zip::ZipArchive;

use super::open::{self, Given, LARGEST_FILE, Opened};
use crate::input::InputError;

/// All files of one archive together may unpack to so much. Archives whose parts lie upon each other unpack to more than
/// any disk holds.
const MOST_UNPACKED: u64 = 4 << 30;

/// What an archive can be read from.
pub(super) trait ReadSeek: std::io::Read + Seek + Send {}
impl<T: std::io::Read + Seek + Send> ReadSeek for T {}

/// The files of an archive, in order of their names.
pub(super) struct Zip {
    name: String,
    archive: ZipArchive<Box<dyn ReadSeek>>,
    /// Numbers within the archive, last first.
    to_come: Vec<usize>,
    open: Option<Box<Opened>>,
    hints: Hints,
    depth: usize,
    left: u64,
}

impl Zip {
    pub(super) fn new(name: &str, from: Box<dyn ReadSeek>, hints: &Hints, depth: usize) -> Result<Self, InputError> {
        let archive = ZipArchive::new(from)
            .map_err(|e| InputError::Io { name: name.to_owned(), source: std::io::Error::other(e) })?;
        let mut named: Vec<(String, usize)> =
            (0..archive.len()).map(|n| (called(archive.name_for_index(n).and_then(Result::ok), n), n)).collect();
        named.sort();
        let to_come = named.into_iter().rev().filter(|(name, _)| !name.ends_with('/')).map(|(_, n)| n).collect();
        let (name, hints) = (name.to_owned(), hints.clone());
        Ok(Self { name, archive, to_come, open: None, hints, depth, left: MOST_UNPACKED })
    }

    fn open(&mut self, n: usize) -> Result<Opened, InputError> {
        let mut entry = self
            .archive
            .by_index(n)
            .map_err(|e| InputError::Io { name: self.name.clone(), source: std::io::Error::other(e) })?;
        let inner = called(entry.name().ok(), n);
        let name = format!("{}/{inner}", self.name);
        // What macOS puts beside each file.
        if inner.starts_with("__MACOSX/") {
            return Ok(Opened::Nothing);
        }
        let most = LARGEST_FILE.min(self.left);
        let mut bytes = Vec::new();
        let read = entry.by_ref().take(most + 1).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > most {
            let limit = if self.left == 0 { MOST_UNPACKED } else { LARGEST_FILE };
            let name = if self.left == 0 { self.name.clone() } else { name };
            if self.left == 0 {
                self.to_come.clear();
            }
            return Err(InputError::Large { name, limit: limit >> 20 });
        }
        read.map_err(|source| InputError::Io { name: name.clone(), source })?;
        drop(entry);
        open::bytes(&name, &inner, Box::new(Cursor::new(bytes)), Given::Found, &self.hints, self.depth + 1)
    }
}

/// What a file in an archive is called; one whose name cannot be read goes by its number.
fn called(name: Option<std::borrow::Cow<'_, str>>, n: usize) -> String {
    name.map_or_else(|| n.to_string(), std::borrow::Cow::into_owned)
}

impl Iterator for Zip {
    type Item = Result<Item, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(item) = open.next() {
                    return Some(item);
                }
                self.open = None;
            }
            let n = self.to_come.pop()?;
            match self.open(n) {
                Ok(open) => self.open = Some(Box::new(open)),
                Err(e) => return Some(Err(e)),
            }
        }
    }
}
