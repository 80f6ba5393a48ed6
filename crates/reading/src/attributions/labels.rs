//! Speakers set apart by a mark: "Reuters: …" at the head of a paragraph, "… — A Reader" at its end, "…: ministry" in a headline.

use rashomon_text::Span;

use super::{Finder, Made};
use crate::lexicon::CueClass;
use crate::quotes::is_signature;
use crate::reading::ActorKind;

/// A name before a colon or after a dash has no more words than this.
const NAME_WORDS: usize = 6;

impl Finder<'_> {
    pub(super) fn labels(&mut self) {
        // All-caps labels are speakers where a text has several, as records of talks do; one alone may be any heading.
        let record =
            self.paragraphs.iter().filter(|q| self.before_colon(**q).is_some_and(|n| self.shouted(n))).count() > 1;
        for k in 0..self.paragraphs.len() {
            let paragraph = self.paragraphs[k];
            if let Some(name) = self.before_colon(paragraph)
                && ((record && self.shouted(name)) || (self.speaker(name) && !self.dateline(name, paragraph)))
            {
                let colon = Span { start: name.end, end: name.end + 1 };
                self.label(name, colon, Span { start: colon.end, end: paragraph.end });
            } else if let Some((quote, dash, name)) = self.signature(paragraph) {
                self.label(name, dash, quote);
            } else if k == 0
                && let Some((said, mark, name)) = self.headline(paragraph)
            {
                self.label(name, mark, said);
            }
        }
    }

    /// What is set off as quoted and signed: a post of a social network with the name of who wrote it below.
    pub(super) fn signed_blocks(&mut self) {
        for block in self.set_off {
            let text = self.p.text;
            let Some(signed) = block.clone().find(|&k| is_signature(self.paragraphs[k].of(text))) else { continue };
            if signed == block.start {
                continue;
            }
            let line = self.paragraphs[signed];
            let s = line.of(text);
            let after = s.trim_start_matches(['—', '–', '―', '-']);
            let dash = s.len() - after.len();
            let start = dash + (after.len() - after.trim_start().len());
            // The name ends before "(@adalund)", an office or a date.
            let rest = &s[start..];
            let end = rest.find(['(', ',', '|']).unwrap_or(rest.len());
            let name = rest[..end].trim_end();
            let name = name.split_once(|c: char| c.is_ascii_digit()).map_or(name, |(head, _)| head.trim_end());
            if !is_name(name) {
                continue;
            }
            let base = line.start as usize;
            let name = Span::new(base + start, base + start + name.len());
            let said = self.paragraphs[block.start].cover(self.paragraphs[signed - 1]);
            self.label(name, Span::new(base, base + dash), said);
        }
    }

    fn label(&mut self, name: Span, mark: Span, content: Span) {
        let text = self.p.text;
        let said = content.of(text);
        let lead = said.len() - said.trim_start().len();
        let content = Span::new(content.start as usize + lead, content.start as usize + said.trim_end().len());
        if content.of(text).split_whitespace().count() < 3 {
            return;
        }
        let tokens: Vec<usize> = self.tokens(name).collect();
        let Some(&last) = tokens.last() else { return };
        // The actor may be filed at any word of the name.
        let head = tokens.iter().rev().copied().find(|&t| !self.cast.at(t).is_empty()).unwrap_or(last);
        for (k, q) in self.quotes.iter().enumerate() {
            if content.contains(q.outer) {
                self.quoted[k] = true;
            }
        }
        self.push(Made {
            source: vec![head],
            words: Some(vec![name]),
            cue: vec![mark],
            content: vec![content],
            cue_token: last,
            vouches: true,
            word: true,
        });
    }

    /// The tokens that lie in a span.
    fn tokens(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let a = self.p.a;
        // Tokens stand in order of the text.
        let (mut low, mut high) = (0, a.len());
        while low < high {
            let mid = usize::midpoint(low, high);
            if a.token(mid).span.start < span.start { low = mid + 1 } else { high = mid }
        }
        (low..a.len()).take_while(move |&t| a.token(t).span.end <= span.end)
    }

    /// The few words before a colon at the head of a paragraph.
    fn before_colon(&self, paragraph: Span) -> Option<Span> {
        let s = paragraph.of(self.p.text);
        let lead = s.len() - s.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“')).len();
        let colon = s.find(':')?;
        let name = s.get(lead..colon)?;
        let after = s[colon + 1..].chars().next()?;
        (is_name(name) && after.is_whitespace())
            .then(|| Span::new(paragraph.start as usize + lead, paragraph.start as usize + colon))
    }

    fn shouted(&self, name: Span) -> bool {
        let s = name.of(self.p.text);
        s.chars().filter(|c| c.is_alphabetic()).count() > 2 && !s.contains(char::is_lowercase) && !self.heading(s)
    }

    /// "OSLO: The government resigned on Monday.": capitals before whole sentences are a place more often than a speaker.
    fn dateline(&self, name: Span, paragraph: Span) -> bool {
        self.shouted(name) && paragraph.of(self.p.text).trim_end().ends_with(['.', '”', '"'])
    }

    fn heading(&self, name: &str) -> bool {
        self.lexicon.is_cue(&name.trim().to_lowercase(), CueClass::Heading)
    }

    /// Whether the words name somebody or something that speaks; a place before a colon is a dateline.
    fn speaker(&self, name: Span) -> bool {
        let s = name.of(self.p.text);
        if self.heading(s) {
            return false;
        }
        let last = s.split_whitespace().last().unwrap_or_default().to_lowercase();
        let known = |w: &str| self.lexicon.is_cue(w, CueClass::Document) || self.lexicon.person_nouns.contains_key(w);
        known(&last)
            || last.strip_suffix('s').is_some_and(known)
            || self.tokens(name).any(|t| {
                self.cast.at(t).iter().any(|&a| {
                    let a = self.cast.actor(a);
                    a.kind != ActorKind::State && a.named
                })
            })
    }

    /// "“We are tired of it.” — A Reader": the quotation, the dash and the name.
    fn signature(&self, paragraph: Span) -> Option<(Span, Span, Span)> {
        let s = paragraph.of(self.p.text);
        let at = s.rfind(['—', '–', '―', '-'])?;
        let dash = s[at..].chars().next()?;
        let before = s[..at].trim_end_matches(['-', '—', '–', '―']).trim_end();
        let after = &s[at + dash.len_utf8()..];
        let name = after.trim().trim_end_matches(['.', ',']);
        if !before.ends_with(['”', '"', '’', '\'']) || !before.starts_with(['“', '”', '"', '‘', '\'']) || !is_name(name)
        {
            return None;
        }
        let base = paragraph.start as usize;
        let start = base + at + dash.len_utf8() + (after.len() - after.trim_start().len());
        Some((
            Span::new(base, base + before.len()),
            Span::new(base + at, base + at + dash.len_utf8()),
            Span::new(start, start + name.len()),
        ))
    }

    /// "Two ships sunk in the strait: ministry": a headline that ends with who says so.
    fn headline(&self, paragraph: Span) -> Option<(Span, Span, Span)> {
        let s = paragraph.of(self.p.text).trim_end();
        if s.len() > 160 || s.ends_with(['.', '!', '?']) {
            return None;
        }
        let (at, mark) = [": ", " - ", " – ", " — "].iter().filter_map(|m| Some((s.rfind(m)?, *m))).max()?;
        let base = paragraph.start as usize;
        let name = Span::new(base + at + mark.len(), base + s.len());
        let words = name.of(self.p.text).split_whitespace().count();
        let sign = at + mark.len() - mark.trim_start().len();
        ((1..=4).contains(&words) && self.speaker(name))
            .then(|| (Span::new(base, base + at), Span::new(base + sign, base + sign + mark.trim().len()), name))
    }
}

/// Whether these few words could be a name: each begins with a capital letter or joins others.
fn is_name(s: &str) -> bool {
    let mut words = 0;
    for w in s.split_whitespace() {
        words += 1;
        let first = w.trim_start_matches(['(', '@', '‘', '\'']).chars().next();
        let joins =
            matches!(w, "of" | "the" | "de" | "van" | "von" | "bin" | "al" | "for" | "and" | "&" | "la" | "del");
        if !(joins || first.is_some_and(char::is_uppercase)) || w.contains(['.', ',', ';', '?', '!']) && w.len() > 3 {
            return false;
        }
    }
    (1..=NAME_WORDS).contains(&words)
}
