//! What a page says of its dates for machines: JSON-LD, meta elements, marked elements, the data of its scripts.

use super::keys::{self, Key, What};
use super::{Candidate, Source, Title, state};
use crate::date::{Habits, Said, stamp_as, what_is_said};
use crate::html::facts::{Facts, TimeMark};
use crate::jsonld::Article;
use crate::text::{beginning, same, unescape};

/// No page that is meant to be read has more meta elements.
const MOST_METAS: usize = 1000;

pub(super) fn gather(f: &Facts, articles: &[Article], title: &Title, habits: Habits<'_>, out: &mut Vec<Candidate>) {
    let mut note = |what: What, text: Option<&str>, basis: &str, source: Source, strength: u16| {
        let Some(stamp) = text.and_then(|t| stamp_as(t, habits)) else { return };
        let known = |c: &Candidate| c.what == what && c.source == source && c.stamp == stamp && c.strength >= strength;
        if !out.iter().any(known) {
            out.push(Candidate { what, stamp, basis: basis.to_owned(), source, strength });
        }
    };
    let own = articles.iter().find(|a| a.is_article);
    for a in articles {
        // A page may describe its article twice, and others beside it.
        let named = |a: &Article| a.headline.as_deref().map(|h| same(&unescape(h)));
        let is_own = own.is_some_and(|o| std::ptr::eq(o, a) || named(a).is_none() || named(a) == named(o));
        let (strength, of) = match (a.is_article, is_own) {
            (true, true) if named(a).is_some_and(|h| !title.is_like(&h)) => (60, " of an article of another headline"),
            (true, true) => (100, ""),
            (true, false) => (45, " of another article"),
            (false, _) => (55, " of the page"),
        };
        note(What::Published, a.published.as_deref(), &format!("json-ld datePublished{of}"), Source::JsonLd, strength);
        note(What::Modified, a.modified.as_deref(), &format!("json-ld dateModified{of}"), Source::JsonLd, strength);
    }
    for (name, content) in f.metas.iter().take(MOST_METAS) {
        if let Some(Key { what, strength }) = keys::meta(name) {
            note(what, Some(content), &format!("meta {name}"), Source::Meta, strength);
        }
    }
    let mut first = true;
    for t in &f.times {
        let Some(mut key) = marked(t) else { continue };
        if key.what == What::Neutral {
            // "Updated" on the line before it.
            let line = f.line_before(t.at);
            match what_is_said(line, &(line.len()..line.len())) {
                Some(Said::Modified) => key.what = What::Modified,
                Some(Said::Published) => key = Key { what: What::Published, strength: key.strength + 10 },
                Some(Said::Other) => continue,
                None => {}
            }
        }
        let Key { what, strength } = key;
        let near = title.is_near(t.at);
        // Marked dates far from the headline are mostly those of teasers; the first may be the page's own.
        let strength = if near {
            strength
        } else if first {
            strength / 2
        } else {
            continue;
        };
        if stamp_as(&t.stamp, habits).is_some() {
            first = first && what == What::Modified;
            let basis = match (&t.attribute, what) {
                (Some(a), _) => format!("attribute {a}"),
                (None, What::Published) => "element marked as date of publication".to_owned(),
                (None, What::Modified) => "element marked as date of change".to_owned(),
                (None, _) => "element time".to_owned(),
            };
            note(what, Some(&t.stamp), &basis, Source::Marked, strength);
        }
    }
}

/// What the marks on an element say of its date.
fn marked(t: &TimeMark) -> Option<Key> {
    match &t.attribute {
        _ if t.modified => Some(Key { what: What::Modified, strength: 80 }),
        _ if t.published => Some(Key { what: What::Published, strength: 85 }),
        Some(a) if a.starts_with("data-") => keys::by_part(&a.to_ascii_lowercase()),
        _ => Some(Key { what: What::Neutral, strength: 60 }),
    }
}

/// Dates in the data for scripts: those by the headline; without it only what all of them say. `linked` tells that the
/// page's JSON-LD was read.
pub(super) fn from_state(html: &str, linked: bool, title: &Title, out: &mut Vec<Candidate>) {
    let found = state::dates(html, linked);
    let dates = || found.iter().filter(|f| f.key.what == What::Published);
    let Some(first) = dates().next() else { return };
    let alike = dates().all(|d| d.stamp.date == first.stamp.date);
    let chosen = if alike { Some(first) } else { nearest(html, title, &found) };
    let Some(chosen) = chosen else { return };
    out.push(Candidate {
        what: What::Published,
        stamp: chosen.stamp,
        basis: format!("data of the page {}", chosen.name),
        source: Source::State,
        strength: chosen.key.strength,
    });
}

/// How far from the headline in the data its date may stand, in bytes.
const REACH: usize = 6000;
/// As much of the headline is compared, in bytes, at so many places where its first word stands.
const HEAD: usize = 300;
const WORDS: usize = 20_000;

/// The date of publication that stands nearest to the headline within the data.
fn nearest<'s>(html: &str, title: &Title, found: &'s [state::Found]) -> Option<&'s state::Found> {
    // The start of the headline is enough, and survives most ways of escaping.
    let head: String = title.words.split(' ').take(1).collect();
    if title.words.split(' ').count() < 3 {
        return None;
    }
    let lower = html.to_ascii_lowercase();
    let words = beginning(&title.words, HEAD);
    let places: Vec<usize> = lower
        .match_indices(head.as_str())
        .map(|(at, _)| at)
        .take(WORDS)
        .filter(|&at| {
            let end = (at + 3 * words.len() + 40).min(lower.len());
            let end = (end..lower.len()).find(|&i| lower.is_char_boundary(i)).unwrap_or(lower.len());
            same(&lower[at..end]).starts_with(words)
        })
        .take(50)
        .collect();
    let distance = |at: usize| places.iter().map(|&p| p.abs_diff(at)).min();
    let near = found.iter().filter(|f| f.key.what == What::Published).filter_map(|f| Some((distance(f.at)?, f)));
    near.filter(|n| n.0 < REACH).min_by_key(|n| (std::cmp::Reverse(n.1.key.strength), n.0)).map(|n| n.1)
}
