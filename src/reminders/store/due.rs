//! All SQL of `due`, by people. What must stay true: no answer tells whether a row was there before.

use sqlx::PgConnection;
use time::{OffsetDateTime, Time};
use uuid::Uuid;

use super::super::Kind;
use crate::{
    checkins::Rhythm,
    ids::{CoupleId, PersonId},
};

/// One thing that is due.
pub(in super::super) struct Due {
    pub(in super::super) kind: Kind,
    pub(in super::super) about: Uuid,
    pub(in super::super) at: OffsetDateTime,
    /// When it comes again.
    pub(in super::super) rhythm: Option<Rhythm>,
}

/// Puts it down for `who`: alone if it is the asker's own check-in, otherwise as a matter of both.
pub(in super::super) async fn put(
    tx: &mut PgConnection,
    who: PersonId,
    due: &Due,
) -> Result<(), sqlx::Error> {
    let own = due.kind == Kind::CheckIn && asker(&mut *tx).await? == Some(who);
    if own { put_alone(tx, who, due).await } else { put_shared(tx, who, due).await }
}

async fn asker(tx: &mut PgConnection) -> Result<Option<PersonId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select app_person() as "me: PersonId""#).fetch_one(tx).await
}

pub(in super::super) async fn put_alone(
    tx: &mut PgConnection,
    who: PersonId,
    due: &Due,
) -> Result<(), sqlx::Error> {
    insert(tx, who, None, due).await
}

/// Where the two have parted meanwhile nothing is put down. The database sees to it that a parting under way is not passed.
pub(in super::super) async fn put_shared(
    tx: &mut PgConnection,
    who: PersonId,
    due: &Due,
) -> Result<(), sqlx::Error> {
    let couple = sqlx::query_scalar!(
        r#"select couple_id as "couple: CoupleId" from membership
           where person_id = app_person() and left_on is null and partner_id is not null"#
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(couple) = couple else { return Ok(()) };
    insert(tx, who, Some(couple), due).await
}

/// Puts it down for `who` as a matter of this couple, by the jobs.
pub(in super::super) async fn put_of(
    tx: &mut PgConnection,
    who: PersonId,
    couple: CoupleId,
    due: &Due,
) -> Result<(), sqlx::Error> {
    insert(tx, who, Some(couple), due).await
}

/// The same moment again changes nothing, so that what has come is not due a second time. A row of the same matter
/// that the asker cannot see (it is somebody's alone) stays, and nothing says so.
async fn insert(
    tx: &mut PgConnection,
    who: PersonId,
    couple: Option<CoupleId>,
    due: &Due,
) -> Result<(), sqlx::Error> {
    let weekday = due.rhythm.as_ref().map(|rhythm| i16::from(rhythm.weekday().number_from_monday()));
    let hour: Option<Time> = due.rhythm.as_ref().map(Rhythm::hour);
    let zone = due.rhythm.as_ref().map(Rhythm::zone);
    sqlx::query!(
        "delete from due where person_id = $1 and kind = $2 and about = $3
            and (at, weekday, hour, zone, couple_id) is distinct from ($4, $5, $6, $7, $8)",
        who.0,
        due.kind.code(),
        due.about,
        due.at,
        weekday,
        hour,
        zone,
        couple.map(|couple| couple.0)
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into due (id, person_id, couple_id, kind, about, at, weekday, hour, zone)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        Uuid::new_v4(),
        who.0,
        couple.map(|couple| couple.0),
        due.kind.code(),
        due.about,
        due.at,
        weekday,
        hour,
        zone
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(in super::super) async fn take_away(
    tx: &mut PgConnection,
    who: PersonId,
    kind: Kind,
    about: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from due where person_id = $1 and kind = $2 and about = $3",
        who.0,
        kind.code(),
        about
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What has not come yet, or has come and no mail about it was sent: it is not taken up, or its mail waits or is being handed
/// over. Which mail is about what is the rule of `outbox::take_next`.
pub(in super::super) async fn unsent(
    tx: &mut PgConnection,
    who: PersonId,
    kind: Kind,
    now: OffsetDateTime,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select about from due d
         where d.person_id = $1 and d.kind = $2
             and (d.at > $3 or not d.taken or exists (
                 select from outbox o
                 where o.person_id = $1 and o.kind = $2 and o.state in ('waiting', 'sending')
                     and (o.at = d.at
                         or ($2 in ('proposal', 'hard') and d.at > o.at and d.at < o.at + interval '1 hour'))
             ))",
        who.0,
        kind.code(),
        now
    )
    .fetch_all(tx)
    .await
}

pub(in super::super) async fn end(tx: &mut PgConnection, couple: CoupleId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from due where couple_id = $1", couple.0).execute(tx).await?;
    Ok(())
}
