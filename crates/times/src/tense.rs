//! Does the clause look back or ahead? Decides between last and next Friday.

use rashomon_lang::{Analysis, Dep, Tag};
use rashomon_text::Span;

use crate::lexicon::{Glue, LEXICON, Tense, Until};
use crate::token::{Gap, Kind, Tok};

/// The tense of the verb that governs `span`.
pub(crate) fn governing(analysis: &Analysis, span: Span) -> Option<Tense> {
    let tokens = analysis.tokens();
    let first = tokens.partition_point(|t| t.span.end <= span.start);
    let end = first + tokens[first..].partition_point(|t| t.span.start < span.end);
    // The word that the rest of the expression hangs on: "Tuesday" of "9 a.m. Tuesday".
    let at = (first..end).find(|&i| analysis.parent(i).is_none_or(|p| p < first || p >= end))?;
    // "Wednesday's ruling" has been made, whatever is to follow from it.
    if tokens[at].dep == Dep::Poss {
        return Some(Tense::Past);
    }
    // "until Friday" looks ahead from wherever the verb stands.
    let limit = analysis.parent(at).map(|p| LEXICON.word(analysis.lower(p)).until);
    if limit == Some(Until::Ahead) {
        return Some(Tense::Future);
    }
    let tense = of_verbs(analysis, at);
    // "runs through Sunday" looks ahead, "had risen through August" does not.
    if limit == Some(Until::Through) && tense != Some(Tense::Past) { Some(Tense::Future) } else { tense }
}

/// Whether `span` stands before a noun and belongs to it: "a June agreement". The verb of the clause says little of
/// the time of such a noun.
pub(crate) fn of_a_noun(analysis: &Analysis, span: Span) -> bool {
    let tokens = analysis.tokens();
    let at = tokens.partition_point(|t| t.span.end <= span.start);
    tokens.get(at).is_some_and(|t| t.dep == Dep::Compound)
}

/// The tense of the nearest verb above token `at` that has one.
fn of_verbs(analysis: &Analysis, at: usize) -> Option<Tense> {
    let tokens = analysis.tokens();
    for verb in std::iter::once(at).chain(analysis.ancestors(at)) {
        let t = &tokens[verb];
        let has = |want: &dyn Fn(usize) -> bool| {
            analysis.children(verb).any(|c| matches!(tokens[c].dep, Dep::Aux | Dep::Auxpass) && want(c))
        };
        let word = |words: &'static [&'static str]| has(&|c| words.contains(&analysis.lower(c)));
        if !matches!(t.tag, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Md) {
            continue;
        }
        // "could be found" may be either; the clause above knows better.
        if word(&["could", "might"]) {
            continue;
        }
        if t.tag == Tag::Md || has(&|c| tokens[c].tag == Tag::Md) {
            return Some(Tense::Future);
        }
        if has(&|c| tokens[c].tag == Tag::To) {
            // A purpose or a part of what the governor tells; ahead of it only where that plans or a noun is waited for.
            let ahead = match analysis.parent(verb) {
                Some(p) => t.dep == Dep::Acl || t.dep == Dep::Relcl || LEXICON.word(analysis.lemma(p)).plans,
                None => true,
            };
            if ahead {
                return Some(Tense::Future);
            }
            continue;
        }
        let word_of = LEXICON.word(analysis.lemma(verb));
        let planned = word_of.plans;
        let present = word(&["is", "are", "'s", "’s", "'re", "’re", "am"]);
        return match t.tag {
            // "had been scheduled" tells of what has come otherwise.
            Tag::Vbn if planned && word(&["had"]) => Some(Tense::Past),
            _ if word_of.arranges => Some(Tense::Future),
            Tag::Vbd => Some(Tense::Past),
            // "is scheduled" looks ahead, "has met", "was met" and "killed" behind.
            Tag::Vbn if planned && (present || !has(&|_| true)) => Some(Tense::Future),
            Tag::Vbn if present && !word(&["has", "have", "been"]) => Some(Tense::Present),
            Tag::Vbn => Some(Tense::Past),
            Tag::Vbg if present => Some(Tense::Future),
            Tag::Vbg if word(&["was", "were", "been"]) => Some(Tense::Past),
            Tag::Vbg => continue,
            Tag::Vb if word(&["did"]) => Some(Tense::Past),
            // "Parliament meets on Monday", "the law takes effect Saturday" go by a timetable.
            Tag::Vbz | Tag::Vbp if planned || word_of.timetabled => Some(Tense::Future),
            Tag::Vbz | Tag::Vbp => Some(Tense::Present),
            _ => continue,
        };
    }
    None
}

/// "as soon as Friday", "as early as March": ahead, whatever the verb.
pub(crate) fn at_the_soonest(toks: &[Tok], text: &str, from: usize) -> bool {
    let word = |back: usize| from.checked_sub(back).map_or("", |i| &text[toks[i].start as usize..toks[i].end as usize]);
    word(1) == "as" && matches!(word(2), "soon" | "early")
}

/// A guess from the words alone: the nearest verb to the left in the sentence, else to the right.
pub(crate) fn guess(toks: &[Tok], from: usize, to: usize) -> Option<Tense> {
    const REACH: usize = 30;
    // "Wednesday's ruling" has been made, whatever is to follow from it.
    if toks.get(to).is_some_and(|t| t.is(b'\'') && t.gap == Gap::None) && toks[from].word.weekday != 0 {
        return Some(Tense::Past);
    }
    // "until Friday" looks ahead from wherever the verb stands.
    if from > 0 && toks[from - 1].word.glue == Some(Glue::To) && toks[from - 1].end - toks[from - 1].start > 2 {
        return Some(Tense::Future);
    }
    let ends = |t: &Tok| t.is(b'.') && t.gap == Gap::None || t.is(b'?') || t.is(b'!') || t.is(b';');
    let mut i = from;
    while i > 0 && from - i < REACH {
        if toks[i].gap == Gap::Break {
            break;
        }
        i -= 1;
        // A full stop ends the sentence when a capital follows; "U.S." inside one is taken for an end too often to care.
        if ends(&toks[i])
            && toks.get(i + 1).is_some_and(|n| n.capital && n.gap != Gap::None)
            && !(i > 0 && toks[i - 1].end - toks[i - 1].start <= 1)
        {
            break;
        }
        if toks[i].kind == Kind::Word
            && let Some(t) = toks[i].word.tense
        {
            // "will be held", "is to be opened": a participle under a modal.
            let before = &toks[i.saturating_sub(3)..i];
            let modal = t == Tense::Past
                && (before.iter().any(|t| t.word.modal)
                    || before.windows(2).any(|w| w[0].word.glue == Some(Glue::To) && !w[1].capital));
            return Some(if modal { Tense::Future } else { t });
        }
    }
    for t in toks[to.min(toks.len())..].iter().take(REACH) {
        if t.gap == Gap::Break || ends(t) {
            break;
        }
        if let Some(tense) = t.word.tense {
            return Some(tense);
        }
    }
    None
}
