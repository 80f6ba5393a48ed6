//! `stories`: which affairs there are.

use rashomon_store::{StoryHead, Wanted};
use rashomon_text::PartialDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quote::named;
use super::room::LeftOut;
use super::{Ask, Desk, McpError, within};

const USUAL: usize = 20;
const MOST: usize = 50;

/// Which stories.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StoriesArgs {
    /// Only those to which something was added on this day (2031-06-19), in this month or year, or later
    since: Option<String>,
    /// Only those in which somebody of this name does something, is done to, or is quoted
    actor: Option<String>,
    /// Only those in which something happens at this place
    place: Option<String>,
    /// Only those with open disputes
    #[serde(default)]
    disputed: bool,
    /// Stories at most; 20 if nothing is said
    #[schemars(range(min = 1, max = 50))]
    limit: Option<usize>,
}

/// Stories.
#[derive(Debug, JsonSchema, Serialize)]
pub struct StoriesAnswer {
    /// The last changed first
    stories: Vec<StoryRow>,
    /// There are more than were asked for
    more: bool,
    /// What there is more of than there was room for
    left_out: Vec<LeftOut>,
}

/// A story.
#[derive(Debug, JsonSchema, Serialize)]
pub struct StoryRow {
    /// Id, for `story` and `timeline`
    pub story: String,
    /// A headline of one of its reports
    pub title: String,
    /// First and last day of publication that is known
    pub published: Option<(String, String)>,
    /// How many reports it has
    pub report_count: i64,
    /// How many sources they come from once copies, and reports that rest on one source, are counted once
    pub independent_sources: i64,
    /// How many questions its reports answer differently, neither answer replacing the other
    pub open_disputes: i64,
    /// When it last changed in the store, UTC
    pub changed: Option<String>,
}

impl From<StoryHead> for StoryRow {
    fn from(s: StoryHead) -> Self {
        Self {
            story: s.id,
            title: named(&s.title),
            published: s.published,
            report_count: s.reports,
            independent_sources: s.sources,
            open_disputes: s.disputes,
            changed: moment(s.changed),
        }
    }
}

/// A moment of the store as ISO 8601.
pub fn moment(milliseconds: i64) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(milliseconds).ok()?;
    jiff::Timestamp::from_second(at.as_second()).ok().map(|t| t.to_string())
}

impl Ask for StoriesArgs {
    const NAME: &'static str = "stories";
    const TITLE: &'static str = "List stories";
    const DESCRIPTION: &'static str = "Lists the stories (affairs told by one or more reports) of the user's collection, the last \
        changed first, with how many reports, independent sources and open disputes each has.";
    type Answer = StoriesAnswer;

    fn answer(self, desk: &Desk) -> Result<StoriesAnswer, McpError> {
        let limit = within("limit", self.limit, USUAL, MOST)?;
        let name = |name: Option<String>, field: &str| match name {
            Some(n) if !n.chars().any(char::is_alphanumeric) => {
                Err(McpError::Ask(format!("{field} is a name, not {n:?}")))
            }
            name => Ok(name),
        };
        let wanted = Wanted {
            since: self.since.as_deref().map(since).transpose()?,
            actor: name(self.actor, "actor")?,
            place: name(self.place, "place")?,
            disputed: self.disputed,
            limit: limit + 1,
            parted: false,
        };
        desk.ask(|store| {
            let mut found = store.stories(&wanted)?;
            let more = found.len() > limit;
            found.truncate(limit);
            let all = found.len();
            let rows = found.into_iter().map(|s| Ok::<_, McpError>(StoryRow::from(s)));
            let (stories, rest) = desk.room().fill(all, rows)?;
            let mut left_out = Vec::new();
            LeftOut::note(&mut left_out, "stories", rest);
            Ok(StoriesAnswer { stories, more, left_out })
        })
    }
}

/// The first moment of a day, month or year.
fn since(text: &str) -> Result<i64, McpError> {
    let first = PartialDate::parse(text).and_then(|d| {
        let day = jiff::civil::Date::new(d.year?, d.month.unwrap_or(1) as i8, d.day.unwrap_or(1) as i8).ok()?;
        day.to_zoned(jiff::tz::TimeZone::UTC).ok()
    });
    let first = first.ok_or_else(|| {
        McpError::Ask(format!("since is a date (2031-06-19, 2031-06 or 2031), not {:?}", named(text)))
    })?;
    Ok(first.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_the_first_moment() {
        assert_eq!(since("1970-01-02").ok(), Some(86_400_000));
        assert_eq!(since("1970-02").ok(), Some(31 * 86_400_000));
        assert!(since("soon").is_err() && since("XXXX-06-19").is_err());
        assert_eq!(moment(86_400_123).as_deref(), Some("1970-01-02T00:00:00Z"));
    }
}
