//! Removing a note: for good, after a page that says so.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    entries::{drop_draft, remove as erase},
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Nav, Page, View, Who},
        readers::{Held, Names},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "entries/remove.html")]
struct Remove {
    page: Page,
    id: String,
    other: Who,
    /// Who else holds it.
    held: Option<Held>,
}

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `GET /n/{id}/remove`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let held = Names::of(&mut visit, [text.shared]).await?.held(text.shared);
    let other = super::author_of(&visit);
    Ok(View(Remove { page: visit.page("Removing").at(Nav::Write), id, other, held }).into_response())
}

/// `POST /n/{id}/remove`
pub(super) async fn remove(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let (today, partner) = (visit.now.date(), visit.partner().map(|partner| partner.id));
    let (scope, hand, _) = visit.parts();
    if erase(scope, hand, partner, text.id, today).await?
        && let Some(partner) = partner
    {
        live::hint(scope, partner).await?;
    }
    drop_draft(scope, hand, &format!("note/{id}")).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/write?done=removed").into_response())
}
