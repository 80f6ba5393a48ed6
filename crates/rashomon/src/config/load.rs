//! Which files there are, and what holds of what they say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Arg, Command};

use super::keys::{KEYS, Key};
use super::read::Read;
use super::watch::{Place, WatchSource};
use super::{ConfigError, project};
use crate::cli::Global;

/// A project's file.
const PROJECT: &str = "rashomon.toml";
/// A file of settings is a page or two.
const LARGEST: u64 = 1 << 20;

/// What a file says to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// As the option takes it.
    pub value: String,
    /// The file.
    pub path: PathBuf,
    /// The line, from 1 on.
    pub line: usize,
}

/// What holds of all files together.
#[derive(Clone, Debug, Default)]
pub struct Config {
    settings: BTreeMap<&'static str, Setting>,
    /// What is watched, and the file that says so.
    pub sources: Vec<WatchSource>,
}

impl Config {
    /// Reads the files that hold here: the one that the user names, else the project's and the user's own.
    ///
    /// # Errors
    /// If a file cannot be read, or says what is unknown, of another type, or not its to say.
    pub fn load(global: &Global) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        if global.no_config {
            return Ok(config);
        }
        if let Some(path) = global.config.as_deref().filter(|p| !p.as_os_str().is_empty()) {
            config.add(Self::read(path)?);
            return Ok(config);
        }
        if let Some(read) = std::env::current_dir().ok().and_then(|d| project_file(&d)).map(|p| Self::read(&p)) {
            let read = read?;
            project::trusted(&read)?;
            config.add(read);
        }
        if let Some(path) = user_file().filter(|p| p.is_file()) {
            config.add(Self::read(&path)?);
        }
        Ok(config)
    }

    fn read(path: &Path) -> Result<Read, ConfigError> {
        let failed = |source| ConfigError::Io { path: path.to_owned(), source };
        let length = std::fs::metadata(path).map_err(failed)?.len();
        if length > LARGEST {
            return Err(failed(std::io::Error::new(
                std::io::ErrorKind::FileTooLarge,
                "no file of settings is so large",
            )));
        }
        let text = std::fs::read_to_string(path).map_err(failed)?;
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Read::parse(&path, &text)
    }

    /// Takes what no file before it has said.
    fn add(&mut self, read: Read) {
        let folder = read.path.parent().unwrap_or(Path::new("."));
        for key in KEYS {
            let Some((line, Some(value))) = read.said.get(key.name) else { continue };
            let value = if key.path { folder.join(value).display().to_string() } else { value.clone() };
            let setting = Setting { value, path: read.path.clone(), line: *line };
            self.settings.entry(key.name).or_insert(setting);
        }
        if let (Some(watch), true) = (&read.file.watch, self.sources.is_empty()) {
            self.sources = watch.sources.iter().map(|s| from_folder(s, folder)).collect();
        }
    }

    /// What the files say to a key.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Setting> {
        self.settings.get(key.name)
    }

    /// Makes what the files say the defaults of the options of that name.
    #[must_use]
    pub fn apply(&self, command: Command) -> Command {
        self.apply_to(command, None)
    }

    fn apply_to(&self, command: Command, name: Option<&str>) -> Command {
        let command = command.mut_args(|arg| match self.default_of(&arg, name) {
            Some(value) => arg.default_value(value),
            None => arg,
        });
        command.mut_subcommands(|sub| {
            let name = sub.get_name().to_owned();
            self.apply_to(sub, Some(&name))
        })
    }

    fn default_of(&self, arg: &Arg, command: Option<&str>) -> Option<String> {
        let sets = |k: &&Key| k.option() == arg.get_id().as_str() && k.parts().0.is_none_or(|t| Some(t) == command);
        KEYS.iter().filter(sets).find_map(|k| self.get(k)).map(|s| s.value.clone())
    }
}

/// A source whose path counts from the file's folder; addresses stay.
fn from_folder(source: &WatchSource, folder: &Path) -> WatchSource {
    let named = |what: &String| {
        if what.contains("://") { what.clone() } else { folder.join(what).display().to_string() }
    };
    let place = match &source.place {
        Place::Folder(path) => Place::Folder(folder.join(path)),
        Place::Feed(feed) => Place::Feed(named(feed)),
        Place::Opml(opml) => Place::Opml(named(opml)),
    };
    WatchSource { place, interval: source.interval }
}

/// The nearest project's file from a folder upwards.
fn project_file(from: &Path) -> Option<PathBuf> {
    from.ancestors().map(|d| d.join(PROJECT)).find(|p| p.is_file())
}

/// Where the user's own file is.
pub(crate) fn user_file() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("rashomon/config.toml"))
}
