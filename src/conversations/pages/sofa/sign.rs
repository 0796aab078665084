//! The other one signs in on the phone that lies between the two: its session ends, theirs begins, and stays on the talk.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use secrecy::SecretString;
use serde::Deserialize;

use super::{away::DoorPage, foot, holding, is_locked};
use crate::{
    accounts::{
        Accounts, Entered, SignInName,
        pages::{Beginning, begin, wait},
    },
    conversations::{
        Opened,
        pages::{aloud, asking},
        prompts::together,
    },
    web::{
        error::Error,
        form::{CheckedForm, Door},
        forms::{Field, Problems},
        halfway::{self, Halfway},
        page::View,
        signed_in::SignedIn,
    },
};

/// What is said to a name and a passphrase that do not open the other one's account, whoever's they are.
const NO: &str = "This name and passphrase do not belong together. Look at both, and try again.";

fn page(visit: &SignedIn, talk: &Opened) -> DoorPage {
    DoorPage {
        page: visit.page("Sign in"),
        foot: foot(visit, talk),
        shown: together::SIGN.with(&talk.their_name),
        action: format!("/talk/{}/sofa/sign", talk.id),
        problems: Problems::default(),
        name: Some(
            Field::new("sign_in", "The name you sign in with")
                .autocomplete("username")
                .max(SignInName::LONGEST)
                .required(),
        ),
        passphrase: Field::new("passphrase", "Passphrase").autocomplete("current-password").required(),
    }
}

/// `GET /talk/{id}/sofa/sign`
pub(in crate::conversations::pages) async fn show(
    mut visit: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    if !is_locked(&visit, &talk) || !aloud::one_phone(&talk) {
        return Ok(Redirect::to(&format!("/talk/{}/sofa", talk.id)).into_response());
    }
    Ok(View(page(&visit, &talk)).into_response())
}

/// Name and passphrase of the other one.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::conversations::pages) struct SignForm {
    sign_in: String,
    passphrase: String,
}

/// `POST /talk/{id}/sofa/sign`
pub(in crate::conversations::pages) async fn sign(
    State(accounts): State<Accounts>,
    door: Door,
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<SignForm>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let partner = visit.partner().map(|partner| partner.id);
    if !is_locked(&visit, &talk) || !aloud::one_phone(&talk) {
        return Ok(Redirect::to(&format!("/talk/{}/sofa", talk.id)).into_response());
    }
    let page = page(&visit, &talk);
    let (session, site, page_now) = (visit.session().clone(), Arc::clone(&visit.site), visit.now);
    // the connection goes back before another is asked for
    drop(visit);
    let Some(name) = SignInName::parse(&form.sign_in) else {
        return Ok(refused(page, &form, StatusCode::UNPROCESSABLE_ENTITY, NO.to_owned()));
    };
    let counter = door.counter(&site, &name.key());
    let opened = match accounts.enter(&counter, &name, SecretString::from(form.passphrase.as_str())).await {
        Ok(Entered::Yes(opened)) if Some(opened.person) == partner => opened,
        Ok(Entered::Half(half)) if Some(half.person()) == partner => {
            let to = holding(&talk, talk.seat.other());
            let waits = Halfway::begin(*half, &name, page_now).going_to(to).on_sofa(talk.id);
            halfway::begin(&session, &waits).await?;
            return Ok(door.put(&site, Redirect::to(halfway::PATH)));
        }
        Ok(Entered::Yes(_) | Entered::Half(_) | Entered::No | Entered::Altered) => {
            return Ok(refused(page, &form, StatusCode::UNPROCESSABLE_ENTITY, NO.to_owned()));
        }
        Err(Error::TooMany(seconds)) => {
            return Ok(refused(page, &form, StatusCode::TOO_MANY_REQUESTS, wait(seconds)));
        }
        Err(error) => return Err(error),
    };
    let then = Redirect::to(&holding(&talk, talk.seat.other()));
    let beginning = Beginning { opened: &opened, name: &name, stay: false, code: None, sofa: Some(talk.id) };
    let begun = begin(&accounts, &session, door, beginning, then).await?;
    Ok(begun.unwrap_or_else(|| Redirect::to("/sign-in").into_response()))
}

fn refused(mut page: DoorPage, form: &SignForm, status: StatusCode, says: String) -> Response {
    page.problems.add("sign_in", says);
    page.name = page.name.map(|field| field.value(form.sign_in.clone()).checked(&page.problems));
    (status, View(page)).into_response()
}
