//! Two people: inviting, accepting, the key phrase, leaving, and what one sees of the other before and after.

use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, postgres::PgPoolOptions};
use time::Duration;
use toward::{
    db::{Asker, Scope},
    ids::PersonId,
};

use crate::support::{
    Answer, TestApp, Visitor,
    people::{PASSPHRASE, sign_up_fields},
};

async fn count(app: &TestApp, what: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {what}")))
        .fetch_one(app.owner())
        .await
        .unwrap()
}

async fn id_of(app: &TestApp, name: &str) -> PersonId {
    let id = sqlx::query_scalar("select id from person where name = $1").bind(name);
    PersonId(id.fetch_one(app.owner()).await.unwrap())
}

async fn end_space(visitor: &mut Visitor, shared: &str) -> Answer {
    visitor.submit("/us/leaving", "/us/leaving", &[("shared", shared)]).await
}

#[tokio::test]
async fn two_people_sign_up_and_are_linked_through_the_pages() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    assert!(sam.get("/us").await.text().contains("You share this space with Noor"));
    assert!(noor.get("/us").await.text().contains("You share this space with Sam"));
    assert_eq!(sam.get("/today").await.status, StatusCode::OK);
    assert_eq!(count(&app, "pin").await, 2, "each has met the other's key");
}

#[tokio::test]
async fn before_the_invitation_is_accepted_neither_sees_anything_of_the_other_but_the_inviters_name() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await;
    let path = sam.visitor.invitation().await;
    let mut noor = app.person("Noor").await;
    let page = noor.visitor.get(&path).await;
    assert!(page.text().contains("Sam invites you") && !page.body.contains(&sam.sign_in));
    assert!(page.text().contains("Noor"), "with both names");
    for path in ["/us", "/today", "/account"] {
        assert!(!sam.visitor.get(path).await.names("Noor"), "{path}");
        assert!(!noor.visitor.get(path).await.names("Sam"), "{path}");
    }
    let public = app.visitor().get(&path).await;
    assert!(public.text().contains("Sam invites you") && !public.body.contains(&sam.sign_in));
    assert!(!public.names("Noor"));
    let (sam, noor) = (id_of(&app, "Sam").await, id_of(&app, "Noor").await);
    for (asker, other) in [(sam, noor), (noor, sam)] {
        let mut scope = Scope::begin(app.runtime(), Asker::Person(asker)).await.unwrap();
        let seen = "select (select count(*) from person where id = $1)
                         + (select count(*) from membership where person_id = $1)
                         + (select count(*) from credential where person_id = $1)";
        let seen: i64 = sqlx::query_scalar(seen).bind(other.0).fetch_one(&mut *scope).await.unwrap();
        assert_eq!(seen, 0);
    }
}

#[tokio::test]
async fn an_invitation_is_accepted_once_however_many_try_at_once() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await;
    let path = sam.visitor.invitation().await;
    let mut people = Vec::new();
    for name in ["Noor", "Tom", "Ira", "Lea", "Kai"] {
        let mut visitor = app.person(name).await.visitor;
        let form = visitor.get(&path).await.form(&format!("{path}/accept")).unwrap();
        people.push((visitor.cookies, form));
    }
    let mut tries = tokio::task::JoinSet::new();
    for round in 0..50 {
        let (cookies, form) = people[round % people.len()].clone();
        let mut visitor = app.visitor();
        visitor.cookies = cookies;
        tries.spawn(async move { visitor.send_form(&form, &[]).await });
    }
    for number in 0..4 {
        let (mut visitor, path) = (app.visitor(), path.clone());
        tries.spawn(async move {
            let page = visitor.get(&path).await;
            let Some(form) = page.form(&path) else { return page };
            let sign_in = format!("new{number}");
            visitor.send_form(&form, &sign_up_fields("New", &sign_in)).await
        });
    }
    let answers = tries.join_all().await;
    let through = |answer: &&Answer| ["/us?done=linked", "/recovery-code"].contains(&answer.location());
    assert_eq!(answers.iter().filter(through).count(), 1);
    assert!(answers.iter().all(|answer| answer.status != StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!(count(&app, "membership where left_on is null and partner_id is not null").await, 2);
    assert_eq!(count(&app, "membership").await, 2);
    assert_eq!(count(&app, "invite where state = 'accepted'").await, 1);
    assert!(count(&app, "person").await <= 7, "an account whose invitation was gone is not kept");
}

#[tokio::test]
async fn two_requests_at_once_make_one_space_with_one_open_invitation() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    let form = sam.get("/us").await.form("/us/invite").unwrap();
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (mut visitor, form) = (app.visitor(), form.clone());
        visitor.cookies = sam.cookies.clone();
        tries.spawn(async move { visitor.send_form(&form, &[]).await.status });
    }
    assert!(tries.join_all().await.iter().all(|status| *status == StatusCode::SEE_OTHER));
    assert_eq!((count(&app, "couple").await, count(&app, "invite where state = 'open'").await), (1, 1));
}

#[tokio::test]
async fn a_link_that_is_used_renewed_cancelled_expired_or_made_up_gets_the_same_page() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    let unknown = app.visitor().get("/join/0123456789abcdefghjkmnpqrs").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let gone = async |path: &str| {
        let answer = app.visitor().get(path).await;
        (answer.status, answer.body) == (unknown.status, unknown.body.clone())
    };
    assert!(gone("/join/x").await && gone("/start/x").await);
    let first = sam.invitation().await;
    let again = sam.get("/us").await;
    assert_eq!(again.invitation().as_deref(), Some(first.as_str()), "the link can be seen again");
    let second = sam.invitation().await;
    assert!(first != second && gone(&first).await && !gone(&second).await);
    // a browser that opened it before it went
    let mut late = app.visitor();
    let page = late.get(&second).await;
    let cancelled = sam.submit("/us", "/us/invite/cancel", &[]).await;
    assert!(cancelled.text().contains("Make an invitation link") && gone(&second).await);
    let answer = late.submit_on(&page, &second, &sign_up_fields("Noor", "noor")).await;
    assert_eq!((answer.status, answer.body), (unknown.status, unknown.body.clone()));
    let third = sam.invitation().await;
    app.clock.advance(Duration::minutes(7 * 24 * 60 - 1));
    assert!(!gone(&third).await);
    app.clock.advance(Duration::minutes(1));
    assert!(gone(&third).await, "seven days are over");
    let mut sam = app.visitor();
    sam.sign_in("sam@example.org").await;
    assert!(sam.get("/us").await.text().contains("Make an invitation link"));
    let fourth = sam.invitation().await;
    app.visitor().submit(&fourth, &fourth, &sign_up_fields("Noor", "noor")).await;
    assert!(gone(&fourth).await, "used");
    assert_eq!(count(&app, "person").await, 2);
}

#[tokio::test]
async fn somebody_who_has_an_account_signs_in_and_accepts() {
    let app = TestApp::new().await;
    let mut noor = app.person("Noor").await;
    let other = noor.visitor.invitation().await;
    let mut sam = app.person("Sam").await.visitor;
    let path = sam.invitation().await;
    assert!(sam.get(&path).await.text().contains("your own invitation"));
    let own = sam.get("/us").await.form("/us/invite").unwrap();
    let own = sam.post(&format!("{path}/accept"), &[("csrf", &own.fields[0].1)]).await;
    assert_eq!(own.location(), path, "one's own is not accepted");

    let mut browser = app.visitor();
    let page = browser.get(&path).await;
    let link = format!("/sign-in?next={path}");
    assert_eq!(page.count(&format!("a[href='{link}']")), 1);
    let page =
        browser.submit(&link, "/sign-in", &[("sign_in", &noor.sign_in), ("passphrase", PASSPHRASE)]).await;
    assert_eq!(page.path, path);
    let linked = browser.submit_on(&page, &format!("{path}/accept"), &[]).await;
    assert!(linked.text().contains("You two are linked"), "{}", linked.text());
    assert_eq!(
        app.visitor().get(&other).await.status,
        StatusCode::NOT_FOUND,
        "their own invitation is cancelled"
    );
    let mut tom = app.person("Tom").await.visitor;
    let third = tom.invitation().await;
    assert!(browser.get(&third).await.text().contains("You share a space already"));
    let token = browser.get("/account").await.form("/sign-out").unwrap().fields[0].1.clone();
    let refused = browser.post(&format!("{third}/accept"), &[("csrf", &token)]).await;
    assert_eq!(refused.location(), third);
    assert!(tom.get("/us").await.invitation().is_some(), "it still waits");
}

#[tokio::test]
async fn both_see_the_same_six_words_and_each_notes_for_themselves_that_they_match() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let page = sam.get("/us/words").await;
    let words = page.all("ol.code li");
    assert_eq!(words.len(), 6);
    assert_eq!(noor.get("/us/words").await.all("ol.code li"), words);
    let differ = sam.submit_on(&page, "/us/words", &[("same", "no")]).await;
    assert!(differ.text().contains("Share nothing more for now"));
    assert_eq!(count(&app, "pin where verified").await, 0);
    let same = sam.submit_on(&page, "/us/words", &[("same", "yes")]).await;
    assert!(same.text().contains("You have compared them"), "{}", same.text());
    assert!(noor.get("/us").await.text().contains("Not compared yet"));
    assert_eq!(count(&app, "pin where verified").await, 1);
}

#[tokio::test]
async fn a_pin_that_was_altered_or_removed_pauses_sharing() {
    let app = TestApp::new().await;
    let (_, mut noor) = app.partners().await;
    sqlx::query("update pin set verified = true where owner = (select id from person where name = 'Noor')")
        .execute(app.owner())
        .await
        .unwrap();
    assert!(noor.get("/us").await.text().contains("Sharing is paused"));
    sqlx::query("delete from pin").execute(app.owner()).await.unwrap();
    assert!(noor.get("/us").await.text().contains("Sharing is paused"), "nothing vouches for the key");
}

#[tokio::test]
async fn an_inviters_key_that_was_swapped_before_the_other_came_is_not_accepted() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    let path = sam.invitation().await;
    sqlx::query("update person set public_key = $1")
        .bind([9u8; 32].as_slice())
        .execute(app.owner())
        .await
        .unwrap();
    assert_eq!(app.visitor().get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn leaving_takes_effect_on_the_others_next_page_and_is_told_neutrally() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let page = sam.get("/us/leaving").await;
    assert_eq!(page.count("input[value=back][checked]"), 1, "taking back is chosen beforehand");
    let preview = page.all(".note p").concat();
    let left = sam.submit_on(&page, "/us/leaving", &[]).await;
    assert!(left.text().contains("This space has ended"), "{}", left.text());
    let us = noor.get("/us").await;
    assert_eq!(us.all(".note p").concat(), preview, "exactly what was said before");
    assert_eq!(preview, "The space with Sam ended on 2 March 2026. What you wrote is still yours.");
    assert!(us.text().contains("Make an invitation link"));
    assert_eq!(noor.get("/us/words").await.location(), "/us");
    assert_eq!(noor.get("/us/leaving").await.location(), "/us");
    assert_eq!(noor.get("/today").await.status, StatusCode::OK);
    // nobody is linked again without accepting
    let path = noor.invitation().await;
    assert!(sam.get("/us").await.text().contains("You are here on your own"));
    let page = sam.get(&path).await;
    let linked = sam.submit_on(&page, &format!("{path}/accept"), &[]).await;
    assert!(linked.text().contains("You share this space with Noor"), "{}", linked.text());
    assert!(noor.get("/us").await.text().contains("You share this space with Sam"));
    assert!(!noor.get("/us").await.text().contains("Sharing is paused"));
}

#[tokio::test]
async fn leaving_twice_or_while_alone_changes_nothing_for_anybody_else() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let form = sam.get("/us/leaving").await.form("/us/leaving").unwrap();
    end_space(&mut sam, "back").await;
    let path = noor.invitation().await;
    assert_eq!(sam.send_form(&form, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.visitor().get(&path).await.status, StatusCode::OK, "Noor's new invitation stands");
}

/// The grants that `author` has given to `reader`, as the owner of the database counts them.
async fn grants(app: &TestApp, author: &str, reader: &str) -> i64 {
    let (author, reader) = (id_of(app, author).await, id_of(app, reader).await);
    count(app, &format!("entry_grant where author = '{author}' and reader = '{reader}'")).await
}

/// A note of `author`'s, shared with the partner, made without its page.
async fn share_a_note(app: &TestApp, author: &str, reader: &str) {
    let (author, reader) = (id_of(app, author).await, id_of(app, reader).await);
    let entry = uuid::Uuid::new_v4();
    let statements = [
        format!(
            "insert into entry (id, author, kind, once, latest, created_on) values ('{entry}', '{author}', 'note', '{entry}', 1, now())"
        ),
        format!(
            "insert into revision (entry_id, number, author, author_epoch, bound_couple, sealed, digest, created_on) values ('{entry}', 1, '{author}', 1, '{entry}', '', '', now())"
        ),
        format!(
            "insert into entry_grant (entry_id, number, reader, author, reader_role, reader_epoch, sealed, granted_on) values ('{entry}', 1, '{reader}', '{author}', 'partner', 1, '', now())"
        ),
    ];
    for statement in statements {
        sqlx::query(AssertSqlSafe(statement)).execute(app.owner()).await.unwrap();
    }
}

#[tokio::test]
async fn what_the_leaver_shared_stays_only_where_they_say_so_and_what_they_were_shown_goes_back() {
    for (choice, stays) in [("back", 0), ("leave", 1), ("", 0)] {
        let app = TestApp::new().await;
        let (mut sam, _noor) = app.partners().await;
        share_a_note(&app, "Sam", "Noor").await;
        share_a_note(&app, "Noor", "Sam").await;
        end_space(&mut sam, choice).await;
        assert_eq!(grants(&app, "Sam", "Noor").await, stays, "{choice:?}");
        assert_eq!(grants(&app, "Noor", "Sam").await, 0, "{choice:?}");
        assert_eq!(count(&app, "entry").await, 2, "everybody keeps what they wrote");
    }
}

#[tokio::test]
async fn the_runtime_role_reads_and_writes_nobody_elses_rows_with_the_pages_checks_out_of_the_way() {
    let app = TestApp::new().await;
    let (mut sam, _) = app.partners().await;
    sam.get("/us").await;
    let (sam, noor) = (id_of(&app, "Sam").await, id_of(&app, "Noor").await);
    app.person("Tom").await;
    let tom = id_of(&app, "Tom").await;
    // one connection for all, so that anything left over from the one before would show
    let options = (*app.runtime().connect_options()).clone();
    let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let seen = async |asker: Asker<'_>, what: &str| -> i64 {
        let mut scope = Scope::begin(&pool, asker).await.unwrap();
        let sql = format!("select count(*) from {what}");
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *scope).await.unwrap()
    };
    for _ in 0..3 {
        for (me, people) in [(sam, 2), (tom, 1), (noor, 2)] {
            assert_eq!(seen(Asker::Person(me), "person").await, people, "oneself, and the partner");
            assert_eq!(seen(Asker::Person(me), "credential").await, 1);
            assert_eq!(seen(Asker::Person(me), "session").await, 1);
            let pins = i64::from(people == 2);
            assert_eq!(seen(Asker::Person(me), "pin").await, pins);
            for table in
                ["person", "credential", "session", "couple", "membership", "invite", "pin", "entry", "draft"]
            {
                assert_eq!(seen(Asker::Nobody, table).await, 0, "{table}");
            }
        }
    }
    let changed = async |asker: Asker<'_>, sql: String| -> u64 {
        let mut scope = Scope::begin(&pool, asker).await.unwrap();
        let done = sqlx::query(AssertSqlSafe(sql)).execute(&mut *scope).await;
        done.map_or(0, |done| done.rows_affected())
    };
    for (me, other) in [(tom, sam), (sam, noor), (noor, sam)] {
        for sql in [
            format!("update person set name = 'X' where id = '{other}'"),
            format!("update credential set sign_in_name = 'X' where person_id = '{other}'"),
            format!("delete from session where person_id = '{other}'"),
            format!("update membership set seat = 2 where person_id = '{other}'"),
            format!("update membership set left_on = null where person_id = '{other}'"),
            format!("update membership set partner_id = '{me}', left_on = null where person_id = '{other}'"),
            format!("update membership set couple_id = '{}' where person_id = '{me}'", uuid::Uuid::new_v4()),
            "update invite set state = 'open'".to_owned(),
            format!("delete from pin where owner = '{other}'"),
            format!("insert into person (id, name, public_key, created_on) values ('{}', 'X', decode(repeat('00', 32), 'hex'), now())", uuid::Uuid::new_v4()),
            format!("insert into membership (couple_id, person_id, partner_id, seat, joined_on)
                     select couple_id, '{me}', '{other}', 2, now() from membership where person_id = '{other}'"),
            "delete from person".to_owned(),
            "select runtime_secret from instance".to_owned(),
        ] {
            assert_eq!(changed(Asker::Person(me), sql.clone()).await, 0, "{sql}");
        }
    }
    // a stranger cannot end what two others have
    let sql = "update membership set left_on = now()".to_owned();
    assert_eq!(changed(Asker::Person(tom), sql).await, 0);
    pool.close().await;
}
