//! The file: opened to read, or to write as the only one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, ToSql, TransactionBehavior};

use crate::lock::WriterLock;
use crate::pack::Packer;
use crate::{StoreError, schema};

/// Readers never wait for the writer; only a checkpoint or a migration can hold one up, and for no longer than this.
const BUSY: Duration = Duration::from_secs(20);
/// Memory for pages of the file, in KiB.
const CACHE: i64 = 64 << 10;
/// The same for the writer.
const WRITER_CACHE: i64 = 256 << 10;
/// Pages in the log after which they are brought into the file: 128 MB.
const CHECKPOINT: i64 = 32_768;

/// A store, open.
///
/// Many may read at a time, one may write. A reader sees what was there when its query began; nothing half-written is ever seen.
///
/// ```
/// use rashomon_store::{Store, StoreError};
/// let dir = tempfile::tempdir()?;
/// let path = dir.path().join("desk.rashomon");
/// assert!(matches!(Store::open(&path), Err(StoreError::None(_))));
/// let store = Store::open_to_write(&path, &mut |_holder| false)?;
/// assert_eq!(store.counts()?.reports, 0);
/// // A second writer is told who is there.
/// assert!(matches!(Store::open_to_write(&path, &mut |_holder| false), Err(StoreError::Held { .. })));
/// assert_eq!(Store::open(&path)?.counts()?.reports, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    writer: Option<WriterLock>,
}

impl Store {
    /// Opens a store to read.
    ///
    /// # Errors
    /// If there is none, or it is not one that this program can read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let store = Self::present(path)?;
        store.db.pragma_update(None, "query_only", true).map_err(|e| store.failed(e))?;
        Ok(store)
    }

    /// Opens a store to put something right in it ([`Writing::correct`]), without the writer's lock: nobody waits for an `add` that
    /// runs for an hour. Transactions take turns; each waits for the one of the other.
    ///
    /// # Errors
    /// If there is none, or it is not one that this program can write.
    pub fn open_to_correct(path: &Path) -> Result<Self, StoreError> {
        let store = Self::present(path)?;
        store.keep_what_is_confirmed()?;
        Ok(store)
    }

    /// A store that is there, in the present format.
    fn present(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::None(path.to_path_buf()));
        }
        let failed = |e| StoreError::of(path, e);
        // Opened to write all the same: a reader must be able to recover what a writer that died has left in the log.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)
            .or_else(|_| Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY))
            .map_err(failed)?;
        let mut store = Self { db, path: path.to_path_buf(), writer: None };
        store.set_up()?;
        match schema::format(&store.db, path)? {
            schema::FORMAT => {}
            // A file that was made and not filled: whoever made it died, or is about to fill it.
            0 => return Err(StoreError::None(path.to_path_buf())),
            _ => {
                let writer = WriterLock::take(path, &mut |_| false)?;
                schema::migrate(&mut store.db, path)?;
                drop(writer);
            }
        }
        Ok(store)
    }

    /// Opens a store to write, and makes one where there is none. While another process writes, `wait` is told who that is,
    /// and says whether to try again; it should take its time.
    ///
    /// # Errors
    /// If somebody else writes and `wait` gives up, or the file is no store that this program can write.
    pub fn open_to_write(path: &Path, wait: &mut dyn FnMut(&str) -> bool) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::Io { path: folder.to_path_buf(), source })?;
        }
        let writer = WriterLock::take(path, wait)?;
        let failed = |e| StoreError::of(path, e);
        let db = Connection::open(path).map_err(failed)?;
        let mut store = Self { db, path: path.to_path_buf(), writer: Some(writer) };
        store.set_up()?;
        // Nothing is written to a file that is not ours.
        schema::format(&store.db, path)?;
        store.keep_what_is_confirmed()?;
        store.db.pragma_update(None, "cache_size", -WRITER_CACHE).map_err(failed)?;
        schema::migrate(&mut store.db, path)?;
        Ok(store)
    }

    fn keep_what_is_confirmed(&self) -> Result<(), StoreError> {
        let set = |name: &str, value: &dyn ToSql| self.db.pragma_update(None, name, value).map_err(|e| self.failed(e));
        // Readers go on while somebody writes; a commit is one write to the log and one sync.
        set("journal_mode", &"WAL")?;
        // Ids are spread over all of the index, so a checkpoint writes pages from everywhere: seldom, and with room to remember them.
        set("wal_autocheckpoint", &CHECKPOINT)?;
        // What was reported as stored must be there after a loss of power as well.
        set("synchronous", &"FULL")
    }

    fn set_up(&mut self) -> Result<(), StoreError> {
        let failed = |e| StoreError::of(&self.path, e);
        self.db.busy_timeout(BUSY).map_err(failed)?;
        self.db.set_prepared_statement_cache_capacity(64);
        self.db.pragma_update(None, "cache_size", -CACHE).map_err(failed)?;
        self.db.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        // Statements are prepared once, and not anew for every beginning of a digest or id that is looked for.
        self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
        // A store may come from somebody else: nothing in its schema may run code.
        self.db.pragma_update(None, "trusted_schema", false).map_err(failed)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes in one transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// That of `work`, in which case nothing was written, or that of the commit, likewise.
    pub fn write<T>(&mut self, work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let path = &self.path;
        let failed = |e| StoreError::of(path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let packer = Packer::new().map_err(|source| StoreError::Io { path: path.clone(), source })?;
        let mut writing = Writing { db: &tx, path, packer };
        let done = work(&mut writing)?;
        drop(writing);
        tx.commit().map_err(failed)?;
        Ok(done)
    }

    /// Reads in one transaction: all queries see the same state.
    ///
    /// # Errors
    /// That of `work`.
    pub fn read<T>(&self, work: impl FnOnce(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let tx = self.db.unchecked_transaction().map_err(|e| StoreError::of(&self.path, e))?;
        let done = work(self)?;
        drop(tx);
        Ok(done)
    }

    /// Whether this one holds the writer's lock.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.writer.is_some()
    }
}

/// A transaction in which something is written.
pub struct Writing<'s> {
    pub(crate) db: &'s Connection,
    pub(crate) path: &'s Path,
    pub(crate) packer: Packer,
}

impl Writing<'_> {
    pub(crate) fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(self.path, error)
    }

    pub(crate) fn pack(&mut self, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        let path = self.path;
        self.packer.pack(bytes).map_err(|source| StoreError::Io { path: path.to_path_buf(), source })
    }
}
