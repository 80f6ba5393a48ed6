//! Does the clause look back or ahead? Decides between last and next Friday.

use rashomon_lang::{Analysis, Dep, Tag};

use crate::lexicon::{Glue, Tense};
use crate::token::{Gap, Kind, Tok};

/// The tense of the verb that governs what stands at byte `start`.
pub(crate) fn governing(analysis: &Analysis, start: u32) -> Option<Tense> {
    let tokens = analysis.tokens();
    let at = tokens.partition_point(|t| t.span.end <= start);
    if at >= tokens.len() {
        return None;
    }
    for verb in std::iter::once(at).chain(analysis.ancestors(at)) {
        let tag = tokens[verb].tag;
        let aux = |want: &dyn Fn(usize) -> bool| {
            analysis.children(verb).any(|c| matches!(tokens[c].dep, Dep::Aux | Dep::Auxpass) && want(c))
        };
        match tag {
            Tag::Vbd => return Some(Tense::Past),
            Tag::Md => return Some(Tense::Future),
            Tag::Vb | Tag::Vbn | Tag::Vbg | Tag::Vbp | Tag::Vbz => {}
            _ => continue,
        }
        if aux(&|c| tokens[c].tag == Tag::Md) {
            return Some(Tense::Future);
        }
        match tag {
            Tag::Vbn if aux(&|_| true) => {
                // "has met", "was met" look back; "is scheduled" and "is due" ahead.
                let present = aux(&|c| matches!(analysis.lower(c), "is" | "are" | "'s" | "’s" | "'re"));
                return Some(if present && !aux(&|c| matches!(analysis.lower(c), "has" | "have" | "been")) {
                    ahead(analysis.lower(verb))
                } else {
                    Tense::Past
                });
            }
            Tag::Vbn => return Some(Tense::Past),
            Tag::Vbg if aux(&|c| matches!(analysis.lower(c), "was" | "were" | "been")) => return Some(Tense::Past),
            Tag::Vbg if aux(&|_| true) => return Some(Tense::Future),
            // "plans to meet on Friday": an infinitive lies ahead of its governor.
            Tag::Vb if aux(&|c| tokens[c].tag == Tag::To) => return Some(Tense::Future),
            Tag::Vb if aux(&|c| analysis.lower(c) == "did") => return Some(Tense::Past),
            Tag::Vbz | Tag::Vbp => return Some(Tense::Present),
            _ => {}
        }
    }
    None
}

fn ahead(verb: &str) -> Tense {
    if matches!(verb, "scheduled" | "expected" | "due" | "set" | "planned" | "slated" | "supposed") {
        Tense::Future
    } else {
        Tense::Present
    }
}

/// A guess from the words alone: the nearest verb to the left in the sentence, else to the right.
pub(crate) fn guess(toks: &[Tok], from: usize, to: usize) -> Option<Tense> {
    const REACH: usize = 30;
    // "Wednesday's ruling" has been made, whatever is to follow from it.
    if toks.get(to).is_some_and(|t| t.is(b'\'') && t.gap == Gap::None) && toks[from].word.weekday != 0 {
        return Some(Tense::Past);
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
            let modal = t == Tense::Past
                && toks[i.saturating_sub(3)..i]
                    .iter()
                    .any(|t| t.word.tense == Some(Tense::Future) || t.word.glue == Some(Glue::To));
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
