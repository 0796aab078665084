//! What the two and the therapist do: one step of [`super::access`], stored.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    access::{Act, Ending, Refusal, Stage},
    store::{self, Row},
};
use crate::{
    couples::Me,
    ids::{CoupleId, PersonId},
    reminders::{self, Kind},
    web::live,
};

/// The couple's access, locked; one whose time is over is ended first.
pub(super) async fn hold(
    tx: &mut PgConnection,
    couple: CoupleId,
    now: OffsetDateTime,
) -> Result<Option<Row>, sqlx::Error> {
    store::lock(tx, couple).await?;
    let Some(row) = store::of_couple(&mut *tx, couple).await? else { return Ok(None) };
    if settle(tx, &row, now).await? { store::of_couple(tx, couple).await } else { Ok(Some(row)) }
}

/// Ends an access whose time is over. Whether it was.
pub(super) async fn settle(
    tx: &mut PgConnection,
    row: &Row,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let over = matches!((row.stage, row.stage.at(now)), (Stage::Open { .. }, Stage::Ended(Ending::RanOut)));
    if let (true, Stage::Open { until, .. }) = (over, row.stage) {
        store::end(tx, row.id, Ending::RanOut, until.date()).await?;
    }
    Ok(over)
}

/// Proposes a therapist to the other one.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn propose(
    tx: &mut PgConnection,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Result<(), Refusal>, sqlx::Error> {
    let (Some(couple), Some(partner)) = (me.couple, &me.partner) else { return Ok(Err(Refusal::NotTheirs)) };
    let row = hold(tx, couple, now).await?;
    let (stage, who) = match &row {
        Some(row) => (row.stage, row.side(me.id)),
        None => (Stage::Nothing, Some(super::access::Side::Proposer)),
    };
    // a proposal begins a new access, in which whoever proposes is the proposer
    let who = who.filter(|side| side.is_partner()).map(|_| super::access::Side::Proposer);
    let Some(who) = who else { return Ok(Err(Refusal::NotTheirs)) };
    if let Err(refusal) = stage.next(who, Act::Propose, now) {
        return Ok(Err(refusal));
    }
    if !store::propose(tx, couple, me.id, partner.id, me.seat).await? {
        return Ok(Err(Refusal::NotNow));
    }
    live::hint(tx, partner.id).await?;
    Ok(Ok(()))
}

/// Does `act` in the couple's access, as one of the two or as their therapist.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn act(
    tx: &mut PgConnection,
    me: PersonId,
    couple: CoupleId,
    act: Act,
    now: OffsetDateTime,
) -> Result<Result<Stage, Refusal>, sqlx::Error> {
    let Some(row) = hold(tx, couple, now).await? else { return Ok(Err(Refusal::NotNow)) };
    let Some(who) = row.side(me) else { return Ok(Err(Refusal::NotTheirs)) };
    let next = match row.stage.next(who, act, now) {
        Ok(next) => next,
        Err(refusal) => return Ok(Err(refusal)),
    };
    store::move_on(tx, &row, next, now.date()).await?;
    for other in [row.proposed_by, row.asked].into_iter().filter(|other| *other != me) {
        live::hint(tx, other).await?;
    }
    if who.is_partner() {
        remind(tx, &row, me, next, now).await?;
    }
    Ok(Ok(next))
}

/// Reminds the one who is asked whether it goes on; whatever was asked before is answered.
async fn remind(
    tx: &mut PgConnection,
    row: &Row,
    me: PersonId,
    next: Stage,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    for person in [row.proposed_by, row.asked] {
        match next {
            Stage::Open { renewal: Some(_), .. } if person != me => {
                reminders::remind(tx, person, Kind::Proposal, row.id.0, now).await?;
            }
            _ => reminders::forget(tx, person, Kind::Proposal, row.id.0).await?,
        }
    }
    Ok(())
}
