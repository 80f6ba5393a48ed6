//! The format of the file, and how an older one becomes the present one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// "RASH" in the file's head: by it a store is told from any other SQLite file.
pub(crate) const APPLICATION: i64 = 0x5241_5348;

/// What makes format `n + 1` of format `n`. A step that was released is never changed.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001.sql"), include_str!("../migrations/0002.sql")];

/// The format that this program writes.
pub(crate) const FORMAT: i64 = MIGRATIONS.len() as i64;

/// The format of an open file; 0 for an empty one.
///
/// # Errors
/// If the file is something else than a store, or of a later program.
pub(crate) fn format(db: &Connection, path: &Path) -> Result<i64, StoreError> {
    let failed = |e| StoreError::of(path, e);
    let pragma = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(failed);
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed)?;
    match (pragma("application_id")?, pragma("user_version")?, tables) {
        (0, 0, 0) => Ok(0),
        (APPLICATION, found, _) if found > FORMAT => {
            Err(StoreError::Newer { path: path.to_path_buf(), found, known: FORMAT })
        }
        (APPLICATION, found, _) if found > 0 => Ok(found),
        _ => Err(StoreError::Foreign(path.to_path_buf())),
    }
}

/// Brings the file to the present format, each step in a transaction of its own: what is interrupted is gone on with.
pub(crate) fn migrate(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let failed = |e| StoreError::of(path, e);
    // A table that is made anew is gone for a moment, and what refers to it would be in the way.
    db.pragma_update(None, "foreign_keys", false).map_err(failed)?;
    let done = steps(db, path);
    db.pragma_update(None, "foreign_keys", true).map_err(failed)?;
    done
}

fn steps(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let failed = |e| StoreError::of(path, e);
    loop {
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let found = format(&tx, path)?;
        let Some(step) = MIGRATIONS.get(found as usize) else { return Ok(()) };
        tx.execute_batch(step).map_err(failed)?;
        tx.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
        tx.pragma_update(None, "user_version", found + 1).map_err(failed)?;
        tx.commit().map_err(failed)?;
    }
}
