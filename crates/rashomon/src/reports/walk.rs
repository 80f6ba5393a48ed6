//! The files below a folder, or those that fit a pattern, in order of their names. Folders are opened as they are come to; links
//! to folders are not followed, so that none leads in a circle.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::input::InputError;

/// Files one after the other, each with whether it was only found in a folder, not named.
pub(super) struct Walk {
    /// Entries still to come of each folder that is open, and whether a pattern is still to be met below it.
    open: Vec<(std::vec::IntoIter<PathBuf>, bool)>,
    pattern: Option<Pattern>,
    /// A folder that could not be opened, until that is told.
    failed: Option<InputError>,
}

struct Pattern {
    text: String,
    matcher: GlobMatcher,
    /// How many folders deep it can lead; without a limit if it holds `**`.
    depth: Option<usize>,
    any: bool,
}

impl Walk {
    /// Everything below a folder.
    pub(super) fn folder(path: &Path) -> Self {
        let mut walk = Self { open: Vec::new(), pattern: None, failed: None };
        walk.enter(path, false);
        walk
    }

    /// What fits a pattern.
    pub(super) fn pattern(text: &str) -> Result<Self, InputError> {
        let wrong = |e: globset::Error| InputError::Pattern { pattern: text.into(), what: e.kind().to_string() };
        let glob = GlobBuilder::new(text).literal_separator(true).build().map_err(wrong)?;
        // The folder that is named before the first sign of a pattern.
        let plain = &text[..text.find(['*', '?', '[', '{']).unwrap_or(text.len())];
        let base = plain.rfind('/').map_or("", |at| &plain[..=at]);
        let depth = (!text.contains("**")).then(|| text[base.len()..].matches('/').count() + 1);
        let pattern = Pattern { text: text.into(), matcher: glob.compile_matcher(), depth, any: false };
        let mut walk = Self { open: Vec::new(), pattern: Some(pattern), failed: None };
        walk.enter(Path::new(base), true);
        // Where there is no such folder nothing matches.
        walk.failed = None;
        Ok(walk)
    }

    /// Opens a folder: what is in it comes next, in order.
    fn enter(&mut self, folder: &Path, meets: bool) {
        // The folder of a pattern that names none; its files are called without one as well.
        let here = folder.as_os_str().is_empty();
        match std::fs::read_dir(if here { Path::new(".") } else { folder }) {
            Ok(read) => {
                let path = |e: std::fs::DirEntry| if here { PathBuf::from(e.file_name()) } else { e.path() };
                let mut paths: Vec<PathBuf> = read.filter_map(|e| e.ok().map(path)).collect();
                paths.sort();
                self.open.push((paths.into_iter(), meets));
            }
            Err(source) => self.failed = Some(InputError::Io { name: folder.display().to_string(), source }),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<(PathBuf, bool), InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(failed) = self.failed.take() {
                return Some(Err(failed));
            }
            let depth = self.open.len();
            let Some((entries, meets)) = self.open.last_mut() else { break };
            let meets = *meets;
            let Some(path) = entries.next() else {
                self.open.pop();
                continue;
            };
            let folder = path.is_dir();
            let Some(pattern) = self.pattern.as_mut().filter(|_| meets) else {
                if !folder {
                    return Some(Ok((path, true)));
                }
                if !path.is_symlink() {
                    self.enter(&path, false);
                }
                continue;
            };
            if pattern.matcher.is_match(&path) {
                pattern.any = true;
                if !folder {
                    return Some(Ok((path, false)));
                }
                self.enter(&path, false);
            } else if folder && !path.is_symlink() && pattern.depth.is_none_or(|d| depth < d) {
                self.enter(&path, true);
            }
        }
        let none = self.pattern.take().filter(|p| !p.any)?;
        Some(Err(InputError::NoMatch { pattern: none.text }))
    }
}
