//! Cards: boxes within the text that show another article by its headline, which is a link, and a few words.

use std::ops::Range;

use super::Line;
use crate::html::outline::{Outline, Tag};
use crate::report::ParagraphKind;

/// A card holds no more lines than this …
const LINES: usize = 8;
/// … and no more characters of running text for each of its links.
const TEXT: u32 = 450;

/// Adds the ranges of the cards below an element.
pub(super) fn find(page: &Outline<'_>, lines: &[Line], left: &[bool], part: usize, out: &mut Vec<Range<usize>>) {
    let text = |r: Range<usize>| -> u32 {
        let from = lines.partition_point(|l| (l.at as usize) < r.start);
        let to = lines.partition_point(|l| (l.at as usize) < r.end);
        lines[from..to].iter().zip(&left[from..to]).filter(|(_, left)| !**left).map(|(l, _)| l.weight()).sum()
    };
    let whole = text(page.range(part));
    let mut at = part + 1;
    while at < page.items[part].end as usize {
        let r = page.range(at);
        let container = matches!(
            page.tag(at),
            Some(Tag::Block | Tag::Article | Tag::Header | Tag::List | Tag::Entry | Tag::Table | Tag::Link)
        );
        if container && is_card(lines, left, r.clone()) && text(r.clone()) * 3 < whole {
            at = r.end;
            out.push(r);
        } else {
            at += 1;
        }
    }
}

fn is_card(lines: &[Line], left: &[bool], r: Range<usize>) -> bool {
    let from = lines.partition_point(|l| (l.at as usize) < r.start);
    let to = lines.partition_point(|l| (l.at as usize) < r.end);
    let inside = || lines[from..to].iter().zip(&left[from..to]).filter(|(_, left)| !**left).map(|(l, _)| l);
    let n = inside().count();
    if n < 2 || lines[to - 1].to as usize >= r.end {
        return false;
    }
    // A headline is a link as a whole.
    let headline =
        |l: &&Line| l.linked * 10 >= l.chars * 9 && l.chars >= 20 && l.text.bytes().filter(|&b| b == b' ').count() >= 2;
    let headlines = inside().filter(headline).count();
    let text: u32 = inside().map(|l| l.chars - l.linked).sum();
    let linked: u32 = inside().map(|l| l.linked).sum();
    let headed = inside().any(|l| l.kind == ParagraphKind::Heading && l.linked * 10 >= l.chars * 9);
    headlines > 0
        && n <= headlines * LINES
        && (linked * 2 > linked + text || text <= TEXT * headlines as u32 && (headed || n <= 3 * headlines))
}
