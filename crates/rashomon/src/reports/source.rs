//! Where reports come from, as the user names it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use crate::input::InputError;

/// Something that holds reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file or folder.
    File(PathBuf),
    /// Files by a pattern (`archive/**/*.html`), which a shell would expand as well unless it is quoted.
    Pattern(String),
    /// A file that names sources, one a line; `-` for standard input.
    List(PathBuf),
    /// An address.
    Url(String),
}

impl Source {
    /// What a word on the command line, or a line of a list, means.
    ///
    /// ```
    /// use rashomon::reports::Source;
    /// assert_eq!(Source::of("-"), Source::Stdin);
    /// assert_eq!(Source::of("https://harbourpost.example/feed"), Source::Url("https://harbourpost.example/feed".into()));
    /// assert_eq!(Source::of("archive/*.html"), Source::Pattern("archive/*.html".into()));
    /// assert_eq!(Source::of("page.html"), Source::File("page.html".into()));
    /// ```
    #[must_use]
    pub fn of(word: impl AsRef<Path>) -> Self {
        let path = word.as_ref();
        if path == Path::new("-") {
            return Self::Stdin;
        }
        let file = Self::File(path.to_path_buf());
        // What is there is what is meant, whatever it is called.
        if path.symlink_metadata().is_ok() {
            return file;
        }
        let Some(word) = path.to_str() else { return file };
        let scheme = word.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        if matches!(scheme.as_deref(), Some("http" | "https" | "feed")) {
            Self::Url(word.to_owned())
        } else if word.contains(['*', '?', '[', '{']) {
            Self::Pattern(word.to_owned())
        } else {
            file
        }
    }
}

/// Names longer than this are none.
const LONGEST_NAME: u64 = 64 << 10;

/// The sources that a file names, read as they are asked for.
pub(super) struct List {
    name: String,
    from: Box<dyn BufRead + Send>,
}

impl List {
    pub(super) fn open(path: &Path) -> Result<Self, InputError> {
        let name = path.display().to_string();
        let from: Box<dyn BufRead + Send> = if path == Path::new("-") {
            Box::new(BufReader::new(io::stdin()))
        } else {
            Box::new(BufReader::new(File::open(path).map_err(|source| InputError::Io { name: name.clone(), source })?))
        };
        Ok(Self { name, from })
    }
}

impl Iterator for List {
    type Item = Result<Source, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut line = Vec::new();
            let failed = |source| InputError::Io { name: self.name.clone(), source };
            match self.from.by_ref().take(LONGEST_NAME).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(e) => {
                    let e = failed(e);
                    self.from = Box::new(io::empty());
                    return Some(Err(e));
                }
            }
            let name = String::from_utf8_lossy(&line);
            let name = name.trim_end_matches(['\n', '\r']);
            // Standard input is the list itself, or taken by something else.
            if !name.trim().is_empty() && name != "-" {
                return Some(Ok(Source::of(name)));
            }
        }
    }
}
