//! A promise with a rhythm as a calendar file.

use axum::{extract::Path, response::Response};
use icalendar::{Component as _, Property};

use super::find;
use crate::web::{error::Error, ics, signed_in::SignedIn};

/// `GET /plan/items/{id}/item.ics`: only for a promise with days.
pub(super) async fn show(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let (_, commitment) = find(&mut visit, &id).await?;
    let (first, rule) = commitment.calendar().ok_or(Error::NotFound)?;
    let mut event = ics::event("toward calendar promise 1", commitment.id.bytes(), visit.now)?;
    event.append_property(ics::all_day(first)?);
    // it takes no time of the day away
    event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    if let Some(rule) = rule {
        event.append_property(Property::new("RRULE", rule));
    }
    Ok(ics::file(event, "toward.ics"))
}
