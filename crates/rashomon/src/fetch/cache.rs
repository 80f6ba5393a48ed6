//! Copies of what was fetched, so that a server need not send again what has not changed.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::models::sha256;

/// All copies together; those that were not used for longest go first.
const MOST: u64 = 512 << 20;

/// A folder of copies.
#[derive(Debug)]
pub(super) struct Cache {
    dir: PathBuf,
    most: u64,
    /// Bytes of all copies, once they were counted.
    size: Option<u64>,
}

/// What is kept of one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The address that was asked for.
    pub url: String,
    /// Where it was sent on to; then there is no body.
    pub moved: Option<String>,
    /// `Content-Type`.
    pub content_type: String,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
    /// The day on which it came.
    pub fetched: String,
    /// SHA-256 of the body, put in when it is kept.
    pub digest: String,
    #[serde(skip)]
    pub body: Vec<u8>,
}

impl Cache {
    pub(super) fn new(dir: PathBuf) -> Self {
        Self { dir, most: MOST, size: None }
    }

    fn path(&self, url: &str) -> PathBuf {
        self.dir.join(sha256(url.as_bytes()))
    }

    /// The copy of this address, if there is one and it is whole.
    pub(super) fn get(&self, url: &str) -> Option<Kept> {
        let mut file = File::open(self.path(url)).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        let end = bytes.iter().position(|&b| b == b'\n')?;
        let mut kept: Kept = serde_json::from_slice(&bytes[..end]).ok()?;
        bytes.drain(..=end);
        kept.body = bytes;
        // Where the time cannot be set a copy only goes sooner.
        let _ = file.set_modified(SystemTime::now());
        (kept.url == url && kept.digest == sha256(&kept.body)).then_some(kept)
    }

    /// Keeps a copy. A cache that cannot be written is one that does not remember, and no reason to stop.
    pub(super) fn put(&mut self, mut kept: Kept) {
        kept.digest = sha256(&kept.body);
        let path = self.path(&kept.url);
        let before = fs::metadata(&path).map_or(0, |m| m.len());
        if let Ok(written) = self.write(&path, &kept) {
            let size = match self.size {
                Some(size) => (size + written).saturating_sub(before),
                None => self.copies().iter().map(|c| c.2).sum(),
            };
            self.size = Some(size);
            if size > self.most {
                self.sweep();
            }
        }
    }

    fn write(&self, path: &Path, kept: &Kept) -> io::Result<u64> {
        fs::create_dir_all(&self.dir)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.dir)?;
        let mut head = serde_json::to_vec(kept)?;
        head.push(b'\n');
        file.write_all(&head)?;
        file.write_all(&kept.body)?;
        file.persist(path).map_err(|e| e.error)?;
        Ok((head.len() + kept.body.len()) as u64)
    }

    /// Forgets an address.
    pub(super) fn forget(&mut self, url: &str) {
        // What is not there need not be removed.
        let _ = fs::remove_file(self.path(url));
    }

    /// All copies with their age and size.
    fn copies(&self) -> Vec<(SystemTime, PathBuf, u64)> {
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let copy = |e: fs::DirEntry| {
            let meta = e.metadata().ok()?;
            Some((meta.modified().ok()?, e.path(), meta.len()))
        };
        entries.filter_map(copy).collect()
    }

    /// Removes the oldest until a quarter of the room is free.
    fn sweep(&mut self) {
        let mut copies = self.copies();
        copies.sort();
        let mut size: u64 = copies.iter().map(|c| c.2).sum();
        for (_, path, length) in copies {
            if size <= self.most / 4 * 3 {
                break;
            }
            if fs::remove_file(path).is_ok() {
                size -= length;
            }
        }
        self.size = Some(size);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(n: usize) -> Kept {
        Kept { url: format!("https://x.example/{n}"), body: vec![b'x'; 1000], ..Kept::default() }
    }

    #[test]
    fn a_copy_that_was_changed_is_none() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut cache = Cache::new(dir.path().join("pages"));
        cache.put(kept(1));
        assert_eq!(cache.get("https://x.example/1").map(|k| k.body.len()), Some(1000));
        assert_eq!(cache.get("https://x.example/2"), None);
        let path = cache.path("https://x.example/1");
        let mut bytes = fs::read(&path).expect("there");
        bytes.pop();
        fs::write(&path, bytes).expect("written");
        assert_eq!(cache.get("https://x.example/1"), None);
    }

    #[test]
    fn the_oldest_copies_go_when_there_is_no_room() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut cache = Cache { dir: dir.path().into(), most: 10_000, size: None };
        for n in 0..40 {
            cache.put(kept(n));
            // The clock of some file systems is coarse.
            let at = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000 + n as u64);
            let file = File::options().write(true).open(cache.path(&kept(n).url)).expect("there");
            file.set_modified(at).expect("set");
        }
        let left: u64 = cache.copies().iter().map(|c| c.2).sum();
        assert!(left <= 10_000, "{left}");
        assert!(cache.get("https://x.example/0").is_none() && cache.get("https://x.example/39").is_some());
    }
}
