//! The words, phrases and holidays of the data files, ready for look-up.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::timex::{Modifier, TimeType};
use crate::unit::Unit;

/// The data files as compiled in; parsed once, checked by this module's tests.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let (lexicon, faults) = Lexicon::parse(
        include_str!("../data/words.tsv"),
        include_str!("../data/phrases.tsv"),
        include_str!("../data/holidays.tsv"),
        include_str!("../data/comparisons.tsv"),
    );
    debug_assert!(faults.is_empty(), "{faults:?}");
    lexicon
});

/// Which one of its kind: "last week", "that day".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Last,
    Next,
    This,
    That,
    Previous,
    Following,
    Past,
    Coming,
    Latest,
    Every,
    Recent,
}

/// What the tense of a clause says about its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Present,
    Future,
}

/// What "until Friday" and "through Friday" say of the direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Until {
    /// Nothing.
    #[default]
    No,
    /// Ahead, whatever the verb.
    Ahead,
    /// Ahead unless the verb looks back.
    Through,
}

/// Small words around an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glue {
    The,
    A,
    Of,
    And,
    Or,
    To,
}

/// Words that count from a time: "ago", "later", "earlier".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Away {
    Ago,
    Later,
    Earlier,
    /// "from now", "from today".
    FromNow,
}

/// Words that shade what follows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shade {
    /// Has a TIMEX3 modifier.
    With(Modifier),
    /// "earlier this month": belongs to the expression, without a modifier of TIMEX3.
    Bare,
}

/// All that one word can mean; nothing set for a word that means nothing here.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Word {
    pub month: u8,
    pub weekday: u8,
    /// "Aug", "Mon": needs a capital and its company.
    pub abbreviated: bool,
    pub plural_weekday: bool,
    pub unit: Option<Unit>,
    pub plural: bool,
    pub number: Option<u8>,
    pub scale: u16,
    pub ordinal: u8,
    pub decade: u8,
    pub vague: bool,
    pub half: bool,
    pub part: Option<&'static str>,
    pub clock: u8,
    pub season: Option<&'static str>,
    pub day: Option<i8>,
    pub tonight: bool,
    pub which: Option<Which>,
    pub glue: Option<Glue>,
    pub preposition: bool,
    pub away: Option<Away>,
    pub shade: Option<Shade>,
    pub edge: Option<Modifier>,
    pub fiscal: bool,
    /// "Q" of "Q3".
    pub quarter_letter: bool,
    /// "FY" of "FY2018".
    pub fiscal_letters: bool,
    /// "old" of "two-year-old".
    pub aged: bool,
    /// "per" of "40 hours per week".
    pub per: bool,
    /// "comparable" of "the comparable year-earlier quarter".
    pub alike: bool,
    /// "more" of "more than": some comparison begins with this word.
    pub compares: bool,
    /// "people": makes a number before it a count and no year.
    pub counted: bool,
    /// "full" of "two full weeks".
    pub filler: bool,
    /// "percent" of "two percent a year".
    pub rated: bool,
    /// A bare "5:30" behind it is a time.
    pub before_clock: bool,
    /// A bare "weeks" behind it is a length.
    pub before_length: bool,
    /// A bare "spring" behind it is a season.
    pub before_season: bool,
    /// "ended" of "the year ended 30 June".
    pub bounds: bool,
    /// "through" of "Monday through Friday": a stretch from the one to the other.
    pub stretches: bool,
    /// "between" of "between May and July".
    pub pairs: bool,
    /// "since" of "since 1945": the story does not go on from such a year.
    pub frames: bool,
    pub tense: Option<Tense>,
    /// "will", "may".
    pub modal: bool,
    /// What a preposition before the expression says of its direction.
    pub until: Until,
    /// Lemma of a verb whose complement lies ahead of it: "plans to meet on Friday".
    pub plans: bool,
    /// Lemma of a verb whose time is that of what it arranges: "planned a rally for Saturday".
    pub arranges: bool,
    /// Lemma of a verb whose present is that of timetables: "the term ends on Friday".
    pub timetabled: bool,
    pub half_day: u8,
    pub zone: bool,
    pub set: Option<&'static str>,
    /// "yearlong": the value of the length it names.
    pub length: Option<&'static str>,
    /// "profit", "sales": what a company reports for a half year.
    pub reported: bool,
    pub times: u8,
    /// Some phrase or holiday begins with this word.
    pub opens: bool,
}

/// A phrase of several words and what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub rest: Box<[Box<str>]>,
    pub means: PhraseMeaning,
}

/// What a phrase stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PhraseMeaning {
    Fixed(TimeType, &'static str),
    /// "as soon as": keeps its words from being read as a time.
    None,
    Holiday(HolidayRule),
}

/// On which day of a year a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HolidayRule {
    Fixed {
        month: u8,
        day: u8,
    },
    Easter(i16),
    /// The nth weekday of the month; -1 is the last.
    Nth {
        month: u8,
        weekday: u8,
        n: i8,
    },
    /// The first such weekday on or after a day.
    From {
        month: u8,
        weekday: u8,
        day: u8,
    },
}

/// The words behind the first, and the modifier of TIMEX3: "than", more than.
pub(crate) type Comparison = (Box<[Box<str>]>, Modifier);

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: FxHashMap<Box<str>, Word>,
    /// By first word, longest first.
    phrases: FxHashMap<Box<str>, Vec<Phrase>>,
    /// The rest of the words and what they say, by first word, longest first.
    comparisons: FxHashMap<Box<str>, Vec<Comparison>>,
    longest: usize,
}

impl Lexicon {
    /// What `lower` can mean.
    pub(crate) fn word(&self, lower: &str) -> Word {
        if lower.len() > self.longest { Word::default() } else { self.words.get(lower).copied().unwrap_or_default() }
    }

    /// Phrases that begin with `lower`, longest first.
    pub(crate) fn phrases(&self, lower: &str) -> &[Phrase] {
        self.phrases.get(lower).map_or(&[], Vec::as_slice)
    }

    /// Comparisons that begin with `lower`, longest first.
    pub(crate) fn comparisons(&self, lower: &str) -> &[Comparison] {
        self.comparisons.get(lower).map_or(&[], Vec::as_slice)
    }

    /// Reads the four files; rows that cannot be read are left out and named.
    fn parse(
        words: &'static str,
        phrases: &'static str,
        holidays: &'static str,
        comparisons: &'static str,
    ) -> (Self, Vec<String>) {
        let mut l = Self::default();
        let mut faults = Vec::new();
        for row in rows(words) {
            let [class, value, list] = row[..] else {
                faults.push(format!("words: {row:?}"));
                continue;
            };
            for w in list.split(", ") {
                let entry = l.words.entry(w.into()).or_default();
                if set(entry, class, value).is_none() {
                    faults.push(format!("words: {class} {value} {w}"));
                }
            }
        }
        for row in rows(phrases) {
            let read = match row[..] {
                ["NONE", _, list] => Some((PhraseMeaning::None, list)),
                [kind, value, list] => kind_of(kind).map(|k| (PhraseMeaning::Fixed(k, value), list)),
                _ => None,
            };
            match read {
                Some((means, list)) => list.split(", ").for_each(|p| l.phrase(p, means)),
                None => faults.push(format!("phrases: {row:?}")),
            }
        }
        for row in rows(holidays) {
            match row[..] {
                [rule, list] if holiday(rule).is_some() => {
                    let means = holiday(rule).map(PhraseMeaning::Holiday);
                    list.split(", ").for_each(|p| means.into_iter().for_each(|m| l.phrase(p, m)));
                }
                _ => faults.push(format!("holidays: {row:?}")),
            }
        }
        for row in rows(comparisons) {
            let [value, list] = row[..] else {
                faults.push(format!("comparisons: {row:?}"));
                continue;
            };
            let Some(says) = modifier(value) else {
                faults.push(format!("comparisons: {value}"));
                continue;
            };
            for (first, rest) in list.split(", ").filter_map(|p| p.split_once(' ')) {
                l.words.entry(first.into()).or_default().compares = true;
                let rest = rest.split(' ').map(Into::into).collect();
                l.comparisons.entry(first.into()).or_default().push((rest, says));
            }
        }
        l.comparisons.values_mut().for_each(|c| c.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
        l.phrases.values_mut().for_each(|p| p.sort_by_key(|p| std::cmp::Reverse(p.rest.len())));
        l.longest = l.words.keys().map(|w| w.len()).max().unwrap_or(0);
        (l, faults)
    }

    fn phrase(&mut self, text: &str, means: PhraseMeaning) {
        // Apart as the tokenizer cuts: "year-end" is year, -, end and "new year's" new, year, ', s.
        let mut parts: Vec<Box<str>> = Vec::new();
        for c in text.chars() {
            match parts.last_mut() {
                Some(p) if c.is_alphabetic() && p.chars().all(char::is_alphabetic) => {
                    let mut s = std::mem::take(p).into_string();
                    s.push(c);
                    *p = s.into();
                }
                _ if c == ' ' => parts.push("".into()),
                _ => parts.push(c.to_string().into()),
            }
        }
        parts.retain(|p| !p.is_empty());
        let first = parts.remove(0);
        self.words.entry(first.clone()).or_default().opens = true;
        self.phrases.entry(first).or_default().push(Phrase { rest: parts.into(), means });
    }
}

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| l.split('\t').collect())
}

fn kind_of(s: &str) -> Option<TimeType> {
    [TimeType::Date, TimeType::Time, TimeType::Duration, TimeType::Set].into_iter().find(|k| k.as_str() == s)
}

fn holiday(rule: &str) -> Option<HolidayRule> {
    if let Some(n) = rule.strip_prefix("easter") {
        return n.parse().ok().map(HolidayRule::Easter);
    }
    let month = rule.get(..2)?.parse().ok()?;
    match rule.as_bytes().get(2)? {
        b'-' => Some(HolidayRule::Fixed { month, day: rule.get(3..)?.parse().ok()? }),
        b'/' => {
            let weekday = rule.get(3..4)?.parse().ok()?;
            let rest = rule.get(4..)?;
            match rest.strip_prefix('#') {
                Some(n) => Some(HolidayRule::Nth { month, weekday, n: n.parse().ok()? }),
                None => Some(HolidayRule::From { month, weekday, day: rest.strip_prefix(">=")?.parse().ok()? }),
            }
        }
        _ => None,
    }
}

fn modifier(value: &str) -> Option<Modifier> {
    Some(match value {
        "start" => Modifier::Start,
        "mid" => Modifier::Mid,
        "end" => Modifier::End,
        "approx" => Modifier::Approx,
        "more-than" => Modifier::MoreThan,
        "less-than" => Modifier::LessThan,
        "equal-or-more" => Modifier::EqualOrMore,
        "equal-or-less" => Modifier::EqualOrLess,
        _ => return None,
    })
}

/// Adds one meaning to a word; `None` for a class or value that does not exist.
fn set(w: &mut Word, class: &str, value: &'static str) -> Option<()> {
    match class {
        "month" | "month-abbreviation" => {
            w.month = value.parse().ok().filter(|m| (1..=12).contains(m))?;
            w.abbreviated = class.ends_with("abbreviation");
        }
        "weekday" | "weekday-abbreviation" => {
            w.weekday = value.parse().ok().filter(|d| (1..=7).contains(d))?;
            w.abbreviated = class.ends_with("abbreviation");
        }
        "plural-weekday" => w.plural_weekday = true,
        "unit" | "units" => {
            w.unit = Some(Unit::named(value)?);
            w.plural = class == "units";
        }
        "number" => w.number = Some(value.parse().ok()?),
        "scale" => w.scale = value.parse().ok()?,
        "ordinal" => w.ordinal = value.parse().ok()?,
        "decade-name" => w.decade = value.parse().ok()?,
        "vague" => w.vague = true,
        "half" => w.half = true,
        "part" | "parts" => {
            w.part = Some(value);
            w.plural |= class == "parts";
        }
        "clock-name" => w.clock = value.parse().ok()?,
        "season" => w.season = Some(value),
        "day" => w.day = Some(value.parse().ok()?),
        "night" => w.tonight = true,
        "which" => {
            w.which = Some(match value {
                "last" => Which::Last,
                "next" => Which::Next,
                "this" => Which::This,
                "that" => Which::That,
                "previous" => Which::Previous,
                "following" => Which::Following,
                "past" => Which::Past,
                "coming" => Which::Coming,
                "latest" => Which::Latest,
                "every" => Which::Every,
                "recent" => Which::Recent,
                _ => return None,
            });
        }
        "the" => w.glue = Some(Glue::The),
        "a" => w.glue = Some(Glue::A),
        "of" => w.glue = Some(Glue::Of),
        "and" => w.glue = Some(Glue::And),
        "or" => w.glue = Some(Glue::Or),
        "to" => w.glue = Some(Glue::To),
        "preposition" => w.preposition = true,
        "ago" => w.away = Some(Away::Ago),
        "later" => w.away = Some(Away::Later),
        "earlier" => w.away = Some(Away::Earlier),
        "modifier" if value == "later" => w.shade = Some(Shade::Bare),
        "modifier" => w.shade = Some(Shade::With(modifier(value)?)),
        "edge" => w.edge = Some(modifier(value)?),
        "fiscal" => w.fiscal = true,
        "quarter-letter" => w.quarter_letter = true,
        "fiscal-letters" => w.fiscal_letters = true,
        "per" => w.per = true,
        "aged" => w.aged = true,
        "alike" => w.alike = true,
        "counted" => w.counted = true,
        "filler" => w.filler = true,
        "rated" => w.rated = true,
        "before" => match value {
            "clock" => w.before_clock = true,
            "length" => w.before_length = true,
            "season" => w.before_season = true,
            _ => return None,
        },
        "bounds" => w.bounds = true,
        "frames" => w.frames = true,
        "stretch" => match value {
            "joint" => w.stretches = true,
            "lead" => w.pairs = true,
            _ => return None,
        },
        "tense" => {
            w.tense = Some(match value {
                "past" => Tense::Past,
                "present" => Tense::Present,
                "future" => Tense::Future,
                _ => return None,
            });
        }
        "modal" => w.modal = true,
        "until" => {
            w.until = match value {
                "ahead" => Until::Ahead,
                "through" => Until::Through,
                _ => return None,
            }
        }
        "verb" => match value {
            "plans" => w.plans = true,
            "arranges" => w.arranges = true,
            "timetabled" => w.timetabled = true,
            _ => return None,
        },
        "half-day" => w.half_day = if value == "am" { 1 } else { 2 },
        "zone" => w.zone = true,
        "set" => w.set = Some(value),
        "length" => w.length = Some(value),
        "reported" => w.reported = true,
        "times" => w.times = value.parse().ok()?,
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_files_is_understood() {
        let (l, faults) = Lexicon::parse(
            include_str!("../data/words.tsv"),
            include_str!("../data/phrases.tsv"),
            include_str!("../data/holidays.tsv"),
            include_str!("../data/comparisons.tsv"),
        );
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!((1..=12).filter(|&m| l.words.values().any(|w| w.month == m)).count(), 12);
        assert_eq!(l.word("march").month, 3);
        assert_eq!((l.word("second").ordinal, l.word("second").unit), (2, Some(Unit::Second)));
        assert!(l.phrases("new").iter().any(|p| p.rest.len() == 4), "new, year, ', s, day");
    }

    #[test]
    fn words_are_lower_case_and_bare() {
        let (l, _) = Lexicon::parse(include_str!("../data/words.tsv"), "", "", "");
        for w in l.words.keys() {
            assert!(w.chars().all(|c| c.is_ascii_lowercase()), "{w}");
        }
    }

    #[test]
    fn wrong_rows_are_named() {
        let (_, faults) =
            Lexicon::parse("month\t13\tsmarch\nnonsense", "WHEN\tX\tsoonish", "13\tnever", "rather\tsort of");
        assert_eq!(faults.len(), 5, "{faults:?}");
    }
}
