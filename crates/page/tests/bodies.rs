//! Which lines of a page are the article: small invented pages, one habit of the press each.

use rashomon_page::{Hints, ParagraphKind, Report, read_html};

const A: &str = "The ferry Solveig sank off the harbour of Askvik early on Friday morning, the coast guard said.";
const B: &str = "All forty people on board were brought ashore by fishing boats, a spokesman told the newspaper.";
const C: &str = "The owner, a company from Bergen, said that it had known nothing of a leak before the journey.";

fn read(body: &str) -> Report {
    let page = format!(
        "<html lang=en><head><title>Ferry sinks</title></head><body><nav><a href=/>Home</a></nav>{body}<footer><p>Harbour Post is published by the Harbour Press of Askvik and printed in Bergen.</p></footer></body></html>"
    );
    read_html("x", page.as_bytes(), &Hints::default())
}

#[track_caller]
fn tells(body: &str, want: &[&str]) {
    let r = read(body);
    let got: Vec<&str> = r.paragraphs.iter().map(|p| p.span.of(&r.text)).collect();
    assert_eq!(got, want, "{body}");
}

#[test]
fn text_in_several_pieces_between_advertisements() {
    tells(
        &format!(
            "<h1>Ferry sinks</h1><div class=story-text><p>{A}</p></div><div class=ad-slot><p>Buy a boat from our partner before the end of the month, at half price.</p></div><div class=story-text><p>{B}</p></div><div class=story-text><p>{C}</p></div>"
        ),
        &[A, B, C],
    );
}

#[test]
fn no_names_at_all() {
    tells(
        &format!(
            "<div><div><h1>Ferry sinks</h1><div><p>{A}</p><p>{B}</p><p>{C}</p></div></div><div><ul><li><a href=/a>Quay delayed again</a></li><li><a href=/b>Mayor resigns over quay</a></li></ul></div></div>"
        ),
        &[A, B, C],
    );
}

#[test]
fn a_name_that_most_of_the_text_goes_by_is_no_reason_to_leave_it_out() {
    let piece = |t: &str| format!("<div class=article-widget><p>{t}</p></div>");
    tells(&format!("<article><h1>Ferry sinks</h1>{}{}{}</article>", piece(A), piece(B), piece(C)), &[A, B, C]);
}

#[test]
fn a_card_within_the_text_shows_another_article() {
    tells(
        &format!(
            "<article><h1>Ferry sinks</h1><p>{A}</p><div class=x1><div><span>Read more</span></div><h3><a href=/quay>Council delays the vote on the new quay</a></h3><p>The council of Askvik put off its vote on the quay until the autumn, after a long debate.</p></div><p>{B}</p><p>{C}</p></article>"
        ),
        &[A, B, C],
    );
}

#[test]
fn a_list_of_other_articles_ends_the_article() {
    tells(
        &format!(
            "<div class=article-body><p>{A}</p><p>{B}</p><p>{C}</p><div>Related links:</div><div class=f><div>The council of Askvik put off its vote on the quay until the autumn, after a long debate.</div></div></div>"
        ),
        &[A, B, C],
    );
}

#[test]
fn comments_may_be_longer_than_the_article() {
    let comment = "<div class=comment><p>I was on that ferry ten years ago and even then it took in water whenever the wind blew from the west.</p></div>";
    tells(
        &format!(
            "<article><h1>Ferry sinks</h1><p>{A}</p><p>{B}</p></article><section id=comments>{}</section>",
            (0..9).map(|n| comment.replace("ten", &n.to_string())).collect::<String>()
        ),
        &[A, B],
    );
}

#[test]
fn consent_may_be_longer_than_the_article() {
    let clause = "<p>We and our partners store information on your device, and read it again, to measure how our pages are used by readers.</p>";
    tells(
        &format!(
            "<div id=onetrust-consent-sdk><div class=main-content>{}</div></div><article><h1>Ferry sinks</h1><p>{A}</p><p>{B}</p></article>",
            (0..9).map(|n| clause.replace("We", &format!("We {n}"))).collect::<String>()
        ),
        &[A, B],
    );
}

#[test]
fn what_a_page_repeats_is_not_its_text() {
    let notice = "<p>External content cannot be shown because of your settings.</p>";
    tells(
        &format!("<article><h1>Ferry sinks</h1><p>{A}</p>{notice}<p>{B}</p>{notice}<p>{C}</p>{notice}</article>"),
        &[A, B, C],
    );
}

#[test]
fn captions_bylines_and_tags_go() {
    tells(
        &format!(
            "<article><h1>Ferry sinks</h1><div class=byline>By Ada Lund, our reporter in Askvik</div><figure><img src=f.jpg><figcaption>The ferry before the journey, at the quay of Askvik in May.</figcaption></figure><p>{A}</p><p>{B}</p><ul class=tags><li><a href=/t/ferry>ferry</a></li></ul></article>"
        ),
        &[A, B],
    );
}

#[test]
fn the_sentence_above_the_text_that_sums_it_up_stays() {
    let lead = "Forty people were saved when a ferry went down, and its owner denies a leak";
    tells(
        &format!(
            "<header><h1>Ferry sinks</h1><p class=standfirst>{lead}</p></header><div class=article-body><p>{A}</p><p>{B}</p></div>"
        ),
        &[lead, A, B],
    );
    let page = format!(
        "<html><head><meta name=description content=\"{lead}\"></head><body><main><h1>Ferry sinks</h1><div><p>{lead}.</p></div><div class=article-body><p>{A}</p><p>{B}</p></div></main></body></html>"
    );
    assert!(read_html("x", page.as_bytes(), &Hints::default()).text.starts_with(lead));
}

#[test]
fn only_the_first_of_articles_that_follow_one_another_is_the_pages() {
    let other = "The council of Askvik put off its vote on the quay until the autumn, after a long debate on Monday.";
    tells(
        &format!(
            "<main><article><h1>Ferry sinks</h1><p>{A}</p><p>{B}</p></article><article><h1>Quay delayed</h1><p>{other}</p><p>{other} Nobody was pleased with it.</p></article></main>"
        ),
        &[A, B],
    );
}

#[test]
fn quotes_lists_and_headings_are_kept_apart() {
    let r = read(&format!(
        "<article><h1>Ferry sinks</h1><p>{A}</p><h2>What the owner says</h2><blockquote><p>{B}</p></blockquote><ul><li>Forty people were on board.</li></ul><p>{C}</p></article>"
    ));
    let kinds: Vec<ParagraphKind> = r.paragraphs.iter().map(|p| p.kind).collect();
    use ParagraphKind::{Body, Heading, Item, Quote};
    assert_eq!(kinds, [Body, Heading, Quote, Item, Body]);
}

#[test]
fn links_within_a_sentence_are_part_of_it() {
    let linked = A.replace("Askvik", "<a class=inline-link href=/askvik>Askvik</a>");
    let first = format!("<a class=in-line_link href=/f>The ferry</a>{}", &B[3..]);
    tells(
        &format!("<article><h1>Ferry sinks</h1><p>{linked}</p><p>{first}</p><p>{C}</p></article>"),
        &[A, &format!("The ferry{}", &B[3..]), C],
    );
}

#[test]
fn words_for_the_ear_alone_are_not_read() {
    let spoken = A.replace(" off", "<span class=sr-only> (opens in a new window)</span> off");
    tells(&format!("<article><h1>Ferry sinks</h1><p>{spoken}</p><p>{B}</p></article>"), &[A, B]);
}

#[test]
fn parts_that_a_script_would_put_in_their_place() {
    tells(&format!("<main><h1>Ferry sinks</h1></main><div hidden id=\"S:0\"><p>{A}</p><p>{B}</p></div>"), &[A, B]);
}

#[test]
fn tables_of_figures_are_no_sentences() {
    let row = |a: &str, b: &str| format!("<tr><td>{a}</td><td>{b}</td></tr>");
    tells(
        &format!(
            "<article><h1>Ferry sinks</h1><p>{A}</p><table>{}{}</table><p>{B}</p></article>",
            row("Ferry", "Built"),
            row("Solveig", "1974")
        ),
        &[A, B],
    );
    // A page of the nineties puts its text into one.
    tells(
        &format!(
            "<table><tr><td><a href=/>Home</a></td><td><h1>Ferry sinks</h1>{A}<br><br>{B}<br><br>{C}</td></tr></table>"
        ),
        &[A, B, C],
    );
}

#[test]
fn an_article_that_a_script_would_draw() {
    let page = format!(
        r#"<html><head><title>Ferry sinks</title></head><body><div id=app></div><script id="__NEXT_DATA__" type="application/json">{{"props":{{"menu":["Home","News"],"article":{{"blocks":[{{"type":"paragraph","text":"{A}"}},{{"type":"heading","text":"What the owner says"}},{{"type":"paragraph","text":"{B}"}},{{"type":"paragraph","text":"{C} {C} {C}"}},{{"type":"image","text":"a.jpg"}}]}}}}}}</script></body></html>"#
    );
    let r = read_html("x", page.as_bytes(), &Hints::default());
    let got: Vec<&str> = r.paragraphs.iter().map(|p| p.span.of(&r.text)).collect();
    assert_eq!(got, [A, "What the owner says", B, &format!("{C} {C} {C}")]);
    let page = format!(
        r#"<html><body><div id=app></div><script>window.__STATE__ = {{"story":{{"html":"<p>{A}</p><p>{B}</p><p>{C} {C} {C}</p>"}}}};</script></body></html>"#
    );
    assert!(read_html("x", page.as_bytes(), &Hints::default()).text.starts_with(A));
}

#[test]
fn a_list_of_others_is_not_one_article() {
    let teaser = |n: usize| {
        format!(
            "<div><h3><a href=/{n}>Council of Askvik delays its vote, part {n}</a></h3><p>The council put off its vote on quay number {n} until the autumn, after a long debate.</p></div>"
        )
    };
    let page = format!(
        "<html><head><title>Harbour Post</title><link rel=canonical href=https://harbourpost.example/></head><body><main>{}</main></body></html>",
        (1..15).map(teaser).collect::<String>()
    );
    let r = read_html("x", page.as_bytes(), &Hints::default());
    assert!(
        r.text.is_empty()
            && r.problems == ["not one article: a list of others (14 headlines); read the articles it links to"],
        "{r:?}"
    );
    // The same list under an article is none of its business.
    let r = read(&format!(
        "<article><h1>Ferry sinks</h1><p>{A}</p><p>{B} {C} {A} {C} {B}</p></article><div>{}</div>",
        (1..15).map(teaser).collect::<String>()
    ));
    assert!(r.problems.is_empty() && r.text.starts_with(A), "{r:?}");
}

#[test]
fn the_beginning_of_an_article_that_is_sold() {
    let data = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry sinks","isAccessibleForFree":"False"}</script>"#;
    let r = read(&format!(
        "{data}<article><h1>Ferry sinks</h1><p>{A}</p><div class=paywall><p>Subscribe now to read on: three months for the price of one.</p></div></article>"
    ));
    assert_eq!(r.text, A);
    assert_eq!(r.problems, ["only the beginning of the article: the rest is for subscribers"]);
    // A subscriber's copy has it all.
    let r = read(&format!(
        "{data}<article><h1>Ferry sinks</h1>{}</article>",
        (0..9).map(|n| format!("<p>{n}. {A} {B}</p>")).collect::<String>()
    ));
    assert!(r.problems.is_empty(), "{:?}", r.problems);
}

#[test]
fn a_running_report_keeps_its_entries_and_their_times() {
    let entry = |time: &str, text: &str| {
        format!("<div class=liveblog-entry><time datetime={time}>{time}</time><p>{text}</p></div>")
    };
    let r = read(&format!(
        "<article><h1>Ferry sinks: as it happened</h1>{}{}{}</article>",
        entry("2018-08-17T12:00:00+02:00", C),
        entry("2018-08-17T09:30:00+02:00", B),
        entry("2018-08-16T23:00:00+02:00", A)
    ));
    let got: Vec<(String, String, &str)> = r
        .entries
        .iter()
        .map(|e| {
            let at = e.published.as_ref().unwrap();
            (at.date.to_string(), at.moment.unwrap().to_string(), e.span.of(&r.text))
        })
        .collect();
    assert_eq!(
        got,
        [
            ("2018-08-17".to_owned(), "2018-08-17T12:00:00+02:00".to_owned(), C),
            ("2018-08-17".to_owned(), "2018-08-17T09:30:00+02:00".to_owned(), B),
            ("2018-08-16".to_owned(), "2018-08-16T23:00:00+02:00".to_owned(), A)
        ]
    );
    // Marked up for search engines alone.
    let update = |n: u32, text: &str| {
        format!(r#"{{"@type":"BlogPosting","datePublished":"2018-08-17T0{n}:00:00Z","articleBody":"{text}"}}"#)
    };
    let data = format!(
        r#"<script type="application/ld+json">{{"@type":"LiveBlogPosting","headline":"Ferry sinks","liveBlogUpdate":[{},{},{}]}}</script>"#,
        update(3, C),
        update(2, B),
        update(1, A)
    );
    let r = read(&format!("{data}<article><h1>Ferry sinks</h1><p>{C}</p><p>{B}</p><p>{A}</p></article>"));
    assert_eq!(r.entries.len(), 3);
    assert_eq!(
        (r.entries[2].span.of(&r.text), r.entries[2].published.as_ref().unwrap().moment.map(|m| m.to_string())),
        (A, Some("2018-08-17T01:00:00Z".to_owned()))
    );
    let r = read(&data);
    assert_eq!((r.entries.len(), r.entries[0].span.of(&r.text)), (3, C));
}
