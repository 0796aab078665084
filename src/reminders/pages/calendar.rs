//! `/cal/{file}`: a private calendar, for whoever has its address.
//!
//! What must stay true: an address that is not one, or not any more, is answered like any page that is not there.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::{
    db::{Asker, Scope},
    reminders::feed,
    web::{error::Error, signed_in::Passerby, state::AppState},
};

/// `GET /cal/{file}`
pub(super) async fn show(
    State(state): State<AppState>,
    Path(file): Path<String>,
    headers: HeaderMap,
    _: Passerby,
) -> Result<Response, Error> {
    let digest = feed::digest(&file).ok_or(Error::NotFound)?;
    let mut scope = Scope::begin(&state.pool, Asker::Feed(&digest)).await?;
    let calendar = feed::calendar(&mut scope, &digest, &state.site.secret).await?;
    let (text, mark) = calendar.ok_or(Error::NotFound)?;
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == mark.as_bytes());
    let always = [(header::CACHE_CONTROL, "private, no-cache".to_owned()), (header::ETAG, mark)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, always).into_response());
    }
    let file = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"calendar.ics\""),
    ];
    Ok((always, file, text).into_response())
}
