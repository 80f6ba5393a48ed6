//! States of mind: "is sure that …", "wary of …", and what stirs them: "the vote angered farmers".

use rashomon_lang::{Dep, Pos, Tag};
use rashomon_text::Span;

use super::{Finder, Made};

impl Finder<'_> {
    /// An adjective or participle of knowing, feeling or wanting: "was sure that …", "are eager to …", "wary of …".
    pub(super) fn state(&mut self, i: usize) {
        let p = self.p;
        // "is sure" hangs on the copula; "farmers wary of the plan" on its noun; "sure and happy" on the first of them.
        let mut at = i;
        while p.dep(at) == Dep::Conj && p.pos(p.a.head(at)) == Pos::Adj {
            at = p.a.head(at);
        }
        let h = p.a.head(at);
        let (source, cue_start) = match p.dep(at) {
            Dep::Acomp | Dep::Attr | Dep::Oprd | Dep::Conj | Dep::Ccomp
                if h != at && (p.pos(h) == Pos::Aux || p.is_verb(h)) =>
            {
                (p.subjects(h), if at == i { h } else { i })
            }
            Dep::Amod | Dep::Acl | Dep::Advcl if h < i && p.is_noun(h) => (vec![h], i),
            _ if p.a.children(at).any(|c| matches!(p.dep(c), Dep::Nsubj)) => (p.subjects(at), i),
            _ => return,
        };
        if !self.speaks(&source) {
            return;
        }
        let Some((content, last)) = self.state_content(i) else { return };
        let first =
            p.a.children(cue_start).filter(|&c| p.dep(c) == Dep::Aux && c < cue_start).min().unwrap_or(cue_start);
        // The subject may stand between copula and adjective: "Is he sure that …".
        let first = if source.iter().any(|&s| s > first && s < i) { i } else { first.min(i) };
        let words = (cue_start != i).then(|| self.relative_subject(h)).flatten().map(|s| vec![p.a.token(s).span]);
        let word = self.clause(i).is_some();
        let words = words.filter(|_| !word || source.iter().any(|&s| !self.cast.at(s).is_empty()));
        let cue = vec![p.a.span(first..last + 1)];
        self.push(Made { source, words, cue, content: vec![content], cue_token: i, vouches: word, word: false });
    }

    /// A finite clause that hangs on `i`.
    fn clause(&self, i: usize) -> Option<usize> {
        self.p.a.children(i).find(|&c| c > i && self.p.dep(c) == Dep::Ccomp)
    }

    /// What an adjective is about, and the last token of its cue.
    fn state_content(&self, i: usize) -> Option<(Span, usize)> {
        let p = self.p;
        if let Some(c) = self.clause(i) {
            return Some((p.trimmed(p.a.subtree(c)), i));
        }
        if let Some(c) = p.a.children_with(i, Dep::Xcomp).find(|&c| c > i && p.tag(c) == Tag::Vb) {
            return Some((p.trimmed(p.a.subtree(c)), i));
        }
        let preposition = p.a.children(i).find(|&c| {
            c > i
                && matches!(p.dep(c), Dep::Prep | Dep::Agent)
                && matches!(
                    p.a.lower(c),
                    "about"
                        | "of"
                        | "at"
                        | "by"
                        | "with"
                        | "over"
                        | "for"
                        | "to"
                        | "that"
                        | "in"
                        | "on"
                        | "against"
                        | "toward"
                        | "towards"
                )
        })?;
        let o = p.a.children(preposition).find(|&o| matches!(p.dep(o), Dep::Pobj | Dep::Pcomp))?;
        Some((p.trimmed(p.a.subtree(o)), preposition))
    }

    /// "The vote angered farmers": who is stirred is the source, what stirs them the content.
    pub(super) fn strike(&mut self, v: usize) {
        let p = self.p;
        let passive = p.is_passive(v);
        let subjects = p.subjects(v);
        if passive {
            // "farmers are angered by the vote"
            if !self.speaks(&subjects) {
                return;
            }
            let Some((content, last)) = self.state_content(v) else { return };
            let cue = self.cue_spans(v)[0].cover(p.a.token(last).span);
            let word = self.clause(v).is_some();
            self.push(Made {
                source: subjects,
                words: None,
                cue: vec![cue],
                content: vec![content],
                cue_token: v,
                vouches: word,
                word: false,
            });
            return;
        }
        let source = p.objects(v);
        let Some(&s) = subjects.first() else { return };
        // Only people are stirred, and what a person does to them on purpose is a deed, not their word.
        if !self.speaks(&source) || !self.cast.at(s).is_empty() || s > v {
            return;
        }
        let content = vec![p.trimmed(p.a.subtree(s))];
        let cue = self.cue_spans(v);
        self.push(Made { source, words: None, cue, content, cue_token: v, vouches: false, word: false });
    }
}
