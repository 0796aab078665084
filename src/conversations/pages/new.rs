//! Beginning a talk: the other is asked for one, and learns nothing about what. Words come after both have answered
//! whether they are in.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    conversations::{Talk, prompts, store},
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

/// The form: nothing but its own number, so that sending it twice begins one talk.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NewForm {
    once: String,
}

#[derive(Template)]
#[template(path = "conversations/new.html")]
struct NewPage {
    page: Page,
    shown: prompts::Shown,
    once: String,
}

#[derive(Template)]
#[template(path = "conversations/alone.html")]
struct AlonePage {
    page: Page,
    paused: bool,
}

/// Nobody to talk to yet, or nobody whose key holds.
fn alone(visit: &SignedIn) -> Response {
    let paused = visit.partner().is_some();
    View(AlonePage { page: visit.page("Talk").at(Nav::Talk), paused }).into_response()
}

/// `GET /talk/new`
pub(super) async fn show(visit: SignedIn) -> Result<Response, Error> {
    let (Some(partner), Some(_)) = (visit.partner(), visit.pinned()) else { return Ok(alone(&visit)) };
    let page = NewPage {
        page: visit.page("Talk").at(Nav::Talk),
        shown: prompts::START.with(&partner.name),
        once: Uuid::new_v4().to_string(),
    };
    Ok(View(page).into_response())
}

/// `POST /talk/new`: the other is asked. The same form twice is one talk.
pub(super) async fn begin(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<NewForm>,
) -> Result<Response, Error> {
    let (Some(pinned), Some(couple)) = (visit.pinned(), visit.me().couple) else { return Ok(alone(&visit)) };
    let once = Uuid::parse_str(&form.once).map_err(|_| Error::Unreadable)?;
    let today = visit.now.date();
    let (scope, _, me) = visit.parts();
    let (id, new) = store::begin(scope, couple, me.id, once, &Talk::begun(), today).await?;
    if new {
        live::hint(scope, pinned.contact()).await?;
    }
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/talk/{id}")).into_response())
}
