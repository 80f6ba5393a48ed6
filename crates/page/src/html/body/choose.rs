//! Which parts of a page hold the article.

use super::{Line, Scales};
use crate::html::classes::Roles;
use crate::html::outline::{Outline, Tag};

/// The places of the elements that hold the article, in order.
pub(super) fn parts(page: &Outline<'_>, lines: &[Line], kept: &Scales) -> Vec<usize> {
    let total = kept.whole();
    if total == 0 || page.items.is_empty() {
        return Vec::new();
    }
    if let Some(parts) = marked(page, kept, total) {
        return parts;
    }
    vec![own(page, kept, heaviest(page, lines, kept, 0))]
}

/// Elements marked as text, if they hold much of the page's.
fn marked(page: &Outline<'_>, kept: &Scales, total: u32) -> Option<Vec<usize>> {
    let bodies = || (0..page.items.len()).filter(|&i| page.roles(i).any(Roles::BODY) && page.tag(i) != Some(Tag::Page));
    // Of several the heaviest, of those that hold the same the innermost.
    let mut best = (0, 0);
    for i in bodies() {
        let w = kept.weight(page.range(i));
        if w > best.1 {
            best = (i, w);
        }
    }
    for i in bodies() {
        let w = kept.weight(page.range(i));
        if i > best.0 && page.range(best.0).contains(&i) && w * 100 >= best.1 * 92 {
            best = (i, w);
        }
    }
    let (at, weight) = best;
    if weight * 10 < total * 4 {
        return None;
    }
    let at = own(page, kept, at);
    // A text in several pieces, between advertisements.
    let name = |i: usize| page.element(i).and_then(|e| e.attr("class"));
    let holder = article(page, at);
    let mut parts: Vec<usize> = Vec::new();
    for i in bodies() {
        let inside = parts.last().is_some_and(|&p| page.range(p).contains(&i));
        if !inside
            && (i == at
                || name(i) == name(at)
                    && name(i).is_some()
                    && article(page, i) == holder
                    && !page.range(at).contains(&i)
                    && !page.range(i).contains(&at))
        {
            parts.push(i);
        }
    }
    Some(parts)
}

/// The article element around an item.
fn article(page: &Outline<'_>, mut at: usize) -> Option<usize> {
    while let Some(up) = page.parent(at) {
        if page.tag(up) == Some(Tag::Article) {
            return Some(up);
        }
        at = up;
    }
    None
}

/// The deepest element below `at` that still holds most of its text, in more than one line.
fn heaviest(page: &Outline<'_>, lines: &[Line], kept: &Scales, mut at: usize) -> usize {
    loop {
        let whole = kept.weight(page.range(at));
        let mut child = at + 1;
        let mut next = None;
        while child < page.items[at].end as usize {
            let r = page.range(child);
            if page.tag(child).is_some() && kept.weight(r.clone()) * 10 >= whole * 8 {
                next = Some(child);
                break;
            }
            child = r.end;
        }
        let Some(next) = next else { return at };
        let r = kept.lines(page.range(next));
        if lines[r].iter().filter(|l| l.weight() > 0).count() < 2 {
            return at;
        }
        at = next;
    }
}

/// The page's own article, where several follow one another (reading on without end).
fn own(page: &Outline<'_>, kept: &Scales, at: usize) -> usize {
    let whole = kept.weight(page.range(at));
    let mut found: Vec<usize> = Vec::new();
    let mut i = at + 1;
    while i < page.items[at].end as usize {
        if page.tag(i) == Some(Tag::Article) && kept.weight(page.range(i)) * 100 >= whole * 15 {
            found.push(i);
            i = page.items[i].end as usize;
        } else {
            i += 1;
        }
    }
    let headed = |&&i: &&usize| page.range(i).any(|j| page.tag(j) == Some(Tag::Heading(1)));
    match found.len() {
        0 | 1 => at,
        // Entries of a running report have no headline of the first rank each.
        _ if found.iter().filter(headed).count() > 1 => found[0],
        _ => at,
    }
}
