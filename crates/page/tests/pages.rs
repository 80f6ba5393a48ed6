//! Saved pages, ours and invented, through the whole crate.

use proptest::prelude::*;
use rashomon_page::{Hints, ParagraphKind, Report, read_document, read_html, read_text};
use rashomon_text::{Document, PartialDate};

fn paragraphs(r: &Report) -> Vec<&str> {
    r.paragraphs.iter().map(|p| p.span.of(&r.text)).collect()
}

fn dated(d: &Option<rashomon_page::Dated>) -> Option<(String, &str)> {
    d.as_ref().map(|d| (d.date.to_string(), d.basis.as_str()))
}

#[test]
fn a_page_with_json_ld_and_furniture() {
    let r = read_html("ferry", include_bytes!("fixtures/ferry.html"), &Hints::default());
    assert_eq!(r.title.as_deref(), Some("Ferry to Askøy: owner ‘knew of leak’"));
    assert_eq!(r.outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(r.byline, ["Ada Lund", "Bo Berg"]);
    assert_eq!(r.url.as_deref(), Some("https://harbourpost.example/2018/08/18/ferry-owner-knew"));
    assert_eq!(r.language.as_deref(), Some("en-GB"));
    assert_eq!(dated(&r.published), Some(("2018-08-18".into(), "json-ld datePublished")));
    assert_eq!(dated(&r.modified), Some(("2018-08-19".into(), "json-ld dateModified")));
    let d = r.dateline.as_ref().unwrap();
    assert_eq!((d.place.as_deref(), d.agency.as_deref()), (Some("BERGEN"), Some("HPN")));
    assert_eq!(d.date.unwrap().to_string(), "2018-08-17");
    assert!(d.span.of(&r.text).starts_with("BERGEN") && d.span.of(&r.text).ends_with("– "));
    let p = paragraphs(&r);
    assert_eq!(p.len(), 5, "{p:#?}");
    assert!(p[0].starts_with("BERGEN") && p[2] == "What the yard says" && p[4].ends_with("saved."));
    assert_eq!(r.paragraphs[2].kind, ParagraphKind::Heading);
    assert_eq!(r.text, p.join("\n\n"));
    assert!(r.problems.is_empty(), "{:?}", r.problems);
}

#[test]
fn the_text_of_a_saved_page_loses_its_furniture() {
    let r = read_text("quay", include_bytes!("fixtures/quay.txt"), &Hints::default());
    assert_eq!(r.title.as_deref(), Some("Council Delays Vote on New Quay"));
    assert_eq!(r.byline, ["Ada Lund"]);
    assert_eq!(dated(&r.published), Some(("2018-08-17".into(), "visible text")));
    assert_eq!(
        r.other_dates.iter().map(|d| (d.date.to_string(), d.basis.as_str())).collect::<Vec<_>>(),
        [("2023-03-04".to_owned(), "page clock")]
    );
    let p = paragraphs(&r);
    assert_eq!(p.len(), 5, "{p:#?}");
    assert!(
        p[0].starts_with("The council of Askvik")
            && p[2] == "What it would cost"
            && p[4].starts_with("The next meeting")
    );
    assert_eq!(r.language.as_deref(), Some("en"));
}

#[test]
fn a_text_whose_only_sentence_has_no_end_is_kept_and_says_that_it_is_no_article() {
    let text =
        "Harbour Post\n\nFerry sinks off Askvik\n\nASKVIK (HPN) — The ferry Solveig sank off the harbour of Askvik";
    let r = read_text("x", text.as_bytes(), &Hints::default());
    assert!(r.text.contains("The ferry Solveig sank"), "{r:#?}");
    assert_eq!(r.problems, ["no article was found in the text"]);
}

#[test]
fn a_text_tells_publication_from_change_with_their_times() {
    let told =
        "The ferry sank off the harbour early on Friday, and all on board were saved by fishing boats, the guard said.";
    let page = format!(
        "Wednesday, 4 March 2023 | 18:36\n\nFerry sinks off the old harbour\n\nPublished 17 August 2018, 10:30 GMT, updated 18 August 2018\n\n{told}\n\n{told}\n"
    );
    let r = read_text("x", page.as_bytes(), &Hints::default());
    assert_eq!(dated(&r.published), Some(("2018-08-17".into(), "visible text")));
    assert_eq!(r.published.and_then(|d| d.moment).map(|m| m.to_string()).as_deref(), Some("2018-08-17T10:30:00Z"));
    assert_eq!(dated(&r.modified), Some(("2018-08-18".into(), "visible text")));
    assert_eq!(r.other_dates.iter().map(|d| d.basis.as_str()).collect::<Vec<_>>(), ["page clock"]);
}

#[test]
fn the_house_before_a_dateline_is_the_outlet() {
    let page = "Askvik Tidings\n\nBERGEN, 17 August – The ferry sank off the harbour early on Friday, and all on board were saved.\n";
    let r = read_text("x", page.as_bytes(), &Hints::default());
    assert_eq!(r.outlet.as_deref(), Some("Askvik Tidings"));
    let d = r.dateline.unwrap();
    assert_eq!(d.date.unwrap().to_string(), "XXXX-08-17"); // no year anywhere: none is made up
    assert_eq!(r.published, None);
    let hints = Hints { published: PartialDate::parse("2018-08-18"), ..Hints::default() };
    let r = read_text("x", page.as_bytes(), &hints);
    assert_eq!(r.dateline.unwrap().date.unwrap().to_string(), "2018-08-17");
    assert_eq!(r.published.unwrap().basis, "given");
}

#[test]
fn a_latin_1_page() {
    let body = "Die Fähre wurde in der Nacht geräumt, sagte die Küstenwache am späten Abend der Zeitung. ".repeat(4);
    let html = format!(
        "<html lang=de><head><meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><title>Fähre geräumt</title></head><body><article><h1>Fähre geräumt</h1><p>{body}</p></article></body></html>"
    );
    let bytes: Vec<u8> = html.chars().map(|c| c as u32 as u8).collect();
    let r = read_html("x", &bytes, &Hints::default());
    assert_eq!(r.title.as_deref(), Some("Fähre geräumt"));
    assert!(r.text.contains("Küstenwache") && !r.text.contains('\u{fffd}'));
    assert_eq!(r.language.as_deref(), Some("de"));
}

#[test]
fn an_article_that_exists_only_in_json_ld() {
    let body = "The quay of Askvik will not be built this year, the council said. ".repeat(6);
    let html = format!(
        r#"<html><head><script type="application/ld+json">{{"@type":"NewsArticle","headline":"No quay","articleBody":"{body}\n\nA second paragraph ends it."}}</script></head><body><div id=app></div></body></html>"#
    );
    let r = read_html("x", html.as_bytes(), &Hints::default());
    assert_eq!(paragraphs(&r).len(), 2);
    assert!(r.text.starts_with("The quay of Askvik"));
}

#[test]
fn hostile_pages_are_survived_and_named() {
    let deep = format!(
        "<html><body>{}<p>{}</p></body>",
        "<div><b>".repeat(25_000),
        "A sentence of the article that is long enough. ".repeat(10)
    );
    let r = read_html("deep", deep.as_bytes(), &Hints::default());
    assert!(r.problems.iter().any(|p| p.contains("nests")), "{:?}", r.problems);
    for bytes in [
        &b""[..],
        &[0; 5000],
        b"\xff\xfe\xfd",
        b"<",
        b"<html",
        b"<script type=application/ld+json>{\"@type\":",
        "<p>".repeat(100_000).as_bytes(),
    ] {
        let r = read_html("x", bytes, &Hints::default());
        assert!(r.text.len() < 4 && !r.problems.is_empty(), "{r:?}");
    }
    assert!(read_text("x", &[0; 5000], &Hints::default()).problems[0].contains("binary"));
}

#[test]
fn a_given_document_is_kept_to_the_byte() {
    let text = "  Ferry sinks\r\n\r\nBERGEN (HPN) — The ferry sank on Friday off the harbour.\n\n\nAll were saved. ";
    let r = read_document(Document {
        id: "d".into(),
        text: text.into(),
        title: Some("Ferry sinks".into()),
        published: Some("2018-08-17".into()),
        ..Document::default()
    });
    assert_eq!(r.text, text);
    assert_eq!(
        paragraphs(&r),
        ["Ferry sinks", "BERGEN (HPN) — The ferry sank on Friday off the harbour.", "All were saved."]
    );
    assert_eq!(r.paragraphs[0].kind, ParagraphKind::Headline);
    assert_eq!(dated(&r.published), Some(("2018-08-17".into(), "given")));
    assert_eq!(r.dateline.unwrap().agency.as_deref(), Some("HPN"));
    let r = read_document(Document { published: Some("soon".into()), ..Document::default() });
    assert!(r.published.is_none() && r.problems.len() == 1);
}

fn sound(r: &Report) -> bool {
    let mut end = 0;
    r.paragraphs.iter().all(|p| {
        let fine = p.span.start >= end && r.text.get(p.span.range()).is_some_and(|s| !s.is_empty());
        end = p.span.end;
        fine
    }) && r.dateline.as_ref().is_none_or(|d| r.text.get(d.span.range()).is_some())
        && r.agencies.iter().filter_map(|a| a.span).all(|s| r.text.get(s.range()).is_some())
        && r.notes.iter().flat_map(|n| [n.span, n.wrong, n.right]).flatten().all(|s| r.text.get(s.range()).is_some())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(sound(&read_html("x", &bytes, &Hints::default())));
        prop_assert!(sound(&read_text("x", &bytes, &Hints::default())));
    }

    #[test]
    fn arbitrary_markup_is_survived(parts in prop::collection::vec(prop_oneof![
        prop::sample::select(vec!["<p>", "</p>", "<div>", "<table><tr>", "<script type='application/ld+json'>", "</script>", "{\"@type\":\"NewsArticle\",",
            "\"headline\":\"A\"}", "<time datetime='2018-08-17'>", "<h1>", "</h1>", "<b>", "<svg>", "<template>", "&amp;", "<!--", "-->", "LONDON, 17 August –", "<title>",
            "A sentence that is quite long, and that ends as such sentences do, with a stop.", "\n\n", "...", "18:36",
            "Published ", "Updated 14:30, ", "17 August 2018", " 3/5/2018 ", "2018年8月17日", "10:30 PM EST", "© ", " (AP)", "BERGEN (AP) ", "Correction: This report wrongly said that ",
            "; it was ", "Friday, 17 August", "<span data-timestamp='1534502400'>", "{\"publishedAt\":\"2018-08-17\"}", "İ", "K", "<article><footer>", "<time>"]).prop_map(str::to_owned),
        "\\PC{0,12}"], 0..60)) {
        let text = parts.concat();
        prop_assert!(sound(&read_html("x", text.as_bytes(), &Hints::default())));
        prop_assert!(sound(&read_text("x", text.as_bytes(), &Hints::default())));
        let given = read_document(Document { text, ..Document::default() });
        prop_assert!(sound(&given));
    }
}
