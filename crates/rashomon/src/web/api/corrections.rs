//! What the user puts right.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rashomon_store::{Corrected, Correction};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::describe::Trouble;
use super::reading::wrong;
use crate::human::moment;
use crate::web::client::Client;
use crate::web::guard::rate::Costly;
use crate::web::pages::correct::{Wanted, correct, undo};
use crate::web::{Desk, WebError};

/// Something to put right.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub enum CorrectionItem {
    /// A report belongs to another story.
    Moved {
        /// Its id.
        report: String,
        /// Id of the story; none for one of its own.
        to: Option<String>,
    },
    /// A dispute is none.
    Dismissed {
        /// Its id.
        dispute: String,
        /// Why.
        #[serde(default)]
        why: String,
    },
    /// A name is another name of an actor.
    SameActor {
        /// The name.
        name: String,
        /// The actor.
        is: String,
    },
}

/// Something that was put right.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeItem {
    /// Its number, by which it is taken back.
    no: i64,
    /// When, UTC.
    at: String,
    /// What.
    #[serde(flatten)]
    correction: CorrectionItem,
}

impl From<Correction> for MadeItem {
    fn from(c: Correction) -> Self {
        let correction = match c.what {
            Corrected::Moved { report, to, .. } => CorrectionItem::Moved { report, to: Some(to) },
            Corrected::Dismissed { dispute, why } => CorrectionItem::Dismissed { dispute, why },
            Corrected::SameActor { name, is } => CorrectionItem::SameActor { name, is },
        };
        Self { no: c.no, at: moment(c.at), correction }
    }
}

/// All that the user put right, the last first.
#[utoipa::path(get, path = "/api/corrections", tag = "corrections", responses((status = 200, body = Vec<MadeItem>)))]
pub async fn list(State(desk): State<Arc<Desk>>) -> Result<Json<Vec<MadeItem>>, WebError> {
    let all = desk.ask(|store| Ok(store.corrections()?)).await?;
    Ok(Json(all.into_iter().map(MadeItem::from).collect()))
}

/// Puts something right. It stays so when stories are grouped and compared anew.
#[utoipa::path(post, path = "/api/corrections", tag = "corrections", request_body = CorrectionItem, security(("token" = [])),
    responses((status = 201, body = MadeItem), (status = 400, body = Trouble), (status = 401, body = Trouble), (status = 404, body = Trouble)))]
pub async fn make(
    State(desk): State<Arc<Desk>>,
    client: Client,
    item: Result<Json<CorrectionItem>, JsonRejection>,
) -> Result<(StatusCode, Json<MadeItem>), WebError> {
    client.may(&desk, Costly::Write)?;
    let Json(item) = item.map_err(wrong)?;
    let wanted = match item {
        CorrectionItem::Moved { report, to } => Wanted::moved(report, to),
        CorrectionItem::Dismissed { dispute, why } => Wanted::dismissed(dispute, why),
        CorrectionItem::SameActor { name, is } => Wanted::same_actor(name, is),
    };
    Ok((StatusCode::CREATED, Json(correct(&desk, wanted).await?.into())))
}

/// Takes something back.
#[utoipa::path(delete, path = "/api/corrections/{no}", tag = "corrections", security(("token" = [])),
    params(("no" = i64, Path, description = "Number of a correction")),
    responses((status = 204), (status = 401, body = Trouble), (status = 404, body = Trouble)))]
pub async fn take_back(
    State(desk): State<Arc<Desk>>,
    client: Client,
    Path(no): Path<i64>,
) -> Result<StatusCode, WebError> {
    client.may(&desk, Costly::Write)?;
    undo(&desk, no).await?;
    Ok(StatusCode::NO_CONTENT)
}
