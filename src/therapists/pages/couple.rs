//! What a therapist does of their own beside one couple: the words to compare; leaving.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    ending::Nothing,
    guard::{Closed, Seeing, TherapistOf, find},
    words::words as phrase,
};
use crate::{
    entries::PinState,
    ids::{AccessId, PersonId},
    therapists::{
        self, Client, Of, Part,
        access::{Act, Stage},
    },
    web::{
        error::Error,
        form::CheckedForm,
        page::{Page, View, Who},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "therapists/client-words.html")]
struct Phrases {
    page: Page,
    id: AccessId,
    both: Vec<Phrase>,
    differ: bool,
}

/// The six words with one of the two.
struct Phrase {
    who: Who,
    person: PersonId,
    words: Vec<&'static str>,
    compared: bool,
}

#[derive(Template)]
#[template(path = "therapists/leave.html")]
struct Leave {
    page: Page,
    id: AccessId,
    one: Who,
    two: Who,
}

/// What was just done, by its code.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

fn two(of: &Of) -> Result<[Who; 2], Error> {
    match of.two.as_slice() {
        [one, two] => Ok([one, two].map(|client: &Client| Who::new(client.name.clone(), client.seat))),
        _ => Err(Error::NotFound),
    }
}

/// The access that an address names.
pub(super) fn id(text: &str) -> Result<AccessId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

pub(super) async fn words(at: TherapistOf, Query(done): Query<Done>) -> Result<Response, Error> {
    let (visit, of) = at.looks_at(Part::Overview).await?;
    let mut both = Vec::new();
    for client in &of.two {
        // with a key that does not hold there are no words to compare: the page before says why
        let PinState::Holds(pinned) = client.pin else { continue };
        both.push(Phrase {
            who: Who::new(client.name.clone(), client.seat),
            person: client.id,
            words: phrase(visit.me().public_key, client.public_key).await?,
            compared: pinned.verified(),
        });
    }
    let differ = done.done == "differ";
    Ok(View(Phrases { page: visit.page("Six words"), id: of.id, both, differ }).into_response())
}

#[derive(Deserialize)]
pub(super) struct Compared {
    #[serde(default)]
    with: String,
    #[serde(default)]
    same: String,
}

/// `POST /clients/{id}/words`: a note of the therapist's own, about a key.
pub(super) async fn compared(
    Seeing(mut visit): Seeing,
    Path(text): Path<String>,
    CheckedForm(form): CheckedForm<Compared>,
) -> Result<Response, Closed> {
    let of = open(&mut visit, &text).await?;
    let with = of.two.iter().find(|client| client.id.to_string() == form.with);
    let Some(PinState::Holds(pinned)) = with.map(|client| client.pin) else {
        return Err(Error::NotFound.into());
    };
    if form.same != "yes" {
        return Ok(Redirect::to(&format!("/clients/{}/words?done=differ", of.id)).into_response());
    }
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    therapists::compared(scope, hand, &pinned, today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/clients/{}?done=words", of.id)).into_response())
}

pub(super) async fn leaving(Seeing(mut visit): Seeing, Path(text): Path<String>) -> Result<Response, Closed> {
    let of = open(&mut visit, &text).await?;
    let [one, two] = two(&of)?;
    Ok(View(Leave { page: visit.page("Leaving"), id: of.id, one, two }).into_response())
}

/// `POST /clients/{id}/leave`: their own part in it ends, and with it all of it.
pub(super) async fn leave(
    Seeing(mut visit): Seeing,
    Path(text): Path<String>,
    CheckedForm(Nothing {}): CheckedForm<Nothing>,
) -> Result<Response, Closed> {
    let of = find(&mut visit, id(&text)?).await?;
    let now = visit.now;
    let (scope, _, me) = visit.parts();
    // whatever else ended it in the meantime, it is over
    let _over = therapists::act(scope, me.id, of.couple, Act::End, now).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/clients?done=left").into_response())
}

/// One of the visitor's that runs; one that has ended says so.
pub(super) async fn open(visit: &mut SignedIn, text: &str) -> Result<Of, Error> {
    let of = find(visit, id(text)?).await?;
    if matches!(of.stage, Stage::Open { .. }) { Ok(of) } else { Err(Error::Over) }
}
