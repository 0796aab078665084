//! All SQL of this room: one act about a line at a time.

use sqlx::PgConnection;

use crate::ids::EntryId;

/// Until the end of the transaction nobody else acts on this line. A lock with a name and not a row: whoever it was sent
/// to may read its author's row and not hold it. Two lines that share a name wait for each other, and no more.
pub(super) async fn hold(tx: &mut PgConnection, word: EntryId) -> Result<(), sqlx::Error> {
    let (first, second) = word.0.as_u64_pair();
    let name = i64::from_be_bytes((first ^ second).to_be_bytes());
    sqlx::query!("select pg_advisory_xact_lock($1)", name).fetch_one(tx).await?;
    Ok(())
}
