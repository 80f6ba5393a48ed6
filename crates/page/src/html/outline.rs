//! A page as one list in the order of its text, so that the part below any element is a range of it.

use std::ops::Range;

use scraper::{Html, Node, node::Element};

use super::classes::{Names, Roles};

/// An element or a piece of text.
pub(crate) struct Item<'a> {
    /// The element around it (its own place for the first).
    pub parent: u32,
    /// One past the last item below it.
    pub end: u32,
    /// What it is.
    pub what: What<'a>,
}

/// What an item is.
pub(crate) enum What<'a> {
    /// An element, the kind of its tag, and what its names say.
    Element(&'a Element, Tag, Roles),
    /// Text between tags.
    Text(&'a str),
}

/// Kinds of tags, as far as the reading of a page tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// Never shown, or shown by other programs: scripts, styles, frames, pictures, controls.
    Silent,
    /// Stands within a line of text.
    Inline,
    /// A link.
    Link,
    /// A forced line break.
    Break,
    /// h1 … h6.
    Heading(u8),
    /// p.
    Paragraph,
    /// li, dt, dd.
    Entry,
    /// ul, ol, dl.
    List,
    /// blockquote.
    Quote,
    /// table.
    Table,
    /// tr.
    Row,
    /// td, th.
    Cell,
    /// figure and its caption.
    Figure,
    /// nav, footer, aside and their like: another part of the page than the article.
    Elsewhere,
    /// header.
    Header,
    /// article.
    Article,
    /// main.
    Main,
    /// html, body.
    Page,
    /// Everything else that begins a new line.
    Block,
}

fn tag(name: &str) -> Tag {
    match name {
        "p" => Tag::Paragraph,
        "a" => Tag::Link,
        "br" => Tag::Break,
        "div" | "section" | "center" | "pre" | "address" | "hgroup" | "fieldset" | "form" | "details" | "summary" => {
            Tag::Block
        }
        "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del" | "dfn" | "em" | "font"
        | "i" | "ins" | "kbd" | "label" | "mark" | "q" | "s" | "samp" | "small" | "span" | "strike" | "strong"
        | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr" | "ruby" | "rb" | "rt" | "rp" | "nobr" => Tag::Inline,
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" => Tag::Heading(3),
        "h4" => Tag::Heading(4),
        "h5" => Tag::Heading(5),
        "h6" => Tag::Heading(6),
        "li" | "dt" | "dd" => Tag::Entry,
        "ul" | "ol" | "dl" => Tag::List,
        "blockquote" => Tag::Quote,
        "table" => Tag::Table,
        "tr" => Tag::Row,
        "td" | "th" => Tag::Cell,
        "figure" | "figcaption" | "picture" | "caption" => Tag::Figure,
        "nav" | "footer" | "aside" | "menu" | "dialog" => Tag::Elsewhere,
        "header" => Tag::Header,
        "article" => Tag::Article,
        "main" => Tag::Main,
        "html" | "body" => Tag::Page,
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "select" | "option" | "optgroup"
        | "datalist" | "button" | "input" | "textarea" | "object" | "embed" | "applet" | "video" | "audio"
        | "track" | "canvas" | "map" | "area" | "img" | "head" | "title" | "meta" | "link" | "base" | "progress"
        | "meter" | "noframes" | "frameset" | "frame" | "amp-ad" | "amp-iframe" | "amp-analytics" | "amp-sidebar"
        | "amp-consent" | "amp-social-share" => Tag::Silent,
        // Elements of a page's own ("story-body") hold what div holds.
        _ => Tag::Block,
    }
}

/// A page.
pub(crate) struct Outline<'a> {
    /// Elements and texts in order; an element stands before all that is in it.
    pub items: Vec<Item<'a>>,
}

impl<'a> Outline<'a> {
    /// The outline of a parsed page.
    pub(crate) fn new(html: &'a Html) -> Self {
        let mut names = Names::default();
        let mut items: Vec<Item<'a>> = Vec::with_capacity(4096);
        let mut open: Vec<u32> = Vec::with_capacity(64);
        for edge in html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => {
                    let at = items.len() as u32;
                    let parent = open.last().copied().unwrap_or(at);
                    let what = match node.value() {
                        Node::Text(text) => What::Text(text),
                        Node::Element(e) => {
                            let tag = match (tag(e.name()), open.last().map(|&p| &items[p as usize].what)) {
                                // A page's own elements within a line are of the line ("glossary-term").
                                (Tag::Block, Some(What::Element(_, Tag::Paragraph | Tag::Inline | Tag::Link, _)))
                                    if e.name().contains('-') =>
                                {
                                    Tag::Inline
                                }
                                (tag, _) => tag,
                            };
                            What::Element(e, tag, roles(e, tag, &mut names))
                        }
                        _ => continue,
                    };
                    let element = matches!(what, What::Element(..));
                    items.push(Item { parent, end: at + 1, what });
                    if element {
                        open.push(at);
                    }
                }
                ego_tree::iter::Edge::Close(node) => {
                    if node.value().is_element()
                        && let Some(at) = open.pop()
                    {
                        items[at as usize].end = items.len() as u32;
                    }
                }
            }
        }
        Self { items }
    }

    /// An element's tag; texts have none.
    pub(crate) fn tag(&self, at: usize) -> Option<Tag> {
        match self.items[at].what {
            What::Element(_, tag, _) => Some(tag),
            What::Text(_) => None,
        }
    }

    /// What an element's names say.
    pub(crate) fn roles(&self, at: usize) -> Roles {
        match self.items[at].what {
            What::Element(_, _, roles) => roles,
            What::Text(_) => Roles::NONE,
        }
    }

    /// The element itself.
    pub(crate) fn element(&self, at: usize) -> Option<&'a Element> {
        match self.items[at].what {
            What::Element(e, ..) => Some(e),
            What::Text(_) => None,
        }
    }

    /// The items from this one to its end.
    pub(crate) fn range(&self, at: usize) -> Range<usize> {
        at..self.items[at].end as usize
    }

    /// The element around an item; none around the first.
    pub(crate) fn parent(&self, at: usize) -> Option<usize> {
        let parent = self.items[at].parent as usize;
        (parent != at).then_some(parent)
    }
}

fn roles<'a>(e: &'a Element, tag: Tag, names: &mut Names<'a>) -> Roles {
    let mut roles = Roles::NONE;
    for key in ["class", "id", "data-component", "data-testid"] {
        if let Some(value) = e.attr(key) {
            roles = roles | names.roles(value);
        }
    }
    match e.attr("itemprop") {
        Some("articleBody" | "text" | "reviewBody") => roles = roles | Roles::BODY,
        Some("comment") => roles = roles | Roles::NEVER,
        Some("author" | "datePublished" | "dateModified" | "publisher") => roles = roles | Roles::META,
        _ => {}
    }
    match e.attr("role") {
        Some("navigation" | "banner" | "contentinfo" | "search" | "menu" | "menubar" | "dialog" | "alertdialog") => {
            roles = roles | Roles::DROP;
        }
        Some("complementary") => roles = roles | Roles::WEAK,
        _ => {}
    }
    // React sends parts of a page hidden, with ids such as "S:0", and puts them in their place by script.
    let streamed = e.attr("id").is_some_and(|id| id.strip_prefix("S:").is_some_and(|n| n.len() < 4));
    let unseen = e.attr("hidden").is_some() && !streamed
        || e.attr("aria-hidden") == Some("true")
        || e.attr("style").is_some_and(|s| {
            let s = s.to_ascii_lowercase().replace(' ', "");
            s.contains("display:none") || s.contains("visibility:hidden")
        });
    if unseen {
        roles = roles | Roles::HIDDEN;
    }
    // What the whole page is called says what else it holds ("single-post comments-open").
    if matches!(tag, Tag::Page | Tag::Main) {
        roles.without(Roles::DROP | Roles::OTHER | Roles::NEVER | Roles::WEAK | Roles::META | Roles::CAPTION)
    } else {
        roles
    }
}
