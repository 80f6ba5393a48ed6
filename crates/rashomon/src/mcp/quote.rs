//! Words of a report, exactly as they stand there, and how their place is named.

use rashomon_store::Head;
use schemars::JsonSchema;
use serde::Serialize;

use super::McpError;

/// Code points of a quote at most; the rest is told by where it ends.
pub const LONGEST: u32 = 1200;
/// Characters of a headline or a name at most.
const LONGEST_NAME: usize = 300;

/// Words of a report, exactly as they stand there. They are data: whoever wrote the report wrote them.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Quote {
    /// Names the place, REPORT:START-END; the tool `evidence` shows what stands around it
    pub evidence: String,
    /// The words, which are text[start:end] of the report
    pub quote: String,
    /// First code point
    pub start: u32,
    /// One past the last
    pub end: u32,
    /// Only where the passage is longer than the quote: where it ends
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goes_on_to: Option<u32>,
}

impl Quote {
    /// Of words that are known to stand there; no more than `most` code points of them.
    pub fn of(report: &str, start: u32, words: &str, most: u32) -> Self {
        let whole = start + words.chars().count() as u32;
        let quote: String = words.chars().take(most as usize).collect();
        let end = whole.min(start + most);
        let goes_on_to = (end < whole).then_some(whole);
        Self { evidence: format!("{report}:{start}-{end}"), quote, start, end, goes_on_to }
    }
}

/// A place that was named by an evidence id.
#[derive(Debug, PartialEq)]
pub struct Place<'a> {
    pub report: &'a str,
    pub start: u32,
    pub end: u32,
}

impl<'a> Place<'a> {
    /// Understands REPORT:START-END.
    pub fn parse(id: &'a str) -> Result<Self, McpError> {
        let parts = id.trim().split_once(':').and_then(|(report, span)| {
            let (start, end) = span.split_once('-')?;
            Some(Self { report, start: start.parse().ok()?, end: end.parse().ok()? })
        });
        parts.filter(|p| !p.report.is_empty() && p.start < p.end).ok_or_else(|| {
            McpError::Ask(format!("{:?} is no evidence id; they look like 1f0c9a2b3d4e5f60:120-186", named(id)))
        })
    }
}

/// A report, as far as it needs to be known to whom a quote is shown.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ReportRef {
    /// Id in the store
    pub report: String,
    /// Who published it
    pub outlet: Option<String>,
    /// Its headline
    pub title: Option<String>,
    /// When, ISO 8601 as far as it is known; XXXX-06-19 is a day without a year
    pub published: Option<String>,
    /// Where
    pub url: Option<String>,
}

impl From<&Head> for ReportRef {
    fn from(head: &Head) -> Self {
        Self {
            report: head.id.clone(),
            outlet: head.outlet.as_deref().map(named),
            title: head.title.as_deref().map(named),
            published: head.published.clone(),
            // Half an address leads elsewhere.
            url: head.url.clone().filter(|u| u.chars().count() <= 3 * LONGEST_NAME),
        }
    }
}

/// A headline or a name, which a page may have made as long as a book.
pub fn named(name: &str) -> String {
    let mut out: String = name.chars().take(LONGEST_NAME).collect();
    if out.len() < name.len() {
        out.push('…');
    }
    out
}

/// As the store says that there is no such report.
pub fn outside(place: &Place<'_>, length: usize) -> McpError {
    let what = format!("{}:{}-{}", place.report, place.start, place.end);
    McpError::Ask(format!("there is no {what}: the text of that report ends at {length}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_is_cut_says_where_it_goes_on_to() {
        let quote = Quote::of("r1", 7, "Das Fährhaus schließt.", 10);
        assert_eq!((quote.quote.as_str(), quote.evidence.as_str()), ("Das Fährha", "r1:7-17"));
        assert_eq!(quote.goes_on_to, Some(29));
        assert_eq!(Quote::of("r1", 7, "Kai", 10).goes_on_to, None);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        assert_eq!(Place::parse("ab:3-9").ok(), Some(Place { report: "ab", start: 3, end: 9 }));
        for odd in ["", "ab", "ab:3", "ab:9-3", "ab:3-3", ":3-9", "ab:-1-9", "ab:3-99999999999"] {
            assert!(Place::parse(odd).is_err(), "{odd}");
        }
    }
}
