//! A lock with a name, for what is no row that whoever waits may lock.

use sqlx::PgConnection;
use uuid::Uuid;

/// Until the end of the transaction nobody else acts on what this names. Two names of which the lock is the same wait for each
/// other, and no more.
///
/// # Errors
/// When the database cannot be reached.
pub async fn hold(tx: &mut PgConnection, what: Uuid) -> Result<(), sqlx::Error> {
    let (first, second) = what.as_u64_pair();
    let name = i64::from_be_bytes((first ^ second).to_be_bytes());
    sqlx::query!("select pg_advisory_xact_lock($1)", name).fetch_one(tx).await?;
    Ok(())
}
