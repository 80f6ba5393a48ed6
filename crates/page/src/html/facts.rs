//! One walk over a page that gathers what it says of itself.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use scraper::node::Element;

use super::classes::Roles;
use super::outline::{Outline, Tag, What};
use crate::text::{beginning, squeeze};

/// A `<time>` element or one marked as a date.
#[derive(Clone, Debug)]
pub(crate) struct TimeMark {
    pub stamp: String,
    pub published: bool,
    pub modified: bool,
    /// The attribute that holds the stamp where that is one of the page's own ("data-timestamp").
    pub attribute: Option<String>,
    /// Where in [`Facts::visible`] it stands.
    pub at: usize,
}

/// The text of an element whose class or id speaks of a date.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub text: String,
    /// Where in [`Facts::visible`] it stands.
    pub at: usize,
    /// It stands in a part that mostly speaks of other things.
    pub aside: bool,
}

/// What a page says of itself, in its own order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub language: Option<String>,
    pub title: Option<String>,
    /// Name or property in lower case, and content.
    pub metas: Vec<(String, String)>,
    pub canonical: Option<String>,
    pub headings: Vec<String>,
    /// Where in [`Facts::visible`] each of these headings stands.
    pub headings_at: Vec<usize>,
    pub times: Vec<TimeMark>,
    /// Names marked up as the author's.
    pub marked_authors: Vec<String>,
    /// Text of elements whose class says byline or author.
    pub classed_authors: Vec<String>,
    /// Text of links to the page of an author.
    pub author_links: Vec<String>,
    pub marked_headline: Option<String>,
    pub blocks: Vec<String>,
    /// Short texts of elements whose class or id speaks of a date.
    pub date_spots: Vec<Spot>,
    /// Addresses of the pictures that do not stand in parts that speak of other things.
    pub pictures: Vec<String>,
    /// Visible text, from the first heading on if there is one.
    pub visible: String,
    /// Visible text of the parts that mostly speak of other things (side, foot).
    pub aside: String,
}

impl Facts {
    /// The content of the first of these metas that has any.
    pub(crate) fn meta(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|k| self.metas.iter().find(|(n, _)| n == k).map(|(_, c)| c.as_str()))
    }

    /// The short line of visible text right before a place: "Updated", where a date follows.
    pub(crate) fn line_before(&self, at: usize) -> &str {
        self.visible.get(..at).and_then(|v| v.lines().next_back()).filter(|l| l.len() < 40).unwrap_or("")
    }
}

/// Text that is kept of a page, for looking up dates and names in it.
const MOST_TEXT: usize = 60_000;
/// Headlines, names and what metas say are shorter than that, in bytes.
const LONGEST_LINE: usize = 4000;
/// Names that one meta goes by.
const MOST_NAMES: usize = 8;
/// A page of more marked times is a list of others.
const MOST_TIMES: usize = 300;

pub(crate) fn gather(page: &Outline<'_>) -> Facts {
    let mut f = Facts::default();
    let headlines: Vec<usize> =
        (0..page.items.len()).filter(|&i| matches!(page.tag(i), Some(Tag::Heading(1) | Tag::Main))).collect();
    let holds_headline = |at: usize| {
        let r = page.range(at);
        headlines.get(headlines.partition_point(|&h| h < r.start)).is_some_and(|&h| h < r.end)
    };
    // Ends of the outermost part that is never shown, and of the one that speaks of other things.
    let (mut silent, mut others) = (0, 0);
    // End of the outermost article.
    let mut article = 0;
    for (at, item) in page.items.iter().enumerate() {
        match item.what {
            What::Text(t) => {
                let t = t.trim();
                let side = if at < others { &mut f.aside } else { &mut f.visible };
                if at >= silent && !t.is_empty() && side.len() < MOST_TEXT {
                    side.push_str(beginning(t, MOST_TEXT - side.len()));
                    side.push('\n');
                }
            }
            What::Element(e, tag, roles) => {
                let end = item.end as usize;
                if at >= silent && tag == Tag::Silent && !matches!(e.name(), "head" | "title" | "meta" | "link" | "img")
                {
                    silent = end;
                }
                // The foot of an article is its own: it says by whom and when.
                if tag == Tag::Article {
                    article = article.max(end);
                }
                let apart = tag == Tag::Elsewhere && !(e.name() == "footer" && at < article);
                let other = apart || roles.any(Roles::OTHER | Roles::NEVER);
                let whole = matches!(tag, Tag::Page | Tag::Main | Tag::Article | Tag::Inline | Tag::Link);
                if at >= others && other && !whole && !holds_headline(at) {
                    others = end;
                }
                element(&mut f, page, at, e, at < others, at < silent);
            }
        }
    }
    f
}

fn has(s: &str, part: &str) -> bool {
    s.len() >= part.len() && s.as_bytes().windows(part.len()).any(|w| w.eq_ignore_ascii_case(part.as_bytes()))
}

/// The text of an element; neighbouring elements do not grow together: "By Ada Lund" and "17 August".
fn text_of(page: &Outline<'_>, at: usize) -> String {
    let mut out = String::new();
    for i in page.range(at) {
        if let What::Text(t) = page.items[i].what {
            if out.len() > 2000 {
                break;
            }
            out.push_str(t);
            out.push(' ');
        }
    }
    squeeze(beginning(&out, LONGEST_LINE))
}

/// Folders of a site that hold the pages of those who write for it, in the languages of the press.
const AUTHORS: &[&str] = &[
    "author",
    "authors",
    "autor",
    "autoren",
    "autori",
    "autores",
    "auteur",
    "auteurs",
    "autore",
    "auteur-e",
    "writer",
    "writers",
    "contributor",
    "contributors",
    "columnist",
    "columnists",
    "journalist",
    "journalists",
    "journalisten",
    "journaliste",
    "periodista",
    "periodistas",
    "reporter",
    "reporters",
    "correspondents",
    "byline",
    "redaktion",
    "redakteur",
    "forfatter",
    "skribent",
    "redactie",
    "medarbetare",
];

/// Whether an address is that of one author's page: "/authors/ada-lund".
fn leads_to_author(address: &str) -> bool {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let mut parts = path.split(['/', '?', '#']).filter(|p| !p.is_empty());
    parts.any(|p| AUTHORS.iter().any(|a| p.eq_ignore_ascii_case(a))) && parts.next().is_some()
}

/// The name within an element marked as the author, where that is marked as well.
fn named_in(page: &Outline<'_>, at: usize) -> Option<String> {
    let named = |i: &usize| page.element(*i).is_some_and(|e| e.attr("itemprop") == Some("name"));
    let i = page.range(at).skip(1).find(named)?;
    let given = page.element(i).and_then(|e| e.attr("content")).map(squeeze);
    Some(given.unwrap_or_else(|| text_of(page, i))).filter(|n| !n.is_empty())
}

/// The texts of an element, a line each.
fn pieces_of(page: &Outline<'_>, at: usize) -> String {
    let mut out = String::new();
    for i in page.range(at) {
        if let What::Text(t) = page.items[i].what {
            let t = squeeze(beginning(t, LONGEST_LINE));
            if !t.is_empty() && out.len() < 400 {
                out.push_str(&t);
                out.push('\n');
            }
        }
    }
    out.pop();
    out
}

/// The text of an element that is one line, such as a headline: words that only elements part stay parted, a kicker
/// within it is not part of it.
fn line_of(page: &Outline<'_>, at: usize) -> String {
    let mut out = String::new();
    let mut kicker = String::new();
    let mut skip = 0;
    for i in page.range(at) {
        match page.items[i].what {
            What::Text(t) if i < skip => kicker.push_str(t),
            What::Text(t) => out.push_str(t),
            What::Element(_, tag, roles) if i > at => {
                let aside = roles.any(Roles::META | Roles::DROP | Roles::HIDDEN);
                if i >= skip && (tag == Tag::Silent || aside && matches!(tag, Tag::Inline | Tag::Block)) {
                    skip = page.items[i].end as usize;
                }
                if !matches!(tag, Tag::Inline | Tag::Link) || roles != Roles::NONE {
                    out.push(' ');
                }
            }
            What::Element(..) => {}
        }
        if out.len() > LONGEST_LINE {
            break;
        }
    }
    let line = squeeze(beginning(&out, LONGEST_LINE));
    if line.is_empty() { squeeze(beginning(&kicker, LONGEST_LINE)) } else { line }
}

fn element(f: &mut Facts, page: &Outline<'_>, at: usize, e: &Element, other: bool, skipped: bool) {
    let name = e.name();
    match name {
        "html" => f.language = e.attr("lang").or_else(|| e.attr("xml:lang")).map(str::to_owned),
        "title" if f.title.is_none() && !skipped => f.title = Some(line_of(page, at)).filter(|t| !t.is_empty()),
        "meta" => {
            let content = e.attr("content").map(|c| squeeze(beginning(c, LONGEST_LINE))).filter(|c| !c.is_empty());
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let (Some(k), Some(c)) = (e.attr(key), &content) {
                    // Properties may name several: "og:title twitter:title".
                    let names = k.to_ascii_lowercase();
                    f.metas.extend(names.split_whitespace().take(MOST_NAMES).map(|k| (k.to_owned(), c.clone())));
                }
            }
        }
        "link" if e.attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
            f.canonical = e.attr("href").map(str::to_owned)
        }
        "script" if e.attr("type").is_some_and(|t| has(t, "ld+json")) && f.blocks.len() < 60 => {
            f.blocks.push(
                page.range(at)
                    .filter_map(|i| match page.items[i].what {
                        What::Text(t) => Some(t),
                        What::Element(..) => None,
                    })
                    .collect(),
            );
        }
        "h1" if !skipped => {
            let t = line_of(page, at);
            if !t.is_empty() && f.headings.len() < 10 {
                f.headings.push(t);
                f.headings_at.push(f.visible.len());
            }
        }
        "time" if !other && f.times.len() < MOST_TIMES => {
            let prop = e.attr("itemprop").unwrap_or("");
            let class = e.attr("class").unwrap_or("");
            let stamp =
                e.attr("datetime").map(str::to_owned).filter(|s| !s.is_empty()).unwrap_or_else(|| text_of(page, at));
            f.times.push(TimeMark {
                stamp,
                published: has(prop, "datepublished")
                    || e.attr("pubdate").is_some()
                    || has(class, "publish")
                    || has(class, "entry-date"),
                modified: has(prop, "datemodified")
                    || has(class, "updated") && !has(class, "publish")
                    || has(class, "modified"),
                attribute: None,
                at: f.visible.len(),
            });
        }
        _ => {}
    }
    if let Some(prop) = e.attr("itemprop")
        && name != "meta"
        && !other
    {
        let value = || e.attr("content").or_else(|| e.attr("datetime")).map_or_else(|| text_of(page, at), squeeze);
        match prop {
            "datePublished" | "dateCreated" if name != "time" && f.times.len() < MOST_TIMES => {
                let at = f.visible.len();
                f.times.push(TimeMark { stamp: value(), published: true, modified: false, attribute: None, at });
            }
            "dateModified" if name != "time" && f.times.len() < MOST_TIMES => {
                let at = f.visible.len();
                f.times.push(TimeMark { stamp: value(), published: false, modified: true, attribute: None, at });
            }
            "headline" if f.marked_headline.is_none() => {
                f.marked_headline = Some(line_of(page, at)).filter(|t| !t.is_empty())
            }
            "author" => f.marked_authors.push(named_in(page, at).unwrap_or_else(value)),
            _ => {}
        }
    }
    if e.attr("rel").is_some_and(|r| r.split_whitespace().any(|r| r.eq_ignore_ascii_case("author")))
        && name == "a"
        && !other
    {
        f.marked_authors.push(text_of(page, at));
    }
    if name == "a" && !other && !skipped && f.author_links.len() < 12 && e.attr("href").is_some_and(leads_to_author) {
        f.author_links.push(text_of(page, at));
    }
    if skipped {
        return;
    }
    if other {
        // Some layouts put the date of the article beside it, and name it so.
        if let Some(class) = e.attr("class")
            && PUBLICATION.iter().any(|p| p.is_match(class))
        {
            spot(f, page, at, true);
        }
        return;
    }
    if name == "img" && f.pictures.len() < 30 {
        f.pictures.extend(e.attr("src").filter(|s| s.len() < 500).map(str::to_owned));
    }
    if name != "time" {
        stamped(f, page, at, e);
    }
    let mut says = Says::default();
    for name in [e.attr("class"), e.attr("id")].into_iter().flatten().filter(|n| n.len() <= 300) {
        says.add(name);
    }
    if says.author && f.classed_authors.len() < 12 {
        let t = pieces_of(page, at);
        if t.len() < 160 {
            f.classed_authors.push(t);
        }
    }
    if says.date {
        spot(f, page, at, false);
    }
}

/// Stamps in attributes of elements that are no `<time>`: `datetime` on elements of a page's own, `title` of an abbreviation,
/// and `data-` attributes; what their names say is for the reader of dates to judge.
fn stamped(f: &mut Facts, page: &Outline<'_>, at: usize, e: &Element) {
    let name = e.name();
    let named = |part: &str| [e.attr("class"), e.attr("id")].into_iter().flatten().any(|n| has(n, part));
    for (key, value) in e.attrs() {
        let own =
            key.starts_with("data-") && (has(key, "date") || has(key, "time") || has(key, "publ") || has(key, "stamp"));
        let plain = matches!(key, "datetime" | "date-time") && !matches!(name, "ins" | "del");
        let spelt_out = key == "title" && (name == "abbr" || named("date") || named("time"));
        if (own || plain || spelt_out) && (8..48).contains(&value.len()) && f.times.len() < MOST_TIMES {
            let (class, at) = (e.attr("class").unwrap_or(""), f.visible.len());
            f.times.push(TimeMark {
                stamp: value.to_owned(),
                published: has(class, "publish"),
                modified: has(class, "updated") && !has(class, "publish") || has(class, "modified"),
                attribute: Some(key.to_owned()),
                at,
            });
        }
    }
    // RDFa: the property stands on the element that the reader sees.
    if name != "meta"
        && f.times.len() < MOST_TIMES
        && let Some(property) = e.attr("property")
        && (has(property, "date") || has(property, "time") || has(property, "issued") || has(property, "created"))
    {
        let stamp = e.attr("content").map_or_else(|| text_of(page, at), str::to_owned);
        let modified = has(property, "modif") || has(property, "updat");
        let (attribute, at) = (Some(property.to_owned()), f.visible.len());
        f.times.push(TimeMark { stamp, published: !modified, modified, attribute, at });
    }
}

/// Classes for the date of publication itself.
static PUBLICATION: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let classes = [
        "publish",
        "pubdate",
        "pub-date",
        "pub_date",
        "posted-on",
        "post-date",
        "post_date",
        "article-date",
        "article_date",
        "entry-date",
        "story-date",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(classes).ok()
});

fn spot(f: &mut Facts, page: &Outline<'_>, at: usize, aside: bool) {
    if f.date_spots.len() < 60 {
        let t = text_of(page, at);
        if (6..240).contains(&t.len()) && t.chars().any(char::is_numeric) {
            f.date_spots.push(Spot { text: t, at: f.visible.len(), aside });
        }
    }
}

/// Parts of names by which elements say that a name or a date stands in them; the first few are for names.
const PARTS: &[&str] = &[
    "byline",
    "author",
    "date",
    "time",
    "publish",
    "posted",
    "stamp",
    "dateline",
    "entry-meta",
    "post-meta",
    "article-meta",
    "meta-info",
    "datum",
    "fecha",
    "data-pub",
];

static PART: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(PARTS).ok());

/// What the names of an element say of what stands in it.
#[derive(Default)]
struct Says {
    author: bool,
    date: bool,
}

impl Says {
    fn add(&mut self, name: &str) {
        for m in PART.iter().flat_map(|p| p.find_overlapping_iter(name)) {
            let n = m.pattern().as_usize();
            self.author |= n < 2;
            self.date |= n != 1;
        }
    }
}
