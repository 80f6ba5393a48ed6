//! What is left out because of what it is called, or of the element it is.

use std::collections::HashMap;

use super::{Line, Scales};
use crate::html::classes::Roles;
use crate::html::outline::{Outline, Tag};

/// What counts as a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// Names and elements.
    Names,
    /// Elements alone: names have misled.
    Structure,
}

/// Which lines are left out.
pub(super) fn left_out(page: &Outline<'_>, lines: &[Line], scales: &Scales, care: Care) -> Vec<bool> {
    let mut left = vec![false; lines.len()];
    // What must not go with what surrounds it.
    let headlines: Vec<usize> = (0..page.items.len()).filter(|&i| page.tag(i) == Some(Tag::Heading(1))).collect();
    let bodies: Vec<usize> = (0..page.items.len()).filter(|&i| page.roles(i).any(Roles::BODY)).collect();
    let total = scales.whole();
    repeated(lines, &mut left);
    let holds = |list: &[usize], at: usize| {
        let r = page.range(at);
        let i = list.partition_point(|&x| x < r.start);
        list.get(i).is_some_and(|&x| x < r.end)
    };
    let shared = Shared::new(page, scales, total);
    let mut at = 0;
    while at < page.items.len() {
        let Some(tag) = page.tag(at) else {
            at += 1;
            continue;
        };
        let mut roles = page.roles(at);
        if care == Care::Structure {
            roles = if tag == Tag::Elsewhere { Roles::DROP } else { roles.only(Roles::NEVER) };
        } else if tag == Tag::Elsewhere {
            roles = roles | Roles::DROP;
        } else if tag == Tag::Figure {
            roles = roles | Roles::CAPTION;
        }
        if roles == Roles::NONE || tag == Tag::Page {
            at += 1;
            continue;
        }
        let part = page.range(at);
        // What stands within a line says nothing of the line.
        if matches!(tag, Tag::Inline | Tag::Link)
            && scales.lines(part.clone()).any(|l| lines[l].to as usize >= part.end)
        {
            at += 1;
            continue;
        }
        let weight = scales.weight(part.clone());
        let body = || roles.any(Roles::BODY) || holds(&bodies, at);
        let headline = || holds(&headlines, at);
        let (chars, linked) = scales.text(part.clone());
        // A name that most of the text goes by is no name for something else.
        if shared.much(page, at) {
            at += 1;
            continue;
        }
        let go = if roles.any(Roles::NEVER) {
            !(headline() && weight * 10 > total * 8)
        } else if roles.any(Roles::HIDDEN) {
            weight * 10 < total * 6
        } else if roles.any(Roles::DROP) {
            let much = if body() { 3 } else { 5 };
            weight * 10 < total * much && !(headline() && weight * 10 > total)
        } else if roles.any(Roles::WALL) && !roles.any(Roles::BODY) {
            chars < WALL && tag != Tag::Paragraph && !headline() && !body()
        } else if roles.any(Roles::CAPTION) {
            weight * 2 < total && !headline()
        } else if roles.any(Roles::LEAD) {
            false
        } else if roles.any(Roles::META) {
            chars < 250 && !headline() && !roles.any(Roles::BODY)
        } else if roles.any(Roles::WEAK) {
            linked * 10 > chars * 4 && weight * 4 < total && !body()
        } else {
            false
        };
        if go {
            for l in scales.lines(part.clone()) {
                left[l] = true;
            }
            at = part.end;
        } else {
            at += 1;
        }
    }
    left
}

/// Names under which much of the page's text stands in several pieces ("article-widget").
struct Shared<'a>(Vec<&'a str>);

impl<'a> Shared<'a> {
    fn new(page: &Outline<'a>, scales: &Scales, total: u32) -> Self {
        let mut sums: HashMap<&str, u32> = HashMap::new();
        for at in 0..page.items.len() {
            if page.roles(at).any(Roles::DROP | Roles::WEAK | Roles::META | Roles::CAPTION | Roles::WALL)
                && !page.roles(at).any(Roles::HIDDEN)
                && let Some(class) = page.element(at).and_then(|e| e.attr("class"))
            {
                let sum = sums.entry(class).or_default();
                *sum = sum.saturating_add(scales.weight(page.range(at)));
            }
        }
        Self(sums.into_iter().filter(|(_, w)| *w > total / 2).map(|(n, _)| n).collect())
    }

    fn much(&self, page: &Outline<'a>, at: usize) -> bool {
        !self.0.is_empty() && page.element(at).and_then(|e| e.attr("class")).is_some_and(|c| self.0.contains(&c))
    }
}

/// An offer to subscribe is short; outlets call the text behind it by the same names.
const WALL: u32 = 600;

/// A line that stands on the page this often is not part of a text ("External content cannot be shown").
const OFTEN: u32 = 3;

/// Leaves out lines of some length that the page repeats, unless it repeats nearly everything.
fn repeated(lines: &[Line], left: &mut [bool]) {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for l in lines.iter().filter(|l| l.chars >= REPEATED) {
        *counts.entry(&l.text).or_default() += 1;
    }
    let often = |l: &Line| l.chars >= REPEATED && counts[l.text.as_str()] >= OFTEN;
    let weight = |of: &dyn Fn(&Line) -> bool| lines.iter().filter(|l| of(l)).map(Line::weight).sum::<u32>();
    if weight(&often) * 3 > weight(&|_| true) * 2 {
        return;
    }
    for (l, left) in lines.iter().zip(left) {
        *left |= often(l);
    }
}

/// Shorter lines may well recur.
const REPEATED: u32 = 25;
