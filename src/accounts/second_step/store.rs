//! All SQL of the second step: the table `second_factor`, and the lock on the account while it is switched.

use sqlx::{PgConnection, PgExecutor};
use time::Date;
use uuid::Uuid;

use crate::ids::PersonId;

/// How it stands with somebody's second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Off,
    /// It is on.
    On {
        /// Since which day.
        since: Date,
    },
    /// Whoever runs the server took it off.
    TakenOff {
        /// On which day.
        on: Date,
    },
}

/// The row, as far as signing in needs it.
pub(in crate::accounts) struct Row {
    pub(super) id: Uuid,
    pub(super) epoch: i32,
    pub(super) key: Vec<u8>,
}

/// Whether it is on.
pub(in crate::accounts) async fn standing(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Standing, sqlx::Error> {
    let row = sqlx::query!("select since, removed_on from second_factor where person_id = $1", person.0)
        .fetch_optional(db)
        .await?;
    Ok(row.map_or(Standing::Off, |row| match row.removed_on {
        Some(on) => Standing::TakenOff { on },
        None => Standing::On { since: row.since },
    }))
}

/// The one that is on, if any.
pub(super) async fn current(db: impl PgExecutor<'_>, person: PersonId) -> Result<Option<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "select id, epoch, key from second_factor where person_id = $1 and removed_on is null",
        person.0
    )
    .fetch_optional(db)
    .await
}

/// Whether exactly this one is on, or none when it is none.
pub(in crate::accounts) async fn is_current(
    db: impl PgExecutor<'_>,
    person: PersonId,
    id: Option<Uuid>,
) -> Result<bool, sqlx::Error> {
    Ok(current(db, person).await?.map(|row| row.id) == id)
}

/// Locks the account: nobody switches anything meanwhile, and no session begins unseen.
pub(super) async fn lock_account(tx: &mut PgConnection, person: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!("select person_id from credential where person_id = $1 for update", person.0)
        .fetch_optional(tx)
        .await?;
    Ok(())
}

/// What codes are checked against, sealed, and locked until the transaction ends.
pub(super) async fn hold(
    tx: &mut PgConnection,
    person: PersonId,
    id: Uuid,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select state from second_factor where person_id = $1 and id = $2 and removed_on is null for update",
        person.0,
        id
    )
    .fetch_optional(tx)
    .await
}

/// Puts it back after a code was used.
pub(super) async fn keep(tx: &mut PgConnection, person: PersonId, state: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!("update second_factor set state = $2 where person_id = $1", person.0, state)
        .execute(tx)
        .await?;
    Ok(())
}

/// A second factor that is switched on.
pub(super) struct New<'a> {
    pub(super) person: PersonId,
    pub(super) id: Uuid,
    pub(super) epoch: i32,
    pub(super) key: &'a [u8],
    pub(super) state: &'a [u8],
    pub(super) today: Date,
}

/// Switches it on, in place of one that was taken off. False when one is on already.
pub(super) async fn put(tx: &mut PgConnection, new: &New<'_>) -> Result<bool, sqlx::Error> {
    sqlx::query!("delete from second_factor where person_id = $1 and removed_on is not null", new.person.0)
        .execute(&mut *tx)
        .await?;
    let done = sqlx::query!(
        "insert into second_factor (person_id, id, epoch, key, state, since) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing",
        new.person.0,
        new.id,
        new.epoch,
        new.key,
        new.state,
        new.today
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Switches it off.
pub(super) async fn remove(tx: &mut PgConnection, person: PersonId, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from second_factor where person_id = $1 and id = $2", person.0, id)
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes that whoever runs the server took it off. Whether it was on.
pub(super) async fn take_off(
    tx: &mut PgConnection,
    person: PersonId,
    today: Date,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update second_factor set removed_on = $2 where person_id = $1 and removed_on is null",
        person.0,
        today
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
