//! What reminders are told of rounds: when the next one opens, and by which rhythm the others follow.
//!
//! What must stay true: rounds of one's own are said of oneself alone. They end by themselves with the first round of
//! the two's (`reminders` knows that), so the other one never has to know of them.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Calendar, Rhythm, agreeing::calendar};
use crate::{
    couples::Me,
    ids::ScheduleId,
    reminders::{self, Whose},
};

/// How far ahead the next opening of a schedule is looked for.
const AHEAD: usize = 4;

/// Says when the rounds of my own open.
pub(super) async fn own(tx: &mut PgConnection, me: &Me, now: OffsetDateTime) -> Result<(), anyhow::Error> {
    let known = calendar(&mut *tx).await?;
    let Some(holds) = known.own(now) else { return Ok(()) };
    say(tx, Whose::Mine(me.id), &known, holds.schedule, holds.rhythm, now).await
}

/// Says when the rounds of the two open, to both.
pub(super) async fn both(tx: &mut PgConnection, me: &Me, now: OffsetDateTime) -> Result<(), anyhow::Error> {
    let Some(partner) = &me.partner else { return Ok(()) };
    let known = calendar(&mut *tx).await?;
    let Some(holds) = known.holds(now).filter(|holds| holds.couple.is_some()) else { return Ok(()) };
    say(tx, Whose::Both(me.id, partner.id), &known, holds.schedule, holds.rhythm, now).await
}

async fn say(
    tx: &mut PgConnection,
    whose: Whose,
    known: &Calendar,
    schedule: ScheduleId,
    rhythm: &Rhythm,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let next = known.next(now, AHEAD).into_iter().find(|it| it.key.schedule == schedule);
    match next {
        Some(next) => reminders::rounds(tx, whose, schedule, next.round.opens, rhythm).await?,
        None => reminders::forget_rounds(tx, whose, schedule).await?,
    }
    Ok(())
}
