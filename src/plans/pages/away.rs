//! `/plan/draft/away`: putting one's draft away for good. Nobody else knew of it.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::{
    plans::drafts,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "plans/away.html")]
struct Away {
    page: Page,
}

/// `GET /plan/draft/away`
pub(super) async fn ask(mut visit: SignedIn) -> Result<Response, Error> {
    let (scope, hand, me) = visit.parts();
    if drafts::find(scope, hand, me).await?.is_none() {
        return Ok(Redirect::to("/plan").into_response());
    }
    Ok(View(Away { page: visit.page("Plan").at(Nav::Plan) }).into_response())
}

/// Nothing to fill in.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// `POST /plan/draft/away`
pub(super) async fn put_away(
    mut visit: SignedIn,
    CheckedForm(Nothing {}): CheckedForm<Nothing>,
) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    if let Some(draft) = drafts::find(scope, hand, me).await? {
        drafts::drop(scope, hand, &draft, now).await?;
    }
    visit.scope.commit().await?;
    Ok(Redirect::to("/plan?done=away").into_response())
}
