//! What is no part of the article by its words: its headline, kickers, bylines, links to others.

use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::blocks::Block;
use super::byline::by_prefix;
use crate::date::{DayFirst, in_text};
use crate::furniture::{Verdict, verdict};
use crate::report::ParagraphKind;
use crate::text::{ends_sentence, same};

/// Shorter lines may well recur.
const TWICE: usize = 80;

/// Removes it. `titles` are all forms of the headline that the page gives.
pub(crate) fn tidy(blocks: Vec<Block>, titles: &[String]) -> Vec<Block> {
    let titles: Vec<String> = titles.iter().map(|t| same(t)).filter(|t| !t.is_empty()).collect();
    let whole: usize = blocks.iter().map(|b| b.text.len()).sum();
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut seen = 0;
    let mut said: FxHashSet<u64> = FxHashSet::default();
    // Until running text has come, the page may still be announcing it.
    let mut leading = true;
    for b in blocks {
        seen += b.text.len();
        // Pages draw a paragraph twice, for wide and for small screens; nobody writes one twice.
        if b.text.len() >= TWICE && !said.insert(FxBuildHasher.hash_one(&b.text)) {
            continue;
        }
        if leading && (titles.contains(&same(&b.text)) || announces(&b.text)) {
            continue;
        }
        // "___" and "* * *" part sections in agency copy.
        if !b.text.contains(char::is_alphanumeric) {
            continue;
        }
        match verdict(&b.text) {
            // A list of other articles near the end ends the article; a sentence that begins so does not.
            Some(Verdict::Stop) if seen * 10 > whole * 8 && b.text.len() < 60 => break,
            Some(Verdict::Drop | Verdict::Stop) => continue,
            Some(Verdict::Tail) if seen * 10 > whole * 8 => continue,
            Some(Verdict::Tail) | None => {}
        }
        leading &= !(b.kind == ParagraphKind::Body && b.text.len() > 80);
        out.push(b);
    }
    while out.last().is_some_and(|b| b.kind == ParagraphKind::Heading) {
        out.pop();
    }
    out
}

/// A line above the text that only says by whom or when.
fn announces(line: &str) -> bool {
    let words = line.split_whitespace().count();
    if words > 12 || ends_sentence(line) && words > 8 {
        return false;
    }
    // "World › Summits": where the reader is on the site.
    line.contains(" › ") && !ends_sentence(line)
        || by_prefix(line).is_some_and(|n| n.starts_with(char::is_uppercase)) && words <= 8
        || !in_text(line, DayFirst::Unknown).is_empty() && words <= 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_announces_goes_and_what_tells_stays() {
        let body = |t: &str| Block::new(ParagraphKind::Body, t.into());
        let told = "The ferry sank off the harbour early on Friday, the coast guard said, and all on board were saved by boats.";
        let after = "Its owner said on Friday that nobody had told him of a leak before the ferry left for Askvik that morning.";
        let blocks = vec![
            body("Home › Sea › Ferries"),
            body("Ferry sinks"),
            body("By Ada Lund"),
            body("17 August 2018"),
            body(told),
            body("___"),
            body("Read more: Quay delayed"),
            body(after),
            body(told),
            body("You may also like"),
            body("Quay delayed"),
        ];
        let got = tidy(blocks, &["Ferry sinks".into()]);
        assert_eq!(got, [body(told), body(after)]);
    }
}
