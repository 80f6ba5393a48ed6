//! What the user puts right: a report that belongs to another story, a dispute that is none, two names of one actor. It is kept apart
//! from what the machine read, stays so, and can be taken back.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use rashomon_store::{Corrected, NewCorrection, Store, StoreError};
use serde::Deserialize;

use super::{Frame, Here, Page};
use crate::desk::dossier;
use crate::desk::now;
use crate::human;
use crate::web::client::Client;
use crate::web::guard::rate::Costly;
use crate::web::guard::session::Session;
use crate::web::jobs::Task;
use crate::web::view::quote::flat;
use crate::web::view::story::{facts, headline};
use crate::web::{Desk, WebError};

/// Characters of a reason or name.
const LONGEST: usize = 500;

#[derive(Template)]
#[template(path = "web/corrections.html")]
struct CorrectionsPage {
    frame: Frame,
    made: Vec<Made>,
}

/// Something that was put right, in words.
struct Made {
    no: i64,
    at: String,
    text: String,
    link: Option<(String, String)>,
}

/// Shows all that was put right.
pub async fn show(State(desk): State<Arc<Desk>>) -> Result<Page, WebError> {
    let made = match desk.ask(made).await {
        Ok(made) => made,
        Err(WebError::Store(StoreError::None(_))) => Vec::new(),
        Err(e) => return Err(e),
    };
    Page::draw(&CorrectionsPage { frame: Frame::new("Corrections", Here::Corrections), made })
}

fn made(store: &Store) -> Result<Vec<Made>, WebError> {
    let one = |c: rashomon_store::Correction| {
        let (text, link) = match c.what {
            Corrected::Moved { report, to, .. } => {
                let title = flat(&dossier::title(&store.head(&report)?));
                let story = store.story(&to)?;
                (format!("“{title}” belongs to"), Some((format!("/story/{}", story.id), headline(&story))))
            }
            Corrected::Dismissed { dispute, why } => {
                let d = store.dispute(&dispute)?;
                let why = if why.is_empty() { String::new() } else { format!(" ({why})") };
                (
                    format!("No dispute: “{}”{why}", d.question),
                    Some((format!("/story/{}", d.story), "its story".to_owned())),
                )
            }
            Corrected::SameActor { name, is } => {
                let link = format!("/actor?name={}", super::encoded(&is));
                (format!("“{name}” is another name of"), Some((link, is)))
            }
        };
        Ok::<_, WebError>(Made { no: c.no, at: human::moment(c.at), text, link })
    };
    store.corrections()?.into_iter().map(one).collect()
}

/// Stories that a report can be moved to.
const OTHERS: usize = 50;

#[derive(Template)]
#[template(path = "web/move.html")]
struct MovePage {
    frame: Frame,
    report: String,
    title: String,
    story: Option<(String, String)>,
    who: String,
    /// Id, headline, and what tells it from others.
    others: Vec<(String, String, String)>,
}

/// Among which stories to choose.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Among {
    who: String,
}

/// Asks where a report belongs: among the stories that changed last, or those that somebody is in.
pub async fn ask(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(among): Query<Among>,
) -> Result<Page, WebError> {
    let page = desk.ask(move |store| {
        let head = store.head(&id)?;
        let who = flat(&among.who);
        let actor = Some(who.clone()).filter(|w| !w.is_empty());
        let others = store.stories(&rashomon_store::Wanted { actor, limit: OTHERS + 1, ..Default::default() })?;
        let story = match &head.story {
            Some(id) => Some((id.clone(), headline(&store.story(id)?))),
            None => None,
        };
        Ok(MovePage {
            frame: Frame::new("Where does it belong?", Here::Corrections),
            title: flat(&dossier::title(&head)),
            others: (others.iter())
                .filter(|s| head.story.as_ref() != Some(&s.id))
                .map(|s| (s.id.clone(), headline(s), facts(s, &[]).join(" · ")))
                .take(OTHERS)
                .collect(),
            report: head.id,
            story,
            who,
        })
    });
    Page::draw(&page.await?)
}

/// What is to be put right.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    csrf: String,
    /// `moved`, `dismissed` or `same-actor`.
    what: String,
    report: String,
    /// A story's id; `own` for one of its own.
    to: String,
    dispute: String,
    why: String,
    name: String,
    is: String,
    /// Where to go on.
    back: String,
}

impl Wanted {
    /// A report belongs to another story, or to one of its own.
    #[must_use]
    pub fn moved(report: String, to: Option<String>) -> Self {
        Self { what: "moved".to_owned(), report, to: to.unwrap_or_else(|| "own".to_owned()), ..Self::default() }
    }

    /// A dispute is none.
    #[must_use]
    pub fn dismissed(dispute: String, why: String) -> Self {
        Self { what: "dismissed".to_owned(), dispute, why, ..Self::default() }
    }

    /// A name is another name of an actor.
    #[must_use]
    pub fn same_actor(name: String, is: String) -> Self {
        Self { what: "same-actor".to_owned(), name, is, ..Self::default() }
    }
}

/// Puts something right.
pub async fn make(
    State(desk): State<Arc<Desk>>,
    client: Client,
    session: Session,
    form: Result<Form<Wanted>, FormRejection>,
) -> Result<Response, WebError> {
    let wanted = filled(form)?;
    allowed(&desk, client, &session, &wanted.csrf)?;
    let back = back(&wanted.back);
    correct(&desk, wanted).await?;
    Ok(super::lead(&back))
}

fn filled(form: Result<Form<Wanted>, FormRejection>) -> Result<Wanted, WebError> {
    form.map(|f| f.0).map_err(|e| match e.status().as_u16() {
        413 => WebError::Large("that is too long".to_owned()),
        _ => WebError::Form,
    })
}

fn allowed(desk: &Desk, client: Client, session: &Session, csrf: &str) -> Result<(), WebError> {
    if !session.is_csrf(&desk.keys, csrf) {
        return Err(WebError::Form);
    }
    client.may(desk, Costly::Write)
}

/// Puts something right, and has what that changed compared anew.
///
/// # Errors
/// If it cannot be.
pub async fn correct(desk: &Arc<Desk>, wanted: Wanted) -> Result<rashomon_store::Correction, WebError> {
    // What follows is done to its end, also if whoever asked is gone by then.
    let desk = Arc::clone(desk);
    let made = tokio::task::spawn_blocking(move || {
        let named = |text: &str| -> Result<String, WebError> {
            let text = flat(text);
            if !text.chars().any(char::is_alphanumeric) || text.chars().count() > LONGEST {
                return Err(WebError::Ask(format!("a text of 1 to {LONGEST} characters is wanted")));
            }
            Ok(text)
        };
        let why: String = flat(&wanted.why).chars().take(LONGEST).collect();
        let (name, is) = match wanted.what.as_str() {
            "same-actor" => (named(&wanted.name)?, named(&wanted.is)?),
            _ => Default::default(),
        };
        let new = match wanted.what.as_str() {
            "moved" => {
                let to = Some(wanted.to.as_str()).filter(|t| *t != "own");
                NewCorrection::Moved { report: &wanted.report, to }
            }
            "dismissed" => NewCorrection::Dismissed { dispute: &wanted.dispute, why: &why },
            "same-actor" => NewCorrection::SameActor { name: &name, is: &is },
            other => return Err(WebError::Ask(format!("{other:?} cannot be put right"))),
        };
        let made = Store::open_to_correct(&desk.store)?.write(|w| w.correct(&new, now()))?;
        if wanted.what == "moved" {
            settle(&desk);
        }
        Ok(made)
    });
    made.await.map_err(|_| WebError::Fault)?
}

/// Has the stories compared anew. Where too much waits already, the next of it does so as well.
fn settle(desk: &Desk) {
    let _ = desk.jobs.add("what you put right".to_owned(), Task::Settle);
}

/// Takes something back.
pub async fn take_back(
    State(desk): State<Arc<Desk>>,
    client: Client,
    session: Session,
    Path(no): Path<i64>,
    form: Result<Form<Wanted>, FormRejection>,
) -> Result<Response, WebError> {
    let wanted = filled(form)?;
    allowed(&desk, client, &session, &wanted.csrf)?;
    undo(&desk, no).await?;
    Ok(super::lead(&back(&wanted.back)))
}

/// Takes something back, and has what that changed compared anew.
///
/// # Errors
/// If there is no such correction.
pub async fn undo(desk: &Arc<Desk>, no: i64) -> Result<(), WebError> {
    let desk = Arc::clone(desk);
    let done = tokio::task::spawn_blocking(move || {
        Store::open_to_correct(&desk.store)?.write(|w| w.take_back(no, now()))?;
        settle(&desk);
        Ok(())
    });
    done.await.map_err(|_| WebError::Fault)?
}

/// Where to go on: a page of the desk, nowhere else.
fn back(wanted: &str) -> String {
    if super::is_own(wanted) { wanted.to_owned() } else { "/corrections".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_within_the_desk() {
        assert_eq!(back("/story/s1#d1"), "/story/s1#d1");
        for odd in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\u{1}",
            "/a\r\nSet-Cookie: x",
        ] {
            assert_eq!(back(odd), "/corrections", "{odd}");
        }
    }
}
