//! Lemmas by rule: suffixes replaced, checked against a list of known forms, with exceptions first.

use rustc_hash::FxHashMap;

use crate::chars::is_alpha;
use crate::error::LoadError;
use crate::hash::murmur64a;
use crate::labels::Pos;
use crate::store::{Section, Store, WireReader};

/// Rules for one part of speech.
#[derive(Debug, Default)]
struct Table {
    rules: Vec<(Box<str>, Box<str>)>,
    exceptions: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// Known forms: a range of the sorted hashes.
    forms: (usize, usize),
}

/// The tables.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    tables: Vec<Table>,
    forms: Section,
}

impl Lemmatizer {
    pub(crate) fn read(store: &Store) -> Result<Self, LoadError> {
        const NAME: &str = "lemma.rules";
        let mut r = WireReader::new(store.bytes(store.section(NAME)?), NAME);
        let forms = store.section("lemma.forms")?;
        let n = store.u64s(forms).len();
        let mut tables = Vec::new();
        for _ in Pos::ALL {
            let mut t = Table::default();
            for _ in 0..r.u32()? {
                t.rules.push((r.str()?.into(), r.str()?.into()));
            }
            for _ in 0..r.u32()? {
                let form = r.str()?.into();
                let lemmas = (0..r.u32()?).map(|_| r.str().map(Into::into)).collect::<Result<_, _>>()?;
                t.exceptions.insert(form, lemmas);
            }
            t.forms = (r.u64()? as usize, r.u64()? as usize);
            if t.forms.0 > t.forms.1 || t.forms.1 > n {
                return Err(LoadError::Damaged(NAME));
            }
            tables.push(t);
        }
        Ok(Self { tables, forms })
    }

    /// The lemma of a word, appended to `out`.
    pub(crate) fn lemma(&self, store: &Store, text: &str, lower: &str, pos: Pos, morph: &str, out: &mut String) {
        let table = &self.tables[pos as usize];
        if pos == Pos::Space || is_base_form(pos, morph) {
            out.push_str(lower);
            return;
        }
        let forms = &store.u64s(self.forms)[table.forms.0..table.forms.1];
        if table.rules.is_empty() && table.exceptions.is_empty() && forms.is_empty() {
            out.push_str(if pos == Pos::Propn { text } else { lower });
            return;
        }
        let known = |form: &str| forms.binary_search(&murmur64a(form.as_bytes(), 1)).is_ok();
        // Known forms go to the front as they come, others behind: the last known one found is first.
        let mut found: Vec<String> = Vec::new();
        let mut unknown: Option<String> = None;
        for (old, new) in &table.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
            } else if known(&form) {
                found.insert(0, form);
            } else if !form.chars().all(is_alpha) {
                found.push(form);
            } else if unknown.is_none() {
                unknown = Some(form);
            }
        }
        for form in table.exceptions.get(lower).into_iter().flatten() {
            if !found.iter().any(|f| **f == **form) {
                found.insert(0, form.to_string());
            }
        }
        match found.first().or(unknown.as_ref()) {
            Some(form) => out.push_str(form),
            None => out.push_str(text),
        }
    }
}

/// Whether a word of this kind is its own lemma.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let value = |key: &str| morph.split('|').filter_map(|f| f.split_once('=')).find(|(k, _)| *k == key).map(|(_, v)| v);
    let verb_form = value("VerbForm");
    match pos {
        Pos::Noun if value("Number") == Some("Sing") => true,
        Pos::Verb if verb_form == Some("Fin") && value("Tense") == Some("Pres") && value("Number").is_none() => true,
        _ => matches!(verb_form, Some("Inf" | "None")) || value("Degree") == Some("Pos"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_forms_are_told_by_morphology() {
        assert!(is_base_form(Pos::Noun, "Number=Sing"));
        assert!(!is_base_form(Pos::Noun, "Number=Plur"));
        assert!(is_base_form(Pos::Verb, "Tense=Pres|VerbForm=Fin"));
        assert!(!is_base_form(Pos::Verb, "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"));
        assert!(is_base_form(Pos::Aux, "VerbForm=Inf") && is_base_form(Pos::Adj, "Degree=Pos"));
        assert!(!is_base_form(Pos::Adj, "Degree=Cmp"));
    }
}
