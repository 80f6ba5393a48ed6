//! A project's file may come from anybody: with an archive, a repository, a shared folder. It must not lead outside its own folder, put
//! other code or weights to work, switch off a guard, or have anything fetched.

use std::path::{Component, Path};

use super::ConfigError;
use super::keys::{KEYS, Trust};
use super::read::Read;

/// Refuses what only the user may say.
pub(super) fn trusted(read: &Read) -> Result<(), ConfigError> {
    for key in KEYS {
        let Some((line, value)) = read.said.get(key.name) else { continue };
        let refused = |what: String| {
            Err(ConfigError::NotTheirs { path: read.path.clone(), line: *line, what: format!("{:?} {what}", key.name) })
        };
        match key.trust {
            Trust::Anybody => {}
            Trust::User => return refused("may not be set by a project's file".to_owned()),
            Trust::OnlyOn if value.as_deref() == Some("true") => {}
            Trust::OnlyOn => return refused("may only be set to true by a project's file".to_owned()),
            Trust::Below if value.as_deref().is_some_and(|v| below(&read.path, Path::new(v))) => {}
            Trust::Below => return refused("must lead to a place below the folder of a project's file".to_owned()),
        }
    }
    Ok(())
}

/// Whether a path, counted from the folder of the file, stays in that folder, links followed as far as it exists.
fn below(file: &Path, path: &Path) -> bool {
    let inner = |c: Component<'_>| matches!(c, Component::Normal(_) | Component::CurDir);
    let folder = file.parent().unwrap_or(Path::new("."));
    if path.as_os_str().is_empty() || !path.components().all(inner) {
        return false;
    }
    let Ok(folder) = folder.canonicalize() else { return false };
    let whole = folder.join(path);
    // A link that leads nowhere yet would be followed once there is something.
    let known = whole.ancestors().find(|a| a.symlink_metadata().is_ok());
    known.and_then(|k| k.canonicalize().ok()).is_some_and(|k| k.starts_with(&folder))
}
