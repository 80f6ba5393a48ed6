//! Pages in HTML.

pub(crate) mod blocks;
mod body;
mod byline;
mod classes;
mod embedded;
mod facts;
mod kind;
mod live;
mod outline;
pub(crate) mod tidy;
mod title;
mod when;

use std::panic::{AssertUnwindSafe, catch_unwind};

use scraper::Html;

pub(crate) use blocks::Block;
pub(crate) use byline::{by_prefix, names};

use crate::jsonld::{self, Article};
use crate::report::{ParagraphKind, Report};
use crate::text::{same, squeeze, unescape};
use crate::{Hints, compose, decode, language, tame};

/// Below this the body counts as not found and JSON-LD's `articleBody` may stand in.
const LITTLE: usize = 200;

/// What was seen on a page, free of the page itself.
struct Seen {
    facts: facts::Facts,
    articles: Vec<Article>,
    blocks: Vec<Block>,
    /// Stamps of the entries of a running report.
    stamps: Vec<String>,
    /// Only the beginning of the article is there.
    beginning: bool,
    /// Headlines of others, if it is a list of them.
    list: Option<usize>,
}

impl Seen {
    fn new(page: &outline::Outline<'_>, facts: facts::Facts) -> Self {
        let mut articles = jsonld::articles(&facts.blocks);
        // Of several articles the page's own is the one whose headline stands on it.
        let heads: Vec<String> = facts.headings.iter().map(|h| same(h)).collect();
        articles.sort_by_key(|a| {
            (!a.is_article, !a.headline.as_deref().is_some_and(|h| heads.contains(&same(&unescape(h)))))
        });
        let lines = body::lines(page);
        let told = body::find(page, &lines);
        let url = address(&facts, &articles);
        let list = kind::links_to(&lines, &told, &facts, &articles, url.as_deref());
        let parts = live::parts(page, &articles);
        let entry = |at: usize| {
            let n = parts.partition_point(|p| p.range.end <= at);
            parts.get(n).is_some_and(|p| p.range.contains(&at)).then_some(n as u32)
        };
        let mut blocks: Vec<Block> =
            told.into_iter().map(|l| Block { kind: l.kind, entry: entry(l.at as usize), text: l.text }).collect();
        if length(&blocks) < LITTLE {
            let data = embedded::article(page);
            if length(&data) > 2 * length(&blocks).max(LITTLE) {
                blocks = data;
            }
        }
        let text = blocks.iter().map(|b| b.text.chars().count()).sum();
        let beginning = kind::is_beginning(page, &facts, &articles, text);
        Self { facts, articles, blocks, stamps: parts.into_iter().map(|p| p.stamp).collect(), beginning, list }
    }
}

fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(|b| b.text.len()).sum()
}

/// The part of the paper.
fn section(f: &facts::Facts, articles: &[Article]) -> Option<String> {
    let linked = articles.iter().filter(|a| a.is_article).find_map(|a| a.section.as_deref());
    let named = f.meta(&["article:section", "parsely-section", "sailthru.section", "dc.subject.section", "section"]);
    let clean = [linked, named].into_iter().flatten().map(|s| squeeze(&unescape(s)));
    clean.into_iter().find(|s| (2..60).contains(&s.chars().count()))
}

/// Reads a saved page.
pub(crate) fn read(id: &str, bytes: &[u8], hints: &Hints) -> Report {
    let mut problems = Vec::new();
    let text = decode::decode(bytes, true, &mut problems);
    let (html, cut) = tame(&text);
    if cut {
        problems.push("the page has too many tags or nests them too deeply; some were left out".into());
    }
    let page = catch_unwind(AssertUnwindSafe(|| {
        let doc = Html::parse_document(&html);
        let outline = outline::Outline::new(&doc);
        let f = facts::gather(&outline);
        Seen::new(&outline, f)
    }));
    let Ok(Seen { facts: f, articles, mut blocks, mut stamps, beginning, list }) = page else {
        problems.push("the page could not be parsed".into());
        return Report { id: id.into(), problems, ..Report::default() };
    };
    let outlet = outlet(&f, &articles);
    let url = hints.url.clone().or_else(|| address(&f, &articles)).or_else(|| hints.envelope.url.clone());
    let title = title::title(&f, &articles, outlet.as_deref());
    let dates = when::dates(&f, &articles, url.as_deref(), &html);

    if let Some(body) = articles.iter().filter_map(|a| a.body.as_deref()).max_by_key(|b| b.len()) {
        let found = length(&blocks);
        let said = paragraphs_of(body);
        let more = length(&said) > LITTLE && length(&said) > 2 * found && found < LITTLE;
        // The same text on one line has lost its paragraphs.
        let finer = blocks.len() <= 1 && said.len() > 1 && length(&said) * 10 >= found * 9;
        if more || finer {
            blocks = said;
        }
    }
    if stamps.is_empty() {
        let (told, given) = live::told(&articles);
        if length(&blocks) < 3 * LITTLE && length(&told) > 2 * length(&blocks) {
            (blocks, stamps) = (told, given);
        } else {
            stamps = live::assign(&articles, &mut blocks);
        }
    }
    if let Some(n) = list {
        problems.push(format!("not one article: a list of others ({n} headlines); read the articles it links to"));
        blocks.clear();
        stamps.clear();
    }
    let blocks = tidy::tidy(blocks, &title::forms(&f, &articles, outlet.as_deref()));
    match length(&blocks) {
        0 if list.is_some() => {}
        0 => problems.push("no article was found on the page".into()),
        1..80 => problems.push("hardly any text was found on the page".into()),
        _ => {}
    }

    let mut report = Report {
        id: id.into(),
        byline: byline::byline(&f, &articles, outlet.as_deref()),
        title,
        outlet,
        url,
        section: section(&f, &articles),
        published: dates.published,
        modified: dates.modified,
        other_dates: dates.others,
        problems,
        ..Report::default()
    };
    if beginning && list.is_none() && !blocks.is_empty() {
        report.problems.push("only the beginning of the article: the rest is for subscribers".into());
    }
    compose::paragraphs(&mut report, &blocks);
    compose::entries(&mut report, &blocks, &stamps);
    let declared = f.language.as_deref().or_else(|| articles.iter().find_map(|a| a.language.as_deref()));
    report.language = language::settle(declared.and_then(language_tag), &report.text);
    hints.apply(&mut report);
    let written = articles.iter().flat_map(|a| &a.authors).chain(&f.marked_authors).chain(&f.classed_authors);
    let said = f.meta(&["author", "article:author", "byl", "dc.creator"]);
    compose::weigh(&mut report, written.map(String::as_str).chain(said));
    report
}

/// `en_US`, `EN-gb` and the like as BCP 47; nothing for what is no language.
pub(crate) fn language_tag(s: &str) -> Option<String> {
    let mut parts = s.trim().split(['-', '_']);
    let first = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&first.len()) || !first.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    Some(match parts.next() {
        Some(region) if region.len() == 2 => format!("{first}-{}", region.to_ascii_uppercase()),
        _ => first,
    })
}

fn outlet(f: &facts::Facts, articles: &[Article]) -> Option<String> {
    let linked = articles.iter().find_map(|a| a.publisher.as_deref());
    [
        f.meta(&["og:site_name"]),
        linked,
        f.meta(&[
            "application-name",
            "dc.publisher",
            "twitter:app:name:iphone",
            "al:ios:app_name",
            "apple-mobile-web-app-title",
        ]),
    ]
    .into_iter()
    .flatten()
    .map(|s| squeeze(&unescape(s)))
    .find(|s| !s.is_empty() && s.len() < 100)
}

fn address(f: &facts::Facts, articles: &[Article]) -> Option<String> {
    let linked = articles.iter().find_map(|a| a.url.as_deref());
    [f.canonical.as_deref(), f.meta(&["og:url"]), linked]
        .into_iter()
        .flatten()
        .find(|u| u.starts_with("http://") || u.starts_with("https://"))
        .map(str::to_owned)
}

/// The lines of an `articleBody`, which may hold HTML.
fn paragraphs_of(body: &str) -> Vec<Block> {
    if body.contains("</") || body.contains("<br") || body.contains("&lt;p") {
        let html = if body.contains("&lt;") { unescape(body) } else { body.to_owned() };
        return blocks::blocks(&html);
    }
    unescape(&body.replace('\n', "\u{1}"))
        .split('\u{1}')
        .map(squeeze)
        .filter(|l| !l.is_empty())
        .map(|text| Block::new(ParagraphKind::Body, text))
        .collect()
}
