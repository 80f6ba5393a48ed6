//! Numbers before units.

use super::Grammar;
use crate::found::Quantity;
use crate::lexicon::Glue;
use crate::token::{Gap, Kind};

impl Grammar<'_> {
    /// As [`Self::single`]; of "two to three" and "12 or 18" the first counts.
    pub(super) fn quantity(&self, i: usize) -> Option<(Quantity, usize)> {
        let (first, to) = self.single(i)?;
        let plain = first.n.is_some() && self.t(i).word.glue.is_none();
        // "two to three", "12 or 18", "10-15"
        let joint = self.t(to);
        let dash = (joint.is(b'-') || joint.is(b'~')) && self.t(i).kind == self.t(to + 1).kind;
        if plain
            && (matches!(joint.word.glue, Some(Glue::To | Glue::Or)) || dash)
            && joint.gap != Gap::Break
            && let Some((second, end)) = self.single(to + 1)
            && second.n.is_some()
            && self.t(end).word.unit.is_some()
        {
            return Some((first, end));
        }
        Some((first, to))
    }

    /// The number at `i` and where it ends: "3", "2.5", "9 1/2", "twenty-four", "a hundred", "several", "half a".
    fn single(&self, i: usize) -> Option<(Quantity, usize)> {
        let t = self.t(i);
        let (n, to) = match t.kind {
            Kind::Number => return self.digits(i),
            Kind::Mark(_) => return None,
            Kind::Word if t.word.vague => return Some((Quantity { n: None, half: false }, i + 1)),
            Kind::Word if self.t(i).word.half => {
                let to = i + 1 + usize::from(self.t(i + 1).is(b'-'));
                let to = to + usize::from(self.t(to).word.glue == Some(Glue::A));
                return Some((Quantity { n: Some(0), half: true }, to));
            }
            Kind::Word if t.word.glue == Some(Glue::A) => return self.after_article(i + 1),
            Kind::Word => self.spelled(i)?,
        };
        let to = if self.eq(to, "or") && self.eq(to + 1, "so") { to + 2 } else { to };
        // "two and a half", "two-and-a-half"
        let hyphen = |k: usize| usize::from(self.t(k).is(b'-') && self.t(k).gap == Gap::None);
        let and = to + hyphen(to);
        if self.t(and).word.glue == Some(Glue::And) {
            let a = and + 1 + hyphen(and + 1);
            let half = a + 1 + hyphen(a + 1);
            if self.t(a).word.glue == Some(Glue::A) && self.t(half).word.half {
                return Some((Quantity { n: Some(n), half: true }, half + 1));
            }
        }
        Some((Quantity::of(n), to))
    }

    /// "a few", "a couple of", "a hundred".
    fn after_article(&self, i: usize) -> Option<(Quantity, usize)> {
        if self.eq(i, "couple") {
            let of = usize::from(self.t(i + 1).word.glue == Some(Glue::Of));
            return Some((Quantity::of(2), i + 1 + of));
        }
        let w = &self.t(i).word;
        if w.vague {
            return Some((Quantity { n: None, half: false }, i + 1));
        }
        if w.half && self.t(i + 1).is(b'-') {
            return Some((Quantity { n: Some(0), half: true }, i + 2));
        }
        if w.half && self.unit(i + 1).is_some() {
            return Some((Quantity { n: Some(0), half: true }, i + 1));
        }
        if w.scale >= 100 {
            return self.scaled(1, i).map(|(n, to)| (Quantity::of(n), to));
        }
        if w.scale != 0 {
            return Some((Quantity::of(u32::from(w.scale)), i + 1));
        }
        None
    }

    fn digits(&self, i: usize) -> Option<(Quantity, usize)> {
        let t = self.t(i);
        if t.nth || t.plural_number || t.digits > 7 {
            return None;
        }
        let next = self.t(i + 1);
        let tight = |k: usize| self.t(k).gap == Gap::None;
        if next.is(b'.') && tight(i + 1) && self.t(i + 2).kind == Kind::Number && tight(i + 2) {
            return (self.s(i + 2) == "5").then_some((Quantity { n: Some(t.num), half: true }, i + 3));
        }
        if next.is(b'h') {
            return Some((Quantity { n: Some(t.num), half: true }, i + 2));
        }
        let slash = i + 1 + usize::from(next.is(b'-'));
        if self.s(slash) == "1" && self.t(slash + 1).is(b'/') && self.s(slash + 2) == "2" {
            return Some((Quantity { n: Some(t.num), half: true }, slash + 3));
        }
        let to = i + 1;
        if self.eq(to, "or") && self.eq(to + 1, "so") {
            return Some((Quantity::of(t.num), to + 2));
        }
        if self.t(to).word.scale != 0 && !tight(to) {
            return Some((Quantity::of(t.num.checked_mul(u32::from(self.t(to).word.scale))?), to + 1));
        }
        Some((Quantity::of(t.num), to))
    }

    /// "three", "twenty four", "two hundred", "two thousand".
    pub(super) fn spelled(&self, i: usize) -> Option<(u32, usize)> {
        let (n, to) = self.below_hundred(i)?;
        self.scaled(n, to)
    }

    /// "hundred", "hundred and fifty", "thousand" behind the number `n`.
    fn scaled(&self, mut n: u32, mut to: usize) -> Option<(u32, usize)> {
        while self.t(to).word.scale >= 100 && self.t(to).gap != Gap::Break {
            n = n.checked_mul(u32::from(self.t(to).word.scale))?;
            to += 1;
            let and = usize::from(self.t(to).word.glue == Some(Glue::And));
            if self.t(to).gap != Gap::Break
                && let Some((rest, end)) = self.below_hundred(to + and)
                && self.t(end).word.scale == 0
            {
                n = n.checked_add(rest)?;
                to = end;
                break;
            }
        }
        Some((n, to))
    }

    /// "third", "3rd", "twenty-third" and where it ends.
    pub(super) fn ordinal(&self, i: usize) -> Option<(u8, usize)> {
        let t = self.t(i);
        if t.kind == Kind::Number {
            return (t.nth && t.digits <= 2).then_some((t.num as u8, i + 1));
        }
        if t.word.ordinal != 0 {
            return Some((t.word.ordinal, i + 1));
        }
        let tens = t.word.number.filter(|n| *n >= 20)?;
        let next = i + 1 + usize::from(self.t(i + 1).is(b'-') && self.t(i + 1).gap == Gap::None);
        let ones = self.t(next).word.ordinal;
        ((1..10).contains(&ones) && self.t(next).gap != Gap::Break).then_some((tens + ones, next + 1))
    }

    /// "nineteen", "ninety-six".
    pub(super) fn below_hundred(&self, i: usize) -> Option<(u32, usize)> {
        let n = self.t(i).word.number?;
        if n >= 20 {
            let next = i + 1 + usize::from(self.t(i + 1).is(b'-') && self.t(i + 1).gap == Gap::None);
            if let Some(ones) = self.t(next).word.number.filter(|n| (1..10).contains(n))
                && self.t(next).gap != Gap::Break
            {
                return Some((u32::from(n + ones), next + 1));
            }
        }
        Some((u32::from(n), i + 1))
    }
}
