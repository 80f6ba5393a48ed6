//! Where the store is, and who is waited for.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rashomon_store::Store;

use crate::output::remark;

/// The name of the store in the user's folder of data.
const NAME: &str = "desk.rashomon";
/// Between two tries to become the writer.
const PAUSE: Duration = Duration::from_millis(100);

/// Which store.
#[derive(clap::Args, Clone, Debug)]
pub struct StoreArgs {
    /// The store [default: desk.rashomon in the user's folder of data]
    #[arg(long, global = true, value_name = "PATH", env = "RASHOMON_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,
}

/// How long to wait for another writer.
#[derive(clap::Args, Clone, Debug)]
pub struct WaitArgs {
    /// Seconds to wait while another process writes to the store
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub wait: u64,
}

impl StoreArgs {
    /// Where it is.
    ///
    /// # Errors
    /// If none is named and the user has no home.
    pub fn path(&self) -> anyhow::Result<PathBuf> {
        match &self.store {
            Some(path) => Ok(path.clone()),
            None => default_store().context("no folder for the store; name one with --store"),
        }
    }

    /// Opens it to read.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn open(&self) -> anyhow::Result<Store> {
        Ok(Store::open(&self.path()?)?)
    }

    /// Opens it to write, and says for whom it waits.
    ///
    /// # Errors
    /// If another process goes on writing, or the store cannot be written.
    pub fn open_to_write(&self, wait: &WaitArgs, quiet: bool) -> anyhow::Result<Store> {
        let (start, mut told) = (Instant::now(), false);
        let store = Store::open_to_write(&self.path()?, &mut |by| {
            if start.elapsed() >= Duration::from_secs(wait.wait) {
                return false;
            }
            if !told && !quiet {
                remark(format_args!("waiting for {by}, which writes to the store"));
                told = true;
            }
            std::thread::sleep(PAUSE);
            true
        })?;
        Ok(store)
    }
}

/// The user's own store: `rashomon/desk.rashomon` in the folder of data. `None` if the user has no home.
#[must_use]
pub fn default_store() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("rashomon").join(NAME))
}

/// Milliseconds since 1970, UTC.
#[must_use]
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
