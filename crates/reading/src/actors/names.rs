//! Names: what the gazetteer knows, what the engine takes for a name, and the titles before them.

use rashomon_lang::{Dep, EntityLabel, Pos, Tag};
use rashomon_text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use super::acronyms::Introduction;
use super::{Builder, new_actor};
use crate::lexicon::{Entry, Holder, bare_surname, first_word};
use crate::reading::{Actor, ActorId, ActorKind, MentionKind};

/// Prepositions after which a town or palace is a place and not its government.
const PLACE_PREPOSITIONS: &[&str] = &[
    "in", "at", "near", "from", "to", "outside", "around", "through", "toward", "towards", "into", "across", "inside",
    "over",
];

impl Builder<'_> {
    /// Names of states, bodies, persons and places, in order of the text.
    pub(super) fn names(&mut self) {
        let n = self.p.a.len();
        let surnames = self.surnames();
        let votes = self.votes();
        let introduced = self.introductions();
        let long_names: FxHashMap<usize, usize> = introduced.values().map(|n| (n.first, n.last)).collect();
        let mut entity_at = vec![None; n];
        for (k, e) in self.p.a.entities().iter().enumerate() {
            entity_at[e.first as usize..e.last as usize].fill(Some(k));
        }
        let mut i = 0;
        while i < n {
            let entity = entity_at[i].map(|k: usize| self.p.a.entities()[k]);
            if !self.taken[i] && self.gazetteer(i).is_none() {
                if let Some(&last) = long_names.get(&i) {
                    self.entity(i, last, EntityLabel::Org);
                    i = last;
                    continue;
                }
                if let Some(name) = introduced.get(self.p.word(i))
                    && self.p.is_noun(i)
                {
                    self.short_name(i, name);
                    i += 1;
                    continue;
                }
            }
            if let Some((last, entry)) = self.gazetteer(i) {
                let inside = entity.filter(|e| (e.first as usize) < i || e.last as usize > last);
                let swallowed = match inside {
                    Some(e) => match e.label {
                        EntityLabel::Person => true,
                        // "Iran Focus" is no Iran; "the US" and "Russia's" are.
                        EntityLabel::Org | EntityLabel::Fac | EntityLabel::Product => {
                            self.core_of(e.first as usize, e.last as usize) != (i, last)
                        }
                        _ => false,
                    },
                    None => {
                        entity.is_some_and(|e| e.label == EntityLabel::Person)
                            && !matches!(entry, Entry::Body(..) | Entry::Demonym(_))
                    }
                };
                if !swallowed {
                    self.known(i, last, entry);
                    i = last;
                    continue;
                }
            }
            match entity {
                Some(e) if e.first as usize == i => {
                    // "The White House", "the United States": the article belongs to the entity, not to the name.
                    let core = self.core_of(i, e.last as usize);
                    if core.0 > i
                        && let Some((last, entry)) = self.gazetteer(core.0)
                        && last == core.1
                    {
                        self.known(core.0, last, entry);
                        i = e.last as usize;
                        continue;
                    }
                    let name = self.p.a.span(core.0..core.1).of(self.p.text);
                    let label = if is_thing(e.label) && self.has_age(core.1) {
                        EntityLabel::Person
                    } else if e.label == EntityLabel::Person && self.is_known_town(core.0, core.1) {
                        EntityLabel::Gpe
                    } else if (surnames.contains(name) || self.lexicon.known_persons.contains(name))
                        && self.p.is_noun(core.1 - 1)
                    {
                        EntityLabel::Person
                    } else {
                        votes.get(name).copied().unwrap_or(e.label)
                    };
                    // "dissolved parliament": no name, whatever the engine says.
                    if !name.contains(char::is_uppercase) && !name.contains(|c: char| !c.is_ascii()) {
                        i += 1;
                        continue;
                    }
                    if label == EntityLabel::Person {
                        let last = self.whole_name(core.0, core.1);
                        if last > e.last as usize {
                            self.entity(core.0, last, label);
                            i = last;
                            continue;
                        }
                    }
                    self.entity(e.first as usize, e.last as usize, label);
                    i = if matches!(
                        e.label,
                        EntityLabel::Person
                            | EntityLabel::Org
                            | EntityLabel::Gpe
                            | EntityLabel::Loc
                            | EntityLabel::Norp
                    ) {
                        e.last as usize
                    } else {
                        i + 1
                    };
                }
                Some(_) => i += 1,
                None => {
                    // A name that the engine overlooked: of a person it knows elsewhere, or of one who acts here.
                    let known = |name: &str| surnames.contains(name) || self.lexicon.known_persons.contains(name);
                    let last =
                        (i..n).take_while(|&t| self.p.pos(t) == Pos::Propn && entity_at[t].is_none()).count() + i;
                    if last > i && known(self.p.a.span(i..last).of(self.p.text)) {
                        self.entity(i, last, EntityLabel::Person);
                        i = last;
                    } else if last == i && surnames.contains(self.p.word(i)) && self.stands_as_noun(i) {
                        self.entity(i, i + 1, EntityLabel::Person);
                        i += 1;
                    } else if last > i && self.acts_unknown(i, last) {
                        let given = self.lexicon.first_names.contains_key(self.p.word(i));
                        let label = if given || last == i + 1 { EntityLabel::Person } else { EntityLabel::Org };
                        self.entity(i, last, label);
                        i = last;
                    } else {
                        i += 1;
                    }
                }
            }
        }
    }

    /// The short name at token `i`, by which the report calls a body that it has named in full.
    fn short_name(&mut self, i: usize, name: &Introduction) {
        let (first, last) = self.core_of(name.first, name.last);
        let long = self.p.a.span(first..last);
        let id = self.organisation(first, last, long);
        let (span, head) = self.take(i, i + 1);
        // In its brackets it only says the name once more.
        let qualifies = self.qualifies(head);
        if i == name.short {
            self.mention(id, span, head, MentionKind::Name);
        } else {
            self.refer(id, span, head, qualifies, MentionKind::Name);
        }
    }

    /// "Ekwall, 52, was arrested": only persons are given an age so.
    fn has_age(&self, end: usize) -> bool {
        end + 2 < self.p.a.len()
            && self.p.word(end) == ","
            && self.p.word(end + 1).parse::<u8>().is_ok_and(|age| (1..=110).contains(&age))
            && matches!(self.p.word(end + 2), "," | ".")
    }

    /// A name of the table of places behind a preposition that only places have.
    fn is_known_town(&self, first: usize, last: usize) -> bool {
        let head = self.head_of(first, last);
        self.p.dep(head) == Dep::Pobj
            && matches!(self.p.a.lower(self.p.a.head(head)), "in" | "near" | "into" | "outside" | "throughout")
            && self.lexicon.places.contains_key(self.p.a.span(first..last).of(self.p.text))
    }

    /// A capitalised word in the place of a noun, which the tagger may have taken for a verb: "Trump".
    fn stands_as_noun(&self, i: usize) -> bool {
        self.p.word(i).starts_with(char::is_uppercase)
            && matches!(
                self.p.dep(i),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Poss | Dep::Conj | Dep::Appos
            )
    }

    /// Capitalised words that nothing knows and that do something, or have it done to them.
    fn acts_unknown(&self, first: usize, last: usize) -> bool {
        let head = self.head_of(first, last);
        let acts = match self.p.dep(head) {
            Dep::Nsubj | Dep::Nsubjpass => true,
            Dep::Dobj => first > self.p.a.sentence(self.p.a.sentence_of(first)).start,
            _ => false,
        };
        // "the West", "the Web": a single word with an article is a thing.
        if last == first + 1 && self.p.a.child(head, Dep::Det).is_some() {
            return false;
        }
        let is_name = |i: usize| {
            let word = self.p.word(i);
            word.chars().count() > 2
                && word.starts_with(char::is_uppercase)
                && word.contains(char::is_lowercase)
                && !self.lexicon.person_nouns.contains_key(self.p.a.lower(i))
        };
        acts && last - first < 5 && self.p.tag(head) == Tag::Nnp && (first..last).all(is_name)
    }

    /// "Ilse" and "Marand" for "Ilse Marand": a person's name goes on to the noun that it stands before.
    fn whole_name(&self, first: usize, last: usize) -> usize {
        let mut end = last;
        while end < self.p.a.len()
            && self.p.pos(end) == Pos::Propn
            && self.p.dep(end - 1) == Dep::Compound
            && (self.p.a.head(end - 1) == end
                || (self.p.dep(end) == Dep::Compound && self.p.a.head(end - 1) == self.p.a.head(end)))
            && self.p.word(end).starts_with(char::is_uppercase)
            && end - first < 5
        {
            end += 1;
        }
        end
    }

    /// One label for one name: the engine labels each mention by itself, and a town can be a person two lines on.
    /// Grammar votes as well: what stands after "in" is a place, what speaks after a title is a person.
    fn votes(&self) -> FxHashMap<String, EntityLabel> {
        let mut count: FxHashMap<String, [i32; 3]> = FxHashMap::default();
        for e in self.p.a.entities() {
            let (first, last) = self.core_of(e.first as usize, e.last as usize);
            let slot = match e.label {
                EntityLabel::Person => 0,
                EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Norp => 1,
                EntityLabel::Org => 2,
                _ => continue,
            };
            let name = self.p.a.span(first..last).of(self.p.text).to_owned();
            let votes = count.entry(name).or_default();
            votes[slot] += 2;
            let head = self.head_of(first, last);
            if self.p.dep(head) == Dep::Pobj
                && matches!(
                    self.p.a.lower(self.p.a.head(head)),
                    "in" | "near" | "into" | "across" | "outside" | "throughout"
                )
            {
                votes[1] += 3;
            }
            if first > 0
                && self.p.dep(first - 1) == Dep::Compound
                && self
                    .lexicon
                    .person_nouns
                    .get(self.p.a.lower(first - 1))
                    .is_some_and(|(k, _)| *k == ActorKind::Person)
            {
                votes[0] += 3;
            }
        }
        count
            .into_iter()
            .filter(|(_, v)| v.iter().filter(|n| **n > 0).count() > 1)
            .map(|(name, v)| {
                let label = if v[1] >= v[0] && v[1] >= v[2] {
                    EntityLabel::Gpe
                } else if v[0] >= v[2] {
                    EntityLabel::Person
                } else {
                    EntityLabel::Org
                };
                (name, label)
            })
            .collect()
    }

    /// Names under which persons go in this text: what the engine takes for a company in one place is a person when it
    /// is one in another.
    fn surnames(&self) -> FxHashSet<String> {
        let mut out = FxHashSet::default();
        for e in self.p.a.entities().iter().filter(|e| e.label == EntityLabel::Person) {
            let (first, last) = self.core_of(e.first as usize, e.last as usize);
            if last - first > 1 {
                out.insert(self.p.word(last - 1).to_owned());
            }
            out.insert(self.p.a.span(first..last).of(self.p.text).to_owned());
        }
        // "Donald Trump's administration" is no person, and names one.
        for i in 1..self.p.a.len() {
            if self.p.pos(i) == Pos::Propn && self.p.pos(i - 1) == Pos::Propn {
                let both = self.p.a.span(i - 1..i + 1).of(self.p.text);
                if self.lexicon.known_persons.contains(both) {
                    out.insert(self.p.word(i).to_owned());
                    out.insert(both.to_owned());
                }
            }
        }
        // "Presidents Ilse Marand and Igor Talvik", "President Igor Talvik": joined to a person, or titled as one.
        for i in 0..self.p.a.len() {
            if self.p.pos(i) != Pos::Propn || self.p.dep(i) == Dep::Compound {
                continue;
            }
            let before = |t: &usize| *t < i && matches!(self.p.dep(*t), Dep::Compound);
            let titled = self.p.a.children(i).filter(before).any(|t| {
                self.p.pos(t) == Pos::Propn
                    && self
                        .lexicon
                        .person_nouns
                        .get(self.p.a.lemma(t).to_lowercase().as_str())
                        .is_some_and(|(k, _)| *k == ActorKind::Person)
            });
            let joined = self.p.dep(i) == Dep::Conj && out.contains(self.p.word(self.p.a.head(i)));
            let given: Vec<usize> = self
                .p
                .a
                .children(i)
                .filter(before)
                .filter(|&t| self.p.pos(t) == Pos::Propn && !self.lexicon.person_nouns.contains_key(self.p.a.lower(t)))
                .collect();
            if (titled || joined)
                && !given.is_empty()
                && given.len() < 4
                && given.windows(2).all(|w| w[0] + 1 == w[1])
                && given[given.len() - 1] + 1 == i
            {
                out.insert(self.p.word(i).to_owned());
                out.insert(self.p.a.span(given[0]..i + 1).of(self.p.text).to_owned());
            }
        }
        out
    }

    /// A name of the gazetteer that begins at token `i`: one past its last token, and what it names.
    fn gazetteer(&self, i: usize) -> Option<(usize, Entry)> {
        let word = self.p.word(i);
        if !word.starts_with(|c: char| c.is_uppercase()) && word != "al" && word != "dpa" {
            return None;
        }
        let text = self.p.text;
        let start = self.p.a.token(i).span.start as usize;
        let list = self.lexicon.names.get(first_word(word))?;
        list.iter().find_map(|name| {
            let end = start + name.text.len();
            if !text.is_char_boundary(end.min(text.len())) || !text[start..].starts_with(name.text.as_str()) {
                return None;
            }
            let last = (i..self.p.a.len().min(i + 12)).find(|&j| self.p.a.token(j).span.end as usize >= end)?;
            if self.p.a.token(last).span.end as usize != end {
                return None;
            }
            // "IS" and "WHO" are words as well; in a headline in capitals nothing can be told.
            if name.text.len() <= 3 && !matches!(self.p.pos(i), Pos::Propn | Pos::Noun | Pos::Adj) {
                return None;
            }
            Some((last + 1, name.entry.clone()))
        })
    }

    /// An entity without article and possessive.
    fn core_of(&self, mut first: usize, mut last: usize) -> (usize, usize) {
        while last - first > 1 && matches!(self.p.a.lower(first), "the" | "a" | "an") {
            first += 1;
        }
        while last - first > 1
            && (self.p.tag(last - 1) == Tag::Pos || matches!(self.p.pos(last - 1), Pos::Punct | Pos::Space))
        {
            last -= 1;
        }
        (first, last)
    }

    /// The token of a range that all others of it hang on.
    fn head_of(&self, first: usize, last: usize) -> usize {
        (first..last)
            .rev()
            .find(|&i| !(first..last).contains(&self.p.a.head(i)) || self.p.a.head(i) == i)
            .unwrap_or(last - 1)
    }

    fn take(&mut self, first: usize, last: usize) -> (Span, usize) {
        self.taken[first..last].fill(true);
        (self.p.a.span(first..last), self.head_of(first, last))
    }

    /// Whether the token stands before a noun that it only qualifies.
    fn qualifies(&self, head: usize) -> bool {
        matches!(self.p.dep(head), Dep::Compound | Dep::Amod | Dep::Nmod) && self.p.a.head(head) > head
    }

    fn known(&mut self, first: usize, last: usize, entry: Entry) {
        let (span, head) = self.take(first, last);
        let qualifies = self.qualifies(head);
        match entry {
            Entry::Country(code) => {
                let id = self.state(&code);
                self.refer(id, span, head, qualifies, MentionKind::Name);
            }
            Entry::Demonym(code) => {
                let noun = matches!(self.p.tag(head), Tag::Nns | Tag::Nnps)
                    || (!qualifies && self.p.is_noun(head) && self.p.dep(head) != Dep::Poss);
                if !noun || qualifies || self.p.pos(head) == Pos::Adj {
                    let id = self.state(&code);
                    self.mention(id, span, head, MentionKind::Adjective);
                    self.cast.modifier[head] = Some(id);
                } else {
                    let text = span.of(self.p.text).to_owned();
                    let plural = matches!(self.p.tag(head), Tag::Nns | Tag::Nnps)
                        || matches!(
                            text.as_str(),
                            "French" | "British" | "Chinese" | "Japanese" | "Dutch" | "Irish" | "Swiss"
                        );
                    let id = self.keyed(format!("people:{}", text.to_lowercase()), || Actor {
                        country: Some(code),
                        ..new_actor(text, if plural { ActorKind::People } else { ActorKind::Person }, plural)
                    });
                    self.plural[id.0 as usize] = plural;
                    self.mention(id, span, head, MentionKind::Name);
                    self.cast.at[head].push(id);
                }
            }
            Entry::Seat(code) => {
                if self.is_place_use(head) {
                    return;
                }
                let id = self.state(&code);
                self.refer(id, span, head, qualifies, MentionKind::Name);
            }
            Entry::Body(kind, name, country) => {
                let id = self.keyed(format!("body:{}", name.to_lowercase()), || Actor {
                    country,
                    ..new_actor(name, kind, true)
                });
                self.refer(id, span, head, qualifies, MentionKind::Name);
            }
        }
    }

    fn refer(&mut self, id: ActorId, span: Span, head: usize, qualifies: bool, kind: MentionKind) {
        if qualifies {
            self.cast.modifier[head] = Some(id);
            self.mention(id, span, head, MentionKind::Adjective);
        } else {
            self.cast.at[head].push(id);
            self.mention(id, span, head, kind);
        }
    }

    /// "in Moscow", "a Moscow suburb": the town, not the government.
    fn is_place_use(&self, head: usize) -> bool {
        let h = self.p.a.head(head);
        match self.p.dep(head) {
            Dep::Pobj => {
                let word = self.p.a.lower(h);
                // "to Moscow" after a verb of motion is the town; "appealed to Moscow" the government.
                if word == "to" {
                    return !matches!(
                        self.p.a.lemma(self.p.a.head(h)),
                        "appeal"
                            | "speak"
                            | "talk"
                            | "say"
                            | "message"
                            | "send"
                            | "sell"
                            | "deliver"
                            | "give"
                            | "pledge"
                            | "offer"
                            | "according"
                            | "warning"
                            | "request"
                            | "loyal"
                            | "close"
                    );
                }
                PLACE_PREPOSITIONS.contains(&word)
            }
            Dep::Npadvmod | Dep::Appos | Dep::Root | Dep::Dep => true,
            Dep::Conj => self.is_place_use(h),
            Dep::Compound => matches!(
                self.p.a.lower(h),
                "suburb"
                    | "street"
                    | "airport"
                    | "district"
                    | "area"
                    | "region"
                    | "summit"
                    | "meeting"
                    | "station"
                    | "conference"
            ),
            _ => false,
        }
    }

    fn entity(&mut self, first: usize, last: usize, label: EntityLabel) {
        let (first, last) = self.core_of(first, last);
        match label {
            EntityLabel::Person => {
                let (span, head) = self.take(first, last);
                let id = self.person(span.of(self.p.text));
                let qualifies = self.qualifies(head);
                self.refer(id, span, head, qualifies, MentionKind::Name);
            }
            EntityLabel::Org => {
                let (span, head) = self.take(first, last);
                let id = self.organisation(first, last, span);
                let qualifies = self.qualifies(head);
                self.refer(id, span, head, qualifies, MentionKind::Name);
            }
            EntityLabel::Gpe | EntityLabel::Loc => {
                let (span, head) = self.take(first, last);
                let name = span.of(self.p.text).to_owned();
                let acts =
                    matches!(self.p.dep(head), Dep::Nsubj | Dep::Nsubjpass | Dep::Poss) && label == EntityLabel::Gpe;
                let id = self.place(&name);
                let actor = &self.cast.actors[id.0 as usize];
                // A town that the tables know stays one when it does something.
                if acts && actor.kind == ActorKind::Place && actor.country.is_none() {
                    self.cast.actors[id.0 as usize].kind = ActorKind::State;
                }
                let qualifies = self.qualifies(head);
                self.refer(id, span, head, qualifies, MentionKind::Name);
            }
            EntityLabel::Norp => {
                let (span, head) = self.take(first, last);
                let name = span.of(self.p.text).to_owned();
                let qualifies = self.qualifies(head) || self.p.pos(head) == Pos::Adj;
                let known = self.by_key.get(&format!("place:{}", place_stem(&name))).copied();
                // "Osterran troops": of the state, whether or not the text names it. Parties and faiths are people.
                let of_place = known.is_some() || (qualifies && is_demonym(&name));
                if of_place && !matches!(self.p.tag(head), Tag::Nns | Tag::Nnps) {
                    let id = known.unwrap_or_else(|| self.place(&name));
                    if qualifies {
                        self.cast.actors[id.0 as usize].kind = ActorKind::State;
                    }
                    self.refer(id, span, head, qualifies, MentionKind::Name);
                    return;
                }
                let id =
                    self.keyed(format!("people:{}", name.to_lowercase()), || new_actor(name, ActorKind::People, true));
                self.plural[id.0 as usize] = true;
                self.refer(id, span, head, qualifies, MentionKind::Name);
            }
            _ => {}
        }
    }

    /// A place that the gazetteer does not know, or what belongs to it. Of "Osterra" and "Osterran" the first is the name.
    fn place(&mut self, name: &str) -> ActorId {
        let country = self.lexicon.places.get(name).map(|&code| code.to_owned());
        let id = self.keyed(format!("place:{}", place_stem(name)), || Actor {
            country,
            ..new_actor(name.to_owned(), ActorKind::Place, true)
        });
        let actor = &mut self.cast.actors[id.0 as usize];
        if name.len() < actor.name.len() {
            name.clone_into(&mut actor.name);
        }
        id
    }

    /// A person by name: the one of that name, or of whom it is the surname.
    fn person(&mut self, name: &str) -> ActorId {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = format!("person:{}", name.to_lowercase());
        if let Some(&id) = self.by_key.get(&key) {
            return id;
        }
        let words: Vec<&str> = name.split(' ').collect();
        let last = words.last().copied().unwrap_or_default().to_lowercase();
        let found = (0..self.cast.actors.len()).rev().map(|k| ActorId(k as u32)).find(|id| {
            let a = &self.cast.actors[id.0 as usize];
            if a.kind != ActorKind::Person || !a.named {
                return false;
            }
            let theirs: Vec<String> = a.name.split(' ').map(str::to_lowercase).collect();
            match (words.len(), theirs.len()) {
                // "Putin" after "Vladimir Putin", or "Vladimir" after it
                (1, m) if m > 1 => {
                    // "Assad" after "Bashar al-Assad"
                    theirs.last().map(|l| bare_surname(l)) == Some(bare_surname(&last))
                        || (theirs.first() == Some(&last) && last.len() > 3)
                }
                (_, 1) => theirs[0] == last,
                // "Bashar al-Assad", "Bashar Assad"
                _ => {
                    theirs.first().map(String::as_str) == words.first().map(|w| w.to_lowercase()).as_deref()
                        && theirs.last().map(|l| bare_surname(l)) == Some(bare_surname(&last))
                }
            }
        });
        if let Some(id) = found {
            self.by_key.insert(key, id);
            let actor = &mut self.cast.actors[id.0 as usize];
            if words.len() > actor.name.split(' ').count() {
                actor.name.clone_from(&name);
                self.note_person(id);
            }
            return id;
        }
        let id = self.add(new_actor(name.clone(), ActorKind::Person, true));
        self.by_key.insert(key, id);
        self.note_person(id);
        id
    }

    /// What the tables know of a person by that name.
    fn note_person(&mut self, id: ActorId) {
        let lexicon = self.lexicon;
        let actor = &mut self.cast.actors[id.0 as usize];
        let words: Vec<&str> = actor.name.split(' ').collect();
        let (first, last) = (words[0], words[words.len() - 1]);
        if words.len() > 1 {
            self.female[id.0 as usize] = self.female[id.0 as usize].or_else(|| lexicon.first_names.get(first).copied());
        } else if lexicon.common_surnames.contains(first) {
            return;
        }
        let date = self.published.map(|d| d.to_string());
        let mut matching: Vec<&Holder> = lexicon
            .holders_by_surname
            .get(&bare_surname(last))
            .into_iter()
            .flatten()
            .map(|&k| &lexicon.holders[k])
            .filter(|h| words.len() == 1 || h.name.split(' ').next() == Some(first))
            // Nobody is known by a surname alone before he is somebody.
            .filter(|h| words.len() > 1 || date.as_deref().is_none_or(|d| h.since.as_str() <= d))
            .collect();
        // Of two of that surname, the one in office when the report was published.
        if matching.iter().any(|h| h.name != matching[0].name) {
            matching.retain(|h| date.as_deref().is_some_and(|d| h.holds_at(d)));
        }
        let Some(holder) = matching.last() else { return };
        if matching.iter().any(|h| h.name != holder.name) {
            return;
        }
        // A lone surname takes the full name, so that reports agree on who it is.
        let full = holder.name.clone();
        if let Some(&female) = lexicon.first_names.get(full.split(' ').next().unwrap_or_default()) {
            self.female[id.0 as usize] = Some(female);
        }
        if words.len() == 1 {
            actor.name.clone_from(&full);
        }
        actor.country.clone_from(&holder.country);
        self.by_key.entry(format!("person:{}", full.to_lowercase())).or_insert(id);
    }

    fn organisation(&mut self, first: usize, last: usize, span: Span) -> ActorId {
        let name = span.of(self.p.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let key = format!("body:{}", name.to_lowercase());
        if let Some(&id) = self.by_key.get(&key) {
            return id;
        }
        let mut country = None;
        for i in first..last {
            if let Some((_, Entry::Country(c) | Entry::Demonym(c))) = self.gazetteer(i) {
                country = Some(c);
                break;
            }
        }
        // "ministry" of "Ministry of Fisheries", "army" of "Tal Liberation Army"
        let core = [" of ", " for "].iter().find_map(|of| name.split_once(of)).map_or(name.as_str(), |(core, _)| core);
        let word = core.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let kind = match self.lexicon.person_nouns.get(&word) {
            Some((ActorKind::Organisation, _))
                if matches!(
                    word.as_str(),
                    "ministry"
                        | "government"
                        | "parliament"
                        | "cabinet"
                        | "senate"
                        | "congress"
                        | "administration"
                        | "embassy"
                        | "court"
                ) =>
            {
                ActorKind::Government
            }
            Some((kind, _)) if *kind != ActorKind::Person => *kind,
            _ if matches!(
                word.as_str(),
                "times"
                    | "post"
                    | "news"
                    | "tribune"
                    | "gazette"
                    | "herald"
                    | "journal"
                    | "telegraph"
                    | "agency"
                    | "tv"
                    | "daily"
                    | "observer"
                    | "examiner"
                    | "courier"
                    | "chronicle"
                    | "ledger"
            ) && name.contains(' ') =>
            {
                ActorKind::Outlet
            }
            _ => ActorKind::Organisation,
        };
        if matches!(kind, ActorKind::Government)
            && word == "government"
            && let Some(code) = &country
        {
            let code = code.clone();
            return self.state(&code);
        }
        let kind = if is_armed_group(&name) { ActorKind::ArmedGroup } else { kind };
        let id = self.keyed(key, || Actor { country, ..new_actor(name, kind, true) });
        if self.lexicon.person_nouns.contains_key(&word) {
            self.noun[id.0 as usize] = Some(word);
        }
        id
    }

    /// Offices and origins that stand with a person's name: "Russian President Vladimir Putin",
    /// "Sergei Lavrov, the foreign minister", "the Russian president, Vladimir Putin".
    pub(super) fn titles(&mut self) {
        for i in 0..self.p.a.len() {
            let Some(&id) = self.cast.at[i].first() else { continue };
            if self.cast.actors[id.0 as usize].kind != ActorKind::Person || !self.taken[i] {
                continue;
            }
            let before: Vec<usize> = self
                .p
                .a
                .children(i)
                .filter(|&c| c < i && !self.taken[c])
                .flat_map(|c| self.p.a.subtree(c))
                .filter(|&t| t < i && !self.taken[t])
                .collect();
            let mut country = None;
            let mut home = None;
            for c in self.p.phrase(i) {
                if let Some(m) = self.cast.modifier[c]
                    .or_else(|| (self.p.dep(c) == Dep::Poss).then(|| self.cast.at[c].first().copied()).flatten())
                {
                    country = country.or_else(|| self.cast.actors[m.0 as usize].country.clone());
                    home = home.or(Some(m).filter(|m| self.cast.actors[m.0 as usize].kind == ActorKind::State));
                }
            }
            // "President Igor Talvik of Karsia"
            for o in self.p.preposition_objects(i, &["of"]) {
                home = home
                    .or(self.cast.at[o].first().copied().filter(|m| {
                        matches!(self.cast.actors[m.0 as usize].kind, ActorKind::State | ActorKind::Place)
                    }));
            }
            if self.titled(id, &before, country, i) {
                let actor = &mut self.cast.actors[id.0 as usize];
                actor.of = actor.of.or(home);
            }
            let mut beside: Vec<usize> =
                self.p.a.children_with(i, Dep::Appos).filter(|&c| self.at_is_free(c)).collect();
            if self.p.dep(i) == Dep::Appos && self.at_is_free(self.p.a.head(i)) {
                beside.push(self.p.a.head(i));
            }
            for c in beside {
                let tokens: Vec<usize> = self.p.phrase(c).collect();
                let country = tokens.iter().find_map(|&t| {
                    let m = self.cast.modifier[t]
                        .or_else(|| (self.p.dep(t) == Dep::Poss).then(|| self.cast.at[t].first().copied()).flatten())?;
                    self.cast.actors[m.0 as usize].country.clone()
                });
                // "the prosecutor general of Moldova"
                let country = country.or_else(|| {
                    let of = self.p.preposition_objects(c, &["of"]);
                    of.into_iter().find_map(|o| self.cast.actor(*self.cast.at[o].first()?).country.clone())
                });
                if self.titled(id, &tokens, country, c) {
                    self.cast.at[c].push(id);
                    let span = self.p.phrase_span(c);
                    self.mention(id, span, c, MentionKind::Nominal);
                }
            }
        }
    }

    /// The office that the tables know for a person whom the report gives none, if it has a date.
    pub(super) fn offices(&mut self) {
        let Some(date) = self.published.map(|d| d.to_string()) else { return };
        let lexicon = self.lexicon;
        for a in self.cast.actors.iter_mut().filter(|a| a.kind == ActorKind::Person && a.named && a.role.is_none()) {
            let surname = bare_surname(a.name.rsplit(' ').next().unwrap_or_default());
            let offices = lexicon.holders_by_surname.get(&surname).into_iter().flatten().map(|&k| &lexicon.holders[k]);
            a.role = offices.rev().find(|h| h.name == a.name && h.holds_at(&date)).map(|h| h.role.clone());
        }
    }

    fn at_is_free(&self, i: usize) -> bool {
        self.cast.at[i].is_empty() && self.p.pos(i) == Pos::Noun
            || (self.p.pos(i) == Pos::Propn && self.cast.at[i].is_empty() && !self.taken[i])
    }

    /// Reads an office from `tokens`; whether there was one.
    fn titled(&mut self, id: ActorId, tokens: &[usize], country: Option<String>, around: usize) -> bool {
        let mut role = None;
        for (k, &t) in tokens.iter().enumerate() {
            let lower = self.p.a.lower(t);
            match lower {
                "mr." | "mr" | "sir" | "lord" | "king" | "prince" => self.female[id.0 as usize] = Some(false),
                "mrs." | "mrs" | "ms." | "ms" | "miss" | "lady" | "queen" | "princess" | "dame" => {
                    self.female[id.0 as usize] = Some(true)
                }
                _ => {}
            }
            let pair = k.checked_sub(1).map(|j| format!("{} {}", self.p.a.lower(tokens[j]), lower));
            if let Some(pair) = pair.filter(|p| self.lexicon.person_nouns.contains_key(p)) {
                role = Some(pair);
            } else if self
                .lexicon
                .person_nouns
                .get(self.p.a.lemma(t).to_lowercase().as_str())
                .is_some_and(|(k, _)| *k == ActorKind::Person)
            {
                role = Some(self.p.a.lemma(t).to_lowercase());
            }
        }
        let Some(mut role) = role else { return false };
        let former = tokens
            .iter()
            .chain(std::iter::once(&around))
            .any(|&t| matches!(self.p.a.lower(t), "former" | "ex" | "late" | "then"));
        if former {
            role = format!("former {role}");
        }
        let actor = &mut self.cast.actors[id.0 as usize];
        actor.country = country.or_else(|| actor.country.take());
        if actor.role.is_none() {
            actor.role = Some(role);
        }
        true
    }
}

/// What a place and what is of it have in common: "Osterra", "Osterran", "Osterrans"; "Karsia", "Karsian".
///
/// Only the endings that English makes such words with are taken off, and only from single words.
pub(crate) fn place_stem(name: &str) -> String {
    let lower = name.to_lowercase();
    if lower.contains(' ') || lower.len() < 6 {
        return lower;
    }
    for ending in ["ians", "ian", "ia", "ans", "an", "ese", "ish", "is", "i", "a", "s"] {
        if let Some(stem) = lower.strip_suffix(ending)
            && stem.len() >= 4
        {
            return stem.to_owned();
        }
    }
    lower
}

/// Labels that the engine gives to persons whom it takes for something else.
fn is_thing(label: EntityLabel) -> bool {
    matches!(
        label,
        EntityLabel::Org
            | EntityLabel::Gpe
            | EntityLabel::Loc
            | EntityLabel::Norp
            | EntityLabel::Fac
            | EntityLabel::Product
    )
}

/// Whether a name is one that only those who fight bear: "Liberation Army", "Resistance Front", "Martyrs Brigade".
fn is_armed_group(name: &str) -> bool {
    let ends = |last: &[&str]| last.iter().any(|w| name.ends_with(w));
    let cause = ["Liberation", "Resistance", "Freedom", "Martyrs", "Revolutionary", "Defence", "Defense", "Jihad"];
    let body = [" Army", " Front", " Brigade", " Brigades", " Battalion", " Fighters", " Forces"];
    cause.iter().any(|c| name.contains(c)) && ends(&body)
        || ends(&[" Militia", " Cartel", " Guerrillas", " Rebels", " Mujahideen", " Paramilitaries"])
}

/// Whether a name has the form of one made from a place.
fn is_demonym(name: &str) -> bool {
    !name.contains(' ')
        && ["an", "ese", "ish", "i", "ic"].iter().any(|e| name.ends_with(e))
        && !matches!(
            name,
            "Republican"
                | "Christian"
                | "Lutheran"
                | "Anglican"
                | "Presbyterian"
                | "Nazi"
                | "Sunni"
                | "Shi'i"
                | "Catholic"
                | "Islamic"
                | "Democratic"
                | "Puritan"
                | "Jewish"
                | "Caucasian"
                | "Hispanic"
        )
}
