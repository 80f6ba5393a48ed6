//! The time of day beside a date, and its zone.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Time;
use jiff::tz::Offset;

/// Minutes east of UTC by the name of the zone.
static ZONES: LazyLock<Vec<(&'static str, i32)>> = LazyLock::new(|| {
    let rows = include_str!("../../data/zones.tsv").lines().filter(|l| !l.starts_with('#'));
    let rows = rows.filter_map(|l| l.split_once('\t')).filter_map(|(m, names)| Some((m.parse().ok()?, names)));
    rows.flat_map(|(m, names): (i32, &str)| names.split(' ').map(move |n| (n, m))).collect()
});

/// How far from a date its time of day may stand, in bytes.
const REACH: usize = 24;

/// The time of day that stands by the date at `range`, behind it or else right before it, with its zone.
pub(crate) fn clock(s: &str, range: &Range<usize>) -> Option<(Time, Option<Offset>)> {
    let (before, behind) = (s.get(..range.start)?, s.get(range.end..)?);
    let starts = |text: &str, i: usize| {
        let digit = |i: usize| text.as_bytes()[i].is_ascii_digit();
        digit(i) && (i == 0 || !digit(i - 1))
    };
    let after = (0..behind.len().min(REACH + 1)).filter(|&i| starts(behind, i)).find_map(|i| at(&behind[i..]));
    after.map(|(time, offset, _)| (time, offset)).or_else(|| {
        let joints: &[char] = &[',', ' ', '|', '-', '–', '·', '(', '/'];
        let reach = before.len().saturating_sub(REACH)..before.len();
        let near = reach.rev().filter(|&i| starts(before, i)).take(3);
        near.filter_map(|i| at(&before[i..]).map(|(time, offset, used)| (time, offset, i + used)))
            .find(|&(.., end)| before[end..].trim_start_matches(joints).chars().all(char::is_alphabetic))
            .map(|(time, offset, _)| (time, offset))
    })
}

/// The time of day at the head of `s`, its zone, and how many bytes they take.
fn at(s: &str) -> Option<(Time, Option<Offset>, usize)> {
    let (hour, mut used) = number(s, 2)?;
    let rest = &s[used..];
    let mut minute = 0;
    let mut second = 0;
    let joint = rest.chars().next();
    let exact = matches!(joint, Some(':' | '.' | 'h' | 'H')) && number(&rest[1..], 2).is_some_and(|n| n.1 == 2);
    if exact {
        minute = number(&rest[1..], 2)?.0;
        used += 3;
        let seconds = s[used..].strip_prefix(':').and_then(|r| number(r, 2)).filter(|n| n.1 == 2);
        if let Some((n, _)) = seconds {
            second = n;
            used += 3;
            let fraction = s[used..].strip_prefix('.').and_then(|r| number(r, 9));
            used += fraction.map_or(0, |f| f.1 + 1);
        }
    }
    let (half, word) = half_of_day(&s[used..]);
    used += word;
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(false) => hour % 12,
        Some(true) => hour % 12 + 12,
        None if exact && (joint != Some('.') || s[used..].trim_start().starts_with("Uhr")) => hour,
        None => return None,
    };
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()?;
    let (offset, word) = zone(&s[used..]);
    Some((time, offset, used + word))
}

/// Digits at the head of `s`: the number and how many they are. Nothing where there are none or more than `most`.
fn number(s: &str, most: usize) -> Option<(u32, usize)> {
    let n = s.bytes().take_while(u8::is_ascii_digit).count();
    if n == 0 || n > most { None } else { Some((s[..n].parse().ok()?, n)) }
}

/// Whether "pm" (true) or "am" (false) follows, and how many bytes that takes.
fn half_of_day(s: &str) -> (Option<bool>, usize) {
    let space = s.len() - s.trim_start().len();
    let word = &s.as_bytes()[space..];
    let says = |form: &str| {
        word.len() >= form.len()
            && word[..form.len()].eq_ignore_ascii_case(form.as_bytes())
            && !word.get(form.len()).is_some_and(u8::is_ascii_alphanumeric)
    };
    let forms = [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)];
    forms.iter().find(|f| says(f.0)).map_or((None, 0), |f| (Some(f.1), space + f.0.len()))
}

/// The zone that follows a time ("Z", "+02:00", "+0200", "EST"), and how many bytes it takes.
fn zone(s: &str) -> (Option<Offset>, usize) {
    let space = s.len() - s.trim_start().len();
    let word = &s[space..];
    let of_minutes = |m: i32| Offset::from_seconds(m * 60).ok();
    let sign = match word.bytes().next() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => {
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let named = ZONES.iter().find(|z| z.0.eq_ignore_ascii_case(&word[..letters]));
            return named.map_or((None, 0), |z| (of_minutes(z.1), space + letters));
        }
    };
    let digits = &word[1..];
    let found = match number(digits, 4) {
        Some((n, 4)) => Some((n / 100 * 60 + n % 100, 5)),
        Some((h, 2)) => match digits[2..].strip_prefix(':').and_then(|r| number(r, 2)).filter(|m| m.1 == 2) {
            Some((m, _)) => Some((h * 60 + m, 6)),
            None => Some((h * 60, 3)),
        },
        _ => None,
    };
    let found =
        found.filter(|f| f.0 <= 14 * 60).and_then(|(m, n)| Some((of_minutes(sign * i32::try_from(m).ok()?), n)));
    found.map_or((None, 0), |(offset, n)| (offset, space + n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(s: &str) -> Option<String> {
        let date = s.find("17 August 2018")?;
        clock(s, &(date..date + 14)).map(|(t, o)| {
            let zone = o.map_or(String::new(), |o| format!(" {}", o.seconds() / 60));
            format!("{:02}:{:02}{zone}", t.hour(), t.minute())
        })
    }

    #[test]
    fn times_beside_a_date() {
        for (s, want) in [
            ("17 August 2018 10:30", "10:30"),
            ("17 August 2018, 9:05 p.m. EDT", "21:05 -240"),
            ("17 August 2018 at 12am", "00:00"),
            ("17 August 2018T22:30:00.123+02:00", "22:30 120"),
            ("17 August 2018 22:30:00 -0500", "22:30 -300"),
            ("17 August 2018 - 14h30", "14:30"),
            ("17 August 2018, 14.30 Uhr", "14:30"),
            ("14:30, 17 August 2018", "14:30"),
            ("14:30 GMT, 17 August 2018", "14:30 0"),
        ] {
            assert_eq!(by(s).as_deref(), Some(want), "{s}");
        }
        for s in ["17 August 2018", "17 August 2018, 12 ships", "17 August 2018 25:00", "17 August 2018: 3.50 euros"] {
            assert_eq!(by(s), None, "{s}");
        }
    }
}
