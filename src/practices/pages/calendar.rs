//! A day that both said yes to, as a calendar file.

use axum::{extract::Path, response::Response};
use icalendar::{Component as _, Property};

use super::find;
use crate::web::{error::Error, ics, signed_in::SignedIn};

/// `GET /p/{id}/day.ics`: only while both say yes to a day.
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let matter = find(&mut visit, &id).await?;
    let day = matter.day().ok_or(Error::NotFound)?;
    let mut event = ics::event("toward calendar day 1", matter.id.bytes(), visit.now)?;
    event.append_property(ics::all_day(day)?);
    // it takes no time of the day away
    event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    Ok(ics::file(event, "toward.ics"))
}
