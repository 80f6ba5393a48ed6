//! The vocabulary that reading goes by: the commented tables in `data/`, read once and checked.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::reading::{ActorKind, Because, Plover};

/// All tables of `data/`.
pub(crate) struct Lexicon {
    /// By first word: names with more words first.
    pub names: FxHashMap<String, Vec<Name>>,
    pub countries: FxHashMap<String, String>,
    pub person_nouns: FxHashMap<String, (ActorKind, bool)>,
    pub holders: Vec<Holder>,
    /// Holders by surname, as [`bare_surname`] has it.
    pub holders_by_surname: FxHashMap<String, Vec<usize>>,
    /// Names and surnames that the table of holders knows for persons.
    pub known_persons: FxHashSet<&'static str>,
    /// Surnames that too many bear for the table of holders to know who is meant.
    pub common_surnames: FxHashSet<&'static str>,
    /// Towns and regions, with the state that they are in.
    pub places: FxHashMap<&'static str, &'static str>,
    /// Given names that are a woman's (true) or a man's.
    pub first_names: FxHashMap<&'static str, bool>,
    pub cues: FxHashMap<String, Vec<CueClass>>,
    /// Verbs with the prepositions whose object is their content.
    pub about: FxHashMap<String, Vec<String>>,
    pub verbs: FxHashMap<String, Vec<Pattern>>,
    pub nouns: FxHashMap<String, Vec<Pattern>>,
    pub objects: FxHashMap<String, FxHashSet<String>>,
    /// Classes of `guards.tsv`.
    pub guards: FxHashMap<String, FxHashSet<String>>,
    pub event_nouns: FxHashSet<String>,
    pub factuality: FxHashMap<String, Vec<FactClass>>,
    /// Where a cue, a word of certainty or a noun for a person stands, by table and word.
    entries: FxHashMap<(&'static str, String), Because>,
}

/// A name of the gazetteer.
pub(crate) struct Name {
    /// As written.
    pub text: String,
    /// What it names.
    pub entry: Entry,
    /// Where it stands.
    pub from: Because,
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
    pub since: String,
    /// Empty while in office.
    pub to: String,
    /// Where it stands.
    pub from: Because,
}

impl Holder {
    /// Whether the office was held at a date, of which parts may be missing.
    pub fn holds_at(&self, date: &str) -> bool {
        self.since.as_str() <= date && (self.to.is_empty() || date <= self.to.as_str())
    }
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
    Ask,
    Hedge,
    Negator,
    Conditional,
}

/// A pattern of `plover.tsv`.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// `None`: what fits is no political event.
    pub kind: Option<Plover>,
    /// Where it stands.
    pub from: Because,
    /// A line of the user's own, which goes before those that come with the program.
    pub own: bool,
    pub mode: Option<&'static str>,
    pub class: Option<String>,
    pub not_class: Option<String>,
    /// A class that must occur anywhere in the clause (second class of a pattern).
    pub also: Option<String>,
    pub preposition: Option<String>,
    pub no_preposition: Option<String>,
    pub actor: bool,
    /// The object is a state or a place.
    pub land: bool,
    pub infinitive: bool,
    pub clause: bool,
    /// Governs no clause and no predicate of its object.
    pub bare: bool,
}

impl Pattern {
    /// One that asks for nothing.
    fn new(kind: Option<Plover>, mode: Option<&'static str>, from: Because) -> Self {
        Self {
            kind,
            from,
            own: false,
            mode,
            class: None,
            not_class: None,
            also: None,
            preposition: None,
            no_preposition: None,
            actor: false,
            land: false,
            infinitive: false,
            clause: false,
            bare: false,
        }
    }

    /// How much the pattern asks for.
    pub fn weight(&self) -> u32 {
        let n = |b: bool| u32::from(b);
        1000 * n(self.own)
            + 4 * n(self.class.is_some())
            + 4 * n(self.also.is_some())
            + 3 * n(self.preposition.is_some())
            + 2 * n(self.actor)
            + 2 * n(self.land)
            + 2 * n(self.infinitive)
            + n(self.clause)
            + n(self.not_class.is_some())
    }
}

/// A table of the user's own, under the name of the one whose lines it adds to.
pub(crate) struct OwnTable {
    /// "plover.tsv".
    pub name: &'static str,
    /// As the user knows it: its path.
    pub label: &'static str,
    pub text: &'static str,
}

/// The tables that a user's own may add to, as shipped.
pub(crate) const TABLES: [(&str, &str); 14] = [
    ("countries.tsv", include_str!("../data/countries.tsv")),
    ("places.tsv", include_str!("../data/places.tsv")),
    ("surnames.tsv", include_str!("../data/surnames.tsv")),
    ("organisations.tsv", include_str!("../data/organisations.tsv")),
    ("office_holders.tsv", include_str!("../data/office_holders.tsv")),
    ("person_nouns.tsv", include_str!("../data/person_nouns.tsv")),
    ("cues.tsv", include_str!("../data/cues.tsv")),
    ("objects.tsv", include_str!("../data/objects.tsv")),
    ("guards.tsv", include_str!("../data/guards.tsv")),
    ("event_nouns.tsv", include_str!("../data/event_nouns.tsv")),
    ("factuality.tsv", include_str!("../data/factuality.tsv")),
    ("verbs.tsv", include_str!("../data/verbs.tsv")),
    ("plover.tsv", include_str!("../data/plover.tsv")),
    ("first_names.tsv", include_str!("../data/first_names.tsv")),
];

/// Tables made by `cargo xtask gen`: the one whose lines each adds to, its label, its text. Own facts go before them.
const GENERATED: [(&str, &str, &str); 3] = [
    ("countries.tsv", "generated/territories.tsv", include_str!("../data/generated/territories.tsv")),
    ("places.tsv", "generated/places.tsv", include_str!("../data/generated/places.tsv")),
    ("first_names.tsv", "generated/first_names.tsv", include_str!("../data/generated/first_names.tsv")),
];

/// A line of a table.
struct Row {
    from: Because,
    own: bool,
    fields: Vec<&'static str>,
}

impl Row {
    fn field(&self, i: usize) -> &'static str {
        self.fields.get(i).copied().unwrap_or("")
    }
}

/// The lines of a table: the user's own first, then our own facts, then what packages say, so that of equals the
/// earlier wins.
fn table(name: &str, own: &[OwnTable]) -> Vec<Row> {
    let shipped = TABLES.iter().find(|(n, _)| *n == name).map(|&(n, text)| (n, text, false));
    let generated = GENERATED.iter().filter(|(n, ..)| *n == name).map(|&(_, label, text)| (label, text, false));
    own.iter()
        .filter(|o| o.name == name)
        .map(|o| (o.label, o.text, true))
        .chain(shipped)
        .chain(generated)
        .flat_map(|(label, text, own)| {
            text.lines().zip(1..).filter(|(l, _)| is_entry(l)).map(move |(entry, line)| Row {
                from: Because { table: label, line, entry },
                own,
                fields: entry.split('\t').collect(),
            })
        })
        .collect()
}

fn is_entry(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}

/// What is wrong with a line of a user's own table, in words; `None` if nothing.
pub(crate) fn fault(name: &str, line: &str) -> Option<String> {
    if !is_entry(line) {
        return None;
    }
    let fields: Vec<&str> = line.split('\t').collect();
    let first = fields[0];
    let columns = |least: usize, most: usize| {
        (fields.len() < least || fields.len() > most)
            .then(|| format!("{} columns, wanted {least} to {most}, with tabs between them", fields.len()))
    };
    match name {
        "countries.tsv" => {
            columns(2, 6).or_else(|| (first.len() != 3).then(|| format!("{first:?} is no code of three letters")))
        }
        "organisations.tsv" => columns(2, 4)
            .or_else(|| ActorKind::from_name(first).is_none().then(|| format!("{first:?} is no kind of actor"))),
        "person_nouns.tsv" => columns(3, 3)
            .or_else(|| ActorKind::from_name(first).is_none().then(|| format!("{first:?} is no kind of actor"))),
        "office_holders.tsv" => columns(4, 5).or_else(|| {
            rashomon_text::PartialDate::parse(fields[3]).is_none().then(|| format!("{:?} is no date", fields[3]))
        }),
        "places.tsv" => {
            columns(2, 2).or_else(|| (first.len() != 3).then(|| format!("{first:?} is no code of three letters")))
        }
        "surnames.tsv" => columns(1, 1),
        "first_names.tsv" => columns(2, 2)
            .or_else(|| (!matches!(first, "she" | "he")).then(|| format!("{first:?} is neither \"she\" nor \"he\""))),
        "cues.tsv" => columns(2, 2)
            .or_else(|| {
                let known = first == "about" || cue_class(first).is_some();
                (!known).then(|| format!("{first:?} is no class of cues"))
            })
            .or_else(|| {
                let bare = alternatives(fields[1]).find(|w| first == "about" && !w.contains('_'))?;
                Some(format!("{bare:?}: a verb and a preposition are wanted, as in \"lie_about\""))
            }),

        "factuality.tsv" => {
            columns(2, 2).or_else(|| fact_class(first).is_none().then(|| format!("{first:?} is no class of certainty")))
        }
        "plover.tsv" => columns(3, 3).or_else(|| {
            (first != NO_EVENT && Plover::from_name(first).is_none()).then(|| format!("{first:?} is no type of PLOVER"))
        }),
        "objects.tsv" | "guards.tsv" | "verbs.tsv" => columns(2, 2),
        _ => None,
    }
}

/// A surname without its article and in small letters: "al-Assad" and "Assad" are one.
pub(crate) fn bare_surname(name: &str) -> String {
    name.trim_start_matches("al-").trim_start_matches("el-").to_lowercase()
}

/// Stands in `plover.tsv` for what is no political event although a shipped line says so.
const NO_EVENT: &str = "NONE";

/// Lines that are neither empty nor comments, split at tabs.
pub(crate) fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines().filter(|l| is_entry(l)).map(|l| l.split('\t').collect())
}

pub(crate) fn alternatives(field: &str) -> impl Iterator<Item = &str> {
    field.split(';').map(str::trim).filter(|s| !s.is_empty())
}

/// The key under which a name or the token that may begin it is filed.
pub(crate) fn first_word(name: &str) -> &str {
    let end = name.find([' ', '-', '\'', '’']).filter(|&e| e > 0).unwrap_or(name.len());
    &name[..end]
}

impl Lexicon {
    /// The shipped tables with the user's own lines.
    pub fn load(own: &[OwnTable]) -> Self {
        let mut l = Lexicon {
            names: FxHashMap::default(),
            countries: FxHashMap::default(),
            person_nouns: FxHashMap::default(),
            holders: Vec::new(),
            holders_by_surname: FxHashMap::default(),
            known_persons: FxHashSet::default(),
            common_surnames: FxHashSet::default(),
            places: FxHashMap::default(),
            first_names: FxHashMap::default(),
            cues: FxHashMap::default(),
            about: FxHashMap::default(),
            verbs: FxHashMap::default(),
            nouns: FxHashMap::default(),
            objects: FxHashMap::default(),
            guards: FxHashMap::default(),
            event_nouns: FxHashSet::default(),
            factuality: FxHashMap::default(),
            entries: FxHashMap::default(),
        };
        l.load_names(own);
        l.load_words(own);
        l.load_patterns(own);
        l
    }

    fn load_names(&mut self, own: &[OwnTable]) {
        for r in table("countries.tsv", own) {
            let code = r.field(0).to_owned();
            self.countries.entry(code.clone()).or_insert_with(|| r.field(1).to_owned());
            self.name(r.field(1), Entry::Country(code.clone()), r.from);
            for n in alternatives(r.field(2)) {
                self.name(n, Entry::Country(code.clone()), r.from);
            }
            for n in alternatives(r.field(3)) {
                self.name(n, Entry::Demonym(code.clone()), r.from);
            }
            for n in alternatives(r.field(4)) {
                self.name(n, Entry::Seat(code.clone()), r.from);
            }
        }
        for r in table("organisations.tsv", own) {
            let kind = ActorKind::from_name(r.field(0)).unwrap_or(ActorKind::Organisation);
            let country = (!r.field(3).is_empty()).then(|| r.field(3).to_owned());
            let entry = Entry::Body(kind, r.field(1).to_owned(), country);
            self.name(r.field(1), entry.clone(), r.from);
            for n in alternatives(r.field(2)) {
                self.name(n, entry.clone(), r.from);
            }
        }
        for list in self.names.values_mut() {
            // Longer names first, so that "South Korea" is not read as another's beginning; of equals the earlier line.
            list.sort_by_key(|n| std::cmp::Reverse(n.text.len()));
        }
        for r in table("places.tsv", own) {
            for n in alternatives(r.field(1)) {
                self.places.entry(n).or_insert(r.field(0));
            }
        }
        for r in table("first_names.tsv", own) {
            for n in alternatives(r.field(1)) {
                self.first_names.entry(n).or_insert(r.field(0) == "she");
            }
        }
        for r in table("surnames.tsv", own) {
            self.common_surnames.extend(alternatives(r.field(0)));
        }
        for r in table("office_holders.tsv", own) {
            let surname = r.field(0).rsplit(' ').next().unwrap_or_default();
            self.known_persons.insert(r.field(0));
            if !self.common_surnames.contains(surname) {
                let bare = surname.trim_start_matches("al-").trim_start_matches("el-");
                self.known_persons.extend([surname, bare]);
            }
            self.holders_by_surname.entry(bare_surname(surname)).or_default().push(self.holders.len());
            self.holders.push(Holder {
                name: r.field(0).to_owned(),
                role: r.field(1).to_owned(),
                country: (!r.field(2).is_empty()).then(|| r.field(2).to_owned()),
                since: r.field(3).to_owned(),
                to: r.field(4).to_owned(),
                from: r.from,
            });
        }
    }

    fn load_words(&mut self, own: &[OwnTable]) {
        for r in table("person_nouns.tsv", own) {
            let [kind, anonymous, nouns] = r.fields[..] else { continue };
            let kind = ActorKind::from_name(kind).unwrap_or(ActorKind::Person);
            for n in alternatives(nouns) {
                self.person_nouns.entry(n.to_owned()).or_insert((kind, anonymous == "yes"));
                self.entry("person_nouns.tsv", n, r.from);
            }
        }
        for r in table("cues.tsv", own) {
            if r.field(0) == "about" {
                for word in alternatives(r.field(1)) {
                    if let Some((verb, preposition)) = word.rsplit_once('_') {
                        self.about.entry(verb.to_owned()).or_default().push(preposition.to_owned());
                        self.entry("cues.tsv", word, r.from);
                    }
                }
                continue;
            }
            let Some(class) = cue_class(r.field(0)) else { continue };
            for w in alternatives(r.field(1)) {
                self.cues.entry(w.to_owned()).or_default().push(class);
                self.entry("cues.tsv", w, r.from);
            }
        }
        for r in table("factuality.tsv", own) {
            let Some(class) = fact_class(r.field(0)) else { continue };
            for w in alternatives(r.field(1)) {
                self.factuality.entry(w.to_owned()).or_default().push(class);
                self.entry("factuality.tsv", w, r.from);
            }
        }
        for r in table("objects.tsv", own) {
            self.objects.entry(r.field(0).to_owned()).or_default().extend(alternatives(r.field(1)).map(str::to_owned));
        }
        for r in table("guards.tsv", own) {
            self.guards.entry(r.field(0).to_owned()).or_default().extend(alternatives(r.field(1)).map(str::to_owned));
        }
        for r in table("event_nouns.tsv", own) {
            self.event_nouns.extend(r.fields.iter().flat_map(|f| alternatives(f)).map(str::to_owned));
        }
    }

    fn load_patterns(&mut self, own: &[OwnTable]) {
        let mut classes: FxHashMap<&str, Vec<&'static str>> = FxHashMap::default();
        for r in table("verbs.tsv", own) {
            classes.entry(r.field(0)).or_default().extend(alternatives(r.field(1)));
        }
        for r in table("plover.tsv", own) {
            let kind = Plover::from_name(r.field(0));
            if kind.is_none() && r.field(0) != NO_EVENT {
                continue;
            }
            let mode = (!r.field(1).is_empty()).then(|| r.field(1));
            for p in alternatives(r.field(2)) {
                let from = Because { entry: p, ..r.from };
                let blank = Pattern { own: r.own, ..Pattern::new(kind, mode, from) };
                match braces(p) {
                    Some((class, rest)) => {
                        let noun = if p.starts_with("n:") { "n:" } else { "" };
                        for word in classes.get(class).into_iter().flatten() {
                            self.pattern(blank.clone(), &format!("{noun}{word}{rest}"));
                        }
                    }
                    None => self.pattern(blank, p),
                }
            }
        }
    }

    fn entry(&mut self, table: &'static str, word: &str, from: Because) {
        self.entries.entry((table, word.to_owned())).or_insert(from);
    }

    /// Where a word stands in a table of cues, of certainty, or of nouns for persons.
    pub fn where_is(&self, table: &'static str, word: &str) -> Option<Because> {
        self.entries.get(&(table, word.to_owned())).copied()
    }

    fn name(&mut self, name: &str, entry: Entry, from: Because) {
        let bare = name.strip_prefix("the ").unwrap_or(name);
        if !bare.is_empty() {
            self.names.entry(first_word(bare).to_owned()).or_default().push(Name {
                text: bare.to_owned(),
                entry,
                from,
            });
        }
    }

    fn pattern(&mut self, blank: Pattern, text: &str) {
        let (noun, rest) = match text.strip_prefix("n:") {
            Some(r) => (true, r),
            None => (false, text),
        };
        let mut p = blank;
        let mut lemma = String::new();
        for part in rest.split(' ') {
            if let Some(c) = part.strip_prefix("<!") {
                p.not_class = Some(c.trim_end_matches('>').to_owned());
            } else if let Some(c) = part.strip_prefix('<') {
                let c = c.trim_end_matches('>').to_owned();
                if p.class.is_none() && p.preposition.is_none() && !p.infinitive && !p.clause && !p.actor && !p.land {
                    p.class = Some(c);
                } else {
                    p.also = Some(c);
                }
            } else if let Some(c) = part.strip_prefix('+') {
                p.preposition = Some(c.to_owned());
            } else if let Some(c) = part.strip_prefix('-') {
                p.no_preposition = Some(c.to_owned());
            } else if part == ":bare" {
                p.bare = true;
            } else if part == "@land" {
                p.land = true;
            } else if part == "@actor" {
                p.actor = true;
            } else if part == ":that" {
                p.clause = true;
            } else if part == ":inf" {
                p.infinitive = true;
            } else if matches!(part, "of" | "to") && noun {
                // "n:suspension of <aid>": the class already says where to look.
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

    /// A pattern that asks for a class of nouns that no table has.
    pub fn missing_class(&self) -> Option<(Because, &str)> {
        self.verbs.values().chain(self.nouns.values()).flatten().find_map(|p| {
            let classes = [&p.class, &p.not_class, &p.also].into_iter().flatten();
            let missing = classes.into_iter().find(|c| !self.objects.contains_key(*c))?;
            Some((p.from, missing.as_str()))
        })
    }

    /// Whether `word` is in a class of `guards.tsv`.
    pub fn guard(&self, class: &str, word: &str) -> bool {
        self.guards.get(class).is_some_and(|c| c.contains(word))
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

/// The class that a pattern names in braces in place of its lemma, and what follows it.
fn braces(pattern: &str) -> Option<(&str, &str)> {
    pattern.strip_prefix("n:").unwrap_or(pattern).strip_prefix('{')?.split_once('}')
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
        "ask" => FactClass::Ask,
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
        let generated = GENERATED.map(|(name, _, text)| (name, text));
        for (name, text) in TABLES.into_iter().chain(generated) {
            for (line, n) in text.lines().zip(1..) {
                assert_eq!(fault(name, line), None, "{name}:{n}");
            }
        }
    }

    #[test]
    fn an_own_fact_goes_before_what_a_package_says_and_a_user_before_both() {
        let shipped = Lexicon::load(&[]);
        assert_eq!(shipped.places.get("Kharkiv"), Some(&"UKR"));
        assert_eq!(shipped.countries.get("USA").map(String::as_str), Some("United States"));
        let own = [OwnTable { name: "places.tsv", label: "mine/places.tsv", text: "ISL\tKharkiv" }];
        assert_eq!(Lexicon::load(&own).places.get("Kharkiv"), Some(&"ISL"));
    }

    #[test]
    fn who_held_an_office_left_it_after_entering() {
        for h in Lexicon::load(&[]).holders {
            assert!(h.to.is_empty() || h.since < h.to, "{}: {} to {}", h.name, h.since, h.to);
        }
    }

    #[test]
    fn every_class_of_verbs_that_a_pattern_names_exists() {
        let classes: Vec<&str> = rows(include_str!("../data/verbs.tsv")).map(|r| r[0]).collect();
        for r in rows(include_str!("../data/plover.tsv")) {
            assert!(r.len() == 3 && Plover::from_name(r[0]).is_some(), "plover.tsv: {r:?}");
            for p in alternatives(r[2]) {
                if let Some((class, _)) = braces(p) {
                    assert!(classes.contains(&class), "plover.tsv: {p}: no class {class} in verbs.tsv");
                }
            }
        }
    }

    #[test]
    fn every_class_that_a_pattern_asks_for_exists() {
        assert_eq!(Lexicon::load(&[]).missing_class(), None);
    }
}
