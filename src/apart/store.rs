//! All SQL of this room: the table `time_apart`. The last row is also read with what every page asks about the two.

use sqlx::{PgConnection, PgExecutor};

use super::Time;
use crate::{
    couples::Seat,
    ids::{ApartId, CoupleId},
};

/// The last one of the two.
///
/// # Errors
/// When the database cannot be reached.
pub async fn last(db: impl PgExecutor<'_>, couple: CoupleId) -> Result<Option<Time>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: ApartId", zone, one, two, sooner, sooner_by, until from time_apart
           where couple_id = $1 order by number desc limit 1"#,
        couple.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Time {
        id: row.id,
        zone: row.zone,
        one: row.one,
        two: row.two,
        sooner: row.sooner_by.map(Seat::from_number).zip(row.sooner),
        until: row.until,
    }))
}

/// A new one.
pub(super) async fn begin(tx: &mut PgConnection, couple: CoupleId, time: &Time) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into time_apart (id, couple_id, number, zone, one, two, until)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6 from time_apart where couple_id = $2",
        time.id.0,
        couple.0,
        time.zone,
        time.one,
        time.two,
        time.until
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// How it stands now.
pub(super) async fn put(tx: &mut PgConnection, time: &Time) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update time_apart set one = $2, two = $3, sooner = $4, sooner_by = $5, until = $6 where id = $1",
        time.id.0,
        time.one,
        time.two,
        time.sooner.map(|(_, day)| day),
        time.sooner.map(|(by, _)| by.number()),
        time.until
    )
    .execute(tx)
    .await?;
    Ok(())
}
