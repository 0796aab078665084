//! `/weeks/{week}/back`: taking one's own back, after a page that says what that can and cannot do.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    checkins::{Event, Release},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "checkins/back.html")]
struct Back {
    page: Page,
    name: String,
    week: String,
    /// It waits: nobody has ever been able to read it, as far as its author can know.
    waits: bool,
    fixed: bool,
}

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `GET /weeks/{week}/back`
pub(super) async fn show(Path(week): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let held = super::read_week(&mut visit, &week).await?;
    let path = super::path(&held.opened);
    if !held.linked || held.may(Event::TakeBack).is_err() {
        return Ok(Redirect::to(&path).into_response());
    }
    let view = held.view();
    let back = Back {
        page: super::page(&visit, "Taking back"),
        name: super::other_name(&visit),
        week: path,
        waits: view.mine.release == Release::Both && held.theirs.is_none(),
        fixed: !view.mine.may_change,
    };
    Ok(View(back).into_response())
}

/// `POST /weeks/{week}/back`
pub(super) async fn take_back(
    Path(week): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let held = super::hold_week(&mut visit, &week).await?;
    let path = super::path(&held.opened);
    let Some(partner) = visit.partner().map(|partner| partner.id).filter(|_| held.linked) else {
        return Err(Error::NotFound);
    };
    let (now, waited) = (visit.now, held.view().mine.release == Release::Both && held.theirs.is_none());
    let (scope, hand, _) = visit.parts();
    if held.take_back(scope, hand, partner, now).await?.is_err() {
        return Ok(Redirect::to(&path).into_response());
    }
    visit.scope.commit().await?;
    let done = if waited { "private" } else { "back" };
    Ok(Redirect::to(&format!("{path}?done={done}")).into_response())
}
