//! The vocabulary that reading goes by: the commented tables in `data/`, read once and checked.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::reading::{ActorKind, Plover};

/// All tables of `data/`.
pub(crate) struct Lexicon {
    /// By first word: names with more words first.
    pub names: FxHashMap<String, Vec<Name>>,
    pub countries: FxHashMap<String, String>,
    pub person_nouns: FxHashMap<String, (ActorKind, bool)>,
    pub holders: Vec<Holder>,
    pub cues: FxHashMap<String, Vec<CueClass>>,
    /// Verbs with the prepositions whose object is their content.
    pub about: FxHashMap<String, Vec<String>>,
    pub verbs: FxHashMap<String, Vec<Pattern>>,
    pub nouns: FxHashMap<String, Vec<Pattern>>,
    pub objects: FxHashMap<String, FxHashSet<String>>,
    pub event_nouns: FxHashSet<String>,
    pub factuality: FxHashMap<String, Vec<FactClass>>,
}

/// A name of the gazetteer.
pub(crate) struct Name {
    /// As written.
    pub text: String,
    /// What it names.
    pub entry: Entry,
}

/// What a name of the gazetteer names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    /// A state, by its code.
    Country(String),
    /// "Russian", "Russians".
    Demonym(String),
    /// "Moscow", "the Kremlin": the code.
    Seat(String),
    /// A body: kind, name, country.
    Body(ActorKind, String, Option<String>),
}

/// Who held an office.
pub(crate) struct Holder {
    pub name: String,
    pub role: String,
    pub country: Option<String>,
    pub from: String,
    /// Empty while in office.
    pub to: String,
}

/// Classes of `cues.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueClass {
    Say,
    Think,
    Commit,
    Judge,
    Ask,
    Noun,
    According,
    Adverb,
    /// Says only beside a quotation.
    Quote,
    /// A noun whose prepositional phrase may be the content.
    NounOf,
    /// Its object may be the content.
    Object,
    /// By its object the source says that it is so.
    Vouch,
    /// Its subject stirs its object, which is the source.
    Strike,
    Adjective,
    /// Says nothing without a noun that says.
    Light,
    /// Texts, and words for many, that can say something.
    Document,
    /// Before a colon, no speaker.
    Heading,
}

/// Classes of `factuality.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactClass {
    Factive,
    Implicative,
    NegImplicative,
    Deny,
    Say,
    Believe,
    Doubt,
    Want,
    Hedge,
    Negator,
    Conditional,
}

/// A pattern of `plover.tsv`.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub kind: Plover,
    pub mode: Option<&'static str>,
    pub class: Option<String>,
    pub not_class: Option<String>,
    /// A class that must occur anywhere in the clause (second class of a pattern).
    pub also: Option<String>,
    pub preposition: Option<String>,
    pub actor: bool,
    pub infinitive: bool,
    pub clause: bool,
}

impl Pattern {
    /// How much the pattern asks for.
    pub fn weight(&self) -> u32 {
        let n = |b: bool| u32::from(b);
        4 * n(self.class.is_some())
            + 4 * n(self.also.is_some())
            + 3 * n(self.preposition.is_some())
            + 2 * n(self.actor)
            + 2 * n(self.infinitive)
            + n(self.clause)
            + n(self.not_class.is_some())
    }
}

/// The tables as shipped.
pub(crate) fn builtin() -> &'static Lexicon {
    static BUILTIN: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);
    &BUILTIN
}

/// Lines that are neither empty nor comments, split at tabs.
fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

fn alternatives(field: &'static str) -> impl Iterator<Item = &'static str> {
    field.split(';').map(str::trim).filter(|s| !s.is_empty())
}

/// The key under which a name or the token that may begin it is filed.
pub(crate) fn first_word(name: &str) -> &str {
    let end = name.find([' ', '-', '\'', '’']).filter(|&e| e > 0).unwrap_or(name.len());
    &name[..end]
}

impl Lexicon {
    fn load() -> Self {
        let mut l = Lexicon {
            names: FxHashMap::default(),
            countries: FxHashMap::default(),
            person_nouns: FxHashMap::default(),
            holders: Vec::new(),
            cues: FxHashMap::default(),
            about: FxHashMap::default(),
            verbs: FxHashMap::default(),
            nouns: FxHashMap::default(),
            objects: FxHashMap::default(),
            event_nouns: FxHashSet::default(),
            factuality: FxHashMap::default(),
        };
        for r in rows(include_str!("../data/countries.tsv")) {
            let field = |i: usize| r.get(i).copied().unwrap_or("");
            let code = field(0).to_owned();
            l.countries.insert(code.clone(), field(1).to_owned());
            l.name(field(1), Entry::Country(code.clone()));
            for n in alternatives(field(2)) {
                l.name(n, Entry::Country(code.clone()));
            }
            for n in alternatives(field(3)) {
                l.name(n, Entry::Demonym(code.clone()));
            }
            for n in alternatives(field(4)) {
                l.name(n, Entry::Seat(code.clone()));
            }
        }
        for r in rows(include_str!("../data/organisations.tsv")) {
            let field = |i: usize| r.get(i).copied().unwrap_or("");
            let kind = ActorKind::from_name(field(0)).unwrap_or(ActorKind::Organisation);
            let country = (!field(3).is_empty()).then(|| field(3).to_owned());
            let entry = Entry::Body(kind, field(1).to_owned(), country);
            l.name(field(1), entry.clone());
            for n in alternatives(field(2)) {
                l.name(n, entry.clone());
            }
        }
        for list in l.names.values_mut() {
            // Longer names first, so that "South Korea" is not read as another's beginning; of equals the earlier line.
            list.sort_by_key(|n| std::cmp::Reverse(n.text.len()));
        }
        for r in rows(include_str!("../data/person_nouns.tsv")) {
            let [kind, anonymous, nouns] = r[..] else { continue };
            let kind = ActorKind::from_name(kind).unwrap_or(ActorKind::Person);
            for n in alternatives(nouns) {
                l.person_nouns.entry(n.to_owned()).or_insert((kind, anonymous == "yes"));
            }
        }
        for r in rows(include_str!("../data/office_holders.tsv")) {
            let field = |i: usize| r.get(i).copied().unwrap_or("");
            l.holders.push(Holder {
                name: field(0).to_owned(),
                role: field(1).to_owned(),
                country: (!field(2).is_empty()).then(|| field(2).to_owned()),
                from: field(3).to_owned(),
                to: field(4).to_owned(),
            });
        }
        for r in rows(include_str!("../data/cues.tsv")) {
            let [class, words] = r[..] else { continue };
            if class == "about" {
                for (verb, preposition) in alternatives(words).filter_map(|w| w.rsplit_once('_')) {
                    l.about.entry(verb.to_owned()).or_default().push(preposition.to_owned());
                }
                continue;
            }
            let Some(class) = cue_class(class) else { continue };
            for w in alternatives(words) {
                l.cues.entry(w.to_owned()).or_default().push(class);
            }
        }
        for r in rows(include_str!("../data/objects.tsv")) {
            let [class, words] = r[..] else { continue };
            l.objects.entry(class.to_owned()).or_default().extend(alternatives(words).map(str::to_owned));
        }
        for r in rows(include_str!("../data/event_nouns.tsv")) {
            l.event_nouns.extend(r.iter().flat_map(|f| alternatives(f)).map(str::to_owned));
        }
        for r in rows(include_str!("../data/factuality.tsv")) {
            let [class, words] = r[..] else { continue };
            let Some(class) = fact_class(class) else { continue };
            for w in alternatives(words) {
                l.factuality.entry(w.to_owned()).or_default().push(class);
            }
        }
        for r in rows(include_str!("../data/plover.tsv")) {
            let [kind, mode, patterns] = r[..] else { continue };
            let Some(kind) = Plover::from_name(kind) else { continue };
            let mode = (!mode.is_empty()).then_some(mode);
            for p in alternatives(patterns) {
                l.pattern(kind, mode, p);
            }
        }
        l
    }

    fn name(&mut self, name: &str, entry: Entry) {
        let bare = name.strip_prefix("the ").unwrap_or(name);
        if !bare.is_empty() {
            self.names.entry(first_word(bare).to_owned()).or_default().push(Name { text: bare.to_owned(), entry });
        }
    }

    fn pattern(&mut self, kind: Plover, mode: Option<&'static str>, text: &str) {
        let (noun, rest) = match text.strip_prefix("n:") {
            Some(r) => (true, r),
            None => (false, text),
        };
        let mut p = Pattern {
            kind,
            mode,
            class: None,
            not_class: None,
            also: None,
            preposition: None,
            actor: false,
            infinitive: false,
            clause: false,
        };
        let mut lemma = String::new();
        for part in rest.split(' ') {
            if let Some(c) = part.strip_prefix("<!") {
                p.not_class = Some(c.trim_end_matches('>').to_owned());
            } else if let Some(c) = part.strip_prefix('<') {
                let c = c.trim_end_matches('>').to_owned();
                if p.class.is_none() && p.preposition.is_none() && !p.infinitive && !p.actor {
                    p.class = Some(c);
                } else {
                    p.also = Some(c);
                }
            } else if let Some(c) = part.strip_prefix('+') {
                p.preposition = Some(c.to_owned());
            } else if part == "@actor" {
                p.actor = true;
            } else if part == ":that" {
                p.clause = true;
            } else if part == ":inf" {
                p.infinitive = true;
            } else {
                if !lemma.is_empty() {
                    lemma.push(' ');
                }
                lemma.push_str(part);
            }
        }
        let table = if noun { &mut self.nouns } else { &mut self.verbs };
        table.entry(lemma).or_default().push(p);
    }

    /// Whether `word` is in a class of `factuality.tsv`.
    pub fn fact(&self, word: &str, class: FactClass) -> bool {
        self.factuality.get(word).is_some_and(|c| c.contains(&class))
    }

    /// Whether `word` is in a class of `objects.tsv`.
    pub fn object(&self, class: &str, word: &str) -> bool {
        self.objects.get(class).is_some_and(|c| c.contains(word))
    }

    /// The prepositions through which a verb takes what it is about.
    pub fn about(&self, verb: &str) -> &[String] {
        self.about.get(verb).map_or(&[], Vec::as_slice)
    }

    /// Whether a word is in a class of `cues.tsv`.
    pub fn is_cue(&self, word: &str, class: CueClass) -> bool {
        self.cue(word).contains(&class)
    }

    /// The classes of a cue.
    pub fn cue(&self, word: &str) -> &[CueClass] {
        self.cues.get(word).map_or(&[], Vec::as_slice)
    }
}

fn cue_class(name: &str) -> Option<CueClass> {
    Some(match name {
        "say" => CueClass::Say,
        "think" => CueClass::Think,
        "commit" => CueClass::Commit,
        "judge" => CueClass::Judge,
        "ask" => CueClass::Ask,
        "noun" => CueClass::Noun,
        "according" => CueClass::According,
        "adverb" => CueClass::Adverb,
        "noun_of" => CueClass::NounOf,
        "quote" => CueClass::Quote,
        "object" => CueClass::Object,
        "vouch" => CueClass::Vouch,
        "strike" => CueClass::Strike,
        "adjective" => CueClass::Adjective,
        "light" => CueClass::Light,
        "document" => CueClass::Document,
        "heading" => CueClass::Heading,
        _ => return None,
    })
}

fn fact_class(name: &str) -> Option<FactClass> {
    Some(match name {
        "factive" => FactClass::Factive,
        "implicative" => FactClass::Implicative,
        "neg_implicative" => FactClass::NegImplicative,
        "deny" => FactClass::Deny,
        "say" => FactClass::Say,
        "believe" => FactClass::Believe,
        "doubt" => FactClass::Doubt,
        "want" => FactClass::Want,
        "hedge" => FactClass::Hedge,
        "negator" => FactClass::Negator,
        "conditional" => FactClass::Conditional,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        for r in rows(include_str!("../data/countries.tsv")) {
            assert!(r.len() >= 4 && r[0].len() == 3, "countries.tsv: {r:?}");
        }
        for r in rows(include_str!("../data/organisations.tsv")) {
            assert!(ActorKind::from_name(r[0]).is_some() && r.len() == 4, "organisations.tsv: {r:?}");
        }
        for r in rows(include_str!("../data/person_nouns.tsv")) {
            assert!(ActorKind::from_name(r[0]).is_some() && r.len() == 3, "person_nouns.tsv: {r:?}");
        }
        for r in rows(include_str!("../data/cues.tsv")) {
            let known = cue_class(r[0]).is_some() || (r[0] == "about" && alternatives(r[1]).all(|w| w.contains('_')));
            assert!(known && r.len() == 2, "cues.tsv: {r:?}");
        }
        for r in rows(include_str!("../data/factuality.tsv")) {
            assert!(fact_class(r[0]).is_some() && r.len() == 2, "factuality.tsv: {r:?}");
        }
        for r in rows(include_str!("../data/office_holders.tsv")) {
            assert!(rashomon_text::PartialDate::parse(r[3]).is_some(), "office_holders.tsv: {r:?}");
        }
    }

    #[test]
    fn every_class_that_a_pattern_asks_for_exists() {
        let l = builtin();
        for (lemma, patterns) in l.verbs.iter().chain(&l.nouns) {
            for p in patterns {
                for c in [&p.class, &p.not_class, &p.also].into_iter().flatten() {
                    assert!(l.objects.contains_key(c), "plover.tsv: {lemma}: no class {c} in objects.tsv");
                }
            }
        }
    }
}
