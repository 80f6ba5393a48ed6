//! What all pages are made from.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rashomon_store::Store;
use tokio::sync::{Semaphore, watch};

use super::WebError;
use super::cache::Pages;
use super::guard::keys::Keys;
use super::guard::origin::Names;
use super::guard::rate::Rates;
use super::jobs::Jobs;
use super::readers::Readers;
use crate::desk::Engine;
use crate::fetch::Access;

/// Reports that are read to answer one question, at most.
const CHECKED: usize = 40;

/// Kilobytes of large answers that are held for slow readers, at most.
const ON_THEIR_WAY: usize = 256 << 10;
/// Things that are handed over at a time.
const UPLOADS: usize = 4;

/// Who may come in, and by which name.
#[derive(Clone, Debug)]
pub struct Doors {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Names that it goes by besides the address.
    pub hosts: Vec<String>,
    /// Whether the token is asked for; always where others than this machine can reach it.
    pub token: bool,
}

/// The desk in the browser, as all requests share it.
pub struct Desk {
    pub(super) store: PathBuf,
    pub(super) readers: Arc<Readers>,
    pub(super) engine: Arc<Engine>,
    /// One question at a time: the engine takes all threads for it.
    pub(super) engine_turn: Arc<Semaphore>,
    /// Kilobytes of large answers that are on their way: slow readers hold them.
    pub(super) on_their_way: Arc<Semaphore>,
    /// Things that are being handed over.
    pub(super) uploads: Semaphore,
    pub(super) jobs: Jobs,
    pub(super) keys: Keys,
    pub(super) names: Names,
    /// The token is asked for.
    pub(super) token: bool,
    pub(super) cookie: String,
    pub(super) rates: Rates,
    pub(super) pages: Pages,
    /// Whether the server is about to end.
    pub(super) stopping: watch::Receiver<bool>,
}

impl Desk {
    /// On this store. What a user adds by address is fetched as `access` allows. `stopping` becomes true when the server is to end.
    ///
    /// # Errors
    /// If there is no secret to be had for it.
    pub fn new(
        store: PathBuf,
        engine: Engine,
        access: Access,
        doors: &Doors,
        stopping: watch::Receiver<bool>,
    ) -> std::io::Result<Self> {
        let engine = Arc::new(engine);
        Ok(Self {
            keys: Keys::open(&store)?,
            readers: Arc::new(Readers::new(store.clone())),
            jobs: Jobs::start(store.clone(), Arc::clone(&engine), access, stopping.clone()),
            store,
            engine,
            engine_turn: Arc::new(Semaphore::new(1)),
            on_their_way: Arc::new(Semaphore::new(ON_THEIR_WAY)),
            uploads: Semaphore::new(UPLOADS),
            names: Names::new(doors.listen, &doors.hosts),
            // A name is given to a desk that others shall reach, through a proxy for example.
            token: doors.token || !doors.listen.ip().is_loopback() || !doors.hosts.is_empty(),
            // Two desks on one machine are told apart by their ports, which cookies are not.
            cookie: format!("rashomon-{}", doors.listen.port()),
            rates: Rates::default(),
            pages: Pages::default(),
            stopping,
        })
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Path {
        &self.store
    }

    /// The secret of this desk.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Whether the token is asked for.
    #[must_use]
    pub fn asks_for_token(&self) -> bool {
        self.token
    }

    /// Waits until what is being added has come to an end that can be gone on from.
    pub fn finish(&self) {
        self.jobs.finish();
    }

    /// Asks the store; see [`Readers::ask`].
    pub(super) async fn ask<T, F>(&self, work: F) -> Result<T, WebError>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, WebError> + Send + 'static,
    {
        self.readers.ask(work).await
    }

    /// Reports that are read to answer one question, at most.
    pub(super) fn checked(&self) -> usize {
        CHECKED
    }
}
