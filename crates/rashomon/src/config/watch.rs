//! What `rashomon watch` looks at, as a file of settings names it.

use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

/// Something that is looked at again and again.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "Raw")]
pub struct WatchSource {
    /// What.
    pub place: Place,
    /// Time between two looks, where it has one of its own.
    pub interval: Option<Interval>,
}

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder of pages.
    Folder(PathBuf),
    /// The address or path of a feed.
    Feed(String),
    /// The address or path of a list of feeds.
    Opml(String),
}

/// As it stands in a file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WatchSource", extend("oneOf" = [{"required": ["folder"]}, {"required": ["feed"]}, {"required": ["opml"]}]))]
struct Raw {
    /// A folder of pages
    #[schemars(with = "Option<String>")]
    folder: Option<PathBuf>,
    /// The address or path of a feed
    feed: Option<String>,
    /// The address or path of a list of feeds
    opml: Option<String>,
    /// Time between two looks
    interval: Option<Interval>,
}

impl TryFrom<Raw> for WatchSource {
    type Error = &'static str;

    fn try_from(raw: Raw) -> Result<Self, Self::Error> {
        let place = match (raw.folder, raw.feed, raw.opml) {
            (Some(folder), None, None) => Place::Folder(folder),
            (None, Some(feed), None) => Place::Feed(feed),
            (None, None, Some(opml)) => Place::Opml(opml),
            _ => return Err("a source is one of folder, feed and opml"),
        };
        Ok(Self { place, interval: raw.interval })
    }
}

impl JsonSchema for WatchSource {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Raw::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Raw::json_schema(generator)
    }
}

/// Nobody is asked more often.
const SHORTEST: Duration = Duration::from_secs(1);
/// Nor is a source that fails left alone for longer.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Time between two looks, from a second to a day: `90s`, `15m`, `2h 30m`.
///
/// ```
/// use rashomon::config::Interval;
/// assert_eq!("15m".parse::<Interval>().map(|i| i.duration().as_secs()), Ok(900));
/// assert!("3d".parse::<Interval>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct Interval(Duration);

impl Interval {
    /// As the standard library has it.
    #[must_use]
    pub fn duration(self) -> Duration {
        self.0
    }
}

impl std::str::FromStr for Interval {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let time: SignedDuration = text.parse().map_err(|_| "a time is wanted: 90s, 15m, 2h".to_owned())?;
        let time = Duration::try_from(time).map_err(|_| "a time that passes is wanted".to_owned())?;
        if (SHORTEST..=LONGEST).contains(&time) { Ok(Self(time)) } else { Err("from 1s to 24h".to_owned()) }
    }
}

impl TryFrom<String> for Interval {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl JsonSchema for Interval {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Interval".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "From 1s to 24h: 90s, 15m, 2h 30m" })
    }
}

impl WatchSource {
    /// As it would be named on the command line.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        match &self.place {
            Place::Folder(path) => path.clone(),
            Place::Feed(named) | Place::Opml(named) => PathBuf::from(named),
        }
    }
}

/// For the eye.
impl std::fmt::Display for WatchSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.place {
            Place::Folder(path) => write!(f, "folder {}", path.display())?,
            Place::Feed(feed) => write!(f, "feed {feed}")?,
            Place::Opml(opml) => write!(f, "opml {opml}")?,
        }
        match self.interval {
            Some(i) => write!(f, " every {:#}", SignedDuration::try_from(i.0).unwrap_or_default()),
            None => Ok(()),
        }
    }
}
