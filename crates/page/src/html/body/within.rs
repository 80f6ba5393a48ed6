//! What within the article's part of the page is not the article.

use super::{Line, card};
use crate::furniture::{Verdict, verdict};
use crate::html::classes::Roles;
use crate::html::outline::{Outline, Tag};
use crate::report::ParagraphKind;
use crate::text::{ends_sentence, same};

/// The lines of the parts that tell, with the sentence above the text that sums it up.
pub(super) fn select(page: &Outline<'_>, lines: &[Line], left: &[bool], parts: &[usize]) -> Vec<Line> {
    let Some(&first) = parts.first() else { return Vec::new() };
    let parts_of: Vec<std::ops::Range<usize>> = parts.iter().map(|&p| page.range(p)).collect();
    let inside = |l: &Line| holds(&parts_of, l.at as usize);
    let said = descriptions(page);
    let headline = (0..first).rev().find(|&i| page.tag(i) == Some(Tag::Heading(1)));
    let mut cards: Vec<std::ops::Range<usize>> = Vec::new();
    for &p in parts {
        card::find(page, lines, left, p, &mut cards);
    }
    let in_card = |l: &Line| holds(&cards, l.at as usize);
    let kept = lines
        .iter()
        .zip(left)
        .filter(|(l, left)| {
            !**left && (inside(l) && tells(page, l) && !in_card(l) || above(page, l, first, headline, &said))
        })
        .map(|(l, _)| l)
        .collect();
    without_lists(page, kept)
}

/// Whether one of these ranges, which stand one after the other, holds an item.
fn holds(ranges: &[std::ops::Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|r| r.start <= at);
    after > 0 && ranges[after - 1].contains(&at)
}

/// Leaves out what stands under "Related links" and its like, unless it stands where the article's paragraphs do.
fn without_lists(page: &Outline<'_>, lines: Vec<&Line>) -> Vec<Line> {
    let home = |l: &Line| page.parent(l.holder as usize);
    let mut weights: std::collections::HashMap<Option<usize>, u32> = std::collections::HashMap::new();
    for l in &lines {
        *weights.entry(home(l)).or_default() += l.weight();
    }
    let own = weights.into_iter().max_by_key(|&(at, w)| (w, at)).and_then(|(at, _)| at);
    let mut out = Vec::with_capacity(lines.len());
    let mut list = false;
    for l in lines {
        if l.chars < 60 && verdict(&l.text) == Some(Verdict::Stop) {
            list = true;
        } else if home(l) == own && l.weight() > 0 {
            list = false;
        }
        if !list {
            out.push(l.clone());
        }
    }
    out
}

/// The sentence between headline and text that is marked as summing it up.
fn above(page: &Outline<'_>, l: &Line, first: usize, headline: Option<usize>, said: &[String]) -> bool {
    let at = l.at as usize;
    if at >= first || l.chars < 25 || l.link_share() >= 0.5 || headline.is_none_or(|h| at < h) {
        return false;
    }
    // The page gives it to search engines as its description.
    let own = same(&l.text);
    if l.chars >= 40 && said.iter().any(|d| d.starts_with(own.as_str()) || own.starts_with(d.as_str())) {
        return true;
    }
    {
        let mut up = page.parent(at);
        let mut steps = 0;
        let mut lead = false;
        while let Some(u) = up
            && steps < 4
            && !lead
        {
            lead = page.roles(u).any(Roles::LEAD);
            up = page.parent(u);
            steps += 1;
        }
        lead
    }
}

fn tells(page: &Outline<'_>, l: &Line) -> bool {
    let share = l.link_share();
    match l.kind {
        ParagraphKind::Headline => false,
        // Headings within an article are not links, those of teasers are.
        ParagraphKind::Heading => share < 0.5 && l.chars < 300,
        ParagraphKind::Item => share < 0.6 || l.chars > 200 || l.chars >= 60 && ends_sentence(&l.text),
        _ if share > 0.8 && l.chars < 200 || share > 0.6 && !ends_sentence(&l.text) => false,
        _ => {
            let holder = l.holder as usize;
            // Rows of figures are no sentences; what only stands in a table to be put in its place is.
            if page.tag(holder) == Some(Tag::Row) {
                let cells = page.range(holder).filter(|&i| page.tag(i) == Some(Tag::Cell)).count();
                return l.chars >= 60 && ends_sentence(&l.text) || l.chars >= 30 * cells.max(2) as u32;
            }
            let proper = matches!(page.tag(holder), Some(Tag::Paragraph | Tag::Quote | Tag::Cell));
            proper || l.chars >= 50 || ends_sentence(&l.text)
        }
    }
}

/// What the page gives as its description, long enough to be known again.
fn descriptions(page: &Outline<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for at in 0..page.items.len() {
        let Some(e) = page.element(at).filter(|e| e.name() == "meta") else { continue };
        let key = e.attr("name").or_else(|| e.attr("property")).unwrap_or_default();
        if matches!(key, "description" | "og:description" | "twitter:description")
            && let Some(text) = e.attr("content")
        {
            let text = text.trim_end_matches(['.', '…', ' ']);
            let own = same(text);
            if own.chars().count() >= 40 && !out.contains(&own) {
                out.push(own);
            }
        }
    }
    out
}
