//! Finds expressions among tokens. Every rule looks at the tokens from one place on and says how far it reads.

mod calendar;
mod clock;
mod length;
mod number;
mod relative;

use crate::found::{Found, Quantity, When};
use crate::lexicon::{Glue, LEXICON, PhraseMeaning, Shade};
use crate::timex::{Modifier, TimeType};
use crate::token::{Gap, Kind, Tok};
use crate::unit::Unit;

/// Tokens of one text.
pub(crate) struct Grammar<'a> {
    text: &'a str,
    toks: &'a [Tok],
    /// Stands for what is past either end.
    none: Tok,
}

impl<'a> Grammar<'a> {
    pub(crate) fn new(text: &'a str, toks: &'a [Tok]) -> Self {
        let none = Tok {
            start: 0,
            end: 0,
            kind: Kind::Mark(0),
            gap: Gap::Break,
            capital: false,
            num: 0,
            digits: 0,
            grouped: false,
            nth: false,
            plural_number: false,
            word: Default::default(),
        };
        Self { text, toks, none }
    }

    /// The expression that begins at token `i`, if one does; the longest reading first.
    pub(crate) fn at(&self, i: usize) -> Option<Found> {
        let t = self.t(i);
        let useful = match t.kind {
            Kind::Word => t.word != Default::default(),
            Kind::Number => true,
            Kind::Mark(m) => m == b'\'',
        };
        if !useful {
            return None;
        }
        self.shaded(i).or_else(|| self.core(i))
    }

    /// Rules without "early", "about", "the end of" in front.
    fn core(&self, i: usize) -> Option<Found> {
        let t = self.t(i);
        let phrase = self.phrase(i);
        let rule = match t.kind {
            Kind::Number => self.clock(i).or_else(|| self.numeric(i)),
            Kind::Mark(_) => self.short_year(i),
            Kind::Word => self.worded(i),
        };
        match (phrase, rule) {
            (Some(p), Some(r)) => Some(if r.to > p.to { r } else { p }),
            (p, r) => r.or(p),
        }
    }

    fn numeric(&self, i: usize) -> Option<Found> {
        self.calendar(i).or_else(|| self.ordinal_period(i, i)).or_else(|| self.lengths(i, i)).or_else(|| self.year(i))
    }

    fn worded(&self, i: usize) -> Option<Found> {
        let w = &self.t(i).word;
        let mut best: Option<Found> = None;
        let mut offer = |f: Option<Found>| {
            if let Some(f) = f
                && best.is_none_or(|b| f.to > b.to)
            {
                best = Some(f);
            }
        };
        if w.month != 0 || w.ordinal != 0 || w.number.is_some_and(|n| n >= 20) {
            offer(self.calendar(i));
        }
        if w.clock != 0 || w.number.is_some() || w.half || w.unit == Some(Unit::Quarter) || w.glue == Some(Glue::A) {
            offer(self.clock(i));
        }
        if w.weekday != 0 {
            offer(self.weekday(i, None));
        }
        if w.day.is_some() || w.tonight {
            offer(self.day_word(i));
        }
        if let Some(which) = w.which {
            offer(self.which(i, i, which));
        }
        if w.glue == Some(Glue::The) {
            offer(self.the(i));
        }
        if w.ordinal != 0 || w.number.is_some_and(|n| n >= 20) || w.fiscal || w.quarter_letter || w.fiscal_letters {
            offer(self.ordinal_period(i, i));
        }
        if w.season.is_some() {
            offer(self.season(i, i));
        }
        if w.part.is_some() {
            offer(self.part_first(i));
        }
        if w.number.is_some() || w.scale != 0 || w.vague || w.glue == Some(Glue::A) || w.half {
            offer(self.spelled_year(i));
            offer(self.spelled_decade(i));
            offer(self.lengths(i, i));
        }
        if w.unit.is_some() {
            offer(self.bare_unit(i));
        }
        if w.plural_weekday && self.follows_preposition(i) {
            offer(Some(Found::set(i, i + 1, When::EveryWeekday(w.weekday))));
        }
        if let Some(set) = w.set {
            offer(Some(Found::set(i, i + 1, When::Fixed(set))));
        }
        if let Some(length) = w.length {
            offer(Some(Found { kind: TimeType::Duration, ..Found::date(i, i + 1, When::Fixed(length)) }));
        }
        if w.per
            && let Some((unit, false)) = self.unit(i + 1)
        {
            offer(Some(Found::set(i, i + 2, When::EveryLength { quantity: Quantity::of(1), unit })));
        }
        if w.plural && self.follows_preposition(i) {
            offer(self.recurring(i));
        }
        if w.times != 0 || w.number.is_some() {
            offer(self.times_a(i));
        }
        best
    }

    /// "early", "late", "about", "the end of", "more than" and what they shade.
    fn shaded(&self, i: usize) -> Option<Found> {
        let w = &self.t(i).word;
        let the = usize::from(w.glue == Some(Glue::The));
        if let Some(edge) = self.t(i + the).word.edge
            && self.t(i + the + 1).word.glue == Some(Glue::Of)
        {
            let f = self.core(i + the + 2)?;
            let fits = matches!(f.kind, TimeType::Date | TimeType::Time) && !matches!(f.when, When::Fixed(_))
                || matches!(f.when, When::Period { .. });
            return fits.then_some(Found { from: i, modifier: Some(edge), ..f });
        }
        // "the early 1990s", "the late summer".
        if the == 1 {
            let f = self.shaded_by(i + 1)?;
            return Some(Found { from: i, ..f });
        }
        self.shaded_by(i).or_else(|| self.compared(i))
    }

    fn shaded_by(&self, i: usize) -> Option<Found> {
        let shade = self.t(i).word.shade?;
        // "mid-July", "ca. 310 BC", "early in 1734"
        let dot =
            self.t(i + 1).is(b'-') || self.t(i + 1).is(b'.') && self.t(i + 1).gap == Gap::None && self.eq(i, "ca");
        let inside = matches!(shade, Shade::With(Modifier::Start | Modifier::End)) && self.eq(i + 1, "in");
        let next = i + 1 + usize::from(dot || inside);
        let f = self.core(next)?;
        let modifier = match shade {
            Shade::With(m) => Some(m),
            Shade::Bare => None,
        };
        let fits = match modifier {
            Some(Modifier::Start | Modifier::Mid | Modifier::End) => {
                f.kind != TimeType::Set
                    && !matches!(f.when, When::Fixed(_) | When::Length { .. } | When::EveryLength { .. })
                    && f.from == next
            }
            // "about two weeks", but "over" in "over the last two weeks" is a preposition.
            Some(_) if self.t(next).word.glue == Some(Glue::The) || self.t(next).word.which.is_some() => false,
            Some(Modifier::Approx) => {
                matches!(f.kind, TimeType::Duration | TimeType::Time)
                    || matches!(f.when, When::Away { .. } | When::Calendar { .. } | When::Holiday { .. })
                        && !self.eq(i, "some")
            }
            Some(_) => f.kind == TimeType::Duration || matches!(f.when, When::Away { .. }),
            // "earlier this year", "later today"; "Later Thursday, ..." says in what order things went, beside the day.
            None => {
                matches!(f.when, When::Period { which: Some(_), .. } | When::Day(_) | When::Calendar { month: 0, .. })
                    && !(self.t(next).kind == Kind::Number)
            }
        };
        fits.then_some(Found { from: i, modifier: modifier.or(f.modifier), ..f })
    }

    /// "more than", "at least", "up to", "no more than" and a length.
    fn compared(&self, i: usize) -> Option<Found> {
        if !self.t(i).word.compares {
            return None;
        }
        let fits = |rest: &[Box<str>]| rest.iter().enumerate().all(|(k, w)| self.eq(i + 1 + k, w));
        let first = self.s(i).to_ascii_lowercase();
        let (rest, modifier) = LEXICON.comparisons(&first).iter().find(|(rest, _)| fits(rest))?;
        let f = self.core(i + 1 + rest.len())?;
        (f.kind == TimeType::Duration || matches!(f.when, When::Away { .. })).then_some(Found {
            from: i,
            modifier: Some(*modifier),
            ..f
        })
    }

    /// The phrase or holiday that begins at `i`.
    fn phrase(&self, i: usize) -> Option<Found> {
        let t = self.t(i);
        if !t.word.opens {
            return None;
        }
        let first = self.s(i).to_ascii_lowercase();
        for p in LEXICON.phrases(&first) {
            let mut at = i + 1;
            let fits = p.rest.iter().all(|word| {
                // A hyphen may stand for a space.
                if self.t(at).is(b'-') && &**word != "-" {
                    at += 1;
                }
                let hit = self.t(at).gap != Gap::Break
                    && (self.s(at).eq_ignore_ascii_case(word) || &**word == "'" && self.t(at).is(b'\''));
                at += 1;
                hit
            });
            if !fits {
                continue;
            }
            return match p.means {
                PhraseMeaning::None => Some(Found::date(i, at, When::Nothing)),
                PhraseMeaning::Fixed(kind, value) => Some(Found { kind, ..Found::date(i, at, When::Fixed(value)) }),
                PhraseMeaning::Holiday(rule) => {
                    let lower_case = !t.capital && !self.eq(i, "year");
                    if lower_case {
                        continue;
                    }
                    let (year, to) = self.year_after(at);
                    Some(Found::date(i, to, When::Holiday { rule, year }))
                }
            };
        }
        None
    }

    /// Whether the expression only frames something else: "since 1945", "(July 1959)", "1975-76".
    pub(crate) fn is_aside(&self, f: &Found) -> bool {
        let prev = self.before(f.from);
        let framed = prev.is(b'(') || prev.is(b'[');
        let year_only = matches!(f.when, When::Calendar { month: 0, .. });
        let tight = |i: usize| (self.t(i).is(b'-') || self.t(i).is(b'~')) && self.t(i).gap == Gap::None;
        framed || year_only && (prev.word.frames || tight(f.to) || f.from > 0 && tight(f.from - 1))
    }

    // --- looking at tokens

    fn t(&self, i: usize) -> &Tok {
        self.toks.get(i).unwrap_or(&self.none)
    }

    fn before(&self, i: usize) -> &Tok {
        i.checked_sub(1).map_or(&self.none, |i| self.t(i))
    }

    /// The text of token `i`.
    fn s(&self, i: usize) -> &'a str {
        let t = self.t(i);
        &self.text[t.start as usize..t.end as usize]
    }

    /// Whether token `i` is this word, in any case, in the same paragraph.
    fn eq(&self, i: usize, word: &str) -> bool {
        self.s(i).eq_ignore_ascii_case(word)
    }

    /// Skips "'s" if it stands at `i`.
    fn possessive(&self, i: usize) -> Option<usize> {
        if self.t(i).is(b'\'') && self.t(i).gap == Gap::None {
            return Some(if self.eq(i + 1, "s") && self.t(i + 1).gap == Gap::None { i + 2 } else { i + 1 });
        }
        None
    }

    fn follows_preposition(&self, i: usize) -> bool {
        self.t(i).gap != Gap::Break && self.before(i).word.preposition
    }

    /// The unit at `i`, with whether it is plural.
    fn unit(&self, i: usize) -> Option<(Unit, bool)> {
        let t = self.t(i);
        if t.gap == Gap::Break {
            return None;
        }
        t.word.unit.map(|u| (u, t.word.plural))
    }
}
