//! An actor: what it is said to do and to say, and where it stands.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use rashomon_store::StoryHead;
use serde::Deserialize;

use super::{Frame, Here, Page, filters};
use crate::web::view::actor::{ActorView, Dated};
use crate::web::view::story::days;
use crate::web::{Desk, WebError};

/// Who is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    name: String,
}

#[derive(Template)]
#[template(path = "web/actor.html")]
struct ActorPage {
    frame: Frame,
    view: ActorView,
}

impl ActorPage {
    fn days(&self, story: &StoryHead) -> Option<String> {
        days(story)
    }

    fn lists(&self) -> [(&'static str, &'static str, &Vec<Dated>); 3] {
        [
            ("says", "What reports say on this word", &self.view.says),
            ("does", "What is said to be done by", &self.view.does),
            ("done", "What is said to be done to", &self.view.done_to),
        ]
    }
}

/// Shows it.
pub async fn show(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let view = desk.ask(move |store| ActorView::of(store, &asked.name)).await?;
    Page::draw(&ActorPage { frame: Frame::new(view.name.as_str(), Here::Stories), view })
}
