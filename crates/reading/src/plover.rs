//! What a record of PLOVER says besides the type: quadrant, scale, contexts of an event, sector of an actor.
//!
//! After the PLOVER manual (Open Event Data Alliance): contexts are the "why" of an event and are looked for in its
//! sentence; sectors are the roles of actors; the scale is the manual's table of conflict and cooperation scores.

use std::sync::LazyLock;

use rashomon_lang::Analysis;
use rashomon_text::Span;
use rustc_hash::FxHashMap;

use crate::lexicon::{alternatives, rows};
use crate::reading::{Actor, ActorKind, Plover};

impl Plover {
    /// Quadrant of the manual: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    ///
    /// ```
    /// # use rashomon_reading::Plover;
    /// assert_eq!(Plover::Aid.quadrant(), 2);
    /// assert_eq!(Plover::Sanction.quadrant(), 4);
    /// ```
    #[must_use]
    pub fn quadrant(self) -> u8 {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => 1,
            Self::Cooperate | Self::Aid | Self::Retreat => 2,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => 3,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => 4,
        }
    }

    /// Conflict and cooperation score of the manual, from −9.3 (most conflict) to 7.6 (most cooperation).
    ///
    /// ```
    /// # use rashomon_reading::Plover;
    /// assert!(Plover::Assault.scale() < Plover::Accuse.scale());
    /// ```
    #[must_use]
    pub fn scale(self) -> f32 {
        match self {
            Self::Assault => -9.3,
            Self::Coerce => -7.2,
            Self::Protest => -6.6,
            Self::Mobilize => -5.3,
            Self::Sanction => -5.2,
            Self::Threaten => -5.1,
            Self::Request => -5.0,
            Self::Reject => -4.2,
            Self::Accuse => -2.0,
            Self::Consult => 2.1,
            Self::Agree => 4.2,
            Self::Support => 4.6,
            Self::Concede => 5.0,
            Self::Cooperate => 6.8,
            Self::Aid => 7.4,
            Self::Retreat => 7.6,
        }
    }
}

/// Words to contexts, by first word; with the second where there is one.
struct Contexts(FxHashMap<&'static str, Vec<(Option<&'static str>, &'static str)>>);

fn contexts_table() -> &'static Contexts {
    static TABLE: LazyLock<Contexts> = LazyLock::new(|| {
        let mut table: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for row in rows(include_str!("../data/contexts.tsv")) {
            let [context, words] = row[..] else { continue };
            for word in alternatives(words) {
                let (first, rest) = word.split_once(' ').map_or((word, None), |(a, b)| (a, Some(b)));
                table.entry(first).or_default().push((rest, context));
            }
        }
        Contexts(table)
    });
    &TABLE
}

/// The contexts of PLOVER that the words of the sentence around `at` speak of, in the order of the table's words.
///
/// ```
/// # use rashomon_lang::Analysis;
/// # use rashomon_text::Span;
/// // No sentence, no context.
/// assert!(rashomon_reading::contexts(&Analysis::default(), Span::new(0, 0)).is_empty());
/// ```
#[must_use]
pub fn contexts(analysis: &Analysis, at: Span) -> Vec<&'static str> {
    let table = contexts_table();
    let mut out: Vec<&'static str> = Vec::new();
    let Some(sentence) = analysis.sentences().find(|r| analysis.span(r.clone()).overlaps(at)) else { return out };
    for i in sentence.clone() {
        let lemma = analysis.lemma(i).to_lowercase();
        for word in [lemma.as_str(), analysis.lower(i)] {
            for &(rest, context) in table.0.get(word).into_iter().flatten() {
                let follows = |rest: &str| {
                    rest.split(' ').enumerate().all(|(k, w)| {
                        let j = i + 1 + k;
                        j < sentence.end && (analysis.lower(j) == w || analysis.lemma(j) == w)
                    })
                };
                if rest.is_none_or(follows) && !out.contains(&context) {
                    out.push(context);
                }
            }
        }
    }
    out
}

/// What `sectors.tsv` says, by word.
#[derive(Default)]
struct Sectors {
    roles: FxHashMap<&'static str, &'static str>,
    kinds: FxHashMap<&'static str, &'static str>,
    codes: FxHashMap<&'static str, &'static str>,
}

fn sectors_table() -> &'static Sectors {
    static TABLE: LazyLock<Sectors> = LazyLock::new(|| {
        let mut table = Sectors::default();
        for row in rows(include_str!("../data/sectors.tsv")) {
            let [sector, by, words] = row[..] else { continue };
            let column = match by {
                "kind" => &mut table.kinds,
                "code" => &mut table.codes,
                _ => &mut table.roles,
            };
            for word in alternatives(words) {
                column.entry(word).or_insert(sector);
            }
        }
        table
    });
    &TABLE
}

/// The actor code of PLOVER: the state's, or for what belongs to no state one of the manual's ("IGO"); `None` where
/// neither is known.
///
/// ```
/// # use rashomon_reading::{Actor, ActorKind, actor_code};
/// let actor = Actor {
///     name: "United Nations".into(), kind: ActorKind::Organisation, country: None, of: None,
///     role: None, named: true, anonymous: false, mentions: vec![],
/// };
/// assert_eq!(actor_code(&actor), Some("IGO"));
/// ```
#[must_use]
pub fn actor_code(actor: &Actor) -> Option<&str> {
    let transnational = actor.kind == ActorKind::ArmedGroup && actor.named;
    actor
        .country
        .as_deref()
        .or_else(|| sectors_table().codes.get(actor.name.as_str()).copied())
        .or(transnational.then_some("IMG"))
}

/// The sector of PLOVER ("GOV", "MIL") that an actor belongs to, by its office or calling, or by its kind.
///
/// ```
/// # use rashomon_reading::{Actor, ActorKind, sector};
/// let mut actor = Actor {
///     name: "Ana Lupu".into(), kind: ActorKind::Person, country: Some("MDA".into()), of: None,
///     role: Some("prosecutor".into()), named: true, anonymous: false, mentions: vec![],
/// };
/// assert_eq!(sector(&actor), Some("JUD"));
/// actor.role = None;
/// assert_eq!(sector(&actor), None);
/// ```
#[must_use]
pub fn sector(actor: &Actor) -> Option<&'static str> {
    let Sectors { roles, kinds, .. } = sectors_table();
    let by_words = |words: &str| {
        let words = words.to_lowercase();
        let last = words.rsplit(' ').next().unwrap_or("");
        roles.get(words.as_str()).or_else(|| roles.get(last)).copied().or_else(|| {
            // "rebels" for "rebel"
            let one = last.strip_suffix('s')?;
            roles.get(one).copied()
        })
    };
    actor
        .role
        .as_deref()
        .and_then(by_words)
        .or_else(|| kinds.get(actor.kind.as_str()).copied())
        .or_else(|| (!actor.named).then(|| by_words(&actor.name)).flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_understood() {
        let contexts: Vec<_> = rows(include_str!("../data/contexts.tsv")).collect();
        assert_eq!(contexts.len(), 37, "the manual names 37 contexts");
        assert!(contexts.iter().all(|r| r.len() == 2));
        for r in rows(include_str!("../data/sectors.tsv")) {
            assert!(r.len() == 3 && r[0].len() == 3 && matches!(r[1], "kind" | "role" | "code"), "sectors.tsv: {r:?}");
            if r[1] == "kind" {
                assert!(alternatives(r[2]).all(|k| ActorKind::from_name(k).is_some()), "sectors.tsv: {r:?}");
            }
        }
    }
}
