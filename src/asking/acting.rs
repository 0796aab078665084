//! What follows from an act: on which day somebody is to be reminded of what they said they would answer.
//!
//! What must stay true: only what both know is put down. It goes when the question does, when it is answered, and when the
//! day is taken back.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{Matter, Stand, matter};
use crate::{
    conversations::meeting::moment,
    couples::Me,
    entries::Hand,
    ids::EntryId,
    reminders::{self, Kind},
};

/// By the couple's clock.
const HOUR: &str = "09:00";

/// When the day of an answer comes, if one is waited for.
fn comes(matter: &Matter, zone: &str) -> Option<OffsetDateTime> {
    let on = |day: Date| moment(&day.to_string(), HOUR, zone).ok();
    match matter.stand() {
        Stand::By(day) => on(day),
        Stand::Private | Stand::Open | Stand::Therapist | Stand::Answered => None,
    }
}

/// After an act about this question: whoever was asked is reminded of the day they chose, or of none.
pub(super) async fn remember(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let Some(matter) = matter::one(tx, hand, me, id).await? else { return Ok(()) };
    let partner = me.partner.as_ref().map(|partner| partner.id);
    let Some(asked) = (if matter.is_of(me.id) { partner } else { Some(me.id) }) else { return Ok(()) };
    match comes(&matter, me.pacing.zone()).filter(|at| *at > now) {
        Some(at) => reminders::remind(tx, asked, Kind::Answer, id.0, at).await,
        None => reminders::forget(tx, asked, Kind::Answer, id.0).await,
    }
}
