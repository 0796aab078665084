//! The page where reminders are switched on, and the link that ends them.

use axum::http::{Method, StatusCode};
use time::Duration;
use toward::{
    db::{Asker, Scope},
    reminders::Kind,
};

use super::{
    after, app_with, asks_for_code, code_in, due, has_mail, reminders_in, stop_path, turn, types_code, wants,
};
use crate::support::{TestApp, smtp::MailServer};

#[tokio::test]
async fn everything_is_off_at_first_and_without_a_mail_server_only_the_calendar_is_offered() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    assert!(sam.browser.get("/account").await.body.contains("href=\"/account/reminders\""));
    let page = sam.browser.get("/account/reminders").await;
    assert!(page.text().contains("This server sends no mail. The calendar works without it."));
    assert!(page.form("/account/reminders/address").is_none());
    assert!(page.form("/account/reminders/calendar").is_some());
    let forged = sam.browser.forges("/account/reminders/address", &[("address", "sam@example.org")]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now() + Duration::HOUR).await;
    after(&app, Duration::hours(2)).await;
    let made: i64 = sqlx::query_scalar("select count(*) from outbox").fetch_one(app.owner()).await.unwrap();
    assert_eq!(made, 0);
}

#[tokio::test]
async fn an_address_from_before_the_mail_server_went_is_shown_and_can_be_taken_away() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    sqlx::query(
        "insert into reminder_mail (person_id, address, nonce, stop_digest, zone)
         values ($1, 'sam@example.org', decode(repeat('ab', 16), 'hex'), sha256('stop'), 'UTC')",
    )
    .bind(sam.id.0)
    .execute(app.owner())
    .await
    .unwrap();
    assert!(!noor.browser.get("/account/reminders").await.body.contains("sam@example.org"));
    let page = sam.browser.get("/account/reminders").await;
    assert!(page.body.contains("sam@example.org"));
    let away = sam.browser.submit_on(&page, "/account/reminders/mail", &[("act", "away")]).await;
    assert!(away.text().contains("The address is gone from here") && !away.body.contains("sam@example.org"));
}

#[tokio::test]
async fn nothing_but_a_code_goes_to_an_address_before_it_is_typed_in() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    asks_for_code(&mut sam.browser, "sam@example.org").await;
    // not even by a form that the page does not show
    sam.browser
        .forges("/account/reminders", &[("kinds", "break_end"), ("quiet", "none"), ("zone", "UTC")])
        .await;
    sam.browser.forges("/account/reminders/mail", &[("act", "test")]).await;
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    turn(&app).await;
    turn(&app).await;
    assert_eq!((server.taken().len(), reminders_in(&server)), (1, 0));
    assert_eq!(server.taken()[0].to, "sam@example.org");

    let wrong = types_code(&mut sam.browser, "AAAA AAAA").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("This is not the code in the last mail"));
    let code = code_in(&server).to_lowercase().replace(' ', "");
    assert!(types_code(&mut sam.browser, &code).await.text().contains("The address is confirmed"));
    let ticked = sam.browser.get("/account/reminders").await.count("input[name=kinds][checked]");
    assert_eq!(ticked, 0, "all of it is still off");
}

#[tokio::test]
async fn codes_run_out_by_wrong_tries_by_time_and_by_a_new_one() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let mut sam = app.somebody("Sam").await;
    asks_for_code(&mut sam.browser, "sam@example.org").await;
    turn(&app).await;
    let first = code_in(&server);
    for _ in 0..5 {
        types_code(&mut sam.browser, "BBBB BBBB").await;
    }
    let late = types_code(&mut sam.browser, &first).await;
    assert!(late.text().contains("There were too many wrong codes"), "{}", late.text());

    asks_for_code(&mut sam.browser, "sam@example.org").await;
    turn(&app).await;
    assert_ne!(code_in(&server), first);
    assert_eq!(types_code(&mut sam.browser, &first).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let second = code_in(&server);
    app.clock.advance(Duration::days(1));
    let mut browser = app.sign_in_again(&sam).await;
    assert!(types_code(&mut browser, &second).await.text().contains("This code has run out"));
    for _ in 0..3 {
        asks_for_code(&mut browser, "sam@example.org").await;
    }
    let fourth = asks_for_code(&mut browser, "else@example.org").await;
    assert_eq!(fourth.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fourth.text().contains("Three codes were sent within a day"));
    assert!(fourth.body.contains("else@example.org"), "what was typed is kept");
}

#[tokio::test]
async fn an_address_that_could_become_a_header_is_refused() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let mut sam = app.somebody("Sam").await;
    for bad in [
        "sam@example.org\r\nBcc: all@example.org",
        "sam",
        "Sam <sam@example.org>",
        "sam@example.org, a@b.org",
    ] {
        let refused = asks_for_code(&mut sam.browser, bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    turn(&app).await;
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn a_mail_can_be_looked_at_before_anything_is_switched_on() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
    let page = sam.browser.submit("/account/reminders", "/account/reminders/mail", &[("act", "test")]).await;
    assert!(page.text().contains("A mail is on its way"));
    turn(&app).await;
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    wants(&mut sam.browser, &["break_end"]).await;
    turn(&app).await;
    let mails = server.taken();
    assert_eq!(mails.len(), 3);
    // the real one is the same but for what names and dates a mail
    let same = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.contains("Message-ID") && !line.contains("part-"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(same(&mails[1].text), same(&mails[2].text));
    for _ in 0..5 {
        sam.browser.submit("/account/reminders", "/account/reminders/mail", &[("act", "test")]).await;
    }
    let asked: i64 = sqlx::query_scalar("select count(*) from outbox where kind = 'test'")
        .fetch_one(app.owner())
        .await
        .unwrap();
    assert_eq!(asked, 5);
}

#[tokio::test]
async fn the_link_in_a_mail_ends_the_mails_once_and_again_and_tells_nothing() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
    wants(&mut sam.browser, &["break_end"]).await;
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    turn(&app).await;
    let mail = server.taken().pop().unwrap();
    let path = stop_path(&mail.text);
    assert!(mail.text.contains(&format!("List-Unsubscribe: <https://toward.example.org{path}>\r\n")));
    assert!(mail.text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));

    // opening it does nothing, and is the same for any token
    let mut nobody = app.visitor();
    let asked = nobody.get(&path).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.text().contains("End these mails?"));
    assert_eq!(asked.body, nobody.get("/stop/AAAAAAAAAAAAAAAAAAAAAAAA").await.body);
    assert!(nobody.cookies.is_empty());
    assert!(sam.browser.get("/account/reminders").await.text().contains("sam@example.org"));

    // a mail program posts by itself, from anywhere, without a cookie and without a token of ours
    let unknown = nobody.send(Method::POST, "/stop/AAAAAAAAAAAAAAAAAAAAAAAA", &[], "").await;
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://mail.example"),
    ];
    for _ in 0..2 {
        let done = nobody.send(Method::POST, &path, &headers, "List-Unsubscribe=One-Click").await;
        assert_eq!(done.status, StatusCode::OK);
        assert_eq!(done.body, unknown.body);
        assert!(!done.body.contains("sam@"));
    }
    let page = sam.browser.get("/account/reminders").await;
    assert!(!page.text().contains("sam@example.org"));
    due(&app, &noor, sam.id, Kind::BreakEnd, app.clock.now()).await;
    turn(&app).await;
    assert_eq!(reminders_in(&server), 1);
    // the same address again begins with everything off
    has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
    assert_eq!(sam.browser.get("/account/reminders").await.count("input[name=kinds][checked]"), 0);
}

#[tokio::test]
async fn the_partner_finds_nothing_of_what_somebody_has_chosen() {
    let server = MailServer::kind().await;
    let app = app_with(&server, &[]).await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let pages = ["/today", "/us", "/account", "/account/reminders"];
    let mut before = Vec::new();
    for page in pages {
        before.push(noor.browser.get(page).await.still());
    }
    has_mail(&app, &server, &mut sam.browser, "sam@example.org").await;
    wants(&mut sam.browser, &["break_end", "check_in"]).await;
    sam.browser.submit("/account/reminders", "/account/reminders/calendar", &[("act", "make")]).await;
    for (page, before) in pages.iter().zip(before) {
        assert_eq!(noor.browser.get(page).await.still(), before, "{page}");
    }
    let mut scope = app.scope(&noor).await;
    for table in ["reminder_mail", "outbox", "feed"] {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(&mut *scope)
            .await
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    let changed = sqlx::query("delete from reminder_mail where person_id = $1").bind(sam.id.0);
    assert_eq!(changed.execute(&mut *scope).await.unwrap().rows_affected(), 0);
    let forged = sqlx::query(
        "insert into outbox (id, person_id, kind, about, at, next_try)
         values (gen_random_uuid(), $1, 'test', gen_random_uuid(), now(), now())",
    )
    .bind(sam.id.0);
    assert!(forged.execute(&mut *scope).await.is_err());
}

#[tokio::test]
async fn the_jobs_see_what_is_due_and_nothing_that_anybody_wrote() {
    let app = TestApp::new().await;
    app.linked("Sam", "Noor").await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
         and relrowsecurity order by 1",
    )
    .fetch_all(app.owner())
    .await
    .unwrap();
    assert!(tables.len() > 15);
    for table in tables {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(app.owner())
            .await
            .unwrap();
        let mut scope = Scope::begin(app.runtime(), Asker::Jobs).await.unwrap();
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(&mut *scope)
            .await
            .unwrap();
        let own = ["due", "reminder_mail", "outbox"].contains(&table.as_str());
        assert_eq!(seen, if own { rows } else { 0 }, "{table}");
    }
}
