//! Which of two reports had a text first, as far as the reports tell.

use rashomon_text::{PartialDate, Precision};

use crate::independence;
use crate::story::Case;

/// Who had a text first, and what tells so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First {
    /// The report.
    pub report: usize,
    /// What tells so.
    pub ground: Ground,
}

/// What tells who had a text first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// The other names its outlet as where the text is from.
    Credited,
    /// It was published on an earlier day.
    Earlier,
}

impl Ground {
    /// What tells so, in words that follow on "had it first: ".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Credited => "the other names it as where the text is from",
            Self::Earlier => "published on an earlier day",
        }
    }
}

/// Who of the two had the text first.
pub(super) fn first(cases: &[Case], a: usize, b: usize) -> Option<First> {
    let credits = |x: usize, y: usize| {
        let own = cases[y].report.outlet.as_deref().map(independence::outlet);
        own.is_some()
            && cases[x].report.outlet.as_deref().map(independence::outlet) != own
            && credit(&cases[x]).map(independence::outlet) == own
    };
    match (credits(a, b), credits(b, a)) {
        (true, false) => return Some(First { report: b, ground: Ground::Credited }),
        (false, true) => return Some(First { report: a, ground: Ground::Credited }),
        _ => {}
    }
    let day = |r: usize| {
        let report = &cases[r].report;
        let date = report.published.as_ref().map(|d| d.date).or_else(|| report.dateline.as_ref().and_then(|d| d.date));
        date.filter(|d: &PartialDate| d.precision() == Precision::Day)
    };
    match day(a)?.cmp(&day(b)?) {
        std::cmp::Ordering::Less => Some(First { report: a, ground: Ground::Earlier }),
        std::cmp::Ordering::Greater => Some(First { report: b, ground: Ground::Earlier }),
        std::cmp::Ordering::Equal => None,
    }
}

/// The agency that both name as where they have the text from.
pub(super) fn origin(a: &Case, b: &Case) -> Option<String> {
    let (x, y) = (credit(a)?, credit(b)?);
    (independence::outlet(x) == independence::outlet(y)).then(|| x.to_owned())
}

/// The agency that a report names in its dateline ("BRENMOUTH (NNC) —") or at its end ("(NNC)").
fn credit(case: &Case) -> Option<&str> {
    if let Some(agency) = case.report.agencies.iter().find(|a| a.whole) {
        return Some(&agency.name);
    }
    if let Some(agency) = case.report.dateline.as_ref().and_then(|d| d.agency.as_deref()) {
        return Some(agency);
    }
    let rest = case.report.text.trim_end().strip_suffix(')')?;
    let (_, mark) = rest.rsplit_once('(')?;
    let is_mark = (2..=24).contains(&mark.len()) && mark.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '.');
    (is_mark && mark.starts_with(char::is_uppercase)).then_some(mark)
}

#[cfg(test)]
mod tests {
    use rashomon_page::Dated;

    use super::*;
    use crate::testing::case;

    fn by(outlet: &str, date: Option<&str>, text: &str) -> Case {
        let mut c = case(outlet, text);
        c.report.outlet = Some(outlet.to_owned());
        let dated = |date| Dated::new(date, "");
        c.report.published = date.and_then(PartialDate::parse).map(dated);
        c
    }

    #[test]
    fn the_credited_goes_before_the_earlier() {
        let cases = [
            by("Kelmar Courier", Some("2031-06-18"), "A quay was shut. (Nordwire)"),
            by("Nordwire", Some("2031-06-19"), "A quay was shut."),
            by("The Meridian", Some("2031-06-20"), "A quay was shut. (Nordwire)"),
        ];
        assert_eq!(first(&cases, 0, 1), Some(First { report: 1, ground: Ground::Credited }));
        assert_eq!(first(&cases, 0, 2), Some(First { report: 0, ground: Ground::Earlier }));
        assert_eq!(origin(&cases[0], &cases[2]).as_deref(), Some("Nordwire"));
    }

    #[test]
    fn without_dates_or_credit_nobody_was_first() {
        let cases =
            [by("A", None, "Shut."), by("B", Some("2031-06-20"), "Shut."), by("C", Some("2031-06-20"), "Shut.")];
        assert_eq!((first(&cases, 0, 1), first(&cases, 1, 2)), (None, None));
        assert_eq!(origin(&cases[0], &cases[1]), None);
    }
}
