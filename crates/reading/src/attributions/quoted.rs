//! Quotations: whose they are when a cue stands beside them, and when none does.

use rashomon_lang::Dep;
use rashomon_text::Span;

use super::{Finder, Found};
use crate::lexicon::CueClass;
use crate::reading::Attribution;

impl Finder<'_> {
    /// Quotations that belong to the cue at `v`: those of its sentence that stand in its subtree or beside it, and those that go on after it.
    pub(super) fn adjacent_quotes(&mut self, v: usize, says: bool, content: &mut Vec<Span>) {
        let p = self.p;
        let sentence = p.a.sentence(p.a.sentence_of(v));
        let sentence_span = p.a.span(sentence);
        let at = p.a.token(v).span;
        for (k, q) in self.quotes.iter().enumerate() {
            if q.outer.contains(at)
                || !(q.outer.overlaps(sentence_span)
                    || (says && content.is_empty() && self.beside(q.outer, sentence_span, at)))
            {
                continue;
            }
            if content.iter().any(|c| c.contains(q.inner)) {
                self.quoted[k] = true;
                continue;
            }
            if !says || self.quoted[k] {
                continue;
            }
            // Two words in marks are an expression taken up, not something said.
            let words = q.inner.of(p.text).split_whitespace().count();
            let direct_object = p.a.children_with(v, Dep::Dobj).any(|o| q.outer.overlaps(p.a.token(o).span));
            let whole = q.inner.of(p.text).ends_with([',', '.', '!', '?']);
            if words < 4 && !direct_object && !whole {
                continue;
            }
            // Another cue nearer to the quotation?
            let distance = |t: usize| {
                let s = p.a.token(t).span;
                if s.end <= q.outer.start { q.outer.start - s.end } else { s.start.saturating_sub(q.outer.end) }
            };
            let range = p.a.sentence(p.a.sentence_of(v));
            let nearer = range.clone().any(|t| {
                t != v
                    && p.is_verb(t)
                    && !q.outer.contains(p.a.token(t).span)
                    && self.lexicon.cue(p.a.lemma(t)).contains(&CueClass::Say)
                    && distance(t) < distance(v)
            });
            if nearer {
                continue;
            }
            // Content that overlaps the quotation grows to it.
            if let Some(c) = content.iter_mut().find(|c| c.overlaps(q.outer)) {
                *c = c.cover(q.outer);
            } else {
                content.push(q.outer);
            }
            self.quoted[k] = true;
        }
    }

    /// Whether a quotation stands just before the sentence of its cue, which its own mark has cut off ("“Why now?” she
    /// asked."), or just after a sentence that a colon leaves open ("He said:").
    fn beside(&self, quote: Span, sentence: Span, cue: Span) -> bool {
        let text = self.p.text;
        let gap = |from: u32, to: u32| text.get(from as usize..to as usize).is_some_and(|s| s.trim().is_empty());
        if quote.end <= sentence.start {
            let said = quote.of(text).trim_end_matches(['”', '"', '\'', '’']);
            // The cue of what was asked comes soon, as "she asked" or "asked the mayor".
            let soon = text[sentence.start as usize..cue.start as usize].split_whitespace().count() < 6;
            return soon
                && said.ends_with(['?', '!', '-', '–', '—', '…'])
                && gap(quote.end, sentence.start)
                && !text[quote.end as usize..sentence.start as usize].contains('\n');
        }
        quote.start >= sentence.end && sentence.of(text).trim_end().ends_with(':') && gap(sentence.end, quote.start)
    }

    /// Quotations without a cue of their own go on from the last in their paragraph, or from the one before.
    pub(super) fn loose_quotes(&mut self) {
        let p = self.p;
        for k in 0..self.quotes.len() {
            let q = self.quotes[k];
            if self.quoted[k] || q.inner.of(p.text).split_whitespace().count() < 5 {
                continue;
            }
            let paragraph = self.paragraphs.iter().position(|s| s.overlaps(q.outer));
            let Some(paragraph) = paragraph else { continue };
            // A quotation inside running text belongs to its sentence; here only whole sentences in marks are meant.
            let begins = q.outer.start == self.paragraphs[paragraph].start
                || p.text[..q.outer.start as usize].trim_end().ends_with(['.', '!', '?', '”', '"', ':', '\'']);
            if !begins {
                continue;
            }
            let same = |a: &Attribution| {
                a.content.iter().chain(&a.cue).any(|s| self.paragraphs[paragraph].contains(*s))
                    && a.cue.iter().all(|c| c.start < q.outer.start)
            };
            let before = paragraph.checked_sub(1).map(|b| self.paragraphs[b]);
            let quoted_here =
                |a: &Attribution| self.quotes.iter().any(|o| a.content.iter().any(|c| c.overlaps(o.inner)));
            let said_here = |f: &Found| {
                same(&f.a) && f.a.source_actor.is_some() && f.a.cue_token.is_some_and(|t| self.says(t as usize))
            };
            // Who has just been quoted goes on being quoted; else whoever has just said something.
            let speaker = self
                .out
                .iter()
                .rposition(|f| said_here(f) && quoted_here(&f.a))
                .or_else(|| self.out.iter().rposition(said_here))
                .or_else(|| {
                    let before = before?;
                    (q.outer.start == self.paragraphs[paragraph].start).then_some(())?;
                    self.out.iter().rposition(|f| {
                        let a = &f.a;
                        a.content.iter().any(|c| before.contains(*c)) && quoted_here(a) && a.source_actor.is_some()
                    })
                });
            if let Some(s) = speaker {
                self.out[s].a.content.push(q.outer);
                self.quoted[k] = true;
            }
        }
    }

    fn says(&self, t: usize) -> bool {
        self.p.is_verb(t) && self.lexicon.cue(self.p.a.lemma(t)).contains(&CueClass::Say)
    }
}
