//! What somebody has sent or told is not changed or removed by a request from an older page, or from none; and what is
//! one's own to say has its time.

use axum::http::StatusCode;
use sqlx::AssertSqlSafe;

use crate::support::{Somebody, TestApp};

#[tokio::test]
async fn a_line_that_was_sent_is_neither_changed_nor_removed_before_it_is_taken_back() {
    const NEW: &str = "/noticed/new";
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let form = sam.browser.get(NEW).await.form(NEW).unwrap();
    let kept = sam.browser.send_form(&form, &[("words", "For the soup")]).await;
    let line = kept.location().to_owned();
    sam.browser.submit(&line, &format!("{line}/send"), &[]).await;
    for (act, fields) in
        [("edit", &[("words", "For nothing"), ("number", "1"), ("kind", "thanks")][..]), ("remove", &[])]
    {
        let forged = sam.browser.forges(&format!("{line}/{act}"), fields).await;
        assert_eq!(forged.status, StatusCode::CONFLICT, "{act}");
    }
    // the form that it began with, sent once more with other words
    let again = sam.browser.send_form(&form, &[("words", "For nothing")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.form(&format!("{line}/edit")).is_none(), "there is no way to it from here");
    assert!(noor.browser.get(&line).await.text().contains("For the soup"));
    assert!(!sam.browser.get(&line).await.text().contains("For nothing"));
}

#[tokio::test]
async fn an_ask_that_was_told_is_neither_changed_nor_removed_and_coming_back_has_its_time() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let day = app.day_on(10);
    let preview = sam.keeps_time(&day, "At my sister’s.").await;
    let path = preview.path.trim_end_matches("/share").to_owned();
    let edit = format!("{path}/edit");
    let begun = sam.get(&edit).await;
    sam.submit_on(&preview, &preview.path, &[("with", "partner")]).await;
    assert_eq!(sam.get(&edit).await.location(), "/us/time");
    let late = sam.submit_on(&begun, &edit, &[("words", "At the lake.")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("At my sister’s.") && late.body.contains("At the lake."), "both stay");
    assert_eq!(sam.forges(&format!("{path}/remove"), &[]).await.status, StatusCode::CONFLICT);
    assert!(noor.get("/us/time").await.text().contains("At my sister’s."));
    // nobody says how they come back before they do
    for who in [&mut sam, &mut noor] {
        assert_eq!(who.get("/us/time/back").await.location(), "/us/time");
        let early = who.forges("/us/time/back", &[("line", "here")]).await;
        assert_eq!(early.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn whoever_left_words_is_not_told_that_somebody_left_them_words() {
    const WORDS: &str = "/us/leaving/words";
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let looked = sam.submit(WORDS, WORDS, &[("words", "Be well.")]).await;
    sam.submit_on(&looked, "/us/leaving", &[("words", "give"), ("shared", "back")]).await;
    assert!(noor.get("/today").await.text().contains("a few words with you"));
    assert!(!sam.get("/today").await.text().contains("a few words with you"));
}

#[tokio::test]
async fn beside_ones_own_guess_stands_nothing_of_somebody_who_is_not_linked_any_more() {
    const BESIDE: &str = "/write/ideas/17/beside";
    const GUESS: &str = "/write/ideas/17";
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let hers = noor.browser.submit(GUESS, GUESS, &[("a1", "qzm-guess")]).await;
    let share = format!("{}/share", hers.path.split('?').next().unwrap());
    noor.browser.submit(&share, &share, &[("with", "partner")]).await;
    let page = sam.browser.get(BESIDE).await;
    assert!(page.text().contains("You have not written it down yet"), "hers is not his: {}", page.text());
    assert_eq!(page.count("main a[href^='/n/']"), 1);
    noor.browser.submit("/us/leaving", "/us/leaving", &[("shared", "leave")]).await;
    let page = sam.browser.get(BESIDE).await;
    assert_eq!((page.status, page.count("main a[href^='/n/']")), (StatusCode::OK, 0), "{}", page.text());
}

#[tokio::test]
async fn words_that_are_shown_again_ask_for_no_day_that_was_given_up_meanwhile() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let preview = sam.keeps_time(&app.day_on(10), "At my sister’s.").await;
    sam.submit_on(&preview, &preview.path, &[("with", "partner")]).await;
    noor.about_time("suggest", &app.day_on(6)).await;
    sam.about_time("agree", &app.day_on(6)).await;
    let stands = noor.get("/us").await.text();
    let again = sam.submit(&preview.path, &preview.path, &[("with", "partner")]).await;
    assert!(again.path.contains("?done="), "{}", again.text());
    let until: time::OffsetDateTime =
        sqlx::query_scalar("select until from time_apart").fetch_one(app.owner()).await.unwrap();
    assert_eq!(until.date(), (app.clock.now() + time::Duration::days(6)).date(), "{stands}");
}

/// Tries it as this person, with the pages out of the way.
async fn may(app: &TestApp, who: &Somebody, sql: String) -> bool {
    let mut scope = app.scope(who).await;
    let done = sqlx::query(AssertSqlSafe(sql)).execute(&mut *scope).await;
    done.is_ok_and(|done| done.rows_affected() > 0)
}

#[tokio::test]
async fn with_the_pages_out_of_the_way_the_other_ones_day_moves_only_to_what_they_suggested_themselves() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let to = |day: &str| {
        format!(
            "update time_apart set one = '{day}', sooner = null, sooner_by = null, until = '{day} 09:00Z'"
        )
    };
    let couple: String = sqlx::query_scalar("select couple_id::text from membership limit 1")
        .fetch_one(app.owner())
        .await
        .unwrap();
    let begun = |more: &str, values: &str| {
        format!(
            "insert into time_apart (id, couple_id, number, zone, one, until{more})
             values (gen_random_uuid(), '{couple}', 1, 'UTC', '2026-03-12', '2026-03-12 09:00Z'{values})"
        )
    };
    assert!(!may(&app, &sam, begun(", sooner, sooner_by", ", '2026-03-05', 2")).await, "in another name");
    assert!(may(&app, &sam, begun("", "")).await, "it tries the right thing");

    sam.browser.takes_time("2026-03-12", "").await;
    noor.browser.about_time("suggest", "2026-03-06").await;
    assert!(!may(&app, &noor, to("2026-03-06")).await, "nobody agrees with themselves");
    sam.browser.about_time("leave", "").await;
    assert!(!may(&app, &noor, to("2026-03-06")).await, "nothing is on the table");
    sam.browser.about_time("suggest", "2026-03-08").await;
    for other in ["2026-03-05", "2026-03-09"] {
        assert!(!may(&app, &noor, to(other)).await, "{other}");
    }
    assert!(may(&app, &noor, to("2026-03-08")).await, "what Sam suggested");
}

#[tokio::test]
async fn while_the_two_take_time_nothing_between_them_is_brought_to_either_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    noor.browser.takes_time(&app.day_on(5), "").await;
    let before = sam.browser.get("/today").await.still();
    noor.browser.asks("Who else knew?").await;
    noor.browser.sends_line("It is back", "know").await;
    noor.browser.shares_practice("/between/1", &[("f-did", "I hid the phone.")]).await;
    let kept = noor.browser.submit("/noticed/new", "/noticed/new", &[("words", "For the soup")]).await;
    noor.browser.submit(&kept.path, &format!("{}/send", kept.path), &[]).await;
    assert_eq!(sam.browser.get("/today").await.still(), before);
    noor.browser.about_time("end", "").await;
    let today = sam.browser.get("/today").await.text();
    for says in ["asks you something", "sent you a line", "shared something with you", "noticed something"] {
        assert!(today.contains(&format!("Noor {says}")), "{says}: {today}");
    }
}
