//! Adding reports: files, text, an address; and how far that is.

use std::convert::Infallible;
use std::io::Write as _;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Multipart, Path, Query, State};
use axum::response::Response;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _};
use rashomon_page::Hints;
use rashomon_page::carriers::{Content, Item};
use rashomon_text::PartialDate;
use serde::Deserialize;
use tempfile::TempDir;
use tokio_stream::wrappers::WatchStream;

use super::{Frame, Here, Page};
use crate::desk::dossier;
use crate::reports::Source;
use crate::web::client::Client;
use crate::web::guard::rate::Costly;
use crate::web::guard::session::Session;
use crate::web::jobs::{Job, State as JobState, Step, Task};
use crate::web::view::quote::turns;
use crate::web::view::story::headline;
use crate::web::{Desk, WebError};

/// Bytes of everything that is handed over at once, and files.
pub const LARGEST: usize = 128 << 20;
const FILES: usize = 1000;
/// An archive changes thousands of times a second; a person reads a few.
const PACE: Duration = Duration::from_millis(150);
/// Bytes of a text that is pasted, and of the other fields.
const LONGEST_TEXT: usize = 4 << 20;
const LONGEST_FIELD: usize = 8 << 10;

#[derive(Template)]
#[template(path = "web/add.html")]
struct AddPage {
    frame: Frame,
    jobs: Vec<Line>,
    megabytes: usize,
    files: usize,
    url: String,
}

struct Line {
    id: String,
    label: String,
    step: String,
}

/// What is filled in before: a bookmark brings the address of the page that is being read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filled {
    url: String,
}

/// Shows what can be added, and what has been.
pub async fn show(State(desk): State<Arc<Desk>>, Query(filled): Query<Filled>) -> Result<Page, WebError> {
    let line = |j: Arc<Job>| Line { id: j.id.clone(), label: j.label.clone(), step: j.state().step.say() };
    let jobs = desk.jobs.all().into_iter().take(10).map(line).collect();
    Page::draw(&AddPage {
        frame: Frame::new("Add reports", Here::Add),
        jobs,
        megabytes: LARGEST >> 20,
        files: FILES,
        url: filled.url,
    })
}

/// What was handed over.
#[derive(Default)]
struct Given {
    folder: Option<TempDir>,
    files: Vec<PathBuf>,
    names: Vec<String>,
    text: String,
    title: String,
    outlet: String,
    published: String,
    url: String,
}

/// Takes what is handed over.
pub async fn take(
    State(desk): State<Arc<Desk>>,
    client: Client,
    session: Session,
    mut form: Multipart,
) -> Result<Response, WebError> {
    client.may(&desk, Costly::Write)?;
    // A few at a time: each may be large, and lies on the disk until its turn.
    let _room = desk.uploads.acquire().await.map_err(|_| WebError::Fault)?;
    let mut given = Given::default();
    let mut known = false;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        // It stands first in our forms: nothing of a stranger's is even put aside.
        if name == "csrf" {
            known = session.is_csrf(&desk.keys, &text(field, LONGEST_FIELD).await?);
            continue;
        }
        if !known {
            return Err(WebError::Form);
        }
        match name.as_str() {
            "files" => given.file(field).await?,
            "text" => given.text = text(field, LONGEST_TEXT).await?,
            "title" => given.title = text(field, LONGEST_FIELD).await?.trim().to_owned(),
            "outlet" => given.outlet = text(field, LONGEST_FIELD).await?.trim().to_owned(),
            "published" => given.published = text(field, LONGEST_FIELD).await?.trim().to_owned(),
            "url" => given.url = text(field, LONGEST_FIELD).await?.trim().to_owned(),
            _ => {}
        }
    }
    if !known {
        return Err(WebError::Form);
    }
    let (label, task) = given.task()?;
    let job = desk.jobs.add(label, task)?;
    Ok(super::lead(&format!("/add/{}", job.id)))
}

fn broken(e: axum::extract::multipart::MultipartError) -> WebError {
    match e.status().as_u16() {
        413 => {
            WebError::Large(format!("more than {} MB at once; give it in parts, or use `rashomon add`", LARGEST >> 20))
        }
        _ => WebError::Ask(format!("what was sent broke off: {}", e.body_text())),
    }
}

async fn text(mut field: axum::extract::multipart::Field<'_>, longest: usize) -> Result<String, WebError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > longest {
            return Err(WebError::Large(format!("a text of more than {} KB; give it as a file", longest >> 10)));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl Given {
    /// Puts a file aside as it comes.
    async fn file(&mut self, mut field: axum::extract::multipart::Field<'_>) -> Result<(), WebError> {
        let name = field.file_name().unwrap_or_default().to_owned();
        // A browser sends an empty one where none was chosen.
        let Some(mut chunk) = field.chunk().await.map_err(broken)?.filter(|_| !name.is_empty()) else { return Ok(()) };
        if self.files.len() >= FILES {
            return Err(WebError::Large(format!("more than {FILES} files at once; use `rashomon add`")));
        }
        if self.folder.is_none() {
            self.folder = Some(tempfile::tempdir()?);
        }
        let Some(folder) = &self.folder else { return Err(WebError::Fault) };
        // Each in a folder of its own, so that it keeps its name.
        let folder = folder.path().join(self.files.len().to_string());
        std::fs::create_dir(&folder)?;
        let path = folder.join(file_name(&name));
        let mut file = std::fs::File::create_new(&path)?;
        loop {
            file.write_all(&chunk)?;
            match field.chunk().await.map_err(broken)? {
                Some(next) => chunk = next,
                None => break,
            }
        }
        self.files.push(path);
        self.names.push(name);
        Ok(())
    }

    /// What is to be done with it.
    fn task(self) -> Result<(String, Task), WebError> {
        if let Some(folder) = self.folder {
            let label = match &self.names[..] {
                [one] => one.clone(),
                [first, rest @ ..] => format!("{first} and {} more", rest.len()),
                [] => String::new(),
            };
            return Ok((label, Task::Files(folder, self.files)));
        }
        if !self.text.trim().is_empty() {
            let published = match self.published.as_str() {
                "" => None,
                date => Some(PartialDate::parse(date).ok_or_else(|| {
                    WebError::Ask(format!("a date is written 2031-06-19, 2031-06 or 2031, not {date:?}"))
                })?),
            };
            let named = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
            let hints = Hints { url: web(&self.url)?, published, outlet: named(&self.outlet), ..Hints::default() };
            let label = named(&self.title).unwrap_or_else(|| "a pasted text".to_owned());
            // The headline is the first line of a text, as it is of a page that is copied.
            let text = if self.title.is_empty() { self.text } else { format!("{}\n\n{}", self.title, self.text) };
            let item = Item { id: "pasted".to_owned(), content: Content::Text(text.into_bytes()), hints };
            return Ok((label, Task::Items(vec![item])));
        }
        match web(&self.url)? {
            Some(url) => Ok((url.clone(), Task::Address(url))),
            None => Err(WebError::Ask("nothing was given: choose files, paste a text, or give an address".to_owned())),
        }
    }
}

/// An address that can be fetched; `None` if nothing was given.
///
/// # Errors
/// If something else was.
pub fn web(url: &str) -> Result<Option<String>, WebError> {
    if url.is_empty() {
        return Ok(None);
    }
    // A path would name a file of this machine.
    match (Source::of(url), dossier::web(url)) {
        (Source::Url(_), Some(url)) => Ok(Some(url)),
        _ => Err(WebError::Ask(format!("an address begins with https:// or http://, not {url:?}"))),
    }
}

/// The last part of a name, without what a file system could take for more than a name.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |c: char| c.is_control() || c == ':' || turns(c);
    let plain: String = last.chars().map(|c| if odd(c) { '_' } else { c }).collect();
    let plain = plain.trim().trim_start_matches('.');
    if plain.is_empty() {
        return "file".to_owned();
    }
    // A name has at most 255 bytes; the end says what it is.
    let from = plain.char_indices().map(|(at, _)| at).find(|at| plain.len() - at <= 200).unwrap_or(0);
    FilePath::new(&plain[from..]).to_string_lossy().into_owned()
}

#[derive(Template)]
#[template(path = "web/job.html")]
struct JobPage {
    frame: Frame,
    id: String,
    label: String,
    state: JobState,
    over: bool,
    failed: bool,
    said: String,
    /// Stories that reports of it are in.
    stories: Vec<(String, String)>,
}

/// Shows how far it is.
pub async fn job(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Result<Page, WebError> {
    let job =
        desk.jobs.get(&id).ok_or_else(|| WebError::Missing("the desk does not remember adding that".to_owned()))?;
    let state = job.state();
    let ids: Vec<String> = state.kept.iter().map(|k| k.id.clone()).collect();
    let over = state.step.is_over();
    let stories = if over { desk.ask(move |store| stories(store, &ids)).await.unwrap_or_default() } else { Vec::new() };
    Page::draw(&JobPage {
        frame: Frame::new(format!("Adding {}", job.label), Here::Add),
        id: job.id.clone(),
        label: job.label.clone(),
        said: said(&state),
        over,
        failed: matches!(state.step, Step::Failed(_)),
        state,
        stories,
    })
}

fn stories(store: &rashomon_store::Store, reports: &[String]) -> Result<Vec<(String, String)>, WebError> {
    let mut out: Vec<(String, String)> = Vec::new();
    for id in reports {
        let Some(story) = store.head(id)?.story else { continue };
        if out.iter().all(|s| s.0 != story) {
            let title = headline(&store.story(&story)?);
            out.push((story, title));
        }
    }
    Ok(out)
}

/// "reading: 12 done".
fn said(state: &JobState) -> String {
    let c = state.counted;
    match &state.step {
        Step::Doing(_) if state.done > 0 => format!("{}: {} done", state.step.say(), state.done),
        Step::Done if c.new + c.versions + c.same > 0 => {
            format!("done: {}", crate::human::added(c.new, c.versions, c.same))
        }
        Step::Done if c.failed > 0 => "done: nothing could be read".to_owned(),
        step => step.say(),
    }
}

/// Tells how far it is, as it goes on; ends with it, and with the server.
pub async fn events(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, WebError> {
    let job =
        desk.jobs.get(&id).ok_or_else(|| WebError::Missing("the desk does not remember adding that".to_owned()))?;
    let mut stopping = desk.stopping.clone();
    let stop = async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let mut over = false;
    let told = WatchStream::new(job.changes())
        .map(move |_| {
            let state = job.state();
            let data = serde_json::json!({
                "said": said(&state), "kept": state.kept.len(), "troubles": state.troubles.len(), "over": state.step.is_over()
            });
            (state.step.is_over(), Event::default().data(data.to_string()))
        })
        // The last thing told is that it is over.
        .take_while(move |(ends, _)| std::future::ready(!std::mem::replace(&mut over, *ends)))
        .map(|(_, event)| Ok(event))
        .take_until(Box::pin(stop));
    let paced = tokio_stream::StreamExt::throttle(told, PACE);
    Ok(Sse::new(paced).keep_alive(KeepAlive::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_name_and_nothing_else() {
        for (given, kept) in [
            ("page.html", "page.html"),
            ("../../etc/passwd", "passwd"),
            ("C:\\pages\\ferry.html", "ferry.html"),
            ("..", "file"),
            ("", "file"),
            (".htaccess", "htaccess"),
            ("a\u{0}b\n.txt", "a_b_.txt"),
            ("\u{202e}gnp.exe.txt", "_gnp.exe.txt"),
        ] {
            assert_eq!(file_name(given), kept, "{given}");
        }
        let long = file_name(&format!("{}.html", "ß".repeat(300)));
        assert!(long.len() <= 200 && long.ends_with(".html"), "{long}");
    }

    #[test]
    fn only_addresses_are_fetched() {
        assert_eq!(web("").ok(), Some(None));
        assert!(web("https://harbourpost.example/ferry").is_ok_and(|u| u.is_some()));
        for odd in [
            "/etc/passwd",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ftp://a.example/x",
            "-",
            "*.html",
            "a.example",
        ] {
            assert!(web(odd).is_err(), "{odd}");
        }
    }
}
