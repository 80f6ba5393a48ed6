//! What kind of page it is: an article, the beginning of one that is sold, a running report, or a list of other pages.

use super::body::Line;
use super::classes::Roles;
use super::facts::Facts;
use super::outline::{Outline, Tag};
use crate::jsonld::Article;

/// Below this, in characters, the text of a sold article is taken for its beginning.
const BEGINNING: usize = 1600;

/// Headlines of others that a page of links shows at least.
const HEADLINES: usize = 8;

/// Whether only the beginning of the article is on the page.
pub(crate) fn is_beginning(page: &Outline<'_>, f: &Facts, articles: &[Article], text: usize) -> bool {
    if text >= BEGINNING {
        return false;
    }
    let sold = articles.iter().any(|a| a.is_article && a.free == Some(false))
        || f.meta(&["article:content_tier"]).is_some_and(|t| t.eq_ignore_ascii_case("locked"));
    // Empty containers for an offer stand on every page of some outlets.
    let offer = || {
        (0..page.items.len()).any(|i| {
            page.roles(i).any(Roles::WALL) && !page.roles(i).any(Roles::HIDDEN | Roles::BODY) && says(page, i) > 40
        })
    };
    sold || offer()
}

/// Characters of text in a part, up to some.
fn says(page: &Outline<'_>, at: usize) -> usize {
    let mut n = 0;
    for i in page.range(at) {
        match page.items[i].what {
            super::outline::What::Text(t) if page.parent(i).and_then(|p| page.tag(p)) != Some(Tag::Silent) => {
                n += t.trim().len();
            }
            _ => {}
        }
        if n > 200 {
            break;
        }
    }
    n
}

/// How many headlines of other pages a page shows, if it is a list of them and not an article.
///
/// On such a page what reads like text are teasers, and each stands by a headline that is a link.
pub(crate) fn links_to(
    lines: &[Line],
    told: &[Line],
    f: &Facts,
    articles: &[Article],
    url: Option<&str>,
) -> Option<usize> {
    let dated = ["article:published_time", "og:article:published_time"];
    let typed = f.meta(&["og:type"]).is_some_and(|t| t.eq_ignore_ascii_case("article"));
    if articles.iter().any(|a| a.is_article) || typed || f.meta(&dated).is_some() {
        return None;
    }
    let headline =
        |l: &Line| l.linked * 10 >= l.chars * 9 && l.chars >= 25 && l.text.bytes().filter(|&b| b == b' ').count() >= 3;
    let headlines = lines.iter().filter(|l| headline(l)).count();
    if headlines < HEADLINES {
        return None;
    }
    let texts = || told.iter().filter(|l| l.weight() > 0);
    let teasers = texts()
        .filter(|l| {
            let at = lines.partition_point(|x| x.at < l.at);
            lines[at.saturating_sub(NEAR)..(at + NEAR).min(lines.len())].iter().any(headline)
        })
        .count();
    let n = texts().count();
    let long = texts().filter(|l| l.chars >= 400).count();
    let front = url.is_some_and(is_front);
    let list = n >= 4 && teasers * 10 >= n * 8 && long == 0;
    (list || front && n < 2 * headlines && long < 3).then_some(headlines)
}

/// Lines between a teaser and its headline, at most.
const NEAR: usize = 3;

/// Whether an address is that of a site's first page.
fn is_front(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| rest.split_once('/').is_none_or(|(_, path)| path.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_of_a_site() {
        assert!(is_front("https://harbourpost.example/") && is_front("https://harbourpost.example"));
        assert!(!is_front("https://harbourpost.example/2018/ferry") && !is_front("ferry"));
    }
}
