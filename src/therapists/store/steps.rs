//! The steps as they are stored: every change to `therapist_access`. A trigger looks at each of them once more.

use sqlx::{PgConnection, PgExecutor};
use time::{Date, OffsetDateTime};

use super::{ENDINGS, Row};
use crate::{
    couples::Seat,
    ids::{AccessId, CoupleId, EntryId, PersonId},
    therapists::access::{self, Stage},
};

fn how(ending: access::Ending) -> &'static str {
    ENDINGS.iter().find(|(_, other)| *other == ending).map_or("run_out", |(name, _)| name)
}

/// False when there is one already.
pub(in crate::therapists) async fn propose(
    tx: &mut PgConnection,
    couple: CoupleId,
    me: PersonId,
    other: PersonId,
    seat: Seat,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into therapist_access (id, couple_id, number, proposed_by, asked, proposer_seat, state)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, 'proposed' from therapist_access where couple_id = $2
         on conflict do nothing",
        AccessId::random().0,
        couple.0,
        me.0,
        other.0,
        seat.number()
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts it into another stage. A link and a therapist have their own ways in: see [`link`] and [`accept`].
pub(in crate::therapists) async fn move_on(
    tx: &mut PgConnection,
    row: &Row,
    next: Stage,
    today: Date,
) -> Result<(), sqlx::Error> {
    match next {
        Stage::Agreed => {
            sqlx::query!(
                "update therapist_access
                 set state = 'agreed', link_hash = null, link_entry = null, linked_by = null, until = null
                 where id = $1",
                row.id.0
            )
            .execute(tx)
            .await?;
        }
        Stage::Open { until, renewal } => {
            let renewal = renewal.and_then(|side| row.person(side)).map(|id| id.0);
            sqlx::query!(
                "update therapist_access set until = $2, renewal_by = $3 where id = $1 and state = 'active'",
                row.id.0,
                until,
                renewal
            )
            .execute(tx)
            .await?;
        }
        Stage::Ended(ending) => end(tx, row.id, ending, today).await?,
        Stage::Nothing | Stage::Proposed | Stage::LinkOut { .. } => {}
    }
    Ok(())
}

pub(in crate::therapists) async fn end(
    tx: &mut PgConnection,
    id: AccessId,
    ending: access::Ending,
    on: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update therapist_access
         set state = 'ended', how = $2, ended_on = $3, link_hash = null, renewal_by = null
         where id = $1 and state <> 'ended'",
        id.0,
        how(ending),
        on
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A link as it is put into the access.
pub(in crate::therapists) struct NewLink<'a> {
    pub(in crate::therapists) by: PersonId,
    pub(in crate::therapists) entry: EntryId,
    pub(in crate::therapists) hash: &'a [u8; 32],
    pub(in crate::therapists) proposer_mac: &'a [u8; 32],
    pub(in crate::therapists) asked_mac: &'a [u8; 32],
    pub(in crate::therapists) until: OffsetDateTime,
}

pub(in crate::therapists) async fn link(
    tx: &mut PgConnection,
    id: AccessId,
    new: &NewLink<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update therapist_access
         set state = 'linked', linked_by = $2, link_entry = $3, link_hash = $4, proposer_mac = $5, asked_mac = $6,
             until = $7
         where id = $1",
        id.0,
        new.by.0,
        new.entry.0,
        new.hash,
        new.proposer_mac,
        new.asked_mac,
        new.until
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What the therapist brings.
pub(in crate::therapists) struct Coming<'a> {
    pub(in crate::therapists) therapist: PersonId,
    pub(in crate::therapists) mac: &'a [u8; 32],
    pub(in crate::therapists) secrets: &'a str,
    pub(in crate::therapists) until: OffsetDateTime,
    pub(in crate::therapists) today: Date,
}

/// Holds an access that is open until the transaction ends. False when it has ended.
pub(in crate::therapists) async fn hold(tx: &mut PgConnection, id: AccessId) -> Result<bool, sqlx::Error> {
    let row =
        sqlx::query!("select id from therapist_access where id = $1 and state = 'active' for share", id.0)
            .fetch_optional(tx)
            .await?;
    Ok(row.is_some())
}

/// Lets the therapist in. False when somebody else was a moment earlier, or the link is gone.
pub(in crate::therapists) async fn accept(
    tx: &mut PgConnection,
    id: AccessId,
    hash: &[u8; 32],
    new: &Coming<'_>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update therapist_access
         set state = 'active', therapist = $3, therapist_mac = $4, secrets = $5, until = $6, began_on = $7,
             link_hash = null
         where id = $1 and link_hash = $2 and state = 'linked'",
        id.0,
        hash,
        new.therapist.0,
        new.mac,
        new.secrets,
        new.until,
        new.today
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Clears away what ended before `before`.
pub(in crate::therapists) async fn clear(
    tx: &mut PgConnection,
    couple: CoupleId,
    before: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from therapist_access where couple_id = $1 and state = 'ended' and ended_on < $2",
        couple.0,
        before
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends every access whose time is over, for the jobs; answers the two of each.
pub(in crate::therapists) async fn end_what_ran_out(
    tx: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Vec<[PersonId; 2]>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"update therapist_access
           set state = 'ended', how = 'run_out', ended_on = (until at time zone 'utc')::date, link_hash = null,
               renewal_by = null
           where state = 'active' and until <= $1
           returning proposed_by as "proposed_by: PersonId", asked as "asked: PersonId""#,
        now
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| [row.proposed_by, row.asked]).collect())
}

/// An access that ends, for the jobs.
pub(in crate::therapists) struct Ending {
    pub(in crate::therapists) id: AccessId,
    pub(in crate::therapists) couple: CoupleId,
    pub(in crate::therapists) two: [PersonId; 2],
    pub(in crate::therapists) until: OffsetDateTime,
}

/// Those that end after `from` and not after `to`, and that nobody has spoken about yet.
pub(in crate::therapists) async fn ending(
    db: impl PgExecutor<'_>,
    from: OffsetDateTime,
    to: OffsetDateTime,
) -> Result<Vec<Ending>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: AccessId", couple_id as "couple: CoupleId", proposed_by as "proposed_by: PersonId",
                  asked as "asked: PersonId", until as "until!"
           from therapist_access
           where state = 'active' and renewal_by is null and until > $1 and until <= $2"#,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    let ending = rows.into_iter().map(|row| Ending {
        id: row.id,
        couple: row.couple,
        two: [row.proposed_by, row.asked],
        until: row.until,
    });
    Ok(ending.collect())
}

/// Clears away whatever ended before `before`, whosever it was, for the jobs.
pub(in crate::therapists) async fn clear_all(tx: &mut PgConnection, before: Date) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from therapist_access where state = 'ended' and ended_on < $1", before)
        .execute(tx)
        .await?;
    Ok(())
}

/// Locks the couple's access until the transaction ends, so that of two who act one waits.
pub(in crate::therapists) async fn lock(tx: &mut PgConnection, couple: CoupleId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from therapist_access where couple_id = $1 and state <> 'ended' for update",
        couple.0
    )
    .fetch_optional(tx)
    .await?;
    Ok(())
}
