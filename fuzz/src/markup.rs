//! Pages put together from what pages are made of: bytes choose tags, names, stamps and data, so that mutation stays within
//! markup and gets to what lies behind the parser.

use arbitrary::{Result, Unstructured};

/// A page is cut off above this.
const LONGEST: usize = 200_000;

const TAGS: &[&str] = &[
    "p",
    "div",
    "span",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "nav",
    "figure",
    "figcaption",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h6",
    "a",
    "b",
    "i",
    "em",
    "font",
    "small",
    "time",
    "title",
    "head",
    "body",
    "html",
    "form",
    "button",
    "select",
    "option",
    "svg",
    "math",
    "template",
    "noscript",
    "iframe",
    "textarea",
    "pre",
    "details",
    "summary",
    "address",
    "q",
    "cite",
    "x-card",
];
const EMPTY: &[&str] = &["<br>", "<hr>", "<img src=a alt='The quay at night'>", "<input>", "<wbr>", "</p>", "<col>"];
const NAMES: &[&str] = &[
    "article-body",
    "story",
    "content",
    "entry-content",
    "post",
    "related",
    "teaser",
    "share",
    "comments",
    "byline",
    "author",
    "dateline",
    "date",
    "published",
    "updated",
    "timestamp",
    "live-entry",
    "liveblog",
    "live-post",
    "paywall",
    "premium",
    "correction",
    "caption",
    "credit",
    "nav",
    "menu",
    "footer",
    "sidebar",
    "advert",
    "newsletter",
    "tags",
    "headline",
    "title",
    "subtitle",
    "lead",
    "standfirst",
    "section",
    "source",
    "h-entry",
    "hidden",
    "x",
];
const ATTRIBUTES: &[&str] = &[
    "class",
    "id",
    "itemprop",
    "itemtype",
    "property",
    "rel",
    "role",
    "datetime",
    "data-timestamp",
    "data-date",
    "content",
    "title",
    "aria-label",
    "href",
    "lang",
    "style",
    "hidden",
    "data-testid",
    "data-published-at",
    "name",
];
const STAMPS: &[&str] = &[
    "2018-08-17",
    "2018-08-17T10:00:00Z",
    "2018-08-17T23:30:00+14:00",
    "20180817",
    "20180817T101500-0330",
    "1534502400",
    "1534502400000",
    "Fri, 17 Aug 2018 23:10:00 -0500",
    "2018-02-30",
    "0000-00-00",
    "9999-12-31T24:00",
    "August 17, 2018 at 10:30 p.m. ET",
    "17. August 2018, 14:30 Uhr",
    "3/5/2018",
    "2018年8月17日",
    "17/08/18",
    "Friday, 17 August",
    "10:30",
    "5 hours ago",
    "yesterday",
    "٢٠١٨-٠٨-١٧",
    "2018-08-17T10:00:60.999999999+99:99",
];
const TEXTS: &[&str] = &[
    "The ferry sank off the harbour early on Friday morning, and all on board were brought ashore by fishing boats.",
    "BERGEN, 17 August (HPN) – The council put off its vote on the new quay, as half of it had stayed at home.",
    "LONDON (Reuters) - A spokesman said that the yard knew of the leak, and that nobody had been told of it.",
    "By Ada Lund and Bo Berg",
    "Ada Lund, Bo Berg",
    "Harbour Post",
    "Ferry sinks | Harbour Post",
    "Read more",
    "Advertisement",
    "Correction: An earlier version of this report wrongly said that 12 ships had left. It was 21; we regret it.",
    "Updated 14:30, 18 August 2018",
    "Published 17 August 2018, 10:30 GMT",
    "© 2018 Harbour Post",
    "Subscribe to read on",
    "(AP)",
    "Additional reporting by Cy Dahl; editing by Di Eng",
    " | ",
    " - ",
    " and ",
    ", ",
    ": ",
    "\n",
    "\n\n",
    "\u{a0}",
    "İ",
    "ẞ",
    "e\u{301}",
    "\u{200b}",
    "\u{202e}",
    "👩‍👩‍👧",
    "&amp;",
    "&lt;p&gt;",
    "&#0;",
    "&nbsp;",
    "\0",
    "„",
    "'",
    "\"",
    "—",
];
const KEYS: &[&str] = &[
    "@type",
    "@id",
    "@graph",
    "headline",
    "name",
    "articleBody",
    "text",
    "description",
    "datePublished",
    "dateModified",
    "dateCreated",
    "author",
    "publisher",
    "liveBlogUpdate",
    "mainEntityOfPage",
    "url",
    "articleSection",
    "hasPart",
    "isAccessibleForFree",
    "cssSelector",
    "inLanguage",
    "body",
    "content",
    "html",
    "publishedAt",
    "itemListElement",
];
const TYPES: &[&str] =
    &["NewsArticle", "LiveBlogPosting", "BlogPosting", "Person", "Organization", "WebPage", "ItemList"];
const METAS: &[&str] = &[
    "og:title",
    "og:site_name",
    "og:url",
    "og:type",
    "article:published_time",
    "article:modified_time",
    "author",
    "article:author",
    "date",
    "dc.date.issued",
    "parsely-pub-date",
    "article:section",
    "last-modified",
    "description",
];

/// A page of what the bytes choose.
///
/// # Errors
/// When the bytes cannot be used.
pub fn page(u: &mut Unstructured<'_>) -> Result<String> {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    while !u.is_empty() && out.len() < LONGEST {
        let from = out.len();
        match u.int_in_range(0..=11)? {
            0..=2 => {
                let tag = *u.choose(TAGS)?;
                out.push('<');
                out.push_str(tag);
                for _ in 0..u.int_in_range(0..=2)? {
                    attribute(u, &mut out)?;
                }
                out.push('>');
                open.push(tag);
            }
            3 | 4 => {
                if let Some(tag) = open.pop() {
                    out.push_str(&format!("</{tag}>"));
                }
            }
            5 | 6 => out.push_str(u.choose(TEXTS)?),
            7 => out.push_str(u.choose(STAMPS)?),
            8 => out.push_str(u.choose(EMPTY)?),
            9 => {
                let kind = if u.arbitrary()? { "ld+json" } else { "json" };
                out.push_str(&format!("<script type='application/{kind}'>"));
                json(u, &mut out, 0)?;
                out.push_str("</script>");
            }
            10 => {
                let (name, value) = (*u.choose(METAS)?, value(u)?);
                out.push_str(&format!("<meta property=\"{name}\" content=\"{value}\">"));
            }
            _ => {
                // What was written last, many times: what grows with the square of a page shows only in long ones.
                let back = usize::from(u.arbitrary::<u8>()?) * 4;
                let mut start = from.saturating_sub(back);
                while !out.is_char_boundary(start) {
                    start -= 1;
                }
                let times = usize::from(u.arbitrary::<u8>()?);
                let part = out[start..].to_owned();
                let room = (LONGEST - from) / part.len().max(1);
                out.push_str(&part.repeat(times.min(room)));
            }
        }
    }
    Ok(out)
}

fn attribute(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    let (name, value) = (*u.choose(ATTRIBUTES)?, value(u)?);
    out.push_str(&format!(" {name}=\"{value}\""));
    Ok(())
}

fn value(u: &mut Unstructured<'_>) -> Result<&'static str> {
    let of = *u.choose(&[NAMES, NAMES, STAMPS, TEXTS, TYPES])?;
    u.choose(of).copied()
}

fn json(u: &mut Unstructured<'_>, out: &mut String, depth: usize) -> Result<()> {
    let n = u.int_in_range(0..=4)?;
    match u.int_in_range(0..=5)? {
        0 | 1 if depth < 8 => {
            out.push_str("{\"@type\":");
            string(u.choose(TYPES)?, out);
            for _ in 0..n {
                out.push(',');
                string(u.choose(KEYS)?, out);
                out.push(':');
                json(u, out, depth + 1)?;
            }
            out.push('}');
        }
        2 if depth < 8 => {
            out.push('[');
            for i in 0..n {
                if i > 0 {
                    out.push(',');
                }
                json(u, out, depth + 1)?;
            }
            out.push(']');
        }
        3 => string(u.choose(STAMPS)?, out),
        4 => out.push_str(u.choose(&["null", "true", "-1", "1534502400", "1e400", "", "\"\\ud800\"", "{"])?),
        _ => string(u.choose(TEXTS)?, out),
    }
    Ok(())
}

fn string(s: &str, out: &mut String) {
    out.push('"');
    for c in s.chars() {
        match c {
            '"' => out.push_str("\\\""),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
