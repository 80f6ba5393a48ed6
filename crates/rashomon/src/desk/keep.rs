//! Reports go into the store.

use rashomon_lang::Model;
use rashomon_page::Dated;
use rashomon_page::carriers::{Content, Item};
use rashomon_store::{Added, NewReport, Store, StoreError, file_address, found_digest, report_id};
use rashomon_story::{Case, Profile};
use rashomon_text::Document;

use super::statements::{Said, said};
use crate::pipeline::{Settings, understand};
use crate::wire::ReadingLine;

/// Bytes of a report and of what was said of it, before it is read.
pub struct Found {
    /// By which it is known again.
    pub digest: [u8; 16],
    fetched: bool,
    item: Item,
}

/// A report that was read, ready to be kept.
pub struct Read {
    digest: [u8; 16],
    address: Option<String>,
    original: (&'static str, Vec<u8>),
    case: Case,
    reading: Vec<u8>,
    said: Vec<Said>,
    profile: Profile,
}

impl Found {
    /// Of an item.
    #[must_use]
    pub fn of(item: Item) -> Self {
        let (kind, bytes) = original(&item.content);
        // When it was fetched or archived changes nothing of what is read.
        let mut hints = item.hints.clone();
        hints.envelope.stamps.clear();
        hints.envelope.problems.clear();
        let digest = found_digest(kind, &bytes, format!("{hints:?}").as_bytes());
        // What a web archive or feed holds may be of any day.
        let stamps = &item.hints.envelope.stamps;
        let now = |stamp: &Dated| matches!(stamp.basis.as_str(), "fetched" | "Last-Modified");
        let fetched = matches!(item.content, Content::Http(_)) && !stamps.is_empty() && stamps.iter().all(now);
        Self { digest, fetched, item }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.item.id
    }

    /// Whether it is what an address gives now, and no copy of former days.
    #[must_use]
    pub fn fetched(&self) -> bool {
        self.fetched
    }

    /// About how many bytes of text will come of it.
    #[must_use]
    pub fn expected_text(&self) -> usize {
        self.item.expected_text()
    }

    /// Reads it.
    #[must_use]
    pub fn read(self, model: &Model, settings: Settings) -> Read {
        let (kind, bytes) = original(&self.item.content);
        let file = self.item.hints.envelope.file.clone();
        let case = understand(model, self.item.read(), settings);
        Read::of(self.digest, (kind, bytes), file, case)
    }
}

impl Read {
    fn of(digest: [u8; 16], original: (&'static str, Vec<u8>), file: Option<String>, case: Case) -> Self {
        let address = case.report.url.clone().or_else(|| file.map(|f| file_address(f.as_ref())));
        let mut line = ReadingLine::new(&case.report, &case.analysis, &case.reading, false);
        // What is kept names the report as the store does.
        line.id = report_id(&case.report).into();
        let reading = serde_json::to_vec(&line).unwrap_or_default();
        let (said, profile) = (said(&case), Profile::of(&case));
        Self { digest, address, original, case, reading, said, profile }
    }

    /// The report.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.case
    }
}

/// What one report came to.
pub struct Kept {
    /// What it was called.
    pub name: String,
    /// Whether it was there.
    pub added: Added,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// When.
    pub published: Option<String>,
    /// What went wrong or looks odd.
    pub warnings: Vec<String>,
    /// The report as it was read, under its id in the store.
    pub case: Case,
}

/// Keeps these reports, all or none of them. What is returned is on the disk.
///
/// # Errors
/// If the store cannot be written; then none was kept.
pub fn keep(store: &mut Store, reports: Vec<Read>, now: i64) -> Result<Vec<Kept>, StoreError> {
    store.write(|writing| {
        let mut out = Vec::with_capacity(reports.len());
        for mut r in reports {
            let statements: Vec<_> = r.said.iter().map(Said::as_new).collect();
            let report = &r.case.report;
            let added = writing.add(NewReport {
                address: r.address.as_deref(),
                found: r.digest,
                original: Some((r.original.0, &r.original.1)),
                report,
                reading: &r.reading,
                statements: &statements,
                profile: r.profile,
                added: now,
            })?;
            let (name, id) = (report.id.clone(), added.id().to_owned());
            out.push(Kept {
                name,
                added,
                title: report.title.clone(),
                outlet: report.outlet.clone(),
                url: report.url.clone(),
                published: report.published.as_ref().map(|d| d.date.to_string()),
                warnings: report.problems.iter().chain(&r.case.reading.warnings).cloned().collect(),
                case: {
                    r.case.report.id = id;
                    r.case
                },
            });
        }
        Ok(out)
    })
}

/// Bytes as they were found, and what they are.
fn original(content: &Content) -> (&'static str, Vec<u8>) {
    match content {
        Content::Html(b) => ("html", b.clone()),
        Content::Text(b) => ("text", b.clone()),
        Content::Markdown(b) => ("markdown", b.clone()),
        Content::Pdf(b) => ("pdf", b.clone()),
        Content::Http(b) => ("http", b.clone()),
        Content::Fragment(html) => ("fragment", html.clone().into_bytes()),
        Content::Alternatives { html, text } => ("alternatives", serde_json::to_vec(&[html, text]).unwrap_or_default()),
        Content::Given(d) => ("document", document(d)),
    }
}

/// A document as a line of JSON; its id is its name.
fn document(d: &Document) -> Vec<u8> {
    let Document { id: _, text, title, published, outlet, url } = d;
    let line = serde_json::json!({
        "text": text, "title": title, "published": published, "outlet": outlet, "url": url
    });
    line.to_string().into_bytes()
}
