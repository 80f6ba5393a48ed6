//! Invented affairs: reports of which is known which belong together, in any number.
//!
//! An affair is a happening of some kind with people, places, numbers and a day of its own; kinds recur, so that many affairs
//! share the words of their kind. A report tells some of the affair's facts, each in one of several wordings, among sentences
//! that tell nothing; every third is a copy of an earlier one, cut and headed anew. The same seed gives the same reports.

/// Kinds of happenings: a headline, and facts in two wordings each. Words in braces are filled in, the same throughout an affair.
const KINDS: &[(&str, &[[&str; 2]])] = &[
    (
        "Fire guts {thing} in {town}",
        &[
            [
                "A fire gutted a {thing} in {town} on {weekday}, leaving {n} people homeless.",
                "{n} people lost their homes on {weekday} when a {thing} in {town} burned down.",
            ],
            [
                "The flames were first seen on {street} by {witness}, who called the brigade.",
                "{witness} of {street} saw the flames and raised the alarm.",
            ],
            [
                "Fire chief {chief} said that old wiring was the likely cause.",
                "According to {chief}, who leads the brigade, wiring had failed.",
            ],
            [
                "{owner}, who owns the {thing}, promised to rebuild it within {m} months.",
                "The building will stand again in {m} months, its owner {owner} vowed.",
            ],
            [
                "Insurers put the damage at {k} million crowns.",
                "The loss comes to {k} million crowns, insurers reckon.",
            ],
        ],
    ),
    (
        "{chief} resigns as mayor of {town}",
        &[
            [
                "{chief} resigned as mayor of {town} on {weekday} over a contract for a {thing}.",
                "The mayor of {town}, {chief}, stepped down on {weekday} after questions about a {thing}.",
            ],
            [
                "The contract had gone to a firm of {owner}, a cousin.",
                "{owner}, a relative of the mayor, had won the contract.",
            ],
            [
                "Councillor {witness} will lead the town until voters choose anew in {m} weeks.",
                "Until the ballot in {m} weeks the office falls to {witness}.",
            ],
            [
                "Auditors found that {k} million crowns had been paid without receipts.",
                "For {k} million crowns there were no receipts, the auditors wrote.",
            ],
            [
                "About {n} townspeople gathered on {street} when the news broke.",
                "On {street} a crowd of {n} heard the news.",
            ],
        ],
    ),
    (
        "Ferry runs aground off {town}",
        &[
            [
                "A ferry with {n} passengers ran aground off {town} on {weekday}.",
                "{n} passengers were stranded on {weekday} when their ferry struck a bank near {town}.",
            ],
            [
                "Captain {chief} had steered around a drifting {thing}.",
                "A {thing} adrift in the channel had made {chief}, the captain, change course.",
            ],
            [
                "Lifeboats brought everybody to {street} within {m} hours.",
                "It took {m} hours until the last passengers were ashore at {street}.",
            ],
            ["{witness}, a passenger, praised the crew.", "The crew kept calm, said {witness}, who had been on board."],
            [
                "The shipping line of {owner} will pay {k} million crowns for the salvage.",
                "Salvage will cost {owner}'s line {k} million crowns.",
            ],
        ],
    ),
    (
        "Strike shuts {thing} works at {town}",
        &[
            [
                "Workers at the {thing} works in {town} laid down their tools on {weekday}.",
                "A strike halted the {thing} works of {town} on {weekday}.",
            ],
            [
                "The union of {chief} wants {m} per cent more pay.",
                "{chief}, who speaks for the union, asks for a rise of {m} per cent.",
            ],
            [
                "Manager {owner} offered half of that and a bonus.",
                "{owner} for the management put half the sum on the table.",
            ],
            [
                "Pickets stood along {street} from dawn, {n} of them by noon.",
                "By noon {n} strikers held the gates on {street}.",
            ],
            [
                "Each idle day costs {k} million crowns, reckons analyst {witness}.",
                "{witness}, an analyst, speaks of {k} million crowns a day.",
            ],
        ],
    ),
    (
        "Thieves take {thing} from museum in {town}",
        &[
            [
                "Thieves took a {thing} from the museum of {town} in the night to {weekday}.",
                "The museum of {town} missed a {thing} when it opened on {weekday}.",
            ],
            [
                "Inspector {chief} believes that the burglars came over the roofs of {street}.",
                "They climbed in from {street}, said {chief}, who leads the inquiry.",
            ],
            ["The piece is insured for {k} million crowns.", "{k} million crowns are what the insurers will owe."],
            [
                "Curator {owner} called the loss bitter and offered a reward of {n} crowns.",
                "A reward of {n} crowns has been put up by {owner}, the curator.",
            ],
            [
                "A guard, {witness}, had left {m} minutes before.",
                "{m} minutes earlier the guard {witness} had gone home.",
            ],
        ],
    ),
    (
        "{town} wins cup final on penalties",
        &[
            [
                "{town} won the cup on {weekday} after beating their rivals on penalties.",
                "On {weekday} penalties gave the cup to {town}.",
            ],
            ["{chief} scored twice before half-time.", "Two goals by {chief} had put the side ahead early."],
            [
                "Keeper {witness} held the last shot in front of {n} onlookers.",
                "{n} onlookers saw {witness} in goal stop the last penalty.",
            ],
            [
                "Coach {owner} will leave after {m} seasons.",
                "After {m} seasons it was the last match of {owner} as coach.",
            ],
            [
                "The club means to spend {k} million crowns on a stand at {street}.",
                "At {street} a stand for {k} million crowns is planned.",
            ],
        ],
    ),
    (
        "Court jails {chief} over {thing} fraud",
        &[
            [
                "A court in {town} sent {chief} to prison for {m} years on {weekday} for selling a {thing} that did not exist.",
                "{chief} was given {m} years on {weekday} by judges in {town} over a {thing} that was never built.",
            ],
            [
                "Judge {owner} spoke of greed without measure.",
                "It was greed beyond measure, {owner} told the court as judge.",
            ],
            [
                "{n} savers had paid in, {witness} of {street} among them.",
                "Among the {n} savers is {witness}, who lives on {street}.",
            ],
            ["Only a tenth of the {k} million crowns was found.", "Of {k} million crowns nine tenths are gone."],
            ["The defence will appeal.", "An appeal is to follow, the lawyers said."],
        ],
    ),
    (
        "Quake shakes {town}",
        &[
            [
                "An earthquake shook {town} early on {weekday} and damaged a {thing}.",
                "A {thing} was damaged in {town} by a tremor on {weekday} morning.",
            ],
            ["{n} people slept in tents along {street}.", "Tents for {n} people were put up on {street}."],
            [
                "Seismologist {chief} expects more tremors for {m} days.",
                "For {m} days there may be further shocks, warned {chief}, a seismologist.",
            ],
            [
                "Governor {owner} promised {k} million crowns for repairs.",
                "Repairs will get {k} million crowns, said {owner}, the governor.",
            ],
            [
                "{witness} was dug out unhurt after a night under beams.",
                "Rescuers pulled {witness} alive from under the beams.",
            ],
        ],
    ),
    (
        "Firms of {owner} and {chief} merge",
        &[
            [
                "{owner} will buy the {thing} maker of {chief} for {k} million crowns, both said on {weekday}.",
                "For {k} million crowns the firm of {chief}, which makes a {thing}, goes to {owner}, it was announced on {weekday}.",
            ],
            ["The works at {town} stays open, with {n} jobs.", "In {town} {n} jobs are kept."],
            [
                "Regulators want {m} weeks to look at the deal.",
                "The deal will be looked at by regulators for {m} weeks.",
            ],
            ["Shareholder {witness} holds out for more.", "{witness}, who holds shares, thinks the price too low."],
            ["The head office moves to {street}.", "{street} becomes the seat of the new house."],
        ],
    ),
    (
        "Police clear camp on {street} in {town}",
        &[
            [
                "Police in {town} cleared a camp of {n} protesters on {weekday}.",
                "A camp with {n} protesters was broken up in {town} on {weekday} by police.",
            ],
            [
                "They had sat against the felling of trees for a {thing}.",
                "A {thing} is to stand where the trees are, which had brought them there.",
            ],
            [
                "{chief}, who commands the police, spoke of {m} arrests.",
                "There were {m} arrests, {chief} of the police told reporters.",
            ],
            ["{witness} was carried off {street} singing.", "Singing, {witness} was borne away from {street}."],
            [
                "The developer {owner} has put {k} million crowns into the plan.",
                "{k} million crowns of {owner}'s money are in it.",
            ],
        ],
    ),
];

/// Things that happenings are about.
const THINGS: &[&str] = &[
    "warehouse",
    "tannery",
    "windmill",
    "clocktower",
    "glasshouse",
    "brewery",
    "cannery",
    "lighthouse",
    "bakery",
    "sawmill",
    "foundry",
    "library",
    "hospice",
    "velodrome",
    "planetarium",
    "funicular",
    "aqueduct",
    "greenhouse",
    "observatory",
    "distillery",
    "dairy",
    "chapel",
    "tramway",
    "pier",
    "granary",
    "harpsichord",
    "tapestry",
    "chalice",
    "altarpiece",
    "turbine",
    "loom",
    "carillon",
];

/// Words of which sentences are made that stand in reports on anything. There are so many that hardly two reports have four
/// of them in a row in common, as it is with reports that were written by different people.
const NOUNS: &str = "neighbour office season street market minister engineer teacher harvest railway bridge garden council budget letter \
    visitor winter ticket newspaper reporter lawyer doctor driver farmer sailor painter border village kitchen window programme speech \
    answer question promise error delay repair survey ballot festival parade school hospital meadow orchard valley river tunnel canal \
    harbour station airport museum theatre choir orchestra contract invoice ledger archive permit licence inquiry hearing verdict pension";
const VERBS: &str = "visited praised repaired questioned delayed opened closed followed missed described welcomed doubted expected ignored \
    measured counted painted photographed inspected remembered recommended rejected supported financed organised cancelled finished \
    postponed explained examined";
const ADJECTIVES: &str = "quiet early narrow modern famous lonely costly gentle distant crowded empty careful sudden private public rural \
    northern southern eastern western ancient wooden golden silent patient stubborn cheerful gloomy muddy frozen sunny windy annual weekly \
    foreign local senior junior former future";
const ASIDES: &str = "later also reportedly still apparently meanwhile again soon already indeed however finally once more as before it \
    seems by then in part on that day for now without doubt";

const WEEKDAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ONSETS: &[&str] = &[
    "b", "br", "d", "dr", "f", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w", "z",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ie", "ou"];
const CODAS: &[&str] = &["n", "r", "l", "s", "m", "nd", "rk", "lt", "sk", "th", "x", "v"];
const GIVEN: &[&str] = &[
    "Ilse", "Paul", "Nadja", "Igor", "Maren", "Tobias", "Selma", "Anton", "Greta", "Felix", "Oda", "Ruben", "Lena",
    "Marek", "Hanna", "Jonas",
];

/// A report and the affair that it is of.
pub struct Told {
    /// The document, as one line of JSON.
    pub line: String,
    /// The affair's number.
    pub affair: usize,
}

/// Numbers that look like chance, the same for the same seed (xorshift).
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Less than `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    fn of<T: Copy>(&mut self, some: &[T]) -> T {
        some[self.below(some.len())]
    }

    fn name(&mut self) -> String {
        let mut name: String = [self.of(ONSETS), self.of(VOWELS), self.of(CODAS)].concat();
        for _ in 0..self.below(2) + 1 {
            name += self.of(VOWELS);
            name += self.of(CODAS);
        }
        name[..1].to_uppercase() + &name[1..]
    }

    fn person(&mut self) -> String {
        format!("{} {}", self.of(GIVEN), self.name())
    }

    fn shuffled<T>(&mut self, mut some: Vec<T>) -> Vec<T> {
        for i in (1..some.len()).rev() {
            some.swap(i, self.below(i + 1));
        }
        some
    }
}

/// What fills the words in braces.
struct Affair {
    kind: usize,
    day: usize,
    filled: Vec<(&'static str, String)>,
}

impl Affair {
    fn new(chance: &mut Chance) -> Self {
        let filled = vec![
            ("{thing}", chance.of(THINGS).to_owned()),
            ("{town}", chance.name()),
            ("{street}", format!("{} {}", chance.name(), chance.of(&["Street", "Square", "Lane", "Quay"]))),
            ("{chief}", chance.person()),
            ("{owner}", chance.person()),
            ("{witness}", chance.person()),
            ("{weekday}", chance.of(WEEKDAYS).to_owned()),
            ("{n}", (20 + chance.below(900)).to_string()),
            ("{m}", (2 + chance.below(40)).to_string()),
            ("{k}", (2 + chance.below(400)).to_string()),
        ];
        Self { kind: chance.below(KINDS.len()), day: chance.below(700), filled }
    }

    fn fill(&self, pattern: &str) -> String {
        let mut text = pattern.to_owned();
        for (slot, value) in &self.filled {
            text = text.replace(slot, value);
        }
        text
    }

    /// Headline and paragraphs of a report of its own.
    fn tell(&self, chance: &mut Chance) -> (String, Vec<String>) {
        let (headline, facts) = KINDS[self.kind];
        let mut told: Vec<String> = Vec::new();
        for fact in facts {
            let fact = self.fill(chance.of(fact));
            told.push(loosened(chance, &fact));
        }
        let lead = told.remove(0);
        let keep = 2 + chance.below(told.len() - 1);
        told = chance.shuffled(told);
        told.truncate(keep);
        for _ in 0..3 + chance.below(5) {
            told.push(anything(chance));
        }
        let mut paragraphs = vec![lead];
        paragraphs.extend(chance.shuffled(told));
        (self.fill(headline), paragraphs)
    }
}

/// The sentence as another would put it: with asides between its words.
fn loosened(chance: &mut Chance, sentence: &str) -> String {
    let asides: Vec<&str> = ASIDES.split_whitespace().collect();
    let mut words: Vec<&str> = Vec::new();
    for w in sentence.split(' ') {
        words.push(w);
        // Names stay in one piece.
        if chance.below(4) == 0 && w.chars().all(char::is_lowercase) {
            words.push(chance.of(&asides));
        }
    }
    words.join(" ")
}

/// A sentence that tells nothing of the affair.
fn anything(chance: &mut Chance) -> String {
    let [nouns, verbs, adjectives] = [NOUNS, VERBS, ADJECTIVES].map(|w| w.split_whitespace().collect::<Vec<&str>>());
    format!(
        "A {} {} {} the {} {} near the {} {} of the {}.",
        chance.of(&adjectives),
        chance.of(&nouns),
        chance.of(&verbs),
        chance.of(&adjectives),
        chance.of(&nouns),
        chance.of(&adjectives),
        chance.of(&nouns),
        chance.of(&nouns)
    )
}

/// Reports of invented affairs, about `n`, in an order that says nothing.
pub fn reports(n: usize, seed: u64) -> Vec<Told> {
    let mut chance = Chance::new(seed);
    let mut all: Vec<Told> = Vec::with_capacity(n);
    let mut affairs = 0;
    while all.len() < n {
        let affair = Affair::new(&mut chance);
        // Many affairs have one report, few have many.
        let size = match chance.below(10) {
            0..=2 => 1,
            3..=6 => 2 + chance.below(6),
            7 | 8 => 8 + chance.below(16),
            _ => 24 + chance.below(60),
        };
        let mut texts: Vec<(String, Vec<String>)> = Vec::new();
        for _ in 0..size.min(n - all.len()) {
            let (title, paragraphs) = if !texts.is_empty() && chance.below(3) == 0 {
                let (_, mut copied) = chance.of(&texts.iter().collect::<Vec<_>>()).clone();
                copied.truncate(copied.len() - chance.below(3).min(copied.len() - 3));
                (format!("{}: {}", chance.name(), affair.filled[1].1), copied)
            } else {
                affair.tell(&mut chance)
            };
            let day = affair.day + chance.below(5);
            let (year, month, date) = (2031 + day / 336, day % 336 / 28 + 1, day % 28 + 1);
            let line = serde_json::json!({
                "id": format!("r{}", all.len()), "title": title, "text": paragraphs.join("\n\n"),
                "published": format!("{year}-{month:02}-{date:02}"), "outlet": format!("The {} Post", chance.of(GIVEN)),
            });
            all.push(Told { line: line.to_string(), affair: affairs });
            texts.push((title, paragraphs));
        }
        affairs += 1;
    }
    chance.shuffled(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_tells_the_same_and_every_word_is_filled() {
        let lines = |seed| reports(300, seed).into_iter().map(|t| t.line).collect::<Vec<_>>();
        assert_eq!(lines(1), lines(1));
        assert_ne!(lines(1), lines(2));
        assert_eq!(lines(1).len(), 300);
        let texts = |t: &Told| serde_json::from_str::<serde_json::Value>(&t.line).expect("JSON")["text"].to_string();
        assert!(reports(300, 1).iter().all(|t| !texts(t).contains(['{', '}'])));
    }
}
