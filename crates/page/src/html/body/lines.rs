//! The lines of a page: text broken where a reader sees a break.

use crate::html::classes::Roles;
use crate::html::outline::{Outline, Tag, What};
use crate::report::ParagraphKind;
use crate::text::ends_sentence;

/// One line of a page.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Its text, white space folded.
    pub text: String,
    /// What it is.
    pub kind: ParagraphKind,
    /// The item with which it begins.
    pub at: u32,
    /// The item with which it ends.
    pub to: u32,
    /// The block element that holds it.
    pub holder: u32,
    /// Characters, those of Chinese, Japanese and Korean twice.
    pub chars: u32,
    /// Characters of them that are links.
    pub linked: u32,
}

impl Line {
    /// Share of it that is links.
    pub(crate) fn link_share(&self) -> f32 {
        self.linked as f32 / self.chars.max(1) as f32
    }

    /// How much it speaks for being part of an article: characters of running text.
    pub(crate) fn weight(&self) -> u32 {
        let running = match self.kind {
            ParagraphKind::Headline | ParagraphKind::Heading => false,
            _ => self.chars >= 80 || self.chars >= 30 && ends_sentence(&self.text),
        };
        if running && self.linked * 2 < self.chars { self.chars - self.linked } else { 0 }
    }
}

/// Spans that are for ears alone ("opens in a new window") or open on a click stand within lines.
const SPAN: usize = 120;

/// All lines of a page.
pub(crate) fn lines(page: &Outline<'_>) -> Vec<Line> {
    let mut w = Writer { out: Vec::with_capacity(256), text: String::new(), at: 0, to: 0, linked: 0, fresh: true };
    // Open block elements, by their place.
    let mut blocks: Vec<(usize, Tag)> = Vec::with_capacity(64);
    let mut links: Vec<usize> = Vec::new();
    let mut breaks = 0;
    let mut at = 0;
    while at < page.items.len() {
        while links.last().is_some_and(|&l| page.items[l].end as usize <= at) {
            links.pop();
        }
        while let Some(&(b, tag)) = blocks.last() {
            if page.items[b].end as usize > at {
                break;
            }
            close(&mut w, &blocks, tag);
            blocks.pop();
        }
        match page.items[at].what {
            What::Text(text) => {
                if !text.trim_ascii().is_empty() {
                    breaks = 0;
                }
                w.push(text, at, !links.is_empty());
            }
            What::Element(_, tag, roles) => match tag {
                Tag::Silent => {
                    // A control parts words, a script does not.
                    at = page.items[at].end as usize;
                    continue;
                }
                Tag::Inline if roles.any(Roles::HIDDEN | Roles::DROP | Roles::NEVER) && short(page, at) => {
                    w.push(" ", at, false);
                    at = page.items[at].end as usize;
                    continue;
                }
                Tag::Inline => {}
                Tag::Link => links.push(at),
                Tag::Break => {
                    breaks += 1;
                    w.push(" ", at, false);
                    if breaks > 1 {
                        w.flush(kind(&blocks), holder(&blocks));
                    }
                }
                tag => {
                    open(&mut w, &blocks, tag);
                    blocks.push((at, tag));
                }
            },
        }
        at += 1;
    }
    w.flush(kind(&blocks), holder(&blocks));
    w.out
}

fn open(w: &mut Writer, blocks: &[(usize, Tag)], tag: Tag) {
    // Cells of one row are read as one line.
    if tag == Tag::Cell && blocks.last().is_some_and(|b| b.1 == Tag::Row) {
        w.text.push(' ');
        return;
    }
    w.flush(kind(blocks), holder(blocks));
}

fn close(w: &mut Writer, blocks: &[(usize, Tag)], tag: Tag) {
    if tag == Tag::Cell {
        w.text.push(' ');
        return;
    }
    w.flush(kind(blocks), holder(blocks));
}

fn holder(blocks: &[(usize, Tag)]) -> u32 {
    blocks.last().map_or(0, |b| b.0 as u32)
}

fn kind(blocks: &[(usize, Tag)]) -> ParagraphKind {
    for (_, tag) in blocks.iter().rev() {
        match tag {
            Tag::Heading(_) => return ParagraphKind::Heading,
            Tag::Quote => return ParagraphKind::Quote,
            Tag::Entry => return ParagraphKind::Item,
            Tag::Paragraph | Tag::Block => {}
            _ => break,
        }
    }
    ParagraphKind::Body
}

/// Whether little text is in it, or little but links.
fn short(page: &Outline<'_>, at: usize) -> bool {
    let (mut sum, mut linked, mut link) = (0, 0, 0);
    for i in page.range(at) {
        match page.items[i].what {
            What::Text(t) => {
                sum += t.len();
                linked += if i < link { t.len() } else { 0 };
            }
            What::Element(_, Tag::Link, _) => link = page.items[i].end as usize,
            What::Element(..) => {}
        }
    }
    sum <= SPAN || linked * 2 > sum
}

/// Characters that a letter stands for: one of Chinese, Japanese or Korean says about as much as two.
fn weight(c: char) -> u32 {
    1 + u32::from(c >= '\u{2e80}')
}

struct Writer {
    out: Vec<Line>,
    text: String,
    at: u32,
    to: u32,
    linked: u32,
    /// Nothing of the line has been written.
    fresh: bool,
}

impl Writer {
    fn push(&mut self, text: &str, at: usize, linked: bool) {
        if self.fresh && !text.trim_ascii_start().is_empty() {
            self.fresh = false;
            self.at = at as u32;
        }
        self.to = at as u32;
        let mut chars = 0;
        let mut space = self.text.is_empty() || self.text.ends_with(' ');
        for c in text.chars() {
            match c {
                '\u{ad}' | '\u{feff}' | '\u{200c}' => {}
                c if c.is_whitespace() || c == '\u{200b}' || c == '\u{2060}' => {
                    if !space {
                        self.text.push(' ');
                        space = true;
                        chars += 1;
                    }
                }
                c => {
                    self.text.push(c);
                    space = false;
                    chars += weight(c);
                }
            }
        }
        if linked {
            self.linked += chars;
        }
    }

    fn flush(&mut self, kind: ParagraphKind, holder: u32) {
        let text = self.text.trim();
        if !text.is_empty() {
            let chars = text.chars().map(weight).sum();
            self.out.push(Line {
                text: text.to_owned(),
                kind,
                at: self.at,
                to: self.to,
                holder,
                chars,
                linked: self.linked.min(chars),
            });
        }
        self.text.clear();
        self.linked = 0;
        self.fresh = true;
    }
}
