//! All SQL of `checkin_schedule`, `checkin_rhythm`, `checkin_look` and `checkin_met`.
//!
//! What must stay true: a rhythm's values are never changed, and whoever does something in a schedule or in one of its
//! rounds has locked the schedule's row first. Row-level security lets only the other one answer, once.

use sqlx::{PgConnection, PgExecutor};
use time::{OffsetDateTime, Weekday};
use uuid::Uuid;

use super::{Change, Rhythm, calendar::Stored};
use crate::ids::{CoupleId, PersonId, ScheduleId};

fn rhythm(weekday: i16, hour: time::Time, zone: &str) -> Result<Rhythm, anyhow::Error> {
    let past_monday = u8::try_from(weekday).unwrap_or(1).saturating_sub(1);
    let day = Weekday::Monday.nth_next(past_monday);
    Rhythm::stored(day, hour, zone)
        .map_err(|unclear| anyhow::anyhow!("a stored rhythm does not make sense: {unclear:?}"))
}

fn weekday(rhythm: &Rhythm) -> i16 {
    i16::from(rhythm.weekday().number_from_monday())
}

/// Every schedule with a rhythm that holds or held, as far as row-level security shows it.
pub(super) async fn schedules(db: impl PgExecutor<'_>) -> Result<Vec<Stored>, anyhow::Error> {
    let rows = sqlx::query!(
        r#"select s.id as "id: ScheduleId", s.couple_id as "couple: CoupleId", s.ended_at, r.weekday, r.hour, r.zone,
                  r.since as "since!"
           from checkin_schedule s join checkin_rhythm r on r.schedule_id = s.id
           where r.answer in ('agreed', 'own')
           order by s.id, r.since, r.number"#
    )
    .fetch_all(db)
    .await?;
    let mut all: Vec<Stored> = Vec::new();
    for row in rows {
        let change = Change { at: row.since, rhythm: rhythm(row.weekday, row.hour, &row.zone)? };
        match all.last_mut().filter(|last| last.id == row.id) {
            Some(last) => last.rhythms.push(change),
            None => all.push(Stored {
                id: row.id,
                couple: row.couple,
                ended: row.ended_at,
                rhythms: vec![change],
            }),
        }
    }
    Ok(all)
}

/// Locks a schedule until the transaction ends. False when it is not one of one's own, or of one's couple.
pub(super) async fn lock(tx: &mut PgConnection, id: ScheduleId) -> Result<bool, sqlx::Error> {
    let row = sqlx::query!("select id from checkin_schedule where id = $1 for update", id.0);
    Ok(row.fetch_optional(tx).await?.is_some())
}

/// The two's schedule, locked; made when there is none.
pub(super) async fn hold_common(tx: &mut PgConnection, couple: CoupleId) -> Result<ScheduleId, sqlx::Error> {
    let new = ScheduleId::random();
    sqlx::query!(
        "insert into checkin_schedule (id, couple_id) values ($1, $2) on conflict do nothing",
        new.0,
        couple.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query_scalar!(
        r#"select id as "id: ScheduleId" from checkin_schedule where couple_id = $1 for update"#,
        couple.0
    )
    .fetch_one(tx)
    .await
}

/// The same, where there is one.
pub(super) async fn find_common(
    tx: &mut PgConnection,
    couple: CoupleId,
) -> Result<Option<ScheduleId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: ScheduleId" from checkin_schedule where couple_id = $1 for update"#,
        couple.0
    )
    .fetch_optional(tx)
    .await
}

/// A schedule of one's own in place of one that is over, locked. Of two windows that begin one, the second finds the
/// first one's.
pub(super) async fn begin_own(
    tx: &mut PgConnection,
    me: PersonId,
    now: OffsetDateTime,
) -> Result<ScheduleId, sqlx::Error> {
    sqlx::query!(
        "update checkin_schedule set ended_at = $2 where person_id = $1 and ended_at is null",
        me.0,
        now
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into checkin_schedule (id, person_id) values ($1, $2) on conflict do nothing",
        ScheduleId::random().0,
        me.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query_scalar!(
        r#"select id as "id: ScheduleId" from checkin_schedule where person_id = $1 and ended_at is null for update"#,
        me.0
    )
    .fetch_one(tx)
    .await
}

/// Ends the two's schedule.
pub(super) async fn end(
    tx: &mut PgConnection,
    couple: CoupleId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update checkin_schedule set ended_at = $2 where couple_id = $1 and ended_at is null",
        couple.0,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A rhythm that one of the two has suggested and that is not agreed to.
pub(super) struct Suggested {
    pub(super) id: Uuid,
    pub(super) by: Option<PersonId>,
    pub(super) rhythm: Rhythm,
    pub(super) left: bool,
}

pub(super) async fn suggestion(
    db: impl PgExecutor<'_>,
    couple: CoupleId,
) -> Result<Option<Suggested>, anyhow::Error> {
    let row = sqlx::query!(
        r#"select r.id, r.proposed_by as "by: PersonId", r.weekday, r.hour, r.zone, r.answer is not null as "left!"
           from checkin_rhythm r join checkin_schedule s on s.id = r.schedule_id
           where s.couple_id = $1 and (r.answer is null or r.answer = 'left')
           order by r.number desc limit 1"#,
        couple.0
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let rhythm = rhythm(row.weekday, row.hour, &row.zone)?;
    Ok(Some(Suggested { id: row.id, by: row.by, rhythm, left: row.left }))
}

/// Puts a rhythm into a schedule: on the table of the two, or, with the moment since when, in force for oneself.
pub(super) async fn put(
    tx: &mut PgConnection,
    schedule: ScheduleId,
    me: PersonId,
    rhythm: &Rhythm,
    own_since: Option<OffsetDateTime>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into checkin_rhythm
            (id, schedule_id, number, proposed_by, weekday, hour, zone, answer, since)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8 from checkin_rhythm where schedule_id = $2",
        Uuid::new_v4(),
        schedule.0,
        me.0,
        weekday(rhythm),
        rhythm.hour(),
        rhythm.zone(),
        own_since.map(|_| "own"),
        own_since
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes a suggestion off the table; only its proposer's where `by` is given. False when it is not there.
pub(super) async fn clear(
    tx: &mut PgConnection,
    schedule: ScheduleId,
    id: Uuid,
    by: Option<PersonId>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from checkin_rhythm
         where id = $1 and schedule_id = $2 and (answer is null or answer = 'left')
            and ($3::uuid is null or proposed_by = $3)",
        id,
        schedule.0,
        by.map(|by| by.0)
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Answers the other one's suggestion, and from when on it holds where it is agreed to. False when it is not on the
/// table any more, or one's own.
pub(super) async fn answer(
    tx: &mut PgConnection,
    schedule: ScheduleId,
    me: PersonId,
    id: Uuid,
    since: Option<OffsetDateTime>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update checkin_rhythm set answer = $4, answered_by = $3, since = $5
         where id = $1 and schedule_id = $2 and proposed_by <> $3 and answer is null",
        id,
        schedule.0,
        me.0,
        if since.is_some() { "agreed" } else { "left" },
        since
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether one has looked at the other's of this pair, or both have given theirs.
pub(super) async fn is_fixed(db: impl PgExecutor<'_>, me: PersonId, pair: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from checkin_look where pair = $2 and person_id = $1)
               or exists (select from checkin_met where pair = $2) as "fixed!""#,
        me.0,
        pair
    )
    .fetch_one(db)
    .await
}

/// Notes, for oneself alone, that one has looked.
pub(super) async fn looked(tx: &mut PgConnection, me: PersonId, pair: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into checkin_look (pair, person_id) values ($2, $1) on conflict (pair, person_id) do nothing",
        me.0,
        pair
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes that both have given theirs.
pub(super) async fn met(tx: &mut PgConnection, schedule: ScheduleId, pair: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into checkin_met (pair, schedule_id) values ($2, $1) on conflict (pair) do nothing",
        schedule.0,
        pair
    )
    .execute(tx)
    .await?;
    Ok(())
}
