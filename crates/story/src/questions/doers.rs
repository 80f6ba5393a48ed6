//! Who did it: one deed laid to two doers, or laid to one who denies it.

use rashomon_lang::{Dep, EntityLabel};

use super::{Compared, Pair, demand, one_dispute_each, side, status, wording};
use crate::meaning::Meaning;
use crate::story::{Case, Dispute, DisputeKind};
use crate::tellings::{Filler, Telling, Told, filler_at, of_one_thing};

/// From here on two tellings are taken to be of one deed.
const ONE_DEED: f32 = 0.65;

/// A deed with who is said to have done it, or not to have.
struct Laid<'t> {
    telling: &'t Telling,
    doer: Filler,
    /// Whether it is said of the doer, or denied.
    did: bool,
}

/// Disputes on who did something.
pub(super) fn disputes(with: &Compared<'_>) -> Vec<Dispute> {
    let &Compared { cases, tellings, same_text, meaning } = with;
    let laid: Vec<Laid<'_>> = tellings.iter().filter_map(|t| laid(cases, t, meaning)).collect();
    let enough = ONE_DEED + demand(laid.len() * laid.len());
    let mut pairs = Vec::new();
    for (k, a) in laid.iter().enumerate() {
        for b in &laid[k + 1..] {
            let (x, y) = (a.telling, b.telling);
            if x.report == y.report || same_text(x.report, y.report) {
                continue;
            }
            let fit = one_deed(a, b, meaning);
            if fit >= enough {
                pairs.push(if a.did { Pair { one: x, other: y, fit } } else { Pair { one: y, other: x, fit } });
            }
        }
    }
    let doer = |t: &Telling| {
        laid.iter()
            .find(|l| std::ptr::eq(l.telling, t))
            .map_or_else(String::new, |l| if l.did { l.doer.name.clone() } else { format!("not {}", l.doer.name) })
    };
    let mut out: Vec<Dispute> = one_dispute_each(pairs)
        .into_iter()
        .map(|pairs| {
            let best = &pairs[0];
            let (status, why) =
                status(cases, best.one, best.other, "Both tell of one deed, and lay it to different doers.");
            Dispute {
                kind: DisputeKind::Actor,
                status,
                question: wording::who(&cases[best.one.report], best.one),
                sides: vec![
                    side(&doer(best.one), pairs.iter().map(|p| p.one)),
                    side(&doer(best.other), pairs.iter().map(|p| p.other)),
                ],
                why,
                confidence: best.fit.min(1.0),
            }
        })
        .collect();
    out.extend(corrected(with));
    out
}

/// "It was Tamsin, and not Quill": one report takes a deed from him to whom another lays it.
fn corrected(with: &Compared<'_>) -> Vec<Dispute> {
    let &Compared { cases, tellings, same_text, meaning } = with;
    let mut out: Vec<Dispute> = Vec::new();
    for new in tellings.iter().filter(|t| t.told == Told::Is) {
        let case = &cases[new.report];
        let a = &case.analysis;
        let s = a.sentence(a.sentence_of(new.head));
        let persons =
            || a.entities().iter().filter(|e| e.label == EntityLabel::Person && s.contains(&(e.first as usize)));
        let not = |e: &&rashomon_lang::Entity| e.first > 0 && a.lower(e.first as usize - 1) == "not";
        let (Some(old), Some(other)) = (persons().find(not), persons().find(|e| !not(e))) else { continue };
        let last = |e: &rashomon_lang::Entity| a.lower(e.last as usize - 1).to_owned();
        let (old, other) = (last(old), last(other));
        let laid = tellings.iter().find(|t| {
            t.told == Told::Is
                && t.report != new.report
                && !same_text(t.report, new.report)
                && t.agent.as_ref().is_some_and(|d| d.words.iter().any(|w| w.lemma == old))
                && t.predicate.iter().any(|w| meaning.best(w, new.words.iter().chain(&new.context)) >= 0.55)
        });
        let Some(laid) =
            laid.filter(|_| other != old && out.iter().all(|d| d.sides[1].statements[0].report != new.report))
        else {
            continue;
        };
        let (status, why) = status(cases, laid, new, "One report says that it was somebody else.");
        out.push(Dispute {
            kind: DisputeKind::Actor,
            status,
            question: wording::who(&cases[laid.report], laid),
            sides: vec![
                side(&laid.agent.as_ref().map(|d| d.name.clone()).unwrap_or_default(), std::iter::once(laid)),
                side(&format!("not {old}"), std::iter::once(new)),
            ],
            why,
            confidence: 0.75,
        });
    }
    out
}

/// "The attack was the work of X", "X was behind the attack", "X denies being behind the attack".
fn laid<'t>(cases: &[Case], t: &'t Telling, meaning: &Meaning<'_>) -> Option<Laid<'t>> {
    let case = &cases[t.report];
    let a = &case.analysis;
    if t.told == Told::Is && t.lemma == "be" {
        // "was the work of X", "was the doing of X"
        let attr = a
            .child(t.head, Dep::Attr)
            .filter(|&n| matches!(a.lower(n), "work" | "doing" | "fault" | "handiwork" | "act"))?;
        let by = a.children(attr).filter(|&c| a.lower(c) == "of").find_map(|c| a.child(c, Dep::Pobj))?;
        let doer = filler_at(cases, t.report, by, case.reading.event(t.event), meaning);
        return Some(Laid { telling: t, doer, did: true });
    }
    if matches!(t.lemma.as_str(), "deny" | "disclaim" | "disavow" | "repudiate") {
        let doer = t.subject.clone().filter(|s| s.named || !s.keys.is_empty())?;
        return Some(Laid { telling: t, doer, did: false });
    }
    // "We have nothing to do with this": said by the doer of whatever is spoken of.
    if t.lemma == "have"
        && a.child(t.head, Dep::Dobj)
            .is_some_and(|o| a.lower(o) == "nothing" && a.subtree(o).any(|i| a.lower(i) == "with"))
    {
        let doer = t.subject.clone().filter(|s| s.named || !s.keys.is_empty())?;
        return Some(Laid { telling: t, doer, did: false });
    }
    if t.told == Told::Is && !t.predicate.is_empty() && t.object.is_some() {
        let doer = t.agent.clone().filter(|d| !d.words.is_empty())?;
        return Some(Laid { telling: t, doer, did: true });
    }
    None
}

/// How surely two lay one deed to different doers.
fn one_deed(a: &Laid<'_>, b: &Laid<'_>, meaning: &Meaning<'_>) -> f32 {
    let same_doer = same(&a.doer, &b.doer, meaning);
    match (a.did, b.did) {
        (true, true) => {
            let m = of_one_thing(a.telling, b.telling, meaning);
            let named = a.doer.named && b.doer.named && a.doer.keys.len() + b.doer.keys.len() > 1;
            // One deed, one thing it was done to; two names for the doer.
            let one =
                m.predicate >= 0.85 && m.object.is_some_and(|o| o >= 0.8) && is_once(a.telling) && named && !same_doer;
            if one { 0.35 + 0.15 * m.predicate + 0.2 * m.object.unwrap_or(0.0) + 0.2 * m.covered } else { 0.0 }
        }
        (false, false) => 0.0,
        _ => {
            let (says, denies) = if a.did { (a, b) } else { (b, a) };
            if !same_doer {
                return 0.0;
            }
            // The deed that is denied, by its words; "nothing to do with it" denies whatever is laid to one.
            let anything = denies.telling.lemma == "have";
            let told = denies
                .telling
                .words
                .iter()
                .filter(|w| !denies.doer.words.iter().any(|d| d.term == w.term) && w.lemma != denies.telling.lemma)
                .any(|w| meaning.best(w, &says.telling.words) >= 0.8);
            if says.telling.lemma == "be" && (anything || told) { 0.75 } else { 0.0 }
        }
    }
}

/// Deeds that are done once to one thing.
fn is_once(t: &Telling) -> bool {
    t.predicate.iter().any(|w| {
        matches!(
            w.lemma.as_str(),
            "kill"
                | "murder"
                | "attack"
                | "bomb"
                | "shoot"
                | "destroy"
                | "start"
                | "build"
                | "found"
                | "invent"
                | "discover"
                | "write"
                | "design"
                | "steal"
                | "sink"
                | "set"
                | "assassinate"
                | "launch"
                | "order"
                | "sign"
                | "lead"
                | "organise"
                | "organize"
                | "request"
                | "propose"
                | "leak"
                | "blow up"
                | "shell"
                | "torch"
                | "burn"
                | "poison"
                | "hack"
                | "kidnap"
                | "abduct"
                | "rescue"
                | "fire"
                | "fly"
                | "drive"
                | "strike"
                | "hit"
        )
    })
}

/// Whether two words for a doer are one: by name, or by a word that only they share.
fn same(a: &Filler, b: &Filler, meaning: &Meaning<'_>) -> bool {
    if !a.keys.is_disjoint(&b.keys) {
        return true;
    }
    a.words.iter().any(|w| meaning.best(w, &b.words) >= 0.85)
}
