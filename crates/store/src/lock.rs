//! One writer at a time, and whoever waits is told for whom.
//!
//! SQLite lets one process write at a time as well, but does not say which, and would let two `watch` take turns and place
//! reports against each other. The lock is one of the operating system on a file beside the store: it ends with the process that
//! holds it, however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::StoreError;

/// Held as long as it lives.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

/// The file beside the store.
pub(crate) fn lock_path(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push("-writer");
    name.into()
}

impl WriterLock {
    /// Takes the lock. While another process holds it, `wait` is told who that is, and says whether to try again.
    pub(crate) fn take(store: &Path, wait: &mut dyn FnMut(&str) -> bool) -> Result<Self, StoreError> {
        let path = lock_path(store);
        let failed = |source| StoreError::Io { path: path.clone(), source };
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {
                    let by = holder(&mut file);
                    if !wait(&by) {
                        return Err(StoreError::Held { path: store.to_path_buf(), by });
                    }
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        // The name is for the eye of others: without it the lock holds all the same.
        // Options of every command may stand before its name, and one of them takes a word.
        let what = std::env::args().skip(1).find(|a| !a.starts_with('-')).unwrap_or_default();
        let line = format!("rashomon {what} (process {})", std::process::id());
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(line.as_bytes()));
        Ok(Self { _file: file })
    }
}

/// Who holds the lock, in words.
fn holder(file: &mut File) -> String {
    let mut line = String::new();
    let read = file.rewind().and_then(|()| file.take(200).read_to_string(&mut line));
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    if read.is_err() || line.is_empty() { "another process".to_owned() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_is_first_and_gets_it_afterwards() {
        let dir = tempfile::tempdir().expect("a folder");
        let store = dir.path().join("s.db");
        let first = WriterLock::take(&store, &mut |_| false).expect("free");
        let mut told = Vec::new();
        let refused = WriterLock::take(&store, &mut |by| {
            told.push(by.to_owned());
            told.len() < 3
        });
        assert!(matches!(refused, Err(StoreError::Held { .. })));
        assert_eq!(told.len(), 3);
        assert!(told[0].contains(&std::process::id().to_string()), "{told:?}");
        drop(first);
        assert!(WriterLock::take(&store, &mut |_| false).is_ok());
    }
}
