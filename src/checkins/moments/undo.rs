//! Taking a mark back from the other one, and removing it for good: each after a page that says what it can and cannot do.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    entries::{drop_draft, remove as erase, take_back as revoke},
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
#[template(path = "checkins/moment-undo.html")]
struct Undo {
    page: Page,
    path: String,
    other: Who,
    removes: bool,
    /// Who else holds it.
    held: Option<Held>,
}

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `GET /weeks/moments/{id}/back`
pub(super) async fn ask_back(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let held = Names::of(&mut visit, [text.shared]).await?.held(text.shared);
    if held.is_none() {
        return Ok(Redirect::to("/weeks/moments").into_response());
    }
    let other = super::other(&visit);
    let page = visit.page("Taking back").at(Nav::Weeks);
    Ok(View(Undo { page, path: super::path(text.id), other, removes: false, held }).into_response())
}

/// `POST /weeks/moments/{id}/back`
pub(super) async fn take_back(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    if let Some(partner) = visit.partner().map(|partner| partner.id) {
        let today = visit.now.date();
        let (scope, hand, _) = visit.parts();
        if revoke(scope, hand, partner, text.id, today).await? {
            live::hint(scope, partner).await?;
        }
        visit.scope.commit().await?;
    }
    Ok(Redirect::to("/weeks/moments?done=back").into_response())
}

/// `GET /weeks/moments/{id}/remove`
pub(super) async fn ask_removal(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let held = Names::of(&mut visit, [text.shared]).await?.held(text.shared);
    let other = super::other(&visit);
    let page = visit.page("Removing").at(Nav::Weeks);
    Ok(View(Undo { page, path: super::path(text.id), other, removes: true, held }).into_response())
}

/// `POST /weeks/moments/{id}/remove`
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
    drop_draft(scope, hand, &format!("moment/{id}")).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/weeks/moments?done=removed").into_response())
}
