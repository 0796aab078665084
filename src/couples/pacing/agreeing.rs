//! Suggesting another pace, and the answer of the other one: agree, leave it, or suggest something else.
//!
//! Every act names the suggestion that its page showed. If that one is not on the table any more, nothing happens and
//! the page says so: nobody agrees to, or replaces, what they have not seen.

use sqlx::PgConnection;

use super::{Pacing, store};
use crate::{
    couples::Me,
    ids::{CoupleId, PaceId, PersonId},
    web::live,
};

/// A pace that one of the two has suggested and that is not agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Which one.
    pub id: PaceId,
    /// Whether it is one's own.
    pub mine: bool,
    /// Whether the other one would rather leave it as it is. Only its proposer is told.
    pub left: bool,
    /// What was suggested.
    pub pacing: Pacing,
}

/// How suggesting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggested {
    /// It lies on the table.
    Done,
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

impl Answered {
    const fn of(done: bool) -> Self {
        if done { Self::Done } else { Self::Gone }
    }
}

/// The two, as everything here needs them: nobody agrees on anything alone.
fn two(me: &Me) -> Option<(CoupleId, PersonId)> {
    me.couple.zip(me.partner.as_ref().map(|partner| partner.id))
}

/// What lies on the table for `me`: a suggestion of either, or one's own that was left.
///
/// # Errors
/// When the database cannot be reached.
pub async fn suggestion(tx: &mut PgConnection, me: &Me) -> Result<Option<Suggestion>, sqlx::Error> {
    let Some((couple, _)) = two(me) else { return Ok(None) };
    let row = store::suggestion(tx, couple).await?;
    Ok(row
        .map(|row| Suggestion { id: row.id, mine: row.by == me.id, left: row.left, pacing: row.pacing })
        .filter(|row| row.mine || !row.left))
}

/// Puts `pacing` on the table, in place of the suggestion that the page showed.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn suggest(
    tx: &mut PgConnection,
    me: &Me,
    shown: Option<PaceId>,
    pacing: &Pacing,
) -> Result<Suggested, sqlx::Error> {
    let Some((couple, partner)) = two(me) else { return Ok(Suggested::Meanwhile) };
    let there = store::suggestion(&mut *tx, couple).await?;
    let open = there.as_ref().filter(|row| row.by == me.id || !row.left);
    if open.map(|row| row.id) != shown {
        return Ok(Suggested::Meanwhile);
    }
    if open.is_some_and(|row| row.by != me.id && row.pacing == *pacing) {
        return Ok(Suggested::AsTheirs);
    }
    if me.pacing == *pacing {
        return Ok(Suggested::AsItIs);
    }
    if let Some(row) = there
        && !store::clear(&mut *tx, couple, row.id).await?
    {
        return Ok(Suggested::Meanwhile);
    }
    if !store::put(&mut *tx, couple, me.id, pacing).await? {
        return Ok(Suggested::Meanwhile);
    }
    live::hint(tx, partner).await?;
    Ok(Suggested::Done)
}

/// Agrees to the other one's suggestion: from now on it holds.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn agree(tx: &mut PgConnection, me: &Me, id: PaceId) -> Result<Answered, sqlx::Error> {
    answer(tx, me, id, "agreed").await
}

/// Leaves it as it is.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn leave_it(tx: &mut PgConnection, me: &Me, id: PaceId) -> Result<Answered, sqlx::Error> {
    answer(tx, me, id, "left").await
}

async fn answer(tx: &mut PgConnection, me: &Me, id: PaceId, answer: &str) -> Result<Answered, sqlx::Error> {
    let Some((couple, partner)) = two(me) else { return Ok(Answered::Gone) };
    let done = store::answer(&mut *tx, couple, me.id, id, answer).await?;
    live::hint(tx, partner).await?;
    Ok(Answered::of(done))
}

/// Takes one's own suggestion back, or puts it away after the other one has left it.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn take_back(tx: &mut PgConnection, me: &Me, id: PaceId) -> Result<Answered, sqlx::Error> {
    let Some((couple, partner)) = two(me) else { return Ok(Answered::Gone) };
    let done = store::take_back(&mut *tx, couple, me.id, id).await?;
    live::hint(tx, partner).await?;
    Ok(Answered::of(done))
}
