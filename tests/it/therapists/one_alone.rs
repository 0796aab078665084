//! One of the two with a line to the database and nothing else: what statements of theirs cannot do, in their own name and
//! in another's. With the rights of its owner somebody can do more; what, is in decision 0035.

use super::{house::House, *};

/// Tries a statement as somebody who says who they are; how many rows it changed, and none when it was refused.
async fn tried(app: &TestApp, asker: Asker<'_>, sql: &str) -> Option<u64> {
    let mut scope = Scope::begin(app.runtime(), asker).await.unwrap();
    match sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *scope).await {
        Ok(done) => {
            scope.commit().await.unwrap();
            Some(done.rows_affected())
        }
        Err(error) => {
            let code = error
                .as_database_error()
                .and_then(sqlx::error::DatabaseError::code)
                .map(|code| code.to_string());
            assert_eq!(code.as_deref(), Some("42501"), "{sql}: {error}");
            None
        }
    }
}

fn grant(
    entry: EntryId,
    reader: &Somebody,
    author: &Somebody,
    role: &str,
    access: Option<AccessId>,
) -> String {
    let access = access.map_or("null".to_owned(), |id| format!("'{id}'"));
    format!(
        "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on, access)
         values ('{entry}', 1, '{}', '{}', '{role}', 1, '\\x00', '2026-03-02', {access})",
        reader.id, author.id
    )
}

#[tokio::test]
async fn one_alone_gives_the_therapist_nothing_of_the_others() {
    let app = TestApp::new().await;
    let (sam, noor, amari, id) = three(&app).await;
    let private = write(&app, &noor, "Only Noor's.").await;
    let shared = write(&app, &noor, "For Sam.").await;
    share_with_partner(&app, &noor, shared, 1).await;
    for entry in [private, shared] {
        for sql in [
            grant(entry, &amari, &noor, "therapist", Some(id)),
            grant(entry, &amari, &sam, "therapist", Some(id)),
            grant(entry, &amari, &sam, "partner", None),
            grant(entry, &noor, &sam, "partner", None),
            grant(entry, &sam, &sam, "author", None),
            grant(entry, &sam, &noor, "partner", None),
        ] {
            assert_eq!(tried(&app, Asker::Person(sam.id), &sql).await, None, "{sql}");
        }
    }
    // the therapist does not take it either, nor anybody who knows its id: who may see a row is decided by grants
    for who in [&amari, &app.somebody("Kai").await] {
        assert_eq!(tried(&app, Asker::Person(who.id), &grant(private, who, who, "author", None)).await, None);
    }
    let rows = format!("entry where id = '{private}'");
    let mut scope = app.scope(&sam).await;
    let sql = format!("select count(*) from {rows}");
    assert_eq!(sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_one(&mut *scope).await.unwrap(), 0);
    assert_eq!((sees(&app, &amari, private).await, sees(&app, &amari, shared).await), (None, None));
    // and Noor can still do all of it herself
    assert!(share_with_both(&app, &noor, private, 1).await);
    assert_eq!(sees(&app, &amari, private).await.as_deref(), Some("Only Noor's."));
}

#[tokio::test]
async fn a_grant_that_one_makes_in_the_others_name_opens_nothing() {
    let app = TestApp::new().await;
    let (_, noor, amari, id) = three(&app).await;
    let shared = write(&app, &noor, "For Sam.").await;
    share_with_partner(&app, &noor, shared, 1).await;
    // the role has no way to tell who is behind a connection: the key does
    let forged = grant(shared, &amari, &noor, "therapist", Some(id));
    assert_eq!(tried(&app, Asker::Person(noor.id), &forged).await, Some(1));
    assert_eq!(sees(&app, &amari, shared).await.as_deref(), Some("broken"));
    // of what the partner holds of others nothing is the couple's therapist's
    let (iris, max) = app.linked("Iris", "Max").await;
    let elsewhere = write(&app, &iris, "For Max.").await;
    share_with_partner(&app, &iris, elsewhere, 1).await;
    let sql = grant(elsewhere, &amari, &iris, "therapist", Some(id));
    assert_eq!(tried(&app, Asker::Person(iris.id), &sql).await, None);
    assert_eq!(reads(&app, &max, elsewhere).await.as_deref(), Some("For Max."));
}

#[tokio::test]
async fn one_alone_wakes_nothing_lengthens_nothing_and_lets_nobody_in() {
    let app = TestApp::new().await;
    let (sam, noor) = app.linked("Sam", "Noor").await;
    let kai = app.somebody("Kai").await;
    let code = linked(&app, &sam, &noor).await;
    let hash = code.hash();
    let comes = format!(
        "update therapist_access set state = 'active', therapist = '{}', therapist_mac = '\\x00', secrets = 'none',
             until = '2027-01-01', began_on = '2026-03-02', link_hash = null",
        kai.id
    );
    for who in [&sam, &noor] {
        for asker in [Asker::Person(who.id), Asker::Invited(who.id, &hash)] {
            assert!(tried(&app, asker, &comes).await.is_none_or(|rows| rows == 0), "for somebody else");
        }
    }
    // whoever has the link and a line to the database comes in without a word under the code, and is met by nobody
    assert_eq!(tried(&app, Asker::Invited(kai.id, &hash), &comes).await, Some(1));
    for who in [&sam, &noor] {
        let ours = ours(&app, who).await.unwrap();
        assert_eq!(ours.therapist.as_ref().unwrap().pin, PinState::Changed);
        assert!(ours.reader().is_none(), "nothing can be shared with them");
    }
    act(&app, &sam, &sam, Act::End).await.unwrap();
    for sql in [
        "update therapist_access set state = 'active', how = null, ended_on = null",
        "update therapist_access set state = 'linked', how = null, ended_on = null",
        "update therapist_access set until = '2028-01-01'",
        "update therapist_access set ended_on = '2028-01-01'",
    ] {
        for who in [&sam, &noor, &kai] {
            assert!(tried(&app, Asker::Person(who.id), sql).await.is_none_or(|rows| rows == 0), "{sql}");
        }
    }
    let couple = me(&app, &sam).await.couple.unwrap();
    for state in ["agreed", "linked", "active", "ended"] {
        let sql = format!(
            "insert into therapist_access (id, couple_id, number, proposed_by, asked, proposer_seat, state, therapist,
                 therapist_mac, until, secrets, began_on, linked_by, link_hash, proposer_mac, asked_mac, how, ended_on)
             values (gen_random_uuid(), '{couple}', 9, '{}', '{}', 1, '{state}', '{}', '\\x00', '2027-01-01', 'none',
                 '2026-03-02', '{0}', '\\x01', '\\x01', '\\x01', {how}, {on})",
            sam.id,
            noor.id,
            kai.id,
            how = if state == "ended" { "'partner'" } else { "null" },
            on = if state == "ended" { "'2026-03-02'" } else { "null" },
        );
        assert_eq!(tried(&app, Asker::Person(sam.id), &sql).await, None, "{state}");
    }
    assert_eq!(count(&app, "therapist_access where state <> 'ended'").await, 0);
}

#[tokio::test]
async fn nobody_says_in_an_access_what_another_one_said() {
    let app = TestApp::new().await;
    let house = House::new(&app).await;
    let amari = app.somebody("Amari").await;
    let id = house.lets_in(&app, &amari).await;
    let (sam, noor) = (&house.sam, &house.noor);
    let end = |how: &str, rest: &str| {
        format!(
            "update therapist_access set state = 'ended', how = '{how}', ended_on = '2026-03-09'{rest} where id = '{id}'"
        )
    };
    for (who, sql) in [
        (sam, "update therapist_access set secrets = 'ask'".to_owned()),
        (noor, "update therapist_access set therapist_mac = '\\x01'".to_owned()),
        (noor, "update therapist_access set proposer_mac = '\\x01'".to_owned()),
        (sam, "update therapist_access set asked_mac = '\\x01'".to_owned()),
        (sam, "update therapist_access set began_on = '2026-01-01'".to_owned()),
        (sam, format!("update therapist_access set linked_by = '{}'", noor.id)),
        (sam, end("therapist", "")),
        (noor, end("run_out", "")),
        (noor, end("not_now", "")),
        (sam, end("withdrawn", "")),
        (sam, end("partner", ", secrets = 'ask'")),
        (&amari, end("partner", "")),
        (&amari, end("parted", "")),
        (&amari, end("run_out", "")),
        (&amari, end("withdrawn", "")),
        (&amari, end("therapist", ", began_on = '2026-01-01'")),
    ] {
        assert_eq!(tried(&app, Asker::Person(who.id), &sql).await, None, "{sql}");
    }
    assert_eq!(tried(&app, Asker::Person(amari.id), &end("therapist", "")).await, Some(1));
    // what is over by the clock says so for whoever looks first
    let again = house.lets_in(&app, &amari).await;
    app.clock.advance(Duration::days(90));
    let mut scope = app.scope(&amari).await;
    let of = therapists::of(&mut scope, &amari.hand, again, app.clock.now()).await.unwrap().unwrap();
    scope.commit().await.unwrap();
    assert_eq!(of.stage, Stage::Ended(Ending::RanOut));
    // and the other one's answer is theirs
    propose(&app, noor).await.unwrap();
    for (who, how) in [(noor, "not_now"), (sam, "withdrawn"), (sam, "therapist")] {
        let sql = end(how, "").replace(&format!("where id = '{id}'"), "where state = 'proposed'");
        assert_eq!(tried(&app, Asker::Person(who.id), &sql).await, None, "{how}");
    }
    act(&app, sam, sam, Act::Decline).await.unwrap();
}
