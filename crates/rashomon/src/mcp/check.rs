//! `check_claim`: do the reports bear a claim out, or dispute it?

use std::collections::HashMap;

use rashomon_lang::{Model, Pos};
use rashomon_page::{Report, read_document};
use rashomon_store::{Head, Query, Store};
use rashomon_story::{Case, Check, Indexed, Relation, check_indexed};
use rashomon_text::{CodePoints, Document};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quote::{Quote, ReportRef, named};
use super::room::LeftOut;
use super::{Ask, Desk, McpError, within};
use crate::pipeline::{Settings, understand};

const USUAL: usize = 10;
const MOST: usize = 20;
/// Characters of a claim: a sentence, or a few.
const LONGEST_CLAIM: usize = 1000;
/// Words of a claim that are searched for, and reports that each search may bring.
const WORDS: usize = 10;
const EACH: usize = 100;
/// Code points of a sentence that is quoted, and sentences of a report.
const QUOTE: u32 = 600;
const QUOTES: usize = 3;

/// A claim.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckArgs {
    /// The claim, one plain English sentence that says that something is so: "The port of Brenmouth was closed on Tuesday."
    #[schemars(length(min = 1, max = 1000))]
    claim: String,
    /// Reports at most; 10 if nothing is said
    #[schemars(range(min = 1, max = 20))]
    limit: Option<usize>,
}

/// What reports say to a claim.
#[derive(Debug, JsonSchema, Serialize)]
pub struct CheckAnswer {
    /// Reports that support or dispute it, then those that only mention it
    reports: Vec<Checked>,
    /// How many reports were read for it: those that share its telling words. That others say nothing to it does not follow
    looked_at: usize,
    /// How many of these are about something else
    unrelated: usize,
    /// What there is more of
    left_out: Vec<LeftOut>,
}

/// What one report says to a claim.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Checked {
    /// supports: it says that it is so; disputes: it says that it is not, or something that cannot be so as well; mentions: it tells of it without saying whether it is so
    relation: String,
    /// How sure the program is that the report disputes the claim, 0 to 1
    disputes_score: f64,
    /// The sentences that it goes by
    quotes: Vec<Quote>,
    /// What the answer rests on
    why: String,
    #[serde(flatten)]
    report: ReportRef,
    /// Its story
    story: Option<String>,
}

impl Ask for CheckArgs {
    const NAME: &'static str = "check_claim";
    const TITLE: &'static str = "Check a claim";
    const DESCRIPTION: &'static str = "Tells which reports of the collection support a claim, dispute it, or only mention it, with the \
        sentences they go by. It says what reports say, never whether the claim is true. The first call takes a while: the language \
        engine is opened for it.";
    type Answer = CheckAnswer;

    fn answer(self, desk: &Desk) -> Result<CheckAnswer, McpError> {
        let limit = within("limit", self.limit, USUAL, MOST)?;
        if self.claim.chars().count() > LONGEST_CLAIM {
            return Err(McpError::Ask(format!("a claim has at most {LONGEST_CLAIM} characters: give one sentence")));
        }
        // A store that is not there needs no engine to say so.
        desk.ask(|_| Ok(()))?;
        let model = desk.model()?;
        let claim = read_document(Document { id: "claim".to_owned(), text: self.claim, ..Document::default() });
        let claim = understand(&model, claim, Settings::default());
        let words = telling(&claim);
        if words.is_empty() {
            return Err(McpError::Ask("there is no word in the claim that reports could be searched for".to_owned()));
        }
        let claim = Indexed::new(&claim, &*model);
        let found = desk.ask(|store| {
            let heads = candidates(store, &words, desk.reports)?;
            heads.into_iter().map(|h| Ok((store.report(&h)?, h))).collect::<Result<Vec<(Report, Head)>, McpError>>()
        })?;
        let looked_at = found.len();
        let settings = desk.settings();
        let mut checked: Vec<(Check, Checked)> = found
            .into_par_iter()
            .map(|(report, head)| one(&model, &claim, report, head, settings))
            .filter(|(check, _)| check.relation != Relation::Unrelated)
            .collect();
        let unrelated = looked_at - checked.len();
        // Stable: among those of one kind the one that shares most with the claim is first.
        checked.sort_by_key(|(check, _)| check.relation == Relation::Mentions);
        let all = checked.len();
        let items = checked.into_iter().take(limit).map(|c| Ok::<_, McpError>(c.1));
        let (reports, rest) = desk.room().fill(all, items)?;
        let mut left_out = Vec::new();
        LeftOut::note(&mut left_out, "reports", rest);
        Ok(CheckAnswer { reports, looked_at, unrelated, left_out })
    }
}

fn one(model: &Model, claim: &Indexed, report: Report, head: Head, settings: Settings) -> (Check, Checked) {
    let case = understand(model, report, settings);
    let check = check_indexed(claim, &Indexed::new(&case, model));
    let text = &case.report.text;
    let points = CodePoints::new(text);
    let quote = |s: &rashomon_text::Span| Quote::of(&head.id, points.span(*s).0, s.of(text), QUOTE);
    let told = Checked {
        relation: check.relation.as_str().to_owned(),
        disputes_score: f64::from((check.score.clamp(0.0, 1.0) * 100.0).round()) / 100.0,
        quotes: check.evidence.iter().take(QUOTES).map(quote).collect(),
        why: named(&check.why),
        report: ReportRef::from(&head),
        story: head.story,
    };
    (check, told)
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
fn candidates(store: &Store, words: &[Vec<String>], most: usize) -> Result<Vec<Head>, McpError> {
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

fn look(store: &Store, query: &str, heads: &mut HashMap<String, Head>) -> Result<(), McpError> {
    for hit in store.search(&Query::parse(query)?, 0, EACH)?.hits {
        heads.insert(hit.head.id.clone(), hit.head);
    }
    Ok(())
}
