//! What may stand in a file of settings.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

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

/// A number between two others, these included.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "i64")]
pub struct Whole<const LEAST: i64, const MOST: i64>(pub i64);

impl<const LEAST: i64, const MOST: i64> TryFrom<i64> for Whole<LEAST, MOST> {
    type Error = String;

    fn try_from(n: i64) -> Result<Self, String> {
        if (LEAST..=MOST).contains(&n) {
            Ok(Self(n))
        } else {
            Err(format!("a number from {LEAST} to {MOST} is wanted, not {n}"))
        }
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
