//! On whose word: sources, cues and contents.

use rashomon_lang::{Dep, Pos, Tag};
use rashomon_text::Span;

use crate::actors::Cast;
use crate::lexicon::{CueClass, FactClass, Lexicon};
use crate::parsed::Parsed;
use crate::quotes::Quotation;
use crate::reading::{ActorId, ActorKind, Attribution, AttributionId, QuoteKind};

/// Finds who says what. Attributions come in order of their first span, nested ones after those they stand in.
pub(crate) fn find(
    p: Parsed<'_>,
    cast: &Cast,
    quotes: &[Quotation],
    paragraphs: &[Span],
    lexicon: &Lexicon,
) -> Vec<Attribution> {
    let mut f = Finder { p, cast, quotes, paragraphs, lexicon, out: Vec::new(), quoted: vec![false; quotes.len()] };
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
    lexicon: &'a Lexicon,
    out: Vec<Attribution>,
    /// Quotations that have found their speaker.
    quoted: Vec<bool>,
}

impl Finder<'_> {
    fn at(&mut self, i: usize) {
        let p = self.p;
        if matches!(p.a.lower(i), "according" | "per")
            && matches!(p.dep(i), Dep::Prep | Dep::Pcomp | Dep::Advmod | Dep::Acl | Dep::Advcl | Dep::Amod | Dep::Root)
        {
            self.according(i);
        } else if p.is_verb(i) {
            let key = p.lemma_with_particle(i);
            let mut classes = self.lexicon.cue(&key).to_vec();
            if classes.is_empty() && !key.contains('_') {
                // "call for", "call on", "point out" with the particle read as a preposition
                for c in p.a.children_with(i, Dep::Prep) {
                    classes.extend(self.lexicon.cue(&format!("{key}_{}", p.a.lower(c))));
                }
            }
            if !classes.is_empty() {
                self.verb(i, &classes);
            }
        } else if p.pos(i) == Pos::Noun && self.lexicon.cue(p.a.lemma(i)).contains(&CueClass::Noun) {
            self.noun(i);
        }
    }

    fn push(
        &mut self,
        source: Vec<usize>,
        cue: Vec<Span>,
        mut content: Vec<Span>,
        cue_token: usize,
        source_spans: Option<Vec<Span>>,
    ) {
        content.retain(|c| !c.is_empty() && !c.of(self.p.text).trim().is_empty());
        content.sort();
        if content.is_empty() {
            return;
        }
        let spans = source_spans.unwrap_or_else(|| self.source_spans(&source, &content));
        let source_actor = source.iter().find_map(|&s| self.cast.at(s).first().copied());
        let anonymous = source_actor.is_some_and(|a| self.cast.actor(a).anonymous);
        self.out.push(Attribution {
            source: spans,
            cue,
            content,
            kind: QuoteKind::Indirect,
            source_actor,
            anonymous,
            via: None,
            within: None,
            vouches: true,
            cue_token: Some(cue_token as u32),
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

    fn verb(&mut self, v: usize, classes: &[CueClass]) {
        let p = self.p;
        let has = |c: CueClass| classes.contains(&c);
        if p.dep(v) == Dep::Amod {
            return;
        }
        let lower = p.a.lower(v);
        // "citing officials": the object is the source of what the sentence says.
        if matches!(lower, "citing" | "quoting") {
            let objects = p.objects(v);
            if let Some(&o) = objects.first()
                && !self.cast.at(o).is_empty()
                && let Some(h) = p.a.parent(v)
                && p.is_verb(h)
            {
                let content = self.without(p.a.subtree(h), &[p.a.subtree(v)]);
                self.push(objects, vec![p.a.token(v).span], content, v, None);
                return;
            }
        }
        let mut content: Vec<Span> = Vec::new();
        let mut vouches = true;
        let passive = p.is_passive(v);
        let subjects = p.subjects(v);
        // "I think" inside a quotation hedges; it is no other source than the one that is quoted.
        let first_person = subjects.first().is_some_and(|&s| matches!(p.a.lower(s), "i" | "we" | "you"));
        if first_person && !has(CueClass::Say) && self.quotes.iter().any(|q| q.inner.contains(p.a.token(v).span)) {
            return;
        }

        for c in p.a.children(v) {
            match p.dep(c) {
                Dep::Ccomp if p.credits(c) && self.lexicon.fact(p.a.lemma(c), FactClass::Say) => {}
                Dep::Ccomp if (content.is_empty() || has(CueClass::Say)) => {
                    content.extend(self.content_of(c, v));
                }
                Dep::Xcomp
                    if has(CueClass::Commit) || has(CueClass::Ask) || has(CueClass::Think) || has(CueClass::Say) =>
                {
                    if passive
                        && (has(CueClass::Say) || has(CueClass::Think))
                        && !has(CueClass::Ask)
                        && !has(CueClass::Commit)
                    {
                        // "X and Y are reported to have agreed": nobody is named; what is said is of the subject.
                        let by = p.preposition_objects(v, &["by"]);
                        if let Some(&s) = subjects.first() {
                            let mut spans = vec![p.trimmed(p.a.subtree(s)), p.trimmed(p.a.subtree(c))];
                            spans.retain(|s| !s.is_empty());
                            self.push(by, self.cue_spans(v), spans, v, None);
                        }
                        return;
                    }
                    content.extend(self.content_of(c, v));
                }
                Dep::Prep
                    if has(CueClass::Ask)
                        && matches!(p.a.lower(c), "for" | "on" | "to" | "that")
                        && p.lemma_with_particle(v).len() < 12
                        && p.a.child(c, Dep::Pobj).is_some()
                        && matches!(p.a.lower(c), "for") =>
                {
                    content.push(p.trimmed(p.a.subtree(c)));
                }
                Dep::Prep if (p.a.lemma(v) == "accuse" || p.a.lemma(v) == "suspect") && p.a.lower(c) == "of" => {
                    let object = p.a.child(v, Dep::Dobj).or_else(|| p.a.child(v, Dep::Nsubjpass));
                    let from = object.map_or(p.a.subtree(c).start, |o| p.a.subtree(o).start.min(p.a.subtree(c).start));
                    content.push(p.trimmed(from..p.a.subtree(c).end));
                }
                _ => {}
            }
        }
        // A quotation in the same sentence that the clause does not hold.
        self.adjacent_quotes(v, has(CueClass::Say), &mut content);
        // "…, the minister said.": the clause is a root of its own to some parses.
        if content.is_empty() && has(CueClass::Say) && !passive {
            if p.dep(v) == Dep::Parataxis
                || (p.dep(v) == Dep::Ccomp && p.a.head(v) != v && p.a.subtree(v).end <= v + 2)
                || (p.dep(v) == Dep::Advcl
                    && p.a.child(v, Dep::Mark).is_none()
                    && !subjects.is_empty()
                    && p.a.child(v, Dep::Dobj).is_none()
                    && self.comma_before(v))
            {
                let h = p.a.head(v);
                if h != v {
                    content = self.without(p.a.subtree(h), &[p.a.subtree(v)]);
                }
            } else if p.a.children(v).any(|c| p.dep(c) == Dep::Advmod && p.a.lower(c) == "as") {
                // "as the ministry said"
                let h = p.a.head(v);
                content = self.without(p.a.subtree(h), &[p.a.subtree(v)]);
            }
        }
        // "…, a minister told the agency": read as hanging on the clause that it only credits.
        if content.is_empty()
            && has(CueClass::Say)
            && !passive
            && matches!(p.dep(v), Dep::Ccomp | Dep::Conj | Dep::Advcl | Dep::Parataxis)
            && p.a.child(v, Dep::Mark).is_none()
            && self.comma_before(v)
            && p.a.children(v).any(|c| p.dep(c) == Dep::Nsubj && c < v)
            && p.a.subtree(v).end + 3 >= p.a.sentence(p.a.sentence_of(v)).end
        {
            let h = p.a.head(v);
            if h < v && p.is_verb(h) {
                content = self.without(p.a.subtree(h), &[p.a.subtree(v)]);
            }
        }
        // "as he put it", "as officials say": an adverbial clause with "as"
        if content.is_empty()
            && has(CueClass::Say)
            && matches!(p.dep(v), Dep::Advcl)
            && p.a.child(v, Dep::Mark).is_some_and(|m| p.a.lower(m) == "as")
        {
            let h = p.a.head(v);
            content = self.without(p.a.subtree(h), &[p.a.subtree(v)]);
        }
        if content.is_empty()
            && (has(CueClass::Judge)
                || has(CueClass::Ask)
                || has(CueClass::Commit)
                || has(CueClass::Say)
                || has(CueClass::Think))
        {
            let objects: Vec<usize> = p.a.children_with(v, Dep::Dobj).collect();
            if let Some(&o) = objects.first() {
                // Things known or felt by people who are the source; "like", "see" with an object are no word of anybody.
                let plain = !(has(CueClass::Judge) || has(CueClass::Ask) || has(CueClass::Commit));
                let weak = plain
                    && !matches!(
                        p.a.lemma(v),
                        "announce"
                            | "report"
                            | "confirm"
                            | "deny"
                            | "declare"
                            | "claim"
                            | "express"
                            | "voice"
                            | "reveal"
                            | "explain"
                            | "stress"
                            | "emphasize"
                            | "describe"
                            | "support"
                            | "oppose"
                            | "back"
                            | "endorse"
                            | "favor"
                            | "favour"
                            | "predict"
                            | "want"
                            | "acknowledge"
                            | "admit"
                            | "reiterate"
                            | "repeat"
                            | "highlight"
                            | "underline"
                            | "suggest"
                            | "disclose"
                            | "doubt"
                            | "fear"
                            | "expect"
                            | "propose"
                            | "note"
                    );
                if !weak && self.speaks(&subjects) {
                    let end =
                        p.a.children(v)
                            .filter(|&c| c > o && matches!(p.dep(c), Dep::Oprd | Dep::Prep | Dep::Xcomp | Dep::Advcl))
                            .map(|c| p.a.subtree(c).end)
                            .max();
                    let r = p.a.subtree(o);
                    let last = if has(CueClass::Judge) { end.unwrap_or(r.end).max(r.end) } else { r.end };
                    content.push(p.trimmed(r.start..last));
                    vouches = matches!(
                        p.a.lemma(v),
                        "announce"
                            | "report"
                            | "confirm"
                            | "claim"
                            | "declare"
                            | "reveal"
                            | "predict"
                            | "deny"
                            | "disclose"
                            | "describe"
                    );
                }
            }
        }
        if content.is_empty() {
            return;
        }
        let mut source: Vec<usize> = if passive { p.preposition_objects(v, &["by"]) } else { subjects };
        if passive
            && source.is_empty()
            && (matches!(p.a.lemma(v), "quote" | "cite")
                || p.a.child(v, Dep::Prep).is_some_and(|c| p.a.lower(c) == "as"))
        {
            source = p.subjects(v);
        }
        // Content that holds its own source is none: "the claim he made".
        if source.iter().any(|&s| content.iter().any(|c| c.contains(p.a.token(s).span))) {
            let s = source[0];
            let phrase = p.trimmed(p.a.subtree(s));
            content = content.into_iter().flat_map(|c| cut(c, phrase)).collect();
        }
        let cue = self.cue_spans(v);
        for c in &cue {
            content = content.into_iter().flat_map(|x| cut(x, *c)).collect();
        }
        let content = content.into_iter().map(|c| trim_marks(self.p.text, c)).collect();
        let plain_thing = source.first().is_some_and(|&s| self.cast.at(s).is_empty() && self.p.pos(s) == Pos::Noun);
        if plain_thing && has(CueClass::Commit) && !has(CueClass::Say) && !self.speaks(&source) {
            return;
        }
        self.push(source, cue, content, v, None);
        if let Some(last) = self.out.last_mut()
            && last.cue_token == Some(v as u32)
        {
            last.vouches = vouches;
        }
    }

    /// Whether a subject can say something: an actor, a pronoun for one, or a document.
    fn speaks(&self, subjects: &[usize]) -> bool {
        subjects.iter().any(|&s| {
            !self.cast.at(s).is_empty()
                || matches!(self.p.a.lower(s), "he" | "she" | "they" | "i" | "we" | "who" | "you" | "one")
                || matches!(
                    self.p.a.lemma(s),
                    "report"
                        | "statement"
                        | "study"
                        | "document"
                        | "letter"
                        | "poll"
                        | "survey"
                        | "memo"
                        | "article"
                        | "tweet"
                        | "post"
                        | "book"
                        | "critic"
                        | "supporter"
                        | "other"
                        | "many"
                        | "some"
                        | "rumour"
                        | "rumor"
                        | "law"
                        | "ruling"
                        | "figure"
                )
                || self.p.pos(s) == Pos::Propn
        })
    }

    fn comma_before(&self, v: usize) -> bool {
        let start = self.p.a.subtree(v).start;
        start > 0 && matches!(self.p.word(start - 1), "," | "”" | "\"")
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
    fn without(&self, r: std::ops::Range<usize>, cutouts: &[std::ops::Range<usize>]) -> Vec<Span> {
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

    /// Quotations that belong to the cue at `v`: those of its sentence that stand in its subtree or beside it, and those that go on after it.
    fn adjacent_quotes(&mut self, v: usize, says: bool, content: &mut Vec<Span>) {
        let p = self.p;
        let sentence = p.a.sentence(p.a.sentence_of(v));
        let sentence_span = p.a.span(sentence);
        let at = p.a.token(v).span;
        for (k, q) in self.quotes.iter().enumerate() {
            if q.outer.contains(at) || !q.outer.overlaps(sentence_span) {
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
            if words < 4 && !direct_object {
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

    fn according(&mut self, i: usize) {
        let p = self.p;
        let to = p.a.children_with(i, Dep::Prep).find(|&c| p.a.lower(c) == "to").or(Some(i));
        let Some(object) = to.and_then(|t| p.a.child(t, Dep::Pobj)) else { return };
        let mut h = p.a.head(i);
        if h == i {
            return;
        }
        // Hung on a noun in mid-sentence, it still speaks for the clause.
        if let Some(v) = std::iter::once(h).chain(p.a.ancestors(h)).find(|&x| p.is_verb(x) || p.pos(x) == Pos::Aux) {
            h = v;
        }
        let content = self.without(p.a.subtree(h), &[p.a.subtree(i)]);
        let cue_last = to.unwrap_or(i);
        let cue = p.a.span(i..cue_last.max(i) + 1);
        let source_span = p.trimmed(p.a.subtree(object));
        self.push(p.conjuncts(object), vec![cue], content, i, Some(vec![source_span]));
    }

    fn noun(&mut self, i: usize) {
        let p = self.p;
        let clause = p.a.children(i).find(|&c| {
            c > i
                && (p.dep(c) == Dep::Acl
                    && (p.tag(c) == Tag::Vb || p.a.children(c).any(|x| matches!(p.dep(x), Dep::Mark)))
                    || p.dep(c) == Dep::Ccomp
                    || (p.dep(c) == Dep::Relcl
                        && p.a.children(c).any(|x| p.dep(x) == Dep::Mark && p.a.lower(x) == "that")))
        });
        let mut source: Vec<usize> = p.a.children_with(i, Dep::Poss).collect();
        if source.is_empty() {
            source =
                p.a.children(i)
                    .filter(|&c| {
                        c < i
                            && (self.cast.modifier(c).is_some()
                                || (matches!(p.dep(c), Dep::Compound | Dep::Amod) && !self.cast.at(c).is_empty()))
                    })
                    .collect();
        }
        if source.is_empty() {
            source = p.preposition_objects(i, &["by", "from"]);
        }
        // "made a request", "issued a warning": the subject of a light verb
        let h = p.a.head(i);
        if source.is_empty()
            && p.dep(i) == Dep::Dobj
            && matches!(
                p.a.lemma(h),
                "make" | "issue" | "give" | "have" | "express" | "voice" | "offer" | "send" | "repeat" | "reiterate"
            )
        {
            source = p.subjects(h);
        }
        let content = match clause {
            Some(c) => vec![p.trimmed(p.a.subtree(c))],
            None => {
                if source.is_empty() {
                    return;
                }
                let Some(c) =
                    p.a.children_with(i, Dep::Prep)
                        .find(|&c| c > i && matches!(p.a.lower(c), "of" | "for" | "about" | "against"))
                else {
                    return;
                };
                if p.a.children(c).all(|x| p.dep(x) != Dep::Pcomp)
                    && !matches!(
                        p.a.lemma(i),
                        "warning"
                            | "call"
                            | "demand"
                            | "request"
                            | "claim"
                            | "allegation"
                            | "accusation"
                            | "threat"
                            | "denial"
                            | "criticism"
                            | "condemnation"
                            | "support"
                            | "opposition"
                    )
                {
                    return;
                }
                vec![p.trimmed(p.a.subtree(c))]
            }
        };
        let modifiers = source.iter().all(|&s| self.cast.at(s).is_empty() && self.cast.modifier(s).is_some());
        let spans: Option<Vec<Span>> = modifiers.then(|| source.iter().map(|&s| p.a.token(s).span).collect());
        let actor = source.iter().find_map(|&s| self.cast.at(s).first().copied().or(self.cast.modifier(s)));
        self.push(source, vec![p.a.token(i).span], content, i, spans);
        if let Some(last) = self.out.last_mut()
            && last.cue_token == Some(i as u32)
        {
            last.source_actor = last.source_actor.or(actor);
        }
    }

    /// Quotations without a cue of their own go on from the last in their paragraph, or from the one before.
    fn loose_quotes(&mut self) {
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
                || p.text[..q.outer.start as usize].trim_end().ends_with(['.', '!', '?', '”', '"', ':']);
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
            let speaker = self
                .out
                .iter()
                .rposition(|a| {
                    same(a) && a.source_actor.is_some() && a.cue_token.is_some_and(|t| self.says(t as usize))
                })
                .or_else(|| {
                    let before = before?;
                    (q.outer.start == self.paragraphs[paragraph].start).then_some(())?;
                    self.out.iter().rposition(|a| {
                        a.content.iter().any(|c| before.contains(*c)) && quoted_here(a) && a.source_actor.is_some()
                    })
                });
            if let Some(s) = speaker {
                self.out[s].content.push(q.outer);
                self.quoted[k] = true;
            }
        }
    }

    fn says(&self, t: usize) -> bool {
        self.p.is_verb(t) && self.lexicon.cue(self.p.a.lemma(t)).contains(&CueClass::Say)
    }

    fn finish(mut self) -> Vec<Attribution> {
        let p = self.p;
        for a in &mut self.out {
            let inside = |s: Span| self.quotes.iter().any(|q| q.outer.contains(s));
            let touched = self.quotes.iter().any(|q| a.content.iter().any(|c| c.overlaps(q.inner)));
            a.kind = if a.content.iter().all(|&c| inside(c)) {
                QuoteKind::Direct
            } else if touched {
                QuoteKind::Mixed
            } else {
                QuoteKind::Indirect
            };
            let Some(t) = a.cue_token.map(|t| t as usize) else { continue };
            if !p.is_verb(t) {
                continue;
            }
            // The outlet to which it was said, and whether a name was withheld: of this verb, or of the one it is joined to.
            let mut chain = vec![t];
            while p.dep(chain[chain.len() - 1]) == Dep::Conj && chain.len() < 6 {
                chain.push(p.a.head(chain[chain.len() - 1]));
            }
            for v in chain {
                let told: Vec<usize> =
                    p.a.children(v)
                        .filter(|&c| matches!(p.dep(c), Dep::Dobj | Dep::Dative))
                        .chain(p.preposition_objects(v, &["to"]))
                        .collect();
                a.via = a.via.or_else(|| {
                    told.iter().flat_map(|&o| self.cast.at(o)).copied().find(|&id| {
                        // Officials tell newspapers; a body with a name that is told something by an unnamed one is an outlet.
                        let to = self.cast.actor(id);
                        to.kind == ActorKind::Outlet || (to.kind == ActorKind::Organisation && to.named && a.anonymous)
                    })
                });
                let condition = p
                    .preposition_objects(v, &["on", "under"])
                    .iter()
                    .any(|&o| p.phrase_span(o).of(p.text).contains("anonymity") || p.a.lemma(o) == "anonymity");
                // "said a diplomat who spoke on condition of anonymity"
                let described = p.subjects(v).into_iter().any(|s| {
                    p.a.children(s)
                        .filter(|&c| matches!(p.dep(c), Dep::Relcl | Dep::Acl))
                        .any(|c| p.a.subtree(c).any(|t| p.a.lower(t) == "anonymity"))
                });
                a.anonymous |= condition || described;
            }
        }
        self.out.sort_by_key(|a| (a.content.first().copied(), a.cue.first().copied()));
        let n = self.out.len();
        for k in 0..n {
            let cue = self.out[k].cue.first().copied();
            let Some(cue) = cue else { continue };
            let within = (0..n)
                .filter(|&o| o != k && self.out[o].content.iter().any(|c| c.contains(cue)))
                .min_by_key(|&o| self.out[o].content.iter().map(|c| c.len()).sum::<usize>());
            self.out[k].within = within.map(|o| AttributionId(o as u32));
        }
        // Two clauses can each seem to hold the other's cue; the chain must end.
        for k in 0..n {
            let mut at = k;
            for _ in 0..n {
                match self.out[at].within {
                    Some(w) if w.0 as usize == k => {
                        self.out[k].within = None;
                        break;
                    }
                    Some(w) => at = w.0 as usize,
                    None => break,
                }
            }
        }
        self.out
    }
}

/// What is left of `span` when `hole` is taken out.
fn cut(span: Span, hole: Span) -> Vec<Span> {
    if !span.overlaps(hole) {
        return vec![span];
    }
    let mut out = Vec::new();
    if span.start < hole.start {
        out.push(Span { start: span.start, end: hole.start });
    }
    if hole.end < span.end {
        out.push(Span { start: hole.end, end: span.end });
    }
    out
}

/// Without spaces, commas and colons at the ends; quotation marks stay.
fn trim_marks(text: &str, span: Span) -> Span {
    let s = span.of(text);
    let soft = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '–' | '—');
    let lead = s.len() - s.trim_start_matches(soft).len();
    let kept = s.trim_matches(soft).len();
    Span::new(span.start as usize + lead, span.start as usize + lead + kept)
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
