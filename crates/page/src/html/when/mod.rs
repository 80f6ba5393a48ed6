//! When the page was published and changed, and on what that rests.
//!
//! Everything on a page that dates it becomes a candidate with a strength; `decide` weighs them against each other.

mod address;
mod decide;
mod keys;
mod machine;
mod state;
mod visible;

use super::facts::Facts;
use crate::date::{DayFirst, Habits, Stamp, in_text};
use crate::jsonld::Article;
use crate::report::Dated;
use crate::text::same;
use keys::What;

/// Publication, last change, and the other dates that the page shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dates {
    pub published: Option<Dated>,
    pub modified: Option<Dated>,
    pub others: Vec<Dated>,
}

/// Where on a page a date was found. Two sources that agree are worth more than one that says it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    JsonLd,
    Meta,
    Marked,
    Address,
    State,
    Visible,
}

/// One date, what it is said to be the date of, and how far that is to be trusted.
#[derive(Clone, Debug)]
struct Candidate {
    what: What,
    stamp: Stamp,
    basis: String,
    source: Source,
    strength: u16,
}

/// From this strength on a date is what its makers meant to be the date of publication.
const SURE: u16 = 80;

/// Decides on the dates of a page. `html` is the page itself.
pub(crate) fn dates(f: &Facts, articles: &[Article], url: Option<&str>, html: &str) -> Dates {
    let title = Title::of(f);
    let habits = habits(f, url);
    let mut found = Vec::new();
    machine::gather(f, articles, &title, habits, &mut found);
    let shared = if url.is_none() { address::shared(html) } else { None };
    if let Some(date) = url.or(shared.as_deref()).and_then(address::day_in) {
        found.push(Candidate {
            what: What::Published,
            stamp: Stamp::of_day(date),
            basis: "address".into(),
            source: Source::Address,
            strength: 75,
        });
    }
    let sure = |found: &[Candidate]| found.iter().any(|c| c.what == What::Published && c.strength >= SURE);
    if !sure(&found) {
        machine::from_state(html, !articles.is_empty(), &title, &mut found);
    }
    visible::gather(f, &title, habits, !sure(&found), &mut found);
    let mut dates = decide::decide(found);
    if dates.published.is_none() {
        let preview = f.meta(&["og:image", "twitter:image"]).into_iter();
        let month = address::month_of_pictures(preview.chain(f.pictures.iter().map(String::as_str)));
        dates.published = month.map(|m| Dated::new(m, "address of the pictures"));
    }
    dates
}

/// The headline, and where it stands in the visible text.
struct Title {
    at: usize,
    end: usize,
    /// As [`same`] makes it.
    words: String,
    /// All forms of it that the page gives, so made.
    said: Vec<String>,
}

impl Title {
    fn of(f: &Facts) -> Self {
        let said = [f.meta(&["og:title"]), f.title.as_deref()];
        let said: Vec<String> = said.into_iter().flatten().map(same).collect();
        // The first heading of many sites is their own name.
        let headings = || f.headings.iter().zip(&f.headings_at);
        let own = headings().find(|(h, _)| h.split(' ').count() > 2 && said.iter().any(|s| s.contains(&same(h))));
        let Some((heading, &at)) = own.or_else(|| headings().next()) else {
            return Self { at: 0, end: 0, words: said.first().cloned().unwrap_or_default(), said };
        };
        let words = same(heading);
        let said = said.into_iter().chain(f.headings.iter().map(|h| same(h))).collect();
        Self { at, end: at + heading.len(), words, said }
    }

    /// Whether another form of the headline can be of the same article: half of the words of the shorter are the other's.
    fn is_like(&self, headline: &str) -> bool {
        let share = |a: &str, b: &str| {
            let words = || a.split(' ').filter(|w| w.len() > 2);
            let common = words().filter(|w| b.split(' ').any(|o| o == *w)).count();
            2 * common >= words().count()
        };
        self.said.iter().any(|s| share(headline, s) || share(s, headline))
    }

    /// Whether a place in the visible text is close to the headline.
    fn is_near(&self, at: usize) -> bool {
        at + 500 > self.at && at < self.end + 1500
    }
}

/// How dates are written on the page: by its language and country, else by those that can be read one way alone.
fn habits<'a>(f: &'a Facts, url: Option<&str>) -> Habits<'a> {
    let tag = f.language.as_deref().unwrap_or("");
    let language = tag.get(..2).unwrap_or("");
    let host = url.and_then(|u| u.split("://").nth(1)).and_then(|u| u.split(['/', ':']).next()).unwrap_or("");
    let country = host.rsplit('.').next().filter(|c| c.len() == 2);
    let english = language.eq_ignore_ascii_case("en") || language.is_empty();
    let region = tag.get(3..5);
    let order = if region.is_some_and(|r| r.eq_ignore_ascii_case("us")) {
        DayFirst::Unknown
    } else if !english
        || region.is_some()
        || country.is_some_and(|c| !matches!(c, "us" | "tv" | "io" | "co" | "me" | "ai"))
    {
        DayFirst::Yes
    } else {
        by_example(&f.visible)
    };
    Habits { order, language }
}

/// The order of day and month that the numeric dates of a page show of which one number can be no month.
fn by_example(text: &str) -> DayFirst {
    let mut votes = 0i32;
    for line in text.lines().filter(|l| l.len() < 80 && l.contains('/')) {
        let lines = [DayFirst::Yes, DayFirst::Unknown].map(|order| in_text(line, order).first().map(|d| d.0));
        if let [Some(a), Some(b)] = lines
            && a == b
        {
            // Both ways give the same day: one of the numbers is above twelve, or they are equal.
            let first = line.split('/').next().and_then(|n| n.trim().rsplit(' ').next()?.parse::<u8>().ok());
            votes += match first {
                Some(13..=31) => 1,
                Some(1..=12) => -1,
                _ => 0,
            };
        }
    }
    if votes > 0 { DayFirst::Yes } else { DayFirst::Unknown }
}
