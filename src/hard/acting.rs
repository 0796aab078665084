//! What follows from an act: when somebody is reminded that a line came.
//!
//! What must stay true: what is put down says what both know, and comes of what both can see: that a line was sent, and
//! until when its reader has put things away. Whether anybody has opened it changes nothing here.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Rests, matter};
use crate::{
    couples::Me,
    entries::{Hand, Shared},
    ids::EntryId,
    reminders::{self, Kind},
};

/// After an act about one's own line: the other one is reminded of it once, when their night is over, or of nothing.
pub(super) async fn remember(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    was: Shared,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let Some(partner) = me.partner.as_ref().map(|partner| partner.id) else { return Ok(()) };
    let all = matter::all(tx, hand, me, now).await?;
    let Some(matter) = matter::among(tx, hand, me, id, &all).await? else { return Ok(()) };
    let shared = matter.word.is_some_and(|word| word.shared != Shared::No);
    match (was, shared) {
        (_, false) => reminders::forget(tx, partner, Kind::Hard, id.0).await,
        (Shared::No, true) => reminders::remind(tx, partner, Kind::Hard, id.0, comes(&all.rests, now)).await,
        (_, true) => Ok(()),
    }
}

fn comes(rests: &Rests, now: OffsetDateTime) -> OffsetDateTime {
    rests.theirs.as_ref().map_or(now, |rest| rest.until.at)
}

/// What was to come to the asker comes at this moment instead: also what has come already and waits for quiet hours to end or
/// for a mail server. Of what a mail was sent about there is no second one.
pub(super) async fn move_to(
    tx: &mut PgConnection,
    me: &Me,
    at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    for about in reminders::unsent(tx, me.id, Kind::Hard, now).await? {
        reminders::remind(tx, me.id, Kind::Hard, about, at).await?;
    }
    Ok(())
}
