//! Who is spoken of: names, descriptions and pronouns, brought together to actors.

mod acronyms;
mod names;
mod nominals;

use rashomon_lang::Dep;
use rashomon_text::{PartialDate, Span};
use rustc_hash::FxHashMap;

use crate::lexicon::Lexicon;
use crate::parsed::Parsed;
use crate::reading::{Actor, ActorId, ActorKind, Mention, MentionKind};

/// The actors of a text, and for each token which of them it stands for.
pub(crate) struct Cast {
    pub actors: Vec<Actor>,
    /// For the head of a noun phrase: whom it means.
    at: Vec<Vec<ActorId>>,
    /// For an adjective or name before a noun ("Russian forces", "US official"): the state or body.
    modifier: Vec<Option<ActorId>>,
}

impl Cast {
    /// Whom the noun phrase headed by token `i` means; empty for things.
    pub fn at(&self, i: usize) -> &[ActorId] {
        &self.at[i]
    }

    /// The state or body that the modifier at token `i` names.
    pub fn modifier(&self, i: usize) -> Option<ActorId> {
        self.modifier[i]
    }

    /// The actor.
    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id.0 as usize]
    }

    /// Says that token `i` ("we", within a quotation) means `who`.
    pub fn bind(&mut self, i: usize, span: Span, who: ActorId) {
        if self.at[i].is_empty() {
            self.at[i].push(who);
            let mentions = &mut self.actors[who.0 as usize].mentions;
            mentions.push(Mention { span, head: i as u32, kind: MentionKind::Pronoun });
            mentions.sort_by_key(|m| (m.span.start, m.span.end));
        }
    }
}

/// Finds the actors of a text.
pub(crate) fn find(p: Parsed<'_>, lexicon: &Lexicon, published: Option<PartialDate>) -> Cast {
    let n = p.a.len();
    let mut b = Builder {
        p,
        lexicon,
        published,
        cast: Cast { actors: Vec::new(), at: vec![Vec::new(); n], modifier: vec![None; n] },
        by_key: FxHashMap::default(),
        female: Vec::new(),
        taken: vec![false; n],
        plural: Vec::new(),
        noun: Vec::new(),
    };
    b.names();
    b.titles();
    b.offices();
    b.nominals();
    for a in &mut b.cast.actors {
        a.mentions.sort_by_key(|m| (m.span.start, m.span.end));
        a.mentions.dedup();
    }
    b.cast
}

struct Builder<'a> {
    p: Parsed<'a>,
    lexicon: &'a Lexicon,
    published: Option<PartialDate>,
    cast: Cast,
    /// Actors by "state:USA", "name:putin", ….
    by_key: FxHashMap<String, ActorId>,
    /// Spoken of as "she" (true), "he" (false) or not known, by actor.
    female: Vec<Option<bool>>,
    /// More than one, by actor ("the rebels").
    plural: Vec<bool>,
    /// The noun by which a description names it, by actor ("militia").
    noun: Vec<Option<String>>,
    /// Tokens that belong to a name.
    taken: Vec<bool>,
}

impl Builder<'_> {
    fn add(&mut self, actor: Actor) -> ActorId {
        self.cast.actors.push(actor);
        self.female.push(None);
        self.plural.push(false);
        self.noun.push(None);
        ActorId((self.cast.actors.len() - 1) as u32)
    }

    fn keyed(&mut self, key: String, make: impl FnOnce() -> Actor) -> ActorId {
        if let Some(&id) = self.by_key.get(&key) {
            return id;
        }
        let id = self.add(make());
        self.by_key.insert(key, id);
        id
    }

    fn state(&mut self, code: &str) -> ActorId {
        let name = self.lexicon.countries.get(code).cloned().unwrap_or_else(|| code.to_owned());
        self.keyed(format!("state:{code}"), || Actor {
            country: Some(code.to_owned()),
            ..new_actor(name, ActorKind::State, true)
        })
    }

    fn mention(&mut self, id: ActorId, span: Span, head: usize, kind: MentionKind) {
        self.cast.actors[id.0 as usize].mentions.push(Mention { span, head: head as u32, kind });
    }

    fn is_subject(&self, i: usize) -> bool {
        matches!(self.p.dep(i), Dep::Nsubj | Dep::Nsubjpass)
    }
}

fn new_actor(name: String, kind: ActorKind, named: bool) -> Actor {
    Actor { name, kind, country: None, of: None, role: None, named, anonymous: false, mentions: Vec::new() }
}
