//! Buttons without words of one's own: ending it, an earlier day, and removing what nobody else has.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{find_own, read_day, show};
use crate::{
    apart::{self, Act, Piece, Refused},
    entries::{self, Shared},
    web::{error::Error, form::CheckedForm, forms::Problems, signed_in::SignedIn},
};

/// Which button, and the day that stands beside it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ActForm {
    act: String,
    day: String,
}

/// `POST /us/time`
pub(super) async fn act(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ActForm>,
) -> Result<Response, Error> {
    let day = read_day(&form.day);
    let (act, done) = match (form.act.as_str(), day) {
        ("end", _) => (Act::End, "ended"),
        ("suggest", Some(day)) => (Act::Suggest(day), "suggested"),
        ("agree", Some(day)) => (Act::Agree(day), "agreed"),
        ("leave", _) => (Act::Leave, "left"),
        ("suggest", None) => {
            let mut problems = Problems::default();
            problems.add("day", "Choose a day, for example 2026-05-03.");
            return show::page(visit, "", &form.day, problems).await;
        }
        _ => return Err(Error::Unreadable),
    };
    let now = visit.now;
    let (scope, _, me) = visit.parts();
    match apart::act(scope, me, act, now).await? {
        Ok(_) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/us/time?done={done}")).into_response())
        }
        Err(refused @ Refused::NotEarlier) => {
            let mut problems = Problems::default();
            problems.add("day", refused.says());
            show::page(visit, "", &form.day, problems).await
        }
        Err(_) => Ok(Redirect::to("/us/time?done=gone").into_response()),
    }
}

/// Nothing but the token.
#[derive(Deserialize)]
pub(super) struct Sure {}

/// `POST /us/time/{id}/remove`: for good, as long as nobody else has it.
pub(super) async fn remove(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    if text.shared != Shared::No {
        return Err(Error::Conflict);
    }
    let today = visit.now.date();
    let linked = visit.partner().is_some();
    let (scope, hand, _) = visit.parts();
    entries::remove(scope, hand, None, text.id, today).await?;
    visit.scope.commit().await?;
    let next = match text.content {
        Piece::Last(_) if linked => "/us/leaving#words",
        Piece::Asked(_) | Piece::Back(_) if linked => "/us/time?done=removed",
        _ => "/us/kept?done=removed",
    };
    Ok(Redirect::to(next).into_response())
}
