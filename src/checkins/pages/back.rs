//! `/weeks/{week}/back`: taking one's own back, after a page that says what that can and cannot do.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    checkins::{Event, Held, Release, Theirs},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Page, View},
        readers::Names,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "checkins/back.html")]
struct Back {
    page: Page,
    name: String,
    /// "Noor", "Noor and Amari".
    readers: String,
    /// The therapist who holds it, too.
    therapist: Option<String>,
    week: String,
    /// It waits: nobody has ever been able to read it, as far as its author can know.
    waits: bool,
    fixed: bool,
}

/// From whom.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct BackForm {
    /// `therapist` for them alone; else from everybody.
    from: String,
}

/// Whether it waits and has never been open, as far as its author can know.
fn never_opened(held: &Held) -> bool {
    let view = held.view();
    view.mine.release == Release::Both && view.theirs == Theirs::NotHere
}

/// `GET /weeks/{week}/back`
pub(super) async fn show(Path(week): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let held = super::read_week(&mut visit, &week).await?;
    let path = super::path(&held.opened);
    if !held.linked || held.may(Event::TakeBack).is_err() {
        return Ok(Redirect::to(&path).into_response());
    }
    let view = held.view();
    let names = Names::when(&mut visit, held.is_for_therapist()).await?;
    let back = Back {
        page: super::page(&visit, "Taking back"),
        name: super::other_name(&visit),
        readers: if held.is_for_therapist() { names.both() } else { super::other_name(&visit) },
        therapist: held.is_for_therapist().then(|| names.therapist().to_owned()),
        week: path,
        waits: never_opened(&held),
        fixed: !view.mine.may_change,
    };
    Ok(View(back).into_response())
}

/// `POST /weeks/{week}/back`
pub(super) async fn take_back(
    Path(week): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<BackForm>,
) -> Result<Response, Error> {
    let held = super::hold_week(&mut visit, &week).await?;
    let path = super::path(&held.opened);
    if form.from == "therapist" {
        let pinned = visit.pinned();
        let (scope, hand, _) = visit.parts();
        if !held.take_back_from_therapist(scope, hand, pinned.as_ref()).await? {
            return Ok(Redirect::to(&path).into_response());
        }
        visit.scope.commit().await?;
        return Ok(Redirect::to(&format!("{path}?done=narrowed")).into_response());
    }
    let Some(partner) = visit.partner().map(|partner| partner.id).filter(|_| held.linked) else {
        return Err(Error::NotFound);
    };
    let (now, waited) = (visit.now, never_opened(&held));
    let (scope, hand, _) = visit.parts();
    if held.take_back(scope, hand, partner, now).await?.is_err() {
        return Ok(Redirect::to(&path).into_response());
    }
    visit.scope.commit().await?;
    let done = if waited { "private" } else { "back" };
    Ok(Redirect::to(&format!("{path}?done={done}")).into_response())
}
