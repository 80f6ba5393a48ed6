//! The article's body: which part of a page is the article, and what within it is not.
//!
//! Text is weighed by its length where it runs on (links, headings and labels weigh nothing). Parts whose names say that
//! they speak of something else are left out first; of what remains, the article is the part that its names mark as
//! text, or the deepest part that holds most of the weight. The idea that length and links tell text from furniture is
//! that of C. Kohlschütter et al., "Boilerplate detection using shallow text features" (2010).

mod card;
mod choose;
mod leave;
mod lines;
mod within;

pub(crate) use lines::{Line, lines};

use super::outline::Outline;

/// The lines of the article in order, headline and furniture left out as far as the page's structure tells.
pub(crate) fn find(page: &Outline<'_>, lines: &[Line]) -> Vec<Line> {
    let scales = Scales::new(lines);
    let careful = pick(page, lines, &scales, leave::Care::Names);
    let all = scales.whole();
    let got = weight(&careful);
    // What the names on the page say may throw the article out with the furniture.
    if got < ENOUGH && got * 3 < all {
        let bold = pick(page, lines, &scales, leave::Care::Structure);
        if weight(&bold) > got * 2 {
            return bold;
        }
    }
    careful
}

/// Less running text than this may be the wrong text.
const ENOUGH: u32 = 500;

fn weight(lines: &[Line]) -> u32 {
    lines.iter().map(Line::weight).sum()
}

fn pick(page: &Outline<'_>, lines: &[Line], scales: &Scales, care: leave::Care) -> Vec<Line> {
    let left = leave::left_out(page, lines, scales, care);
    let kept = Scales::without(lines, &left);
    let parts = choose::parts(page, lines, &kept);
    within::select(page, lines, &left, &parts)
}

/// Weights of lines summed up, so that the weight of any part of the page is one subtraction.
pub(crate) struct Scales {
    /// Where each line begins.
    starts: Vec<u32>,
    weights: Vec<u32>,
    chars: Vec<u32>,
    linked: Vec<u32>,
}

impl Scales {
    fn new(lines: &[Line]) -> Self {
        Self::with(lines, |_| true)
    }

    fn without(lines: &[Line], left: &[bool]) -> Self {
        Self::with(lines, |i| !left[i])
    }

    fn with(lines: &[Line], counts: impl Fn(usize) -> bool) -> Self {
        let mut s =
            Self { starts: lines.iter().map(|l| l.at).collect(), weights: vec![0], chars: vec![0], linked: vec![0] };
        let (mut w, mut c, mut n) = (0, 0, 0);
        for (i, l) in lines.iter().enumerate() {
            if counts(i) {
                w += l.weight();
                c += l.chars;
                n += l.linked;
            }
            s.weights.push(w);
            s.chars.push(c);
            s.linked.push(n);
        }
        s
    }

    /// The lines of a part, by number.
    pub(crate) fn lines(&self, part: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let from = self.starts.partition_point(|&s| (s as usize) < part.start);
        let to = self.starts.partition_point(|&s| (s as usize) < part.end);
        from..to
    }

    /// Running text in a part.
    pub(crate) fn weight(&self, part: std::ops::Range<usize>) -> u32 {
        let l = self.lines(part);
        self.weights[l.end] - self.weights[l.start]
    }

    /// Characters in a part, and how many of them are links.
    pub(crate) fn text(&self, part: std::ops::Range<usize>) -> (u32, u32) {
        let l = self.lines(part);
        (self.chars[l.end] - self.chars[l.start], self.linked[l.end] - self.linked[l.start])
    }

    /// Running text of the page.
    pub(crate) fn whole(&self) -> u32 {
        self.weights.last().copied().unwrap_or(0)
    }
}
