//! Descriptions ("the Russian president", "a US official", "both parties") and pronouns.

use rashomon_lang::{Dep, Pos, Tag};

use super::{Builder, new_actor};
use crate::reading::{Actor, ActorId, ActorKind, MentionKind};

/// How many sentences back a pronoun looks.
const REACH: usize = 3;
/// How many mentions back a description looks: articles are shorter, and a book must not take for ever.
const FAR: usize = 3000;

impl Builder<'_> {
    /// Descriptions and pronouns, in order of the text, so that each can look back at all before it.
    pub(super) fn nominals(&mut self) {
        // Heads seen so far, with whom they mean.
        let mut seen: Vec<(usize, ActorId)> = Vec::new();
        for i in 0..self.p.a.len() {
            if self.cast.at[i].is_empty() && !self.taken[i] {
                match self.p.pos(i) {
                    Pos::Pron | Pos::Det => self.pronoun(i, &seen),
                    Pos::Noun | Pos::Propn => self.nominal(i, &seen),
                    _ => {}
                }
            }
            seen.extend(self.cast.at[i].iter().map(|&id| (i, id)));
            if let Some(m) = self.cast.modifier[i] {
                seen.push((i, m));
            }
        }
    }

    fn nominal(&mut self, i: usize, seen: &[(usize, ActorId)]) {
        let p = self.p;
        if matches!(p.dep(i), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Npadvmod) {
            return;
        }
        let lemma = p.a.lemma(i).to_lowercase();
        let pair = i.checked_sub(1).map(|j| format!("{} {lemma}", p.a.lower(j)));
        let pair = pair.filter(|w| self.lexicon.person_nouns.contains_key(w));
        let plural =
            matches!(p.tag(i), Tag::Nns | Tag::Nnps) || matches!(lemma.as_str(), "people" | "police" | "troops");
        let word = pair.unwrap_or(lemma);
        let found = self.lexicon.person_nouns.get(&word).or_else(|| self.lexicon.person_nouns.get(p.a.lower(i)));
        let det =
            p.a.children(i)
                .filter(|&c| c < i)
                .find(|&c| matches!(p.dep(c), Dep::Det | Dep::Predet | Dep::Nummod | Dep::Poss));
        let det_word = det.map_or("", |d| p.a.lower(d));

        // "both parties", "the two leaders", "the three presidents", "the two sides"
        let all_of = p.a.children(i).any(|c| matches!(p.a.lower(c), "both" | "two" | "three" | "pair"));
        let definite =
            matches!(det_word, "the" | "this" | "that" | "these" | "those" | "both" | "its" | "his" | "her" | "their")
                || det.is_some_and(|d| p.dep(d) == Dep::Poss);
        if plural
            && all_of
            && (definite || det_word == "both")
            && matches!(
                word.as_str(),
                "party"
                    | "side"
                    | "leader"
                    | "president"
                    | "man"
                    | "country"
                    | "nation"
                    | "state"
                    | "government"
                    | "minister"
                    | "neighbour"
                    | "neighbor"
                    | "power"
                    | "force"
                    | "ally"
                    | "company"
                    | "team"
                    | "woman"
                    | "candidate"
            )
        {
            let group = self.last_group(i, &word, seen);
            if group.len() >= 2 {
                let span = p.phrase_span(i);
                for id in group {
                    self.cast.at[i].push(id);
                    self.mention(id, span, i, MentionKind::Nominal);
                }
                return;
            }
        }
        let Some(&(kind, anonymous)) = found else { return };

        let mut country = None;
        let mut owner = None;
        for c in p.a.children(i) {
            let who = match p.dep(c) {
                Dep::Poss => self.cast.at[c].first().copied(),
                Dep::Amod | Dep::Compound | Dep::Nmod => {
                    self.cast.modifier[c].or_else(|| self.cast.at[c].first().copied())
                }
                Dep::Prep if p.a.lower(c) == "of" => {
                    p.a.child(c, Dep::Pobj).and_then(|o| self.cast.at[o].first().copied())
                }
                _ => None,
            };
            let Some(who) = who else { continue };
            let actor = &self.cast.actors[who.0 as usize];
            country = country.or_else(|| actor.country.clone());
            owner = owner.or(Some(who));
        }
        let span = p.phrase_span(i);

        // "the Russian government", "the Trump administration", "Washington's administration": the state itself
        if matches!(word.as_str(), "government" | "administration" | "regime" | "cabinet" | "leadership")
            && let Some(code) = &country
        {
            let code = code.clone();
            let id = self.state(&code);
            self.cast.at[i].push(id);
            self.mention(id, span, i, MentionKind::Nominal);
            return;
        }

        let description = span.of(p.text);
        if definite
            || (country.is_some()
                && !matches!(det_word, "a" | "an" | "some" | "another")
                && kind == ActorKind::Person
                && !anonymous
                && !plural)
        {
            if let Some(id) = self.antecedent(i, &word, kind, anonymous, plural, country.as_deref(), owner, seen) {
                self.cast.at[i].push(id);
                self.mention(id, span, i, MentionKind::Nominal);
                return;
            }
        } else if !matches!(det_word, "a" | "an" | "another")
            && det.is_none_or(|d| p.dep(d) != Dep::Nummod)
            && kind != ActorKind::Person
        {
            // "Croatian police", "rebels": the same bare description is the same group.
            let key = format!("group:{}:{word}", country.as_deref().unwrap_or(""));
            if let Some(&id) = self.by_key.get(&key) {
                self.cast.at[i].push(id);
                self.mention(id, span, i, MentionKind::Nominal);
                return;
            }
        }
        if matches!(
            word.as_str(),
            "people"
                | "man"
                | "woman"
                | "child"
                | "side"
                | "public"
                | "state"
                | "nation"
                | "country"
                | "office"
                | "team"
                | "head"
                | "major"
                | "general"
                | "union"
                | "city"
                | "town"
                | "community"
                | "party"
                | "force"
        ) && country.is_none()
            && owner.is_none()
            && !self.is_subject(i)
            && !matches!(p.dep(i), Dep::Dobj | Dep::Pobj)
        {
            return;
        }
        let name = strip_article(description).to_owned();
        let name = if matches!(det_word, "a" | "an") { description.to_owned() } else { name };
        let mut actor = Actor {
            country: country.clone(),
            role: (kind == ActorKind::Person).then(|| word.clone()),
            anonymous: anonymous && kind == ActorKind::Person,
            ..new_actor(name, kind, false)
        };
        if plural && kind == ActorKind::Person {
            actor.kind = ActorKind::People;
        }
        let group = actor.kind != ActorKind::Person && actor.kind != ActorKind::People;
        let id = self.add(actor);
        self.noun[id.0 as usize] = Some(word.clone());
        self.plural[id.0 as usize] = plural || group;
        if kind == ActorKind::Person && !plural {
            self.female[id.0 as usize] = match word.as_str() {
                w if w.ends_with("woman") => Some(true),
                "queen" | "princess" | "mother" | "daughter" | "sister" | "wife" | "widow" | "girl" | "actress" => {
                    Some(true)
                }
                w if w.ends_with("man") => Some(false),
                "king" | "prince" | "father" | "son" | "brother" | "husband" | "boy" | "pope" => Some(false),
                _ => None,
            };
        }
        if group {
            self.by_key.insert(format!("group:{}:{word}", country.as_deref().unwrap_or("")), id);
        }
        self.cast.at[i].push(id);
        self.mention(id, span, i, MentionKind::Nominal);
    }

    /// Whom a definite description takes up again.
    #[expect(clippy::too_many_arguments, reason = "each is one thing the description says")]
    fn antecedent(
        &self,
        i: usize,
        word: &str,
        kind: ActorKind,
        anonymous: bool,
        plural: bool,
        country: Option<&str>,
        owner: Option<ActorId>,
        seen: &[(usize, ActorId)],
    ) -> Option<ActorId> {
        let state = owner.filter(|o| self.cast.actors[o.0 as usize].kind == ActorKind::State);
        let agrees = |a: &Actor| match (country, a.country.as_deref()) {
            (Some(c), Some(t)) => c == t,
            (Some(_), None) => false,
            _ => state.is_none() || a.of.is_none() || a.of == state,
        };
        if kind == ActorKind::Person && !plural {
            // The person of that office, before this or, failing that, anywhere: "the Russian president" in the first line.
            let holds = |id: ActorId| {
                let a = &self.cast.actors[id.0 as usize];
                a.kind == ActorKind::Person
                    && agrees(a)
                    && a.role.as_deref().is_some_and(|r| {
                        !r.starts_with("former") && (r == word || bare_role(r) == word || bare_role(word) == r)
                    })
            };
            // Of two presidents, the one whom the sentences before are about: its subject.
            let here = self.p.a.sentence_of(i);
            let mut best: Option<(i32, ActorId)> = None;
            for &(t, id) in seen.iter().rev().take(FAR).filter(|&&(t, id)| t < i && holds(id)) {
                let back = here - self.p.a.sentence_of(t).min(here);
                let score = 10 - 2 * back.min(20) as i32
                    + if self.is_subject(t) { 3 } else { 0 }
                    + if self.cast.actors[id.0 as usize].named { 1 } else { 0 };
                if best.is_none_or(|(b, _)| score > b) {
                    best = Some((score, id));
                }
            }
            if let Some((_, id)) = best {
                return Some(id);
            }
            if (country.is_some() || state.is_some()) && !anonymous {
                let all = (0..self.cast.actors.len()).map(|k| ActorId(k as u32));
                if let Some(id) = all.clone().find(|&id| self.cast.actors[id.0 as usize].named && holds(id)) {
                    return Some(id);
                }
                // Somebody named in the report who is known to hold the office: at the date of the report, if it has one.
                let date = self.published.map(|d| d.to_string());
                let known = all.clone().find(|&id| {
                    let a = &self.cast.actors[id.0 as usize];
                    a.named
                        && self.lexicon.holders.iter().any(|h| {
                            h.name == a.name
                                && (h.role == word || bare_role(&h.role) == word)
                                && h.country.as_deref() == country
                                && date.as_deref().is_none_or(|d| h.holds_at(d))
                        })
                });
                if known.is_some() {
                    return known;
                }
            }
            if anonymous {
                // "the official", "the source": whoever spoke last without a name
                return seen.iter().rev().take(FAR).map(|&(_, id)| id).find(|&id| {
                    let a = &self.cast.actors[id.0 as usize];
                    a.anonymous && agrees(a) && !self.plural[id.0 as usize]
                });
            }
            return None;
        }
        // A group taken up again by its noun, or by what it is: "the group", "the newspaper", "the rebels".
        let bare = owner.is_none() && country.is_none() && self.p.a.children(i).all(|c| self.p.dep(c) != Dep::Amod);
        seen.iter().rev().take(FAR).filter(|&&(t, _)| t < i).map(|&(_, id)| id).find(|&id| {
            let a = &self.cast.actors[id.0 as usize];
            let noun = self.noun[id.0 as usize].as_deref() == Some(word);
            let same_kind = a.kind == kind
                || (kind == ActorKind::Person && a.kind == ActorKind::People)
                || (a.named && kind == ActorKind::Organisation && a.kind == ActorKind::Government);
            if bare && a.named && is_a(word, kind, a.kind) {
                return true;
            }
            same_kind && noun && agrees(a) && owner.is_none_or(|o| o == id || a.country.is_some())
        })
    }

    /// The last persons or states that were named together.
    fn last_group(&self, i: usize, word: &str, seen: &[(usize, ActorId)]) -> Vec<ActorId> {
        let p = self.p;
        let persons = matches!(word, "leader" | "president" | "man" | "minister" | "woman" | "candidate");
        let states = matches!(word, "country" | "nation" | "state" | "government" | "neighbour" | "neighbor" | "power");
        let fits = |id: ActorId| {
            let k = self.cast.actors[id.0 as usize].kind;
            if persons {
                let role = self.cast.actors[id.0 as usize].role.as_deref();
                k == ActorKind::Person
                    && (!matches!(word, "president" | "minister" | "candidate")
                        || role.is_none_or(|r| r.ends_with(word)))
            } else if states {
                k == ActorKind::State
            } else {
                k != ActorKind::Place
            }
        };
        let wanted = if p.a.children(i).any(|c| p.a.lower(c) == "three") { 3 } else { 2 };
        for j in (0..i).rev().take(FAR) {
            if p.dep(j) == Dep::Conj || !p.a.children_with(j, Dep::Conj).any(|c| p.is_noun(c)) {
                continue;
            }
            let mut group: Vec<ActorId> = Vec::new();
            for c in p.conjuncts(j) {
                for &id in &self.cast.at[c] {
                    if fits(id) && !group.contains(&id) {
                        group.push(id);
                    }
                }
            }
            if group.len() == wanted {
                return group;
            }
        }
        let mut group: Vec<ActorId> = Vec::new();
        for &(_, id) in seen.iter().rev().take(FAR) {
            if fits(id) && (persons || states || self.cast.actors[id.0 as usize].named) && !group.contains(&id) {
                group.push(id);
                if group.len() == wanted {
                    group.reverse();
                    return group;
                }
            }
        }
        Vec::new()
    }

    fn pronoun(&mut self, i: usize, seen: &[(usize, ActorId)]) {
        let p = self.p;
        let who = match p.a.lower(i) {
            "he" | "him" | "his" | "himself" => self.person_before(i, seen, Some(false)),
            "she" | "her" | "hers" | "herself" => self.person_before(i, seen, Some(true)),
            "it" | "its" | "itself" if p.dep(i) != Dep::Expl => self.body_before(i, seen),
            "they" | "them" | "their" | "theirs" | "themselves" => {
                for id in self.several_before(i, seen) {
                    self.cast.at[i].push(id);
                    self.mention(id, p.a.token(i).span, i, MentionKind::Pronoun);
                }
                return;
            }
            _ => None,
        };
        if let Some(id) = who {
            self.cast.at[i].push(id);
            self.mention(id, p.a.token(i).span, i, MentionKind::Pronoun);
        }
    }

    /// The clause that token `i` stands in.
    fn clause_head(&self, i: usize) -> usize {
        std::iter::once(i)
            .chain(self.p.a.ancestors(i))
            .find(|&x| self.p.is_verb(x) || self.p.pos(x) == Pos::Aux)
            .unwrap_or(i)
    }

    fn person_before(&self, i: usize, seen: &[(usize, ActorId)], female: Option<bool>) -> Option<ActorId> {
        let p = self.p;
        let here = p.a.sentence_of(i);
        let possessive = p.dep(i) == Dep::Poss || p.a.lower(i).ends_with("self");
        let mut best: Option<(i32, ActorId)> = None;
        for &(t, id) in seen.iter().rev() {
            let back = here - p.a.sentence_of(t).min(here);
            if back > REACH {
                break;
            }
            let a = &self.cast.actors[id.0 as usize];
            // "the two presidents" is no single "he".
            if a.kind != ActorKind::Person || self.plural[id.0 as usize] || self.cast.at[t].len() > 1 {
                continue;
            }
            if let (Some(want), Some(is)) = (female, self.female[id.0 as usize])
                && want != is
            {
                continue;
            }
            // "he told him": two of one clause are two persons, unless one belongs to the other.
            if !possessive
                && back == 0
                && !self.is_subject(i)
                && self.is_subject(t)
                && self.clause_head(i) == self.clause_head(t)
            {
                continue;
            }
            let mut score = 10 - 4 * back as i32;
            if self.is_subject(t) {
                score += 3;
            }
            if self.p.dep(t) == Dep::Poss {
                score -= 1;
            }
            if self.cast.modifier[t].is_some() {
                score -= 2;
            }
            if self.female[id.0 as usize] == female {
                score += 1;
            }
            // The nearer of two in the same sentence, by a little.
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, id));
            }
        }
        best.map(|(_, id)| id)
    }

    fn body_before(&self, i: usize, seen: &[(usize, ActorId)]) -> Option<ActorId> {
        let p = self.p;
        let here = p.a.sentence_of(i);
        // "it is expected that", "it will rain": nobody
        if p.a.lower(i) == "it" && self.is_subject(i) {
            let v = p.a.head(i);
            if p.a.children(v).any(|c| matches!(p.dep(c), Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::Acomp))
                && (p.is_passive(v)
                    || matches!(
                        p.a.lemma(v),
                        "be" | "seem"
                            | "appear"
                            | "happen"
                            | "turn"
                            | "become"
                            | "take"
                            | "mean"
                            | "matter"
                            | "remain"
                            | "follow"
                            | "emerge"
                            | "transpire"
                            | "look"
                            | "sound"
                            | "cost"
                    ))
            {
                return None;
            }
        }
        let mut best: Option<(i32, ActorId)> = None;
        for &(t, id) in seen.iter().rev() {
            let back = here - p.a.sentence_of(t).min(here);
            if back > 1 {
                break;
            }
            let a = &self.cast.actors[id.0 as usize];
            if matches!(a.kind, ActorKind::Person | ActorKind::People | ActorKind::Place) {
                continue;
            }
            let mut score = 10 - 4 * back as i32 + if self.is_subject(t) { 4 } else { 0 };
            if self.cast.modifier[t].is_some() {
                score -= 3;
            }
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, id));
            }
        }
        best.map(|(_, id)| id)
    }

    fn several_before(&self, i: usize, seen: &[(usize, ActorId)]) -> Vec<ActorId> {
        let p = self.p;
        let here = p.a.sentence_of(i);
        let mut best: Option<(i32, usize, Vec<ActorId>)> = None;
        for &(t, id) in seen.iter().rev() {
            let back = here - p.a.sentence_of(t).min(here);
            if back > 2 {
                break;
            }
            if p.dep(t) == Dep::Conj {
                continue;
            }
            let group: Vec<ActorId> = p.conjuncts(t).into_iter().flat_map(|c| self.cast.at[c].clone()).collect();
            let a = &self.cast.actors[id.0 as usize];
            let several = group.len() > 1
                || self.plural[id.0 as usize]
                || matches!(
                    a.kind,
                    ActorKind::People | ActorKind::ArmedGroup | ActorKind::Military | ActorKind::Police
                );
            if !several {
                continue;
            }
            let main = self.p.a.parent(t).is_some_and(|v| self.p.a.parent(v).is_none());
            let score =
                10 - 4 * back as i32 + if self.is_subject(t) { 4 } else { 0 } + i32::from(main && self.is_subject(t))
                    - if self.cast.modifier[t].is_some() { 3 } else { 0 };
            if best.as_ref().is_none_or(|(b, ..)| score > *b) {
                let group = if group.len() > 1 { group } else { vec![id] };
                best = Some((score, t, group));
            }
        }
        best.map_or_else(|| self.speaking_body(i), |(_, _, g)| g)
    }

    /// "The ministry said they would appeal": a body that speaks of itself as many.
    fn speaking_body(&self, i: usize) -> Vec<ActorId> {
        let p = self.p;
        let clause = self.clause_head(i);
        let Some(h) = p.a.parent(clause).filter(|_| p.dep(clause) == Dep::Ccomp) else { return Vec::new() };
        let speakers = p.subjects(h).into_iter().filter(|&s| s != i).flat_map(|s| self.cast.at[s].clone());
        speakers
            .filter(|id| !matches!(self.cast.actors[id.0 as usize].kind, ActorKind::Person | ActorKind::Place))
            .collect()
    }
}

/// The office without what it is for: "minister" of "foreign minister", "secretary" of "secretary of state".
///
/// A vice president is no president.
fn bare_role(role: &str) -> &str {
    if role.starts_with("vice ") || role.starts_with("deputy ") {
        return role;
    }
    role.split(" of ").next().and_then(|r| r.rsplit(' ').next()).unwrap_or(role)
}

/// Whether a named body of kind `is` can be taken up by a noun of `kind` that says no more than what it is.
fn is_a(word: &str, kind: ActorKind, is: ActorKind) -> bool {
    match is {
        ActorKind::ArmedGroup => {
            kind == ActorKind::ArmedGroup && !matches!(word, "gang" | "cartel")
                || matches!(word, "group" | "organisation" | "organization" | "movement")
        }
        ActorKind::Outlet => kind == ActorKind::Outlet,
        _ => false,
    }
}

fn strip_article(s: &str) -> &str {
    ["the ", "The ", "this ", "these ", "those ", "That ", "This "].iter().find_map(|a| s.strip_prefix(a)).unwrap_or(s)
}
