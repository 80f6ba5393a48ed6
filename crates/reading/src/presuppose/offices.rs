//! Where the text speaks of somebody as in office, a date outside the term cannot be that of the article.

use rashomon_page::Report;
use rashomon_text::PartialDate;

use super::shown;
use crate::actors::Cast;
use crate::lexicon::{Holder, Lexicon};
use crate::parsed::Parsed;
use crate::reading::{Actor, ActorKind, MentionKind};

/// So many of the other dates that a page shows are spoken of; more would be a list of teasers.
const MOST_OTHERS: usize = 3;

pub(super) fn warnings(report: &Report, p: Parsed<'_>, cast: &Cast, lexicon: &Lexicon) -> Vec<String> {
    let mut out = Vec::new();
    // What our clock and the server's say is on no page, and nobody takes it for the date of one.
    let dates = report
        .other_dates
        .iter()
        .filter(|d| !matches!(d.basis.as_str(), "fetched" | "Last-Modified"))
        .take(MOST_OTHERS)
        .map(|d| (d, false))
        .chain(report.published.iter().map(|d| (d, true)));
    for (dated, taken) in dates {
        if dated.date.year.is_none() {
            continue;
        }
        let Some((actor, terms)) = cast.actors.iter().find_map(|a| {
            let terms = in_office(a, p, lexicon)?;
            (!terms.iter().any(|h| covers(h, dated.date))).then_some((a, terms))
        }) else {
            continue;
        };
        let terms: Vec<String> = terms
            .iter()
            .map(|h| if h.to.is_empty() { format!("since {}", h.since) } else { format!("{} to {}", h.since, h.to) })
            .collect();
        let role = in_office_role(actor, lexicon);
        out.push(format!(
            "{}, but the text speaks of {} as {role} in office ({}): {}",
            shown(dated),
            actor.name,
            terms.join(", "),
            if taken { "that can hardly be the date of the article" } else { "that is not the date of the article" },
        ));
    }
    out
}

/// The terms of an actor whom the text treats as holding office now; `None` where it does not, or nothing is known.
fn in_office<'l>(actor: &Actor, p: Parsed<'_>, lexicon: &'l Lexicon) -> Option<Vec<&'l Holder>> {
    if actor.kind != ActorKind::Person || !actor.named || actor.role.as_deref().is_some_and(|r| r.starts_with("former"))
    {
        return None;
    }
    let terms: Vec<&Holder> = lexicon.holders.iter().filter(|h| h.name == actor.name).collect();
    let role = terms.first()?.role.clone();
    let last = role.rsplit(' ').next().unwrap_or("").to_owned();
    let spoken_of = actor.mentions.iter().any(|m| {
        let head = m.head as usize;
        let lemma = p.a.lemma(head).to_lowercase();
        let former = p.phrase(head).any(|t| matches!(p.a.lower(t), "former" | "ex" | "then" | "late" | "ex-president"));
        // "the American president", "Donald Trump's administration", "President Trump"
        !former
            && ((m.kind == MentionKind::Nominal && lemma == last)
                || (p.dep(head) == rashomon_lang::Dep::Poss
                    && matches!(p.a.lemma(p.a.head(head)), "administration" | "government" | "presidency"))
                || p.a.children(head).any(|c| {
                    c < head && p.a.lower(c) == last && !p.a.children(c).any(|x| matches!(p.a.lower(x), "former"))
                }))
    });
    spoken_of.then_some(terms)
}

fn in_office_role(actor: &Actor, lexicon: &Lexicon) -> String {
    lexicon.holders.iter().find(|h| h.name == actor.name).map_or_else(String::new, |h| h.role.clone())
}

/// Whether a date, as far as it is known, can lie in a term.
fn covers(h: &Holder, date: PartialDate) -> bool {
    let d = date.to_string();
    let n = d.len();
    let from = h.since.get(..n).unwrap_or(&h.since);
    let to = h.to.get(..n).unwrap_or(&h.to);
    from <= d.as_str() && (h.to.is_empty() || d.as_str() <= to)
}
