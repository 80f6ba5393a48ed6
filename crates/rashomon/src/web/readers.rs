//! The store, open to read as often as there are threads to read it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rashomon_store::{Store, StoreError};
use tokio::sync::Semaphore;

use super::WebError;

/// Connections for each processor: some wait for the disk.
const EACH: usize = 2;

/// A pool of connections.
pub struct Readers {
    path: PathBuf,
    free: Mutex<Vec<Store>>,
    permits: Semaphore,
}

impl Readers {
    /// Opens nothing yet: a store may be made after the server was started.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        let most = EACH * std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { path, free: Mutex::default(), permits: Semaphore::new(most) }
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
        let _permit = self.permits.acquire().await.map_err(|_| WebError::Fault)?;
        let readers = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let store = readers.open()?;
            // What panics takes its connection with it.
            let done = store.read(|s| Ok(work(s)));
            readers.free.lock().unwrap_or_else(PoisonError::into_inner).push(store);
            done?
        });
        done.await.map_err(|_| WebError::Fault)?
    }

    fn open(&self) -> Result<Store, StoreError> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match free {
            // Removed meanwhile: what is shown must be what others see.
            Some(store) if self.path.exists() => Ok(store),
            _ => Store::open(&self.path),
        }
    }
}
