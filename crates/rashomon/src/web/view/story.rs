//! A story, put into words and pictures for its page.

use rashomon_store::{Head, KeptDispute, Store, StoryHead};

use super::parties::Same;
use super::quote::{Quote, Sources, flat, outlet, together};
use super::summary::{Summed, summary};
use crate::desk::dossier;
use crate::export::Told;
use crate::human::{count, date};
use crate::web::WebError;
use crate::wire::comparison::{DisputeLine, StatementLine, StoryLine};
use crate::wire::reading::ReadingLine;

/// Quotes of one side, or of one thing that is shared, that are shown at once; the rest is folded away.
const QUOTES: usize = 3;
/// Disputes, and shared things, that a page shows.
const SHOWN: usize = 40;

/// A story with all that its page is made from.
pub struct Loaded {
    /// Its row.
    pub head: StoryHead,
    /// The rows of its reports, in order of publication.
    pub heads: Vec<Head>,
    /// What comparing them showed, with their readings. `None` until they are compared.
    pub told: Option<Told<'static>>,
    /// Its disputes with what became of them.
    pub disputes: Vec<KeptDispute>,
    /// Names that are one.
    pub same: Same,
}

impl Loaded {
    /// The story of this id.
    ///
    /// # Errors
    /// If there is none, or what is kept of it is damaged.
    pub fn of(store: &Store, id: &str) -> Result<Self, WebError> {
        let head = store.story(id)?;
        let heads = store.reports_of(head.no)?;
        let same = Same(store.actors_same()?);
        let disputes = store.disputes(head.no)?;
        let Some(told) = store.told(head.no)? else {
            return Ok(Self { head, heads, told: None, disputes, same });
        };
        let story: StoryLine<'static> = serde_json::from_slice(&told)?;
        let mut reports: Vec<ReadingLine<'static>> = Vec::with_capacity(story.reports.len());
        for id in &story.reports {
            // A version that was current when the story was compared may be so no more; its words are still there.
            let head = store.head(id)?;
            let mut line: ReadingLine<'static> = serde_json::from_slice(&store.reading(&head)?)?;
            line.id = head.id.into();
            reports.push(line);
        }
        Ok(Self { head, heads, told: Some(Told { story, reports, cases: None }), disputes, same })
    }
}

/// A dispute, revision or reversal.
#[derive(Clone, Debug, Default)]
pub struct DisputeView {
    /// Its id in the store, by which it can be dismissed.
    pub id: String,
    /// Its place on the page.
    pub anchor: String,
    /// The question.
    pub question: String,
    /// `dispute`, `revision` or `reversal`.
    pub status: String,
    /// Why it is taken for one.
    pub why: String,
    /// The answers.
    pub sides: Vec<SideView>,
    /// What became of it.
    pub since: Vec<String>,
    /// Why the user dismissed it, where the user did.
    pub dismissed: Option<String>,
}

/// One answer.
#[derive(Clone, Debug, Default)]
pub struct SideView {
    /// In a word or two.
    pub value: String,
    /// When it is put.
    pub date: String,
    /// Who says so.
    pub quotes: Vec<Quote>,
    /// Who else.
    pub more: Vec<Quote>,
}

/// Something that reports tell alike.
#[derive(Clone, Debug, Default)]
pub struct SharedView {
    /// What.
    pub question: String,
    /// Who tells it.
    pub quotes: Vec<Quote>,
    /// Who else.
    pub more: Vec<Quote>,
}

/// A report of the story.
#[derive(Clone, Debug, Default)]
pub struct ReportRow {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Who published it.
    pub outlet: String,
    /// When, in words.
    pub date: String,
    /// What is to be said of it: a copy, a version, put here by the user.
    pub notes: Vec<String>,
    /// The language.
    pub lang: String,
}

/// A story in words.
#[derive(Clone, Debug, Default)]
pub struct StoryView {
    /// "4 reports", "3 independent sources", the days.
    pub facts: Vec<String>,
    /// What most independent sources bear out.
    pub summary: Vec<Summed>,
    /// Where they part.
    pub disputes: Vec<DisputeView>,
    /// Disputes that the user dismissed.
    pub dismissed: Vec<DisputeView>,
    /// What they share.
    pub shared: Vec<SharedView>,
    /// Disputes and shared things for which there was no room.
    pub left_out: usize,
    /// Its reports.
    pub reports: Vec<ReportRow>,
    /// What is odd about reports: whose, and what.
    pub warnings: Vec<(String, String)>,
}

impl StoryView {
    /// Of a story with its sources.
    #[must_use]
    pub fn new(loaded: &Loaded, told: &Told<'_>, sources: &Sources<'_>) -> Self {
        let story = &told.story;
        let mut view = Self {
            facts: facts(&loaded.head, &loaded.heads),
            summary: summary(told, sources),
            reports: reports(loaded, Some(story)),
            warnings: (story.warnings.iter())
                .map(|w| (sources.outlet(&w.report), w.warning.clone().into_owned()))
                .collect(),
            left_out: story.disputes.len().saturating_sub(SHOWN) + story.agreements.len().saturating_sub(SHOWN),
            ..Self::default()
        };
        for (n, d) in story.disputes.iter().take(SHOWN).enumerate() {
            let kept = loaded.disputes.iter().find(|k| k.kind == d.kind && k.question == d.question);
            let dispute = dispute(n, d, kept, sources);
            if dispute.dismissed.is_some() { &mut view.dismissed } else { &mut view.disputes }.push(dispute);
        }
        view.shared = (story.agreements.iter().take(SHOWN))
            .map(|a| {
                let (quotes, more) = quotes(&a.statements, sources);
                SharedView { question: shared(&a.question, &a.value), quotes, more }
            })
            .collect();
        view
    }

    /// Of a story whose reports are not compared yet.
    #[must_use]
    pub fn waiting(loaded: &Loaded) -> Self {
        Self { facts: facts(&loaded.head, &loaded.heads), reports: reports(loaded, None), ..Self::default() }
    }
}

/// "4 reports", "3 independent sources", "19 June to 30 September 2031".
#[must_use]
pub fn facts(head: &StoryHead, heads: &[Head]) -> Vec<String> {
    let reports = if head.reports > 0 { head.reports as usize } else { heads.len() };
    let mut out = vec![count(reports, "report")];
    if head.sources > 0 {
        out.push(count(head.sources as usize, "independent source"));
    }
    out.extend(days(head));
    out
}

/// What is shared, in words: the answer says more than the question.
#[must_use]
pub fn shared(question: &str, value: &str) -> String {
    if value.trim().is_empty() { question.to_owned() } else { worded(value) }
}

/// A phrase of the program in which dates stand as TIMEX3 values, with these in words.
fn worded(text: &str) -> String {
    let part = |p: &str| {
        let dated = p.strip_prefix("after ").unwrap_or(p);
        let value = dated.len() >= 4 && dated.bytes().take(4).all(|b| b.is_ascii_digit() || b == b'X');
        if value { date(p) } else { p.to_owned() }
    };
    text.split(", ").map(part).collect::<Vec<_>>().join(", ")
}

/// The headline of a story. It has none until its reports are compared.
#[must_use]
pub fn headline(head: &StoryHead) -> String {
    let title = flat(&head.title);
    if title.is_empty() { "a story that is being compared".to_owned() } else { title }
}

/// The days of publication.
#[must_use]
pub fn days(head: &StoryHead) -> Option<String> {
    let (first, last) = head.published.as_ref()?;
    Some(if first == last { date(first) } else { format!("{} to {}", date(first), date(last)) })
}

fn dispute(n: usize, d: &DisputeLine<'_>, kept: Option<&KeptDispute>, sources: &Sources<'_>) -> DisputeView {
    let side = |s: &crate::wire::comparison::SideLine<'_>| {
        let (quotes, more) = quotes(&s.statements, sources);
        SideView {
            value: s.value.clone().into_owned(),
            date: s.date.as_deref().map(date).unwrap_or_default(),
            quotes,
            more,
        }
    };
    DisputeView {
        id: kept.map_or_else(String::new, |k| k.id.clone()),
        anchor: format!("d{}", n + 1),
        question: d.question.clone().into_owned(),
        status: d.status.clone().into_owned(),
        why: sources.named(&d.why),
        sides: d.sides.iter().map(side).collect(),
        since: kept.map(dossier::since).unwrap_or_default(),
        dismissed: kept.and_then(|k| k.dismissed.as_ref()).map(|d| d.why.clone()),
    }
}

fn quotes(statements: &[StatementLine<'_>], sources: &Sources<'_>) -> (Vec<Quote>, Vec<Quote>) {
    let mut all = together(statements.iter().map(|s| sources.statement(s)).collect());
    let more = all.split_off(all.len().min(QUOTES));
    (all, more)
}

fn reports(loaded: &Loaded, story: Option<&StoryLine<'_>>) -> Vec<ReportRow> {
    let row = |h: &Head| {
        let mut notes = Vec::new();
        if h.version > 1 {
            notes.push(format!("version {}", h.version));
        }
        notes.extend(story.and_then(|s| dossier::copy_of(s, &h.id, &loaded.heads)));
        if h.pinned {
            notes.push("put here by you".to_owned());
        }
        let language = loaded.told.iter().flat_map(|t| &t.reports).find(|r| r.id == h.id);
        ReportRow {
            id: h.id.clone(),
            title: flat(&dossier::title(h)),
            outlet: outlet(h),
            date: h.published.as_deref().map_or_else(|| "no date of its own".to_owned(), date),
            notes,
            lang: super::quote::lang(language.and_then(|r| r.language.as_deref())),
        }
    };
    loaded.heads.iter().map(row).collect()
}
