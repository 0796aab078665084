//! What somebody does, kept: the days, the one reminder of both, and the hint to the other one's open pages.
//!
//! What must stay true: all of it in the caller's transaction, so that what was told holds and what was not told does not.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Act, Refused, Time, store};
use crate::{
    couples::Me,
    db,
    reminders::{self, Kind},
    web::live,
};

/// What came of it.
pub type Done = Result<Time, Refused>;

/// Does it for `me`. A refusal changes nothing.
///
/// # Errors
/// When the database cannot be reached or refuses; nothing changes then.
pub async fn act(tx: &mut PgConnection, me: &Me, act: Act, now: OffsetDateTime) -> Result<Done, sqlx::Error> {
    let (Some(couple), Some(partner)) = (me.couple, me.partner.as_ref()) else {
        return Ok(Err(Refused::Gone));
    };
    // of two who ask at once, one waits; and the first ask has no row yet
    db::hold(tx, couple.0).await?;
    let running = store::last(&mut *tx, couple).await?.filter(|time| time.holds(now));
    let next = match (&running, act) {
        (Some(time), act) => time.next(me.seat, act, now),
        (None, Act::Ask(day)) => Time::begun(me.seat, day, me.pacing.zone(), now),
        (None, _) => Err(Refused::Gone),
    };
    let next = match next {
        Ok(next) => next,
        Err(refused) => return Ok(Err(refused)),
    };
    if running.is_some() {
        store::put(tx, &next).await?;
    } else {
        store::begin(tx, couple, &next).await?;
    }
    for who in [me.id, partner.id] {
        if next.holds(now) {
            reminders::remind(tx, who, Kind::Return, next.id.0, next.until).await?;
        } else {
            reminders::forget(tx, who, Kind::Return, next.id.0).await?;
        }
    }
    live::hint(tx, partner.id).await?;
    Ok(Ok(next))
}
