//! Running reports ("live blogs"): entries with a time each, which one page collects over a day.

use std::ops::Range;

use super::blocks::{Block, blocks};
use super::classes::Roles;
use super::outline::{Outline, Tag};
use crate::jsonld::{Article, Update};
use crate::report::ParagraphKind;
use crate::text::{same, squeeze, unescape};

/// A page with fewer entries is no running report.
const FEWEST: usize = 3;

/// One entry: where it stands on the page, and its stamp.
pub(crate) struct Part {
    pub range: Range<usize>,
    pub stamp: String,
}

/// The entries of a running report; none on a page of another kind.
pub(crate) fn parts(page: &Outline<'_>, articles: &[Article]) -> Vec<Part> {
    let marked = |at: usize| {
        page.roles(at).any(Roles::LIVE)
            || page.element(at).is_some_and(|e| e.attr("itemprop") == Some("liveBlogUpdate"))
    };
    let found = outermost(page, marked);
    if found.len() >= FEWEST {
        return found;
    }
    // Elsewhere entries are articles within the article; so are teasers, which nobody calls a running report.
    if articles.iter().any(|a| a.is_live) {
        let within = |at: usize| {
            page.tag(at) == Some(Tag::Article)
                && !page.range(at).any(|i| matches!(page.tag(i), Some(Tag::Heading(1))))
                && !page.range(at).skip(1).any(|i| page.tag(i) == Some(Tag::Article))
        };
        let found = outermost(page, within);
        if found.len() >= FEWEST {
            return found;
        }
    }
    Vec::new()
}

fn outermost(page: &Outline<'_>, is_entry: impl Fn(usize) -> bool) -> Vec<Part> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < page.items.len() {
        if is_entry(at)
            && let Some(stamp) = stamp(page, at)
        {
            out.push(Part { range: page.range(at), stamp });
            at = page.items[at].end as usize;
        } else {
            at += 1;
        }
    }
    out
}

/// The first machine-readable stamp of a part.
fn stamp(page: &Outline<'_>, at: usize) -> Option<String> {
    page.range(at).find_map(|i| {
        let e = page.element(i)?;
        let dated = e.name() == "time" || e.attr("itemprop") == Some("datePublished");
        let stamp = e.attr("datetime").or_else(|| e.attr("content")).filter(|_| dated)?;
        stamp.bytes().any(|b| b.is_ascii_digit()).then(|| stamp.trim().to_owned())
    })
}

/// The entries as the page gives them to search engines, with the stamp of each; none where there are few.
fn updates(articles: &[Article]) -> &[Update] {
    let told = |a: &&Article| a.updates.iter().filter(|u| u.body.is_some()).count() >= FEWEST;
    articles.iter().find(told).map_or(&[], |a| &a.updates)
}

/// The text of those entries, for a page that does not show it.
pub(crate) fn told(articles: &[Article]) -> (Vec<Block>, Vec<String>) {
    let (mut out, mut stamps) = (Vec::new(), Vec::new());
    for u in updates(articles) {
        let Some(body) = &u.body else { continue };
        let entry = Some(stamps.len() as u32);
        stamps.push(u.published.clone().unwrap_or_default());
        if let Some(h) = &u.headline {
            out.push(Block { kind: ParagraphKind::Heading, text: squeeze(&unescape(h)), entry });
        }
        let text = if body.contains("&lt;") { unescape(body) } else { body.clone() };
        out.extend(blocks(&text).into_iter().map(|b| Block { entry, ..b }));
    }
    (out, stamps)
}

/// Shorter lines may stand in several entries.
const KNOWN: usize = 40;

/// Gives the blocks of a page the entries in which their words stand; returns the stamps.
pub(crate) fn assign(articles: &[Article], page: &mut [Block]) -> Vec<String> {
    let entries: Vec<String> = updates(articles)
        .iter()
        .map(|u| {
            same(&unescape(&format!("{} {}", u.headline.as_deref().unwrap_or(""), u.body.as_deref().unwrap_or(""))))
        })
        .collect();
    if entries.is_empty() || page.len() > BLOCKS {
        return Vec::new();
    }
    // Entries stand on the page in their order, so the search goes on where it left off.
    let (mut at, mut any) = (0, false);
    for block in page.iter_mut().filter(|b| b.text.len() >= KNOWN) {
        let own = same(&block.text);
        let order = (at..entries.len()).chain(0..at);
        let mut read = 0;
        let mut near = order.take(ENTRIES).take_while(|&n| {
            let fits = read <= READ;
            read += entries[n].len();
            fits
        });
        if let Some(n) = near.find(|&n| entries[n].contains(own.as_str())) {
            block.entry = Some(n as u32);
            (at, any) = (n, true);
        }
    }
    if !any {
        return Vec::new();
    }
    // Headings and short lines go with what follows them.
    for i in (0..page.len().saturating_sub(1)).rev() {
        if page[i].entry.is_none() && page[i].text.len() < KNOWN {
            page[i].entry = page[i + 1].entry;
        }
    }
    updates(articles).iter().map(|u| u.published.clone().unwrap_or_default()).collect()
}

/// Entries that are looked through for one line.
const ENTRIES: usize = 300;

/// Bytes of entries that are looked through for one line, about.
const READ: usize = 1 << 20;

/// A page of more lines is no running report, and comparing them all would take long.
const BLOCKS: usize = 3000;
