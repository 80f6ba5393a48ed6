//! What the engine found in one text.

use std::ops::Range;
use std::sync::Arc;

use rashomon_text::Span;

use crate::labels::{Dep, EntityLabel, Pos, Tag};

/// One token. Its text is `span.of(text)`; its lemma is kept by the [`Analysis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Penn tag.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// Relation to `head`.
    pub dep: Dep,
    /// Index of the head; a root is its own head.
    pub head: u32,
    /// Whether one plain space follows that is no token of its own.
    pub space_after: bool,
    /// Index into the engine's morphology table; see [`Analysis::morph`].
    pub(crate) morph: u16,
    lemma: (u32, u32),
    lower: (u32, u32),
}

/// A named entity, as a half-open range of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Its kind.
    pub label: EntityLabel,
}

/// Tokens, tree, sentences and entities of one text.
///
/// Owns everything but the text itself. All indices are token indices.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    tokens: Vec<Token>,
    sentences: Vec<(u32, u32)>,
    entities: Vec<Entity>,
    /// Lemmas and lower-case forms, one after the other.
    strings: String,
    /// All morphologies that tokens may have; shared by the texts of one engine.
    morphs: Arc<Vec<Box<str>>>,
    /// Children of token `i`: `children[child_start[i]..child_start[i + 1]]`, left to right.
    child_start: Vec<u32>,
    children: Vec<u32>,
    /// Leftmost and rightmost token of the subtree of each token.
    edges: Vec<(u32, u32)>,
    sentence_of: Vec<u32>,
}

impl Analysis {
    /// All tokens, in order of the text.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the text held no token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Sentences as ranges of tokens.
    pub fn sentences(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        self.sentences.iter().map(|&(a, b)| a as usize..b as usize)
    }

    /// The number of the sentence that token `i` is in.
    #[must_use]
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentence_of[i] as usize
    }

    /// The tokens of sentence number `n`.
    #[must_use]
    pub fn sentence(&self, n: usize) -> Range<usize> {
        let (a, b) = self.sentences[n];
        a as usize..b as usize
    }

    /// Named entities, in order of the text.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The token.
    #[must_use]
    pub fn token(&self, i: usize) -> &Token {
        &self.tokens[i]
    }

    /// The lemma of token `i`.
    #[must_use]
    pub fn lemma(&self, i: usize) -> &str {
        let (a, b) = self.tokens[i].lemma;
        &self.strings[a as usize..b as usize]
    }

    /// Token `i` in lower case.
    #[must_use]
    pub fn lower(&self, i: usize) -> &str {
        let (a, b) = self.tokens[i].lower;
        &self.strings[a as usize..b as usize]
    }

    /// Morphology of token `i` in the notation of Universal Dependencies (`Number=Sing|Person=3`); empty for none.
    #[must_use]
    pub fn morph(&self, i: usize) -> &str {
        self.morphs.get(self.tokens[i].morph as usize).map_or("", |m| m)
    }

    /// Index of the head of token `i`; a root is its own head.
    #[must_use]
    pub fn head(&self, i: usize) -> usize {
        self.tokens[i].head as usize
    }

    /// The head of token `i`, or `None` at the root of the sentence.
    #[must_use]
    pub fn parent(&self, i: usize) -> Option<usize> {
        let h = self.head(i);
        (h != i).then_some(h)
    }

    /// Children of token `i`, left to right.
    pub fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + '_ {
        self.children[self.child_start[i] as usize..self.child_start[i + 1] as usize].iter().map(|&c| c as usize)
    }

    /// Children of token `i` that stand in relation `dep` to it, left to right.
    pub fn children_with(&self, i: usize, dep: Dep) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children(i).filter(move |&c| self.tokens[c].dep == dep)
    }

    /// The first child of token `i` in relation `dep`.
    #[must_use]
    pub fn child(&self, i: usize, dep: Dep) -> Option<usize> {
        self.children_with(i, dep).next()
    }

    /// The tokens from the leftmost to the rightmost of the subtree of `i` (with gaps filled).
    #[must_use]
    pub fn subtree(&self, i: usize) -> Range<usize> {
        let (a, b) = self.edges[i];
        a as usize..b as usize + 1
    }

    /// Ancestors of token `i`, nearest first, without `i` itself.
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.parent(i), |&p| self.parent(p))
    }

    /// Whether `i` is `top` or below it.
    #[must_use]
    pub fn is_within(&self, i: usize, top: usize) -> bool {
        i == top || self.ancestors(i).any(|a| a == top)
    }

    /// The bytes from the first to the last token of a range.
    ///
    /// # Panics
    /// If the range is empty.
    #[must_use]
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }
}

/// Builds an [`Analysis`]: the engine's way, and that of tests with a tree made by hand.
#[derive(Clone, Debug, Default)]
pub struct AnalysisBuilder {
    done: Analysis,
}

/// One token as handed to [`AnalysisBuilder::token`].
#[derive(Clone, Copy, Debug)]
pub struct NewToken<'a> {
    /// Where it stands.
    pub span: Span,
    /// Its text in lower case.
    pub lower: &'a str,
    /// Its lemma.
    pub lemma: &'a str,
    /// Universal Dependencies morphology.
    pub morph: &'a str,
    /// Penn tag.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// Relation to the head.
    pub dep: Dep,
    /// Index of the head.
    pub head: u32,
    /// Whether one plain space follows.
    pub space_after: bool,
}

impl AnalysisBuilder {
    /// Appends all of another analysis whose text begins at byte `offset` of the whole: texts that were analysed
    /// paragraph by paragraph become one.
    ///
    /// ```
    /// use rashomon_lang::{Analysis, AnalysisBuilder};
    /// let mut whole = AnalysisBuilder::default();
    /// whole.append(&Analysis::default(), 0);
    /// assert!(whole.finish().is_empty());
    /// ```
    pub fn append(&mut self, part: &Analysis, offset: usize) {
        let first = self.done.tokens.len() as u32;
        for (i, t) in part.tokens.iter().enumerate() {
            self.token(NewToken {
                span: Span::new(t.span.start as usize + offset, t.span.end as usize + offset),
                lower: part.lower(i),
                lemma: part.lemma(i),
                morph: part.morph(i),
                tag: t.tag,
                pos: t.pos,
                dep: t.dep,
                head: t.head + first,
                space_after: t.space_after,
            });
        }
        let sentences = part.sentences.iter().map(|&(a, b)| (a + first, b + first));
        self.done.sentences.extend(sentences);
        let entities =
            part.entities.iter().map(|e| Entity { first: e.first + first, last: e.last + first, label: e.label });
        self.done.entities.extend(entities);
    }

    /// An empty one with room for `tokens` tokens.
    #[must_use]
    pub fn with_capacity(tokens: usize) -> Self {
        let mut b = Self::default();
        b.done.tokens.reserve(tokens);
        b.done.strings.reserve(tokens * 10);
        b
    }

    /// As [`Self::with_capacity`], with a table of morphologies for [`Self::token_with_morph`].
    pub(crate) fn with_morphs(tokens: usize, morphs: &Arc<Vec<Box<str>>>) -> Self {
        let mut b = Self::with_capacity(tokens);
        b.done.morphs = Arc::clone(morphs);
        b
    }

    /// Appends a token.
    pub fn token(&mut self, t: NewToken<'_>) {
        let morphs = Arc::make_mut(&mut self.done.morphs);
        let morph = morphs.iter().position(|m| **m == *t.morph).unwrap_or_else(|| {
            morphs.push(t.morph.into());
            morphs.len() - 1
        });
        self.token_with_morph(t, morph as u16);
    }

    /// Appends a token whose morphology is number `morph` of the table; `t.morph` is not looked at.
    pub(crate) fn token_with_morph(&mut self, t: NewToken<'_>, morph: u16) {
        let d = &mut self.done;
        let mut keep = |s: &str| {
            let start = d.strings.len() as u32;
            d.strings.push_str(s);
            (start, d.strings.len() as u32)
        };
        let lower = keep(t.lower);
        let lemma = if t.lemma == t.lower { lower } else { keep(t.lemma) };
        d.tokens.push(Token {
            span: t.span,
            tag: t.tag,
            pos: t.pos,
            dep: t.dep,
            head: t.head,
            space_after: t.space_after,
            morph,
            lemma,
            lower,
        });
    }

    /// Appends a sentence, a range of tokens.
    pub fn sentence(&mut self, tokens: Range<usize>) {
        self.done.sentences.push((tokens.start as u32, tokens.end as u32));
    }

    /// Appends an entity.
    pub fn entity(&mut self, entity: Entity) {
        self.done.entities.push(entity);
    }

    /// Computes children and subtrees.
    ///
    /// # Panics
    /// If a head lies outside the tokens or the heads form a circle.
    #[must_use]
    pub fn finish(mut self) -> Analysis {
        let d = &mut self.done;
        let n = d.tokens.len();
        d.child_start = vec![0; n + 1];
        for (i, t) in d.tokens.iter().enumerate() {
            if t.head as usize != i {
                d.child_start[t.head as usize + 1] += 1;
            }
        }
        for i in 0..n {
            d.child_start[i + 1] += d.child_start[i];
        }
        let mut at = d.child_start.clone();
        d.children = vec![0; d.child_start[n] as usize];
        for (i, t) in d.tokens.iter().enumerate() {
            let h = t.head as usize;
            if h != i {
                d.children[at[h] as usize] = i as u32;
                at[h] += 1;
            }
        }
        // Children before parents: each token hands its edges up once all of its own children have.
        d.edges = (0..n as u32).map(|i| (i, i)).collect();
        let mut waiting: Vec<u32> = (0..n).map(|i| d.child_start[i + 1] - d.child_start[i]).collect();
        let mut ready: Vec<usize> = (0..n).filter(|&i| waiting[i] == 0).collect();
        let mut seen = 0;
        while let Some(i) = ready.pop() {
            seen += 1;
            let h = d.tokens[i].head as usize;
            if h != i {
                d.edges[h] = (d.edges[h].0.min(d.edges[i].0), d.edges[h].1.max(d.edges[i].1));
                waiting[h] -= 1;
                if waiting[h] == 0 {
                    ready.push(h);
                }
            }
        }
        assert_eq!(seen, n, "the heads form a circle");
        d.sentence_of = vec![0; n];
        for (s, &(a, b)) in d.sentences.iter().enumerate() {
            d.sentence_of[a as usize..b as usize].fill(s as u32);
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Envoys left early": 0 <- 1 -> 2
    fn small() -> Analysis {
        let mut b = AnalysisBuilder::with_capacity(3);
        let row = |start, end, lower, lemma, tag, pos, dep, head| NewToken {
            span: Span::new(start, end),
            lower,
            lemma,
            morph: "",
            tag,
            pos,
            dep,
            head,
            space_after: end < 17,
        };
        b.token(row(0, 6, "envoys", "envoy", Tag::Nns, Pos::Noun, Dep::Nsubj, 1));
        b.token(row(7, 11, "left", "leave", Tag::Vbd, Pos::Verb, Dep::Root, 1));
        b.token(row(12, 17, "early", "early", Tag::Rb, Pos::Adv, Dep::Advmod, 1));
        b.sentence(0..3);
        b.finish()
    }

    #[test]
    fn tree_is_reachable_from_both_ends() {
        let a = small();
        assert_eq!(a.children(1).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(a.child(1, Dep::Nsubj), Some(0));
        assert_eq!(a.subtree(1), 0..3);
        assert_eq!(a.subtree(2), 2..3);
        assert!(a.is_within(0, 1) && !a.is_within(1, 0));
        assert_eq!((a.parent(0), a.parent(1)), (Some(1), None));
        assert_eq!((a.lemma(1), a.lower(1)), ("leave", "left"));
        assert_eq!(a.span(0..2), Span::new(0, 11));
    }
}
