//! Keeps a page within what the parsers behind can bear: depth, open formatting, number of tags.
//!
//! A page of 60,000 opened tags costs a few hundred kilobytes to write and overflows the stack of
//! recursive tree walkers, which no `catch_unwind` stops. Pages by people stay below a hundred.

use std::borrow::Cow;

/// Deeper tags are left out; their text stays.
const DEEPEST: usize = 160;

/// More tags than this are cut off with what follows: big pages of outlets have some ten thousand, and
/// every step after this one costs time for each of them.
const MOST: usize = 60_000;

/// Tags with more attributes than this are left out: the parser compares each with all before it. Pages have some ten.
const MOST_ATTRIBUTES: usize = 250;

/// Formatting left open is opened again by the parser in every paragraph that follows (WHATWG, "reconstruct the
/// active formatting elements"), so that a few hundred of them multiply a page.
const FORMATTING: &[&str] = &["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];
const DEEPEST_FORMATTING: usize = 48;

/// Elements that hold nothing, so that opening them does not nest.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "frame",
];

/// Elements that the parser closes by itself when the next of their kind opens.
const SELF_ENDING: &[&str] = &["p", "li", "dt", "dd", "option", "tr", "td", "th", "optgroup", "rp", "rt"];

/// The page within bounds, and whether something had to be left out for it.
///
/// ```
/// let page = "<p>A quay.</p>";
/// assert_eq!(rashomon_page::tame(page), (page.into(), false));
/// ```
#[must_use]
pub fn tame(html: &str) -> (Cow<'_, str>, bool) {
    let bytes = html.as_bytes();
    let mut depth = 0usize;
    let mut out: Option<String> = None;
    let (mut i, mut kept) = (0, 0);
    // Self-ending elements nest as well when a container opens within each; they count from a limit of their own.
    let mut lazy = 0usize;
    let (mut formatting, mut tags) = (0usize, 0usize);
    let mut cut = false;
    while let Some(at) = memchr(bytes, i, b'<') {
        let closing = bytes.get(at + 1) == Some(&b'/');
        let name_at = at + 1 + usize::from(closing);
        let len =
            bytes[name_at.min(bytes.len())..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        if len == 0 {
            i = at + 1;
            continue;
        }
        let mut small = [0; LONGEST_NAME];
        let name = lower(&html[name_at..name_at + len], &mut small);
        let Some(end) = tag_end(bytes, name_at + len) else {
            // A tag that never ends is none to the parser either, but only after it has compared all its attributes.
            if attributes(&bytes[at..]) > MOST_ATTRIBUTES {
                let mut out = out.unwrap_or_default();
                out.push_str(&html[kept..at.max(kept)]);
                return (Cow::Owned(out), true);
            }
            break;
        };
        i = end;
        if attributes(&bytes[name_at..end]) > MOST_ATTRIBUTES {
            out.get_or_insert_with(|| String::with_capacity(html.len())).push_str(&html[kept..at]);
            kept = end;
            cut = true;
            continue;
        }
        if !closing && matches!(name, "svg" | "math") && bytes.get(end.wrapping_sub(2)) != Some(&b'/') {
            // In drawings and formulas the parser takes titles and styles for tags like any other, and nothing of them is
            // read: they are left out, or only their tag where they hold what is no drawing or never end.
            out.get_or_insert_with(|| String::with_capacity(html.len())).push_str(&html[kept..at]);
            kept = foreign_end(html, end, name).unwrap_or(end);
            i = kept;
            continue;
        }
        if !closing && matches!(name, "script" | "style" | "textarea" | "title" | "noscript") {
            // Without an end all that follows is in it; looking for one again at each tag of it would take long.
            let Some(end) = raw_end(bytes, end, name) else { break };
            i = end;
            continue;
        }
        tags += 1;
        if tags > MOST {
            let mut out = out.unwrap_or_default();
            out.push_str(&html[kept..at.max(kept)]);
            return (Cow::Owned(out), true);
        }
        if VOID.contains(&name) || !closing && bytes.get(end.wrapping_sub(2)) == Some(&b'/') {
            continue;
        }
        let self_ending = SELF_ENDING.contains(&name);
        let (counter, limit) = match FORMATTING.contains(&name) {
            true => (&mut formatting, DEEPEST_FORMATTING),
            false if self_ending => (&mut lazy, usize::MAX),
            false => (&mut depth, DEEPEST),
        };
        if closing {
            *counter = counter.saturating_sub(1);
            continue;
        }
        *counter += 1;
        if *counter > limit {
            out.get_or_insert_with(|| String::with_capacity(html.len())).push_str(&html[kept..at]);
            kept = end;
            cut = true;
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(&html[kept..]);
            (Cow::Owned(out), cut)
        }
        None => (Cow::Borrowed(html), false),
    }
}

fn memchr(bytes: &[u8], from: usize, b: u8) -> Option<usize> {
    memchr::memchr(b, bytes.get(from..)?).map(|i| from + i)
}

/// Names of the elements that matter here are no longer.
const LONGEST_NAME: usize = 12;

/// A name in small letters; one too long to matter as it is.
fn lower<'a>(name: &'a str, small: &'a mut [u8; LONGEST_NAME]) -> &'a str {
    let Some(room) = small.get_mut(..name.len()) else { return name };
    room.copy_from_slice(name.as_bytes());
    room.make_ascii_lowercase();
    std::str::from_utf8(room).unwrap_or(name)
}

/// How many attributes a tag has, roughly, up to one more than matters: what begins outside of quotes after a space or a quote.
fn attributes(tag: &[u8]) -> usize {
    if tag.len() <= MOST_ATTRIBUTES {
        return 0;
    }
    let (mut quote, mut before, mut n) = (0, b' ', 0);
    for &b in tag {
        if quote != 0 {
            quote = if b == quote { 0 } else { quote };
        } else if matches!(b, b'"' | b'\'') && before == b'=' {
            quote = b;
        } else {
            let parted = matches!(before, b'/' | b'"' | b'\'') || before.is_ascii_whitespace();
            n += usize::from(parted && !b.is_ascii_whitespace());
            if n > MOST_ATTRIBUTES {
                break;
            }
        }
        before = b;
    }
    n
}

/// Elements of HTML that end a drawing or formula in which they stand (WHATWG, "parsing main in foreign content"), and
/// others that none holds.
const ENDING_FOREIGN: &[&str] = &[
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
    "article",
    "section",
    "main",
];
/// Drawings within drawings.
const DEEPEST_FOREIGN: usize = 16;

/// One past the end tag of a drawing or formula that holds nothing else.
fn foreign_end(html: &str, from: usize, own: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let (mut i, mut open) = (from, 1);
    while let Some(at) = memchr(bytes, i, b'<') {
        let closing = bytes.get(at + 1) == Some(&b'/');
        let name_at = (at + 1 + usize::from(closing)).min(bytes.len());
        let len = bytes[name_at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let mut small = [0; LONGEST_NAME];
        let name = lower(&html[name_at..name_at + len], &mut small);
        if ENDING_FOREIGN.contains(&name) {
            return None;
        }
        i = name_at + len;
        if name != own {
            continue;
        }
        let end = tag_end(bytes, i)?;
        i = end;
        open = match closing {
            true => open - 1,
            false if bytes[end - 2] == b'/' => open,
            false => open + 1,
        };
        if open == 0 || open > DEEPEST_FOREIGN {
            return (open == 0).then_some(end);
        }
    }
    None
}

/// One past the `>` of a tag, quotes respected.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let i = at + memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes[i] {
            b'>' => return Some(i + 1),
            quote if bytes[i - 1] == b'=' => at = i + 2 + memchr::memchr(quote, bytes.get(i + 1..)?)?,
            _ => at = i + 1,
        }
    }
}

/// Where the content of a raw-text element ends (at its closing tag).
fn raw_end(bytes: &[u8], from: usize, name: &str) -> Option<usize> {
    let mut i = from;
    while let Some(at) = memchr(bytes, i, b'<') {
        let n = at + 2;
        if bytes.get(at + 1) == Some(&b'/')
            && bytes.get(n..n + name.len()).is_some_and(|s| s.eq_ignore_ascii_case(name.as_bytes()))
        {
            return tag_end(bytes, n + name.len());
        }
        i = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_pass_untouched() {
        let page = "<div><p>a<p>b<br><img src=x><script>if (a<b) '<div>'</script></div>".repeat(500);
        assert!(!tame(&page).1);
    }

    #[test]
    fn drawings_are_left_out_and_what_they_hide_is_not() {
        for (page, rest) in [
            ("a<SVG viewBox='0 0 1 1'><title>Sail</title><svg><path d='M0'/></svg></svg>b", "ab"),
            ("a<math><mi>x</mi></math >b", "ab"),
            ("a<svg/>b", "a<svg/>b"),
            ("a<svg><path><p>b</svg>c", "a<path><p>b</svg>c"),
            ("a<svg>b<p>c", "ab<p>c"),
        ] {
            let (tamed, cut) = tame(page);
            assert!(!cut && tamed == rest, "{page}: {tamed}");
        }
        for hiding in ["title", "style", "script"] {
            let deep = format!("<svg><{hiding}>{}</{hiding}></svg>", "<div>".repeat(50_000));
            assert!(!tame(&deep).0.contains("<svg"));
        }
        // Many that never end are not each looked through to the end of the page.
        assert!(!tame(&"<svg><path>".repeat(200_000)).0.contains("<svg"));
    }

    #[test]
    fn raw_text_without_an_end_is_looked_for_once() {
        let page = "<script>".repeat(300_000);
        assert!(!tame(&page).1);
    }

    #[test]
    fn too_many_tags_are_cut_off() {
        let page = "<p>x".repeat(MOST + 10);
        let (tamed, cut) = tame(&page);
        assert!(cut && tamed.matches("<p>").count() == MOST);
    }

    #[test]
    fn endless_attributes_go_with_their_tag() {
        let many: String = (0..100_000).map(|n| format!(" a{n}")).collect();
        for (page, rest) in [
            (format!("<p>one</p><p{many}>two</p>"), "<p>one</p>two</p>"),
            (format!("<p>one</p><script{many}>two"), "<p>one</p>two"),
            (format!("<p>one</p><p{many}"), "<p>one</p>"),
        ] {
            let (tamed, cut) = tame(&page);
            assert!(cut && tamed == rest, "{}", &tamed[..tamed.len().min(100)]);
        }
        // A picture or a script's state in the page itself is one long value.
        let long = format!("<div data-state='{}'>", "{\"a b\": \"c d\"} ".repeat(50_000));
        assert!(!tame(&long).1);
    }

    #[test]
    fn deep_tags_go_and_their_text_stays() {
        let page = format!("{}end", "<b>x".repeat(50_000));
        let (tamed, cut) = tame(&page);
        assert!(cut && tamed.matches("<b>").count() == DEEPEST_FORMATTING && tamed.ends_with("end"));
        assert_eq!(tamed.matches('x').count(), 50_000);
    }
}
