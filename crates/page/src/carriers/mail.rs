//! Mails: newsletters, press releases, articles sent on; and pages saved as one mail (MHTML).

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use rashomon_text::PartialDate;

use super::{Content, Item, Kind, file_name};
use crate::report::{Dated, Report};
use crate::text::{same, squeeze};
use crate::{CarrierError, Hints, html, plain};

/// Pages attached to one mail, those of attached mails included; more would be an archive.
const MOST_PARTS: usize = 200;
/// Lines that may part a mail, and lines of the form of headers, those of its text included. The parser holds each, in many times
/// its size.
const MOST_PARTINGS: usize = 20_000;
const MOST_HEADERS: usize = 400_000;
/// Mails within mails that are opened.
const DEEPEST: usize = 4;
/// Below this many bytes of text the HTML of a mail counts as not read, and its text stands in.
const LITTLE: usize = 200;

/// Takes a mail apart: its own text, then the pages, texts and PDFs attached to it.
///
/// # Errors
/// If it is no mail, or has nothing to read in it.
pub fn mail(id: &str, bytes: &[u8], hints: &Hints) -> Result<Vec<Item>, CarrierError> {
    let message = parse(bytes, "a mail")?;
    let mut items = Vec::new();
    gather(id, &message, hints, 0, &mut items);
    if items.is_empty() { Err(CarrierError::Empty { kind: "a mail" }) } else { Ok(items) }
}

/// Takes the page out of a file in which a browser saved it with all it needs (MHTML, RFC 2557).
///
/// # Errors
/// If it is no such file, or holds no page.
pub fn saved_page(id: &str, bytes: &[u8], hints: &Hints) -> Result<Vec<Item>, CarrierError> {
    let message = parse(bytes, "a saved page")?;
    let header = |name: &'static str| message.header_raw(name).map(squeeze).filter(|s| !s.is_empty());
    let address = header("Snapshot-Content-Location").or_else(|| header("Content-Location"));
    let pages = || message.parts.iter().filter(|p| matches!(p.body, PartType::Html(_)));
    // Frames are pages as well; the page itself has the address of the whole, or comes first.
    let page = pages()
        .find(|p| address.is_some() && p.content_location().map(squeeze) == address)
        .or_else(|| pages().next())
        .ok_or(CarrierError::Empty { kind: "a saved page" })?;
    let mut hints = hints.clone();
    if hints.url.is_none() {
        hints.url = address.or_else(|| page.content_location().map(squeeze)).filter(|u| u.starts_with("http"));
    }
    hints.envelope.title_at_need = message.subject().map(squeeze).filter(|s| !s.is_empty());
    hints.envelope.stamps.extend(date(&message).map(|date| Dated::new(date, "saved")));
    Ok(vec![Item { id: id.into(), content: Content::Html(page.contents().to_vec()), hints }])
}

/// Reads a mail's own text.
pub(super) fn read(id: &str, html: &[u8], text: &[u8], hints: &Hints) -> Report {
    let report = html::read(id, html, hints);
    if report.text.len() >= LITTLE {
        return report;
    }
    let other = plain::read(id, text, hints);
    if other.text.len() > report.text.len() { other } else { report }
}

fn parse<'a>(bytes: &'a [u8], kind: &'static str) -> Result<Message<'a>, CarrierError> {
    // An mbox begins with a line that is no header.
    let mail = bytes
        .strip_prefix(b"From ")
        .and_then(|rest| rest.iter().position(|&b| b == b'\n').map(|end| &rest[end + 1..]))
        .unwrap_or(bytes);
    let mut left = (MOST_PARTINGS, MOST_HEADERS);
    for line in mail.split(|&b| b == b'\n') {
        left.0 = left.0.saturating_sub(usize::from(line.starts_with(b"--")));
        let name = line.iter().take(80).position(|&b| b == b':' || b == b' ');
        left.1 = left.1.saturating_sub(usize::from(name.is_some_and(|at| line[at] == b':')));
        if left.0 == 0 || left.1 == 0 {
            return Err(CarrierError::Large {
                kind,
                limit: format!("{MOST_PARTINGS} parts or {MOST_HEADERS} headers"),
            });
        }
    }
    catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse(mail)))
        .ok()
        .flatten()
        .ok_or_else(|| CarrierError::broken(kind, "it has no headers"))
}

fn date(message: &Message<'_>) -> Option<PartialDate> {
    // The day where it was written, whatever day it was in Greenwich.
    let d = message.date()?;
    PartialDate::parse(&format!("{:04}-{:02}-{:02}", d.year, d.month, d.day)).filter(|&d| crate::date::plausible(d))
}

fn gather(id: &str, message: &Message<'_>, hints: &Hints, depth: usize, items: &mut Vec<Item>) {
    let sent = date(message).map(|date| Dated::new(date, "mail Date"));
    let body = |ids: &[u32], html: bool| {
        let parts = ids.iter().filter_map(|&n| message.part(n));
        let texts: Vec<&[u8]> = parts
            .filter(|p| matches!((&p.body, html), (PartType::Html(_), true) | (PartType::Text(_), false)))
            .map(|p| p.contents())
            .collect();
        texts.join(&b"\n\n"[..])
    };
    let (html, text) = (body(&message.html_body, true), body(&message.text_body, false));
    let content = match (html.is_empty(), text.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Content::Text(text)),
        (false, true) => Some(Content::Html(html)),
        (false, false) => Some(Content::Alternatives { html, text }),
    };
    if let Some(content) = content {
        let mut hints = hints.clone();
        let sender = sender(message);
        hints.envelope.title = message.subject().map(subject).filter(|s| !s.is_empty());
        hints.envelope.byline = sender.person.into_iter().collect();
        hints.envelope.outlet = sender.house;
        hints.envelope.published = sent.clone();
        items.push(Item { id: id.into(), content, hints });
    }
    let mut hints = hints.clone();
    // When it was sent on says nothing of when what is attached was published.
    hints.envelope.stamps.extend(sent);
    for (n, part) in message.attachments().enumerate() {
        if items.len() >= MOST_PARTS {
            break;
        }
        attached(id, n, part, &hints, depth, items);
    }
}

fn attached(id: &str, n: usize, part: &MessagePart<'_>, hints: &Hints, depth: usize, items: &mut Vec<Item>) {
    let named = part.attachment_name().map(squeeze).unwrap_or_default();
    let (stem, ending) = file_name(&named);
    let id = if stem.is_empty() { format!("{id}-attachment-{}", n + 1) } else { stem.to_owned() };
    if let PartType::Message(inner) = &part.body {
        if depth < DEEPEST {
            let mut hints = hints.clone();
            hints.envelope = crate::Envelope::default();
            gather(&id, inner, &hints, depth + 1, items);
        }
        return;
    }
    let bytes = part.contents();
    let declared = part.content_type().and_then(|t| match (t.ctype(), t.subtype()) {
        ("text", Some("html")) | ("application", Some("xhtml+xml")) => Some("html"),
        ("application", Some("pdf")) => Some("pdf"),
        ("text", Some("markdown")) => Some("md"),
        _ => None,
    });
    let ending = if ending.is_empty() { declared.unwrap_or("bin") } else { ending };
    let content = match Kind::of(&bytes[..bytes.len().min(8192)], ending) {
        Some(Kind::Html) => Content::Html(bytes.to_vec()),
        Some(Kind::Text) => Content::Text(bytes.to_vec()),
        Some(Kind::Markdown) => Content::Markdown(bytes.to_vec()),
        Some(Kind::Pdf) => Content::Pdf(bytes.to_vec()),
        Some(Kind::SavedPage) => {
            items.extend(saved_page(&id, bytes, hints).into_iter().flatten());
            return;
        }
        Some(Kind::Mail) if depth < DEEPEST => {
            if let Ok(inner) = parse(bytes, "a mail") {
                gather(&id, &inner, hints, depth + 1, items);
            }
            return;
        }
        _ => return,
    };
    items.push(Item { id, content, hints: hints.clone() });
}

/// A subject without what mail programs put before it.
fn subject(s: &str) -> String {
    let whole = squeeze(s);
    let mut s = whole.as_str();
    const MARKS: &[&str] =
        &["re", "fw", "fwd", "aw", "wg", "sv", "vs", "tr", "rv", "enc", "i", "r", "antw", "odp", "vl"];
    while let Some((mark, rest)) = s.split_once(':')
        && MARKS.iter().any(|m| mark.trim().eq_ignore_ascii_case(m))
        && rest.starts_with(' ')
    {
        s = rest.trim_start();
    }
    s.to_owned()
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Sender {
    person: Option<String>,
    house: Option<String>,
}

/// Who wrote, and for whom.
fn sender(message: &Message<'_>) -> Sender {
    let organization = message.header_raw("Organization").map(squeeze).filter(|s| !s.is_empty());
    let Some(from) = message.from().and_then(|a| a.first()) else {
        return Sender { person: None, house: organization };
    };
    let mut sender = told(from.name().unwrap_or_default(), from.address().unwrap_or_default());
    sender.house = organization.or(sender.house);
    sender
}

/// "Ada Lund, Harbour Post" is both, "Ada Lund <ada.lund@…>" a person, anything else a house.
fn told(name: &str, address: &str) -> Sender {
    let name = squeeze(name).trim_matches(['"', '\'']).to_owned();
    if name.is_empty() || name.contains('@') {
        return Sender::default();
    }
    for mark in [" via ", " at ", " from ", " | ", " – ", " — ", " - ", ", "] {
        if let Some((person, house)) = name.split_once(mark)
            && is_person(person)
            && !house.trim().is_empty()
        {
            return Sender { person: Some(person.trim().to_owned()), house: Some(house.trim().to_owned()) };
        }
    }
    // People write from addresses that hold their names, houses from "news@" and from domains that hold theirs.
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let (local, domain) = (local.to_lowercase(), domain.to_lowercase());
    let words = same(&name);
    let own = |place: &str| words.split(' ').filter(|w| w.len() >= 3).any(|w| place.contains(w));
    if is_person(&name) && own(&local) && !own(&domain) {
        Sender { person: Some(name), house: None }
    } else {
        Sender { person: None, house: Some(name) }
    }
}

/// Two to four words with capitals, none of which is a word of houses.
fn is_person(name: &str) -> bool {
    const HOUSES: &[&str] = &[
        "the",
        "news",
        "newsletter",
        "newsroom",
        "press",
        "office",
        "daily",
        "weekly",
        "times",
        "post",
        "desk",
        "team",
        "media",
        "agency",
        "service",
        "services",
        "alerts",
        "alert",
        "digest",
        "briefing",
        "editor",
        "editors",
        "editorial",
        "communications",
        "relations",
        "government",
        "ministry",
        "department",
        "council",
        "commission",
        "group",
        "ltd",
        "inc",
        "gmbh",
        "of",
        "and",
        "for",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|w| {
            w.starts_with(char::is_uppercase)
                && !w.contains(|c: char| c.is_ascii_digit())
                && !HOUSES.contains(&w.to_lowercase().as_str())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The ferry Solveig sank off the harbour early on Friday morning, the coast guard said, after it \
        had taken in water for more than three hours. All of the forty people on board were brought ashore.";

    fn items(text: &str) -> Vec<Item> {
        mail("m", text.replace('\n', "\r\n").as_bytes(), &Hints::default()).expect("a mail")
    }

    #[test]
    fn a_newsletter_is_dated_by_its_mail_and_signed_by_its_sender() {
        let mail = format!(
            "From: Harbour Post <news@harbourpost.example>\nSubject: Fwd: =?utf-8?q?Ferry_sinks_off_Ask=C3=B8y?=\n\
             Date: Fri, 17 Aug 2018 23:30:00 -0500\nMIME-Version: 1.0\n\
             Content-Type: multipart/alternative; boundary=b\n\n\
             --b\nContent-Type: text/plain\n\nHTML only.\n\
             --b\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n\
             <html><body><article><h1>Ferry</h1><p>{BODY}</p><p>R=F8ros waits.</p></article></body></html>\n--b--\n"
        );
        let mut all = items(&mail);
        assert_eq!(all.len(), 1);
        let r = all.remove(0).read();
        assert_eq!(r.title.as_deref(), Some("Ferry sinks off Askøy"));
        assert_eq!((r.outlet.as_deref(), r.byline.len()), (Some("Harbour Post"), 0));
        let published = r.published.expect("a date");
        assert_eq!((published.date.to_string().as_str(), published.basis.as_str()), ("2018-08-17", "mail Date"));
        assert!(r.text.contains("Solveig") && !r.text.contains("HTML only"), "{}", r.text);
    }

    #[test]
    fn text_stands_in_where_the_html_holds_no_article() {
        let mail = format!(
            "From: a@x.example\nSubject: Ferry\nContent-Type: multipart/alternative; boundary=b\n\n\
             --b\nContent-Type: text/plain\n\n{BODY}\n\
             --b\nContent-Type: text/html\n\n<html><body><img src=x></body></html>\n--b--\n"
        );
        assert!(items(&mail).remove(0).read().text.contains("Solveig"));
    }

    #[test]
    fn attached_pages_and_mails_are_reports_of_their_own() {
        let mail = format!(
            "From: Ada Lund <ada.lund@x.example>\nSubject: Two pages\nDate: Mon, 20 Aug 2018 10:00:00 +0000\n\
             Content-Type: multipart/mixed; boundary=b\n\n\
             --b\nContent-Type: text/plain\n\nSee the pages, which are attached.\n\
             --b\nContent-Type: text/html\nContent-Disposition: attachment; filename=ferry.html\n\n\
             <html><head><meta property=article:published_time content=2018-08-17></head><body><p>{BODY}</p></body></html>\n\
             --b\nContent-Type: message/rfc822\n\nFrom: b@x.example\nSubject: Inner\n\n{BODY}\n\
             --b\nContent-Type: image/png\nContent-Disposition: attachment; filename=a.png\n\nxx\n--b--\n"
        );
        let all = items(&mail);
        let ids: Vec<&str> = all.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(ids, ["m", "ferry", "m-attachment-2"]);
        let reports: Vec<Report> = all.into_iter().map(Item::read).collect();
        assert_eq!(reports[0].byline, ["Ada Lund"]);
        // A page keeps its own date; the mail's is only when it was sent on.
        let dates = |r: &Report| {
            let all = r.published.iter().chain(&r.other_dates);
            all.map(|d| format!("{} {}", d.date, d.basis)).collect::<Vec<_>>()
        };
        assert_eq!(dates(&reports[1]), ["2018-08-17 meta article:published_time", "2018-08-20 mail Date"]);
        assert_eq!(reports[2].title.as_deref(), Some("Inner"));
    }

    #[test]
    fn senders_are_people_or_houses() {
        let s = |name, address| {
            let s = told(name, address);
            (s.person, s.house)
        };
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(s("Ada Lund", "ada@x.example"), (some("Ada Lund"), None));
        assert_eq!(s("Ada Lund", "hello@adalund.example"), (None, some("Ada Lund")));
        assert_eq!(s("Ada Lund at Harbour Post", "x@y.example"), (some("Ada Lund"), some("Harbour Post")));
        assert_eq!(s("Port Office of Askvik", "port@askvik.example"), (None, some("Port Office of Askvik")));
        assert_eq!(s("a@x.example", "a@x.example"), (None, None));
    }

    #[test]
    fn the_page_of_a_saved_page_is_taken_and_not_its_frames() {
        let mhtml = format!(
            "From: <Saved by a browser>\nSnapshot-Content-Location: https://harbourpost.example/ferry\nSubject: Ferry sinks\n\
             Date: Tue, 4 Mar 2031 10:00:00 -0000\nMIME-Version: 1.0\n\
             Content-Type: multipart/related; type=\"text/html\"; boundary=b\n\n\
             --b\nContent-Type: text/html\nContent-Location: https://ads.example/frame\n\n<p>Buy eels.</p>\n\
             --b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\
             Content-Location: https://harbourpost.example/ferry\n\n<html><body><p>{BODY}</p></body></html>\n\
             --b\nContent-Type: image/png\nContent-Location: https://harbourpost.example/a.png\n\nxx\n--b--\n"
        );
        let item =
            saved_page("p", mhtml.replace('\n', "\r\n").as_bytes(), &Hints::default()).expect("a page").remove(0);
        let r = item.read();
        assert_eq!(r.url.as_deref(), Some("https://harbourpost.example/ferry"));
        assert_eq!(r.title.as_deref(), Some("Ferry sinks"));
        assert!(r.text.contains("Solveig") && r.published.is_none(), "{r:?}");
        assert_eq!((r.other_dates.len(), r.other_dates[0].basis.as_str()), (1, "saved"));
        assert!(saved_page("p", b"From: x@y.example\r\nSubject: none\r\n\r\nText", &Hints::default()).is_err());
    }

    #[test]
    fn mails_within_mails_end_somewhere() {
        let mut nested = format!("From: a@x.example\nSubject: Core\n\n{BODY}\n");
        for _ in 0..60 {
            nested = format!("From: a@x.example\nSubject: Shell\nContent-Type: message/rfc822\n\n{nested}");
        }
        // Few or none come of it; what counts is that it ends.
        assert!(mail("m", nested.as_bytes(), &Hints::default()).map_or(0, |i| i.len()) <= DEEPEST + 1);
        assert!(mail("m", b"", &Hints::default()).is_err());
        for many in ["--b\n\n".repeat(1_000_000), "a:b\n".repeat(1_000_000)] {
            let bomb = format!("From: a@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n{many}");
            assert!(matches!(mail("m", bomb.as_bytes(), &Hints::default()), Err(CarrierError::Large { .. })));
        }
    }
}
