//! Calendar files. They say that there is something, and nothing about what: no name, no place, no purpose, because
//! calendars are seen by others.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use icalendar::{Calendar, Component as _, Event, Property};
use sha2::{Digest as _, Sha256};
use time::{Date, OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::error::Error;

const STAMP: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]");

/// A moment as calendars write it.
///
/// # Errors
/// When it cannot be written so.
pub fn stamp(at: OffsetDateTime) -> Result<String, Error> {
    at.to_offset(time::UtcOffset::UTC).format(STAMP).map_err(|error| Error::Internal(error.into()))
}

/// An entry of the calendar that says nothing. The same thing is the same entry, and the entry does not tell the
/// address of what it is for.
///
/// # Errors
/// When the moment cannot be written.
pub fn event(what: &str, id: &[u8], now: OffsetDateTime) -> Result<Event, Error> {
    let hash = Sha256::new().chain_update(what.as_bytes()).chain_update(b"\0").chain_update(id).finalize();
    let uid = data_encoding::HEXLOWER.encode(hash.get(..16).unwrap_or_default());
    Ok(Event::new()
        .uid(&uid)
        .summary("Toward")
        .append_property(Property::new("DTSTAMP", stamp(now)?))
        .append_property(Property::new("CLASS", "PRIVATE"))
        .done())
}

/// The day of an entry that lasts a whole day.
///
/// # Errors
/// When it cannot be written so.
pub fn all_day(day: Date) -> Result<Property, Error> {
    let day = day.format(DAY).map_err(|error| Error::Internal(error.into()))?;
    Ok(Property::new("DTSTART", day).add_parameter("VALUE", "DATE").done())
}

/// The file to keep.
#[must_use]
pub fn file(event: Event, name: &str) -> Response {
    let calendar = Calendar::new().push(event).done().to_string();
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, calendar).into_response()
}
