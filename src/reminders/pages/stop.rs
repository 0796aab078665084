//! `/stop/{token}`: the end of the mails, for whoever holds one of them, without signing in.
//!
//! What must stay true: opening the page does nothing, because programs that check mails open every link. It looks the
//! same for every token, real or not, used or not, and nothing tells whose it is. The token is the permission, so
//! a mail program may post here by itself (RFC 8058), and is not sent on to another address.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};

use crate::{
    db::{Asker, Scope},
    reminders::{stop_digest, store},
    web::{
        error::Error,
        page::{Page, View},
        state::AppState,
    },
};

#[derive(Template)]
#[template(path = "reminders/stop.html")]
struct Stop {
    page: Page,
    done: bool,
}

/// `GET /stop/{token}`
pub(super) async fn ask(State(state): State<AppState>) -> Response {
    View(Stop { page: Page::door(&state.shell, "Reminders"), done: false }).into_response()
}

/// `POST /stop/{token}`
pub(super) async fn stop(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let digest = stop_digest(&token);
    let mut scope = Scope::begin(&state.pool, Asker::Stop(&digest)).await?;
    store::mail::stop(&mut *scope, &digest).await?;
    scope.commit().await?;
    Ok(View(Stop { page: Page::door(&state.shell, "Reminders"), done: true }).into_response())
}
