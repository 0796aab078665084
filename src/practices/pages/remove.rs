//! Removing something for good, as long as it is nobody else's: never shared, or taken back without an answer.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{find_own, hold_matter, write::may_change};
use crate::{
    entries::remove as erase,
    web::{error::Error, form::CheckedForm, signed_in::SignedIn},
};

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `POST /p/{id}/remove`
pub(super) async fn remove(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    hold_matter(&mut visit, &id).await?;
    let (matter, text) = find_own(&mut visit, &id).await?;
    if !matter.facts().may_remove() || !may_change(&mut visit, &matter, &text).await? {
        return Err(Error::Conflict);
    }
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    // what was behind it goes with it
    if let Some(explanation) = &matter.explanation {
        erase(scope, hand, None, explanation.id, today).await?;
    }
    erase(scope, hand, None, text.id, today).await?;
    visit.scope.commit().await?;
    let shelf = matter.of().map_or_else(|| "/between".to_owned(), |of| format!("/between/{}", of.number));
    Ok(Redirect::to(&format!("{shelf}?done=removed")).into_response())
}
