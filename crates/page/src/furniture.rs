//! Lines of saved pages that belong to the site, from the data file.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// What a furniture line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Leave the line out.
    Drop,
    /// The article is over.
    Stop,
    /// Leave the line out if it stands near the end.
    Tail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Is,
    Head,
    In,
}

static ROWS: LazyLock<Vec<(Verdict, How, &'static str)>> =
    LazyLock::new(|| rows(include_str!("../data/furniture.tsv")).filter_map(Result::ok).collect());

/// The rows that match anywhere in a line, and what each does.
static WITHIN: LazyLock<(AhoCorasick, Vec<Verdict>)> = LazyLock::new(|| {
    let rows = || ROWS.iter().filter(|r| r.1 == How::In);
    // The rows are few and short: building them cannot fail for size, and an empty one matches nothing.
    let all = AhoCorasick::new(rows().map(|r| r.2)).or_else(|_| AhoCorasick::new(["\0"; 0])).expect("nothing to build");
    (all, rows().map(|r| r.0).collect())
});

fn rows(file: &'static str) -> impl Iterator<Item = Result<(Verdict, How, &'static str), &'static str>> {
    file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| {
        let mut parts = l.split('\t');
        let verdict = match parts.next() {
            Some("line") => Verdict::Drop,
            Some("stop") => Verdict::Stop,
            Some("tail") => Verdict::Tail,
            _ => return Err(l),
        };
        let how = match parts.next() {
            Some("is") => How::Is,
            Some("head") => How::Head,
            Some("in") => How::In,
            _ => return Err(l),
        };
        parts.next().filter(|t| !t.is_empty()).map(|t| (verdict, how, t)).ok_or(l)
    })
}

/// Whether a line is furniture.
pub(crate) fn verdict(line: &str) -> Option<Verdict> {
    if line.len() > 320 {
        return None;
    }
    let lower = line.to_lowercase().replace('’', "'");
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    let words = bare.split_whitespace().count();
    let mut hits: Vec<Verdict> = Vec::new();
    if words <= 45 {
        hits.extend(WITHIN.0.find_overlapping_iter(&lower).map(|m| WITHIN.1[m.pattern().as_usize()]));
    }
    for &(verdict, how, text) in ROWS.iter() {
        let fits = match how {
            How::Is => bare == text,
            How::Head => words <= if verdict == Verdict::Tail { 45 } else { 12 } && bare.starts_with(text),
            How::In => false,
        };
        if fits {
            hits.push(verdict);
        }
    }
    // "Comments (12)", "12 comments", "3 shares": a count and one word.
    let count = words <= 3
        && bare.bytes().any(|b| b.is_ascii_digit())
        && ["comment", "share", "view", "like", "read"].iter().any(|w| bare.contains(w));
    // "World › Summits": where on the site the page hangs.
    let crumbs = line.len() < 120
        && ["›", "»", " > ", " / "].iter().any(|mark| {
            let parts: Vec<&str> = line.split(mark).map(str::trim).collect();
            parts.len() > 1 && parts.iter().all(|p| p.split_whitespace().count() <= 4 && !p.ends_with(['.', '!', '?']))
        });
    let drop = (count || crumbs).then_some(Verdict::Drop);
    [Verdict::Stop, Verdict::Drop].into_iter().find(|v| hits.contains(v)).or(drop).or_else(|| {
        // How to reach who wrote it.
        (!hits.is_empty() || words <= 40 && has_mail(line)).then_some(Verdict::Tail)
    })
}

/// Whether a line is furniture wherever it stands.
pub(crate) fn is_furniture(line: &str) -> bool {
    matches!(verdict(line), Some(Verdict::Drop | Verdict::Stop))
}

/// Whether an address for mail stands in a line.
fn has_mail(line: &str) -> bool {
    line.split_whitespace().any(|w| {
        w.split_once('@').is_some_and(|(who, host)| {
            who.ends_with(char::is_alphanumeric) && host.contains('.') && host.starts_with(char::is_alphanumeric)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_file_is_understood() {
        let wrong: Vec<_> = rows(include_str!("../data/furniture.tsv")).filter_map(Result::err).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn furniture_and_sentences() {
        for (line, want) in [
            ("Latest News", Some(Verdict::Stop)),
            ("You might also likeRELATED", Some(Verdict::Stop)),
            ("Share", Some(Verdict::Drop)),
            ("12 Comments", Some(Verdict::Drop)),
            ("© 2022 Harbour Post. All rights reserved.", Some(Verdict::Stop)),
            ("We use cookies to improve your visit.", Some(Verdict::Drop)),
            ("Follow the author on Mastodon for more on the harbour.", Some(Verdict::Tail)),
            ("Ada Lund can be reached at ada@harbourpost.example.", Some(Verdict::Tail)),
            ("No agreement can be reached at this stage, the mayor said.", None),
            ("The latest news from the harbour was grim, the mayor said.", None),
        ] {
            assert_eq!(verdict(line), want, "{line}");
        }
    }
}
