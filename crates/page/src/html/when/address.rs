//! Days that stand in addresses: of the page, and of its pictures.

use rashomon_text::PartialDate;

use crate::date::{plausible, stamp};

/// A day in an address: `/2018/08/17/`, `/2018-08-17-`, `/20180817/`, `/2018/aug/17/`, `-17-08-2018.html`.
pub(super) fn day_in(url: &str) -> Option<PartialDate> {
    let path = url.split("://").nth(1)?.split_once('/')?.1;
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let parts: Vec<&str> = path.split('/').collect();
    let whole = |s: &str| stamp(s).map(|s| s.date);
    let by_folder = parts.windows(3).find_map(|w| {
        let numbers = w[0].len() == 4 && (1..=2).contains(&w[1].len()) && (1..=2).contains(&w[2].len());
        let named = w[0].len() == 4 && (3..=9).contains(&w[1].len()) && (1..=2).contains(&w[2].len());
        if numbers {
            whole(&format!("{}-{:0>2}-{:0>2}", w[0], w[1], w[2]))
        } else if named {
            whole(&format!("{} {} {}", w[2], w[1], w[0]))
        } else {
            None
        }
    });
    // Year and month and day in two folders: /2018/0817/, /2018-08/17/, /201808/17/.
    let by_two = || {
        parts.windows(2).find_map(|w| {
            let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
            let split = match (w[0].len(), w[1].len()) {
                (4, 4) if digits(w[0], 4) && digits(w[1], 4) => format!("{}-{}-{}", w[0], &w[1][..2], &w[1][2..]),
                (7, 2) if w[0].as_bytes()[4] == b'-' && digits(w[1], 2) => format!("{}-{}", w[0], w[1]),
                (6, 2) if digits(w[0], 6) && digits(w[1], 2) => format!("{}-{}-{}", &w[0][..4], &w[0][4..], w[1]),
                _ => return None,
            };
            whole(&split)
        })
    };
    by_folder.or_else(by_two).or_else(|| parts.iter().rev().find_map(|p| at_an_end(p)))
}

/// A day at the head or the tail of a name: `2018-08-17-ferry`, `ferry_20180817.html`.
fn at_an_end(name: &str) -> Option<PartialDate> {
    let name = name
        .rsplit_once('.')
        .filter(|n| n.1.len() <= 5 && n.1.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map_or(name, |n| n.0);
    let fits = |s: &str| {
        let marks = |m: char| s.matches(m).count() == 2 && (8..=10).contains(&s.len());
        s.len() == 8 && s.bytes().all(|b| b.is_ascii_digit()) || s.len() == 10 && (marks('-') || marks('_'))
    };
    let numeral = |c: char| c.is_ascii_digit() || c == '-' || c == '_';
    let head: &str = &name[..name.find(|c: char| !numeral(c)).unwrap_or(name.len())];
    let tail: &str = &name
        [name.rfind(|c: char| !numeral(c)).map_or(0, |i| i + name[i..].chars().next().map_or(0, char::len_utf8))..];
    [head, tail].into_iter().map(|s| s.trim_matches(['-', '_'])).filter(|s| fits(s)).find_map(|s| {
        let date = stamp(&s.replace('_', "-"))?.date;
        // 17-08-2018 and 08-17-2018 cannot be told apart.
        let clear = s.len() == 8 || s.as_bytes()[..4].iter().all(u8::is_ascii_digit) || date.day > Some(12);
        (clear && date.year >= Some(1995)).then_some(date)
    })
}

/// The page's own address as its links for sharing it name it, for pages that do not name it otherwise.
pub(super) fn shared(html: &str) -> Option<String> {
    [
        "sharer.php?u=http",
        "sharer/sharer.php?u=http",
        "intent/tweet?url=http",
        "share?url=http",
        "shareArticle?mini=true&url=http",
    ]
    .iter()
    .find_map(|link| {
        let from = html.find(link)? + link.len() - 4;
        let end = html[from..].find(['"', '\'', '&', ' ', '<', '>']).map_or(html.len(), |n| from + n);
        let address = html.get(from..end.min(from + 1500))?;
        let plain = address.replace("%3A", ":").replace("%3a", ":").replace("%2F", "/").replace("%2f", "/");
        Some(plain)
    })
}

/// The month in which most pictures of a page were stored (`/uploads/2018/08/`), if there is but one.
pub(super) fn month_of_pictures<'a>(addresses: impl Iterator<Item = &'a str>) -> Option<PartialDate> {
    let mut months: Vec<PartialDate> = addresses.filter_map(month_in).collect();
    months.sort_unstable();
    months.dedup();
    // Pictures of other years are from the archive or show that the page has been mended since.
    match months[..] {
        [one] => Some(one),
        _ => None,
    }
}

fn month_in(address: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = address.split('/').collect();
    parts.windows(2).find_map(|w| {
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let fits = w[0].len() == 4 && w[1].len() == 2 && digits(w[0]) && digits(w[1]);
        let date = fits.then(|| PartialDate::parse(&format!("{}-{}", w[0], w[1]))).flatten()?;
        (plausible(date) && date.year >= Some(1995)).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_hold_a_day() {
        for u in [
            "https://example.org/news/2018/08/17/ferry",
            "https://example.org/2018-08-17-ferry.html",
            "https://example.org/20180817/ferry",
            "https://example.org/2018/8/17/x",
            "https://example.org/world/2018/aug/17/ferry",
            "https://example.org/2018/0817/x",
            "https://example.org/2018-08/17/x.htm",
            "https://example.org/ferry-sinks-2018-08-17.html?page=2",
            "https://example.org/ferry_20180817.htm",
            "https://example.org/ferry-17-08-2018",
        ] {
            assert_eq!(day_in(u).map(|d| d.to_string()).as_deref(), Some("2018-08-17"), "{u}");
        }
        for u in [
            "https://example.org/12345678/x",
            "https://example.org/05-06-2018",
            "https://example.org/a?d=2018-08-17",
            "x",
        ] {
            assert_eq!(day_in(u), None, "{u}");
        }
    }

    #[test]
    fn links_for_sharing_name_the_page() {
        let page = r#"<a href="https://facebook.example/sharer.php?u=https%3A%2F%2Fexample.org%2F2018%2F08%2F17%2Fferry&t=Ferry">"#;
        assert_eq!(shared(page).as_deref(), Some("https://example.org/2018/08/17/ferry"));
        assert_eq!(shared("<a href='sharer.php?u=here'>"), None);
    }

    #[test]
    fn pictures_of_one_month() {
        let of = |a: &[&str]| month_of_pictures(a.iter().copied()).map(|d| d.to_string());
        assert_eq!(
            of(&["/uploads/2018/08/quay.jpg", "/logo.png", "/uploads/2018/08/ferry.jpg"]).as_deref(),
            Some("2018-08")
        );
        assert_eq!(of(&["/uploads/2018/08/quay.jpg", "/uploads/2016/01/bay.jpg"]), None);
        assert_eq!(of(&["/img/1024/76/quay.jpg"]), None);
    }
}
