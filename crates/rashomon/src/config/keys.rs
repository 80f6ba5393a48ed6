//! All keys, with the variable of the environment that says the same, and who may set them.

/// Who may set a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Any file.
    Anybody,
    /// A project's file only to a path below its own folder.
    Below,
    /// A project's file only to `true`.
    OnlyOn,
    /// No project's file.
    User,
}

/// A key of a file of settings.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it stands in a file; one of a table with the table's name and a dot before it.
    pub name: &'static str,
    /// The variable that says the same.
    pub env: Option<&'static str>,
    /// Who may set it.
    pub trust: Trust,
    /// Whether it is a path, which then counts from the file's folder.
    pub path: bool,
}

const fn key(name: &'static str, env: &'static str, trust: Trust) -> Key {
    Key { name, env: Some(env), trust, path: false }
}

const fn path(name: &'static str, env: &'static str, trust: Trust) -> Key {
    Key { name, env: Some(env), trust, path: true }
}

/// All keys. A key of its own sets the option of that name of every command that has it, a key of a table that of the command the
/// table is named after.
pub const KEYS: &[Key] = &[
    path("store", "RASHOMON_STORE", Trust::Below),
    path("models", "RASHOMON_MODELS", Trust::User),
    key("model", "RASHOMON_MODEL", Trust::Anybody),
    path("tables", "RASHOMON_TABLES", Trust::Below),
    key("year", "RASHOMON_YEAR", Trust::Anybody),
    key("offline", "RASHOMON_OFFLINE", Trust::OnlyOn),
    key("allow-private", "RASHOMON_ALLOW_PRIVATE", Trust::User),
    key("jobs", "RASHOMON_JOBS", Trust::Anybody),
    key("color", "RASHOMON_COLOR", Trust::Anybody),
    key("watch.interval", "RASHOMON_WATCH_INTERVAL", Trust::Anybody),
    Key { name: "watch.sources", env: None, trust: Trust::User, path: false },
    key("mcp.characters", "RASHOMON_MCP_CHARACTERS", Trust::Anybody),
    key("mcp.reports", "RASHOMON_MCP_REPORTS", Trust::Anybody),
    // A folder of somebody else's must not open a desk to the network.
    key("serve.listen", "RASHOMON_LISTEN", Trust::User),
];

impl Key {
    /// Table and name within it.
    #[must_use]
    pub fn parts(&self) -> (Option<&'static str>, &'static str) {
        match self.name.split_once('.') {
            Some((table, name)) => (Some(table), name),
            None => (None, self.name),
        }
    }

    /// The id of the option that it sets.
    #[must_use]
    pub fn option(&self) -> String {
        self.parts().1.replace('-', "_")
    }
}

/// The known name that is most like one that is not known.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let like = |k: &str| strsim::normalized_damerau_levenshtein(&name.replace('_', "-"), k);
    known.max_by(|a, b| like(a).total_cmp(&like(b))).filter(|k| like(k) > 0.4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_seen() {
        let known = || KEYS.iter().map(|k| k.parts().1);
        assert_eq!(nearest("modle", known()), Some("model"));
        assert_eq!(nearest("allow_private", known()), Some("allow-private"));
        assert_eq!(nearest("xyz", known()), None);
    }
}
