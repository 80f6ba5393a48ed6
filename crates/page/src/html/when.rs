//! When the page was published and changed, and on what that rests.

use rashomon_text::PartialDate;

use super::facts::Facts;
use crate::date::{DayFirst, in_text, plausible, stamp};
use crate::jsonld::Article;
use crate::report::Dated;

/// Publication, last change, and the other dates that the page shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dates {
    pub published: Option<Dated>,
    pub modified: Option<Dated>,
    pub others: Vec<Dated>,
}

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "article:published",
    "published_time",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "date.published",
    "article.published",
    "rnews:datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "bt:pubdate",
    "cxenseparse:recs:publishtime",
    "shareaholic:article_published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_online_date",
    "article_date_original",
    "originalpublicationdate",
    "datecreated",
    "created",
    "date",
    "prism.publicationdate",
    "vr:published_time",
    "displaydate",
    "last-published",
    "article:post_date",
    "doc_date",
    "date_published",
    "releasedate",
    "timestamp",
    "pdate",
    "gentime",
    "item-publish-date",
    "ptime",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "modified",
    "updated_time",
    "date.modified",
];

pub(crate) fn dates(f: &Facts, articles: &[Article], url: Option<&str>) -> Dates {
    let mut found: Vec<Dated> = Vec::new();
    let mut changed: Vec<Dated> = Vec::new();
    let note = |list: &mut Vec<Dated>, date: Option<PartialDate>, basis: String| {
        if let Some(date) = date.filter(|&d| plausible(d)) {
            list.push(Dated { date, basis, span: None });
        }
    };
    for a in articles.iter().filter(|a| a.is_article) {
        note(&mut found, a.published.as_deref().and_then(stamp), "json-ld datePublished".into());
        note(&mut changed, a.modified.as_deref().and_then(stamp), "json-ld dateModified".into());
    }
    for key in PUBLISHED {
        note(&mut found, f.meta(&[key]).and_then(stamp), format!("meta {key}"));
    }
    for key in MODIFIED {
        note(&mut changed, f.meta(&[key]).and_then(stamp), format!("meta {key}"));
    }
    for t in f.times.iter().filter(|t| t.published) {
        note(&mut found, stamp(&t.stamp), "element marked as date of publication".into());
    }
    for t in f.times.iter().filter(|t| t.modified) {
        note(&mut changed, stamp(&t.stamp), "element marked as date of change".into());
    }
    for a in articles.iter().filter(|a| !a.is_article) {
        note(&mut found, a.published.as_deref().and_then(stamp), "json-ld datePublished of the page".into());
        note(&mut changed, a.modified.as_deref().and_then(stamp), "json-ld dateModified of the page".into());
    }
    if let Some(t) = f.times.iter().find(|t| !t.modified && stamp(&t.stamp).is_some()) {
        note(&mut found, stamp(&t.stamp), "element time".into());
    }
    // Keys of a house's own: "published-date", "hm:publish_time".
    for (key, content) in &f.metas {
        let own = ["publish", "pubdate", "posted"].iter().any(|w| key.contains(w))
            && !["modif", "updat", "expir", "publisher", "un"].iter().any(|w| key.contains(w));
        if own && !PUBLISHED.contains(&key.as_str()) {
            note(&mut found, stamp(content), format!("meta {key}"));
        }
    }
    note(&mut found, url.and_then(in_address), "address".into());
    if found.is_empty() {
        let (date, what) = visible(f);
        note(&mut found, date, what.into());
    }
    let mut d = Dates::default();
    for x in found {
        keep(&mut d.published, &mut d.others, x);
    }
    for x in changed {
        keep(&mut d.modified, &mut d.others, x);
    }
    let own = [&d.published, &d.modified].map(|x| x.as_ref().map(|x| x.date));
    d.others.retain(|o| !own.contains(&Some(o.date)));
    d
}

/// The first wins; later ones that say another day are kept as competing.
fn keep(slot: &mut Option<Dated>, others: &mut Vec<Dated>, x: Dated) {
    match slot {
        None => *slot = Some(x),
        Some(s) if s.date != x.date && !others.iter().any(|o| o.date == x.date) => others.push(x),
        Some(_) => {}
    }
}

/// A day in an address: `/2018/08/17/`, `/2018-08-17-`, `/20180817/`.
fn in_address(url: &str) -> Option<PartialDate> {
    let path = url.split("://").nth(1)?.split_once('/')?.1;
    let parts: Vec<&str> = path.split('/').collect();
    let by_folder = parts.windows(3).find_map(|w| {
        let ok = w[0].len() == 4 && w[1].len() <= 2 && w[2].len() <= 2;
        ok.then(|| stamp(&format!("{}-{:0>2}-{:0>2}", w[0], w[1], w[2]))).flatten()
    });
    by_folder.or_else(|| {
        parts.iter().find_map(|p| {
            let digits: String = p.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
            let digits = digits.trim_end_matches('-');
            (digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()) || digits.len() == 10)
                .then(|| stamp(digits))
                .flatten()
        })
    })
}

/// The visible text as the last resort: marked places, then words that announce a date, then the first date after the headline.
fn visible(f: &Facts) -> (Option<PartialDate>, &'static str) {
    let language = f.language.as_deref().unwrap_or("");
    let order = match language.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("en") if language.eq_ignore_ascii_case("en-us") || language.len() == 2 => DayFirst::Unknown,
        None => DayFirst::Unknown,
        _ => DayFirst::Yes,
    };
    let first = |s: &str| in_text(s, order).into_iter().map(|(d, _)| d).find(|&d| d.day.is_some() && plausible(d));
    let spots = || f.date_spots.iter().filter(|s| !changes(s));
    if let Some(d) = spots().filter(|s| announces(s)).chain(spots()).find_map(|s| first(s)) {
        return (Some(d), "visible text marked as date");
    }
    for (text, basis) in
        [(&f.visible, "visible text that announces a date"), (&f.aside, "side of the page that announces a date")]
    {
        let mut announced = false;
        for l in text.lines() {
            if (announced || announces(l))
                && !changes(l)
                && let Some(d) = first(l)
            {
                return (Some(d), basis);
            }
            announced = announces(l) && l.len() < 40;
        }
    }
    let title = f.headings.first().and_then(|h| f.visible.find(h.as_str())).unwrap_or(0);
    let short = |text: &str| text.lines().filter(|l| l.len() < 120 && !changes(l)).find_map(first);
    (short(&f.visible[title..]).or_else(|| short(&f.visible)), "visible text")
}

/// Words for a change, not a publication.
fn changes(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "updated",
        "modified",
        "last update",
        "aktualisiert",
        "geändert",
        "mis à jour",
        "actualizado",
        "aggiornato",
        "bijgewerkt",
        "atualizado",
        "oppdatert",
        "uppdaterad",
    ];
    let l = line.to_lowercase();
    WORDS.iter().any(|w| l.contains(w)) && !l.contains("publi") && !l.contains("posted")
}

fn announces(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "published",
        "posted",
        "publié",
        "veröffentlicht",
        "erstellt",
        "publicado",
        "pubblicato",
        "gepubliceerd",
        "stand:",
        "vom ",
        "date:",
        "datum",
        "opublikowano",
        "created",
    ];
    if line.len() > 200 {
        return false;
    }
    let l = line.to_lowercase();
    WORDS.iter().any(|w| l.contains(w))
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
        ] {
            assert_eq!(in_address(u).map(|d| d.to_string()).as_deref(), Some("2018-08-17"), "{u}");
        }
        assert_eq!(in_address("https://example.org/12345678/x"), None);
    }
}
