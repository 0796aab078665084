//! The agreed time as a calendar file. It says that there is something, and nothing about what: no name, no place, no
//! purpose, because calendars are seen by others.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use icalendar::{Calendar, Component, Event, Property};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::asking;
use crate::{
    conversations::Meeting,
    web::{error::Error, signed_in::SignedIn},
};

const STAMP: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");

fn stamp(at: OffsetDateTime) -> Result<String, Error> {
    at.to_offset(time::UtcOffset::UTC).format(STAMP).map_err(|error| Error::Internal(error.into()))
}

/// `GET /talk/{id}/time.ics`: only while a time is agreed on.
pub(super) async fn show(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let begins = talk.meeting.as_ref().filter(|_| talk.running).and_then(Meeting::at);
    let begins = begins.ok_or(Error::NotFound)?;
    // The same talk is the same entry in a calendar, and the entry does not tell the talk's address.
    let hash = Sha256::new().chain_update(b"toward calendar 1\0").chain_update(talk.id.bytes()).finalize();
    let uid = data_encoding::HEXLOWER.encode(hash.get(..16).unwrap_or_default());
    let event = Event::new()
        .uid(&uid)
        .summary("Toward")
        .description("A time you set aside")
        .append_property(Property::new("DTSTAMP", stamp(visit.now)?))
        .append_property(Property::new("DTSTART", stamp(begins)?))
        .append_property(Property::new("DTEND", stamp(begins + Duration::HOUR)?))
        .append_property(Property::new("CLASS", "PRIVATE"))
        .done();
    let calendar = Calendar::new().push(event).done().to_string();
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"time.ics\""),
    ];
    Ok((headers, calendar).into_response())
}
