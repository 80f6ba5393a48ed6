//! What is written on the envelope: what a feed, a mail or an archive says of a page that came in it.

use crate::report::{Dated, Report};

/// What the carrier of a page says of it. It goes before what the page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The headline: subject of a mail, title of a feed's item.
    pub title: Option<String>,
    /// A headline for want of a better one.
    pub title_at_need: Option<String>,
    /// Who wrote it.
    pub byline: Vec<String>,
    /// Who published it, for want of better knowledge.
    pub outlet: Option<String>,
    /// Where it was found, for want of an address of its own.
    pub url: Option<String>,
    /// The file that holds this report and nothing else.
    pub file: Option<String>,
    /// First publication.
    pub published: Option<Dated>,
    /// Last change.
    pub modified: Option<Dated>,
    /// Dates of the carrier that are none of publication: when it was archived or saved.
    pub stamps: Vec<Dated>,
    /// Language as BCP 47, for want of better knowledge.
    pub language: Option<String>,
    /// What the user should know of the way it came.
    pub problems: Vec<String>,
}

impl Envelope {
    pub(crate) fn apply(&self, report: &mut Report) {
        if let Some(title) = &self.title {
            report.title = Some(title.clone());
        }
        if report.title.is_none() {
            report.title.clone_from(&self.title_at_need);
        }
        if !self.byline.is_empty() {
            report.byline.clone_from(&self.byline);
        }
        if report.outlet.is_none() {
            report.outlet.clone_from(&self.outlet);
        }
        if report.url.is_none() {
            report.url.clone_from(&self.url);
        }
        if let Some(published) = &self.published {
            report.publish(published.clone());
        }
        if let Some(modified) = &self.modified {
            report.modified = Some(modified.clone());
        }
        if report.language.is_none() {
            report.language.clone_from(&self.language);
        }
        report.other_dates.extend(self.stamps.iter().cloned());
        report.problems.extend(self.problems.iter().cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hints, read_html};

    #[test]
    fn where_a_page_was_found_stands_in_for_an_address_of_its_own() {
        let envelope = Envelope { url: Some("https://mirror.example/1".into()), ..Envelope::default() };
        let hints = Hints { envelope, ..Hints::default() };
        let read = |head: &str| {
            let page = format!(
                "<html><head>{head}</head><body><p>The ferry sank off the harbour early on Friday.</p></body></html>"
            );
            read_html("ferry", page.as_bytes(), &hints).url
        };
        assert_eq!(read("").as_deref(), Some("https://mirror.example/1"));
        let own = "<link rel='canonical' href='https://harbourpost.example/ferry'>";
        assert_eq!(read(own).as_deref(), Some("https://harbourpost.example/ferry"));
    }
}
