//! Taking a note back: a page that says what it can and cannot do.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    entries::take_back as revoke,
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
#[template(path = "entries/back.html")]
struct Back {
    page: Page,
    id: String,
    other: Who,
    held: Held,
}

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `GET /n/{id}/back`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let Some(held) = Names::of(&mut visit, [text.shared]).await?.held(text.shared) else {
        return Ok(Redirect::to(&format!("/n/{id}")).into_response());
    };
    let other = super::author_of(&visit);
    Ok(View(Back { page: visit.page("Taking back").at(Nav::Write), id, other, held }).into_response())
}

/// `POST /n/{id}/back`
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
    Ok(Redirect::to(&format!("/n/{id}?done=back")).into_response())
}
