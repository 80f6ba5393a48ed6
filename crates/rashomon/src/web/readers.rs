//! The store, open to read as often as there are threads to read it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rashomon_store::{Store, StoreError};
use tokio::sync::Semaphore;

use super::WebError;

/// Connections for each processor: some wait for the disk.
const EACH: usize = 2;

/// Which file it is: another may come to stand under its name, from a backup for example.
type Identity = Option<(u64, u64)>;

/// A pool of connections.
pub struct Readers {
    path: PathBuf,
    free: Mutex<Vec<(Identity, Store)>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    /// Opens nothing yet: a store may be made after the server was started.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        let most = EACH * std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { path, free: Mutex::default(), permits: Arc::new(Semaphore::new(most)) }
    }

    /// Asks the store, on a thread that may wait for the disk; all that `work` reads is of one and the same state.
    ///
    /// # Errors
    /// Those of `work`, and if there is no store.
    pub async fn ask<T, F>(self: &Arc<Self>, work: F) -> Result<T, WebError>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, WebError> + Send + 'static,
    {
        // Closed by nobody.
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| WebError::Fault)?;
        let readers = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done: who asked may be gone long before.
            let _permit = permit;
            let (identity, store) = readers.open()?;
            // What panics takes its connection with it.
            let done = store.read(|s| Ok(work(s)));
            readers.free.lock().unwrap_or_else(PoisonError::into_inner).push((identity, store));
            done?
        });
        done.await.map_err(|_| WebError::Fault)?
    }

    fn open(&self) -> Result<(Identity, Store), StoreError> {
        let there = identity(&self.path);
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        // What is shown must be what others see: removed or replaced, the old file is of no more use.
        free.retain(|(i, _)| *i == there);
        let open = free.pop();
        drop(free);
        match open {
            Some(open) if there.is_some() => Ok(open),
            _ => Ok((there, Store::open(&self.path)?)),
        }
    }
}

/// Which file stands there; `None` if none does.
fn identity(path: &Path) -> Identity {
    let metadata = std::fs::metadata(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        // As near as the system lets one look.
        let made = metadata.created().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
        Some((made.map_or(0, |d| d.as_secs()), 0))
    }
}
