//! Feeds: RSS, Atom, JSON Feed. Each item is a report.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use feed_rs::model::{Entry, Link};
use rashomon_text::PartialDate;

use super::{Content, Item, identify};
use crate::html::{Block, blocks::blocks, language_tag, names, tidy::tidy};
use crate::language;
use crate::report::{Dated, Report};
use crate::text::{squeeze, unescape};
use crate::{CarrierError, Hints, compose, date, decode};

const KIND: &str = "a feed";
/// Feeds that hold a whole archive with all texts stay below it; the parser's memory is many times the feed's.
const LARGEST: usize = 16 << 20;
/// Items of one feed. Outlets give some tens, archives some thousands; each takes a kilobyte of memory however little it says.
const MOST_ITEMS: usize = 10_000;
/// A description of this many bytes is the text itself: many feeds have no other field for it.
const WHOLE: usize = 1500;

/// What was taken out of a feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its items, in its order.
    pub items: Vec<Item>,
    /// How many more it holds than are read, at least.
    pub left_out: usize,
}

/// Takes a feed apart.
///
/// # Errors
/// If it is no feed, or too large.
pub fn feed(id: &str, bytes: &[u8], hints: &Hints) -> Result<Feed, CarrierError> {
    if bytes.len() > LARGEST {
        return Err(CarrierError::Large { kind: KIND, limit: format!("{} MB", LARGEST >> 20) });
    }
    let text = undeclared(decode::decode(bytes, true, &mut Vec::new()));
    let (text, left_out) = cut(&text)?;
    let parser = feed_rs::parser::Builder::new()
        // The day where it was written is what the feed says; in Greenwich it may have been the next.
        .timestamp_parser(|s| day(PartialDate::parse(s).or_else(|| date::stamp(s).map(|s| s.date))?))
        // The default invents a random one for want of anything else.
        .id_generator(|_, _, _| String::new())
        .build();
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes())))
        .map_err(|_| CarrierError::broken(KIND, "it cannot be parsed"))?
        .map_err(|e| CarrierError::broken(KIND, e))?;
    let outlet = parsed.title.as_ref().map(|t| squeeze(&unescape(&t.content))).filter(|t| !t.is_empty());
    let language = parsed.language.as_deref();
    let items = parsed.entries.into_iter().map(|e| item(id, e, outlet.as_deref(), language, hints)).collect();
    Ok(Feed { items, left_out })
}

/// The text is UTF-8 now, whatever it declared to be.
fn undeclared(text: String) -> String {
    let head = text.trim_start();
    match head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((declaration, rest)) if declaration.len() < 200 => rest.to_owned(),
        _ => head.to_owned(),
    }
}

/// The feed with no more items than are read, and how many were left out.
fn cut(text: &str) -> Result<(std::borrow::Cow<'_, str>, usize), CarrierError> {
    let too_many = || CarrierError::Large { kind: KIND, limit: format!("{MOST_ITEMS} items") };
    if text.starts_with(['{', '[']) {
        // An item has a few objects (authors, attachments), so that a feed of more than this has too many items.
        return if text.bytes().filter(|&b| b == b'{').count() > 8 * MOST_ITEMS {
            Err(too_many())
        } else {
            Ok((text.into(), 0))
        };
    }
    for (end, closing) in [("</item>", "</channel></rss>"), ("</entry>", "</feed>")] {
        if let Some((at, _)) = text.match_indices(end).nth(MOST_ITEMS - 1) {
            let at = at + end.len();
            let more = text[at..].matches(end).count();
            // In RSS 1.0 the items stand beside the channel.
            let closing = if text[..at.min(2000)].contains("<rdf:RDF") { "</rdf:RDF>" } else { closing };
            return Ok(((text[..at].to_owned() + closing).into(), more));
        }
    }
    // Items that are empty, or never end, are none.
    let opened = ["<item", "<entry"].iter().map(|tag| text.matches(tag).count()).max().unwrap_or(0);
    if opened > 4 * MOST_ITEMS { Err(too_many()) } else { Ok((text.into(), 0)) }
}

/// A day as the parser wants it.
fn day(d: PartialDate) -> Option<DateTime<Utc>> {
    let day = NaiveDate::from_ymd_opt(d.year?.into(), d.month.unwrap_or(1).into(), d.day.unwrap_or(1).into())?;
    Some(day.and_hms_opt(12, 0, 0)?.and_utc())
}

fn dated(d: DateTime<Utc>, basis: &str) -> Option<Dated> {
    let date = PartialDate::parse(&format!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day()))?;
    date::plausible(date).then(|| Dated::new(date, basis))
}

fn item(id: &str, e: Entry, outlet: Option<&str>, language: Option<&str>, hints: &Hints) -> Item {
    let mut hints = hints.clone();
    let link = address(&e.links);
    let (html, mut problem) = content(&e);
    if cut_off(&html) {
        problem = Some("the feed gives only the beginning of the text");
    }
    let key = if e.id.is_empty() { html.as_bytes() } else { e.id.as_bytes() };
    let name = match &link {
        Some(link) => identify(link, key),
        None => format!("{id}-{}", identify("", key)),
    };
    if hints.url.is_none() {
        hints.url = link;
    }
    let envelope = &mut hints.envelope;
    envelope.title = e.title.as_ref().map(|t| squeeze(&unescape(&t.content))).filter(|t| !t.is_empty());
    let authors: Vec<String> = e.authors.iter().filter_map(|p| person(p.name.as_deref()?)).collect();
    let house: Vec<String> = outlet.map(crate::text::same).into_iter().collect();
    envelope.byline = names(&authors, &house);
    envelope.outlet = outlet.map(str::to_owned);
    envelope.language = e.language.as_deref().or(language).and_then(language_tag);
    envelope.published = e.published.and_then(|d| dated(d, "feed"));
    // A feed that knows only of changes says nothing of the first publication, though a change is no earlier.
    envelope.modified = e.updated.filter(|u| Some(*u) != e.published).and_then(|d| dated(d, "feed"));
    envelope.problems.extend(problem.map(str::to_owned));
    Item { id: name, content: Content::Fragment(html), hints }
}

/// Where the item itself is, not its comments or its sound.
fn address(links: &[Link]) -> Option<String> {
    let is_page = |l: &&Link| l.rel.as_deref().is_none_or(|r| r.eq_ignore_ascii_case("alternate"));
    let web = |l: &&Link| l.href.starts_with("http://") || l.href.starts_with("https://");
    links.iter().filter(web).find(is_page).or_else(|| links.iter().find(web)).map(|l| l.href.clone())
}

/// "news@harbourpost.example (Ada Lund)", as RSS 2.0 has it, is Ada Lund.
fn person(name: &str) -> Option<String> {
    let name = squeeze(&unescape(name));
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).map(str::to_owned);
    let name = if name.contains('@') { inner? } else { name };
    (!name.is_empty()).then_some(name)
}

/// The text of an item in HTML, and what is wrong with it.
fn content(e: &Entry) -> (String, Option<&'static str>) {
    let html = |body: &str, kind: &str| {
        if kind.contains("html") || body.contains("</") { body.to_owned() } else { plain(body) }
    };
    let full =
        e.content.as_ref().and_then(|c| Some(html(c.body.as_deref()?, c.content_type.as_ref()))).unwrap_or_default();
    let summary = e.summary.as_ref().map(|s| html(&s.content, s.content_type.as_ref())).unwrap_or_default();
    let length = |html: &str| blocks(html).iter().map(|b| b.text.len()).sum::<usize>();
    let (long, short) = (length(&full), length(&summary));
    match (long, short) {
        (0, 0) => (String::new(), Some("the feed gives no text of it")),
        (0, _) => (summary, (short < WHOLE).then_some("only the feed's summary")),
        // Some put the text into the field for the summary, and a word into the other.
        _ if short > 2 * long && short >= WHOLE => (summary, None),
        _ => (full, None),
    }
}

/// Text without markup as HTML, a paragraph a line.
fn plain(text: &str) -> String {
    let escape = |l: &str| l.replace('&', "&amp;").replace('<', "&lt;");
    // What looks like an entity was escaped once too often, and is one.
    let escape = |l: &str| if l.contains(';') && l.contains('&') { l.replace('<', "&lt;") } else { escape(l) };
    text.lines().map(|l| format!("<p>{}</p>", escape(l))).collect()
}

/// Whether a text ends as cut ones do.
fn cut_off(html: &str) -> bool {
    let text = html.trim_end();
    let tail: String = text.chars().rev().take(400).collect::<Vec<_>>().into_iter().rev().collect();
    let words = squeeze(&unescape(&tail));
    ["[…]", "[...]", "[…", "(…)"].iter().any(|mark| words.trim_end().ends_with(mark))
}

/// Reads what an item holds: all of it is article, but for the lines that systems add.
pub(super) fn read(id: &str, html: &str, hints: &Hints) -> Report {
    let (html, cut) = crate::tame::tame(html);
    let mut report = Report { id: id.into(), ..Report::default() };
    if cut {
        report.problems.push("the item has too many tags or nests them too deeply; some were left out".into());
    }
    let found = catch_unwind(AssertUnwindSafe(|| blocks(&html))).unwrap_or_default();
    let titles: Vec<String> = hints.envelope.title.iter().cloned().collect();
    let kept: Vec<Block> = tidy(found, &titles);
    compose::paragraphs(&mut report, &kept);
    report.language = hints.envelope.language.clone().or_else(|| language::of_text(&report.text).map(str::to_owned));
    hints.apply(&mut report);
    compose::weigh(&mut report, std::iter::empty());
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reports(text: &str) -> Vec<Report> {
        let feed = feed("f", text.as_bytes(), &Hints::default()).expect("a feed");
        feed.items.into_iter().map(Item::read).collect()
    }

    #[test]
    fn an_item_of_nothing_but_a_stamp_says_that_it_is_empty() {
        let all = reports(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_text":"2018-08-17T10:00:00+02:00"}]}"#,
        );
        assert_eq!(all.len(), 1);
        assert!(all[0].text.is_empty() && !all[0].problems.is_empty(), "{all:?}");
    }

    const LONG: &str = "The ferry Solveig sank off the harbour early on Friday morning, the coast guard said. ";

    #[test]
    fn an_item_says_who_wrote_it_when_and_where_it_is() {
        let all = reports(&format!(
            "<?xml version='1.0' encoding='ISO-8859-1'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' \
             xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Harbour Post</title><language>en-GB</language>\
             <item><title>Ferry &amp;#8216;sunk&amp;#8217;</title><link>https://harbourpost.example/ferry</link>\
             <guid isPermaLink='false'>17</guid><dc:creator>Ada Lund</dc:creator><pubDate>Fri, 17 Aug 2018 23:30:00 -0500</pubDate>\
             <description>Short.</description><content:encoded><![CDATA[<p>{LONG}</p><p>All were saved.</p>]]></content:encoded></item>\
             <item><title>Quay</title><description>The quay is late.</description></item></channel></rss>"
        ));
        let r = &all[0];
        assert_eq!(r.title.as_deref(), Some("Ferry ‘sunk’"));
        assert_eq!((r.outlet.as_deref(), &r.byline[..]), (Some("Harbour Post"), &["Ada Lund".to_owned()][..]));
        assert_eq!(r.url.as_deref(), Some("https://harbourpost.example/ferry"));
        let d = r.published.as_ref().expect("a date");
        assert_eq!((d.date.to_string().as_str(), d.basis.as_str()), ("2018-08-17", "feed"));
        assert_eq!((r.paragraphs.len(), r.problems.len(), r.language.as_deref()), (2, 0, Some("en-GB")));
        assert!(r.id.starts_with("harbourpost.example-"));
        assert_eq!(all[1].problems, ["only the feed's summary"]);
        assert_eq!(all[1].text, "The quay is late.");
    }

    #[test]
    fn atom_and_json_feeds_are_read() {
        let all = reports(&format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Quay News</title><entry><id>tag:x</id><title>Ferry</title>\
             <link rel='replies' href='https://x.example/c'/><link href='https://x.example/a'/><updated>2018-08-19T10:00:00Z</updated>\
             <published>2018-08-17T10:00:00Z</published><author><name>Bo Berg</name></author>\
             <content type='html'>&lt;p&gt;{LONG}&lt;/p&gt;</content></entry></feed>"
        ));
        assert_eq!(all[0].url.as_deref(), Some("https://x.example/a"));
        assert_eq!(all[0].modified.as_ref().map(|d| d.date.to_string()).as_deref(), Some("2018-08-19"));
        assert_eq!(all[0].byline, ["Bo Berg"]);
        let all = reports(&format!(
            r#"{{"version":"https://jsonfeed.org/version/1.1","title":"Quay News","items":[{{"id":"1","url":"https://x.example/a",
            "title":"Ferry","content_html":"<p>{LONG} […]</p>","date_published":"2018-08-17T23:00:00-05:00"}}]}}"#
        ));
        assert_eq!(all[0].published.as_ref().map(|d| d.date.to_string()).as_deref(), Some("2018-08-17"));
        assert_eq!(all[0].problems, ["the feed gives only the beginning of the text"]);
    }

    #[test]
    fn entities_are_not_expanded_and_nothing_is_fetched() {
        let lol: String =
            (1..20).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
        let text = format!(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 \"lol\">{lol}<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
             <rss version='2.0'><channel><title>&f;</title><item><title>&l19;</title><description>&f; Rain &l19;</description></item></channel></rss>"
        );
        if let Ok(feed) = feed("f", text.as_bytes(), &Hints::default()) {
            for r in feed.items.into_iter().map(Item::read) {
                assert!(r.text.len() < 200 && !r.text.contains("root:"), "{}", r.text);
            }
        }
    }

    #[test]
    fn of_too_many_items_the_first_are_read() {
        let many = |n: usize, item: &str| {
            format!("<rss version='2.0'><channel><title>F</title>{}</channel></rss>", item.repeat(n))
        };
        let all = feed("f", many(MOST_ITEMS + 5, "<item><title>a</title></item>").as_bytes(), &Hints::default())
            .expect("a feed");
        assert_eq!((all.items.len(), all.left_out), (MOST_ITEMS, 5));
        for text in [
            many(1_000_000, "<item/>"),
            many(1_000_000, "<item>"),
            format!(
                "{{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"\",\"items\":[{}]}}",
                "{},".repeat(1_000_000)
            ),
            "x".repeat(LARGEST + 1),
        ] {
            assert!(matches!(feed("f", text.as_bytes(), &Hints::default()), Err(CarrierError::Large { .. })));
        }
    }

    #[test]
    fn what_is_no_feed_is_refused() {
        let deep = format!("<rss version='2.0'><channel><item>{}", "<a>".repeat(200_000));
        for text in [
            "",
            "<rss",
            "<html></html>",
            "{}",
            "[1]",
            "{\"version\":\"https://jsonfeed.org/version/1\"}",
            "\0\0\0",
            &deep,
        ] {
            let taken = feed("f", text.as_bytes(), &Hints::default());
            assert!(taken.as_ref().map_or(true, |f| f.items.len() <= 1), "{text}: {taken:?}");
        }
    }
}
