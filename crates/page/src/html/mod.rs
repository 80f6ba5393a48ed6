//! Pages in HTML.

mod blocks;
mod byline;
mod extract;
mod facts;
mod tidy;
mod title;
mod when;

use std::panic::{AssertUnwindSafe, catch_unwind};

use scraper::Html;

pub use blocks::Block;
pub(crate) use byline::{by_prefix, names};
pub use extract::{Extractor, Trafilatura};

use crate::jsonld::{self, Article};
use crate::report::{ParagraphKind, Report};
use crate::text::{guess_language, same, squeeze, unescape};
use crate::{Hints, agencies, compose, dateline, decode, notes, sanity, tame};

/// Below this the body counts as not found and JSON-LD's `articleBody` may stand in.
const LITTLE: usize = 200;

/// Reads a saved page.
pub(crate) fn read(id: &str, bytes: &[u8], hints: &Hints, extractor: &dyn Extractor) -> Report {
    let mut problems = Vec::new();
    let text = decode::decode(bytes, true, &mut problems);
    let (html, cut) = tame::tame(&text);
    if cut {
        problems.push("the page has too many tags or nests them too deeply; some were left out".into());
    }
    let page = catch_unwind(AssertUnwindSafe(|| {
        let doc = Html::parse_document(&html);
        facts::gather(&doc)
    }));
    let Ok(f) = page else {
        problems.push("the page could not be parsed".into());
        return Report { id: id.into(), problems, ..Report::default() };
    };
    let mut articles = jsonld::articles(&f.blocks);
    // Of several articles the page's own is the one whose headline stands on it.
    let heads: Vec<String> = f.headings.iter().map(|h| same(h)).collect();
    articles
        .sort_by_key(|a| (!a.is_article, !a.headline.as_deref().is_some_and(|h| heads.contains(&same(&unescape(h))))));
    let outlet = outlet(&f, &articles);
    let url = hints.url.clone().or_else(|| address(&f, &articles));
    let title = title::title(&f, &articles, outlet.as_deref());
    let dates = when::dates(&f, &articles, url.as_deref(), &html);

    let mut blocks = extractor.extract(&html);
    let length = |b: &[Block]| b.iter().map(|b| b.text.len()).sum::<usize>();
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
    let blocks = tidy::tidy(blocks, &title::forms(&f, &articles, outlet.as_deref()));
    match length(&blocks) {
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
        published: dates.published,
        modified: dates.modified,
        other_dates: dates.others,
        problems,
        ..Report::default()
    };
    compose::paragraphs(&mut report, &blocks);
    report.language = f
        .language
        .as_deref()
        .or_else(|| articles.iter().find_map(|a| a.language.as_deref()))
        .and_then(language_tag)
        .or_else(|| guess_language(&report.text).map(str::to_owned));
    hints.apply(&mut report);
    dateline::find(&mut report);
    let written = articles.iter().flat_map(|a| &a.authors).chain(&f.marked_authors).chain(&f.classed_authors);
    let said = f.meta(&["author", "article:author", "byl", "dc.creator"]);
    agencies::find(&mut report, written.map(String::as_str).chain(said));
    notes::find(&mut report);
    sanity::weigh(&mut report);
    report
}

/// `en_US`, `EN-gb` and the like as BCP 47; nothing for what is no language.
fn language_tag(s: &str) -> Option<String> {
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
        .map(|text| Block { kind: ParagraphKind::Body, text })
        .collect()
}
