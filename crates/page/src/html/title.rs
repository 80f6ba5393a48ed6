//! The headline, without the site's name.

use super::facts::Facts;
use crate::jsonld::Article;
use crate::text::{same, squeeze, unescape};

/// The headline and the outlet's name, each as far as the page tells.
pub(crate) fn title(f: &Facts, articles: &[Article], outlet: Option<&str>) -> Option<String> {
    let sites: Vec<String> =
        outlet.map(same).into_iter().chain(host_word(f)).chain(logo(f)).filter(|s| !s.is_empty()).collect();
    let clean = |s: &str| without_site(&squeeze(&unescape(head(s))), &sites);
    let headings: Vec<String> =
        f.headings.iter().map(|h| clean(h)).filter(|h| !h.is_empty() && !sites.contains(&same(h))).collect();
    let linked = articles.iter().filter(|a| a.is_article).find_map(|a| a.headline.as_deref()).map(clean);
    let og = f.meta(&["og:title", "twitter:title", "title", "dc.title", "sailthru.title", "parsely-title"]).map(clean);
    let tag = f.title.as_deref().map(clean);
    // A headline that JSON-LD cut short stands whole on the page.
    if let Some(l) = &linked
        && let Some(cut) = l.strip_suffix('…').or_else(|| l.strip_suffix("..."))
        && let Some(whole) = headings.iter().chain(&og).chain(&tag).find(|h| same(h).starts_with(&same(cut)))
    {
        return Some(whole.clone());
    }
    let marked = f.marked_headline.as_deref().map(clean).filter(|m| m.len() < 300);
    let named = [&linked, &og, &tag].into_iter().flatten().find(|t| !t.is_empty());
    // What the reader sees above the text, if it is the headline the page names elsewhere in other words.
    let seen = headings.iter().find(|h| named.is_none_or(|n| alike(h, n)));
    let heading = headings.first();
    [seen, linked.as_ref(), marked.as_ref(), og.as_ref(), heading, tag.as_ref()]
        .into_iter()
        .flatten()
        .find(|t| !t.is_empty())
        .cloned()
}

/// No headline is longer, in bytes; what follows is a whole page in the wrong element.
const LONGEST: usize = 2000;

/// As much of a title as can be one.
fn head(s: &str) -> &str {
    let mut end = s.len().min(LONGEST);
    while !s.is_char_boundary(end) {
        end -= 1;
    }
    &s[..end]
}

/// All forms of the headline on the page, with and without the site's name.
pub(crate) fn forms(f: &Facts, articles: &[Article], outlet: Option<&str>) -> Vec<String> {
    let given =
        f.headings.iter().take(2).chain(articles.iter().filter(|a| a.is_article).filter_map(|a| a.headline.as_ref()));
    let metas = ["og:title", "twitter:title"].iter().filter_map(|k| f.meta(&[k]));
    let tag = f.title.as_deref().into_iter();
    given
        .map(|h| squeeze(&unescape(head(h))))
        .chain(metas.map(|t| squeeze(&unescape(head(t)))))
        .chain(tag.map(|t| squeeze(&unescape(head(t)))))
        .chain(title(f, articles, outlet))
        .collect()
}

/// The name of the site where its logo is the first heading: the title of the page ends with it, after its own headline.
fn logo(f: &Facts) -> Option<String> {
    let first = same(f.headings.first()?);
    let tag = f.title.as_deref()?;
    let (at, joint) = JOINTS.iter().filter(|j| **j != ": ").filter_map(|j| Some((tag.rfind(j)?, *j))).max()?;
    let (headline, last) = (same(&tag[..at]), same(&tag[at + joint.len()..]));
    (last == first && headline.len() > last.len()).then_some(first)
}

/// Whether two headlines share more than half of the shorter one's words.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (same(a), same(b));
    let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    let words: Vec<&str> = short.split(' ').collect();
    let long: Vec<&str> = long.split(' ').collect();
    let shared = words.iter().filter(|w| long.contains(w)).count();
    words.len() > 1 && shared * 2 > words.len()
}

/// The telling word of the page's host: "example" of www.example.co.uk.
fn host_word(f: &Facts) -> Option<String> {
    let url = f.canonical.as_deref().or_else(|| f.meta(&["og:url"]))?;
    let host = url.split("://").nth(1)?.split('/').next()?;
    let host = host.trim_start_matches("www.");
    host.split('.').map(str::to_owned).find(|p| p.len() > 3).or_else(|| host.split('.').next().map(str::to_owned))
}

/// What stands between a headline and the name of a site.
const JOINTS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " « ", " / ", " • ", " : ", ": "];

/// Cuts " | Site" and "Site: " where the piece is the site's name.
pub(crate) fn without_site(title: &str, sites: &[String]) -> String {
    // Hosts write umlauts out: "boersenblatt" is the Börsenblatt.
    let squash = |s: &str| {
        s.replace(' ', "").replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss").replace('-', "")
    };
    let squashed: Vec<String> = sites.iter().map(|s| squash(s)).collect();
    let names_site = |piece: &str| {
        let p = squash(&same(piece));
        !p.is_empty()
            && squashed.iter().any(|s| {
                p == *s
                    || p == format!("{s}com")
                    || p.len() > 3 && (s.contains(&p) && p.len() * 2 > s.len() || p.contains(s.as_str()) && s.len() > 3)
            })
    };
    let mut t = title.trim();
    loop {
        let end = JOINTS.iter().filter(|j| **j != ": ").filter_map(|j| t.rfind(j).map(|i| (i, j.len()))).max();
        match end {
            Some((i, n)) if i > 0 && names_site(&t[i + n..]) => t = t[..i].trim_end(),
            _ => break,
        }
    }
    if let Some((i, n)) = JOINTS.iter().filter_map(|j| t.find(j).map(|i| (i, j.len()))).min()
        && names_site(&t[..i])
        && t[i + n..].split_whitespace().count() > 2
    {
        t = t[i + n..].trim_start();
    }
    t.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_no_headline() {
        let f = Facts {
            title: Some("The ferry that nobody missed, part 2 | Askvik Notes".into()),
            headings: vec!["Askvik Notes".into()],
            ..Facts::default()
        };
        assert_eq!(title(&f, &[], None).as_deref(), Some("The ferry that nobody missed, part 2"));
    }

    #[test]
    fn a_page_in_its_title_is_cut() {
        let f = Facts { title: Some("Ferry sinks | ".repeat(100_000)), ..Facts::default() };
        assert!(title(&f, &[], None).is_some_and(|t| t.len() <= LONGEST));
    }

    #[test]
    fn the_site_goes_and_colons_stay() {
        let sites = ["harbour post".to_owned()];
        for t in [
            "Ferry: three lost | Harbour Post",
            "Ferry: three lost - HarbourPost.com",
            "Harbour Post: Ferry: three lost",
        ] {
            assert_eq!(without_site(t, &sites), "Ferry: three lost");
        }
        assert_eq!(without_site("Ferry - three lost", &sites), "Ferry - three lost");
    }
}
