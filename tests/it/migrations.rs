//! The migrations, one by one, each meeting tables that are not empty; and what the schema promises of every table.

use std::{borrow::Cow, fs, path::Path};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, migrate::Migrator};
use toward::db::{MIGRATOR, WITHOUT_ROW_SECURITY};

use crate::support::{TestApp, cluster};

async fn tables(db: &mut PgConnection) -> Vec<String> {
    let sql = "select relname::text from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1";
    sqlx::query_scalar(sql).fetch_all(db).await.unwrap()
}

#[tokio::test]
async fn each_migration_takes_the_data_of_the_one_before_and_fills_every_table_for_the_next() {
    let name = cluster::empty_database().await;
    let mut db = PgConnection::connect(&cluster::url(&name)).await.unwrap();
    for (at, migration) in MIGRATOR.iter().enumerate() {
        let so_far: Vec<_> = MIGRATOR.iter().take(at + 1).cloned().collect();
        let step = Migrator { migrations: Cow::Owned(so_far), ..Migrator::DEFAULT };
        step.run_direct(None, &mut db, false).await.unwrap();
        let sample =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/samples/{}.sql", migration.version));
        let sql = fs::read_to_string(&sample).unwrap_or_else(|_| panic!("{} is missing", sample.display()));
        db.execute(AssertSqlSafe(sql)).await.unwrap();
        for table in tables(&mut db).await {
            let sql = format!("select exists (select from {table})");
            let filled: bool = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut db).await.unwrap();
            assert!(filled, "{table} is empty after the sample of {}", migration.version);
        }
    }
    // and once more changes nothing
    MIGRATOR.run_direct(None, &mut db, false).await.unwrap();
}

#[tokio::test]
async fn every_table_with_personal_data_has_row_level_security_enabled_and_forced() {
    let app = TestApp::new().await;
    let open: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and not (relrowsecurity and relforcerowsecurity) order by 1",
    )
    .fetch_all(app.owner())
    .await
    .unwrap();
    let mut right = WITHOUT_ROW_SECURITY.to_vec();
    right.sort_unstable();
    assert_eq!(open, right);
}

#[tokio::test]
async fn what_people_wrote_is_only_ever_sealed_bytes() {
    let app = TestApp::new().await;
    // every column of text, and why it may be one
    let right = [
        "_sqlx_migrations.description",
        // closed sets, and the names of time zones
        "checkin_rhythm.answer",
        "checkin_rhythm.zone",
        "couple_pacing.answer",
        "couple_pacing.zone",
        // what they chose to be called by, shown to the other one
        "credential.sign_in_name",
        // what is due, and the zone of a rhythm: a job without keys has to know
        "due.kind",
        "due.zone",
        // coarse kinds and states, each a closed set
        "entry.kind",
        "entry_grant.reader_role",
        "instance.runtime_secret",
        "invite.state",
        // what a mail is about and where it stands, each a closed set
        "outbox.kind",
        "outbox.state",
        "person.name",
        "pin.role",
        "plan_version.outcome",
        // where somebody asked for mails, and the zone of their quiet hours: a job without keys has to know
        "reminder_mail.address",
        "reminder_mail.zone",
        "therapist_access.how",
        "therapist_access.secrets",
        "therapist_access.state",
        "therapist_look.part",
        // by whose clock the days are meant
        "time_apart.zone",
    ];
    let texts: Vec<String> = sqlx::query_scalar(
        "select table_name || '.' || column_name from information_schema.columns
         where table_schema = 'public' and data_type in ('text', 'character varying', 'json') order by 1",
    )
    .fetch_all(app.owner())
    .await
    .unwrap();
    assert_eq!(texts, right);
}
