//! One walk over a page that gathers what it says of itself.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

use crate::text::squeeze;

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

const SKIPPED: &[&str] = &["script", "style", "noscript", "template", "svg", "iframe", "select", "option", "button"];
/// Parts of a page that speak of other articles.
const OTHERS: &[&str] = &["aside", "footer", "nav"];
const OTHER_CLASSES: &[&str] = &[
    "related",
    "comment",
    "sidebar",
    "recommend",
    "most-read",
    "mostread",
    "popular",
    "trending",
    "latest",
    "teaser-list",
    "footer",
    "newsletter",
];
const MOST_TEXT: usize = 60_000;
/// A page of more marked times is a list of others.
const MOST_TIMES: usize = 300;

pub(crate) fn gather(html: &Html) -> Facts {
    let mut f = Facts::default();
    let mut skipped = 0usize;
    // The outermost element of a part that speaks of other things.
    let mut others = None;
    let mut articles = 0usize;
    for edge in html.tree.root().traverse() {
        let (node, open) = match edge {
            Edge::Open(n) => (n, true),
            Edge::Close(n) => (n, false),
        };
        match node.value() {
            Node::Text(t) if open && skipped == 0 && !t.trim().is_empty() => {
                let side = if others.is_none() { &mut f.visible } else { &mut f.aside };
                if side.len() < MOST_TEXT {
                    side.push_str(t.trim());
                    side.push('\n');
                }
            }
            Node::Element(_) => {
                let Some(e) = ElementRef::wrap(node) else { continue };
                let name = e.value().name();
                if SKIPPED.contains(&name) {
                    skipped = if open { skipped + 1 } else { skipped.saturating_sub(1) };
                }
                let whole = matches!(name, "html" | "body" | "main" | "article");
                if name == "article" {
                    articles = if open { articles + 1 } else { articles.saturating_sub(1) };
                }
                // The foot of an article is its own: it says by whom and when.
                let apart = OTHERS.contains(&name) && !(name == "footer" && articles > 0);
                if open && others.is_none() && (apart || !whole && is_other(e)) {
                    others = Some(node.id());
                }
                if open {
                    element(&mut f, e, name, others.is_some(), skipped > 0);
                } else if others == Some(node.id()) {
                    others = None;
                }
            }
            _ => {}
        }
    }
    f
}

fn names(e: ElementRef<'_>) -> impl Iterator<Item = &str> {
    ["class", "id"].into_iter().filter_map(move |a| e.attr(a))
}

fn has(s: &str, part: &str) -> bool {
    s.len() >= part.len() && s.as_bytes().windows(part.len()).any(|w| w.eq_ignore_ascii_case(part.as_bytes()))
}

fn is_other(e: ElementRef<'_>) -> bool {
    let speaks = |token: &str| {
        // "has-sidebar" stands on what holds the article, "post-footer" below the text it belongs to.
        let holds = ["has", "no", "with", "layout", "post-", "entry-", "article-"]
            .iter()
            .any(|p| token.len() > p.len() && has(&token[..p.len().min(token.len())], p));
        !holds && OTHER_CLASSES.iter().any(|c| has(token, c))
    };
    names(e).any(|n| n.len() < 200 && n.is_ascii() && n.split_ascii_whitespace().any(speaks))
        && !e.descendent_elements().take(3000).any(|d| d.value().name() == "h1")
}

fn text_of(e: ElementRef<'_>) -> String {
    let mut out = String::new();
    for t in e.text() {
        if out.len() > 2000 {
            break;
        }
        out.push_str(t);
        // Neighbouring elements must not grow together: "By Ada Lund" and "17 August".
        out.push(' ');
    }
    squeeze(&out)
}

fn joined_text(e: ElementRef<'_>) -> String {
    squeeze(&e.text().take(200).collect::<String>())
}

/// Stamps in attributes of elements that are no `<time>`: `datetime` on elements of a page's own, `title` of an abbreviation,
/// and `data-` attributes; what their names say is for the reader of dates to judge.
fn stamped(f: &mut Facts, e: ElementRef<'_>) {
    let name = e.value().name();
    for (key, value) in e.value().attrs() {
        let own =
            key.starts_with("data-") && (has(key, "date") || has(key, "time") || has(key, "publ") || has(key, "stamp"));
        let plain = matches!(key, "datetime" | "date-time") && !matches!(name, "ins" | "del");
        let spelt_out = key == "title" && (name == "abbr" || names(e).any(|n| has(n, "date") || has(n, "time")));
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
        && let Some(property) = e.attr("property")
        && (has(property, "date") || has(property, "time") || has(property, "issued") || has(property, "created"))
    {
        let stamp = e.attr("content").map_or_else(|| text_of(e), str::to_owned);
        let modified = has(property, "modif") || has(property, "updat");
        let (attribute, at) = (Some(property.to_owned()), f.visible.len());
        f.times.push(TimeMark { stamp, published: !modified, modified, attribute, at });
    }
}

fn element(f: &mut Facts, e: ElementRef<'_>, name: &str, other: bool, skipped: bool) {
    match name {
        "html" => f.language = e.attr("lang").or_else(|| e.attr("xml:lang")).map(str::to_owned),
        "title" if f.title.is_none() && !skipped => f.title = Some(joined_text(e)).filter(|t| !t.is_empty()),
        "meta" => {
            let content = e.attr("content").map(squeeze).filter(|c| !c.is_empty());
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let (Some(k), Some(c)) = (e.attr(key), &content) {
                    // Properties may name several: "og:title twitter:title".
                    f.metas.extend(k.to_ascii_lowercase().split_whitespace().map(|k| (k.to_owned(), c.clone())));
                }
            }
        }
        "link" if e.attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
            f.canonical = e.attr("href").map(str::to_owned)
        }
        "script" if e.attr("type").is_some_and(|t| has(t, "ld+json")) && f.blocks.len() < 60 => {
            f.blocks.push(e.text().collect());
        }
        "h1" if !skipped => {
            let t = joined_text(e);
            if !t.is_empty() && f.headings.len() < 10 {
                f.headings.push(t);
                f.headings_at.push(f.visible.len());
            }
        }
        "time" if !other && f.times.len() < MOST_TIMES => {
            let prop = e.attr("itemprop").unwrap_or("");
            let class = e.attr("class").unwrap_or("");
            let stamp = e.attr("datetime").map(str::to_owned).filter(|s| !s.is_empty()).unwrap_or_else(|| text_of(e));
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
        let value = || e.attr("content").or_else(|| e.attr("datetime")).map_or_else(|| text_of(e), squeeze);
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
                f.marked_headline = Some(joined_text(e)).filter(|t| !t.is_empty())
            }
            "author" => f.marked_authors.push(value()),
            _ => {}
        }
    }
    if e.attr("rel").is_some_and(|r| r.split_whitespace().any(|r| r.eq_ignore_ascii_case("author")))
        && name == "a"
        && !other
    {
        f.marked_authors.push(text_of(e));
    }
    if skipped {
        return;
    }
    if other {
        // Some layouts put the date of the article beside it, and name it so.
        if let Some(class) = e.attr("class")
            && PUBLICATION_CLASSES.iter().any(|c| has(class, c))
        {
            spot(f, e, true);
        }
        return;
    }
    if name == "img" && f.pictures.len() < 30 {
        f.pictures.extend(e.attr("src").filter(|s| s.len() < 500).map(str::to_owned));
    }
    if name != "time" {
        stamped(f, e);
    }
    let classes: String = names(e).collect::<Vec<_>>().join(" ");
    if classes.is_empty() || classes.len() > 300 {
        return;
    }
    if (has(&classes, "byline") || has(&classes, "author")) && f.classed_authors.len() < 12 {
        let t = text_of(e);
        if t.len() < 160 {
            f.classed_authors.push(t);
        }
    }
    let dated = [
        "date",
        "time",
        "publish",
        "posted",
        "stamp",
        "byline",
        "dateline",
        "entry-meta",
        "post-meta",
        "article-meta",
        "meta-info",
        "datum",
        "fecha",
        "data-pub",
    ];
    if dated.iter().any(|d| has(&classes, d)) {
        spot(f, e, false);
    }
}

/// Classes for the date of publication itself.
const PUBLICATION_CLASSES: &[&str] = &[
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

fn spot(f: &mut Facts, e: ElementRef<'_>, aside: bool) {
    if f.date_spots.len() < 60 {
        let t = text_of(e);
        if (6..240).contains(&t.len()) && t.chars().any(char::is_numeric) {
            f.date_spots.push(Spot { text: t, at: f.visible.len(), aside });
        }
    }
}
