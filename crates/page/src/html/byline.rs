//! Who wrote it: names of people, not of the house.

use super::facts::Facts;
use crate::date::month;
use crate::jsonld::Article;
use crate::text::{same, squeeze, unescape};

/// The authors, best source first.
pub(crate) fn byline(f: &Facts, articles: &[Article], outlet: Option<&str>) -> Vec<String> {
    let house: Vec<String> =
        outlet.map(same).into_iter().chain(articles.iter().filter_map(|a| a.publisher.as_deref().map(same))).collect();
    let linked =
        articles.iter().find(|a| a.is_article && !a.authors.is_empty()).map(|a| a.authors.clone()).unwrap_or_default();
    let metas = [
        "author",
        "article:author",
        "byl",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "article.author",
        "cxenseparse:author",
        "og:article:author",
    ];
    let mut sources: Vec<Vec<String>> = vec![linked];
    for key in metas {
        sources.push(f.metas.iter().filter(|(k, _)| k == key).map(|(_, c)| c.clone()).collect());
    }
    sources.extend(labelled(f));
    sources.push(f.marked_authors.clone());
    sources.push(classed(f));
    // Links to authors below the text belong to other articles as often.
    sources.push(f.author_links.iter().filter(|s| looks_like_names(s)).take(1).cloned().collect());
    sources.push(written(f));
    for source in sources {
        let mut names = names(&source, &house);
        if !names.is_empty() {
            // "Ada Lund, dpa": an agency or a desk that signs beside people.
            let beside = articles.iter().filter(|a| a.is_article).take(1).flat_map(|a| &a.houses);
            names.extend(beside.filter(|h| !house.contains(&same(h))).map(|h| squeeze(h)).take(2));
            return names;
        }
    }
    // Where nobody signs, the page may still say whose text it is: "News Desk", an agency, the house.
    let unsigned = articles.iter().filter(|a| a.is_article).flat_map(|a| a.houses.iter().chain(&a.authors));
    let mut out: Vec<String> = Vec::new();
    for name in unsigned.map(|n| squeeze(&unescape(n))) {
        let plain = (2..60).contains(&name.chars().count()) && !name.contains("://") && !name.contains('@');
        if plain && !out.iter().any(|o| same(o) == same(&name)) {
            out.push(name);
        }
    }
    out.truncate(3);
    out
}

/// The first element called a byline that holds names: as a whole, or a piece of it beside an office.
fn classed(f: &Facts) -> Vec<String> {
    let whole = |s: &String| by_prefix(s).is_some() || looks_like_names(s);
    let joined = |s: &String| s.replace('\n', " ");
    if let Some(s) = f.classed_authors.iter().map(joined).find(|s| whole(s)) {
        return vec![s];
    }
    let pieces = f.classed_authors.iter().find_map(|s| s.lines().find(|p| looks_like_names(p)));
    pieces.map(str::to_owned).into_iter().collect()
}

/// Cards for messengers: `twitter:label1` "Written by", `twitter:data1` the name.
fn labelled(f: &Facts) -> Option<Vec<String>> {
    ["1", "2"].iter().find_map(|n| {
        let label = f.meta(&[&format!("twitter:label{n}")])?;
        let by = ["written by", "by", "author", "verfasst von", "écrit par", "escrito por"]
            .iter()
            .any(|b| label.eq_ignore_ascii_case(b));
        by.then(|| f.meta(&[&format!("twitter:data{n}")]).map(|d| vec![d.to_owned()])).flatten()
    })
}

/// "By Ada Lund" in the lines around the headline, "By" and the name on two lines as well.
fn written(f: &Facts) -> Vec<String> {
    let from = f.headings.first().and_then(|h| f.visible.find(h.as_str())).unwrap_or(0);
    let lines: Vec<String> = f.visible[from..].lines().take(25).map(squeeze).collect();
    let name = |s: &str| (looks_like_names(s) && s.len() < 60).then(|| vec![s.to_owned()]);
    let found = lines.iter().zip(lines.iter().skip(1)).find_map(|(line, next)| {
        let alone = ["by", "written by", "posted by", "author:", "by:", "von", "par"]
            .iter()
            .any(|b| line.eq_ignore_ascii_case(b));
        if alone { name(next) } else { by_prefix(line).and_then(name) }
    });
    found.unwrap_or_default()
}

/// What follows "By" at the head of a byline, in the languages of the press.
pub(crate) fn by_prefix(s: &str) -> Option<&str> {
    const BY: &[&str] = &[
        "written by",
        "reported by",
        "story by",
        "posted by",
        "words by",
        "text by",
        "report by",
        "contributed by",
        "authored by",
        "guest post by",
        "by:",
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "av",
        "af",
        "autor:",
        "author:",
    ];
    let t = s.trim();
    BY.iter().find_map(|b| {
        let head = t.get(..b.len())?;
        let rest = &t[b.len()..];
        (head.eq_ignore_ascii_case(b) && rest.starts_with([' ', '\u{a0}', '\n', ':']))
            .then(|| rest.trim_start_matches([' ', '\u{a0}', ':', '\n']))
    })
}

/// Names out of entries such as "By Ada Lund and Bo Berg, Harbour Post".
pub(crate) fn names(entries: &[String], house: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for entry in entries {
        let entry = squeeze(&unescape(entry));
        let entry = by_prefix(&entry).unwrap_or(&entry);
        if entry.contains("://") || entry.starts_with("www.") || entry.starts_with('@') {
            continue;
        }
        for piece in split(entry) {
            if out.len() >= MOST {
                return out;
            }
            let piece = piece.split([',', '|', '(', '/', '•', '·']).next().unwrap_or("").trim();
            let piece = without_date(piece);
            let piece = by_prefix(piece).unwrap_or(piece).trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            if is_name(piece, house) && !out.iter().any(|o| same(o) == same(piece)) {
                out.push(piece.to_owned());
            }
        }
    }
    out
}

/// More names than this are a list of the staff.
const MOST: usize = 12;

/// "Ada Lund Updated: 3 May", "Ada Lund May 3": the name alone.
fn without_date(piece: &str) -> &str {
    let mut at = 0;
    let mut words = piece.split(' ').peekable();
    while let Some(w) = words.next() {
        let bare = w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let dated = words.peek().is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
        if at > 0
            && (matches!(bare.as_str(), "last" | "updated" | "published" | "posted" | "on")
                || dated && month(&bare).is_some())
        {
            return piece[..at].trim_end();
        }
        at += w.len() + 1;
    }
    piece
}

/// Pieces between "and", "&", ";" and between names in a list.
fn split(entry: &str) -> Vec<&str> {
    let mut pieces: Vec<&str> = entry.split([';', '&']).collect();
    for word in [" and ", " und ", " et ", " y ", " with "] {
        pieces = pieces.into_iter().flat_map(|p| p.split(word)).collect();
    }
    // "Ada Lund, Bo Berg" is a list, "Ada Lund, Correspondent" a name and an office.
    pieces
        .into_iter()
        .flat_map(|p| {
            let parts: Vec<&str> = p.split(',').map(str::trim).filter(|s| !s.is_empty()).collect();
            if parts.len() > 1 && parts.iter().all(|s| looks_like_names(s)) { parts } else { vec![p] }
        })
        .collect()
}

/// Two to four capitalised words, no digits.
fn looks_like_names(s: &str) -> bool {
    let words: Vec<&str> = s.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && !s.contains(|c: char| c.is_ascii_digit() || c == '@')
        && words.iter().all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3)
        && !words.iter().any(|w| OFFICES.contains(&w.to_lowercase().trim_matches(|c: char| !c.is_alphabetic())))
}

/// Words of an office or a house, not of a name.
const OFFICES: &[&str] = &[
    "editor",
    "correspondent",
    "reporter",
    "writer",
    "staff",
    "news",
    "desk",
    "team",
    "agency",
    "agencies",
    "press",
    "newsroom",
    "redaktion",
    "editorial",
    "contributor",
    "admin",
    "administrator",
    "bureau",
    "chief",
    "columnist",
    "producer",
    "analyst",
    "times",
    "post",
    "magazine",
    "reuters",
    "afp",
    "dpa",
    "media",
    "tv",
    "radio",
    "network",
    "redaction",
    "rédaction",
    "redacción",
    "redazione",
    "webdesk",
    "online",
];

fn is_name(s: &str, house: &[String]) -> bool {
    let words: Vec<&str> = s.split_whitespace().collect();
    if words.is_empty() || words.len() > 6 || s.len() < 3 || s.len() > 60 || s.contains('@') || s.contains("http") {
        return false;
    }
    let own = same(s);
    let letters = s.chars().filter(|c| c.is_alphabetic()).count();
    // "page.author.name" is a template that nobody filled, "The Author" one that somebody did.
    let template =
        s.split_whitespace().count() == 1 && s.matches('.').count() > 1 || words[0].eq_ignore_ascii_case("the");
    letters >= 3
        && !template
        && !house.contains(&own)
        && !words.iter().any(|w| OFFICES.contains(&w.to_lowercase().trim_matches(|c: char| !c.is_alphabetic())))
        && s.chars().filter(char::is_ascii_digit).nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(s: &str) -> Vec<String> {
        names(&[s.to_owned()], &["harbour post".to_owned()])
    }

    #[test]
    fn links_to_authors_name_them() {
        let page = |body: &str| {
            let html = format!("<html><body><h1>Ferry sinks</h1>{body}</body></html>");
            let doc = scraper::Html::parse_document(&html);
            let f = super::super::facts::gather(&super::super::outline::Outline::new(&doc));
            byline(&f, &[], None)
        };
        assert_eq!(page("<div><a href=/autoren/ada-lund.html>Ada Lund</a></div>"), ["Ada Lund"]);
        assert!(page("<div><a href=/authors>All Our Writers</a> <a href=/autoren/x>mehr</a></div>").is_empty());
        assert_eq!(
            page("<div itemprop=author><img><span itemprop=name>Bo Berg</span><p>Bo Berg writes on ships.</p></div>"),
            ["Bo Berg"]
        );
    }

    #[test]
    fn people_are_kept_and_houses_are_not() {
        assert_eq!(read("By Ada Lund and Bo Berg, Harbour Post"), ["Ada Lund", "Bo Berg"]);
        assert_eq!(read("Ada Lund, Senior Correspondent"), ["Ada Lund"]);
        assert_eq!(read("Ada Lund, Bo Berg"), ["Ada Lund", "Bo Berg"]);
        assert_eq!(read("By Ada Lund Last Updated: May 3"), ["Ada Lund"]);
        for s in ["Harbour Post", "News Desk", "https://example.org/ada", "ada@example.org", "Reuters", ""] {
            assert!(read(s).is_empty(), "{s}");
        }
    }
}
