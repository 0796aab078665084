//! `/us/words`: the six words that both see, to read out to each other once.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::us::Done;
use crate::{
    couples::compared as note_compared,
    vault::key_phrase,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View, Who},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "couples/words.html")]
struct Phrase {
    page: Page,
    other: Who,
    words: Vec<&'static str>,
    compared: bool,
    differ: bool,
}

#[derive(Deserialize)]
pub(super) struct Compared {
    #[serde(default)]
    same: String,
}

pub(super) async fn show(visit: SignedIn, Query(done): Query<Done>) -> Result<Response, Error> {
    let (Some(other), Some(partner)) = (visit.other(), visit.partner()) else {
        return Ok(Redirect::to("/us").into_response());
    };
    // With a key that does not hold there are no words to compare: the page of the two says why.
    let Some(pinned) = visit.pinned() else { return Ok(Redirect::to("/us").into_response()) };
    let (mine, theirs) = (visit.me().public_key, partner.public_key);
    let words = tokio::task::spawn_blocking(move || key_phrase(&mine, &theirs))
        .await
        .map_err(|error| Error::Internal(error.into()))?;
    let view = Phrase {
        page: visit.page("Six words").at(Nav::Us),
        other,
        words: words.to_vec(),
        compared: pinned.verified(),
        differ: done.done == "differ",
    };
    Ok(View(view).into_response())
}

pub(super) async fn compared(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Compared>,
) -> Result<Response, Error> {
    let Some(pinned) = visit.pinned() else { return Ok(Redirect::to("/us").into_response()) };
    if form.same != "yes" {
        return Ok(Redirect::to("/us/words?done=differ").into_response());
    }
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    note_compared(scope, hand, &pinned, today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/us?done=words").into_response())
}
