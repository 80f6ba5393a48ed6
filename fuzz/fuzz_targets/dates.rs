//! Any line as a date, wherever a page, text or document may have one, and any text as one that holds dates.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_fuzz::read;
use rashomon_page::{Hints, read_document, read_html, read_text};
use rashomon_text::{Document, PartialDate};

const TOLD: &str = "The ferry sank off the harbour early in the morning, and all on board were saved by fishing boats.";

fuzz_target!(|text: &str| {
    let (stamp, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(date) = PartialDate::parse(stamp) {
        assert_eq!(PartialDate::parse(&date.to_string()), Some(date), "{stamp:?}");
    }
    let given = || Document {
        text: format!("{stamp} – {TOLD}\n\n{rest}\n\nUpdated {stamp}: {TOLD}"),
        published: Some(stamp.to_owned()),
        ..Document::default()
    };
    read("", || read_document(given()));
    let hints = Hints { published: PartialDate::parse(rest), ..Hints::default() };
    let page =
        format!("Ferry sinks off Askvik\n\nPublished {stamp}\n\nBERGEN, {stamp} (HPN) – {TOLD}\n\n{rest}\n\n{TOLD}\n");
    read("x", || read_text("x", page.as_bytes(), &hints));
    for page in [
        format!("<meta property='article:published_time' content=\"{stamp}\"><p>{TOLD}<p>Correction, {stamp}: {rest}"),
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"{stamp}\",\"dateModified\":{stamp}}}</script><p>{TOLD}<p>{rest}"
        ),
        format!("<article><h1>Ferry sinks</h1><time datetime=\"{stamp}\">{rest}</time><p>{TOLD}<p>{TOLD}</article>"),
        format!(
            "<article><h1>Ferry sinks</h1><div class=byline>By Ada Lund, {stamp}</div><span class=date>{rest}</span><p>{stamp} {TOLD}</article>"
        ),
        format!(
            "<link rel=canonical href=\"https://harbourpost.example/{stamp}/ferry\"><script>var page = {{\"publishedAt\":\"{stamp}\",date:'{rest}'}};</script><p>{TOLD}"
        ),
    ] {
        read("x", || read_html("x", page.as_bytes(), &hints));
    }
});
