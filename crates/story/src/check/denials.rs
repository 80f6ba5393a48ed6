//! What a sentence says is not so, and how far that reaches.

use std::ops::Range;

use rashomon_lang::{Analysis, Dep};

use crate::story::Case;

/// What is said not to be so.
#[derive(Debug)]
pub(super) struct Denial {
    /// The words that it rests on: what does not happen, who does not do it.
    pub core: Vec<usize>,
    /// All words that it reaches.
    pub reach: Vec<usize>,
}

/// The denials of a sentence: by "not" and "no", and by verbs that say that something does not happen ("failed to").
pub(super) fn denials(case: &Case, range: Range<usize>, word_of: &[Option<usize>]) -> Vec<Denial> {
    let a = &case.analysis;
    let mut tops: Vec<usize> = Vec::new();
    for i in range.clone() {
        let lower = a.lower(i);
        let top = match lower {
            "no" | "neither" if a.token(i).dep != Dep::Intj => nothing(a, a.head(i)),
            "nobody" | "none" | "nothing" => nothing(a, i),
            "without" => a.child(i, Dep::Pobj).or_else(|| a.child(i, Dep::Pcomp)).unwrap_or(i),
            _ if matches!(lower, "not" | "n't" | "n’t" | "never" | "cannot") || a.token(i).dep == Dep::Neg => {
                a.head(i)
            }
            _ => continue,
        };
        if range.contains(&top) {
            tops.push(top);
        }
    }
    tops.extend(
        case.reading
            .events
            .iter()
            .filter(|e| e.factuality <= -1.0 && !e.nominal && range.contains(&(e.head as usize)))
            .map(|e| e.head as usize),
    );
    tops.sort_unstable();
    tops.dedup();
    let mut out = Vec::new();
    for (n, &top) in tops.iter().enumerate() {
        // What a denied verb governs is denied with it.
        if tops[..n].iter().chain(&tops[n + 1..]).any(|&t| t != top && a.is_within(top, t)) {
            continue;
        }
        let mut reach: Vec<usize> =
            a.subtree(top).filter(|&i| i < word_of.len() && reached(a, i, top)).filter_map(|i| word_of[i]).collect();
        // "He has no tattoo": having is denied with it, and of him.
        let mut core: Vec<usize> = word_of[top].into_iter().collect();
        let up = a.token(top).dep;
        if matches!(up, Dep::Dobj | Dep::Attr | Dep::Pobj)
            && let Some(verb) = a.ancestors(top).find(|&v| word_of[v].is_some())
        {
            reach.extend(word_of[verb]);
        }
        reach.sort_unstable();
        reach.dedup();
        core.retain(|w| reach.contains(w));
        if !reach.is_empty() {
            out.push(Denial { core, reach });
        }
    }
    out
}

/// What "no man", "nobody" deny: what they would do, or that they are there.
fn nothing(a: &Analysis, noun: usize) -> usize {
    match a.parent(noun) {
        Some(verb) if matches!(a.token(noun).dep, Dep::Nsubj | Dep::Nsubjpass) => {
            // "There is no man", "no man is there": the man.
            if a.child(verb, Dep::Expl).is_some() && a.lemma(verb) == "be" { noun } else { verb }
        }
        _ => noun,
    }
}

/// Whether a denial of `top` reaches token `i` below it: not into clauses that run beside it.
fn reached(a: &Analysis, i: usize, top: usize) -> bool {
    let mut at = i;
    while at != top {
        let beside = match a.token(at).dep {
            Dep::Conj => matches!(a.token(at).pos, rashomon_lang::Pos::Verb | rashomon_lang::Pos::Aux),
            Dep::Advcl | Dep::Parataxis => true,
            _ => false,
        };
        if beside {
            return false;
        }
        match a.parent(at) {
            Some(p) => at = p,
            None => return false,
        }
    }
    true
}
