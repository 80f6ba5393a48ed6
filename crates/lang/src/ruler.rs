//! Part of speech, morphology and some lemmas, by rules over tag, relation and word.

use std::sync::Arc;

use regex::Regex;

use crate::error::LoadError;
use crate::labels::{Dep, Pos, Tag};
use crate::store::WireReader;

/// A token as the rules see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) lower: &'a str,
    pub(crate) tag: Tag,
    pub(crate) dep: Dep,
    pub(crate) is_space: bool,
}

#[derive(Debug)]
enum WordTest {
    Any,
    In(Vec<Box<str>>),
    Matches(Regex),
}

#[derive(Debug)]
struct TokenTest {
    /// Bit per tag, bit per relation.
    tags: u64,
    deps: u64,
    word: WordTest,
    space: Option<bool>,
}

/// What rules set; `None` leaves what is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    pub(crate) tag: Option<Tag>,
    pub(crate) pos: Option<Pos>,
    pub(crate) dep: Option<Dep>,
    /// Number of a morphology.
    pub(crate) morph: Option<u16>,
    /// Number of a lemma.
    pub(crate) lemma: Option<u16>,
}

impl Attributes {
    fn then(&mut self, later: &Self) {
        self.tag = later.tag.or(self.tag);
        self.pos = later.pos.or(self.pos);
        self.dep = later.dep.or(self.dep);
        self.morph = later.morph.or(self.morph);
        self.lemma = later.lemma.or(self.lemma);
    }
}

#[derive(Debug)]
struct Pattern {
    /// Number of the rule: later rules win.
    rule: u16,
    tests: Vec<TokenTest>,
    /// The token that the attributes are for.
    index: usize,
    attributes: Attributes,
}

/// The rules.
#[derive(Debug)]
pub(crate) struct Ruler {
    single: Vec<Pattern>,
    /// Numbers in `single` of the patterns that a tag does not rule out, by tag.
    by_tag: Vec<Vec<u16>>,
    /// Patterns over two and more tokens.
    multi: Vec<Pattern>,
    /// Morphologies; number 0 is the empty one.
    pub(crate) morphs: Arc<Vec<Box<str>>>,
    pub(crate) lemmas: Vec<Box<str>>,
}

const ALL: u64 = u64::MAX;

impl Ruler {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, LoadError> {
        const NAME: &str = "ruler";
        let mut r = WireReader::new(bytes, NAME);
        let (mut single, mut multi, mut lemmas) = (Vec::new(), Vec::new(), Vec::new());
        let mut morphs = vec!["".into()];
        for rule in 0..r.u32()? {
            let index = r.u32()?;
            let mut attributes = Attributes::default();
            for _ in 0..r.u32()? {
                let (key, value) = (r.str()?, r.str()?);
                match key {
                    "TAG" => attributes.tag = Tag::from_label(value),
                    "POS" => attributes.pos = Pos::from_label(value),
                    "DEP" => attributes.dep = Dep::from_label(value),
                    // An underscore stands for no morphology.
                    "MORPH" => attributes.morph = Some(number(&mut morphs, if value == "_" { "" } else { value })),
                    _ => attributes.lemma = Some(number(&mut lemmas, value)),
                }
            }
            for _ in 0..r.u32()? {
                let tests = (0..r.u32()?).map(|_| TokenTest::read(&mut r)).collect::<Result<Vec<_>, _>>()?;
                if index >= tests.len() {
                    return Err(LoadError::Damaged(NAME));
                }
                let list = if tests.len() == 1 { &mut single } else { &mut multi };
                list.push(Pattern { rule: rule as u16, tests, index, attributes });
            }
        }
        let with_tag = |tag: &Tag| {
            let fits = |p: &Pattern| p.tests[0].tags >> *tag as u8 & 1 == 1;
            (0..single.len()).filter(|&i| fits(&single[i])).map(|i| i as u16).collect()
        };
        let by_tag = Tag::ALL.iter().map(with_tag).collect();
        Ok(Self { single, by_tag, multi, morphs: Arc::new(morphs), lemmas })
    }

    /// Patterns over one token that hold, in order of their rules.
    fn matching(&self, token: View<'_>) -> impl Iterator<Item = &Pattern> {
        let candidates = self.by_tag[token.tag as usize].iter().map(|&i| &self.single[i as usize]);
        candidates.filter(move |p| p.tests[0].holds(token))
    }

    /// What the rules over one token set for a token.
    pub(crate) fn apply(&self, token: View<'_>) -> Attributes {
        let mut a = Attributes::default();
        for p in self.matching(token) {
            a.then(&p.attributes);
        }
        a
    }

    /// Calls `hit` with a token and a rule wherever a pattern over several tokens that begins at `first` matches.
    pub(crate) fn find_multi<'a>(
        &self,
        first: usize,
        view: impl Fn(usize) -> Option<View<'a>>,
        mut hit: impl FnMut(usize, u16),
    ) {
        for p in &self.multi {
            if p.tests.iter().enumerate().all(|(i, t)| view(first + i).is_some_and(|v| t.holds(v))) {
                hit(first + p.index, p.rule);
            }
        }
    }

    /// What the rules over one token and the rules numbered in `also` set for a token.
    pub(crate) fn apply_with(&self, token: View<'_>, also: &[u16]) -> Attributes {
        let own = self.matching(token);
        let others = self.multi.iter().filter(|p| also.contains(&p.rule));
        let mut all: Vec<&Pattern> = own.chain(others).collect();
        all.sort_by_key(|p| p.rule);
        let mut a = Attributes::default();
        for p in all {
            a.then(&p.attributes);
        }
        a
    }
}

/// The number of `value` in `list`, appended if new.
fn number(list: &mut Vec<Box<str>>, value: &str) -> u16 {
    let at = list.iter().position(|v| **v == *value).unwrap_or_else(|| {
        list.push(value.into());
        list.len() - 1
    });
    at as u16
}

impl TokenTest {
    fn read(r: &mut WireReader<'_>) -> Result<Self, LoadError> {
        let mut test = Self { tags: ALL, deps: ALL, word: WordTest::Any, space: None };
        for _ in 0..r.u32()? {
            let (attribute, operator) = (r.str()?, r.str()?);
            let values = (0..r.u32()?).map(|_| r.str()).collect::<Result<Vec<_>, _>>()?;
            // Labels that no component gives match nothing.
            let bits = |bit: &dyn Fn(&str) -> Option<u8>| {
                let set = values.iter().filter_map(|v| bit(v)).fold(0, |set, b| set | 1u64 << b);
                if operator == "NOT_IN" { !set } else { set }
            };
            match (attribute, operator) {
                ("TAG", "IN" | "NOT_IN") => test.tags &= bits(&|v| Tag::from_label(v).map(|t| t as u8)),
                ("DEP", "IN" | "NOT_IN") => test.deps &= bits(&|v| Dep::from_label(v).map(|d| d as u8)),
                ("IS_SPACE", "IN") => test.space = Some(values.contains(&"True")),
                ("LOWER", "IN") => test.word = WordTest::In(values.iter().map(|&v| v.into()).collect()),
                ("LOWER", "REGEX") if values.len() == 1 => {
                    test.word = WordTest::Matches(Regex::new(values[0]).map_err(|e| LoadError::Rule(e.to_string()))?);
                }
                _ => return Err(LoadError::Rule(format!("{attribute} {operator} {values:?}"))),
            }
        }
        Ok(test)
    }

    fn holds(&self, t: View<'_>) -> bool {
        self.tags >> t.tag as u8 & 1 == 1
            && self.deps >> t.dep as u8 & 1 == 1
            && self.space.is_none_or(|s| s == t.is_space)
            && match &self.word {
                WordTest::Any => true,
                WordTest::In(words) => words.iter().any(|w| **w == *t.lower),
                WordTest::Matches(r) => r.is_match(t.lower),
            }
    }
}
