//! By what pages are dated: one small page a kind, all ours and invented.

use rashomon_page::{Hints, Report, read_html};

fn page(head: &str, body: &str) -> Report {
    let told = "The harbour master of Askvik closed the northern quay after divers found cracks in its old pillars, and ships were \
                sent to the basin behind the fish market until all of the pillars have been mended.";
    let html = format!(
        "<html><head><title>Quay of Askvik shut</title>{head}</head><body>{}<p>{told}</p><p>{told}</p></body></html>",
        body.replace("TITLE", "<h1>Quay of Askvik shut</h1>")
    );
    read_html("quay", html.as_bytes(), &Hints::default())
}

fn published(head: &str, body: &str) -> Option<String> {
    page(head, body).published.map(|d| d.date.to_string())
}

#[test]
fn each_kind_of_evidence_alone() {
    for (head, body) in [
        (r#"<meta name="publish-date" content="17 Aug 2018">"#, "TITLE"),
        (r#"<meta name="askvik:publish_time" content="2018-08-17 10:00">"#, "TITLE"),
        (r#"<link rel=canonical href="https://askvik.example/2018/aug/17/quay">"#, "TITLE"),
        (
            r#"<script>window.page={"headline":"Quay of Askvik shut","publishedAt":"2018-08-17T10:00:00Z"}</script>"#,
            "TITLE",
        ),
        ("", r#"<div data-page="{&quot;datePublished&quot;:&quot;2018-08-17&quot;}"></div>TITLE"#),
        ("", r#"TITLE<time datetime="2018-08-17T10:00">Friday</time>"#),
        ("", r#"TITLE<span data-timestamp="1534502400">a while ago</span>"#),
        ("", r#"TITLE<abbr title="2018-08-17T10:00:00">a while ago</abbr>"#),
        ("", r#"TITLE<relative-time datetime="2018-08-17T10:00:00Z">a while ago</relative-time>"#),
        ("", r#"TITLE<span property="dc:issued" content="2018-08-17">a while ago</span>"#),
        (
            "",
            r#"TITLE<a href="https://share.example/sharer.php?u=https%3A%2F%2Faskvik.example%2F2018%2F08%2F17%2Fquay">Share</a>"#,
        ),
        ("", "TITLE<div class=meta-date>Freitag, 17. August 2018</div>"),
        ("", "TITLE<p>Opublikowano: 17 sierpnia 2018</p>"),
        ("", "TITLE<p>Published:</p><p>17 August 2018</p>"),
        ("", "<article>TITLE<footer class=byline><span class=date>17.08.2018</span></footer></article>"),
        ("", r#"TITLE<div class="sidebar"><p class="published-date">17 August 2018</p></div>"#),
    ] {
        assert_eq!(published(head, body).as_deref(), Some("2018-08-17"), "{head}{body}");
    }
}

#[test]
fn what_is_no_date_of_the_article() {
    for (head, body) in [
        ("", "TITLE<p>© 2018 Askvik Tidings, 17 August 2018</p>"),
        ("", "TITLE<p>3 hours ago</p>"),
        ("", "TITLE<aside><time datetime=2018-08-17>17 August</time></aside>"),
        (r#"<meta name="unpublish-date" content="2018-08-17">"#, "TITLE"),
        (r#"<meta name="event-start" content="2018-08-17">"#, "TITLE"),
    ] {
        assert_eq!(published(head, body), None, "{head}{body}");
    }
}

#[test]
fn the_page_clock_yields_to_the_date_by_the_headline() {
    let body = "<div class=clock>Wednesday, 19 January 2022 | 18:36</div>TITLE<span class=meta>17 August 2018</span>";
    assert_eq!(published("", body).as_deref(), Some("2018-08-17"));
}

#[test]
fn a_change_is_told_from_the_publication() {
    let r = page("", "TITLE<p>Published 17 August 2018, updated 19 August 2018, 14:30</p>");
    let day = |d: &Option<rashomon_page::Dated>| d.as_ref().map(|d| d.date.to_string());
    assert_eq!((day(&r.published).as_deref(), day(&r.modified).as_deref()), (Some("2018-08-17"), Some("2018-08-19")));
    assert_eq!(r.modified.and_then(|d| d.moment).map(|m| m.to_string()).as_deref(), Some("2018-08-19T14:30:00"));
    let r = page("", "TITLE<p>Updated</p><p class=date>19 August 2018</p><p>Posted 17 August 2018</p>");
    assert_eq!((day(&r.published).as_deref(), day(&r.modified).as_deref()), (Some("2018-08-17"), Some("2018-08-19")));
    let r = page("", "TITLE<div>Updated <time datetime=2018-08-19>Sunday</time></div><p>Posted 17 August 2018</p>");
    assert_eq!((day(&r.published).as_deref(), day(&r.modified).as_deref()), (Some("2018-08-17"), Some("2018-08-19")));
}

#[test]
fn json_ld_of_another_article_does_not_date_this_one() {
    let ld = |headline: &str| {
        format!(
            r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{headline}","datePublished":"2018-09-30T10:00:00Z"}}</script>"#
        )
    };
    let body = "TITLE<p class=date>Published 17 August 2018</p>";
    assert_eq!(published(&ld("Herring prices rise again"), body).as_deref(), Some("2018-08-17"));
    assert_eq!(published(&ld("Quay shut in Askvik"), body).as_deref(), Some("2018-09-30"));
}

#[test]
fn pictures_give_a_month_and_no_day() {
    let body = r#"TITLE<img src="/uploads/2018/08/quay.jpg"><img src="/logo.png">"#;
    let r = page("", body);
    assert_eq!(
        r.published.map(|d| (d.date.to_string(), d.basis)),
        Some(("2018-08".into(), "address of the pictures".into()))
    );
}

#[test]
fn the_day_is_that_of_the_outlets_clock() {
    let stamp = r#"<meta property="article:published_time" content="2018-08-16T22:05:00Z">"#;
    let r = page(&format!(r#"{stamp}<link rel=canonical href="https://askvik.example/2018/08/17/quay">"#), "TITLE");
    let d = r.published.expect("a date");
    assert_eq!(d.date.to_string(), "2018-08-17");
    assert_eq!(d.moment.map(|m| m.to_string()).as_deref(), Some("2018-08-16T22:05:00Z"));
    assert_eq!(published(stamp, "TITLE").as_deref(), Some("2018-08-16"));
}

#[test]
fn numbers_are_read_as_the_country_writes_them() {
    let head = |tag: &str, host: &str| {
        format!(r#"<link rel=canonical href="https://{host}/quay"><meta http-equiv=content-language content={tag}>"#)
    };
    let on = |host: &str| published(&head("en", host), "TITLE<span class=date>03/05/2018</span>");
    assert_eq!(on("askvik.co.uk").as_deref(), Some("2018-05-03"));
    assert_eq!(on("askvik.com").as_deref(), Some("2018-03-05"));
    let marked = "TITLE<time class=published>03/05/2018 00:50</time>";
    assert_eq!(published(&head("en", "askvik.co.uk"), marked).as_deref(), Some("2018-05-03"));
    // Another date of the page that can be read one way alone tells how this one is meant.
    let body = "TITLE<span class=date>03/05/2018</span><p>Read on: 17/04/2018</p>";
    assert_eq!(published(&head("en", "askvik.com"), body).as_deref(), Some("2018-05-03"));
}
