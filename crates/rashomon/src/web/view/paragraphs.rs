//! The text of a report, paragraph by paragraph, its sentences marked where something was read from them.

use crate::wire::reading::ReadingLine;
use crate::wire::{Points, ReadingLine as Line};

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its number, from 1.
    pub number: usize,
    /// A headline or heading.
    pub heading: bool,
    /// Set off as quoted.
    pub quoted: bool,
    /// Its text in stretches.
    pub runs: Vec<Run>,
    /// The sentence that is asked about stands in it.
    pub asked: bool,
}

/// A stretch of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Where to ask about it, if anything was read from it.
    pub href: Option<String>,
    /// It is what is asked about.
    pub asked: bool,
    /// The first of what is asked about.
    pub first: bool,
    /// Its sentence comes back on these terms: somebody's word, or the outlet's own.
    pub said: bool,
}

/// The text of a report; what stands at `asked` is set off.
#[must_use]
pub fn paragraphs(line: &ReadingLine<'_>, asked: Option<Points>) -> Vec<Paragraph> {
    let points: Vec<usize> = line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]).collect();
    let words = |(start, end): Points| -> &str {
        let at = |p: u32| points.get(p as usize).copied().unwrap_or(line.text.len());
        line.text.get(at(start)..at(end)).unwrap_or_default()
    };
    let whole = [(0, points.len() as u32 - 1)];
    let spans: &[Points] = if line.paragraphs.is_empty() { &whole } else { &line.paragraphs };
    let said = spoken(line);
    let told = told(line);
    let mut begun = false;
    let mut out = Vec::with_capacity(spans.len());
    for (n, &(from, to)) in spans.iter().enumerate() {
        let mut runs: Vec<Run> = Vec::new();
        let mut push = |span: Points, sentence: Option<Points>| {
            // A sentence is parted where what is asked about begins or ends.
            let mut cuts = vec![span.0, span.1];
            cuts.extend(asked.iter().flat_map(|a| [a.0, a.1]).filter(|&c| span.0 < c && c < span.1));
            cuts.sort_unstable();
            for pair in cuts.windows(2) {
                let piece = (pair[0], pair[1]);
                let within = asked.is_some_and(|a| a.0 <= piece.0 && piece.1 <= a.1);
                let read = sentence.filter(|s| overlaps(&told, *s) || overlaps(&said, *s));
                runs.push(Run {
                    text: words(piece).to_owned(),
                    href: read.map(|s| format!("?at={}-{}#at", s.0, s.1)),
                    asked: within,
                    first: within && !std::mem::replace(&mut begun, true),
                    said: read.is_some_and(|s| overlaps(&said, s)),
                });
            }
        };
        let mut at = from;
        let first = line.sentences.partition_point(|s| s.1 <= from);
        for &(start, end) in line.sentences[first..].iter().take_while(|s| s.0 < to) {
            let (start, end) = (start.max(at), end.min(to));
            if at < start {
                push((at, start), None);
            }
            if start < end {
                push((start, end), Some((start, end)));
                at = end;
            }
        }
        if at < to {
            push((at, to), None);
        }
        runs.retain(|r| !r.text.is_empty());
        out.push(Paragraph {
            number: n + 1,
            heading: line.headings.contains(&(from, to)),
            quoted: line.quotes.contains(&(from, to)),
            asked: runs.iter().any(|r| r.asked),
            runs,
        });
    }
    out
}

/// What is said on somebody's word, in order.
fn spoken(line: &Line<'_>) -> Vec<Points> {
    let mut all: Vec<Points> = line.attributions.iter().flat_map(|a| a.content.iter().copied()).collect();
    all.sort_unstable();
    all
}

/// Events of a type, and others with somebody in them, in order.
fn told(line: &Line<'_>) -> Vec<Points> {
    let tells =
        |e: &&crate::wire::reading::Event<'_>| e.kind.is_some() || !(e.actors.is_empty() && e.recipients.is_empty());
    let mut all: Vec<Points> = line.events.iter().filter(tells).map(|e| (e.start, e.end)).collect();
    all.sort_unstable();
    all
}

/// Whether any of these, which stand in order of their beginnings, meets a span.
fn overlaps(all: &[Points], span: Points) -> bool {
    let before = all.partition_point(|s| s.0 < span.1);
    // Quotations may be long and hold others.
    all[..before].iter().rev().take(64).any(|s| s.1 > span.0)
}
