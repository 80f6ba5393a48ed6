//! What may stand in a file of settings.

use std::fmt;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer};

use super::watch::{Interval, WatchSource};
use crate::cli::Color;
use crate::models::ModelChoice;

/// Settings of rashomon. Paths count from the folder of the file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    /// The store: the file that reports and stories are kept in
    pub store: Option<PathBuf>,
    /// Folder of the converted weights
    pub models: Option<PathBuf>,
    /// Weights to use
    pub model: Option<ModelChoice>,
    /// Folder with tables of your own, whose lines go before the shipped ones
    pub tables: Option<PathBuf>,
    /// The year of dates that stand without one
    pub year: Option<Whole<1000, 9999>>,
    /// Never use the network
    pub offline: Option<bool>,
    /// Fetch addresses that lead to this machine or a private network as well
    pub allow_private: Option<bool>,
    /// Threads to use
    pub jobs: Option<Whole<1, 65535>>,
    /// When to use colour
    pub color: Option<Color>,
    /// What `rashomon watch` looks at
    pub watch: Option<WatchTable>,
    /// What `rashomon mcp` answers
    pub mcp: Option<McpTable>,
    /// Where `rashomon serve` listens
    pub serve: Option<ServeTable>,
}

/// What is watched.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WatchTable {
    /// Time between two looks at a source that does not say its own
    pub interval: Option<Interval>,
    /// What is looked at
    #[serde(default)]
    pub sources: Vec<WatchSource>,
}

/// Limits of the answers to assistants.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct McpTable {
    /// Characters of an answer at most
    pub characters: Option<Whole<8_000, 200_000>>,
    /// Reports that are read to check a claim at most
    pub reports: Option<Whole<1, 500>>,
}

/// The desk in the browser.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServeTable {
    /// Address and port to listen on
    pub listen: Option<std::net::SocketAddr>,
}

/// A number between two others, these included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole<const LEAST: i64, const MOST: i64>(pub i64);

impl<'de, const LEAST: i64, const MOST: i64> Deserialize<'de> for Whole<LEAST, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(Within::<LEAST, MOST>)
    }
}

/// Takes a number between two others.
struct Within<const LEAST: i64, const MOST: i64>;

impl<const LEAST: i64, const MOST: i64> Visitor<'_> for Within<LEAST, MOST> {
    type Value = Whole<LEAST, MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a number from {LEAST} to {MOST}")
    }

    fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Self::Value, E> {
        let fits = (LEAST..=MOST).contains(&n);
        fits.then_some(Whole(n)).ok_or_else(|| E::invalid_value(Unexpected::Signed(n), &self))
    }

    fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Self::Value, E> {
        self.visit_i64(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl<const LEAST: i64, const MOST: i64> JsonSchema for Whole<LEAST, MOST> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("From{LEAST}To{MOST}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": LEAST, "maximum": MOST })
    }
}

/// The JSON Schema of a file of settings, for editors.
#[must_use]
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(File)).unwrap_or_default();
    text.push('\n');
    text
}
