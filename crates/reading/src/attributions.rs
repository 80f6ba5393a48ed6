//! On whose word: sources, cues and contents.

mod finish;
mod labels;
mod nouns;
mod quoted;
mod spans;
mod states;
mod verbs;

use std::ops::Range;

use rashomon_lang::{Dep, Pos, Tag};
use rashomon_text::Span;

use crate::actors::Cast;
use crate::lexicon::{CueClass, Lexicon};
use crate::parsed::Parsed;
use crate::quotes::Quotation;
use crate::reading::{ActorId, Attribution, AttributionId, QuoteKind};

/// Finds who says what. Attributions come in order of their first span, nested ones after those they stand in.
pub(crate) fn find(
    p: Parsed<'_>,
    cast: &Cast,
    quotes: &[Quotation],
    paragraphs: &[Span],
    set_off: &[Range<usize>],
    lexicon: &Lexicon,
) -> Vec<Attribution> {
    let mut f = Finder {
        p,
        cast,
        quotes,
        paragraphs,
        set_off,
        lexicon,
        out: Vec::new(),
        quoted: vec![false; quotes.len()],
        claimed: Vec::new(),
    };
    f.labels();
    f.signed_blocks();
    for i in 0..p.a.len() {
        f.at(i);
    }
    f.loose_quotes();
    f.finish()
}

struct Finder<'a> {
    p: Parsed<'a>,
    cast: &'a Cast,
    quotes: &'a [Quotation],
    paragraphs: &'a [Span],
    /// Runs of paragraphs that are set off as quoted.
    set_off: &'a [Range<usize>],
    lexicon: &'a Lexicon,
    out: Vec<Found>,
    /// Quotations that have found their speaker.
    quoted: Vec<bool>,
    /// Clauses that hang on a noun but are what a verb says.
    claimed: Vec<usize>,
}

/// An attribution, and whether it is a word given in a clause or quotation: a wish, a liking or a topic is none.
struct Found {
    a: Attribution,
    word: bool,
}

/// What makes an attribution.
struct Made {
    /// Heads of the noun phrases that name the source.
    source: Vec<usize>,
    /// The words for the source, where they are not the whole phrases of `source`.
    words: Option<Vec<Span>>,
    cue: Vec<Span>,
    content: Vec<Span>,
    cue_token: usize,
    vouches: bool,
    word: bool,
}

impl Finder<'_> {
    fn at(&mut self, i: usize) {
        let p = self.p;
        if matches!(p.a.lower(i), "according" | "per")
            && matches!(p.dep(i), Dep::Prep | Dep::Pcomp | Dep::Advmod | Dep::Acl | Dep::Advcl | Dep::Amod | Dep::Root)
        {
            self.according(i);
            return;
        }
        match p.pos(i) {
            Pos::Noun if self.lexicon.is_cue(p.a.lemma(i), CueClass::Noun) => self.noun(i),
            Pos::Adv if self.lexicon.is_cue(p.a.lower(i), CueClass::Adverb) => self.adverb(i),
            Pos::Adj if self.lexicon.is_cue(p.a.lower(i), CueClass::Adjective) => self.state(i),
            _ if p.is_verb(i) => {
                let key = p.lemma_with_particle(i);
                let classes = self.lexicon.cue(&key);
                let about = self.lexicon.about(&key);
                if !classes.is_empty() || !about.is_empty() {
                    self.verb(i, classes, about);
                }
            }
            _ => {}
        }
    }

    /// Adds an attribution if it has any content.
    fn push(&mut self, made: Made) {
        let Made { source, words, cue, mut content, cue_token, vouches, word } = made;
        content.retain(|c| c.of(self.p.text).contains(char::is_alphanumeric));
        content.sort();
        if content.is_empty() {
            return;
        }
        let spans = words.unwrap_or_else(|| self.source_spans(&source, &content));
        let source_actor =
            source.iter().find_map(|&s| self.cast.at(s).first().copied().or_else(|| self.cast.modifier(s)));
        let anonymous = source_actor.is_some_and(|a| self.cast.actor(a).anonymous);
        self.out.push(Found {
            a: Attribution {
                source: spans,
                cue,
                content,
                kind: QuoteKind::Indirect,
                source_actor,
                anonymous,
                via: None,
                within: None,
                vouches,
                cue_token: Some(cue_token as u32),
            },
            word,
        });
    }

    /// The words for a source: the whole noun phrase with what qualifies it, as far as it is not the content.
    fn source_spans(&self, source: &[usize], content: &[Span]) -> Vec<Span> {
        let p = self.p;
        let Some((&first, &last)) = source.first().zip(source.last()) else { return Vec::new() };
        let whole = |s: usize| {
            let sub = p.a.subtree(s);
            let span = p.trimmed(sub);
            if content.iter().any(|c| c.overlaps(span)) { p.phrase_span(s) } else { span }
        };
        vec![whole(first).cover(if first == last { whole(last) } else { p.phrase_span(last) })]
    }

    /// The relative pronoun that is the subject of `v`, its own or that of the verb it is joined to: "the farmers who said".
    fn relative_subject(&self, v: usize) -> Option<usize> {
        let p = self.p;
        let mut at = v;
        for _ in 0..8 {
            if let Some(s) = p.a.children(at).find(|&c| matches!(p.dep(c), Dep::Nsubj | Dep::Nsubjpass)) {
                let relative =
                    matches!(p.tag(s), Tag::Wdt | Tag::Wp) && p.a.ancestors(s).any(|x| p.dep(x) == Dep::Relcl);
                return relative.then_some(s);
            }
            if !matches!(p.dep(at), Dep::Conj | Dep::Xcomp) {
                return None;
            }
            at = p.a.head(at);
        }
        None
    }

    /// The cue of a predicate: the word with its auxiliaries and particle.
    fn cue_spans(&self, v: usize) -> Vec<Span> {
        let p = self.p;
        let mut first = v;
        let mut last = v;
        for c in p.a.children(v) {
            if matches!(p.dep(c), Dep::Aux | Dep::Auxpass | Dep::Neg) && c < v {
                // "has not said": one stretch, unless the subject stands between.
                if (c..v)
                    .all(|t| matches!(p.dep(t), Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Advmod) && p.a.head(t) == v)
                {
                    first = first.min(c);
                }
            } else if p.dep(c) == Dep::Prt && c == v + 1 {
                last = c;
            }
        }
        vec![p.a.span(first..last + 1)]
    }

    /// Whether a subject can say something: an actor, a pronoun for one, or a document.
    fn speaks(&self, subjects: &[usize]) -> bool {
        subjects.iter().any(|&s| {
            !self.cast.at(s).is_empty()
                || matches!(self.p.a.lower(s), "he" | "she" | "they" | "i" | "we" | "who" | "you" | "one")
                || self.lexicon.is_cue(self.p.a.lemma(s), CueClass::Document)
                || self.p.pos(s) == Pos::Propn
        })
    }

    fn comma_before(&self, v: usize) -> bool {
        let start = self.p.a.subtree(v).start;
        start > 0 && matches!(self.p.word(start - 1), "," | "”" | "\"" | "''")
    }

    /// The words of a clause that is said, without the cue and its source where they stand inside ("X, said Y, would …").
    fn content_of(&self, c: usize, v: usize) -> Vec<Span> {
        let p = self.p;
        let r = p.a.subtree(c);
        let mut cutouts = Vec::new();
        if r.contains(&v) {
            cutouts.push(v..v + 1);
            for x in p.a.children(v) {
                if matches!(
                    p.dep(x),
                    Dep::Nsubj
                        | Dep::Aux
                        | Dep::Advmod
                        | Dep::Dative
                        | Dep::Dobj
                        | Dep::Prep
                        | Dep::Npadvmod
                        | Dep::Punct
                ) {
                    cutouts.push(p.a.subtree(x));
                }
            }
        }
        self.without(r, &cutouts)
    }

    /// The bytes of a range of tokens without some others: one span a stretch.
    fn without(&self, r: Range<usize>, cutouts: &[Range<usize>]) -> Vec<Span> {
        let mut out = Vec::new();
        let mut start = None;
        for t in r.start..=r.end {
            let keep = t < r.end && !cutouts.iter().any(|c| c.contains(&t));
            match (keep, start) {
                (true, None) => start = Some(t),
                (false, Some(s)) => {
                    let span = self.p.trimmed(s..t);
                    if (s..t).any(|x| !matches!(self.p.pos(x), Pos::Punct | Pos::Space | Pos::Cconj)) {
                        out.push(span);
                    }
                    start = None;
                }
                _ => {}
            }
        }
        out
    }

    fn according(&mut self, i: usize) {
        let p = self.p;
        let to = p.a.children_with(i, Dep::Prep).find(|&c| p.a.lower(c) == "to").unwrap_or(i);
        let Some(object) = p.a.child(to, Dep::Pobj) else { return };
        let mut h = p.a.head(i);
        if h == i {
            return;
        }
        // Hung on a noun in mid-sentence, it still speaks for the clause.
        if let Some(v) = std::iter::once(h).chain(p.a.ancestors(h)).find(|&x| p.is_verb(x) || p.pos(x) == Pos::Aux) {
            h = v;
        }
        let content = self.without(p.a.subtree(h), &[p.a.subtree(i)]);
        let cue = vec![p.a.span(i..to.max(i) + 1)];
        let words = Some(vec![p.trimmed(p.a.subtree(object))]);
        let source = p.conjuncts(object);
        self.push(Made { source, words, cue, content, cue_token: i, vouches: true, word: true });
    }

    /// "reportedly": the clause is somebody's word, nobody says whose.
    fn adverb(&mut self, i: usize) {
        let p = self.p;
        let Some(h) = p.a.parent(i).filter(|_| p.dep(i) == Dep::Advmod) else { return };
        let h = std::iter::once(h).chain(p.a.ancestors(h)).find(|&x| p.is_verb(x) || p.pos(x) == Pos::Aux).unwrap_or(h);
        let content = self.without(p.a.subtree(h), std::slice::from_ref(&(i..i + 1)));
        let cue = vec![p.a.token(i).span];
        self.push(Made { source: Vec::new(), words: None, cue, content, cue_token: i, vouches: true, word: true });
    }
}

/// The innermost attribution whose content holds `span`, except one that `span` itself is the cue of.
pub(crate) fn holder(attributions: &[Attribution], span: Span) -> Option<AttributionId> {
    attributions
        .iter()
        .enumerate()
        .filter(|(_, a)| {
            a.vouches && a.content.iter().any(|c| c.contains(span)) && !a.cue.iter().any(|c| c.overlaps(span))
        })
        .min_by_key(|(_, a)| a.content.iter().map(|c| c.len()).sum::<usize>())
        .map(|(k, _)| AttributionId(k as u32))
}

/// The actors that speak in the first person within each attribution's quotations.
pub(crate) fn speakers(attributions: &[Attribution], quotes: &[Quotation], span: Span) -> Option<ActorId> {
    let quote = quotes.iter().find(|q| q.inner.contains(span))?;
    attributions
        .iter()
        .filter(|a| a.content.iter().any(|c| c.overlaps(quote.inner) && c.contains(span)))
        .find_map(|a| a.source_actor)
}
