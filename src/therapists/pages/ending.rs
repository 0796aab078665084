//! `/us/therapist/end`: ending a therapist's access, alone and at once. The page says first what that means.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::us::{load, reading};
use crate::{
    therapists::{self, access::Act},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View},
        signed_in::SignedIn,
        state::AppState,
    },
};

/// A form with nothing in it but its token.
#[derive(Deserialize)]
pub(super) struct Nothing {}

#[derive(Template)]
#[template(path = "therapists/end.html")]
struct End {
    page: Page,
    name: String,
    other: String,
}

pub(super) async fn show(State(state): State<AppState>, mut visit: SignedIn) -> Result<Response, Error> {
    let other = visit.partner().map(|partner| partner.name.clone());
    let therapist = reading(load(&state, &mut visit).await?);
    let (Some(other), Some(therapist)) = (other, therapist) else {
        return Ok(Redirect::to("/us/therapist").into_response());
    };
    let page = visit.page("You two").at(Nav::Us);
    Ok(View(End { page, name: therapist.name, other }).into_response())
}

pub(super) async fn end(
    mut visit: SignedIn,
    CheckedForm(Nothing {}): CheckedForm<Nothing>,
) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, _, me) = visit.parts();
    if let Some(couple) = me.couple {
        // whatever else ended it in the meantime, it is over
        let _over = therapists::act(scope, me.id, couple, Act::End, now).await?;
    }
    visit.scope.commit().await?;
    Ok(Redirect::to("/us/therapist?done=ended").into_response())
}
