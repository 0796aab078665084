//! The idle lock's questions: how long an untouched page may stay open, and that somebody is using it.
//!
//! What must stay true: asking counts as no use, so that an open page does not keep itself open.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use tower_sessions::Session;

use super::{error::Error, form::CheckedForm, login::Login, session::Store, signed_in, state::AppState};

#[derive(Serialize)]
struct Here {
    /// Seconds until the session ends if nobody uses it.
    left: i64,
    /// After how many seconds without use a page locks; none when it does not.
    idle: Option<i64>,
}

fn answer(login: &Login, now: OffsetDateTime) -> Response {
    let idle = login.locks_after().map(Duration::whole_seconds);
    Json(Here { left: login.left(now).whole_seconds(), idle }).into_response()
}

/// `GET /here`
pub async fn ask(State(state): State<AppState>, session: Session) -> Result<Response, Error> {
    let now = state.clock.now();
    let login = signed_in::login(&session, now).await?.ok_or(Error::SignInRequired)?;
    Ok(answer(&login, now))
}

/// A form with nothing in it but its token.
#[derive(Deserialize)]
pub struct Nothing {}

/// `POST /here`: typing, pressing and scrolling are use, too.
pub async fn note(
    State(state): State<AppState>,
    session: Session,
    _: CheckedForm<Nothing>,
) -> Result<Response, Error> {
    let id = session.id().ok_or(Error::SignInRequired)?;
    let store = Store::new(state.pool.clone(), state.clock.clone(), state.site.instance);
    let touched = store.touch(id).await.map_err(tower_sessions::session::Error::from)?;
    Ok(answer(&touched.ok_or(Error::SignInRequired)?, state.clock.now()))
}
