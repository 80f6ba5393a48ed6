//! What answers are made from: the store, and the engine where a claim has to be read.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rashomon_lang::Model;
use rashomon_store::Store;

use super::McpError;
use super::room::Room;
use crate::desk::Engine;
use crate::pipeline::Settings;

/// What answers are made from.
pub struct Desk {
    path: PathBuf,
    store: Mutex<Option<Store>>,
    engine: Engine,
    characters: usize,
    /// Reports that are read for one claim, at most.
    pub(super) reports: usize,
}

impl Desk {
    /// Opens nothing yet: a store may be made after the server was started, and most questions need no engine.
    #[must_use]
    pub fn new(path: PathBuf, engine: Engine, characters: usize, reports: usize) -> Self {
        Self { path, store: Mutex::new(None), engine, characters, reports }
    }

    /// Asks the store; all that `work` reads is of one and the same state.
    pub(super) fn ask<T>(&self, work: impl FnOnce(&Store) -> Result<T, McpError>) -> Result<T, McpError> {
        // Whoever panicked with it has only read.
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let open = match store.take() {
            // Removed meanwhile: what is answered must be what others see.
            Some(open) if self.path.exists() => open,
            _ => Store::open(&self.path)?,
        };
        store.insert(open).read(|s| Ok(work(s)))?
    }

    /// The room that one answer has.
    pub(super) fn room(&self) -> Room {
        Room::new(self.characters)
    }

    /// The engine, opened when it is first needed.
    pub(super) fn model(&self) -> Result<Arc<Model>, McpError> {
        Ok(self.engine.model()?)
    }

    /// How reports are read.
    pub(super) fn settings(&self) -> Settings {
        self.engine.settings()
    }
}
