//! A practice: many couples who have let the same therapist in. The owner of the database puts their rows there; the list
//! needs those and no keys.

use sqlx::{AssertSqlSafe, Executor as _};
use toward::{ids::CoupleId, therapists};

use super::{Somebody, TestApp};

impl TestApp {
    /// So many couples besides those that are there. The therapist calls them "File 1" and so on; every third one has
    /// shared something, on the first to the 28th of February.
    pub async fn practice(&self, therapist: &Somebody, couples: u32) {
        let sql = format!(
            "create temp table c as
                 select gen_random_uuid() id, gen_random_uuid() one, gen_random_uuid() two, gen_random_uuid() access,
                        gen_random_uuid() entry, n
                 from generate_series(1, {couples}) n;
             insert into person (id, name, public_key, created_on)
                 select one, 'One ' || n, decode(repeat('01', 32), 'hex'), '2026-01-01'::date from c
                 union all select two, 'Two ' || n, decode(repeat('02', 32), 'hex'), '2026-01-01'::date from c;
             insert into couple (id, created_on) select id, '2026-01-01' from c;
             insert into therapist_access (id, couple_id, number, proposed_by, asked, proposer_seat, state, therapist,
                 therapist_mac, until, secrets, began_on)
                 select access, id, 1, one, two, 1, 'active', '{0}', '', '2026-05-01', 'none', '2026-02-01' from c;
             delete from c where n % 3 > 0;
             insert into entry (id, author, couple_id, kind, once, latest, created_on)
                 select entry, one, id, 'note', entry, 1, '2026-02-01' from c;
             insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on)
                 select entry, 1, one, 1, id, '', '', '2026-02-01' from c;
             insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on)
                 select entry, 1, two, one, 'partner', 1, '', '2026-02-01'::date from c;
             insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on,
                 access)
                 select entry, 1, '{0}', one, 'therapist', 1, '', '2026-02-01'::date + n % 28, access from c;
             drop table c;",
            therapist.id
        );
        let mut db = self.owner().acquire().await.expect("a connection");
        db.execute(AssertSqlSafe(sql)).await.expect("put there");
        let rows: Vec<(uuid::Uuid, String)> = sqlx::query_as(
            "select a.couple_id, p.name from therapist_access a join person p on p.id = a.proposed_by
             where p.name like 'One %' and a.therapist = $1",
        )
        .bind(therapist.id.0)
        .fetch_all(self.owner())
        .await
        .expect("read");
        let mut scope = self.scope(therapist).await;
        for (couple, name) in rows {
            let label = format!("File {}", name.trim_start_matches("One "));
            let now = self.clock.now();
            therapists::set_label(&mut scope, &therapist.hand, CoupleId(couple), &label, now)
                .await
                .expect("kept");
        }
        scope.commit().await.expect("committed");
    }
}
