//! `/us/therapist/words`: the six words that one of the two and the therapist read to each other.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::us::{Done, load, reading};
use crate::{
    therapists,
    vault::{PublicKey, key_phrase},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View},
        signed_in::SignedIn,
        state::AppState,
    },
};

#[derive(Template)]
#[template(path = "therapists/words.html")]
struct Phrase {
    page: Page,
    name: String,
    words: Vec<&'static str>,
    compared: bool,
    differ: bool,
}

#[derive(Deserialize)]
pub(super) struct Compared {
    #[serde(default)]
    same: String,
}

/// The words for two keys, off the async workers: making them reads a long list.
pub(super) async fn words(mine: PublicKey, theirs: PublicKey) -> Result<Vec<&'static str>, Error> {
    let words = tokio::task::spawn_blocking(move || key_phrase(&mine, &theirs)).await;
    words.map(|words| words.to_vec()).map_err(|error| Error::Internal(error.into()))
}

pub(super) async fn show(
    State(state): State<AppState>,
    mut visit: SignedIn,
    Query(done): Query<Done>,
) -> Result<Response, Error> {
    let therapist = reading(load(&state, &mut visit).await?);
    // with a key that does not hold there are no words to compare: the page before says why
    let Some((therapist, pinned)) = therapist.and_then(|one| one.pinned().copied().map(|pin| (one, pin)))
    else {
        return Ok(Redirect::to("/us/therapist").into_response());
    };
    let view = Phrase {
        page: visit.page("Six words").at(Nav::Us),
        name: therapist.name,
        words: words(visit.me().public_key, therapist.public_key).await?,
        compared: pinned.verified(),
        differ: done.done == "differ",
    };
    Ok(View(view).into_response())
}

pub(super) async fn compared(
    State(state): State<AppState>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Compared>,
) -> Result<Response, Error> {
    let therapist = reading(load(&state, &mut visit).await?);
    let Some(pinned) = therapist.and_then(|therapist| therapist.pinned().copied()) else {
        return Ok(Redirect::to("/us/therapist").into_response());
    };
    if form.same != "yes" {
        return Ok(Redirect::to("/us/therapist/words?done=differ").into_response());
    }
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    therapists::compared(scope, hand, &pinned, today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/us/therapist?done=words").into_response())
}
