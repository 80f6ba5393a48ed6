//! A story as a document of its own: every quote is linked to the report that it stands in.

use std::collections::HashMap;

use askama::Template;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rashomon_store::{Head, KeptDispute, Store};

use crate::human;
use crate::wire::comparison::{DisputeLine, StatementLine, StoryLine};
use crate::wire::{Points, ReadingLine};

/// In a text fragment, what has a meaning there or ends the address is written with percent signs.
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b',')
    .add(b'-')
    .add(b'(')
    .add(b')')
    .add(b'[')
    .add(b']')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'*')
    .add(b'_')
    .add(b'\'');
/// Words at each end of a quote by which a browser finds it.
const ENDS: usize = 5;
/// Dated events that are shown.
const DATED: usize = 60;

/// What the templates are filled with.
#[derive(Debug, Template)]
#[template(path = "dossier.html")]
pub struct Dossier {
    title: String,
    made_of: String,
    disputes: Vec<DisputePart>,
    agreements: Vec<AgreementPart>,
    positions: Vec<PositionPart>,
    timeline: Vec<TimePart>,
    reports: Vec<ReportPart>,
    warnings: Vec<String>,
}

/// The same in Markdown.
#[derive(Debug, Template)]
#[template(path = "dossier.md", escape = "none")]
struct Markdown<'a> {
    title: &'a str,
    made_of: &'a str,
    disputes: &'a [DisputePart],
    agreements: &'a [AgreementPart],
    positions: &'a [PositionPart],
    timeline: &'a [TimePart],
    reports: &'a [ReportPart],
    warnings: &'a [String],
}

#[derive(Debug)]
struct DisputePart {
    question: String,
    status: String,
    why: String,
    sides: Vec<SidePart>,
    since: Vec<String>,
}

#[derive(Debug)]
struct SidePart {
    value: String,
    date: Option<String>,
    quotes: Vec<QuotePart>,
}

#[derive(Debug)]
struct AgreementPart {
    question: String,
    quotes: Vec<QuotePart>,
}

#[derive(Debug)]
struct PositionPart {
    actor: String,
    issue: String,
    stances: Vec<StancePart>,
}

#[derive(Debug)]
struct StancePart {
    text: String,
    link: String,
}

#[derive(Debug)]
struct TimePart {
    date: String,
    quote: QuotePart,
}

#[derive(Clone, Debug)]
struct QuotePart {
    quote: String,
    /// Where it can be read: the page at that place, or the list of reports below.
    link: String,
    /// The report in the list below.
    anchor: String,
    label: String,
    /// On whose word.
    word: String,
    language: Option<String>,
}

#[derive(Debug)]
struct ReportPart {
    anchor: String,
    title: String,
    link: Option<String>,
    about: String,
}

mod filters {
    use std::fmt::Display;

    use askama::{Result, Values};

    /// Text as Markdown that shows just this: text of a page must not become a heading, a link or a tag.
    #[askama::filter_fn]
    pub fn md(text: impl Display, _: &dyn Values) -> Result<String> {
        let mut out = String::new();
        for c in text.to_string().chars() {
            match c {
                '\n' | '\r' | '\t' => out.push(' '),
                c if c.is_control() => {}
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '>' | '{' | '}' | '+' | '=' => {
                    out.push('\\');
                    out.push(c);
                }
                c => out.push(c),
            }
        }
        Ok(out)
    }

    /// An address between `<` and `>`.
    #[askama::filter_fn]
    pub fn target(text: impl Display, _: &dyn Values) -> Result<String> {
        let plain = |c: char| !c.is_whitespace() && !c.is_control();
        Ok(text.to_string().chars().filter(|&c| plain(c)).collect::<String>().replace('<', "%3C").replace('>', "%3E"))
    }
}

/// Reports of a story, for links and quotes.
struct Reports<'a> {
    heads: HashMap<&'a str, (usize, &'a Head)>,
    readings: HashMap<&'a str, (&'a ReadingLine<'a>, Vec<char>)>,
}

impl Dossier {
    /// Of a story as it is told, with the reports it was made of.
    #[must_use]
    pub fn new(story: &StoryLine<'_>, heads: &[Head], readings: &[ReadingLine<'_>], kept: &[KeptDispute]) -> Self {
        let all = Reports {
            heads: heads.iter().enumerate().map(|(n, h)| (h.id.as_str(), (n, h))).collect(),
            readings: readings.iter().map(|r| (&*r.id, (r, r.text.chars().collect()))).collect(),
        };
        // What the user dismissed is no part of what is handed on.
        let dismissed = |d: &&DisputeLine<'_>| {
            kept.iter().any(|k| k.kind == d.kind && k.question == d.question && k.dismissed.is_some())
        };
        let disputes = story.disputes.iter().filter(|d| !dismissed(d)).map(|d| DisputePart {
            question: d.question.to_string(),
            status: d.status.to_string(),
            why: d.why.to_string(),
            sides: d
                .sides
                .iter()
                .map(|s| SidePart {
                    value: s.value.to_string(),
                    date: s.date.as_deref().map(human::date),
                    quotes: s.statements.iter().map(|s| all.statement(s)).collect(),
                })
                .collect(),
            since: kept.iter().find(|k| k.kind == d.kind && k.question == d.question).map(since).unwrap_or_default(),
        });
        let agreements = story.agreements.iter().map(|a| AgreementPart {
            question: a.question.to_string(),
            quotes: a.statements.iter().map(|s| all.statement(s)).collect(),
        });
        let positions = story.positions.iter().map(|p| PositionPart {
            actor: p.actor.to_string(),
            issue: p.issue.to_string(),
            stances: p
                .stances
                .iter()
                .map(|s| {
                    let date = s.date.as_deref().map_or(String::new(), |d| format!(" ({})", human::date(d)));
                    StancePart {
                        text: format!("{}{date}", s.stance),
                        link: all.quote(&s.report, (s.start, s.end)).link,
                    }
                })
                .collect(),
        });
        let reports = heads.iter().enumerate().map(|(n, h)| {
            let mut about: Vec<String> = h.outlet.iter().cloned().collect();
            about.push(h.published.as_deref().map_or_else(|| "no date of its own".to_owned(), human::date));
            about.extend((h.version > 1).then(|| format!("version {}", h.version)));
            about.extend(copy_of(story, &h.id, heads));
            about.push(format!("report {}", h.id));
            ReportPart {
                anchor: anchor(n),
                title: title(h),
                link: h.url.as_deref().and_then(web),
                about: about.join(" · "),
            }
        });
        let sources = story.independent_sources;
        Self {
            title: story.title.to_string(),
            made_of: format!(
                "{}, {}",
                human::count(heads.len(), "report"),
                human::count(sources, "independent source")
            ),
            disputes: disputes.collect(),
            agreements: agreements.collect(),
            positions: positions.collect(),
            timeline: all.timeline(story),
            reports: reports.collect(),
            warnings: story
                .warnings
                .iter()
                .map(|w| {
                    format!("{}: {}", all.heads.get(&*w.report).map_or_else(String::new, |h| title(h.1)), w.warning)
                })
                .collect(),
        }
    }

    /// As a page of its own.
    ///
    /// # Errors
    /// None that can be met: all fields are there.
    pub fn html(&self) -> askama::Result<String> {
        self.render()
    }

    /// As Markdown.
    ///
    /// # Errors
    /// None that can be met: all fields are there.
    pub fn markdown(&self) -> askama::Result<String> {
        let Self { title, made_of, disputes, agreements, positions, timeline, reports, warnings } = self;
        Markdown { title, made_of, disputes, agreements, positions, timeline, reports, warnings }.render()
    }
}

/// What is told of a story that is kept.
///
/// # Errors
/// If there is no such story, or it is not compared yet.
pub fn of_story(store: &Store, id: &str) -> anyhow::Result<Dossier> {
    let head = store.story(id)?;
    let told = store.told(head.no)?;
    let told = anyhow::Context::context(told, "its reports are not compared yet; `rashomon add` goes on with that")?;
    let story: StoryLine<'_> = serde_json::from_slice(&told)?;
    let heads = store.reports_of(head.no)?;
    let bytes = heads.iter().map(|h| store.reading(h)).collect::<Result<Vec<_>, _>>()?;
    let readings = bytes.iter().map(|b| serde_json::from_slice(b)).collect::<Result<Vec<ReadingLine<'_>>, _>>()?;
    Ok(Dossier::new(&story, &heads, &readings, &store.disputes(head.no)?))
}

/// What became of a dispute, a line a step.
pub(crate) fn since(d: &KeptDispute) -> Vec<String> {
    let step = |s: &rashomon_store::Step| format!("{} UTC: {} ({})", human::moment(s.at), s.what, s.status);
    d.history.iter().map(step).collect()
}

/// The headline, or what the report was called.
pub(crate) fn title(h: &Head) -> String {
    h.title.clone().filter(|t| !t.trim().is_empty()).unwrap_or_else(|| h.name.clone())
}

fn anchor(n: usize) -> String {
    format!("report-{}", n + 1)
}

/// An address that a browser opens as a page; one of another scheme may run code.
pub(crate) fn web(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    matches!(parsed.scheme(), "http" | "https").then(|| parsed.to_string())
}

/// Whose text it has as well.
pub(crate) fn copy_of(story: &StoryLine<'_>, id: &str, heads: &[Head]) -> Option<String> {
    let group = story.copies.iter().find(|g| g.iter().any(|r| r == id) && g[0] != id)?;
    let first = heads.iter().find(|h| h.id == group[0])?;
    Some(format!("same text as “{}”", title(first)))
}

impl Reports<'_> {
    fn statement(&self, s: &StatementLine<'_>) -> QuotePart {
        let mut part = self.quote(&s.report, (s.start, s.end));
        part.quote = s.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let outlet = self.heads.get(&*s.report).and_then(|h| h.1.outlet.as_deref()).unwrap_or("the outlet");
        part.word = match &s.according_to {
            None => format!("{outlet}’s own word"),
            Some(who) if s.anonymous => format!("{who} (not named), in {outlet}"),
            Some(who) => format!("{who}, in {outlet}"),
        };
        part
    }

    /// The words of a report from `start` to `end`, with where they can be read.
    fn quote(&self, report: &str, (start, end): Points) -> QuotePart {
        let (n, head) = self.heads.get(report).map_or((0, None), |&(n, h)| (n, Some(h)));
        let reading = self.readings.get(report);
        let words: String = reading
            .and_then(|(_, text)| text.get(start as usize..end as usize))
            .map(|c| c.iter().collect::<String>())
            .unwrap_or_default();
        let page = head.and_then(|h| h.url.as_deref()).and_then(web);
        let label = head.map_or_else(String::new, |h| h.outlet.clone().unwrap_or_else(|| h.name.clone()));
        let paragraph = reading.and_then(|(r, _)| r.paragraphs.iter().position(|p| p.0 <= start && start < p.1));
        QuotePart {
            link: page.map_or_else(|| format!("#{}", anchor(n)), |p| format!("{p}{}", fragment(&p, &words))),
            quote: words.split_whitespace().collect::<Vec<_>>().join(" "),
            anchor: anchor(n),
            label: paragraph.map_or(label.clone(), |p| format!("{label} ¶{}", p + 1)),
            word: String::new(),
            language: reading.and_then(|(r, _)| r.language.as_deref()).map(str::to_owned),
        }
    }

    fn timeline(&self, story: &StoryLine<'_>) -> Vec<TimePart> {
        let mut out = Vec::new();
        for t in story.timeline.iter().take(DATED) {
            let Some(m) = story.events.iter().find(|e| e.id == t.event).and_then(|e| e.mentions.first()) else {
                continue;
            };
            let sentences = self.readings.get(&*m.report).map(|(r, _)| &r.sentences);
            let sentence = sentences.and_then(|s| s.iter().find(|s| s.0 <= m.start && m.start < s.1)).copied();
            let quote = self.quote(&m.report, sentence.unwrap_or((m.start, m.end)));
            let date = human::date(&t.date);
            // Several events of a day may be told in one sentence.
            if out.last().is_none_or(|l: &TimePart| l.date != date || l.quote.quote != quote.quote) {
                out.push(TimePart { date, quote });
            }
        }
        out
    }
}

/// What leads a browser to the words (Text Fragments, WICG).
pub(crate) fn fragment(page: &str, words: &str) -> String {
    if page.contains('#') || words.trim().is_empty() {
        return String::new();
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    let written = |words: &[&str]| utf8_percent_encode(&words.join(" "), FRAGMENT).to_string();
    if words.len() <= 2 * ENDS {
        return format!("#:~:text={}", written(&words));
    }
    format!("#:~:text={},{}", written(&words[..ENDS]), written(&words[words.len() - ENDS..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_words_and_never_runs_any() {
        assert_eq!(fragment("https://a.example/x", "The quay, shut"), "#:~:text=The%20quay%2C%20shut");
        let long = fragment("https://a.example/x", "a b c d e f g h i j k l");
        assert_eq!(long, "#:~:text=a%20b%20c%20d%20e,h%20i%20j%20k%20l");
        assert_eq!(fragment("https://a.example/#x", "a"), "");
        assert_eq!(web("javascript:alert(1)"), None);
        assert!(web("https://a.example/x").is_some());
    }

    #[test]
    fn text_of_a_page_stays_text() {
        let hostile = "<script>x</script> [a](javascript:b) # *c*\n| d";
        let quote = QuotePart {
            quote: hostile.into(),
            link: "#report-1".into(),
            anchor: "report-1".into(),
            label: hostile.into(),
            word: hostile.into(),
            language: Some("en\"><script>".into()),
        };
        let dossier = Dossier {
            title: hostile.into(),
            made_of: "1 report".into(),
            disputes: Vec::new(),
            agreements: vec![AgreementPart { question: hostile.into(), quotes: vec![quote] }],
            positions: Vec::new(),
            timeline: Vec::new(),
            reports: Vec::new(),
            warnings: vec![hostile.into()],
        };
        let html = dossier.html().expect("filled");
        assert!(!html.contains("<script>"), "{html}");
        let markdown = dossier.markdown().expect("filled");
        assert!(!markdown.contains("<script>") && !markdown.contains("[a](javascript"), "{markdown}");
    }
}
