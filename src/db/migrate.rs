//! Brings the schema up to date, one instance at a time, and refuses a schema that it does not know.
//!
//! Must stay true: a migration runs whole or not at all; a database that a newer Toward has changed is left alone.

use anyhow::{Result, anyhow};
use sqlx::{PgConnection, migrate::MigrateError, migrate::Migrator};

/// All migrations, compiled in.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// Any number; it only has to be the same for all instances and differ from what others use in this database.
const STARTING: i64 = 0x746f_7761_7264;

/// Waits until no other instance is starting. The lock ends with the session.
pub(super) async fn lock(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("select pg_advisory_lock($1)").bind(STARTING).execute(conn).await?;
    Ok(())
}

/// Runs what has not run yet.
pub(super) async fn run(conn: &mut PgConnection) -> Result<()> {
    MIGRATOR.run_direct(None, conn, false).await.map_err(explain)
}

fn explain(error: MigrateError) -> anyhow::Error {
    match error {
        MigrateError::VersionMissing(version) => anyhow!(
            "The database was last used by a newer Toward (its migration {version} is unknown here), and going back \
             could damage what is in it. Start that newer version, or restore a backup made before the upgrade."
        ),
        MigrateError::VersionMismatch(version) => anyhow!(
            "The database was made by a Toward that differs from this one: migration {version} is not the same. \
             Start the version that made it."
        ),
        error => anyhow::Error::new(error).context(
            "The database could not be brought up to date; it is as it was before, so the version you had still \
             starts",
        ),
    }
}
