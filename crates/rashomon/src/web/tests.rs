//! The desk asked from outside, by those it is for and by those it is not.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::testing::{Answer, Filled, filled};

/// All pages of a desk.
fn pages(f: &Filled) -> Vec<String> {
    let (story, report) = (&f.story, &f.reports[0]);
    [
        "/",
        "/?disputed=yes&who=mayor&since=2020",
        "/search",
        "/search?q=quay",
        "/search?q=who%3Amayor",
        "/search?q=speaker%3Ax",
        "/actor?name=mayor",
        "/actor?name=Nobody%20At%20All",
        "/check",
        "/add",
        "/add?url=https://a.example/%22%3E%3Cscript%3E",
        "/corrections",
        "/about",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([
        format!("/story/{story}"),
        format!("/report/{report}"),
        format!("/report/{report}?at=4-9"),
        format!("/report/{report}/original"),
        format!("/report/{report}/move"),
        format!("/report/{report}/move?who=mayor"),
    ])
    .collect()
}

fn is_fenced(path: &str, a: &Answer) {
    let csp = a.header("content-security-policy");
    assert!(csp.starts_with("default-src 'none'"), "{path}: {csp}");
    assert!(!csp.contains("unsafe-eval") && !csp.contains('*'), "{path}: {csp}");
    assert_eq!(a.header("x-content-type-options"), "nosniff", "{path}");
    // Neither tells another site anything.
    assert!(["no-referrer", "same-origin"].contains(&a.header("referrer-policy")), "{path}");
    assert!(!a.header("cache-control").is_empty() && !a.header("x-frame-options").is_empty(), "{path}");
}

#[tokio::test]
async fn every_page_is_fenced_in_and_shows_text_as_text() {
    let f = filled(false);
    let token = f.desk.keys().token();
    for path in pages(&f) {
        let a = f.get(&path, "").await;
        assert_eq!(a.status, StatusCode::OK, "{path}: {}", a.body);
        is_fenced(&path, &a);
        let csp = a.header("content-security-policy").to_owned();
        let nonce = csp.split("script-src 'nonce-").nth(1).and_then(|r| r.split('\'').next()).expect("a nonce");
        // One script, ours; no style and no handler within the page.
        let scripts: Vec<&str> = a.body.match_indices("<script").map(|(at, _)| &a.body[at..]).collect();
        assert_eq!(scripts.len(), 1, "{path}");
        assert!(scripts[0].contains(&format!("nonce=\"{nonce}\"></script>")), "{path}");
        for bad in
            ["<b>", "<style", " style=", " onclick", " onload", "javascript:alert", "Dock <Union>", "nonce\"\"", &token]
        {
            assert!(!a.body.contains(bad), "{path}: {bad}");
        }
        // Nothing is loaded from anywhere else.
        for part in a.body.split([' ', '\n']).filter(|p| p.starts_with("src=") || p.starts_with("action=")) {
            assert!(part.contains("=\"/"), "{path}: {part}");
        }
        assert_eq!(f.get(&path, &a.cookie()).await.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn a_story_shows_both_sides_with_their_words_and_leads_to_them() {
    let f = filled(false);
    let a = f.get(&format!("/story/{}", f.story), "").await;
    for shown in [
        "The quay &#60;b&#62;",
        "Did the mayor close the quay?",
        "The mayor never closed it.",
        "2 independent sources",
        "Askvik Post",
        "Brenmouth Times",
        &format!("/report/{}?at=0-", f.reports[1]),
    ] {
        assert!(a.body.contains(shown), "{shown}");
    }
    let link = format!("/report/{}?at=0-26", f.reports[1]);
    let report = f.get(&link, "").await;
    assert!(report.body.contains("<mark id=\"at\">The mayor never closed it.</mark>"), "{}", report.body);
    assert!(report.body.contains("What was read here") && report.body.contains("told as not so"));
    // By the beginning of an id one is led to the whole.
    let short = f.get(&format!("/story/{}", &f.story[..6]), "").await;
    assert_eq!((short.status, short.header("location")), (StatusCode::SEE_OTHER, &*format!("/story/{}", f.story)));
}

#[tokio::test]
async fn what_is_not_there_is_told_in_a_page() {
    let f = filled(false);
    for (path, status, says) in [
        ("/story/s0000", 404, "no story"),
        ("/report/nothing", 404, "no report"),
        ("/nowhere", 404, "there is no such page"),
        ("/?since=soon", 400, "is a date, written"),
        ("/actor?name=", 400, "a name is wanted"),
        ("/add/0000", 404, "does not remember"),
        ("/assets/desk.css", 404, "load the page again"),
    ] {
        let a = f.get(path, "").await;
        assert_eq!(a.status.as_u16(), status, "{path}");
        assert!(a.body.contains(says), "{path}: {}", a.body);
        is_fenced(path, &a);
    }
    for (at, status) in [("4-99999", 404), ("9-4", 400), ("x", 400)] {
        assert_eq!(f.get(&format!("/report/{}?at={at}", f.reports[0]), "").await.status.as_u16(), status, "{at}");
    }
    let api = f.get("/api/stories/none", "").await;
    assert_eq!(api.status, StatusCode::NOT_FOUND);
    assert!(serde_json::from_str::<serde_json::Value>(&api.body).expect("JSON")["error"].is_string());
}

#[tokio::test]
async fn strangers_change_nothing() {
    let f = filled(false);
    let own = f.get("/corrections", "").await;
    let (cookie, csrf) = (own.cookie(), f.get(&format!("/story/{}", f.story), &own.cookie()).await.field("csrf"));
    let form = format!("what=dismissed&dispute={}&csrf=", f.dispute);
    let ask = |host: &'static str, origin: &'static str, site: &'static str, body: String| {
        Request::post("/corrections")
            .header("host", host)
            .header("origin", origin)
            .header("sec-fetch-site", site)
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
    };
    let (ours, good) = ("http://localhost:7878", format!("{form}{csrf}"));
    for (request, status) in [
        (ask("evil.example", "http://evil.example", "same-origin", good.clone()), 421),
        (ask("localhost:7878", "http://evil.example", "cross-site", good.clone()), 403),
        (ask("localhost:7878", ours, "cross-site", good.clone()), 403),
        (ask("localhost:7878", "null", "same-origin", good.clone()), 403),
        (ask("localhost:7878", ours, "same-origin", format!("{form}0")), 403),
        (ask("localhost:7878", ours, "same-origin", "what=dismissed".to_owned()), 403),
    ] {
        let a = f.ask(request).await;
        assert_eq!(a.status.as_u16(), status, "{}", a.body);
        is_fenced("/corrections", &a);
    }
    // Another browser's form.
    let other = f.get("/", "").await;
    assert_eq!(f.form("/corrections", &other.cookie(), &good).await.status, StatusCode::FORBIDDEN);
    // A form without the field is refused before anything of it is kept.
    for path in ["/add", "/about", "/enter", "/corrections/1/take-back"] {
        let a = f.form(path, &cookie, "url=https://a.example&token=renew").await;
        assert!(a.status.is_client_error(), "{path}: {}", a.status);
    }
    // Nor does another site hear how far something is, or read a table.
    for path in ["/add/0000/events", "/api/stories", "/"] {
        let request = Request::get(path).header("host", "localhost:7878").header("origin", "http://evil.example");
        assert_eq!(f.ask(request.body(Body::empty())).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    // What writes is never asked for by GET.
    for path in ["/corrections/1/take-back", "/api/capture", "/api/add", "/api/check"] {
        assert_eq!(f.get(path, &cookie).await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    assert_eq!(f.corrections(), 0);
    assert!(f.ask(ask("localhost:7878", ours, "same-origin", good)).await.status.is_redirection());
    assert_eq!(f.corrections(), 1);
}

#[tokio::test]
async fn what_is_put_right_is_shown_so_and_can_be_taken_back() {
    let f = filled(false);
    let story = format!("/story/{}", f.story);
    let first = f.get(&story, "").await;
    let (cookie, csrf) = (first.cookie(), first.field("csrf"));
    let make = async |form: String| {
        let a = f.form("/corrections", &cookie, &format!("{form}&csrf={csrf}&back=//evil.example")).await;
        assert_eq!((a.status, a.header("location")), (StatusCode::SEE_OTHER, "/corrections"), "{}", a.body);
    };
    make(format!("what=dismissed&dispute={}&why=Two+quays", f.dispute)).await;
    let page = f.get(&story, &cookie).await.body;
    assert!(
        page.contains("Dismissed by you") && page.contains("Two quays") && !page.contains("Where they part"),
        "{page}"
    );
    assert!(f.get("/?disputed=yes", &cookie).await.body.contains("No story fits"));
    make("what=same-actor&name=mayor&is=Ada+Brandt".to_owned()).await;
    assert!(f.get("/actor?name=mayor", &cookie).await.body.contains("<h1>Ada Brandt</h1>"));
    let list = f.get("/corrections", &cookie).await.body;
    assert!(list.contains("“mayor” is another name of") && list.contains("Did the mayor close the quay?"), "{list}");
    let taken = f.form("/corrections/1/take-back", &cookie, &format!("csrf={csrf}")).await;
    assert!(taken.status.is_redirection(), "{}", taken.body);
    assert!(f.get(&story, &cookie).await.body.contains("Where they part"));
    let wrong = f.form("/corrections", &cookie, &format!("what=dismissed&dispute=d0&csrf={csrf}")).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    make(format!("what=moved&report={}&to=own", f.reports[1])).await;
    let heads = f.get(&story, &cookie).await.body;
    assert!(heads.contains("being compared"), "{heads}");
}

#[tokio::test]
async fn where_a_token_is_asked_for_nothing_is_seen_without() {
    let f = filled(true);
    for path in pages(&f) {
        let a = f.get(&path, "").await;
        assert_eq!(a.status, StatusCode::SEE_OTHER, "{path}");
        assert!(a.header("location").starts_with("/enter?to=") && a.body.is_empty(), "{path}");
    }
    assert_eq!(f.get("/api/stories", "").await.status, StatusCode::UNAUTHORIZED);
    let door = f.get("/enter?to=/about", "").await;
    let (cookie, csrf) = (door.cookie(), door.field("csrf"));
    let wrong = f.form("/enter", &cookie, &format!("token=00&csrf={csrf}")).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.body.contains("not the token"));
    let token = f.desk.keys().token();
    let right = f.form("/enter", &cookie, &format!("token={token}&csrf={csrf}&to=/about")).await;
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, "/about"));
    let entered = right.cookie();
    assert_ne!(entered.split('.').next(), Some(&*cookie));
    assert_eq!(f.get("/about", &entered).await.status, StatusCode::OK);
    // What opened the door once is worth nothing when the token is another.
    f.desk.keys().renew().expect("renewed");
    assert_eq!(f.get("/about", &entered).await.status, StatusCode::SEE_OTHER);
    let mut tries = 0;
    loop {
        let door = f.get("/enter", "").await;
        let a = f.form("/enter", &door.cookie(), &format!("token=00&csrf={}", door.field("csrf"))).await;
        tries += 1;
        if a.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(!a.header("retry-after").is_empty());
            break;
        }
        assert!(tries < 10, "{}", a.status);
    }
}

#[tokio::test]
async fn programs_write_with_the_token_and_extensions_hand_pages_over() {
    let f = filled(false);
    let token = f.desk.keys().token();
    let ask = |path: &'static str, origin: Option<&'static str>, token: Option<String>, body: &'static str| {
        let mut request =
            Request::post(path).header("host", "127.0.0.1:7878").header("content-type", "application/json");
        if let Some(origin) = origin {
            request = request.header("origin", origin).header("sec-fetch-site", "cross-site");
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request.body(Body::from(body))
    };
    let page = "{\"url\": \"https://a.example/x\", \"html\": \"<p>The quay was shut.</p>\"}";
    let documents = "{\"documents\": [{\"text\": \"The quay was shut.\"}]}";
    let extension = Some("moz-extension://0e8a");
    let given = || Some(token.clone());
    for (path, origin, bearer, body, status) in [
        ("/api/capture", extension, None, page, 403),
        ("/api/capture", extension, Some("00".to_owned()), page, 403),
        ("/api/capture", None, None, page, 401),
        ("/api/capture", extension, given(), page, 202),
        ("/api/capture", extension, given(), "{\"url\": \"file:///etc/passwd\", \"html\": \"x\"}", 400),
        ("/api/capture", extension, given(), "{}", 400),
        ("/api/add", extension, given(), documents, 403),
        ("/api/add", None, None, documents, 401),
        ("/api/add", None, given(), documents, 202),
        ("/api/add", None, given(), "{\"documents\": []}", 400),
        ("/api/add", None, given(), "{\"documents\": [{\"text\": \"x\", \"published\": \"soon\"}]}", 400),
        (
            "/api/corrections",
            None,
            given(),
            "{\"what\": \"same-actor\", \"name\": \"Mayor B.\", \"is\": \"mayor\"}",
            201,
        ),
        ("/api/corrections", None, given(), "{\"what\": \"judged\"}", 400),
        // There are no weights here, and that is what is said.
        ("/api/check", None, given(), "{\"claim\": \"The quay was shut.\"}", 503),
    ] {
        let a = f.ask(ask(path, origin, bearer, body)).await;
        assert_eq!(a.status.as_u16(), status, "{path} {body}: {}", a.body);
        assert!(a.header("set-cookie").is_empty() && !a.body.contains(&token), "{path}");
    }
    // A name that leads here is no way in, token or not.
    let rebound =
        Request::post("/api/capture").header("host", "evil.example").header("authorization", format!("Bearer {token}"));
    assert_eq!(f.ask(rebound.body(Body::from(page))).await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn the_description_names_every_table_and_what_it_names_is_there() {
    let f = filled(false);
    let api: serde_json::Value = serde_json::from_str(&f.get("/api/openapi.json", "").await.body).expect("JSON");
    let paths = api["paths"].as_object().expect("paths");
    assert!(paths.len() >= 11, "{}", paths.len());
    for (path, methods) in paths {
        let path = path.replace("{id}", &f.story).replace("{no}", "1");
        let get = methods.get("get").is_some();
        let status = f.get(&path, "").await.status;
        assert_eq!(status != StatusCode::METHOD_NOT_ALLOWED, get, "{path}: {status}");
    }
    let story: serde_json::Value =
        serde_json::from_str(&f.get(&format!("/api/stories/{}", f.story), "").await.body).expect("JSON");
    assert_eq!(story["disputes"][0]["question"], "Did the mayor close the quay?");
    let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api.md")).expect("the page");
    for path in paths.keys() {
        assert!(docs.contains(&format!("`{path}`")), "docs/api.md does not tell of {path}");
    }
}

#[tokio::test]
async fn what_an_outlet_published_is_shown_without_its_powers() {
    let f = filled(false);
    let path = format!("/report/{}/original/framed", f.reports[0]);
    let a = f.get(&path, "").await;
    is_fenced(&path, &a);
    let csp = a.header("content-security-policy");
    assert!(csp.ends_with("; sandbox") && csp.contains("form-action 'none'"), "{csp}");
    assert!(a.body.contains("The mayor closed the quay.") && a.header("set-cookie").is_empty());
    for bad in ["<script", "onclick", "beacon.example", "<img"] {
        assert!(!a.body.contains(bad), "{bad}");
    }
    let file = f.get(&format!("/report/{}/original/file", f.reports[0]), "").await;
    assert_eq!(file.body, super::testing::HOSTILE);
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(file.header("content-type"), "application/octet-stream");
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let f = filled(false);
    let cookie = f.get("/", "").await.cookie();
    let a = f.form("/corrections", &cookie, &format!("csrf={}", "0".repeat(70 << 10))).await;
    assert_eq!(a.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = "x".repeat(2000);
    let a = f.get(&format!("/check?claim={long}"), &cookie).await;
    assert!(a.body.contains("at most 1000 characters"), "{}", a.body);
}

#[tokio::test]
async fn an_empty_desk_says_what_to_do() {
    let f = filled(false);
    let empty = f.dir.path().join("empty.rashomon");
    std::fs::rename(f.desk.store(), &empty).expect("moved");
    for path in ["/", "/search?q=quay", "/corrections", "/about", "/add"] {
        let a = f.get(path, "").await;
        assert_eq!(a.status, StatusCode::OK, "{path}: {}", a.body);
    }
    assert!(f.get("/", "").await.body.contains("Nothing is kept yet"));
    assert_eq!(f.get("/story/s1", "").await.status, StatusCode::NOT_FOUND);
    f.stop.send_replace(true);
}
