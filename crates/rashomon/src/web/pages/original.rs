//! What a report was read from, as it was found.
//!
//! A page that somebody else wrote is shown in a frame that can run no script, send no form, has no origin and loads nothing;
//! besides, all that could do any of that is taken out. The bytes as they were found are only ever handed out as a file.

use std::sync::{Arc, LazyLock};

use ammonia::{Builder, UrlRelative};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rashomon_store::{Head, Store};

use super::{Frame, Here, Page};
use crate::desk::dossier;
use crate::web::guard::headers::Policy;
use crate::web::view::quote::{flat, lang, outlet};
use crate::web::{Desk, WebError};

/// Bytes of a page that are shown; what is larger can be saved.
const LARGEST: usize = 4 << 20;

#[derive(Template)]
#[template(path = "web/original.html")]
struct OriginalPage {
    frame: Frame,
    id: String,
    title: String,
    outlet: String,
    kind: String,
    bytes: usize,
    /// It can be shown in a frame.
    shown: bool,
}

/// Shows it in a frame.
pub async fn show(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Page, WebError> {
    let (head, kind, bytes) = desk.ask(move |store| original(store, &id)).await?;
    let title = flat(&dossier::title(&head));
    Page::draw(&OriginalPage {
        frame: Frame::new(format!("As found: {title}"), Here::Stories),
        outlet: outlet(&head),
        shown: bytes.len() <= LARGEST && kind != "pdf",
        bytes: bytes.len(),
        id: head.id,
        title,
        kind,
    })
}

/// What stands in the frame.
pub async fn framed(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Response, WebError> {
    // Taking a page apart is work, and is not done where others wait for their answers.
    let page = desk.ask(move |store| {
        let (head, kind, bytes) = original(store, &id)?;
        draw(&head, &kind, &bytes)
    });
    let mut response = ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.await?).into_response();
    response.extensions_mut().insert(Policy::Original);
    Ok(response)
}

fn draw(head: &Head, kind: &str, bytes: &[u8]) -> Result<String, WebError> {
    if bytes.len() > LARGEST {
        return Err(WebError::Large("It is too large to be shown; it can be saved".to_owned()));
    }
    let body = match kind {
        "html" | "fragment" => {
            // Which letters the bytes mean was settled when the report was read; here a wrong guess harms nobody.
            clean(&String::from_utf8_lossy(bytes))
        }
        "pdf" => return Err(WebError::Ask("a PDF is not shown; it can be saved".to_owned())),
        _ => format!("<pre>{}</pre>", crate::export::clean::html(&String::from_utf8_lossy(bytes))),
    };
    let language = lang(None);
    if body.len() > 4 * LARGEST {
        return Err(WebError::Large("It grows too large to be shown; it can be saved".to_owned()));
    }
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <style>body {{ font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 1rem auto; padding: 0 1rem; }} \
         img {{ display: none; }} pre {{ white-space: pre-wrap; }}</style></head><body>{body}</body></html>\n",
        crate::export::clean::html(&dossier::title(head))
    ))
}

/// Hands the bytes out as a file.
pub async fn file(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Response, WebError> {
    let (head, kind, bytes) = desk.ask(move |store| original(store, &id)).await?;
    let ending = match kind.as_str() {
        "html" | "fragment" => "html",
        "pdf" => "pdf",
        "markdown" => "md",
        "document" | "alternatives" => "json",
        _ => "txt",
    };
    let disposition = format!("attachment; filename=\"{}.{ending}\"", head.id);
    let headers =
        [(header::CONTENT_TYPE, "application/octet-stream".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

fn original(store: &Store, id: &str) -> Result<(Head, String, Vec<u8>), WebError> {
    let head = store.head(id)?;
    let missing = || WebError::Missing("what the report was read from is not kept".to_owned());
    let (kind, bytes) = store.original(&head)?.ok_or_else(missing)?;
    Ok((head, kind, bytes))
}

/// What is let through of a page: text and its order. Nothing that loads, runs, sends, or carries an id or a class.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        // What ammonia lets through by itself, less what could load anything.
        .rm_tags(["img", "map", "area"])
        .url_relative(UrlRelative::Deny)
        .url_schemes(["http", "https"].into())
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true);
    cleaner
});

/// A page without all that could do anything.
#[must_use]
pub fn clean(page: &str) -> String {
    // What would bring a parser to its knees is left out first, as it is when a report is read.
    CLEANER.clean(&rashomon_page::tame(page).0).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Ways in which pages have got scripts past cleaners: names of namespaces, broken tags, addresses in disguise, ids that stand
    /// before the page's own names.
    const HOSTILE: &[&str] = &[
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">a</a>",
        "<a href=\" java\tscript:alert(1)\">a</a>",
        "<a href=\"&#106;avascript:alert(1)\">a</a>",
        "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">a</a>",
        "<a href=\"vbscript:x\">a</a>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<form id=x><input name=attributes><button formaction=//evil.example>b</button></form>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=x></object><embed src=x><link rel=stylesheet href=//evil.example><meta http-equiv=refresh content=0>",
        "<base href=//evil.example>",
        "<p style=\"background:url(//evil.example/x)\" class=a id=csrf name=csrf onclick=alert(1) hx-get=/x data-x=y>t</p>",
        "<details open ontoggle=alert(1)>d</details>",
        "<template><script>alert(1)</script></template>",
        "<a href=https://a.example target=_top rel=opener ping=//evil.example>a</a>",
        "<body onload=alert(1)><video src=//evil.example><source src=x></video><audio src=x>",
    ];

    /// What is left, as a browser would take it: elements, and attributes with their values.
    fn is_harmless(clean: &str) {
        for element in scraper::Html::parse_fragment(clean).tree.values().filter_map(scraper::Node::as_element) {
            let name = element.name();
            let acts = [
                "script", "style", "img", "svg", "math", "iframe", "object", "embed", "link", "meta", "base", "form",
                "input", "button", "video", "audio", "source", "template", "noscript", "map", "area",
            ];
            assert!(!acts.contains(&name), "{name} in {clean}");
            for (attribute, value) in element.attrs() {
                let known = [
                    "href", "title", "rel", "lang", "dir", "cite", "datetime", "align", "colspan", "rowspan", "start",
                    "span",
                ];
                assert!(known.contains(&attribute), "{attribute} of {name} in {clean}");
                let address = matches!(attribute, "href" | "cite");
                assert!(
                    !address || value.starts_with("https://") || value.starts_with("http://"),
                    "{value} in {clean}"
                );
            }
        }
    }

    #[test]
    fn nothing_that_acts_is_let_through() {
        for page in HOSTILE {
            let once = clean(page);
            is_harmless(&once);
            assert_eq!(clean(&once), once, "{page}");
        }
        let kept = clean("<h1>Quay shut</h1><p>By <b>Nora</b> <a href=\"https://a.example/x\">a</a></p>");
        assert!(kept.contains("<h1>Quay shut</h1>") && kept.contains("href=\"https://a.example/x\""), "{kept}");
        assert!(kept.contains("rel=\"noopener noreferrer nofollow\""), "{kept}");
    }

    #[test]
    fn formatting_that_is_left_open_does_not_multiply_a_page() {
        let page: String = (0..6000).map(|n| format!("<p><b x={n}>")).collect();
        let shown = clean(&page);
        assert!(shown.len() < 100 * page.len(), "{} of {}", shown.len(), page.len());
    }

    proptest! {
        #[test]
        fn cleaning_what_is_clean_changes_nothing(parts in proptest::collection::vec(0..HOSTILE.len(), 1..6), cut in 0usize..60) {
            let page: String = parts.iter().map(|&n| {
                let from = HOSTILE[n].char_indices().map(|(at, _)| at).nth(cut % 20).unwrap_or(0);
                &HOSTILE[n][if cut > 40 { from } else { 0 }..]
            }).collect();
            let once = clean(&page);
            is_harmless(&once);
            prop_assert_eq!(clean(&once), once.clone());
            // No more elements come out than went in.
            prop_assert!(once.matches('<').count() <= 2 * page.matches('<').count());
        }
    }
}
