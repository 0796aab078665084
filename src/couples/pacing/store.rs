//! All SQL of `couple_pacing`, except the two columns that `Me` joins in on every page.
//!
//! What must stay true: a row's values are never changed. Row-level security lets only the other one answer, once.

use sqlx::{PgConnection, PgExecutor};
use time::Time;

use super::{Longest, Pacing, Quiet, quiet::Hour};
use crate::ids::{CoupleId, PaceId, PersonId};

/// A stored pace, from its columns.
pub(in super::super) fn read(zone: String, from: Option<Time>, to: Option<Time>, longest: i16) -> Pacing {
    let hour = |time: Option<Time>| time.and_then(Hour::stored);
    // the column's checks allow nothing else
    let quiet = hour(from).zip(hour(to)).and_then(|(from, to)| Quiet::new(from, to));
    Pacing { zone, quiet, longest: Longest::from_minutes(longest).unwrap_or(Longest::HourAndHalf) }
}

pub(super) struct Row {
    pub(super) id: PaceId,
    pub(super) by: PersonId,
    pub(super) pacing: Pacing,
    pub(super) left: bool,
}

/// The one that was suggested and not agreed to, if there is one: proposing clears the one before it.
pub(super) async fn suggestion(
    db: impl PgExecutor<'_>,
    couple: CoupleId,
) -> Result<Option<Row>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: PaceId", proposed_by as "by: PersonId", zone, quiet_from, quiet_to, longest,
                  answer is not null as "left!"
           from couple_pacing where couple_id = $1 and answer is distinct from 'agreed'
           order by number desc limit 1"#,
        couple.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Row {
        id: row.id,
        by: row.by,
        pacing: read(row.zone, row.quiet_from, row.quiet_to, row.longest),
        left: row.left,
    }))
}

/// Puts a suggestion on the table. False when the other one has done so meanwhile.
pub(super) async fn put(
    tx: &mut PgConnection,
    couple: CoupleId,
    me: PersonId,
    pacing: &Pacing,
) -> Result<bool, sqlx::Error> {
    let id = PaceId::random();
    let done = sqlx::query!(
        "insert into couple_pacing (id, couple_id, number, proposed_by, zone, quiet_from, quiet_to, longest)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7 from couple_pacing where couple_id = $2
         on conflict do nothing",
        id.0,
        couple.0,
        me.0,
        pacing.zone(),
        pacing.quiet.map(|quiet| quiet.from().to_stored()),
        pacing.quiet.map(|quiet| quiet.to().to_stored()),
        pacing.longest.minutes()
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a suggestion off the table. False when it is not there, or agreed to.
pub(super) async fn clear(tx: &mut PgConnection, couple: CoupleId, id: PaceId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from couple_pacing where id = $1 and couple_id = $2 and answer is distinct from 'agreed'",
        id.0,
        couple.0
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The same, by its proposer only.
pub(super) async fn take_back(
    tx: &mut PgConnection,
    couple: CoupleId,
    me: PersonId,
    id: PaceId,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from couple_pacing
         where id = $1 and couple_id = $2 and proposed_by = $3 and answer is distinct from 'agreed'",
        id.0,
        couple.0,
        me.0
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Answers the other one's suggestion. False when it is not on the table any more, or one's own.
pub(super) async fn answer(
    tx: &mut PgConnection,
    couple: CoupleId,
    me: PersonId,
    id: PaceId,
    answer: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update couple_pacing set answer = $4, answered_by = $3
         where id = $1 and couple_id = $2 and proposed_by <> $3 and answer is null",
        id.0,
        couple.0,
        me.0,
        answer
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
