//! Place, date and agency at the head of an agency's text: "LONDON, 17 August (Reuters) –".

use jiff::civil::Date;
use rashomon_text::{PartialDate, Span};

use crate::agencies::named;
use crate::date::in_text_loose;
use crate::report::{Dateline, ParagraphKind, Report};

/// Looks for the dateline in the first paragraphs and sets it.
pub(crate) fn find(report: &mut Report) {
    let body = report.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Body).take(3);
    let english = report.language.as_deref().is_none_or(|l| l.starts_with("en"));
    let hit = body.map(|p| p.span).enumerate().find_map(|(i, s)| {
        let text = s.of(&report.text);
        let read = parse(text).or_else(|| place_alone(text).filter(|_| i == 0 && !english));
        read.map(|d| (s.start, d))
    });
    let Some((start, mut d)) = hit else { return };
    d.span = Span { start: d.span.start + start, end: d.span.end + start };
    if let Some(p) = report.published.as_ref() {
        d.date = d.date.map(|x| year_from(x, p.date));
    }
    report.dateline = Some(d);
}

/// The yearless day in the year that puts it nearest to the page's own date; unchanged if even that is months away.
pub(crate) fn year_from(d: PartialDate, published: PartialDate) -> PartialDate {
    let (None, Some(year)) = (d.year, published.year) else { return d };
    let day = |p: PartialDate| Date::new(p.year?, p.month? as i8, p.day? as i8).ok();
    let Some(own) = day(published) else { return d };
    let near = [year - 1, year, year + 1].into_iter().filter_map(|y| {
        let x = d.with_year(y);
        Some((day(x)?.until(own).ok()?.get_days().abs(), x))
    });
    near.min_by_key(|n| n.0).filter(|n| n.0 < 100).map_or(d, |n| n.1)
}

/// "Berlin – Die Regierung …": a place in small letters and a new sentence, as papers of the continent write. In English such
/// heads are mostly labels ("Analysis – The …").
fn place_alone(s: &str) -> Option<Dateline> {
    let (at, dash) = [" – ", " - ", " — "].iter().filter_map(|d| s.find(d).map(|i| (i, *d))).min()?;
    let (place, text) = (&s[..at], &s[at + dash.len()..]);
    let fits = place.len() <= 30
        && place.split(' ').count() <= 3
        && capitalised(place)
        && place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '/' | '.'))
        && text.starts_with(char::is_uppercase)
        && text.len() >= 20;
    let span = Span::new(0, at + dash.len());
    (fits && !is_label(place)).then(|| Dateline { place: Some(place.to_owned()), span, ..Dateline::default() })
}

/// "BEIRUT: The harbour …", "PARIS (AFP) The harbour …": capitals and a colon, or an agency in brackets, without a dash.
fn without_dash(s: &str) -> Option<Dateline> {
    let colon = s.find(": ").filter(|&i| i <= 40).map(|i| (i, i + 2));
    let bracket = s.find(") ").filter(|&i| i <= 60).map(|i| (i + 1, i + 2));
    let (at, end) = [bracket, colon].into_iter().flatten().min()?;
    let (place, agency) = match s[..at].split_once(" (") {
        Some((place, rest)) => (place, Some(rest.strip_suffix(')')?).filter(|a| named(a).is_some())),
        None => (&s[..at], None),
    };
    let place = place.trim_end_matches(',');
    let shouted = place.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !place.chars().any(char::is_lowercase);
    let fits = capitalised(place)
        && !is_label(place)
        && place.split(' ').count() <= 3
        && s[end..].starts_with(char::is_uppercase)
        && s.len() - end >= 20
        && (agency.is_some() || shouted && Some((at, end)) == colon);
    fits.then(|| Dateline {
        place: Some(place.to_owned()),
        agency: agency.map(str::to_owned),
        span: Span::new(0, end),
        date: None,
    })
}

/// The dateline at the head of a paragraph, spans from its start.
pub(crate) fn parse(s: &str) -> Option<Dateline> {
    with_dash(s).or_else(|| without_dash(s))
}

fn with_dash(s: &str) -> Option<Dateline> {
    const DASHES: &[&str] = &["–", "—", "--", " - ", "―", "− "];
    // The nearest dash within the first hundred bytes or so; what follows it must be the text.
    let head_end = s.char_indices().map(|(i, _)| i).take_while(|&i| i <= 110).last()?;
    let (at, dash) = DASHES.iter().filter_map(|d| s[..head_end].find(d).map(|i| (i, *d))).min()?;
    let head = s[..at].trim();
    let end = at + dash.len();
    if head.is_empty() || s[end..].trim().len() < 20 {
        return None;
    }
    let mut d =
        Dateline { span: Span::new(0, end + (s[end..].len() - s[end..].trim_start().len())), ..Dateline::default() };
    let mut rest = head;
    // "Iran Focus: Tehran, Mar. 20 –": the house first.
    if let Some((house, place)) = rest.split_once(": ")
        && capitalised(house)
    {
        d.agency = Some(house.trim().to_owned());
        rest = place.trim();
    }
    if let Some(open) = rest.rfind('(')
        && let Some(agency) = rest[open..].strip_prefix('(').and_then(|a| a.trim_end().strip_suffix(')'))
        && agency.len() < 40
    {
        d.agency = Some(agency.trim().to_owned());
        rest = rest[..open].trim();
    }
    let mut places: Vec<&str> = Vec::new();
    if !rest.is_empty() {
        let (place_text, date) = take_date(rest);
        d.date = date;
        for part in place_text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            if !places.is_empty() && d.agency.is_none() && is_agency(part) {
                d.agency = Some(part.to_owned());
            } else if capitalised(part) && part.split_whitespace().count() <= 4 {
                places.push(part);
            } else {
                return None;
            }
        }
    }
    if places.len() > 3 {
        return None;
    }
    let shouted = places
        .first()
        .is_some_and(|p| p.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !p.chars().any(char::is_lowercase));
    d.place = (!places.is_empty()).then(|| places.join(", "));
    // A capital and a dash alone are any sentence's head ("Ukraine – and not only Ukraine – …").
    if places.first().is_some_and(|p| is_label(p)) {
        return None;
    }
    let sure = d.date.is_some() && d.place.is_some()
        || shouted
        || d.agency.as_deref().is_some_and(|a| s[..at].contains(&format!("({a})")));
    sure.then_some(d)
}

/// Splits off a date at the end of the head: "London, 17 August", "WASHINGTON Aug. 17".
fn take_date(s: &str) -> (&str, Option<PartialDate>) {
    match in_text_loose(s).pop() {
        Some((d, r)) if s[r.end..].trim_matches(['.', ',', ' ']).is_empty() => {
            (s[..r.start].trim_end_matches([',', ' ']), Some(d))
        }
        _ => (s, None),
    }
}

/// "ANALYSIS", "Update": what kind of text it is, from the data file.
fn is_label(s: &str) -> bool {
    let lower = s.to_lowercase();
    let rows = include_str!("../data/labels.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t')).any(|(_, labels)| labels.split(';').any(|label| label == lower))
}

fn is_agency(s: &str) -> bool {
    (3..=6).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_uppercase())
}

fn capitalised(s: &str) -> bool {
    const SMALL: &[&str] = &["of", "de", "la", "the", "al", "el", "and", "am", "an", "der", "du", "di"];
    !s.is_empty()
        && s.len() < 50
        && s.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || SMALL.contains(&w))
        && s.starts_with(char::is_uppercase)
        && !s.contains(|c: char| c.is_ascii_digit() || matches!(c, '"' | '“' | ':' | '?' | '!'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(s: &str) -> Option<(Option<String>, Option<String>, Option<String>)> {
        parse(&format!("{s} The harbour was closed on the mayor's order."))
            .map(|d| (d.place, d.date.map(|d| d.to_string()), d.agency))
    }

    #[test]
    fn the_usual_forms() {
        let some = |p: &str, d: Option<&str>, a: Option<&str>| {
            Some((Some(p.to_owned()), d.map(str::to_owned), a.map(str::to_owned)))
        };
        assert_eq!(row("Bergen, 17 August –"), some("Bergen", Some("XXXX-08-17"), None));
        assert_eq!(row("BERGEN, HPN -"), some("BERGEN", None, Some("HPN")));
        assert_eq!(row("BERGEN, Aug 17 (Reuters) —"), some("BERGEN", Some("XXXX-08-17"), Some("Reuters")));
        assert_eq!(row("BERGEN, Norway, Aug. 17, 2018 --"), some("BERGEN, Norway", Some("2018-08-17"), None));
        assert_eq!(row("BERGEN (AP) —"), some("BERGEN", None, Some("AP")));
        assert_eq!(
            row("Harbour Post: Bergen, Norway, Mar. 20 –"),
            some("Bergen, Norway", Some("XXXX-03-20"), Some("Harbour Post"))
        );
    }

    #[test]
    fn forms_without_a_dash_and_without_capitals() {
        let some = |p: &str, a: Option<&str>| Some((Some(p.to_owned()), None, a.map(str::to_owned)));
        assert_eq!(row("BERGEN:"), some("BERGEN", None));
        assert_eq!(row("Bergen (AFP)"), some("Bergen", Some("AFP")));
        assert_eq!(row("ASKVIK (dpa) -"), some("ASKVIK", Some("dpa")));
        let date = Some("XXXX-08-17".to_owned());
        let house = Some("EUROPA PRESS".to_owned());
        assert_eq!(row("ASKVIK, 17 Ago. (EUROPA PRESS) -"), Some((Some("ASKVIK".into()), date, house)));
        for s in ["WARNING:", "UPDATE —", "Bergen:", "Bergen (the old town)", "Q:", "BREAKING NEWS TODAY FOR BERGEN:"]
        {
            assert_eq!(row(s), None, "{s}");
        }
        let alone = |s: &str| place_alone(&format!("{s} Der Hafen wurde auf Anordnung geschlossen."));
        assert_eq!(alone("Askvik –").and_then(|d| d.place).as_deref(), Some("Askvik"));
        assert!(alone("Der Hafen von Askvik –").is_none());
    }

    #[test]
    fn other_dashes_are_no_datelines() {
        for s in [
            "Bergen – and not only Bergen –",
            "The ferry - built in 1990 -",
            "\"No,\" she said –",
            "Three people died —",
        ] {
            assert_eq!(row(s), None, "{s}");
        }
    }

    #[test]
    fn the_year_is_the_pages_own() {
        let d = |s| PartialDate::parse(s).unwrap();
        assert_eq!(year_from(d("XXXX-12-31"), d("2018-01-01")), d("2017-12-31"));
        assert_eq!(year_from(d("XXXX-08-17"), d("2022-01-19")), d("XXXX-08-17"));
    }
}
