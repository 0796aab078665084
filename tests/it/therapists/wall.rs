//! The second wall: what the database itself lets somebody see and change.

use super::*;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "most of it is the list of forged statements")]
async fn the_database_lets_a_therapist_read_and_write_nothing_of_the_couples_with_the_pages_checks_out_of_the_way()
 {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let (iris, max) = app.linked("Iris", "Max").await;
    let tom = app.somebody("Tom").await;
    let code = linked(&app, &iris, &max).await;
    assert!(matches!(accept(&app, &tom, &code).await, Accepted::Open(_)));
    let private = write(&app, &sam, "Only mine.").await;
    let both = write(&app, &sam, "For both.").await;
    share_with_both(&app, &sam, both, 1).await;
    let seen = async |who: &Somebody, what: &str| -> i64 {
        let mut scope = as_therapist(&app, who).await;
        let sql = format!("select count(*) from {what}");
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *scope).await.unwrap()
    };
    for (table, right) in [
        ("entry", 1),
        ("revision", 1),
        ("entry_grant", 1),
        ("person", 3),
        ("therapist_access", 1),
        ("membership", 0),
        ("couple", 0),
        ("conversation", 0),
        ("credential", 1),
        ("invite", 0),
        ("draft", 0),
        ("couple_pacing", 0),
        ("shown", 0),
        ("withdrawal", 0),
        ("opening", 0),
    ] {
        assert_eq!(seen(&amari, table).await, right, "{table}");
    }
    assert_eq!(seen(&tom, &format!("entry where id in ('{both}', '{private}')")).await, 0);
    assert_eq!(seen(&tom, &format!("therapist_access where id = '{id}'")).await, 0);
    let other = uuid::Uuid::new_v4();
    let forged = [
        format!("update entry set latest = 9 where id = '{both}'"),
        format!("delete from entry where id = '{both}'"),
        format!("delete from revision where entry_id = '{both}'"),
        format!("delete from entry_grant where entry_id = '{both}'"),
        "delete from entry_grant".to_owned(),
        format!(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, access) values ('{both}', 1, '{}', '{}', 'therapist', 1, '', now(), '{id}')",
            tom.id, sam.id
        ),
        format!(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on) values ('{private}', 1, '{}', '{}', 'partner', 1, '', now())",
            amari.id, sam.id
        ),
        format!(
            "insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values ('{both}', 2, '{}', 1, '{other}', '', '', now())",
            amari.id
        ),
        format!(
            "insert into withdrawal (entry_id, reader, author, withdrawn_on) values ('{both}', '{}', '{}', now())",
            noor.id, amari.id
        ),
        format!("update person set name = 'X' where id = '{}'", sam.id),
        "update therapist_access set until = until + interval '1 year'".to_owned(),
        format!("update therapist_access set renewal_by = '{}'", amari.id),
        "update therapist_access set state = 'linked'".to_owned(),
        "update therapist_access set state = 'proposed'".to_owned(),
        format!("update therapist_access set therapist = '{}'", tom.id),
        "update therapist_access set proposer_mac = ''".to_owned(),
        "update therapist_access set state = 'ended', how = 'therapist', ended_on = now(), proposer_mac = ''"
            .to_owned(),
        "delete from therapist_access".to_owned(),
        "delete from therapist_look".to_owned(),
        "update therapist_look set looked_on = '2020-01-01'".to_owned(),
        "update membership set left_on = now()".to_owned(),
        "update couple set ended_on = now()".to_owned(),
        format!(
            "insert into conversation (id, couple_id, started_by, started_on, once, state) select '{other}', couple_id, '{}', now(), '{other}', '{{}}' from therapist_access",
            amari.id
        ),
        format!(
            "insert into couple_pacing (id, couple_id, number, proposed_by, zone, longest) select '{other}', couple_id, 1, '{}', 'UTC', 60 from therapist_access",
            amari.id
        ),
        format!(
            "insert into therapist_access (id, couple_id, number, proposed_by, asked, proposer_seat, state) select '{other}', couple_id, 9, '{}', '{}', 1, 'proposed' from therapist_access",
            amari.id, sam.id
        ),
    ];
    for who in [&amari, &tom] {
        for (at, sql) in forged.iter().chain(&forged).enumerate() {
            let as_themselves = at < forged.len();
            let mut scope = if as_themselves { app.scope(who).await } else { as_therapist(&app, who).await };
            let done = sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *scope).await;
            let own = who.id == tom.id && sql.contains("'ended'");
            assert!(done.map_or(0, |done| done.rows_affected()) == 0 || own, "{sql}");
        }
    }
    // that they read something leaves nothing
    let mut scope = as_therapist(&app, &amari).await;
    let opened =
        sqlx::query("insert into opening (entry_id, reader) values ($1, $2)").bind(both.0).bind(amari.id.0);
    assert!(opened.execute(&mut *scope).await.is_err());
    drop(scope);
    // looking is noted by the therapist of that couple, while they are one
    let mut scope = app.scope(&tom).await;
    let today = app.clock.now().date();
    assert!(therapists::note(&mut scope, id, therapists::Part::Overview, today).await.is_err());
    // after the end even the rows that were theirs to read are not there
    act(&app, &noor, &noor, Act::End).await.unwrap();
    for table in ["entry", "revision", "entry_grant"] {
        assert_eq!(seen(&amari, table).await, 0, "{table}");
    }
    assert_eq!(seen(&amari, "person").await, 1, "only themselves");
    let mut scope = app.scope(&amari).await;
    let done = sqlx::query("delete from therapist_access").execute(&mut *scope).await.unwrap();
    assert_eq!(done.rows_affected(), 0, "when they looked is not theirs to forget");
    assert!(therapists::note(&mut scope, id, therapists::Part::Overview, today).await.is_err());
}

#[tokio::test]
async fn the_database_knows_the_steps_too() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let amari = app.somebody("Amari").await;
    let couple = me(&app, &sam).await.couple.unwrap();
    let tried = async |who: &Somebody, sql: &str| -> u64 {
        let mut scope = app.scope(who).await;
        let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *scope).await;
        done.map_or(0, |done| done.rows_affected())
    };
    let open = format!(
        "update therapist_access set state = 'active', therapist = '{}', therapist_mac = '', secrets = 'none',
             until = now(), began_on = now()",
        amari.id
    );
    // for oneself and one's own partner only, and only as a proposal
    let propose = |couple: &str, by: &str, asked: &str, state: &str| {
        format!(
            "insert into therapist_access (id, couple_id, number, proposed_by, asked, proposer_seat, state) values ('{}', '{couple}', 9, '{by}', '{asked}', 1, '{state}')",
            uuid::Uuid::new_v4()
        )
    };
    let (s, n, a, c) = (sam.id.to_string(), noor.id.to_string(), amari.id.to_string(), couple.to_string());
    assert_eq!(tried(&sam, &propose(&c, &n, &s, "proposed")).await, 0);
    assert_eq!(tried(&sam, &propose(&c, &s, &a, "proposed")).await, 0);
    assert_eq!(tried(&sam, &propose(&c, &s, &n, "agreed")).await, 0);
    assert_eq!(tried(&amari, &propose(&c, &a, &s, "proposed")).await, 0);
    propose_ok(&app, &sam).await;
    let agree = "update therapist_access set state = 'agreed'";
    assert_eq!(tried(&sam, agree).await, 0, "the proposer does not agree for the other");
    for sql in [
        open.as_str(),
        "update therapist_access set state = 'linked', linked_by = proposed_by, link_hash = '', proposer_mac = '', asked_mac = '', until = now()",
    ] {
        assert_eq!(tried(&sam, sql).await, 0, "{sql}");
        assert_eq!(tried(&noor, sql).await, 0, "{sql}");
    }
    act(&app, &noor, &noor, Act::Agree).await.unwrap();
    for who in [&sam, &noor, &amari] {
        assert_eq!(tried(who, &open).await, 0, "nobody comes in without the link");
    }
    let code = make_link(&app, &sam).await.unwrap();
    for who in [&sam, &noor, &amari] {
        assert_eq!(tried(who, &open).await, 0, "nor beside it");
    }
    let hash = code.hash();
    let mut scope = Scope::begin(app.runtime(), Asker::Invited(noor.id, &hash)).await.unwrap();
    assert!(
        sqlx::query(AssertSqlSafe(open.clone())).execute(&mut *scope).await.is_err(),
        "nor one of the two for another"
    );
    drop(scope);
    accept(&app, &amari, &code).await;
    let longer = "update therapist_access set until = until + interval '1 year'";
    for who in [&sam, &noor] {
        assert_eq!(tried(who, longer).await, 0, "one alone makes nothing longer");
    }
    act(&app, &sam, &sam, Act::Renew).await.unwrap();
    assert_eq!(
        tried(&sam, "update therapist_access set until = until + interval '1 year', renewal_by = null").await,
        0
    );
    assert_eq!(tried(&sam, &format!("update therapist_access set renewal_by = '{n}'")).await, 0);
    act(&app, &noor, &noor, Act::End).await.unwrap();
    assert_eq!(tried(&sam, "update therapist_access set state = 'active'").await, 0, "over is over");
    assert_eq!(tried(&amari, "update therapist_access set state = 'active'").await, 0);
}

async fn propose_ok(app: &TestApp, who: &Somebody) {
    propose(app, who).await.unwrap();
}

#[tokio::test]
async fn there_is_no_word_for_the_therapist_alone() {
    let app = TestApp::new().await;
    let (sam, _, amari, id) = three(&app).await;
    let note = write(&app, &sam, "Between us.").await;
    let grant = |number: i32, held: bool| {
        let pair = if held { format!("'{note}'") } else { "null".to_owned() };
        format!(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, access, pair, held) values ('{note}', {number}, '{}', '{}', 'therapist', 1, '', now(), '{id}', {pair}, {held})",
            amari.id, sam.id
        )
    };
    let mut scope = app.scope(&sam).await;
    assert!(
        sqlx::query(AssertSqlSafe(grant(1, false))).execute(&mut *scope).await.is_err(),
        "the partner does not hold it"
    );
    drop(scope);
    share_with_partner(&app, &sam, note, 1).await;
    edit(&app, &sam, note, 1, "And more.").await;
    for sql in [grant(2, false), grant(1, true)] {
        let mut scope = app.scope(&sam).await;
        assert!(sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut *scope).await.is_err(), "{sql}");
    }
    // the code of the link itself is for the two
    let code: uuid::Uuid = sqlx::query_scalar("select id from entry where kind = 'access'")
        .fetch_one(app.owner())
        .await
        .unwrap();
    let mut scope = app.scope(&sam).await;
    let sql = grant(1, false).replace(&note.to_string(), &code.to_string());
    assert!(sqlx::query(AssertSqlSafe(sql)).execute(&mut *scope).await.is_err());
}
