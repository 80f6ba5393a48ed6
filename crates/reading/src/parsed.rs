//! A text with its grammar: the questions that reading asks of a tree.

use std::ops::Range;

use rashomon_lang::{Analysis, Dep, Pos, Tag};
use rashomon_text::Span;

/// A text with its analysis.
#[derive(Clone, Copy)]
pub(crate) struct Parsed<'a> {
    pub text: &'a str,
    pub a: &'a Analysis,
}

/// Verbs whose object is the one who did what stands after "for".
const OBJECT_ANSWERS: &[&str] = &[
    "arrest",
    "blame",
    "chide",
    "commend",
    "condemn",
    "criticise",
    "criticize",
    "denounce",
    "fine",
    "jail",
    "praise",
    "punish",
    "rebuke",
    "sack",
    "sue",
    "thank",
];

/// Verbs whose object, not subject, does what the infinitive says ("urged China to free …").
const OBJECT_CONTROL: &[&str] = &[
    "urge",
    "ask",
    "tell",
    "order",
    "persuade",
    "convince",
    "force",
    "compel",
    "allow",
    "permit",
    "enable",
    "invite",
    "encourage",
    "instruct",
    "command",
    "press",
    "pressure",
    "beg",
    "require",
    "forbid",
    "help",
    "lead",
    "prompt",
    "warn",
    "advise",
    "want",
    "expect",
    "cause",
    "direct",
    "challenge",
    "authorize",
    "authorise",
    "appeal",
    "call",
];

impl<'a> Parsed<'a> {
    pub fn word(&self, i: usize) -> &'a str {
        self.a.token(i).span.of(self.text)
    }

    pub fn dep(&self, i: usize) -> Dep {
        self.a.token(i).dep
    }

    pub fn tag(&self, i: usize) -> Tag {
        self.a.token(i).tag
    }

    pub fn pos(&self, i: usize) -> Pos {
        self.a.token(i).pos
    }

    /// A verb that is no auxiliary.
    pub fn is_verb(&self, i: usize) -> bool {
        self.pos(i) == Pos::Verb
            || (self.pos(i) == Pos::Aux && !matches!(self.dep(i), Dep::Aux | Dep::Auxpass) && self.a.lemma(i) == "have")
    }

    pub fn is_noun(&self, i: usize) -> bool {
        matches!(self.pos(i), Pos::Noun | Pos::Propn)
    }

    pub fn is_passive(&self, v: usize) -> bool {
        self.a.children(v).any(|c| matches!(self.dep(c), Dep::Auxpass | Dep::Nsubjpass | Dep::Csubjpass | Dep::Agent))
            || (self.tag(v) == Tag::Vbn
                && matches!(self.dep(v), Dep::Acl | Dep::Amod | Dep::Advcl)
                && !self.a.children(v).any(|c| self.dep(c) == Dep::Aux))
            || (self.dep(v) == Dep::Conj && self.tag(v) == Tag::Vbn && {
                // "was arrested and deported": the auxiliary stands with the first.
                let h = self.a.head(v);
                !self.a.children(v).any(|c| matches!(self.dep(c), Dep::Nsubj | Dep::Aux))
                    && self.is_verb(h)
                    && self.is_passive(h)
            })
    }

    /// The lemma with its particle, "turn_down".
    pub fn lemma_with_particle(&self, v: usize) -> String {
        let mut s = self.a.lemma(v).to_lowercase();
        if let Some(p) = self.a.child(v, Dep::Prt) {
            s.push('_');
            s.push_str(self.a.lower(p));
        }
        s
    }

    /// The word that a hyphen joins to token `i`, as a lemma: "cease-fire" stands in three tokens.
    pub fn hyphenated(&self, i: usize) -> Option<String> {
        if i < 2 || self.word(i - 1) != "-" {
            return None;
        }
        let touches = |a: usize, b: usize| self.a.token(a).span.end == self.a.token(b).span.start;
        (touches(i - 2, i - 1) && touches(i - 1, i))
            .then(|| format!("{}-{}", self.a.lower(i - 2), self.a.lemma(i).to_lowercase()))
    }

    /// The head and all that are joined to it by "and", in order.
    pub fn conjuncts(&self, head: usize) -> Vec<usize> {
        let mut out = vec![head];
        let mut at = 0;
        while at < out.len() && out.len() < 64 {
            let next: Vec<usize> = self.a.children_with(out[at], Dep::Conj).filter(|&c| self.is_nominal(c)).collect();
            out.extend(next);
            at += 1;
        }
        out
    }

    fn is_nominal(&self, i: usize) -> bool {
        matches!(self.pos(i), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj | Pos::Det)
    }

    /// The tokens of the noun phrase of `head` without what is joined, put in apposition, or hung on as a clause.
    pub fn phrase(&self, head: usize) -> Range<usize> {
        let mut first = head;
        let mut last = head;
        for c in self.a.children(head) {
            if c < head {
                if !matches!(self.dep(c), Dep::Punct | Dep::Cc | Dep::Preconj | Dep::Relcl | Dep::Appos) {
                    first = first.min(self.a.subtree(c).start);
                }
            } else if self.dep(c) == Dep::Prep && self.a.lower(c) == "of" && self.a.subtree(c).start == last + 1 {
                last = self.a.subtree(c).end - 1;
            } else if matches!(self.dep(c), Dep::Compound | Dep::Nummod) && c == last + 1 {
                last = c;
            }
        }
        first..last + 1
    }

    /// The phrase as bytes, without quotation marks and commas at its ends.
    pub fn phrase_span(&self, head: usize) -> Span {
        self.trimmed(self.phrase(head))
    }

    /// A range of tokens as bytes, without punctuation and space at its ends.
    pub fn trimmed(&self, mut r: Range<usize>) -> Span {
        let soft = |i: usize| match self.pos(i) {
            Pos::Space => true,
            Pos::Punct => !matches!(self.word(i), "%" | "$" | ")" | "("),
            _ => false,
        };
        while r.end - r.start > 1 && soft(r.start) {
            r.start += 1;
        }
        while r.end - r.start > 1 && soft(r.end - 1) {
            r.end -= 1;
        }
        self.a.span(r)
    }

    /// Grammatical subjects of a verb (passive ones too): its own, or those it shares with the verb it hangs on.
    pub fn subjects(&self, v: usize) -> Vec<usize> {
        self.subjects_at(v, 0)
    }

    fn subjects_at(&self, v: usize, depth: usize) -> Vec<usize> {
        let own: Vec<usize> = self
            .a
            .children(v)
            .filter(|&c| matches!(self.dep(c), Dep::Nsubj | Dep::Nsubjpass))
            .flat_map(|c| self.conjuncts(c))
            .collect();
        if !own.is_empty() {
            return self.antecedents(own, v);
        }
        let Some(h) = self.a.parent(v) else { return Vec::new() };
        if depth > 8 {
            return Vec::new();
        }
        match self.dep(v) {
            Dep::Conj if self.is_verb(h) || self.pos(h) == Pos::Aux || self.pos(h) == Pos::Adj => {
                self.subjects_at(h, depth + 1)
            }
            Dep::Xcomp | Dep::Ccomp | Dep::Advcl | Dep::Pcomp if self.dep(v) == Dep::Xcomp || self.bare(v) => {
                let joint = self.a.lower(h);
                let h = if self.dep(v) == Dep::Pcomp { self.a.head(h) } else { h };
                // "accused Russia of shelling", "kept the ships from sailing", "praised Chad for opening"
                if self.dep(v) == Dep::Pcomp
                    && (matches!(joint, "of" | "from") || (joint == "for" && OBJECT_ANSWERS.contains(&self.a.lemma(h))))
                    && self.is_verb(h)
                    && !self.is_passive(h)
                {
                    let objects = self.objects(h);
                    if !objects.is_empty() {
                        return objects;
                    }
                }
                if !(self.is_verb(h) || matches!(self.pos(h), Pos::Aux | Pos::Adj)) {
                    return Vec::new();
                }
                if self.dep(v) != Dep::Advcl && OBJECT_CONTROL.contains(&self.a.lemma(h)) {
                    let objects: Vec<usize> = self.objects(h);
                    if !objects.is_empty() {
                        return objects;
                    }
                    if self.is_passive(h) {
                        return self.subjects_at(h, depth + 1);
                    }
                    // "called on China to free", "appealed to China to free"
                    if let Some(p) = self
                        .a
                        .children_with(h, Dep::Prep)
                        .find(|&p| matches!(self.a.lower(p), "on" | "to" | "for" | "upon") && p < v)
                        && let Some(o) = self.a.child(p, Dep::Pobj)
                    {
                        return self.conjuncts(o);
                    }
                    if matches!(self.a.lemma(h), "force" | "tell" | "urge" | "order" | "allow" | "permit") {
                        return Vec::new();
                    }
                }
                self.subjects_at(h, depth + 1)
            }
            // "is willing to provide", "was ready to talk"
            Dep::Acomp if self.pos(v) == Pos::Adj => self.subjects_at(h, depth + 1),
            Dep::Relcl => self.conjuncts(h),
            // "forces backed by Iran", "a court sitting in Minsk"
            Dep::Acl if self.is_noun(h) => {
                if matches!(self.tag(v), Tag::Vbn | Tag::Vbg) {
                    vec![h]
                } else {
                    // "Merkel's request to release": who releases is the one that was asked, if anyone.
                    Vec::new()
                }
            }
            _ => Vec::new(),
        }
    }

    /// Without a subject word or a finite form of its own: "to leave", "accusing".
    fn bare(&self, v: usize) -> bool {
        matches!(self.tag(v), Tag::Vb | Tag::Vbg | Tag::Vbn)
    }

    /// Relative pronouns stand for what the clause hangs on.
    fn antecedents(&self, subjects: Vec<usize>, v: usize) -> Vec<usize> {
        subjects
            .into_iter()
            .flat_map(|s| {
                if matches!(self.tag(s), Tag::Wdt | Tag::Wp) {
                    let clause = std::iter::once(v).chain(self.a.ancestors(v)).find(|&x| self.dep(x) == Dep::Relcl);
                    if let Some(n) = clause.and_then(|c| self.a.parent(c)) {
                        return self.conjuncts(n);
                    }
                }
                vec![s]
            })
            .collect()
    }

    /// Direct objects, joined ones included; in a relative clause without one, what the clause hangs on.
    pub fn objects(&self, v: usize) -> Vec<usize> {
        let own: Vec<usize> =
            self.a.children(v).filter(|&c| self.dep(c) == Dep::Dobj).flat_map(|c| self.conjuncts(c)).collect();
        if !own.is_empty() {
            return self.antecedents(own, v);
        }
        // "urged China to free …" is often read as a clause with China as its subject.
        if OBJECT_CONTROL.contains(&self.a.lemma(v))
            && let Some(c) = self.a.child(v, Dep::Ccomp)
            && self.a.children(c).any(|x| self.dep(x) == Dep::Aux && self.tag(x) == Tag::To)
            && let Some(s) = self.a.child(c, Dep::Nsubj).or_else(|| self.a.child(c, Dep::Nsubjpass))
        {
            return self.conjuncts(s);
        }
        Vec::new()
    }

    /// Objects of the prepositions in `names` that hang on `i`, joined ones included.
    pub fn preposition_objects(&self, i: usize, names: &[&str]) -> Vec<usize> {
        let mut out = Vec::new();
        for c in self.a.children(i) {
            if matches!(self.dep(c), Dep::Prep | Dep::Agent | Dep::Dative) && names.contains(&self.a.lower(c)) {
                for o in self.a.children(c).filter(|&o| matches!(self.dep(o), Dep::Pobj)) {
                    out.extend(self.conjuncts(o));
                }
                // "against and on", "on or about": the object hangs on the last of them.
                for j in self.a.children_with(c, Dep::Conj) {
                    for o in self.a.children_with(j, Dep::Pobj) {
                        out.extend(self.conjuncts(o));
                    }
                }
            }
        }
        out
    }

    /// The clause of a predicate: its subtree without what is joined to it.
    pub fn clause(&self, v: usize) -> Range<usize> {
        let mut r = self.a.subtree(v);
        for c in self.a.children(v) {
            if self.dep(c) == Dep::Conj && self.is_verb(c) && c > v {
                r.end = r.end.min(self.a.subtree(c).start);
                // the "and" before it
                while r.end > v + 1 && matches!(self.dep(r.end - 1), Dep::Cc | Dep::Punct) {
                    r.end -= 1;
                }
            }
        }
        r.start.min(v)..r.end.max(v + 1)
    }

    /// Whether a negation hangs on `i` ("not", "never", "no", "neither").
    pub fn negated(&self, i: usize) -> bool {
        self.negation(i).is_some()
    }

    /// The word that turns the predicate at `i` round.
    pub fn negation(&self, i: usize) -> Option<usize> {
        self.a.children(i).find(|&c| {
            self.dep(c) == Dep::Neg
                // "no longer wants"
                || (matches!(self.a.lower(c), "longer" | "more") && self.a.children(c).any(|x| self.a.lower(x) == "no"))
                || (matches!(self.dep(c), Dep::Det | Dep::Preconj | Dep::Advmod | Dep::Cc)
                    && matches!(self.a.lower(c), "no" | "neither" | "nor" | "never" | "not" | "hardly" | "scarcely" | "barely"))
        })
    }

    /// Whether the verb at `v`, one of saying, only credits the clause that it is read as a complement of:
    /// "Kenya opposes the dam, two ministers said on Monday."
    pub fn credits(&self, v: usize) -> bool {
        let h = self.a.head(v);
        let r = self.a.subtree(v);
        matches!(self.dep(v), Dep::Ccomp | Dep::Advcl | Dep::Parataxis)
            && h < v
            && self.is_verb(h)
            && self.is_verb(v)
            && !self.is_passive(v)
            && (self.word(r.start) == "," || (r.start > 0 && self.word(r.start - 1) == ","))
            && r.end + 3 >= self.a.sentence(self.a.sentence_of(v)).end
            && self.a.children(v).any(|c| self.dep(c) == Dep::Nsubj && c < v)
            && !self.a.children(v).any(|c| {
                matches!(self.dep(c), Dep::Mark | Dep::Ccomp | Dep::Xcomp | Dep::Dobj)
                    || (self.dep(c) == Dep::Advmod && matches!(self.a.lower(c), "as" | "when" | "where"))
            })
    }

    /// Whether nobody and nothing takes part: "no soldiers were killed", "nobody will come", "neither side signed".
    pub fn negated_by_subject(&self, v: usize) -> bool {
        self.is_verb(v)
            && self.a.children(v).filter(|&c| matches!(self.dep(c), Dep::Nsubj | Dep::Nsubjpass)).any(|s| {
                matches!(self.a.lower(s), "nobody" | "none" | "nothing" | "neither")
                    || self
                        .a
                        .children(s)
                        .any(|c| self.dep(c) == Dep::Det && matches!(self.a.lower(c), "no" | "neither"))
            })
    }
}
