//! A private calendar: what is due for one person, as a calendar program reads it.
//!
//! What must stay true: every entry is called the same and says nothing else, because calendars are seen by others. The
//! address is the permission: unguessable, shown once, kept as a digest, and taken back at any moment. The same
//! calendar is the same bytes, so a program that asks often is answered with nothing.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use icalendar::{Calendar, Component, Event, Property};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::{
    Kind,
    store::feed::{self, Coming},
};
use crate::{ids::PersonId, vault::ServerSecret};

const STAMP: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// How many rounds ahead a calendar holds.
const ROUNDS: usize = 12;

/// A new private address's secret part.
pub(super) struct FeedToken(String);

impl FeedToken {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 20];
        getrandom::fill(&mut bytes)?;
        Ok(Self(BASE64URL_NOPAD.encode(&bytes)))
    }

    /// The path of the calendar.
    #[must_use]
    pub(super) fn path(&self) -> String {
        format!("/cal/{}.ics", self.0)
    }
}

/// How the database knows the name of a calendar's file; none when no calendar is called like that.
#[must_use]
pub(super) fn digest(file: &str) -> Option<[u8; 32]> {
    let token = file.strip_suffix(".ics").filter(|token| token.len() == 27)?;
    Some(Sha256::new().chain_update(b"toward calendar feed 1\0").chain_update(token).finalize().into())
}

/// Makes a private address, in place of an earlier one, which stops working.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn make(
    tx: &mut PgConnection,
    me: PersonId,
    token: &FeedToken,
    today: time::Date,
) -> Result<(), sqlx::Error> {
    let Some(digest) = token.path().strip_prefix("/cal/").and_then(digest) else { return Ok(()) };
    feed::put(tx, me, &digest, today).await
}

/// The calendar with this digest, and what it is called in a cache; none when there is none.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn calendar(
    tx: &mut PgConnection,
    digest: &[u8; 32],
    secret: &ServerSecret,
) -> anyhow::Result<Option<(String, String)>> {
    let Some(coming) = feed::coming(tx, digest).await? else { return Ok(None) };
    let mut calendar = Calendar::new();
    calendar.name("Toward");
    calendar.append_property(Property::new("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"));
    // rounds of one's own go on until the first of the two's
    let common = coming.iter().filter(|one| one.shared && one.rhythm.is_some()).map(|one| one.at).min();
    // nothing stands in the time that the two take apart but the day on which it ends
    let back = coming.iter().filter(|one| one.kind == Kind::Return).map(|one| one.at).max();
    for one in coming.iter().filter(|one| one.kind.is_for_calendars()) {
        let ends = common.filter(|_| one.rhythm.is_some() && !one.shared);
        let holds = |at: &OffsetDateTime| {
            ends.is_none_or(|ends| *at < ends)
                && (one.kind == Kind::Return || back.is_none_or(|back| *at >= back))
        };
        for at in moments(one).into_iter().filter(holds) {
            // A round is known by its moment; everything else keeps its name when it moves.
            let moved = if one.rhythm.is_some() { at.unix_timestamp() } else { 0 };
            let name: [&[u8]; 4] =
                [digest, one.kind.code().as_bytes(), one.about.as_bytes(), &moved.to_be_bytes()];
            let name = HEXLOWER.encode(secret.mac("calendar entry", &name).get(..16).unwrap_or_default());
            calendar.push(entry(&name, at)?);
        }
    }
    let text = calendar.done().to_string();
    let mark = HEXLOWER.encode(Sha256::digest(&text).get(..16).unwrap_or_default());
    Ok(Some((text, format!("\"{mark}\""))))
}

fn moments(one: &Coming) -> Vec<OffsetDateTime> {
    match &one.rhythm {
        None => vec![one.at],
        Some(rhythm) => {
            std::iter::successors(Some(one.at), |at| rhythm.week_after(*at)).take(ROUNDS).collect()
        }
    }
}

fn entry(name: &str, at: OffsetDateTime) -> anyhow::Result<Event> {
    let stamp = |at: OffsetDateTime| at.to_offset(time::UtcOffset::UTC).format(STAMP);
    let event = Event::new()
        .uid(name)
        .summary("Toward")
        // No clock: the same entry has to be the same text each time.
        .append_property(Property::new("DTSTAMP", stamp(at)?))
        .append_property(Property::new("DTSTART", stamp(at)?))
        .append_property(Property::new("DTEND", stamp(at + Duration::minutes(30))?))
        .append_property(Property::new("CLASS", "PRIVATE"))
        .append_property(Property::new("TRANSP", "TRANSPARENT"))
        .done();
    Ok(event)
}

impl Kind {
    /// Whether it has a time of its own that somebody plans a day around.
    const fn is_for_calendars(self) -> bool {
        matches!(self, Self::CheckIn | Self::Appointment | Self::Review | Self::Date | Self::Return)
    }
}
