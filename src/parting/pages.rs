//! `/us/ways`: to stop or to rethink, three ways. `/us/kept`: what one keeps of a space that has ended.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::gather::Kept;
use crate::{
    couples::{Seat, ended},
    entries,
    ids::EntryId,
    therapists,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Nav, Page, View, Who},
        routes::Routes,
        show,
        signed_in::SignedIn,
    },
};

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/us/ways", ways).get("/us/kept", kept).post("/us/kept/{id}/remove", remove)
}

#[derive(Template)]
#[template(path = "parting/ways.html")]
struct Ways {
    page: Page,
    other: String,
    /// While the two take time: the sentence of both.
    apart: Option<String>,
    /// What the therapist of the two is called, if there is one.
    therapist: Option<String>,
}

/// `GET /us/ways`
async fn ways(mut visit: SignedIn) -> Result<Response, Error> {
    let Some(other) = visit.other() else { return Ok(Redirect::to("/us").into_response()) };
    let (scope, _, me) = visit.parts();
    let therapist = therapists::name_of_reader(scope, me).await?;
    let view = Ways {
        page: visit.page("You two").at(Nav::Us),
        other: other.name,
        apart: visit.apart().map(|apart| apart.says()),
        therapist,
    };
    Ok(View(view).into_response())
}

/// What was just done: a fixed word.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Done {
    done: String,
}

#[derive(Template)]
#[template(path = "parting/kept.html")]
struct KeptPage {
    page: Page,
    name: String,
    on: String,
    kept: Kept,
}

/// The name and the day of the space that has ended, for whoever is in none now.
async fn before(visit: &mut SignedIn) -> Result<Option<(String, String)>, Error> {
    if visit.partner().is_some() {
        return Ok(None);
    }
    let (scope, _, me) = visit.parts();
    Ok(ended(&mut **scope, me.id).await?.map(|past| (past.name, show::day(past.on))))
}

/// `GET /us/kept`
async fn kept(Query(done): Query<Done>, mut visit: SignedIn) -> Result<Response, Error> {
    let Some((name, on)) = before(&mut visit).await? else { return Ok(Redirect::to("/us").into_response()) };
    let kept = Kept::find(&mut visit, Who::new(name.clone(), Seat::Two)).await?;
    let flash = (done.done == "removed").then(|| Flash::done("Removed."));
    let page = visit.page("You two").at(Nav::Us).with_flash(flash);
    Ok(View(KeptPage { page, name, on, kept }).into_response())
}

/// Nothing but the token.
#[derive(Deserialize)]
struct Sure {}

/// `POST /us/kept/{id}/remove`: one's own, for good.
async fn remove(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let (name, _) = before(&mut visit).await?.ok_or(Error::NotFound)?;
    let kept = Kept::find(&mut visit, Who::new(name, Seat::Two)).await?;
    kept.own(id).ok_or(Error::NotFound)?;
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    entries::remove(scope, hand, None, id, today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/us/kept?done=removed").into_response())
}
