//! Nouns that say: claims, statements, promises, hopes.

use rashomon_lang::{Dep, Tag};
use rashomon_text::Span;

use super::{Finder, Made};
use crate::lexicon::CueClass;

impl Finder<'_> {
    pub(super) fn noun(&mut self, i: usize) {
        let p = self.p;
        let (mut source, light) = self.owner(i);
        let clause = p.a.children(i).find(|&c| {
            c > i
                && (p.dep(c) == Dep::Acl
                    && (p.tag(c) == Tag::Vb || p.a.children(c).any(|x| matches!(p.dep(x), Dep::Mark)))
                    || p.dep(c) == Dep::Ccomp
                    || (p.dep(c) == Dep::Relcl
                        && p.a.children(c).any(|x| p.dep(x) == Dep::Mark && p.a.lower(x) == "that")))
        });
        if clause.is_some_and(|c| self.claimed.contains(&c)) {
            return;
        }
        // An infinitive may tell what a thing is for; a claim that belongs to nobody needs a finite clause.
        let claims = self.lexicon.is_cue(p.a.lemma(i), CueClass::NounOf);
        if source.is_empty() && (!claims || clause.is_none_or(|c| p.tag(c) == Tag::Vb)) {
            return;
        }
        let mut cue = match light {
            // "made the claim that": the noun phrase up to its noun, with its light verb
            Some(v) if v < i => self.cue_spans(v)[0].cover(p.a.token(i).span),
            _ => p.a.token(i).span,
        };
        let content = match clause {
            Some(c) => p.trimmed(p.a.subtree(c)),
            None => {
                // "his speech to the union" names an occasion; what is claimed, feared or made by a light verb is a content.
                if light.is_none() && !claims {
                    return;
                }
                let Some((span, preposition)) = self.noun_about(i) else { return };
                // "had a call with the mayor" names an occasion too.
                if !claims && !matches!(p.a.lower(preposition), "about" | "against" | "of" | "over" | "for") {
                    return;
                }
                if preposition == i + 1 {
                    cue = cue.cover(p.a.token(preposition).span);
                }
                span
            }
        };
        let spoken = clause.is_some_and(|c| p.tag(c) != Tag::Vb);
        // An owner that is only a modifier ("the US claim") is not the head of a phrase of its own.
        let modifiers = source.iter().all(|&s| self.cast.at(s).is_empty() && self.cast.modifier(s).is_some());
        let mut words: Option<Vec<Span>> =
            (modifiers && !source.is_empty()).then(|| source.iter().map(|&s| p.a.token(s).span).collect());
        if let Some(v) = light
            && let Some(s) = self.relative_subject(v)
            && (clause.is_none() || source.iter().any(|&s| !self.cast.at(s).is_empty()))
        {
            words = Some(vec![p.a.token(s).span]);
        }
        source.retain(|&s| !content.contains(p.a.token(s).span));
        self.push(Made {
            source,
            words,
            cue: vec![cue],
            content: vec![content],
            cue_token: i,
            vouches: clause.is_some(),
            word: spoken,
        });
    }

    /// Whose word a noun is, and the light verb by which it is said: "Poland's claim", "the claim by Poland", "made a claim".
    fn owner(&self, i: usize) -> (Vec<usize>, Option<usize>) {
        let p = self.p;
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
            source = p.preposition_objects(i, &["by", "from", "among"]);
        }
        if !source.is_empty() {
            return (source, None);
        }
        let h = p.a.head(i);
        if p.dep(i) == Dep::Dobj && self.lexicon.is_cue(p.a.lemma(h), CueClass::Light) && !p.is_passive(h) {
            let subjects = p.subjects(h);
            if self.speaks(&subjects) {
                return (subjects, Some(h));
            }
        }
        (Vec::new(), None)
    }

    /// What a noun is about, by its preposition.
    fn noun_about(&self, i: usize) -> Option<(Span, usize)> {
        let p = self.p;
        // The preposition may hang on the light verb.
        let light = (p.dep(i) == Dep::Dobj).then(|| p.a.head(i));
        let fits = |&c: &usize| {
            c > i
                && matches!(
                    p.a.lower(c),
                    "of" | "for"
                        | "about"
                        | "against"
                        | "on"
                        | "over"
                        | "to"
                        | "with"
                        | "at"
                        | "in"
                        | "toward"
                        | "towards"
                )
        };
        let c =
            p.a.children_with(i, Dep::Prep)
                .find(fits)
                .or_else(|| light.and_then(|v| p.a.children_with(v, Dep::Prep).filter(|&c| c == i + 1).find(fits)))?;
        let o = p.a.children(c).find(|&o| matches!(p.dep(o), Dep::Pobj | Dep::Pcomp))?;
        Some((p.trimmed(p.a.subtree(o)), c))
    }
}
