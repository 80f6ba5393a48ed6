//! Pages and texts on which work that grows with the square of their length would not end: each is read in a moment.

use rashomon_page::{Hints, Report, carriers, read_html, read_text};

const TOLD: &str =
    "The ferry sank off the harbour early on Friday, and all on board were saved by fishing boats, the guard said.";

fn page(head: &str, body: &str) -> Report {
    read_html("x", format!("<html><head>{head}</head><body>{body}</body></html>").as_bytes(), &Hints::default())
}

/// Words that are all different.
fn word(mut n: usize) -> String {
    let mut out = String::from("A");
    while n > 0 {
        out.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
    }
    out
}

#[test]
fn a_byline_of_a_whole_town() {
    let names: Vec<String> = (0..200_000).map(|n| format!("Ada {}", word(n))).collect();
    let r = page(
        &format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"author\":[\"{}\"]}}</script>",
            names.join("\",\"")
        ),
        &format!("<p>{TOLD}</p>"),
    );
    assert_eq!(r.byline.len(), 12);
    assert_eq!(r.byline[..2], names[..2]);
    let feed = format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><dc:creator>{}</dc:creator>\
         <description>{TOLD}</description></item></channel></rss>",
        names.join(" and ")
    );
    let items = carriers::feed("f", feed.as_bytes(), &Hints::default()).expect("a feed").items;
    assert!(items.into_iter().all(|i| i.read().byline.len() <= 12));
}

#[test]
fn a_headline_as_long_as_a_book() {
    let (a, b): (Vec<String>, Vec<String>) = (0..200_000).map(|n| (word(n), word(n + 200_000))).unzip();
    let site = " | Harbour Post".repeat(200_000);
    let r = page(
        &format!("<meta property=og:site_name content='Harbour Post'><title>Ferry sinks{site}</title>"),
        &format!("<h1>{}</h1><p>{TOLD}</p><h1>{}</h1>", a.join(" "), b.join(" ")),
    );
    assert!(r.title.is_some_and(|t| t.len() <= 4000));
    let linked = format!(
        "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{}\",\"datePublished\":\"2018-08-17\"}}</script>",
        a.join(" ")
    );
    let r = page(&linked, &format!("<h1>{}</h1><p>{TOLD}</p>", b.join(" ")));
    assert!(r.title.is_some_and(|t| t.len() <= 4000));
}

#[test]
fn a_meta_of_many_names_is_kept_under_a_few() {
    let names = "og:site_name ".repeat(20_000);
    let r = page(&format!("<meta property='{names}' content='Harbour {}'>", "post ".repeat(20_000)), TOLD);
    assert!(r.outlet.is_none() && !r.text.is_empty());
}

#[test]
fn scripts_that_never_end() {
    let r = page("<title>Ferry sinks</title>", &format!("<p>{TOLD}</p>{}", "<script>".repeat(300_000)));
    assert!(r.text.starts_with("The ferry sank"), "{:?}", r.text.get(..80));
}

#[test]
fn a_table_of_all_days() {
    let mut days = String::new();
    for n in 0..300_000 {
        days.push_str(&format!(
            "{:02}.{:02}.{} 10:{:02}\n",
            n % 28 + 1,
            n / 28 % 12 + 1,
            1990 + n / 336 % 100,
            n / 33_600
        ));
    }
    let r = page("", &format!("<pre>{days}</pre>"));
    assert!(r.other_dates.len() <= 8);
    // As one line of text without spaces.
    let line = days.replace([' ', '\n'], ",");
    let r = read_text("x", format!("Ferry sinks\n\n{line}\n\n{TOLD}\n\n{TOLD}\n").as_bytes(), &Hints::default());
    assert!(r.text.contains("The ferry sank") && r.published.is_none());
}

#[test]
fn a_body_of_a_million_short_lines() {
    let body = "a short line\\n".repeat(600_000);
    let r = page(
        &format!("<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script>"),
        "",
    );
    assert!(r.paragraphs.len() > 100_000);
}

#[test]
fn a_running_report_whose_entries_are_not_on_the_page() {
    let entry = |n: usize| {
        let text = format!("{} ferry sank ", word(n)).repeat(4000);
        format!("{{\"@type\":\"BlogPosting\",\"datePublished\":\"2018-08-17T10:00\",\"articleBody\":\"{text}\"}}")
    };
    let entries: Vec<String> = (0..300).map(entry).collect();
    let told: String = (0..2900).map(|n| format!("<p>{TOLD} {}</p>", word(n))).collect();
    let r = page(
        &format!(
            "<script type=application/ld+json>{{\"@type\":\"LiveBlogPosting\",\"liveBlogUpdate\":[{}]}}</script>",
            entries.join(",")
        ),
        &told,
    );
    assert!(r.entries.is_empty() && r.paragraphs.len() == 2900);
}

#[test]
fn a_text_with_nothing_but_headlines_above_it() {
    let lines: String = (0..100_000).map(|n| format!("Ferry {} sinks off Askvik\n\n", word(n))).collect();
    let r = read_text("x", format!("{lines}{TOLD} {TOLD}\n").as_bytes(), &Hints::default());
    assert!(r.text.starts_with("The ferry sank") && r.title.is_some());
}

#[test]
fn the_first_word_of_the_headline_everywhere() {
    let dates: String = (0..100).map(|n| format!("\"publishedAt\":\"2018-08-{:02}\",", n % 28 + 1)).collect();
    let r = page(
        &format!("<title>{}</title>", "a b ".repeat(50_000)),
        &format!("<p>{TOLD}</p><script>x = {{{dates}}} {}</script>", "a b ".repeat(500_000)),
    );
    assert!(r.text.starts_with("The ferry sank"));
}

#[test]
fn a_mail_that_was_answered_very_often() {
    let mail = format!("From: ada@x.example\r\nSubject: {}Ferry\r\n\r\n{TOLD}\r\n", "Re: ".repeat(400_000));
    let items = carriers::mail("m", mail.as_bytes(), &Hints::default()).expect("a mail");
    assert!(items.into_iter().all(|i| i.read().text.contains("ferry sank")));
}
