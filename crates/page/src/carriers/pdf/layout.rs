//! Lines and paragraphs out of what a PDF shows where: it knows of neither.

use std::collections::{HashMap, HashSet};

use super::content::Run;
use crate::html::Block;
use crate::report::ParagraphKind;
use crate::text::{ends_sentence, squeeze};

/// A headline is larger than the text by so much.
const LARGER: f64 = 1.15;

/// The text of a file.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub title: Option<String>,
    pub blocks: Vec<Block>,
}

/// A line on a page.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    page: usize,
    from: f64,
    to: f64,
    at: f64,
    size: f64,
}

/// Lines to paragraphs, headlines by their size, hyphens at the ends of lines undone.
pub(super) fn text(pages: &[Vec<Run>]) -> Text {
    let mut lines: Vec<Line> = pages.iter().enumerate().flat_map(|(n, runs)| on_page(n, runs)).collect();
    running(&mut lines, pages.len());
    let size = usual(lines.iter().map(|l| (l.size, l.text.len())));
    // The longest lines show how wide the column is.
    let width = usual(lines.iter().filter(|l| same_size(l.size, size)).map(|l| (l.to - l.from, l.text.len())));
    let steps =
        lines.windows(2).filter(|w| w[0].page == w[1].page && same_size(w[0].size, size) && same_size(w[1].size, size));
    let step = usual(steps.map(|w| (w[0].at - w[1].at, 1)).filter(|(s, _)| *s > 0.0 && *s < 4.0 * size.max(1.0)));
    let mut paragraphs: Vec<Vec<&Line>> = Vec::new();
    for line in &lines {
        match paragraphs.last_mut() {
            Some(p) if p.last().is_some_and(|last| continues(last, line, step, width)) => p.push(line),
            _ => paragraphs.push(vec![line]),
        }
    }
    let words: HashSet<&str> = lines.iter().flat_map(|l| l.text.split_whitespace()).map(bare).collect();
    let mut out = Text::default();
    let largest = paragraphs.iter().filter(|p| p[0].page == 0).map(|p| p[0].size).fold(0.0, f64::max);
    for p in paragraphs {
        let text = joined(&p, &words);
        if text.is_empty() {
            continue;
        }
        let heading = p[0].size > size * LARGER && text.len() < 300;
        if heading && p[0].page == 0 && out.title.is_none() && same_size(p[0].size, largest) {
            out.title = Some(text);
            continue;
        }
        let kind = if heading { ParagraphKind::Heading } else { ParagraphKind::Body };
        out.blocks.push(Block::new(kind, text));
    }
    out
}

fn same_size(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.06 * a.max(b).max(1.0)
}

/// The value that most of the weight is on, to half a point.
fn usual(values: impl Iterator<Item = (f64, usize)>) -> f64 {
    let mut weights: HashMap<i64, usize> = HashMap::new();
    for (value, weight) in values {
        *weights.entry((value * 2.0).round() as i64).or_default() += weight;
    }
    weights.into_iter().max_by_key(|&(value, weight)| (weight, value)).map_or(0.0, |(value, _)| value as f64 / 2.0)
}

/// Runs that stand side by side, with a space where there is room for one.
fn on_page(page: usize, runs: &[Run]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for run in runs {
        if let Some(line) = out.last_mut()
            && (line.at - run.line).abs() < 0.5 * line.size.max(run.size)
            && run.from > line.to - 2.0 * line.size
            // Another column begins after a gap that is no space.
            && run.from - line.to < 4.0 * line.size.max(run.size)
        {
            let gap = run.from - line.to;
            if gap > 0.17 * run.size && !line.text.ends_with(' ') && !run.text.starts_with(' ') {
                line.text.push(' ');
            }
            line.text.push_str(&run.text);
            line.to = line.to.max(run.to);
            if run.text.trim().len() > 3 {
                line.size = line.size.max(run.size);
            }
        } else if !run.text.trim().is_empty() {
            out.push(Line { text: run.text.clone(), page, from: run.from, to: run.to, at: run.line, size: run.size });
        }
    }
    for line in &mut out {
        line.text = squeeze(&line.text);
    }
    out.retain(|l| !l.text.is_empty());
    out
}

/// Takes out page numbers, and lines that stand at the head or foot of most pages.
fn running(lines: &mut Vec<Line>, pages: usize) {
    let skeleton = |l: &Line| l.text.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let mut outer: Vec<(f64, f64)> = vec![(f64::MAX, f64::MIN); pages];
    for l in lines.iter() {
        let (low, high) = &mut outer[l.page];
        (*low, *high) = (low.min(l.at), high.max(l.at));
    }
    // Within two lines of the outermost.
    let at_edge = |l: &Line| l.at - outer[l.page].0 < 2.5 * l.size || outer[l.page].1 - l.at < 2.5 * l.size;
    let mut on: HashMap<String, HashSet<usize>> = HashMap::new();
    for l in lines.iter().filter(|l| at_edge(l)) {
        on.entry(skeleton(l)).or_default().insert(l.page);
    }
    lines.retain(|l| {
        if !at_edge(l) {
            return true;
        }
        let key = skeleton(l);
        let number = l.text.len() < 24
            && l.text.contains(|c: char| c.is_ascii_digit())
            && matches!(key.as_str(), "" | "page" | "pageof");
        let repeated = pages >= 3 && on.get(&key).is_some_and(|on| on.len() * 2 > pages);
        !(number || repeated)
    });
}

/// Whether a line goes on with the paragraph that the one before it is of.
fn continues(last: &Line, line: &Line, step: f64, width: f64) -> bool {
    if !same_size(last.size, line.size) {
        return false;
    }
    let down = last.at - line.at;
    let whole = last.to - last.from > 0.8 * width;
    // Over the end of a column or page a sentence goes on that has not ended.
    if last.page != line.page || down <= 0.0 || down > 4.0 * last.size.max(step) {
        return whole && !ends_sentence(&last.text) && !line.text.starts_with(['•', '–', '-', '▪', '*']);
    }
    if down > 1.3 * step.max(last.size) || line.text.starts_with(['•', '▪', '●']) {
        return false;
    }
    // Set in by an em: a new paragraph. A line that ends early after a full stop ended one.
    let set_in = line.from - last.from > 0.8 * line.size && line.from - last.from < 6.0 * line.size;
    !ends_sentence(&last.text) || whole && !set_in
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The lines as one, words that were broken at their ends made whole.
fn joined(lines: &[&Line], words: &HashSet<&str>) -> String {
    let mut out = String::new();
    for line in lines {
        let next = line.text.as_str();
        if out.is_empty() {
            out.push_str(next);
            continue;
        }
        let broken = out
            .strip_suffix(['-', '\u{ad}', '‐'])
            .filter(|rest| rest.ends_with(char::is_alphabetic) && next.starts_with(char::is_lowercase));
        let Some(rest) = broken else {
            out.push(' ');
            out.push_str(next);
            continue;
        };
        // "well-" and "known" stay apart if the text has "well-known" elsewhere, and no "wellknown".
        let head = bare(rest.rsplit(' ').next().unwrap_or_default());
        let tail = bare(next.split(' ').next().unwrap_or_default());
        let keep =
            words.contains(format!("{head}-{tail}").as_str()) && !words.contains(format!("{head}{tail}").as_str());
        if !keep {
            out.truncate(rest.len());
        }
        out.push_str(next);
    }
    out
}
