//! Agreeing on day, hour and zone: one suggests, the other agrees, leaves it, or suggests something else.
//!
//! Every act names the suggestion that its page showed. If that one is not on the table any more, nothing happens and
//! the page says so. Whoever suggests a first rhythm goes on by it alone until the other has agreed; those rounds stay
//! theirs. A suggestion tells the other one a weekday, an hour and a zone, and nothing of rounds that have been.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{Calendar, Rhythm, reminding, store};
use crate::{
    couples::Me,
    ids::{CoupleId, PersonId},
    web::live,
};

/// A rhythm that one of the two has suggested and that is not agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Which one.
    pub id: Uuid,
    /// Whether it is one's own.
    pub mine: bool,
    /// Whether the other one would rather leave it as it is. Only its proposer is told.
    pub left: bool,
    /// What was suggested.
    pub rhythm: Rhythm,
}

/// How suggesting, or choosing for oneself, ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggested {
    /// It lies on the table.
    Done,
    /// There is nobody to agree with: it holds.
    Alone,
    /// It is what holds already.
    AsItIs,
    /// It is what the other one suggests: agreeing is the way.
    AsTheirs,
    /// Something has changed since the page was made; nothing was done.
    Meanwhile,
}

/// How answering ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It is done.
    Done,
    /// It was not on the table any more, or not one's to answer.
    Gone,
}

fn two(me: &Me) -> Option<(CoupleId, PersonId)> {
    me.couple.zip(me.partner.as_ref().map(|partner| partner.id))
}

/// To the minute, as it is stored: openings are at whole minutes, so it stays on the same side of each.
fn minute(now: OffsetDateTime) -> OffsetDateTime {
    let beyond = now.unix_timestamp().rem_euclid(60);
    (now - Duration::seconds(beyond)).replace_nanosecond(0).unwrap_or(now)
}

/// All schedules of `me`, in one query.
///
/// # Errors
/// When the database cannot be reached.
pub async fn calendar(tx: &mut PgConnection) -> Result<Calendar, anyhow::Error> {
    Ok(Calendar::new(store::schedules(tx).await?))
}

/// What lies on the table for `me`: a suggestion of either, or one's own that was left.
///
/// # Errors
/// When the database cannot be reached.
pub async fn suggestion(tx: &mut PgConnection, me: &Me) -> Result<Option<Suggestion>, anyhow::Error> {
    let Some((couple, _)) = two(me) else { return Ok(None) };
    let row = store::suggestion(tx, couple).await?;
    Ok(row
        .map(|row| Suggestion { id: row.id, mine: row.by == Some(me.id), left: row.left, rhythm: row.rhythm })
        .filter(|row| row.mine || !row.left))
}

/// Suggests `rhythm` in place of the suggestion that the page showed; for somebody alone, it holds from now on.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn suggest(
    tx: &mut PgConnection,
    me: &Me,
    shown: Option<Uuid>,
    rhythm: &Rhythm,
    now: OffsetDateTime,
) -> Result<Suggested, anyhow::Error> {
    let Some((couple, partner)) = two(me) else { return choose(tx, me, rhythm, now).await };
    let schedule = store::hold_common(&mut *tx, couple).await?;
    let there = store::suggestion(&mut *tx, couple).await?;
    let open = there.as_ref().filter(|row| row.by == Some(me.id) || !row.left);
    if open.map(|row| row.id) != shown {
        return Ok(Suggested::Meanwhile);
    }
    if open.is_some_and(|row| row.by != Some(me.id) && row.rhythm == *rhythm) {
        return Ok(Suggested::AsTheirs);
    }
    let known = calendar(&mut *tx).await?;
    let common = known.holds(now).filter(|holds| holds.couple == Some(couple));
    if common.is_some_and(|holds| holds.rhythm == rhythm) {
        return Ok(Suggested::AsItIs);
    }
    if common.is_none() {
        choose(&mut *tx, me, rhythm, now).await?;
    }
    if let Some(row) = there {
        store::clear(&mut *tx, schedule, row.id, None).await?;
    }
    store::put(&mut *tx, schedule, me.id, rhythm, None).await?;
    live::hint(tx, partner).await?;
    Ok(Suggested::Done)
}

/// Goes on by `rhythm` alone.
async fn choose(
    tx: &mut PgConnection,
    me: &Me,
    rhythm: &Rhythm,
    now: OffsetDateTime,
) -> Result<Suggested, anyhow::Error> {
    let known = calendar(&mut *tx).await?;
    let schedule = match known.own(now) {
        Some(holds) if holds.rhythm == rhythm => return Ok(Suggested::AsItIs),
        // of two windows at once, one waits for the other
        Some(holds) if store::lock(&mut *tx, holds.schedule).await? => holds.schedule,
        _ => store::begin_own(&mut *tx, me.id, minute(now)).await?,
    };
    store::put(&mut *tx, schedule, me.id, rhythm, Some(minute(now))).await?;
    reminding::own(tx, me, now).await?;
    Ok(Suggested::Alone)
}

/// Agrees to the other one's suggestion: it holds from the next round on.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn agree(
    tx: &mut PgConnection,
    me: &Me,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<Answered, anyhow::Error> {
    answer(tx, me, id, Some(minute(now))).await
}

/// Leaves it as it is.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn leave_it(tx: &mut PgConnection, me: &Me, id: Uuid) -> Result<Answered, anyhow::Error> {
    answer(tx, me, id, None).await
}

async fn answer(
    tx: &mut PgConnection,
    me: &Me,
    id: Uuid,
    since: Option<OffsetDateTime>,
) -> Result<Answered, anyhow::Error> {
    let Some((couple, partner)) = two(me) else { return Ok(Answered::Gone) };
    let Some(schedule) = store::find_common(&mut *tx, couple).await? else { return Ok(Answered::Gone) };
    if !store::answer(&mut *tx, schedule, me.id, id, since).await? {
        return Ok(Answered::Gone);
    }
    if let Some(since) = since {
        reminding::both(&mut *tx, me, since).await?;
    }
    live::hint(tx, partner).await?;
    Ok(Answered::Done)
}

/// Takes one's own suggestion back, or puts it away after the other one has left it.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn take_back(tx: &mut PgConnection, me: &Me, id: Uuid) -> Result<Answered, anyhow::Error> {
    let Some((couple, partner)) = two(me) else { return Ok(Answered::Gone) };
    let Some(schedule) = store::find_common(&mut *tx, couple).await? else { return Ok(Answered::Gone) };
    if !store::clear(&mut *tx, schedule, id, Some(me.id)).await? {
        return Ok(Answered::Gone);
    }
    live::hint(tx, partner).await?;
    Ok(Answered::Done)
}

/// Ends the two's rounds: for somebody who leaves, and before the couple itself ends.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn end(tx: &mut PgConnection, me: &Me, now: OffsetDateTime) -> Result<(), anyhow::Error> {
    if let Some((couple, _)) = two(me) {
        store::end(tx, couple, minute(now)).await?;
    }
    Ok(())
}
