//! The agreed time as a calendar file.

use axum::{extract::Path, response::Response};
use icalendar::{Component as _, Property};
use time::Duration;

use super::asking;
use crate::{
    conversations::Meeting,
    web::{error::Error, ics, signed_in::SignedIn},
};

/// `GET /talk/{id}/time.ics`: only while a time is agreed on.
pub(super) async fn show(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let begins = talk.meeting.as_ref().filter(|_| talk.running).and_then(Meeting::at);
    let begins = begins.ok_or(Error::NotFound)?;
    let event = ics::event("toward calendar 1", talk.id.bytes(), visit.now)?
        .description("A time you set aside")
        .append_property(Property::new("DTSTART", ics::stamp(begins)?))
        .append_property(Property::new("DTEND", ics::stamp(begins + Duration::HOUR)?))
        .done();
    Ok(ics::file(event, "time.ics"))
}
