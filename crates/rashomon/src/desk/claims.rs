//! A claim held against what is kept: reports that share its telling words are found and read, the others are left alone.

use std::collections::HashMap;

use rashomon_lang::{Model, Pos};
use rashomon_page::{Report, read_document};
use rashomon_store::{Head, Query, Store, StoreError};
use rashomon_story::{Case, Check, Indexed, Relation, check_indexed};
use rashomon_text::Document;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::pipeline::{Settings, understand};

/// Characters of a claim at most: a sentence, or a few.
pub const LONGEST_CLAIM: usize = 1000;
/// Words of a claim that are searched for, and reports that each search may bring.
const WORDS: usize = 10;
const EACH: usize = 100;

/// A claim, understood.
pub struct Claim {
    index: Indexed,
    words: Vec<Vec<String>>,
}

/// What one report says to a claim.
pub struct Answer {
    /// The report's row.
    pub head: Head,
    /// The report, with its text.
    pub report: Report,
    /// Whether it supports or disputes the claim, and by which sentences.
    pub check: Check,
}

impl Claim {
    /// Reads a claim. `None` if there is no word in it that reports could be searched for.
    #[must_use]
    pub fn read(text: &str, model: &Model) -> Option<Self> {
        let document = Document { id: "claim".to_owned(), text: text.to_owned(), ..Document::default() };
        let case = understand(model, read_document(document), Settings::default());
        let words = telling(&case);
        (!words.is_empty()).then(|| Self { index: Indexed::new(&case, model), words })
    }

    /// Reports that share most of its words, at most `most`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn candidates(&self, store: &Store, most: usize) -> Result<Vec<(Head, Report)>, StoreError> {
        let heads = candidates(store, &self.words, most)?;
        heads.into_iter().map(|h| Ok((h.clone(), store.report(&h)?))).collect()
    }

    /// What these say to it, those about something else left out: first those that support or dispute it, then those that only
    /// mention it.
    #[must_use]
    pub fn hold_against(&self, reports: Vec<(Head, Report)>, model: &Model, settings: Settings) -> Vec<Answer> {
        let one = |(head, report): (Head, Report)| {
            let case = understand(model, report, settings);
            let check = check_indexed(&self.index, &Indexed::new(&case, model));
            Answer { head, report: case.report, check }
        };
        let mut answers: Vec<Answer> = reports.into_par_iter().map(one).collect();
        answers.retain(|a| a.check.relation != Relation::Unrelated);
        // Stable: among those of one kind the one that shares most with the claim is first.
        answers.sort_by_key(|a| a.check.relation == Relation::Mentions);
        answers
    }
}

/// The words of a claim that tell most: names before nouns and numbers, these before verbs and adjectives; each with its forms.
fn telling(claim: &Case) -> Vec<Vec<String>> {
    let a = &claim.analysis;
    let mut words: Vec<(u8, Vec<String>)> = Vec::new();
    for (i, token) in a.tokens().iter().enumerate() {
        let rank = match token.pos {
            Pos::Propn => 0,
            Pos::Noun | Pos::Num => 1,
            Pos::Verb | Pos::Adj => 2,
            _ => continue,
        };
        let mut forms = Vec::new();
        for form in [token.span.of(&claim.report.text), a.lemma(i)] {
            let form = form.to_lowercase();
            if form.chars().any(char::is_alphanumeric) && !forms.contains(&form) {
                forms.push(form);
            }
        }
        if !forms.is_empty() && words.iter().all(|w| w.1 != forms) {
            words.push((rank, forms));
        }
    }
    words.sort_by_key(|w| w.0);
    words.into_iter().take(WORDS).map(|w| w.1).collect()
}

/// Reports that share most of the claim's words, a word counting the more the fewer reports hold it; at most `most`.
fn candidates(store: &Store, words: &[Vec<String>], most: usize) -> Result<Vec<Head>, StoreError> {
    let mut found: Vec<HashMap<String, Head>> = Vec::with_capacity(words.len());
    for forms in words {
        let mut heads = HashMap::new();
        for form in forms {
            look(store, &quoted(form), &mut heads)?;
        }
        found.push(heads);
    }
    let weight = |n: usize| 1.0 / (1.0 + found[n].len() as f64).ln_1p();
    let mut scores: HashMap<String, (f64, Head)> = HashMap::new();
    let mut add = |heads: HashMap<String, Head>, weight: f64| {
        for (id, head) in heads {
            scores.entry(id).or_insert((0.0, head)).0 += weight;
        }
    };
    // Of a word that many reports hold, a search brings the best for that word, not for the claim: pairs bring those that hold both.
    for n in 0..words.len() {
        for m in 0..n {
            if found[n].len() >= EACH && found[m].len() >= EACH {
                let mut both = HashMap::new();
                look(store, &format!("{} {}", quoted(&words[n][0]), quoted(&words[m][0])), &mut both)?;
                add(both, weight(n) + weight(m));
            }
        }
        add(found[n].clone(), weight(n));
    }
    let mut ranked: Vec<(f64, Head)> = scores.into_values().collect();
    ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then(y.1.no.cmp(&x.1.no)));
    Ok(ranked.into_iter().take(most).map(|r| r.1).collect())
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace(['"', '“', '”'], " "))
}

fn look(store: &Store, query: &str, heads: &mut HashMap<String, Head>) -> Result<(), StoreError> {
    for hit in store.search(&Query::parse(query)?, 0, EACH)?.hits {
        heads.insert(hit.head.id.clone(), hit.head);
    }
    Ok(())
}
