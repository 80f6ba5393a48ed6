//! Verbs that say, think, want and judge.

use rashomon_lang::{Dep, Pos, Tag};
use rashomon_text::Span;

use super::spans::{cut, trim_marks};
use super::{Finder, Made};
use crate::lexicon::{CueClass, FactClass};
use crate::reading::ActorKind;

impl Finder<'_> {
    pub(super) fn verb(&mut self, v: usize, classes: &[CueClass], about: &[String]) {
        let p = self.p;
        let has = |c: CueClass| classes.contains(&c);
        if p.dep(v) == Dep::Amod || self.citing(v) {
            return;
        }
        let other =
            [CueClass::Say, CueClass::Think, CueClass::Commit, CueClass::Judge, CueClass::Ask].iter().any(|&c| has(c));
        if has(CueClass::Strike) && (!other || p.is_passive(v)) {
            self.strike(v);
            return;
        }
        let passive = p.is_passive(v);
        let subjects = p.subjects(v);
        let (clauses, raised) = self.clauses(v, classes, passive, &subjects);
        if raised {
            return;
        }
        let mut content = clauses;
        let topic = content.is_empty().then(|| self.about(v, about, &subjects)).flatten();
        // "he said, referring to the mayor": the quotation is what he said, not what he referred to.
        let aside =
            topic.is_some() && p.dep(v) == Dep::Advcl && (p.tag(v) == Tag::Vbg || p.a.child(v, Dep::Mark).is_some());
        // A quotation in the same sentence that the clause does not hold.
        let utters = has(CueClass::Say) || has(CueClass::Quote) && !passive && self.speaks(&subjects);
        if !aside {
            self.adjacent_quotes(v, utters, &mut content);
        }
        if content.is_empty() && !aside && has(CueClass::Say) && !passive {
            content = self.credited(v, &subjects);
        }
        // A wish or an order told of another is no word of his; a belief is.
        let finite = p.a.children_with(v, Dep::Ccomp).any(|c| !p.a.children(c).any(|x| p.tag(x) == Tag::To));
        let mut word = !content.is_empty()
            && ((has(CueClass::Say) && !has(CueClass::Ask))
                || has(CueClass::Quote)
                || matches!(p.a.lemma(v), "accuse" | "suspect")
                || finite)
            && !p.a.children(v).any(|c| p.dep(c) == Dep::Aux && p.tag(c) == Tag::To);
        let mut vouches = !content.is_empty();
        let mut cue = self.cue_spans(v);
        if content.is_empty()
            && let Some((c, preposition)) = topic
        {
            content = c;
            if p.a.token(preposition).span.start >= cue[0].end {
                // Only what stands before it without a gap is one cue with it.
                if preposition == p.a.children_with(v, Dep::Prt).last().map_or(v, |t| t.max(v)) + 1 {
                    cue[0] = cue[0].cover(p.a.token(preposition).span);
                } else {
                    cue.push(p.a.token(preposition).span);
                }
            }
        }
        if content.is_empty() && !passive && self.speaks(&subjects) {
            content = self.object_content(v, classes);
            vouches = has(CueClass::Vouch);
            word = false;
        }
        if content.is_empty() && passive && (has(CueClass::Judge) || has(CueClass::Object)) {
            content = self.passive_content(v, &subjects);
        }
        if content.is_empty() {
            return;
        }
        let mut source: Vec<usize> = if passive { p.preposition_objects(v, &["by"]) } else { subjects };
        if passive
            && source.is_empty()
            && (matches!(p.a.lemma(v), "quote" | "cite")
                || (!has(CueClass::Judge) && p.a.child(v, Dep::Prep).is_some_and(|c| p.a.lower(c) == "as")))
        {
            source = p.subjects(v);
        }
        if source.is_empty() && !passive {
            source = self.inverted(v, classes).unwrap_or_else(|| self.understood(v));
        }
        // "said he would leave, adding that …": who adds is who said.
        if let Some(h) = self.added_to(v) {
            source = p.subjects(h);
        }
        let relative = (!passive).then(|| self.relative_subject(v)).flatten();
        // Content that holds its own source is none: "the claim he made".
        if relative.is_none() && source.iter().any(|&s| content.iter().any(|c| c.contains(p.a.token(s).span))) {
            let phrase = p.trimmed(p.a.subtree(source[0]));
            content = content.into_iter().flat_map(|c| cut(c, phrase)).collect();
        }
        // What is quoted says nothing of what stands outside the marks.
        if let Some(q) = self.quotes.iter().find(|q| q.inner.contains(p.a.token(v).span)) {
            content.retain(|c| q.outer.overlaps(*c));
            for c in &mut content {
                *c = Span { start: c.start.max(q.inner.start), end: c.end.min(q.inner.end) };
            }
            content.retain(|c| c.start < c.end);
        }
        for c in &cue {
            content = content.into_iter().flat_map(|x| cut(x, *c)).collect();
        }
        let content = content.into_iter().map(|c| trim_marks(self.p.text, c)).collect();
        let plain_thing = source.first().is_some_and(|&s| self.cast.at(s).is_empty() && self.p.pos(s) == Pos::Noun);
        if plain_thing && has(CueClass::Commit) && !has(CueClass::Say) && !self.speaks(&source) {
            return;
        }
        // "who said": the pronoun is the source; whom it means must be known, for a pronoun alone tells a reader nothing.
        let words = relative
            .filter(|_| !vouches || source.iter().any(|&s| !self.cast.at(s).is_empty()))
            .map(|s| vec![p.a.token(s).span]);
        self.push(Made { source, words, cue, content, cue_token: v, vouches, word });
    }

    /// "citing officials": the object is the source of what the sentence says.
    fn citing(&mut self, v: usize) -> bool {
        let p = self.p;
        if !matches!(p.a.lower(v), "citing" | "quoting") {
            return false;
        }
        let objects = p.objects(v);
        let Some(h) = p.a.parent(v).filter(|&h| p.is_verb(h)) else { return false };
        if objects.first().is_none_or(|&o| self.cast.at(o).is_empty()) {
            return false;
        }
        let content = self.without(p.a.subtree(h), &[p.a.subtree(v)]);
        let cue = vec![p.a.token(v).span];
        self.push(Made { source: objects, words: None, cue, content, cue_token: v, vouches: true, word: true });
        true
    }

    /// The clauses and infinitives that a verb of these classes takes, and whether it was an infinitive of the passive, which
    /// is an attribution of its own: "X and Y are reported to have agreed".
    fn clauses(&mut self, v: usize, classes: &[CueClass], passive: bool, subjects: &[usize]) -> (Vec<Span>, bool) {
        let p = self.p;
        let has = |c: CueClass| classes.contains(&c);
        let takes =
            [CueClass::Say, CueClass::Think, CueClass::Commit, CueClass::Ask, CueClass::Judge].iter().any(|&c| has(c));
        let mut content: Vec<Span> = Vec::new();
        if !takes {
            return (content, false);
        }
        let that = p.a.children_with(v, Dep::Ccomp).any(|c| c > v && p.a.child(c, Dep::Mark).is_some());
        for c in p.a.children(v) {
            match p.dep(c) {
                Dep::Ccomp if p.credits(c) && self.lexicon.fact(p.a.lemma(c), FactClass::Say) => {}
                // "saw the ship sink": what is seen is no word of anybody.
                Dep::Ccomp
                    if has(CueClass::Think)
                        && classes.iter().all(|k| !matches!(k, CueClass::Say | CueClass::Ask | CueClass::Judge))
                        && self.seen(c) => {}
                // "The strike went on (the union later said that …)": what went before is no part of what is said.
                Dep::Ccomp if c < v && that && !self.in_quotation(c) => {}
                Dep::Ccomp if (content.is_empty() || has(CueClass::Say)) => {
                    let known = p.a.child(v, Dep::Dobj).filter(|&o| {
                        has(CueClass::Think)
                            && v < o
                            && o < c
                            && !p.a.children(c).any(|x| matches!(p.dep(x), Dep::Nsubj | Dep::Nsubjpass | Dep::Mark))
                    });
                    match known {
                        // "believe the dam, old as it is, will hold": the subject of the clause is read as an object.
                        Some(o) => content.push(p.trimmed(p.a.subtree(o).start..p.a.subtree(c).end)),
                        None => content.extend(self.content_of(c, v).into_iter().map(|s| self.without_added(s, c))),
                    }
                }
                Dep::Xcomp
                    if has(CueClass::Commit) || has(CueClass::Ask) || has(CueClass::Think) || has(CueClass::Say) =>
                {
                    if passive
                        && (has(CueClass::Say) || has(CueClass::Think))
                        && !has(CueClass::Ask)
                        && !has(CueClass::Commit)
                    {
                        // Nobody is named; what is said is of the subject.
                        let source = p.preposition_objects(v, &["by"]);
                        if let Some(&s) = subjects.first() {
                            let mut content = vec![p.trimmed(p.a.subtree(s)), p.trimmed(p.a.subtree(c))];
                            content.retain(|s| !s.is_empty());
                            let cue = self.cue_spans(v);
                            self.push(Made {
                                source,
                                words: None,
                                cue,
                                content,
                                cue_token: v,
                                vouches: true,
                                word: true,
                            });
                        }
                        return (Vec::new(), true);
                    }
                    let asked = p.a.child(v, Dep::Dobj).filter(|&o| has(CueClass::Ask) && o > v && o < c);
                    match asked {
                        // "urged the crew to leave": who is to do it belongs to what is wanted.
                        Some(o) => content.push(p.trimmed(p.a.subtree(o).start..p.a.subtree(c).end)),
                        None => content.extend(self.content_of(c, v)),
                    }
                }
                // "asked the crew if they would stay"
                Dep::Advcl
                    if c > v
                        && has(CueClass::Say)
                        && has(CueClass::Ask)
                        && p.a.child(c, Dep::Mark).is_some_and(|m| matches!(p.a.lower(m), "if" | "whether")) =>
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
        if content.is_empty()
            && has(CueClass::Say)
            && let Some(c) = self.stray_clause(v)
        {
            content.push(p.trimmed(p.a.subtree(c)));
            self.claimed.push(c);
        }
        (content, false)
    }

    /// "said at a rally that …": the clause is read as hanging on the noun before it, which says nothing.
    fn stray_clause(&self, v: usize) -> Option<usize> {
        let p = self.p;
        p.a.children(v)
            .filter(|&c| c > v && matches!(p.dep(c), Dep::Prep | Dep::Npadvmod | Dep::Dobj))
            .find_map(|c| {
                p.a.subtree(c).find(|&t| {
                    matches!(p.dep(t), Dep::Acl | Dep::Ccomp | Dep::Relcl)
                        && p.is_noun(p.a.head(t))
                        && p.a.children(t).any(|m| p.dep(m) == Dep::Mark && p.a.lower(m) == "that")
                        && p.a.subtree(t).end + 1 >= p.a.subtree(v).end
                })
            })
            .filter(|&c| {
                let noun = p.a.head(c);
                p.dep(noun) == Dep::Pobj && p.a.child(noun, Dep::Poss).is_none()
            })
    }

    /// The participle that closes a clause and says more than the clause: "he would leave, adding that he was tired".
    fn added(&self, clause: usize) -> Option<usize> {
        let p = self.p;
        let r = p.a.subtree(clause);
        r.clone().find(|&t| self.added_to(t).is_some() && p.a.subtree(t).end + 1 >= r.end)
    }

    /// The verb of saying in whose clause this participle of saying stands, set off by a comma.
    fn added_to(&self, v: usize) -> Option<usize> {
        let p = self.p;
        if p.dep(v) != Dep::Advcl
            || p.tag(v) != Tag::Vbg
            || !self.lexicon.is_cue(p.a.lemma(v), CueClass::Say)
            || !self.comma_before(v)
            || self.in_quotation(v)
        {
            return None;
        }
        let clause = p.a.ancestors(v).take(3).find(|&x| p.dep(x) == Dep::Ccomp)?;
        let h = p.a.head(clause);
        (h < clause && p.is_verb(h) && !p.is_passive(h) && self.lexicon.is_cue(p.a.lemma(h), CueClass::Say))
            .then_some(h)
    }

    /// A span of the clause `c` without what is added to it.
    fn without_added(&self, s: Span, c: usize) -> Span {
        let p = self.p;
        let Some(t) = self.added(c) else { return s };
        let start = p.a.token(p.a.subtree(t).start).span.start;
        if s.start < start && start < s.end { trim_marks(p.text, Span { start: s.start, end: start }) } else { s }
    }

    /// "added another guest": after a quotation the subject may follow its verb and be read as an object.
    fn inverted(&self, v: usize, classes: &[CueClass]) -> Option<Vec<usize>> {
        let p = self.p;
        let after_mark = v > 0 && matches!(p.word(v - 1), "”" | "\"" | "''" | "’");
        let says = classes.iter().any(|c| matches!(c, CueClass::Say | CueClass::Quote));
        let o = p.a.child(v, Dep::Dobj).filter(|&o| after_mark && says && p.a.subtree(o).start == v + 1)?;
        Some(p.conjuncts(o))
    }

    /// A clause without a finite verb, "to" or a word that opens it.
    fn seen(&self, c: usize) -> bool {
        let p = self.p;
        matches!(p.tag(c), Tag::Vb | Tag::Vbg | Tag::Vbn)
            && !p.a.children(c).any(|x| {
                matches!(p.dep(x), Dep::Aux | Dep::Auxpass | Dep::Mark)
                    || matches!(p.tag(x), Tag::Wrb | Tag::Wp | Tag::Wdt)
            })
    }

    fn in_quotation(&self, i: usize) -> bool {
        self.quotes.iter().any(|q| q.outer.contains(self.p.a.token(i).span))
    }

    /// The clause that a verb of saying only credits: "…, the minister said", "as the ministry said".
    fn credited(&self, v: usize, subjects: &[usize]) -> Vec<Span> {
        let p = self.p;
        let h = p.a.head(v);
        if h == v {
            return Vec::new();
        }
        let rest = || self.without(p.a.subtree(h), &[p.a.subtree(v)]);
        // "…, the minister said.": the clause is a root of its own to some parses.
        let aside = p.dep(v) == Dep::Parataxis
            || (p.dep(v) == Dep::Ccomp && p.a.subtree(v).end <= v + 2)
            || (p.dep(v) == Dep::Advcl
                && p.a.child(v, Dep::Mark).is_none()
                && !subjects.is_empty()
                && p.a.child(v, Dep::Dobj).is_none()
                && self.comma_before(v));
        // "as the ministry said", "as he put it": an adverb to some parses, a conjunction to others
        let as_said = p.a.children(v).any(|c| p.dep(c) == Dep::Advmod && p.a.lower(c) == "as")
            || (p.dep(v) == Dep::Advcl && p.a.child(v, Dep::Mark).is_some_and(|m| p.a.lower(m) == "as"));
        if aside || as_said {
            return rest();
        }
        // "…, a minister told the agency": read as hanging on the clause that it only credits.
        if matches!(p.dep(v), Dep::Ccomp | Dep::Conj | Dep::Advcl)
            && p.a.child(v, Dep::Mark).is_none()
            && self.comma_before(v)
            && p.a.children(v).any(|c| p.dep(c) == Dep::Nsubj && c < v)
            && p.a.subtree(v).end + 3 >= p.a.sentence(p.a.sentence_of(v)).end
            && h < v
            && p.is_verb(h)
        {
            return rest();
        }
        Vec::new()
    }

    /// What a verb is about, by one of these prepositions: "talked about taxes", "called on Spain to leave".
    fn about(&self, v: usize, about: &[String], subjects: &[usize]) -> Option<(Vec<Span>, usize)> {
        let p = self.p;
        // "called again for Spain to leave"
        if let Some(c) = p.a.children(v).find(|&c| {
            c > v
                && matches!(p.dep(c), Dep::Advcl | Dep::Ccomp)
                && p.tag(c) == Tag::Vb
                && p.a
                    .child(c, Dep::Mark)
                    .is_some_and(|m| m == p.a.subtree(c).start && about.iter().any(|a| a == p.a.lower(m)))
        }) && self.speaks(subjects)
        {
            let r = p.a.subtree(c);
            return Some((vec![p.trimmed(r.start + 1..r.end)], r.start));
        }
        let (c, o) = p.a.children(v).find_map(|c| {
            let fits = c > v
                && matches!(p.dep(c), Dep::Prep | Dep::Prt | Dep::Dative)
                && about.iter().any(|a| a == p.a.lower(c));
            let o = p.a.children(c).find(|&o| matches!(p.dep(o), Dep::Pobj | Dep::Pcomp))?;
            // "spoke on condition of anonymity", "on Friday": how and when, not what about.
            (fits && !self.lexicon.guard("no_topic", p.a.lemma(o))).then_some((c, o))
        })?;
        let passive = p.is_passive(v);
        if passive || !self.speaks(subjects) {
            return None;
        }
        let r = p.a.subtree(o);
        // "called on Spain to leave": what Spain is to do belongs to it.
        let end = p
            .a
            .children(v)
            .filter(|&x| x > c && p.dep(x) == Dep::Xcomp || (p.dep(x) == Dep::Advcl && p.tag(x) == Tag::Vb && x > c))
            .map(|x| p.a.subtree(x).end)
            .fold(r.end, usize::max);
        Some((vec![p.trimmed(r.start..end)], c))
    }

    /// The object of a verb that says, wants or judges something, with what is said of it: "called him a liar".
    fn object_content(&self, v: usize, classes: &[CueClass]) -> Vec<Span> {
        let p = self.p;
        let has = |c: CueClass| classes.contains(&c);
        let Some(o) = p.a.child(v, Dep::Dobj) else {
            // "the plan that he announced", "what they described"
            return Vec::new();
        };
        let person = matches!(p.a.lower(o), "him" | "her" | "them" | "me" | "us" | "you")
            || self.cast.at(o).iter().any(|&a| self.cast.actor(a).kind == ActorKind::Person);
        // "expressed support for the plan": the noun is the cue, the verb only light.
        let light = has(CueClass::Light)
            && self.lexicon.is_cue(p.a.lemma(o), CueClass::Noun)
            && p.a.children(o).any(|c| c > o && matches!(p.dep(c), Dep::Prep | Dep::Acl | Dep::Ccomp | Dep::Relcl));
        if light {
            return Vec::new();
        }
        // "polls show Brandt ahead", "they see the plan as a trap"
        let shows =
            has(CueClass::Say) && p.subjects(v).iter().any(|&s| self.lexicon.is_cue(p.a.lemma(s), CueClass::Document));
        let as_what = has(CueClass::Think)
            && [v, o].iter().any(|&h| p.a.children_with(h, Dep::Prep).any(|c| c > o && p.a.lower(c) == "as"));
        let takes = has(CueClass::Judge)
            || has(CueClass::Object)
            || (has(CueClass::Ask) && !person && !self.lexicon.guard("deed_on_object", p.a.lemma(v)))
            || shows
            || as_what;
        if !takes {
            return Vec::new();
        }
        let r = p.a.subtree(o);
        // What is said of it belongs to it, when and where it was said does not.
        let of_it = |c: usize| match p.dep(c) {
            Dep::Oprd | Dep::Xcomp => true,
            Dep::Prep | Dep::Advmod if shows => true,
            Dep::Prep => matches!(
                p.a.lower(c),
                "as" | "for"
                    | "of"
                    | "with"
                    | "over"
                    | "about"
                    | "against"
                    | "to"
                    | "from"
                    | "into"
                    | "between"
                    | "than"
            ),
            _ => false,
        };
        let end = p.a.children(v).filter(|&c| c > o && of_it(c)).map(|c| p.a.subtree(c).end).fold(r.end, usize::max);
        vec![p.trimmed(r.start..end)]
    }

    /// What is judged in the passive, and how: "the plan was called a farce", "the mayor was praised for it".
    fn passive_content(&self, v: usize, subjects: &[usize]) -> Vec<Span> {
        let p = self.p;
        let Some(&s) = subjects.first() else { return Vec::new() };
        if !p.a.children(v).any(|c| p.dep(c) == Dep::Nsubjpass) {
            return Vec::new();
        }
        let mut content = vec![p.trimmed(p.a.subtree(s))];
        let named = !p.preposition_objects(v, &["by"]).is_empty();
        content.extend(
            p.a.children(v)
                .filter(|&c| {
                    c > v
                        && (matches!(p.dep(c), Dep::Oprd | Dep::Xcomp)
                            || (p.dep(c) == Dep::Prep && matches!(p.a.lower(c), "as" | "for")))
                })
                .map(|c| p.trimmed(p.a.subtree(c))),
        );
        // Without anybody who does it and anything that is said of it, it is a deed like any other.
        if named || content.len() > 1 { content } else { Vec::new() }
    }

    /// The source of a verb without a subject of its own: whose step, plan or speech it is part of.
    fn understood(&self, v: usize) -> Vec<usize> {
        let p = self.p;
        if !matches!(p.dep(v), Dep::Pcomp | Dep::Acl | Dep::Advcl | Dep::Xcomp)
            || !matches!(p.tag(v), Tag::Vb | Tag::Vbg)
        {
            return Vec::new();
        }
        for h in p.a.ancestors(v).take(4) {
            if p.is_noun(h)
                && let Some(s) = p.a.child(h, Dep::Poss)
            {
                return vec![s];
            }
            if p.is_verb(h) || p.pos(h) == Pos::Aux {
                return if p.is_passive(h) { Vec::new() } else { p.subjects(h) };
            }
        }
        Vec::new()
    }
}
