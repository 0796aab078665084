//! Removing for good what nobody else can read: a moment, a line that was not sent, an answer that was not given.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{id_of, share::own_reply};
use crate::{
    entries::{hold, remove as erase},
    hard::private,
    web::{error::Error, form::CheckedForm, signed_in::SignedIn},
};

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `POST /now/{id}/remove`
pub(super) async fn remove(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let id = id_of(&id)?;
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    // a line that was written after it stays
    if private::one(scope, hand, id).await?.is_none() {
        if let Some(reply) = own_reply(&mut visit, id).await? {
            hold(&mut visit.scope, reply.content.to).await?;
            if own_reply(&mut visit, id).await?.is_none_or(|reply| reply.is_given()) {
                return Err(Error::Conflict);
            }
        } else {
            super::find_own(&mut visit, id).await?;
            hold(&mut visit.scope, id).await?;
            let (matter, _) = super::find_own(&mut visit, id).await?;
            if !matter.may_change() {
                return Err(Error::Conflict);
            }
        }
    }
    let (scope, hand, _) = visit.parts();
    erase(scope, hand, None, id, today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/now?done=removed").into_response())
}
