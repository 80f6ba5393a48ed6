//! Words of reports, each with the place where it can be read in full.

use std::collections::HashMap;

use rashomon_store::Head;

use crate::export::Told;
use crate::export::view::Views;
use crate::wire::Points;
use crate::wire::comparison::StatementLine;

/// Words of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Where they are read in the report.
    pub href: String,
    /// Who published it.
    pub outlet: String,
    /// The paragraph: "¶3".
    pub place: String,
    /// On whose word.
    pub word: String,
    /// Nobody is named for it.
    pub unnamed: bool,
    /// The language, as pages mark it.
    pub lang: String,
    /// Where the same words stand as well, on the same word: outlet and place.
    pub also: Vec<(String, String)>,
}

impl Quote {
    /// Whether the words bring marks of quotation of their own.
    #[must_use]
    pub fn marked(&self) -> bool {
        self.text.starts_with(['"', '“', '„', '«', '\'', '‘'])
    }
}

/// Quotes of the same words on the same word as one: who copies brings nobody else to speak.
#[must_use]
pub fn together(quotes: Vec<Quote>) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::with_capacity(quotes.len());
    for q in quotes {
        // Whose own word it is differs with the outlet, the words do not.
        let same =
            |o: &&mut Quote| o.text == q.text && (o.word == q.word || (!o.unnamed && !q.unnamed && own(o) && own(&q)));
        match out.iter_mut().find(same) {
            Some(o) => o.also.push((format!("{} {}", q.outlet, q.place), q.href)),
            None => out.push(q),
        }
    }
    out
}

fn own(q: &Quote) -> bool {
    q.word == OWN || q.word == format!("{}’s own word", q.outlet)
}

/// Where the outlet is not known.
const OWN: &str = "the outlet’s own word";

/// The reports of a story, to quote from.
pub struct Sources<'t> {
    /// The story as it is looked at.
    pub views: Views<'t>,
    heads: HashMap<&'t str, &'t Head>,
}

/// The place of words in a report of the desk.
#[must_use]
pub fn href(report: &str, (start, end): Points) -> String {
    format!("/report/{report}?at={start}-{end}#at")
}

/// A language as an attribute takes it: what a page calls its language may be anything.
#[must_use]
pub fn lang(language: Option<&str>) -> String {
    let tag = |l: &&str| l.len() <= 35 && !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    language.filter(tag).unwrap_or("en").to_owned()
}

/// On one line, without what turns the order of letters around.
#[must_use]
pub fn flat(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.contains(turns) { line.replace(turns, "") } else { line }
}

/// Marks that turn the direction of what follows: with them a name can be made to look like another.
#[must_use]
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl<'t> Sources<'t> {
    /// Of a story with the rows of its reports.
    #[must_use]
    pub fn new(told: &'t Told<'t>, heads: &'t [Head]) -> Self {
        Self { views: Views::new(told), heads: heads.iter().map(|h| (h.id.as_str(), h)).collect() }
    }

    /// The row of a report.
    #[must_use]
    pub fn head(&self, report: &str) -> Option<&'t Head> {
        self.heads.get(report).copied()
    }

    /// A sentence of the program in which reports are named by their ids, with the outlets in their place.
    #[must_use]
    pub fn named(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (id, head) in &self.heads {
            if out.contains(id) {
                out = out.replace(id, &outlet(head));
            }
        }
        out
    }

    /// The outlet of a report, or what the report was called.
    #[must_use]
    pub fn outlet(&self, report: &str) -> String {
        self.head(report).map_or_else(|| report.to_owned(), outlet)
    }

    /// What somebody said.
    #[must_use]
    pub fn statement(&self, s: &StatementLine<'_>) -> Quote {
        let mut quote = self.words(&s.report, (s.start, s.end));
        quote.text = flat(&s.quote);
        let own = || match self.head(&s.report).and_then(named) {
            Some(outlet) => format!("{outlet}’s own word"),
            None => OWN.to_owned(),
        };
        quote.word = s.according_to.clone().unwrap_or_else(own);
        // Where nobody at all is named, the word says so itself.
        quote.unnamed = s.anonymous && s.according_to.as_ref().is_some_and(|a| !a.starts_with("nobody"));
        quote
    }

    /// What stands in a report from `start` to `end`.
    #[must_use]
    pub fn words(&self, report: &str, span: Points) -> Quote {
        let view = self.views.report(report);
        let paragraph = view.and_then(|v| v.line.paragraphs.iter().position(|p| p.0 <= span.0 && span.0 < p.1));
        Quote {
            text: view.map_or_else(String::new, |v| flat(v.text.of(span))),
            href: href(report, span),
            outlet: self.outlet(report),
            place: paragraph.map_or_else(String::new, |p| format!("¶{}", p + 1)),
            word: String::new(),
            unnamed: false,
            lang: lang(view.and_then(|v| v.line.language.as_deref())),
            also: Vec::new(),
        }
    }
}

/// The outlet, or what the report was called where it came from: a headline is nobody's name.
#[must_use]
pub fn outlet(head: &Head) -> String {
    named(head).unwrap_or_else(|| head.name.clone())
}

fn named(head: &Head) -> Option<String> {
    head.outlet.clone().filter(|o| !o.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_told_beside_what_it_copies() {
        let quote = |outlet: &str, word: &str, text: &str| Quote {
            text: text.to_owned(),
            outlet: outlet.to_owned(),
            word: word.to_owned(),
            place: "¶1".to_owned(),
            ..Quote::default()
        };
        let all = together(vec![
            quote("Post", "the mayor", "Shut."),
            quote("Echo", "the mayor", "Shut."),
            quote("Echo", "a clerk", "Shut."),
            quote("Post", "Post’s own word", "It rained."),
            quote("Echo", "Echo’s own word", "It rained."),
        ]);
        let told: Vec<(&str, usize)> = all.iter().map(|q| (q.word.as_str(), q.also.len())).collect();
        assert_eq!(told, [("the mayor", 1), ("a clerk", 0), ("Post’s own word", 1)]);
        assert_eq!(all[0].also[0].0, "Echo ¶1");
    }

    #[test]
    fn a_language_that_is_none_is_english() {
        assert_eq!(lang(Some("de-AT")), "de-AT");
        for odd in [None, Some(""), Some("en\" onclick=x"), Some("deutsch (Österreich)")] {
            assert_eq!(lang(odd), "en");
        }
    }
}
