//! Putting the phone away: the passphrase of whoever is signed in on it brings the rest of their pages back.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use secrecy::SecretString;
use serde::Deserialize;

use super::{Foot, foot, is_locked};
use crate::{
    accounts::{Accounts, pages::wait},
    conversations::{
        Opened,
        pages::asking,
        prompts::{Shown, together},
    },
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Page, View},
        session,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "conversations/sofa-door.html")]
pub(super) struct DoorPage {
    pub(super) page: Page,
    pub(super) foot: Foot,
    pub(super) shown: Shown,
    pub(super) action: String,
    pub(super) problems: Problems,
    pub(super) name: Option<Field>,
    pub(super) passphrase: Field,
}

fn page(visit: &SignedIn, talk: &Opened, problems: Problems) -> DoorPage {
    let name = &talk.my_name;
    DoorPage {
        page: visit.page("Passphrase"),
        foot: foot(visit, talk),
        shown: together::AWAY.with(name),
        action: format!("/talk/{}/sofa/away", talk.id),
        name: None,
        passphrase: Field::new("passphrase", format!("{name}’s passphrase"))
            .autocomplete("current-password")
            .required()
            .checked(&problems),
        problems,
    }
}

/// `GET /talk/{id}/sofa/away`
pub(in crate::conversations::pages) async fn show(
    mut visit: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    if !is_locked(&visit, &talk) {
        return Ok(Redirect::to(&format!("/talk/{}", talk.id)).into_response());
    }
    Ok(View(page(&visit, &talk, Problems::default())).into_response())
}

/// The passphrase.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::conversations::pages) struct AwayForm {
    passphrase: String,
}

/// `POST /talk/{id}/sofa/away`
pub(in crate::conversations::pages) async fn take(
    State(accounts): State<Accounts>,
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<AwayForm>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let back = Redirect::to(&format!("/talk/{}", talk.id));
    if !is_locked(&visit, &talk) {
        return Ok(back.into_response());
    }
    let me = visit.me().id;
    let given = SecretString::from(form.passphrase);
    let (status, says) = match accounts.is_own(&mut visit.scope, me, given).await {
        Ok(true) => {
            let (session, mut login, now) = (visit.session().clone(), visit.login().clone(), visit.now);
            visit.scope.commit().await?;
            login.sofa = None;
            session::renew(&session, &login, now).await?;
            return Ok(back.into_response());
        }
        Ok(false) => {
            let says = format!("This is not {}’s passphrase. The phone stays on the talk.", talk.my_name);
            (StatusCode::UNPROCESSABLE_ENTITY, says)
        }
        Err(Error::TooMany(seconds)) => (StatusCode::TOO_MANY_REQUESTS, wait(seconds)),
        Err(error) => return Err(error),
    };
    let mut problems = Problems::default();
    problems.add("passphrase", says);
    Ok((status, View(page(&visit, &talk, problems))).into_response())
}
