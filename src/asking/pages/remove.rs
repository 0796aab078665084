//! Removing a question for good, as long as it is nobody else's: never asked, or taken back without a reply.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{find_own, id_of};
use crate::{
    asking::private,
    entries::{hold, remove as erase},
    web::{error::Error, form::CheckedForm, signed_in::SignedIn},
};

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `POST /questions/{id}/remove`
pub(super) async fn remove(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    find_own(&mut visit, &id).await?;
    hold(&mut visit.scope, id_of(&id)?).await?;
    let (matter, text) = find_own(&mut visit, &id).await?;
    if !matter.may_change() {
        return Err(Error::Conflict);
    }
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    // what it was for goes with it
    if let Some(wish) = private::wish(scope, hand, text.id).await? {
        erase(scope, hand, None, wish.id, today).await?;
    }
    erase(scope, hand, None, text.id, today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/questions?done=removed").into_response())
}
