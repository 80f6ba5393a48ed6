//! A desk on a store that is filled by hand, asked without a network.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use clap::Parser as _;
use rashomon_lang::Analysis;
use rashomon_page::{Hints, Report};
use rashomon_reading::Reading;
use rashomon_store::{NewDispute, NewReport, NewStatement, NewTold, Store, report_id};
use rashomon_story::{Case, Profile};
use tokio::sync::watch;
use tower::ServiceExt as _;

use super::client::Client;
use super::{Desk, Doors, router};
use crate::cli::Cli;
use crate::desk::Engine;
use crate::export::testing::quay;
use crate::fetch::Access;
use crate::models::Models;
use crate::pipeline::Settings;

/// What a page of an outlet may hold that wants to be more than text.
pub const HOSTILE: &str = "<html><body><script>alert(1)</script><p onclick=alert(1)>The mayor closed the quay.</p>\
    <img src=https://beacon.example/x></body></html>";

/// A desk with the story of the quay, an empty one beside it.
pub struct Filled {
    pub dir: tempfile::TempDir,
    pub desk: Arc<Desk>,
    pub app: Router,
    pub story: String,
    pub reports: Vec<String>,
    pub dispute: String,
    pub stop: watch::Sender<bool>,
}

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().expect("text"))
    }

    /// The value of the first field of this name.
    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let from = self.body.find(&mark).unwrap_or_else(|| panic!("no field {name} in {}", self.body)) + mark.len();
        self.body[from..].split('"').next().expect("a value").to_owned()
    }

    /// The cookie that was set, as a browser sends it back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }
}

/// An engine that has no weights.
fn engine(dir: &std::path::Path) -> Engine {
    let args = ["rashomon", "setup", "--offline", "--quiet", "--models"].into_iter().map(Into::into);
    let cli = Cli::try_parse_from(args.chain([dir.join("no-models").into_os_string()])).expect("parses");
    Engine::new(Models::new(&cli.global).expect("a folder"), rashomon_lang::Weights::Sm, Settings::default())
}

fn report(line: &crate::wire::ReadingLine<'_>) -> Report {
    let mut report = rashomon_page::read_text(&line.id, line.text.as_bytes(), &Hints::default());
    report.text = line.text.clone().into_owned();
    report.paragraphs.clear();
    report.title = line.title.clone().map(Into::into);
    report.outlet = line.outlet.clone().map(Into::into);
    report.url = line.url.clone().map(Into::into);
    report
}

/// A desk that asks for the token, or not.
pub fn filled(token: bool) -> Filled {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.rashomon");
    let told = quay();
    let mut ids: HashMap<String, String> = HashMap::new();
    let mut store = Store::open_to_write(&path, &mut |_| false).expect("a store");
    let mut story = None;
    for line in &told.reports {
        let report = report(line);
        let id = report_id(&report);
        ids.insert(line.id.clone().into_owned(), id.clone());
        let mut line = line.clone();
        line.id = id.clone().into();
        let said = NewStatement {
            start: line.sentences[0].0,
            end: line.sentences[0].1,
            who: "mayor",
            recipient: "Dock <Union>",
            kind: "COERCE",
            factuality: 3.0,
            ..NewStatement::default()
        };
        let case = Case { report, analysis: Analysis::default(), reading: Reading::default() };
        let reading = serde_json::to_vec(&line).expect("JSON");
        let no = store
            .write(|w| {
                w.add(NewReport {
                    address: case.report.url.as_deref(),
                    found: rashomon_store::found_digest("html", HOSTILE.as_bytes(), id.as_bytes()),
                    original: Some(("html", HOSTILE.as_bytes())),
                    report: &case.report,
                    reading: &reading,
                    statements: &[said],
                    profile: Profile::of(&case),
                    added: 1,
                })
            })
            .map(|added| store.head(added.id()).expect("there").no)
            .expect("added");
        let into = match story {
            Some(story) => story,
            None => *story.insert(store.write(|w| w.new_story(&id, 1)).expect("a story")),
        };
        store.write(|w| w.place(no, into, 1)).expect("placed");
    }
    let mut text = serde_json::to_string(&told.story).expect("JSON");
    for (name, id) in &ids {
        text = text.replace(&format!("\"{name}\""), &format!("\"{id}\""));
    }
    let line: crate::wire::StoryLine<'_> = serde_json::from_str(&text).expect("a story");
    let no = story.expect("a story");
    let disputes = line.disputes.iter().map(|d| NewDispute {
        kind: d.kind.clone().into_owned(),
        status: d.status.clone().into_owned(),
        question: d.question.clone().into_owned(),
        evidence: Vec::new(),
        json: serde_json::to_vec(d).expect("JSON"),
    });
    let revision = store.revision(no).expect("read");
    let new = NewTold {
        title: "The quay <b>",
        published: Some(("2031-06-19", "2031-06-20")),
        reports: 2,
        sources: 2,
        json: text.as_bytes(),
        disputes: disputes.collect(),
        last_added: None,
        revision,
    };
    store.write(|w| w.tell(no, &new, 2)).expect("told");
    let (story, dispute) = (store.story_head(no).expect("there").id, store.disputes(no).expect("read")[0].id.clone());
    drop(store);
    let (stop, stopping) = watch::channel(false);
    let doors = Doors { listen: "127.0.0.1:7878".parse().expect("an address"), hosts: Vec::new(), token };
    let access = Access { offline: true, ..Access::default() };
    let desk = Arc::new(Desk::new(path, engine(dir.path()), access, &doors, stopping).expect("a desk"));
    let app = router(Arc::clone(&desk));
    let reports = told.reports.iter().map(|r| ids[&*r.id].clone()).collect();
    Filled { dir, desk, app, story, reports, dispute, stop }
}

impl Filled {
    /// Asks as a browser on this machine does.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask(Request::get(path).header("host", "localhost:7878").header("cookie", cookie).body(Body::empty())).await
    }

    /// Sends a form.
    pub async fn form(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header("host", "localhost:7878")
            .header("origin", "http://localhost:7878")
            .header("cookie", cookie)
            .header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(form.to_owned()))).await
    }

    pub async fn ask(&self, request: Result<Request<Body>, axum::http::Error>) -> Answer {
        let mut request = request.expect("a request");
        request.extensions_mut().insert(Client(std::net::IpAddr::from([127, 0, 0, 1])));
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// How many corrections hold.
    pub fn corrections(&self) -> usize {
        Store::open(self.desk.store()).expect("there").corrections().expect("read").len()
    }
}
